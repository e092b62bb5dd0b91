//! What members show of whether they are here, who may see it, when they were here last, and who waits for whom. Whether
//! somebody is here itself is never stored.

use std::collections::HashMap;

use hub::{
    Answer, By, Event, Timestamp, UserId,
    command::AnyRefusal,
    notices::Notice,
    presence::{
        Command, Event as Happened, Refusal, Shown, Sight,
        rules::{self, Between},
    },
};

use crate::{Failure, Fault, Row, Store, Tx, args, batch::Work, engine::Value, moderation::no_block, notices, row};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match (by, command) {
        (By::Clock, Command::CameBack { who }) => Ok(came_back(work, who, at).await?),
        (_, Command::CameBack { .. }) => Err(Refusal::HouseOnly.into()),
        (by, Command::Show { shown }) => show(work, member(by)?, shown, at).await,
        (by, Command::TellWhenBack { who }) => tell_when_back(work, member(by)?, who, at).await,
    }
}

fn member(by: By) -> Result<UserId, Failure> {
    by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn).into())
}

async fn show(work: &mut Work<'_>, user: UserId, shown: Shown, at: Timestamp) -> Result<Answer, Failure> {
    let before = find_shown(&mut work.tx, user).await?;
    let moment = |is: bool| is.then_some(at);
    work.tx
        .run(
            "insert into presence (user_id, hidden_at, last_hidden_at, open_at, asked_at) values ($1, $2, $3, $4, $5)
             on conflict (user_id) do update set hidden_at = excluded.hidden_at, last_hidden_at = excluded.last_hidden_at,
                 open_at = excluded.open_at, asked_at = excluded.asked_at",
            args![user, moment(!shown.here), moment(!shown.last), moment(shown.open_to_help), at],
        )
        .await?;
    if !shown.here {
        // Nobody is told of who hides, and who hides is told of nobody.
        work.tx.run("delete from awaited where who = $1 or user_id = $1", args![user]).await?;
    }
    if before != shown {
        work.happened(Event::Presence(Happened::ShownChanged { user }), at);
    }
    Ok(Answer::Done)
}

async fn tell_when_back(work: &mut Work<'_>, by: UserId, who: UserId, at: Timestamp) -> Result<Answer, Failure> {
    let (sight, between) = look(&mut work.tx, by, &[who]).await?.remove(&who).unwrap_or_default();
    if !rules::may_wait(sight, between) {
        return Err(Refusal::NotShown.into());
    }
    let waits = list_awaited_by(&mut work.tx, by).await?;
    if waits.contains(&who) {
        return Ok(Answer::Done);
    }
    if waits.len() as i64 >= rules::MOST_AWAITED {
        return Err(Refusal::EnoughAwaited { most: rules::MOST_AWAITED }.into());
    }
    work.tx.run("insert into awaited (user_id, who, at) values ($1, $2, $3) on conflict do nothing", args![by, who, at]).await?;
    work.happened(Event::Presence(Happened::Awaited { who, by }), at);
    Ok(Answer::Done)
}

/// Everybody who waits is told, once; not of whom they may no longer see.
async fn came_back(work: &mut Work<'_>, who: UserId, at: Timestamp) -> Result<Answer, Fault> {
    let rows = work.tx.rows("delete from awaited where who = $1 returning user_id", args![who]).await?;
    let mut waiting: Vec<UserId> = rows.iter().map(|row| row.get("user_id")).collect::<Result<_, _>>()?;
    waiting.sort();
    for to in waiting {
        let (sight, between) = look(&mut work.tx, to, &[who]).await?.remove(&who).unwrap_or_default();
        if rules::may_wait(sight, between) {
            notices::notify(work, to, &Notice::BackNow { who }, at).await?;
            work.happened(Event::Presence(Happened::CameBack { who, to }), at);
        }
    }
    Ok(Answer::Done)
}

fn shown(row: &Row) -> Result<Shown, Fault> {
    let is = |column| Ok::<bool, Fault>(row.get::<Option<Timestamp>>(column)?.is_some());
    Ok(Shown { here: !is("hidden_at")?, last: !is("last_hidden_at")?, open_to_help: is("open_at")? })
}

/// What a member shows.
pub async fn find_shown(db: &mut Tx, user: UserId) -> Result<Shown, Fault> {
    let row = db.row("select hidden_at, last_hidden_at, open_at from presence where user_id = $1", args![user]).await?;
    row.map_or(Ok(Shown::default()), |row| shown(&row))
}

/// Whether a member was asked already whether they are open to help.
pub async fn was_asked(db: &mut Tx, user: UserId) -> Result<bool, Fault> {
    Ok(db.number("select count(*) as n from presence where user_id = $1 and asked_at is not null", args![user]).await? > 0)
}

