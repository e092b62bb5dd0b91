//! Whether an ask and an offer fit, how well, and why: a pure function of the two posts, a table of weights that has a version, and
//! the facts of the moment, which a match keeps ([`hub::matches::Facts`]).
//!
//! ```text
//!   shared tools ─┐
//!   shared tags  ─┤ concrete
//!   shared words ─┤ (one at least) ─┐
//!   near phrases ─┘                 ├─ evidence × kinds × money × language × age ─▶ floors ─▶ ± 20 for who offers ─▶ 0–1000
//!   category, kinds ────────────────┘
//! ```
//! Each piece of evidence is a chance that the two are about the same thing; together they miss only when all miss. What
//! made a pair fire is told to both sides, and a pair that has no two reasons, a concrete one first, is no match.
//! Age and language change the score and are never a reason; so do words and a nearness too weak to be told.

mod facts;
pub(crate) mod guess;
pub mod kinds;
mod meaning;
mod reason;
pub(crate) mod shared;
mod taxonomy;
pub mod tools;

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    ops::Deref,
};

use hub::{
    AskId, OfferId, Timestamp, UserId,
    asks::{AskKind, rules::is_welcome},
    matches::{self, Facts, Helper},
    offers::OfferKind,
};

use crate::{
    meaning::{self as meanings, Source},
    post::{Key, Kind, Money, Post},
    reading::Reading,
    together::{few, in_parallel},
    words,
};
use kinds::KindFit;
use meaning::of_cosine as nearness_strength;
pub use reason::Reason;
use taxonomy::Kinship;

/// Goes up with every change of [`Weights`], of the table of kinds, and of what else a score is made by here.
const VERSION: i64 = 6;

/// Which tables a score was made with: those of this folder, of words, of meanings, and of the town's words ([`words::Town::version`]).
pub fn table(town: u32) -> i64 {
    i64::from(town) * 100_000_000 + VERSION * 1_000_000 + i64::from(words::TABLE_VERSION) * 1_000 + i64::from(meanings::TABLE_VERSION)
}

/// From here on both are told.
pub const TELL_FLOOR: i64 = 735;
/// From here on a pair is in the list to look through.
pub const LIST_FLOOR: i64 = 450;

/// What each piece of evidence is worth: the chance, of 1, that two posts that share it are about the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// A tool that not everybody uses.
    pub tool: f64,
    /// A tag that is not a broad one.
    pub tag: f64,
    /// How fast shared words add up: 1 − e^(−(word × what they say + covered × part²)), `part` being how much that is of all that the
    /// ask says.
    pub word: f64,
    pub covered: f64,
    /// So many times as fast where it is not known what the two mean: in languages other than English.
    pub alone: f64,
    /// How near two posts must be to mean something in common, and how fast what is above that adds up: 1 − e^(−meaning × above).
    pub near_from: f64,
    pub meaning: f64,
    /// From this strength on two phrases are quoted, when they are so near to each other.
    pub meaning_told: f64,
    pub phrases_near: f64,
    /// The same category, with kinds that fit; and another one of the same parent.
    pub category: f64,
    pub sibling: f64,
    /// Kinds that are made for each other.
    pub kinds: f64,
    /// What is left of the score when the kinds don't fit at all.
    pub least_fit: f64,
    /// What is left of it between two languages.
    pub other_language: f64,
    /// What a post loses at most by growing old, and after how many days it has lost half of that.
    pub age: f64,
    pub age_half_days: f64,
    /// What is known of who offers, added to the score or taken from it ([`facts`]): how many they have helped and how that was rated,
    /// how surely and how soon they answer, that they are here, and that they are into what is asked. Together they order those who fit
    /// about as well.
    pub standing: f64,
    pub sureness: f64,
    pub here: f64,
    pub into: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            tool: 0.5,
            tag: 0.5,
            word: 0.1,
            covered: 3.0,
            alone: 3.0,
            near_from: 0.15,
            meaning: 3.9,
            meaning_told: 0.74,
            phrases_near: 0.5,
            category: 0.3,
            sibling: 0.08,
            kinds: 0.065,
            least_fit: 0.95,
            other_language: 0.4,
            age: 0.1,
            age_half_days: 60.0,
            standing: 0.007,
            sureness: 0.007,
            here: 0.003,
            into: 0.003,
        }
    }
}

impl Weights {
    /// Beside meanings of this source.
    pub fn beside(source: &Source) -> Weights {
        match source {
            Source::Table => Weights::default(),
            #[cfg(feature = "embedding-model")]
            Source::Model(_) => Weights::beside_a_model(),
        }
    }

