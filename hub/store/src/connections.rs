//! Connections: opened, moved step by step, rated. Loads, asks the rules, saves; what follows from it (points, notices,
//! texts) stands in `hub::consequences`.

mod read;
mod subjects;

pub use read::*;

use hub::{
    Answer, By, CommandId, ConnectionId, ConversationId, Event, Timestamp, UserId,
    command::AnyRefusal,
    connections::{Command, Connection, Event as Happened, Refusal, Side, Status, Step, Subject, rules},
};

use crate::{
    Failure, Fault, Row, Tx, args, availability, batch::Work, engine::Value, leaving, messaging, moderation, notices, privacy, row,
};

/// Statuses of a connection that goes on, as the partial unique indexes know them.
const GOING_ON: &str = "status in ('initiated', 'discussing', 'accepted', 'in_progress')";

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, id: &CommandId, command: Command) -> Result<Answer, Failure> {
    match (by, command) {
        (By::Clock, Command::Move { id, step: Step::Silence }) => silence(work, id, at).await,
        (by, Command::Open { to, about, message }) => open(work, member(by)?, at, id, to, about, &message).await,
        (by, Command::Move { id, step }) => step_by(work, member(by)?, id, step, at).await,
        (by, Command::Rate { id, stars, words }) => rate(work, member(by)?, id, stars, &words, at).await,
    }
}

fn member(by: By) -> Result<UserId, Failure> {
    by.user().ok_or(hub::Refusal::Any(AnyRefusal::NotAllowed).into())
}

async fn open(
    work: &mut Work<'_>,
    by: UserId,
    at: Timestamp,
    command: &CommandId,
    to: UserId,
    about: Subject,
    typed: &str,
) -> Result<Answer, Failure> {
    let message = rules::first_message(typed)?;
    let subject = subjects::find(&mut work.tx, by, about, at).await?;
    if about != Subject::Direct && subject.is_none() {
        return Err(Refusal::NoLongerOpen.into());
    }
    rules::may_open(by, to, about, subject.as_ref().map(|s| s.owner))?;
    let there = work.tx.number("select count(*) as n from users where id = $1 and suspended_at is null", args![to]).await?;
    if there == 0 {
        return Err(Refusal::NoSuchMember.into());
    }
    if moderation::blocked_between(&mut work.tx, by, to).await? {
        return Err(Refusal::Blocked.into());
    }
    // Before whether it is still open: who is in already is led to the conversation, not turned away.
    if let Some(going_on) = find_going_on(&mut work.tx, by, to, about).await? {
        return Err(Refusal::AlreadyTalking(going_on).into());
    }
    if subject.is_some_and(|s| !s.open) {
        return Err(Refusal::NoLongerOpen.into());
    }

    if about == Subject::Direct
        && let Some(first) = privacy::find_first_refused(&mut work.tx, by, to).await?
    {
        return Err(Refusal::NotFirst(first).into());
    }
    may_begin(work, by, to, at).await?;
    let conversation = messaging::open_conversation(work, by, to, at).await?;
    let id: ConnectionId = work.new_id()?;
    if !insert(work, id, by, to, about, conversation, &message, at).await? {
        // Somebody else's hub was a moment earlier; the conversation was theirs then, too.
        let going_on = find_going_on(&mut work.tx, by, to, about).await?;
        return Err(going_on.map_or_else(
            || Fault::Corrupt("a connection is in the way and not there".to_owned()).into(),
            |id| Refusal::AlreadyTalking(id).into(),
        ));
    }
    subjects::count_opened(&mut work.tx, about).await?;
    messaging::await_reply(work, conversation, to).await?;
    // Before its first message, so that a screen knows what the message begins.
    work.happened(Event::Connections(Happened::Opened { id, by, to, about, conversation }), at);
    messaging::append(work, conversation, by, command, message, id, at).await?;
    Ok(Answer::Connection { id, conversation })
}

/// So many new conversations a day; the member's row is locked by now. A door of the demo town stands for many visitors and is
/// not counted.
async fn may_begin(work: &mut Work<'_>, by: UserId, to: UserId, at: Timestamp) -> Result<(), Failure> {
    let Some(pace) = work.pace.conversations else { return Ok(()) };
    if messaging::find_conversation_with(&mut work.tx, by, to).await?.is_some() {
        return Ok(());
    }
    let Some(row) = work.tx.row("select created_at from users where id = $1 and demo_door is null", args![by]).await? else {
        return Ok(());
    };
    let begun = messaging::list_begun(&mut work.tx, by, at).await?;
    Ok(rules::may_begin(pace, row.get("created_at")?, &begun, at)?)
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
async fn insert(
    work: &mut Work<'_>,
    id: ConnectionId,
    by: UserId,
    to: UserId,
    about: Subject,
    conversation: ConversationId,
    message: &str,
    at: Timestamp,
) -> Result<bool, Fault> {
    let (kind, ask, offer) = columns(about);
    let made = work
        .tx
        .run(
            "insert into connections (id, initiator, responder, ask_id, offer_id, kind, status, first_message, conversation_id,
                                      created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, 'initiated', $7, $8, $9, $9) on conflict do nothing",
            args![id, by, to, ask, offer, kind, message, conversation, at],
        )
        .await?;
    Ok(made == 1)
}

