//! What all screens of a run share: the doors, the phase, the books.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use clap::ValueEnum;
use hub::{AskId, UserId};
use tokio::{sync::watch, time::Instant};

use super::history::{Ms, Person};
use crate::measure::Latencies;

/// How far the run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Everybody comes in; who is in does not see what was said before.
    Arriving,
    /// Everybody talks.
    Talking,
    /// Nobody says anything new; what has no answer yet is said until it has one.
    Hush,
    /// Everybody looks how much they have not read.
    Counting,
    /// Some leave for good, the others watch.
    Parting,
    Over,
}

/// A client that is broken on purpose, so that the checker has something to find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sabotage {
    /// The cursor is moved when an event comes, and it is shown a moment later, if the socket is still there
    EarlyCursor,
    /// It comes back from an older number than it has shown, and shows whatever comes
    NoNumbers,
    /// What has no answer is said again under another id
    FreshIds,
    /// What was handed to the socket counts as stored
    Hasty,
    /// What it says itself waits to be read, too
    Miscount,
    /// It does not hear that somebody has left
    Deaf,
}

/// Shared by every screen.
pub struct Stage {
    /// Tells this run's messages from another's.
    pub run: u32,
    pub seed: u64,
    pub began: Instant,
    /// Each hub's address, through its proxy.
    pub doors: Vec<String>,
    pub phase: watch::Receiver<Phase>,
    /// Between two messages of a screen.
    pub pace: Duration,
    /// So many of a screen may have no answer.
    pub unanswered: usize,
    /// Of so many messages one is said in the room that every screen shows.
    pub room_every: u32,
    /// What is asked for, by whom (their place in the run, and their id).
    pub asks: Vec<(AskId, Person, UserId)>,
    pub sabotage: Vec<Sabotage>,
    pub tally: Tally,
}

impl Stage {
    pub fn now(&self) -> Ms {
        self.began.elapsed().as_millis() as Ms
    }

    pub fn phase(&self) -> Phase {
        *self.phase.borrow()
    }

    pub fn is_sabotaged(&self, how: Sabotage) -> bool {
        self.sabotage.contains(&how)
    }
}

/// Counted while it runs.
#[derive(Default)]
pub struct Tally {
    pub acked: AtomicU64,
    /// Places that were taken, and acknowledged so.
    pub claimed: AtomicU64,
    pub shown: AtomicU64,
    /// Screens with an open socket.
    pub inside: AtomicUsize,
    /// Sockets opened after the first one.
    pub came_back: AtomicU64,
    pub reloads: AtomicU64,
    /// Said or read, and no answer yet.
    pub waiting: AtomicUsize,
    waits: Mutex<Waits>,
}

/// How long things took.
#[derive(Default)]
pub struct Waits {
    /// From intending a message to its tick.
    pub tick: Latencies,
    /// From intending a message to its row on another screen.
    pub row: Latencies,
    /// From losing a socket to the next welcome.
    pub away: Latencies,
    pub refusals: BTreeMap<String, u64>,
    /// Why sockets ended, and were not opened.
    pub ends: BTreeMap<String, u64>,
}

impl Tally {
    pub fn waits(&self) -> MutexGuard<'_, Waits> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn acked(&self) -> u64 {
        self.acked.load(Relaxed)
    }

    pub fn waiting(&self) -> usize {
        self.waiting.load(Relaxed)
    }
}
