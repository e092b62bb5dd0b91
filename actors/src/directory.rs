//! Who is here, and where. In parts, so that no one lock or actor stands in everybody's way.
//!
//! What a part knows stands beside its actor, under a lock that is held for a look and never across a wait: a socket enters
//! and a member's actor leaves under it, so that nobody is ever handed to an actor that has just gone, and an actor that
//! fell over and was started again knows what the one before it knew.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use actix::{Actor, ActorFutureExt, Addr, AsyncContext, Context, Handler, WrapFuture};
use hub::{
    Timestamp, UserId,
    presence::{State, rules},
    wire::{Bye, ServerWhisper},
};
use store::Delivery;

use crate::{
    collective::Hub,
    desk::{Desk, Guard, NotTaken},
    messages::{Enter, Forward, Panic, Pulse, SocketId, Tell},
    queue::Reply,
    user::UserActor,
};

/// How many parts the directory has.
pub(crate) const PARTS: usize = 16;
const MAILBOX: usize = 4_096;

/// A member who is here.
struct Present {
    addr: Addr<UserActor>,
    /// Tells this actor from one that was here before it.
    serial: u64,
    /// Sockets that were sent to it.
    entered: u64,
    /// Those that are open: how lively each is.
    screens: Vec<(SocketId, Arc<Pulse>)>,
    /// As it was told last.
    state: State,
}

/// Somebody is more or less here than before, at this hub.
pub(crate) struct Change {
    pub user: UserId,
    pub before: State,
    pub after: State,
    pub watchers: Vec<UserId>,
}

#[derive(Default)]
struct Part {
    here: HashMap<UserId, Present>,
    /// Who wants to know when somebody of this part comes or goes.
    watchers: HashMap<UserId, HashSet<UserId>>,
    /// Whose actor had no room for what it was to hear.
    missed: HashSet<UserId>,
    serials: u64,
}

#[derive(Default)]
pub(crate) struct Directory {
    parts: [Mutex<Part>; PARTS],
    desks: OnceLock<Vec<Desk<DirectoryActor>>>,
}

impl Directory {
    pub fn part_of(&self, user: UserId) -> usize {
        // Ids of one block go to different parts.
        (user.0 as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize >> (usize::BITS as usize - 4)
    }

    pub fn open(&self, desks: Vec<Desk<DirectoryActor>>) {
        let _ = self.desks.set(desks);
    }

    pub fn close_desks(&self) {
        self.desks.get().into_iter().flatten().for_each(Desk::close);
    }

    fn lock(&self, user: UserId) -> MutexGuard<'_, Part> {
        self.lock_part(self.part_of(user))
    }

    fn lock_part(&self, part: usize) -> MutexGuard<'_, Part> {
        self.parts[part].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands something to the actor of a part.
    pub fn forward(&self, part: usize, what: Forward) -> Result<(), NotTaken> {
        self.desks.get().and_then(|d| d.get(part)).ok_or(NotTaken::Away)?.try_send(what)
    }

    /// For tests: the part of a member falls over.
    pub(crate) fn falls(&self, user: UserId) -> Result<(), NotTaken> {
        self.desks.get().and_then(|d| d.get(self.part_of(user))).ok_or(NotTaken::Away)?.try_send(Panic)
    }

    /// For tests: the actor of a member falls over.
    pub(crate) fn falls_of(&self, user: UserId) {
        if let Some(present) = self.lock(user).here.get(&user) {
            present.addr.do_send(Panic);
        }
    }

    /// A socket enters: its member's actor is found, or begun on this thread. Says what changes by that.
    pub fn enter(&self, hub: &Arc<Hub>, user: UserId, enter: Enter) -> (Addr<UserActor>, Option<Change>) {
        let mut part = self.lock(user);
        let screen = (enter.socket, enter.pulse.clone());
        if let Some(present) = part.here.get_mut(&user).filter(|p| p.addr.connected()) {
            present.entered += 1;
            present.screens.push(screen);
            present.addr.do_send(enter);
            let addr = present.addr.clone();
            return (addr, part.settle(user, hub.clock.now()));
        }
        part.serials += 1;
        let serial = part.serials;
        let addr = UserActor::new(hub.clone(), user, serial).start();
        addr.do_send(enter);
        // Who was here a moment ago, with an actor that fell over, has not come anew.
        let state = part.here.get(&user).map_or(State::Gone, |before| before.state);
        part.here.insert(user, Present { addr: addr.clone(), serial, entered: 1, screens: vec![screen], state });
        let change = part.settle(user, hub.clock.now());
        (addr, change)
    }

    /// A socket of an actor has gone. With the last one its member stays for a moment: a page that loads anew.
    pub fn left(&self, user: UserId, serial: u64, socket: SocketId, now: Timestamp) -> Option<Change> {
        let mut part = self.lock(user);
        let present = part.here.get_mut(&user).filter(|p| p.serial == serial)?;
        present.screens.retain(|(id, _)| *id != socket);
        part.settle(user, now)
    }

