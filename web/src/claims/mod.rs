//! “I've got this”: holding a place of an ask, letting it go, and being told when one is free.

pub mod pages;

use actix_web::HttpResponse;
use hub::{Answer, AskId, Command, Refusal, claims, command::AnyRefusal, kernel::refusal::RefusalKind};

use crate::{
    look::when,
    posted::{Button, Posted},
    problem::Problem,
    say,
    visitor::{ById, Member},
};

/// `POST /asks/{id}/claim`
pub async fn take(member: Member, ById(ask): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, _) = posted.pressed()?;
    match member.act(id, Command::Claims(claims::Command::Take { ask })).await {
        Ok(Answer::Claim { until, .. }) => {
            let until = when::clock(until, &when::zone(&member.me().timezone));
            Ok(member.go_saying(&back, &say("claims-taken").with("until", until).write()))
        }
        Ok(_) => Err(AnyRefusal::IdUsedOtherwise.into()),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

/// `POST /asks/{id}/claim/release`
pub async fn let_go(member: Member, ById(ask): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, _) = posted.pressed()?;
    match member.act(id, Command::Claims(claims::Command::LetGo { ask })).await {
        Ok(_) => Ok(member.go_saying(&back, &say("claims-gone").write())),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

/// `POST /asks/{id}/claim/tell`
pub async fn tell_when_free(member: Member, ById(ask): ById<AskId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let back = posted.next_or("/home").to_owned();
    let (id, _) = posted.pressed()?;
    match member.act(id, Command::Claims(claims::Command::TellWhenFree { ask })).await {
        Ok(_) => Ok(member.go_saying(&back, &say("claims-told-once").write())),
        Err(refusal) => regret(&member, &back, refusal),
    }
}

/// Back to where the button stood, which says why not. What isn't there at all is a page of its own.
fn regret(member: &Member, back: &str, refusal: Refusal) -> Result<HttpResponse, Problem> {
    match refusal.refused() {
        refused if matches!(refused.kind, RefusalKind::Conflict | RefusalKind::Forbidden) => Ok(member.go_regretting(back, &refused.words)),
        _ => Err(refusal.into()),
    }
}
