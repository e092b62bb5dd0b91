//! Claims: places of asks that helpers hold while they write. Decided by `hub::claims::rules` under the lock of the ask's row,
//! which is where the count of live ones stands.
//!
//! ```text
//!   take, renew, let_go, lapse ─┐
//!   a first message ────────────┼─▶ the ask's row is locked ─▶ claims ─▶ settle: asks.held, who waits is told, others see
//!   closed, fewer places, … ────┘                                                how many places are free
//! ```

mod read;

pub use read::*;

use std::collections::BTreeSet;

use hub::{
    Answer, AskId, By, ClaimId, ConnectionId, Event, Timestamp, UserId, accounts,
    claims::{
        Claim, Command, Ending, Event as Happened, Refusal,
        rules::{self, Found, Helper, Taking},
    },
    command::AnyRefusal,
    connections::Subject,
    notices::Notice,
};
use sqlx::AssertSqlSafe;

use crate::{
    Failure, Fault, Row, Tx, args,
    asks::{self, Facts},
    batch::Work,
    connections, matches,
    moderation::{self, no_block},
    notices,
};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match (by, command) {
        (By::Clock, Command::Lapse { ask }) => lapse(work, ask, at).await,
        (_, Command::Lapse { .. }) => Err(Refusal::HouseOnly.into()),
        (by, Command::Take { ask }) => take(work, member(by)?, ask, at).await,
        (by, Command::Renew { ask }) => renew(work, member(by)?, ask, at).await,
        (by, Command::LetGo { ask }) => let_go(work, member(by)?, ask, at).await,
        (by, Command::TellWhenFree { ask }) => tell_when_free(work, member(by)?, ask, at).await,
    }
}

fn member(by: By) -> Result<UserId, Failure> {
    by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn).into())
}

fn claim(row: &Row) -> Result<Claim, Fault> {
    Ok(Claim {
        id: row.get("id")?,
        helper: row.get("helper")?,
        taken_at: row.get("taken_at")?,
        renewed_at: row.get("renewed_at")?,
        until: row.get("held_until")?,
    })
}

/// The ask, whose row is locked from here on, and its live claims, the first first.
async fn find_place(tx: &mut Tx, ask: AskId) -> Result<Option<(Facts, Vec<Claim>)>, Fault> {
    let Some(facts) = asks::find_for_answer(tx, ask).await? else { return Ok(None) };
    let rows = tx
        .rows(
            "select id, helper, taken_at, renewed_at, held_until from claims where ask_id = $1 and ended_at is null order by taken_at, id",
            args![ask],
        )
        .await?;
    Ok(Some((facts, rows.iter().map(claim).collect::<Result<_, _>>()?)))
}

fn found(ask: &Facts, held: usize, at: Timestamp) -> Found {
    Found {
        owner: ask.owner,
        open: ask.can_be_answered(at),
        places: ask.places,
        accepted: ask.accepted,
        held: i64::try_from(held).unwrap_or(i64::MAX),
    }
}

/// What stands between somebody and an ask.
async fn find_helper(tx: &mut Tx, who: UserId, ask: &Facts, live: &[Claim]) -> Result<Helper, Failure> {
    let row = tx
        .row(
            "select u.suspended_at,
                    (select count(*) from claims c where c.helper = u.id and c.ended_at is null) as holds,
                    (select count(*) from claims c where c.helper = u.id and c.ask_id = $2 and c.ended = $3) as lapsed,
                    (select count(*) from claims c where c.helper = u.id and c.ask_id = $2 and c.ended = $4) as let_go
             from users u where u.id = $1",
            args![who, ask.id, Ending::Lapsed.word(), Ending::LetGo.word()],
        )
        .await?
        .ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    if row.get::<Option<Timestamp>>("suspended_at")?.is_some() {
        return Err(accounts::Refusal::Suspended.into());
    }
    Ok(Helper {
        blocked: moderation::blocked_between(tx, who, ask.owner).await?,
        talking: connections::find_going_on(tx, who, ask.owner, Subject::Ask(ask.id)).await?,
        holds_here: live.iter().any(|claim| claim.helper == who),
        holds: row.get("holds")?,
        lapsed: row.get("lapsed")?,
        let_go: row.get("let_go")?,
    })
}

