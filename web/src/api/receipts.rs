//! Receipts of asks: how many who were told are here, have read one, are writing. Never who.

use hub::{
    AskId, Command,
    asks::{AskStatus, AskView, Refusal},
    kernel::page::Page,
    receipts::{Command as Receipts, Receipt, Suggestion},
};

use super::{
    answer::{Answer, DONE, Done, Told},
    sent::{Nothing, Sends},
    visit::Writer,
};
use crate::{
    problem::Problem,
    receipts,
    visitor::{ById, Member},
};

/// An ask of one's own that is open: another one has no receipt.
async fn own(member: &Member, id: AskId) -> Result<AskView, Problem> {
    let found = store::asks::find(&mut member.db().await?, Some(member.id()), id).await?;
    let ask = found.ok_or(hub::Refusal::Asks(Refusal::NoSuchAsk))?;
    if ask.owner.id != member.id() {
        return Err(hub::Refusal::Asks(Refusal::NotYours).into());
    }
    Ok(ask)
}

/// Those of one's open asks, the newest ask first.
pub async fn list(member: Member) -> Answer<Told<Page<Receipt>>> {
    receipts::count_due(&member, None).await?;
    let mut db = member.db().await?;
    let asks = store::asks::page_of(&mut db, Some(member.id()), member.id(), None, store::receipts::MOST_COUNTED_AT_ONCE).await?.items;
    let open: Vec<AskId> = asks.iter().filter(|ask| ask.status == AskStatus::Open && !ask.archived).map(|ask| ask.id).collect();
    let mut found = receipts::list(&mut db, member.id(), &open).await?;
    Ok(Told(Page { items: open.iter().filter_map(|ask| found.remove(ask)).collect(), next: None }))
}

pub async fn show(member: Member, ById(id): ById<AskId>) -> Answer<Told<Receipt>> {
    let ask = own(&member, id).await?;
    receipts::count_due(&member, Some(id)).await?;
    let found = receipts::list(&mut member.db().await?, member.id(), &[id]).await?.remove(&id);
    let closed = || hub::Refusal::Asks(Refusal::WrongMoment { status: ask.status });
    Ok(Told(found.ok_or_else(closed)?))
}

pub async fn suggestions(member: Member, ById(id): ById<AskId>) -> Answer<Told<Page<Suggestion>>> {
    let ask = own(&member, id).await?;
    let items = receipts::suggestions(&member, &mut member.db().await?, &ask).await?;
    Ok(Told(Page { items, next: None }))
}

pub async fn read(writer: Writer, ById(ask): ById<AskId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Receipts(Receipts::Read { asks: vec![ask] })).await?;
    Ok(DONE)
}
