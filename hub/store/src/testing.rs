//! Real servers for tests, started on free ports and ended with the test process: PostgreSQL here, Redis beside it.
//!
//! A server runs under a shell that waits on a pipe from this process: whatever ends the tests, also `kill -9`, closes the
//! pipe, and the shell ends the server and removes its files.

use std::{
    net::TcpListener,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU16, AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

/// A port that was free a moment ago.
///
/// Below the ports that the system gives to outgoing connections: one of those may take the place of a server that a test has
/// brought down, before it comes back (seen: a PostgreSQL that never did).
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Processes that test at the same time begin at different places.
    let begin = (std::process::id() as u16).wrapping_mul(131);
    for _ in 0..PORTS.len() {
        let port = PORTS.start + begin.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % PORTS.len() as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    0
}

const PORTS: std::ops::Range<u16> = 12_000..32_000;

/// A server of this test process.
pub struct Server {
    /// Kept: its end of the pipe keeps the server alive.
    guard: Child,
    pub port: u16,
}

/// Where `name` is: on the path, or where Debian keeps PostgreSQL's programs.
pub fn program(name: &str) -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").map(|p| std::env::split_paths(&p).collect::<Vec<_>>()).unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|e| e.path().join("bin"));
    debian.chain(on_path).map(|dir| dir.join(name)).find(|p| p.is_file())
}

/// Starts `script` under the guard shell; `dir` is removed at its end.
fn guarded(script: &str, port: u16) -> std::io::Result<Server> {
    let child = Command::new("sh").arg("-c").arg(script).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    Ok(Server { guard: child, port })
}

fn wait_for_port(port: u16, what: &str) {
    let began = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what} did not start on port {port}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The beginning of a shell that runs PostgreSQL. It refuses to run as root: then it runs as nobody in particular.
const PREPARE: &str = r#"set -e
dir=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then
  u=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
  chown "$u" "$dir"
  as="setpriv --reuid=$u --regid=$(id -g $u) --clear-groups"
fi
cd "$dir""#;
const SETTINGS: &str = "-k '' -h 127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB";

/// Starts a PostgreSQL of one's own: no password, no fsync (tests kill processes, not the power).
pub fn start_postgres() -> Server {
    let bin = program("initdb").expect("PostgreSQL's programs are missing: apt-get install postgresql");
    let bin = bin.parent().expect("a program is in a folder").display().to_string();
    let port = free_port();
    let script = format!(
        r#"{PREPARE}
$as '{bin}/initdb' -D "$dir/data" -U tests -A trust -E UTF8 --no-sync >/dev/null
$as '{bin}/postgres' -D "$dir/data" -p {port} {SETTINGS} >/dev/null 2>&1 &
server=$!
set +e
cat >/dev/null
kill -INT $server 2>/dev/null; wait $server; rm -rf "$dir""#
    );
    let server = guarded(&script, port).expect("a shell can be started");
    wait_for_port(port, "PostgreSQL");
    server
}

impl Server {
    /// For Redis.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// It hangs: whoever is connected stays so and hears nothing.
    pub fn stops(&self) {
        self.signal("STOP");
    }

    /// It goes on where it was.
    pub fn goes_on(&self) {
        self.signal("CONT");
    }

    /// Sends a signal to all the processes of the server, of which PostgreSQL has one a connection.
    fn signal(&self, signal: &str) {
        let pids: Vec<String> = descendants(self.guard.id()).iter().map(u32::to_string).collect();
        let sent = Command::new("sh").arg("-c").arg(format!("kill -{signal} {} 2>/dev/null", pids.join(" "))).status();
        assert!(sent.is_ok(), "no signal could be sent: {sent:?}");
    }
}

/// The processes begun by this one, and by those, as far as they are alive.
fn descendants(of: u32) -> Vec<u32> {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // After the name, which is in brackets and may hold anything: the state, and the parent.
        let mut after = stat.rsplit(')').next().unwrap_or("").split_whitespace();
        if after.next() != Some("Z")
            && let Some(parent) = after.next().and_then(|p| p.parse::<u32>().ok())
        {
            parents.push((pid, parent));
        }
    }
    let mut all = vec![of];
    let mut at = 0;
    while at < all.len() {
        let parent = all[at];
        all.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(pid, _)| *pid));
        at += 1;
    }
    all.split_off(1)
}

/// A PostgreSQL of one test's own, which may fall over, hang, and come back with what it had.
pub struct Postgres {
    server: Server,
}

