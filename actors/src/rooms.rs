//! Which rooms are on which screens of this hub, and who hears what of them.
//!
//! ```text
//! post, relay ─ RoomNews ─▶ RoomsActor ─ encoded once a protocol ─▶ ListenersActor, one a thread ─ the same bytes ─▶ sockets
//!                            │  ▲ only last + 1; a gap is read from the store, once for all
//!                            └──┴── every 2 s: the new head, to who is in the room and shows something else
//! ```
//! As with the directory, what is known stands beside the actors, under locks that are held for a look: a screen enters a room
//! under one before it reads the store, so that nothing falls between, and an actor that fell over and was started again
//! knows what the one before it knew. A socket verifies by the numbers; whatever is lost on the way, it reads.

mod listeners;
mod whereabouts;

pub(crate) use listeners::{Listen, ListenersActor, PlayedBack, Stop};

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    thread::{self, ThreadId},
};

use actix::{Actor, ActorFutureExt, Addr, AsyncContext, Context, Handler, Message, WrapFuture};
use bytes::Bytes;
use bytestring::ByteString;
use hub::{
    ConversationId, UserId,
    wire::{Encoding, ServerFrame, ServerWhisper},
};
use store::{Fault, RoomNews, rooms::RoomOf};

use crate::{
    collective::{Hub, SendPace},
    desk::{Desk, Guard, NotTaken},
    directory::Directory,
    messages::{Panic, SocketId},
    pace::Bucket,
    user::PAGE,
};
use whereabouts::Whereabouts;

/// Rooms are spread over so many actors.
pub(crate) const PARTS: usize = 4;
const MAILBOX: usize = 1_024;
/// Who types in a room is said so often, whoever they are: a room of thousands is no place for more.
const TYPING: SendPace = SendPace { a_minute: 120, burst: 4 };

/// What has happened in a room, for the sockets that show it: made once, shared by all.
#[derive(Debug)]
pub(crate) struct Played {
    pub room: ConversationId,
    /// Everything up to here is told with this or was before.
    pub head: i64,
    pub frames: Vec<PlayedFrame>,
}

#[derive(Debug)]
pub(crate) struct PlayedFrame {
    /// `None`: a whisper, which has no number.
    pub log_no: Option<i64>,
    pub by: Option<UserId>,
    pub leaves: Option<UserId>,
    /// As each protocol has it, where somebody here speaks it.
    pub packed: Option<Bytes>,
    pub text: Option<ByteString>,
}

/// A room that is on a screen here.
struct Open {
    /// Everything up to this number was handed on; `None` until somebody has read that far.
    last: Option<i64>,
    /// The highest number that was heard of.
    known: i64,
    healing: bool,
    threads: Vec<Thread>,
    /// How many sockets speak which protocol.
    encodings: [usize; 2],
    typing: Bucket,
}

/// The sockets of one thread that show a room.
struct Thread {
    listeners: Addr<ListenersActor>,
    sockets: usize,
    /// There was no room for what they were to hear.
    missed: bool,
}

#[derive(Default)]
struct Part {
    open: HashMap<ConversationId, Open>,
    /// The newest message of rooms in which something was said since the last whisper.
    fresh: HashMap<ConversationId, i64>,
}

#[derive(Default)]
pub(crate) struct Rooms {
    parts: [Mutex<Part>; PARTS],
    threads: Mutex<HashMap<ThreadId, Addr<ListenersActor>>>,
    pub whereabouts: Whereabouts,
    desks: OnceLock<Vec<Desk<RoomsActor>>>,
}

/// A socket that shows a room, for as long as this is held.
pub(crate) struct Listening {
    hub: Arc<Hub>,
    room: ConversationId,
    socket: SocketId,
    encoding: Encoding,
    listeners: Addr<ListenersActor>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.hub.rooms.left(self.room, self.encoding, &self.listeners);
        self.listeners.do_send(Stop { room: self.room, socket: self.socket });
    }
}

