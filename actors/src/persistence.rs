//! Writes what waits: what arrives while one batch is being written is the next batch. After the commit it answers who
//! called, and hands what sockets are to hear to the post, their answers with it.

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::{Duration, Instant},
};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, WrapFuture};
use hub::{Command, Refusal, command::AnyRefusal};
use store::{Carried, Failure, Fault};

use crate::{
    collective::Hub,
    desk::Guard,
    messages::{Panic, Post, Ring},
    queue::{Reply, Settled},
};

pub(crate) struct PersistenceActor {
    hub: Arc<Hub>,
    working: bool,
    /// The actor before this one was in the middle of a batch: it may be committed, and nobody was told.
    again: bool,
    _guard: Guard<Self>,
}

impl PersistenceActor {
    pub fn new(hub: Arc<Hub>, guard: Guard<Self>) -> Self {
        PersistenceActor { hub, working: false, again: false, _guard: guard }
    }

    fn write_next(&mut self, ctx: &mut Context<Self>) {
        if self.working {
            return;
        }
        let oldest = self.hub.queue.oldest();
        let waiting = self.hub.queue.waiting();
        let commands = self.hub.queue.take();
        if commands.is_empty() {
            return;
        }
        metrics::gauge!("collective_desk_queue_depth").set(waiting as f64);
        metrics::gauge!("collective_desk_queue_age_ms").set(oldest.as_millis() as f64);
        self.working = true;
        let (store, name) = (self.hub.store.clone(), self.hub.batch_name());
        let kinds: Vec<&'static str> = commands.iter().map(|e| kind(&e.command)).collect();
        let work = async move {
            let began = Instant::now();
            let carried = store.carry_out(&name, commands).await;
            (carried, kinds, began.elapsed())
        };
        ctx.spawn(work.into_actor(self).map(|(carried, kinds, spent), actor, ctx| {
            actor.finish(carried, &kinds, spent);
            actor.working = false;
            actor.write_next(ctx);
        }));
    }

    fn finish(&mut self, carried: Carried, kinds: &[&'static str], took: Duration) {
        let hub = self.hub.clone();
        let Carried { answers, deliveries, rooms, events, exchange_head, spent } = carried;
        // Before anybody is answered: who goes on from an answer finds it seen.
        events.iter().for_each(|event| hub.see(event));
        hub.note_who_missed(events.iter());
        hub.counters.batch(answers.len(), &spent);
        let faults = || answers.iter().filter_map(|a| if let Err(Failure::Fault(fault)) = a { Some(fault) } else { None });
        let requests = if faults().next().is_some() { hub.queue.requests_at_work() } else { Vec::new() };
        let away = faults().find(|fault| is_away(fault));
        if let Some(fault) = away {
            // Once, however many wait.
            tracing::warn!(commands = faults().count(), error = %fault, "the database is away, who waits is told to come back");
            hub.database_is_away();
        }
        let settled = answers
            .into_iter()
            .enumerate()
            .map(|(i, answer)| match answer {
                Ok(answer) => Settled { verdict: Ok(answer), fault: false },
                Err(Failure::Refused(refusal)) => Settled { verdict: Err(refusal), fault: false },
                Err(Failure::Fault(fault)) => {
                    if !is_away(&fault) {
                        let request = requests.get(i).map(ToString::to_string).unwrap_or_default();
                        tracing::error!(request, command = kinds.get(i).copied().unwrap_or(""), error = %fault, "a command met a fault");
                    }
                    hub.counters.faults.fetch_add(1, Relaxed);
                    Settled { verdict: Err(said_as(&fault)), fault: true }
                }
            })
            .collect();
        let replies = hub.queue.settle(took, settled);
        // Each command alone after a fault: what was committed before it has been told nobody.
        if spent.one_by_one || std::mem::take(&mut self.again) {
            hub.doorbells_lost();
        }
        // Sockets are answered by the post: to wake hundreds of them takes as long as to write what they said (measured).
        let (for_sockets, for_callers): (Vec<Reply>, Vec<Reply>) = replies.into_iter().partition(|r| r.member().is_some());
        for_callers.into_iter().for_each(Reply::say);
        let count = deliveries.len() + rooms.len();
        if count > 0 || !for_sockets.is_empty() {
            // Counted first: the post may have told it before this thread goes on.
            hub.counters.posted(count);
            // What could not be handed in was dropped, and with it the answers were said.
            if hub.post().try_send(Post { deliveries, rooms, replies: for_sockets }).is_err() && count > 0 {
                hub.counters.delivered(count);
                hub.doorbells_lost();
            }
        }
        if spent.wrote
            && let Some(bus) = &hub.bus
        {
            bus.ring();
        }
        if let Some(head) = exchange_head {
            hub.exchange.send_if_modified(|known| {
                let rings = *known < head;
                *known = head.max(*known);
                rings
            });
        }
        if hub.events.receiver_count() > 0 {
            for event in events {
                let _ = hub.events.send(Arc::new(event));
            }
        }
    }
}

/// The same command again, under the same id, is carried out or gets its first answer as soon as the database is back.
fn is_away(fault: &Fault) -> bool {
    matches!(fault, Fault::Fenced | Fault::Unknown) || fault.is_outage()
}

/// A fault as members hear it: without detail, and whether to come back soon.
fn said_as(fault: &Fault) -> Refusal {
    if is_away(fault) { AnyRefusal::Busy { retry_after_ms: 1_000 }.into() } else { AnyRefusal::Broken.into() }
}

/// The feature of a command, for logs.
fn kind(command: &Command) -> &'static str {
    match command {
        Command::Accounts(_) => "accounts",
        Command::Profiles(_) => "profiles",
        Command::Asks(_) => "asks",
        Command::Offers(_) => "offers",
        Command::Connections(_) => "connections",
        Command::Claims(_) => "claims",
        Command::Matches(_) => "matches",
        Command::Messaging(_) => "messaging",
        Command::Rooms(_) => "rooms",
        Command::Notices(_) => "notices",
        Command::Sms(_) => "sms",
        Command::Moderation(_) => "moderation",
        Command::Presence(_) => "presence",
        Command::Availability(_) => "availability",
        Command::Tastes(_) => "tastes",
        Command::Receipts(_) => "receipts",
        Command::SavedSearches(_) => "saved_searches",
        Command::Follows(_) => "follows",
        Command::Keeps(_) => "keeps",
        Command::Privacy(_) => "privacy",
        Command::Mail(_) => "mail",
        Command::Files(_) => "files",
        Command::Leaving(_) => "leaving",
        Command::Drafts(_) => "drafts",
        Command::Reviews(_) => "reviews",
        Command::Times(_) => "times",
    }
}

impl Actor for PersistenceActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        self.again = self.hub.queue.recover();
        self.write_next(ctx);
    }
}

impl Handler<Ring> for PersistenceActor {
    type Result = ();

    fn handle(&mut self, _: Ring, ctx: &mut Self::Context) {
        self.write_next(ctx);
    }
}

impl Handler<Panic> for PersistenceActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in the persistence actor");
    }
}
