//! The handle that the rest of the program holds: start, act, observe, shut down.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use actix::{Arbiter, ArbiterHandle};
use hub::{
    Answer, By, Clock, Command, CommandId, ConversationId, Envelope, Event, MatchId, Refusal, Timestamp, UserId,
    accounts::Door,
    asks,
    command::AnyRefusal,
    event::Lane,
    matches, messaging, offers,
    presence::State,
    wire::{Bye, ServerWhisper},
};
use store::{Fault, Store, inbox::Next};
use tokio::sync::{Notify, broadcast, oneshot, watch};

use crate::{
    bus::{Bus, BusAddress, Said},
    clock::{ClockActor, Tick},
    desk::Desk,
    directory::{Change, Directory, DirectoryActor, PARTS},
    mail::{MailActor, Mails},
    matcher::{Finder, MatcherActor},
    messages::{Panic, Ring, SocketId, Tell},
    observe::{Counters, Observed},
    pace::Pace,
    persistence::PersistenceActor,
    post::PostActor,
    queue::{Handed, Queue, ReplyTo, Waiting},
    relay::RelayActor,
    request::{RequestId, RequestIds},
    rooms::{self, Rooms, RoomsActor},
    seen::Seen,
    sms::{SmsActor, Texts},
    socket::Greeting,
    testing,
    together::Together,
};

/// So many seconds inboxes are compared with the store after it was away.
const AFTER_AN_OUTAGE: u32 = 5;
/// Those who are let go within this long of each other go at once.
const STEP: Duration = Duration::from_millis(10);

/// What a collective is made of.
pub struct Parts {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    /// This process's name in batch names and logs; two hubs that share a store have different ones.
    pub node: String,
    /// Randomness, passed in.
    pub seed: u64,
    pub limits: Limits,
    pub ticks: Ticks,
    /// The search index. `None`: nobody is matched and nothing is found (tests of other things).
    pub finder: Option<Finder>,
    pub texts: Texts,
    pub mails: Mails,
    /// The bell of the other hubs on this database. `None`: they are heard of by looking.
    pub bus: Option<BusAddress>,
}

/// What is heard before anybody is answered.
pub enum Heard<'e> {
    /// It is committed.
    Event(&'e Event),
    /// Something may have been committed, and nobody can say what.
    Missed,
}

/// Must not wait: every message waits for it.
pub type Ear = Box<dyn Fn(Heard<'_>) + Send + Sync>;

/// Whether the clock's actor wakes by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ticks {
    #[default]
    EverySecond,
    /// Tests call [`Collective::tick`].
    ByHand,
}

/// How fast a member may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SendPace {
    pub a_minute: u32,
    /// So many at once after a silence.
    pub burst: u32,
}

/// Every bound there is.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Commands that may wait to be written.
    pub queue: usize,
    /// `None`: as fast as they like (benchmarks).
    pub sends: Option<SendPace>,
    /// The same of everything else that a member does: posting, answering, blocking.
    pub deeds: Option<SendPace>,
    /// How fast frames of one socket may come, whatever is in them.
    pub frames: Option<SendPace>,
    /// Commands of one socket that may be on their way.
    pub in_flight: usize,
    /// Frames that may wait for a socket whose client reads slowly.
    pub outgoing: usize,
    pub sockets_a_member: usize,
    /// How often the hub pings, in seconds (ticks of the clock's actor).
    pub ping_every: u32,
    /// A client that has left this many pings without an answer is let go when the next one is due: at most 30 s after it was
    /// heard of last.
    pub pings_unanswered: u8,
    /// How long a closed socket has to say goodbye before its stream is cut.
    pub goodbye: Duration,
    /// How long a member is still here after their last screen went: a page that loads anew.
    pub linger: Duration,
    /// Threads for the post and the directory; 0: half of the processors.
    pub post_threads: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            queue: 8_192,
            sends: Some(SendPace { a_minute: 60, burst: 20 }),
            deeds: Some(SendPace { a_minute: 240, burst: 120 }),
            frames: Some(SendPace { a_minute: 6_000, burst: 2_000 }),
            in_flight: 32,
            outgoing: 256,
            sockets_a_member: 20,
            ping_every: 10,
            pings_unanswered: 2,
            goodbye: Duration::from_secs(2),
            linger: Duration::from_secs(2),
            post_threads: 0,
        }
    }
}

