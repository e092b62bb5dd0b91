//! Matches: who was found for whom.

use hub::{
    Command, MatchId,
    kernel::page::Page,
    matches::{Command as Matches, MatchCard},
};

use super::{
    answer::{Answer, DONE, Done, Told},
    paging::wanted,
    sent::{Given, Nothing, Query, Sends},
    visit::Writer,
};
use crate::visitor::{ById, Member};

crate::sent! {
    /// Which matches.
    struct MatchFilters {
        /// Only those that were told to both: the best.
        told: Given<bool>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

pub async fn list(member: Member, Query(filters): Query<MatchFilters>) -> Answer<Told<Page<MatchCard>>> {
    let wanted = wanted("matches", filters.cursor, filters.limit)?;
    let mut db = member.db().await?;
    let page = store::matches::page_cards(&mut db, member.id(), filters.told.or(false), wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

/// “Not for me”: for good.
pub async fn dismiss(writer: Writer, ById(matched): ById<MatchId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::Matches(Matches::Dismiss { id: matched })).await?;
    Ok(DONE)
}
