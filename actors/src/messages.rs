//! What the actors say to each other.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU8, AtomicU16, Ordering::Relaxed},
};

use actix::{Message, Recipient};
use bytes::Bytes;
use hub::{
    Answer, CommandId, ConversationId, Envelope, Refusal, Timestamp, UserId,
    accounts::Door,
    presence::rules::Screen,
    wire::{Bye, ClientWhisper, Encoding, ServerWhisper},
};
use store::{Delivery, RoomNews};

use crate::{queue::Reply, request::RequestId, rooms::Played, socket::SocketHandle};

/// Names an open socket within this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SocketId(pub u64);

/// What became of a command.
pub(crate) type Verdict = Result<Answer, Refusal>;

/// Sends of one socket in one conversation keep their order, also when one of them meets a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Line {
    pub socket: SocketId,
    pub conversation: ConversationId,
}

// To a socket.

/// To a socket, through the one bounded handle that its member's actor keeps.
#[derive(Message, Clone, Debug)]
#[rtype(result = "()")]
pub(crate) enum Outgoing {
    /// A frame, encoded as this socket speaks.
    Frame(Bytes),
    /// What happened in a room that it shows.
    Played(Arc<Played>),
    /// A room has come to a new message: for sockets that show something else.
    Head {
        room: ConversationId,
        bytes: Bytes,
    },
    /// A block stands between its member and somebody from now on.
    Parted(UserId),
    /// A block may have come or gone: it is looked up.
    LookWhoParted,
    Ping,
    /// The member's actor knows of more than this socket has read from the store: read on.
    ReadOn,
    /// What was missed is too much: load anew, go on from here.
    Reload {
        inbox: i64,
    },
    Bye(Bye),
}

/// To a socket, beside what its member hears of the same batch: what became of its command.
#[derive(Message, Debug)]
#[rtype(result = "()")]
pub(crate) struct Answered {
    pub id: CommandId,
    pub verdict: Verdict,
}

/// What a socket and its member's actor both see, also while the socket is frozen because its client does not read.
#[derive(Debug)]
pub(crate) struct Pulse {
    /// Pings since the client was last heard of.
    unanswered: AtomicU8,
    /// The code that this socket is to close with; 0: none.
    fate: AtomicU16,
    heard_at: AtomicI64,
    /// When it was used last; 0: it says that nobody uses it.
    used_at: AtomicI64,
}

impl Pulse {
    /// A socket that opens now: somebody has just asked for it.
    pub fn begins(now: Timestamp) -> Pulse {
        Pulse { unanswered: AtomicU8::new(0), fate: AtomicU16::new(0), heard_at: AtomicI64::new(now.0), used_at: AtomicI64::new(now.0) }
    }

    pub fn heard(&self, now: Timestamp) {
        self.unanswered.store(0, Relaxed);
        self.heard_at.store(now.0, Relaxed);
    }

    /// Somebody uses it, or nobody does.
    pub fn used(&self, at: Option<Timestamp>) {
        self.used_at.store(at.map_or(0, |at| at.0), Relaxed);
    }

    /// What the rules of presence decide on.
    pub fn screen(&self) -> Screen {
        let used_at = Some(self.used_at.load(Relaxed)).filter(|at| *at != 0).map(Timestamp);
        Screen { heard_at: Timestamp(self.heard_at.load(Relaxed)), used_at }
    }

    /// One ping more; how many were not answered before it.
    pub fn pinged(&self) -> u8 {
        self.unanswered.fetch_add(1, Relaxed)
    }

    /// This socket is to close. The first reason stays.
    pub fn doom(&self, bye: Bye) {
        let _ = self.fate.compare_exchange(0, bye.code(), Relaxed, Relaxed);
    }

    pub fn fate(&self) -> Option<Bye> {
        let code = self.fate.load(Relaxed);
        use Bye::*;
        [Restarting, TooSlow, Silent, DoorClosed, Suspended, Hostile, TooManySockets].into_iter().find(|bye| bye.code() == code)
    }
}

// To a member's actor.

/// A socket has opened.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Enter {
    pub socket: SocketId,
    pub door: Door,
    pub encoding: Encoding,
    pub outgoing: Recipient<Outgoing>,
    pub pulse: Arc<Pulse>,
    pub stream: Option<SocketHandle>,
}

#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Leave {
    pub socket: SocketId,
}

/// A socket's wish.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Wish {
    pub socket: SocketId,
    pub envelope: Arc<Envelope>,
    pub request: RequestId,
    pub answer_to: Recipient<Answered>,
}

/// A socket has read its inbox from the store up to here, and there was no more.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct CaughtUp {
    pub socket: SocketId,
    pub upto: i64,
}

#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Whispered {
    pub socket: SocketId,
    pub whisper: ClientWhisper,
}

/// A socket reads what happens in rooms too slowly.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct TooSlow {
    pub socket: SocketId,
}

/// To a member's actor from the directory.
#[derive(Message, Clone)]
#[rtype(result = "()")]
pub(crate) enum Tell {
    Deliver(Vec<Delivery>),
    Whisper(ServerWhisper),
    /// Ping every socket; let go of those that have not answered.
    Sweep,
    /// The store's head of this inbox: a lost doorbell shows here.
    Head(i64),
    /// There is more in this inbox, written by another hub: read the store.
    ReadOn,
    /// Doorbells may have been lost: read the store, and see whether the doors are still open.
    CatchUp,
    /// Somebody shows more or less of themselves than before.
    LookAgainAt(UserId),
    CloseAll(Bye),
}

// To the background actors.

/// To the persistence actor: there is something in the queue.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Ring;

/// To the post: what the readers of a batch are to hear, and the answers to sockets.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Post {
    pub deliveries: Vec<Delivery>,
    /// What screens that show a room are to hear.
    pub rooms: Vec<RoomNews>,
    pub replies: Vec<Reply>,
}

/// To a part of the directory.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) enum Forward {
    Deliver {
        deliveries: Vec<Delivery>,
        replies: Vec<Reply>,
    },
    Whisper {
        to: Vec<UserId>,
        whisper: ServerWhisper,
    },
    Everybody(Tell),
    /// Compare every present member's inbox with the store.
    CompareHeads,
}

/// For tests: the actor that hears it panics.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Panic;
