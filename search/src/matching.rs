//! From a post to its pairs: candidates out of the index, scored by [`crate::pairing`].

use std::{
    collections::{BTreeSet, HashMap},
    ops::Deref,
    sync::Arc,
};

use hub::{
    Timestamp, UserId,
    asks::AskKind,
    matches::{Helper, Pair, ToolFit},
    offers::OfferKind,
};

use crate::{
    index::{Fault, Index},
    pairing::{self, BestPairs, kinds},
    plan::{Clause, Group, Plan, points_of},
    post::{Key, Kind, What},
    reading::{Place, Reading},
    schema::In,
};

/// So many posts that are likely to fit are read and scored at most; the best twenty of them are kept.
const READ: usize = 240;
/// So many are read together.
const AT_ONCE: usize = 32;
/// So many are read however unlikely they look, since a guess does not see everything: a tool that a text only names, how often an
/// offer says a word.
const AT_LEAST: usize = 64;
/// What is guessed to be worse than that below the twentieth best is not read. Of 100,000 posts 995 guesses in 1,000 are too low by less,
/// but for tools that a text only names; with twice as much a thousandth more pairs are found, and a quarter more read. What is known
/// of those who offer sets two apart by less than that.
const OFF: f64 = 0.04;

/// So many words of a post are looked for: common ones cost most and say least (measured: a 25-fold gain).
const TERMS: usize = 12;

/// What the matcher stores for a post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matched {
    /// The best first; `tell` is set on those above the floor, of which `hub::matches::rules` chooses whom to tell.
    pub pairs: Vec<Pair>,
    /// For asks only.
    pub tools: Vec<ToolFit>,
}

/// What fits a post, before it is asked who of those who offer stands how at this moment.
pub struct Shortlist<P> {
    best: BestPairs<P, Arc<Reading>>,
    tools: Vec<ToolFit>,
}

impl<P: Deref<Target = Reading> + Sync> Shortlist<P> {
    /// Of whom something should be known.
    pub fn who_offers(&mut self) -> BTreeSet<UserId> {
        self.best.who_offers()
    }

    /// Keeps those posts of the other side of which this holds.
    pub(crate) fn retain(&mut self, holds: impl Fn(&Reading) -> bool) {
        self.best.retain(holds);
    }

    /// Of whom nothing is said in `known`, nothing is known.
    pub fn decide(self, known: &HashMap<UserId, Helper>) -> Matched {
        Matched { pairs: self.best.pairs(known), tools: self.tools }
    }
}

impl Index {
    /// Finds what fits a post, as it stands in the index now, nothing being known of those who offer. The post itself need not be
    /// in it.
    pub fn matches(&self, post: &Reading, now: Timestamp) -> Result<Matched, Fault> {
        Ok(self.shortlist(post, now)?.decide(&HashMap::new()))
    }

    /// The same in two steps, with what is known of those who offer between them.
    pub fn shortlist<P: Deref<Target = Reading> + Sync>(&self, post: P, now: Timestamp) -> Result<Shortlist<P>, Fault> {
        let weights = &self.weights;
        let mut likely = self.guess(&post, READ, now)?;
        let tools = match post.post.key {
            Key::Ask(_) => pairing::tools::fits_of(&post, self.tools_for(&post)?.iter().map(|tool| &**tool), weights),
            _ => Vec::new(),
        };
        let mut best = BestPairs::of(post, weights, now);
        let mut read = 0;
        while likely.best_left().is_some_and(|worth| read < AT_LEAST || worth >= best.least() - OFF) {
            read += AT_ONCE;
            let scored = likely.read(AT_ONCE, |other| best.score_of(other))?;
            scored.into_iter().flatten().for_each(|scored| best.take(scored));
        }
        Ok(Shortlist { best, tools })
    }

