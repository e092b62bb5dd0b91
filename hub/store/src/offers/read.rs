//! Reading offers: one, a member's, the active ones.
//!
//! Who may read: the owner everything; others active and paused ones that are not hidden and whose owner is not suspended (an
//! admin sees those, too), and, signed out or blocked by the owner, only what is for everyone. Lists show active ones and
//! leave out people who blocked each other.

use std::collections::HashMap;

use hub::{
    OfferId, Timestamp, ToolId, UserId,
    kernel::page::Page,
    offers::{OfferKind, OfferStatus, OfferView, Rating},
    taxonomy::TermRef,
};
use sqlx::AssertSqlSafe;

use crate::{
    Fault, Row, Tx, args,
    engine::Value,
    files,
    messaging::split_cursor,
    moderation::no_block,
    posts::{self, Kind},
    profiles, row,
};

const OFFER: &str = "o.id, o.slug, o.title, o.description, o.kind, o.pricing, o.price, o.currency, o.external_url, o.image_url, o.body,
    o.visibility, o.language, o.status, o.featured_at, o.views, o.connections, o.created_at, o.updated_at, o.published_at, o.matched_at,
    o.told, o.hidden_at, o.edited_at, o.stage, o.length, o.related_offer, c.id as c_id, c.slug as c_slug, c.name as c_name";

const FROM: &str =
    "offers o join users u on u.id = o.user_id join standing st on st.user_id = u.id left join terms c on c.id = o.category_id";

/// `$1` is the reader.
const VISIBLE: &str = "(o.user_id = $1 or (o.status in ('active', 'paused') and (o.visibility = 'everyone' or ($1 > 0
        and not exists (select 1 from blocks b where b.blocker = o.user_id and b.blocked = $1)))
    and ((u.suspended_at is null and o.hidden_at is null) or exists (select 1 from users r where r.id = $1 and r.role = 'admin'))))";

/// Active, shown, and nothing between the two; `reader` names the reader's id in the statement.
pub(crate) fn listed(reader: &str) -> String {
    format!(
        "o.status = 'active' and o.hidden_at is null and u.suspended_at is null
         and (o.visibility = 'everyone' or {reader} > 0) and {}",
        no_block(reader, "o.user_id")
    )
}

/// The reader as a number; nobody is signed in as 0.
fn number(reader: Option<UserId>) -> UserId {
    reader.unwrap_or(UserId(0))
}

fn offer(row: &Row) -> Result<OfferView, Fault> {
    let category = match row.get::<Option<i64>>("c_id")? {
        Some(id) => Some(TermRef { id: id.into(), slug: row.get("c_slug")?, name: row.get("c_name")? }),
        None => None,
    };
    Ok(OfferView {
        id: row.get("id")?,
        owner: profiles::card(row)?,
        slug: row.get("slug")?,
        title: row.get("title")?,
        description: row.get("description")?,
        kind: row.word("kind")?,
        category,
        tags: Vec::new(),
        tools: Vec::new(),
        pricing: row.word("pricing")?,
        price: row.get("price")?,
        currency: row.get("currency")?,
        external_url: row.get("external_url")?,
        image_url: row.get("image_url")?,
        body: row.get("body")?,
        visibility: row.word("visibility")?,
        language: row.get("language")?,
        status: row.word("status")?,
        featured: row.get::<Option<Timestamp>>("featured_at")?.is_some(),
        views: row.get("views")?,
        connections: row.get("connections")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        published_at: row.get("published_at")?,
        matched_at: row.get("matched_at")?,
        told: row.get("told")?,
        hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
        file: None,
        stage: if row.get::<Option<String>>("stage")?.is_some() { Some(row.word("stage")?) } else { None },
        length: row.get("length")?,
        related_offer: row.get("related_offer")?,
        edited_at: row.get("edited_at")?,
        rating: None,
    })
}

/// How those who got these offers rated them, of those that enough did.
async fn list_ratings(db: &mut Tx, ids: &[i64]) -> Result<HashMap<OfferId, Rating>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id]).collect();
    let rows = db
        .with_rows(
            "select r.offer_id, count(*) as ratings, cast(sum(r.initiator_rating) as bigint) as stars
             from {rows} v join connections r on r.offer_id = v.column1
             where r.status = 'completed' and r.initiator_rating is not null group by r.offer_id",
            &wanted,
        )
        .await?;
    let read = |row: &Row| Ok((row.get("offer_id")?, Rating::of(row.get("ratings")?, row.get("stars")?)));
    let read: Vec<(OfferId, Option<Rating>)> = rows.iter().map(read).collect::<Result<_, Fault>>()?;
    Ok(read.into_iter().filter_map(|(id, rating)| Some((id, rating?))).collect())
}

