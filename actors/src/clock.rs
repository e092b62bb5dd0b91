//! Wakes every second. Timers are rows with a due time; this goes and looks which are due. It also has every part of the
//! directory ping its members' screens and compare their inboxes with the store, each in its turn.

use std::sync::Arc;

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, Message, WrapFuture};
use hub::{
    By, Command, CommandId, Envelope, Timestamp, UserId, asks, availability, claims, connections, kernel::time::HOUR, leaving, matches,
    saved_searches, tastes,
};
use store::{
    Fault,
    inbox::{self, Trimmed},
};
use tokio::sync::oneshot;

use crate::{
    collective::{Heard, Hub, Ticks},
    desk::Guard,
    directory::PARTS,
    messages::{Forward, Panic, Tell},
    queue::{ReplyTo, Waiting},
    rooms::Look,
};

/// So many due things of a kind are done at once; the rest a second later.
const MOST_AT_ONCE: usize = 64;
/// Of those who leave for good: much goes with each.
const MOST_GONE_AT_ONCE: usize = 2;
/// Answers are kept for retries so long.
const ANSWERS_KEPT_MS: i64 = 48 * HOUR;
const ANSWERS_FORGOTTEN_AT_ONCE: usize = 2_000;
/// Rows of inboxes that a step of trimming looks at, a second; steps in a row that may be in vain; then it rests, in seconds.
const TRIMMED_AT_ONCE: usize = 2_000;
const MOST_IN_VAIN: u8 = 10;
const TRIMS_EVERY: u64 = 60;
/// Inboxes are compared with the store this often, in seconds: how long a lost doorbell can go unnoticed.
const COMPARE_EVERY: u64 = 15;
/// Who is in a room, and shows something else, is told of its new head this often at most, in seconds.
const ROOMS_EVERY: u64 = 2;
/// Members who came within the last second are looked up together, so many at once.
const NEWCOMERS_AT_ONCE: usize = 5_000;
const LINES_FORGOTTEN_AT_ONCE: usize = 2_000;

/// The clock's actor is told that a second has passed.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Tick;

/// How far this round of trimming is.
#[derive(Clone, Copy)]
struct Trimming {
    /// The id of the last row that was looked at.
    behind: i64,
    in_vain: u8,
    /// It rests until this second.
    rests: u64,
}

impl Default for Trimming {
    fn default() -> Self {
        Trimming { behind: i64::MIN, in_vain: 0, rests: 0 }
    }
}

impl Trimming {
    /// After a step, in this second.
    fn went(self, step: Trimmed, second: u64) -> Trimming {
        let in_vain = if step.gone == 0 { self.in_vain + 1 } else { 0 };
        match step.upto {
            Some(behind) if in_vain < MOST_IN_VAIN => Trimming { behind, in_vain, rests: 0 },
            _ => Trimming { rests: second + TRIMS_EVERY, ..Trimming::default() },
        }
    }
}

pub(crate) struct ClockActor {
    hub: Arc<Hub>,
    ticks: Ticks,
    second: u64,
    /// What was due a second ago is still being done.
    working: bool,
    trimming: Trimming,
    _guard: Guard<Self>,
}

impl ClockActor {
    pub fn new(hub: Arc<Hub>, ticks: Ticks, guard: Guard<Self>) -> Self {
        ClockActor { hub, ticks, second: 0, working: false, trimming: Trimming::default(), _guard: guard }
    }