async fn take(work: &mut Work<'_>, who: UserId, ask: AskId, at: Timestamp) -> Result<Answer, Failure> {
    let (facts, live) = find_place(&mut work.tx, ask).await?.filter(|(ask, _)| ask.visible_to(who)).ok_or(Refusal::NoSuchAsk)?;
    let helper = find_helper(&mut work.tx, who, &facts, &live).await?;
    // Whose time is over makes room, also when nobody has come to write that down yet.
    let (over, holding): (Vec<Claim>, Vec<Claim>) = live.iter().partition(|claim| claim.helper != who && rules::is_due(claim, at));
    match rules::take(&found(&facts, holding.len(), at), who, &helper)? {
        Taking::Again => return renew(work, who, ask, at).await,
        Taking::Fresh => {}
    }
    let full = found(&facts, live.len(), at).left() == 0;
    let over = if full { over } else { Vec::new() };
    let next = end(work, &facts, &over, Ending::Lapsed, None, at).await?;
    let id: ClaimId = work.new_id()?;
    let until = work.pace.lease.from(at);
    work.tx
        .run(
            "insert into claims (id, ask_id, helper, taken_at, renewed_at, held_until) values ($1, $2, $3, $4, $4, $5)",
            args![id, ask, who, at, until],
        )
        .await?;
    work.tx.run("delete from awaited_places where ask_id = $1 and user_id = $2", args![ask, who]).await?;
    work.happened(Event::Claims(Happened::Taken { id, ask, owner: facts.owner, by: who }), at);
    let heard: Vec<UserId> = over.iter().map(|claim| claim.helper).chain([who]).collect();
    settle(work, &facts, next, &heard, at).await?;
    Ok(Answer::Claim { id, until })
}

/// Its helper is writing.
async fn renew(work: &mut Work<'_>, who: UserId, ask: AskId, at: Timestamp) -> Result<Answer, Failure> {
    let row = work
        .tx
        .row(
            "select id, helper, taken_at, renewed_at, held_until from claims where ask_id = $1 and helper = $2 and ended_at is null",
            args![ask, who],
        )
        .await?;
    let claim = claim(&row.ok_or(Refusal::NotHeld)?)?;
    let until = extend(work, ask, &claim, at).await?;
    Ok(Answer::Claim { id: claim.id, until })
}

/// Until when it holds now. It may have ended a moment ago, elsewhere: then nothing is written.
async fn extend(work: &mut Work<'_>, ask: AskId, claim: &Claim, at: Timestamp) -> Result<Timestamp, Fault> {
    let Some(until) = work.pace.lease.renew(claim, at) else { return Ok(claim.until) };
    let renewed = work
        .tx
        .run(
            "update claims set renewed_at = $2, held_until = $3 where id = $1 and ended_at is null and held_until < $3",
            args![claim.id, at, until],
        )
        .await?;
    if renewed > 0 {
        work.happened(Event::Claims(Happened::Renewed { id: claim.id, ask, by: claim.helper }), at);
    }
    Ok(until)
}

/// `who` writes to the other one of a conversation of two: what they hold of that one's places is renewed.
pub(crate) async fn renew_by_writing(work: &mut Work<'_>, who: UserId, talk: hub::ConversationId, at: Timestamp) -> Result<(), Fault> {
    let rows = work
        .tx
        .rows(
            "select k.id, k.helper, k.taken_at, k.renewed_at, k.held_until, k.ask_id from claims k join asks a on a.id = k.ask_id
             where k.helper = $1 and k.ended_at is null
               and a.user_id = (select case when low = $1 then high else low end from conversations where id = $2) order by k.id",
            args![who, talk],
        )
        .await?;
    for row in rows {
        extend(work, row.get("ask_id")?, &claim(&row)?, at).await?;
    }
    Ok(())
}

async fn let_go(work: &mut Work<'_>, who: UserId, ask: AskId, at: Timestamp) -> Result<Answer, Failure> {
    let (facts, live) = find_place(&mut work.tx, ask).await?.ok_or(Refusal::NotHeld)?;
    let own: Vec<Claim> = live.into_iter().filter(|claim| claim.helper == who).collect();
    if own.is_empty() {
        return Err(Refusal::NotHeld.into());
    }
    let next = end(work, &facts, &own, Ending::LetGo, None, at).await?;
    settle(work, &facts, next, &helpers(&own), at).await?;
    Ok(Answer::Done)
}

async fn tell_when_free(work: &mut Work<'_>, who: UserId, ask: AskId, at: Timestamp) -> Result<Answer, Failure> {
    let (facts, live) = find_place(&mut work.tx, ask).await?.filter(|(ask, _)| ask.visible_to(who)).ok_or(Refusal::NoSuchAsk)?;
    let helper = find_helper(&mut work.tx, who, &facts, &live).await?;
    let waits = work.tx.number("select count(*) as n from awaited_places where user_id = $1 and ask_id <> $2", args![who, ask]).await?;
    rules::wait(&found(&facts, live.len(), at), who, &helper, waits)?;
    work.tx.run("insert into awaited_places (ask_id, user_id, at) values ($1, $2, $3) on conflict do nothing", args![ask, who, at]).await?;
    Ok(Answer::Done)
}

