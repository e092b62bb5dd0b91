//! Signing up, logging in, logging out.
//!
//! Passwords end here: they are checked and hashed at the door, only argon2id hashes go on to the hub. A name that nobody
//! has takes as long to be refused as a wrong password.

pub mod forgotten;
pub mod new_email;
pub mod pages;

use actix_web::{
    HttpResponse,
    cookie::Cookie,
    http::{StatusCode, header},
    web::Query,
};
use hub::{
    Answer, By, Command, CommandId, Refusal, UserId,
    accounts::{Command as Accounts, Refusal as AccountsRefusal, rules},
};
use serde::Deserialize;

use crate::{
    interrupted::{self, Kept},
    look::{
        Problems,
        field::{TOO_MANY_LOG_INS, TOO_MANY_SIGN_UPS},
    },
    posted::{Button, Posted},
    problem::Problem,
    secrets,
    visitor::{Member, Visitor, mend, safe_path},
};
use pages::{LogIn, LogInForm, SignUp, SignUpForm};

/// What a form came to: done, or its status and what to mend.
type Mended = Result<(), (StatusCode, Problems)>;

/// The button from the one form to the other, which takes along what was written before both.
const INSTEAD: &str = "instead";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Onward {
    next: String,
}

/// `GET /signup`
pub async fn sign_up_form(visitor: Visitor, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    if visitor.user().is_some() {
        return Ok(visitor.go(safe_path(&onward.next).unwrap_or("/home")));
    }
    let form = SignUpForm { next: onward.into_inner().next, ..SignUpForm::default() };
    Ok(visitor.page(&SignUp { chrome: visitor.chrome().await?, kept: None, form, problems: Problems::none() }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Called {
    name: String,
}

/// So many characters of a name make its username.
const READ_OF_A_NAME: usize = 80;

/// `GET /signup/username?name=…`: the username that somebody of this name would get now, for the form to show.
pub async fn username(visitor: Visitor, called: Query<Called>) -> Result<HttpResponse, Problem> {
    let name: String = called.name.chars().take(READ_OF_A_NAME).collect();
    let free = store::accounts::find_free_username(&mut visitor.db().await?, &name, visitor.now().0).await?;
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/plain; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-store"));
    Ok(answer.body(free.unwrap_or_default()))
}

/// `POST /signup`: with something that was written before, on to what became of it.
pub async fn sign_up(visitor: Visitor, posted: Posted<SignUpForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, problems)) => return sign_up_again(&visitor, form, StatusCode::FORBIDDEN, problems).await,
    };
    if form.rest.contains_key(INSTEAD) {
        // From the form to log in: what was typed there is no mistake here.
        let email = form.rest.get("login").filter(|typed| typed.contains('@')).cloned().unwrap_or_default();
        return sign_up_again(&visitor, SignUpForm { email, ..form }, StatusCode::OK, Problems::none()).await;
    }
    match new_member(&visitor, id, &form).await {
        Ok(user) => match Kept::returned(form.rest.iter()) {
            Some(kept) => interrupted::resume(&visitor, user, kept).await,
            None => let_in(&visitor, user, safe_path(&form.next).unwrap_or("/home")).await,
        },
        Err(refusal) => {
            let (status, mut problems) = mend(&refusal);
            if status == StatusCode::TOO_MANY_REQUESTS {
                visitor.come_back_after(refusal.refused().retry_after_ms);
                problems = problems.too_much(TOO_MANY_SIGN_UPS, &refusal.refused());
            }
            sign_up_again(&visitor, form, status, problems).await
        }
    }
}

async fn sign_up_again(visitor: &Visitor, form: SignUpForm, status: StatusCode, problems: Problems) -> Result<HttpResponse, Problem> {
    let kept = Kept::returned(form.rest.iter());
    Ok(visitor.form_again(status, &SignUp { chrome: visitor.chrome().await?, kept, form, problems }))
}

