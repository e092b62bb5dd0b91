//! Finding: by words through the index, best first; without words the newest of a list. What is shown is read from the
//! store, as the reader may see it.

use std::sync::Arc;

use actix_web::web;
use hub::{
    asks::{AskKind, AskView},
    command::AnyRefusal,
    discovery::{LONGEST, Rated},
    kernel::page::Page,
    offers::{OfferKind, OfferView},
    profiles::PersonCard,
    tools::ToolView,
};
use search::{Found, Index, Key, Label, Query as Search, Viewer, What};
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
        /// Slug of a skill or a topic.
        tag: Given<String>,
        /// What it is written in: ISO 639-1.
        language: Given<String>,
        /// Only of whom you see to be here now.
        here: Given<bool>,
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
        /// Slug of a skill or a topic.
        tag: Given<String>,
        /// What it is written in: ISO 639-1.
        language: Given<String>,
        /// How well whoever offers is rated, by three at least.
        rated: Given<Rated>,
        /// Only of whom you see to be here now.
        here: Given<bool>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// Which people.
    struct FindPeople {
        /// Words, as people type them. Without any: the newest first.
        q: Given<String>,
        /// How well they are rated, by three at least.
        rated: Given<Rated>,
        /// Only whom you see to be here now.
        here: Given<bool>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// What is counted: one list, and the filters as they are set on it.
    struct CountWhat {
        what: What,
        /// Words, as people type them.
        q: Given<String>,
        ask_kind: Given<AskKind>,
        offer_kind: Given<OfferKind>,
        /// Slug of a problem category.
        category: Given<String>,
        /// Slug of a tool.
        tool: Given<String>,
        /// For money, or free.
        paid: Given<bool>,
        /// Slug of a skill or a topic.
        tag: Given<String>,
        /// What it is written in: ISO 639-1.
        language: Given<String>,
        /// How well whoever it is of is rated, by three at least.
        rated: Given<Rated>,
        /// Only of whom you see to be here now.
        here: Given<bool>,
    }
}

crate::sent! {
    /// Which tools.
    struct FindTools {
        /// Words, as people type them. Without any: by name.
        q: Given<String>,
        /// How well members rate it, three at least.
        rated: Given<Rated>,
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

fn index(visitor: &Visitor) -> Result<Arc<Index>, Problem> {
    Ok(visitor.house().collective.finder().cloned().ok_or(AnyRefusal::Busy { retry_after_ms: 2_000 })?)
}

/// Who looks; `sees`: and whom they see to be here.
async fn viewer(visitor: &Visitor, sees: bool) -> Result<Viewer, Problem> {
    let sees = match visitor.member().filter(|_| sees) {
        Some(member) => crate::presence::list_seen_here(&member, &mut visitor.db().await?).await?,
        None => Vec::new(),
    };
    Ok(Viewer { signed_in: visitor.user().is_some(), sees, ..Viewer::default() })
}

/// Looks in the index, beside the thread that serves.
async fn find(visitor: &Visitor, search: Search, limit: usize, cursor: Option<String>) -> Result<Found, Problem> {
    let index = index(visitor)?;
    let viewer = viewer(visitor, search.here).await?;
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
    Ok(store::profiles::list_found(&mut visitor.db().await?, visitor.user(), &ids).await?)
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
    let (index, viewer) = (index(&visitor)?, viewer(&visitor, false).await?);
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
        store::profiles::list_found(&mut db, reader, &people).await?.iter().map(|p| one(Meant::Person, &p.name, format!("/@{}", p.handle))),
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
    let categories: Vec<Label> = choices.categories.iter().map(|term| Label::new(&term.slug, term.called())).collect();
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
    let search = Search {
        text: words(query.q)?.unwrap_or_default(),
        tag: query.tag.into_option(),
        language: query.language.into_option(),
        here: query.here.or(false),
        ..Search::default()
    };
    if search == Search::default() {
        let wanted = wanted("asks", query.cursor, query.limit)?;
        let filters = store::asks::Filters { kind, category, tool, paid: None };
        let page = store::asks::page_open(&mut visitor.db().await?, visitor.user(), &filters, wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    }
    let wanted = wanted("found asks", query.cursor, query.limit)?;
    let search = Search { what: vec![What::Asks], ask_kinds: kind.into_iter().collect(), category, tool, ..search };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, asks_of(&visitor, &found).await?, found))
}

pub async fn offers(visitor: Visitor, Query(query): Query<FindOffers>) -> Answer<Told<Page<OfferView>>> {
    let (kind, category, tool) = (query.kind.into_option(), query.category.into_option(), query.tool.into_option());
    let paid = query.paid.into_option();
    let search = Search {
        text: words(query.q)?.unwrap_or_default(),
        tag: query.tag.into_option(),
        language: query.language.into_option(),
        rated: query.rated.into_option(),
        here: query.here.or(false),
        ..Search::default()
    };
    if search == Search::default() {
        let wanted = wanted("offers", query.cursor, query.limit)?;
        let filters = store::offers::Filters { kind, category, tool, paid };
        let page = store::offers::page_active(&mut visitor.db().await?, visitor.user(), &filters, wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    }
    let wanted = wanted("found offers", query.cursor, query.limit)?;
    let (what, offer_kinds, free) = (vec![What::Offers], kind.into_iter().collect(), paid.map(|paid| !paid));
    let search = Search { what, offer_kinds, category, tool, free, ..search };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, offers_of(&visitor, &found).await?, found))
}

