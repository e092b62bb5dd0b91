//! Numbers the hub hands out: ids in blocks, the store's epoch, the lanes' epochs.

use std::sync::Mutex;

use crate::{args, engine::Db, fault::Fault};

/// How many ids are taken from the database at once. A crash loses the rest of a block, nothing else.
const BLOCK: i64 = 1_000_000;
/// A batch begins with at least so many in hand: 2,048 posts, each with 20 matches, each of them three ids.
const ENOUGH: i64 = 400_000;

/// Ids in hand: `next .. end`.
#[derive(Default)]
pub struct Ids(Mutex<(i64, i64)>);

impl Ids {
    /// Takes a new block when few are left. Before the batch's transaction: its own commit.
    pub async fn refill(&self, db: &Db) -> Result<(), Fault> {
        let (next, end) = *self.lock();
        if end - next >= ENOUGH {
            return Ok(());
        }
        let mut tx = db.write().await?;
        tx.run("insert into id_blocks (name, next) values ('ids', 1000) on conflict do nothing", args![]).await?;
        let row = tx.row("update id_blocks set next = next + $1 where name = 'ids' returning next", args![BLOCK]).await?;
        let end: i64 = row.ok_or_else(|| Fault::Corrupt("the row of ids is gone".to_owned()))?.get("next")?;
        tx.commit().await?;
        *self.lock() = (end - BLOCK, end);
        Ok(())
    }

    pub fn next(&self) -> Result<i64, Fault> {
        let mut hand = self.lock();
        if hand.0 >= hand.1 || hand.0 >= hub::LARGEST_ID {
            return Err(Fault::Corrupt("ids have run out within one batch".to_owned()));
        }
        hand.0 += 1;
        Ok(hand.0 - 1)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (i64, i64)> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

/// The store's epoch: made once, from the given randomness, positive and below 2^53.
pub async fn epoch(db: &Db, random: u64) -> Result<i64, Fault> {
    let fresh = fresh_epoch(random);
    let value = kept(db, "epoch", &fresh.to_string()).await?;
    value.parse().map_err(|_| Fault::Corrupt("the store's epoch is no number".to_owned()))
}

fn fresh_epoch(random: u64) -> i64 {
    ((random >> 12) as i64).max(1)
}

/// Another one from now on.
pub async fn begin_epoch(db: &Db, random: u64) -> Result<(), Fault> {
    let mut tx = db.write().await?;
    tx.run(
        "insert into meta (key, value) values ('epoch', $1) on conflict (key) do update set value = excluded.value",
        args![fresh_epoch(random).to_string()],
    )
    .await?;
    tx.commit().await
}

/// What stands under the key; the fresh value when nothing did.
pub async fn kept(db: &Db, key: &str, fresh: &str) -> Result<String, Fault> {
    let mut tx = db.write().await?;
    tx.run("insert into meta (key, value) values ($1, $2) on conflict do nothing", args![key, fresh]).await?;
    let row = tx.row("select value from meta where key = $1", args![key]).await?;
    let value = row.ok_or_else(|| Fault::Corrupt(format!("the store has no {key}")))?.get("value")?;
    tx.commit().await?;
    Ok(value)
}