/// Everything that has to be mended is said at once; only what is sound counts against the limit.
pub async fn new_member(visitor: &Visitor, id: CommandId, form: &SignUpForm) -> Result<UserId, Refusal> {
    let made = rules::username_of(&form.name);
    let username = if form.username.trim().is_empty() { made.as_str() } else { form.username.trim() };
    let password = rules::password(&form.password, username, form.email.trim());
    let (username, email, name) = match (rules::sign_up(&form.username, &form.email, &form.name), password) {
        (Ok((username, email, name)), Ok(())) => (username.unwrap_or_default(), email, name),
        (checked, password) => {
            let mut problems = match checked {
                Err(AccountsRefusal::Mend(problems)) => problems,
                Err(other) => return Err(other.into()),
                Ok(_) => Vec::new(),
            };
            problems.extend(password.err());
            return Err(AccountsRefusal::Mend(problems).into());
        }
    };
    let house = visitor.house();
    house.limits.sign_up(visitor.address())?;
    let password = house.passwords.hash(form.password.clone()).await?;
    let read = hub::kernel::locale::current().word();
    let language = if form.language.is_empty() { read.to_owned() } else { form.language.clone() };
    let timezone = form.timezone.clone();
    let command = Accounts::SignUp { username, email, name, password: Some(password), timezone, language };
    match visitor.act(By::Visitor, id, Command::Accounts(command)).await? {
        Answer::User { id, .. } => Ok(id),
        _ => Err(hub::command::AnyRefusal::IdUsedOtherwise.into()),
    }
}

/// `GET /login`
pub async fn log_in_form(visitor: Visitor, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    if visitor.user().is_some() {
        return Ok(visitor.go(safe_path(&onward.next).unwrap_or("/home")));
    }
    let form = LogInForm { next: onward.into_inner().next, ..LogInForm::default() };
    Ok(visitor.page(&LogIn { chrome: visitor.chrome().await?, kept: None, form, problems: Problems::none() }))
}

/// `POST /login`
pub async fn log_in(visitor: Visitor, posted: Posted<LogInForm>) -> Result<HttpResponse, Problem> {
    let form = match posted.open() {
        Ok((_, form)) => form,
        Err((form, problems)) => return log_in_again(&visitor, form, StatusCode::FORBIDDEN, problems).await,
    };
    if form.rest.contains_key(INSTEAD) {
        let login = form.rest.get("email").cloned().unwrap_or_default();
        return log_in_again(&visitor, LogInForm { login, ..form }, StatusCode::OK, Problems::none()).await;
    }
    match known_member(&visitor, &form).await? {
        // Whoever is away comes back first.
        Ok(Known { user, away: true }) => let_in(&visitor, user, "/welcome-back").await,
        Ok(Known { user, .. }) => match Kept::returned(form.rest.iter()) {
            Some(kept) => interrupted::resume(&visitor, user, kept).await,
            None => let_in(&visitor, user, safe_path(&form.next).unwrap_or("/home")).await,
        },
        Err(refusal) => {
            let (status, mut problems) = mend(&refusal);
            if status == StatusCode::TOO_MANY_REQUESTS {
                visitor.come_back_after(refusal.refused().retry_after_ms);
                problems = problems.too_much(TOO_MANY_LOG_INS, &refusal.refused());
            }
            log_in_again(&visitor, form, status, problems).await
        }
    }
}

async fn log_in_again(visitor: &Visitor, form: LogInForm, status: StatusCode, problems: Problems) -> Result<HttpResponse, Problem> {
    let kept = Kept::returned(form.rest.iter());
    Ok(visitor.form_again(status, &LogIn { chrome: visitor.chrome().await?, kept, form, problems }))
}

/// Who it is.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub user: UserId,
    /// Out of sight by their own wish.
    pub away: bool,
}

