//! One actor for each member with an open screen: the order of what their screens show, their wishes in order, their
//! whispers, their presence. It comes with the first socket and leaves a moment after the last.
//!
//! Order is in the numbers: only last + 1 is handed on. A gap, a lost doorbell or a bell that rang too early makes it read
//! the store. A socket enters first and reads then, so that nothing falls between: what it has read is known by its number.

mod doors;
mod inbox;
mod whispers;

pub(crate) use inbox::{PAGE, read_a_little};

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use actix::{Actor, ActorContext, AsyncContext, Context, Handler, Recipient};
use bytes::Bytes;
use hub::{
    ConversationId, UserId,
    accounts::Door,
    presence::Sight,
    wire::{Bye, Encoding, ServerFrame},
};
use store::Delivery;

use crate::{
    collective::Hub,
    messages::{CaughtUp, Enter, Leave, Outgoing, Panic, Pulse, SocketId, Tell, TooSlow, Whispered, Wish},
    queue::{ReplyTo, Waiting, line_of},
    socket::SocketHandle,
};

/// So many messages may wait for a member's actor; more, and the gap is read from the store.
const MAILBOX: usize = 512;

/// A socket that has not said hello, or not read what it missed, after so many sweeps, will not.
const LONGEST_READING: u8 = 6;

pub(crate) struct UserActor {
    hub: Arc<Hub>,
    user: UserId,
    /// Tells this actor from earlier ones of this member.
    serial: u64,
    entered: u64,
    screens: Vec<Screen>,
    /// The last number that was handed on, or that is known to be in the store.
    last: i64,
    /// A gap is being read; what comes meanwhile waits in `held`.
    healing: bool,
    /// A bell rang while the store was being read: it is to be read once more.
    rung: bool,
    held: Vec<Delivery>,
    /// Who else is in a conversation that this member is in; looked up once.
    talks: HashMap<ConversationId, Vec<UserId>>,
    /// What may be seen of a person; looked up once.
    acquainted: HashMap<UserId, Sight>,
    /// Who has written since this actor began: that changes once what may be seen of them.
    wrote: HashSet<UserId>,
    /// How often somebody was forgotten: what was looked up before that counts for nothing.
    partings: u64,
    going: bool,
}

/// An open socket of this member.
struct Screen {
    id: SocketId,
    door: Door,
    encoding: Encoding,
    /// The one long-lived handle: a mailbox is bounded per handle (measured).
    outgoing: Recipient<Outgoing>,
    pulse: Arc<Pulse>,
    stream: Option<SocketHandle>,
    shows: Shows,
    doomed: bool,
    /// Sweeps that it has been reading through.
    reading_for: u8,
    conversations: Vec<ConversationId>,
    /// Whom it would like to watch, and whom of them it may.
    asked: Vec<UserId>,
    people: Vec<UserId>,
}

/// How far a screen is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shows {
    /// It reads the store by itself.
    Reading,
    /// Everything up to this number; the next ones come from here.
    Live { upto: i64 },
}

impl UserActor {
    pub fn new(hub: Arc<Hub>, user: UserId, serial: u64) -> UserActor {
        UserActor {
            hub,
            user,
            serial,
            entered: 0,
            screens: Vec::new(),
            last: 0,
            healing: false,
            rung: false,
            held: Vec::new(),
            talks: HashMap::new(),
            acquainted: HashMap::new(),
            wrote: HashSet::new(),
            partings: 0,
            going: false,
        }
    }

    fn enter(&mut self, enter: Enter, ctx: &mut Context<Self>) {
        self.entered += 1;
        let Enter { socket, door, encoding, outgoing, pulse, stream } = enter;
        let screen = Screen {
            id: socket,
            door,
            encoding,
            outgoing,
            pulse,
            stream,
            shows: Shows::Reading,
            doomed: false,
            reading_for: 0,
            conversations: Vec::new(),
            asked: Vec::new(),
            people: Vec::new(),
        };
        let room = self.screens.iter().filter(|s| !s.doomed).count() < self.hub.limits.sockets_a_member;
        // Most members have one screen: room for four would cost each of them half a kilobyte.
        self.screens.reserve_exact(1);
        self.screens.push(screen);
        if self.going {
            self.doom(socket, Bye::Restarting, ctx);
        } else if !room {
            self.doom(socket, Bye::TooManySockets, ctx);
        }
    }

