//! Receipts of asks: which of the people who were told have read one, and what was counted of them last.

use std::collections::{BTreeMap, BTreeSet};

use hub::{
    Answer, AskId, By, Timestamp, UserId,
    asks::rules::may_answer,
    command::AnyRefusal,
    receipts::{
        Command, Counts, MOST_READ_AT_ONCE,
        rules::{self, Owner, Standing, Told},
    },
};

use crate::{Failure, Fault, Row, Tx, args, batch::Work, engine::Value, messaging, presence, row};

/// Of so many asks of a member the people are counted when somebody looks at all of them.
pub const MOST_COUNTED_AT_ONCE: usize = 50;

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Read { asks } => {
            let user = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
            Ok(read(&mut work.tx, user, &asks, at).await?)
        }
        Command::Take { ask, here } => Ok(take(&mut work.tx, ask, &here, at).await?),
    }
}

/// No event: whoever asked would know the moment.
async fn read(tx: &mut Tx, user: UserId, asks: &[AskId], at: Timestamp) -> Result<Answer, Fault> {
    let asks: BTreeSet<AskId> = asks.iter().copied().take(MOST_READ_AT_ONCE).collect();
    let rows: Vec<Vec<Value>> = asks.into_iter().map(|ask| row![ask, user, at]).collect();
    tx.with_rows(
        "insert into asks_read (ask_id, user_id, at)
         select distinct m.ask_id, m.offer_owner, v.column3 from {rows} v join matches m on m.ask_id = v.column1 and m.offer_owner = v.column2
         where m.told_at is not null and not exists (select 1 from receipts_hidden h where h.user_id = m.offer_owner)
         on conflict do nothing",
        &rows,
    )
    .await?;
    Ok(Answer::Done)
}

/// Counts those who were told, if the last count is old enough. Two hubs may try it at the same moment: one of them does.
async fn take(tx: &mut Tx, ask: AskId, here: &[UserId], at: Timestamp) -> Result<Answer, Fault> {
    let counted_at = tx.row("select counted_at from receipts where ask_id = $1", args![ask]).await?;
    let counted_at: Option<Timestamp> = counted_at.map(|row| row.get("counted_at")).transpose()?;
    if !rules::is_due(counted_at, at) {
        return Ok(Answer::Done);
    }
    let mut told = list_told(tx, ask).await?;
    for (who, one) in &mut told {
        one.here = here.contains(who);
    }
    let Counts { told, here, read, writing } = rules::count(&told.into_values().collect::<Vec<_>>());
    let sql = "insert into receipts (ask_id, counted_at, told, here, has_read, writing) values ($1, $2, $3, $4, $5, $6)
               on conflict (ask_id) do update set counted_at = excluded.counted_at, told = excluded.told, here = excluded.here,
                   has_read = excluded.has_read, writing = excluded.writing
               where receipts.counted_at <= excluded.counted_at - $7";
    tx.run(sql, args![ask, at, told, here, read, writing, rules::COUNTED_EVERY_MS]).await?;
    Ok(Answer::Done)
}

/// Everybody who was told of an ask, once, but for whether they are here.
async fn list_told(db: &mut Tx, ask: AskId) -> Result<BTreeMap<UserId, Told>, Fault> {
    let rows = db
        .rows(
            "select m.offer_owner as who, u.suspended_at, p.hidden_at,
                    (select count(*) from receipts_hidden h where h.user_id = m.offer_owner) as hides_receipts,
                    (select count(*) from blocks b where b.blocker = m.offer_owner and b.blocked = m.ask_owner) as blocks,
                    (select count(*) from asks_read r where r.ask_id = m.ask_id and r.user_id = m.offer_owner) as has_read,
                    (select count(*) from claims k where k.ask_id = m.ask_id and k.helper = m.offer_owner and k.ended_at is null) as holds
             from matches m join users u on u.id = m.offer_owner left join presence p on p.user_id = m.offer_owner
             where m.ask_id = $1 and m.told_at is not null",
            args![ask],
        )
        .await?;
    let moment = |row: &Row, column| Ok::<bool, Fault>(row.get::<Option<Timestamp>>(column)?.is_some());
    let some = |row: &Row, column| Ok::<bool, Fault>(row.get::<i64>(column)? > 0);
    rows.iter()
        .map(|row| {
            let told = Told {
                shows_receipts: !some(row, "hides_receipts")?,
                shows_presence: !moment(row, "hidden_at")?,
                gone: some(row, "blocks")? || moment(row, "suspended_at")?,
                here: false,
                has_read: some(row, "has_read")?,
                writing: some(row, "holds")?,
            };
            Ok((row.get("who")?, told))
        })
        .collect()
}

