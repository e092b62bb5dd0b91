//! What is there to look up: tools, the words that sort things, somebody.

use hub::{
    UserId,
    kernel::page::Page,
    profiles::ProfileView,
    taxonomy::{Term, TermType},
    tools::{Expert, ToolCategory, ToolPricing, ToolView},
};

use super::{
    answer::{Answer, Told},
    paging::wanted,
    sent::{Given, Query},
    visit::Named,
};
use crate::{problem::Problem, tools::EXPERTS, visitor::Visitor};

crate::sent! {
    /// Which tools.
    struct ToolFilters {
        category: Given<ToolCategory>,
        pricing: Given<ToolPricing>,
        /// Only those that can be used for nothing, in part at least.
        free_tier: Given<bool>,
        /// Slug of a problem category it helps with.
        problem: Given<String>,
        /// What the name begins with.
        name: Given<String>,
        /// `next` of the page before.
        cursor: Given<String>,
        /// How many items at most: 1 to 100, 20 when nothing is said.
        limit: Given<i64>,
    }
}

crate::sent! {
    /// Which words.
    struct TermFilters {
        r#type: Given<TermType>,
    }
}

pub async fn tools(visitor: Visitor, Query(filters): Query<ToolFilters>) -> Answer<Told<Page<ToolView>>> {
    let wanted = wanted("tools", filters.cursor, filters.limit)?;
    let filters = store::tools::Filters {
        category: filters.category.into_option(),
        pricing: filters.pricing.into_option(),
        free_tier: filters.free_tier.or(false),
        problem: filters.problem.into_option(),
        name: filters.name.into_option(),
    };
    let mut db = visitor.db().await?;
    let page = store::tools::page(&mut db, &filters, wanted.cursor(), wanted.limit).await?;
    Ok(Told(wanted.page(page)))
}

pub async fn tool(visitor: Visitor, Named(slug): Named) -> Answer<Told<ToolView>> {
    let mut db = visitor.db().await?;
    Ok(Told(store::tools::find_by_slug(&mut db, &slug).await?.ok_or_else(Problem::not_found)?))
}

pub async fn experts(visitor: Visitor, Named(slug): Named) -> Answer<Told<Page<Expert>>> {
    let mut db = visitor.db().await?;
    let tool = store::tools::find_by_slug(&mut db, &slug).await?.ok_or_else(Problem::not_found)?;
    let items = store::tools::list_experts(&mut db, visitor.user(), tool.id, EXPERTS).await?;
    Ok(Told(Page { items, next: None }))
}

/// All of them: few, and always wanted together.
pub async fn terms(visitor: Visitor, Query(filters): Query<TermFilters>) -> Answer<Told<Page<Term>>> {
    let mut db = visitor.db().await?;
    let items = match filters.r#type {
        Given::So(term_type) => store::taxonomy::list_terms(&mut db, term_type).await?,
        Given::Not => store::taxonomy::list_all(&mut db).await?,
    };
    Ok(Told(Page { items, next: None }))
}

/// A name of earlier days leads to today's.
pub async fn person(visitor: Visitor, Named(handle): Named) -> Answer<Told<ProfileView>> {
    let mut db = visitor.db().await?;
    let (user, today, is_old) = store::accounts::find_by_handle(&mut db, &handle).await?.ok_or_else(Problem::not_found)?;
    if is_old {
        return Err(Problem::Moved { to: format!("/api/v1/people/{today}") });
    }
    profile(&visitor, user).await
}

async fn profile(visitor: &Visitor, user: UserId) -> Answer<Told<ProfileView>> {
    let mut db = visitor.db().await?;
    Ok(Told(store::profiles::find(&mut db, visitor.user(), user).await?.ok_or_else(Problem::not_found)?))
}
