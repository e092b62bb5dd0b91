//! A forgotten password: a link is mailed, and the link leads to a new one.
//!
//! ```text
//!   /forgot ──an address──▶ the same page, whether somebody has it or not, after the same time
//!   mail ──/reset?key=…──303, the key goes into a cookie──▶ /reset ──a new password──▶ /login; every other door is closed
//! ```
//! The key stands in the mail's link and in that cookie, and nowhere else: not in the address of a page, so that it is handed on by no
//! `Referer` and kept in no history, and in no log, since those have paths only. A link that is merely looked at, as programs that check
//! mails do, stays good.

use std::time::Duration;

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, time::Duration as CookieDuration},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderName, HeaderValue, REFERRER_POLICY},
    },
    web::Query,
};
use hub::{
    By, Command, Refusal,
    accounts::{Command as Accounts, Refusal as AccountsRefusal, rules},
    mail::KEY_LIVES_MS,
};
use serde::Deserialize;
use store::mail::Forgotten;

use super::pages::{Forgot, ForgotForm, Reset, ResetForm};
use crate::{
    look::Problems,
    posted::Posted,
    problem::Problem,
    secrets,
    visitor::{Visitor, mend},
};

/// Every answer takes so long at least, much longer than its work: whether there was something to write and mail shows in no time.
const SAME_TIME: Duration = Duration::from_millis(400);
const COOKIE: &str = "reset";
/// A key is 43 letters.
const LONGEST_KEY: usize = 64;

/// `GET /forgot`
pub async fn forgot_form(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let chrome = visitor.chrome().await?;
    Ok(visitor.page(&Forgot { chrome, form: ForgotForm::default(), sent: false, problems: Problems::none() }))
}

/// `POST /forgot`
pub async fn forgot(visitor: Visitor, posted: Posted<ForgotForm>) -> Result<HttpResponse, Problem> {
    let same_time = tokio::time::Instant::now() + SAME_TIME;
    let (form, outcome) = match posted.open() {
        Ok((id, form)) => {
            let outcome = match visitor.house().limits.forgot(visitor.address(), &form.email) {
                Ok(()) => {
                    let forgot = Accounts::Forgot { email: form.email.clone() };
                    visitor.act(By::Visitor, id, Command::Accounts(forgot)).await.map(|_| ())
                }
                Err(refusal) => {
                    visitor.come_back_after(Refusal::Any(refusal.clone()).refused().retry_after_ms);
                    Err(refusal.into())
                }
            };
            (form, outcome.map_err(|refusal| mend(&refusal)))
        }
        Err((form, stale)) => (form, Err((StatusCode::FORBIDDEN, stale))),
    };
    tokio::time::sleep_until(same_time).await;
    let chrome = visitor.chrome().await?;
    Ok(match outcome {
        Ok(()) => visitor.page(&Forgot { chrome, form, sent: true, problems: Problems::none() }),
        Err((status, problems)) => visitor.form_again(status, &Forgot { chrome, form, sent: false, problems }),
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Linked {
    pub key: String,
}

impl Linked {
    /// The key as it goes into a cookie.
    pub fn sound(self) -> String {
        self.key.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(LONGEST_KEY).collect()
    }
}

/// `GET /reset`: with a key, the key goes into a cookie and out of the address.
pub async fn reset_form(visitor: Visitor, request: HttpRequest, linked: Query<Linked>) -> Result<HttpResponse, Problem> {
    if !linked.key.is_empty() {
        let mut response = visitor.go("/reset");
        response
            .add_cookie(&cookie(&visitor, linked.into_inner().sound(), CookieDuration::milliseconds(KEY_LIVES_MS)))
            .map_err(|_| hub::command::AnyRefusal::Broken)?;
        return Ok(kept_to_oneself(response));
    }
    let whose = whose(&visitor, &request).await?;
    let chrome = visitor.chrome().await?;
    let page = Reset { chrome, handle: whose.map(|forgotten| forgotten.handle), problems: Problems::none() };
    Ok(kept_to_oneself(visitor.page(&page)))
}

/// `POST /reset`
pub async fn reset(visitor: Visitor, request: HttpRequest, posted: Posted<ResetForm>) -> Result<HttpResponse, Problem> {
    let Some(forgotten) = whose(&visitor, &request).await? else { return over(&visitor).await };
    let outcome = match posted.open() {
        Ok((_, form)) => set(&visitor, &request, &forgotten, form).await,
        Err((_, stale)) => Err((StatusCode::FORBIDDEN, stale)),
    };
    match outcome {
        Ok(()) => {
            let mut response = visitor.go_saying("/login", &crate::say("accounts-password-set").write());
            response.add_cookie(&cookie(&visitor, String::new(), CookieDuration::ZERO)).map_err(|_| hub::command::AnyRefusal::Broken)?;
            Ok(response)
        }
        // Somebody was quicker with the same link.
        Err((StatusCode::CONFLICT, _)) => over(&visitor).await,
        Err((status, problems)) => {
            let page = Reset { chrome: visitor.chrome().await?, handle: Some(forgotten.handle), problems };
            Ok(kept_to_oneself(visitor.form_again(status, &page)))
        }
    }
}

async fn set(visitor: &Visitor, request: &HttpRequest, forgotten: &Forgotten, form: ResetForm) -> super::Mended {
    let key = secrets::hash(&key(request).unwrap_or_default());
    let set = async {
        let sound = rules::password(&form.password, &forgotten.handle, &forgotten.email);
        sound.map_err(|problem| Refusal::from(AccountsRefusal::Mend(vec![problem])))?;
        let to = visitor.house().passwords.hash(form.password).await?;
        visitor.act(By::Visitor, secrets::command_id(), Command::Accounts(Accounts::SetForgotten { key, to })).await
    };
    set.await.map(|_| ()).map_err(|refusal: Refusal| mend(&refusal))
}

/// The page that says that the link is over.
async fn over(visitor: &Visitor) -> Result<HttpResponse, Problem> {
    let page = Reset { chrome: visitor.chrome().await?, handle: None, problems: Problems::none() };
    Ok(kept_to_oneself(visitor.form_again(StatusCode::GONE, &page)))
}

fn key(request: &HttpRequest) -> Option<String> {
    key_in(request, COOKIE)
}

/// The key that a link has put into this cookie.
pub fn key_in(request: &HttpRequest, cookie: &str) -> Option<String> {
    request.cookie(cookie).map(|cookie| cookie.value().to_owned()).filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY)
}

/// Whose password the link of this browser changes, while it does.
async fn whose(visitor: &Visitor, request: &HttpRequest) -> Result<Option<Forgotten>, Problem> {
    let Some(key) = key(request) else { return Ok(None) };
    Ok(store::mail::find_forgotten(&mut visitor.db().await?, &secrets::hash(&key), visitor.now()).await?)
}

/// Only these pages are sent it.
fn cookie(visitor: &Visitor, key: String, lives: CookieDuration) -> Cookie<'static> {
    let mut cookie = visitor.cookie(COOKIE, key, lives);
    cookie.set_path("/reset");
    cookie
}

/// An answer that is kept nowhere, and whose address is handed on to nobody.
pub fn kept_to_oneself(mut response: HttpResponse) -> HttpResponse {
    let said: [(HeaderName, &'static str); 2] = [(CACHE_CONTROL, "no-store"), (REFERRER_POLICY, "no-referrer")];
    for (name, value) in said {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