    fn tick(&mut self, ctx: &mut Context<Self>) {
        self.second += 1;
        let hub = &self.hub;
        if hub.take_lost() {
            hub.directory.tell_everybody(&Tell::CatchUp);
            if hub.rooms.everywhere(Look::Store).is_err() {
                hub.doorbells_lost();
            }
        }
        if self.second.is_multiple_of(ROOMS_EVERY) {
            // Heads that are not whispered now are in the next round.
            let _ = hub.rooms.everywhere(Look::Round);
        }
        if self.second.is_multiple_of(COMPARE_EVERY) && hub.rooms.everywhere(Look::Store).is_err() {
            hub.doorbells_lost();
        }
        hub.directory.catch_up_who_missed();
        hub.write_who_missed();
        let unsettled = hub.take_unsettled();
        if unsettled {
            hub.hear(Heard::Missed);
        }
        for change in hub.directory.settle_all(hub.clock.now()) {
            hub.changed(change);
        }
        for part in 0..PARTS {
            if self.is_turn(part, u64::from(hub.limits.ping_every)) {
                let _ = hub.directory.forward(part, Forward::Everybody(Tell::Sweep));
            }
            if unsettled || self.is_turn(part, COMPARE_EVERY) {
                let _ = hub.directory.forward(part, Forward::CompareHeads);
            }
        }
        let every_minute = self.second % 60 == 1;
        if every_minute {
            hub.pace.forget_idle(hub.clock.now());
            hub.deeds.forget_idle(hub.clock.now());
        }
        if !self.working {
            self.working = true;
            let hub = hub.clone();
            let trims = (self.second >= self.trimming.rests && hub.store.tidies_up()).then_some(self.trimming.behind);
            let look_who_is_awaited = self.second % COMPARE_EVERY == 1;
            let work = async move {
                let now = hub.clock.now();
                if look_who_is_awaited && let Err(fault) = look_at_awaited(&hub).await {
                    tracing::warn!(error = %fault, "who is waited for could not be looked up");
                }
                if every_minute {
                    write_who_was_seen(&hub, now).await;
                }
                match do_what_is_due(&hub, now).await {
                    Ok(()) => hub.database_answers(),
                    Err(fault) => {
                        tracing::warn!(error = %fault, "what is due could not be looked up");
                        if fault.is_outage() {
                            hub.database_is_away();
                        }
                    }
                }
                if let Err(fault) = look_up_newcomers(&hub).await {
                    tracing::warn!(error = %fault, "who is in which room could not be looked up, trying again");
                }
                if every_minute && let Err(fault) = hub.store.forget_room_logs(LINES_FORGOTTEN_AT_ONCE).await {
                    tracing::warn!(error = %fault, "old lines of rooms could not be forgotten");
                }
                if every_minute && let Err(fault) = hub.store.forget_answers(now.plus(-ANSWERS_KEPT_MS), ANSWERS_FORGOTTEN_AT_ONCE).await {
                    tracing::warn!(error = %fault, "old answers could not be forgotten");
                }
                if every_minute && let Err(fault) = hub.store.free_usernames(now).await {
                    tracing::warn!(error = %fault, "usernames of who is gone could not be let go");
                }
                let behind = trims?;
                let trimmed = hub.store.trim_inboxes(now.plus(-inbox::KEPT), behind, TRIMMED_AT_ONCE).await;
                trimmed.inspect_err(|fault| tracing::warn!(error = %fault, "inboxes could not be trimmed")).ok()
            };
            ctx.spawn(work.into_actor(self).map(|trimmed: Option<Trimmed>, actor, _| {
                actor.working = false;
                if let Some(step) = trimmed {
                    actor.trimming = actor.trimming.went(step, actor.second);
                }
            }));
        }
    }

    /// A part at a time, so that not everybody is pinged at once.
    fn is_turn(&self, part: usize, every: u64) -> bool {
        let every = every.max(1);
        self.second % every == part as u64 % every
    }
}

/// A word that somebody is waited for may have got lost.
async fn look_at_awaited(hub: &Hub) -> Result<(), Fault> {
    let awaited = store::presence::list_awaited(&mut hub.store.read().await?).await?;
    awaited.into_iter().for_each(|who| hub.wait_for(who));
    Ok(())
}

/// When members were here last: a lot a minute, each member every five at most.
pub(crate) async fn write_who_was_seen(hub: &Hub, now: Timestamp) {
    for (user, _) in hub.directory.list_states() {
        hub.seen.note(user, now);
    }
    let due = hub.seen.take_due(now);
    if !due.is_empty()
        && let Err(fault) = hub.store.saw(&due).await
    {
        tracing::warn!(error = %fault, members = due.len(), "when they were here last was not written down");
    }
}