    /// Beside meanings by a sentence transformer: what is near stands farther from what is not than by the table, so nearness says
    /// more and words less. Set with all-MiniLM-L6-v2 on the same half of the judged asks.
    pub fn beside_a_model() -> Weights {
        Weights {
            tag: 0.48,
            word: 0.07,
            covered: 2.1,
            near_from: 0.22,
            meaning: 3.8,
            meaning_told: 0.65,
            category: 0.3,
            kinds: 0.12,
            least_fit: 0.9,
            ..Weights::default()
        }
    }
}

/// An ask and an offer that fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// 0–1000.
    pub score: i64,
    /// At least two, a concrete one first, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Scores two posts. See [`pair`], which spares reading them anew.
pub fn score(ask: &Post, offer: &Post, weights: &Weights, facts: &Facts) -> Option<Pair> {
    pair(&Reading::of(ask.clone()), &Reading::of(offer.clone()), weights, facts)
}

/// Scores an ask and an offer that were read already. `None`: they are no match.
pub fn pair(ask: &Reading, offer: &Reading, weights: &Weights, facts: &Facts) -> Option<Pair> {
    let two = Two::of(ask, offer)?;
    let evidence = two.evidence(weights);
    let fit = two.fit_of(two.worth(&evidence, weights, facts.at));
    let score = facts::between_floors(fit, facts::moved_by(facts, weights));
    let Told { reasons, most } = two.told(&evidence, weights)?;
    Some(Pair { score: score.min(most), reasons })
}

/// How much speaks for two posts, 0 to 1, be it enough for a match or not: what ranks them. `None` where nothing could.
pub fn worth(ask: &Reading, offer: &Reading, weights: &Weights, now: Timestamp) -> Option<f64> {
    let two = Two::of(ask, offer)?;
    Some(two.worth(&two.evidence(weights), weights, now))
}

/// An ask and an offer of two people, of kinds that can fit.
struct Two<'a> {
    ask: &'a Reading,
    offer: &'a Reading,
    ask_kind: AskKind,
    offer_kind: OfferKind,
    fit: KindFit,
}

/// Why they are a match, and the highest score that comes of it.
struct Told {
    reasons: Vec<Reason>,
    most: i64,
}

/// What speaks for them, told or not.
struct Evidence {
    tools: Option<Reason>,
    tags: Option<Reason>,
    words: shared::Words,
    /// Of what they mean.
    nearness: f64,
    /// The kinds, the category, the budget.
    around: Vec<Reason>,
    /// Of two categories of one parent: too little to be told.
    siblings: f64,
}

impl Evidence {
    /// Whether it makes two reasons, a concrete one among them, before any phrases are looked for.
    fn is_enough(&self) -> bool {
        let concrete = [&self.tools, &self.tags, &self.words.told].into_iter().flatten().count();
        concrete > 0 && concrete + self.around.len() >= 2
    }
}

