//! Matches: what the matcher found is re-decided and stored, and taken back when a side of it goes.

mod facts;
mod look;
mod read;
mod second_chance;

pub use facts::{find_facts, list_known};
pub(crate) use look::tell_next_best;
pub use look::{NOT_YET, NOT_YET_OFFERED, list_that_would_fit, list_who_would_be_told, list_who_would_hear, list_who_would_hear_of_offer};
pub use read::*;
pub use second_chance::list_who_missed;

use hub::{
    Answer, AskId, By, ConnectionId, Event, MatchId, OfferId, Timestamp, UserId,
    command::AnyRefusal,
    connections::Subject,
    event::Lane,
    matches::{Command, Event as Happened, Post, Refusal},
};

use crate::{Failure, Fault, Row, args, batch::Work, journal};

/// The matcher's name among the readers of the exchange lane.
pub const MATCHER: &str = "matcher";

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match (by, command) {
        (By::Matcher, Command::Found { post, upto, pairs, tools }) => {
            is_this_hubs(work).await?;
            look::found(work, post, pairs, &tools, at).await?;
            journal::move_cursor(&mut work.tx, MATCHER, Lane::Exchange, upto).await?;
            Ok(Answer::Done)
        }
        (By::Matcher, Command::Advance { upto }) => {
            is_this_hubs(work).await?;
            journal::move_cursor(&mut work.tx, MATCHER, Lane::Exchange, upto).await?;
            Ok(Answer::Done)
        }
        (By::Clock, Command::Missed { ids }) => Ok(second_chance::missed(work, &ids, at).await?),
        (By::Clock, Command::Came { who }) => Ok(second_chance::came(work, who, at).await?),
        (by, Command::Dismiss { id }) => dismiss(work, by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?, id, at).await,
        _ => Err(Refusal::MatcherOnly.into()),
    }
}

/// One matcher at a time: another hub may have taken the exchange lane while this one looked.
async fn is_this_hubs(work: &mut Work<'_>) -> Result<(), Failure> {
    let epoch = work.tx.number("select epoch as n from lanes where lane = 'exchange'", args![]).await?;
    if epoch == work.exchange_epoch { Ok(()) } else { Err(Refusal::MatcherOnly.into()) }
}

/// “Not for me”: gone for that side, for good.
async fn dismiss(work: &mut Work<'_>, by: UserId, id: MatchId, at: Timestamp) -> Result<Answer, Failure> {
    let row = work
        .tx
        .row(
            "select ask_owner, ask_dismissed_at, offer_dismissed_at from matches where id = $1 and (ask_owner = $2 or offer_owner = $2)",
            args![id, by],
        )
        .await?
        .ok_or(Refusal::NoSuchMatch)?;
    let asks = row.get::<UserId>("ask_owner")? == by;
    let already: Option<Timestamp> = row.get(if asks { "ask_dismissed_at" } else { "offer_dismissed_at" })?;
    if already.is_none() {
        let set = if asks {
            "update matches set ask_dismissed_at = $2 where id = $1"
        } else {
            "update matches set offer_dismissed_at = $2 where id = $1"
        };
        work.tx.run(set, args![id, at]).await?;
        work.happened(Event::Matches(Happened::Dismissed { id, by }), at);
    }
    Ok(Answer::Done)
}

/// Both sides hear that these went.
fn say_withdrawn(work: &mut Work<'_>, rows: &[Row], at: Timestamp) -> Result<(), Fault> {
    for row in rows {
        let event = Happened::Withdrawn { id: row.get("id")?, ask_owner: row.get("ask_owner")?, offer_owner: row.get("offer_owner")? };
        work.happened(Event::Matches(event), at);
    }
    Ok(())
}

