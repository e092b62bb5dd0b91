//! What a member's own dashboard counts, beside the lists of every feature.

use hub::{AskId, OfferId, Timestamp, UserId, matches::Post};

use crate::{Fault, Tx, args};

/// What a new member has begun with. Each is done once and for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// They have asked for something, whatever became of it.
    pub asked: bool,
    /// They have published an offer.
    pub offered: bool,
    /// They have said something in a room they are in.
    pub said_hello: bool,
}

pub async fn find_steps(db: &mut Tx, member: UserId) -> Result<Steps, Fault> {
    let row = db
        .row(
            "select (select count(*) from (select 1 as one from asks where user_id = $1 limit 1) as a) as asked,
                 (select count(*) from (select 1 as one from offers where user_id = $1 and published_at is not null limit 1) as o)
                     as offered,
                 (select count(*) from (select 1 as one from room_members where user_id = $1 and last_said_at is not null limit 1) as m)
                     as said",
            args![member],
        )
        .await?
        .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
    let has = |column| row.get::<i64>(column).map(|n| n > 0);
    Ok(Steps { asked: has("asked")?, offered: has("offered")?, said_hello: has("said")? })
}

/// How often a member has helped to the end since then.
pub async fn count_helped_since(db: &mut Tx, helper: UserId, since: Timestamp) -> Result<i64, Fault> {
    let sql = "select (select count(*) from connections
                       where initiator = $1 and status = 'completed' and ask_id is not null and completed_at >= $2)
                    + (select count(*) from connections
                       where responder = $1 and status = 'completed' and offer_id is not null and completed_at >= $2) as n";
    db.number(sql, args![helper, since]).await
}

/// One of a member's open asks or live offers, and how many people have looked at it on a day. Never who.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub post: Post,
    pub title: String,
    pub slug: String,
    pub people: i64,
}

/// A member's posts that at least `least` people have looked at on this UTC day, the most seen first.
pub async fn list_seen(db: &mut Tx, owner: UserId, day: i64, least: i64, limit: usize) -> Result<Vec<Seen>, Fault> {
    let rows = db
        .rows(
            "select 'ask' as kind, a.id as id, a.title, a.slug, count(*) as people
             from asks a join looks l on l.kind = 'ask' and l.id = a.id and l.day = $2
             where a.user_id = $1 and a.status = 'open' and a.archived_at is null and a.hidden_at is null
             group by a.id, a.title, a.slug having count(*) >= $3
             union all
             select 'offer' as kind, o.id as id, o.title, o.slug, count(*) as people
             from offers o join looks l on l.kind = 'offer' and l.id = o.id and l.day = $2
             where o.user_id = $1 and o.status = 'active' and o.hidden_at is null
             group by o.id, o.title, o.slug having count(*) >= $3
             order by people desc, id desc limit $4 + 0",
            args![owner, day, least, limit as i64],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let post = match row.get::<String>("kind")?.as_str() {
                "ask" => Post::Ask(AskId(row.get("id")?)),
                _ => Post::Offer(OfferId(row.get("id")?)),
            };
            Ok(Seen { post, title: row.get("title")?, slug: row.get("slug")?, people: row.get("people")? })
        })
        .collect()
}
