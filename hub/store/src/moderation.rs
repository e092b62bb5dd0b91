//! Blocks, reports, and what admins decide. What follows (matches that go, notices) stands in `hub::consequences`.

mod read;

pub use read::*;

use hub::{
    Answer, By, CaseId, Event, ReportId, Timestamp, UserId, accounts,
    command::AnyRefusal,
    kernel::time::DAY,
    moderation::{Action, Case, Command, Event as Happened, Outcome, Reason, Refusal, Thing, Verdict, rules},
    notices::Notice,
};

use crate::{Failure, Fault, Tx, args, asks, batch::Work, messaging, notices, offers, profiles, reviews, rooms};

/// The one rule of blocks, for whoever brings two people together: nothing stands between them, whichever of the two put it
/// there. A condition for a statement; `a` and `b` name the two members' ids in it.
pub fn no_block(a: &str, b: &str) -> String {
    format!("not exists (select 1 from blocks x where (x.blocker = {a} and x.blocked = {b}) or (x.blocker = {b} and x.blocked = {a}))")
}

/// The same rule, asked about two.
pub async fn blocked_between(db: &mut Tx, a: UserId, b: UserId) -> Result<bool, Fault> {
    let n = db
        .number("select count(*) as n from blocks where (blocker = $1 and blocked = $2) or (blocker = $2 and blocked = $1)", args![a, b])
        .await?;
    Ok(n > 0)
}

/// Everybody with whom a block stands between them and this member: neither is shown the other.
pub async fn list_parted(db: &mut Tx, user: UserId) -> Result<Vec<UserId>, Fault> {
    let rows = db
        .rows("select blocked as id from blocks where blocker = $1 union select blocker as id from blocks where blocked = $1", args![user])
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    if let Command::Decide { case, verdict } = command {
        return decide(work, by, at, case, verdict).await;
    }
    let by = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Block { who } => block(work, by, who, at).await,
        Command::Unblock { who } => unblock(work, by, who, at).await,
        Command::Report { thing, reason, words } => report(work, by, at, thing, reason, &words).await,
        Command::Decide { .. } => Err(hub::Refusal::Any(AnyRefusal::NotAllowed).into()),
    }
}

async fn block(work: &mut Work<'_>, by: UserId, who: UserId, at: Timestamp) -> Result<Answer, Failure> {
    if who == by {
        return Err(Refusal::Yourself.into());
    }
    if work.tx.number("select count(*) as n from users where id = $1", args![who]).await? == 0 {
        return Err(Refusal::NoSuchMember.into());
    }
    let made =
        work.tx.run("insert into blocks (blocker, blocked, at) values ($1, $2, $3) on conflict do nothing", args![by, who, at]).await?;
    if made > 0 {
        messaging::hide_ticks(work, by, who).await?;
        work.happened(Event::Moderation(Happened::Blocked { by, who }), at);
    }
    Ok(Answer::Done)
}

async fn unblock(work: &mut Work<'_>, by: UserId, who: UserId, at: Timestamp) -> Result<Answer, Failure> {
    if work.tx.run("delete from blocks where blocker = $1 and blocked = $2", args![by, who]).await? > 0 {
        messaging::show_ticks(work, by, who).await?;
        work.happened(Event::Moderation(Happened::Unblocked { by, who }), at);
    }
    Ok(Answer::Done)
}

/// Whose it is, if `reader` may see it now. What is hidden can't be reported once more.
pub(crate) async fn find_owner(tx: &mut Tx, reader: UserId, thing: Thing) -> Result<Option<UserId>, Fault> {
    Ok(match thing {
        Thing::Message { conversation, no } => {
            let between_two = messaging::find_message(tx, reader, conversation, no).await?;
            let message = match between_two {
                Some(message) => Some(message),
                None => rooms::find_message(tx, reader, conversation, no).await?.map(|said| said.message),
            };
            message.filter(|m| !m.hidden).map(|m| m.by)
        }
        Thing::Profile(user) => profiles::find(tx, Some(reader), user).await?.filter(|p| !p.hidden).map(|p| p.person.id),
        Thing::Ask(id) => asks::find(tx, Some(reader), id).await?.filter(|a| !a.hidden).map(|a| a.owner.id),
        Thing::Offer(id) => offers::find(tx, Some(reader), id).await?.filter(|o| !o.hidden).map(|o| o.owner.id),
        Thing::Review(id) => reviews::find(tx, reader, id).await?.filter(|review| !review.hidden).map(|review| review.by.id),
    })
}

