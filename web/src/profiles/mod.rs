//! A member's page.

pub mod pages;

use actix_web::{HttpResponse, web::Path};

use crate::{look::Problems, problem::Problem, visitor::Visitor};
use pages::ProfilePage;

/// `GET /@{handle}`: an old name leads to the new one, for good.
pub async fn show(visitor: Visitor, handle: Path<String>) -> Result<HttpResponse, Problem> {
    let chrome = visitor.chrome().await?;
    let mut db = visitor.db().await?;
    let (user, now_called, _) = store::accounts::find_by_handle(&mut db, &handle).await?.ok_or_else(Problem::not_found)?;
    if now_called != *handle {
        return Err(Problem::Moved { to: format!("/@{now_called}") });
    }
    let profile = store::profiles::find(&mut db, visitor.user(), user).await?.ok_or_else(Problem::not_found)?;
    let page = ProfilePage {
        chrome,
        profile,
        offers: Vec::new(),
        asks: Vec::new(),
        thanks: Vec::new(),
        connections: Vec::new(),
        blocked: false,
        message: String::new(),
        problems: Problems::none(),
    };
    Ok(visitor.page(&page))
}
