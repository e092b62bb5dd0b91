//! A tool's page: what it is for, what is offered with it, what is asked about it.

pub mod pages;

use actix_web::{HttpResponse, web::Path};

use hub::keeps::Thing;

use crate::{keeps, problem::Problem, visitor::Visitor};
use pages::ToolPage;

/// So many offers and asks stand on a tool's page.
const A_PAGE: usize = 24;

/// So many who have helped with it.
pub const EXPERTS: usize = 12;

/// `GET /tools`: they stand under discovery.
pub async fn list(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let query = visitor.step().path_and_query.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    Err(Problem::Moved { to: format!("/discover/tools{query}") })
}

/// `GET /tools/{slug}`
pub async fn show(visitor: Visitor, slug: Path<String>) -> Result<HttpResponse, Problem> {
    let chrome = visitor.chrome().await?;
    let (mut db, reader) = (visitor.db().await?, visitor.user());
    let tool = store::tools::find_by_slug(&mut db, &slug).await?.ok_or_else(Problem::not_found)?;
    let alternatives = store::tools::find_by_slugs(&mut db, &tool.facts.alternatives).await?;
    let offers = store::offers::list_for_tool(&mut db, reader, tool.id, A_PAGE).await?;
    let asks = store::asks::list_for_tool(&mut db, reader, tool.id, A_PAGE).await?;
    let experts = store::tools::list_experts(&mut db, reader, tool.id, EXPERTS).await?;
    let keep = keeps::button(&visitor, &mut db, Thing::Tool(tool.id), None, &tool.facts.name).await?;
    Ok(visitor.page(&ToolPage { chrome, tool, alternatives, experts, offers, asks, keep }))
}
