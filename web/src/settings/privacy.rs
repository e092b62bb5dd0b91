//! Who sees what of oneself.

use actix_web::{HttpResponse, web::Query};
use hub::{Command, messaging};

use super::{
    At, Done, Topic, done,
    pages::{Privacy, TextsForm},
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
    })
}

/// `GET /settings/privacy`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    page.done = Done::of(at, Topic::Privacy, &mut page.chrome);
    Ok(member.page(&page))
}

/// `POST /settings/receipts`
pub async fn receipts(member: Member, posted: Posted<TextsForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let on = form.on == "yes";
    member.act(id, Command::Messaging(messaging::Command::ShowReceipts { on })).await?;
    Ok(done(&member, "messages", if on { "Read ticks are on." } else { "Read ticks are off." }))
}
