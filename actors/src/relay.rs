//! Follows the lanes of the other hubs on this database, and tells who is here what concerns them.
//!
//! ```text
//!   bell of the bus, or a moment's wait ─▶ heads of all lanes ─▶ what is new ─▶ numbered: the member's actor reads its inbox, with whoever reads now
//!                                                                           └─▶ passing: shown to who is here
//! ```
//! It tells nothing that is not in the store, and remembers nothing but a number a lane. Began anew, it begins at the heads:
//! what came before, every member's actor finds by comparing its inbox with the store.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, WrapFuture};
use hub::{
    ConversationId, Event, UserId,
    event::Lane,
    messaging,
    presence::State,
    wire::{ServerFrame, ServerWhisper},
};
use store::{Delivery, Entry, Fault, RoomNews};
use tokio::sync::broadcast;

use crate::{
    bus::{Change, Said},
    collective::Hub,
    desk::Guard,
    messages::{Panic, Post, Tell},
};

/// Entries looked at in one go.
const ENTRIES: usize = 500;
/// With a bell that rings, the lanes are looked at this often all the same.
const RUNG: Duration = Duration::from_secs(2);
/// Without one.
const UNRUNG: Duration = Duration::from_millis(500);
/// This hub says that it is there.
const RENEW_EVERY: Duration = Duration::from_secs(5);

pub(crate) struct RelayActor {
    hub: Arc<Hub>,
    _guard: Guard<Self>,
}

impl RelayActor {
    pub fn new(hub: Arc<Hub>, guard: Guard<Self>) -> Self {
        RelayActor { hub, _guard: guard }
    }
}

impl Actor for RelayActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        let mut relay = Relay { hub: self.hub.clone(), cursors: BTreeMap::new(), begun: false, renewed: None };
        ctx.spawn(hear_whispers(self.hub.clone()).into_actor(self));
        // Its end is the actor's end.
        ctx.spawn(async move { relay.run().await }.into_actor(self).map(|(), _, ctx| actix::ActorContext::stop(ctx)));
    }
}

impl Handler<Panic> for RelayActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in the relay");
    }
}

struct Relay {
    hub: Arc<Hub>,
    /// How far each lane was read.
    cursors: BTreeMap<String, i64>,
    /// The heads at the beginning are known.
    begun: bool,
    renewed: Option<Instant>,
}

/// Passes on what the other hubs whisper, to the screens here that watch.
async fn hear_whispers(hub: Arc<Hub>) {
    let Some(bus) = &hub.bus else { return };
    let (mut whispers, mut changes) = (bus.whispers(), bus.elsewhere.changes());
    loop {
        tokio::select! {
            heard = whispers.recv() => match heard {
                Ok(heard) => pass_typing(&hub, &heard.said),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return,
            },
            change = changes.recv() => match change {
                // Who is here as much as anybody can be is told of already.
                Some(Change::Is(user)) if hub.directory.state_of(user, hub.clock.now()) < State::Here => {
                    hub.whisper_presence(hub.directory.watchers_of(user), user, hub.state_of(user));
                }
                Some(Change::Is(_)) => {}
                // Everybody who is watched and not at this hub: known again, or not any more.
                Some(Change::Sure(_)) => {
                    for user in hub.directory.list_watched().into_iter().filter(|user| !hub.directory.is_here(*user)) {
                        hub.whisper_presence(hub.directory.watchers_of(user), user, hub.state_of(user));
                    }
                }
                None => return,
            },
        }
    }
}

fn pass_typing(hub: &Hub, said: &[Said]) {
    for one in said {
        if let Said::Typing { conversation, by, to } = one {
            // To nobody by name: to who shows the room.
            if to.is_empty() {
                hub.rooms.type_in(*conversation, *by);
                continue;
            }
            let here: Vec<UserId> = to.iter().copied().filter(|user| hub.directory.is_here(*user)).collect();
            if !here.is_empty() {
                hub.directory.whisper(here, ServerWhisper::Typing { conversation: *conversation, by: *by });
            }
        }
    }
}

impl Relay {
    async fn run(&mut self) {
        while !self.hub.is_open() {
            tokio::task::yield_now().await;
        }
        loop {
            if let Err(fault) = self.round().await {
                tracing::warn!(error = %fault, "the lanes of the other hubs could not be read, trying again");
            }
            if self.hub.closing.load(Relaxed) {
                return;
            }
            let rings = self.hub.bus.as_ref().is_some_and(|bus| bus.hears());
            let _ = tokio::time::timeout(if rings { RUNG } else { UNRUNG }, self.hub.rung.notified()).await;
        }
    }

