//! Addresses of the earlier site, and two that people guess, lead to the page that stands in their place now.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Path, ServiceConfig, resource},
};
use serde::Deserialize;

use crate::{problem::Problem, routes::get, visitor::Visitor};

/// What is gone, and where its readers find what they came for. A `*` at the end: with all that stood below it.
pub const MOVED: [(&str, &str); 20] = [
    ("/explore", "/discover"),
    ("/marketplace", "/discover/offers"),
    ("/library", "/my/purchases"),
    ("/dashboard", "/home"),
    ("/thrive-circle", "/community"),
    ("/perks", "/discover/offers"),
    ("/pricing", "/help"),
    ("/learn*", "/discover/courses"),
    ("/quizzes*", "/discover/courses"),
    ("/play*", "/community"),
    ("/battles*", "/community"),
    ("/battle*", "/community"),
    ("/promo*", "/"),
    ("/promo-codes", "/"),
    ("/pitch", "/about"),
    ("/collective", "/"),
    ("/allie-connect", "/"),
    ("/onboarding", "/home"),
    // What people type who look for what the bell and the dashboard show.
    ("/notifications", "/my/notices"),
    ("/matches", "/home/matches"),
];

pub fn map(to: &mut ServiceConfig) {
    for (from, now) in MOVED {
        let lead = move || async move { leads_to(from, now) };
        let old = match from.strip_suffix('*') {
            Some(stem) => resource([stem.to_owned(), format!("{stem}/{{rest:.*}}")]),
            None => resource(from),
        };
        to.service(old.route(get().to(lead)));
    }
    // A member's page stood at their bare name, and what they teach below it.
    let page = |visitor: Visitor, path: Path<Named>| person(visitor, path, "");
    let learn = |visitor: Visitor, path: Path<Named>| person(visitor, path, "#learn");
    to.service(resource(NAMED).route(get().to(page)));
    to.service(resource([format!("{NAMED}/learn"), format!("{NAMED}/learn/{{rest:.*}}")]).route(get().to(learn)));
}

const NAMED: &str = "/{handle:[A-Za-z0-9_-]{3,30}}";

#[derive(Deserialize)]
struct Named {
    handle: String,
}

/// For good; but onboarding is only not there yet.
fn leads_to(from: &str, to: &str) -> HttpResponse {
    let mut response = if from == "/onboarding" { HttpResponse::TemporaryRedirect() } else { HttpResponse::PermanentRedirect() };
    response.insert_header((header::LOCATION, to)).finish()
}

/// `GET /{handle}`, `GET /{handle}/learn/…`: an old name too leads to the name now; whoever is not there is not found.
async fn person(visitor: Visitor, path: Path<Named>, part: &str) -> Result<HttpResponse, Problem> {
    let mut db = visitor.db().await?;
    let (user, called, _) = store::accounts::find_by_handle(&mut db, &path.handle).await?.ok_or_else(Problem::not_found)?;
    // Who may not be seen is not to be told from who is not there.
    store::profiles::find(&mut db, visitor.user(), user).await?.ok_or_else(Problem::not_found)?;
    Err(Problem::Moved { to: format!("/@{called}{part}") })
}
