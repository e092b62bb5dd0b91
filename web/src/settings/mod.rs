//! Profile, password, devices, tokens, texts: one page, several forms. Each form comes back with what was typed and what
//! to mend; the others show what is stored.

pub mod pages;
mod texts;

pub use texts::{remove_phone, set_phone, texts, verify_phone};

use std::str::FromStr;

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{
    Answer, Command, CommandId, Refusal, SessionId, TokenId,
    accounts::{Command as Accounts, rules},
    messaging, profiles,
};
use serde::Deserialize;

use crate::{
    accounts::confirm,
    look::Problems,
    posted::{Button, Posted},
    problem::Problem,
    profiles::edit::{self, Part},
    secrets,
    visitor::{ById, Member, mend},
};
use pages::{EmailForm, PasswordForm, ProfileForm, Settings, TokenForm, UsernameForm};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct At {
    done: String,
}

/// `GET /settings`; with `?done=password` what was done is said in that section, where the page lands.
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    if SECTIONS.contains(&at.done.as_str()) {
        page.done = page.chrome.flash.take().map(|flash| (at.into_inner().done, flash));
    }
    Ok(member.page(&page))
}

const SECTIONS: [&str; 8] = ["profile", "account", "presence", "password", "messages", "texts", "devices", "tokens"];

/// The page as everything stands in the store.
async fn stored(member: &Member) -> Result<Settings, Problem> {
    let chrome = member.chrome().await?;
    let mut db = member.db().await?;
    let account = store::accounts::find_account(&mut db, member.id()).await?.ok_or_else(Problem::not_found)?;
    let twilio = &member.house().settings.secrets.twilio_account_sid;
    Ok(Settings {
        chrome,
        profile: store::profiles::find_draft(&mut db, member.id()).await?.unwrap_or_default(),
        username: account.handle,
        email: account.email,
        sessions: store::accounts::list_sessions(&mut db, member.id()).await?,
        this_session: member.session(),
        tokens: store::accounts::list_tokens(&mut db, member.id()).await?,
        new_token: None,
        done: None,
        shown: store::presence::find_shown(&mut db, member.id()).await?,
        phone: store::sms::find_phone(&mut db, member.id()).await?,
        texts_go_out: twilio.is_some(),
        shows_receipts: store::messaging::shows_receipts(&mut db, member.id()).await?,
        problems: pages::SettingsProblems::default(),
    })
}

/// The page again, with one form as it was typed and what to mend in it.
async fn again(member: &Member, status: StatusCode, typed: impl FnOnce(&mut Settings)) -> Result<HttpResponse, Problem> {
    let mut page = stored(member).await?;
    typed(&mut page);
    Ok(member.form_again(status, &page))
}

/// Done: back to the section of the page, where it is said.
fn done(member: &Member, section: &str, words: &str) -> HttpResponse {
    member.go_saying(&format!("/settings?done={section}#{section}"), words)
}

/// What a form came to: carried out, or its problems.
type Outcome = Result<(), (StatusCode, Problems)>;

async fn act(member: &Member, id: CommandId, command: Command) -> Outcome {
    member.act(id, command).await.map(|_| ()).map_err(|refusal| mend(&refusal))
}

/// `POST /settings/profile`: from the settings, or one part of it from one's own storefront, which is shown again then.
pub async fn profile(member: Member, posted: Posted<ProfileForm>) -> Result<HttpResponse, Problem> {
    let stored = store::profiles::find_draft(&mut member.db().await?, member.id()).await?.ok_or_else(Problem::not_found)?;
    let (id, form) = match posted.open() {
        Ok((id, form)) => (Ok(id), form),
        Err((form, stale)) => (Err((StatusCode::FORBIDDEN, stale)), form),
    };
    let (part, seen) = (Part::from_str(&form.part).ok(), form.seen.clone());
    let draft = form.over(&stored);
    let overtaken = part.filter(|part| part.is_overtaken(&seen, &stored, &draft));
    let outcome = match (id, overtaken) {
        (Err(stale), _) => Err(stale),
        (Ok(_), Some(part)) => Err((StatusCode::CONFLICT, Problems::say(part.overtaken_words(&stored)))),
        (Ok(id), None) => act(&member, id, Command::Profiles(profiles::Command::Edit { draft: draft.clone() })).await,
    };
    match (outcome, part) {
        (Ok(()), None) => Ok(done(&member, "profile", "Your profile is saved.")),
        (Ok(()), Some(_)) => Ok(member.go_saying(&format!("/@{}", member.me().handle), "Saved.")),
        (Err((status, problems)), Some(part)) => edit::again(&member, status, part, draft, problems).await,
        (Err((status, problems)), None) => {
            again(&member, status, |page| {
                page.profile = draft;
                page.problems.profile = problems;
            })
            .await
        }
    }
}

/// `POST /settings/receipts`
pub async fn receipts(member: Member, posted: Posted<pages::TextsForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = posted.pressed()?;
    let on = form.on == "yes";
    member.act(id, Command::Messaging(messaging::Command::ShowReceipts { on })).await?;
    Ok(done(&member, "messages", if on { "Read ticks are on." } else { "Read ticks are off." }))
}

