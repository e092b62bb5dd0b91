//! Who sees what of oneself.

use actix_web::{HttpResponse, web::Query};
use hub::{Command, messaging, privacy};

use super::{
    At, Done, Topic, done,
    pages::{Finding, FindingForm, FirstForm, Privacy, TextsForm},
};
use crate::{posted::Posted, problem::Problem, visitor::Member};

async fn stored(member: &Member) -> Result<Privacy, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    Ok(Privacy {
        chrome,
        done: Done::default(),
        shown: store::presence::find_shown(&mut db, member.id()).await?,
        shows_receipts: store::messaging::shows_receipts(&mut db, member.id()).await?,
        privacy: store::privacy::find(&mut db, member.id()).await?,
    })
}

/// `GET /settings/privacy`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    page.done = Done::of(at, Topic::Privacy, &mut page.chrome);
    Ok(member.page(&page))
}

/// `POST /settings/privacy/switch`
pub async fn switch(member: Member, posted: Posted<FindingForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let on = match form.on.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::unreadable(crate::say("settings-finding-whether-unsaid"))),
    };
    let what: Finding = form.what.parse().map_err(|_| Problem::unreadable(crate::say("settings-finding-what-unsaid")))?;
    let (public, found, key) = match (what, on) {
        (Finding::Public, true) => (Some(on), None, "settings-public-on"),
        (Finding::Public, false) => (Some(on), None, "settings-public-off"),
        (Finding::Found, true) => (None, Some(on), "settings-found-on"),
        (Finding::Found, false) => (None, Some(on), "settings-found-off"),
    };
    member.act(id, Command::Privacy(privacy::Command::Change { public, found, first: None })).await?;
    Ok(done(&member, "finding", crate::say(key)))
}

/// `POST /settings/privacy/first`
pub async fn first(member: Member, posted: Posted<FirstForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let first = Some(form.first.parse().map_err(|_| Problem::unreadable(crate::say("settings-first-unsaid")))?);
    member.act(id, Command::Privacy(privacy::Command::Change { public: None, found: None, first })).await?;
    Ok(done(&member, "first", crate::say("settings-saved")))
}

/// `POST /settings/receipts`
pub async fn receipts(member: Member, posted: Posted<TextsForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let on = form.on == "yes";
    member.act(id, Command::Messaging(messaging::Command::ShowReceipts { on })).await?;
    Ok(done(&member, "messages", crate::say(if on { "settings-ticks-on" } else { "settings-ticks-off" })))
}
