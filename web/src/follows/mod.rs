//! Following: the button, who follows whom, and what those whom one follows post.

pub mod pages;

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};
use hub::{Command, Refusal, UserId, follows::Command as Follows, kernel::refusal::RefusalKind};
use serde::Deserialize;
use store::{Tx, follows::Side};

use crate::{
    asks::Onward,
    posted::Posted,
    problem::Problem,
    profiles,
    visitor::{ById, Member, Visitor},
};
use pages::{Button, Feed, People};

/// Posts of a feed, and people of a list.
const A_PAGE: usize = 24;
/// So many of whom one follows stand beside the feed.
const A_HANDFUL: usize = 8;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FollowForm {
    /// `yes` or `no`.
    on: String,
}

/// `POST /people/{id}/follow`
pub async fn set(member: Member, ById(who): ById<UserId>, posted: Posted<FollowForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/my/following").to_owned();
    let (id, form) = posted.pressed()?;
    let (command, key) = match form.on.as_str() {
        "yes" => (Follows::Follow { who }, "follows-followed"),
        "no" => (Follows::Unfollow { who }, "follows-unfollowed"),
        _ => return Err(Problem::unreadable(crate::say("follows-unsaid"))),
    };
    match member.act(id, Command::Follows(command)).await {
        Ok(_) => Ok(member.go_saying(&back, &crate::say(key).write())),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

/// Back to where the button stood, which says why not. Whoever can't be found is not found.
fn regret(member: &Member, back: &str, refusal: Refusal) -> Result<HttpResponse, Problem> {
    let refused = refusal.refused();
    match refused.kind {
        RefusalKind::Invalid | RefusalKind::TooFast => Ok(member.go_regretting(back, &refused.words)),
        _ => Err(refusal.into()),
    }
}

/// The button on somebody's page, with how many follow them. `None`: a block stands between the two, and nothing is said.
pub async fn button(visitor: &Visitor, db: &mut Tx, who: UserId, name: &str) -> Result<Option<Button>, Problem> {
    let stands = store::follows::find(db, visitor.user(), who).await?;
    let apart = visitor.user().is_some_and(|reader| reader != who) && !stands.may_follow;
    Ok((!apart).then(|| Button { who, name: name.to_owned(), stands }))
}

/// `GET /my/following`
pub async fn feed(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let (mut db, me) = (member.db().await?, member.id());
    let page = store::follows::page_feed(&mut db, me, onward.after.as_deref(), A_PAGE).await?;
    let stands = store::follows::find(&mut db, Some(me), me).await?;
    let people = store::follows::page(&mut db, me, me, Side::Following, None, A_HANDFUL).await?.items;
    let earlier = onward.after.is_some();
    Ok(member.page(&Feed { chrome, items: page.items, next: page.next, earlier, people, stands }))
}

/// `GET /@{handle}/followers`
pub async fn followers(member: Member, handle: Path<String>, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    people(&member, &handle, Side::Followers, onward.after.as_deref()).await
}

/// `GET /@{handle}/following`
pub async fn following(member: Member, handle: Path<String>, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    people(&member, &handle, Side::Following, onward.after.as_deref()).await
}

async fn people(member: &Member, handle: &str, side: Side, after: Option<&str>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let (mut db, me) = (member.db().await?, member.id());
    let rest = if side == Side::Followers { "/followers" } else { "/following" };
    let user = profiles::by_handle(&mut db, handle, rest).await?;
    let of = shown(&mut db, me, user).await?;
    let page = store::follows::page(&mut db, me, user, side, after, A_PAGE).await?;
    let stands = store::follows::find(&mut db, Some(me), user).await?;
    Ok(member.page(&People { chrome, of, side, people: page.items, next: page.next, stands }))
}

/// Whose list it is, if the reader may see them.
pub async fn shown(db: &mut Tx, reader: UserId, user: UserId) -> Result<hub::profiles::PersonCard, Problem> {
    let profile = store::profiles::find(db, Some(reader), user).await?.ok_or_else(Problem::not_found)?;
    if store::moderation::blocked_between(db, reader, user).await? {
        return Err(Problem::not_found());
    }
    Ok(profile.person)
}
