//! What one is told of: notices by kind, and texts to a phone.

use actix_web::{HttpResponse, web::Query};
use hub::{
    Command,
    notices::{self, Group},
};

use super::{
    At, Done, Topic, done,
    pages::{Notifications, SwitchForm, TextProblems},
};
use crate::{posted::Posted, problem::Problem, visitor::Member};

pub(super) async fn stored(member: &Member) -> Result<Notifications, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    Ok(Notifications {
        chrome,
        done: Done::default(),
        switches: store::notices::list_switches(&mut db, member.id()).await?,
        phone: store::sms::find_phone(&mut db, member.id()).await?,
        texts_go_out: member.house().sends_texts(),
        problems: TextProblems::default(),
    })
}

/// `GET /settings/notifications`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    page.done = Done::of(at, Topic::Notifications, &mut page.chrome);
    Ok(member.page(&page))
}

/// `POST /settings/notices`
pub async fn switch(member: Member, posted: Posted<SwitchForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let group: Group = form.group.parse().map_err(|_| Problem::unreadable(crate::say("settings-notices-what-unsaid")))?;
    let on = match form.on.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(Problem::unreadable(crate::say("settings-notices-whether-unsaid"))),
    };
    member.act(id, Command::Notices(notices::Command::Switch { group, on })).await?;
    let words = if on { crate::say("settings-notices-on") } else { crate::say("settings-notices-off") };
    Ok(done(&member, "notices", words.with("group", group.title())))
}