pub async fn people(visitor: Visitor, Query(query): Query<FindPeople>) -> Answer<Told<Page<PersonCard>>> {
    let search = Search {
        text: words(query.q)?.unwrap_or_default(),
        rated: query.rated.into_option(),
        here: query.here.or(false),
        ..Search::default()
    };
    if search == Search::default() {
        let wanted = wanted("people", query.cursor, query.limit)?;
        let page = store::profiles::page(&mut visitor.db().await?, visitor.user(), wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    }
    let wanted = wanted("found people", query.cursor, query.limit)?;
    let search = Search { what: vec![What::People], ..search };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, people_of(&visitor, &found).await?, found))
}

/// What there would be of each value of each filter.
#[derive(Serialize)]
pub struct Counts {
    pub found: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub here: Option<i64>,
    pub values: Vec<ValueCount>,
}

#[derive(Serialize)]
pub struct ValueCount {
    pub filter: String,
    pub value: String,
    pub count: i64,
}

crate::shapes! {
    /// How many there are, and would be.
    Counts as "Counts" {
        /// With the filters as they are.
        found: i64,
        /// Of them, whom you see to be here now; not for who is not signed in.
        [left_out] here: Option<i64>,
        /// If a filter were set to this value, the others left as they are. Values that leave nothing are left out.
        values: Vec<ValueCount>,
    }
    /// How many a value of a filter would leave.
    ValueCount as "ValueCount" {
        /// As it stands behind the question mark.
        filter: String,
        value: String,
        count: i64,
    }
}

/// How many each value of each filter would leave, in a list as it is filtered now.
pub async fn counts(visitor: Visitor, Query(query): Query<CountWhat>) -> Answer<Told<Counts>> {
    let search = Search {
        text: words(query.q)?.unwrap_or_default(),
        what: vec![query.what],
        ask_kinds: query.ask_kind.into_option().into_iter().collect(),
        offer_kinds: query.offer_kind.into_option().into_iter().collect(),
        category: query.category.into_option(),
        tool: query.tool.into_option(),
        free: query.paid.into_option().map(|paid| !paid),
        tag: query.tag.into_option(),
        language: query.language.into_option(),
        rated: query.rated.into_option(),
        here: query.here.or(false),
        ..Search::default()
    };
    let (what, signed_in) = (query.what, visitor.user().is_some());
    let found = find(&visitor, search.clone(), 1, None).await?.of(&[what]) as i64;
    let counted = visitor.house().counted.of(index(&visitor)?, search, viewer(&visitor, true).await?).await?;
    let mut values: Vec<ValueCount> = counted.values.iter().filter_map(|(fact, count)| value(what, fact, *count)).collect();
    values.sort_by(|a, b| (&a.filter, b.count, &a.value).cmp(&(&b.filter, a.count, &b.value)));
    Ok(Told(Counts { found, here: signed_in.then_some(counted.here as i64), values }))
}

/// A fact of the index as a value of a filter, where the list knows that filter.
fn value(what: What, fact: &str, count: usize) -> Option<ValueCount> {
    let (name, value) = fact.split_once(':')?;
    let (filter, value) = match (name, value) {
        ("kind", kind) => match kind.split_once(':')? {
            ("ask", kind) => ("ask_kind", kind),
            ("offer", kind) => ("offer_kind", kind),
            _ => return None,
        },
        ("price", "free") => ("paid", "false"),
        ("price", "paid") => ("paid", "true"),
        ("category", slug) => ("category", slug),
        ("tool", slug) => ("tool", slug),
        ("language", code) => ("language", code),
        ("rated", rated) => ("rated", rated),
        _ => return None,
    };
    let knows = match what {
        What::Asks => !matches!(filter, "offer_kind" | "paid" | "rated"),
        What::Offers => filter != "ask_kind",
        What::People | What::Tools => filter == "rated",
    };
    let one = || ValueCount { filter: filter.to_owned(), value: value.to_owned(), count: count as i64 };
    (knows && !value.is_empty()).then(one)
}

pub async fn tools(visitor: Visitor, Query(query): Query<FindTools>) -> Answer<Told<Page<ToolView>>> {
    let (text, rated) = (words(query.q)?, query.rated.into_option());
    if text.is_none() && rated.is_none() {
        let wanted = wanted("tools", query.cursor, query.limit)?;
        let page = store::tools::page(&mut visitor.db().await?, &Default::default(), wanted.cursor(), wanted.limit).await?;
        return Ok(Told(wanted.page(page)));
    }
    let wanted = wanted("found tools", query.cursor, query.limit)?;
    let search = Search { text: text.unwrap_or_default(), rated, what: vec![What::Tools], ..Search::default() };
    let found = find(&visitor, search, wanted.limit, wanted.cursor.clone()).await?;
    Ok(page(&wanted, tools_of(&visitor, &found).await?, found))
}
