//! A Redis that keeps nothing on disk: it only rings.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use store::testing::{free_port, program};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::{Process, READY, guard::Launch};

pub struct Redis {
    pub process: Process,
    pub port: u16,
}

impl Redis {
    pub async fn start(dir: &Path) -> Result<Redis, String> {
        let server = program("redis-server").ok_or("redis-server is missing: apt-get install redis-server")?;
        std::fs::create_dir_all(dir).map_err(|e| format!("{} can't be made: {e}", dir.display()))?;
        let port = free_port();
        let args = ["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir"];
        let args = args.map(Into::into).into_iter().chain([dir.as_os_str().to_owned()]).collect();
        let log = dir.join("redis.log");
        let process = Process::start(Launch { program: server, args, env: Vec::new(), before: "", signal: "TERM", log })?;
        let redis = Redis { process, port };
        redis.ready().await?;
        Ok(redis)
    }

    pub fn url(&self) -> String {
        url_at(self.port)
    }

    /// Waits until it answers.
    pub async fn ready(&self) -> Result<(), String> {
        let until = Instant::now() + READY;
        loop {
            match tokio::time::timeout(Duration::from_secs(1), self.ping()).await {
                Ok(Ok(())) => return Ok(()),
                _ if !self.process.is_alive() => return Err(format!("Redis did not start: {}", self.process.last_words())),
                _ if Instant::now() > until => return Err(format!("Redis was not ready within {READY:?}")),
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    async fn ping(&self) -> std::io::Result<()> {
        let mut line = TcpStream::connect(("127.0.0.1", self.port)).await?;
        line.write_all(b"PING\r\n").await?;
        let mut answer = [0; 7];
        line.read_exact(&mut answer).await?;
        if &answer == b"+PONG\r\n" { Ok(()) } else { Err(std::io::ErrorKind::InvalidData.into()) }
    }
}

/// The address of a Redis at this port, which may be that of a proxy before it.
pub fn url_at(port: u16) -> String {
    format!("redis://127.0.0.1:{port}")
}
