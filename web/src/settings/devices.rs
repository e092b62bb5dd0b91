//! Where one is logged in.

use actix_web::{HttpResponse, web::Query};
use hub::{Command, SessionId, accounts::Command as Accounts};

use super::{At, Done, Topic, done, pages::Devices};
use crate::{
    posted::{Button, Posted},
    problem::Problem,
    visitor::{ById, Member},
};

/// `GET /settings/devices`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut chrome = member.chrome().await?;
    let done = Done::of(at, Topic::Devices, &mut chrome);
    let sessions = store::accounts::list_sessions(&mut member.db().await?, member.id()).await?;
    Ok(member.page(&Devices { chrome, done, sessions, this_session: member.session() }))
}

/// `POST /settings/sessions/{id}/close`
pub async fn close(member: Member, ById(session): ById<SessionId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Accounts(Accounts::CloseSession { id: session })).await?;
    if member.session() == Some(session) {
        let mut response = member.go("/");
        response.add_cookie(&member.no_session_cookie()).map_err(|_| hub::command::AnyRefusal::Broken)?;
        return Ok(response);
    }
    Ok(done(&member, "devices", crate::say("settings-devices-is-out")))
}

/// `POST /settings/sessions/close`: everywhere but here.
pub async fn close_others(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Accounts(Accounts::CloseSessions { but: member.session() })).await?;
    Ok(done(&member, "devices", crate::say("settings-devices-others-are-out")))
}
