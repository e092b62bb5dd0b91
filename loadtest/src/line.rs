//! What a scenario talks over: a hub's websocket, or the line of somebody else's server.
//!
//! ```text
//!   scenario ─▶ seat ─▶ Wire ─┬─ Hub    the hub's own socket: frames as they are
//!                             └─ Peer   a line of another server: an adapter says the same frames in its words
//! ```
//! Scenarios speak in the hub's frames whatever is at the other end, so that the same workload runs against all of them. An
//! adapter translates, and answers by itself what its server has no word for (an introduction, a room that is opened).

use std::fmt::Debug;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use hub::wire::{ClientFrame, ServerFrame};

use crate::{
    members::Member,
    socket::{ConnectError, Ended, Resume, Socket, Welcome},
};

/// A server of somebody else's that members can come in to.
pub trait Peer: Debug + Send + Sync {
    /// As tables name it.
    fn name(&self) -> &str;

    /// Opens the line of member number `index`, again after a drop if `resume` says what was shown. It is welcome when this
    /// comes back: what is said to it from then on arrives.
    fn open<'a>(&'a self, member: &'a Member, index: usize, resume: Option<Resume>) -> BoxFuture<'a, Result<Box<dyn Line>, ConnectError>>;

    /// Whether the numbers of a room come in order on every line. Of a server that gives none, an adapter may give them by itself,
    /// and says no: then only what never came or came twice is looked for.
    fn keeps_order(&self) -> bool {
        true
    }
}

/// An open line.
pub trait Line: Send {
    fn welcome(&self) -> &Welcome;

    /// Puts a frame into the buffer.
    fn feed<'a>(&'a mut self, frame: &'a ClientFrame) -> BoxFuture<'a, Result<(), Ended>>;

    /// Writes the buffer out.
    fn flush(&mut self) -> BoxFuture<'_, Result<(), Ended>>;

    /// What came next, whole; pings are answered in here. Safe to drop while it waits: nothing is lost. After the end it says the
    /// same end again. What the adapter answers by itself comes as bytes of its own too (they may be empty).
    fn next_bytes(&mut self) -> BoxFuture<'_, Result<Bytes, Ended>>;

    /// What these bytes say, in the hub's frames: none, one or several.
    fn read(&mut self, bytes: &Bytes, frames: &mut Vec<ServerFrame>);

    /// Leaves in order, within two seconds.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// An open line of either kind.
pub enum Wire {
    Hub(Box<Socket>),
    Peer(Box<dyn Line>),
}

impl Wire {
    pub fn welcome(&self) -> &Welcome {
        match self {
            Wire::Hub(socket) => socket.welcome(),
            Wire::Peer(line) => line.welcome(),
        }
    }

    pub async fn feed(&mut self, frame: &ClientFrame) -> Result<(), Ended> {
        match self {
            Wire::Hub(socket) => socket.feed(frame).await,
            Wire::Peer(line) => line.feed(frame).await,
        }
    }

    pub async fn flush(&mut self) -> Result<(), Ended> {
        match self {
            Wire::Hub(socket) => socket.flush().await,
            Wire::Peer(line) => line.flush().await,
        }
    }

    pub async fn next_bytes(&mut self) -> Result<Bytes, Ended> {
        match self {
            Wire::Hub(socket) => socket.next_bytes().await,
            Wire::Peer(line) => line.next_bytes().await,
        }
    }

    pub fn read(&mut self, bytes: &Bytes, frames: &mut Vec<ServerFrame>) {
        match self {
            Wire::Hub(socket) => frames.extend(socket.read(bytes)),
            Wire::Peer(line) => line.read(bytes, frames),
        }
    }

    pub async fn close(self) {
        match self {
            Wire::Hub(socket) => drop(socket.close().await),
            Wire::Peer(line) => line.close().await,
        }
    }

    /// Whether its bytes are the hub's own frames, the same for everybody who is told the same.
    pub fn is_hub(&self) -> bool {
        matches!(self, Wire::Hub(_))
    }
}
