//! The language that is spoken to whoever calls: a member's own, else the one chosen in the foot of a page and kept in a
//! cookie, else the first of the browser's that is spoken here.

use actix_web::{
    HttpResponse,
    cookie::time::Duration,
    dev::ServiceRequest,
    http::header::{AcceptLanguage, Header as _},
};
use hub::{Command, Locale, profiles};
use serde::Deserialize;

use crate::{posted::Posted, problem::Problem, visitor::Visitor};

/// What the request alone says. Programs, which ask for none, are answered in English.
pub fn asked_for(req: &ServiceRequest) -> Locale {
    let cookie = || req.cookie("language").and_then(|c| c.value().parse().ok());
    let browser = || AcceptLanguage::parse(req).ok()?.ranked().iter().find_map(|tag| Locale::of(&tag.to_string()));
    cookie().or_else(browser).unwrap_or(Locale::En)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    language: String,
}

/// `POST /language`
pub async fn set(visitor: Visitor, posted: Posted<LanguageForm>) -> Result<HttpResponse, Problem> {
    let to = posted.next_or("/").to_owned();
    let (id, form) = posted.pressed()?;
    let locale: Locale = form.language.parse().map_err(|e: hub::kernel::UnknownWord| Problem::unreadable(e.to_string()))?;
    if let Some(member) = visitor.member() {
        let draft = crate::settings::profile::draft(&member).await?;
        let draft = profiles::Draft { language: locale.word().to_owned(), ..draft };
        member.act(id, Command::Profiles(profiles::Command::Edit { draft })).await?;
    }
    let mut response = visitor.go(&to);
    let cookie = visitor.cookie("language", locale.word().to_owned(), Duration::days(365));
    response.add_cookie(&cookie).map_err(|_| hub::command::AnyRefusal::Broken)?;
    Ok(response)
}
