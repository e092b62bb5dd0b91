//! What the benchmark starts by itself: the hub, the relay that stands for a hub without a store, PostgreSQL.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use store::testing::{free_port, program};

use super::guard::{Guarded, Launch};
use crate::{
    Http,
    members::{self, Member},
};

/// How long a server may take to be ready.
const READY: Duration = Duration::from_secs(60);

/// A hub's data: a directory, and another database than the SQLite file in it if there is one.
pub struct Data {
    pub dir: PathBuf,
    pub database_url: Option<String>,
}

impl Data {
    /// Mints members into it, while no hub runs there.
    pub fn mint(&self, collective: &Path, members: usize) -> Result<Vec<Member>, String> {
        std::fs::create_dir_all(&self.dir).map_err(|e| format!("{} can't be made: {e}", self.dir.display()))?;
        let out = self.dir.join("members.txt");
        let mut command = Command::new(collective);
        command.arg("mint").args(["--members", &members.to_string()]).arg("--out").arg(&out).arg("--data-dir").arg(&self.dir);
        command.envs(self.database_url.iter().map(|url| ("COLLECTIVE_DATABASE_URL", url)));
        let minted = command.output().map_err(|e| format!("{} can't be started: {e}", collective.display()))?;
        if !minted.status.success() {
            return Err(format!("no members were minted: {}", String::from_utf8_lossy(&minted.stderr).trim()));
        }
        members::read_file(&out)
    }
}

/// A server that answers.
pub struct Running {
    guard: Guarded,
    pub url: String,
}

impl Running {
    /// Starts a hub without limits and waits until it is ready.
    pub async fn hub(collective: &Path, data: &Data) -> Result<Running, String> {
        let limits = data.dir.join("limits.toml");
        std::fs::write(&limits, "off = true\n").map_err(|e| format!("{} can't be written: {e}", limits.display()))?;
        let listen = format!("127.0.0.1:{}", free_port());
        let args = vec![
            OsStr::new("serve"),
            OsStr::new("--listen"),
            OsStr::new(&listen),
            OsStr::new("--data-dir"),
            data.dir.as_os_str(),
            OsStr::new("--limits"),
            limits.as_os_str(),
        ];
        let env = data.database_url.iter().map(|url| ("COLLECTIVE_DATABASE_URL", url.clone())).collect();
        let log = data.dir.join("hub.log");
        let guard = Guarded::start(&Launch { program: collective, args, env, before: "", signal: "TERM", log })?;
        Running { guard, url: format!("http://{listen}") }.ready("/readyz").await
    }

    /// Starts the relay: the program `loadtest`, which has it as a hidden command.
    pub async fn relay(loadtest: &Path, dir: &Path) -> Result<Running, String> {
        let listen = format!("127.0.0.1:{}", free_port());
        let args = vec![OsStr::new("floor-sockets"), OsStr::new("--listen"), OsStr::new(&listen)];
        let log = dir.join("relay.log");
        let guard = Guarded::start(&Launch { program: loadtest, args, env: Vec::new(), before: "", signal: "TERM", log })?;
        Running { guard, url: format!("http://{listen}") }.ready("/readyz").await
    }

    async fn ready(mut self, path: &str) -> Result<Running, String> {
        let http = Http::new(&self.url).map_err(|e| e.to_string())?;
        let until = Instant::now() + READY;
        loop {
            let said = match http.get_text(path).await {
                Ok((200, _)) => return Ok(self),
                Ok((_, words)) => words,
                Err(fault) => fault.to_string(),
            };
            if !self.guard.is_alive() {
                return Err(format!("a server did not start: {}", self.guard.last_words()));
            }
            if Instant::now() > until {
                return Err(format!("a server was not ready within {READY:?}: {}", said.trim()));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn pid(&self) -> u32 {
        self.guard.pid()
    }

    /// The numbers it tells Prometheus.
    pub async fn metrics(&self) -> Result<String, String> {
        let http = Http::new(&self.url).map_err(|e| e.to_string())?;
        http.get_text("/metrics").await.map(|(_, page)| page).map_err(|e| e.to_string())
    }
}

/// A PostgreSQL with the settings it comes with: what it says is committed is on disk.
pub struct Postgres {
    guard: Guarded,
    base: String,
}

impl Postgres {
    /// `dir` must be one that the user `postgres` can reach, if this is run by root.
    pub async fn start(dir: &Path) -> Result<Postgres, String> {
        let initdb = program("initdb").ok_or("PostgreSQL's programs are missing: apt-get install postgresql")?;
        let home = dir.join("postgres");
        std::fs::create_dir_all(&home).map_err(|e| format!("{} can't be made: {e}", home.display()))?;
        // It refuses to run as root: then it runs as nobody in particular.
        let before = r#"as=""
if [ "$(id -u)" = 0 ]; then
  u=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
  chown "$u" "$PGHOME"
  as="setpriv --reuid=$u --regid=$(id -g "$u") --clear-groups"
fi
cd "$PGHOME"
$as "$INITDB" -D "$PGHOME/data" -U bench -A trust -E UTF8 >&2"#;
        let (port, data) = (free_port().to_string(), home.join("data"));
        let args = ["-p", &port, "-k", "", "-h", "127.0.0.1", "-D"].into_iter().map(OsStr::new).chain([data.as_os_str()]).collect();
        let env = vec![("PGHOME", home.display().to_string()), ("INITDB", initdb.display().to_string())];
        let (server, log) = (initdb.with_file_name("postgres"), dir.join("postgres.log"));
        let guard = Guarded::start(&Launch { program: &server, args, env, before, signal: "INT", log })?;
        let mut postgres = Postgres { guard, base: format!("postgres://bench@127.0.0.1:{port}") };
        postgres.make_databases().await?;
        Ok(postgres)
    }

    pub fn pid(&self) -> u32 {
        self.guard.pid()
    }

    /// The hub's database.
    pub fn hub_url(&self) -> String {
        format!("{}/hub", self.base)
    }

    /// The database of the bare rows.
    pub fn floor_url(&self) -> String {
        format!("{}/floor", self.base)
    }

    async fn make_databases(&mut self) -> Result<(), String> {
        let until = Instant::now() + READY;
        let db = loop {
            match store::Db::open(&format!("{}/postgres", self.base)).await {
                Ok(db) => break db,
                Err(_) if !self.guard.is_alive() => return Err(format!("PostgreSQL did not start: {}", self.guard.last_words())),
                Err(why) if Instant::now() > until => return Err(format!("PostgreSQL was not ready within {READY:?}: {why}")),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        let mut line = db.read().await.map_err(|e| e.to_string())?;
        for sql in ["create database hub", "create database floor"] {
            line.run(sql, &[]).await.map_err(|e| format!("no database could be made: {e}"))?;
        }
        drop(line);
        db.close().await;
        Ok(())
    }
}
