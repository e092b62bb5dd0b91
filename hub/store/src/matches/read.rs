//! Reading matches: the card of one side, lists of a post, the line under a receipt.

use std::collections::HashMap;

use hub::{
    AskId, MatchId, OfferId, Timestamp, UserId,
    kernel::{locale, page::Page},
    matches::{MatchCard, Post, rules},
    offers::price_words,
    tastes::reasons,
    tools::ToolRef,
};
use sqlx::AssertSqlSafe;

use crate::{
    Fault, Row, Tx, accounts, args, availability, claims, engine::Value, messaging::split_cursor, moderation::no_block, profiles, row,
};

/// What a look came to, as a post's owner is told: “3 people told, 5 more to look through, 4 tools”.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// People.
    pub told: i64,
    pub listed: i64,
    pub tools: i64,
}

/// Cards of the reader (`$1`) that are not withdrawn, not put aside by them, and without a block between the two; `and` is what else they must be.
fn cards(and: &str) -> String {
    cards_from("matches m", "$1", and)
}

/// A page of the reader's cards: which they are is decided first, since a card has a dozen small questions of its own. `and` sorts
/// and limits them, by what a match and its post say; `order` sorts them once more.
fn page_of(db: &Tx, and: &str, order: &str) -> String {
    let join = db.join_in_order();
    let chosen = format!(
        "(select m.* from matches m {join} asks a on a.id = m.ask_id {join} offers o on o.id = m.offer_id where {} {and}) m",
        shown_to("$1")
    );
    cards_from(&chosen, "$1", order)
}

/// Which matches `m` of ask `a` and offer `o` somebody may see.
fn shown_to(reader: &str) -> String {
    format!(
        "m.withdrawn_at is null and a.hidden_at is null and o.hidden_at is null and {}
           and ((m.ask_owner = {reader} and m.ask_dismissed_at is null) or (m.offer_owner = {reader} and m.offer_dismissed_at is null))",
        no_block("m.ask_owner", "m.offer_owner")
    )
}

/// Cards of whom `reader` names, among the matches `m` of `from`.
fn cards_from(from: &str, reader: &str, and: &str) -> String {
    format!(
        "select {card}, {answers}, m.id, m.ask_id, m.offer_id, m.ask_owner, m.score, m.reasons, m.told_at, m.found_at, m.connection_id,
                coalesce(m.told_at, m.found_at) as shown_at, {reader} as reader,
                (select r.language from users r where r.id = {reader}) as reader_language,
                a.title as a_title, a.kind as a_kind, a.slug as a_slug, au.username as a_handle,
                o.title as o_title, o.kind as o_kind, o.slug as o_slug, o.pricing, o.price, o.currency, ou.username as o_handle,
                {places}, (select h.full_at from standing h where h.user_id = m.offer_owner) as helper_full_at,
                {into} as reader_into, a.budget_min, a.budget_max, a.currency as a_currency, a.language as a_language, a.also_in as a_also_in, o.language as o_language
         from {from}
         join asks a on a.id = m.ask_id join users au on au.id = m.ask_owner
         join offers o on o.id = m.offer_id join users ou on ou.id = m.offer_owner
         join users u on u.id = case when m.ask_owner = {reader} then m.offer_owner else m.ask_owner end
         join standing st on st.user_id = u.id
         where {shown} {and}",
        card = profiles::CARD,
        answers = availability::COLUMNS,
        places = claims::columns(reader),
        into = into(reader),
        shown = shown_to(reader),
    )
}

/// Of what the reader says they are into the first thing that the other one's post is about.
fn into(reader: &str) -> String {
    let tagged = |table: &str, column: &str, post: &str| format!("(select x.term_id from {table} x where x.{column} = {post})");
    let (ask, offer) = (tagged("ask_tags", "ask_id", "a.id"), tagged("offer_tags", "offer_id", "o.id"));
    format!(
        "(select t.name from interests i join terms t on t.id = i.term_id
          where i.user_id = {reader} and ((m.ask_owner = {reader} and i.term_id in {offer}) or (m.offer_owner = {reader} and i.term_id in {ask}))
          order by i.position limit 1)"
    )
}

/// A card in the words of who reads it: live ones are made where somebody else's wish is carried out.
fn card(row: &Row, reader: UserId) -> Result<MatchCard, Fault> {
    locale::within(accounts::reads(&row.get::<String>("reader_language")?), || card_said(row, reader))
}

