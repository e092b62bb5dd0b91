//! Activity: a notice's line, on pages and live; all of them; and having seen them.

pub mod hear;
pub mod pages;

use actix_web::{HttpResponse, web::Query};
use hub::{Command, NoticeId, notices};
use serde::Deserialize;

use crate::{asks::Onward, posted::Posted, problem::Problem, visitor::Member};
use pages::Notices;

/// So many lines of activity stand on a page.
const A_PAGE: usize = 50;

/// `GET /my/notices`
pub async fn list(member: Member, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let newest = store::notices::list(&mut db, member.id(), 1).await?.first().map(|notice| notice.id);
    let page = store::notices::page(&mut db, member.id(), onward.after.as_deref(), A_PAGE).await?;
    Ok(member.page(&Notices { chrome, notices: page.items, newest, earlier: onward.after.is_some(), next: page.next }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SeenForm {
    /// The newest notice that was on the page.
    upto: String,
}

/// `POST /notices/seen`
pub async fn seen(member: Member, posted: Posted<SeenForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, form) = posted.pressed()?;
    let upto: NoticeId = form.upto.parse().map_err(|_| Problem::unreadable(crate::say("notices-which-not-said")))?;
    member.act(id, Command::Notices(notices::Command::Seen { upto })).await?;
    Ok(member.go(&back))
}