    fn leave(&mut self, socket: SocketId, ctx: &mut Context<Self>) {
        let Some(at) = self.screens.iter().position(|s| s.id == socket) else { return };
        let gone = self.screens.swap_remove(at);
        self.unwatch(gone.people);
        if let Some(change) = self.hub.directory.left(self.user, self.serial, socket, self.hub.clock.now()) {
            self.hub.changed(change);
        }
        if gone.pulse.fate() == Some(Bye::Silent) {
            // Has not been here for half a minute, as far as anybody can know: that is no page that loads anew.
            self.go_if_alone(ctx);
        } else if self.screens.is_empty() {
            ctx.run_later(self.hub.limits.linger, |actor, ctx| actor.go_if_alone(ctx));
        }
    }

    fn go_if_alone(&mut self, ctx: &mut Context<Self>) {
        if !self.screens.is_empty() {
            return;
        }
        // Before somebody else may begin for this member, and with them come anew.
        self.hub.rooms.whereabouts.went(self.user);
        if let Ok(change) = self.hub.directory.leave(self.user, self.serial, self.entered) {
            if let Some(change) = change {
                self.hub.changed(change);
            }
            ctx.stop();
        }
    }

    /// Lets a socket go. It says goodbye if its client reads; else its stream is cut from outside, since a socket whose
    /// client does not read is frozen, its timers too (measured).
    fn doom(&mut self, socket: SocketId, bye: Bye, ctx: &mut Context<Self>) {
        let Some(screen) = self.screens.iter_mut().find(|s| s.id == socket && !s.doomed) else { return };
        screen.doomed = true;
        screen.pulse.doom(bye);
        // Full: it sees its fate as soon as it does anything at all.
        let _ = screen.outgoing.try_send(Outgoing::Bye(bye));
        match bye {
            Bye::TooSlow => {
                self.hub.counters.too_slow.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                metrics::counter!("collective_sockets_let_go_total", "why" => "too_slow").increment(1);
            }
            Bye::Silent => {
                self.hub.counters.silent.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                metrics::counter!("collective_sockets_let_go_total", "why" => "silent").increment(1);
            }
            _ => {}
        }
        ctx.run_later(self.hub.limits.goodbye, move |actor, ctx| {
            if let Some(screen) = actor.screens.iter().find(|s| s.id == socket) {
                if let Some(stream) = &screen.stream {
                    stream.cut();
                }
                actor.leave(socket, ctx);
            }
        });
    }

    fn doom_all(&mut self, bye: Bye, ctx: &mut Context<Self>) {
        let all: Vec<SocketId> = self.screens.iter().map(|s| s.id).collect();
        for socket in all {
            self.doom(socket, bye, ctx);
        }
    }

    /// Sends to the screens that `wanted` picks, encoded once a protocol; who has no room left is let go.
    fn show(&mut self, frame: &ServerFrame, ctx: &mut Context<Self>, wanted: impl Fn(&Screen) -> bool) {
        self.show_as(frame, ctx, wanted, Outgoing::Frame);
    }

    fn show_as(
        &mut self,
        frame: &ServerFrame,
        ctx: &mut Context<Self>,
        wanted: impl Fn(&Screen) -> bool,
        outgoing: impl Fn(Bytes) -> Outgoing,
    ) {
        let mut encoded: [Option<Bytes>; 2] = [None, None];
        let mut full = Vec::new();
        for screen in self.screens.iter().filter(|s| !s.doomed && wanted(s)) {
            let bytes = encoded[screen.encoding as usize].get_or_insert_with(|| screen.encoding.encode(frame).into());
            if let Err(actix::prelude::SendError::Full(_)) = screen.outgoing.try_send(outgoing(bytes.clone())) {
                full.push(screen.id);
            }
        }
        for socket in full {
            tracing::debug!(user = %self.user, "a screen reads too slowly, it is let go");
            self.doom(socket, Bye::TooSlow, ctx);
        }
    }

