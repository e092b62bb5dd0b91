//! The worker's side of the outbox. A mail is claimed by a committed compare-and-set before anybody calls out. One whose outcome is
//! unknown goes out once more: better twice than never.

use hub::{
    Locale, MailId, Timestamp, UserId,
    accounts::SecretHash,
    kernel::locale,
    mail::{
        Kind,
        rules::{self, Letter, Words},
    },
};

use crate::{Fault, Store, args};

/// A claim that was not settled for so long is nobody's any more.
pub const CLAIM_LIVES_MS: i64 = 3 * 60 * 1_000;

/// A mail that is this worker's to hand in.
#[derive(Clone, PartialEq, Eq)]
pub struct ClaimedMail {
    pub id: MailId,
    pub user: UserId,
    pub kind: Kind,
    pub address: String,
    pub handle: String,
    /// What its reader reads.
    pub locale: Locale,
    /// What makes its link work. It stands here and in the mail and nowhere else: the store has its hash.
    key: Option<String>,
}

impl ClaimedMail {
    /// What it says. `base` is the hub's public address: the store doesn't know it.
    pub fn letter(&self, base: &str) -> Letter {
        let base = base.trim_end_matches('/');
        let link = match (&self.kind, &self.key) {
            (Kind::Forgotten, Some(key)) => format!("{base}/reset?key={key}"),
            (Kind::NewEmail, Some(key)) => format!("{base}/email?key={key}"),
            _ => format!("{base}/forgot"),
        };
        locale::within(self.locale, || rules::letter(self.kind, &Words { handle: &self.handle, link: &link }))
    }
}

impl Store {
    /// Claims up to `limit` mails for this worker, the oldest first, in a transaction of its own: what comes back is committed.
    /// `fresh` makes a key and its hash. On the way, lapsed claims wait again, and what is too old is dropped.
    pub async fn claim_mails(
        &self,
        node: &str,
        now: Timestamp,
        limit: usize,
        mut fresh: impl FnMut() -> (String, SecretHash),
    ) -> Result<Vec<ClaimedMail>, Fault> {
        let mut tx = self.write().await?;
        let lapsed =
            "update mails set status = 'waiting' where status in ('waiting', 'attempting') and status = 'attempting' and claimed_at <= $1";
        tx.run(lapsed, args![now.plus(-CLAIM_LIVES_MS)]).await?;
        let stale = "update mails set status = 'dropped', settled_at = $1 where status in ('waiting', 'attempting') and status = 'waiting' and expires_at <= $1";
        tx.run(stale, args![now]).await?;
        let waiting = tx
            .rows(
                "select m.id, m.user_id, m.kind, m.address, u.username, u.language from mails m join users u on u.id = m.user_id
                 where m.status in ('waiting', 'attempting') and m.status = 'waiting' and m.due_at <= $1 order by m.due_at, m.id limit $2 + 0",
                args![now, limit as i64],
            )
            .await?;
        let mut claimed = Vec::new();
        for row in &waiting {
            let mut mail = ClaimedMail {
                id: row.get("id")?,
                user: row.get("user_id")?,
                kind: row.word("kind")?,
                address: row.get("address")?,
                handle: row.get("username")?,
                locale: Locale::of(&row.get::<String>("language")?).unwrap_or(Locale::En),
                key: None,
            };
            let mine = tx
                .run(
                    "update mails set status = 'attempting', tries = tries + 1, claimed_by = $2, claimed_at = $3
                     where id = $1 and status = 'waiting'",
                    args![mail.id, node, now],
                )
                .await?;
            if mine == 0 {
                continue;
            }
            if mail.kind == Kind::Forgotten {
                let (key, hash) = fresh();
                // A second try has a key of its own, and that of the first is good as well: it may have arrived.
                let sql = "insert into forgotten (key_hash, user_id, mail_id, made_at) values ($1, $2, $3, $4)";
                tx.run(sql, args![hash.0, mail.user, mail.id, now]).await?;
                mail.key = Some(key);
            } else if mail.kind == Kind::NewEmail {
                let (key, hash) = fresh();
                let sql = "insert into email_keys (key_hash, user_id, address, made_at) values ($1, $2, $3, $4)";
                tx.run(sql, args![hash.0, mail.user, &mail.address, now]).await?;
                mail.key = Some(key);
            }
            claimed.push(mail);
        }
        tx.commit().await?;
        Ok(claimed)
    }
}
