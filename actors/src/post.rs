//! Sorts what a batch has to tell by parts of the directory. One message a part and batch, not one a reader.

use std::sync::Arc;

use actix::{Actor, Context, Handler};
use store::Delivery;

use crate::{
    collective::Hub,
    desk::Guard,
    directory::PARTS,
    messages::{Forward, Panic, Post},
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

    fn handle(&mut self, Post(deliveries): Post, _: &mut Self::Context) {
        let mut parts: [Vec<Delivery>; PARTS] = Default::default();
        for one in deliveries {
            parts[self.hub.directory.part_of(one.to)].push(one);
        }
        for (part, some) in parts.into_iter().enumerate() {
            let count = some.len();
            if count > 0 && self.hub.directory.forward(part, Forward::Deliver(some)).is_err() {
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
