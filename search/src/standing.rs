//! Saved searches, the other way round: which of many stored queries find this one post.
//!
//! ```text
//!   query ─▶ plan ─▶ what must be there at least, the rarest of it ─▶ lists: term ─▶ queries
//!                                                                            │
//!   a post's terms ──────────────── looked up ──────────────────────────────▶ a few plans, each carried out by hand
//! ```
//! A plan is found in the lists only by a cover: conditions of which one at least holds wherever the plan holds. That is any list of
//! its filters, or so many of its wanted words that not all of them may be missing. The plan then decides, by the same code as in
//! the hot set; so a post is found here exactly when [`Index::search`](crate::Index::search) finds it.

use std::collections::{BTreeSet, HashMap, HashSet};

use hub::SearchId;

use crate::{
    plan::{Clause, Plan},
    query::{Query, Viewer, plan, weight},
    reading::Reading,
    schema::{In, Terms},
};

/// Queries that are the same are one.
type No = u32;

/// Stored queries of members, ready to be asked which of them find a post.
#[derive(Default)]
pub struct Standing {
    kept: HashMap<No, Kept>,
    by_query: HashMap<Query, No>,
    of: HashMap<SearchId, No>,
    is: Lists,
    begins: Lists,
    nearly: Lists,
    /// Of those nothing has to be there: they are asked each time.
    uncovered: BTreeSet<No>,
    next: No,
}

struct Kept {
    query: Query,
    plan: Plan,
    cover: Vec<Clause>,
    searches: BTreeSet<SearchId>,
}

/// For each place the queries that are covered by a term.
#[derive(Default)]
struct Lists([HashMap<String, Vec<No>>; 6]);

impl Lists {
    fn add(&mut self, place: In, term: String, no: No) {
        self.0[place as usize].entry(term).or_default().push(no);
    }

    fn remove(&mut self, place: In, term: &str, no: No) {
        let lists = &mut self.0[place as usize];
        if let Some(list) = lists.get_mut(term) {
            list.retain(|other| *other != no);
            if list.is_empty() {
                lists.remove(term);
            }
        }
    }

    fn find(&self, place: In, term: &str) -> &[No] {
        self.0[place as usize].get(term).map_or(&[], Vec::as_slice)
    }

    fn are_empty(&self, place: In) -> bool {
        self.0[place as usize].is_empty()
    }
}

impl Standing {
    /// Keeps a search, in place of what it was before.
    pub fn keep(&mut self, id: SearchId, query: &Query) {
        if self.of.get(&id).and_then(|no| self.kept.get(no)).is_some_and(|kept| kept.query == *query) {
            return;
        }
        self.forget(id);
        let no = match self.by_query.get(query) {
            Some(no) => *no,
            None => self.add(query),
        };
        self.of.insert(id, no);
        if let Some(kept) = self.kept.get_mut(&no) {
            kept.searches.insert(id);
        }
    }

    /// One that is not kept is no fault.
    pub fn forget(&mut self, id: SearchId) {
        let Some(no) = self.of.remove(&id) else { return };
        let Some(kept) = self.kept.get_mut(&no) else { return };
        kept.searches.remove(&id);
        if !kept.searches.is_empty() {
            return;
        }
        if let Some(kept) = self.kept.remove(&no) {
            self.by_query.remove(&kept.query);
            self.uncovered.remove(&no);
            for clause in &kept.cover {
                let (lists, place, terms) = self.entries(clause);
                terms.iter().for_each(|term| lists.remove(place, term, no));
            }
        }
    }

    /// How many searches are kept.
    pub fn len(&self) -> usize {
        self.of.len()
    }

    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The searches that find this post, as members look: who may see it is asked where they are told.
    pub fn find(&self, post: &Reading) -> Vec<SearchId> {
        let terms = Terms::of(post);
        let kept = self.candidates(&terms).into_iter().filter_map(|no| self.kept.get(&no));
        let finds = kept.filter(|kept| kept.query.what.is_empty() || kept.query.what.contains(&post.post.what()));
        let mut found: Vec<SearchId> =
            finds.filter(|kept| kept.plan.points(&terms).is_some()).flat_map(|kept| kept.searches.iter().copied()).collect();
        found.sort_unstable();
        found
    }

    /// How many different queries are asked about a post: for measuring.
    pub fn asked(&self, post: &Reading) -> usize {
        self.candidates(&Terms::of(post)).len()
    }

    fn add(&mut self, query: &Query) -> No {
        let no = self.next;
        self.next += 1;
        let plan = plan(query, &Viewer::member());
        let cover = self.cover(&plan);
        match &cover {
            Some(cover) => {
                for clause in cover {
                    let (lists, place, terms) = self.entries(clause);
                    terms.into_iter().for_each(|term| lists.add(place, term, no));
                }
            }
            None => {
                self.uncovered.insert(no);
            }
        }
        self.by_query.insert(query.clone(), no);
        let cover = cover.unwrap_or_default();
        self.kept.insert(no, Kept { query: query.clone(), plan, cover, searches: BTreeSet::new() });
        no
    }

