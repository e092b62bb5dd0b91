//! A world to test in: a store of its own, a clock turned by hand, members with screens.
//!
//! A screen here is the real socket actor with bytes of websocket frames going in and out, without a network below. It can
//! stop reading, stay silent, or send whatever bytes it likes.
//!
//! ```no_run
//! # async fn story() {
//! let world = actors::testing::World::new().await;
//! let [ana, bo] = world.members(["ana", "bo"]).await;
//! let (laptop, phone) = (ana.opens_socket().await, ana.opens_socket().await);
//! let talk = ana.talks_to(&bo).await;
//! bo.says(talk, "good morning").await.unwrap();
//! laptop.hears("good morning").await;
//! phone.hears("good morning").await;
//! # }
//! ```

mod screen;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use actix::{Arbiter, ArbiterHandle};
use hub::{
    Answer, AskId, By, Clock, Command, CommandId, ConnectionId, ConversationId, Refusal, Timestamp, UserId,
    accounts::{self, Door, SecretHash},
    asks, connections, messaging,
    wire::Encoding,
};
use store::Store;

use crate::{BusAddress, Collective, Finder, Guest, Limits, Mails, Parts, Relay, Texts, Ticks};

pub use screen::{Resume, Screen};

/// Nothing in a test takes longer than this.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// 2026-11-01 12:00 UTC.
pub const NOON: Timestamp = Timestamp(1_793_534_400_000);

/// A clock that stands still until it is turned.
pub struct HandClock(AtomicI64);

impl HandClock {
    pub fn at(now: Timestamp) -> HandClock {
        HandClock(AtomicI64::new(now.0))
    }

    pub fn turn(&self, millis: i64) {
        self.0.fetch_add(millis, SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(SeqCst))
    }
}

/// Which background actor falls over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Falls {
    Persistence,
    Post,
    Clock,
    Matcher,
    Sms,
    Mail,
    Relay,
    /// The part of the directory where this member is.
    Directory(UserId),
    /// The part of the rooms where this one is.
    Room(ConversationId),
    /// The actor of this member.
    User(UserId),
}

/// A hub and everything around it. At its end nothing may be left unwritten or untold.
pub struct World {
    collective: Collective,
    clock: Arc<HandClock>,
    /// Screens live on a thread of their own, so that the end of a test can wait for them.
    screens: Arbiter,
    next: Arc<AtomicU64>,
    dir: Option<PathBuf>,
    /// Somebody fell over who hands things on: what was in their mailbox is told by another look at the store.
    fell: AtomicBool,
}

impl World {
    pub async fn new() -> World {
        World::with(Limits::default()).await
    }

    /// On a SQLite file of its own.
    pub async fn with(limits: Limits) -> World {
        World::complete(limits, None, Texts::default()).await
    }

    /// With a search index that is matched by, and a provider of texts.
    pub async fn complete(limits: Limits, finder: Option<Finder>, texts: Texts) -> World {
        let dir = fresh_dir();
        let url = format!("sqlite:{}", dir.join("test.db").display());
        let mails = Mails { folder: dir.join("mail"), ..Mails::default() };
        World::over(&url, Some(dir), limits, finder, texts, mails).await
    }

    /// On a SQLite file of its own, with a server that takes mails, or with files.
    pub async fn mailing(relay: Option<Relay>) -> World {
        let dir = fresh_dir();
        let url = format!("sqlite:{}", dir.join("test.db").display());
        let mails = Mails { relay, folder: dir.join("mail"), public_url: "https://hub.example".to_owned(), ..Mails::default() };
        World::over(&url, Some(dir), Limits::default(), None, Texts::default(), mails).await
    }

    /// Where mails lie that no server takes.
    pub fn mail_folder(&self) -> PathBuf {
        self.dir.as_ref().expect("a directory of its own").join("mail")
    }

    /// They themselves.
    pub fn filed(&self) -> Vec<String> {
        let mut names: Vec<PathBuf> =
            std::fs::read_dir(self.mail_folder()).into_iter().flatten().filter_map(|f| Some(f.ok()?.path())).collect();
        names.retain(|name| name.extension().is_some_and(|end| end == "eml"));
        names.sort();
        names.iter().map(|name| std::fs::read_to_string(name).expect("a mail")).collect()
    }

