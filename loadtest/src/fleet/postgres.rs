//! A PostgreSQL with the settings it comes with: what it says is committed is on disk.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use store::testing::{free_port, program};

use super::{Process, READY, guard::Launch};

const USER: &str = "fleet";
/// It refuses to run as root: then it runs as nobody in particular. The data is made the first time.
const BEFORE: &str = r#"as=""
if [ "$(id -u)" = 0 ]; then
  u=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
  chown "$u" "$PGHOME"
  as="setpriv --reuid=$u --regid=$(id -g "$u") --clear-groups"
fi
cd "$PGHOME"
[ -s "$PGHOME/data/PG_VERSION" ] || $as "$INITDB" -D "$PGHOME/data" -U fleet -A trust -E UTF8 >&2"#;

pub struct Postgres {
    pub process: Process,
    pub port: u16,
}

impl Postgres {
    /// Makes one in `dir`, with these databases in it. `dir` must be one that the user `postgres` can reach, if this is run by
    /// root.
    pub async fn start(dir: &Path, databases: &[&str]) -> Result<Postgres, String> {
        let initdb = program("initdb").ok_or("PostgreSQL's programs are missing: apt-get install postgresql")?;
        let home = dir.join("postgres");
        std::fs::create_dir_all(&home).map_err(|e| format!("{} can't be made: {e}", home.display()))?;
        let (port, data) = (free_port(), home.join("data"));
        let args = ["-p", &port.to_string(), "-k", "", "-h", "127.0.0.1", "-D"].map(Into::into);
        let args = args.into_iter().chain([data.into_os_string()]).collect();
        let env = [("PGHOME", home.display().to_string()), ("INITDB", initdb.display().to_string())];
        let env = env.map(|(name, value)| (name.to_owned(), value)).to_vec();
        let (server, createdb) = (initdb.with_file_name("postgres"), initdb.with_file_name("createdb"));
        let log = dir.join("postgres.log");
        let process = Process::start(Launch { program: server, args, env, before: BEFORE, signal: "INT", log })?;
        let postgres = Postgres { process, port };
        postgres.ready().await?;
        databases.iter().try_for_each(|database| postgres.make(&createdb, database))?;
        Ok(postgres)
    }

    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        url_at(self.port, database)
    }

    /// Waits until it lets somebody in.
    pub async fn ready(&self) -> Result<(), String> {
        let until = Instant::now() + READY;
        loop {
            match store::Db::open(&self.url("postgres")).await {
                Ok(db) => {
                    db.close().await;
                    return Ok(());
                }
                Err(_) if !self.process.is_alive() => return Err(format!("PostgreSQL did not start: {}", self.process.last_words())),
                Err(why) if Instant::now() > until => return Err(format!("PostgreSQL was not ready within {READY:?}: {why}")),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// By PostgreSQL's own program: what a database is called can't be a parameter of a statement.
    fn make(&self, createdb: &Path, database: &str) -> Result<(), String> {
        let mut command = Command::new(createdb);
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string(), "-U", USER, "-w", database]);
        let made = command.output().map_err(|e| format!("{} can't be started: {e}", createdb.display()))?;
        let said = String::from_utf8_lossy(&made.stderr);
        if made.status.success() { Ok(()) } else { Err(format!("the database {database} could not be made: {}", said.trim())) }
    }
}

/// The address of a database of ours at this port, which may be that of a proxy before it.
pub fn url_at(port: u16, database: &str) -> String {
    format!("postgres://{USER}@127.0.0.1:{port}/{database}")
}