/// What a reader may know of each of these people, and what stands between them; nothing of those who are suspended or gone.
async fn look(db: &mut Tx, reader: UserId, people: &[UserId]) -> Result<HashMap<UserId, (Sight, Between)>, Fault> {
    let own = find_shown(db, reader).await?;
    let wanted: Vec<Vec<Value>> =
        people.iter().filter(|p| **p != reader).map(|p| row![*p, reader, reader.min(*p), reader.max(*p)]).collect();
    let rows = db
        .with_rows(
            &format!(
                "select v.column1 as person, p.hidden_at, p.last_hidden_at, p.open_at, c.id as talk,
                        cast(case when {} then 1 else 0 end as bigint) as open,
                        cast(case when exists (select 1 from messages m where m.conversation_id = c.id and m.author = v.column1)
                             then 1 else 0 end as bigint) as wrote,
                        cast(case when exists (select 1 from matches m where m.told_at is not null and m.withdrawn_at is null
                                 and m.ask_dismissed_at is null and m.offer_dismissed_at is null
                                 and ((m.ask_owner = v.column1 and m.offer_owner = v.column2) or (m.ask_owner = v.column2 and m.offer_owner = v.column1)))
                             then 1 else 0 end as bigint) as matched
                 from {{rows}} v join users u on u.id = v.column1 and u.suspended_at is null
                 left join presence p on p.user_id = v.column1
                 left join conversations c on c.low = v.column3 and c.high = v.column4 and c.message_no > 0",
                no_block("v.column1", "v.column2")
            ),
            &wanted,
        )
        .await?;
    let mut seen = HashMap::new();
    for row in rows {
        let between = Between {
            blocked: row.get::<i64>("open")? == 0,
            talked: row.get::<Option<i64>>("talk")?.is_some(),
            they_wrote: row.get::<i64>("wrote")? > 0,
            matched: row.get::<i64>("matched")? > 0,
        };
        seen.insert(row.get("person")?, (rules::sight(own, shown(&row)?, between), between));
    }
    Ok(seen)
}

/// What a reader may know of each of these people. Who is left out, of them nothing.
pub async fn list_sights(db: &mut Tx, reader: UserId, people: &[UserId]) -> Result<HashMap<UserId, Sight>, Fault> {
    Ok(look(db, reader, people).await?.into_iter().map(|(person, (sight, _))| (person, sight)).collect())
}

/// Whether a reader may ask to be told when somebody is back, and what they may know of them.
pub async fn find_sight(db: &mut Tx, reader: UserId, person: UserId) -> Result<(Sight, bool), Fault> {
    let (sight, between) = look(db, reader, &[person]).await?.remove(&person).unwrap_or_default();
    Ok((sight, rules::may_wait(sight, between)))
}

/// Whom a member may see to be here, if they are: those they have written with, and those they are matched with, the latest first.
pub async fn list_known(db: &mut Tx, user: UserId, limit: usize) -> Result<Vec<UserId>, Fault> {
    let rows = db
        .rows(
            "select who, max(at) as at from (
                select case when c.low = $1 then c.high else c.low end as who, c.last_at as at from conversations c
                where (c.low = $1 or c.high = $1) and c.message_no > 0
                union all
                select case when m.ask_owner = $1 then m.offer_owner else m.ask_owner end as who, m.told_at as at from matches m
                where (m.ask_owner = $1 or m.offer_owner = $1) and m.told_at is not null and m.withdrawn_at is null) k
             group by who order by at desc, who limit $2 + 0",
            args![user, limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("who")).collect()
}

/// When these people were here last, as far as it was written down. Who may know it is asked before.
pub async fn list_seen(db: &mut Tx, people: &[UserId]) -> Result<HashMap<UserId, Timestamp>, Fault> {
    let wanted: Vec<Vec<Value>> = people.iter().map(|p| row![*p]).collect();
    let sql = "select p.user_id, p.seen_at from {rows} v join presence p on p.user_id = v.column1 where p.seen_at is not null";
    db.with_rows(sql, &wanted).await?.iter().map(|row| Ok((row.get("user_id")?, row.get("seen_at")?))).collect()
}

/// For whom a member waits.
pub async fn list_awaited_by(db: &mut Tx, by: UserId) -> Result<Vec<UserId>, Fault> {
    let rows = db.rows("select who from awaited where user_id = $1 order by at, who", args![by]).await?;
    rows.iter().map(|row| row.get("who")).collect()
}

/// Everybody who is waited for.
pub async fn list_awaited(db: &mut Tx) -> Result<Vec<UserId>, Fault> {
    let rows = db.rows("select distinct who from awaited", args![]).await?;
    rows.iter().map(|row| row.get("who")).collect()
}

impl Store {
    /// When members were here last: one statement for all of them. Written by the house, no event; never backwards, and not
    /// more often than the rule says.
    pub async fn saw(&self, seen: &[(UserId, Timestamp)]) -> Result<(), Fault> {
        let rows: Vec<Vec<Value>> = seen.iter().map(|(user, at)| row![*user, *at]).collect();
        let mut tx = self.write().await?;
        // Five minutes apart, whichever hubs saw them.
        let tail = format!(
            "on conflict (user_id) do update set seen_at = excluded.seen_at
                    where presence.seen_at is null or presence.seen_at <= excluded.seen_at - {}",
            rules::SEEN_EVERY_MS
        );
        tx.insert_many("presence", "user_id, seen_at", &rows, &tail).await?;
        tx.commit().await
    }
}
