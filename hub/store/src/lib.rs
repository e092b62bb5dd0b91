//! The store: what is written down. One write path ([`Store::carry_out`]), reads beside it.
//!
//! Every feature has one file here, of the same name as in the hub: its `carry_out` loads, asks the rules, saves, and says
//! what happened; its `find_`, `list_`, `page_` functions read for pages, the API and replay. Only `engine.rs` knows which
//! database it is.

pub mod engine;
pub mod fault;

mod batch;
mod carry_out;
mod consequences;
mod hot;
pub mod interests;
mod journal;
mod lanes;
mod language;
mod migrate;
mod numbers;
mod posts;
mod views;

pub mod accounts;
pub mod asks;
pub mod availability;
pub mod census;
pub mod claims;
pub mod connections;
pub mod drafts;
pub mod files;
pub mod follows;
pub mod header;
pub mod home;
pub mod inbox;
pub mod keeps;
pub mod leaving;
pub mod link_previews;
pub mod mail;
pub mod matches;
pub mod messaging;
pub mod moderation;
pub mod notices;
pub mod offers;
pub mod points;
pub mod presence;
pub mod privacy;
pub mod profiles;
pub mod receipts;
pub mod reviews;
pub mod rooms;
pub mod saved_searches;
pub mod seed;
pub mod sms;
pub mod tastes;
pub mod taxonomy;
pub mod testing;
pub mod times;
pub mod tools;
pub mod wordings;

pub use batch::{Carried, Delivery, Pace, Spent};
pub use engine::{Db, Engine, Row, Tx, Value};
pub use fault::{Failure, Fault, OpenError};
pub use journal::Entry;
pub use lanes::{LEASE, LaneHead, Node};
pub use language::language_of;
pub use rooms::RoomNews;
pub use views::of as view_for;

use std::sync::Arc;

use hub::Timestamp;

/// The store of one hub. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    ids: numbers::Ids,
    /// Cursors of another epoch mean nothing here.
    epoch: i64,
    /// The lanes this process holds: a commit under an older epoch is refused.
    held: lanes::Held,
    pace: std::sync::OnceLock<Pace>,
    /// What the last batch left for the next one.
    left: hot::Left,
    crash: crash::Points,
}

impl Store {
    /// Opens the database, brings it up to date and takes the desk lane.
    ///
    /// `url`: `postgres://…`, or a path (with or without `sqlite:`) that is made when missing. `random`: 64 random bits,
    /// the epoch of a new store.
    pub async fn open(url: &str, random: u64) -> Result<Store, OpenError> {
        let db = Db::open(url).await?;
        migrate::run(&db).await?;
        let held = lanes::Held::alone(&db).await?;
        Self::attach(db, held, random).await
    }

    /// As [`Store::open`], as one of several hubs where the database can be shared: each writes into a lane of its own, and
    /// none takes anything from another that lives.
    pub async fn join(url: &str, random: u64, node: Node, now: Timestamp) -> Result<Store, OpenError> {
        let db = Db::open(url).await?;
        migrate::run(&db).await?;
        let held =
            if lanes::can_be_shared(&db) { lanes::Held::among_others(&db, node, now).await? } else { lanes::Held::alone(&db).await? };
        Self::attach(db, held, random).await
    }

    /// Brings the database up to date and leaves.
    pub async fn migrate(url: &str) -> Result<Vec<String>, OpenError> {
        let db = Db::open(url).await?;
        let steps = migrate::run(&db).await?;
        db.close().await;
        Ok(steps)
    }

    /// Begins another epoch, brings the database up to date on the way: cursors of the one before count for nothing any more.
    pub async fn begin_epoch(url: &str, random: u64) -> Result<(), OpenError> {
        let db = Db::open(url).await?;
        migrate::run(&db).await?;
        numbers::begin_epoch(&db, random).await?;
        db.close().await;
        Ok(())
    }

    async fn attach(db: Db, held: lanes::Held, random: u64) -> Result<Store, OpenError> {
        let epoch = numbers::epoch(&db, random).await?;
        let ids = numbers::Ids::default();
        let (pace, left, crash) = (std::sync::OnceLock::new(), hot::Left::default(), crash::Points::default());
        Ok(Store { inner: Arc::new(Inner { db, ids, epoch, held, pace, left, crash }) })
    }

    /// How often members may do what is counted here, from now on. Said once.
    pub fn keep_to(&self, pace: Pace) {
        // A second word changes nothing: it is configured once, when the hub starts.
        let _ = self.inner.pace.set(pace);
    }

    pub fn pace(&self) -> Pace {
        self.inner.pace.get().copied().unwrap_or_default()
    }

    pub fn engine(&self) -> Engine {
        self.inner.db.engine()
    }

    /// What the database can't promise the way it is set up, in words.
    pub async fn list_doubts(&self, now: impl Fn() -> Timestamp) -> Result<Vec<String>, Fault> {
        self.inner.db.list_doubts(now).await
    }

    /// The epoch that inbox numbers belong to.
    pub fn epoch(&self) -> i64 {
        self.inner.epoch
    }

    /// A connection for reads. Each statement sees what is committed at that moment.
    pub async fn read(&self) -> Result<Tx, Fault> {
        self.inner.db.read().await
    }

    /// Several reads of one moment.
    pub async fn snapshot(&self) -> Result<Tx, Fault> {
        self.inner.db.snapshot().await
    }

    /// A small write of the house that is no command: a worker's claim, a session's last-seen time.
    pub async fn write(&self) -> Result<Tx, Fault> {
        self.inner.db.write().await
    }

    /// A word that is made once and stays for as long as the database: the key that forms are signed with.
    pub async fn kept(&self, key: &str, fresh: &str) -> Result<String, Fault> {
        numbers::kept(&self.inner.db, key, fresh).await
    }

    pub async fn close(&self) {
        // What can't be given back is free when its lease ends.
        if let Err(fault) = self.leave_lanes().await {
            tracing::debug!(error = %fault, "the lanes were not given back");
        }
        self.inner.db.close().await;
    }

    /// For tests: where the write path breaks next.
    pub fn crash_points(&self) -> &crash::Points {
        &self.inner.crash
    }
}

pub mod crash {
    //! Where tests break the write path on purpose: a panic, a fault, or the end of the process at a named step, once.
    use std::sync::Mutex;

    /// Every step of the write path, in order: each is passed when what it names is done.
    pub const STEPS: [&str; 5] = ["ids", "begun", "decided", "recorded", "committed"];

    #[derive(Clone, Debug, PartialEq)]
    pub enum How {
        Panic,
        Fault,
        /// The process ends here, as by `kill -9`: nothing is tidied up.
        Abort,
    }

    /// Empty outside tests: one lock of an empty list a batch.
    #[derive(Default)]
    pub struct Points(Mutex<Vec<(&'static str, How)>>);

    impl Points {
        pub fn set(&self, step: &'static str, how: How) {
            self.0.lock().unwrap_or_else(|e| e.into_inner()).push((step, how));
        }

        pub(crate) fn pass(&self, step: &'static str) -> Result<(), crate::Fault> {
            let mut points = self.0.lock().unwrap_or_else(|e| e.into_inner());
            let Some(at) = points.iter().position(|(s, _)| *s == step) else { return Ok(()) };
            let (_, how) = points.remove(at);
            drop(points);
            match how {
                How::Panic => panic!("a test panics at {step}"),
                How::Abort => std::process::abort(),
                How::Fault => Err(crate::Fault::Corrupt(format!("a test breaks {step}"))),
            }
        }
    }
}
