//! Handing on the inbox in order, and healing gaps from the store.

use std::time::Duration;

use actix::{ActorFutureExt, AsyncContext, Context, WrapFuture};
use hub::{Event, UserId, rooms, wire::ServerFrame};
use store::{
    Delivery, Fault, Store,
    inbox::{self, Next},
};

use super::{Shows, UserActor};
use crate::{
    collective::Hub,
    messages::{Outgoing, SocketId},
    resume::FARTHEST_BEHIND,
};

/// So many frames are read from the store at once.
pub(crate) const PAGE: usize = 100;
/// Who has missed more than this reads it alone.
const A_LITTLE: usize = 16;
/// More than this is not held while a gap is read: it is read, too.
const MOST_HELD: usize = 1_000;

/// What reading the store for a gap came to.
enum Read {
    Frames(Vec<ServerFrame>),
    /// Farther behind than is replayed or kept: the screens load anew from this number.
    TooFar(i64),
}

impl From<Next> for Read {
    fn from(next: Next) -> Read {
        match next {
            Next::Frames(frames) => Read::Frames(frames),
            Next::Trimmed { head } => Read::TooFar(head),
        }
    }
}

/// What comes after a number, read together with whoever asks at the same moment; `None`: too much for that.
pub(crate) async fn read_a_little(hub: &Hub, user: UserId, after: i64) -> Result<Option<Next>, Fault> {
    let store = hub.store.clone();
    let read = move |askers: Vec<(UserId, i64)>| {
        let store = store.clone();
        async move {
            let mut db = store.read().await?;
            inbox::go_on_many(&mut db, &askers, A_LITTLE).await
        }
    };
    hub.replays.ask((user, after), read).await
}

async fn read_alone(store: &Store, user: UserId, after: i64) -> Result<Read, Fault> {
    let mut db = store.read().await?;
    let head = inbox::head(&mut db, user).await?;
    if head - after > FARTHEST_BEHIND {
        return Ok(Read::TooFar(head));
    }
    Ok(inbox::go_on(&mut db, user, after, PAGE).await?.into())
}

impl UserActor {
    /// Hands on what a batch has for this member.
    pub(super) fn deliver(&mut self, deliveries: Vec<Delivery>, ctx: &mut Context<Self>) {
        for delivery in deliveries {
            match delivery.no() {
                _ if self.healing && self.held.len() < MOST_HELD => self.held.push(delivery),
                None => self.pass_on(&delivery.frame, ctx),
                // More than can be held: the next look at the store finds it.
                Some(_) if self.healing => {}
                Some(no) => self.hand_on(no, &delivery.frame, ctx),
            }
        }
    }

    /// What has no number is shown to who is here now.
    fn pass_on(&mut self, frame: &ServerFrame, ctx: &mut Context<Self>) {
        if let ServerFrame::Event { event, .. } = frame
            && event.stays_inside()
        {
            return self.see_parting(event, ctx);
        }
        if let ServerFrame::Event { event: Event::Presence(_), .. } = frame {
            // This member shows more or less than before, and so sees more or less.
            self.look_around_anew(ctx);
        }
        self.show(frame, ctx, |s| s.shows != Shows::Reading);
        self.see_doors(frame, ctx);
        self.see_rooms(frame);
    }

    /// In which rooms this member is has changed.
    fn see_rooms(&self, frame: &ServerFrame) {
        let ServerFrame::Event { event: Event::Rooms(event), .. } = frame else { return };
        let (room, within) = match event {
            rooms::Event::Opened { room, .. } | rooms::Event::Joined { room, .. } => (*room, true),
            rooms::Event::Left { room, .. } => (*room, false),
            _ => return,
        };
        self.hub.rooms.whereabouts.set(self.user, room, within);
    }

