//! How much there is, for the landing page.

use crate::{Fault, Tx, args};

/// Of what anyone on the web may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Census {
    pub members: i64,
    pub open_asks: i64,
    pub live_offers: i64,
    /// Helps carried to the end.
    pub helps: i64,
}

pub async fn count(db: &mut Tx) -> Result<Census, Fault> {
    let row = db
        .row(
            "select (select count(*) from users where suspended_at is null) as members,
                 (select count(*) from asks where status = 'open' and archived_at is null and visibility = 'everyone'
                      and user_id not in (select id from users where suspended_at is not null)) as asks,
                 (select count(*) from offers where status = 'active' and visibility = 'everyone'
                      and user_id not in (select id from users where suspended_at is not null)) as offers,
                 (select count(*) from connections where status = 'completed' and (ask_id is not null or offer_id is not null)) as helps",
            args![],
        )
        .await?
        .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
    Ok(Census { members: row.get("members")?, open_asks: row.get("asks")?, live_offers: row.get("offers")?, helps: row.get("helps")? })
}
