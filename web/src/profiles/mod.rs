//! A member's page.

pub mod pages;

use actix_web::{HttpResponse, web::Path};
use hub::{UserId, asks::AskStatus, offers::OfferStatus, presence::Known};
use store::Tx;

use crate::{follows, look::Problems, presence, problem::Problem, visitor::Visitor};
use pages::{ProfilePage, Thanks};

/// Posts and thanks on a profile.
const A_PAGE: usize = 50;

/// `GET /@{handle}`: an old name leads to the new one, for good.
pub async fn show(visitor: Visitor, handle: Path<String>) -> Result<HttpResponse, Problem> {
    let chrome = visitor.chrome().await?;
    let mut db = visitor.db().await?;
    let user = by_handle(&mut db, &handle, "").await?;
    let page = ProfilePage { chrome, ..found(&visitor, &mut db, user).await? };
    Ok(visitor.page(&page))
}

/// Whose handle it is. An old one, or one in capitals, leads to the same page (`rest` behind the handle) under the name now.
pub async fn by_handle(db: &mut Tx, handle: &str, rest: &str) -> Result<UserId, Problem> {
    let (user, called, _) = store::accounts::find_by_handle(db, handle).await?.ok_or_else(Problem::not_found)?;
    if called == handle { Ok(user) } else { Err(Problem::Moved { to: format!("/@{called}{rest}") }) }
}

/// The page as `visitor` may see it: for whoever shows it again with a first message to mend.
pub async fn found(visitor: &Visitor, db: &mut Tx, user: UserId) -> Result<ProfilePage, Problem> {
    let reader = visitor.user();
    let profile = store::profiles::find(db, reader, user).await?.ok_or_else(Problem::not_found)?;
    let mut offers = store::offers::page_of(db, reader, user, None, A_PAGE).await?.items;
    offers.retain(|o| o.status == OfferStatus::Active);
    let mut asks = store::asks::page_of(db, reader, user, None, A_PAGE).await?.items;
    asks.retain(|a| !a.archived && a.status == AskStatus::Open);
    let reviews = store::connections::list_reviews(db, reader, user, A_PAGE).await?;
    let thanks = reviews.into_iter().map(|r| Thanks { by: r.by, stars: r.stars, words: r.words, title: r.title, at: r.at }).collect();
    let (mut connections, mut blocked) = (Vec::new(), false);
    let mut known = Known::default();
    if let Some(reader) = reader.filter(|r| *r != user) {
        connections = store::connections::list_between(db, reader, user).await?;
        connections.retain(|c| !c.status.is_over());
        blocked = store::moderation::list_blocks(db, reader).await?.iter().any(|p| p.id == user);
    }
    if let Some(member) = visitor.member().filter(|m| m.id() != user) {
        known = presence::known(&member, db, user).await?;
    }
    let follow = follows::button(visitor, db, user, &profile.person.name).await?;
    let (message, problems) = (String::new(), Problems::none());
    Ok(ProfilePage { chrome: visitor.bare_chrome(), profile, offers, asks, thanks, connections, blocked, known, follow, message, problems })
}
