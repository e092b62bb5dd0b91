//! Reading: how somebody stands, who follows and is followed, and what those whom a member follows have posted. Whoever is suspended or
//! hidden, or parted from the reader by a block, is in no list and in no count.

use std::collections::{HashMap, HashSet};

use hub::{
    AskId, OfferId, Timestamp, UserId,
    asks::AskView,
    follows::{FeedItem, FollowPerson, FollowView},
    kernel::page::Page,
    matches::Post,
    offers::OfferView,
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Tx, args, asks, engine::Value, messaging::split_cursor, moderation::no_block, offers, profiles, row};

use super::is_there;

/// Which way a list goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who follows a member.
    Followers,
    /// Whom a member follows.
    Following,
}

impl Side {
    /// The column of the member whose list it is, and that of who stands in it.
    fn columns(self) -> (&'static str, &'static str) {
        match self {
            Side::Followers => ("who", "user_id"),
            Side::Following => ("user_id", "who"),
        }
    }
}

/// Which rows of a member's list a reader may see, with the joined `users u`: one condition for lists and counts.
fn seen(side: Side, of: &str, reader: &str) -> String {
    let (own, _) = side.columns();
    format!("f.{own} = {of} and f.ended_at is null and u.suspended_at is null and u.hidden_at is null and {}", no_block(reader, "u.id"))
}

fn from(side: Side) -> String {
    let (_, other) = side.columns();
    format!("follows f join users u on u.id = f.{other}")
}

/// How a member stands, as `reader` may see it.
pub async fn find(db: &mut Tx, reader: Option<UserId>, user: UserId) -> Result<FollowView, Fault> {
    let count = |side: Side| format!("(select count(*) from {} where {})", from(side), seen(side, "$2", "$1"));
    let sql = format!(
        "select {} as followers, {} as following,
                (select count(*) from follows f where f.user_id = $1 and f.who = $2 and f.ended_at is null) as yours",
        count(Side::Followers),
        count(Side::Following)
    );
    let row = db
        .row(AssertSqlSafe(sql), args![reader.unwrap_or(UserId(0)), user])
        .await?
        .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
    let may_follow = match reader.filter(|reader| *reader != user) {
        Some(reader) => is_there(db, reader, user).await?,
        None => false,
    };
    Ok(FollowView {
        followers: row.get("followers")?,
        following: row.get("following")?,
        you_follow: row.get::<i64>("yours")? > 0,
        may_follow,
    })
}

/// A page of a member's followers, or of whom they follow, the latest first. The cursor is `at:id`.
pub async fn page(
    db: &mut Tx,
    reader: UserId,
    user: UserId,
    side: Side,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<FollowPerson>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let sql = format!(
        "select {}, f.at,
                (select count(*) from follows m where m.user_id = $1 and m.who = u.id and m.ended_at is null) as yours
         from {} join standing st on st.user_id = u.id where {}
           and (f.at < $3 or (f.at = $3 and u.id < $4)) order by f.at desc, u.id desc limit $5 + 0",
        profiles::CARD,
        from(side),
        seen(side, "$2", "$1")
    );
    let rows = db.rows(AssertSqlSafe(sql), args![reader, user, at, id, limit as i64 + 1]).await?;
    let people: Vec<FollowPerson> = rows
        .iter()
        .map(|row| {
            let you_follow = row.get::<i64>("yours")? > 0;
            Ok(FollowPerson { person: profiles::card(row)?, at: row.get("at")?, you_follow })
        })
        .collect::<Result<_, Fault>>()?;
    Ok(Page::cut(people, limit, |p| format!("{}:{}", p.at.0, p.person.id)))
}

/// Whom of these people a member follows.
pub async fn list_followed(db: &mut Tx, user: UserId, of: &[UserId]) -> Result<HashSet<UserId>, Fault> {
    let wanted: Vec<Vec<Value>> = of.iter().map(|who| row![*who, user]).collect();
    let sql = "select f.who from {rows} v join follows f on f.who = v.column1 and f.user_id = v.column2 where f.ended_at is null";
    db.with_rows(sql, &wanted).await?.iter().map(|row| row.get("who")).collect()
}