    /// On a database of its own in this process's PostgreSQL.
    pub async fn on_postgres(limits: Limits) -> World {
        World::over(&store::testing::fresh_postgres_url().await, None, limits, None, Texts::default(), Mails::default()).await
    }

    async fn over(url: &str, dir: Option<PathBuf>, limits: Limits, finder: Option<Finder>, texts: Texts, mails: Mails) -> World {
        let store = Store::open(url, 0x5eed_5eed_5eed_5eed).await.expect("a fresh store opens");
        let clock = Arc::new(HandClock::at(NOON));
        let limits = Limits { linger: limits.linger.min(Duration::from_millis(20)), ..limits };
        let (node, ticks) = ("test".to_owned(), Ticks::ByHand);
        let collective =
            Collective::start(Parts { store, clock: clock.clone(), node, seed: 7, limits, ticks, finder, texts, mails, bus: None });
        World { collective, clock, screens: Arbiter::new(), next: Arc::new(AtomicU64::new(1)), dir, fell: AtomicBool::new(false) }
    }

    /// Several hubs on one database in this process's PostgreSQL, with a bell at this address, or without one.
    pub async fn fleet<const N: usize>(redis: Option<&str>) -> [World; N] {
        World::fleet_on(&store::testing::fresh_postgres_url().await, redis).await
    }

    /// The same on a PostgreSQL of the test's own.
    pub async fn fleet_on<const N: usize>(url: &str, redis: Option<&str>) -> [World; N] {
        let (clock, next) = (Arc::new(HandClock::at(NOON)), Arc::new(AtomicU64::new(1)));
        let mut hubs = Vec::with_capacity(N);
        for n in 0..N {
            hubs.push(World::one_of(url, redis, &format!("node{n}"), clock.clone(), next.clone()).await);
        }
        hubs.try_into().unwrap_or_else(|_| unreachable!("as many hubs as asked for"))
    }

    async fn one_of(url: &str, redis: Option<&str>, node: &str, clock: Arc<HandClock>, next: Arc<AtomicU64>) -> World {
        let dir = fresh_dir();
        let store = Store::join(url, 0x5eed_5eed_5eed_5eed, store::Node(node.to_owned()), clock.now()).await.expect("a store is joined");
        let (index, _) = search::Index::open(Some(&dir.join("search")), store.epoch()).expect("a fresh index opens");
        let bus = redis.map(|at| BusAddress {
            beat: Duration::from_millis(200),
            ..BusAddress::new(crate::Whereabouts::read(at).expect("an address of Redis"), 1, node.to_owned())
        });
        let limits = Limits { linger: Duration::from_millis(20), sends: None, ..Limits::default() };
        let collective = Collective::start(Parts {
            store,
            clock: clock.clone(),
            node: node.to_owned(),
            seed: 7,
            limits,
            ticks: Ticks::ByHand,
            finder: Some(Finder { index: Arc::new(index), empty: true }),
            texts: Texts::default(),
            mails: Mails::default(),
            bus,
        });
        World { collective, clock, screens: Arbiter::new(), next, dir: Some(dir), fell: AtomicBool::new(false) }
    }

    pub fn collective(&self) -> &Collective {
        &self.collective
    }

    pub fn turns_clock(&self, millis: i64) {
        self.clock.turn(millis);
    }

    /// So many seconds pass for the clock's actor; the clock itself is not turned.
    pub fn ticks(&self, seconds: u32) {
        (0..seconds).for_each(|_| self.collective.tick());
    }

    /// This hub is gone without a word: what it held in Redis and in the store stays until its leases end.
    pub fn dies(&self) {
        self.collective.end();
    }

    /// A background actor falls over.
    pub fn falls(&self, which: Falls) -> bool {
        if matches!(which, Falls::Post | Falls::Directory(_) | Falls::Room(_) | Falls::User(_)) {
            self.fell.store(true, SeqCst);
        }
        self.collective.panic(which)
    }

