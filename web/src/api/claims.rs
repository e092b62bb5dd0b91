//! “I've got this”: places of asks that one holds while one writes.

use hub::{
    AskId, Command,
    claims::{Command as Claims, PlacesView, Refusal},
    kernel::page::Page,
};
use store::claims as reads;

use super::{
    answer::{Answer, DONE, Done, Told},
    sent::{Nothing, Sends},
    visit::Writer,
};
use crate::{
    problem::Problem,
    visitor::{ById, Member},
};

async fn find(member: &Member, ask: AskId) -> Result<PlacesView, Problem> {
    let mut db = member.db().await?;
    reads::find_places(&mut db, member.id(), ask).await?.ok_or_else(|| hub::Refusal::Claims(Refusal::NoSuchAsk).into())
}

/// Everything one holds, the one that runs out first first.
pub async fn list(member: Member) -> Answer<Told<Page<PlacesView>>> {
    let items = reads::list_held_by(&mut member.db().await?, member.id()).await?;
    Ok(Told(Page { items, next: None }))
}

pub async fn show(member: Member, ById(ask): ById<AskId>) -> Answer<Told<PlacesView>> {
    Ok(Told(find(&member, ask).await?))
}

/// Taken again while one holds it, it is renewed.
pub async fn take(writer: Writer, ById(ask): ById<AskId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Told<PlacesView>> {
    writer.act(id, Command::Claims(Claims::Take { ask })).await?;
    Ok(Told(find(&writer, ask).await?))
}

pub async fn let_go(writer: Writer, ById(ask): ById<AskId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Claims(Claims::LetGo { ask })).await?;
    Ok(DONE)
}

pub async fn tell_when_free(writer: Writer, ById(ask): ById<AskId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Claims(Claims::TellWhenFree { ask })).await?;
    Ok(DONE)
}
