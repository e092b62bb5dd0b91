//! `/settings/data`: everything of one's own to take along, a break, the end; and the way back.

pub mod along;
pub mod pages;

use actix_web::{
    HttpResponse,
    http::{Method, StatusCode},
};
use hub::{
    Command,
    command::AnyRefusal,
    leaving::{Command as Leaving, GRACE_MS, Words},
};

use crate::{
    accounts::confirm,
    doorstep::Doorstep,
    look::{Problems, when},
    posted::{Button, Posted},
    problem::Problem,
    visitor::{Member, mend},
};
use pages::{DataPage, DeleteForm, WelcomeBack};

/// Where whoever is away finds the way back, and all that they can do until then.
const WAY_BACK: [&str; 6] = ["/welcome-back", "/logout", "/theme", "/language", "/api/v1/me/away", "/api/v1/sessions/current"];

pub fn is_way_back(step: &Doorstep) -> bool {
    WAY_BACK.contains(&step.path.as_str())
}

/// `GET /settings/data`
pub async fn show(member: Member) -> Result<HttpResponse, Problem> {
    Ok(member.page(&page(&member).await?))
}

async fn page(member: &Member) -> Result<DataPage, Problem> {
    let chrome = member.chrome().await?;
    let account = store::accounts::find_account(&mut member.db().await?, member.id()).await?.ok_or_else(Problem::not_found)?;
    let ends_on = when::day(chrome.now.plus(GRACE_MS), chrome.now, &chrome.zone);
    let (username, has_password) = (account.handle, account.has_password);
    Ok(DataPage { chrome, username, has_password, ends_on, words: Words::Stay, problems: Problems::none() })
}

/// `POST /settings/data/export`: answered with the file.
pub async fn export(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    posted.pressed()?;
    Ok(along::pack(&member).await?.download())
}

/// `POST /settings/data/away`
pub async fn deactivate(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    member.house().limits.leave(member.id())?;
    match member.act(id, Command::Leaving(Leaving::Deactivate)).await {
        Ok(_) => out(&member, "Nobody sees you now. Log in whenever you like, and one tap brings you back."),
        Err(refusal) => Ok(member.go_regretting("/settings/data", &refusal.refused().words)),
    }
}

/// `POST /settings/data/delete`
pub async fn delete(member: Member, posted: Posted<DeleteForm>) -> Result<HttpResponse, Problem> {
    let (form, outcome) = match posted.open() {
        Ok((id, form)) => {
            let outcome = async {
                confirm(&member, &form.current).await?;
                member.house().limits.leave(member.id())?;
                let wish = Leaving::Delete { typed: form.username.clone(), words: form.words() };
                member.act(id, Command::Leaving(wish)).await
            }
            .await;
            (form, outcome.map_err(|refusal| mend(&refusal)))
        }
        Err((form, stale)) => (form, Err((StatusCode::FORBIDDEN, stale))),
    };
    match outcome {
        Ok(_) => out(&member, "You are logged out, and nobody sees you any more. Until it is done you can log in and stop it."),
        Err((status, problems)) => {
            let words = form.words();
            Ok(member.form_again(status, &DataPage { words, problems, ..page(&member).await? }))
        }
    }
}

/// Every door of theirs is shut; this browser forgets its own.
fn out(member: &Member, words: &str) -> Result<HttpResponse, Problem> {
    member.house().callers.forget_user(member.id());
    let mut response = member.go_saying("/", words);
    response.add_cookie(&member.no_session_cookie()).map_err(|_| AnyRefusal::Broken)?;
    Ok(response)
}

/// `GET /welcome-back`: all that there is for whoever is away.
pub async fn welcome(member: Member) -> Result<HttpResponse, Problem> {
    let away = store::leaving::find_away(&mut member.house().db().await?, member.id()).await?;
    let Some(away) = away else { return Ok(member.go("/home")) };
    let mut chrome = member.bare_chrome();
    chrome.zone = when::zone(&member.me().timezone);
    let name = if member.me().name.is_empty() { member.me().handle.clone() } else { member.me().name.clone() };
    Ok(member.page(&WelcomeBack { chrome, name, away }))
}

/// `POST /welcome-back`
pub async fn come_back(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    match member.act(id, Command::Leaving(Leaving::Return)).await {
        Ok(_) => Ok(member.go_saying("/home", "Good to have you back. Everything is as it was.")),
        Err(refusal) => Ok(member.go_regretting("/home", &refusal.refused().words)),
    }
}

/// What whoever is away hears wherever else they go: a page leads to the way back, a program is told.
pub fn away(step: &Doorstep) -> Problem {
    let is_page = !step.is_api() && matches!(step.method, Method::GET | Method::HEAD | Method::POST);
    if is_page { Problem::Away } else { hub::Refusal::Leaving(hub::leaving::Refusal::Away).into() }
}