impl<'a> Two<'a> {
    fn of(ask: &'a Reading, offer: &'a Reading) -> Option<Two<'a>> {
        let (Kind::Ask(ask_kind), Kind::Offer(offer_kind)) = (ask.post.kind, offer.post.kind) else {
            return None;
        };
        let fit = kinds::fit_of(ask_kind, offer_kind, |stem| offer.words.contains_key(stem));
        (ask.post.owner != offer.post.owner && fit.fit > 0).then_some(Two { ask, offer, ask_kind, offer_kind, fit })
    }

    fn evidence(&self, weights: &Weights) -> Evidence {
        let Two { ask, offer, ask_kind, offer_kind, .. } = *self;
        let tools = shared::tools(ask, offer, ask_kind, weights);
        let tags = shared::tags(ask, offer, weights);
        let nearness = meaning::strength(ask, offer, weights);
        let alone = if nearness.is_some() { 1.0 } else { weights.alone };
        let strength_of = |spoken| 1.0 - (-alone * shared::evidence(spoken, ask.says, weights)).exp();
        let words = shared::words(ask, offer, ask_kind, offer_kind, &tools, &tags, strength_of);
        let siblings = if self.kinship() == Kinship::Siblings { Kinship::Siblings.strength(weights) } else { 0.0 };
        Evidence { tools, tags, words, nearness: nearness.unwrap_or_default(), around: self.around(weights), siblings }
    }

    /// Of their categories, where their kinds fit.
    fn kinship(&self) -> Kinship {
        match (self.ask.post.category(), self.offer.post.category()) {
            (Some(mine), Some(theirs)) if self.fit.words.is_some() => Kinship::of(&mine.slug, &theirs.slug),
            _ => Kinship::None,
        }
    }

    fn around(&self, weights: &Weights) -> Vec<Reason> {
        let Two { ask, offer, .. } = *self;
        let mut around = Vec::new();
        if let Some(said) = self.fit.words {
            around.push(Reason::Kinds { words: said, strength: worth_of_kinds(self.fit, self.offer_kind, weights) });
        }
        if let Some(category) = ask.post.category().filter(|_| self.kinship() == Kinship::Same) {
            around.push(Reason::Category { name: category.name.clone(), strength: Kinship::Same.strength(weights) });
        }
        if fits_budget(&ask.post.money, &offer.post.money) == Some(true) {
            around.push(Reason::Budget { strength: 0.03 });
        }
        around
    }

    /// 0 to 1.
    fn fitting(&self) -> f64 {
        f64::from(self.fit.fit) / 100.0
    }

    fn worth(&self, evidence: &Evidence, weights: &Weights, now: Timestamp) -> f64 {
        let Two { ask, offer, .. } = *self;
        let told = [&evidence.tools, &evidence.tags].into_iter().flatten().chain(&evidence.around);
        let missed: f64 = told.map(|reason| 1.0 - reason.strength()).product();
        let missed = missed * (1.0 - evidence.words.strength) * (1.0 - evidence.nearness) * (1.0 - evidence.siblings);
        let missed = if self.fit.words.is_some() { missed } else { missed * (1.0 - worth_of_kinds(self.fit, self.offer_kind, weights)) };
        let factor = (weights.least_fit + (1.0 - weights.least_fit) * self.fitting())
            * money_factor(self.ask_kind, &ask.post, &offer.post)
            * language_factor(&ask.post, &offer.post, weights)
            * age_factor(&ask.post, &offer.post, weights, now);
        (1.0 - missed) * factor
    }

    /// How well the two posts fit, whoever they are of: 0 to 1000.
    fn fit_of(&self, worth: f64) -> i64 {
        let score = (worth * 1000.0).round() as i64;
        // However much they share: where the kinds don't fit nobody is told, both can look.
        let most = if self.fit.words.is_some() { 1000 } else { TELL_FLOOR - 1 };
        score.clamp(0, most)
    }

    /// The reasons of a match; `None`: they are none, without two or without a concrete one. Where the words that both say are the
    /// only concrete one, and say too little for anybody to be told, both can look.
    fn told(&self, evidence: &Evidence, weights: &Weights) -> Option<Told> {
        let is_match = |reasons: &[Reason]| reasons.len() >= 2 && reasons[0].is_concrete();
        let mut reasons = self.reasons(evidence, weights);
        if is_match(&reasons) {
            return Some(Told { reasons, most: 1_000 });
        }
        reasons.push(evidence.words.listed.clone()?);
        sort(&mut reasons);
        is_match(&reasons).then_some(Told { reasons, most: TELL_FLOOR - 1 })
    }

    /// All that is told of the evidence, concrete reasons first, the strongest first.
    fn reasons(&self, evidence: &Evidence, weights: &Weights) -> Vec<Reason> {
        let Evidence { tools, tags, words, nearness, around, .. } = evidence;
        let mut all: Vec<Reason> = [tools, tags, &words.told].into_iter().flatten().chain(around).cloned().collect();
        all.extend(meaning::reason(self.ask, self.offer, *nearness, weights));
        sort(&mut all);
        all
    }
}

/// Concrete reasons first, the strongest first.
fn sort(reasons: &mut [Reason]) {
    reasons.sort_by(|a, b| b.is_concrete().cmp(&a.is_concrete()).then(b.strength().total_cmp(&a.strength())));
}

/// What it is worth that two kinds go together.
fn worth_of_kinds(fit: KindFit, offer: OfferKind, weights: &Weights) -> f64 {
    // Whoever wants an app tried and whoever tries apps fit whatever the app is about.
    let made_for_each_other = fit.fit == 100 && offer == OfferKind::Feedback;
    weights.kinds * f64::from(fit.fit) / 100.0 * if made_for_each_other { 2.0 } else { 1.0 }
}

/// Whether the price is within the budget; `None` when one of them is not said, or they are in two currencies.
fn fits_budget(ask: &Money, offer: &Money) -> Option<bool> {
    match (ask, offer) {
        (Money::Budget { most: Some(most), currency, .. }, Money::Price { pricing, price, currency: theirs })
            if pricing.is_paid() && price.0 > 0 && currency == theirs =>
        {
            Some(price <= most)
        }
        _ => None,
    }
}

