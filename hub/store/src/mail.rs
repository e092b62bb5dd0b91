//! Mail that is to go out. Nothing is sent from here: a worker claims rows ([`crate::Store::claim_mails`]), hands them in, and settles
//! them by [`Command::Settle`].

mod outbox;

pub use outbox::{CLAIM_LIVES_MS, ClaimedMail};

use hub::{
    Answer, By, Event, HOUR, MailId, Timestamp, UserId,
    accounts::SecretHash,
    mail::{Command, Event as Happened, Kind, MAIL_LIVES_MS, MailStatus, Outcome, Refusal, rules},
};

use crate::{Failure, Fault, Tx, args, batch::Work};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let Command::Settle { id, outcome } = command;
    if by != By::Clock {
        return Err(Refusal::HouseOnly.into());
    }
    settle(work, id, outcome, at).await
}

/// Puts a mail into the outbox, in the transaction of what it is about.
pub(crate) async fn queue(work: &mut Work<'_>, user: UserId, kind: Kind, address: &str, at: Timestamp) -> Result<(), Fault> {
    let id: MailId = work.new_id()?;
    work.tx
        .run(
            "insert into mails (id, user_id, kind, address, status, tries, created_at, due_at, expires_at)
             values ($1, $2, $3, $4, 'waiting', 0, $5, $5, $6)",
            args![id, user, kind.word(), address, at, at.plus(MAIL_LIVES_MS)],
        )
        .await?;
    work.happened(Event::Mail(Happened::Queued { id, user }), at);
    Ok(())
}

/// Whether a member may be mailed a link of this kind once more.
pub(crate) async fn may_ask(tx: &mut Tx, user: UserId, kind: Kind, at: Timestamp) -> Result<bool, Fault> {
    let sql = "select count(*) as n from mails where user_id = $1 and kind = $2 and created_at > $3";
    Ok(rules::may_ask(tx.number(sql, args![user, kind.word(), at.plus(-HOUR)]).await?))
}

async fn settle(work: &mut Work<'_>, id: MailId, outcome: Outcome, at: Timestamp) -> Result<Answer, Failure> {
    let row = work.tx.row("select user_id, tries from mails where id = $1 and status = 'attempting'", args![id]).await?;
    // Its claim has lapsed: whoever has it now settles it.
    let Some(row) = row else { return Ok(Answer::Done) };
    let (user, tries): (UserId, i64) = (row.get("user_id")?, row.get("tries")?);
    let (status, error) = match outcome {
        Outcome::Sent => (MailStatus::Sent, None),
        Outcome::Filed => (MailStatus::Filed, None),
        Outcome::Failed { error } => (MailStatus::Failed, Some(error)),
        Outcome::NotNow { error } => (MailStatus::Waiting, Some(error)),
    };
    let settled_at = (status != MailStatus::Waiting).then_some(at);
    work.tx
        .run(
            "update mails set status = $2, error = $3, settled_at = $4, due_at = $5 where id = $1",
            args![id, status.word(), error, settled_at, at.plus(rules::wait_ms(tries))],
        )
        .await?;
    work.happened(Event::Mail(Happened::Settled { id, user, status }), at);
    Ok(Answer::Done)
}

/// Whose new password a link is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forgotten {
    pub user: UserId,
    pub handle: String,
    pub email: String,
}

/// Whose link it is, while it is good.
pub async fn find_forgotten(db: &mut Tx, key: &SecretHash, now: Timestamp) -> Result<Option<Forgotten>, Fault> {
    let sql = "select f.user_id, f.made_at, f.used_at, u.username, u.email from forgotten f join users u on u.id = f.user_id
               where f.key_hash = $1 and u.suspended_at is null";
    let Some(row) = db.row(sql, args![&key.0]).await? else { return Ok(None) };
    if !rules::is_good(row.get("made_at")?, row.get("used_at")?, now) {
        return Ok(None);
    }
    Ok(Some(Forgotten { user: row.get("user_id")?, handle: row.get("username")?, email: row.get("email")? }))
}

/// No link that was mailed to this member leads in any more.
pub(crate) async fn end_links(tx: &mut Tx, user: UserId, at: Timestamp) -> Result<(), Fault> {
    tx.run("update forgotten set used_at = $2 where user_id = $1 and used_at is null", args![user, at]).await?;
    Ok(())
}

/// Whose new address a link confirms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirming {
    pub user: UserId,
    pub handle: String,
    /// The new one.
    pub email: String,
}

/// What a link confirms, while it is good: the address that it was mailed to, as long as it is the one that is wanted.
pub async fn find_confirming(db: &mut Tx, key: &SecretHash, now: Timestamp) -> Result<Option<Confirming>, Fault> {
    let sql = "select k.user_id, k.made_at, k.address, u.username from email_keys k
               join email_changes c on c.user_id = k.user_id and c.address = k.address
               join users u on u.id = k.user_id where k.key_hash = $1 and u.suspended_at is null";
    let Some(row) = db.row(sql, args![&key.0]).await? else { return Ok(None) };
    if !rules::still_confirms(row.get("made_at")?, now) {
        return Ok(None);
    }
    Ok(Some(Confirming { user: row.get("user_id")?, handle: row.get("username")?, email: row.get("address")? }))
}

/// No other address is wanted any more: no link leads to it, and no mail with one goes out.
pub(crate) async fn end_email_change(tx: &mut Tx, user: UserId, at: Timestamp) -> Result<(), Fault> {
    tx.run("delete from email_changes where user_id = $1", args![user]).await?;
    tx.run("delete from email_keys where user_id = $1", args![user]).await?;
    let stale = "update mails set status = 'dropped', settled_at = $2 where user_id = $1 and kind = 'new_email' and status = 'waiting'";
    tx.run(stale, args![user, at]).await?;
    Ok(())
}
