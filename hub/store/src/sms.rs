//! Texts: a member's number, its code and consent, and the outbox. Nothing is sent from here: a worker claims rows
//! ([`crate::Store::claim_texts`]), calls out, and settles them by [`Command::Settle`].

mod outbox;
mod read;

pub use outbox::ClaimedText;
pub use read::*;

use hub::{
    Answer, By, ConnectionId, Event, TextId, Timestamp, UserId,
    command::AnyRefusal,
    sms::{CODE_LIVES_MS, Command, Event as Happened, Moment, Refusal, TEXT_LIVES_MS, TextStatus, rules},
};
use sha2::{Digest, Sha256};

use crate::{Failure, Fault, args, batch::Work};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    if let Command::Settle { id, status, provider_id, error } = command {
        if by != By::Clock {
            return Err(Refusal::HouseOnly.into());
        }
        return settle(work, id, status, provider_id, error, at).await;
    }
    let user = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::SetPhone { phone, code, consent, address } => set_phone(work, user, &phone, &code, consent, &address, at).await,
        Command::VerifyPhone { code } => verify(work, user, &code, at).await,
        Command::Consent { on, address } => consent(work, user, on, &address, at).await,
        Command::RemovePhone => remove(work, user, at).await,
        Command::Settle { .. } => Err(Refusal::HouseOnly.into()),
    }
}

/// Codes are kept hashed, with whose they are: SHA-256 of `user:code`.
fn code_hash(user: UserId, code: &str) -> String {
    Sha256::digest(format!("{user}:{}", code.trim())).iter().map(|b| format!("{b:02x}")).collect()
}

async fn set_phone(
    work: &mut Work<'_>,
    user: UserId,
    typed: &str,
    code: &str,
    consent: bool,
    address: &str,
    at: Timestamp,
) -> Result<Answer, Failure> {
    let phone = rules::phone(typed).map_err(|p| Refusal::Mend(vec![p]))?;
    if !consent {
        return Err(Refusal::NoConsent.into());
    }
    // From the outbox, not from the number: taking a number away and setting it again is no way to more codes.
    let last = work.tx.row("select max(created_at) as at from texts where user_id = $1 and moment = 'code'", args![user]).await?;
    rules::code_again(last.map(|row| row.get("at")).transpose()?.flatten(), at)?;

    drop_waiting(work, user, at).await?;
    work.tx
        .run(
            "insert into phones (user_id, phone, code_hash, code_sent_at, code_tries, consent_at) values ($1, $2, $3, $4, 0, $4)
             on conflict (user_id) do update set phone = excluded.phone, code_hash = excluded.code_hash, code_tries = 0,
                 code_sent_at = excluded.code_sent_at, consent_at = excluded.consent_at, verified_at = null, texts_on_at = null",
            args![user, &phone, code_hash(user, code), at],
        )
        .await?;
    record_consent(work, user, true, &phone, address, at).await?;
    let id: TextId = work.new_id()?;
    work.tx
        .run(
            "insert into texts (id, user_id, event_key, moment, phone, who, title, code, path, status, created_at, expires_at)
             values ($1, $2, $3, 'code', $4, '', '', $5, '', 'waiting', $6, $7)",
            args![id, user, format!("code:{id}"), phone, code.trim(), at, at.plus(CODE_LIVES_MS)],
        )
        .await?;
    work.happened(Event::Sms(Happened::PhoneSet { user }), at);
    work.happened(Event::Sms(Happened::TextQueued { id, user }), at);
    Ok(Answer::Done)
}

async fn verify(work: &mut Work<'_>, user: UserId, typed: &str, at: Timestamp) -> Result<Answer, Failure> {
    let row = work
        .tx
        .row("select code_hash, code_sent_at, code_tries from phones where user_id = $1", args![user])
        .await?
        .ok_or(Refusal::NoPhone)?;
    let (hash, sent_at): (Option<String>, Option<Timestamp>) = (row.get("code_hash")?, row.get("code_sent_at")?);
    let (Some(hash), Some(sent_at)) = (hash, sent_at) else { return Err(Refusal::CodeOver.into()) };
    if let Err(refusal) = rules::check_code(hash == code_hash(user, typed), row.get("code_tries")?, sent_at, at) {
        // The one refusal that writes: a wrong try has to be counted.
        work.tx.run("update phones set code_tries = code_tries + 1 where user_id = $1", args![user]).await?;
        return Err(refusal.into());
    }
    work.tx
        .run(
            "update phones set verified_at = $2, code_hash = null, code_tries = 0,
                 texts_on_at = case when consent_at is null then null else $2 end
             where user_id = $1",
            args![user, at],
        )
        .await?;
    work.happened(Event::Sms(Happened::PhoneVerified { user }), at);
    Ok(Answer::Done)
}