/// Reads the rows and gives each offer its tags and tools, what it hands out, and how it is rated.
async fn whole(db: &mut Tx, rows: &[Row]) -> Result<Vec<OfferView>, Fault> {
    let mut offers: Vec<OfferView> = rows.iter().map(offer).collect::<Result<_, _>>()?;
    let ids: Vec<i64> = offers.iter().map(|o| o.id.0).collect();
    let mut words = posts::list_words(db, Kind::Offer, &ids).await?;
    let mut ratings = list_ratings(db, &ids).await?;
    let mut handed = files::list_handed(db, &ids).await?;
    for offer in &mut offers {
        (offer.tags, offer.tools) = words.remove(&offer.id.0).unwrap_or_default();
        offer.rating = ratings.remove(&offer.id);
        offer.file = handed.remove(&offer.id);
    }
    Ok(offers)
}

/// Offers as `{and}` says, which may name `$1` the reader.
async fn select(db: &mut Tx, and: &str, args: &[Value]) -> Result<Vec<OfferView>, Fault> {
    let rows = db.rows(AssertSqlSafe(format!("select {OFFER}, {} from {FROM} where {and}", profiles::CARD)), args).await?;
    whole(db, &rows).await
}

/// One offer, as `reader` (`None`: signed out) may see it.
pub async fn find(db: &mut Tx, reader: Option<UserId>, id: OfferId) -> Result<Option<OfferView>, Fault> {
    Ok(select(db, &format!("o.id = $2 and {VISIBLE}"), args![number(reader), id]).await?.pop())
}

/// Whether `reader` (`None`: signed out) may see it.
pub(crate) async fn is_visible(db: &mut Tx, reader: Option<UserId>, id: OfferId) -> Result<bool, Fault> {
    let sql = format!("select count(*) as n from offers o join users u on u.id = o.user_id where o.id = $2 and {VISIBLE}");
    Ok(db.number(AssertSqlSafe(sql), args![number(reader), id]).await? > 0)
}

/// By its address, `/@owner/slug`.
pub async fn find_by_slug(db: &mut Tx, reader: Option<UserId>, owner: UserId, slug: &str) -> Result<Option<OfferView>, Fault> {
    Ok(select(db, &format!("o.user_id = $2 and o.slug = $3 and {VISIBLE}"), args![number(reader), owner, slug]).await?.pop())
}

/// When the matcher had looked at its newest wording; `None` while it has not. A time tells nobody anything, so nobody is asked who reads.
pub async fn find_matched_at(db: &mut Tx, id: OfferId) -> Result<Option<Timestamp>, Fault> {
    match db.row("select matched_at from offers where id = $1", args![id]).await? {
        Some(row) => row.get("matched_at"),
        None => Ok(None),
    }
}

/// A member's offers, newest first. Their own list holds all there is, what was put away last; others see active and paused ones.
pub async fn page_of(
    db: &mut Tx,
    reader: Option<UserId>,
    owner: UserId,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<OfferView>, Fault> {
    let (away, at, id) = cursor.and_then(split_own_cursor).unwrap_or((0, Timestamp(i64::MAX), i64::MAX));
    let and = format!(
        "o.user_id = $2 and {VISIBLE}
         and {}
         and (case when o.status = 'archived' then 1 else 0 end > $3
              or (case when o.status = 'archived' then 1 else 0 end = $3 and (o.created_at < $4 or (o.created_at = $4 and o.id < $5))))
         order by case when o.status = 'archived' then 1 else 0 end, o.created_at desc, o.id desc limit $6 + 0",
        no_block("$1", "$2")
    );
    let offers = select(db, &and, args![number(reader), owner, away, at, id, limit as i64 + 1]).await?;
    Ok(Page::cut(offers, limit, |o| format!("{}:{}:{}", i64::from(o.status == OfferStatus::Archived), o.created_at.0, o.id)))
}

fn split_own_cursor(cursor: &str) -> Option<(i64, Timestamp, i64)> {
    let (away, rest) = cursor.split_once(':')?;
    let (at, id) = split_cursor(rest)?;
    Some((away.parse().ok()?, at, id))
}

/// Which active offers a list shows; nothing said shows all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    pub kind: Option<OfferKind>,
    /// Slug of a category.
    pub category: Option<String>,
    /// Slug of a tool.
    pub tool: Option<String>,
    /// For money, or free.
    pub paid: Option<bool>,
}

