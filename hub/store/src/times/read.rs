//! Reading times: how the two of a conversation stand, and what a member has agreed on.

use hub::{
    ConversationId, TimesId, Timestamp, UserId,
    times::{AgreedView, ProposalView, Slot, TimesView},
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, profiles};

pub(super) const PROPOSAL: &str =
    "t.id as t_id, t.by_user, t.times, t.place, t.status, t.offered_at, t.begins_at, t.ends_at, t.settled_by, t.settled_at, t.word";

pub(super) fn proposal(row: &Row) -> Result<ProposalView, Fault> {
    let times: String = row.get("times")?;
    Ok(ProposalView {
        id: row.get("t_id")?,
        by: row.get("by_user")?,
        times: times.lines().map(slot).collect::<Option<_>>().ok_or_else(|| Fault::Corrupt(format!("these are no times: {times}")))?,
        place: row.get("place")?,
        status: row.word("status")?,
        offered_at: row.get("offered_at")?,
        agreed: agreed(row)?,
        settled_by: row.get("settled_by")?,
        settled_at: row.get("settled_at")?,
        word: row.get("word")?,
    })
}

fn slot(line: &str) -> Option<Slot> {
    let (at, minutes) = line.split_once(' ')?;
    Some(Slot { at: Timestamp(at.parse().ok()?), minutes: minutes.parse().ok()? })
}

fn agreed(row: &Row) -> Result<Option<Slot>, Fault> {
    let (begins, ends): (Option<Timestamp>, Option<Timestamp>) = (row.get("begins_at")?, row.get("ends_at")?);
    Ok(begins.zip(ends).map(|(at, ends)| Slot { at, minutes: ends.since(at) / hub::MINUTE }))
}

/// How the two of a conversation stand, if the reader is one of them: the last offer of each.
pub async fn find(db: &mut Tx, reader: UserId, conversation: ConversationId) -> Result<Option<TimesView>, Fault> {
    let sql = "select count(*) as n from conversations where id = $1 and (low = $2 or high = $2)";
    if db.number(sql, args![conversation, reader]).await? == 0 {
        return Ok(None);
    }
    let sql = format!(
        "select {PROPOSAL} from times t where t.conversation_id = $1
         and t.no in (select max(l.no) from times l where l.conversation_id = $1 group by l.by_user) order by t.no desc"
    );
    let rows = db.rows(AssertSqlSafe(sql), args![conversation]).await?;
    Ok(Some(TimesView { conversation, offers: rows.iter().map(proposal).collect::<Result<_, _>>()? }))
}

/// One offer, if the reader is one of the two.
pub async fn find_one(db: &mut Tx, reader: UserId, conversation: ConversationId, id: TimesId) -> Result<Option<ProposalView>, Fault> {
    let sql = format!("select {PROPOSAL} from times t where t.id = $1 and t.conversation_id = $2 and (t.by_user = $3 or t.to_user = $3)");
    db.row(AssertSqlSafe(sql), args![id, conversation, reader]).await?.map(|row| proposal(&row)).transpose()
}

/// What a member has agreed on and what is not over, the next one first.
pub async fn list_ahead(db: &mut Tx, user: UserId, now: Timestamp, limit: usize) -> Result<Vec<AgreedView>, Fault> {
    let sql = format!(
        "select {PROPOSAL}, t.conversation_id, {card} from times t
         join users u on u.id = case when t.by_user = $1 then t.to_user else t.by_user end
         join standing st on st.user_id = u.id
         where t.id in (select b.id from times b where b.by_user = $1 and b.status in ('offered', 'agreed')
                        union all select b.id from times b where b.to_user = $1 and b.status in ('offered', 'agreed'))
           and t.status = 'agreed' and t.ends_at > $2
         order by t.begins_at, t.id limit $3 + 0",
        card = profiles::CARD,
    );
    let rows = db.rows(AssertSqlSafe(sql), args![user, now, limit as i64]).await?;
    let mut ahead = Vec::with_capacity(rows.len());
    for row in &rows {
        let Some(time) = agreed(row)? else { continue };
        let (id, conversation) = (row.get("t_id")?, row.get("conversation_id")?);
        ahead.push(AgreedView { id, conversation, with: profiles::card(row)?, time, place: row.get("place")? });
    }
    Ok(ahead)
}

/// Where somebody lives, and the address of their own calendar, if they gave one: for who writes with them.
pub async fn find_where(db: &mut Tx, user: UserId) -> Result<(String, String), Fault> {
    let row = db.row("select timezone, calendar_url from users where id = $1", args![user]).await?;
    row.map_or_else(|| Ok(("UTC".to_owned(), String::new())), |row| Ok((row.get("timezone")?, row.get("calendar_url")?)))
}
