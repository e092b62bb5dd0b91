//! Opens the house: the store, the collective, the HTTP server; and closes it in order.

use std::{
    fs::File,
    net::SocketAddr,
    path::Path,
    sync::{Arc, OnceLock, atomic::AtomicBool, atomic::Ordering},
    time::{Duration, Instant},
};

use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    middleware::{Compress, from_fn},
    web::Data,
};
use actors::{Collective, Parts, SendPace, SocketHandle, Ticks};
use fs4::fs_std::FileExt;
use hub::Clock as _;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use store::Store;
use tokio::task::JoinHandle;

use crate::{
    around,
    callers::Callers,
    clock::SystemClock,
    config::Settings,
    crowds::{Crowded, Crowds},
    csrf::FormKey,
    demo::{
        awake::Awake,
        town::{self, Town},
    },
    files::{self, shelf::Shelf},
    house::House,
    interrupted,
    last_use::LastUse,
    limits::Limits,
    link_previews::LinkPreviews,
    packing,
    passwords::Passwords,
    routes, secrets,
};

/// Connections that may wait to be accepted: a crowd that comes back after a restart.
const BACKLOG: u32 = 4096;
/// What was sent is acknowledged within this, or nobody is there.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);
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
    /// What the database can't promise.
    doubts: Vec<String>,
    /// What says what texts mean.
    meanings: String,
    /// Those of the demo town who come and go by themselves.
    awake: Option<Awake>,
    handle: ServerHandle,
    served: JoinHandle<std::io::Result<()>>,
    chores: JoinHandle<()>,
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
pub async fn open_store(settings: &Settings, node: &str) -> Result<Store, StartError> {
    let random = rand::random::<u64>();
    Ok(Store::join(&settings.database_url, random, store::Node(node.to_owned()), SystemClock.now()).await?)
}

/// This process's name among the hubs of a database.
pub fn fresh_name() -> String {
    format!("hub-{}", secrets::random::<6>())
}

/// Starts everything. Must be called inside an actix system.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    raise_open_files();
    crate::look::assets::pack();
    // Before anything is touched: who names a model wants no hub without it.
    let meanings = match &settings.embedding_model {
        Some(dir) => search::Source::load(dir).map_err(|e| StartError::Other(e.to_string()))?,
        None => search::Source::Table,
    };
    let lock = lock(&settings.data_dir)?;
    // The port first: a second hub must not touch the first one's database.
    let listener = listen(settings.listen)?;
    let address = listener.local_addr().map_err(|e| StartError::Other(e.to_string()))?;
    let node = fresh_name();
    let store = open_store(&settings, &node).await?;
    let doubts = store.list_doubts(|| SystemClock.now()).await.map_err(store::OpenError::from)?;
    town::furnish(&store).await?;
    let town = town::build(&store, settings.demo, SystemClock.now()).await?;
    let said = meanings.words();
    let house = Data::new(furnish(settings, node, store, town, meanings).await?);
    listen_first(&house);
    if house.has_demo() {
        town::hand_out(&house.store, &house.files).await?;
    }
    let server = serve(listener, house.clone())?;
    let handle = server.handle();
    let served = tokio::spawn(server);
    let chores = actix_web::rt::spawn(chores(house.clone()));
    let awake = wake(&house, address).await?;
    Ok(Running { address, house, doubts, meanings: said, awake, handle, served, chores, _lock: lock })
}

/// What the house remembers hears of everything before anybody is answered.
fn listen_first(house: &Data<House>) {
    // The collective must not hold the house that holds it.
    let listening = Arc::downgrade(&house.clone().into_inner());
    house.collective.hear_first(Box::new(move |heard| {
        if let Some(house) = listening.upgrade() {
            house.hear(&heard);
        }
    }));
}

