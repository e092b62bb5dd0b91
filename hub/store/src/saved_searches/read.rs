//! Reading saved searches: a member's own, what was found for them, and all that the matcher asks.

use std::collections::HashMap;

use hub::{
    SearchId, Timestamp, UserId,
    discovery::{Query, VERSION},
    saved_searches::{
        FindView, SearchView,
        rules::{Names, words},
    },
    taxonomy::TermType,
};
use sqlx::AssertSqlSafe;

use super::{post, query, wants};
use crate::{Fault, Row, Tx, args, asks, engine::Value, offers, row, taxonomy, tools};

const SEARCH: &str = "s.id, s.query, s.query_version, s.tell, s.saved_at,
    (select count(*) from search_finds f where f.search_id = s.id) as found";

/// A member's own searches, the newest first.
pub async fn list(db: &mut Tx, user: UserId) -> Result<Vec<SearchView>, Fault> {
    let sql = format!("select {SEARCH} from saved_searches s where s.user_id = $1 order by s.id desc");
    let rows = db.rows(AssertSqlSafe(sql), args![user]).await?;
    views(db, &rows).await
}

/// One, if it is the reader's.
pub async fn find(db: &mut Tx, reader: UserId, id: SearchId) -> Result<Option<SearchView>, Fault> {
    let sql = format!("select {SEARCH} from saved_searches s where s.user_id = $1 and s.id = $2");
    let rows = db.rows(AssertSqlSafe(sql), args![reader, id]).await?;
    Ok(views(db, &rows).await?.pop())
}

/// Those that this program can't read are left out.
async fn views(db: &mut Tx, rows: &[Row]) -> Result<Vec<SearchView>, Fault> {
    let mut known = Vec::with_capacity(rows.len());
    for row in rows {
        known.extend(query(row)?.map(|query| (row, query)));
    }
    let names = Named::load(db, known.iter().map(|(_, query)| query)).await?;
    known
        .into_iter()
        .map(|(row, query)| {
            Ok(SearchView {
                id: row.get("id")?,
                words: words(&query, &names.of(&query)),
                query,
                tell: row.word("tell")?,
                saved_at: row.get("saved_at")?,
                found: row.get("found")?,
            })
        })
        .collect()
}

/// How slugs are called.
#[derive(Default)]
struct Named {
    categories: HashMap<String, String>,
    tags: HashMap<String, String>,
    tools: HashMap<String, String>,
}

impl Named {
    async fn load<'q>(db: &mut Tx, queries: impl Iterator<Item = &'q Query> + Clone) -> Result<Named, Fault> {
        let slugs = |of: fn(&Query) -> &Option<String>| queries.clone().filter_map(|query| of(query).clone()).collect::<Vec<String>>();
        let (categories, tags) = (slugs(|q| &q.category), slugs(|q| &q.tag));
        let categories = taxonomy::find_terms_by_slugs(db, &[TermType::OfferCategory], &categories).await?;
        let tags = taxonomy::find_terms_by_slugs(db, &[TermType::Skill, TermType::Topic], &tags).await?;
        let tools = tools::find_by_slugs(db, &slugs(|q| &q.tool)).await?;
        Ok(Named {
            categories: categories.into_iter().map(|term| (term.slug, term.name)).collect(),
            tags: tags.into_iter().map(|term| (term.slug, term.name)).collect(),
            tools: tools.into_iter().map(|tool| (tool.slug, tool.name)).collect(),
        })
    }

    fn of(&self, query: &Query) -> Names {
        let name = |known: &HashMap<String, String>, slug: &Option<String>| {
            slug.as_ref().and_then(|slug| known.get(slug)).cloned().unwrap_or_default()
        };
        Names { category: name(&self.categories, &query.category), tag: name(&self.tags, &query.tag), tool: name(&self.tools, &query.tool) }
    }
}

/// How a search is said in words, saved or not.
pub async fn find_words(db: &mut Tx, query: &Query) -> Result<String, Fault> {
    let names = Named::load(db, std::iter::once(query)).await?;
    Ok(words(query, &names.of(query)))
}