/// What all actors share.
pub(crate) struct Hub {
    pub node: String,
    pub finder: Option<Finder>,
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub limits: Limits,
    pub requests: RequestIds,
    pub queue: Queue,
    pub directory: Arc<Directory>,
    pub rooms: Rooms,
    pub counters: Counters,
    pub pace: Pace,
    pub deeds: Pace,
    pub exchange: watch::Sender<i64>,
    /// What sockets that come in ask of the store, together.
    pub greetings: Together<(UserId, Door), Greeting>,
    pub replays: Together<(UserId, i64), Option<Next>>,
    /// When members were here last, until it is written down.
    pub seen: Seen,
    /// Who is waited for: looked at when somebody comes.
    pub awaited: Mutex<HashSet<UserId>>,
    /// Matches of which whoever offers was told while they were not here, until that is written down.
    missed: Mutex<Vec<(MatchId, UserId)>>,
    /// The bell of the other hubs; `None`: without Redis.
    pub bus: Option<Bus>,
    /// Another hub has rung.
    pub rung: Arc<Notify>,
    /// There are other hubs on this database.
    pub others: AtomicBool,
    pub events: broadcast::Sender<Arc<Event>>,
    pub ear: OnceLock<Ear>,
    /// Its sockets are told to come back elsewhere; whoever came in all the same is, too.
    pub leaving: AtomicBool,
    pub closing: AtomicBool,
    batch_prefix: String,
    batches: AtomicU64,
    sockets: AtomicU64,
    /// Something that readers are to hear may have got lost: the clock's actor has them look.
    lost: AtomicBool,
    /// The database was away when somebody asked for it last.
    away: AtomicBool,
    /// For so many seconds all inboxes are compared with the store.
    unsettled: AtomicU32,
    desks: OnceLock<Desks>,
    arbiters: Mutex<Vec<Arbiter>>,
}

struct Desks {
    persistence: Desk<PersistenceActor>,
    post: Desk<PostActor>,
    clock: Desk<ClockActor>,
    matcher: Option<Desk<MatcherActor>>,
    sms: Desk<SmsActor>,
    mail: Desk<MailActor>,
    /// Where other hubs may write to the same database.
    relay: Option<Desk<RelayActor>>,
}

impl Desks {
    fn close_the_house(&self) {
        self.clock.close();
        self.sms.close();
        self.mail.close();
        if let Some(relay) = &self.relay {
            relay.close();
        }
        if let Some(matcher) = &self.matcher {
            matcher.close();
        }
    }
}

impl Hub {
    /// Unique for all time: the node, the moment it began, a count.
    pub fn batch_name(&self) -> String {
        format!("{}-{}", self.batch_prefix, self.batches.fetch_add(1, Relaxed))
    }

    pub fn socket_id(&self) -> SocketId {
        SocketId(self.sockets.fetch_add(1, Relaxed))
    }

    fn desks(&self) -> &Desks {
        self.desks.get().expect("desks open before anybody has the hub in hand: see Collective::start")
    }

    /// Its desks are open: from then on commands are taken in.
    pub fn is_open(&self) -> bool {
        self.desks.get().is_some()
    }

    pub fn post(&self) -> &Desk<PostActor> {
        &self.desks().post
    }

    pub fn doorbells_lost(&self) {
        self.lost.store(true, Relaxed);
        self.hear(Heard::Missed);
    }

    pub fn hear(&self, heard: Heard<'_>) {
        if let Some(ear) = self.ear.get() {
            ear(heard);
        }
    }

    /// Whether doorbells were lost since somebody asked last.
    pub fn take_lost(&self) -> bool {
        self.lost.swap(false, Relaxed)
    }

