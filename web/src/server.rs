//! Opens the house: the store, the collective, the HTTP server; and closes it in order.

use std::{
    fs::File,
    net::SocketAddr,
    path::Path,
    sync::{Arc, OnceLock, atomic::AtomicBool, atomic::Ordering},
    time::Duration,
};

use actors::{Collective, Parts, SendPace, Ticks};
use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    middleware::{Compress, from_fn},
    web::Data,
};
use fs4::fs_std::FileExt;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use store::Store;
use tokio::task::JoinHandle;

use crate::{
    around, callers::Callers, clock::SystemClock, config::Settings, csrf::FormKey, house::House, limits::Limits, passwords::Passwords,
    routes, secrets,
};

/// Connections that may wait to be accepted: a crowd that comes back after a restart.
const BACKLOG: u32 = 4096;
/// A request's head takes no longer than this, or nobody is there.
const HEAD_IN: Duration = Duration::from_secs(10);
/// What was accepted has this long to finish when the hub is told to leave.
const LEAVE_IN_S: u64 = 5;

/// Why the hub does not start: one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data directory {dir} can't be used: {why}")]
    DataDir { dir: String, why: String },
    #[error("the data directory {0} is in use: another hub runs there. Stop it first, or choose another with --data-dir")]
    Locked(String),
    #[error("{0}")]
    Store(#[from] store::OpenError),
    #[error("{address} can't be listened at: {why}. Choose another with --listen")]
    Listen { address: SocketAddr, why: String },
    #[error("{0}")]
    Other(String),
}

/// A hub that runs.
pub struct Running {
    pub address: SocketAddr,
    pub house: Data<House>,
    handle: ServerHandle,
    served: JoinHandle<std::io::Result<()>>,
    chores: JoinHandle<()>,
    ears: JoinHandle<()>,
    _lock: File,
}

/// Takes the data directory for this process alone, until the file is dropped.
pub fn lock(dir: &Path) -> Result<File, StartError> {
    let failed = |e: std::io::Error| StartError::DataDir { dir: dir.display().to_string(), why: e.to_string() };
    std::fs::create_dir_all(dir).map_err(failed)?;
    let file = File::options().create(true).truncate(false).write(true).open(dir.join("lock")).map_err(failed)?;
    match FileExt::try_lock_exclusive(&file) {
        Ok(true) => Ok(file),
        Ok(false) => Err(StartError::Locked(dir.display().to_string())),
        Err(e) => Err(failed(e)),
    }
}

/// Opens the database as the settings say.
pub async fn open_store(settings: &Settings) -> Result<Store, StartError> {
    let random = rand::random::<u64>();
    Ok(Store::open(&settings.database_url, random).await?)
}

/// Starts everything. Must be called inside an actix system.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    let lock = lock(&settings.data_dir)?;
    // The port first: a second hub must not touch the first one's database.
    let listener = listen(settings.listen)?;
    let address = listener.local_addr().map_err(|e| StartError::Other(e.to_string()))?;
    let store = open_store(&settings).await?;
    let house = Data::new(furnish(settings, store).await?);
    let server = serve(listener, house.clone())?;
    let handle = server.handle();
    let served = tokio::spawn(server);
    let ears = actix_web::rt::spawn(listen_in(house.clone(), house.collective.events()));
    let chores = actix_web::rt::spawn(chores(house.clone()));
    Ok(Running { address, house, handle, served, chores, ears, _lock: lock })
}

fn listen(address: SocketAddr) -> Result<std::net::TcpListener, StartError> {
    use socket2::{Domain, Protocol, Socket, Type};
    let open = || -> std::io::Result<std::net::TcpListener> {
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        socket.set_reuse_address(true)?;
        socket.bind(&address.into())?;
        socket.listen(BACKLOG as i32)?;
        socket.set_nonblocking(true)?;
        Ok(socket.into())
    };
    open().map_err(|e| StartError::Listen { address, why: plain(&e) })
}

fn plain(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::AddrInUse => "something else listens there".to_owned(),
        std::io::ErrorKind::PermissionDenied => "this user may not".to_owned(),
        std::io::ErrorKind::AddrNotAvailable => "this machine does not have that address".to_owned(),
        _ => e.to_string(),
    }
}

