//! Light or dark, kept in a cookie.

use actix_web::{HttpResponse, cookie::time::Duration};
use serde::Deserialize;

use crate::{layout::Theme, posted::Posted, problem::Problem, visitor::Visitor};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ThemeForm {
    theme: String,
}

/// `POST /theme`
pub async fn set(visitor: Visitor, posted: Posted<ThemeForm>) -> Result<HttpResponse, Problem> {
    let to = posted.next_or("/").to_owned();
    let (_, form) = posted.pressed()?;
    let theme: Theme = form.theme.parse().map_err(|e: hub::kernel::UnknownWord| Problem::unreadable(e.to_string()))?;
    let mut response = visitor.go(&to);
    let cookie = visitor.cookie("theme", theme.word().to_owned(), Duration::days(365));
    response.add_cookie(&cookie).map_err(|_| hub::command::AnyRefusal::Broken)?;
    Ok(response)
}
