//! What a connection needs of the ask or offer it is about, and what it changes there.

use hub::{
    AskId, Timestamp, UserId,
    asks::{AskKind, rules as ask_rules},
    connections::{Refusal, Subject},
    notices::Notice,
    offers::rules as offer_rules,
};

use crate::{Failure, Fault, Tx, args, asks, batch::Work, notices, offers};

/// Whose it is, and whether it can be answered now.
pub(super) struct Found {
    pub owner: UserId,
    pub open: bool,
}

/// `None` for a direct one, and when there is no such post that `reader` may see.
pub(super) async fn find(tx: &mut Tx, reader: UserId, about: Subject, now: Timestamp) -> Result<Option<Found>, Fault> {
    Ok(match about {
        Subject::Direct => None,
        Subject::Ask(id) => asks::find_for_answer(tx, id)
            .await?
            .filter(|ask| ask.visible_to(reader))
            .map(|ask| Found { owner: ask.owner, open: ask_rules::may_answer(ask.status, ask.archived, ask.expires_at, now) }),
        Subject::Offer(id) => offers::find_for_request(tx, id)
            .await?
            .filter(|offer| offer.visible_to(reader))
            .map(|offer| Found { owner: offer.owner, open: offer_rules::may_request(offer.status) }),
    })
}

/// One more has answered it, or asked for it.
pub(super) async fn count_opened(tx: &mut Tx, about: Subject) -> Result<(), Fault> {
    match about {
        Subject::Direct => Ok(()),
        Subject::Ask(id) => asks::count_answer(tx, id).await,
        Subject::Offer(id) => offers::count_request(tx, id).await,
    }
}

/// Takes a place of an ask (`1`) or gives one back (`-1`). When the ask is gone, what it brought together goes on.
pub(super) async fn take_places(work: &mut Work<'_>, ask: AskId, by: i64, at: Timestamp) -> Result<(), Failure> {
    // Two may be accepted at the same moment: the ask's row is held from here on.
    if let Some(facts) = asks::find_for_answer(&mut work.tx, ask).await?
        && by > 0
        && !ask_rules::has_room(facts.places, facts.accepted)
    {
        return Err(Refusal::NoPlaceLeft { places: facts.places }.into());
    }
    Ok(asks::accepted_changed(work, ask, by, at).await?)
}

pub(super) async fn ask_kind(tx: &mut Tx, ask: AskId) -> Result<Option<AskKind>, Fault> {
    Ok(asks::find_for_answer(tx, ask).await?.map(|ask| ask.kind))
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