/// A price above the budget speaks against a pair; free help is a small plus for those who didn't come to pay.
fn money_factor(ask_kind: AskKind, ask: &Post, offer: &Post) -> f64 {
    let (Money::Budget { most, .. }, Money::Price { pricing, .. }) = (&ask.money, &offer.money) else {
        return 1.0;
    };
    match fits_budget(&ask.money, &offer.money) {
        Some(true) => 1.0,
        Some(false) => 0.8,
        None if pricing.is_paid() && most.is_none() && ask_kind != AskKind::Hire => 0.93,
        None => 1.0,
    }
}

fn language_factor(ask: &Post, offer: &Post, weights: &Weights) -> f64 {
    let same = ask.language.is_empty() || offer.language.is_empty() || ask.language == offer.language;
    if same || is_welcome(&ask.also_in, &offer.language) { 1.0 } else { weights.other_language }
}

fn age_factor(ask: &Post, offer: &Post, weights: &Weights, now: Timestamp) -> f64 {
    1.0 - weights.age * (age_lost(ask.created_at, weights, now) + age_lost(offer.created_at, weights, now)) / 2.0
}

/// 0 when new, on the way to 1.
fn age_lost(created: Timestamp, weights: &Weights, now: Timestamp) -> f64 {
    let days = now.since(created).max(0) as f64 / hub::DAY as f64;
    1.0 - 0.5_f64.powf(days / weights.age_half_days)
}

/// The pairs of one post with others of the opposite group that are worth storing, the best first: what the matcher stores. Those
/// above the floor may be told: which of them are, `hub::matches::rules` decides, who knows who is full. Order of `others` does
/// not matter: what is worth the same to the last bit stands in the order of keys. Of those who offer nothing is known.
pub fn pairs_of<'a>(
    post: &Reading,
    others: impl IntoIterator<Item = &'a Reading>,
    weights: &Weights,
    now: Timestamp,
) -> Vec<matches::Pair> {
    pairs_with(post, others, weights, now, &HashMap::new())
}

/// The same, with what is known of those who offer.
pub fn pairs_with<'a>(
    post: &Reading,
    others: impl IntoIterator<Item = &'a Reading>,
    weights: &Weights,
    now: Timestamp,
    known: &HashMap<UserId, Helper>,
) -> Vec<matches::Pair> {
    let mut best = BestPairs::of(post, weights, now);
    let scored: Vec<_> = others.into_iter().filter_map(|other| best.score_of(other)).collect();
    scored.into_iter().for_each(|scored| best.take(scored));
    best.pairs(known)
}

/// The best pairs of one post, as one after the other is considered. What is known of those who offer is asked when all were, of
/// those only whom it can bring among the best.
pub(crate) struct BestPairs<P, R> {
    post: P,
    weights: Weights,
    now: Timestamp,
    scored: Vec<Scored<R>>,
}

/// Another post beside this one.
pub(crate) struct Scored<R> {
    /// How well it fits, whoever offers.
    fit: i64,
    worth: f64,
    ask: AskId,
    offer: OfferId,
    other: R,
    evidence: Evidence,
    /// It is a match whether or not phrases can be quoted.
    certain: bool,
}

impl<R: Deref<Target = Reading>> Scored<R> {
    /// The higher, the better, with the score that it comes to.
    fn rank(&self, score: i64) -> (i64, u64, AskId, OfferId) {
        // Positive floats stand in the order of their bits.
        (score, self.worth.max(0.0).to_bits(), self.ask, self.offer)
    }

    /// What it comes to before any phrases are looked for, which may lift it over the floor of telling.
    fn sure(&self) -> i64 {
        if self.certain { self.fit } else { self.fit.min(TELL_FLOOR - 1) }
    }

    fn helper(&self, post: &Post) -> Option<UserId> {
        if matches!(post.key, Key::Offer(_)) { post.owner } else { self.other.post.owner }
    }
}

impl<P: Deref<Target = Reading>, R: Deref<Target = Reading>> BestPairs<P, R> {
    pub fn of(post: P, weights: &Weights, now: Timestamp) -> BestPairs<P, R> {
        BestPairs { post, weights: weights.clone(), now, scored: Vec::new() }
    }

    /// `None`: the two are no match.
    pub fn score_of(&self, other: R) -> Option<Scored<R>> {
        let (ask, offer) = ask_and_offer(&self.post, &other);
        let (Key::Ask(ask_id), Key::Offer(offer_id)) = (ask.post.key, offer.post.key) else { return None };
        let two = Two::of(ask, offer)?;
        let evidence = two.evidence(&self.weights);
        let worth = two.worth(&evidence, &self.weights, self.now);
        let fit = two.fit_of(worth);
        let certain = evidence.is_enough();
        (fit >= LIST_FLOOR).then_some(Scored { fit, worth, ask: ask_id, offer: offer_id, other, evidence, certain })
    }

