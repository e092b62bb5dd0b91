//! Reading asks: one, a member's, the open ones.
//!
//! Who may read: the owner everything; others what is not archived, not hidden, and whose owner is not suspended (an admin sees
//! those, too), and, signed out or blocked by the owner, only what is for everyone. Lists leave out people
//! who blocked each other.

use std::collections::HashMap;

use hub::{
    AskId, OfferId, Timestamp, ToolId, UserId,
    asks::{AskKind, AskStatus, AskView, rules::ENDS_SOON},
    kernel::page::Page,
    taxonomy::TermRef,
};
use sqlx::AssertSqlSafe;

use crate::{
    Fault, Row, Tx, args, connections,
    engine::Value,
    messaging::split_cursor,
    moderation::no_block,
    posts::{self, Kind},
    profiles, row,
};

const ASK: &str = "a.id, a.slug, a.title, a.description, a.kind, a.budget_min, a.budget_max, a.currency, a.places, a.accepted,
    a.image_url, a.visibility, a.language, a.also_in, a.external_url, a.related_offer, a.status, a.archived_at, a.views, a.responses, a.created_at, a.updated_at, a.fulfilled_at,
    a.expires_at, a.matched_at, a.told, a.hidden_at, a.held, a.edited_at, c.id as c_id, c.slug as c_slug, c.name as c_name";

const FROM: &str =
    "asks a join users u on u.id = a.user_id join standing st on st.user_id = u.id left join terms c on c.id = a.category_id";

/// `$1` is the reader.
pub(crate) const VISIBLE: &str = "(a.user_id = $1 or (a.archived_at is null and (a.visibility = 'everyone' or ($1 > 0
        and not exists (select 1 from blocks b where b.blocker = a.user_id and b.blocked = $1)))
    and ((u.suspended_at is null and a.hidden_at is null) or exists (select 1 from users r where r.id = $1 and r.role = 'admin'))))";

/// Open, standing, shown, and nothing between the two; `reader` names the reader's id in the statement.
pub(crate) fn listed(reader: &str) -> String {
    format!(
        "a.status = 'open' and a.archived_at is null and a.hidden_at is null and u.suspended_at is null
         and (a.visibility = 'everyone' or {reader} > 0) and {}",
        no_block(reader, "a.user_id")
    )
}

/// The reader as a number; nobody is signed in as 0.
fn number(reader: Option<UserId>) -> UserId {
    reader.unwrap_or(UserId(0))
}

fn ask(row: &Row) -> Result<AskView, Fault> {
    let category = match row.get::<Option<i64>>("c_id")? {
        Some(id) => Some(TermRef { id: id.into(), slug: row.get("c_slug")?, name: row.get("c_name")? }),
        None => None,
    };
    Ok(AskView {
        id: row.get("id")?,
        owner: profiles::card(row)?,
        slug: row.get("slug")?,
        title: row.get("title")?,
        description: row.get("description")?,
        kind: row.word("kind")?,
        category,
        tags: Vec::new(),
        tools: Vec::new(),
        budget_min: row.get("budget_min")?,
        budget_max: row.get("budget_max")?,
        currency: row.get("currency")?,
        places: row.get("places")?,
        accepted: row.get("accepted")?,
        held: row.get("held")?,
        image_url: row.get("image_url")?,
        visibility: row.word("visibility")?,
        language: row.get("language")?,
        also_in: row.get("also_in")?,
        external_url: row.get("external_url")?,
        related_offer: row.get("related_offer")?,
        status: row.word("status")?,
        archived: row.get::<Option<Timestamp>>("archived_at")?.is_some(),
        views: row.get("views")?,
        responses: row.get("responses")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        fulfilled_at: row.get("fulfilled_at")?,
        expires_at: row.get("expires_at")?,
        matched_at: row.get("matched_at")?,
        told: row.get("told")?,
        hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
        edited_at: row.get("edited_at")?,
        helpers: Vec::new(),
    })
}

/// Reads the rows and gives each ask its tags and tools, and those that are done who helped, as `reader` may see it.
async fn whole(db: &mut Tx, reader: UserId, rows: &[Row]) -> Result<Vec<AskView>, Fault> {
    let mut asks: Vec<AskView> = rows.iter().map(ask).collect::<Result<_, _>>()?;
    let ids: Vec<i64> = asks.iter().map(|a| a.id.0).collect();
    let mut words = posts::list_words(db, Kind::Ask, &ids).await?;
    let done: Vec<AskId> = asks.iter().filter(|ask| ask.status == AskStatus::Fulfilled).map(|ask| ask.id).collect();
    let mut helpers = connections::list_helpers(db, reader, &done).await?;
    for ask in &mut asks {
        (ask.tags, ask.tools) = words.remove(&ask.id.0).unwrap_or_default();
        ask.helpers = helpers.remove(&ask.id).unwrap_or_default();
    }
    Ok(asks)
}

