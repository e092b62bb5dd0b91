//! Finding: by words through the index, best first; without words the newest of a list. What is shown is read from the
//! store, as the reader may see it.

use actix_web::web;
use hub::{
    asks::{AskKind, AskView},
    command::AnyRefusal,
    discovery::LONGEST,
    kernel::page::Page,
    offers::{OfferKind, OfferView},
    profiles::PersonCard,
    tools::ToolView,
};
use search::{Found, Key, Label, Query as Search, Viewer, What};
use serde::Serialize;

use super::{
    answer::{Answer, Told},
    paging::{Wanted, mend, wanted},
    sent::{Given, Query},
};
use crate::{layout::Choices, problem::Problem, visitor::Visitor};

/// How many of each, where everything stands together.
const OF_EACH: usize = 6;
/// So many labels of a kind are suggested, and so many things in all.
const LABELS_OF_EACH: usize = 2;
const MOST_SUGGESTED: usize = 10;

crate::sent! {
    /// What somebody looks for.
    struct Words {
        /// Words, as people type them.
        q: Given<String>,
    }
}

crate::sent! {
    /// Which open asks.
    struct FindAsks {
        /// Words, as people type them. Without any: the newest first.
        q: Given<String>,
        kind: Given<AskKind>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Slug of a tool.
        tool: Given<String>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// Which active offers.
    struct FindOffers {
        /// Words, as people type them. Without any: the newest first.
        q: Given<String>,
        kind: Given<OfferKind>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Slug of a tool.
        tool: Given<String>,
        /// For money, or free.
        paid: Given<bool>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// Which people, or tools.
    struct Find {
        /// Words, as people type them. Without any: people the newest first, tools by name.
        q: Given<String>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

/// A few of everything.
#[derive(Serialize)]
pub struct Discovery {
    pub offers: Vec<OfferView>,
    pub asks: Vec<AskView>,
    pub people: Vec<PersonCard>,
    pub tools: Vec<ToolView>,
}

crate::shapes! {
    /// A few of everything, the best or newest first. Each has a list of its own.
    Discovery as "Discovery" {
        offers: Vec<OfferView>,
        asks: Vec<AskView>,
        people: Vec<PersonCard>,
        tools: Vec<ToolView>,
    }
}

/// The words that were typed, if there are any.
fn words(q: Given<String>) -> Result<Option<String>, Problem> {
    let words = q.or(String::new()).trim().to_owned();
    if words.chars().count() > LONGEST {
        return Err(mend("q", "That is a long thing to look for. Up to 1,000 characters fit."));
    }
    Ok(Some(words).filter(|words| !words.is_empty()))
}

/// Looks in the index, beside the thread that serves.
async fn find(visitor: &Visitor, search: Search, limit: usize, cursor: Option<String>) -> Result<Found, Problem> {
    let index = visitor.house().collective.finder().cloned().ok_or(AnyRefusal::Busy { retry_after_ms: 2_000 })?;
    let viewer = Viewer { signed_in: visitor.user().is_some(), ..Viewer::default() };
    let found = web::block(move || index.search(&search, &viewer, limit, cursor.as_deref())).await.map_err(|_| AnyRefusal::Broken)?;
    found.map_err(|fault| {
        tracing::error!(error = %fault, "a search broke");
        AnyRefusal::Broken.into()
    })
}

async fn asks_of(visitor: &Visitor, found: &Found) -> Result<Vec<AskView>, Problem> {
    let ids: Vec<_> = found.hits.iter().filter_map(|hit| if let Key::Ask(id) = hit.key { Some(id) } else { None }).collect();
    Ok(store::asks::list_by_ids(&mut visitor.db().await?, visitor.user(), &ids).await?)
}

async fn offers_of(visitor: &Visitor, found: &Found) -> Result<Vec<OfferView>, Problem> {
    let ids: Vec<_> = found.hits.iter().filter_map(|hit| if let Key::Offer(id) = hit.key { Some(id) } else { None }).collect();
    Ok(store::offers::list_by_ids(&mut visitor.db().await?, visitor.user(), &ids).await?)
}

async fn people_of(visitor: &Visitor, found: &Found) -> Result<Vec<PersonCard>, Problem> {
    let ids: Vec<_> = found.hits.iter().filter_map(|hit| if let Key::Person(id) = hit.key { Some(id) } else { None }).collect();
    Ok(store::profiles::list_cards(&mut visitor.db().await?, visitor.user(), &ids).await?)
}

async fn tools_of(visitor: &Visitor, found: &Found) -> Result<Vec<ToolView>, Problem> {
    let ids: Vec<_> = found.hits.iter().filter_map(|hit| if let Key::Tool(id) = hit.key { Some(id) } else { None }).collect();
    Ok(store::tools::list_by_ids(&mut visitor.db().await?, &ids).await?)
}

hub::words! {
    /// What a suggestion is.
    pub enum Meant { Category = "category", Tag = "tag", Tool = "tool", Person = "person", Ask = "ask", Offer = "offer" }
}

/// What might be meant by what is typed so far.
#[derive(Serialize)]
pub struct Suggestion {
    pub kind: Meant,
    pub words: String,
    pub path: String,
}

crate::shapes! {
    /// What might be meant by what is typed so far.
    Suggestion as "Completion" {
        kind: Meant,
        words: String,
        /// Where it leads.
        path: String,
    }
}

crate::word_shapes! {
    Meant as "Meant",
}

/// Titles, categories, tags, tools and people that begin like what is typed, at most ten; with a letter wrong when none does.
pub async fn suggestions(visitor: Visitor, Query(query): Query<Words>) -> Answer<Told<Page<Suggestion>>> {
    let Some(text) = words(query.q)? else { return Ok(Told(Page { items: Vec::new(), next: None })) };
    let mut db = visitor.db().await?;
    let choices = Choices::load(&mut db).await?;
    let mut items = labels(&choices, &text, false);
    if items.is_empty() {
        items = labels(&choices, &text, true);
    }
    let index = visitor.house().collective.finder().cloned().ok_or(AnyRefusal::Busy { retry_after_ms: 2_000 })?;
    let viewer = Viewer { signed_in: visitor.user().is_some(), ..Viewer::default() };
    let completed = web::block(move || index.complete(&text, &viewer, OF_EACH)).await.map_err(|_| AnyRefusal::Broken)?;
    let keys = completed.map_err(|fault| {
        tracing::error!(error = %fault, "what is typed could not be completed");
        AnyRefusal::Broken
    })?;
    let (mut asks, mut offers, mut people) = (Vec::new(), Vec::new(), Vec::new());
    for key in keys {
        match key {
            Key::Ask(id) => asks.push(id),
            Key::Offer(id) => offers.push(id),
            Key::Person(id) => people.push(id),
            Key::Tool(_) => {}
        }
    }
    let reader = visitor.user();
    let one = |kind, words: &str, path: String| Suggestion { kind, words: words.to_owned(), path };
    items.extend(
        store::profiles::list_cards(&mut db, reader, &people).await?.iter().map(|p| one(Meant::Person, &p.name, format!("/@{}", p.handle))),
    );
    items.extend(store::offers::list_by_ids(&mut db, reader, &offers).await?.iter().map(|o| one(Meant::Offer, &o.title, o.path())));
    items.extend(store::asks::list_by_ids(&mut db, reader, &asks).await?.iter().map(|a| one(Meant::Ask, &a.title, a.path())));
    items.truncate(MOST_SUGGESTED);
    Ok(Told(Page { items, next: None }))
}

fn labels(choices: &Choices, text: &str, forgiving: bool) -> Vec<Suggestion> {
    let address = |name: &str, slug: &str| {
        format!("/discover?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair(name, slug).finish())
    };
    let categories: Vec<Label> = choices.categories.iter().map(|term| Label::new(&term.slug, &term.name)).collect();
    let tags: Vec<Label> = choices.tags.iter().map(Label::from).collect();
    let tools: Vec<Label> = choices.tools.iter().map(Label::from).collect();
    let of = |kind: Meant, all: &[Label], path: &dyn Fn(&str) -> String| -> Vec<Suggestion> {
        let fit = search::typing::labels(text, all.iter(), forgiving, LABELS_OF_EACH);
        fit.into_iter().map(|label| Suggestion { kind, words: label.name.clone(), path: path(&label.slug) }).collect()
    };
    let mut all = of(Meant::Category, &categories, &|slug| address("category", slug));
    all.extend(of(Meant::Tag, &tags, &|slug| address("tag", slug)));
    all.extend(of(Meant::Tool, &tools, &|slug| format!("/tools/{slug}")));
    all
}

pub async fn all(visitor: Visitor, Query(query): Query<Words>) -> Answer<Told<Discovery>> {
    let Some(text) = words(query.q)? else { return newest(&visitor).await };
    let of = |what: What| Search { text: text.clone(), what: vec![what], ..Search::default() };
    Ok(Told(Discovery {
        offers: offers_of(&visitor, &find(&visitor, of(What::Offers), OF_EACH, None).await?).await?,
        asks: asks_of(&visitor, &find(&visitor, of(What::Asks), OF_EACH, None).await?).await?,
        people: people_of(&visitor, &find(&visitor, of(What::People), OF_EACH, None).await?).await?,
        tools: tools_of(&visitor, &find(&visitor, of(What::Tools), OF_EACH, None).await?).await?,
    }))
}

async fn newest(visitor: &Visitor) -> Answer<Told<Discovery>> {
    let (mut db, reader) = (visitor.db().await?, visitor.user());
    Ok(Told(Discovery {
        offers: store::offers::page_active(&mut db, reader, &Default::default(), None, OF_EACH).await?.items,
        asks: store::asks::page_open(&mut db, reader, &Default::default(), None, OF_EACH).await?.items,
        people: store::profiles::page(&mut db, reader, None, OF_EACH).await?.items,
        tools: store::tools::page(&mut db, &Default::default(), None, OF_EACH).await?.items,
    }))
}

/// A page of what was found.
fn page<T>(wanted: &Wanted, items: Vec<T>, found: Found) -> Told<Page<T>> {
    Told(wanted.page(Page { items, next: found.next }))
}

pub async fn asks(visitor: Visitor, Query(query): Query<FindAsks>) -> Answer<Told<Page<AskView>>> {
    let (kind, category, tool) = (query.kind.into_option(), query.category.into_option(), query.tool.into_option());
    let Some(text) = words(query.q)? else {
        let wanted = wanted("asks", query.cursor, query.limit)?;
        let filters = store::asks::Filters { kind, category, tool, paid: None };
        let page = store::asks::page_open(&mut visitor.db().await?, visitor.user(), &filters, wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    };
    let wanted = wanted("found asks", query.cursor, query.limit)?;
    let search = Search { text, what: vec![What::Asks], ask_kinds: kind.into_iter().collect(), category, tool, ..Search::default() };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, asks_of(&visitor, &found).await?, found))
}

pub async fn offers(visitor: Visitor, Query(query): Query<FindOffers>) -> Answer<Told<Page<OfferView>>> {
    let (kind, category, tool) = (query.kind.into_option(), query.category.into_option(), query.tool.into_option());
    let paid = query.paid.into_option();
    let Some(text) = words(query.q)? else {
        let wanted = wanted("offers", query.cursor, query.limit)?;
        let filters = store::offers::Filters { kind, category, tool, paid };
        let page = store::offers::page_active(&mut visitor.db().await?, visitor.user(), &filters, wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    };
    let wanted = wanted("found offers", query.cursor, query.limit)?;
    let (what, offer_kinds, free) = (vec![What::Offers], kind.into_iter().collect(), paid.map(|paid| !paid));
    let search = Search { text, what, offer_kinds, category, tool, free, ..Search::default() };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, offers_of(&visitor, &found).await?, found))
}

pub async fn people(visitor: Visitor, Query(query): Query<Find>) -> Answer<Told<Page<PersonCard>>> {
    let Some(text) = words(query.q)? else {
        let wanted = wanted("people", query.cursor, query.limit)?;
        let page = store::profiles::page(&mut visitor.db().await?, visitor.user(), wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    };
    let wanted = wanted("found people", query.cursor, query.limit)?;
    let search = Search { text, what: vec![What::People], ..Search::default() };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, people_of(&visitor, &found).await?, found))
}

pub async fn tools(visitor: Visitor, Query(query): Query<Find>) -> Answer<Told<Page<ToolView>>> {
    let Some(text) = words(query.q)? else {
        let wanted = wanted("tools", query.cursor, query.limit)?;
        let page = store::tools::page(&mut visitor.db().await?, &Default::default(), wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    };
    let wanted = wanted("found tools", query.cursor, query.limit)?;
    let search = Search { text, what: vec![What::Tools], ..Search::default() };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, tools_of(&visitor, &found).await?, found))
}