/// `POST /settings/username`
pub async fn username(member: Member, posted: Posted<UsernameForm>) -> Result<HttpResponse, Problem> {
    let (form, outcome) = match posted.open() {
        Ok((id, form)) => {
            let change = Command::Accounts(Accounts::ChangeUsername { to: form.username.clone() });
            (form, act(&member, id, change).await)
        }
        Err((form, stale)) => (form, Err((StatusCode::FORBIDDEN, stale))),
    };
    match outcome {
        Ok(()) => Ok(done(&member, "account", "Your username is changed. The old address leads to the new one.")),
        Err((status, problems)) => {
            again(&member, status, |page| {
                page.username = form.username;
                page.problems.username = problems;
            })
            .await
        }
    }
}

/// `POST /settings/email`
pub async fn email(member: Member, posted: Posted<EmailForm>) -> Result<HttpResponse, Problem> {
    let (form, outcome) = match posted.open() {
        Ok((id, form)) => {
            let outcome = match confirm(&member, &form.current).await {
                Ok(()) => act(&member, id, Command::Accounts(Accounts::ChangeEmail { to: form.email.clone() })).await,
                Err(refusal) => Err(mend(&refusal)),
            };
            (form, outcome)
        }
        Err((form, stale)) => (form, Err((StatusCode::FORBIDDEN, stale))),
    };
    match outcome {
        Ok(()) => Ok(done(&member, "account", "Your e-mail is changed.")),
        Err((status, problems)) => {
            again(&member, status, |page| {
                page.email = form.email;
                page.problems.email = problems;
            })
            .await
        }
    }
}

/// `POST /settings/password`: every other session and every token is closed.
pub async fn password(member: Member, posted: Posted<PasswordForm>) -> Result<HttpResponse, Problem> {
    let outcome = match posted.open() {
        Ok((id, form)) => change_password(&member, id, form).await?.map_err(|refusal| mend(&refusal)),
        Err((_, stale)) => Err((StatusCode::FORBIDDEN, stale)),
    };
    match outcome {
        Ok(()) => Ok(done(&member, "password", "Your password is changed. Every other device and program is logged out.")),
        Err((status, problems)) => again(&member, status, |page| page.problems.password = problems).await,
    }
}

async fn change_password(member: &Member, id: CommandId, form: PasswordForm) -> Result<Result<(), Refusal>, Problem> {
    let account = store::accounts::find_account(&mut member.db().await?, member.id()).await?.ok_or_else(Problem::not_found)?;
    if let Err(problem) = rules::password(&form.password, &account.handle, &account.email) {
        return Ok(Err(hub::accounts::Refusal::Mend(vec![problem]).into()));
    }
    Ok(async {
        confirm(member, &form.current).await?;
        let to = member.house().passwords.hash(form.password).await?;
        member.act(id, Command::Accounts(Accounts::ChangePassword { to, keep: member.session() })).await?;
        Ok(())
    }
    .await)
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
    Ok(done(&member, "devices", "That device is logged out."))
}

/// `POST /settings/sessions/close`: everywhere but here.
pub async fn close_others(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Accounts(Accounts::CloseSessions { but: member.session() })).await?;
    Ok(done(&member, "devices", "Every other device is logged out."))
}

/// `POST /settings/tokens`: the secret is shown on this one answer.
pub async fn make_token(member: Member, posted: Posted<TokenForm>) -> Result<HttpResponse, Problem> {
    let secret = secrets::token();
    let outcome = match posted.open() {
        Ok((id, form)) => {
            let make = Accounts::MakeToken { name: form.name, secret: secrets::hash(&secret) };
            member.act(id, Command::Accounts(make)).await.map_err(|refusal| mend(&refusal))
        }
        Err((_, stale)) => Err((StatusCode::FORBIDDEN, stale)),
    };
    match outcome {
        Ok(Answer::Token { .. }) if is_ours(&member, &secret).await? => {
            let mut page = stored(&member).await?;
            page.new_token = Some(secret);
            let mut response = member.page(&page);
            response
                .headers_mut()
                .insert(actix_web::http::header::CACHE_CONTROL, actix_web::http::header::HeaderValue::from_static("no-store"));
            Ok(response)
        }
        // The same form twice: the token exists, its secret was shown on the first answer.
        Ok(_) => Ok(member.go_regretting(
            "/settings?done=tokens#tokens",
            "That token was made already, and its secret was shown. If it is lost, revoke it and make another.",
        )),
        Err((status, problems)) => again(&member, status, |page| page.problems.token = problems).await,
    }
}

/// Whether the token that was answered with is the one whose secret is in hand.
async fn is_ours(member: &Member, secret: &str) -> Result<bool, Problem> {
    Ok(store::accounts::find_by_token(&mut member.db().await?, &secrets::hash(secret)).await?.is_some())
}

/// `POST /settings/tokens/{id}/revoke`
pub async fn revoke_token(member: Member, ById(token): ById<TokenId>, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    member.act(id, Command::Accounts(Accounts::RevokeToken { id: token })).await?;
    Ok(done(&member, "tokens", "The token is revoked. Programs that use it are out."))
}
