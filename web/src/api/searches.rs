//! Saved searches: what one waits for, and what was found.

use hub::{
    Answer as Answered, Command, SearchId,
    asks::AskKind,
    command::AnyRefusal,
    discovery::{Query, Rated, What},
    kernel::page::Page,
    offers::OfferKind,
    saved_searches::{Command as Searches, FindView, Refusal, SearchView, Tell},
};

use super::{
    answer::{Answer, DONE, Done, Made, Told},
    sent::{Given, Nothing, Sends},
    visit::Writer,
};
use crate::{
    problem::Problem,
    visitor::{ById, Member},
};

/// So many of what was found lately are listed.
const LATELY: usize = 100;

crate::sent! {
    /// What to wait for: some words, a kind, a category, a tag or a tool at least.
    struct NewSearch {
        /// Words, as people type them.
        text: Given<String>,
        /// Asks, offers, or both when nothing is said.
        what: Given<Vec<What>>,
        ask_kinds: Given<Vec<AskKind>>,
        offer_kinds: Given<Vec<OfferKind>>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Slug of a skill or a topic.
        tag: Given<String>,
        /// Slug of a tool.
        tool: Given<String>,
        /// Free, or for money: of offers.
        free: Given<bool>,
        /// How well whoever offers is rated.
        rated: Given<Rated>,
        /// ISO 639-1.
        language: Given<String>,
        /// When to be told: at once when nothing is said.
        tell: Given<Tell>,
    }
}

crate::sent! {
    /// When to be told.
    struct SearchChange {
        tell: Tell,
    }
}

impl NewSearch {
    fn into_query(self) -> Query {
        Query {
            text: self.text.or(String::new()),
            what: self.what.or(Vec::new()),
            ask_kinds: self.ask_kinds.or(Vec::new()),
            offer_kinds: self.offer_kinds.or(Vec::new()),
            category: self.category.into_option(),
            tag: self.tag.into_option(),
            tool: self.tool.into_option(),
            free: self.free.into_option(),
            rated: self.rated.into_option(),
            language: self.language.into_option(),
            ..Query::default()
        }
    }
}

async fn find(member: &Member, id: SearchId) -> Result<SearchView, Problem> {
    let mut db = member.db().await?;
    let found = store::saved_searches::find(&mut db, member.id(), id).await?;
    found.ok_or_else(|| hub::Refusal::SavedSearches(Refusal::NoSuchSearch).into())
}

/// All of them: twenty at most.
pub async fn list(member: Member) -> Answer<Told<Page<SearchView>>> {
    let items = store::saved_searches::list(&mut member.db().await?, member.id()).await?;
    Ok(Told(Page { items, next: None }))
}

pub async fn save(writer: Writer, Sends { id, body, .. }: Sends<NewSearch>) -> Answer<Made<SearchView>> {
    let tell = body.tell.clone().or(Tell::AtOnce);
    let save = Searches::Save { query: body.into_query(), tell };
    let Answered::SavedSearch { id } = writer.act(id, Command::SavedSearches(save)).await? else {
        return Err(AnyRefusal::IdUsedOtherwise.into());
    };
    Ok(Made { path: format!("/api/v1/searches/{id}"), body: find(&writer, id).await? })
}

pub async fn show(member: Member, ById(search): ById<SearchId>) -> Answer<Told<SearchView>> {
    Ok(Told(find(&member, search).await?))
}

pub async fn set_tell(
    writer: Writer,
    ById(search): ById<SearchId>,
    Sends { id, body, .. }: Sends<SearchChange>,
) -> Answer<Told<SearchView>> {
    writer.act(id, Command::SavedSearches(Searches::SetTell { id: search, tell: body.tell })).await?;
    Ok(Told(find(&writer, search).await?))
}

pub async fn remove(writer: Writer, ById(search): ById<SearchId>, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    writer.act(id, Command::SavedSearches(Searches::Remove { id: search })).await?;
    Ok(DONE)
}

/// The newest first.
pub async fn finds(member: Member) -> Answer<Told<Page<FindView>>> {
    let items = store::saved_searches::list_finds(&mut member.db().await?, member.id(), LATELY).await?;
    Ok(Told(Page { items, next: None }))
}
