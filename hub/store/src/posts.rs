//! What asks and offers have in common in the database: words and tools by slug, slugs of their own, and who looked.

use std::collections::{HashMap, HashSet};

use hub::{
    FieldProblem, Timestamp, UserId,
    kernel::text::slug_try,
    taxonomy::{TermRef, TermType},
    tools::ToolRef,
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, batch::Work, engine::Value, row, taxonomy, tools};

/// Which of the two. Its words are names of tables and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ask,
    Offer,
}

impl Kind {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Kind::Ask => "ask",
            Kind::Offer => "offer",
        }
    }
}

/// What a draft's slugs stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub category: Option<TermRef>,
    pub tags: Vec<TermRef>,
    pub tools: Vec<ToolRef>,
}

/// Looks up a draft's slugs; what is unknown is said field by field.
pub(crate) async fn find_words(
    tx: &mut Tx,
    category: &str,
    tags: &[String],
    tools: &[String],
) -> Result<Result<Words, Vec<FieldProblem>>, Fault> {
    let mut words = Words::default();
    let mut problems = Vec::new();
    if !category.is_empty() {
        words.category = taxonomy::find_terms_by_slugs(tx, &[TermType::OfferCategory], &[category.to_owned()]).await?.pop();
        if words.category.is_none() {
            problems.push(FieldProblem::new("category", hub::fixed("rule-posts-we-dont-know-that-category-choose-one-from-the")));
        }
    }
    words.tags = taxonomy::find_terms_by_slugs(tx, &[TermType::Skill, TermType::Topic], tags).await?;
    let known: HashSet<&str> = words.tags.iter().map(|t| t.slug.as_str()).collect();
    if let Some(unknown) = tags.iter().find(|t| !known.contains(t.as_str())) {
        problems.push(FieldProblem::new(
            "tags",
            hub::say("rule-posts-we-dont-know-the-tag-choose-from-the-list").with("unknown", unknown).to_string(),
        ));
    }
    words.tools = tools::find_by_slugs(tx, tools).await?;
    let known: HashSet<&str> = words.tools.iter().map(|t| t.slug.as_str()).collect();
    if let Some(unknown) = tools.iter().find(|t| !known.contains(t.as_str())) {
        problems.push(FieldProblem::new(
            "tools",
            hub::say("rule-posts-we-dont-know-the-tool-choose-from-the-list").with("unknown", unknown).to_string(),
        ));
    }
    Ok(if problems.is_empty() { Ok(words) } else { Err(problems) })
}

/// The first slug of `title`, `title-2`, `title-3` … that this member has not used.
pub(crate) async fn free_slug(tx: &mut Tx, kind: Kind, owner: UserId, slug: &str) -> Result<String, Fault> {
    // Slugs hold neither % nor _, so the pattern says what it means.
    let rows = tx
        .rows(
            AssertSqlSafe(format!("select slug from {}s where user_id = $1 and (slug = $2 or slug like $3)", kind.word())),
            args![owner, slug, format!("{slug}-%")],
        )
        .await?;
    let taken: HashSet<String> = rows.iter().map(|row| row.get("slug")).collect::<Result<_, _>>()?;
    let free = (1..).map(|n| slug_try(slug, n)).find(|s| !taken.contains(s));
    free.ok_or_else(|| Fault::Corrupt("every slug is taken".to_owned()))
}

/// Writes a post's tags and tools anew.
pub(crate) async fn save_words(tx: &mut Tx, kind: Kind, id: i64, words: &Words) -> Result<(), Fault> {
    let kind = kind.word();
    let tags: Vec<Vec<Value>> = words.tags.iter().zip(0_i64..).map(|(t, i)| row![id, t.id, i]).collect();
    let tools: Vec<Vec<Value>> = words.tools.iter().zip(0_i64..).map(|(t, i)| row![id, t.id, i]).collect();
    for (table, key, rows) in [("tags", "term_id", tags), ("tools", "tool_id", tools)] {
        tx.run(AssertSqlSafe(format!("delete from {kind}_{table} where {kind}_id = $1")), args![id]).await?;
        tx.insert_many(&format!("{kind}_{table}"), &format!("{kind}_id, {key}, position"), &rows, "").await?;
    }
    Ok(())
}

/// Tags and tools of a page of posts, two statements however many there are.
pub(crate) async fn list_words(tx: &mut Tx, kind: Kind, ids: &[i64]) -> Result<HashMap<i64, (Vec<TermRef>, Vec<ToolRef>)>, Fault> {
    let kind = kind.word();
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id]).collect();
    let mut tags = tx
        .with_rows(
            &format!(
                "select x.{kind}_id as post, x.position, t.id, t.slug, t.name from {{rows}} v
                 join {kind}_tags x on x.{kind}_id = v.column1 join terms t on t.id = x.term_id"
            ),
            &wanted,
        )
        .await?;
    let mut tools = tx
        .with_rows(
            &format!(
                "select x.{kind}_id as post, x.position, t.id, t.slug, t.name from {{rows}} v
                 join {kind}_tools x on x.{kind}_id = v.column1 join tools t on t.id = x.tool_id"
            ),
            &wanted,
        )
        .await?;
    in_order(&mut tags)?;
    in_order(&mut tools)?;
    let mut words: HashMap<i64, (Vec<TermRef>, Vec<ToolRef>)> = HashMap::new();
    for row in tags {
        let term = TermRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? };
        words.entry(row.get("post")?).or_default().0.push(term);
    }
    for row in tools {
        let tool = ToolRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? };
        words.entry(row.get("post")?).or_default().1.push(tool);
    }
    Ok(words)
}

/// As they were typed.
fn in_order(rows: &mut Vec<Row>) -> Result<(), Fault> {
    let mut keyed = rows.drain(..).map(|row| Ok((row.get::<i64>("position")?, row))).collect::<Result<Vec<_>, Fault>>()?;
    keyed.sort_by_key(|(position, _)| *position);
    rows.extend(keyed.into_iter().map(|(_, row)| row));
    Ok(())
}

/// Whether this look is the member's first at it on this UTC day.
pub(crate) async fn first_look(work: &mut Work<'_>, kind: Kind, id: i64, user: UserId, at: Timestamp) -> Result<bool, Fault> {
    let made = work
        .tx
        .run(
            "insert into looks (kind, id, user_id, day) values ($1, $2, $3, $4) on conflict do nothing",
            args![kind.word(), id, user, at.utc_day()],
        )
        .await?;
    if made > 0 {
        work.tx.run(AssertSqlSafe(format!("update {}s set views = views + 1 where id = $1", kind.word())), args![id]).await?;
    }
    Ok(made > 0)
}