/// By the clock. They may have been renewed since they were found due: then they stand.
async fn lapse(work: &mut Work<'_>, ask: AskId, at: Timestamp) -> Result<Answer, Failure> {
    let (facts, live) = find_place(&mut work.tx, ask).await?.ok_or(Refusal::NotHeld)?;
    let over: Vec<Claim> = live.into_iter().filter(|claim| rules::is_due(claim, at)).collect();
    if over.is_empty() {
        return Err(Refusal::NotHeld.into());
    }
    let next = end(work, &facts, &over, Ending::Lapsed, None, at).await?;
    settle(work, &facts, next, &helpers(&over), at).await?;
    Ok(Answer::Done)
}

/// Ends these claims; of how many the next best helper is to be told instead.
async fn end(
    work: &mut Work<'_>,
    ask: &Facts,
    claims: &[Claim],
    how: Ending,
    connection: Option<ConnectionId>,
    at: Timestamp,
) -> Result<usize, Fault> {
    let mut next = 0;
    for claim in claims {
        let before = work
            .tx
            .number(
                "select count(*) as n from claims where ask_id = $1 and helper = $2 and ended in ('lapsed', 'let_go')",
                args![ask.id, claim.helper],
            )
            .await?;
        work.tx
            .run(
                "update claims set ended_at = $2, ended = $3, connection_id = $4 where id = $1 and ended_at is null",
                args![claim.id, at, how.word(), connection],
            )
            .await?;
        next += usize::from(rules::offers_the_next(how, before));
        work.happened(Event::Claims(Happened::Ended { id: claim.id, ask: ask.id, owner: ask.owner, by: claim.helper, how }), at);
    }
    Ok(next)
}

/// Counts anew, and says what follows: who waits is told of a free place, as many of the next best get the card as are due and
/// fit, others see how many places are free. `heard`: they have an event of their own claim, which shows the same.
async fn settle(work: &mut Work<'_>, ask: &Facts, next: usize, heard: &[UserId], at: Timestamp) -> Result<(), Fault> {
    let held = count_live(&mut work.tx, ask.id).await?;
    let left = rules::left(ask.places, ask.accepted, held);
    if left > 0 && ask.can_be_answered(at) {
        tell_who_waits(work, ask, at).await?;
        let next = next.min(usize::try_from(left).unwrap_or(usize::MAX));
        matches::tell_next_best(work, ask.id, next, at).await?;
    }
    let mut to = list_onlookers(&mut work.tx, ask).await?;
    to.retain(|who| !heard.contains(who));
    if !to.is_empty() {
        work.happened(Event::Claims(Happened::PlacesChanged { ask: ask.id, to }), at);
    }
    Ok(())
}

fn helpers(claims: &[Claim]) -> Vec<UserId> {
    claims.iter().map(|claim| claim.helper).collect()
}

/// How many are live, written to the ask's row.
async fn count_live(tx: &mut Tx, ask: AskId) -> Result<i64, Fault> {
    let counted = tx
        .row(
            "update asks set held = (select count(*) from claims c where c.ask_id = asks.id and c.ended_at is null) where id = $1
             returning held",
            args![ask],
        )
        .await?;
    counted.map_or(Ok(0), |row| row.get("held"))
}

/// Everybody who waits for a place of this ask, once, and not whom its owner can't meet.
async fn tell_who_waits(work: &mut Work<'_>, ask: &Facts, at: Timestamp) -> Result<(), Fault> {
    let rows = work
        .tx
        .rows(
            AssertSqlSafe(format!(
                "select w.user_id from awaited_places w join users u on u.id = w.user_id
                 where w.ask_id = $1 and u.suspended_at is null and {} order by w.at, w.user_id",
                no_block("w.user_id", "$2")
            )),
            args![ask.id, ask.owner],
        )
        .await?;
    for row in rows {
        notices::notify(work, row.get("user_id")?, &Notice::PlaceFree { ask: ask.id }, at).await?;
    }
    work.tx.run("delete from awaited_places where ask_id = $1", args![ask.id]).await?;
    Ok(())
}

/// Who sees on an open screen how many places are free, beside its owner: those with a card of it, and those who hold one.
async fn list_onlookers(tx: &mut Tx, ask: &Facts) -> Result<Vec<UserId>, Fault> {
    let rows = tx
        .rows(
            AssertSqlSafe(format!(
                "select m.offer_owner as id from matches m join offers o on o.id = m.offer_id
                 where m.ask_id = $1 and m.told_at is not null and m.withdrawn_at is null and m.connection_id is null
                   and m.offer_dismissed_at is null and o.hidden_at is null and {}
                 union select helper as id from claims where ask_id = $1 and ended_at is null",
                no_block("m.ask_owner", "m.offer_owner")
            )),
            args![ask.id],
        )
        .await?;
    let all: BTreeSet<UserId> = rows.iter().map(|row| row.get("id")).collect::<Result<_, Fault>>()?;
    Ok(all.into_iter().collect())
}

