//! The tools directory: seeded, small, and read-only but for how its tools are rated ([`crate::reviews`]).

use std::collections::HashMap;

use hub::{
    ToolId, UserId,
    kernel::page::Page,
    offers::Rating,
    tools::{Expert, ToolCategory, ToolFacts, ToolPricing, ToolRef, ToolView},
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, engine::Value, moderation::no_block, profiles, row};

const TOOL: &str = "t.id, t.slug, t.name, t.company, t.tagline, t.description, t.category, t.tool_type, t.website_url, t.pricing_model,
    t.has_free_tier, t.starting_price, t.problem_categories, t.use_cases, t.ideal_for, t.limitations, t.alternatives, t.tags, t.keywords,
    t.source_url, t.source_note, t.checked_on, t.reviews, t.stars";

fn tool(row: &Row) -> Result<ToolView, Fault> {
    let facts = ToolFacts {
        slug: row.get("slug")?,
        name: row.get("name")?,
        company: row.get("company")?,
        tagline: row.get("tagline")?,
        description: row.get("description")?,
        category: row.word("category")?,
        tool_type: row.word("tool_type")?,
        website_url: row.get("website_url")?,
        pricing_model: row.word("pricing_model")?,
        has_free_tier: row.get::<i64>("has_free_tier")? != 0,
        starting_price: row.get("starting_price")?,
        problem_categories: row.list("problem_categories")?,
        use_cases: row.list("use_cases")?,
        ideal_for: row.list("ideal_for")?,
        limitations: row.list("limitations")?,
        alternatives: row.list("alternatives")?,
        tags: row.list("tags")?,
        keywords: row.list("keywords")?,
        source_url: row.get("source_url")?,
        source_note: row.get("source_note")?,
        checked_on: row.get("checked_on")?,
    };
    Ok(ToolView { id: row.get("id")?, facts, rating: Rating::of(row.get("reviews")?, row.get("stars")?) })
}

/// Which tools a list shows; nothing said shows all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    pub category: Option<ToolCategory>,
    pub pricing: Option<ToolPricing>,
    /// Only those that can be used for nothing, in part at least.
    pub free_tier: bool,
    /// Slug of a problem category it helps with.
    pub problem: Option<String>,
    /// What the name begins with, in any case.
    pub name: Option<String>,
}

pub async fn find_by_slug(db: &mut Tx, slug: &str) -> Result<Option<ToolView>, Fault> {
    let row = db
        .row(AssertSqlSafe(format!("select {TOOL} from tools t where t.slug = $1 order by t.position, t.id limit 1")), args![slug])
        .await?;
    row.map(|row| tool(&row)).transpose()
}

/// The directory as the fixture orders it: for the index and for lists that show all.
pub async fn list_all(db: &mut Tx) -> Result<Vec<ToolView>, Fault> {
    let rows = db.rows(AssertSqlSafe(format!("select {TOOL} from tools t order by t.position, t.id")), args![]).await?;
    rows.iter().map(tool).collect()
}

/// Every tool as a badge, by name: for the choices of a form.
pub async fn list_refs(db: &mut Tx) -> Result<Vec<ToolRef>, Fault> {
    let rows = db.rows("select id, slug, name from tools order by sort_name, id", args![]).await?;
    rows.iter().map(|row| Ok(ToolRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? })).collect()
}

/// A page by name. The cursor is `key:id`, the lower-case name the list is sorted by.
pub async fn page(db: &mut Tx, filters: &Filters, cursor: Option<&str>, limit: usize) -> Result<Page<ToolView>, Fault> {
    let (after, after_id) = cursor.and_then(split_cursor).unwrap_or_default();
    let mut args: Vec<Value> = vec![after.into(), after_id.into(), (limit as i64 + 1).into()];
    let mut and = String::new();
    let mut also = |condition: &str, value: Value| {
        args.push(value);
        and.push_str(" and ");
        and.push_str(&condition.replace("{}", &format!("${}", args.len())));
    };
    if let Some(category) = filters.category {
        also("t.category = {}", category.word().into());
    }
    if let Some(pricing) = filters.pricing {
        also("t.pricing_model = {}", pricing.word().into());
    }
    if filters.free_tier {
        also("t.has_free_tier = {}", 1_i64.into());
    }
    // Lists stand one entry a line: the slug between two line ends is the whole entry.
    if let Some(problem) = &filters.problem {
        also("'\n' || t.problem_categories || '\n' like {} escape '!'", format!("%\n{}\n%", literal(problem)).into());
    }
    if let Some(name) = &filters.name {
        also("t.sort_name like {} escape '!'", format!("{}%", literal(&name.trim().to_lowercase())).into());
    }
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select {TOOL}, t.sort_name from tools t
                 where (t.sort_name > $1 or (t.sort_name = $1 and t.id > $2)){and} order by t.sort_name, t.id limit $3 + 0"
            )),
            &args,
        )
        .await?;
    let found: Vec<ToolView> = rows.iter().map(tool).collect::<Result<_, _>>()?;
    Ok(Page::cut(found, limit, |t| format!("{}:{}", t.facts.name.to_lowercase(), t.id)))
}