    fn hand_on(&mut self, no: i64, frame: &ServerFrame, ctx: &mut Context<Self>) {
        if self.screens.iter().all(|s| s.shows == Shows::Reading) {
            // Nobody to show it to yet; who reads the store hears that there is more than this.
            self.last = self.last.max(no);
        } else if no == self.last + 1 {
            self.last = no;
            self.show(frame, ctx, |s| matches!(s.shows, Shows::Live { upto } if upto < no));
            self.see_acquaintance(frame, ctx);
        } else if no > self.last {
            tracing::debug!(user = %self.user, last = self.last, came = no, "a gap in an inbox, reading the store");
            self.hub.counters.gap();
            self.heal(ctx);
        }
    }

    /// A socket has read the store to its end. It is live if that is all that is known of here.
    pub(super) fn caught_up(&mut self, socket: SocketId, upto: i64, ctx: &mut Context<Self>) {
        let nobody_live = self.screens.iter().all(|s| s.shows == Shows::Reading);
        let last = self.last;
        let Some(screen) = self.screens.iter_mut().find(|s| s.id == socket) else { return };
        if upto < last {
            let _ = screen.outgoing.try_send(Outgoing::ReadOn);
            return;
        }
        screen.shows = Shows::Live { upto };
        // What was said in their rooms while this screen was on its way it is told by whoever looks that up.
        self.hub.rooms.whereabouts.came(self.user);
        // With other screens live, what this one has read beyond `last` is still on its way to them.
        if nobody_live {
            self.last = upto;
        }
        self.look_if_rung(ctx);
    }

    /// The store's head, as it was a moment ago. What is on its way here has a second to arrive; then it is lost.
    pub(super) fn look_again(&mut self, head: i64, ctx: &mut Context<Self>) {
        if head > self.last {
            ctx.run_later(Duration::from_secs(1), move |actor, ctx| {
                if head > actor.last {
                    actor.heal(ctx);
                }
            });
        }
    }

    /// Reads what is missing from the store and hands it on.
    pub(super) fn heal(&mut self, ctx: &mut Context<Self>) {
        if self.healing || self.screens.iter().all(|s| s.shows == Shows::Reading) {
            // What it rang for may have been written just after what is being read.
            self.rung = true;
            return;
        }
        self.rung = false;
        self.healing = true;
        let (hub, user, after) = (self.hub.clone(), self.user, self.last);
        self.hub.counters.replayed();
        let read = async move {
            // Mostly it is a message or two, for many members at the same moment.
            match read_a_little(&hub, user, after).await? {
                Some(next) => Ok(next.into()),
                None => read_alone(&hub.store, user, after).await,
            }
        };
        ctx.spawn(read.into_actor(self).map(|read, actor, ctx| actor.healed(read, ctx)));
    }

    fn healed(&mut self, read: Result<Read, Fault>, ctx: &mut Context<Self>) {
        self.healing = false;
        let more = match read {
            Ok(Read::Frames(frames)) => {
                for frame in &frames {
                    if let ServerFrame::Event { no: Some(no), .. } = frame {
                        self.hand_on(*no, frame, ctx);
                    }
                }
                frames.len() == PAGE
            }
            Ok(Read::TooFar(head)) => {
                self.reload(head);
                false
            }
            Err(fault) => {
                tracing::warn!(user = %self.user, error = %fault, "an inbox could not be read, trying again");
                self.healing = true;
                ctx.run_later(Duration::from_secs(1), |actor, ctx| {
                    actor.healing = false;
                    actor.heal(ctx);
                });
                return;
            }
        };
        if more {
            self.heal(ctx);
            return;
        }
        let held = std::mem::take(&mut self.held);
        self.deliver(held, ctx);
        self.look_if_rung(ctx);
    }

    /// Looks for what a bell rang for while nobody could look.
    fn look_if_rung(&mut self, ctx: &mut Context<Self>) {
        if self.rung {
            self.heal(ctx);
        }
    }

    fn reload(&mut self, head: i64) {
        self.last = self.last.max(head);
        for screen in self.screens.iter_mut().filter(|s| !s.doomed && s.shows != Shows::Reading) {
            screen.shows = Shows::Live { upto: head };
            let _ = screen.outgoing.try_send(Outgoing::Reload { inbox: head });
        }
    }
}
