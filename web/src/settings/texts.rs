//! Texts to a phone: a number, the code that shows it is theirs, the yes that texts need.

use actix_web::{HttpResponse, http::StatusCode};
use hub::{Command, sms};

use super::{
    act, done,
    notifications::stored,
    pages::{CodeForm, Notifications, PhoneForm, TextProblems, TextsForm},
};
use crate::{
    posted::{Button, Posted},
    problem::Problem,
    secrets,
    visitor::Member,
};

async fn again(member: &Member, status: StatusCode, problems: TextProblems) -> Result<HttpResponse, Problem> {
    Ok(member.form_again(status, &Notifications { problems, ..stored(member).await? }))
}

/// `POST /settings/phone`
pub async fn set_phone(member: Member, posted: Posted<PhoneForm>) -> Result<HttpResponse, Problem> {
    let outcome = match posted.open() {
        Ok((id, form)) => {
            let (consent, address) = (form.consent == "yes", member.address().to_string());
            let set = sms::Command::SetPhone { phone: form.phone, code: secrets::code(), consent, address };
            act(&member, id, Command::Sms(set)).await
        }
        Err((_, stale)) => Err((StatusCode::FORBIDDEN, stale)),
    };
    match outcome {
        Ok(()) => Ok(done(&member, "texts", crate::say("settings-texts-code-sent"))),
        Err((status, problems)) => again(&member, status, TextProblems { phone: problems, ..TextProblems::default() }).await,
    }
}

/// `POST /settings/phone/verify`
pub async fn verify_phone(member: Member, posted: Posted<CodeForm>) -> Result<HttpResponse, Problem> {
    let outcome = match posted.open() {
        Ok((id, form)) => act(&member, id, Command::Sms(sms::Command::VerifyPhone { code: form.code })).await,
        Err((_, stale)) => Err((StatusCode::FORBIDDEN, stale)),
    };
    match outcome {
        Ok(()) => Ok(done(&member, "texts", crate::say("settings-texts-number-confirmed"))),
        Err((status, problems)) => again(&member, status, TextProblems { code: problems, ..TextProblems::default() }).await,
    }
}

/// `POST /settings/phone/texts`
pub async fn set(member: Member, posted: Posted<TextsForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let on = form.on == "yes";
    member.act(id, Command::Sms(sms::Command::Consent { on, address: member.address().to_string() })).await?;
    Ok(done(&member, "texts", crate::say(if on { "settings-texts-on" } else { "settings-texts-off" })))
}

/// `POST /settings/phone/remove`
pub async fn remove_phone(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Sms(sms::Command::RemovePhone)).await?;
    Ok(done(&member, "texts", crate::say("settings-texts-number-gone")))
}