    /// The same by looking at everybody: what [`Index::shortlist`] is held against.
    pub fn matches_exhaustive(&self, post: &Reading, now: Timestamp, known: &HashMap<UserId, Helper>) -> Result<Vec<Pair>, Fault> {
        let Some(opposite) = opposite(post.post.key) else { return Ok(Vec::new()) };
        let sizes = self.sizes();
        let everybody = Plan { filters: vec![vec![Clause::Is(In::Fact, format!("what:{}", opposite.word()))]], ..Plan::default() };
        let others = self.collect(&everybody, sizes.main as usize + sizes.hot, None, &[opposite])?.readings()?;
        Ok(pairing::pairs_with(post, others.iter().map(|other| &**other), &self.weights, now, known))
    }

    fn tools_for(&self, ask: &Reading) -> Result<Vec<Arc<Reading>>, Fault> {
        let plan = self.shared_with(ask, What::Tools);
        if plan.wanted.is_empty() {
            return Ok(Vec::new());
        }
        self.collect(&plan, 40, None, &[What::Tools])?.readings()
    }

    /// One concrete thing in common at least. Points follow the weights of pairing, so that what is cut off at the
    /// limit is what would score least. BM25 would do it by this index's statistics, and main part and hot set, or two
    /// nodes, would disagree.
    fn shared_with(&self, post: &Reading, what: What) -> Plan {
        let fact = |fact: String| Clause::Is(In::Fact, fact);
        let mut wanted: Vec<Group> = Vec::new();
        wanted.extend(post.post.tools.iter().map(|tool| Group(vec![(fact(format!("tool:{}", tool.slug)), points_of(2.0))])));
        wanted.extend(post.post.tags.iter().map(|tag| Group(vec![(fact(format!("tag:{}", tag.slug)), points_of(2.0))])));
        wanted.extend(self.telling_terms(post).into_iter().map(|(stem, points)| {
            let (title, text) = (Clause::Is(In::Title, stem.clone()), Clause::Is(In::Text, stem));
            Group(vec![(title, points_of(points * 1.4)), (text, points_of(points))])
        }));
        let welcome = post.post.category().map(|category| Group(vec![(fact(format!("category:{}", category.slug)), points_of(1.0))]));
        Plan {
            filters: vec![vec![fact(format!("what:{}", what.word()))]],
            wanted,
            least: 1,
            welcome: welcome.into_iter().collect(),
            ..Plan::default()
        }
    }

    /// The words of a post that tell most: by the table, those in the title before the others, the rarer in the index first.
    fn telling_terms(&self, post: &Reading) -> Vec<(String, f32)> {
        let weighed = post.words.iter().filter_map(|(stem, said)| {
            let weight = f32::from(said.weight.max(object_weight(post.post.kind, stem)));
            let points = weight / 50.0 * if said.place == Place::Title { 1.3 } else { 1.0 };
            (weight > 0.0).then(|| (stem.to_string(), points))
        });
        let mut terms: Vec<(String, f32, u64)> = weighed
            .map(|(stem, points)| {
                let common = self.commonness(In::Text, &stem);
                (stem, points, common)
            })
            .collect();
        terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.2.cmp(&b.2)).then_with(|| a.0.cmp(&b.0)));
        terms.truncate(TERMS);
        terms.into_iter().map(|(stem, points, _)| (stem, points)).collect()
    }
}

/// The group that a post is paired with.
fn opposite(key: Key) -> Option<What> {
    match key {
        Key::Ask(_) => Some(What::Offers),
        Key::Offer(_) => Some(What::Asks),
        Key::Tool(_) | Key::Person(_) => None,
    }
}

/// What a word may weigh between this kind and some other.
fn object_weight(kind: Kind, stem: &str) -> u8 {
    let weights: Vec<Option<u8>> = match kind {
        Kind::Ask(ask) => OfferKind::ALL.iter().map(|offer| kinds::object(ask, *offer, stem)).collect(),
        Kind::Offer(offer) => AskKind::ALL.iter().map(|ask| kinds::object(*ask, offer, stem)).collect(),
        Kind::Tool(_) | Kind::Person => Vec::new(),
    };
    weights.into_iter().flatten().max().unwrap_or_default()
}
