//! What `/discover` and the API search for, and what saved searches wait for: a stored query ([`Query`]) becomes a plan, and the
//! plan is carried out on everything ([`Index::search`]), or on one post that was just written ([`crate::standing`]).

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    sync::Arc,
};

pub use hub::discovery::Query;
use hub::{Timestamp, UserId, matches::Helper};
use serde::{Deserialize, Serialize};

use crate::{
    best::Rank,
    facets::Counts,
    index::{Fault, Index},
    matching::Shortlist,
    plan::{Clause, Group, Plan, Points, points_of},
    post::{Key, Kind, What},
    reading::Reading,
    schema::{In, Terms, kind_fact, owner_fact, price_fact, rated_fact},
    words::{Reader, Weight, cut, fold},
};

/// Who looks, and what is known of the moment: nothing of it is part of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    /// Members also find what is for members only.
    pub signed_in: bool,
    /// Whom they see to be here now.
    pub sees: Vec<UserId>,
    /// For what fits a post: when it is, and what is known of those who offer.
    pub at: Timestamp,
    pub known: HashMap<UserId, Helper>,
}

impl Viewer {
    /// Somebody who is signed in, and of whom nothing else is asked.
    pub fn member() -> Viewer {
        Viewer { signed_in: true, ..Viewer::default() }
    }

    pub fn stranger() -> Viewer {
        Viewer::default()
    }
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
    /// Nothing says most of what was typed: these say some of it.
    pub loosely: bool,
    /// Hand it back for the next page.
    pub next: Option<String>,
}

impl Found {
    /// How many there are in these groups; none said means all.
    pub fn of(&self, what: &[What]) -> usize {
        let counts = [(What::Asks, self.asks), (What::Offers, self.offers), (What::Tools, self.tools), (What::People, self.people)];
        counts.iter().filter(|(group, _)| what.is_empty() || what.contains(group)).map(|(_, count)| count).sum()
    }
}

/// So many words of a search are looked for.
const MOST_WORDS: usize = 12;
/// Typos are forgiven in words from this length on.
const FORGIVEN: usize = 5;
/// The last word counts as begun from this length on.
const BEGUN: usize = 2;

impl Index {
    /// Searches. An unknown cursor begins at the top.
    pub fn search(&self, query: &Query, viewer: &Viewer, limit: usize, cursor: Option<&str>) -> Result<Found, Fault> {
        if query.fits.is_some() {
            return self.fitting(query, viewer, limit);
        }
        let after = cursor.and_then(Rank::of_word);
        let of = if query.what.is_empty() { What::ALL.to_vec() } else { query.what.clone() };
        let mut plan = plan(query, viewer);
        let mut found = self.collect(&plan, limit + 1, after, &of)?.collected;
        let loosely = found.counts.iter().sum::<usize>() == 0 && plan.least > 1;
        if loosely {
            plan.least = 1;
            found = self.collect(&plan, limit + 1, after, &of)?.collected;
        }
        let more = found.best.len() > limit;
        found.best.truncate(limit);
        let next = found.best.last().filter(|_| more).map(|(rank, _)| rank.word());
        let hits = found.best.iter().filter_map(|(rank, _)| Some(Hit { key: Key::of_number(rank.key)?, score: rank.points }));
        let [asks, offers, tools, people] = found.counts;
        Ok(Found { hits: hits.collect(), asks, offers, tools, people, loosely, next })
    }
}

impl Index {
    /// What fits the post that a query is about and is else as the query says, before it is asked who of those who offer stands how.
    /// `None`: it is about none, or about one that nobody may be matched with.
    pub fn shortlist_for(&self, query: &Query, viewer: &Viewer) -> Result<Option<Shortlist<Arc<Reading>>>, Fault> {
        let Some(post) = query.fits.map(Key::from).map(|key| self.find(key)).transpose()?.flatten() else { return Ok(None) };
        let mut shortlist = self.shortlist(post, viewer.at)?;
        let without = Query { fits: None, ..query.clone() };
        if without != Query::default() {
            let plan = plan(&without, viewer);
            let listed = |other: &Reading| query.what.is_empty() || query.what.contains(&other.post.what());
            shortlist.retain(|other| listed(other) && plan.points(&Terms::of(other)).is_some());
        }
        Ok(Some(shortlist))
    }

    fn fitting(&self, query: &Query, viewer: &Viewer, limit: usize) -> Result<Found, Fault> {
        let Some(shortlist) = self.shortlist_for(query, viewer)? else { return Ok(Found::default()) };
        let pairs = shortlist.decide(&viewer.known).pairs;
        let is_ask = matches!(query.fits, Some(hub::matches::Post::Ask(_)));
        let key = |pair: &hub::matches::Pair| if is_ask { Key::Offer(pair.offer) } else { Key::Ask(pair.ask) };
        let hits = pairs.iter().take(limit).map(|pair| Hit { key: key(pair), score: pair.score as u32 }).collect();
        let (asks, offers) = if is_ask { (0, pairs.len()) } else { (pairs.len(), 0) };
        Ok(Found { hits, asks, offers, ..Found::default() })
    }