    /// The database is away. What was committed last may have been told nobody.
    pub fn database_is_away(&self) {
        self.away.store(true, Relaxed);
    }

    /// The database answers. Was it away before, everybody looks; and again for a few seconds, since a commit of which nothing
    /// came back may show only a moment after the database does.
    pub fn database_answers(&self) {
        if self.away.swap(false, Relaxed) {
            tracing::info!("the database is back");
            self.doorbells_lost();
            self.unsettled.store(AFTER_AN_OUTAGE, Relaxed);
        }
    }

    /// Whether all inboxes are to be compared with the store in this second.
    pub fn take_unsettled(&self) -> bool {
        self.unsettled.fetch_update(Relaxed, Relaxed, |seconds| seconds.checked_sub(1)).is_ok()
    }

    /// Whether this process wrote that batch.
    pub fn is_own_batch(&self, batch: &str) -> bool {
        batch.strip_prefix(self.batch_prefix.as_str()).is_some_and(|rest| rest.starts_with('-'))
    }

    /// Puts a command into the queue, or refuses it at once.
    pub fn hand_in(&self, waiting: Waiting) {
        if self.queue.hand_in(waiting) == Handed::Ring {
            // Lost when the actor is being started again: the new one looks by itself.
            let _ = self.desks().persistence.try_send(Ring);
        }
    }

    /// Whether this command may be sent so soon.
    pub fn in_pace(&self, by: By, command: &Command) -> Result<(), Refusal> {
        match (command, by.user()) {
            (Command::Messaging(command), Some(user)) if command.is_heard() => self.pace.take(user, self.clock.now()),
            // What comes by looking and scrolling; a socket's frames are counted anyway.
            (Command::Messaging(messaging::Command::Read { .. } | messaging::Command::Deliver { .. }) | Command::Notices(_), _)
            | (Command::Asks(asks::Command::Look { .. }) | Command::Offers(offers::Command::Look { .. }) | Command::Receipts(_), _) => {
                Ok(())
            }
            // Doors have limits of their own, and nobody is kept from closing one.
            (Command::Accounts(_), _) => Ok(()),
            (_, Some(user)) => self.deeds.take(user, self.clock.now()),
            (_, None) => Ok(()),
        }
        .map_err(|retry_after_ms| AnyRefusal::TooFast { retry_after_ms }.into())
    }

    /// Somebody is more or less here than before, at this hub: the others are told, and those who watch, if that changes it
    /// for the whole.
    pub fn changed(&self, change: Change) {
        let Change { user, before, after, watchers } = change;
        let now = self.clock.now();
        if before != State::Gone || after != State::Gone {
            self.seen.note(user, now);
        }
        let mut elsewhere = State::Gone;
        if let Some(bus) = &self.bus {
            bus.say(match after {
                State::Here => Said::Came(user),
                State::Away => Said::Idle(user),
                State::Gone => Said::Went(user),
            });
            elsewhere = bus.elsewhere.state_of(user).unwrap_or_default();
        }
        if before == State::Gone && elsewhere == State::Gone && self.awaited().remove(&user) {
            self.came_back(user, now);
        }
        if elsewhere < before.max(after) {
            self.whisper_presence(watchers, user, self.state_of(user));
        }
    }

    /// Those who wait for somebody are told, once.
    fn came_back(&self, who: UserId, at: Timestamp) {
        self.by_the_clock(format!("back-{who}"), Command::Presence(hub::presence::Command::CameBack { who }), at);
    }