    /// A member's actor without sockets wants to go. Not if another socket is on its way to it; else what changes by that.
    pub fn leave(&self, user: UserId, serial: u64, entered: u64) -> Result<Option<Change>, Stays> {
        let mut part = self.lock(user);
        let stays = part.here.get(&user).is_some_and(|p| p.serial == serial && p.entered != entered);
        if stays { Err(Stays) } else { Ok(part.gone(user, serial)) }
    }

    /// A member's actor is gone, however it went. What changes, unless it was known or another has taken its place.
    pub fn dropped(&self, user: UserId, serial: u64) -> Option<Change> {
        self.lock(user).gone(user, serial)
    }

    /// Whether a member has an actor: somebody to hand things to.
    pub fn is_here(&self, user: UserId) -> bool {
        self.lock(user).here.contains_key(&user)
    }

    /// Everybody who has an actor.
    pub fn list_here(&self) -> Vec<UserId> {
        (0..PARTS).flat_map(|p| self.lock_part(p).here.keys().copied().collect::<Vec<_>>()).collect()
    }

    /// How much somebody is here, at this moment.
    pub fn state_of(&self, user: UserId, now: Timestamp) -> State {
        self.lock(user).here.get(&user).map_or(State::Gone, |present| present.state_at(now))
    }

    /// Somebody's screen was used, or is used no more.
    pub fn settle(&self, user: UserId, now: Timestamp) -> Option<Change> {
        self.lock(user).settle(user, now)
    }

    /// What time alone has changed: screens that have not answered, and that nobody has used.
    pub fn settle_all(&self, now: Timestamp) -> Vec<Change> {
        let mut changes = Vec::new();
        for part in 0..PARTS {
            let mut part = self.lock_part(part);
            let changed = part.here.iter().filter(|(_, present)| present.state_at(now) != present.state);
            for user in changed.map(|(user, _)| *user).collect::<Vec<_>>() {
                changes.extend(part.settle(user, now));
            }
        }
        changes
    }

    /// Everybody who is here at all, and how much.
    pub fn list_states(&self) -> Vec<(UserId, State)> {
        let of_part = |part| {
            let part = self.lock_part(part);
            part.here.iter().filter(|(_, p)| p.state != State::Gone).map(|(user, p)| (*user, p.state)).collect::<Vec<_>>()
        };
        (0..PARTS).flat_map(of_part).collect()
    }

    pub fn watchers_of(&self, user: UserId) -> Vec<UserId> {
        self.lock(user).watchers_of(user)
    }

    /// Everybody who is watched by somebody here.
    pub fn list_watched(&self) -> Vec<UserId> {
        (0..PARTS).flat_map(|p| self.lock_part(p).watchers.keys().copied().collect::<Vec<_>>()).collect()
    }

    pub fn count_here(&self) -> usize {
        (0..PARTS).map(|p| self.lock_part(p).here.len()).sum()
    }

    pub fn watch(&self, whom: UserId, watcher: UserId) {
        self.lock(whom).watchers.entry(whom).or_default().insert(watcher);
    }

    pub fn unwatch(&self, whom: UserId, watcher: UserId) {
        let mut part = self.lock(whom);
        if let Some(watchers) = part.watchers.get_mut(&whom) {
            watchers.remove(&watcher);
            if watchers.is_empty() {
                part.watchers.remove(&whom);
            }
        }
    }

    /// Whispers to members who are here.
    pub fn whisper(&self, to: Vec<UserId>, whisper: ServerWhisper) {
        let mut parts: [Vec<UserId>; PARTS] = Default::default();
        for user in to {
            parts[self.part_of(user)].push(user);
        }
        for (part, to) in parts.into_iter().enumerate().filter(|(_, to)| !to.is_empty()) {
            // A whisper that finds no room is let go: it is over in a moment anyway.
            let _ = self.forward(part, Forward::Whisper { to, whisper: whisper.clone() });
        }
    }

    /// Tells those of them who are here; who has no room hears it a moment later.
    pub fn tell(&self, users: impl IntoIterator<Item = UserId>, what: &Tell) {
        for user in users {
            let mut part = self.lock(user);
            if part.here.get(&user).is_some_and(|p| p.addr.try_send(what.clone()).is_err()) {
                part.missed.insert(user);
            }
        }
    }

    pub fn tell_everybody(&self, what: &Tell) {
        for part in 0..PARTS {
            self.tell_part(part, what);
        }
    }

    fn tell_part(&self, part: usize, what: &Tell) {
        for present in self.lock_part(part).here.values() {
            let _ = present.addr.try_send(what.clone());
        }
    }

    /// Has those look at the store whose actor had no room for what it was to hear.
    pub fn catch_up_who_missed(&self) {
        for part in 0..PARTS {
            let mut part = self.lock_part(part);
            for user in std::mem::take(&mut part.missed) {
                if part.here.get(&user).is_some_and(|p| p.addr.try_send(Tell::CatchUp).is_err()) {
                    part.missed.insert(user);
                }
            }
        }
    }

    /// Past the mailbox's bound: one member goes.
    pub fn close(&self, user: UserId, bye: Bye) {
        if let Some(present) = self.lock(user).here.get(&user) {
            present.addr.do_send(Tell::CloseAll(bye));
        }
    }

