//! Saved things: the button, and all that one has saved on a page. Nobody else sees it.

pub mod pages;

use actix_web::{HttpResponse, web::Query};
use hub::{
    Command, Refusal, UserId,
    keeps::{Command as Keeps, Kind, Thing},
    kernel::refusal::RefusalKind,
};
use serde::Deserialize;
use store::Tx;

use crate::{
    posted::Posted,
    problem::Problem,
    visitor::{Member, Visitor},
};
use pages::{Button, Mine};

const A_PAGE: usize = 24;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    /// A word of `Kind`; everything without one.
    kind: String,
    after: Option<String>,
}

/// `GET /my/saved`
pub async fn mine(member: Member, which: Query<Which>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let kind: Option<Kind> = which.kind.parse().ok();
    let counts = store::keeps::count(&mut db, member.id()).await?;
    let page = store::keeps::page(&mut db, member.id(), kind, which.after.as_deref(), A_PAGE).await?;
    Ok(member.page(&Mine { chrome, kind, counts, kept: page.items, next: page.next }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct KeepForm {
    /// A word of `Kind`.
    kind: String,
    /// Its id.
    what: String,
    /// `yes` or `no`.
    on: String,
}

impl KeepForm {
    fn thing(&self) -> Option<Thing> {
        let number = self.what.parse().ok().filter(|n| (0..=hub::LARGEST_ID).contains(n))?;
        Some(Thing::of(self.kind.parse().ok()?, number))
    }
}

/// `POST /my/saved`
pub async fn set(member: Member, posted: Posted<KeepForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/my/saved").to_owned();
    let (id, form) = posted.pressed()?;
    let thing = form.thing().ok_or_else(|| Problem::unreadable(crate::say("keeps-what-unsaid")))?;
    let (command, key) = match form.on.as_str() {
        "yes" => (Keeps::Keep { thing }, "keeps-is-saved"),
        "no" => (Keeps::Unkeep { thing }, "keeps-is-off"),
        _ => return Err(Problem::unreadable(crate::say("keeps-whether-unsaid"))),
    };
    match member.act(id, Command::Keeps(command)).await {
        Ok(_) => Ok(member.go_saying(&back, &crate::say(key).write())),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

/// Back to where the button stood, which says why not. What can't be seen is not found.
fn regret(member: &Member, back: &str, refusal: Refusal) -> Result<HttpResponse, Problem> {
    let refused = refusal.refused();
    match refused.kind {
        RefusalKind::Conflict => Ok(member.go_regretting(back, &refused.words)),
        _ => Err(refusal.into()),
    }
}

/// The button on a thing's page: for members, of what is somebody else's with no block between the two. `owner`: whose it is; a tool
/// is nobody's.
pub async fn button(visitor: &Visitor, db: &mut Tx, thing: Thing, owner: Option<UserId>, name: &str) -> Result<Option<Button>, Problem> {
    let Some(reader) = visitor.user().filter(|reader| owner != Some(*reader)) else { return Ok(None) };
    if let Some(owner) = owner
        && store::moderation::blocked_between(db, reader, owner).await?
    {
        return Ok(None);
    }
    let kept = store::keeps::is_kept(db, reader, thing).await?;
    Ok(Some(Button { thing, name: name.to_owned(), kept }))
}
