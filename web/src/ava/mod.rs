//! Ava: one sentence in, everything that fits out, and the way to ask people. It is the search of `/discover`, and says so.

pub mod pages;

use actix_web::{HttpResponse, web::Query as InAddress};
use serde::Deserialize;

use crate::{
    discovery::{self, pages::Discover},
    problem::Problem,
    visitor::Visitor,
};
use pages::{AvaPage, Found};

/// So many tools are named: whoever wants more looks at them all.
const TOOLS: usize = 3;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What somebody needs, in their own words.
    need: String,
}

/// `GET /ava?need=…`
pub async fn show(visitor: Visitor, asked: InAddress<Asked>) -> Result<HttpResponse, Problem> {
    let need = asked.need.trim().to_owned();
    if need.is_empty() {
        return Ok(visitor.page(&AvaPage { chrome: visitor.chrome().await?, need, found: None }));
    }
    let mut page = discovery::answer(&visitor, &need).await?;
    let in_all = page.found();
    let offers = page.apps_and_offers();
    let Discover { chrome, mut tools, people, courses, asks, loosely, .. } = page;
    tools.truncate(TOOLS);
    Ok(visitor.page(&AvaPage { chrome, need, found: Some(Found { tools, offers, people, courses, asks, in_all, loosely }) }))
}
