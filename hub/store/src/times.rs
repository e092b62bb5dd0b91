//! Times to meet. All of a conversation's are decided under the lock of its row; those that are open or agreed on are few.

mod read;

pub use read::*;

use hub::{
    Answer, By, ConversationId, Event, TimesId, Timestamp, UserId,
    command::AnyRefusal,
    kernel::time::DAY,
    times::{
        Command, Event as Happened, Refusal, Slot, Status,
        rules::{self, Between, Standing},
    },
};
use sqlx::AssertSqlSafe;

use crate::{Failure, Fault, Row, Tx, args, batch::Work, moderation::no_block};

/// The two of a conversation, as one of them finds it.
struct Two {
    conversation: ConversationId,
    who: UserId,
    other: UserId,
    between: Between,
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let who = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    let two = find_two(&mut work.tx, who, command.conversation()).await?.ok_or(Refusal::NoSuchConversation)?;
    match command {
        Command::Offer { times, place, .. } => offer(work, &two, &times, &place, at).await?,
        Command::Accept { id, at: begins_at, .. } => accept(work, &two, id, begins_at, at).await?,
        Command::Decline { id, word, .. } => decline(work, &two, id, &rules::word(&word)?, at).await?,
        Command::CallOff { id, .. } => {
            let this = find_standing(&mut work.tx, &two, id).await?;
            if let Some(status) = rules::call_off(who, &this, at)? {
                end(work, &two, id, status, "", at).await?;
            }
        }
    }
    Ok(Answer::Done)
}

async fn find_two(tx: &mut Tx, who: UserId, conversation: ConversationId) -> Result<Option<Two>, Fault> {
    let sql = format!(
        "select u.id, u.suspended_at, c.closed_at, cast(case when {} then 1 else 0 end as bigint) as open
         from conversations c join users u on u.id = case when c.low = $1 then c.high else c.low end
         where c.id = $2 and (c.low = $1 or c.high = $1)",
        no_block("c.low", "c.high")
    );
    let row = tx.row(AssertSqlSafe(sql), args![who, conversation]).await?;
    row.map(|row| {
        let is = |column: &str| Ok::<bool, Fault>(row.get::<Option<Timestamp>>(column)?.is_some());
        let between = Between { blocked: row.get::<i64>("open")? == 0, away: is("suspended_at")? || is("closed_at")? };
        Ok(Two { conversation, who, other: row.get("id")?, between })
    })
    .transpose()
}

fn standing(row: &Row) -> Result<(TimesId, Standing), Fault> {
    let offered = read::proposal(row)?;
    Ok((offered.id, Standing { by: offered.by, status: offered.status, times: offered.times, agreed: offered.agreed }))
}

/// What is open or agreed on, over or not.
async fn list_standing(tx: &mut Tx, conversation: ConversationId) -> Result<Vec<(TimesId, Standing)>, Fault> {
    let sql = format!("select {PROPOSAL} from times t where t.conversation_id = $1 and t.status in ('offered', 'agreed') order by t.no");
    tx.rows(AssertSqlSafe(sql), args![conversation]).await?.iter().map(standing).collect()
}

async fn find_standing(tx: &mut Tx, two: &Two, id: TimesId) -> Result<Standing, Failure> {
    let sql = format!("select {PROPOSAL} from times t where t.id = $1 and t.conversation_id = $2");
    let row = tx.row(AssertSqlSafe(sql), args![id, two.conversation]).await?.ok_or(Refusal::NoSuchTimes)?;
    Ok(standing(&row)?.1)
}

async fn offer(work: &mut Work<'_>, two: &Two, times: &[Slot], place: &str, at: Timestamp) -> Result<(), Failure> {
    let all = list_standing(&mut work.tx, two.conversation).await?;
    let sql = "select offered_at from times where conversation_id = $1 and by_user = $2 and offered_at > $3 order by offered_at";
    let lately = work.tx.rows(sql, args![two.conversation, two.who, at.plus(-DAY)]).await?;
    let lately: Vec<Timestamp> = lately.iter().map(|row| row.get("offered_at")).collect::<Result<_, _>>()?;
    rules::offer(two.who, two.between, &all.into_iter().map(|(_, one)| one).collect::<Vec<_>>(), &lately, at)?;
    let (times, place) = rules::checked(times, place, at)?;
    // The rule has found that none of one's own is open: those that still say so are over.
    set_status_of_open(work, two.conversation, two.who, Status::Lapsed, at).await?;
    let id: TimesId = work.new_id()?;
    let lines: Vec<String> = times.iter().map(|slot| format!("{} {}", slot.at.0, slot.minutes)).collect();
    let sql = "insert into times (id, conversation_id, no, by_user, to_user, times, place, status, offered_at, word)
               values ($1, $2, (select coalesce(max(no), 0) + 1 from times where conversation_id = $2), $3, $4, $5, $6, $7, $8, '')";
    let offered = Status::Offered.word();
    work.tx.run(sql, args![id, two.conversation, two.who, two.other, lines.join("\n"), place, offered, at]).await?;
    happened(work, Happened::Offered { id, conversation: two.conversation, by: two.who, to: two.other }, at);
    Ok(())
}