async fn report(work: &mut Work<'_>, by: UserId, at: Timestamp, thing: Thing, reason: Reason, typed: &str) -> Result<Answer, Failure> {
    let words = rules::words(typed)?;
    let owner = find_owner(&mut work.tx, by, thing).await?.ok_or(Refusal::NoSuchThing)?;
    if let Some(open) = find_open_report(&mut work.tx, by, thing).await? {
        return Err(Refusal::AlreadyReported(open).into());
    }
    let lately = work.tx.rows("select at from reports where reporter = $1 and at > $2 order by at", args![by, at.plus(-DAY)]).await?;
    let lately: Vec<Timestamp> = lately.iter().map(|row| row.get("at")).collect::<Result<_, _>>()?;
    rules::may_report(by, owner, work.pace.reports_a_day, &lately, at)?;

    let case = open_case(work, thing, owner, at).await?;
    let id: ReportId = work.new_id()?;
    let made = work
        .tx
        .run(
            "insert into reports (id, case_id, reporter, reason, words, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            args![id, case, by, reason.word(), words, at],
        )
        .await?;
    if made == 0 {
        // The same member, a moment earlier, on another hub.
        let open = find_open_report(&mut work.tx, by, thing).await?;
        return Err(open.map_or_else(
            || Fault::Corrupt("a report is in the way and not there".to_owned()).into(),
            |open| Refusal::AlreadyReported(open).into(),
        ));
    }
    work.happened(Event::Moderation(Happened::Reported { id, by, case }), at);
    let (_, stands) = load(&mut work.tx, case).await?.ok_or(Refusal::NoSuchCase)?;
    if rules::hides(&stands) {
        hide(work, case, thing, owner, None, at).await?;
        log(work, None, Action::HiddenByReports, thing, at).await?;
    }
    if stands.open == 1 {
        tell_admins(work, case, by, at).await?;
    }
    Ok(Answer::Report { id })
}

async fn find_open_report(tx: &mut Tx, by: UserId, thing: Thing) -> Result<Option<ReportId>, Fault> {
    let (id, no) = thing.numbers();
    let row = tx
        .row(
            "select r.id from cases c join reports r on r.case_id = c.id
             where c.kind = $1 and c.thing = $2 and c.no = $3 and r.reporter = $4 and r.settled_at is null",
            args![thing.kind().word(), id, no, by],
        )
        .await?;
    row.map(|row| row.get("id")).transpose()
}

/// The thing's case: the one it has, or a new one. Its row is locked from here on, so that of three who report at once the
/// third is seen to be the third.
async fn open_case(work: &mut Work<'_>, thing: Thing, owner: UserId, at: Timestamp) -> Result<CaseId, Fault> {
    let (id, no) = thing.numbers();
    let case: CaseId = work.new_id()?;
    let row = work
        .tx
        .row(
            "insert into cases (id, kind, thing, no, owner, reported_at) values ($1, $2, $3, $4, $5, $6)
             on conflict (kind, thing, no) do update set reported_at = excluded.reported_at returning id",
            args![case, thing.kind().word(), id, no, owner, at],
        )
        .await?;
    row.ok_or_else(|| Fault::Corrupt("a case vanished".to_owned()))?.get("id")
}

/// What the rules decide on.
async fn load(tx: &mut Tx, case: CaseId) -> Result<Option<(Thing, Case)>, Fault> {
    let row = tx
        .row(
            "select kind, thing, no, owner, hidden_at, decided_at,
                    (select count(*) from reports r where r.case_id = c.id and r.settled_at is null) as open
             from cases c where id = $1",
            args![case],
        )
        .await?;
    row.map(|row| Ok((thing(&row)?, facts(&row)?))).transpose()
}

async fn decide(work: &mut Work<'_>, by: By, at: Timestamp, case: CaseId, verdict: Verdict) -> Result<Answer, Failure> {
    check_admin(work, by).await?;
    let (thing, stands) = load(&mut work.tx, case).await?.ok_or(Refusal::NoSuchCase)?;
    let decided = rules::decide(&stands, by.user(), verdict)?;
    match verdict {
        Verdict::Hide => {
            hide(work, case, thing, stands.owner, Some(by), at).await?;
            log(work, by.user(), Action::Hidden, thing, at).await?;
        }
        Verdict::Restore => {
            let to = set_hidden(work, thing, stands.owner, false, at).await?;
            let sql = "update cases set hidden_at = null, hidden_by = null, decided_at = $2 where id = $1";
            work.tx.run(sql, args![case, at]).await?;
            work.happened(Event::Moderation(Happened::Restored { thing, owner: stands.owner, to }), at);
            log(work, by.user(), Action::Restored, thing, at).await?;
        }
        Verdict::Dismiss => {
            work.tx.run("update cases set decided_at = $2 where id = $1", args![case, at]).await?;
            log(work, by.user(), Action::Dismissed, thing, at).await?;
        }
    }
    let settled = work
        .tx
        .rows(
            "update reports set settled_at = $2, outcome = $3 where case_id = $1 and settled_at is null returning id, reporter",
            args![case, at, decided.outcome.word()],
        )
        .await?;
    say_settled(work, &settled, decided.outcome, at)?;
    Ok(Answer::Done)
}