    /// Where the write path breaks next.
    pub fn breaks(&self, step: &'static str, how: store::crash::How) {
        self.collective.store().crash_points().set(step, how);
    }

    pub async fn members<const N: usize>(&self, names: [&str; N]) -> [Member; N] {
        let mut members = Vec::with_capacity(N);
        for name in names {
            members.push(self.member(name).await);
        }
        members.try_into().unwrap_or_else(|_| unreachable!("as many members as names"))
    }

    /// Somebody signs up and logs in.
    pub async fn member(&self, name: &str) -> Member {
        let sign_up = accounts::Command::SignUp {
            username: format!("{name:_<3}"),
            email: format!("{name}@example.org"),
            name: name.to_owned(),
            password: None,
            timezone: "Europe/Zurich".to_owned(),
            language: "en".to_owned(),
        };
        let signed_up = self.collective.act(By::Visitor, self.fresh_id(), Command::Accounts(sign_up)).await;
        let Ok(Answer::User { id, handle }) = signed_up else { panic!("{name} could not sign up: {signed_up:?}") };
        let mut member = Member {
            id,
            handle,
            door: Door::Session(hub::SessionId(0)),
            collective: self.collective.clone(),
            screens: self.screens.handle(),
            next: self.next.clone(),
        };
        member.door = member.logs_in().await;
        member
    }

    fn fresh_id(&self) -> CommandId {
        fresh_id(&self.next)
    }

    /// Seconds pass until whoever came is looked up: in which rooms they are.
    pub async fn knows_who_is_in_which_room(&self) {
        let knows = || {
            let knows = self.collective.knows_who_is_in_which_room();
            if !knows {
                self.ticks(1);
            }
            knows
        };
        self.comes_true("everybody was looked up", knows).await;
    }

