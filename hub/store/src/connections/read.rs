//! Reading connections. Every read names its reader: an id is no secret.

use std::collections::HashMap;

use hub::{
    AskId, ConnectionId, Timestamp, UserId,
    connections::{ConnectionView, Side, Status, Subject, rules},
    discovery::Rated,
    kernel::page::Page,
    offers::price_words,
    profiles::PersonCard,
};
use sqlx::AssertSqlSafe;

use super::{GOING_ON, columns, connection};
use crate::{Fault, Row, Tx, args, engine::Value, messaging::split_cursor, moderation::no_block, profiles, row};

/// Which side of them somebody wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    /// The reader began them.
    Sent,
    /// Somebody else began them with the reader.
    Received,
}

/// What somebody said of a member at the end of a connection.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub connection: ConnectionId,
    pub stars: i64,
    pub words: String,
    pub by: PersonCard,
    pub about: Subject,
    /// Empty when it is gone or not the reader's to see.
    pub title: String,
    pub path: String,
    /// When the help was completed.
    pub at: Timestamp,
}

/// A help that was carried to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    pub connection: ConnectionId,
    pub helped: PersonCard,
    pub about: Subject,
    pub title: String,
    pub path: String,
    pub at: Timestamp,
}

/// The post's title and address, as columns; join with [`POST_JOINS`] and read with [`post`]. What is put away keeps its
/// title for the two that it brought together; a draft is its owner's alone.
const POST: &str = "c.initiator, c.responder, c.ask_id, c.offer_id,
                    a.title as a_title, a.slug as a_slug, a.visibility as a_visibility, a.archived_at as a_archived,
                    a.hidden_at as a_hidden, a.user_id as a_owner, o.hidden_at as o_hidden, au.username as a_handle,
                    coalesce(au.suspended_at, ou.suspended_at) as owner_away,
                    a.budget_min, a.budget_max, a.currency as a_currency, o.pricing, o.price, o.currency as o_currency,
                    o.title as o_title, o.slug as o_slug, o.status as o_status, o.user_id as o_owner, o.visibility as o_visibility,
                    ou.username as o_handle";
const POST_JOINS: &str = "left join asks a on a.id = c.ask_id left join users au on au.id = a.user_id
                          left join offers o on o.id = c.offer_id left join users ou on ou.id = o.user_id";

/// Title and path; both empty when it is gone or `reader` may not see it.
fn post(row: &Row, reader: Option<UserId>) -> Result<(String, String), Fault> {
    let gone = Ok((String::new(), String::new()));
    let may_see = |visibility: Option<String>| reader.is_some() || visibility.as_deref() == Some(hub::asks::Visibility::Everyone.word());
    // Hidden is hidden from the two as well, but for whose it is.
    let hidden_from = |hidden: &str, owner: &str| {
        Ok::<bool, Fault>(
            row.get::<Option<Timestamp>>(hidden)?.is_some() && (reader.is_none() || row.get::<Option<UserId>>(owner)? != reader),
        )
    };
    if hidden_from("a_hidden", "a_owner")? || hidden_from("o_hidden", "o_owner")? {
        return gone;
    }
    let takes_part = reader.is_some() && (reader == row.get("initiator")? || reader == row.get("responder")?);
    // Whose owner is away can't be read; what it was called the two know.
    let away = row.get::<Option<Timestamp>>("owner_away")?.is_some();
    if away && !takes_part {
        return gone;
    }
    let led = |path: String| if away { String::new() } else { path };
    if let Some(title) = row.get::<Option<String>>("a_title")? {
        if !takes_part && row.get::<Option<Timestamp>>("a_archived")?.is_some() {
            return gone;
        }
        let (slug, handle): (Option<String>, Option<String>) = (row.get("a_slug")?, row.get("a_handle")?);
        let (Some(slug), Some(handle), true) = (slug, handle, may_see(row.get("a_visibility")?)) else { return gone };
        return Ok((title, led(format!("/@{handle}/asks/{slug}"))));
    }
    if let Some(title) = row.get::<Option<String>>("o_title")? {
        let own = reader.is_some() && row.get::<Option<UserId>>("o_owner")? == reader;
        let readable = own || hub::offers::rules::is_readable(row.word("o_status")?);
        let (slug, handle): (Option<String>, Option<String>) = (row.get("o_slug")?, row.get("o_handle")?);
        let (Some(slug), Some(handle), true, true) = (slug, handle, readable, may_see(row.get("o_visibility")?)) else { return gone };
        return Ok((title, led(format!("/@{handle}/{slug}"))));
    }
    gone
}