    /// Whoever was told of a match and is not here anywhere: that is noted, for when they come.
    pub fn note_who_missed<'e>(&self, events: impl Iterator<Item = &'e Event>) {
        let told = events.filter_map(|event| match event {
            Event::Matches(matches::Event::Told { id, offer_owner, .. }) => Some((*id, *offer_owner)),
            _ => None,
        });
        let missed: Vec<_> = told.filter(|(_, who)| self.state_of(*who) == Some(State::Gone)).collect();
        if !missed.is_empty() {
            self.missed().extend(missed);
        }
    }

    /// Written down once a second, all together: a commit after each match would stand in the way of the next one's cards. Who
    /// has come since saw the card as the newest, and has missed nothing.
    pub fn write_who_missed(&self) {
        let missed = std::mem::take(&mut *self.missed());
        let ids: Vec<_> = missed.into_iter().filter(|(_, who)| self.state_of(*who) == Some(State::Gone)).map(|(id, _)| id).collect();
        if !ids.is_empty() {
            self.by_the_clock("missed".to_owned(), Command::Matches(matches::Command::Missed { ids }), self.clock.now());
        }
    }

    fn missed(&self) -> MutexGuard<'_, Vec<(MatchId, UserId)>> {
        self.missed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Of the house; nobody waits for the answer.
    fn by_the_clock(&self, id: String, command: Command, at: Timestamp) {
        let Ok(id) = CommandId::new(id) else { return };
        let (caller, _) = oneshot::channel();
        let envelope = Envelope { id, by: By::Clock, command, at, locale: hub::Locale::En };
        let request = self.requests.next();
        self.hand_in(Waiting { envelope: Arc::new(envelope), request, line: None, reply: ReplyTo::Caller(caller), since: Instant::now() });
    }

    /// Somebody is waited for. Who came in the meantime is back already.
    pub fn wait_for(&self, who: UserId) {
        let now = self.clock.now();
        self.awaited().insert(who);
        if self.directory.state_of(who, now) != State::Gone && self.awaited().remove(&who) {
            self.came_back(who, now);
        }
    }

    /// Who is waited for.
    pub fn awaited(&self) -> MutexGuard<'_, HashSet<UserId>> {
        self.awaited.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happened at any hub: before anybody is answered, and before its audience is told.
    pub fn see(&self, event: &Event) {
        self.hear(Heard::Event(event));
        match event {
            Event::Presence(hub::presence::Event::ShownChanged { user }) => {
                self.directory.tell(self.directory.watchers_of(*user), &Tell::LookAgainAt(*user));
            }
            Event::Presence(hub::presence::Event::Awaited { who, .. }) => self.wait_for(*who),
            _ => {}
        }
    }

    /// How much somebody is here, at any hub; `None`: the others can't be asked.
    pub fn state_of(&self, user: UserId) -> Option<State> {
        let here = self.directory.state_of(user, self.clock.now());
        match &self.bus {
            Some(bus) => match bus.elsewhere.state_of(user) {
                Some(elsewhere) => Some(here.max(elsewhere)),
                None => (here != State::Gone).then_some(here),
            },
            // Of the others nothing is known without a bus.
            None if here == State::Gone && self.others.load(Relaxed) => None,
            None => Some(here),
        }
    }

    /// Tells who watches somebody whether they are here.
    pub fn whisper_presence(&self, watchers: Vec<UserId>, user: UserId, state: Option<State>) {
        if !watchers.is_empty() {
            self.directory.whisper(watchers, presence(user, state));
        }
    }

    /// To members, at whichever hub their screens are.
    pub fn whisper_typing(&self, to: Vec<UserId>, conversation: ConversationId, by: UserId) {
        if let Some(bus) = &self.bus {
            bus.say(Said::Typing { conversation, by, to: to.clone() });
        }
        self.directory.whisper(to, ServerWhisper::Typing { conversation, by });
    }

    /// Its screens are on their way to wherever they come back to.
    pub fn is_leaving(&self) -> bool {
        self.leaving.load(Relaxed)
    }

    /// How long a screen that is sent away is to wait before it comes back, in ms: not everybody at once. Where other hubs
    /// are there it need not wait for this one to be started again.
    pub fn come_back_after(&self) -> i64 {
        let (least, most) = if self.others.load(Relaxed) { (0, 250) } else { (500, 2_500) };
        rand::random_range(least..=most)
    }

    /// To the screens that show a room, at whichever hub they are.
    pub fn whisper_typing_in_room(&self, room: ConversationId, by: UserId) {
        if let Some(bus) = &self.bus {
            bus.say(Said::Typing { conversation: room, by, to: Vec::new() });
        }
        self.rooms.type_in(room, by);
    }

    fn restarted(&self, actor: &'static str) {
        self.counters.restarted(actor);
        self.doorbells_lost();
    }
}

