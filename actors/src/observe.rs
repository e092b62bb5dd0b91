//! What the operator sees of the actors: typed numbers for pages and tests, the same as metrics with stable names.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

use hub::{Refusal, kernel::refusal::Refused};

/// A moment's numbers. Counters count from the start of the process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observed {
    /// Commands that wait or are being written.
    pub waiting: usize,
    /// Those of them that are being written.
    pub writing: usize,
    /// How long the oldest of them has waited, in ms.
    pub oldest_ms: u64,
    pub batches: u64,
    /// Commands carried out or refused by the store.
    pub commands: u64,
    /// Commands refused, at the door or by a rule.
    pub refusals: u64,
    /// Faults: what broke, said to members as “broken” or “busy”.
    pub faults: u64,
    pub deadlocks: u64,
    /// Background actors that were started again after a panic.
    pub restarts: u64,
    pub sockets: i64,
    /// Members with an open screen.
    pub here: usize,
    /// What was handed to the post, and what of it has reached a member's actor or nobody.
    pub posted: u64,
    pub delivered: u64,
    /// Pages of an inbox read from the store for a screen that was away.
    pub replays: u64,
    /// Times a member's actor missed a number and read the store.
    pub gaps: u64,
    /// Screens let go because they read too slowly.
    pub too_slow: u64,
    /// Screens let go because they were silent.
    pub silent: u64,
    /// Whether the bell of the other hubs can be heard; `None`: there is none.
    pub bus: Option<bool>,
}

#[derive(Default)]
pub(crate) struct Counters {
    pub batches: AtomicU64,
    pub commands: AtomicU64,
    pub refusals: AtomicU64,
    pub faults: AtomicU64,
    pub deadlocks: AtomicU64,
    pub restarts: AtomicU64,
    pub sockets: AtomicI64,
    pub posted: AtomicU64,
    pub delivered: AtomicU64,
    pub replays: AtomicU64,
    pub gaps: AtomicU64,
    pub too_slow: AtomicU64,
    pub silent: AtomicU64,
}

/// Every series that counts what seldom happens stands there from the start: what is not there can't be told from 0.
pub fn begin_series() {
    for actor in ["persistence", "post", "directory", "clock", "sms", "mail", "matcher", "relay"] {
        metrics::counter!("collective_restarts_total", "actor" => actor).increment(0);
    }
    for name in [
        "collective_deadlocks_total",
        "collective_batches_one_by_one_total",
        "collective_gaps_total",
        "collective_replays_total",
        "collective_deliveries_total",
    ] {
        metrics::counter!(name).increment(0);
    }
    for code in ["busy", "too_fast", "broken", "unreadable"] {
        metrics::counter!("collective_refusals_total", "code" => code).increment(0);
    }
    for why in ["too_slow", "silent"] {
        metrics::counter!("collective_sockets_let_go_total", "why" => why).increment(0);
    }
    for name in ["collective_desk_queue_depth", "collective_desk_queue_age_ms", "collective_sockets_open"] {
        metrics::gauge!(name).increment(0.0);
    }
}

impl Counters {
    pub fn refused(&self, refusal: &Refusal) -> Refused {
        self.refusals.fetch_add(1, Relaxed);
        let refused = refusal.refused();
        metrics::counter!("collective_refusals_total", "code" => refused.code.clone()).increment(1);
        refused
    }

    pub fn socket_came(&self) {
        let open = self.sockets.fetch_add(1, Relaxed) + 1;
        metrics::gauge!("collective_sockets_open").set(open as f64);
    }

    pub fn socket_went(&self) {
        let open = self.sockets.fetch_sub(1, Relaxed) - 1;
        metrics::gauge!("collective_sockets_open").set(open as f64);
    }

    pub fn posted(&self, count: usize) {
        self.posted.fetch_add(count as u64, Relaxed);
        metrics::counter!("collective_deliveries_total").increment(count as u64);
    }

    pub fn delivered(&self, count: usize) {
        self.delivered.fetch_add(count as u64, Relaxed);
    }

    pub fn replayed(&self) {
        self.replays.fetch_add(1, Relaxed);
        metrics::counter!("collective_replays_total").increment(1);
    }

    pub fn gap(&self) {
        self.gaps.fetch_add(1, Relaxed);
        metrics::counter!("collective_gaps_total").increment(1);
    }

    pub fn restarted(&self, actor: &'static str) {
        self.restarts.fetch_add(1, Relaxed);
        metrics::counter!("collective_restarts_total", "actor" => actor).increment(1);
    }

    /// A batch is done: `size` commands in `spent`.
    pub fn batch(&self, size: usize, spent: &store::Spent) {
        self.batches.fetch_add(1, Relaxed);
        self.commands.fetch_add(size as u64, Relaxed);
        metrics::histogram!("collective_batch_size").record(size as f64);
        metrics::histogram!("collective_batch_lock_wait_seconds").record(spent.wait_us as f64 / 1e6);
        metrics::histogram!("collective_batch_work_seconds").record(spent.work_us as f64 / 1e6);
        metrics::histogram!("collective_commit_seconds").record(spent.commit_us as f64 / 1e6);
        if spent.deadlocks > 0 {
            self.deadlocks.fetch_add(u64::from(spent.deadlocks), Relaxed);
            metrics::counter!("collective_deadlocks_total").increment(u64::from(spent.deadlocks));
        }
        if spent.one_by_one {
            metrics::counter!("collective_batches_one_by_one_total").increment(1);
        }
    }

    pub fn read(&self) -> Observed {
        Observed {
            batches: self.batches.load(Relaxed),
            commands: self.commands.load(Relaxed),
            refusals: self.refusals.load(Relaxed),
            faults: self.faults.load(Relaxed),
            deadlocks: self.deadlocks.load(Relaxed),
            bus: None,
            restarts: self.restarts.load(Relaxed),
            sockets: self.sockets.load(Relaxed),
            posted: self.posted.load(Relaxed),
            delivered: self.delivered.load(Relaxed),
            replays: self.replays.load(Relaxed),
            gaps: self.gaps.load(Relaxed),
            too_slow: self.too_slow.load(Relaxed),
            silent: self.silent.load(Relaxed),
            ..Observed::default()
        }
    }
}
