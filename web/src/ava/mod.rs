//! Ava: one sentence in, what fits it out, and the way to ask people. It is answered as the box of the landing page is: by the matcher
//! first, then by the search of `/discover`.

pub mod pages;

use actix_web::{HttpResponse, web::Query as InAddress};
use hub::composing::split;
use serde::Deserialize;

use crate::{landing, problem::Problem, visitor::Visitor};
use pages::AvaPage;

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
    let chrome = visitor.chrome().await?;
    let found = landing::answer(&visitor, &need, split(&need)).await?;
    Ok(visitor.page(&AvaPage { chrome, need, found: Some(found) }))
}
