//! The landing page and a member's own dashboard.

pub mod pages;

use actix_web::HttpResponse;

use crate::{
    problem::Problem,
    visitor::{Member, Visitor},
};
use pages::{Counts, Dashboard, Landing};

/// `GET /`: the landing page; home for members.
pub async fn landing(visitor: Visitor) -> Result<HttpResponse, Problem> {
    if visitor.user().is_some() {
        return Ok(visitor.go("/home"));
    }
    let chrome = visitor.chrome().await?;
    let page = Landing { chrome, categories: Vec::new(), asks: Vec::new(), offers: Vec::new(), counts: Counts::default() };
    Ok(visitor.page(&page))
}

/// `GET /home`
pub async fn dashboard(member: Member) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let page = Dashboard {
        chrome,
        asks: Vec::new(),
        asks_open: 0,
        offers: Vec::new(),
        offers_live: 0,
        matches: Vec::new(),
        waiting: Vec::new(),
        notices: Vec::new(),
        tools: Vec::new(),
    };
    Ok(member.page(&page))
}