/// All of this post that nobody acted on.
pub(crate) async fn withdraw_post(work: &mut Work<'_>, post: Post, at: Timestamp) -> Result<(), Fault> {
    let (sql, id) = match post {
        Post::Ask(AskId(id)) => (
            "update matches set withdrawn_at = $2 where ask_id = $1 and withdrawn_at is null and connection_id is null
             returning id, ask_owner, offer_owner",
            id,
        ),
        Post::Offer(OfferId(id)) => (
            "update matches set withdrawn_at = $2 where offer_id = $1 and withdrawn_at is null and connection_id is null
             returning id, ask_owner, offer_owner",
            id,
        ),
    };
    let gone = work.tx.rows(sql, args![id, at]).await?;
    say_withdrawn(work, &gone, at)
}

/// All of a post that is hidden, on every screen. What became a connection keeps its row and comes back when the post does.
pub(crate) async fn hide_post(work: &mut Work<'_>, post: Post, at: Timestamp) -> Result<(), Fault> {
    withdraw_post(work, post, at).await?;
    let (sql, id) = match post {
        Post::Ask(AskId(id)) => {
            ("select id, ask_owner, offer_owner from matches where ask_id = $1 and withdrawn_at is null and connection_id is not null", id)
        }
        Post::Offer(OfferId(id)) => (
            "select id, ask_owner, offer_owner from matches where offer_id = $1 and withdrawn_at is null and connection_id is not null",
            id,
        ),
    };
    let hidden = work.tx.rows(sql, args![id]).await?;
    say_withdrawn(work, &hidden, at)
}

/// All of these two. What became a connection keeps its row and comes back with the end of the block; on every screen it
/// goes now.
pub(crate) async fn withdraw_between(work: &mut Work<'_>, a: UserId, b: UserId, at: Timestamp) -> Result<(), Fault> {
    let gone = work
        .tx
        .rows(
            "update matches set withdrawn_at = $3 where withdrawn_at is null and connection_id is null
               and ((ask_owner = $1 and offer_owner = $2) or (ask_owner = $2 and offer_owner = $1))
             returning id, ask_owner, offer_owner",
            args![a, b, at],
        )
        .await?;
    say_withdrawn(work, &gone, at)?;
    let hidden = work
        .tx
        .rows(
            "select id, ask_owner, offer_owner from matches where withdrawn_at is null and connection_id is not null
               and ((ask_owner = $1 and offer_owner = $2) or (ask_owner = $2 and offer_owner = $1))",
            args![a, b],
        )
        .await?;
    say_withdrawn(work, &hidden, at)
}

/// All of this member that nobody acted on.
pub(crate) async fn withdraw_of(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<(), Fault> {
    let gone = work
        .tx
        .rows(
            "update matches set withdrawn_at = $2 where withdrawn_at is null and connection_id is null
               and (ask_owner = $1 or offer_owner = $1)
             returning id, ask_owner, offer_owner",
            args![user, at],
        )
        .await?;
    say_withdrawn(work, &gone, at)
}

/// `by` wrote about this post: what matched it with posts of theirs has become a connection and stays. Also what was
/// withdrawn, so that it never comes back as if nobody had written.
pub(crate) async fn acted_on(
    work: &mut Work<'_>,
    about: Subject,
    by: UserId,
    to: UserId,
    connection: ConnectionId,
    at: Timestamp,
) -> Result<(), Fault> {
    let (sql, id) = match about {
        Subject::Ask(AskId(id)) => (
            "update matches set connection_id = $4, updated_at = $5 where ask_id = $1 and offer_owner = $2 and ask_owner = $3
             returning id, ask_owner, offer_owner, withdrawn_at",
            id,
        ),
        Subject::Offer(OfferId(id)) => (
            "update matches set connection_id = $4, updated_at = $5 where offer_id = $1 and ask_owner = $2 and offer_owner = $3
             returning id, ask_owner, offer_owner, withdrawn_at",
            id,
        ),
        Subject::Direct => return Ok(()),
    };
    for row in work.tx.rows(sql, args![id, by, to, connection, at]).await? {
        if row.get::<Option<Timestamp>>("withdrawn_at")?.is_none() {
            let event = Happened::Updated { id: row.get("id")?, ask_owner: row.get("ask_owner")?, offer_owner: row.get("offer_owner")? };
            work.happened(Event::Matches(event), at);
        }
    }
    Ok(())
}