fn part_of(room: ConversationId) -> usize {
    room.0.rem_euclid(PARTS as i64) as usize
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Rooms {
    pub fn open_desks(&self, desks: Vec<Desk<RoomsActor>>) {
        let _ = self.desks.set(desks);
    }

    pub fn close(&self) {
        self.desks.get().into_iter().flatten().for_each(Desk::close);
    }

    fn part(&self, room: ConversationId) -> MutexGuard<'_, Part> {
        lock(&self.parts[part_of(room)])
    }

    fn desk(&self, part: usize) -> Result<&Desk<RoomsActor>, NotTaken> {
        self.desks.get().and_then(|desks| desks.get(part)).ok_or(NotTaken::Away)
    }

    /// Sorts by part what happened in rooms. `Err`: some of it was not taken, and has to be read.
    pub fn tell(&self, news: Vec<RoomNews>) -> Result<(), NotTaken> {
        let mut parts: [Vec<RoomNews>; PARTS] = Default::default();
        for one in news {
            parts[part_of(one.room)].push(one);
        }
        let mut told = Ok(());
        for (part, news) in parts.into_iter().enumerate().filter(|(_, news)| !news.is_empty()) {
            told = self.desk(part).and_then(|desk| desk.try_send(Heard::News(news))).and(told);
        }
        told
    }

    /// Whether somebody here shows the room.
    pub fn is_open(&self, room: ConversationId) -> bool {
        self.part(room).open.contains_key(&room)
    }

    /// The room has come to this message, which nobody here shows.
    pub fn note(&self, room: ConversationId, message_no: i64) {
        let mut part = self.part(room);
        let fresh = part.fresh.entry(room).or_default();
        *fresh = message_no.max(*fresh);
    }

    /// To those who came: the heads of their rooms where something waits.
    pub fn whisper_heads(&self, directory: &Directory, found: &[RoomOf]) {
        let mut to: HashMap<(ConversationId, i64), Vec<UserId>> = HashMap::new();
        for one in found.iter().filter(|one| one.unread) {
            to.entry((one.room, one.message_no)).or_default().push(one.user);
        }
        for ((room, message_no), users) in to {
            directory.whisper(users, ServerWhisper::RoomHead { room, message_no });
        }
    }

    pub fn type_in(&self, room: ConversationId, by: UserId) {
        // Let go where there is no room for it: it is over in a moment anyway.
        let _ = self.desk(part_of(room)).and_then(|desk| desk.try_send(Heard::Typing { room, by }));
    }

    /// Every part looks after its rooms. `Err`: not every part, one is being started again.
    pub fn everywhere(&self, what: Look) -> Result<(), NotTaken> {
        let mut told = Ok(());
        for part in 0..PARTS {
            told = self.desk(part).and_then(|desk| desk.try_send(Heard::Look(what))).and(told);
        }
        told
    }

    /// A socket of this thread shows a room from now on.
    pub fn enter(hub: &Arc<Hub>, listen: Listen) -> Listening {
        let (room, socket, encoding) = (listen.room, listen.socket, listen.encoding);
        let listeners = hub.rooms.listeners_here();
        // Before the part knows of it: what it is told of comes behind this.
        listeners.do_send(listen);
        let mut part = hub.rooms.part(room);
        let open = part.open.entry(room).or_insert_with(|| Open {
            last: None,
            known: 0,
            healing: false,
            threads: Vec::new(),
            encodings: [0; 2],
            typing: Bucket::full(TYPING.burst, hub.clock.now()),
        });
        open.encodings[encoding as usize] += 1;
        match open.threads.iter_mut().find(|thread| thread.listeners == listeners) {
            Some(thread) => thread.sockets += 1,
            None => open.threads.push(Thread { listeners: listeners.clone(), sockets: 1, missed: false }),
        }
        drop(part);
        Listening { hub: hub.clone(), room, socket, encoding, listeners }
    }

    fn left(&self, room: ConversationId, encoding: Encoding, listeners: &Addr<ListenersActor>) {
        let mut part = self.part(room);
        let Some(open) = part.open.get_mut(&room) else { return };
        open.encodings[encoding as usize] = open.encodings[encoding as usize].saturating_sub(1);
        if let Some(at) = open.threads.iter().position(|thread| thread.listeners == *listeners) {
            open.threads[at].sockets -= 1;
            if open.threads[at].sockets == 0 {
                open.threads.swap_remove(at);
            }
        }
        if open.threads.is_empty() {
            part.open.remove(&room);
        }
    }

    /// A socket has read a room's log up to here, and there was no more. Whether it is live with that; else more is known of.
    pub fn caught_up(&self, room: ConversationId, upto: i64) -> bool {
        let mut part = self.part(room);
        let Some(open) = part.open.get_mut(&room) else { return false };
        let last = *open.last.get_or_insert(upto);
        upto >= last
    }

    /// The one who hands on to the sockets of this thread, begun by the first of them.
    fn listeners_here(&self) -> Addr<ListenersActor> {
        let mut threads = lock(&self.threads);
        let here = threads.entry(thread::current().id()).or_insert_with(ListenersActor::begin);
        if !here.connected() {
            *here = ListenersActor::begin();
        }
        here.clone()
    }
}