fn say_settled(work: &mut Work<'_>, rows: &[crate::Row], outcome: Outcome, at: Timestamp) -> Result<(), Fault> {
    for row in rows {
        work.happened(Event::Moderation(Happened::Settled { id: row.get("id")?, by: row.get("reporter")?, outcome }), at);
    }
    Ok(())
}

/// Hides it, or says that it stays so. `by`: who decided that; `None` when three reports did.
async fn hide(work: &mut Work<'_>, case: CaseId, thing: Thing, owner: UserId, by: Option<By>, at: Timestamp) -> Result<(), Fault> {
    let to = set_hidden(work, thing, owner, true, at).await?;
    work.tx
        .run(
            "update cases set hidden_at = coalesce(hidden_at, $2), hidden_by = $3, decided_at = $4 where id = $1",
            args![case, at, by.and_then(By::user), by.map(|_| at)],
        )
        .await?;
    work.happened(Event::Moderation(Happened::Hidden { thing, owner, to, decided: by.is_some() }), at);
    Ok(())
}

/// Marks the thing itself; whose screens show it otherwise now.
async fn set_hidden(work: &mut Work<'_>, thing: Thing, owner: UserId, hidden: bool, now: Timestamp) -> Result<Vec<UserId>, Fault> {
    let at = hidden.then_some(now);
    let (sql, id) = match thing {
        Thing::Message { conversation, no } => {
            let to = messaging::hide(work, conversation, no, at).await?;
            // Nobody is in a conversation of two by that id: it is a room's. Its screens are told by its log.
            return if to.is_empty() { rooms::hide(work, conversation, no, hidden, now).await.map(|()| vec![owner]) } else { Ok(to) };
        }
        Thing::Profile(id) => ("update users set hidden_at = $2 where id = $1", id.0),
        Thing::Ask(id) => ("update asks set hidden_at = $2 where id = $1", id.0),
        Thing::Offer(id) => ("update offers set hidden_at = $2 where id = $1", id.0),
        Thing::Review(id) => {
            reviews::set_hidden(&mut work.tx, id, at).await?;
            return Ok(vec![owner]);
        }
    };
    work.tx.run(sql, args![id, at]).await?;
    if let Thing::Profile(author) = thing {
        reviews::recount_of(&mut work.tx, author).await?;
    }
    Ok(vec![owner])
}

/// Somebody has to look: every admin but the one who reported it.
async fn tell_admins(work: &mut Work<'_>, case: CaseId, but: UserId, at: Timestamp) -> Result<(), Fault> {
    let admins = work
        .tx
        .rows(
            "select id from users where role = $1 and suspended_at is null and id <> $2 order by id",
            args![accounts::Role::Admin.word(), but],
        )
        .await?;
    for row in admins {
        notices::notify(work, row.get("id")?, &Notice::SomethingReported { case }, at).await?;
    }
    Ok(())
}

/// A line of the log.
async fn log(work: &mut Work<'_>, admin: Option<UserId>, action: Action, thing: Thing, at: Timestamp) -> Result<(), Fault> {
    let (id, no) = thing.numbers();
    let line: i64 = work.new_id()?;
    work.tx
        .run(
            "insert into decisions (id, admin, action, kind, thing, no, at) values ($1, $2, $3, $4, $5, $6, $7)",
            args![line, admin, action.word(), thing.kind().word(), id, no, at],
        )
        .await?;
    Ok(())
}

/// Whether who says they are an admin still is one: the door may have looked a moment ago. The console always is.
pub(crate) async fn check_admin(work: &mut Work<'_>, by: By) -> Result<(), Failure> {
    let Some(user) = by.user() else { return Ok(()) };
    let n = work
        .tx
        .number(
            "select count(*) as n from users where id = $1 and role = $2 and suspended_at is null",
            args![user, accounts::Role::Admin.word()],
        )
        .await?;
    if n > 0 { Ok(()) } else { Err(accounts::Refusal::AdminsOnly.into()) }
}

/// Somebody takes part no more, or again: that is logged, and whoever had reported what is theirs hears of it.
pub(crate) async fn suspended(work: &mut Work<'_>, by: By, at: Timestamp, user: UserId, suspended: bool) -> Result<(), Fault> {
    let action = if suspended { Action::Suspended } else { Action::Unsuspended };
    log(work, by.user(), action, Thing::Profile(user), at).await?;
    // What they say of tools counts no more, or again.
    reviews::recount_of(&mut work.tx, user).await?;
    if !suspended {
        return Ok(());
    }
    let settled = work
        .tx
        .rows(
            "update reports set settled_at = $2, outcome = $3
             where settled_at is null and case_id in (select id from cases where owner = $1) returning id, reporter",
            args![user, at, Outcome::Suspended.word()],
        )
        .await?;
    say_settled(work, &settled, Outcome::Suspended, at)
}
