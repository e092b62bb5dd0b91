//! Who holds which lane. Each hub writes into a desk lane of its own; one hub at a time holds the exchange lane's matcher.
//!
//! ```text
//!   free ──claim──▶ held ──renew, every few seconds──▶ held
//!    ▲                │ not renewed: held_until passes
//!    └── claimed by another hub, under the next epoch: whoever held it before can't commit any more
//! ```
//! Clocks decide who tries, the epoch decides who wins: it is checked in the transaction that gives out the lane's numbers.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering::Relaxed},
};

use hub::{Timestamp, event::Lane, kernel::time::SECOND};

use crate::{
    Fault, Store, args,
    engine::{Db, Engine},
};

/// A lane that was not renewed for this long may be taken over.
pub const LEASE: i64 = 15 * SECOND;

/// A hub among others, for as long as its process runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node(pub String);

/// The desk lane this process writes into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Desk {
    pub lane: String,
    pub epoch: i64,
}

/// What this process holds.
pub(crate) struct Held {
    /// `None`: alone on its database.
    node: Option<Node>,
    desk: Mutex<Desk>,
    /// The epoch of the exchange lane under which this hub's matcher works; 0: another hub's does.
    exchange: AtomicI64,
}

/// A lane as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneHead {
    pub lane: String,
    pub head: i64,
    /// Another hub that lives writes into it.
    pub of_another: bool,
}

impl Held {
    /// Alone: takes the one desk lane and the matcher, whoever held them before.
    pub async fn alone(db: &Db) -> Result<Held, Fault> {
        begin(db, "exchange").await?;
        let epoch = take(db, "desk").await?;
        let exchange = take(db, "exchange").await?;
        Ok(Held { node: None, desk: Mutex::new(Desk { lane: "desk".to_owned(), epoch }), exchange: AtomicI64::new(exchange) })
    }

    /// One of several: a desk lane that nobody holds. The matcher is asked for later.
    pub async fn among_others(db: &Db, node: Node, now: Timestamp) -> Result<Held, Fault> {
        begin(db, "exchange").await?;
        let desk = claim_desk(db, &node, now).await?;
        Ok(Held { node: Some(node), desk: Mutex::new(desk), exchange: AtomicI64::new(0) })
    }

    pub fn desk(&self) -> Desk {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn exchange(&self) -> i64 {
        self.exchange.load(Relaxed)
    }
}

impl Store {
    /// The lane's name in the database: every hub has a desk lane of its own.
    pub fn lane_name(&self, lane: Lane) -> String {
        match lane {
            Lane::Exchange => lane.word().to_owned(),
            Lane::Desk => self.inner.held.desk().lane,
        }
    }

    /// Whether other hubs may be writing to this database, too.
    pub fn is_among_others(&self) -> bool {
        self.inner.held.node.is_some()
    }

    /// Whether this hub looks after what one of several should: the one that matches does.
    pub fn tidies_up(&self) -> bool {
        self.inner.held.exchange() > 0
    }

    /// Says that this hub is still there. When its desk lane was taken over meanwhile, it takes another.
    pub async fn renew(&self, now: Timestamp) -> Result<(), Fault> {
        let (held, desk) = (&self.inner.held, self.inner.held.desk());
        let Some(node) = &held.node else { return Ok(()) };
        let mut tx = self.inner.db.write().await?;
        let kept = tx
            .run("update lanes set held_until = $3 where lane = $1 and epoch = $2", args![&desk.lane, desk.epoch, now.plus(LEASE)])
            .await?;
        tx.commit().await?;
        if kept == 0 {
            self.take_another_desk(node, now, &desk).await?;
        }
        Ok(())
    }

