//! A tool's page: what it is for, what is offered with it, what is asked about it; and two to four of them side by side.

pub mod pages;

use std::collections::HashMap;

use actix_web::{
    HttpResponse,
    web::{Path, Query},
};

use hub::{
    command::AnyRefusal,
    discovery::{Query as Search, What},
    keeps::Thing,
    tools::ToolRef,
};
use search::Viewer;

use crate::{
    keeps,
    look::Problems,
    problem::Problem,
    reviews::{self, pages::ReviewForm},
    visitor::Visitor,
};
use pages::{Compare, Compared, MOST_COMPARED, ToolPage, compare_path};

/// So many offers and asks stand on a tool's page.
const A_PAGE: usize = 24;

/// So many who have helped with it.
pub const EXPERTS: usize = 12;

/// So many of them beside other tools.
const EXPERTS_BESIDE: usize = 3;

/// `GET /tools`: they stand under discovery.
pub async fn list(visitor: Visitor) -> Result<HttpResponse, Problem> {
    let query = visitor.step().path_and_query.split_once('?').map_or(String::new(), |(_, query)| format!("?{query}"));
    Err(Problem::Moved { to: format!("/discover/tools{query}") })
}

/// `GET /tools/{slug}`
pub async fn show(visitor: Visitor, slug: Path<String>) -> Result<HttpResponse, Problem> {
    let page = find(&visitor, &slug).await?;
    Ok(visitor.page(&page))
}

/// A tool's page: also for the form on it.
pub async fn find(visitor: &Visitor, slug: &str) -> Result<ToolPage, Problem> {
    let chrome = visitor.chrome().await?;
    let (mut db, reader) = (visitor.db().await?, visitor.user());
    let tool = store::tools::find_by_slug(&mut db, slug).await?.ok_or_else(Problem::not_found)?;
    let alternatives = store::tools::find_by_slugs(&mut db, &tool.facts.alternatives).await?;
    let offers = store::offers::list_for_tool(&mut db, reader, tool.id, A_PAGE).await?;
    let asks = store::asks::list_for_tool(&mut db, reader, tool.id, A_PAGE).await?;
    let experts = store::tools::list_experts(&mut db, reader, tool.id, EXPERTS).await?;
    let keep = keeps::button(visitor, &mut db, Thing::Tool(tool.id), None, &tool.facts.name).await?;
    let (reviews, more_reviews, own_review) = reviews::of_tool(visitor, &mut db, tool.id).await?;
    Ok(ToolPage {
        chrome,
        tool,
        alternatives,
        experts,
        offers,
        asks,
        keep,
        reviews,
        more_reviews,
        review_form: ReviewForm::of(own_review.as_ref()),
        review_problems: Problems::none(),
        own_review,
    })
}

/// `GET /tools/compare?with=a,b,c`; boxes that are ticked say `with=a&with=b`, and are led to the same address.
pub async fn compare(visitor: Visitor, query: Query<Vec<(String, String)>>) -> Result<HttpResponse, Problem> {
    let said: Vec<&str> = query.iter().filter(|(name, _)| name == "with").map(|(_, value)| value.as_str()).collect();
    let wanted = slugs(&said);
    let mut db = visitor.db().await?;
    let directory = store::tools::list_refs(&mut db).await?;
    let known: Vec<&ToolRef> = wanted.iter().filter_map(|slug| directory.iter().find(|tool| tool.slug == *slug)).collect();
    let shown = &known[..known.len().min(MOST_COMPARED)];
    if said.len() > 1 {
        // All that were ticked stay in the address, so that the page can say that they are too many.
        return Err(Problem::Moved { to: compare_path(known.iter().map(|tool| tool.slug.as_str())) });
    }
    let ids: Vec<_> = shown.iter().map(|tool| tool.id).collect();
    let too_many = known.len() > shown.len();
    let (offers, asks) = (count_by_tool(&visitor, What::Offers).await?, count_by_tool(&visitor, What::Asks).await?);
    let mut tools = Vec::new();
    for tool in store::tools::list_by_ids(&mut db, &ids).await? {
        let experts = store::tools::list_experts(&mut db, visitor.user(), tool.id, EXPERTS_BESIDE).await?;
        let of = |counts: &HashMap<String, usize>| counts.get(&tool.facts.slug).copied().unwrap_or_default();
        tools.push(Compared { offers: of(&offers), asks: of(&asks), experts, tool });
    }
    drop(db);
    let chrome = visitor.chrome().await?;
    Ok(visitor.page(&Compare { chrome, tools, directory: directory.into(), too_many }))
}

/// The slugs in the order they were said, each once. More than a few dozen nobody ticks.
fn slugs<'a>(said: &[&'a str]) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for slug in said.iter().flat_map(|list| list.split(',')).map(str::trim).filter(|slug| !slug.is_empty()).take(40) {
        if !all.contains(&slug) {
            all.push(slug);
        }
    }
    all
}

/// How many of these the reader may find with each tool, by its slug.
async fn count_by_tool(visitor: &Visitor, what: What) -> Result<HashMap<String, usize>, Problem> {
    let house = visitor.house();
    let index = house.collective.finder().cloned().ok_or(AnyRefusal::Busy { retry_after_ms: 2_000 })?;
    let viewer = Viewer { signed_in: visitor.user().is_some(), ..Viewer::default() };
    let counted = house.counted.of(index, Search { what: vec![what], ..Search::default() }, viewer).await?;
    let with = counted.values.iter().filter_map(|(fact, count)| Some((fact.strip_prefix("tool:")?.to_owned(), *count)));
    Ok(with.collect())
}

#[cfg(test)]
mod tests {
    use super::slugs;

    #[test]
    fn a_comparison_takes_lists_and_boxes_and_each_tool_once() {
        assert_eq!(slugs(&["chatgpt,claude"]), ["chatgpt", "claude"]);
        assert_eq!(slugs(&["claude", "", "chatgpt, claude,,"]), ["claude", "chatgpt"]);
        assert!(slugs(&[]).is_empty());
    }
}