/// The awake members of the demo town, where it stands. They come in by the door, which is open by now.
async fn wake(house: &House, address: SocketAddr) -> Result<Option<Awake>, StartError> {
    if !house.has_demo() {
        return Ok(None);
    }
    let awake = Awake::start(house.collective.clone(), address, house.settings.awake, rand::random::<u64>()).await;
    awake.map(Some).map_err(town::failed)
}

/// Every socket is two open files. As many as this user may have.
fn raise_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum }) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
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

async fn furnish(settings: Settings, node: String, store: Store, town: Town, meanings: search::Source) -> Result<House, StartError> {
    let key = match &settings.secrets.session_key {
        Some(key) => key.clone(),
        None => store.kept("form_key", &secrets::random::<32>()).await.map_err(store::OpenError::from)?,
    };
    store.keep_to(settings.rates.counted());
    Ok(House {
        limits: Limits::new(&settings.rates),
        passwords: Passwords::new().map_err(|e| StartError::Other(e.to_string()))?,
        forms: FormKey::new(&key),
        callers: Callers::default(),
        last_use: LastUse::new(store.clone()),
        collective: collective(&settings, node, store.clone(), meanings)?,
        metrics: recorder()?,
        draining: AtomicBool::new(false),
        fronts: Default::default(),
        homes: crate::home::Homes::new(settings.rates.homes_kept as usize),
        census: Default::default(),
        counted: Default::default(),
        exports: Default::default(),
        link_previews: LinkPreviews::new(&settings).map_err(StartError::Other)?,
        town,
        files: shelf(&settings)?,
        settings,
        store,
    })
}

/// Where the bytes of files lie.
fn shelf(settings: &Settings) -> Result<Shelf, StartError> {
    let keys = settings.secrets.files_access_key.clone().zip(settings.secrets.files_secret_key.clone());
    Shelf::open(&settings.files, &settings.data_dir, keys).map_err(|why| StartError::Other(format!("files can't be kept: {why}")))
}

fn collective(settings: &Settings, node: String, store: Store, meanings: search::Source) -> Result<Collective, StartError> {
    let finder = Some(open_index(settings, store.epoch(), meanings)?);
    let rates = &settings.rates;
    let pace = SendPace { a_minute: rates.messages_a_minute.get(), burst: rates.messages_burst.get() };
    let deeds = SendPace { a_minute: rates.deeds_a_minute.get(), burst: rates.deeds_a_minute.get().div_ceil(2) };
    let usual = actors::Limits::default();
    let limits = actors::Limits {
        sends: (!rates.off).then_some(pace),
        deeds: (!rates.off).then_some(deeds),
        frames: usual.frames.filter(|_| !rates.off),
        ..usual
    };
    let seed = rand::random::<u64>();
    let bus = bus(settings, &node, store.epoch());
    let (texts, mails) = (texts(settings), mails(settings));
    Ok(Collective::start(Parts {
        store,
        clock: Arc::new(SystemClock),
        node,
        seed,
        limits,
        ticks: Ticks::EverySecond,
        finder,
        texts,
        mails,
        bus,
    }))
}

/// The bell that the hubs of one store share.
fn bus(settings: &Settings, node: &str, epoch: i64) -> Option<actors::BusAddress> {
    settings.redis.clone().map(|redis| actors::BusAddress::new(redis, epoch, node.to_owned()))
}

/// The search index beside the database. It is a cache: whatever is wrong with it, it is built anew.
fn open_index(settings: &Settings, epoch: i64, meanings: search::Source) -> Result<actors::Finder, StartError> {
    let dir = settings.data_dir.join("search");
    let (index, opened) = search::Index::open_by(meanings, Some(&dir), epoch).map_err(|e| StartError::Other(e.to_string()))?;
    Ok(actors::Finder { index: Arc::new(index), empty: opened != search::Opened::AsLeft })
}