/// What is whispered of somebody's presence.
pub(crate) fn presence(user: UserId, state: Option<State>) -> ServerWhisper {
    match state {
        Some(State::Here) => ServerWhisper::Here { user, here: true },
        Some(State::Away) => ServerWhisper::Away { user },
        Some(State::Gone) => ServerWhisper::Here { user, here: false },
        None => ServerWhisper::Unsure { user },
    }
}

/// The hub at work. Cheap to clone; all clones are the same one.
#[derive(Clone)]
pub struct Collective {
    pub(crate) hub: Arc<Hub>,
}

impl Collective {
    /// Starts the background actors on threads of their own. Within an actix system.
    pub fn start(parts: Parts) -> Collective {
        let Parts { store, clock, node, seed, limits, ticks, finder, texts, mails, bus } = parts;
        let rung = Arc::new(Notify::new());
        let directory = Arc::new(Directory::default());
        let here = directory.clone();
        let bus = bus.map(|address| Bus::begin(address, rung.clone(), move || here.list_states()));
        let batch_prefix = format!("{node}-{}", clock.now().0);
        let hub = Arc::new(Hub {
            node,
            finder,
            store,
            requests: RequestIds::new(seed),
            queue: Queue::new(limits.queue),
            directory,
            rooms: Rooms::default(),
            counters: Counters::default(),
            pace: Pace::new(limits.sends),
            deeds: Pace::new(limits.deeds),
            exchange: watch::Sender::new(0),
            greetings: Together::default(),
            replays: Together::default(),
            seen: Seen::default(),
            awaited: Mutex::default(),
            missed: Mutex::default(),
            bus,
            rung,
            others: AtomicBool::new(false),
            events: broadcast::Sender::new(4_096),
            ear: OnceLock::new(),
            leaving: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            batch_prefix,
            batches: AtomicU64::new(0),
            sockets: AtomicU64::new(1),
            lost: AtomicBool::new(false),
            away: AtomicBool::new(false),
            unsettled: AtomicU32::new(0),
            desks: OnceLock::new(),
            arbiters: Mutex::default(),
            clock,
            limits,
        });
        hub.open_desks(ticks, texts, mails);
        Collective { hub }
    }

    /// Carries out a command; answers after commit. The same id again gets the first answer.
    pub async fn act(&self, by: By, id: CommandId, command: Command) -> Result<Answer, Refusal> {
        self.act_with_request(self.request_id(), by, id, command).await
    }

    /// As [`Collective::act`]; `request` is the one that logs know the caller's request by.
    pub async fn act_with_request(&self, request: RequestId, by: By, id: CommandId, command: Command) -> Result<Answer, Refusal> {
        let verdict = match self.hub.in_pace(by, &command) {
            Ok(()) => {
                self.carried_out(request, Envelope { id, by, command, at: self.hub.clock.now(), locale: hub::kernel::locale::current() })
                    .await
            }
            Err(refusal) => Err(refusal),
        };
        if let Err(refusal) = &verdict {
            let refused = self.hub.counters.refused(refusal);
            tracing::debug!(request = %request, code = refused.code, "a command was refused");
        }
        verdict
    }

    async fn carried_out(&self, request: RequestId, envelope: Envelope) -> Result<Answer, Refusal> {
        let (caller, answer) = oneshot::channel();
        self.hub.hand_in(Waiting {
            envelope: Arc::new(envelope),
            request,
            line: None,
            reply: ReplyTo::Caller(caller),
            since: Instant::now(),
        });
        // Dropped unanswered only at the program's end.
        answer.await.unwrap_or(Err(AnyRefusal::Busy { retry_after_ms: 2_000 }.into()))
    }

