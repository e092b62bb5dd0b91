//! What the place says of itself: its story, the guidelines, help, and the door for developers.

pub mod pages;

use actix_web::HttpResponse;

use crate::{problem::Problem, visitor::Visitor};
use pages::{Developers, Guidelines, Help, Story};

/// `GET /about`
pub async fn story(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Story { chrome: visitor.chrome().await? }))
}

/// `GET /guidelines`
pub async fn guidelines(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Guidelines { chrome: visitor.chrome().await? }))
}

/// `GET /help`
pub async fn help(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Help { chrome: visitor.chrome().await? }))
}

/// `GET /developers`
pub async fn developers(visitor: Visitor) -> Result<HttpResponse, Problem> {
    Ok(visitor.page(&Developers { chrome: visitor.chrome().await? }))
}
