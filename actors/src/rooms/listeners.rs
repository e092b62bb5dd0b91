//! The sockets of one thread that show rooms. What happens in a room reaches each thread as one message, and is handed to its
//! sockets from there: to wake somebody on one's own thread costs a fraction of waking them across (measured).

use std::{collections::HashMap, sync::Arc};

use actix::{Actor, Addr, Context, Handler, Message, Recipient, prelude::SendError};
use hub::{
    ConversationId,
    wire::{Bye, Encoding},
};

use super::Played;
use crate::{
    messages::{Outgoing, SocketId, TooSlow},
    user::UserActor,
};

/// So much may wait for a thread; more, and its sockets read the store.
const MAILBOX: usize = 512;

/// A socket shows a room.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Listen {
    pub room: ConversationId,
    pub socket: SocketId,
    pub encoding: Encoding,
    /// The one long-lived handle of the room to this socket: a mailbox is bounded per handle (measured).
    pub outgoing: Recipient<Outgoing>,
    pub member: Addr<UserActor>,
}

/// It shows it no more.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Stop {
    pub room: ConversationId,
    pub socket: SocketId,
}

#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct PlayedBack(pub Arc<Played>);

#[derive(Default)]
pub(crate) struct ListenersActor {
    rooms: HashMap<ConversationId, Vec<Listen>>,
}

impl ListenersActor {
    pub fn begin() -> Addr<ListenersActor> {
        ListenersActor::default().start()
    }

    fn stop(&mut self, room: ConversationId, socket: SocketId) {
        let Some(all) = self.rooms.get_mut(&room) else { return };
        all.retain(|one| one.socket != socket);
        if all.is_empty() {
            self.rooms.remove(&room);
        }
    }
}

impl Actor for ListenersActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
    }
}

/// However it ends: nobody is left with a screen that hears nothing.
impl Drop for ListenersActor {
    fn drop(&mut self) {
        for one in self.rooms.drain().flat_map(|(_, all)| all) {
            one.outgoing.do_send(Outgoing::Bye(Bye::Restarting));
        }
    }
}

impl Handler<Listen> for ListenersActor {
    type Result = ();

    fn handle(&mut self, listen: Listen, _: &mut Self::Context) {
        self.rooms.entry(listen.room).or_default().push(listen);
    }
}

impl Handler<Stop> for ListenersActor {
    type Result = ();

    fn handle(&mut self, Stop { room, socket }: Stop, _: &mut Self::Context) {
        self.stop(room, socket);
    }
}

impl Handler<PlayedBack> for ListenersActor {
    type Result = ();

    fn handle(&mut self, PlayedBack(played): PlayedBack, _: &mut Self::Context) {
        let Some(all) = self.rooms.get_mut(&played.room) else { return };
        // Who has no room left is let go by its member's actor, which can cut its stream.
        all.retain(|one| match one.outgoing.try_send(Outgoing::Played(played.clone())) {
            Ok(()) => true,
            Err(SendError::Full(_)) => {
                one.member.do_send(TooSlow { socket: one.socket });
                false
            }
            Err(SendError::Closed(_)) => false,
        });
    }
}