/// How some of a reader's searches are said in words.
pub(crate) async fn list_words(db: &mut Tx, reader: UserId, ids: &[SearchId]) -> Result<HashMap<SearchId, String>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, reader]).collect();
    let sql = format!("select {SEARCH} from {{rows}} v join saved_searches s on s.id = v.column1 and s.user_id = v.column2");
    let rows = db.with_rows(&sql, &wanted).await?;
    Ok(views(db, &rows).await?.into_iter().map(|search| (search.id, search.words)).collect())
}

/// What was found for the member `$1`, as far as they may see it now; `and` is what else it must be.
pub(super) fn finds(db: &Tx, and: &str) -> String {
    let join = db.join_in_order();
    // Both engines sort a union by names that are given.
    let of = |kind: &str, from: &str, alias: &str, path: &str, listed: String| {
        format!(
            "select f.kind as kind, f.post as post, f.search_id, f.found_at, f.told_at, {alias}.title, {alias}.slug, u.username, '{path}' as path
             from search_finds f {join} {from} {alias} on {alias}.id = f.post {join} users u on u.id = {alias}.user_id
             where f.user_id = $1 and f.kind = '{kind}' and {listed} and {} and {and}",
            wants("f.user_id", alias)
        )
    };
    let asks = of("ask", "asks", "a", "/asks/", asks::listed("f.user_id"));
    let offers = of("offer", "offers", "o", "/", offers::listed("f.user_id"));
    format!("{asks} union all {offers}")
}

/// What was found for a member, the newest first.
pub async fn list_finds(db: &mut Tx, user: UserId, limit: usize) -> Result<Vec<FindView>, Fault> {
    let sql = format!("{} order by found_at desc, kind, post desc limit $2 + 0", finds(db, "1 = 1"));
    let rows = db.rows(AssertSqlSafe(sql), args![user, limit as i64]).await?;
    rows.iter()
        .map(|row| {
            let path = format!("/@{}{}{}", row.get::<String>("username")?, row.get::<String>("path")?, row.get::<String>("slug")?);
            Ok(FindView {
                post: post(row)?,
                title: row.get("title")?,
                path,
                search: row.get("search_id")?,
                found_at: row.get("found_at")?,
                waits: row.get::<Option<Timestamp>>("told_at")?.is_none(),
            })
        })
        .collect()
}

/// For whom it is morning.
pub async fn list_mornings(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<UserId>, Fault> {
    let sql = "select user_id from search_mornings where due_at <= $1 order by due_at limit $2 + 0";
    let rows = db.rows(sql, args![now, limit as i64]).await?;
    rows.iter().map(|row| row.get("user_id")).collect()
}

/// All that are waited for, by id after `after`; and the last one that was looked at.
pub async fn stream_all(db: &mut Tx, after: SearchId, limit: usize) -> Result<(Vec<(SearchId, Query)>, Option<SearchId>), Fault> {
    let sql = "select id, query, query_version from saved_searches where id > $1 and tell <> 'off' order by id limit $2 + 0";
    let rows = db.rows(sql, args![after, limit as i64]).await?;
    let last = rows.last().map(|row| row.get("id")).transpose()?;
    Ok((standing(&rows)?, last))
}

/// Those of some that are waited for.
pub async fn list_standing(db: &mut Tx, ids: &[SearchId]) -> Result<Vec<(SearchId, Query)>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id]).collect();
    let sql = "select s.id, s.query, s.query_version from {rows} v join saved_searches s on s.id = v.column1 where s.tell <> 'off'";
    standing(&db.with_rows(sql, &wanted).await?)
}

fn standing(rows: &[Row]) -> Result<Vec<(SearchId, Query)>, Fault> {
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        match query(row)? {
            Some(query) => all.push((row.get("id")?, query)),
            None => tracing::warn!(search.version = row.get::<i64>("query_version")?, known = VERSION, "a saved search can't be read"),
        }
    }
    Ok(all)
}