/// What it costs or pays, in words.
fn price(row: &Row) -> Result<String, Fault> {
    if let Some(currency) = row.get::<Option<String>>("a_currency")? {
        return Ok(hub::asks::budget_words(row.get("budget_min")?, row.get("budget_max")?, &currency).unwrap_or_default());
    }
    match row.get::<Option<String>>("o_currency")? {
        Some(currency) => Ok(price_words(row.word("pricing")?, row.get("price")?, &currency)),
        None => Ok(String::new()),
    }
}

/// Whether the message that began a connection (`c`) was hidden from the reader (`$1`).
pub const FIRST_HIDDEN: &str = "select count(*) from messages m where m.conversation_id = c.conversation_id and m.begins = c.id
    and m.hidden_at is not null and m.author <> $1";

/// Lists connections of the reader (`$1`); `and` is what else they must be.
fn connections(and: &str) -> String {
    format!(
        "select {card}, {POST}, c.id, c.status, c.done_claimed_at, c.initiator_rating, c.responder_rating,
                c.conversation_id, c.first_message, c.initiator_words, c.responder_words, c.created_at,
                c.updated_at, c.completed_at,
                ({FIRST_HIDDEN}) as first_hidden
         from connections c
         join users u on u.id = case when c.initiator = $1 then c.responder else c.initiator end
         join standing st on st.user_id = u.id
         {POST_JOINS}
         where (c.initiator = $1 or c.responder = $1) {and}",
        card = profiles::CARD,
    )
}

fn view(row: &Row, reader: UserId) -> Result<ConnectionView, Fault> {
    let c = connection(row)?;
    let side = c.side_of(reader).ok_or_else(|| Fault::Corrupt("a connection was read by a stranger".to_owned()))?;
    let (title, path) = post(row, Some(reader))?;
    let said: (String, String) = (row.get("initiator_words")?, row.get("responder_words")?);
    let initiator = (c.initiator_rating, said.0);
    let responder = (c.responder_rating, said.1);
    let (mine, theirs) = if side == Side::Initiator { (initiator, responder) } else { (responder, initiator) };
    // Where the title is gone, so is the price.
    let price = if title.is_empty() { String::new() } else { price(row)? };
    Ok(ConnectionView {
        id: c.id,
        about: c.about,
        title,
        path,
        price,
        other: profiles::card(row)?,
        side,
        reader_helps: c.helper_side().map(|helper| helper == side),
        status: c.status,
        done_claimed_at: c.done_claimed_at,
        steps: rules::steps(&c, reader),
        conversation: c.conversation,
        first_message: if row.get::<i64>("first_hidden")? > 0 { String::new() } else { row.get("first_message")? },
        my_rating: mine.0,
        my_words: mine.1,
        their_rating: theirs.0,
        their_words: theirs.1,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        completed_at: row.get("completed_at")?,
    })
}

fn views(rows: &[Row], reader: UserId) -> Result<Vec<ConnectionView>, Fault> {
    rows.iter().map(|row| view(row, reader)).collect()
}

/// One, if the reader is one of its two.
pub async fn find(db: &mut Tx, reader: UserId, id: ConnectionId) -> Result<Option<ConnectionView>, Fault> {
    let row = db.row(AssertSqlSafe(connections("and c.id = $2")), args![reader, id]).await?;
    row.map(|row| view(&row, reader)).transpose()
}

