//! What is new, for readers of feeds (Atom, RFC 4287): asks, offers, and one person's posts, as somebody who is signed out may see them.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ETag, EntityTag, Header as _, IfNoneMatch},
    web::{Path, Query},
};
use askama::Template;
use hub::{
    Timestamp,
    asks::{AskStatus, AskView},
    offers::{OfferStatus, OfferView},
    taxonomy::TermType,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    layout::Chrome,
    problem::Problem,
    profiles::by_handle,
    visitor::{self, Visitor},
};

/// So many entries a feed has.
const ENTRIES: usize = 50;

#[derive(Template)]
#[template(path = "feeds/feed.xml")]
struct Feed {
    chrome: Chrome,
    /// Its own address, and that of the page it is about; both without the host.
    path: String,
    page: String,
    title: String,
    entries: Vec<Entry>,
}

struct Entry {
    /// What it is called for good, also when its owner takes another name.
    id: String,
    title: String,
    path: String,
    by: String,
    by_path: String,
    label: &'static str,
    text: String,
    published: Timestamp,
    updated: Timestamp,
}

impl Entry {
    fn of_ask(ask: AskView) -> Entry {
        Entry {
            id: format!("ask/{}", ask.id),
            path: ask.path(),
            label: ask.kind.badge(),
            by: ask.owner.name,
            by_path: format!("/@{}", ask.owner.handle),
            title: ask.title,
            text: ask.description,
            published: ask.created_at,
            updated: ask.updated_at,
        }
    }

    fn of_offer(offer: OfferView) -> Entry {
        Entry {
            id: format!("offer/{}", offer.id),
            path: offer.path(),
            label: offer.kind.badge(),
            by: offer.owner.name,
            by_path: format!("/@{}", offer.owner.handle),
            title: offer.title,
            text: offer.description,
            published: offer.published_at.unwrap_or(offer.created_at),
            updated: offer.updated_at,
        }
    }
}

impl Feed {
    /// Of the newest entry; of an empty feed the beginning of time, so that it stays the same until something stands in it.
    fn updated(&self) -> String {
        moment(self.entries.iter().map(|entry| entry.updated).max().unwrap_or(Timestamp(0)))
    }

    /// A tag URI (RFC 4151): the host, and the year in which addresses of this kind were given out first.
    fn id(&self, what: &str) -> String {
        let host = self.chrome.public_url.split_once("://").map_or("", |(_, rest)| rest);
        format!("tag:{},2026:{what}", host.split([':', '/']).next().unwrap_or(host))
    }

    fn html(&self, entry: &Entry) -> String {
        without_controls(self.chrome.markdown(&entry.text).as_str())
    }
}

/// As feeds and site maps write it (RFC 3339).
pub fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

/// XML has no way to write most control characters.
fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    /// Slug of a problem category.
    category: Option<String>,
}

/// `GET /feeds/asks.atom`
pub async fn asks(visitor: Visitor, of: Query<Of>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut db = visitor.db().await?;
    let about = named(&mut db, &of).await?;
    let filters = store::asks::Filters { category: of.category.clone(), ..Default::default() };
    let found = store::asks::page_open(&mut db, None, &filters, None, ENTRIES).await?.items;
    let entries = found.into_iter().map(Entry::of_ask).collect();
    answer(&visitor, &request, "/feeds/asks.atom", "/discover/asks", about.as_ref(), "Asks", entries)
}

/// `GET /feeds/offers.atom`
pub async fn offers(visitor: Visitor, of: Query<Of>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut db = visitor.db().await?;
    let about = named(&mut db, &of).await?;
    let filters = store::offers::Filters { category: of.category.clone(), ..Default::default() };
    let found = store::offers::page_active(&mut db, None, &filters, None, ENTRIES).await?.items;
    let entries = found.into_iter().map(Entry::of_offer).collect();
    answer(&visitor, &request, "/feeds/offers.atom", "/discover/offers", about.as_ref(), "Offers", entries)
}

/// Slug and name of a category; a category that there is not has no feed.
async fn named(db: &mut store::Tx, of: &Of) -> Result<Option<(String, String)>, Problem> {
    let Some(slug) = &of.category else { return Ok(None) };
    let term = store::taxonomy::find_term(db, TermType::OfferCategory, slug).await?.ok_or_else(Problem::not_found)?;
    Ok(Some((term.slug, term.name)))
}

fn answer(
    visitor: &Visitor,
    request: &HttpRequest,
    path: &str,
    page: &str,
    about: Option<&(String, String)>,
    title: &str,
    entries: Vec<Entry>,
) -> Result<HttpResponse, Problem> {
    let query = about.map_or(String::new(), |(slug, _)| format!("?category={slug}"));
    let title = about.map_or(title.to_owned(), |(_, name)| format!("{title}: {name}"));
    let feed = Feed { chrome: visitor.bare_chrome(), path: format!("{path}{query}"), page: format!("{page}{query}"), title, entries };
    written(&feed, request)
}

/// `GET /feeds/people/{handle}.atom`: what somebody asks and offers, newest first.
pub async fn person(visitor: Visitor, handle: Path<String>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let mut db = visitor.db().await?;
    let user = match by_handle(&mut db, &handle, "").await {
        Err(Problem::Moved { to }) => return Err(Problem::Moved { to: format!("/feeds/people/{}.atom", to.trim_start_matches("/@")) }),
        found => found?,
    };
    let profile = store::profiles::find(&mut db, None, user).await?.ok_or_else(Problem::not_found)?;
    let mut asks = store::asks::page_of(&mut db, None, user, None, ENTRIES).await?.items;
    asks.retain(|ask| !ask.archived && ask.status == AskStatus::Open);
    let mut offers = store::offers::page_of(&mut db, None, user, None, ENTRIES).await?.items;
    offers.retain(|offer| offer.status == OfferStatus::Active);
    let mut entries: Vec<Entry> = asks.into_iter().map(Entry::of_ask).chain(offers.into_iter().map(Entry::of_offer)).collect();
    entries.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| b.id.cmp(&a.id)));
    entries.truncate(ENTRIES);
    let feed = Feed {
        chrome: visitor.bare_chrome(),
        path: format!("/feeds/people/{}.atom", profile.person.handle),
        page: format!("/@{}", profile.person.handle),
        title: profile.person.name,
        entries,
    };
    written(&feed, &request)
}

/// Who has it as it is already is told so.
fn written(feed: &Feed, request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let body = visitor::written(feed)?;
    let tag = Sha256::digest(body.as_bytes()).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = EntityTag::new_weak(tag);
    let has_it = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|one| one.weak_eq(&tag)),
        Ok(IfNoneMatch::Any) => request.headers().contains_key(header::IF_NONE_MATCH),
        Err(_) => false,
    };
    let mut answer = if has_it { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .insert_header(ETag(tag))
        .insert_header(("x-robots-tag", "noindex"));
    Ok(if has_it { answer.finish() } else { answer.content_type("application/atom+xml; charset=utf-8").body(body) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_readers_of_feeds_expect_it() {
        assert_eq!(moment(Timestamp(0)), "1970-01-01T00:00:00Z");
        assert_eq!(moment(Timestamp(1_795_939_329_734)), "2026-11-29T08:02:09Z");
    }

    #[test]
    fn no_character_is_left_that_xml_cannot_say() {
        assert_eq!(without_controls("a\u{0}b\u{8}c\nd\te\u{1f}"), "abc\nd\te");
    }
}