/// A subject as it is stored: kind, ask, offer.
fn columns(about: Subject) -> (&'static str, Option<i64>, Option<i64>) {
    match about {
        Subject::Ask(id) => ("ask_response", Some(id.0), None),
        Subject::Offer(id) => ("offer_inquiry", None, Some(id.0)),
        Subject::Direct => ("direct", None, None),
    }
}

fn subject(row: &Row) -> Result<Subject, Fault> {
    let (ask, offer): (Option<hub::AskId>, Option<hub::OfferId>) = (row.get("ask_id")?, row.get("offer_id")?);
    Ok(match (ask, offer) {
        (Some(ask), _) => Subject::Ask(ask),
        (_, Some(offer)) => Subject::Offer(offer),
        _ => Subject::Direct,
    })
}

/// What the rules decide on; read from a row with the connection's own columns.
fn connection(row: &Row) -> Result<Connection, Fault> {
    Ok(Connection {
        id: row.get("id")?,
        initiator: row.get("initiator")?,
        responder: row.get("responder")?,
        about: subject(row)?,
        status: row.word("status")?,
        done_claimed_at: row.get("done_claimed_at")?,
        initiator_rating: row.get("initiator_rating")?,
        responder_rating: row.get("responder_rating")?,
        conversation: row.get("conversation_id")?,
    })
}

const CONNECTION: &str = "select id, initiator, responder, ask_id, offer_id, status, done_claimed_at, initiator_rating, \
                          responder_rating, conversation_id from connections";

async fn load(tx: &mut Tx, id: ConnectionId) -> Result<Connection, Failure> {
    let row = tx.row(sqlx::AssertSqlSafe(format!("{CONNECTION} where id = $1")), args![id]).await?;
    Ok(connection(&row.ok_or(Refusal::NoSuchConnection)?)?)
}

/// A step by one of the two.
async fn step_by(work: &mut Work<'_>, who: UserId, id: ConnectionId, step: Step, at: Timestamp) -> Result<Answer, Failure> {
    let c = load(&mut work.tx, id).await?;
    let moved = rules::step(&c, who, step, at)?;
    // Ending it stays possible; going on doesn't.
    if matches!(step, Step::Accept | Step::Start) && moderation::blocked_between(&mut work.tx, c.initiator, c.responder).await? {
        return Err(Refusal::Blocked.into());
    }
    save_step(work, &c, Some(who), step, moved, at).await?;
    notices::acted_on_connection(work, who, id, at).await?;
    Ok(Answer::Connection { id, conversation: c.conversation })
}

/// What goes on with others is called off, each by a step of theirs.
pub(crate) async fn call_off_all(work: &mut Work<'_>, who: UserId, at: Timestamp) -> Result<(), Failure> {
    let sql = format!("{CONNECTION} where (initiator = $1 or responder = $1) and {GOING_ON} order by id");
    for row in work.tx.rows(sqlx::AssertSqlSafe(sql), args![who]).await? {
        let c = connection(&row)?;
        let steps = [Step::Cancel, Step::Decline];
        let Some((step, moved)) = steps.into_iter().find_map(|step| Some((step, rules::step(&c, who, step, at).ok()?))) else { continue };
        save_step(work, &c, Some(who), step, moved, at).await?;
    }
    Ok(())
}

async fn silence(work: &mut Work<'_>, id: ConnectionId, at: Timestamp) -> Result<Answer, Failure> {
    let c = load(&mut work.tx, id).await?;
    let moved = rules::silence(&c, at)?;
    save_step(work, &c, None, Step::Silence, moved, at).await?;
    Ok(Answer::Done)
}

/// Saves what the rules decided, and says it.
async fn save_step(
    work: &mut Work<'_>,
    c: &Connection,
    by: Option<UserId>,
    step: Step,
    moved: rules::Moved,
    at: Timestamp,
) -> Result<(), Failure> {
    let places = i64::from(rules::takes_a_place(moved.status)) - i64::from(rules::takes_a_place(c.status));
    if let (Subject::Ask(ask), true) = (c.about, places != 0) {
        subjects::take_places(work, ask, places, at).await?;
    }
    let completed_at = (moved.status == Status::Completed).then_some(at);
    work.tx
        .run(
            "update connections set status = $2, done_claimed_at = $3, updated_at = $4, completed_at = coalesce(completed_at, $5)
             where id = $1",
            args![c.id, moved.status.word(), moved.done_claimed_at, at, completed_at],
        )
        .await?;
    if c.status == Status::Initiated {
        stop_awaiting_if_idle(work, c.conversation, c.responder).await?;
        if by == Some(c.responder) {
            availability::answered(work, c.id, c.responder, at).await?;
        }
    }
    work.happened(
        Event::Connections(Happened::Moved {
            id: c.id,
            by,
            initiator: c.initiator,
            responder: c.responder,
            about: c.about,
            step,
            from: c.status,
            status: moved.status,
        }),
        at,
    );
    if completed_at.is_some() {
        completed(work, c, at).await?;
    }
    Ok(())
}

