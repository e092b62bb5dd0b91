//! Activity: a notice's line, on pages and live; all of them; and having seen them.

pub mod pages;

use actix_web::HttpResponse;
use hub::{Command, NoticeId, notices};
use serde::Deserialize;

use crate::{posted::Posted, problem::Problem, visitor::Member};
use pages::Notices;

/// So many lines of activity are shown.
const MOST: usize = 100;

/// `GET /my/notices`
pub async fn list(member: Member) -> Result<HttpResponse, Problem> {
    let chrome = member.chrome().await?;
    let notices = store::notices::list(&mut member.db().await?, member.id(), MOST).await?;
    Ok(member.page(&Notices { chrome, notices }))
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
    let upto: NoticeId = form.upto.parse().map_err(|_| Problem::unreadable("which ones is not said."))?;
    member.act(id, Command::Notices(notices::Command::Seen { upto })).await?;
    Ok(member.go(&back))
}
