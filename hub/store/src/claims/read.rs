//! Reading claims: how an ask's places stand for its reader, and what a member holds.

use hub::{
    AskId, Timestamp, UserId,
    claims::{Places, PlacesView},
    profiles::PersonCard,
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, asks, moderation::no_block, profiles};

/// How the places of the ask `a` stand, as columns, for the reader that `reader` names in the statement; read with [`places`].
pub(crate) fn columns(reader: &str) -> String {
    format!(
        "a.places, a.accepted, a.held,
         (select k.held_until from claims k where k.ask_id = a.id and k.helper = {reader} and k.ended_at is null) as mine"
    )
}

/// Reads the columns of [`columns`].
pub(crate) fn places(row: &Row) -> Result<Places, Fault> {
    Ok(Places { places: row.get("places")?, accepted: row.get("accepted")?, held: row.get("held")?, mine: row.get("mine")? })
}

/// Asks as `and` says, which may name `$1` the reader.
fn view(and: &str) -> String {
    format!(
        "select {}, a.id, a.title, a.slug, {} from asks a join users u on u.id = a.user_id join standing st on st.user_id = u.id
         where {} and {} and {and}",
        profiles::CARD,
        columns("$1"),
        asks::VISIBLE,
        no_block("$1", "a.user_id"),
    )
}

fn read(row: &Row) -> Result<PlacesView, Fault> {
    let owner = profiles::card(row)?;
    Ok(PlacesView {
        ask: row.get("id")?,
        title: row.get("title")?,
        path: format!("/@{}/asks/{}", owner.handle, row.get::<String>("slug")?),
        owner,
        places: places(row)?,
        writing: Vec::new(),
    })
}

/// How an ask's places stand for `reader`; its owner also sees who holds one. `None`: it is not theirs to see.
pub async fn find_places(db: &mut Tx, reader: UserId, ask: AskId) -> Result<Option<PlacesView>, Fault> {
    let Some(row) = db.row(AssertSqlSafe(view("a.id = $2")), args![reader, ask]).await? else { return Ok(None) };
    let mut found = read(&row)?;
    if found.owner.id == reader {
        found.writing = list_writing(db, ask).await?;
    }
    Ok(Some(found))
}

/// Who holds a place of an ask, the first first: for its owner alone.
pub async fn list_writing(db: &mut Tx, ask: AskId) -> Result<Vec<PersonCard>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select {} from claims k join users u on u.id = k.helper join standing st on st.user_id = u.id
                 where k.ask_id = $1 and k.ended_at is null order by k.taken_at, k.id",
                profiles::CARD
            )),
            args![ask],
        )
        .await?;
    rows.iter().map(profiles::card).collect()
}

/// Where a member holds a place, the one that runs out first first.
pub async fn list_held_by(db: &mut Tx, reader: UserId) -> Result<Vec<PlacesView>, Fault> {
    let and = "a.id in (select k.ask_id from claims k where k.helper = $1 and k.ended_at is null) order by mine, a.id";
    let rows = db.rows(AssertSqlSafe(view(and)), args![reader]).await?;
    rows.iter().map(read).collect()
}

/// Whether a member is told when a place of this ask is free.
pub async fn waits(db: &mut Tx, reader: UserId, ask: AskId) -> Result<bool, Fault> {
    Ok(db.number("select count(*) as n from awaited_places where ask_id = $1 and user_id = $2", args![ask, reader]).await? > 0)
}

/// Asks of which somebody holds a place whose time is over, the longest first: for the clock.
pub async fn list_due(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<AskId>, Fault> {
    let rows = db
        .rows(
            "select ask_id, min(held_until) as since from claims where ended_at is null and held_until <= $1
             group by ask_id order by since, ask_id limit $2 + 0",
            args![now, limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("ask_id")).collect()
}
