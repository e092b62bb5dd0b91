//! What stands at linked addresses: a cache with an end. No command: nobody wished it, and nothing follows from it.

use hub::{
    Timestamp,
    link_previews::{LinkPreview, rules},
};

use crate::{Fault, Store, Tx, args};

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
    let sql = "select title, description, site, until_at from link_previews where address = $1";
    let Some(row) = db.row(sql, args![address]).await? else { return Ok(Known::Nothing) };
    let title: String = row.get("title")?;
    let preview = (!title.is_empty()).then_some(LinkPreview {
        address: address.to_owned(),
        title,
        description: row.get("description")?,
        site: row.get("site")?,
    });
    Ok(if row.get::<Timestamp>("until_at")? > now { Known::Fresh(preview) } else { Known::Stale(preview) })
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
