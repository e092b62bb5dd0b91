//! Sorts what a batch has to tell, and the answers to sockets, by parts of the directory and of the rooms. One message a part and batch, not
//! one a reader.

use std::sync::Arc;

use actix::{Actor, Context, Handler};
use store::Delivery;

use crate::{
    collective::Hub,
    desk::Guard,
    directory::PARTS,
    messages::{Forward, Panic, Post},
    queue::Reply,
};

/// So many batches may wait for the post.
const MAILBOX: usize = 1_024;

pub(crate) struct PostActor {
    hub: Arc<Hub>,
    _guard: Guard<Self>,
}

impl PostActor {
    pub fn new(hub: Arc<Hub>, guard: Guard<Self>) -> Self {
        PostActor { hub, _guard: guard }
    }
}

impl Actor for PostActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
    }
}

impl Handler<Post> for PostActor {
    type Result = ();

    fn handle(&mut self, Post { deliveries, rooms, replies }: Post, _: &mut Self::Context) {
        let directory = &self.hub.directory;
        let in_rooms = rooms.len();
        if self.hub.rooms.tell(rooms).is_err() {
            self.hub.counters.delivered(in_rooms);
            self.hub.doorbells_lost();
        }
        let mut parts: [(Vec<Delivery>, Vec<Reply>); PARTS] = Default::default();
        for one in deliveries {
            parts[directory.part_of(one.to)].0.push(one);
        }
        for reply in replies {
            if let Some(member) = reply.member() {
                parts[directory.part_of(member)].1.push(reply);
            }
        }
        for (part, (deliveries, replies)) in parts.into_iter().enumerate() {
            let count = deliveries.len();
            if count == 0 && replies.is_empty() {
                continue;
            }
            if directory.forward(part, Forward::Deliver { deliveries, replies }).is_err() && count > 0 {
                self.hub.counters.delivered(count);
                self.hub.doorbells_lost();
            }
        }
    }
}

impl Handler<Panic> for PostActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in the post");
    }
}
