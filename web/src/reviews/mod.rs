//! Reviews: what members say of a tool, on its page and on one of its own; and the form to say it.

pub mod pages;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Path, Query},
};
use hub::{
    Command, ToolId,
    kernel::refusal::RefusalKind,
    reviews::{Command as Reviews, ReviewView},
};
use store::Tx;

use crate::{
    asks::Onward,
    look::Problems,
    posted::Posted,
    problem::Problem,
    tools,
    visitor::{Member, Visitor, mend},
};
use pages::{Nothing, Review, ReviewForm, ReviewsPage};

/// So many stand on a tool's page; the others on one of their own.
const A_FEW: usize = 4;
const A_PAGE: usize = 24;

/// What stands of them on a tool's page.
pub async fn of_tool(visitor: &Visitor, db: &mut Tx, tool: ToolId) -> Result<(Vec<ReviewView>, bool, Option<ReviewView>), Problem> {
    let page = store::reviews::page(db, visitor.user(), tool, None, A_FEW).await?;
    let own = match visitor.user() {
        Some(user) => store::reviews::find_own(db, user, tool).await?,
        None => None,
    };
    Ok((page.items, page.next.is_some(), own))
}

/// `GET /tools/{slug}/reviews`
pub async fn list(visitor: Visitor, slug: Path<String>, onward: Query<Onward>) -> Result<HttpResponse, Problem> {
    let chrome = visitor.chrome().await?;
    let mut db = visitor.db().await?;
    let tool = store::tools::find_by_slug(&mut db, &slug).await?.ok_or_else(Problem::not_found)?;
    let page = store::reviews::page(&mut db, visitor.user(), tool.id, onward.after.as_deref(), A_PAGE).await?;
    Ok(visitor.page(&ReviewsPage { chrome, tool, reviews: page.items, next: page.next }))
}

/// `POST /tools/{slug}/review`
pub async fn write(member: Member, slug: Path<String>, posted: Posted<ReviewForm>) -> Result<HttpResponse, Problem> {
    let (id, form) = match posted.open() {
        Ok(opened) => opened,
        Err((form, stale)) => return again(&member, &slug, StatusCode::FORBIDDEN, form, stale).await,
    };
    let tool = store::tools::find_by_slug(&mut member.db().await?, &slug).await?.ok_or_else(Problem::not_found)?;
    let Review { stars, title, text } = form.review();
    match member.act(id, Command::Reviews(Reviews::Write { tool: tool.id, stars, title, text })).await {
        Ok(_) => Ok(member.go_saying(&format!("/tools/{slug}#reviews"), &crate::say("reviews-thanks").write())),
        Err(refusal) if refusal.refused().kind == RefusalKind::NotFound => Err(refusal.into()),
        Err(refusal) => {
            let (status, problems) = mend(&refusal);
            again(&member, &slug, status, form, problems).await
        }
    }
}

async fn again(member: &Member, slug: &str, status: StatusCode, form: ReviewForm, problems: Problems) -> Result<HttpResponse, Problem> {
    let mut page = tools::find(member, slug).await?;
    (page.review_form, page.review_problems) = (form, problems);
    Ok(member.form_again(status, &page))
}

/// `POST /tools/{slug}/review/remove`
pub async fn take_back(member: Member, slug: Path<String>, posted: Posted<Nothing>) -> Result<HttpResponse, Problem> {
    let (id, _) = posted.pressed()?;
    let tool = store::tools::find_by_slug(&mut member.db().await?, &slug).await?.ok_or_else(Problem::not_found)?;
    member.act(id, Command::Reviews(Reviews::TakeBack { tool: tool.id })).await?;
    Ok(member.go_saying(&format!("/tools/{slug}#reviews"), &crate::say("reviews-taken-back").write()))
}
