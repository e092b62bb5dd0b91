//! Who takes on more, and how surely and how soon they answer: counted in `standing` whenever a request is answered, or has waited
//! too long.

use hub::{
    Answer, By, ConnectionId, Event, Timestamp, UserId,
    availability::{
        Answers, Availability, Command, Event as Happened, Why,
        rules::{self, Heard},
    },
    command::AnyRefusal,
    connections::{Refusal, Status, Step},
};

use crate::{Failure, Fault, Row, Tx, args, batch::Work};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Overdue { connection } => overdue(work, connection, at).await,
        Command::SetFull { full } => {
            let user = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
            Ok(set(work, user, full, Why::Said, at).await?)
        }
    }
}

async fn set(work: &mut Work<'_>, user: UserId, full: bool, why: Why, at: Timestamp) -> Result<Answer, Fault> {
    let changed = if full {
        let sql = "update standing set full_at = $2, full_why = $3 where user_id = $1 and full_at is null";
        work.tx.run(sql, args![user, at, why.word()]).await?
    } else {
        let sql = "update standing set full_at = null, full_why = null, free_at = $2 where user_id = $1 and full_at is not null";
        work.tx.run(sql, args![user, at]).await?
    };
    if changed > 0 {
        work.happened(Event::Availability(Happened::Changed { user, full, why }), at);
    }
    Ok(Answer::Done)
}

/// A request has waited for seven days: it counts, and with a second one whoever was asked is spared more.
async fn overdue(work: &mut Work<'_>, id: ConnectionId, at: Timestamp) -> Result<Answer, Failure> {
    let marked = work
        .tx
        .rows(
            "update connections set overdue_at = $2 where id = $1 and status = 'initiated' and overdue_at is null and created_at <= $3
             returning responder",
            args![id, at, at.plus(-rules::OVERDUE_AFTER)],
        )
        .await?;
    let Some(row) = marked.first() else {
        // It was answered a moment ago.
        return Err(Refusal::WrongMoment { status: Status::Discussing, step: Step::Reply }.into());
    };
    let user: UserId = row.get("responder")?;
    recount(&mut work.tx, user, at).await?;
    work.happened(Event::Availability(Happened::Recounted { user }), at);
    let waiting = work
        .tx
        .row(
            "select st.full_at, (select count(*) from connections c where c.responder = st.user_id and c.status = 'initiated'
                                   and c.overdue_at is not null and c.created_at > st.free_at) as waiting
             from standing st where st.user_id = $1",
            args![user],
        )
        .await?;
    if let Some(row) = waiting
        && rules::is_spared(row.get::<Option<Timestamp>>("full_at")?.is_some(), row.get("waiting")?)
    {
        set(work, user, true, Why::Unanswered, at).await?;
    }
    Ok(Answer::Done)
}

/// A place that somebody held ran out; with a second one they are spared more.
pub(crate) async fn lapsed(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<(), Fault> {
    let found = work
        .tx
        .row(
            "select st.full_at, (select count(*) from claims c where c.helper = st.user_id and c.ended = 'lapsed'
                                   and c.ended_at > st.free_at and c.ended_at > $2) as lapsed
             from standing st where st.user_id = $1",
            args![user, at.plus(-rules::LAPSE_COUNTS_FOR)],
        )
        .await?;
    if let Some(row) = found
        && rules::is_spared(row.get::<Option<Timestamp>>("full_at")?.is_some(), row.get("lapsed")?)
    {
        set(work, user, true, Why::Lapsed, at).await?;
    }
    Ok(())
}

/// Who was asked answered for the first time: with words, a yes or a no.
pub(crate) async fn answered(work: &mut Work<'_>, id: ConnectionId, who: UserId, at: Timestamp) -> Result<(), Fault> {
    let first = work.tx.run("update connections set answered_at = $2 where id = $1 and answered_at is null", args![id, at]).await?;
    if first > 0 { recount(&mut work.tx, who, at).await } else { Ok(()) }
}

/// Counts the newest requests anew. Two that are answered in the same moment on two hubs may each miss the other; the next one
/// counts both.
pub(crate) async fn recount(tx: &mut Tx, user: UserId, at: Timestamp) -> Result<(), Fault> {
    let rows = tx
        .rows(
            "select created_at, answered_at, status, overdue_at from connections where responder = $1 and created_at > $2
               and (answered_at is not null or overdue_at is not null
                    or status in ('discussing', 'accepted', 'in_progress', 'completed', 'declined'))
             order by created_at desc limit $3 + 0",
            args![user, at.plus(-rules::COUNTED_FOR), rules::COUNTED as i64],
        )
        .await?;
    let heard: Vec<Heard> = rows.iter().map(heard).collect::<Result<_, _>>()?;
    let Answers { asked, answered, usual_ms } = rules::count(&heard);
    tx.run("update standing set asked = $2, answered = $3, usual_ms = $4 where user_id = $1", args![user, asked, answered, usual_ms])
        .await?;
    Ok(())
}

fn heard(row: &Row) -> Result<Heard, Fault> {
    let (asked, answered): (Timestamp, Option<Timestamp>) = (row.get("created_at")?, row.get("answered_at")?);
    let overdue = row.get::<Option<Timestamp>>("overdue_at")?.is_some();
    Ok(match answered {
        // Too late is better than never, and never is what it looked like for a week.
        Some(_) if overdue => Heard::Sometime,
        Some(at) => Heard::After(at.since(asked)),
        None if overdue => Heard::Never,
        None => Heard::Sometime,
    })
}

/// Requests that have waited for seven days and were not counted yet.
pub async fn list_overdue(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<ConnectionId>, Fault> {
    let rows = db
        .rows(
            "select id from connections where status = 'initiated' and overdue_at is null and created_at <= $1
             order by created_at limit $2 + 0",
            args![now.plus(-rules::OVERDUE_AFTER), limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Columns of `standing st` from which [`answers`] and [`is_full`] are read.
pub(crate) const COLUMNS: &str = "st.asked as st_asked, st.answered as st_answered, st.usual_ms as st_usual_ms, st.full_at as st_full_at";

/// What was counted of somebody.
pub(crate) fn answers(row: &Row) -> Result<Answers, Fault> {
    Ok(Answers { asked: row.get("st_asked")?, answered: row.get("st_answered")?, usual_ms: row.get("st_usual_ms")? })
}

pub(crate) fn is_full(row: &Row) -> Result<bool, Fault> {
    Ok(row.get::<Option<Timestamp>>("st_full_at")?.is_some())
}

/// What stands beside somebody on what they offer.
pub async fn find_words(db: &mut Tx, user: UserId) -> Result<String, Fault> {
    let Availability { full, answers, .. } = find(db, user).await?;
    Ok(rules::card_words(full, answers))
}

/// A member's own switch.
pub async fn find(db: &mut Tx, user: UserId) -> Result<Availability, Fault> {
    let sql = sqlx::AssertSqlSafe(format!("select {COLUMNS}, st.full_why from standing st where st.user_id = $1"));
    let Some(row) = db.row(sql, args![user]).await? else { return Ok(Availability::default()) };
    let full = is_full(&row)?;
    let why = if full { Some(row.word("full_why")?) } else { None };
    Ok(Availability { full, why, answers: answers(&row)? })
}