/// Asks as `{and}` says, which may name `$1` the reader.
async fn select(db: &mut Tx, reader: UserId, and: &str, args: &[Value]) -> Result<Vec<AskView>, Fault> {
    let rows = db.rows(AssertSqlSafe(format!("select {ASK}, {} from {FROM} where {and}", profiles::CARD)), args).await?;
    whole(db, reader, &rows).await
}

/// One ask, as `reader` (`None`: signed out) may see it.
pub async fn find(db: &mut Tx, reader: Option<UserId>, id: AskId) -> Result<Option<AskView>, Fault> {
    let reader = number(reader);
    Ok(select(db, reader, &format!("a.id = $2 and {VISIBLE}"), args![reader, id]).await?.pop())
}

/// Whether `reader` (`None`: signed out) may see it.
pub(crate) async fn is_visible(db: &mut Tx, reader: Option<UserId>, id: AskId) -> Result<bool, Fault> {
    let sql = format!("select count(*) as n from asks a join users u on u.id = a.user_id where a.id = $2 and {VISIBLE}");
    Ok(db.number(AssertSqlSafe(sql), args![number(reader), id]).await? > 0)
}

/// By its address, `/@owner/asks/slug`.
pub async fn find_by_slug(db: &mut Tx, reader: Option<UserId>, owner: UserId, slug: &str) -> Result<Option<AskView>, Fault> {
    let reader = number(reader);
    Ok(select(db, reader, &format!("a.user_id = $2 and a.slug = $3 and {VISIBLE}"), args![reader, owner, slug]).await?.pop())
}

/// When the matcher had looked at its newest wording; `None` while it has not. A time tells nobody anything, so nobody is asked who reads.
pub async fn find_matched_at(db: &mut Tx, id: AskId) -> Result<Option<Timestamp>, Fault> {
    match db.row("select matched_at from asks where id = $1", args![id]).await? {
        Some(row) => row.get("matched_at"),
        None => Ok(None),
    }
}

/// A member's asks, newest first. Their own list holds all there is, what was put away last; others see what they may.
pub async fn page_of(
    db: &mut Tx,
    reader: Option<UserId>,
    owner: UserId,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<AskView>, Fault> {
    let (away, at, id) = cursor.and_then(split_own_cursor).unwrap_or((0, Timestamp(i64::MAX), i64::MAX));
    let and = format!(
        "a.user_id = $2 and {VISIBLE}
         and {}
         and (case when a.archived_at is null then 0 else 1 end > $3
              or (case when a.archived_at is null then 0 else 1 end = $3 and (a.created_at < $4 or (a.created_at = $4 and a.id < $5))))
         order by case when a.archived_at is null then 0 else 1 end, a.created_at desc, a.id desc limit $6 + 0",
        no_block("$1", "$2")
    );
    let reader = number(reader);
    let asks = select(db, reader, &and, args![reader, owner, away, at, id, limit as i64 + 1]).await?;
    Ok(Page::cut(asks, limit, |a| format!("{}:{}:{}", i64::from(a.archived), a.created_at.0, a.id)))
}

fn split_own_cursor(cursor: &str) -> Option<(i64, Timestamp, i64)> {
    let (away, rest) = cursor.split_once(':')?;
    let (at, id) = split_cursor(rest)?;
    Some((away.parse().ok()?, at, id))
}

/// Which open asks a list shows; nothing said shows all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    pub kind: Option<AskKind>,
    /// Slug of a category.
    pub category: Option<String>,
    /// Slug of a tool.
    pub tool: Option<String>,
    /// With a budget, or without one.
    pub paid: Option<bool>,
}

/// Open asks, newest first.
pub async fn page_open(
    db: &mut Tx,
    reader: Option<UserId>,
    filters: &Filters,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<AskView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let mut args: Vec<Value> = vec![number(reader).into(), at.into(), id.into(), (limit as i64 + 1).into()];
    let mut and = String::new();
    let mut also = |condition: &str, value: Value| {
        args.push(value);
        and.push_str(" and ");
        and.push_str(&condition.replace("{}", &format!("${}", args.len())));
    };
    if let Some(kind) = filters.kind {
        also("a.kind = {}", kind.word().into());
    }
    if let Some(category) = &filters.category {
        also("c.slug = {}", category.into());
    }
    if let Some(tool) = &filters.tool {
        also("exists (select 1 from ask_tools x join tools t on t.id = x.tool_id where x.ask_id = a.id and t.slug = {})", tool.into());
    }
    if let Some(paid) = filters.paid {
        also("case when coalesce(a.budget_max, a.budget_min, 0) > 0 then 1 else 0 end = {}", i64::from(paid).into());
    }
    let and = format!(
        "{}{and} and (a.created_at < $2 or (a.created_at = $2 and a.id < $3)) order by a.created_at desc, a.id desc limit $4 + 0",
        listed("$1")
    );
    let asks = select(db, number(reader), &and, &args).await?;
    Ok(Page::cut(asks, limit, |a| format!("{}:{}", a.created_at.0, a.id)))
}

/// Open asks that name a tool, newest first.
pub async fn list_for_tool(db: &mut Tx, reader: Option<UserId>, tool: ToolId, limit: usize) -> Result<Vec<AskView>, Fault> {
    // Of a tool that everybody names only the latest are looked at.
    list_from(db, reader, ("ask_tools", "ask_id", "tool_id"), tool.0, limit).await
}