    fn candidates(&self, terms: &Terms) -> HashSet<No> {
        let mut found: HashSet<No> = self.uncovered.iter().copied().collect();
        for place in In::ALL {
            let (begun, mistaken) = (!self.begins.are_empty(place), !self.nearly.are_empty(place));
            for term in terms.all(place) {
                found.extend(self.is.find(place, term));
                if begun {
                    let starts = term.char_indices().map(|(at, letter)| &term[..at + letter.len_utf8()]);
                    starts.for_each(|start| found.extend(self.begins.find(place, start)));
                }
                if mistaken {
                    with_a_letter_less(term).iter().for_each(|near| found.extend(self.nearly.find(place, near)));
                }
            }
        }
        found
    }

    /// Under which terms a condition stands in which lists.
    fn entries(&mut self, clause: &Clause) -> (&mut Lists, In, Vec<String>) {
        match clause {
            Clause::Is(place, term) => (&mut self.is, *place, vec![term.clone()]),
            Clause::Begins(place, start) => (&mut self.begins, *place, vec![start.clone()]),
            Clause::Nearly(place, term) => (&mut self.nearly, *place, with_a_letter_less(term).into_iter().collect()),
        }
    }

    /// The cover that is asked about least often, as far as can be told.
    fn cover(&self, plan: &Plan) -> Option<Vec<Clause>> {
        let of_filters = plan.filters.iter().map(|list| (self.cost(list), list.clone()));
        let of_words = (plan.least > 0).then(|| {
            let mut groups: Vec<(f64, Vec<Clause>)> = plan
                .wanted
                .iter()
                .map(|group| {
                    let clauses = without_implied(group.0.iter().map(|(clause, _)| clause.clone()).collect());
                    (self.cost(&clauses), clauses)
                })
                .collect();
            groups.sort_by(|a, b| a.0.total_cmp(&b.0));
            // With more than this missing there are not enough of them.
            groups.truncate((plan.wanted.len() + 1).saturating_sub(plan.least));
            let cost = groups.iter().map(|(cost, _)| cost).sum();
            (cost, groups.into_iter().flat_map(|(_, clauses)| clauses).collect())
        });
        of_filters.chain(of_words).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, cover)| cover)
    }

    /// How many plans would be asked about a post for these, on average: how common each is, times how many stand there already.
    fn cost(&self, clauses: &[Clause]) -> f64 {
        let of = |clause: &Clause| {
            let (lists, place, term, common) = match clause {
                Clause::Is(place, term) => (&self.is, place, term, 1.0),
                Clause::Begins(place, start) => (&self.begins, place, start, 5.0),
                Clause::Nearly(place, term) => (&self.nearly, place, term, 3.0),
            };
            common * commonness(*place, term) * (1 + lists.find(*place, term).len()) as f64
        };
        clauses.iter().map(of).sum()
    }
}

/// In what share of posts a term may stand, roughly. Only time depends on it.
fn commonness(place: In, term: &str) -> f64 {
    match place {
        In::Fact => match term.split(':').next().unwrap_or_default() {
            "owner" => 0.000_1,
            "tag" | "tool" => 0.02,
            "kind" | "category" => 0.12,
            "rated" => 0.3,
            _ => 0.6,
        },
        _ => 0.002 + 0.1 * (1.0 - f64::from(weight(term)) / 100.0),
    }
}

/// What stands in the title stands in the whole, too.
fn without_implied(clauses: Vec<Clause>) -> Vec<Clause> {
    let has = |place: In, term: &str| clauses.iter().any(|clause| matches!(clause, Clause::Is(p, t) if *p == place && t == term));
    let begins = |place: In, start: &str| clauses.iter().any(|clause| matches!(clause, Clause::Begins(p, s) if *p == place && s == start));
    let implied: Vec<bool> = clauses
        .iter()
        .map(|clause| match clause {
            Clause::Is(In::Title, term) => has(In::Text, term),
            Clause::Is(In::Named, term) => has(In::Written, term),
            Clause::Begins(In::Named, start) => begins(In::Written, start),
            _ => false,
        })
        .collect();
    clauses.into_iter().zip(implied).filter(|(_, implied)| !implied).map(|(clause, _)| clause).collect()
}

/// A word, and all that is left of it without one of its letters: two words that differ by a letter, or by two neighbours exchanged,
/// have one of these in common.
fn with_a_letter_less(word: &str) -> HashSet<String> {
    let shorter = word.char_indices().map(|(at, letter)| format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]));
    shorter.chain([word.to_owned()]).collect()
}