    /// Waits until `holds`; its words are said when it never does.
    pub async fn comes_true(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let began = Instant::now();
        while !holds() {
            assert!(began.elapsed() < PATIENCE, "it never came true that {what}; {:?}", self.collective.observe());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// Waits until nothing is on its way any more. For hubs on PostgreSQL, whose connections are driven by the test's own
    /// thread: at the end of the test that thread waits for them.
    pub async fn comes_to_rest(&self) {
        let began = Instant::now();
        loop {
            let lag = self.collective.exchange_lag().await.unwrap_or(0);
            if self.is_quiet() && (lag == 0 || self.collective.finder().is_none()) && self.is_quiet() {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "it never came to rest, {lag} behind: {:?}", self.collective.observe());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Everything that was handed in is written, and everything written is told.
    fn is_quiet(&self) -> bool {
        let seen = self.collective.observe();
        seen.waiting == 0 && (seen.posted == seen.delivered || self.fell.load(SeqCst))
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let began = Instant::now();
        let mut quiet = self.is_quiet();
        while !quiet && !std::thread::panicking() && began.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(2));
            quiet = self.is_quiet();
        }
        let seen = self.collective.observe();
        self.collective.end();
        self.screens.stop();
        if let Some(dir) = &self.dir {
            let _ = std::fs::remove_dir_all(dir);
        }
        assert!(quiet || std::thread::panicking(), "a test ended with something unwritten or untold: {seen:?}");
    }
}

/// A folder of this test's own.
fn fresh_dir() -> PathBuf {
    static WORLDS: AtomicU64 = AtomicU64::new(0);
    let dir = std::env::temp_dir().join(format!("collective-world-{}-{}", std::process::id(), WORLDS.fetch_add(1, SeqCst)));
    std::fs::create_dir_all(&dir).expect("a folder for a test can be made");
    dir
}

fn fresh_id(next: &AtomicU64) -> CommandId {
    CommandId::new(format!("t{}", next.fetch_add(1, SeqCst))).expect("a number is visible ASCII")
}

/// Somebody in the world.
pub struct Member {
    pub id: UserId,
    pub handle: String,
    pub door: Door,
    collective: Collective,
    screens: ArbiterHandle,
    next: Arc<AtomicU64>,
}

impl Member {
    /// The same person, at another hub.
    pub fn at(&self, world: &World) -> Member {
        Member {
            id: self.id,
            handle: self.handle.clone(),
            door: self.door,
            collective: world.collective.clone(),
            screens: world.screens.handle(),
            next: world.next.clone(),
        }
    }

    /// Carries out a command, as a form would.
    pub async fn does(&self, command: Command) -> Result<Answer, Refusal> {
        self.collective.act(By::Member(self.id), self.fresh_id(), command).await
    }

    pub fn fresh_id(&self) -> CommandId {
        fresh_id(&self.next)
    }

    /// Another session; the door it came in by.
    pub async fn logs_in(&self) -> Door {
        let secret = SecretHash(format!("{:064}", self.next.fetch_add(1, SeqCst)));
        let open = accounts::Command::OpenSession { secret, device: "a test".to_owned(), address: "127.0.0.1".to_owned() };
        match self.does(Command::Accounts(open)).await {
            Ok(Answer::Session { id }) => Door::Session(id),
            other => panic!("{} could not log in: {other:?}", self.handle),
        }
    }

    /// Posts an ask that everybody may read.
    pub async fn asks(&self, title: &str) -> AskId {
        let draft = asks::Draft {
            title: title.to_owned(),
            description: format!("{title}, please. Whoever has a moment is welcome."),
            ..asks::Draft::default()
        };
        match self.does(Command::Asks(asks::Command::Post { draft })).await {
            Ok(Answer::Ask { id, .. }) => id,
            other => panic!("the ask was not posted: {other:?}"),
        }
    }

    /// Offers help with somebody's ask.
    pub async fn offers_help_with(&self, ask: AskId, of: &Member, message: &str) -> Result<ConnectionId, Refusal> {
        let open = connections::Command::Open { to: of.id, about: connections::Subject::Ask(ask), message: message.to_owned() };
        match self.does(Command::Connections(open)).await? {
            Answer::Connection { id, .. } => Ok(id),
            other => panic!("an odd answer: {other:?}"),
        }
    }

    /// Begins a conversation, just so, with a message.
    pub async fn talks_to(&self, other: &Member) -> ConversationId {
        let open = connections::Command::Open { to: other.id, about: connections::Subject::Direct, message: "hello there".to_owned() };
        match self.does(Command::Connections(open)).await {
            Ok(Answer::Connection { conversation, .. }) => conversation,
            other => panic!("no conversation began: {other:?}"),
        }
    }

    pub async fn says(&self, conversation: ConversationId, body: &str) -> Result<Answer, Refusal> {
        self.does(send(conversation, body)).await
    }

    /// Opens a screen from the head of the inbox, and waits until it shows what comes.
    pub async fn opens_socket(&self) -> Screen {
        self.opens(None, self.door).await
    }

    /// Opens a screen that has been here before.
    pub async fn comes_back(&self, resume: Resume) -> Screen {
        self.opens(Some(resume), self.door).await
    }

    pub async fn opens(&self, resume: Option<Resume>, door: Door) -> Screen {
        let screen = self.connects(door);
        screen.says_hello(resume).await;
        screen
    }

    /// Opens a screen that speaks the other protocol.
    pub async fn opens_speaking(&self, encoding: Encoding) -> Screen {
        let screen = self.connects_speaking(self.door, encoding);
        screen.says_hello(None).await;
        screen
    }

    /// A socket that has not said hello.
    pub fn connects(&self, door: Door) -> Screen {
        self.connects_speaking(door, Encoding::MessagePack)
    }

    fn connects_speaking(&self, door: Door, encoding: Encoding) -> Screen {
        let guest = Guest { by: By::Member(self.id), handle: self.handle.clone(), door, encoding, locale: hub::Locale::En, stream: None };
        Screen::connect(&self.collective, guest, &self.screens, self.next.clone())
    }
}

/// A message on its way.
pub fn send(conversation: ConversationId, body: &str) -> Command {
    Command::Messaging(messaging::Command::Send { conversation, body: body.to_owned(), reply_to: None, files: Vec::new() })
}
