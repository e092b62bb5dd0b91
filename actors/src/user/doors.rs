//! Sockets close when the door they came in by does.

use actix::{ActorFutureExt, AsyncContext, Context, WrapFuture};
use hub::{
    Event,
    accounts::{self, Door},
    leaving,
    wire::{Bye, ServerFrame},
};
use store::Fault;

use super::UserActor;
use crate::messages::SocketId;

impl UserActor {
    /// An event that closes doors closes their sockets.
    pub(super) fn see_doors(&mut self, frame: &ServerFrame, ctx: &mut Context<Self>) {
        let event = match frame {
            ServerFrame::Event { event: Event::Accounts(event), .. } => event,
            // Whoever leaves takes their tokens' sockets along, too.
            ServerFrame::Event { event: Event::Leaving(leaving::Event::Left { .. } | leaving::Event::Gone { .. }), .. } => {
                return self.doom_all(Bye::DoorClosed, ctx);
            }
            _ => return,
        };
        match event {
            accounts::Event::DoorsClosed { doors, .. } => self.close_doors(doors, ctx),
            accounts::Event::Suspended { suspended: true, .. } => self.doom_all(Bye::Suspended, ctx),
            // A new password names the doors that it shut in an event of its own.
            _ => {}
        }
    }

    fn close_doors(&mut self, doors: &[Door], ctx: &mut Context<Self>) {
        let shut: Vec<SocketId> = self.screens.iter().filter(|s| doors.contains(&s.door)).map(|s| s.id).collect();
        for socket in shut {
            self.doom(socket, Bye::DoorClosed, ctx);
        }
    }

    /// Doorbells may have been lost, and doors have no numbers: the store is asked.
    pub(super) fn check_doors(&mut self, ctx: &mut Context<Self>) {
        let mut doors: Vec<Door> = Vec::new();
        for screen in &self.screens {
            if !doors.contains(&screen.door) {
                doors.push(screen.door);
            }
        }
        let (store, user) = (self.hub.store.clone(), self.user);
        let check = async move {
            let mut db = store.read().await?;
            let asked: Vec<_> = doors.iter().map(|door| (user, *door)).collect();
            let open = store::accounts::list_open_doors(&mut db, &asked).await?;
            Ok::<_, Fault>(doors.into_iter().filter(|door| !open.contains(door)).collect::<Vec<_>>())
        };
        ctx.spawn(check.into_actor(self).map(|shut, actor, ctx| match shut {
            Ok(shut) => actor.close_doors(&shut, ctx),
            Err(fault) => {
                tracing::warn!(user = %actor.user, error = %fault, "doors could not be checked, trying again");
                actor.hub.doorbells_lost();
            }
        }));
    }
}