async fn do_what_is_due(hub: &Hub, now: Timestamp) -> Result<(), Fault> {
    let (asks, ending, silent, overdue, held, rested, mornings, leaving) = {
        let mut db = hub.store.read().await?;
        let asks = store::asks::list_due(&mut db, now, MOST_AT_ONCE).await?;
        let ending = store::asks::list_ending(&mut db, now, MOST_AT_ONCE).await?;
        let silent = store::connections::list_silent_due(&mut db, now, MOST_AT_ONCE).await?;
        let overdue = store::availability::list_overdue(&mut db, now, MOST_AT_ONCE).await?;
        let held = store::claims::list_due(&mut db, now, MOST_AT_ONCE).await?;
        let rested = store::tastes::list_pauses_over(&mut db, now, MOST_AT_ONCE).await?;
        let mornings = store::saved_searches::list_mornings(&mut db, now, MOST_AT_ONCE).await?;
        let leaving = store::leaving::list_due(&mut db, now, MOST_GONE_AT_ONCE).await?;
        (asks, ending, silent, overdue, held, rested, mornings, leaving)
    };
    let expire = asks.into_iter().map(|id| (format!("expire-{id}"), Command::Asks(asks::Command::Expire { id })));
    let remind = ending.into_iter().map(|id| (format!("remind-{id}"), Command::Asks(asks::Command::Remind { id })));
    let silence = silent
        .into_iter()
        .map(|id| (format!("silence-{id}"), Command::Connections(connections::Command::Move { id, step: connections::Step::Silence })));
    let overdue = overdue
        .into_iter()
        .map(|connection| (format!("overdue-{connection}"), Command::Availability(availability::Command::Overdue { connection })));
    let lapse = held.into_iter().map(|ask| (format!("lapse-{ask}"), Command::Claims(claims::Command::Lapse { ask })));
    let rested = rested.into_iter().map(|user| (format!("rested-{user}"), Command::Tastes(tastes::Command::PauseOver { user })));
    let mornings =
        mornings.into_iter().map(|user| (format!("morning-{user}"), Command::SavedSearches(saved_searches::Command::Morning { user })));
    let gone = leaving.into_iter().map(|user| (format!("gone-{user}"), Command::Leaving(leaving::Command::Finish { user })));
    let due = expire.chain(remind).chain(silence).chain(overdue).chain(lapse).chain(rested).chain(mornings).chain(gone);
    let answers: Vec<_> = due.map(|(id, command)| hand_in(hub, id, command, now)).collect();
    for answer in answers.into_iter().flatten() {
        if let Ok(Err(refusal)) = answer.await {
            // Somebody was faster: it isn't due any more. What met a fault is found again in a second.
            tracing::debug!(%refusal, "what was due was refused");
        }
    }
    Ok(())
}

/// In which rooms those are who came since the last look; they are told where something waits for them.
async fn look_up_newcomers(hub: &Hub) -> Result<(), Fault> {
    let whereabouts = &hub.rooms.whereabouts;
    let came = whereabouts.take_newcomers(NEWCOMERS_AT_ONCE);
    if came.is_empty() {
        return Ok(());
    }
    let found = async {
        let mut db = hub.store.read().await?;
        store::rooms::list_rooms_of(&mut db, &came).await
    };
    match found.await {
        Ok(found) => {
            whereabouts.found(&came, found.iter().map(|one| (one.user, one.room)));
            hub.rooms.whisper_heads(&hub.directory, &found);
        }
        Err(fault) => {
            whereabouts.again(came);
            return Err(fault);
        }
    }
    tell_what_they_missed(hub, &came).await;
    Ok(())
}

/// Those who came are told of asks that still wait, once. One that is not told for a fault is told when they come next.
async fn tell_what_they_missed(hub: &Hub, came: &[UserId]) {
    let missed = async {
        let mut db = hub.store.read().await?;
        store::matches::list_who_missed(&mut db, came).await
    };
    match missed.await {
        Ok(missed) => {
            let now = hub.clock.now();
            for who in missed {
                hand_in(hub, format!("came-{who}"), Command::Matches(matches::Command::Came { who }), now);
            }
        }
        Err(fault) => tracing::warn!(error = %fault, "what newcomers have missed could not be looked up"),
    }
}

fn hand_in(hub: &Hub, id: String, command: Command, at: Timestamp) -> Option<oneshot::Receiver<crate::messages::Verdict>> {
    let id = CommandId::new(id).ok()?;
    let (caller, answer) = oneshot::channel();
    let envelope = Envelope { id, by: By::Clock, command, at, locale: hub::Locale::En };
    hub.hand_in(Waiting {
        envelope: Arc::new(envelope),
        request: hub.requests.next(),
        line: None,
        reply: ReplyTo::Caller(caller),
        since: std::time::Instant::now(),
    });
    Some(answer)
}

impl Actor for ClockActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        if self.ticks == Ticks::EverySecond {
            ctx.run_interval(std::time::Duration::from_secs(1), Self::tick);
        }
    }
}

impl Handler<Tick> for ClockActor {
    type Result = ();

    fn handle(&mut self, _: Tick, ctx: &mut Self::Context) {
        self.tick(ctx);
    }
}

impl Handler<Panic> for ClockActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in the clock's actor");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_goes_on_while_there_is_something_and_rests_when_there_is_not() {
        let step = |gone, upto| Trimmed { gone, upto };
        let on = Trimming::default().went(step(2_000, Some(7)), 1);
        assert_eq!((on.behind, on.in_vain, on.rests), (7, 0, 0));
        let end = on.went(step(3, None), 2);
        assert_eq!((end.behind, end.rests), (i64::MIN, 62), "from the beginning, a minute later");
        let mut looking = on;
        for n in 1..u64::from(MOST_IN_VAIN) {
            looking = looking.went(step(0, Some(7 + n as i64)), 2 + n);
            assert_eq!(looking.rests, 0);
        }
        assert_eq!(looking.went(step(0, Some(99)), 20).rests, 80, "nothing old in so many rows");
    }
}