/// Active offers, newest first.
pub async fn page_active(
    db: &mut Tx,
    reader: Option<UserId>,
    filters: &Filters,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<OfferView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let mut args: Vec<Value> = vec![number(reader).into(), at.into(), id.into(), (limit as i64 + 1).into()];
    let mut and = String::new();
    let mut also = |condition: &str, value: Value| {
        args.push(value);
        and.push_str(" and ");
        and.push_str(&condition.replace("{}", &format!("${}", args.len())));
    };
    if let Some(kind) = filters.kind {
        also("o.kind = {}", kind.word().into());
    }
    if let Some(category) = &filters.category {
        also("c.slug = {}", category.into());
    }
    if let Some(tool) = &filters.tool {
        also("exists (select 1 from offer_tools x join tools t on t.id = x.tool_id where x.offer_id = o.id and t.slug = {})", tool.into());
    }
    if let Some(paid) = filters.paid {
        also("case when o.pricing = 'free' then 0 else 1 end = {}", i64::from(paid).into());
    }
    let and = format!(
        "{}{and} and (o.created_at < $2 or (o.created_at = $2 and o.id < $3)) order by o.created_at desc, o.id desc limit $4 + 0",
        listed("$1")
    );
    let offers = select(db, &and, &args).await?;
    Ok(Page::cut(offers, limit, |o| format!("{}:{}", o.created_at.0, o.id)))
}

/// Active offers that name a tool, newest first.
pub async fn list_for_tool(db: &mut Tx, reader: Option<UserId>, tool: ToolId, limit: usize) -> Result<Vec<OfferView>, Fault> {
    // Of a tool that everybody names only the latest are looked at.
    list_from(db, reader, ("offer_tools", "offer_id", "tool_id"), tool.0, limit).await
}

/// Active offers that belong to an app, newest first.
pub async fn list_for_app(db: &mut Tx, reader: Option<UserId>, app: OfferId, limit: usize) -> Result<Vec<OfferView>, Fault> {
    // By their status all that are active would be looked at.
    list_from(db, reader, ("offers", "id", "related_offer"), app.0, limit).await
}

/// Those that a table finds by one of its columns, the latest first: what it finds is taken first, and what each is, after.
async fn list_from(
    db: &mut Tx,
    reader: Option<UserId>,
    (table, id, column): (&str, &str, &str),
    wanted: i64,
    limit: usize,
) -> Result<Vec<OfferView>, Fault> {
    let (reader, join) = (number(reader), db.join_in_order());
    let sql = format!(
        "select {OFFER}, {} from {table} x {join} offers o on o.id = x.{id} {} where x.{column} = $2 and {}
         order by x.{id} desc limit $3 + 0",
        profiles::CARD,
        FROM.trim_start_matches("offers o"),
        listed("$1")
    );
    let rows = db.rows(AssertSqlSafe(sql), args![reader, wanted, limit as i64]).await?;
    whole(db, &rows).await
}

/// A member's apps that are not put away, by id and title, newest first: what something else of theirs may belong to.
pub async fn list_apps(db: &mut Tx, owner: UserId, limit: usize) -> Result<Vec<(OfferId, String)>, Fault> {
    let sql = "select id, title from offers where user_id = $1 and kind = 'app' and status <> 'archived' order by id desc limit $2 + 0";
    let rows = db.rows(sql, args![owner, limit as i64]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("title")?))).collect()
}

/// Active offers by id, in the order of the ids: for results of a search, which may be a moment behind. What the reader may
/// not see, and what is not active any more, is left out.
pub async fn list_by_ids(db: &mut Tx, reader: Option<UserId>, ids: &[OfferId]) -> Result<Vec<OfferView>, Fault> {
    let reader = number(reader);
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, reader]).collect();
    let listed = listed("v.column2");
    let rows = db
        .with_rows(
            &format!(
                "select {OFFER}, {} from {{rows}} v join offers o on o.id = v.column1 {} where {listed}",
                profiles::CARD,
                FROM.trim_start_matches("offers o")
            ),
            &wanted,
        )
        .await?;
    let mut known: HashMap<OfferId, OfferView> = whole(db, &rows).await?.into_iter().map(|o| (o.id, o)).collect();
    Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
}