    /// A fresh id for a request that has none yet.
    pub fn request_id(&self) -> RequestId {
        self.hub.requests.next()
    }

    pub fn store(&self) -> &Store {
        &self.hub.store
    }

    /// The search index that everybody searches; `None` where the hub runs without one.
    pub fn finder(&self) -> Option<&Arc<search::Index>> {
        self.hub.finder.as_ref().map(|f| &f.index)
    }

    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.hub.clock
    }

    /// Whether a member has an open screen at any hub (or had one a moment ago); `None`: that can't be told just now.
    pub fn is_here(&self, user: UserId) -> Option<bool> {
        self.state_of(user).map(|state| state != State::Gone)
    }

    /// The same, and whether any screen of theirs is used.
    pub fn state_of(&self, user: UserId) -> Option<State> {
        self.hub.state_of(user)
    }

    /// Whispers to the screens of a member that watch what it is about. Never stored.
    pub fn whisper(&self, to: UserId, whisper: ServerWhisper) {
        self.hub.directory.whisper(vec![to], whisper);
    }

    /// The doorbell of the exchange lane: its head, as far as this hub has added to it (0 before it has). Look at the store
    /// first, then wait here for a change.
    pub fn subscribe_exchange(&self) -> watch::Receiver<i64> {
        self.hub.exchange.subscribe()
    }

    /// Events from now on, as they are committed.
    pub fn events(&self) -> Events {
        Events { from: self.hub.events.subscribe() }
    }

    /// Hears of every event before whoever caused it is answered: who goes on from an answer finds it heard. Once, and before
    /// anybody comes in.
    pub fn hear_first(&self, ear: Ear) {
        if self.hub.ear.set(ear).is_err() {
            tracing::error!("events are heard first by one ear alone");
        }
    }

    /// Other hubs write to the same database: what they commit is heard of a moment later.
    pub fn has_others(&self) -> bool {
        self.hub.others.load(Relaxed)
    }

    /// How many entries of the exchange lane the matcher has still to look at. Asked of the store, so that it is true also
    /// while the matcher is busy, begins again, or a post came a moment ago.
    pub async fn exchange_lag(&self) -> Result<i64, Fault> {
        self.hub.store.lane_lag(store::matches::MATCHER, Lane::Exchange).await
    }

    /// A moment's numbers.
    pub fn observe(&self) -> Observed {
        Observed {
            waiting: self.hub.queue.waiting(),
            writing: self.hub.queue.writing(),
            oldest_ms: self.hub.queue.oldest().as_millis() as u64,
            here: self.hub.directory.count_here(),
            bus: self.hub.bus.as_ref().map(Bus::hears),
            ..self.hub.counters.read()
        }
    }

    /// For tests: a second has passed for the clock's actor.
    pub fn tick(&self) {
        let _ = self.hub.desks().clock.try_send(Tick);
    }

    /// For tests: a background actor falls over; false when it is on its way up from the last time.
    pub(crate) fn panic(&self, which: testing::Falls) -> bool {
        let desks = self.hub.desks();
        let told = match (which, &desks.matcher) {
            (testing::Falls::Persistence, _) => desks.persistence.try_send(Panic),
            (testing::Falls::Post, _) => desks.post.try_send(Panic),
            (testing::Falls::Clock, _) => desks.clock.try_send(Panic),
            (testing::Falls::Sms, _) => desks.sms.try_send(Panic),
            (testing::Falls::Mail, _) => desks.mail.try_send(Panic),
            (testing::Falls::Relay, _) => desks.relay.as_ref().map_or(Ok(()), |relay| relay.try_send(Panic)),
            (testing::Falls::Matcher, Some(matcher)) => matcher.try_send(Panic),
            (testing::Falls::Matcher, None) => Ok(()),
            (testing::Falls::Directory(user), _) => self.hub.directory.falls(user),
            (testing::Falls::Room(room), _) => self.hub.rooms.falls(room),
            (testing::Falls::User(user), _) => {
                self.hub.directory.falls_of(user);
                Ok(())
            }
        };
        told.is_ok()
    }

    /// For tests: nobody who came is to be looked up still.
    pub(crate) fn knows_who_is_in_which_room(&self) -> bool {
        self.hub.rooms.whereabouts.knows_everybody()
    }

    /// Lets every screen go, one member after the other, over about so long; each is answered what it was waiting for. With
    /// no other hub there to take them in, they stay until [`Collective::shut_down`]. Meanwhile everything goes on.
    ///
    /// The first fifth of the time is quiet: a balancer sees at `/readyz` that nobody is to come here any more.
    pub async fn drain(&self, over: Duration) {
        let hub = &self.hub;
        if over.is_zero() || !hub.others.load(Relaxed) {
            return;
        }
        tokio::time::sleep(over / 5).await;
        hub.leaving.store(true, Relaxed);
        let mut here = hub.directory.list_here();
        // In no order: the directory's own is the same at every hub.
        here.sort_by_cached_key(|_| rand::random::<u32>());
        let (began, all, spread) = (Instant::now(), here.len(), over * 4 / 5);
        for (gone, user) in here.into_iter().enumerate() {
            let due = spread.mul_f64(gone as f64 / all as f64);
            if due > began.elapsed() + STEP {
                tokio::time::sleep(due - began.elapsed()).await;
            }
            hub.directory.close(user, Bye::Restarting);
        }
        tracing::info!(members = all, ms = began.elapsed().as_millis() as u64, "everybody was sent to another hub");
    }

    /// Finishes what was accepted, refuses what comes, says goodbye to every socket, ends the actors. The store stays open.
    pub async fn shut_down(&self) {
        let hub = &self.hub;
        // The house's own work ends first, and is not begun again.
        hub.desks().close_the_house();
        hub.leaving.store(true, Relaxed);
        hub.closing.store(true, Relaxed);
        hub.write_who_missed();
        hub.queue.close();
        // Whoever waits at these bells looks up and sees that it is over.
        hub.exchange.send_modify(|_| ());
        hub.rung.notify_one();
        if tokio::time::timeout(Duration::from_secs(15), hub.queue.drained()).await.is_err() {
            tracing::error!(waiting = hub.queue.waiting(), "what was accepted could not be finished in time");
        }
        hub.directory.close_all(Bye::Restarting);
        let gone = async {
            while hub.counters.sockets.load(Relaxed) > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        if tokio::time::timeout(hub.limits.goodbye + Duration::from_secs(1), gone).await.is_err() {
            tracing::warn!(sockets = hub.counters.sockets.load(Relaxed), "sockets that did not say goodbye are cut");
        }
        // It ends by itself after its round, and leaves the index to whoever comes next.
        if let Some(matcher) = &hub.desks().matcher
            && tokio::time::timeout(Duration::from_secs(5), matcher.ended()).await.is_err()
        {
            tracing::warn!("the matcher is in the middle of something and is cut");
        }
        if let Some(bus) = &hub.bus {
            bus.leave().await;
        }
        if let Err(fault) = hub.store.leave_lanes().await {
            tracing::warn!(error = %fault, "the lanes could not be given back, the next hub waits for the lease to end");
        }
        self.end();
        hub.threads_ended().await;
    }

    /// Ends the background actors and their threads, without a word to anybody.
    pub(crate) fn end(&self) {
        let hub = &self.hub;
        if let Some(bus) = &hub.bus {
            bus.end();
        }
        let desks = hub.desks();
        desks.close_the_house();
        desks.persistence.close();
        desks.post.close();
        hub.directory.close_desks();
        hub.rooms.close();
        for thread in hub.arbiters.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            thread.stop();
        }
    }
}