/// A page of what those whom a member follows ask and offer, the newest first: read when it is looked at, as the member may see it now.
/// The cursor is `at:kind:id`.
pub async fn page_feed(db: &mut Tx, reader: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<FeedItem>, Fault> {
    let (at, kind, id) = cursor.and_then(split).unwrap_or((Timestamp(i64::MAX), String::new(), i64::MAX));
    // Both engines sort a union by names that are given.
    let join = db.join_in_order();
    let of = |kind: &str, from: &str, alias: &str, at: &str, listed: String| {
        format!(
            "select '{kind}' as kind, {alias}.id as id, {at} as at
             from follows f {join} {from} {alias} on {alias}.user_id = f.who {join} users u on u.id = {alias}.user_id
             where f.user_id = $1 and f.ended_at is null and u.hidden_at is null and {listed}
               and ({at} < $2 or ({at} = $2 and ('{kind}' > $3 or ('{kind}' = $3 and {alias}.id < $4))))"
        )
    };
    let asks = of("ask", "asks", "a", "a.created_at", asks::listed("f.user_id"));
    let offers = of("offer", "offers", "o", "coalesce(o.published_at, o.created_at)", offers::listed("f.user_id"));
    let sql = format!("{asks} union all {offers} order by at desc, kind, id desc limit $5 + 0");
    let rows = db.rows(AssertSqlSafe(sql), args![reader, at, kind.as_str(), id, limit as i64 + 1]).await?;
    let posts: Vec<(Timestamp, Post)> = rows
        .iter()
        .map(|row| {
            let post = if row.get::<String>("kind")? == "ask" { Post::Ask(row.get("id")?) } else { Post::Offer(row.get("id")?) };
            Ok((row.get("at")?, post))
        })
        .collect::<Result<_, Fault>>()?;
    let page = Page::cut(posts, limit, |(at, post)| match post {
        Post::Ask(id) => format!("{}:ask:{id}", at.0),
        Post::Offer(id) => format!("{}:offer:{id}", at.0),
    });
    whole(db, reader, page).await
}

/// The same with all that a row shows. What has gone meanwhile is left out.
async fn whole(db: &mut Tx, reader: UserId, page: Page<(Timestamp, Post)>) -> Result<Page<FeedItem>, Fault> {
    let (mut wanted_asks, mut wanted_offers) = (Vec::new(), Vec::new());
    for (_, post) in &page.items {
        match post {
            Post::Ask(id) => wanted_asks.push(*id),
            Post::Offer(id) => wanted_offers.push(*id),
        }
    }
    let asks = asks::list_by_ids(db, Some(reader), &wanted_asks).await?;
    let mut asks: HashMap<AskId, AskView> = asks.into_iter().map(|ask| (ask.id, ask)).collect();
    let offers = offers::list_by_ids(db, Some(reader), &wanted_offers).await?;
    let mut offers: HashMap<OfferId, OfferView> = offers.into_iter().map(|offer| (offer.id, offer)).collect();
    let items = page.items.iter().filter_map(|(at, post)| match post {
        Post::Ask(id) => asks.remove(id).map(|ask| FeedItem { at: *at, ask: Some(ask), offer: None }),
        Post::Offer(id) => offers.remove(id).map(|offer| FeedItem { at: *at, ask: None, offer: Some(offer) }),
    });
    Ok(Page { items: items.collect(), next: page.next })
}

fn split(cursor: &str) -> Option<(Timestamp, String, i64)> {
    let (at, rest) = cursor.split_once(':')?;
    let (kind, id) = rest.split_once(':')?;
    Some((Timestamp(at.parse().ok()?), kind.to_owned(), id.parse().ok()?))
}