/// Tools for somebody who knows none yet: those with a free tier first, of everyday use, named by the most posts here, and then as
/// the fixture orders them. More than fifty posts of a kind are as good as fifty, so that the count stays short.
pub async fn list_to_begin_with(db: &mut Tx, limit: usize) -> Result<Vec<ToolView>, Fault> {
    let join = db.join_in_order();
    let everyday: Vec<String> = ToolCategory::ALL.iter().filter(|c| c.is_everyday()).map(|c| format!("'{}'", c.word())).collect();
    let sql = format!(
        "select {TOOL},
           (select count(*) from (select 1 from ask_tools x {join} asks a on a.id = x.ask_id
                                  where x.tool_id = t.id and a.hidden_at is null limit 50) named_by)
           + (select count(*) from (select 1 from offer_tools x {join} offers o on o.id = x.offer_id
                                    where x.tool_id = t.id and o.status = 'active' and o.hidden_at is null limit 50) named_by) as named
         from tools t
         order by t.has_free_tier desc, case when t.category in ({everyday}) then 0 else 1 end, named desc, t.position, t.id
         limit $1 + 0",
        everyday = everyday.join(", ")
    );
    let rows = db.rows(AssertSqlSafe(sql), args![limit as i64]).await?;
    rows.iter().map(tool).collect()
}

/// Some tools by id, in the order of the ids; unknown ones are left out.
pub async fn list_by_ids(db: &mut Tx, ids: &[ToolId]) -> Result<Vec<ToolView>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id]).collect();
    let rows = db.with_rows(&format!("select {TOOL} from {{rows}} v join tools t on t.id = v.column1"), &wanted).await?;
    let mut known: HashMap<ToolId, ToolView> = HashMap::new();
    for row in &rows {
        let tool = tool(row)?;
        known.insert(tool.id, tool);
    }
    Ok(ids.iter().filter_map(|id| known.get(id).cloned()).collect())
}

/// What may stand in its place, as its page lists them.
pub async fn list_alternatives(db: &mut Tx, of: &ToolFacts) -> Result<Vec<ToolView>, Fault> {
    let found = find_by_slugs(db, &of.alternatives).await?;
    list_by_ids(db, &found.iter().map(|t| t.id).collect::<Vec<_>>()).await
}

/// The tools with these slugs, in the order of the slugs; unknown ones are left out.
pub async fn find_by_slugs(db: &mut Tx, slugs: &[String]) -> Result<Vec<ToolRef>, Fault> {
    let wanted: Vec<Vec<Value>> = slugs.iter().map(|s| row![s]).collect();
    let rows = db.with_rows("select t.id, t.slug, t.name, t.position from {rows} v join tools t on t.slug = v.column1", &wanted).await?;
    let mut known: HashMap<String, (i64, ToolRef)> = HashMap::new();
    for row in rows {
        let position: i64 = row.get("position")?;
        let tool = ToolRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? };
        match known.get(&tool.slug) {
            Some((before, _)) if *before <= position => {}
            _ => {
                known.insert(tool.slug.clone(), (position, tool));
            }
        }
    }
    Ok(slugs.iter().filter_map(|s| known.get(s).map(|(_, t)| t.clone())).collect())
}

/// Who has helped with a tool to the end: an ask or an offer that names it. Those who did most often first.
pub async fn list_experts(db: &mut Tx, reader: Option<UserId>, tool: ToolId, limit: usize) -> Result<Vec<Expert>, Fault> {
    let seen = if reader.is_some() { "" } else { " and p.visibility = 'everyone'" };
    let sql = format!(
        "select {card}, count(*) as helps from connections c
         join users u on u.id = case when c.ask_id is not null then c.initiator else c.responder end
         join standing st on st.user_id = u.id
         where c.status = 'completed' and u.suspended_at is null and u.hidden_at is null and u.unlisted_at is null and {unblocked}
           and (c.ask_id in (select x.ask_id from ask_tools x join asks p on p.id = x.ask_id where x.tool_id = $1 and p.hidden_at is null{seen})
             or c.offer_id in (select x.offer_id from offer_tools x join offers p on p.id = x.offer_id
                               where x.tool_id = $1 and p.hidden_at is null{seen}))
         group by u.id, u.username, u.name, u.tagline, u.demo_at, st.helped
         order by helps desc, st.helped desc, u.id limit $3 + 0",
        card = profiles::CARD,
        unblocked = no_block("$2", "u.id"),
    );
    let rows = db.rows(AssertSqlSafe(sql), args![tool, reader.unwrap_or(UserId(0)), limit as i64]).await?;
    rows.iter().map(|row| Ok(Expert { person: profiles::card(row)?, helps: row.get("helps")? })).collect()
}

/// How many there are of each category, for the directory's filters.
pub async fn count_by_category(db: &mut Tx) -> Result<Vec<(ToolCategory, i64)>, Fault> {
    let rows = db.rows("select category, count(*) as n from tools group by category order by category", args![]).await?;
    rows.iter().map(|row| Ok((row.word("category")?, row.get("n")?))).collect()
}

/// Text as `like` takes it word for word, with `!` for escape.
fn literal(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// `name:id`; a name may hold colons.
fn split_cursor(cursor: &str) -> Option<(String, i64)> {
    let (name, id) = cursor.rsplit_once(':')?;
    Some((name.to_owned(), id.parse().ok()?))
}