async fn consent(work: &mut Work<'_>, user: UserId, on: bool, address: &str, at: Timestamp) -> Result<Answer, Failure> {
    let since = on.then_some(at);
    let row = work
        .tx
        .row("update phones set texts_on_at = $2, consent_at = $2 where user_id = $1 returning phone", args![user, since])
        .await?
        .ok_or(Refusal::NoPhone)?;
    record_consent(work, user, on, &row.get::<String>("phone")?, address, at).await?;
    if !on {
        drop_waiting(work, user, at).await?;
    }
    work.happened(Event::Sms(Happened::ConsentChanged { user, on }), at);
    Ok(Answer::Done)
}

async fn remove(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Answer, Failure> {
    let row =
        work.tx.row("delete from phones where user_id = $1 returning phone, consent_at", args![user]).await?.ok_or(Refusal::NoPhone)?;
    if row.get::<Option<Timestamp>>("consent_at")?.is_some() {
        record_consent(work, user, false, &row.get::<String>("phone")?, "", at).await?;
    }
    drop_waiting(work, user, at).await?;
    work.happened(Event::Sms(Happened::PhoneRemoved { user }), at);
    Ok(Answer::Done)
}

/// Every yes and no, as said.
async fn record_consent(work: &mut Work<'_>, user: UserId, given: bool, phone: &str, address: &str, at: Timestamp) -> Result<(), Fault> {
    work.tx
        .run(
            "insert into sms_consents (user_id, at, given, phone, address) values ($1, $2, $3, $4, $5) on conflict do nothing",
            args![user, at, i64::from(given), phone, address],
        )
        .await?;
    Ok(())
}

/// What waits for a member goes when their number or their yes goes.
async fn drop_waiting(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<(), Fault> {
    work.tx
        .run(
            "update texts set status = 'dropped', settled_at = $2, code = '', error = 'the number or the consent changed'
             where user_id = $1 and status = 'waiting'",
            args![user, at],
        )
        .await?;
    Ok(())
}

/// Puts a text into the outbox, if this member wants texts; once per (event, person).
pub(crate) async fn queue(work: &mut Work<'_>, to: UserId, moment: Moment, connection: ConnectionId, at: Timestamp) -> Result<(), Fault> {
    let Some(row) = work
        .tx
        .row(
            "select p.phone, c.conversation_id, o.username as who, coalesce(a.title, f.title, '') as title
             from phones p
             join users u on u.id = p.user_id and u.suspended_at is null
             join connections c on c.id = $2
             join users o on o.id = case when c.initiator = $1 then c.responder else c.initiator end
             left join asks a on a.id = c.ask_id
             left join offers f on f.id = c.offer_id
             where p.user_id = $1 and p.verified_at is not null and p.texts_on_at is not null and p.consent_at is not null",
            args![to, connection],
        )
        .await?
    else {
        return Ok(());
    };
    let id: TextId = work.new_id()?;
    let path = format!("/messages/{}", row.get::<hub::ConversationId>("conversation_id")?);
    let (phone, who, title): (String, String, String) = (row.get("phone")?, row.get("who")?, row.get("title")?);
    let made = work
        .tx
        .run(
            "insert into texts (id, user_id, event_key, moment, phone, who, title, code, path, status, created_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, '', $8, 'waiting', $9, $10) on conflict do nothing",
            args![id, to, format!("{moment}:{connection}"), moment.word(), phone, who, title, path, at, at.plus(TEXT_LIVES_MS)],
        )
        .await?;
    if made > 0 {
        work.happened(Event::Sms(Happened::TextQueued { id, user: to }), at);
    }
    Ok(())
}

/// What became of a claimed text. `Waiting` gives it back: only when the provider certainly did not take it. A sent one
/// may still turn out delivered or failed; anything else about a settled one is old news.
async fn settle(
    work: &mut Work<'_>,
    id: TextId,
    status: TextStatus,
    provider_id: Option<String>,
    error: Option<String>,
    at: Timestamp,
) -> Result<Answer, Failure> {
    let from = match status {
        TextStatus::Delivered | TextStatus::Failed => "status in ('attempting', 'sent')",
        TextStatus::Attempting => return Ok(Answer::Text { id }),
        TextStatus::Waiting | TextStatus::Sent | TextStatus::Dropped | TextStatus::WouldText => "status = 'attempting'",
    };
    // Once it is out, a code is kept hashed only.
    let set = match status {
        TextStatus::Waiting => "claimed_by = null, claimed_epoch = null, claimed_at = null",
        _ => "code = ''",
    };
    let settled_at = (status != TextStatus::Waiting).then_some(at);
    let row = work
        .tx
        .row(
            sqlx::AssertSqlSafe(format!(
                "update texts set status = $2, settled_at = $3, provider_id = coalesce($4, provider_id), error = $5, {set}
                 where id = $1 and {from} returning user_id"
            )),
            args![id, status.word(), settled_at, provider_id, error],
        )
        .await?;
    if let Some(row) = row {
        work.happened(Event::Sms(Happened::TextSettled { id, user: row.get("user_id")?, status }), at);
    }
    Ok(Answer::Text { id })
}
