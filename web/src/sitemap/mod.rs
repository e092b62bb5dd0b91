//! What search engines are shown the way to (sitemaps.org): the pages for everybody, tools, and offers that everybody may see. Asks
//! never, and nobody's page.

use actix_web::{HttpResponse, http::header, web::Path};
use askama::Template;
use hub::{OfferId, Timestamp};

use crate::{problem::Problem, visitor::Visitor};

/// So many numbers of offers one part spans; 50,000 addresses is the most that one may have.
const A_PART: i64 = 10_000;
const PAGES: [&str; 10] = [
    "/",
    "/discover",
    "/discover/offers",
    "/discover/people",
    "/discover/tools",
    "/discover/courses",
    "/ava",
    "/about",
    "/guidelines",
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
    let last = store::offers::find_last_id(&mut visitor.db().await?).await?;
    let offers = (0..=last.0 / A_PART).map(|part| format!("/sitemap/offers-{part}.xml"));
    let parts = ["/sitemap/pages.xml".to_owned(), "/sitemap/tools.xml".to_owned()].into_iter().chain(offers);
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
            let part =
                other.strip_prefix("offers-").and_then(|n| n.parse::<i64>().ok()).filter(|n| (0..=i64::MAX / A_PART - 1).contains(n));
            let part = part.ok_or_else(Problem::not_found)?;
            let mut db = visitor.db().await?;
            let found = store::offers::list_addresses(&mut db, OfferId(part * A_PART), OfferId((part + 1) * A_PART)).await?;
            found.into_iter().map(|(path, at)| (path, Some(at))).collect()
        }
    };
    written(&visitor, false, places)
}

fn written(visitor: &Visitor, parts: bool, places: Vec<(String, Option<Timestamp>)>) -> Result<HttpResponse, Problem> {
    let map = Map { public_url: visitor.public_url(), parts, places };
    let body = map.render().map_err(|error| {
        tracing::error!(%error, "a site map could not be written");
        Problem::from(hub::command::AnyRefusal::Broken)
    })?;
    Ok(HttpResponse::Ok()
        .content_type("application/xml; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(body))
}
