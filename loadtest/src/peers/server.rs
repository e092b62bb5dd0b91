//! Somebody else's server as a process of our own: started on a free port, waited for, ended when it is dropped.

use std::{
    future::Future,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use store::testing::free_port;

use crate::{
    address::Address,
    fleet::{Process, READY, Running, guard::Launch},
    line::Peer,
    measure,
    seat::Entrance,
    socket::ConnectError,
};

/// How long coming in may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server, and how members come in.
pub struct Server {
    pub entrance: Entrance,
    process: Process,
}

impl Server {
    /// What speaks the hub's own frames: the hub and its floors.
    pub fn of_ours(running: Running) -> Result<Server, String> {
        let entrance = Entrance::of(Address::read(&running.url).map_err(|e| e.to_string())?);
        Ok(Server { entrance, process: running.process })
    }

    /// What answers at `/readyz` when it is ready.
    pub(super) async fn answering_http<P: Peer + 'static>(
        launch: impl FnOnce(u16) -> Launch,
        peer: impl FnOnce(Address) -> Arc<P>,
    ) -> Result<Server, String> {
        let port_of = |listen: &str| listen.rsplit(':').next().and_then(|port| port.parse().ok()).unwrap_or(0);
        let running = Running::start(|listen| Ok(launch(port_of(listen)))).await?;
        let address = Address::read(&running.url).map_err(|e| e.to_string())?;
        Ok(Server { entrance: Entrance::of_peer(address.clone(), peer(address)), process: running.process })
    }

    /// What is ready as soon as somebody can come in at `port`.
    pub(super) async fn answering<P: Peer + 'static>(
        launch: Launch,
        port: u16,
        peer: impl FnOnce(Address) -> Arc<P>,
    ) -> Result<Server, String> {
        let address = Address::read(&format!("http://127.0.0.1:{port}")).map_err(|e| e.to_string())?;
        let (name, process) = (launch.program.display().to_string(), Process::start(launch)?);
        let server = Server { entrance: Entrance::of_peer(address.clone(), peer(address)), process };
        let (peer, until) = (server.entrance.peer.clone().ok_or("no peer")?, Instant::now() + READY);
        let somebody = crate::members::Member { handle: "somebody".to_owned(), token: String::new() };
        loop {
            // A number that no member has.
            match peer.open(&somebody, usize::MAX / 4, None).await {
                Ok(line) => {
                    line.close().await;
                    return Ok(server);
                }
                Err(_) if !server.process.is_alive() => return Err(format!("{name} did not start: {}", server.process.last_words())),
                Err(why) if Instant::now() > until => return Err(format!("{name} was not ready within {READY:?}: {why}")),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// It and all it has forked.
    pub fn pids(&self) -> Vec<u32> {
        measure::tree(self.process.pid()).unwrap_or_else(|_| vec![self.process.pid()])
    }

    /// Ends it, and says so if it had to be killed.
    pub async fn leave(mut self) -> Result<(), String> {
        self.process.leave().await.map(drop)
    }
}

pub(super) async fn within_patience<L>(opening: impl Future<Output = Result<L, ConnectError>>) -> Result<L, ConnectError> {
    tokio::time::timeout(PATIENCE, opening).await.unwrap_or(Err(ConnectError::TooLate(PATIENCE)))
}

/// Where a program is, those for administrators too.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    store::testing::program(name).or_else(|| Some(Path::new("/usr/sbin").join(name)).filter(|path| path.is_file()))
}

/// A port that nobody listens at.
pub(super) fn port() -> u16 {
    free_port()
}

/// The first line that a program says of itself, on either of its outputs.
pub(super) fn first_line(program: &Path, args: &[&str]) -> Result<String, String> {
    let ran = Command::new(program).args(args).stdin(Stdio::null()).output();
    let ran = ran.map_err(|e| format!("{} can't be started: {e}", program.display()))?;
    let said = if ran.stdout.is_empty() { ran.stderr } else { ran.stdout };
    Ok(String::from_utf8_lossy(&said).lines().next().unwrap_or_default().trim().to_owned())
}
