//! What a connection needs of the ask or offer it is about, and what it changes there.

use hub::{
    AskId, Event, Timestamp, UserId,
    asks::{AskKind, AskStatus, rules as ask_rules},
    connections::{Refusal, Subject},
    notices::Notice,
    offers::rules as offer_rules,
};

use crate::{Failure, Fault, Tx, args, batch::Work, notices};

/// Whose it is, and whether it can be answered now.
pub(super) struct Found {
    pub owner: UserId,
    pub open: bool,
}

/// `None` for a direct one, and when there is no such post.
pub(super) async fn find(tx: &mut Tx, about: Subject, now: Timestamp) -> Result<Option<Found>, Fault> {
    match about {
        Subject::Direct => Ok(None),
        Subject::Ask(id) => {
            let row = tx.row("select user_id, status, archived_at, expires_at from asks where id = $1", args![id]).await?;
            row.map(|row| {
                let archived = row.get::<Option<Timestamp>>("archived_at")?.is_some();
                let open = ask_rules::may_answer(row.word("status")?, archived, row.get("expires_at")?, now);
                Ok(Found { owner: row.get("user_id")?, open })
            })
            .transpose()
        }
        Subject::Offer(id) => {
            let row = tx.row("select user_id, status from offers where id = $1", args![id]).await?;
            row.map(|row| Ok(Found { owner: row.get("user_id")?, open: offer_rules::may_request(row.word("status")?) })).transpose()
        }
    }
}

/// One more has answered it, or asked for it.
pub(super) async fn count_opened(work: &mut Work<'_>, about: Subject) -> Result<(), Fault> {
    match about {
        Subject::Direct => {}
        Subject::Ask(id) => {
            work.tx.run("update asks set responses = responses + 1 where id = $1", args![id]).await?;
        }
        Subject::Offer(id) => {
            work.tx.run("update offers set connections = connections + 1 where id = $1", args![id]).await?;
        }
    }
    Ok(())
}

/// Takes a place of an ask (`1`) or gives one back (`-1`). The last one puts it in progress, a free one opens it again.
pub(super) async fn take_places(work: &mut Work<'_>, ask: AskId, by: i64, at: Timestamp) -> Result<(), Failure> {
    // Two may be accepted at the same moment: whoever holds the row decides.
    work.tx.lock("asks", "id", vec![ask.0]).await?;
    let Some(row) = work.tx.row("select user_id, status, places, accepted from asks where id = $1", args![ask]).await? else {
        // The ask is gone; what it brought together goes on.
        return Ok(());
    };
    let (status, places, accepted): (AskStatus, i64, i64) = (row.word("status")?, row.get("places")?, row.get("accepted")?);
    if by > 0 && !ask_rules::has_room(places, accepted) {
        return Err(Refusal::NoPlaceLeft { places }.into());
    }
    let owner: UserId = row.get("user_id")?;
    let accepted = (accepted + by).max(0);
    let after = ask_rules::after_acceptance(status, places, accepted);
    work.tx
        .run("update asks set accepted = $2, status = $3 where id = $1", args![ask, accepted, after.unwrap_or(status).word()])
        .await?;
    let event = match after {
        Some(status) => hub::asks::Event::StatusChanged { id: ask, owner, status },
        None => hub::asks::Event::PlacesChanged { id: ask, owner },
    };
    work.happened(Event::Asks(event), at);
    Ok(())
}

pub(super) async fn ask_kind(tx: &mut Tx, ask: AskId) -> Result<Option<AskKind>, Fault> {
    let row = tx.row("select kind from asks where id = $1", args![ask]).await?;
    row.map(|row| row.word("kind")).transpose()
}

/// When as many as an ask wanted have helped to the end, its owner is asked whether it is done.
pub(super) async fn offer_to_mark_fulfilled(work: &mut Work<'_>, ask: AskId, at: Timestamp) -> Result<(), Fault> {
    let row = work
        .tx
        .row(
            "select a.user_id from asks a where a.id = $1 and a.status in ('open', 'in_progress') and a.archived_at is null
               and a.places <= (select count(*) from connections c where c.ask_id = a.id and c.status = 'completed')",
            args![ask],
        )
        .await?;
    match row {
        Some(row) => notices::notify(work, row.get("user_id")?, &Notice::MarkFulfilled { ask }, at).await,
        None => Ok(()),
    }
}
