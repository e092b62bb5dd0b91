//! Saved searches: keeping what `/discover` looks for, all of one's own on a page, and stopping one wherever it is told of.

pub mod pages;

use std::sync::Arc;

use actix_web::HttpResponse;
use hub::{
    Answer, Command, Refusal, SearchId,
    command::AnyRefusal,
    kernel::{locale::Said, refusal::RefusalKind},
    saved_searches::{Command as Searches, SearchView, Tell},
    say,
};
use search::{Index, Viewer};
use serde::Deserialize;

use crate::{
    discovery::pages::{Query, Tab},
    posted::{Button, Posted},
    problem::Problem,
    visitor::{ById, Member},
};
use pages::{Kept, Mine};

/// So many of what was found lately are listed.
const LATELY: usize = 50;

/// `GET /my/searches`
pub async fn mine(member: Member) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let searches = store::saved_searches::list(&mut db, member.id()).await?;
    let finds = store::saved_searches::list_finds(&mut db, member.id(), LATELY).await?;
    drop(db);
    let searches = with_counts(&member, searches).await?;
    Ok(member.page(&Mine { chrome, searches, finds }))
}

/// Each with how many posts fit it now, found as on `/discover`.
async fn with_counts(member: &Member, searches: Vec<SearchView>) -> Result<Vec<Kept>, Problem> {
    let index = member.house().collective.finder().cloned().ok_or(AnyRefusal::Busy { retry_after_ms: 2_000 })?;
    let counted = actix_web::web::block(move || count_all(&index, searches)).await.map_err(|_| AnyRefusal::Broken)?;
    counted.map_err(|fault| {
        tracing::error!(error = %fault, "a search broke");
        AnyRefusal::Broken.into()
    })
}

fn count_all(index: &Arc<Index>, searches: Vec<SearchView>) -> Result<Vec<Kept>, search::Fault> {
    let count = |search: SearchView| {
        let found = index.search(&search.query, &Viewer::member(), 1, None)?;
        let fit = if found.loosely { 0 } else { found.of(&search.query.what) };
        Ok(Kept { path: Query::path_of(&search.query), search, fit: fit as i64 })
    };
    searches.into_iter().map(count).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SaveForm {
    /// A word of `discovery::pages::Tab`.
    tab: String,
    /// A word of `Tell`.
    tell: String,
    q: String,
    category: String,
    kind: String,
    price: String,
    tool: String,
    tag: String,
    language: String,
    rating: String,
}

impl SaveForm {
    fn into_query(self) -> Query {
        let SaveForm { q, category, kind, price, tool, tag, language, rating, .. } = self;
        Query { q, category, kind, price, tool, tag, language, rating, ..Query::default() }
    }
}

/// `POST /my/searches`
pub async fn save(member: Member, posted: Posted<SaveForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/my/searches").to_owned();
    let (id, form) = posted.pressed()?;
    let tab: Tab = form.tab.parse().unwrap_or(Tab::All);
    let tell = tell(&form.tell)?;
    let query = form.into_query().looks_for(tab);
    match member.act(id, Command::SavedSearches(Searches::Save { query, tell })).await {
        Ok(Answer::SavedSearch { .. }) => Ok(member.go_saying(&back, &saved_words(tell).write())),
        Ok(_) => Err(AnyRefusal::IdUsedOtherwise.into()),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TellForm {
    /// A word of `Tell`.
    tell: String,
}

/// `POST /my/searches/{id}/tell`: also from a notice, to stop it.
pub async fn set_tell(member: Member, ById(search): ById<SearchId>, posted: Posted<TellForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/my/searches").to_owned();
    let (id, form) = posted.pressed()?;
    let tell = tell(&form.tell)?;
    match member.act(id, Command::SavedSearches(Searches::SetTell { id: search, tell })).await {
        Ok(_) => Ok(member.go_saying(&back, &saved_words(tell).write())),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

/// `POST /my/searches/{id}/remove`
pub async fn remove(member: Member, ById(search): ById<SearchId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/my/searches").to_owned();
    let (id, _) = posted.pressed()?;
    match member.act(id, Command::SavedSearches(Searches::Remove { id: search })).await {
        Ok(_) => Ok(member.go_saying(&back, &say("saved-searches-gone").write())),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

fn tell(word: &str) -> Result<Tell, Problem> {
    word.parse().map_err(|_| Problem::unreadable(say("saved-searches-tell-missing")))
}

fn saved_words(tell: Tell) -> Said<'static> {
    say(match tell {
        Tell::AtOnce => "saved-searches-told-at-once",
        Tell::Daily => "saved-searches-told-daily",
        Tell::Off => "saved-searches-told-off",
    })
}

/// Back to where the button stood, which says why not.
fn regret(member: &Member, back: &str, refusal: Refusal) -> Result<HttpResponse, Problem> {
    let refused = refusal.refused();
    match refused.kind {
        RefusalKind::Conflict | RefusalKind::Invalid => Ok(member.go_regretting(back, &refused.words)),
        _ => Err(refusal.into()),
    }
}