/// Who has this name and password. Whether a name exists shows neither in words nor in time.
pub async fn known_member(visitor: &Visitor, form: &LogInForm) -> Result<Result<Known, Refusal>, Problem> {
    let house = visitor.house();
    if let Err(refusal) = house.limits.log_in(visitor.address(), &form.login, visitor.now()) {
        return Ok(Err(refusal.into()));
    }
    let credentials = store::accounts::find_credentials(&mut visitor.db().await?, &form.login).await?;
    let known = credentials.as_ref().and_then(|c| c.password.clone());
    let typed: String = form.password.chars().take(rules::PASSWORD_MOST + 1).collect();
    let right = house.passwords.is_right(typed, known).await;
    if let Ok(right) = right {
        house.limits.logged_in(visitor.address(), &form.login, right, visitor.now());
    }
    Ok(match (right, credentials) {
        (Err(refusal), _) => Err(refusal.into()),
        (Ok(true), Some(c)) if c.suspended => Err(AccountsRefusal::Suspended.into()),
        (Ok(true), Some(c)) => Ok(Known { user: c.user, away: c.away }),
        _ => Err(AccountsRefusal::WrongPassword.into()),
    })
}

/// Opens a session and goes on.
pub async fn let_in(visitor: &Visitor, user: UserId, to: &str) -> Result<HttpResponse, Problem> {
    let cookie = open_session(visitor, user).await?;
    let mut response = visitor.go(to);
    response.add_cookie(&cookie).map_err(|_| hub::command::AnyRefusal::Broken)?;
    Ok(response)
}

/// Opens a session; its cookie. The session that this browser had is closed: nobody could use it any more.
pub async fn open_session(visitor: &Visitor, user: UserId) -> Result<Cookie<'static>, Problem> {
    let secret = secrets::session();
    let device = device(&visitor.step().user_agent);
    let open = Accounts::OpenSession { secret: secrets::hash(&secret), device, address: visitor.address().to_string() };
    visitor.act(By::Member(user), secrets::command_id(), Command::Accounts(open)).await?;
    close_door(visitor).await;
    Ok(visitor.session_cookie(&secret))
}

/// `POST /logout`
pub async fn log_out(visitor: Visitor, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    posted.pressed()?;
    close_door(&visitor).await;
    let mut response = visitor.go("/");
    response.add_cookie(&visitor.no_session_cookie()).map_err(|_| hub::command::AnyRefusal::Broken)?;
    Ok(response)
}

/// Closes the session that a request came by, if it came by one. Closed already is as good.
pub async fn close_door(visitor: &Visitor) {
    let Some(caller) = visitor.caller() else { return };
    let hub::accounts::Door::Session(id) = caller.door else { return };
    let close = Command::Accounts(Accounts::CloseSession { id });
    if let Err(refusal) = visitor.act(By::Member(caller.user), secrets::command_id(), close).await {
        tracing::debug!(%refusal, "a session was not closed");
    }
    visitor.house().callers.forget_door(caller.door);
}

/// Checks the password of somebody who is signed in, before what only they may do.
pub async fn confirm(member: &Member, typed: &str) -> Result<(), Refusal> {
    let house = member.house();
    house.limits.log_in(member.address(), &member.me().handle, member.now())?;
    let broken = |_| Refusal::Any(hub::command::AnyRefusal::Broken);
    let mut db = house.store.read().await.map_err(broken)?;
    let known = store::accounts::find_credentials(&mut db, &member.me().handle).await.map_err(broken)?;
    let right = house.passwords.is_right(typed.to_owned(), known.and_then(|c| c.password)).await?;
    house.limits.logged_in(member.address(), &member.me().handle, right, member.now());
    if right {
        Ok(())
    } else {
        Err(AccountsRefusal::Mend(vec![hub::FieldProblem::new("current", crate::say("accounts-not-your-password"))]).into())
    }
}

/// A browser in words: “Firefox on Linux”.
fn device(user_agent: &str) -> String {
    let find = |names: &[(&str, &'static str)]| names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name);
    let browser = find(&[("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")]);
    let system = find(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => crate::say("accounts-device").with("browser", browser).with("system", system).into(),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => crate::say("accounts-device-program").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_as_people_call_it() {
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18 Mobile Safari/604.1";
        assert_eq!(device(firefox), "Firefox on Linux");
        assert_eq!(device(phone), "Safari on iPhone");
        assert_eq!(device("curl/8"), "A program");
    }
}
