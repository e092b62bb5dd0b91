//! “I'm full”, and “I can help again”: one tap, from wherever it stands.

use actix_web::HttpResponse;
use hub::{Command, CommandId, Refusal, availability::Command as Availability};
use serde::Deserialize;

use crate::{posted::Posted, problem::Problem, visitor::Member};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FullForm {
    /// `yes` or `no`.
    full: String,
}

/// `POST /availability`
pub async fn set(member: Member, posted: Posted<FullForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home#offers").to_owned();
    let (id, form) = posted.pressed()?;
    let full = form.full == "yes";
    set_full(&member, id, full).await?;
    let key = if full { "availability-full" } else { "availability-back" };
    Ok(member.go_saying(&back, &crate::say(key).write()))
}

pub async fn set_full(member: &Member, id: CommandId, full: bool) -> Result<(), Refusal> {
    member.act(id, Command::Availability(Availability::SetFull { full })).await.map(drop)
}
