//! Username, e-mail, password.

use actix_web::{HttpResponse, http::StatusCode, web::Query};
use hub::{
    Command, CommandId, Refusal,
    accounts::{Command as Accounts, rules},
    kernel::locale::Said,
};

use super::{
    At, Done, Topic, act, done,
    pages::{Account, AccountProblems, EmailForm, PasswordForm, UsernameForm},
};
use crate::{
    accounts::confirm,
    posted::{Button, Posted},
    problem::Problem,
    visitor::{Member, mend},
};

async fn stored(member: &Member) -> Result<Account, Problem> {
    let chrome = member.chrome().await?;
    let account = store::accounts::find_account(&mut member.db().await?, member.id()).await?.ok_or_else(Problem::not_found)?;
    let problems = AccountProblems::default();
    Ok(Account { chrome, done: Done::default(), username: account.handle, email: account.email, new_email: account.new_email, problems })
}

/// `GET /settings/account`
pub async fn show(member: Member, at: Query<At>) -> Result<HttpResponse, Problem> {
    let mut page = stored(&member).await?;
    page.done = Done::of(at, Topic::Account, &mut page.chrome);
    Ok(member.page(&page))
}

/// The page again, with one form as it was typed and what to mend in it.
async fn again(member: &Member, status: StatusCode, typed: impl FnOnce(&mut Account)) -> Result<HttpResponse, Problem> {
    let mut page = stored(member).await?;
    typed(&mut page);
    Ok(member.form_again(status, &page))
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
        Ok(()) => Ok(done(&member, "account", crate::say("settings-username-changed"))),
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
        Ok(()) => Ok(done(&member, "account", crate::say("site-email-asked"))),
        Err((status, problems)) => {
            again(&member, status, |page| {
                page.email = form.email;
                page.problems.email = problems;
            })
            .await
        }
    }
}

/// `POST /settings/email/again`
pub async fn email_again(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    pressed(&member, posted, Accounts::MailEmailLink, crate::say("site-email-again")).await
}

/// `POST /settings/email/keep`
pub async fn keep_email(member: Member, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    pressed(&member, posted, Accounts::KeepEmail, crate::say("site-email-kept")).await
}

async fn pressed(member: &Member, posted: Posted<Button>, wish: Accounts, said: Said<'_>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    match act(member, id, Command::Accounts(wish)).await {
        Ok(()) => Ok(done(member, "account", said.to_string())),
        Err((status, problems)) => again(member, status, |page| page.problems.email = problems).await,
    }
}

/// `POST /settings/password`: every other session and every token is closed.
pub async fn password(member: Member, posted: Posted<PasswordForm>) -> Result<HttpResponse, Problem> {
    let outcome = match posted.open() {
        Ok((id, form)) => change_password(&member, id, form).await?.map_err(|refusal| mend(&refusal)),
        Err((_, stale)) => Err((StatusCode::FORBIDDEN, stale)),
    };
    match outcome {
        Ok(()) => Ok(done(&member, "password", crate::say("settings-password-changed"))),
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
