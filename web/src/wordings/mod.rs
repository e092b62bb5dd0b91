//! How an ask or an offer was worded before: for its owner and admins. Everybody else is only told that it was changed.

pub mod pages;

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use hub::{
    command::AnyRefusal,
    kernel::text::slug_typed,
    matches::Post,
    profiles::PersonCard,
    wordings::{WordingView, Words},
};

use crate::{asks::Onward, problem::Problem, profiles, visitor::Member};
use pages::{Change, Wordings};

/// So many changes stand on a page.
const A_PAGE: usize = 10;

/// `GET /@{handle}/asks/{slug}/wordings`
pub async fn of_ask(member: Member, path: Path<(String, String)>, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let (handle, slug) = path.into_inner();
    let slug = slug_typed("slug", &slug).map_err(|_| Problem::not_found())?;
    let mut db = member.db().await?;
    let owner = profiles::by_handle(&mut db, &handle, &format!("/asks/{slug}/wordings")).await?;
    let ask = store::asks::find_by_slug(&mut db, member.user(), owner, &slug).await?.ok_or_else(Problem::not_found)?;
    drop(db);
    let path = ask.path();
    let now = Words { title: ask.title, description: ask.description, body: String::new() };
    page(&member, Post::Ask(ask.id), &ask.owner, now, path, onward.into_inner()).await
}

/// `GET /@{handle}/{slug}/wordings`
pub async fn of_offer(member: Member, path: Path<(String, String)>, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let (handle, slug) = path.into_inner();
    let slug = slug_typed("slug", &slug).map_err(|_| Problem::not_found())?;
    let mut db = member.db().await?;
    let owner = profiles::by_handle(&mut db, &handle, &format!("/{slug}/wordings")).await?;
    let offer = store::offers::find_by_slug(&mut db, member.user(), owner, &slug).await?.ok_or_else(Problem::not_found)?;
    drop(db);
    let path = offer.path();
    let now = Words { title: offer.title, description: offer.description, body: offer.body };
    page(&member, Post::Offer(offer.id), &offer.owner, now, path, onward.into_inner()).await
}

/// Whether the older words are this member's to read.
pub fn may_read(member: &Member, owner: &PersonCard) -> bool {
    owner.id == member.id() || member.is_admin()
}

async fn page(member: &Member, post: Post, owner: &PersonCard, now: Words, path: String, onward: Onward) -> Result<HttpResponse, Problem> {
    if !may_read(member, owner) {
        return Err(Problem::not_found());
    }
    let mut chrome = member.chrome().await?;
    chrome.path = format!("{path}/wordings");
    let mut db = member.db().await?;
    let found = store::wordings::page(&mut db, post, onward.after.as_deref(), A_PAGE).await?;
    // What came after the oldest of the page before is the newest of that page, one further.
    let after = match onward.after.as_deref().and_then(|after| after.parse::<i64>().ok()) {
        Some(until) => store::wordings::find(&mut db, post, hub::Timestamp(until)).await?.map_or(now.clone(), |wording| wording.words()),
        None => now.clone(),
    };
    drop(db);
    // Off this thread: long texts take a moment to compare.
    let (title, wordings) = (now.title, found.items);
    let changes = actix_web::web::block(move || changes(after, &wordings)).await.map_err(|_| AnyRefusal::Broken)?;
    Ok(member.page(&Wordings { chrome, title, path, changes, earlier: onward.after.is_some(), next: found.next }))
}

/// Each wording beside the one that took its place; `newest` took the place of the first.
fn changes(newest: Words, older: &[WordingView]) -> Vec<Change> {
    let mut after = newest;
    let mut changes = Vec::with_capacity(older.len());
    for wording in older {
        let before = wording.words();
        changes.push(Change::of(wording.until, &before, &after));
        after = before;
    }
    changes
}
