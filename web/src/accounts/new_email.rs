//! A new e-mail is shown to be a member's: by a link that was mailed there, opened by anybody who has it, signed in or not.
//!
//! ```text
//!   mail ──/email?key=…──303, the key goes into a cookie──▶ /email ──Yes──▶ the new address is the member's
//! ```
//! Its key is treated as that of a forgotten password is ([`super::forgotten`]): a link that is merely looked at changes nothing.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, time::Duration as CookieDuration},
    http::StatusCode,
    web::Query,
};
use hub::{By, Command, accounts::Command as Accounts, command::AnyRefusal, mail::EMAIL_KEY_LIVES_MS};
use store::mail::Confirming;

use super::{
    forgotten::{Linked, kept_to_oneself, key_in},
    pages::Confirm,
};
use crate::{
    look::Problems,
    posted::{Button, Posted},
    problem::Problem,
    secrets,
    visitor::{Visitor, mend},
};

const COOKIE: &str = "email";

/// `GET /email`: with a key, the key goes into a cookie and out of the address.
pub async fn show(visitor: Visitor, request: HttpRequest, linked: Query<Linked>) -> Result<HttpResponse, Problem> {
    if !linked.key.is_empty() {
        let mut response = visitor.go("/email");
        let cookie = cookie(&visitor, linked.into_inner().sound(), CookieDuration::milliseconds(EMAIL_KEY_LIVES_MS));
        response.add_cookie(&cookie).map_err(|_| AnyRefusal::Broken)?;
        return Ok(kept_to_oneself(response));
    }
    let confirming = confirming(&visitor, &request).await?;
    let page = Confirm { chrome: visitor.chrome().await?, confirming, problems: Problems::none() };
    Ok(kept_to_oneself(visitor.page(&page)))
}

/// `POST /email`
pub async fn confirm(visitor: Visitor, request: HttpRequest, posted: Posted<Button>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    let Some(confirming) = confirming(&visitor, &request).await? else {
        return again(&visitor, StatusCode::GONE, None, Problems::none()).await;
    };
    let key = secrets::hash(&key_in(&request, COOKIE).unwrap_or_default());
    match visitor.act(By::Visitor, id, Command::Accounts(Accounts::ConfirmEmail { key })).await {
        Ok(_) => {
            let (to, words) = match visitor.user() == Some(confirming.user) {
                true => ("/settings/account", crate::say("site-email-confirmed")),
                false => ("/login", crate::say("site-email-confirmed-log-in")),
            };
            let mut response = visitor.go_saying(to, &words.to_string());
            response.add_cookie(&cookie(&visitor, String::new(), CookieDuration::ZERO)).map_err(|_| AnyRefusal::Broken)?;
            Ok(response)
        }
        Err(hub::Refusal::Accounts(hub::accounts::Refusal::EmailLinkOver)) => {
            again(&visitor, StatusCode::GONE, None, Problems::none()).await
        }
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            again(&visitor, status, Some(confirming), problems).await
        }
    }
}

/// The page once more. Without a `confirming` it says that the link is over.
async fn again(visitor: &Visitor, status: StatusCode, confirming: Option<Confirming>, problems: Problems) -> Result<HttpResponse, Problem> {
    let page = Confirm { chrome: visitor.chrome().await?, confirming, problems };
    Ok(kept_to_oneself(visitor.form_again(status, &page)))
}

/// What the link of this browser confirms, while it does.
async fn confirming(visitor: &Visitor, request: &HttpRequest) -> Result<Option<Confirming>, Problem> {
    let Some(key) = key_in(request, COOKIE) else { return Ok(None) };
    Ok(store::mail::find_confirming(&mut visitor.db().await?, &secrets::hash(&key), visitor.now()).await?)
}

/// Only this page is sent it.
fn cookie(visitor: &Visitor, key: String, lives: CookieDuration) -> Cookie<'static> {
    let mut cookie = visitor.cookie(COOKIE, key, lives);
    cookie.set_path("/email");
    cookie
}
