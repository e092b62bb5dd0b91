//! What nothing refers to goes: first it is gone for everybody, then its bytes are taken away, then nothing of it is left here.
//! Each step may be done twice, by whichever hub.

use hub::{FileId, Timestamp, files::LOOSE_FOR};

use crate::{Fault, Store, args};

impl Store {
    /// Files whose bytes are to be taken away now, up to `limit`.
    pub async fn sweep_files(&self, now: Timestamp, limit: usize) -> Result<Vec<FileId>, Fault> {
        let old = now.plus(-LOOSE_FOR);
        let count = "select count(*) as n from files where of_kind is null and gone_at is null and at < $1";
        if self.read().await?.number(count, args![old]).await? > 0 {
            let mut tx = self.write().await?;
            // What is given a place at this moment is locked, and has one afterwards.
            tx.run("update files set gone_at = $2 where of_kind is null and gone_at is null and at < $1", args![old, now]).await?;
            tx.commit().await?;
        }
        let rows =
            self.read().await?.rows("select id from files where gone_at is not null order by at limit $1 + 0", args![limit as i64]).await?;
        rows.iter().map(|row| row.get("id")).collect()
    }

    /// Its bytes are taken away.
    pub async fn forget_file(&self, id: FileId) -> Result<(), Fault> {
        let mut tx = self.write().await?;
        tx.run("delete from files where id = $1 and gone_at is not null", args![id]).await?;
        tx.commit().await
    }
}