impl Postgres {
    /// With one empty database.
    pub async fn start() -> Postgres {
        let bin = program("initdb").expect("PostgreSQL's programs are missing: apt-get install postgresql");
        let bin = bin.parent().expect("a program is in a folder").display().to_string();
        let (port, aside) = (free_port(), free_port());
        // Each line that the shell reads starts the server, again, or has to do with its standby.
        let script = format!(
            r#"{PREPARE}
$as '{bin}/initdb' -D "$dir/data" -U tests -A trust -E UTF8 --no-sync >/dev/null
set +e
server=""
data="$dir/data"
standby=""
while read word; do
  if [ "$word" = standby ]; then
    $as '{bin}/pg_basebackup' -h 127.0.0.1 -p {port} -U tests -D "$dir/standby" -R -X stream -c fast >/dev/null 2>&1
    $as '{bin}/postgres' -D "$dir/standby" -p {aside} {SETTINGS} >/dev/null 2>&1 &
    standby=$!
    continue
  fi
  [ -z "$server" ] || wait $server
  if [ "$word" = instead ]; then
    wait $standby
    rm -f "$dir/standby/standby.signal"
    data="$dir/standby"
  fi
  # It is dead; the number it left behind may be another process's by now, and then it would not start.
  rm -f "$data/postmaster.pid"
  $as '{bin}/postgres' -D "$data" -p {port} {SETTINGS} >/dev/null 2>&1 &
  server=$!
done
for one in $server $standby; do kill -CONT $one 2>/dev/null; kill -INT $one 2>/dev/null; wait $one; done; rm -rf "$dir""#
        );
        let mut postgres = Postgres { server: guarded(&script, port).expect("a shell can be started") };
        postgres.comes_back();
        let made = async {
            let pool = sqlx::PgPool::connect(&format!("postgres://tests@127.0.0.1:{port}/postgres")).await?;
            let made = sqlx::query("create database hub").execute(&pool).await;
            pool.close().await;
            made
        };
        made.await.expect("a database can be made");
        postgres
    }

    pub fn url(&self) -> String {
        format!("postgres://tests@127.0.0.1:{}/hub", self.server.port)
    }

