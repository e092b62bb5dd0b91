//! What members say of tools.

use hub::{
    Command,
    kernel::page::Page,
    reviews::{Command as Reviews, ReviewView},
    tools::ToolView,
};

use super::{
    answer::{Answer, DONE, Done, Told},
    paging::Paged,
    sent::{Given, Needed, Nothing, Query, Sends},
    visit::{Named, Writer},
};
use crate::{
    problem::Problem,
    visitor::{Member, Visitor},
};

crate::sent! {
    /// What you say of a tool.
    struct NewReview {
        /// 1 to 5.
        stars: i64,
        /// One line, up to 80 characters.
        title: Needed,
        /// Up to 2,000 characters.
        text: Given<String>,
    }
}

async fn find(db: &mut store::Tx, slug: &str) -> Result<ToolView, Problem> {
    store::tools::find_by_slug(db, slug).await?.ok_or_else(Problem::not_found)
}

pub async fn list(visitor: Visitor, Named(slug): Named, Query(paged): Query<Paged>) -> Answer<Told<Page<ReviewView>>> {
    let wanted = paged.of(&format!("reviews-{slug}"))?;
    let mut db = visitor.db().await?;
    let tool = find(&mut db, &slug).await?;
    let page = store::reviews::page(&mut db, visitor.user(), tool.id, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn own(member: Member, Named(slug): Named) -> Answer<Told<ReviewView>> {
    let mut db = member.db().await?;
    let tool = find(&mut db, &slug).await?;
    Ok(Told(store::reviews::find_own(&mut db, member.id(), tool.id).await?.ok_or_else(Problem::not_found)?))
}

pub async fn write(writer: Writer, Named(slug): Named, Sends { id, body, .. }: Sends<NewReview>) -> Answer<Told<ReviewView>> {
    let tool = find(&mut writer.db().await?, &slug).await?;
    let NewReview { stars, title: Needed(title), text } = body;
    writer.act(id, Command::Reviews(Reviews::Write { tool: tool.id, stars, title, text: text.or(String::new()) })).await?;
    let written = store::reviews::find_own(&mut writer.db().await?, writer.id(), tool.id).await?;
    Ok(Told(written.ok_or_else(Problem::not_found)?))
}

pub async fn take_back(writer: Writer, Named(slug): Named, Sends { id, .. }: Sends<Nothing>) -> Answer<Done> {
    let tool = find(&mut writer.db().await?, &slug).await?;
    writer.act(id, Command::Reviews(Reviews::TakeBack { tool: tool.id })).await?;
    Ok(DONE)
}
