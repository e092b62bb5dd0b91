//! What is looked for, as a value: carried out by `scan` on the main part and by hand on the hot set, with the same
//! scores to the last bit. Points are whole numbers, sixty-fourths, which add up to the same in any order.

use std::ops::Bound;

use tantivy::{
    Term,
    query::{FuzzyTermQuery, Query, RangeQuery, TermQuery},
    schema::IndexRecordOption,
};

use crate::schema::{Fields, In, Terms};

/// One condition on a document's terms.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    Is(In, String),
    /// Begins with it.
    Begins(In, String),
    /// One letter more, less, other or exchanged with its neighbour.
    Nearly(In, String),
}

/// Sixty-fourths of a point.
pub type Points = u32;

/// Conditions of which the best that holds gives its points.
#[derive(Clone, Debug, PartialEq)]
pub struct Group(pub Vec<(Clause, Points)>);

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Of each list, one holds. No points.
    pub filters: Vec<Vec<Clause>>,
    /// None holds.
    pub without: Vec<Clause>,
    /// At least `least` of these hold.
    pub wanted: Vec<Group>,
    pub least: usize,
    /// These may hold.
    pub welcome: Vec<Group>,
}

pub(crate) const PER_POINT: f32 = 64.0;

pub fn points_of(score: f32) -> Points {
    (score * PER_POINT).round() as Points
}

impl Clause {
    fn holds(&self, terms: &Terms) -> bool {
        match self {
            Clause::Is(place, term) => terms.has(*place, term),
            Clause::Begins(place, start) => terms.starting_with(*place, start).next().is_some(),
            Clause::Nearly(place, term) => terms.all(*place).any(|other| nearly(term, other)),
        }
    }

    pub(crate) fn query(&self, fields: &Fields) -> Box<dyn Query> {
        match self {
            Clause::Is(place, term) => {
                let term = Term::from_field_text(fields.of(*place), term);
                Box::new(TermQuery::new(term, IndexRecordOption::Basic))
            }
            Clause::Begins(place, start) => {
                let field = fields.of(*place);
                // All terms from `start` up to what no term that begins with it can reach.
                let after = format!("{start}\u{10FFFF}");
                Box::new(RangeQuery::new(
                    Bound::Included(Term::from_field_text(field, start)),
                    Bound::Excluded(Term::from_field_text(field, &after)),
                ))
            }
            Clause::Nearly(place, term) => Box::new(FuzzyTermQuery::new(Term::from_field_text(fields.of(*place), term), 1, true)),
        }
    }
}

impl Group {
    fn points(&self, terms: &Terms) -> Option<Points> {
        self.0.iter().filter(|(clause, _)| clause.holds(terms)).map(|(_, points)| *points).max()
    }
}

impl Plan {
    /// The points of a document, `None` when it is not looked for.
    pub fn points(&self, terms: &Terms) -> Option<Points> {
        let filtered = self.filters.iter().all(|list| list.iter().any(|clause| clause.holds(terms)));
        if !filtered || self.without.iter().any(|clause| clause.holds(terms)) {
            return None;
        }
        let wanted: Vec<Points> = self.wanted.iter().filter_map(|group| group.points(terms)).collect();
        if wanted.len() < self.least {
            return None;
        }
        let welcome = self.welcome.iter().filter_map(|group| group.points(terms));
        Some(wanted.iter().copied().chain(welcome).sum())
    }
}

/// Whether two words differ by at most one letter, or by two neighbours exchanged.
pub fn nearly(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return nearly_the_same(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    nearly_the_same(&a, &b)
}

fn nearly_the_same<L: PartialEq>(a: &[L], b: &[L]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same_start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[same_start..], &b[same_start..]);
    match (rest_a, rest_b) {
        ([], _) | (_, []) => true,
        ([x, after_a @ ..], [y, after_b @ ..]) => {
            after_a == after_b
                || after_a == rest_b
                || rest_a == after_b
                || matches!((after_a, after_b), ([x2, end_a @ ..], [y2, end_b @ ..]) if x == y2 && y == x2 && end_a == end_b)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_is_one_letter() {
        for (a, b) in
            [("bakery", "bakery"), ("bakery", "bakry"), ("bakery", "bakerry"), ("bakery", "bakury"), ("bakery", "bakeyr"), ("a", "")]
        {
            assert!(nearly(a, b) && nearly(b, a), "{a} {b}");
        }
        for (a, b) in [("bakery", "bakr"), ("bakery", "abkeyr"), ("bakery", "butchery"), ("photo", "ohpto")] {
            assert!(!nearly(a, b) || (a, b) == ("photo", "hpoto"), "{a} {b}");
        }
    }
}