    pub fn take(&mut self, scored: Scored<R>) {
        self.scored.push(scored);
    }

    /// How well another one must fit to be among those that are stored, 0 to 1, whoever offers.
    pub fn least(&mut self) -> f64 {
        if self.scored.len() < matches::STORED_PER_POST {
            return LIST_FLOOR as f64 / 1_000.0;
        }
        let nth = matches::STORED_PER_POST - 1;
        let (_, least, _) = self.scored.select_nth_unstable_by_key(nth, |scored| Reverse(scored.sure()));
        least.sure() as f64 / 1_000.0
    }

    /// Leaves out what cannot come among the best, whatever is known of whom.
    fn shorten(&mut self) {
        let mut certain: Vec<i64> = self.scored.iter().filter(|scored| scored.certain).map(|scored| scored.fit).collect();
        if certain.len() < matches::STORED_PER_POST {
            return;
        }
        let (_, least, _) = certain.select_nth_unstable_by_key(matches::STORED_PER_POST - 1, |fit| Reverse(*fit));
        let apart = (facts::most_up(&self.weights) + facts::most_down(&self.weights)) * 1_000.0;
        let least = *least - apart.ceil() as i64;
        self.scored.retain(|scored| scored.fit >= least);
    }

    pub fn retain(&mut self, holds: impl Fn(&Reading) -> bool) {
        self.scored.retain(|scored| holds(&scored.other));
    }

    /// Of whom something should be known before it is decided.
    pub fn who_offers(&mut self) -> BTreeSet<UserId> {
        self.shorten();
        self.scored.iter().filter_map(|scored| scored.helper(&self.post.post)).collect()
    }

    /// With what is known of those who offer.
    pub fn pairs(self, known: &HashMap<UserId, Helper>) -> Vec<matches::Pair>
    where
        P: Sync,
        R: Sync,
    {
        let (post, weights, now) = (&self.post, &self.weights, self.now);
        let mut scored: Vec<(i64, Facts, &Scored<R>)> = self
            .scored
            .iter()
            .map(|scored| {
                let helper = scored.helper(&post.post).and_then(|who| known.get(&who));
                let (ask, _) = ask_and_offer(post, &scored.other);
                let into = helper.map_or(0, |helper| into(&ask.post, helper));
                let facts = Facts { table: table(post.town), at: now, known: helper.map(|helper| helper.known).unwrap_or_default(), into };
                (facts::between_floors(scored.fit, facts::moved_by(&facts, weights)), facts, scored)
            })
            .collect();
        scored.sort_by_key(|(score, _, scored)| Reverse(scored.rank(*score)));
        // Phrases to quote cost most, so reasons are looked for only where they may be kept.
        let told = |(score, facts, scored): &(i64, Facts, &Scored<R>)| {
            let (ask, offer) = ask_and_offer(post, &scored.other);
            let Told { reasons, most } = Two::of(ask, offer)?.told(&scored.evidence, weights)?;
            let reasons = reasons.iter().map(Reason::to_string).collect();
            let (score, facts) = ((*score).min(most), *facts);
            let pair = matches::Pair { ask: scored.ask, offer: scored.offer, score, reasons, tell: score >= TELL_FLOOR, facts };
            Some((scored.rank(score), pair))
        };
        let mut best = Vec::with_capacity(2 * matches::STORED_PER_POST);
        for some in scored.chunks(matches::STORED_PER_POST) {
            // What is only listed comes after what is told, however much else speaks for it: so it may have to go again.
            let full = best.get(matches::STORED_PER_POST - 1).is_some_and(|(rank, _)| *rank >= some[0].2.rank(some[0].0));
            if full {
                break;
            }
            best.extend(in_parallel(few(), some, told).into_iter().flatten());
            best.sort_by_key(|(rank, _)| Reverse(*rank));
            best.truncate(matches::STORED_PER_POST);
        }
        best.into_iter().map(|(_, pair)| pair).collect()
    }
}

/// Of so many tags of an ask somebody says that they are into them.
fn into(ask: &Post, helper: &Helper) -> i64 {
    ask.tags.iter().filter(|tag| helper.into.contains(&tag.slug)).count() as i64
}

fn ask_and_offer<'a>(post: &'a Reading, other: &'a Reading) -> (&'a Reading, &'a Reading) {
    if matches!(post.post.key, Key::Ask(_)) { (post, other) } else { (other, post) }
}
