//! What `/discover` and the API search for.

use hub::{asks::AskKind, offers::OfferKind};
use serde::{Deserialize, Serialize};

use crate::{
    best::Rank,
    index::{Fault, Index},
    plan::{Clause, Group, Plan, Points, points_of},
    post::{Key, Kind, What},
    schema::{In, kind_fact},
    words::{Reader, Weight, cut, fold},
};

/// A search as it stands in the address bar. Empty lists and `None` do not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// As typed. Empty: everything, the newest first.
    pub text: String,
    /// Groups to list; all are counted.
    pub what: Vec<What>,
    pub ask_kinds: Vec<AskKind>,
    pub offer_kinds: Vec<OfferKind>,
    /// Slugs.
    pub category: Option<String>,
    pub tag: Option<String>,
    pub tool: Option<String>,
    /// Of offers and tools: free, or for money.
    pub free: Option<bool>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Members also find what is for members only.
    pub signed_in: bool,
}

/// Something found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub key: Key,
    /// Comparable within one search.
    pub score: u32,
}

/// A page of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The best first; without text the newest first.
    pub hits: Vec<Hit>,
    /// How many there are in each group, whatever groups are listed.
    pub asks: usize,
    pub offers: usize,
    pub tools: usize,
    pub people: usize,
    /// Hand it back for the next page.
    pub next: Option<String>,
}

/// So many words of a search are looked for.
const MOST_WORDS: usize = 12;
/// Typos are forgiven in words from this length on.
const FORGIVEN: usize = 5;
/// The last word counts as begun from this length on.
const BEGUN: usize = 2;

impl Index {
    /// Searches. An unknown cursor begins at the top.
    pub fn search(&self, query: &Query, limit: usize, cursor: Option<&str>) -> Result<Found, Fault> {
        let after = cursor.and_then(Rank::of_word);
        let of = if query.what.is_empty() { What::ALL.to_vec() } else { query.what.clone() };
        let mut plan = plan(query);
        let mut found = self.collect(&plan, limit + 1, after, &of)?.collected;
        // Nothing says most of it: take what says any of it.
        if found.counts.iter().sum::<usize>() == 0 && plan.least > 1 {
            plan.least = 1;
            found = self.collect(&plan, limit + 1, after, &of)?.collected;
        }
        let more = found.best.len() > limit;
        found.best.truncate(limit);
        let next = found.best.last().filter(|_| more).map(|(rank, _)| rank.word());
        let hits = found.best.iter().filter_map(|(rank, _)| Some(Hit { key: Key::of_number(rank.key)?, score: rank.points }));
        let [asks, offers, tools, people] = found.counts;
        Ok(Found { hits: hits.collect(), asks, offers, tools, people, next })
    }
}

fn plan(query: &Query) -> Plan {
    let fact = |fact: String| Clause::Is(In::Fact, fact);
    let mut filters: Vec<Vec<Clause>> = Vec::new();
    let kinds = query.ask_kinds.iter().map(|kind| Kind::Ask(*kind)).chain(query.offer_kinds.iter().map(|kind| Kind::Offer(*kind)));
    let kinds: Vec<Clause> = kinds.map(|kind| fact(kind_fact(kind))).collect();
    if !kinds.is_empty() {
        filters.push(kinds);
    }
    filters.extend(query.category.iter().map(|slug| vec![fact(format!("category:{slug}"))]));
    filters.extend(query.tag.iter().map(|slug| vec![fact(format!("tag:{slug}"))]));
    filters.extend(query.tool.iter().map(|slug| vec![fact(format!("tool:{slug}"))]));
    filters.extend(query.language.iter().map(|code| vec![fact(format!("language:{code}"))]));
    filters.extend(query.free.map(|free| vec![fact(if free { "price:free" } else { "price:paid" }.to_owned())]));
    if !query.signed_in {
        filters.push(vec![fact("seen:everyone".to_owned())]);
    }
    let wanted = words(&query.text);
    let least = match wanted.len() {
        0 => usize::from(cut(&query.text).next().is_none() && !query.text.trim().is_empty()),
        few @ 1..=2 => few,
        many => many.div_ceil(2),
    };
    Plan { filters, wanted, least, ..Plan::default() }
}

/// A group for each telling word of a search. Words that say nothing are left out, unless there are no others.
fn words(text: &str) -> Vec<Group> {
    let english = Reader::of("en");
    let typed: Vec<&str> = cut(text).map(|token| token.written).collect();
    let last = typed.len().saturating_sub(1);
    // A word that is being typed is never grammar yet.
    let begun = |place: usize| place == last && !text.ends_with(char::is_whitespace);
    let says = |word: &str| Reader::all().all(|reader| reader.weight(&reader.stem(word)) != Weight::Stop);
    let telling = |word: &str| says(word) && english.weight(&english.stem(word)).points() > 0;
    let keep = |rule: &dyn Fn(&str) -> bool| -> Vec<(usize, &str)> {
        typed.iter().enumerate().filter(|(_, word)| rule(word)).map(|(place, word)| (place, *word)).take(MOST_WORDS).collect()
    };
    let mut kept = keep(&telling);
    if kept.is_empty() {
        kept = keep(&says);
    }
    if kept.is_empty() {
        kept = keep(&|_| true);
    }
    kept.into_iter().map(|(place, word)| group(word, begun(place))).collect()
}

/// All the ways in which a document may say a word.
fn group(word: &str, begun: bool) -> Group {
    let english = Reader::of("en");
    let weight = f32::from(english.weight(&english.stem(word)).points()) / 100.0;
    let worth = |points: f32| -> Points { points_of(points * (0.3 + 0.7 * weight)) };
    let folded = fold(word);
    let long = folded.chars().count();
    let mut stems: Vec<String> = Reader::all().map(|reader| reader.stem(word)).collect();
    stems.sort();
    stems.dedup();
    let mut ways = vec![(Clause::Is(In::Named, folded.clone()), worth(4.25)), (Clause::Is(In::Written, folded.clone()), worth(2.75))];
    for stem in stems {
        ways.push((Clause::Is(In::Title, stem.clone()), worth(4.0)));
        ways.push((Clause::Is(In::Text, stem.clone()), worth(2.5)));
        ways.push((Clause::Is(In::More, stem), worth(1.0)));
    }
    if begun && long >= BEGUN {
        ways.push((Clause::Begins(In::Named, folded.clone()), worth(2.0)));
        ways.push((Clause::Begins(In::Written, folded.clone()), worth(1.5)));
    }
    if long >= FORGIVEN {
        ways.push((Clause::Nearly(In::Written, folded), worth(0.75)));
    }
    Group(ways)
}
