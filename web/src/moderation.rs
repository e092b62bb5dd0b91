//! A way out: blocking, and taking it back. Silent, both ways.

use actix_web::HttpResponse;
use hub::{Command, UserId, moderation};
use serde::Deserialize;

use crate::{posted::Posted, problem::Problem, visitor::Member};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct WhoForm {
    /// The member's id.
    who: String,
}

impl WhoForm {
    fn who(&self) -> Result<UserId, Problem> {
        self.who.parse().map_err(|_| Problem::unreadable("who it is about is not said."))
    }
}

/// `POST /blocks`
pub async fn block(member: Member, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, form) = posted.pressed()?;
    member.act(id, Command::Moderation(moderation::Command::Block { who: form.who()? })).await?;
    Ok(member.go_saying(&back, "You two see and write to each other no more. Nobody is told."))
}

/// `POST /blocks/remove`
pub async fn unblock(member: Member, posted: Posted<WhoForm>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, form) = posted.pressed()?;
    member.act(id, Command::Moderation(moderation::Command::Unblock { who: form.who()? })).await?;
    Ok(member.go_saying(&back, "The block is gone. You can meet each other again."))
}