// What follows from other things.

/// `by` wrote about the ask: the place they held has become this connection.
pub(crate) async fn fulfil(work: &mut Work<'_>, ask: AskId, by: UserId, connection: ConnectionId, at: Timestamp) -> Result<(), Fault> {
    work.tx.run("delete from awaited_places where ask_id = $1 and user_id = $2", args![ask, by]).await?;
    let Some((facts, live)) = find_place(&mut work.tx, ask).await? else { return Ok(()) };
    let own: Vec<Claim> = live.into_iter().filter(|claim| claim.helper == by).collect();
    if own.is_empty() {
        return Ok(());
    }
    let next = end(work, &facts, &own, Ending::Fulfilled, Some(connection), at).await?;
    settle(work, &facts, next, &helpers(&own), at).await
}

/// An ask has other places than before, or others are in: those who have no place any more give way.
pub(crate) async fn fit(work: &mut Work<'_>, ask: AskId, at: Timestamp) -> Result<(), Fault> {
    let Some((facts, live)) = find_place(&mut work.tx, ask).await? else { return Ok(()) };
    let gone = rules::give_way(facts.places, facts.accepted, live);
    end(work, &facts, &gone, Ending::Withdrawn, None, at).await?;
    say_not_needed(work, &facts, &gone, at).await?;
    settle(work, &facts, 0, &helpers(&gone), at).await
}

/// Nobody holds a place of this ask any more, and nobody waits for one.
pub(crate) async fn end_of_ask(work: &mut Work<'_>, ask: AskId, at: Timestamp) -> Result<(), Fault> {
    let Some((facts, live)) = find_place(&mut work.tx, ask).await? else { return Ok(()) };
    work.tx.run("delete from awaited_places where ask_id = $1", args![ask]).await?;
    if live.is_empty() {
        return Ok(());
    }
    end(work, &facts, &live, Ending::Withdrawn, None, at).await?;
    say_not_needed(work, &facts, &live, at).await?;
    count_live(&mut work.tx, ask).await?;
    Ok(())
}

async fn say_not_needed(work: &mut Work<'_>, ask: &Facts, gone: &[Claim], at: Timestamp) -> Result<(), Fault> {
    for claim in gone {
        notices::notify(work, claim.helper, &Notice::HoldNotNeeded { ask: ask.id }, at).await?;
    }
    Ok(())
}

/// Neither of the two holds a place of the other's. Nobody is told why: a block is silent.
pub(crate) async fn end_between(work: &mut Work<'_>, a: UserId, b: UserId, at: Timestamp) -> Result<(), Fault> {
    work.tx
        .run(
            "delete from awaited_places where (user_id = $1 and ask_id in (select id from asks where user_id = $2))
                or (user_id = $2 and ask_id in (select id from asks where user_id = $1))",
            args![a, b],
        )
        .await?;
    let theirs = "(k.helper = $1 and a.user_id = $2) or (k.helper = $2 and a.user_id = $1)";
    end_silently(work, theirs, &[a, b], at).await
}

/// Somebody takes part no more: they hold no place, and nobody one of theirs.
pub(crate) async fn end_of_member(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<(), Fault> {
    work.tx.run("delete from awaited_places where user_id = $1 or ask_id in (select id from asks where user_id = $1)", args![user]).await?;
    end_silently(work, "k.helper = $1 or a.user_id = $2", &[user, user], at).await
}

/// Ends live claims `k` of asks `a`, as `which` says of two members.
async fn end_silently(work: &mut Work<'_>, which: &str, of: &[UserId; 2], at: Timestamp) -> Result<(), Fault> {
    let sql = format!("select k.id, k.ask_id from claims k join asks a on a.id = k.ask_id where k.ended_at is null and ({which})");
    let rows = work.tx.rows(AssertSqlSafe(sql), args![of[0], of[1]]).await?;
    let found: BTreeSet<(AskId, ClaimId)> =
        rows.iter().map(|row| Ok((row.get("ask_id")?, row.get("id")?))).collect::<Result<_, Fault>>()?;
    let asks: BTreeSet<AskId> = found.iter().map(|(ask, _)| *ask).collect();
    work.tx.lock("asks", "id", asks.iter().map(|ask| ask.0).collect()).await?;
    for ask in asks {
        let Some((facts, live)) = find_place(&mut work.tx, ask).await? else { continue };
        let gone: Vec<Claim> = live.into_iter().filter(|claim| found.contains(&(ask, claim.id))).collect();
        end(work, &facts, &gone, Ending::Withdrawn, None, at).await?;
        settle(work, &facts, 0, &helpers(&gone), at).await?;
    }
    Ok(())
}