impl Hub {
    fn open_desks(self: &Arc<Hub>, ticks: Ticks, texts: Texts, mails: Mails) {
        // Weak: the hub holds the desks, and goes when the last of them does.
        let told = |hub: &Arc<Hub>| {
            let hub = Arc::downgrade(hub);
            move |actor| {
                if let Some(hub) = hub.upgrade() {
                    hub.restarted(actor);
                }
            }
        };
        let posts: Vec<ArbiterHandle> = (0..self.post_threads()).map(|_| self.new_thread()).collect();
        let directory = (0..PARTS)
            .map(|part| {
                let hub = self.clone();
                Desk::open("directory", posts[part % posts.len()].clone(), told(self), move |guard| {
                    DirectoryActor::new(hub.clone(), part, guard)
                })
            })
            .collect();
        self.directory.open(directory);
        let rooms = (0..rooms::PARTS)
            .map(|part| {
                let hub = self.clone();
                Desk::open("rooms", posts[part % posts.len()].clone(), told(self), move |guard| RoomsActor::new(hub.clone(), part, guard))
            })
            .collect();
        self.rooms.open_desks(rooms);
        let hub = self.clone();
        let post = Desk::open("post", posts[0].clone(), told(self), move |guard| PostActor::new(hub.clone(), guard));
        // The actors are handed the hub before its desks are set: none looks for a desk before it is sent something, and
        // the persistence actor, which looks at the queue at once, finds it empty.
        let hub = self.clone();
        let persistence = Desk::open("persistence", self.new_thread(), told(self), move |guard| PersistenceActor::new(hub.clone(), guard));
        let hub = self.clone();
        let clock = Desk::open("clock", posts[0].clone(), told(self), move |guard| ClockActor::new(hub.clone(), ticks, guard));
        let hub = self.clone();
        let sms = Desk::open("sms", posts[0].clone(), told(self), move |guard| SmsActor::new(hub.clone(), texts.clone(), guard));
        let hub = self.clone();
        let mail = Desk::open("mail", posts[0].clone(), told(self), move |guard| MailActor::new(hub.clone(), mails.clone(), guard));
        let matcher = self.finder.clone().map(|finder| {
            let hub = self.clone();
            Desk::open("matcher", self.new_thread(), told(self), move |guard| MatcherActor::new(hub.clone(), finder.clone(), guard))
        });
        let relay = self.store.is_among_others().then(|| {
            let hub = self.clone();
            Desk::open("relay", posts[0].clone(), told(self), move |guard| RelayActor::new(hub.clone(), guard))
        });
        let _ = self.desks.set(Desks { persistence, post, clock, matcher, sms, mail, relay });
    }