/// Completed is left by no way, so this happens once a connection.
async fn completed(work: &mut Work<'_>, c: &Connection, at: Timestamp) -> Result<(), Fault> {
    let Some(helper) = c.helper_side() else { return Ok(()) };
    let ask_kind = match c.about {
        Subject::Ask(ask) => subjects::ask_kind(&mut work.tx, ask).await?,
        _ => None,
    };
    let (helper, helped) = (c.person(helper), c.person(helper.other()));
    work.happened(Event::Connections(Happened::Helped { id: c.id, helper, helped, about: c.about, ask_kind }), at);
    if let Subject::Ask(ask) = c.about {
        subjects::offer_to_mark_fulfilled(work, ask, at).await?;
    }
    Ok(())
}

/// When nothing of the pair waits for `who` any more, their next message moves nothing.
async fn stop_awaiting_if_idle(work: &mut Work<'_>, conversation: ConversationId, who: UserId) -> Result<(), Fault> {
    let waiting = work
        .tx
        .number(
            "select count(*) as n from connections where conversation_id = $1 and responder = $2 and status = 'initiated'",
            args![conversation, who],
        )
        .await?;
    if waiting == 0 { messaging::stop_awaiting(work, conversation, who).await } else { Ok(()) }
}

/// `who` wrote in the conversation and was waited for: what was initiated towards them is being discussed now.
pub(crate) async fn replied(work: &mut Work<'_>, conversation: ConversationId, who: UserId, at: Timestamp) -> Result<(), Fault> {
    let rows = work
        .tx
        .rows(
            sqlx::AssertSqlSafe(format!("{CONNECTION} where conversation_id = $1 and responder = $2 and status = 'initiated' order by id")),
            args![conversation, who],
        )
        .await?;
    for row in rows {
        let c = connection(&row)?;
        let Ok(moved) = rules::step(&c, who, Step::Reply, at) else { continue };
        work.tx.run("update connections set status = $2, updated_at = $3 where id = $1", args![c.id, moved.status.word(), at]).await?;
        availability::answered(work, c.id, who, at).await?;
        work.happened(
            Event::Connections(Happened::Moved {
                id: c.id,
                by: Some(who),
                initiator: c.initiator,
                responder: c.responder,
                about: c.about,
                step: Step::Reply,
                from: c.status,
                status: moved.status,
            }),
            at,
        );
    }
    messaging::stop_awaiting(work, conversation, who).await
}

async fn rate(work: &mut Work<'_>, who: UserId, id: ConnectionId, stars: i64, typed: &str, at: Timestamp) -> Result<Answer, Failure> {
    let c = load(&mut work.tx, id).await?;
    let side = rules::rate(&c, who, stars)?;
    if leaving::is_gone(&mut work.tx, c.person(side.other())).await? {
        return Err(Refusal::NoSuchMember.into());
    }
    let words = rules::rating_words(typed)?;
    let set = match side {
        Side::Initiator => "update connections set initiator_rating = $2, initiator_words = $3, updated_at = $4 where id = $1",
        Side::Responder => "update connections set responder_rating = $2, responder_words = $3, updated_at = $4 where id = $1",
    };
    work.tx.run(set, args![id, stars, words, at]).await?;
    let by_helped = c.helper_side() == Some(side.other());
    if by_helped {
        recount_ratings(&mut work.tx, &[row![c.person(side.other())]]).await?;
    }
    work.happened(Event::Connections(Happened::Rated { id, by: who, of: c.person(side.other()), stars, by_helped }), at);
    notices::acted_on_connection(work, who, id, at).await?;
    Ok(Answer::Connection { id, conversation: c.conversation })
}

/// How well those whom these people helped have rated that, counted anew. Who answers an ask helps, and so does whoever is asked for
/// what they offer.
pub(crate) async fn recount_ratings(tx: &mut Tx, people: &[Vec<Value>]) -> Result<(), Fault> {
    tx.with_rows(
        "update standing set
             ratings = (select count(*) from connections c
                        where c.initiator = standing.user_id and c.ask_id is not null and c.responder_rating is not null)
                     + (select count(*) from connections c
                        where c.responder = standing.user_id and c.offer_id is not null and c.initiator_rating is not null),
             stars = (select cast(coalesce(sum(c.responder_rating), 0) as bigint) from connections c
                      where c.initiator = standing.user_id and c.ask_id is not null)
                   + (select cast(coalesce(sum(c.initiator_rating), 0) as bigint) from connections c
                      where c.responder = standing.user_id and c.offer_id is not null)
         from {rows} v where standing.user_id = v.column1",
        people,
    )
    .await?;
    Ok(())
}