fn texts(settings: &Settings) -> actors::Texts {
    let keys = &settings.secrets;
    let account = match (&keys.twilio_account_sid, &keys.twilio_auth_token, &keys.twilio_from) {
        (Some(sid), Some(token), Some(from)) => Some(actors::TextAccount { sid: sid.clone(), token: token.clone(), from: from.clone() }),
        _ => None,
    };
    actors::Texts { account, base: settings.twilio_url.to_string(), public_url: public_url(settings), also_trusts: None }
}

fn mails(settings: &Settings) -> actors::Mails {
    let keys = &settings.secrets;
    let account = keys.smtp_username.clone().zip(keys.smtp_password.clone());
    let relay = settings.smtp.clone().map(|smtp| actors::Relay {
        host: smtp.host,
        port: smtp.port,
        secured: smtp.secured,
        account,
        also_trusts: None,
    });
    actors::Mails { relay, folder: settings.mail_folder(), from: settings.mail_from.clone(), public_url: public_url(settings) }
}

/// Where links in texts and mails lead.
fn public_url(settings: &Settings) -> String {
    match &settings.public_url {
        Some(url) => url.to_string(),
        None => format!("http://{}", settings.listen),
    }
}

/// One recorder a process, however many hubs a test starts.
fn recorder() -> Result<PrometheusHandle, StartError> {
    static HANDLE: OnceLock<Result<PrometheusHandle, String>> = OnceLock::new();
    HANDLE
        .get_or_init(|| PrometheusBuilder::new().install_recorder().inspect(|_| actors::begin_series()).map_err(|e| e.to_string()))
        .clone()
        .map_err(StartError::Other)
}

fn serve(listener: std::net::TcpListener, house: Data<House>) -> Result<actix_web::dev::Server, StartError> {
    let head_within = house.settings.head_within;
    let crowds = Crowds::new(&house.settings.rates, &house.settings.trusted_proxies);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(house.clone())
            .wrap(from_fn(interrupted::keep))
            .wrap(from_fn(around::in_words))
            .wrap(from_fn(packing::pack))
            .wrap(Compress::default())
            .wrap(from_fn(around::every_request))
            .configure(routes::map)
    })
    .on_connect(move |connection, kept| {
        if let Some(stream) = connection.downcast_ref::<actix_web::rt::net::TcpStream>() {
            prepare(stream, &crowds, kept);
        }
    })
    .backlog(BACKLOG)
    .keep_alive(Duration::from_secs(75))
    .client_request_timeout(head_within)
    .shutdown_timeout(LEAVE_IN_S)
    .disable_signals();
    let server = server.listen(listener).map_err(|e| StartError::Other(e.to_string()))?;
    Ok(server.run())
}

/// Small frames go at once; a peer that acknowledges nothing is let go, timers or not; and the stream can be cut from
/// outside (measured: the actor of a socket whose client does not read is frozen).
fn prepare(stream: &actix_web::rt::net::TcpStream, crowds: &Arc<Crowds>, kept: &mut actix_web::dev::Extensions) {
    match stream.peer_addr().map(|peer| crowds.enter(peer.ip())) {
        Ok(Ok(Some(place))) => {
            kept.insert(place);
        }
        Ok(Ok(None)) => {}
        Ok(Err(Crowded)) => {
            metrics::counter!("collective_connections_turned_away_total").increment(1);
            let _ = socket2::SockRef::from(stream).shutdown(std::net::Shutdown::Both);
            return;
        }
        // It is gone already.
        Err(_) => return,
    }
    let _ = stream.set_nodelay(true);
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(UNACKNOWLEDGED));
    match SocketHandle::of(stream) {
        Ok(handle) => {
            kept.insert(handle);
        }
        Err(error) => tracing::warn!(%error, "a stream can't be cut from outside"),
    }
}

/// What has to be done now and then.
async fn chores(house: Data<House>) {
    let mut minute = tokio::time::interval(Duration::from_secs(60));
    if let Err(error) = house.files.tidy(house.now()).await {
        tracing::warn!(%error, "what was left of files that came in is still there");
    }
    loop {
        minute.tick().await;
        house.limits.forget_old(house.now());
        house.callers.forget_old(Instant::now());
        house.metrics.run_upkeep();
        if let Err(error) = files::sweep(&house, house.now()).await {
            tracing::warn!(error, "files that nothing refers to are still there");
        }
    }
}

