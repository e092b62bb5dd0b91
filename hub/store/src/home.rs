//! What a member's own dashboard counts, beside the lists of every feature.

use hub::{AskId, OfferId, Timestamp, UserId, matches::Post, tastes::Paused};

use crate::{Fault, Tx, args, tastes};

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

/// What a dashboard counts and says in a word, read together.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    pub joined_at: Timestamp,
    pub open_asks: i64,
    pub live_offers: i64,
    pub steps: Steps,
    /// How often they have helped to the end since the moment that was named.
    pub helped: i64,
    /// Whether they have paused all matches.
    pub pause: Paused,
}

/// `None` when there is no such member, or they take part no more.
pub async fn find_numbers(db: &mut Tx, member: UserId, helped_since: Timestamp) -> Result<Option<Numbers>, Fault> {
    let row = db
        .row(
            "select u.created_at, st.matches_paused_at, st.matches_paused_until,
                 (select count(*) from asks where user_id = $1 and status = 'open' and archived_at is null) as open_asks,
                 (select count(*) from offers where user_id = $1 and status = 'active') as live_offers,
                 (select count(*) from (select 1 as one from asks where user_id = $1 limit 1) as a) as asked,
                 (select count(*) from (select 1 as one from offers where user_id = $1 and published_at is not null limit 1) as o)
                     as offered,
                 (select count(*) from (select 1 as one from room_members where user_id = $1 and last_said_at is not null limit 1) as m)
                     as said,
                 (select count(*) from connections
                  where initiator = $1 and status = 'completed' and ask_id is not null and completed_at >= $2)
                 + (select count(*) from connections
                    where responder = $1 and status = 'completed' and offer_id is not null and completed_at >= $2) as helped
             from users u join standing st on st.user_id = u.id where u.id = $1 and u.suspended_at is null",
            args![member, helped_since],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let has = |column| row.get::<i64>(column).map(|n| n > 0);
    Ok(Some(Numbers {
        joined_at: row.get("created_at")?,
        open_asks: row.get("open_asks")?,
        live_offers: row.get("live_offers")?,
        steps: Steps { asked: has("asked")?, offered: has("offered")?, said_hello: has("said")? },
        helped: row.get("helped")?,
        pause: tastes::pause_of(&row)?,
    }))
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