    /// After a pause so long that another hub took this one's lane: nothing is lost, since everything is decided on rows
    /// that are loaded in the transaction.
    pub(crate) async fn rejoin(&self, now: Timestamp) -> Result<bool, Fault> {
        match &self.inner.held.node {
            Some(node) => {
                let desk = self.inner.held.desk();
                self.take_another_desk(node, now, &desk).await?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    async fn take_another_desk(&self, node: &Node, now: Timestamp, lost: &Desk) -> Result<(), Fault> {
        let desk = claim_desk(&self.inner.db, node, now).await?;
        tracing::warn!(lost = lost.lane, lane = desk.lane, "another hub has taken this hub's lane, it goes on in another");
        *self.inner.held.desk.lock().unwrap_or_else(PoisonError::into_inner) = desk;
        Ok(())
    }

    /// Gives the lanes back, so that the next hub need not wait for the lease to end.
    pub async fn leave_lanes(&self) -> Result<(), Fault> {
        let held = &self.inner.held;
        let Some(node) = &held.node else { return Ok(()) };
        let mut tx = self.inner.db.write().await?;
        tx.run("update lanes set holder = null, held_until = null where holder = $1", args![&node.0]).await?;
        tx.commit().await?;
        held.exchange.store(0, Relaxed);
        Ok(())
    }

    /// Whether the matcher's work is this hub's, now and until the lease ends. Ask again every few seconds.
    pub async fn hold_matcher(&self, now: Timestamp) -> Result<bool, Fault> {
        let held = &self.inner.held;
        let Some(node) = &held.node else { return Ok(true) };
        let mut tx = self.inner.db.write().await?;
        let row = tx
            .row(
                "update lanes set epoch = case when holder = $1 then epoch else epoch + 1 end, holder = $1, held_until = $2
                 where lane = 'exchange' and (holder is null or holder = $1 or held_until < $3) returning epoch",
                args![&node.0, now.plus(LEASE), now],
            )
            .await?;
        tx.commit().await?;
        let epoch = row.map_or(Ok(0), |row| row.get("epoch"))?;
        held.exchange.store(epoch, Relaxed);
        Ok(epoch > 0)
    }

    /// Every lane and how far it is.
    pub async fn list_lanes(&self, now: Timestamp) -> Result<Vec<LaneHead>, Fault> {
        let me = self.inner.held.node.as_ref().map(|node| node.0.as_str());
        let rows = self.read().await?.rows("select lane, head, holder, held_until from lanes order by lane", args![]).await?;
        rows.iter()
            .map(|row| {
                let (holder, until): (Option<String>, Option<Timestamp>) = (row.get("holder")?, row.get("held_until")?);
                let of_another = holder.is_some_and(|h| Some(h.as_str()) != me) && until.is_some_and(|until| until >= now);
                Ok(LaneHead { lane: row.get("lane")?, head: row.get("head")?, of_another })
            })
            .collect()
    }
}

/// Makes the lane if it is missing.
async fn begin(db: &Db, lane: &str) -> Result<(), Fault> {
    let mut tx = db.write().await?;
    tx.run("insert into lanes (lane, head, epoch) values ($1, 0, 0) on conflict do nothing", args![lane]).await?;
    tx.commit().await
}

/// Takes the lane over, whoever held it. The new epoch.
async fn take(db: &Db, lane: &str) -> Result<i64, Fault> {
    begin(db, lane).await?;
    let mut tx = db.write().await?;
    let row =
        tx.row("update lanes set epoch = epoch + 1, holder = null, held_until = null where lane = $1 returning epoch", args![lane]).await?;
    let epoch = row.ok_or_else(|| Fault::Corrupt("a lane is gone".to_owned()))?.get("epoch")?;
    tx.commit().await?;
    Ok(epoch)
}

/// The first desk lane that nobody holds, or a new one. Two that try for the same one: the epoch lets one of them win.
async fn claim_desk(db: &Db, node: &Node, now: Timestamp) -> Result<Desk, Fault> {
    loop {
        let mut tx = db.write().await?;
        let desks = tx.rows("select lane, epoch, holder, held_until from lanes where lane like 'desk-%' order by lane", args![]).await?;
        let mut free = None;
        for row in &desks {
            let (holder, until): (Option<String>, Option<Timestamp>) = (row.get("holder")?, row.get("held_until")?);
            if holder.is_none() || until.is_none_or(|until| until < now) {
                free = Some(Desk { lane: row.get("lane")?, epoch: row.get("epoch")? });
                break;
            }
        }
        let wanted = free.unwrap_or(Desk { lane: format!("desk-{:04}", desks.len() + 1), epoch: 0 });
        tx.run("insert into lanes (lane, head, epoch) values ($1, 0, 0) on conflict do nothing", args![&wanted.lane]).await?;
        let row = tx
            .row(
                "update lanes set epoch = epoch + 1, holder = $3, held_until = $4 where lane = $1 and epoch = $2 returning epoch",
                args![&wanted.lane, wanted.epoch, &node.0, now.plus(LEASE)],
            )
            .await?;
        tx.commit().await?;
        if let Some(row) = row {
            return Ok(Desk { lane: wanted.lane, epoch: row.get("epoch")? });
        }
    }
}

/// SQLite has one hub: its data directory is locked.
pub(crate) fn can_be_shared(db: &Db) -> bool {
    db.engine() == Engine::Postgres
}
