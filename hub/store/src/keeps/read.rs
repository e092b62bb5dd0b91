//! Reading what a member has saved. Nobody reads what another one has.

use std::collections::{HashMap, HashSet};

use hub::{
    AskId, OfferId, Timestamp, ToolId, UserId,
    keeps::{KeptView, Kind, Thing},
    kernel::page::Page,
    offers::{OfferKind, OfferView},
};

use crate::{Fault, Tx, args, asks, engine::Value, offers, profiles, row, tools};

pub async fn is_kept(db: &mut Tx, user: UserId, thing: Thing) -> Result<bool, Fault> {
    let sql = "select count(*) as n from keeps where user_id = $1 and kind = $2 and what = $3";
    Ok(db.number(sql, args![user, thing.kind().word(), thing.number()]).await? > 0)
}

/// Which of these things a member keeps.
pub async fn list_kept(db: &mut Tx, user: UserId, of: &[Thing]) -> Result<HashSet<Thing>, Fault> {
    let wanted: Vec<Vec<Value>> = of.iter().map(|thing| row![user, thing.kind().word(), thing.number()]).collect();
    let sql = "select k.kind, k.what from {rows} v join keeps k on k.user_id = v.column1 and k.kind = v.column2 and k.what = v.column3";
    let rows = db.with_rows(sql, &wanted).await?;
    rows.iter().map(|row| Ok(Thing::of(row.word("kind")?, row.get("what")?))).collect()
}

/// How many things of each kind a member keeps, also those that are there no longer.
pub async fn count(db: &mut Tx, user: UserId) -> Result<HashMap<Kind, i64>, Fault> {
    let rows = db.rows("select kind, count(*) as n from keeps where user_id = $1 group by kind", args![user]).await?;
    rows.iter().map(|row| Ok((row.word("kind")?, row.get("n")?))).collect()
}

/// A page of what a member keeps, all or of one kind, what they saved last first. The cursor is `at:kind:what`.
pub async fn page(db: &mut Tx, user: UserId, kind: Option<Kind>, cursor: Option<&str>, limit: usize) -> Result<Page<KeptView>, Fault> {
    let (at, after, what) = cursor.and_then(split).unwrap_or((Timestamp(i64::MAX), String::new(), i64::MAX));
    let sql = "select kind, what, kept_at from keeps
               where user_id = $1 and ($2 = '' or kind = $2)
                 and (kept_at < $3 or (kept_at = $3 and (kind > $4 or (kind = $4 and what < $5))))
               order by kept_at desc, kind, what desc limit $6 + 0";
    let kind = kind.map_or("", Kind::word);
    let rows = db.rows(sql, args![user, kind, at, after.as_str(), what, limit as i64 + 1]).await?;
    let kept: Vec<KeptView> = rows
        .iter()
        .map(|row| {
            let thing = Thing::of(row.word("kind")?, row.get("what")?);
            Ok(KeptView { thing, kept_at: row.get("kept_at")?, offer: None, ask: None, tool: None, person: None })
        })
        .collect::<Result<_, Fault>>()?;
    let mut page = Page::cut(kept, limit, |kept| format!("{}:{}:{}", kept.kept_at.0, kept.thing.kind(), kept.thing.number()));
    show(db, user, &mut page.items).await?;
    Ok(page)
}

fn split(cursor: &str) -> Option<(Timestamp, String, i64)> {
    let (at, rest) = cursor.split_once(':')?;
    let (kind, what) = rest.split_once(':')?;
    Some((Timestamp(at.parse().ok()?), kind.to_owned(), what.parse().ok()?))
}

/// Each with what it is now, as its keeper may see it.
async fn show(db: &mut Tx, user: UserId, kept: &mut [KeptView]) -> Result<(), Fault> {
    let (mut offers, mut asks, mut tools, mut people) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for one in kept.iter() {
        match one.thing {
            Thing::Offer(id) => offers.push(id),
            Thing::Ask(id) => asks.push(id),
            Thing::Tool(id) => tools.push(id),
            Thing::Person(id) => people.push(id),
        }
    }
    let mut offers: HashMap<OfferId, _> = offers::list_seen(db, user, &offers).await?.into_iter().map(|o| (o.id, o)).collect();
    let mut asks: HashMap<AskId, _> = asks::list_seen(db, user, &asks).await?.into_iter().map(|a| (a.id, a)).collect();
    let mut tools: HashMap<ToolId, _> = tools::list_by_ids(db, &tools).await?.into_iter().map(|t| (t.id, t)).collect();
    let mut people: HashMap<UserId, _> = profiles::list_cards(db, Some(user), &people).await?.into_iter().map(|p| (p.id, p)).collect();
    for one in kept {
        match one.thing {
            Thing::Offer(id) => one.offer = offers.remove(&id),
            Thing::Ask(id) => one.ask = asks.remove(&id),
            Thing::Tool(id) => one.tool = tools.remove(&id),
            Thing::Person(id) => one.person = people.remove(&id),
        }
    }
    Ok(())
}

/// The courses that a member has saved and may see, what they saved last first.
pub async fn list_courses(db: &mut Tx, user: UserId, limit: usize) -> Result<Vec<OfferView>, Fault> {
    let sql = "select k.what from keeps k join offers o on o.id = k.what
               where k.user_id = $1 and k.kind = 'offer' and o.kind = $2 order by k.kept_at desc, k.what desc limit $3 + 0";
    let rows = db.rows(sql, args![user, OfferKind::Course.word(), limit as i64]).await?;
    let ids: Vec<OfferId> = rows.iter().map(|row| row.get("what")).collect::<Result<_, _>>()?;
    offers::list_seen(db, user, &ids).await
}
