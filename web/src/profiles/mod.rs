//! A member's page.

pub mod achievements;
pub mod edit;
pub mod pages;
pub mod updates;

use actix_web::{HttpResponse, web::Path};
use hub::{UserId, asks::AskStatus, keeps::Thing, offers::OfferStatus, presence::Known, privacy::First};
use store::{Tx, connections::Review};

use crate::{follows, keeps, look::Problems, moderation::Wall, presence, problem::Problem, visitor::Visitor};
use edit::Editing;
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
    let wall = match reader.filter(|reader| *reader != user) {
        Some(reader) => Wall::between(db, reader, user).await?,
        None => Wall::None,
    };
    let follow = follows::button(visitor, db, user, &profile.person.name).await?;
    let keep = keeps::button(visitor, db, Thing::Person(user), Some(user), &profile.person.name).await?;
    let mut page = ProfilePage {
        chrome: visitor.bare_chrome(),
        profile,
        offers: Vec::new(),
        asks: Vec::new(),
        achievements: Vec::new(),
        updates: Vec::new(),
        thanks: Vec::new(),
        connections: Vec::new(),
        blocked: wall == Wall::Own,
        known: Known::default(),
        first: None,
        follow,
        keep,
        message: String::new(),
        problems: Problems::none(),
        editing: None,
    };
    if reader == Some(user) {
        page.editing = store::profiles::find_draft(db, user).await?.map(Editing::of);
    }
    if wall == Wall::None {
        fill(&mut page, db, reader, user).await?;
    }
    if let Some(reader) = reader.filter(|r| *r != user) {
        page.connections = store::connections::list_between(db, reader, user).await?;
        page.connections.retain(|c| !c.status.is_over());
    }
    if let Some(member) = visitor.member().filter(|m| m.id() != user) {
        page.known = presence::known(&member, db, user).await?;
        page.first = store::privacy::find_first_refused(db, member.id(), user).await?;
    }
    if reader.is_none() {
        page.first = Some(store::privacy::find(db, user).await?.first).filter(|first| *first != First::Everyone);
    }
    Ok(page)
}

/// What they ask and offer, and what is left of their helps. Between two who are blocked nothing of it is shown.
async fn fill(page: &mut ProfilePage, db: &mut Tx, reader: Option<UserId>, user: UserId) -> Result<(), Problem> {
    page.offers = store::offers::page_of(db, reader, user, None, A_PAGE).await?.items;
    page.asks = store::asks::page_of(db, reader, user, None, A_PAGE).await?.items;
    let helps = store::connections::list_helped(db, reader, user, A_PAGE).await?;
    let reviews = store::connections::list_reviews(db, reader, user, A_PAGE).await?;
    page.updates = updates::newest(&page.offers, &page.asks, &helps, &reviews);
    page.offers.retain(|o| o.status == OfferStatus::Active);
    page.asks.retain(|a| !a.archived && a.status == AskStatus::Open);
    let begun = store::profiles::count_begun(db, reader, user).await?;
    page.achievements = achievements::reached(begun, page.profile.person.helped);
    let thanks = |r: Review| Thanks { by: r.by, stars: r.stars, words: r.words, title: r.title, path: r.path, at: r.at };
    page.thanks = reviews.into_iter().map(thanks).collect();
    Ok(())
}