    /// All its processes are killed.
    pub fn falls_over(&self) {
        self.server.signal("KILL");
        let began = Instant::now();
        while !descendants(self.server.guard.id()).is_empty() {
            assert!(began.elapsed() < Duration::from_secs(10), "PostgreSQL does not die");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// With a standby beside it that has everything before anybody is told that it is stored.
    pub async fn start_with_standby() -> Postgres {
        let mut postgres = Postgres::start().await;
        postgres.tells("standby");
        let set_up = async {
            let pool = sqlx::PgPool::connect(&postgres.url()).await?;
            // It is there first, since it takes over the settings, too: in its place it waits for no standby of its own.
            is_followed(&pool, "streaming").await?;
            sqlx::query("alter system set synchronous_standby_names = '*'").execute(&pool).await?;
            sqlx::query("select pg_reload_conf()").execute(&pool).await?;
            is_followed(&pool, "sync").await?;
            pool.close().await;
            Ok::<_, sqlx::Error>(())
        };
        set_up.await.expect("a standby can be set up");
        postgres
    }

    /// After it fell over: its machine and disk are gone for good. The standby takes its place, at the same address, with what
    /// it was given.
    pub fn is_replaced(&mut self) {
        self.tells("instead");
        self.is_ready();
    }

    /// At the same place, with the same data; waits until it answers.
    pub fn comes_back(&mut self) {
        self.tells("start");
        self.is_ready();
    }

    fn tells(&mut self, word: &str) {
        use std::io::Write;
        let told = self.server.guard.stdin.as_mut().map(|shell| shell.write_all(format!("{word}\n").as_bytes()));
        assert!(matches!(told, Some(Ok(()))), "the shell of PostgreSQL is gone: {told:?}");
    }

    fn is_ready(&self) {
        let ready = program("pg_isready").expect("PostgreSQL's programs are missing: apt-get install postgresql");
        let began = Instant::now();
        let asks = || Command::new(&ready).args(["-q", "-h", "127.0.0.1", "-p", &self.server.port.to_string()]).status();
        while !asks().is_ok_and(|answered| answered.success()) {
            assert!(began.elapsed() < Duration::from_secs(60), "PostgreSQL does not come back");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn stops(&self) {
        self.server.stops();
    }

    pub fn goes_on(&self) {
        self.server.goes_on();
    }
}

/// Waits until a standby follows in this way.
async fn is_followed(pool: &sqlx::PgPool, how: &str) -> Result<(), sqlx::Error> {
    let began = Instant::now();
    let follows = "select count(*) from pg_stat_replication where application_name = 'walreceiver' and (state = $1 or sync_state = $1)";
    while sqlx::query_scalar::<_, i64>(follows).bind(how).fetch_one(pool).await? == 0 {
        assert!(began.elapsed() < Duration::from_secs(60), "the standby does not follow");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.server.goes_on();
    }
}

/// Starts a Redis of one's own, nothing written to disk. It ends when it is dropped.
pub fn start_redis() -> Server {
    start_redis_at(free_port())
}

/// The same at this port: one that was there before and comes back.
pub fn start_redis_at(port: u16) -> Server {
    let bin = program("redis-server").expect("redis-server is missing: apt-get install redis-server");
    let script = format!(
        r#"'{}' --port {port} --bind 127.0.0.1 --save '' --appendonly no --daemonize no >/dev/null 2>&1 &
server=$!
while read _; do :; done
kill -CONT $server 2>/dev/null; kill $server 2>/dev/null; wait $server"#,
        bin.display()
    );
    let server = guarded(&script, port).expect("a shell can be started");
    wait_for_port(port, "Redis");
    server
}

/// A Redis with these settings beside a folder of its own, `$dir`.
fn redis_with(port: u16, settings: &str) -> Server {
    let bin = program("redis-server").expect("redis-server is missing: apt-get install redis-server");
    let script = format!(
        r#"set -e
dir=$(mktemp -d)
touch "$dir/sentinel.conf"
'{}' {settings} >/dev/null 2>&1 &
server=$!
set +e
while read _; do :; done
kill -CONT $server 2>/dev/null; kill $server 2>/dev/null; wait $server; rm -rf "$dir""#,
        bin.display()
    );
    let server = guarded(&script, port).expect("a shell can be started");
    wait_for_port(port, "Redis");
    server
}

/// Says something to a Redis; what it answers.
pub fn redis_says(port: u16, words: &[&str]) -> String {
    let cli = program("redis-cli").expect("redis-cli is missing: apt-get install redis-tools");
    let said = Command::new(cli).args(["-h", "127.0.0.1", "-p", &port.to_string()]).args(words).output().expect("redis-cli runs");
    String::from_utf8_lossy(&said.stdout).into_owned()
}

/// Waits for Redis to answer with something of the kind.
fn until_redis_says(port: u16, words: &[&str], fits: impl Fn(&str) -> bool) {
    let began = Instant::now();
    while !fits(&redis_says(port, words)) {
        assert!(began.elapsed() < Duration::from_secs(30), "Redis at {port} never answered as it should: {}", redis_says(port, words));
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A cluster of three masters, each with a third of the slots.
pub fn start_redis_cluster() -> [Server; 3] {
    let ends = ["0 5460", "5461 10922", "10923 16383"];
    let (servers, buses): (Vec<Server>, Vec<u16>) = ends
        .map(|slots| {
            let (port, bus) = (free_port(), free_port());
            let settings = format!(
                "--port {port} --bind 127.0.0.1 --save '' --appendonly no --daemonize no --dir \"$dir\" --cluster-enabled yes --cluster-port {bus}"
            );
            let server = redis_with(port, &settings);
            let (first, last) = slots.split_once(' ').unwrap_or((slots, slots));
            redis_says(port, &["cluster", "addslotsrange", first, last]);
            (server, bus)
        })
        .into_iter()
        .unzip();
    for (server, bus) in servers.iter().zip(&buses).skip(1) {
        redis_says(servers[0].port, &["cluster", "meet", "127.0.0.1", &server.port.to_string(), &bus.to_string()]);
    }
    for server in &servers {
        let whole = |said: &str| said.contains("cluster_state:ok") && said.contains("cluster_known_nodes:3");
        until_redis_says(server.port, &["cluster", "info"], whole);
    }
    servers.try_into().unwrap_or_else(|_| unreachable!("three were begun"))
}

/// A master, a replica that takes over when it falls over, and the sentinel that sees to that.
pub struct Watched {
    pub master: Server,
    pub replica: Server,
    pub sentinel: Server,
}

/// The master's name is `main`.
pub fn start_redis_sentinel() -> Watched {
    let (first, second, third) = (free_port(), free_port(), free_port());
    let settings = |port: u16| format!("--port {port} --bind 127.0.0.1 --save '' --appendonly no --daemonize no --dir \"$dir\"");
    let master = redis_with(first, &settings(first));
    let replica = redis_with(second, &format!("{} --replicaof 127.0.0.1 {first} --repl-diskless-sync-delay 0", settings(second)));
    until_redis_says(second, &["info", "replication"], |said| said.contains("master_link_status:up"));
    let watches = format!(
        "\"$dir/sentinel.conf\" --sentinel --port {third} --bind 127.0.0.1 --sentinel monitor main 127.0.0.1 {first} 1 \
         --sentinel down-after-milliseconds main 500 --sentinel failover-timeout main 2000"
    );
    let sentinel = redis_with(third, &watches);
    until_redis_says(third, &["sentinel", "master", "main"], |said| said.contains("num-slaves\n1\n"));
    Watched { master, replica, sentinel }
}

/// An empty database in this process's PostgreSQL, which is started by the first call.
pub async fn fresh_postgres_url() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let port = tokio::task::spawn_blocking(|| SERVER.get_or_init(start_postgres).port).await.expect("PostgreSQL starts");
    let name = format!("t{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let base = format!("postgres://tests@127.0.0.1:{port}");
    // It listens a moment before it answers.
    let began = Instant::now();
    loop {
        let made = async {
            let pool = sqlx::PgPool::connect(&format!("{base}/postgres")).await?;
            // One at a time: PostgreSQL copies a template that nobody else may be using.
            sqlx::query("select pg_advisory_lock(1)").execute(&pool).await.ok();
            let made = sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&pool).await;
            pool.close().await;
            made
        };
        match made.await {
            Ok(_) => return format!("{base}/{name}"),
            Err(e) if began.elapsed() < Duration::from_secs(30) => {
                tracing::debug!(error = %e, "PostgreSQL is not ready");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            Err(e) => panic!("no database could be made: {e}"),
        }
    }
}