/// The one of this direction and subject that goes on, if any.
pub async fn find_going_on(db: &mut Tx, initiator: UserId, responder: UserId, about: Subject) -> Result<Option<ConnectionId>, Fault> {
    let (_, ask, offer) = columns(about);
    let row = db
        .row(
            AssertSqlSafe(format!(
                "select id from connections where initiator = $1 and responder = $2 and {GOING_ON}
                   and coalesce(ask_id, 0) = $3 and coalesce(offer_id, 0) = $4"
            )),
            args![initiator, responder, ask.unwrap_or(0), offer.unwrap_or(0)],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

/// All of the two, newest first.
pub async fn list_between(db: &mut Tx, reader: UserId, other: UserId) -> Result<Vec<ConnectionView>, Fault> {
    if reader == other {
        return Ok(Vec::new());
    }
    let rows =
        db.rows(AssertSqlSafe(connections("and (c.initiator = $2 or c.responder = $2) order by c.id desc")), args![reader, other]).await?;
    views(&rows, reader)
}

/// Those about one ask or offer that the reader is in: its owner sees every answer, others their own. Newest first.
pub async fn list_about(db: &mut Tx, reader: UserId, about: Subject) -> Result<Vec<ConnectionView>, Fault> {
    let (_, ask, offer) = columns(about);
    let (and, id) = match (ask, offer) {
        (Some(ask), _) => ("and c.ask_id = $2 order by c.id desc", ask),
        (_, Some(offer)) => ("and c.offer_id = $2 order by c.id desc", offer),
        _ => return Ok(Vec::new()),
    };
    let rows = db.rows(AssertSqlSafe(connections(and)), args![reader, id]).await?;
    views(&rows, reader)
}

/// A page, what moved last first. The cursor is `updated_at:id`; no statuses means all of them.
pub async fn page_of(
    db: &mut Tx,
    reader: UserId,
    which: Which,
    statuses: &[Status],
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<ConnectionView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let side = match which {
        Which::All => "",
        Which::Sent => "and c.initiator = $1",
        Which::Received => "and c.responder = $1",
    };
    // Words of our own, never typed ones.
    let words: Vec<String> = statuses.iter().map(|s| format!("'{s}'")).collect();
    let statuses = if words.is_empty() { String::new() } else { format!("and c.status in ({})", words.join(", ")) };
    let rows = db
        .rows(
            AssertSqlSafe(connections(&format!(
                "{side} {statuses} and (c.updated_at < $2 or (c.updated_at = $2 and c.id < $3))
                 order by c.updated_at desc, c.id desc limit $4 + 0"
            ))),
            args![reader, at, id, limit as i64 + 1],
        )
        .await?;
    Ok(Page::cut(views(&rows, reader)?, limit, |c| format!("{}:{}", c.updated_at.0, c.id)))
}

/// What waits for an answer of the reader, to be answered in place: requests, but for those of somebody there is a block
/// with, and the helper's “done”. Oldest first.
pub async fn list_waiting(db: &mut Tx, reader: UserId) -> Result<Vec<ConnectionView>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(connections(&format!(
                "and ((c.status = 'initiated' and c.responder = $1 and {})
                   or (c.done_claimed_at is not null and c.status in ('accepted', 'in_progress')
                       and ((c.ask_id is not null and c.responder = $1) or (c.offer_id is not null and c.initiator = $1))))
                 order by c.updated_at, c.id limit 50",
                no_block("c.initiator", "c.responder")
            ))),
            args![reader],
        )
        .await?;
    views(&rows, reader)
}

/// How many the reader has of each status, those of no number left out.
pub async fn count_by_status(db: &mut Tx, reader: UserId) -> Result<Vec<(Status, i64)>, Fault> {
    let rows = db
        .rows("select status, count(*) as n from connections where initiator = $1 or responder = $1 group by status", args![reader])
        .await?;
    let mut counts: Vec<(Status, i64)> = rows.iter().map(|row| Ok((row.word("status")?, row.get("n")?))).collect::<Result<_, Fault>>()?;
    counts.sort();
    Ok(counts)
}

