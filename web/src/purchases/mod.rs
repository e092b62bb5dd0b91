//! What a member has agreed on with a price. Nothing is paid through the hub, and its pages say so.

pub mod pages;

use actix_web::{HttpResponse, web::Query};
use hub::{
    Cents,
    connections::Status,
    offers::{Pricing, price_words},
};
use store::connections::Which;

use crate::{asks::Onward, problem::Problem, visitor::Member};
use pages::{Earnings, Purchases};

/// So many agreements are read for a page; those without a price are left out of it.
const A_PAGE: usize = 60;
/// Somebody has said yes.
const AGREED: [Status; 3] = [Status::Accepted, Status::InProgress, Status::Completed];

/// `GET /my/purchases`: where the member is the one who gets something that has a price.
pub async fn mine(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let found = store::connections::page_of(&mut db, member.id(), Which::All, &AGREED, onward.after.as_deref(), A_PAGE).await?;
    let (mut agreed, free) = (found.items, price_words(Pricing::Free, Cents(0), ""));
    agreed.retain(|c| c.reader_helps == Some(false) && !c.price.is_empty() && c.price != free);
    Ok(member.page(&Purchases { chrome, agreed, next: found.next }))
}

/// `GET /my/earnings`, `GET /settings/earnings`
pub async fn earnings(member: Member) -> Result<HttpResponse, Problem> {
    Ok(member.page(&Earnings { chrome: member.chrome().await? }))
}
