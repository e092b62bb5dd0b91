//! What stands at linked addresses: a cache with an end. No command: nobody wished it, and nothing follows from it.

use std::collections::HashMap;

use hub::{
    Timestamp,
    link_previews::{LinkPreview, rules},
};

use crate::{Fault, Row, Store, Tx, args, engine::Value, row};

/// What is known of an address.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// It was looked at, and counts still; `None`: there was nothing to show.
    Fresh(Option<LinkPreview>),
    /// It is time to look again; until then what was found stands.
    Stale(Option<LinkPreview>),
    Nothing,
}

impl Known {
    /// What there is to show.
    pub fn shown(self) -> Option<LinkPreview> {
        match self {
            Known::Fresh(preview) | Known::Stale(preview) => preview,
            Known::Nothing => None,
        }
    }
}

pub async fn find(db: &mut Tx, address: &str, now: Timestamp) -> Result<Known, Fault> {
    let sql = "select address, title, description, site, until_at from link_previews where address = $1";
    let row = db.row(sql, args![address]).await?;
    Ok(row.map(|row| known(&row, now)).transpose()?.map_or(Known::Nothing, |(_, known)| known))
}

/// Of many at once; what nothing is known of is left out.
pub async fn list(db: &mut Tx, addresses: &[&str], now: Timestamp) -> Result<HashMap<String, Known>, Fault> {
    let wanted: Vec<Vec<Value>> = addresses.iter().map(|address| row![*address]).collect();
    let sql = "select l.address, l.title, l.description, l.site, l.until_at from {rows} v join link_previews l on l.address = v.column1";
    db.with_rows(sql, &wanted).await?.iter().map(|row| known(row, now)).collect()
}

fn known(row: &Row, now: Timestamp) -> Result<(String, Known), Fault> {
    let (address, title): (String, String) = (row.get("address")?, row.get("title")?);
    let preview = (!title.is_empty()).then_some(LinkPreview {
        address: address.clone(),
        title,
        description: row.get("description")?,
        site: row.get("site")?,
    });
    let known = if row.get::<Timestamp>("until_at")? > now { Known::Fresh(preview) } else { Known::Stale(preview) };
    Ok((address, known))
}

impl Store {
    /// Somebody is about to look: whoever asks meanwhile, at this hub or another, need not. Whether it is theirs to look.
    pub async fn claim_link(&self, address: &str, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.write().await?;
        let claimed = tx
            .run(
                "insert into link_previews (address, title, description, site, until_at) values ($1, '', '', '', $2)
                 on conflict (address) do update set until_at = excluded.until_at where link_previews.until_at <= $3",
                args![address, rules::until(false, now), now],
            )
            .await?;
        tx.commit().await?;
        Ok(claimed > 0)
    }

    /// What was found there; `None`: nothing to show, and what was shown before goes.
    pub async fn save_link(&self, address: &str, found: Option<&LinkPreview>, now: Timestamp) -> Result<(), Fault> {
        let of = |field: fn(&LinkPreview) -> &String| found.map_or("", |preview| field(preview).as_str()).to_owned();
        let mut tx = self.write().await?;
        tx.run(
            "update link_previews set title = $2, description = $3, site = $4, until_at = $5 where address = $1",
            args![address, of(|p| &p.title), of(|p| &p.description), of(|p| &p.site), rules::until(found.is_some(), now)],
        )
        .await?;
        // What nobody has asked for in a long time goes with the next one that comes.
        tx.run("delete from link_previews where until_at < $1", args![now.plus(-4 * rules::KEPT)]).await?;
        tx.commit().await
    }
}
