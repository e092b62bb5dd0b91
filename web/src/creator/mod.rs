//! The course builder: one's courses, and the form of an offer that begins as one.

pub mod pages;

use actix_web::{HttpResponse, web::Query};
use hub::offers::OfferKind;

use crate::{
    asks::{Begun, Onward},
    offers,
    problem::Problem,
    visitor::Member,
};
use pages::Courses;

/// So many of one's newest offers are looked through.
const A_PAGE: usize = 100;

/// `GET /creator/courses`
pub async fn courses(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let found = store::offers::page_of(&mut db, Some(member.id()), member.id(), onward.after.as_deref(), A_PAGE).await?;
    let mut courses = found.items;
    courses.retain(|offer| offer.kind == OfferKind::Course);
    Ok(member.page(&Courses { chrome, courses, next: found.next }))
}

/// `GET /creator/courses/new`
pub async fn new_course(member: Member) -> Result<HttpResponse, Problem> {
    offers::begin(&member, Begun { kind: OfferKind::Course.word().to_owned(), ..Begun::default() }).await
}
