//! Hubs, and whatever else answers over HTTP.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use store::testing::free_port;

use super::{Process, READY, guard::Launch};
use crate::{
    Http,
    members::{self, Member},
};

/// What a hub runs on: a directory of its own; another database than the SQLite file in it, and a Redis, if there are.
#[derive(Clone, Debug, Default)]
pub struct Data {
    pub dir: PathBuf,
    pub database_url: Option<String>,
    pub redis_url: Option<String>,
    /// More of the file of limits, which are off.
    pub limits: &'static str,
}

impl Data {
    pub fn in_directory(dir: PathBuf) -> Data {
        Data { dir, ..Data::default() }
    }

    /// Where a hub without another database keeps everything.
    pub fn sqlite(&self) -> PathBuf {
        self.dir.join("collective.sqlite")
    }

    /// The file that [`Data::mint`] writes.
    pub fn tokens(&self) -> PathBuf {
        self.dir.join("members.txt")
    }

    /// What its hubs say.
    pub fn log(&self) -> PathBuf {
        self.dir.join("hub.log")
    }

    /// Mints members into it, while no hub runs there.
    pub fn mint(&self, collective: &Path, members: usize) -> Result<Vec<Member>, String> {
        self.make_directory()?;
        let out = self.tokens();
        let mut command = Command::new(collective);
        command.arg("mint").args(["--members", &members.to_string()]).arg("--out").arg(&out).arg("--data-dir").arg(&self.dir);
        command.envs(self.database_url.iter().map(|url| ("COLLECTIVE_DATABASE_URL", url)));
        let minted = command.output().map_err(|e| format!("{} can't be started: {e}", collective.display()))?;
        if !minted.status.success() {
            return Err(format!("no members were minted: {}", String::from_utf8_lossy(&minted.stderr).trim()));
        }
        members::read_file(&out)
    }

    fn make_directory(&self) -> Result<(), String> {
        std::fs::create_dir_all(&self.dir).map_err(|e| format!("{} can't be made: {e}", self.dir.display()))
    }

    /// A hub at this address, without limits.
    fn launch(&self, collective: &Path, listen: &str) -> Result<Launch, String> {
        self.make_directory()?;
        let limits = self.dir.join("limits.toml");
        std::fs::write(&limits, format!("off = true\n{}", self.limits))
            .map_err(|e| format!("{} can't be written: {e}", limits.display()))?;
        let args = vec![
            "serve".into(),
            "--listen".into(),
            listen.into(),
            "--data-dir".into(),
            self.dir.clone().into_os_string(),
            "--limits".into(),
            limits.into_os_string(),
        ];
        let env = [("COLLECTIVE_DATABASE_URL", &self.database_url), ("COLLECTIVE_REDIS_URL", &self.redis_url)];
        let env = env.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value.clone()?))).collect();
        Ok(Launch { program: collective.to_owned(), args, env, before: "", signal: "TERM", log: self.log() })
    }
}

/// A server that answers over HTTP, or did until something was done to its process.
pub struct Running {
    pub process: Process,
    /// At 127.0.0.1; it stays when it is begun again.
    pub port: u16,
    pub url: String,
}

impl Running {
    /// Starts a hub without limits and waits until it is ready.
    pub async fn hub(collective: &Path, data: &Data) -> Result<Running, String> {
        Running::start(|listen| data.launch(collective, listen)).await
    }

    /// Starts one, and does not wait.
    pub fn begin(collective: &Path, data: &Data) -> Result<Running, String> {
        Running::launch(|listen| data.launch(collective, listen))
    }

    /// Starts what answers 200 at `/readyz` when it is ready. `launch` is told where it shall listen.
    pub async fn start(launch: impl FnOnce(&str) -> Result<Launch, String>) -> Result<Running, String> {
        let running = Running::launch(launch)?;
        running.ready().await?;
        Ok(running)
    }

    fn launch(launch: impl FnOnce(&str) -> Result<Launch, String>) -> Result<Running, String> {
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let process = Process::start(launch(&listen)?)?;
        Ok(Running { process, port, url: format!("http://{listen}") })
    }

    /// Waits until it is ready.
    pub async fn ready(&self) -> Result<(), String> {
        self.ready_within(READY).await
    }

    /// The same for one with so much to look through that it takes longer.
    pub async fn ready_within(&self, patience: Duration) -> Result<(), String> {
        let until = Instant::now() + patience;
        loop {
            let asked = tokio::time::timeout(Duration::from_secs(5), self.get("/readyz"));
            let said = match asked.await {
                Ok(Ok((200, _))) => return Ok(()),
                Ok(Ok((_, words)) | Err(words)) => words,
                Err(_) => "no answer".to_owned(),
            };
            if !self.process.is_alive() {
                return Err(format!("a server did not start: {}", self.process.last_words()));
            }
            if Instant::now() > until {
                return Err(format!("a server was not ready within {patience:?}: {}", said.trim()));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// The numbers it tells Prometheus.
    pub async fn metrics(&self) -> Result<String, String> {
        self.get("/metrics").await.map(|(_, page)| page)
    }

    async fn get(&self, path: &str) -> Result<(u16, String), String> {
        let http = Http::new(&self.url).map_err(|e| e.to_string())?;
        http.get_text(path).await.map_err(|e| e.to_string())
    }
}
