//! What search engines are shown the way to (sitemaps.org): the pages for everybody, tools, offers that everybody may see, and the
//! pages of members who want that. Asks never.

use actix_web::{HttpResponse, http::header, web::Path};
use askama::Template;
use hub::{OfferId, Timestamp, UserId};

use crate::{
    problem::Problem,
    visitor::{self, Visitor},
};

/// So many numbers of offers, or of members, one part spans; 50,000 addresses is the most that one may have.
const A_PART: i64 = 10_000;
const PAGES: [&str; 11] = [
    "/",
    "/discover",
    "/discover/offers",
    "/discover/people",
    "/discover/tools",
    "/discover/courses",
    "/ava",
    "/about",
    "/guidelines",
    "/privacy",
    "/help",
];

#[derive(Template)]
#[template(path = "sitemap/sitemap.xml")]
struct Map {
    public_url: String,
    /// Of parts; else of pages.
    parts: bool,
    places: Vec<(String, Option<Timestamp>)>,
}

/// `GET /sitemap.xml`: the parts.
pub async fn index(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let mut db = visitor.db().await?;
    let offers = store::offers::find_last_id(&mut db).await?.0;
    let people = store::privacy::find_public_parts(&mut db, A_PART).await?;
    let offers = (0..=offers / A_PART).map(|part| format!("/sitemap/offers-{part}.xml"));
    let people = people.into_iter().map(|part| format!("/sitemap/people-{part}.xml"));
    let parts = ["/sitemap/pages.xml".to_owned(), "/sitemap/tools.xml".to_owned()].into_iter().chain(offers).chain(people);
    written(&visitor, true, parts.map(|path| (path, None)).collect())
}

/// `GET /sitemap/{part}.xml`
pub async fn part(visitor: Visitor, part: Path<String>) -> Result<HttpResponse, Problem> {
    let places = match part.as_str() {
        "pages" => PAGES.iter().map(|path| ((*path).to_owned(), None)).collect(),
        "tools" => {
            let tools = store::tools::list_refs(&mut visitor.db().await?).await?;
            tools.into_iter().map(|tool| (format!("/tools/{}", tool.slug), None)).collect()
        }
        other => {
            let (kind, part) = other.split_once('-').ok_or_else(Problem::not_found)?;
            let part = part.parse::<i64>().ok().filter(|n| (0..=i64::MAX / A_PART - 1).contains(n)).ok_or_else(Problem::not_found)?;
            let (after, upto) = (part * A_PART, (part + 1) * A_PART);
            let mut db = visitor.db().await?;
            match kind {
                "offers" => {
                    let found = store::offers::list_addresses(&mut db, OfferId(after), OfferId(upto)).await?;
                    found.into_iter().map(|(path, at)| (path, Some(at))).collect()
                }
                "people" => {
                    let found = store::privacy::list_public(&mut db, UserId(after), UserId(upto)).await?;
                    found.into_iter().map(|path| (path, None)).collect()
                }
                _ => return Err(Problem::not_found()),
            }
        }
    };
    written(&visitor, false, places)
}

fn written(visitor: &Visitor, parts: bool, places: Vec<(String, Option<Timestamp>)>) -> Result<HttpResponse, Problem> {
    let map = Map { public_url: visitor.public_url(), parts, places };
    let body = visitor::written(&map)?;
    Ok(HttpResponse::Ok()
        .content_type("application/xml; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(body))
}