/// Open asks that belong to an app, newest first.
pub async fn list_for_app(db: &mut Tx, reader: Option<UserId>, app: OfferId, limit: usize) -> Result<Vec<AskView>, Fault> {
    // By their status all that are open would be looked at.
    list_from(db, reader, ("asks", "id", "related_offer"), app.0, limit).await
}

/// Those that a table finds by one of its columns, the latest first: what it finds is taken first, and what each is, after.
async fn list_from(
    db: &mut Tx,
    reader: Option<UserId>,
    (table, id, column): (&str, &str, &str),
    wanted: i64,
    limit: usize,
) -> Result<Vec<AskView>, Fault> {
    let (reader, join) = (number(reader), db.join_in_order());
    let sql = format!(
        "select {ASK}, {} from {table} x {join} asks a on a.id = x.{id} {} where x.{column} = $2 and {}
         order by x.{id} desc limit $3 + 0",
        profiles::CARD,
        FROM.trim_start_matches("asks a"),
        listed("$1")
    );
    let rows = db.rows(AssertSqlSafe(sql), args![reader, wanted, limit as i64]).await?;
    whole(db, reader, &rows).await
}

/// Open asks by id, in the order of the ids: for results of a search, which may be a moment behind. What the reader may not
/// see, and what is not open any more, is left out.
pub async fn list_by_ids(db: &mut Tx, reader: Option<UserId>, ids: &[AskId]) -> Result<Vec<AskView>, Fault> {
    let reader = number(reader);
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, reader]).collect();
    let listed = listed("v.column2");
    let rows = db
        .with_rows(
            &format!(
                "select {ASK}, {} from {{rows}} v join asks a on a.id = v.column1 {} where {listed}",
                profiles::CARD,
                FROM.trim_start_matches("asks a")
            ),
            &wanted,
        )
        .await?;
    let mut known: HashMap<AskId, AskView> = whole(db, reader, &rows).await?.into_iter().map(|a| (a.id, a)).collect();
    Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
}

/// Some that a member may open, by id, in the order of the ids: open ones and those that are over. Without those of who is parted from them by a block, and
/// without what is hidden.
pub(crate) async fn list_seen(db: &mut Tx, reader: UserId, ids: &[AskId]) -> Result<Vec<AskView>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, reader]).collect();
    let rows = db
        .with_rows(
            &format!(
                "select {ASK}, {} from {{rows}} v join asks a on a.id = v.column1 {} where {} and a.hidden_at is null and {}",
                profiles::CARD,
                FROM.trim_start_matches("asks a"),
                VISIBLE.replace("$1", "v.column2"),
                no_block("v.column2", "a.user_id")
            ),
            &wanted,
        )
        .await?;
    let mut known: HashMap<AskId, AskView> = whole(db, reader, &rows).await?.into_iter().map(|a| (a.id, a)).collect();
    Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
}

/// Those that can end. Word for word what the two indexes of due asks hold: SQLite reads them for nothing else.
pub const ENDS: &str = "case when status in ('open', 'in_progress') then 1 else 0 end = 1";

/// Asks whose time is over, the longest first.
pub async fn list_due(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<AskId>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select id from asks where expires_at is not null and {ENDS} and archived_at is null
                 and expires_at <= $1 order by expires_at, id limit $2 + 0"
            )),
            args![now, limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Asks that end in a few days, whose owners have not been told, the nearest end first.
pub async fn list_ending(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<AskId>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select id from asks where expires_at is not null and {ENDS}
                 and (reminded_end is null or reminded_end <> expires_at) and archived_at is null
                 and expires_at > $1 and expires_at <= $2 order by expires_at, id limit $3 + 0"
            )),
            args![now, now.plus(ENDS_SOON), limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Everything that may be found, by id after `after`: for building the index, which checks the reader itself.
pub async fn stream_all(db: &mut Tx, after: AskId, limit: usize) -> Result<Vec<AskView>, Fault> {
    select(
        db,
        UserId(0),
        "a.id > $1 and coalesce(a.status, '') = 'open' and a.archived_at is null and a.hidden_at is null and u.suspended_at is null order by a.id limit $2 + 0",
        args![after, limit as i64],
    )
    .await
}

/// Open asks that the matcher has not looked at since they were written, oldest first.
pub async fn list_unmatched(db: &mut Tx, limit: usize) -> Result<Vec<AskId>, Fault> {
    let rows = db
        .rows(
            "select a.id from asks a join users u on u.id = a.user_id
             where a.matched_at is null and a.status = 'open' and a.archived_at is null and a.hidden_at is null
               and u.suspended_at is null order by a.id limit $1 + 0",
            args![limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// How many asks a member has that are not put away.
pub async fn count_of(db: &mut Tx, owner: UserId) -> Result<i64, Fault> {
    db.number("select count(*) as n from asks where user_id = $1 and archived_at is null", args![owner]).await
}
