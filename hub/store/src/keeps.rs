//! Saved things: what a member wants to find again, for themselves alone.

mod read;

pub use read::*;

use hub::{
    Answer, By, Event, Timestamp, UserId,
    command::AnyRefusal,
    keeps::{
        Command, Event as Happened, Thing,
        rules::{self, Seen},
    },
};

use crate::{Failure, Fault, Tx, args, asks, batch::Work, moderation, offers, profiles, tools};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let by = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Keep { thing } => keep(work, by, thing, at).await,
        Command::Unkeep { thing } => unkeep(work, by, thing, at).await,
    }
}

async fn keep(work: &mut Work<'_>, by: UserId, thing: Thing, at: Timestamp) -> Result<Answer, Failure> {
    if is_kept(&mut work.tx, by, thing).await? {
        return Ok(Answer::Done);
    }
    let kept = work.tx.number("select count(*) as n from keeps where user_id = $1", args![by]).await?;
    rules::keep(by, find_seen(&mut work.tx, by, thing).await?, kept)?;
    let sql = "insert into keeps (user_id, kind, what, kept_at) values ($1, $2, $3, $4) on conflict do nothing";
    work.tx.run(sql, args![by, thing.kind().word(), thing.number(), at]).await?;
    work.happened(Event::Keeps(Happened::Kept { by, thing }), at);
    Ok(Answer::Done)
}

/// Also of what is there no longer.
async fn unkeep(work: &mut Work<'_>, by: UserId, thing: Thing, at: Timestamp) -> Result<Answer, Failure> {
    let sql = "delete from keeps where user_id = $1 and kind = $2 and what = $3";
    if work.tx.run(sql, args![by, thing.kind().word(), thing.number()]).await? > 0 {
        work.happened(Event::Keeps(Happened::Unkept { by, thing }), at);
    }
    Ok(Answer::Done)
}

/// What the rule knows of it, if `reader` may see it: shown, and no block between them and whose it is.
async fn find_seen(tx: &mut Tx, reader: UserId, thing: Thing) -> Result<Option<Seen>, Fault> {
    let owner = match thing {
        Thing::Tool(id) => return Ok(tools::list_by_ids(tx, &[id]).await?.first().map(|_| Seen { owner: None })),
        Thing::Offer(id) => offers::find(tx, Some(reader), id).await?.filter(|offer| !offer.hidden).map(|offer| offer.owner.id),
        Thing::Ask(id) => asks::find(tx, Some(reader), id).await?.filter(|ask| !ask.hidden).map(|ask| ask.owner.id),
        Thing::Person(id) => profiles::find(tx, Some(reader), id).await?.filter(|found| !found.hidden).map(|found| found.person.id),
    };
    let Some(owner) = owner else { return Ok(None) };
    let apart = moderation::blocked_between(tx, reader, owner).await?;
    Ok((!apart).then_some(Seen { owner: Some(owner) }))
}
