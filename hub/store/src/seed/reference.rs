//! The taxonomy and the tools directory, from the fixtures that are built into the program.
//!
//! Each category has a room, too, which members may join.
//!
//! At every start: when the fixtures are those of last time, one read; else terms and tools are written anew by type and
//! slug, keeping their ids. What a fixture no longer names stays, since posts may stand on it.

use std::collections::HashSet;

use hub::{
    TermId, ToolId,
    taxonomy::{Term, TermType},
    tools::ToolFacts,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{SeedRefused, read};
use crate::{Fault, Store, args, engine::Value, row};

const TAXONOMY: &str = include_str!("../../../../fixtures/taxonomy/taxonomy.yaml");

macro_rules! tool_files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../fixtures/tools/tools-", $name, ".yaml")))),+]
    };
}

const TOOLS: &[(&str, &str)] = tool_files![
    "chat",
    "code",
    "image",
    "video",
    "audio",
    "writing",
    "research",
    "productivity",
    "data",
    "design",
    "language",
    "framework",
    "database",
    "infrastructure",
    "cloud",
    "testing",
    "other",
];

/// What the reference data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceReport {
    pub terms: usize,
    pub tools: usize,
    /// Whether it was written; else it stood there already.
    pub written: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TermFixture {
    r#type: TermType,
    slug: String,
    name: String,
    description: String,
    #[serde(default)]
    problem: String,
    #[serde(default)]
    color: String,
    #[serde(default)]
    icon: String,
    #[serde(default)]
    words: Vec<String>,
}

/// The terms of the fixture; their ids are the store's to give.
pub fn reference_terms() -> Result<Vec<Term>, SeedRefused> {
    let read: Vec<TermFixture> = read("taxonomy.yaml", TAXONOMY)?;
    let terms = read.into_iter().map(|t| Term {
        id: TermId(0),
        term_type: t.r#type,
        slug: t.slug,
        name: t.name,
        description: t.description,
        problem: t.problem,
        color: t.color,
        icon: t.icon,
        words: t.words,
    });
    Ok(terms.collect())
}

/// The tools of the fixtures.
pub fn reference_tools() -> Result<Vec<ToolFacts>, SeedRefused> {
    let mut tools: Vec<ToolFacts> = Vec::new();
    for (name, yaml) in TOOLS {
        tools.extend(read::<Vec<ToolFacts>>(&format!("tools-{name}.yaml"), yaml)?);
    }
    Ok(tools)
}

/// Every slug once, and nothing that points nowhere.
fn check(terms: &[Term], tools: &[ToolFacts]) -> Result<(), SeedRefused> {
    let wrong = |words: String| Err(SeedRefused::Fixture(words));
    let mut known: HashSet<(TermType, &str)> = HashSet::new();
    for term in terms {
        if !known.insert((term.term_type, &term.slug)) {
            return wrong(format!("the {} “{}” stands twice in the taxonomy", term.term_type, term.slug));
        }
    }
    let slugs: HashSet<&str> = tools.iter().map(|t| t.slug.as_str()).collect();
    if slugs.len() != tools.len() {
        let mut seen = HashSet::new();
        let twice = tools.iter().find(|t| !seen.insert(&t.slug)).map_or("", |t| &t.slug);
        return wrong(format!("the tool “{twice}” stands twice"));
    }
    for tool in tools {
        for category in &tool.problem_categories {
            if !known.contains(&(TermType::OfferCategory, category.as_str())) {
                return wrong(format!("the tool “{}” helps with “{category}”, which is no category", tool.slug));
            }
        }
        for tag in &tool.tags {
            if ![TermType::Skill, TermType::Topic].iter().any(|t| known.contains(&(*t, tag.as_str()))) {
                return wrong(format!("the tool “{}” has the tag “{tag}”, which is no skill and no topic", tool.slug));
            }
        }
        for other in &tool.alternatives {
            if !slugs.contains(other.as_str()) {
                return wrong(format!("the tool “{}” names “{other}”, which is no tool", tool.slug));
            }
        }
    }
    Ok(())
}

