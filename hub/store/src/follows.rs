//! Following: who follows whom. A row stays when it ends, so that nobody is told twice that the same person follows them. Counts are
//! counted, and what they count is what the lists show.

mod read;

pub use read::*;

use hub::{
    Answer, By, Event, Timestamp, UserId,
    command::AnyRefusal,
    follows::{
        Command, Event as Happened,
        rules::{self, Followed, Stands},
    },
    kernel::time::DAY,
};

use crate::{Failure, Fault, Tx, args, batch::Work, moderation};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let by = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Follow { who } => follow(work, by, who, at).await,
        Command::Unfollow { who } => unfollow(work, by, who, at).await,
    }
}

async fn follow(work: &mut Work<'_>, by: UserId, who: UserId, at: Timestamp) -> Result<Answer, Failure> {
    let stands = find_stands(&mut work.tx, by, who).await?;
    let there = is_there(&mut work.tx, by, who).await?;
    let sql = "select at from follows where user_id = $1 and who <> $2 and at > $3 order by at";
    let lately = work.tx.rows(sql, args![by, who, at.plus(-DAY)]).await?;
    let lately: Vec<Timestamp> = lately.iter().map(|row| row.get("at")).collect::<Result<_, _>>()?;
    let followed = rules::follow(by, who, there, stands, &lately, at)?;
    if followed == Followed::Already {
        return Ok(Answer::Done);
    }
    let sql = "insert into follows (user_id, who, at) values ($1, $2, $3)
               on conflict (user_id, who) do update set at = excluded.at, ended_at = null";
    work.tx.run(sql, args![by, who, at]).await?;
    work.happened(Event::Follows(Happened::Followed { by, who, first: followed == Followed::First }), at);
    Ok(Answer::Done)
}

async fn find_stands(tx: &mut Tx, by: UserId, who: UserId) -> Result<Stands, Fault> {
    let Some(row) = tx.row("select ended_at from follows where user_id = $1 and who = $2", args![by, who]).await? else {
        return Ok(Stands::Never);
    };
    Ok(if row.get::<Option<Timestamp>>("ended_at")?.is_some() { Stands::Once } else { Stands::Follows })
}

/// Whether `reader` can find them: a member whom others may see, and no block between the two.
async fn is_there(tx: &mut Tx, reader: UserId, who: UserId) -> Result<bool, Fault> {
    let seen =
        tx.number("select count(*) as n from users where id = $1 and suspended_at is null and hidden_at is null", args![who]).await?;
    Ok(seen > 0 && !moderation::blocked_between(tx, reader, who).await?)
}

/// Also of who can't be found any more.
async fn unfollow(work: &mut Work<'_>, by: UserId, who: UserId, at: Timestamp) -> Result<Answer, Failure> {
    let sql = "update follows set ended_at = $3 where user_id = $1 and who = $2 and ended_at is null";
    if work.tx.run(sql, args![by, who, at]).await? > 0 {
        work.happened(Event::Follows(Happened::Unfollowed { by, who }), at);
    }
    Ok(Answer::Done)
}

/// A block has come between the two. No screen is told: that would tell who was blocked.
pub(crate) async fn end_between(work: &mut Work<'_>, a: UserId, b: UserId, at: Timestamp) -> Result<(), Fault> {
    let sql = "update follows set ended_at = $3
               where ((user_id = $1 and who = $2) or (user_id = $2 and who = $1)) and ended_at is null";
    work.tx.run(sql, args![a, b, at]).await?;
    Ok(())
}