async fn accept(work: &mut Work<'_>, two: &Two, id: TimesId, begins_at: Timestamp, at: Timestamp) -> Result<(), Failure> {
    let this = find_standing(&mut work.tx, two, id).await?;
    let all: Vec<Standing> = list_standing(&mut work.tx, two.conversation).await?.into_iter().map(|(_, one)| one).collect();
    let Some(slot) = rules::accept(two.who, two.between, &all, &this, begins_at, at)? else { return Ok(()) };
    let sql = "update times set status = $2, begins_at = $3, ends_at = $4, settled_by = $5, settled_at = $6 where id = $1";
    work.tx.run(sql, args![id, Status::Agreed.word(), slot.at, slot.ends_at(), two.who, at]).await?;
    // What they themselves had offered is settled with it.
    set_status_of_open(work, two.conversation, two.who, Status::Settled, at).await?;
    happened(work, Happened::Agreed { id, conversation: two.conversation, by: two.who, to: two.other }, at);
    Ok(())
}

async fn decline(work: &mut Work<'_>, two: &Two, id: TimesId, word: &str, at: Timestamp) -> Result<(), Failure> {
    let this = find_standing(&mut work.tx, two, id).await?;
    if rules::decline(two.who, two.between, &this)? {
        end(work, two, id, Status::Declined, word, at).await?;
    }
    Ok(())
}

/// It stands no more, by what `two.who` did.
async fn end(work: &mut Work<'_>, two: &Two, id: TimesId, status: Status, word: &str, at: Timestamp) -> Result<(), Fault> {
    let sql = "update times set status = $2, settled_by = $3, settled_at = $4, word = $5 where id = $1";
    work.tx.run(sql, args![id, status.word(), two.who, at, word]).await?;
    let (conversation, by, to) = (two.conversation, two.who, two.other);
    let event = match status {
        Status::Declined => Happened::Declined { id, conversation, by, to },
        other => Happened::CalledOff { id, conversation, by, to, agreed: other == Status::CalledOff },
    };
    happened(work, event, at);
    Ok(())
}

async fn set_status_of_open(
    work: &mut Work<'_>,
    conversation: ConversationId,
    by: UserId,
    status: Status,
    at: Timestamp,
) -> Result<(), Fault> {
    let sql = "update times set status = $3, settled_at = $4 where conversation_id = $1 and by_user = $2 and status = 'offered'";
    work.tx.run(sql, args![conversation, by, status.word(), at]).await?;
    Ok(())
}

fn happened(work: &mut Work<'_>, event: Happened, at: Timestamp) {
    work.happened(Event::Times(event), at);
}

/// They don't meet: one of them has blocked the other.
pub(crate) async fn end_between(work: &mut Work<'_>, by: UserId, other: UserId, at: Timestamp) -> Result<(), Fault> {
    let sql = "select id from conversations where low = $1 and high = $2";
    match work.tx.row(sql, args![by.min(other), by.max(other)]).await? {
        Some(row) => end_in(work, by, vec![row.get("id")?], at).await,
        None => Ok(()),
    }
}

/// They meet nobody: they have left, or were suspended.
pub(crate) async fn end_of(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<(), Fault> {
    let sql = "select distinct conversation_id from times
               where (by_user = $1 or to_user = $1) and status in ('offered', 'agreed') and (status = 'offered' or (status = 'agreed' and ends_at > $2)) order by conversation_id";
    let rows = work.tx.rows(sql, args![user, at]).await?;
    let conversations = rows.iter().map(|row| row.get("conversation_id")).collect::<Result<_, _>>()?;
    end_in(work, user, conversations, at).await
}

/// Whatever is open or ahead in these conversations is called off by one of the two.
async fn end_in(work: &mut Work<'_>, who: UserId, conversations: Vec<ConversationId>, at: Timestamp) -> Result<(), Fault> {
    work.tx.lock("conversations", "id", conversations.iter().map(|id| id.0).collect()).await?;
    for conversation in conversations {
        let Some(two) = find_two(&mut work.tx, who, conversation).await? else { continue };
        for (id, this) in list_standing(&mut work.tx, conversation).await? {
            match rules::call_off(who, &this, at) {
                Ok(Some(status)) => end(work, &two, id, status, "", at).await?,
                // What the other one offered is nobody's to take any more.
                Err(Refusal::NotYours) => end(work, &two, id, Status::Settled, "", at).await?,
                _ => {}
            }
        }
    }
    Ok(())
}