    async fn round(&mut self) -> Result<(), Fault> {
        if self.renewed.is_none_or(|at| at.elapsed() >= RENEW_EVERY) {
            self.hub.store.renew(self.hub.clock.now()).await?;
            self.renewed = Some(Instant::now());
        }
        let own = self.hub.store.lane_name(Lane::Desk);
        let lanes = self.hub.store.list_lanes(self.hub.clock.now()).await?;
        let others = lanes.iter().any(|lane| lane.of_another);
        // They are gone when the last of what they wrote is read.
        self.hub.others.fetch_or(others, Relaxed);
        let mut lag = 0;
        for lane in lanes {
            // What this hub writes it tells by itself.
            if lane.lane == own {
                self.cursors.insert(lane.lane, lane.head);
                continue;
            }
            let start = if self.begun { 0 } else { lane.head };
            let mut upto = *self.cursors.entry(lane.lane.clone()).or_insert(start);
            lag += lane.head - upto;
            while upto < lane.head {
                let entries = self.hub.store.read_lane_named(&lane.lane, upto, ENTRIES).await?;
                let Some(last) = entries.last() else { break };
                upto = last.no;
                self.tell(&entries).await?;
                self.cursors.insert(lane.lane.clone(), upto);
            }
            if lane.lane == Lane::Exchange.word() {
                self.hub.exchange.send_if_modified(|known| {
                    let rings = *known < lane.head;
                    *known = lane.head.max(*known);
                    rings
                });
            }
        }
        self.hub.others.store(others, Relaxed);
        if !std::mem::replace(&mut self.begun, true) {
            // Who came before the heads were known may have missed what was written just then.
            self.hub.directory.tell_everybody(&Tell::CatchUp);
        }
        metrics::gauge!("collective_relay_lag").set(lag as f64);
        Ok(())
    }

    async fn tell(&self, entries: &[Entry]) -> Result<(), Fault> {
        let others: Vec<&Entry> = entries.iter().filter(|e| !self.hub.is_own_batch(&e.batch)).collect();
        let (mut ahead, mut passing, mut in_rooms) = (BTreeSet::new(), Vec::new(), Vec::new());
        for (at, entry) in others.iter().enumerate() {
            // Of a kind this program does not know: whoever it is for compares their inbox with the store before long.
            let Some(event) = &entry.event else { continue };
            self.hub.see(event);
            let audience = event.audience();
            in_rooms.extend(audience.room.map(|(room, log_no)| (room, log_no, at)));
            ahead.extend(audience.inbox.into_iter().filter(|user| self.hub.directory.is_here(*user)));
            let here = audience.passing.into_iter().filter(|user| self.hub.directory.is_here(*user));
            passing.extend(here.map(|user| (user, at)));
            if self.hub.events.receiver_count() > 0 {
                let _ = self.hub.events.send(Arc::new(event.clone()));
            }
        }
        self.pass_on(&others, passing, in_rooms).await?;
        // Their inboxes only: what doors and blocks have to hear comes by itself.
        self.hub.directory.tell(ahead, &Tell::ReadOn);
        Ok(())
    }

    /// What has no number in an inbox is shown as it comes; a room's log is shown to who shows the room.
    async fn pass_on(
        &self,
        entries: &[&Entry],
        passing: Vec<(UserId, usize)>,
        in_rooms: Vec<(ConversationId, i64, usize)>,
    ) -> Result<(), Fault> {
        if passing.is_empty() && in_rooms.is_empty() {
            return Ok(());
        }
        let mut db = self.hub.store.read().await?;
        let mut deliveries = Vec::with_capacity(passing.len());
        for (to, at) in passing {
            let Some(event) = &entries[at].event else { continue };
            let view = store::view_for(&mut db, to, event, entries[at].at).await?;
            deliveries.push(Delivery { to, frame: ServerFrame::Event { no: None, event: event.clone(), view } });
        }
        let mut rooms = Vec::with_capacity(in_rooms.len());
        for (room, log_no, at) in in_rooms {
            let Some(event) = &entries[at].event else { continue };
            if self.hub.rooms.is_open(room) {
                let view = store::rooms::view_of(&mut db, room, event).await?;
                rooms.push(RoomNews::new(room, log_no, event.clone(), view));
            } else if let Event::Messaging(messaging::Event::Sent { no, .. }) = event {
                self.hub.rooms.note(room, *no);
            }
        }
        let count = deliveries.len() + rooms.len();
        self.hub.counters.posted(count);
        if self.hub.post().try_send(Post { deliveries, rooms, replies: Vec::new() }).is_err() {
            self.hub.counters.delivered(count);
            self.hub.doorbells_lost();
        }
        Ok(())
    }
}