    /// Of each value of each filter, by its fact (`price:free`), how many would be found if it were chosen beside the other
    /// filters of this query. `loosely`: as the search was ([`Found::loosely`]).
    pub fn facets(&self, query: &Query, viewer: &Viewer, loosely: bool) -> Result<Counts, Fault> {
        let without = Query {
            ask_kinds: Vec::new(),
            offer_kinds: Vec::new(),
            category: None,
            tool: None,
            free: None,
            language: None,
            rated: None,
            ..query.clone()
        };
        let mut relaxed = plan(&without, viewer);
        if loosely {
            relaxed.least = relaxed.least.min(1);
        }
        self.count_values(&relaxed, chosen(query), &query.what)
    }
}

/// The values that are chosen of the filters that are counted.
fn chosen(query: &Query) -> HashSet<String> {
    let asks = query.ask_kinds.iter().map(|kind| kind_fact(Kind::Ask(*kind)));
    let kinds = asks.chain(query.offer_kinds.iter().map(|kind| kind_fact(Kind::Offer(*kind))));
    let category = query.category.iter().map(|slug| format!("category:{slug}"));
    let tool = query.tool.iter().map(|slug| format!("tool:{slug}"));
    let price = query.free.iter().map(|free| price_fact(*free).to_owned());
    let language = query.language.iter().map(|code| format!("language:{code}"));
    kinds.chain(category).chain(tool).chain(price).chain(language).chain(query.rated.map(rated_fact)).collect()
}

/// What a query looks for, whatever groups it lists.
pub(crate) fn plan(query: &Query, viewer: &Viewer) -> Plan {
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
    filters.extend(query.free.map(|free| vec![fact(price_fact(free).to_owned())]));
    filters.extend(query.rated.map(|rated| vec![fact(rated_fact(rated))]));
    if query.here {
        // Of nobody, when they see nobody.
        filters.push(viewer.sees.iter().map(|user| fact(owner_fact(*user))).collect());
    }
    if !viewer.signed_in {
        filters.push(vec![fact("seen:everyone".to_owned())]);
    }
    let wanted = words(query);
    let least = match wanted.len() {
        0 => usize::from(cut(&query.text).next().is_none() && !query.text.trim().is_empty()),
        few @ 1..=2 => few,
        many => many.div_ceil(2),
    };
    Plan { filters, wanted, least, ..Plan::default() }
}

/// A group for each telling word of a search. Words that say nothing are left out, unless there are no others; of too many those
/// that say most are kept.
fn words(query: &Query) -> Vec<Group> {
    let text = &query.text;
    let typed: Vec<&str> = cut(text).map(|token| token.written).collect();
    // A word that is being typed is never grammar yet.
    let begun = typed.last().filter(|_| !query.exactly && !text.ends_with(char::is_whitespace)).map(|word| fold(word));
    let says = |word: &str| Reader::all().all(|reader| reader.weight(&reader.stem(word)) != Weight::Stop);
    let keep = |rule: &dyn Fn(&str) -> bool| typed.iter().copied().filter(|word| rule(word)).collect::<Vec<&str>>();
    let mut kept = keep(&|word| says(word) && weight(word) > 0);
    if kept.is_empty() {
        kept = keep(&says);
    }
    if kept.is_empty() {
        kept = keep(&|_| true);
    }
    let mut known = HashSet::new();
    kept.retain(|word| known.insert(fold(word)));
    // As they were typed among those that say as much.
    kept.sort_by_key(|word| Reverse(weight(word)));
    kept.truncate(MOST_WORDS);
    kept.into_iter().map(|word| group(word, begun.as_deref() == Some(fold(word).as_str()), !query.exactly)).collect()
}

/// Whether a text says most of what a sentence says: words that hold half of its weight at least.
pub fn says_most(sentence: &str, text: &str) -> bool {
    let mut telling: Vec<(String, u32)> = cut(sentence).map(|token| (fold(token.written), u32::from(weight(token.written)))).collect();
    telling.retain(|(_, weight)| *weight > 0);
    telling.sort();
    telling.dedup();
    let all: u32 = telling.iter().map(|(_, weight)| weight).sum();
    let said = |reader: Reader| {
        let stems: HashSet<String> = cut(text).map(|token| reader.stem(token.written)).collect();
        telling.iter().filter(|(word, _)| stems.contains(&reader.stem(word))).map(|(_, weight)| weight).sum::<u32>()
    };
    Reader::all().any(|reader| said(reader) * 2 >= all)
}

/// How much an English word says, 0 to 100.
pub(crate) fn weight(word: &str) -> u8 {
    let english = Reader::of("en");
    english.weight(&english.stem(word)).points()
}

/// All the ways in which a document may say a word; `forgiving`: also with a letter wrong.
fn group(word: &str, begun: bool, forgiving: bool) -> Group {
    let weight = f32::from(weight(word)) / 100.0;
    // Three everyday words together say less than the one that it is about.
    let worth = |points: f32| -> Points { points_of(points * (0.15 + 0.85 * weight * weight)) };
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
    if forgiving && long >= FORGIVEN {
        ways.push((Clause::Nearly(In::Written, folded), worth(0.75)));
    }
    Group(ways)
}
