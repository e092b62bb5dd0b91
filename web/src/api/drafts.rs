//! What one has begun to write and not posted. Nobody else sees it.

use hub::{
    Command, Refusal, Timestamp,
    drafts::{Command as Drafts, DraftView, Kind, Refusal as No},
    kernel::page::Page,
};

use super::{
    answer::{Answer, DONE, Done, Told},
    sent::{Given, Nothing, Sends},
    visit::{Named, Writer},
};
use crate::{problem::Problem, visitor::Member};

crate::sent! {
    /// A form as it is typed.
    struct DraftForm {
        kind: Kind,
        /// Its fields, as a browser would send them.
        form: String,
        /// The `kept_at` of what was gone on with; left out for one that is new.
        seen: Given<Option<Timestamp>>,
    }
}

pub async fn list(member: Member) -> Answer<Told<Page<DraftView>>> {
    let items = store::drafts::list(&mut member.db().await?, member.id(), None).await?;
    Ok(Told(Page { items, next: None }))
}

async fn find(member: &Member, key: &str) -> Result<DraftView, Problem> {
    let found = store::drafts::find(&mut member.db().await?, member.id(), key).await?;
    found.ok_or_else(|| Refusal::Drafts(No::NoSuchDraft).into())
}

pub async fn show(member: Member, Named(key): Named) -> Answer<Told<DraftView>> {
    Ok(Told(find(&member, &key).await?))
}

pub async fn keep(writer: Writer, Named(key): Named, Sends { id, body, .. }: Sends<DraftForm>) -> Answer<Told<DraftView>> {
    let DraftForm { kind, form, seen } = body;
    writer.act(id, Command::Drafts(Drafts::Keep { key: key.clone(), kind, form, seen: seen.or(None) })).await?;
    Ok(Told(find(&writer, &key).await?))
}

pub async fn discard(writer: Writer, Named(key): Named, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Drafts(Drafts::Discard { key })).await?;
    Ok(DONE)
}