/// To a part of the rooms.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) enum Heard {
    News(Vec<RoomNews>),
    Typing { room: ConversationId, by: UserId },
    Look(Look),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Doorbells may have been lost: every open room is compared with the store.
    Store,
    /// A moment has passed: whisper the new heads, tell again who missed something.
    Round,
}

pub(crate) struct RoomsActor {
    hub: Arc<Hub>,
    part: usize,
    comparing: bool,
    _guard: Guard<Self>,
}

impl RoomsActor {
    pub fn new(hub: Arc<Hub>, part: usize, guard: Guard<Self>) -> Self {
        RoomsActor { hub, part, comparing: false, _guard: guard }
    }

    fn lock(&self) -> MutexGuard<'_, Part> {
        lock(&self.hub.rooms.parts[self.part])
    }

    /// Hands on what comes next in each room; what does not come next is read.
    fn hear(&mut self, news: Vec<RoomNews>, ctx: &mut Context<Self>) {
        let count = news.len();
        let mut heal = Vec::new();
        {
            let mut part = self.lock();
            let mut rest = news.as_slice();
            while let Some(first) = rest.first() {
                // The post keeps the order of a room, and mostly one room's news stand together.
                let run = rest.iter().take_while(|one| one.room == first.room).count();
                let (some, others) = rest.split_at(run);
                rest = others;
                if let Some(no) = some.iter().filter_map(|one| one.said).max() {
                    let fresh = part.fresh.entry(first.room).or_default();
                    *fresh = no.max(*fresh);
                }
                if let Some(open) = part.open.get_mut(&first.room) {
                    self.hand_on(first.room, open, some);
                    if open.is_behind() {
                        heal.push(first.room);
                    }
                }
            }
        }
        self.hub.counters.delivered(count);
        for room in heal {
            self.heal(room, ctx);
        }
    }

    fn hand_on(&self, room: ConversationId, open: &mut Open, news: &[RoomNews]) {
        let mut frames = Vec::with_capacity(news.len());
        for one in news {
            open.known = open.known.max(one.log_no);
            let next = match open.last {
                // Nobody has read so far yet; who reads will hear that there is more than they have read.
                None => true,
                Some(last) => one.log_no == last + 1,
            };
            if next && !open.healing {
                open.last = Some(one.log_no);
                frames.push(open.played(Some(one.log_no), &one.frame, one.by, one.leaves));
            }
        }
        if !frames.is_empty() {
            self.play(room, open, frames);
        }
    }

    fn play(&self, room: ConversationId, open: &mut Open, frames: Vec<PlayedFrame>) {
        let played = Arc::new(Played { room, head: open.last.unwrap_or(0), frames });
        let sockets = open.threads.iter().map(|thread| thread.sockets).sum::<usize>();
        metrics::counter!("collective_room_deliveries_total").increment((played.frames.len() * sockets) as u64);
        for thread in &mut open.threads {
            if thread.listeners.try_send(PlayedBack(played.clone())).is_err() {
                thread.missed = true;
            }
        }
    }

    /// Reads what is missing of a room from the store, once for everybody who shows it.
    fn heal(&mut self, room: ConversationId, ctx: &mut Context<Self>) {
        let after = {
            let mut part = self.lock();
            let Some(open) = part.open.get_mut(&room).filter(|open| !open.healing) else { return };
            let Some(last) = open.last else { return };
            open.healing = true;
            last
        };
        self.hub.counters.gap();
        let store = self.hub.store.clone();
        let read = async move {
            let mut db = store.read().await?;
            store::rooms::replay(&mut db, room, after, PAGE).await
        };
        ctx.spawn(read.into_actor(self).map(move |read, actor, ctx| actor.healed(room, after, read, ctx)));
    }

    fn healed(&mut self, room: ConversationId, after: i64, read: Result<Vec<RoomNews>, Fault>, ctx: &mut Context<Self>) {
        let mut part = self.lock();
        let Some(open) = part.open.get_mut(&room) else { return };
        open.healing = false;
        match read {
            Ok(news) => {
                match news.first() {
                    // Lines that are kept no more: who shows the room finds that out by the numbers, and loads it anew.
                    Some(first) if first.log_no > after + 1 => open.last = Some(first.log_no - 1),
                    Some(_) => {}
                    None => {
                        open.last = Some(open.known);
                        self.play(room, open, Vec::new());
                    }
                }
                self.hand_on(room, open, &news);
                // What came while this was read.
                let again = open.is_behind();
                drop(part);
                if again {
                    self.heal(room, ctx);
                }
            }
            Err(fault) => {
                drop(part);
                tracing::warn!(room = %room, error = %fault, "a room could not be read, trying again");
                self.hub.doorbells_lost();
            }
        }
    }

    fn types(&self, room: ConversationId, by: UserId) {
        let now = self.hub.clock.now();
        let mut part = self.lock();
        let Some(open) = part.open.get_mut(&room) else { return };
        if open.typing.take(TYPING, now).is_ok() {
            // Nobody is named: that somebody is here is not for everybody in a room to know.
            let frame = ServerFrame::Whisper { whisper: ServerWhisper::Typing { conversation: room, by: UserId(0) } };
            let frame = open.played(None, &frame, Some(by), None);
            self.play(room, open, vec![frame]);
        }
    }

    /// Tells who is in a room, and shows something else, that something was said; and again who had no room to hear it.
    fn round(&mut self) {
        let fresh = {
            let mut part = self.lock();
            for (room, open) in part.open.iter_mut().filter(|(_, open)| open.threads.iter().any(|thread| thread.missed)) {
                let played = Arc::new(Played { room: *room, head: open.last.unwrap_or(0), frames: Vec::new() });
                for thread in open.threads.iter_mut().filter(|thread| thread.missed) {
                    thread.missed = thread.listeners.try_send(PlayedBack(played.clone())).is_err();
                }
            }
            std::mem::take(&mut part.fresh)
        };
        for (room, message_no) in fresh {
            self.hub.directory.whisper(self.hub.rooms.whereabouts.list_in(room), ServerWhisper::RoomHead { room, message_no });
        }
    }

    /// A lost doorbell shows here.
    fn compare(&mut self, ctx: &mut Context<Self>) {
        let open: Vec<ConversationId> = self.lock().open.keys().copied().collect();
        if self.comparing || open.is_empty() {
            return;
        }
        self.comparing = true;
        let store = self.hub.store.clone();
        let heads = async move {
            let mut db = store.read().await?;
            store::rooms::list_heads(&mut db, &open).await
        };
        ctx.spawn(heads.into_actor(self).map(|heads, actor, ctx| {
            actor.comparing = false;
            match heads {
                Ok(heads) => heads.into_iter().for_each(|(room, head, _)| actor.compared(room, head, ctx)),
                Err(fault) => tracing::warn!(error = %fault, "rooms could not be compared with the store"),
            }
        }));
    }

    fn compared(&mut self, room: ConversationId, head: i64, ctx: &mut Context<Self>) {
        let behind = {
            let mut part = self.lock();
            let Some(open) = part.open.get_mut(&room) else { return };
            open.known = open.known.max(head);
            open.is_behind()
        };
        if behind {
            self.heal(room, ctx);
        }
    }
}