async fn furnish(settings: Settings, store: Store) -> Result<House, StartError> {
    let key = match &settings.secrets.session_key {
        Some(key) => key.clone(),
        None => store.kept("form_key", &secrets::random::<32>()).await.map_err(store::OpenError::from)?,
    };
    let clock: Arc<dyn hub::Clock> = Arc::new(SystemClock);
    let (a_minute, burst) = (settings.rates.messages_a_minute.get(), settings.rates.messages_burst.get());
    let sends = (!settings.rates.off).then_some(SendPace { a_minute, burst });
    let collective = Collective::start(Parts {
        store: store.clone(),
        clock: clock.clone(),
        node: secrets::random::<6>(),
        seed: rand::random(),
        limits: actors::Limits { sends, ..actors::Limits::default() },
        ticks: Ticks::default(),
    });
    Ok(House {
        collective,
        limits: Limits::new(&settings.rates),
        passwords: Passwords::new().map_err(|e| StartError::Other(e.to_string()))?,
        forms: FormKey::new(&key),
        callers: Callers::default(),
        clock,
        metrics: recorder()?,
        draining: AtomicBool::new(false),
        census: Default::default(),
        settings,
        store,
    })
}

/// One recorder a process, however many hubs a test starts.
fn recorder() -> Result<PrometheusHandle, StartError> {
    static HANDLE: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();
    HANDLE.get_or_init(|| PrometheusBuilder::new().install_recorder().map_err(|e| e.to_string())).clone().map_err(StartError::Other)
}

fn serve(listener: std::net::TcpListener, house: Data<House>) -> Result<actix_web::dev::Server, StartError> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(house.clone())
            .wrap(from_fn(around::in_words))
            .wrap(Compress::default())
            .wrap(from_fn(around::every_request))
            .configure(routes::map)
    })
    .backlog(BACKLOG)
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(HEAD_IN)
    .shutdown_timeout(LEAVE_IN_S)
    .disable_signals();
    let server = server.listen(listener).map_err(|e| StartError::Other(e.to_string()))?;
    Ok(server.run())
}

/// Forgets at the door who was let go or renamed, wherever it was wished.
async fn listen_in(house: Data<House>, mut events: actors::Events) {
    while let Some(event) = events.next().await {
        house.callers.hear(&event);
    }
}

/// What has to be done now and then.
async fn chores(house: Data<House>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    loop {
        minute.tick().await;
        house.limits.forget_old();
        house.metrics.run_upkeep();
    }
}

impl Running {
    /// What runs, where, and what is off and how to turn it on.
    pub fn said(&self) -> Vec<String> {
        let settings = &self.house.settings;
        let address = settings.public_url.as_ref().map_or_else(|| format!("http://{}", self.address), ToString::to_string);
        let texts = match settings.secrets.twilio_account_sid {
            Some(_) => format!("on, through {}", settings.twilio_url),
            None => "off: they are written to the log. Set COLLECTIVE_TWILIO_ACCOUNT_SID, _AUTH_TOKEN and _FROM".to_owned(),
        };
        let numbers = match settings.secrets.metrics_token {
            Some(_) => "for this machine, and for who has the token",
            None => "for this machine only; set COLLECTIVE_METRICS_TOKEN to read them from elsewhere",
        };
        vec![
            format!("AI Collective runs at {address}"),
            format!("  data       {}", settings.data_dir.display()),
            format!("  database   {}", settings.database_shown()),
            format!("  demo town  {}", if settings.demo { "on" } else { "off: start with --demo to look around in an invented town" }),
            format!("  texts      {texts}"),
            format!("  redis      {}", if settings.redis_url.is_some() { "off: the URL is fine, this version runs as one hub and does not use it yet" } else { "off: one hub alone needs none" }),
            format!("  /metrics   {numbers}"),
        ]
    }

    /// Says no at /readyz, finishes what was accepted, and leaves.
    pub async fn stop(self) -> Result<(), StartError> {
        self.house.draining.store(true, Ordering::Relaxed);
        self.handle.stop(true).await;
        let served = self.served.await;
        self.house.collective.shut_down().await;
        self.chores.abort();
        self.ears.abort();
        self.house.store.close().await;
        match served {
            Ok(Ok(())) => Ok(()),
            Ok(Err(e)) => Err(StartError::Other(e.to_string())),
            Err(e) => Err(StartError::Other(e.to_string())),
        }
    }
}