fn card_said(row: &Row, reader: UserId) -> Result<MatchCard, Fault> {
    let reader_asks = row.get::<UserId>("ask_owner")? == reader;
    let person = profiles::card(row)?;
    let (ask_title, offer_title): (String, String) = (row.get("a_title")?, row.get("o_title")?);
    let (ask_kind, offer_kind) = (row.word("a_kind")?, row.word("o_kind")?);
    let connection: Option<hub::ConnectionId> = row.get("connection_id")?;
    let places = if reader_asks || connection.is_some() { None } else { Some(claims::places(row)?) };
    let texts = |names: [&str; 4]| -> Result<Vec<String>, Fault> { names.iter().map(|name| row.get(name)).collect() };
    let said = texts(["a_currency", "currency", "a_language", "o_language"])?;
    let welcome = hub::asks::rules::is_welcome(&row.get::<String>("a_also_in")?, &said[3]);
    let terms = rules::Terms {
        budget_max: row.get("budget_max")?,
        budget_currency: &said[0],
        pricing: row.word("pricing")?,
        price: row.get("price")?,
        price_currency: &said[1],
        ask_language: if welcome { "" } else { &said[2] },
        offer_language: &said[3],
        helper_full: row.get::<Option<Timestamp>>("helper_full_at")?.is_some(),
    };
    let missing = rules::missing(reader_asks, &terms);
    let budget = hub::asks::budget_words(row.get("budget_min")?, terms.budget_max, &said[0]);
    let mut reasons: Vec<String> = row.list("reasons")?.iter().map(|reason| reasons::said(reason)).collect();
    // Said to nobody but the reader: it is not part of what the match carries.
    reasons.extend(row.get::<Option<String>>("reader_into")?.map(|name| rules::into_words(&name)));
    Ok(MatchCard {
        id: row.get("id")?,
        reader_asks,
        first_line: rules::first_line(reader_asks, (&ask_title, ask_kind), budget.as_deref(), (&offer_title, offer_kind), &person.name),
        person,
        ask: row.get("ask_id")?,
        ask_title,
        ask_kind,
        ask_path: format!("/@{}/asks/{}", row.get::<String>("a_handle")?, row.get::<String>("a_slug")?),
        offer: row.get("offer_id")?,
        offer_title,
        offer_kind,
        offer_path: format!("/@{}/{}", row.get::<String>("o_handle")?, row.get::<String>("o_slug")?),
        price: price_words(row.word("pricing")?, row.get("price")?, &row.get::<String>("currency")?),
        score: row.get("score")?,
        reasons,
        missing,
        told: row.get::<Option<Timestamp>>("told_at")?.is_some(),
        answers: availability::answers(row)?.words(),
        connection,
        found_at: row.get("found_at")?,
        places,
    })
}

/// A match as `reader` sees it; `None` when it is not theirs, withdrawn or dismissed by them.
pub async fn find_card(db: &mut Tx, reader: UserId, id: MatchId) -> Result<Option<MatchCard>, Fault> {
    let row = db.row(AssertSqlSafe(cards("and m.id = $2")), args![reader, id]).await?;
    row.map(|row| card(&row, reader)).transpose()
}

/// Many matches at once, each as its reader sees it; those missing that [`find_card`] would not find.
pub async fn find_cards(db: &mut Tx, wanted: &[(UserId, MatchId)]) -> Result<HashMap<(UserId, MatchId), MatchCard>, Fault> {
    let rows: Vec<Vec<Value>> = wanted.iter().map(|(reader, id)| row![*reader, *id]).collect();
    let sql = cards_from("{rows} v join matches m on m.id = v.column2", "v.column1", "");
    let mut found = HashMap::with_capacity(wanted.len());
    for row in db.with_rows(&sql, &rows).await? {
        let reader: UserId = row.get("reader")?;
        let card = card(&row, reader)?;
        found.insert((reader, card.id), card);
    }
    Ok(found)
}

/// A page of the reader's cards, the newest first; `only_told` leaves out those below the best. The cursor is `at:id`.
pub async fn page_cards(
    db: &mut Tx,
    reader: UserId,
    only_told: bool,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Page<MatchCard>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let told = if only_told { "and m.told_at is not null" } else { "" };
    let rows = db
        .rows(
            AssertSqlSafe(page_of(
                db,
                &format!(
                    "{told} and (coalesce(m.told_at, m.found_at) < $2 or (coalesce(m.told_at, m.found_at) = $2 and m.id < $3))
                     order by coalesce(m.told_at, m.found_at) desc, m.id desc limit $4 + 0"
                ),
                "order by shown_at desc, m.id desc",
            )),
            args![reader, at, id, limit as i64 + 1],
        )
        .await?;
    let all: Vec<(MatchCard, Timestamp)> =
        rows.iter().map(|row| Ok((card(row, reader)?, row.get("shown_at")?))).collect::<Result<_, Fault>>()?;
    Ok(Page::cut(all, limit, |(card, at)| format!("{}:{}", at.0, card.id)).map(|(card, _)| card))
}