    /// The same for everybody.
    pub fn close_all(&self, bye: Bye) {
        for part in 0..PARTS {
            for present in self.lock_part(part).here.values() {
                present.addr.do_send(Tell::CloseAll(bye));
            }
        }
    }
}

/// Another socket is on its way to the actor that wanted to go.
pub(crate) struct Stays;

impl Present {
    fn state_at(&self, now: Timestamp) -> State {
        // Without screens it is about to go; until then nothing is said.
        if self.screens.is_empty() { self.state } else { rules::state(self.screens.iter().map(|(_, pulse)| pulse.screen()), now) }
    }
}

impl Part {
    /// Notes how much somebody is here; what has changed by that.
    fn settle(&mut self, user: UserId, now: Timestamp) -> Option<Change> {
        let present = self.here.get_mut(&user)?;
        let after = present.state_at(now);
        let before = std::mem::replace(&mut present.state, after);
        (before != after).then(|| Change { user, before, after, watchers: self.watchers_of(user) })
    }

    /// Takes the member out, unless another actor has taken the place; what changes by that.
    fn gone(&mut self, user: UserId, serial: u64) -> Option<Change> {
        if self.here.get(&user).is_none_or(|p| p.serial != serial) {
            return None;
        }
        let before = self.here.remove(&user)?.state;
        (before != State::Gone).then(|| Change { user, before, after: State::Gone, watchers: self.watchers_of(user) })
    }

    fn watchers_of(&self, user: UserId) -> Vec<UserId> {
        self.watchers.get(&user).map(|w| w.iter().copied().collect()).unwrap_or_default()
    }
}

pub(crate) struct DirectoryActor {
    hub: Arc<Hub>,
    part: usize,
    comparing: bool,
    _guard: Guard<Self>,
}

impl DirectoryActor {
    pub fn new(hub: Arc<Hub>, part: usize, guard: Guard<Self>) -> Self {
        DirectoryActor { hub, part, comparing: false, _guard: guard }
    }

    /// Hands each member who is here their part of a batch, then says the answers to them: both reach a socket at once, and
    /// go out in one write. Who isn't here reads it when they come.
    fn deliver(&self, deliveries: Vec<Delivery>, replies: Vec<Reply>) {
        let all = deliveries.len();
        let mut by_user: HashMap<UserId, (Vec<Delivery>, Vec<Reply>)> = HashMap::with_capacity(all);
        let mut part = self.hub.directory.lock_part(self.part);
        for one in deliveries.into_iter().filter(|d| part.here.contains_key(&d.to)) {
            by_user.entry(one.to).or_default().0.push(one);
        }
        for reply in replies {
            if let Some(member) = reply.member() {
                by_user.entry(member).or_default().1.push(reply);
            }
        }
        let mut absent = all;
        for (user, (some, replies)) in by_user {
            let count = some.len();
            if count > 0 {
                match part.here.get(&user).map(|p| p.addr.try_send(Tell::Deliver(some))) {
                    Some(Ok(())) => absent -= count,
                    // A full mailbox: the member's actor sees the gap, or is told of it in a moment.
                    Some(Err(_)) => drop(part.missed.insert(user)),
                    None => {}
                }
            }
            replies.into_iter().for_each(Reply::say);
        }
        drop(part);
        self.hub.counters.delivered(absent);
    }

    /// Reads the heads of everybody here: a lost doorbell shows.
    fn compare_heads(&mut self, ctx: &mut Context<Self>) {
        let users: Vec<UserId> = self.hub.directory.lock_part(self.part).here.keys().copied().collect();
        if self.comparing || users.is_empty() {
            return;
        }
        self.comparing = true;
        let store = self.hub.store.clone();
        let heads = async move {
            let mut db = store.read().await?;
            store::inbox::heads(&mut db, &users).await
        };
        ctx.spawn(heads.into_actor(self).map(|heads, actor, _| {
            actor.comparing = false;
            match heads {
                Ok(heads) => {
                    let part = actor.hub.directory.lock_part(actor.part);
                    for (user, head) in heads {
                        if let Some(present) = part.here.get(&user) {
                            let _ = present.addr.try_send(Tell::Head(head));
                        }
                    }
                }
                Err(fault) => tracing::warn!(error = %fault, "inboxes could not be compared with the store"),
            }
        }));
    }
}

impl Actor for DirectoryActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
    }
}

impl Handler<Forward> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, what: Forward, ctx: &mut Self::Context) {
        match what {
            Forward::Deliver { deliveries, replies } => self.deliver(deliveries, replies),
            Forward::Whisper { to, whisper } => {
                let part = self.hub.directory.lock_part(self.part);
                for present in to.iter().filter_map(|user| part.here.get(user)) {
                    let _ = present.addr.try_send(Tell::Whisper(whisper.clone()));
                }
            }
            Forward::Everybody(what) => self.hub.directory.tell_part(self.part, &what),
            Forward::CompareHeads => self.compare_heads(ctx),
        }
    }
}

impl Handler<Panic> for DirectoryActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in a part of the directory");
    }
}
