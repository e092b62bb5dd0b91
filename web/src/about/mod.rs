//! What the place says of itself: its story, the guidelines, what happens to what one writes, help, and the door for developers.

pub mod pages;

use actix_web::HttpResponse;

use crate::{problem::Problem, visitor::Visitor};
use pages::{Developers, Guidelines, Help, Privacy, Story, Told};

/// `GET /about`
pub async fn story(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Story { chrome: visitor.chrome().await? }))
}

/// `GET /guidelines`
pub async fn guidelines(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Guidelines { chrome: visitor.chrome().await? }))
}

/// `GET /privacy`
pub async fn privacy(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let told = Told::of(&visitor.house().settings);
    Ok(visitor.page(&Privacy { chrome: visitor.chrome().await?, told }))
}

/// `GET /help`
pub async fn help(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Help { chrome: visitor.chrome().await? }))
}

/// `GET /developers`
pub async fn developers(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Developers { chrome: visitor.chrome().await? }))
}