/// What was found for the reader's posts and was not told, nobody having written yet, the best first.
pub async fn list_listed(db: &mut Tx, reader: UserId, limit: usize) -> Result<Vec<MatchCard>, Fault> {
    let order = "order by m.score desc, m.id";
    let sql = page_of(db, &format!("and m.told_at is null and m.connection_id is null {order} limit $2 + 0"), order);
    let rows = db.rows(AssertSqlSafe(sql), args![reader, limit as i64]).await?;
    rows.iter().map(|row| card(row, reader)).collect()
}

/// An ask's matches for its owner: those told first, then by how well they fit. Empty for anybody else.
pub async fn list_for_ask(db: &mut Tx, reader: UserId, ask: AskId) -> Result<Vec<MatchCard>, Fault> {
    let and = "and m.ask_owner = $1 and m.ask_id = $2 order by (m.told_at is null), m.score desc, m.id";
    let rows = db.rows(AssertSqlSafe(cards(and)), args![reader, ask]).await?;
    rows.iter().map(|row| card(row, reader)).collect()
}

/// An offer's matches for its owner.
pub async fn list_for_offer(db: &mut Tx, reader: UserId, offer: OfferId) -> Result<Vec<MatchCard>, Fault> {
    let and = "and m.offer_owner = $1 and m.offer_id = $2 order by (m.told_at is null), m.score desc, m.id";
    let rows = db.rows(AssertSqlSafe(cards(and)), args![reader, offer]).await?;
    rows.iter().map(|row| card(row, reader)).collect()
}

/// Of the reader's own posts, the card of the one that fits this post of somebody else best.
pub async fn find_best_with(db: &mut Tx, reader: UserId, theirs: Post) -> Result<Option<MatchCard>, Fault> {
    let (and, id) = match theirs {
        Post::Ask(id) => ("and m.offer_owner = $1 and m.ask_id = $2 order by m.score desc, m.id limit 1", id.0),
        Post::Offer(id) => ("and m.ask_owner = $1 and m.offer_id = $2 order by m.score desc, m.id limit 1", id.0),
    };
    let row = db.row(AssertSqlSafe(cards(and)), args![reader, id]).await?;
    row.map(|row| card(&row, reader)).transpose()
}

/// Tools that fit an ask, the best first, with why.
pub async fn tools_for_ask(db: &mut Tx, ask: AskId) -> Result<Vec<(ToolRef, Vec<String>)>, Fault> {
    let rows = db
        .rows(
            "select t.id, t.slug, t.name, f.reasons from tool_matches f join tools t on t.id = f.tool_id
             where f.ask_id = $1 order by f.score desc, t.id",
            args![ask],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                ToolRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? },
                row.list("reasons")?.iter().map(|reason| reasons::said(reason)).collect(),
            ))
        })
        .collect()
}

/// What a post's owner reads under it, as it stands now.
pub async fn counts(db: &mut Tx, post: Post) -> Result<Counts, Fault> {
    let unblocked = no_block("m.ask_owner", "m.offer_owner");
    let (sql, id) = match post {
        Post::Ask(id) => (
            format!(
                "select count(distinct case when told_at is not null then offer_owner end) as told,
                    count(case when told_at is null then 1 end) as listed,
                    (select count(*) from tool_matches f where f.ask_id = $1) as tools
             from matches m where ask_id = $1 and withdrawn_at is null and ask_dismissed_at is null
               and {unblocked}"
            ),
            id.0,
        ),
        Post::Offer(id) => (
            format!(
                "select count(distinct case when told_at is not null then ask_owner end) as told,
                    count(case when told_at is null then 1 end) as listed, cast(0 as bigint) as tools
             from matches m where offer_id = $1 and withdrawn_at is null and offer_dismissed_at is null
               and {unblocked}"
            ),
            id.0,
        ),
    };
    let Some(row) = db.row(AssertSqlSafe(sql), args![id]).await? else { return Ok(Counts::default()) };
    Ok(Counts { told: row.get("told")?, listed: row.get("listed")?, tools: row.get("tools")? })
}