/// Helps whose helper said “done” so long ago that silence confirms, oldest first: for the clock.
pub async fn list_silent_due(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<ConnectionId>, Fault> {
    let rows = db
        .rows(
            "select id from connections where done_claimed_at is not null and done_claimed_at <= $1
               and status in ('accepted', 'in_progress') order by done_claimed_at limit $2 + 0",
            args![now.plus(-rules::SILENCE_MS), limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// What others said of a member, newest first, as `reader` may see it.
pub async fn list_reviews(db: &mut Tx, reader: Option<UserId>, of: UserId, limit: usize) -> Result<Vec<Review>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select {card}, {POST}, c.id, c.completed_at,
                        case when c.responder = $1 then c.initiator_rating else c.responder_rating end as stars,
                        case when c.responder = $1 then c.initiator_words else c.responder_words end as words
                 from connections c
                 join users u on u.id = case when c.responder = $1 then c.initiator else c.responder end
                 join standing st on st.user_id = u.id
                 {POST_JOINS}
                 where ((c.responder = $1 and c.initiator_rating is not null) or (c.initiator = $1 and c.responder_rating is not null))
                   and {unblocked}
                 order by c.completed_at desc, c.id desc limit $2 + 0",
                card = profiles::CARD,
                unblocked = no_block("$3", "u.id"),
            )),
            args![of, limit as i64, reader.unwrap_or(UserId(0))],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (title, path) = post(row, reader)?;
            Ok(Review {
                connection: row.get("id")?,
                stars: row.get("stars")?,
                words: row.get("words")?,
                by: profiles::card(row)?.unless_away(),
                about: super::subject(row)?,
                title,
                path,
                at: row.get::<Option<Timestamp>>("completed_at")?.unwrap_or_default(),
            })
        })
        .collect()
}

/// What a member helped with to the end, newest first, as `reader` may see it.
pub async fn list_helped(db: &mut Tx, reader: Option<UserId>, helper: UserId, limit: usize) -> Result<Vec<Help>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select {card}, {POST}, c.id, c.completed_at
                 from connections c
                 join users u on u.id = case when c.initiator = $1 then c.responder else c.initiator end
                 join standing st on st.user_id = u.id
                 {POST_JOINS}
                 where c.status = 'completed'
                   and ((c.initiator = $1 and c.ask_id is not null) or (c.responder = $1 and c.offer_id is not null))
                   and {unblocked}
                 order by c.completed_at desc, c.id desc limit $2 + 0",
                card = profiles::CARD,
                unblocked = no_block("$3", "u.id"),
            )),
            args![helper, limit as i64, reader.unwrap_or(UserId(0))],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (title, path) = post(row, reader)?;
            Ok(Help {
                connection: row.get("id")?,
                helped: profiles::card(row)?.unless_away(),
                about: super::subject(row)?,
                title,
                path,
                at: row.get::<Option<Timestamp>>("completed_at")?.unwrap_or_default(),
            })
        })
        .collect()
}

/// Who helped with these asks to the end, the first first, as `reader` may see them.
pub(crate) async fn list_helpers(db: &mut Tx, reader: UserId, asks: &[AskId]) -> Result<HashMap<AskId, Vec<PersonCard>>, Fault> {
    let wanted: Vec<Vec<Value>> = asks.iter().map(|ask| row![*ask, reader]).collect();
    let sql = format!(
        "select c.ask_id, {card} from {{rows}} v join connections c on c.ask_id = v.column1
         join users u on u.id = c.initiator join standing st on st.user_id = u.id
         where c.status = 'completed' and u.suspended_at is null and {unblocked} order by c.completed_at, c.id",
        card = profiles::CARD,
        unblocked = no_block("v.column2", "u.id")
    );
    let mut helpers: HashMap<AskId, Vec<PersonCard>> = HashMap::new();
    for row in db.with_rows(&sql, &wanted).await? {
        let (of_ask, person) = (helpers.entry(row.get("ask_id")?).or_default(), profiles::card(&row)?);
        // Somebody may have helped twice.
        if !of_ask.contains(&person) {
            of_ask.push(person);
        }
    }
    Ok(helpers)
}

/// How well each of these people is rated by those they helped, of those who have ratings enough to go by.
pub async fn list_ratings(db: &mut Tx, people: &[UserId]) -> Result<HashMap<UserId, Rated>, Fault> {
    let wanted: Vec<Vec<Value>> = people.iter().map(|who| row![*who]).collect();
    let sql = "select st.user_id, st.ratings, st.stars from {rows} v join standing st on st.user_id = v.column1 where st.ratings > 0";
    let rows = db.with_rows(sql, &wanted).await?;
    let read = |row: &Row| Ok((row.get("user_id")?, Rated::reached(row.get("ratings")?, row.get("stars")?).max()));
    let read: Vec<(UserId, Option<Rated>)> = rows.iter().map(read).collect::<Result<_, Fault>>()?;
    Ok(read.into_iter().filter_map(|(who, rated)| Some((who, rated?))).collect())
}
