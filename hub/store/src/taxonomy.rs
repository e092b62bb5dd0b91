//! The taxonomy: categories, skills, topics. Seeded, small, read often.

use std::collections::HashMap;

use hub::{
    TermId,
    taxonomy::{Term, TermRef, TermType},
};

use crate::{Fault, Row, Tx, args, engine::Value, row};

fn term(row: &Row) -> Result<Term, Fault> {
    Ok(Term {
        id: row.get("id")?,
        term_type: row.word("term_type")?,
        slug: row.get("slug")?,
        name: row.get("name")?,
        description: row.get("description")?,
        problem: row.get("problem")?,
        color: row.get("color")?,
        icon: row.get("icon")?,
        words: row.list("words")?,
    })
}

/// The whole taxonomy, by type and as the fixture orders it.
pub async fn list_all(db: &mut Tx) -> Result<Vec<Term>, Fault> {
    let rows = db
        .rows(
            "select id, term_type, slug, name, description, problem, color, icon, words from terms order by term_type, position, id",
            args![],
        )
        .await?;
    rows.iter().map(term).collect()
}

/// The terms of one type, as the fixture orders them.
pub async fn list_terms(db: &mut Tx, term_type: TermType) -> Result<Vec<Term>, Fault> {
    let rows = db
        .rows(
            "select id, term_type, slug, name, description, problem, color, icon, words from terms
             where term_type = $1 order by position, id",
            args![term_type.word()],
        )
        .await?;
    rows.iter().map(term).collect()
}

pub async fn find_term(db: &mut Tx, term_type: TermType, slug: &str) -> Result<Option<Term>, Fault> {
    let row = db
        .row(
            "select id, term_type, slug, name, description, problem, color, icon, words from terms where term_type = $1 and slug = $2",
            args![term_type.word(), slug],
        )
        .await?;
    row.map(|row| term(&row)).transpose()
}

/// The terms with these slugs, in the order of the slugs; of the first of `types` that knows one. Unknown ones are left out.
pub async fn find_terms_by_slugs(db: &mut Tx, types: &[TermType], slugs: &[String]) -> Result<Vec<TermRef>, Fault> {
    let wanted: Vec<Vec<Value>> = types.iter().flat_map(|t| slugs.iter().map(move |s| row![t.word(), s])).collect();
    let rows = db
        .with_rows(
            "select t.id, t.term_type, t.slug, t.name from {rows} v join terms t on t.term_type = v.column1 and t.slug = v.column2",
            &wanted,
        )
        .await?;
    let mut known: HashMap<String, (usize, TermRef)> = HashMap::new();
    for row in rows {
        let found: TermType = row.word("term_type")?;
        let rank = types.iter().position(|t| *t == found).unwrap_or(types.len());
        let term = TermRef { id: row.get::<TermId>("id")?, slug: row.get("slug")?, name: row.get("name")? };
        match known.get(&term.slug) {
            Some((better, _)) if *better <= rank => {}
            _ => {
                known.insert(term.slug.clone(), (rank, term));
            }
        }
    }
    Ok(slugs.iter().filter_map(|s| known.get(s).map(|(_, t)| t.clone())).collect())
}
