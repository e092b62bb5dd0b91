//! The worker's side of the outbox. A text is claimed by a committed compare-and-set before anybody calls out, so that two
//! workers, or one that crashed and came back, never send it twice.

use hub::{
    DAY, Locale, TextId, Timestamp, UserId,
    kernel::locale,
    sms::{Moment, rules},
};

use crate::{Fault, Row, Store, Tx, accounts, args};

/// A claim that was not settled for so long has an unknown outcome: it counts as sent, and nobody resends.
pub const CLAIM_LIVES_MS: i64 = 2 * 60 * 1_000;

/// A text that is this worker's to send, once.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedText {
    pub id: TextId,
    pub user: UserId,
    pub moment: Moment,
    /// What they read.
    pub locale: Locale,
    /// E.164
    pub phone: String,
    /// The handle of the other one; empty for codes.
    pub who: String,
    pub title: String,
    pub code: String,
    /// Where it leads on this hub; empty for codes.
    pub path: String,
}

impl ClaimedText {
    /// The text itself. `base` is the hub's public address, without a slash at its end: the store doesn't know it.
    pub fn body(&self, base: &str) -> String {
        let link = if self.path.is_empty() { String::new() } else { format!("{}{}", base.trim_end_matches('/'), self.path) };
        locale::within(self.locale, || self.said(&link))
    }

    fn said(&self, link: &str) -> String {
        rules::text(self.moment, &rules::Words { who: &self.who, title: &self.title, code: &self.code, link })
    }
}

impl Store {
    /// Claims up to `limit` texts for this worker, codes first, in a transaction of its own: what comes back is committed.
    /// On the way, lapsed claims count as sent, and what is stale or over the day's limit is dropped.
    pub async fn claim_texts(&self, node: &str, epoch: i64, now: Timestamp, limit: usize) -> Result<Vec<ClaimedText>, Fault> {
        let mut tx = self.write().await?;
        settle_lapsed(&mut tx, now).await?;
        drop_stale(&mut tx, now).await?;
        let waiting = tx
            .rows(
                "select id, user_id, moment, phone, who, title, code, path, (select u.language from users u where u.id = texts.user_id) as language
                 from texts where status = 'waiting'
                 order by case when moment = 'code' then 0 else 1 end, created_at, id limit $1 + 0",
                args![limit as i64],
            )
            .await?;
        // The day's limit is counted under the member's row: two workers can't both see the last free place.
        let users = waiting.iter().map(|row| row.get("user_id")).collect::<Result<Vec<i64>, _>>()?;
        tx.lock("phones", "user_id", users).await?;
        let mut claimed = Vec::new();
        for row in &waiting {
            claimed.extend(claim(&mut tx, row, node, epoch, now).await?);
        }
        tx.commit().await?;
        Ok(claimed)
    }
}

async fn claim(tx: &mut Tx, row: &Row, node: &str, epoch: i64, now: Timestamp) -> Result<Option<ClaimedText>, Fault> {
    let text = ClaimedText {
        id: row.get("id")?,
        user: row.get("user_id")?,
        moment: row.word("moment")?,
        locale: accounts::reads(&row.get::<String>("language")?),
        phone: row.get("phone")?,
        who: row.get("who")?,
        title: row.get("title")?,
        code: row.get("code")?,
        path: row.get("path")?,
    };
    let today = Timestamp(now.utc_day() * DAY);
    let sent = tx
        .number("select count(*) as n from texts where user_id = $1 and claimed_at >= $2 and moment <> 'code'", args![text.user, today])
        .await?;
    if !rules::within_the_day(text.moment, sent) {
        tx.run(
            "update texts set status = 'dropped', settled_at = $2, error = 'enough for today' where id = $1 and status = 'waiting'",
            args![text.id, now],
        )
        .await?;
        return Ok(None);
    }
    let mine = tx
        .run(
            "update texts set status = 'attempting', claimed_by = $2, claimed_epoch = $3, claimed_at = $4
             where id = $1 and status = 'waiting'",
            args![text.id, node, epoch, now],
        )
        .await?;
    Ok((mine == 1).then_some(text))
}

async fn settle_lapsed(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    let lapsed = tx
        .run(
            "update texts set status = 'sent', settled_at = $1, code = '', error = 'nobody knows whether it went out'
             where status = 'attempting' and claimed_at <= $2",
            args![now, now.plus(-CLAIM_LIVES_MS)],
        )
        .await?;
    if lapsed > 0 {
        tracing::warn!(texts = lapsed, "texts were claimed and never settled, they count as sent");
    }
    Ok(())
}

async fn drop_stale(tx: &mut Tx, now: Timestamp) -> Result<(), Fault> {
    tx.run(
        "update texts set status = 'dropped', settled_at = $1, code = '', error = 'too old' where status = 'waiting' and expires_at <= $1",
        args![now],
    )
    .await?;
    Ok(())
}
