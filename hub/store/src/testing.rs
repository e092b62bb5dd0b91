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
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|l| l.local_addr()).map_or(0, |a| a.port())
}

/// A server of this test process.
pub struct Server {
    /// Kept: its end of the pipe keeps the server alive.
    _guard: Child,
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
    Ok(Server { _guard: child, port })
}

fn wait_for_port(port: u16, what: &str) {
    let began = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what} did not start on port {port}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Starts a PostgreSQL of one's own: no password, no fsync (tests kill processes, not the power).
pub fn start_postgres() -> Server {
    let bin = program("initdb").expect("PostgreSQL's programs are missing: apt-get install postgresql");
    let bin = bin.parent().expect("a program is in a folder").display().to_string();
    let port = free_port();
    // PostgreSQL refuses to run as root: then it runs as nobody in particular.
    let script = format!(
        r#"set -e
dir=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then
  u=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
  chown "$u" "$dir"
  as="setpriv --reuid=$u --regid=$(id -g $u) --clear-groups"
fi
cd "$dir"
$as '{bin}/initdb' -D "$dir/data" -U tests -A trust -E UTF8 --no-sync >/dev/null
$as '{bin}/postgres' -D "$dir/data" -p {port} -k '' -h 127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=64MB >/dev/null 2>&1 &
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
cat >/dev/null
kill $server 2>/dev/null; wait $server"#,
        bin.display()
    );
    let server = guarded(&script, port).expect("a shell can be started");
    wait_for_port(port, "Redis");
    server
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

