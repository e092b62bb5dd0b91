//! What one has saved. Nobody else sees it.

use hub::{
    Command,
    keeps::{Command as Keeps, KeptView, Kind, Thing},
    kernel::page::Page,
};

use super::{
    answer::{Answer, DONE, Done, Told},
    paging::wanted,
    sent::{Given, Nothing, Query, Sends},
    visit::{Named, Writer},
};
use crate::{
    problem::Problem,
    visitor::{ById, Member},
};

crate::sent! {
    /// Which of them.
    struct SavedFilters {
        kind: Given<Kind>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

pub async fn list(member: Member, Query(filters): Query<SavedFilters>) -> Answer<Told<Page<KeptView>>> {
    let kind = filters.kind.into_option();
    let wanted = wanted(&format!("saved-{}", kind.map_or("all", Kind::word)), filters.cursor, filters.limit)?;
    let mut db = member.db().await?;
    let page = store::keeps::page(&mut db, member.id(), kind, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

/// `offer`, `ask`, `tool` or `person`, and its id.
fn thing(kind: &str, id: i64) -> Result<Thing, Problem> {
    Ok(Thing::of(kind.parse().map_err(|_| Problem::not_found())?, id))
}

pub async fn keep(writer: Writer, Named(kind): Named, ById(what): ById<i64>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Keeps(Keeps::Keep { thing: thing(&kind, what)? })).await?;
    Ok(DONE)
}

pub async fn unkeep(writer: Writer, Named(kind): Named, ById(what): ById<i64>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Keeps(Keeps::Unkeep { thing: thing(&kind, what)? })).await?;
    Ok(DONE)
}