impl Open {
    fn is_behind(&self) -> bool {
        !self.healing && self.last.is_some_and(|last| last < self.known)
    }

    /// Encoded once for each protocol that is spoken here.
    fn played(&self, log_no: Option<i64>, frame: &ServerFrame, by: Option<UserId>, leaves: Option<UserId>) -> PlayedFrame {
        let encoded = |encoding: Encoding| (self.encodings[encoding as usize] > 0).then(|| encoding.encode(frame));
        let text = encoded(Encoding::Json).and_then(|bytes| String::from_utf8(bytes).ok()).map(ByteString::from);
        PlayedFrame { log_no, by, leaves, packed: encoded(Encoding::MessagePack).map(Bytes::from), text }
    }
}

impl Actor for RoomsActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
        // Whoever was here before may have been in the middle of reading, and nobody was here since.
        self.lock().open.values_mut().for_each(|open| open.healing = false);
        self.compare(ctx);
    }
}

impl Handler<Heard> for RoomsActor {
    type Result = ();

    fn handle(&mut self, heard: Heard, ctx: &mut Self::Context) {
        match heard {
            Heard::News(news) => self.hear(news, ctx),
            Heard::Typing { room, by } => self.types(room, by),
            Heard::Look(Look::Store) => self.compare(ctx),
            Heard::Look(Look::Round) => self.round(),
        }
    }
}

impl Handler<Panic> for RoomsActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in a part of the rooms");
    }
}

impl Rooms {
    /// For tests: the part of a room falls over.
    pub fn falls(&self, room: ConversationId) -> Result<(), NotTaken> {
        self.desk(part_of(room)).and_then(|desk| desk.try_send(Panic))
    }
}
