//! Reading numbers and the outbox.

use hub::{
    TextId, Timestamp, UserId,
    sms::{Moment, PhoneView, TextStatus, rules},
};

use crate::{Fault, Tx, args};

/// A row of the outbox: never with its code.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRow {
    pub id: TextId,
    pub user: UserId,
    pub moment: Moment,
    pub phone: String,
    pub status: TextStatus,
    pub created_at: Timestamp,
    pub claimed_by: Option<String>,
    pub error: Option<String>,
}

/// A member's number, as settings show it.
pub async fn find_phone(db: &mut Tx, user: UserId) -> Result<Option<PhoneView>, Fault> {
    let row = db.row("select phone, verified_at, texts_on_at, consent_at from phones where user_id = $1", args![user]).await?;
    row.map(|row| {
        Ok(PhoneView {
            masked: rules::masked(&row.get::<String>("phone")?),
            verified: row.get::<Option<Timestamp>>("verified_at")?.is_some(),
            texts_on: row.get::<Option<Timestamp>>("texts_on_at")?.is_some(),
            consent_at: row.get("consent_at")?,
        })
    })
    .transpose()
}

/// The outbox, newest first.
pub async fn list_texts(db: &mut Tx, limit: usize) -> Result<Vec<TextRow>, Fault> {
    let rows = db
        .rows(
            "select id, user_id, moment, phone, status, created_at, claimed_by, error from texts order by created_at desc, id desc limit $1 + 0",
            args![limit as i64],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(TextRow {
                id: row.get("id")?,
                user: row.get("user_id")?,
                moment: row.word("moment")?,
                phone: row.get("phone")?,
                status: row.word("status")?,
                created_at: row.get("created_at")?,
                claimed_by: row.get("claimed_by")?,
                error: row.get("error")?,
            })
        })
        .collect()
}

/// Which text a provider's callback is about.
pub async fn find_by_provider(db: &mut Tx, provider_id: &str) -> Result<Option<TextId>, Fault> {
    let row = db.row("select id from texts where provider_id = $1", args![provider_id]).await?;
    row.map(|row| row.get("id")).transpose()
}

/// When the oldest text that still waits was queued: the outbox's age.
pub async fn find_oldest_waiting(db: &mut Tx) -> Result<Option<Timestamp>, Fault> {
    let row = db.row("select min(created_at) as at from texts where status = 'waiting'", args![]).await?;
    Ok(row.map(|row| row.get("at")).transpose()?.flatten())
}