    /// Pings every screen; who has left too many unanswered is let go.
    fn sweep(&mut self, ctx: &mut Context<Self>) {
        let patience = self.hub.limits.pings_unanswered;
        let mut gone = Vec::new();
        for screen in self.screens.iter_mut().filter(|s| !s.doomed) {
            screen.reading_for = if screen.shows == Shows::Reading { screen.reading_for + 1 } else { 0 };
            if screen.pulse.pinged() >= patience || screen.reading_for > LONGEST_READING {
                gone.push((screen.id, Bye::Silent));
            } else if let Err(actix::prelude::SendError::Full(_)) = screen.outgoing.try_send(Outgoing::Ping) {
                gone.push((screen.id, Bye::TooSlow));
            }
        }
        for (socket, bye) in gone {
            self.doom(socket, bye, ctx);
        }
    }
}

impl Actor for UserActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
    }
}

/// However it ends: nobody is left with a screen that hears nothing.
impl Drop for UserActor {
    fn drop(&mut self) {
        if let Some(change) = self.hub.directory.dropped(self.user, self.serial) {
            self.hub.changed(change);
            self.hub.rooms.whereabouts.went(self.user);
        }
        for screen in self.screens.drain(..) {
            screen.pulse.doom(Bye::Restarting);
            screen.outgoing.do_send(Outgoing::Bye(Bye::Restarting));
            for person in screen.people {
                self.hub.directory.unwatch(person, self.user);
            }
        }
    }
}

impl Handler<Enter> for UserActor {
    type Result = ();

    fn handle(&mut self, enter: Enter, ctx: &mut Self::Context) {
        self.enter(enter, ctx);
    }
}

impl Handler<Leave> for UserActor {
    type Result = ();

    fn handle(&mut self, Leave { socket }: Leave, ctx: &mut Self::Context) {
        // Behind the last of its wishes, so that none of them overtakes the one that broke its line.
        self.hub.queue.forget(socket);
        self.leave(socket, ctx);
    }
}

impl Handler<Wish> for UserActor {
    type Result = ();

    fn handle(&mut self, wish: Wish, _: &mut Self::Context) {
        let Wish { socket, envelope, request, answer_to } = wish;
        let reply = ReplyTo::Socket(answer_to);
        if let Err(refusal) = self.hub.in_pace(envelope.by, &envelope.command) {
            return reply.say(Arc::unwrap_or_clone(envelope).id, Err(refusal));
        }
        let line = line_of(socket, &envelope.command);
        self.hub.hand_in(Waiting { envelope, request, line, reply, since: std::time::Instant::now() });
    }
}

impl Handler<CaughtUp> for UserActor {
    type Result = ();

    fn handle(&mut self, CaughtUp { socket, upto }: CaughtUp, ctx: &mut Self::Context) {
        self.caught_up(socket, upto, ctx);
    }
}

impl Handler<Whispered> for UserActor {
    type Result = ();

    fn handle(&mut self, whispered: Whispered, ctx: &mut Self::Context) {
        self.whispered(whispered, ctx);
    }
}

impl Handler<TooSlow> for UserActor {
    type Result = ();

    fn handle(&mut self, TooSlow { socket }: TooSlow, ctx: &mut Self::Context) {
        self.doom(socket, Bye::TooSlow, ctx);
    }
}

impl Handler<Tell> for UserActor {
    type Result = ();

    fn handle(&mut self, tell: Tell, ctx: &mut Self::Context) {
        match tell {
            Tell::Deliver(deliveries) => {
                self.hub.counters.delivered(deliveries.len());
                self.deliver(deliveries, ctx);
            }
            Tell::Whisper(whisper) => self.hear(whisper, ctx),
            Tell::Sweep => self.sweep(ctx),
            Tell::Head(head) => self.look_again(head, ctx),
            Tell::ReadOn => self.heal(ctx),
            Tell::CatchUp => {
                self.heal(ctx);
                self.check_doors(ctx);
                self.look_around_anew(ctx);
            }
            Tell::LookAgainAt(person) => self.look_again_at(person, ctx),
            Tell::CloseAll(bye) => {
                self.going = true;
                self.doom_all(bye, ctx);
            }
        }
    }
}

impl Handler<Panic> for UserActor {
    type Result = ();

    fn handle(&mut self, _: Panic, _: &mut Self::Context) {
        panic!("a test panics in a member's actor");
    }
}
