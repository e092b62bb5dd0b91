//! Wakes every second. Timers are rows with a due time; this only goes and looks which are due.

use std::sync::Arc;

use actix::{Actor, AsyncContext, Context, Handler, Message};

use crate::{
    collective::{Hub, Ticks},
    desk::Guard,
    directory::PARTS,
    messages::{Forward, Tell},
};

/// The clock's actor is told that a second has passed.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Tick;

pub(crate) struct ClockActor {
    hub: Arc<Hub>,
    ticks: Ticks,
    second: u64,
    _guard: Guard<Self>,
}

impl ClockActor {
    pub fn new(hub: Arc<Hub>, ticks: Ticks, guard: Guard<Self>) -> Self {
        ClockActor { hub, ticks, second: 0, _guard: guard }
    }

    fn tick(&mut self) {
        self.second += 1;
        let hub = &self.hub;
        if hub.take_lost() {
            hub.directory.tell_everybody(&Tell::CatchUp);
        }
        for part in 0..PARTS {
            // A part at a time, so that not everybody is pinged at once.
            let turn = |every: u64| self.second % every == part as u64 % every;
            if turn(u64::from(hub.limits.ping_every.max(1))) {
                let _ = hub.directory.forward(part, Forward::Everybody(Tell::Sweep));
            }
            if turn(15) {
                let _ = hub.directory.forward(part, Forward::CompareHeads);
            }
        }
        if self.second.is_multiple_of(60) {
            hub.pace.forget_idle(hub.clock.now());
        }
    }
}

impl Actor for ClockActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        if self.ticks == Ticks::EverySecond {
            ctx.run_interval(std::time::Duration::from_secs(1), |actor, _| actor.tick());
        }
    }
}

impl Handler<Tick> for ClockActor {
    type Result = ();

    fn handle(&mut self, _: Tick, _: &mut Self::Context) {
        self.tick();
    }
}
