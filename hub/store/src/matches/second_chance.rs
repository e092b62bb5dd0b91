//! Second chances: who was not here when they were told of an ask, and what they are told when they come.

use std::collections::BTreeSet;

use hub::{
    Answer, AskId, MatchId, Timestamp, UserId,
    asks::rules::may_answer,
    matches::rules::{Missed, SECOND_CHANCES_AT_ONCE, has_second_chance},
    notices::Notice,
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, batch::Work, engine::Value, moderation::no_block, notices, row};

/// Whoever offers was not here when these were told.
pub(super) async fn missed(work: &mut Work<'_>, ids: &[MatchId], at: Timestamp) -> Result<Answer, Fault> {
    let rows: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, at]).collect();
    let sql = "update matches set missed_at = v.column2 from {rows} v
               where matches.id = v.column1 and matches.told_at is not null and matches.missed_at is null";
    work.tx.with_rows(sql, &rows).await?;
    Ok(Answer::Done)
}

/// Somebody comes: of the asks they missed those that still wait are named, each once, ever; of the others nothing is said, now or later.
pub(super) async fn came(work: &mut Work<'_>, who: UserId, at: Timestamp) -> Result<Answer, Fault> {
    let rows = work
        .tx
        .rows(
            AssertSqlSafe(format!(
                "select m.ask_id, m.ask_owner, m.told_at, m.withdrawn_at, m.ask_dismissed_at, m.offer_dismissed_at, m.connection_id,
                        a.status, a.archived_at, a.expires_at, a.hidden_at, a.responses, a.held, u.suspended_at, st.full_at,
                        st.matches_paused_at,
                        (select count(*) from matches t where t.ask_id = m.ask_id and t.told_at is not null and t.missed_at is null) as were_here,
                        (select count(*) from matches t where t.ask_id = m.ask_id and t.offer_owner = m.offer_owner and t.came_at is not null)
                        + (select count(*) from asks_read r where r.ask_id = m.ask_id and r.user_id = m.offer_owner) as known,
                        (select count(*) from conversation_members cm join conversations c on c.id = cm.conversation_id
                         where cm.user_id = m.offer_owner and cm.muted_at is not null and (c.low = m.ask_owner or c.high = m.ask_owner)) as muted,
                        cast(case when {} then 0 else 1 end as bigint) as blocked
                 from matches m join asks a on a.id = m.ask_id join users u on u.id = m.ask_owner
                 join standing st on st.user_id = m.offer_owner
                 where m.offer_owner = $1 and m.missed_at is not null and m.came_at is null order by m.told_at desc, m.id desc",
                no_block("m.ask_owner", "m.offer_owner")
            )),
            args![who],
        )
        .await?;
    let mut named: BTreeSet<AskId> = BTreeSet::new();
    let mut notes = Vec::new();
    for row in &rows {
        let (ask, by): (AskId, UserId) = (row.get("ask_id")?, row.get("ask_owner")?);
        if notes.len() < SECOND_CHANCES_AT_ONCE && has_second_chance(&read(row, at)?, at) && named.insert(ask) {
            notes.push(Notice::StillWaits { ask, by });
        }
    }
    let sql = "update matches set came_at = $2 where offer_owner = $1 and missed_at is not null and came_at is null";
    work.tx.run(sql, args![who, at]).await?;
    for note in &notes {
        notices::notify(work, who, note, at).await?;
    }
    Ok(Answer::Done)
}

fn read(row: &Row, now: Timestamp) -> Result<Missed, Fault> {
    let is = |column| Ok::<bool, Fault>(row.get::<Option<i64>>(column)?.is_some());
    let some = |column| Ok::<bool, Fault>(row.get::<i64>(column)? > 0);
    let open = may_answer(row.word("status")?, is("archived_at")?, row.get("expires_at")?, now);
    Ok(Missed {
        told_at: row.get("told_at")?,
        open: open && !is("hidden_at")? && !is("suspended_at")?,
        answers: row.get("responses")?,
        held: row.get("held")?,
        others_were_here: some("were_here")?,
        stands: !is("withdrawn_at")? && !is("ask_dismissed_at")? && !is("offer_dismissed_at")? && !is("connection_id")?,
        known: some("known")?,
        quiet: is("full_at")? || is("matches_paused_at")? || some("muted")?,
        blocked: some("blocked")?,
    })
}

/// Who of these has missed something, and has not come since: for whoever has just come.
pub async fn list_who_missed(db: &mut Tx, people: &[UserId]) -> Result<Vec<UserId>, Fault> {
    let people: Vec<Vec<Value>> = people.iter().map(|who| row![*who]).collect();
    let sql = "select distinct m.offer_owner as who from {rows} v join matches m on m.offer_owner = v.column1
               where m.missed_at is not null and m.came_at is null";
    db.with_rows(sql, &people).await?.iter().map(|row| row.get("who")).collect()
}