/// Some that a member may open, by id, in the order of the ids: active and paused ones. Without those of who is parted from them by a block, and
/// without what is hidden.
pub(crate) async fn list_seen(db: &mut Tx, reader: UserId, ids: &[OfferId]) -> Result<Vec<OfferView>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, reader]).collect();
    let rows = db
        .with_rows(
            &format!(
                "select {OFFER}, {} from {{rows}} v join offers o on o.id = v.column1 {} where {} and o.hidden_at is null and {}",
                profiles::CARD,
                FROM.trim_start_matches("offers o"),
                VISIBLE.replace("$1", "v.column2"),
                no_block("v.column2", "o.user_id")
            ),
            &wanted,
        )
        .await?;
    let mut known: HashMap<OfferId, OfferView> = whole(db, &rows).await?.into_iter().map(|o| (o.id, o)).collect();
    Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
}

/// Whose these offers are, in the order of the ids; of those that [`list_by_ids`] would show.
pub async fn list_owners(db: &mut Tx, reader: Option<UserId>, ids: &[OfferId]) -> Result<Vec<(OfferId, UserId)>, Fault> {
    let reader = number(reader);
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, reader]).collect();
    let listed = listed("v.column2");
    let rows = db
        .with_rows(
            &format!(
                "select o.id, o.user_id from {{rows}} v join offers o on o.id = v.column1 join users u on u.id = o.user_id
                 where {listed} and u.unlisted_at is null"
            ),
            &wanted,
        )
        .await?;
    let owners = rows.iter().map(|row| Ok((row.get("id")?, row.get("user_id")?))).collect::<Result<HashMap<OfferId, UserId>, Fault>>()?;
    Ok(ids.iter().filter_map(|id| Some((*id, *owners.get(id)?))).collect())
}

/// Of each of these members the newest active offer that the reader may see; nothing of those who have none.
pub async fn list_newest_of(db: &mut Tx, reader: Option<UserId>, owners: &[UserId]) -> Result<Vec<OfferView>, Fault> {
    let reader = number(reader);
    let wanted: Vec<Vec<Value>> = owners.iter().map(|owner| row![*owner, reader]).collect();
    let listed = listed("v.column2");
    let rows = db
        .with_rows(
            &format!(
                "select {OFFER}, {} from {{rows}} v join offers o on o.user_id = v.column1 {} where {listed}
                 and not exists (select 1 from offers n where n.user_id = o.user_id and n.status = 'active' and n.hidden_at is null and n.id > o.id
                     and (n.visibility = 'everyone' or v.column2 > 0))",
                profiles::CARD,
                FROM.trim_start_matches("offers o")
            ),
            &wanted,
        )
        .await?;
    whole(db, &rows).await
}

/// Everything that may be found, by id after `after`: for building the index, which checks the reader itself.
pub async fn stream_all(db: &mut Tx, after: OfferId, limit: usize) -> Result<Vec<OfferView>, Fault> {
    select(
        db,
        "o.id > $1 and coalesce(o.status, '') = 'active' and o.hidden_at is null and u.suspended_at is null order by o.id limit $2 + 0",
        args![after, limit as i64],
    )
    .await
}

/// The highest number an offer has; 0 where there is none.
pub async fn find_last_id(db: &mut Tx) -> Result<OfferId, Fault> {
    Ok(OfferId(db.number("select coalesce(max(id), 0) as n from offers", args![]).await?))
}

/// Where the offers with numbers after `after` up to `upto` stand that everybody may see, and when each was changed last.
pub async fn list_addresses(db: &mut Tx, after: OfferId, upto: OfferId) -> Result<Vec<(String, Timestamp)>, Fault> {
    let rows = db
        .rows(
            "select o.slug, o.updated_at, u.username from offers o join users u on u.id = o.user_id
             where o.id > $1 and o.id <= $2 and coalesce(o.status, '') = 'active' and o.visibility = 'everyone' and o.hidden_at is null
                 and u.suspended_at is null order by o.id",
            args![after, upto],
        )
        .await?;
    rows.iter()
        .map(|row| Ok((format!("/@{}/{}", row.get::<String>("username")?, row.get::<String>("slug")?), row.get("updated_at")?)))
        .collect()
}

/// Active offers that the matcher has not looked at since they were written, oldest first.
pub async fn list_unmatched(db: &mut Tx, limit: usize) -> Result<Vec<OfferId>, Fault> {
    let rows = db
        .rows(
            "select o.id from offers o join users u on u.id = o.user_id
             where o.status = 'active' and o.matched_at is null and o.hidden_at is null and u.suspended_at is null order by o.id limit $1 + 0",
            args![limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// How many offers a member has that are not put away.
pub async fn count_of(db: &mut Tx, owner: UserId) -> Result<i64, Fault> {
    db.number("select count(*) as n from offers where user_id = $1 and status <> 'archived'", args![owner]).await
}