/// Changes when a fixture changes, and with the columns they are written to.
fn checksum() -> String {
    let mut hash = Sha256::new();
    hash.update("terms, tools: 1, rooms: 1");
    hash.update(TAXONOMY);
    for (name, yaml) in TOOLS {
        hash.update(name);
        hash.update(yaml);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

impl Store {
    /// Brings taxonomy and tools up to what the fixtures say.
    pub async fn seed_reference(&self) -> Result<ReferenceReport, SeedRefused> {
        let sum = checksum();
        let mut db = self.read().await?;
        let stands = match db.row("select value from meta where key = 'reference'", args![]).await? {
            Some(row) => row.get::<String>("value")? == sum,
            None => false,
        };
        if stands {
            let terms = db.number("select count(*) as n from terms", args![]).await? as usize;
            let tools = db.number("select count(*) as n from tools", args![]).await? as usize;
            return Ok(ReferenceReport { terms, tools, written: false });
        }
        drop(db);
        let (terms, tools) = (reference_terms()?, reference_tools()?);
        check(&terms, &tools)?;
        self.write_reference(&terms, &tools, &sum).await?;
        Ok(ReferenceReport { terms: terms.len(), tools: tools.len(), written: true })
    }

    async fn write_reference(&self, terms: &[Term], tools: &[ToolFacts], sum: &str) -> Result<(), Fault> {
        let ids = &self.inner.ids;
        ids.refill(&self.inner.db).await?;
        let mut term_rows: Vec<Vec<Value>> = Vec::with_capacity(terms.len());
        for (t, position) in terms.iter().zip(0_i64..) {
            let id = TermId(ids.next()?);
            let words = t.words.join("\n");
            term_rows.push(row![id, t.term_type.word(), &t.slug, &t.name, &t.description, &t.problem, &t.color, &t.icon, words, position]);
        }
        let mut tool_rows: Vec<Vec<Value>> = Vec::with_capacity(tools.len());
        for (t, position) in tools.iter().zip(0_i64..) {
            tool_rows.push(tool_row(ToolId(ids.next()?), t, position));
        }
        let mut tx = self.write().await?;
        tx.insert_many(
            "terms",
            "id, term_type, slug, name, description, problem, color, icon, words, position",
            &term_rows,
            "on conflict (term_type, slug) do update set name = excluded.name, description = excluded.description,
                 problem = excluded.problem, color = excluded.color, icon = excluded.icon, words = excluded.words,
                 position = excluded.position",
        )
        .await?;
        let categories = terms.iter().filter(|t| t.term_type == TermType::OfferCategory);
        let mut rooms: Vec<Vec<Value>> = Vec::new();
        for (t, position) in categories.zip(1_i64..) {
            rooms.push(row![ids.next()?, "room", &t.slug, &t.name, &t.description, 0, position]);
        }
        // Whoever looks after a room may have changed its name: it is found by its slug and left as it is.
        tx.insert_many("rooms", "id, kind, slug, name, description, opened_at, position", &rooms, "on conflict (slug) do nothing").await?;
        tx.run(
            "update rooms set category_id = (select t.id from terms t where t.term_type = $1 and t.slug = rooms.slug)
             where category_id is null and opened_by is null",
            args![TermType::OfferCategory.word()],
        )
        .await?;
        tx.run(
            "insert into room_heads (id, message_no, log_no, last_at)
             select r.id, 0, 0, 0 from rooms r where not exists (select 1 from room_heads h where h.id = r.id)",
            args![],
        )
        .await?;
        tx.insert_many("tools", TOOL_COLUMNS, &tool_rows, TOOL_AGAIN).await?;
        tx.run("insert into meta (key, value) values ('reference', $1) on conflict (key) do update set value = excluded.value", args![sum])
            .await?;
        tx.commit().await
    }
}

const TOOL_COLUMNS: &str = "id, tool_type, slug, name, sort_name, company, tagline, description, category, website_url, pricing_model,
    has_free_tier, starting_price, problem_categories, use_cases, ideal_for, limitations, alternatives, tags, keywords, source_url,
    source_note, checked_on, position";

const TOOL_AGAIN: &str = "on conflict (tool_type, slug) do update set name = excluded.name, sort_name = excluded.sort_name,
    company = excluded.company, tagline = excluded.tagline, description = excluded.description, category = excluded.category,
    website_url = excluded.website_url, pricing_model = excluded.pricing_model, has_free_tier = excluded.has_free_tier,
    starting_price = excluded.starting_price, problem_categories = excluded.problem_categories, use_cases = excluded.use_cases,
    ideal_for = excluded.ideal_for, limitations = excluded.limitations, alternatives = excluded.alternatives, tags = excluded.tags,
    keywords = excluded.keywords, source_url = excluded.source_url, source_note = excluded.source_note,
    checked_on = excluded.checked_on, position = excluded.position";

fn tool_row(id: ToolId, t: &ToolFacts, position: i64) -> Vec<Value> {
    row![
        id,
        t.tool_type.word(),
        &t.slug,
        &t.name,
        t.name.to_lowercase(),
        &t.company,
        &t.tagline,
        &t.description,
        t.category.word(),
        &t.website_url,
        t.pricing_model.word(),
        i64::from(t.has_free_tier),
        t.starting_price.clone(),
        t.problem_categories.join("\n"),
        t.use_cases.join("\n"),
        t.ideal_for.join("\n"),
        t.limitations.join("\n"),
        t.alternatives.join("\n"),
        t.tags.join("\n"),
        t.keywords.join("\n"),
        &t.source_url,
        &t.source_note,
        &t.checked_on,
        position
    ]
}