    fn post_threads(&self) -> usize {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        if self.limits.post_threads > 0 { self.limits.post_threads } else { (processors / 2).clamp(1, PARTS) }
    }

    /// Waits for the actors' threads, which were told to end, so that what their actors held is let go.
    async fn threads_ended(&self) {
        let threads: Vec<Arbiter> = self.arbiters.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect();
        let ended = tokio::task::spawn_blocking(move || threads.into_iter().for_each(|thread| drop(thread.join())));
        if tokio::time::timeout(Duration::from_secs(2), ended).await.is_err() {
            tracing::warn!("a thread of the actors does not end");
        }
    }

    fn new_thread(&self) -> ArbiterHandle {
        let arbiter = Arbiter::new();
        let handle = arbiter.handle();
        self.arbiters.lock().unwrap_or_else(PoisonError::into_inner).push(arbiter);
        handle
    }
}

/// Committed events, in order. Who reads too slowly misses some.
pub struct Events {
    from: broadcast::Receiver<Arc<Event>>,
}

impl Events {
    /// The next event; `None` at the hub's end.
    pub async fn next(&mut self) -> Option<Arc<Event>> {
        loop {
            match self.from.recv().await {
                Ok(event) => return Some(event),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// Waits at most `patience` for an event that `wanted` makes something of.
    pub async fn wait_for<T>(&mut self, patience: Duration, mut wanted: impl FnMut(&Event) -> Option<T>) -> Option<T> {
        let found = async {
            loop {
                let event = self.next().await?;
                if let Some(found) = wanted(&event) {
                    return Some(found);
                }
            }
        };
        tokio::time::timeout(patience, found).await.ok().flatten()
    }
}