/// Waits, not for long, until the server's threads have let go of the house, and with it of the search index: a hub that
/// starts again in this process finds it free.
async fn last_one_out(house: Arc<House>) {
    let alone = async {
        while Arc::strong_count(&house) > 1 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(2), alone).await;
}

impl Running {
    /// How hubs on one database hear of each other.
    fn bell(&self) -> String {
        match (&self.house.settings.redis, self.house.store.is_among_others()) {
            (Some(redis), true) => format!("on, at {}: hubs on this database ring each other there", redis.shown()),
            (None, true) => "off: hubs on this database hear of each other by looking, half a second later; set --redis-url".to_owned(),
            (Some(_), false) => "off: SQLite has one hub, and one hub needs none".to_owned(),
            (None, false) => "off: one hub alone needs none".to_owned(),
        }
    }
}

/// Who is named on the pages.
fn run_by(keeper: &crate::config::Keeper) -> String {
    match (&keeper.name, &keeper.contact) {
        (Some(name), Some(contact)) => format!("{name}, reached at {contact}"),
        (Some(name), None) => format!("{name}; how they are reached stands on no page. Set --contact"),
        (None, Some(contact)) => format!("whom {contact} reaches; no page has a name. Set --run-by"),
        (None, None) => "off: no page names anybody. Set --run-by and --contact".to_owned(),
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
        let mails = match &settings.smtp {
            Some(smtp) => format!("on, through {smtp}, from {}", settings.mail_from),
            None => format!("off: they are written into {}. Set --smtp-url", settings.mail_folder().join("*.eml").display()),
        };
        let numbers = match settings.secrets.metrics_token {
            Some(_) => "for this machine, and for who has the token",
            None => "for this machine only; set COLLECTIVE_METRICS_TOKEN to read them from elsewhere",
        };
        let mut said = vec![
            format!("AI Collective runs at {address}"),
            format!("  data       {}", settings.data_dir.display()),
            format!("  database   {}", settings.database_shown()),
            format!("  demo town  {}", self.house.town.words()),
            format!("  meanings   {}", self.meanings),
            format!("  files      {}", self.house.files.words()),
            format!("  texts      {texts}"),
            format!("  mail       {mails}"),
            format!("  redis      {}", self.bell()),
            format!("  run by     {}", run_by(&settings.keeper)),
            format!("  /metrics   {numbers}"),
        ];
        if let Some(awake) = &self.awake {
            said.insert(4, format!("  awake      {}", awake.words()));
        }
        if self.house.store.is_among_others() && !self.house.files.is_shared() {
            said.push("  mind       files lie on this machine: other hubs on this database don't find them. Set --files-url to a directory all share, or to S3".to_owned());
        }
        said.extend(self.doubts.iter().map(|doubt| format!("  mind       {doubt}")));
        said
    }

    /// Says no at /readyz, sends the open sockets to the other hubs, finishes what was accepted, and leaves.
    pub async fn stop(self) -> Result<(), StartError> {
        self.house.draining.store(true, Ordering::Relaxed);
        if let Some(awake) = self.awake {
            awake.stop().await;
        }
        self.house.collective.drain(self.house.settings.drain).await;
        tokio::join!(self.handle.stop(true), self.house.collective.shut_down());
        self.chores.abort();
        // Cancelled: what it held is let go.
        let _ = self.chores.await;
        let served = self.served.await;
        self.house.store.close().await;
        last_one_out(self.house.into_inner()).await;
        match served {
            Ok(Ok(())) => Ok(()),
            Ok(Err(e)) => Err(StartError::Other(e.to_string())),
            Err(e) => Err(StartError::Other(e.to_string())),
        }
    }
}
