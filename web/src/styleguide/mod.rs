//! `/styleguide`: every part that pages are made of, in every state, from the templates and styles that pages use. Nothing on it
//! does anything.

pub mod pages;

use actix_web::HttpResponse;

use crate::{problem::Problem, visitor::Visitor};
use pages::Styleguide;

/// `GET /styleguide`
pub async fn show(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Styleguide::new(visitor.chrome().await?)))
}