/// A member's asks that can be answered and whose people were not counted within a minute; the newest, as many as a page shows.
pub async fn list_due(db: &mut Tx, owner: UserId, now: Timestamp) -> Result<Vec<AskId>, Fault> {
    let rows = db
        .rows(
            "select a.id, a.status, a.archived_at, a.expires_at, r.counted_at from asks a left join receipts r on r.ask_id = a.id
             where a.user_id = $1 and a.archived_at is null and a.hidden_at is null and a.status = 'open'
             order by a.created_at + 0 desc, a.id desc limit $2 + 0",
            args![owner, MOST_COUNTED_AT_ONCE as i64],
        )
        .await?;
    let mut due = Vec::new();
    for row in rows {
        let open = may_answer(row.word("status")?, row.get::<Option<Timestamp>>("archived_at")?.is_some(), row.get("expires_at")?, now);
        if open && rules::is_due(row.get("counted_at")?, now) {
            due.push(row.get("id")?);
        }
    }
    Ok(due)
}

/// Whom to look for, when somebody's people are counted.
pub async fn list_who_was_told(db: &mut Tx, ask: AskId) -> Result<Vec<UserId>, Fault> {
    Ok(list_told(db, ask).await?.into_keys().collect())
}

/// Whether a reader was told of an ask and it has not been kept that they read it.
pub async fn is_unread(db: &mut Tx, reader: UserId, ask: AskId) -> Result<bool, Fault> {
    let told = db
        .number(
            "select count(*) as n from matches m where m.ask_id = $1 and m.offer_owner = $2 and m.told_at is not null
               and not exists (select 1 from asks_read r where r.ask_id = m.ask_id and r.user_id = m.offer_owner)",
            args![ask, reader],
        )
        .await?;
    Ok(told > 0)
}

/// What was counted last, and when, of those of these asks that are this owner's. Whoever answered or holds a place is named to
/// the owner: the receipt never says less than that of who has read it, also within the minute.
pub async fn list_counted(db: &mut Tx, owner: UserId, asks: &[AskId]) -> Result<BTreeMap<AskId, (Timestamp, Counts)>, Fault> {
    let rows: Vec<Vec<Value>> = asks.iter().map(|ask| row![*ask, owner]).collect();
    let sql = "select r.*,
                      (select count(distinct c.initiator) from connections c where c.ask_id = a.id) as answered,
                      (select count(*) from claims k where k.ask_id = a.id and k.ended_at is null and not exists
                          (select 1 from connections c where c.ask_id = k.ask_id and c.initiator = k.helper)) as holding
               from {rows} v join asks a on a.id = v.column1 and a.user_id = v.column2 join receipts r on r.ask_id = a.id";
    let found = db.with_rows(sql, &rows).await?;
    let read = |row: &Row| {
        let named = row.get::<i64>("answered")? + row.get::<i64>("holding")?;
        let read = row.get::<i64>("has_read")?.max(named);
        let counts = Counts { told: row.get("told")?, here: row.get("here")?, read, writing: row.get("writing")? };
        Ok((row.get("ask_id")?, (row.get("counted_at")?, counts)))
    };
    found.iter().map(read).collect()
}

/// What an ask's owner shows of themselves.
pub async fn find_owner(db: &mut Tx, owner: UserId) -> Result<Owner, Fault> {
    let shows_receipts = messaging::shows_receipts(db, owner).await?;
    Ok(Owner { shows_receipts, shows_presence: presence::find_shown(db, owner).await?.here })
}

/// How an ask stands, as far as silence goes.
pub async fn find_standing(db: &mut Tx, ask: AskId, now: Timestamp) -> Result<Option<Standing>, Fault> {
    let row = db
        .row(
            "select a.status, a.archived_at, a.expires_at, a.hidden_at, a.matched_at, a.responses, a.held,
                    (select max(m.told_at) from matches m where m.ask_id = a.id) as told_at
             from asks a where a.id = $1",
            args![ask],
        )
        .await?;
    let read = |row: Row| {
        let moment = |column| row.get::<Option<Timestamp>>(column);
        let open = may_answer(row.word("status")?, moment("archived_at")?.is_some(), moment("expires_at")?, now);
        Ok(Standing {
            waits: open && moment("hidden_at")?.is_none() && moment("matched_at")?.is_some(),
            answers: row.get("responses")?,
            held: row.get("held")?,
            told_at: moment("told_at")?,
        })
    };
    row.map(read).transpose()
}
