//! A guess at how well a post fits others, by what an index knows of them: which of its words, tags and tools they say, their
//! [`Brief`], and how near they are in meaning.
//!
//! It is [`super::worth`] but for phrases, prices and tools that a text names without listing them; so of many posts those that
//! are guessed highest are read and scored, and the others left where they are.

use hub::{
    Timestamp,
    asks::{ANY_LANGUAGE, AskKind},
    offers::OfferKind,
};
use rustc_hash::FxHashMap;

use super::{
    TELL_FLOOR, Weights, age_lost,
    kinds::{self, KindFit},
    nearness_strength,
    shared::{self, Spoken},
    taxonomy::{self, Kinship},
};
use crate::{
    brief::{Brief, number_of_category, number_of_language},
    meaning,
    plan::Clause,
    post::{Kind, Money, Post, What},
    reading::{Place, Reading},
    schema::In,
    words::{RARE, Reader, cut},
};

/// So many words of a post are looked for, the telling ones first.
const WORDS: usize = 22;
/// And so many tags and tools.
const LABELS: usize = 18;
/// From this weight on two words that a post has side by side are taken to stand so in another that says both.
const TELLING: u8 = 50;
/// What is said beside words is looked up in steps of this.
const STEP: f32 = 0.125;
const STEPS: usize = 32;
/// No post says so much.
const MOST_SAID: f32 = 256.0;
/// Bounds are this much lower than reckoned, since they are rounded.
const SLACK: f32 = 0.001;
/// Says that a post is the same member's.
const OWN: u64 = 1 << 63;

/// A word that is looked for.
#[derive(Clone)]
struct Word {
    stem: String,
    place: Place,
    /// What it weighs, of 1, beside each kind of the other group.
    weights: Vec<f64>,
}

/// Two words that stand side by side. Who says both is taken to say them so.
#[derive(Clone)]
struct TwoWords {
    first: usize,
    second: usize,
    place: Place,
    /// What they weigh, of 1.
    weight: f64,
    /// Words that many use stand in one text by chance.
    telling: bool,
}

/// A tag or a tool that is looked for.
#[derive(Clone)]
struct Shown {
    fact: String,
    strength: f64,
    /// Words that don't count beside it: those of its name.
    words: u64,
}

/// What a post looks for in others. A copy of its own for each who looks.
#[derive(Clone)]
pub(crate) struct Sought<'a> {
    post: &'a Post,
    pub weights: &'a Weights,
    now: Timestamp,
    pub what: What,
    words: Vec<Word>,
    labels: Vec<Shown>,
    fits: Vec<KindFit>,
    phrases: Vec<TwoWords>,
    weighty: f64,
    /// What all its words tell together.
    says: f64,
    /// How much words count beside a post of so many weighty words, by how long the two are.
    by_length: Vec<f64>,
    /// What a category of the same parent says.
    of_siblings: f32,
    /// How much it has lost by growing old.
    age_lost: f64,
    language: u16,
    category: u16,
    /// Categories of the same parent.
    siblings: Vec<u16>,
    memory: FxHashMap<(u64, u8), Said>,
}

/// What some signs say.
#[derive(Clone, Copy)]
struct Said {
    /// Of words; by how long the two posts are is not in it yet.
    spoken: Spoken,
    /// The chance that tags and tools miss.
    missed: f64,
}

/// A condition, the bit it sets, and what it can say at most: as a word or otherwise. What no bit tells is seen in a post's brief.
#[derive(Clone)]
pub(crate) struct Sign {
    pub clause: Clause,
    pub bit: u64,
    pub words: f32,
    pub most: f32,
}

/// What signs must say of a post that is to matter.
pub(crate) struct Least {
    /// What words must say of any, beside so many steps of what else is said.
    words: [f32; STEPS],
    /// What all must say of one of each kind, beside what the kinds say.
    of_kinds: Vec<f32>,
}

impl Least {
    /// Whether one of whom so much is said may matter, whatever it is.
    #[inline]
    pub fn is_said(&self, words: f32, most: f32) -> bool {
        words > self.words[((most / STEP) as usize + usize::from(most > 0.0)).min(STEPS - 1)]
    }
}

/// What a post is worth by all but what it means.
#[derive(Clone, Copy)]
pub(crate) struct Worth {
    /// The chance that all that speaks for it misses.
    missed: f64,
    /// What is left of the rest by age, language and the like, and what it can come to.
    factor: f64,
    most: f64,
    both_read: bool,
}

impl Worth {
    /// 0 to 1. `nearness` is the cosine of what both mean, where it was looked at.
    pub fn with(self, nearness: Option<f64>, weights: &Weights) -> f64 {
        let near = nearness.filter(|_| self.both_read).map_or(0.0, |cosine| nearness_strength(cosine, weights));
        ((1.0 - self.missed * (1.0 - near)) * self.factor).min(self.most)
    }
}

impl<'a> Sought<'a> {
    /// `None` for what is not paired. `common` tells in how many posts a word stands.
    pub fn of(own: &'a Reading, weights: &'a Weights, now: Timestamp, common: impl Fn(&str) -> u64, too_common: u64) -> Option<Sought<'a>> {
        let post = &own.post;
        let (what, fits): (What, Vec<KindFit>) = match post.kind {
            Kind::Ask(ask) => (What::Offers, OfferKind::ALL.iter().map(|offer| kinds::fit(ask, *offer)).collect()),
            Kind::Offer(offer) => (What::Asks, AskKind::ALL.iter().map(|ask| kinds::fit(*ask, offer)).collect()),
            Kind::Tool(_) | Kind::Person => return None,
        };
        let mut sought = Sought {
            post,
            weights,
            now,
            what,
            words: Vec::new(),
            labels: Vec::new(),
            fits,
            phrases: Vec::new(),
            weighty: own.weighty as f64,
            says: own.says,
            by_length: Vec::new(),
            of_siblings: said_by(Kinship::Siblings.strength(weights)),
            age_lost: age_lost(post.created_at, weights, now),
            language: number_of_language(&post.language),
            category: post.category().map_or(0, |category| number_of_category(&category.slug)),
            siblings: post.category().map_or_else(Vec::new, |own| taxonomy::siblings(&own.slug).map(number_of_category).collect()),
            memory: FxHashMap::default(),
        };
        sought.words = sought.telling_words(own, common, too_common);
        sought.phrases = sought.phrases(own);
        sought.labels = sought.labels();
        sought.by_length = (0..=u8::MAX).map(|weighty| sought.by_length(f64::from(weighty))).collect();
        Some(sought)
    }

    fn telling_words(&self, own: &Reading, common: impl Fn(&str) -> u64, too_common: u64) -> Vec<Word> {
        let mut all: Vec<(f64, u64, Word)> = own
            .words
            .iter()
            .filter_map(|(stem, said)| {
                let weight = |number: usize| self.object(number, stem).unwrap_or(said.informs);
                let weights: Vec<f64> =
                    (0..self.fits.len()).map(|number| f64::from(weight(number)) / f64::from(RARE) * self.often(said.times)).collect();
                let most = weights.iter().copied().fold(0.0, f64::max) * if said.place == Place::Title { 1.3 } else { 1.0 };
                (most > 0.0).then(|| (most, common(stem), Word { stem: stem.to_string(), place: said.place, weights }))
            })
            .collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then_with(|| a.2.stem.cmp(&b.2.stem)));
        // Common words cost most and say least.
        let mut kept = 0;
        all.retain(|(_, common, _)| {
            kept += 1;
            kept <= WORDS / 3 || *common <= too_common
        });
        all.truncate(WORDS);
        all.into_iter().map(|(.., word)| word).collect()
    }

    fn phrases(&self, own: &Reading) -> Vec<TwoWords> {
        let number = |stem: &str| self.words.iter().position(|word| word.stem == stem);
        let phrases = own.phrases.iter().filter_map(|((first, second), phrase)| {
            let times = [first, second].map(|stem| own.words.get(&**stem).map_or(1, |said| said.times));
            let often = self.often(times[0].min(times[1]));
            let weight = shared::weight_of_phrase(own, first, second, |said| said.informs) * often;
            let telling = [first, second].iter().all(|stem| own.words.get(&***stem).is_some_and(|said| said.weight >= TELLING));
            Some(TwoWords { first: number(first)?, second: number(second)?, place: phrase.place, weight, telling })
        });
        phrases.collect()
    }

    /// How much an offer says a word; of asks it does not matter.
    fn often(&self, times: u8) -> f64 {
        if self.what == What::Asks { shared::often(times, self.weighty) } else { 1.0 }
    }

    /// How much the words count that another post says, by how long the two are. How often an offer says them is not known.
    fn by_length(&self, others: f64) -> f64 {
        match self.what {
            What::Asks => 1.0 / shared::by_chance(others, shared::SHORT),
            _ => shared::often(1, others) / shared::by_chance(self.weighty, shared::SHORT),
        }
    }

    /// What a word weighs beside a kind of the other group, where that matters.
    fn object(&self, number: usize, stem: &str) -> Option<u8> {
        let (ask, offer) = self.kinds(number)?;
        kinds::object(ask, offer, stem)
    }

    fn kinds(&self, number: usize) -> Option<(AskKind, OfferKind)> {
        match self.post.kind {
            Kind::Ask(ask) => Some((ask, *OfferKind::ALL.get(number)?)),
            Kind::Offer(offer) => Some((*AskKind::ALL.get(number)?, offer)),
            Kind::Tool(_) | Kind::Person => None,
        }
    }

    fn labels(&self) -> Vec<Shown> {
        let reader = Reader::of(&self.post.language);
        let words_of = |name: &str| {
            let stems: Vec<String> = cut(name).map(|token| reader.stem(token.written)).collect();
            let own = self.words.iter().enumerate().filter(|(_, word)| stems.contains(&word.stem));
            own.map(|(number, _)| text_bit(number) | title_bit(number)).fold(0, |all, bits| all | bits)
        };
        let asks = match self.post.kind {
            Kind::Ask(ask) => Some(ask),
            _ => None,
        };
        let tags = self.post.tags.iter().map(|tag| Shown {
            fact: format!("tag:{}", tag.slug),
            strength: shared::worth_of_tag(tag, self.weights),
            words: words_of(&tag.name),
        });
        let tools = self.post.tools.iter().map(|tool| Shown {
            fact: format!("tool:{}", tool.slug),
            strength: shared::worth_of_tool(tool, asks, self.weights),
            words: words_of(&tool.name),
        });
        tags.chain(tools).take(LABELS).collect()
    }

    /// What is looked for. What is found of it, as bits, goes to [`Sought::worth`].
    pub fn signs(&self) -> Vec<Sign> {
        let mut signs = Vec::new();
        if let Some(owner) = self.post.owner {
            signs.push(Sign { clause: Clause::Is(In::Fact, format!("owner:{owner}")), bit: OWN, words: 0.0, most: 0.0 });
        }
        if self.category != 0
            && let Some(category) = self.post.category()
        {
            let most = said_by(Kinship::Same.strength(self.weights));
            signs.push(Sign { clause: Clause::Is(In::Fact, format!("category:{}", category.slug)), bit: 0, words: 0.0, most });
        }
        let weights = self.weights_with_phrases();
        for ((number, sought), weight) in self.words.iter().enumerate().zip(weights) {
            let (text, title) = (shared::place_factor(sought.place, Place::Text), shared::place_factor(sought.place, Place::Title));
            // Whatever stands in a title stands in the text, as the index has it.
            signs.push(Sign {
                clause: Clause::Is(In::Text, sought.stem.clone()),
                bit: text_bit(number),
                words: (weight * text) as f32,
                most: 0.0,
            });
            let more = (weight * (title - text)) as f32;
            signs.push(Sign { clause: Clause::Is(In::Title, sought.stem.clone()), bit: title_bit(number), words: more, most: 0.0 });
        }
        for (number, label) in self.labels.iter().enumerate() {
            let most = said_by(label.strength);
            signs.push(Sign { clause: Clause::Is(In::Fact, label.fact.clone()), bit: label_bit(number), words: 0.0, most });
        }
        signs
    }

    /// What each word weighs at most, with half of what the best phrase that it stands in weighs beyond its two words.
    fn weights_with_phrases(&self) -> Vec<f64> {
        let alone: Vec<f64> = self.words.iter().map(|word| word.weights.iter().copied().fold(0.0, f64::max)).collect();
        let mut beyond = vec![0.0_f64; alone.len()];
        for phrase in &self.phrases {
            let half = (phrase.weight - alone[phrase.first] - alone[phrase.second]) / 2.0;
            [phrase.first, phrase.second].into_iter().for_each(|word| beyond[word] = beyond[word].max(half));
        }
        alone.into_iter().zip(beyond).map(|(alone, beyond)| alone + beyond).collect()
    }

    /// Whether a kind of the other group can fit.
    pub fn may_fit(&self, kind: u8) -> bool {
        self.fits.get(usize::from(kind)).is_some_and(|fit| fit.fit > 0)
    }

    /// What words that say so much can come to at most, beside other signs.
    pub fn most_of(&self, words: f32) -> f32 {
        let alone = if meaning::is_read(&self.post.language) { 1.0 } else { self.weights.alone };
        let says = f64::from(words) * self.by_length[0];
        (alone * shared::evidence(Spoken { words: WORDS, says }, self.ask_says(0.0), self.weights)) as f32
    }

    /// What must be said of those who are to be worth so much, whatever is near in meaning.
    pub fn least(&self, worth: f64) -> Least {
        let of_kind = |(number, fit): (usize, &KindFit)| {
            let (_, offer) = self.kinds(number).filter(|_| fit.fit > 0)?;
            if worth > most_of_kinds(*fit) {
                return None;
            }
            let by_kinds = 1.0 - super::worth_of_kinds(*fit, offer, self.weights);
            let missed = 1.0 - worth / self.fitting(*fit);
            (missed > 0.0).then(|| (by_kinds.ln() - missed.ln()) as f32)
        };
        let of_kinds: Vec<f32> = self.fits.iter().enumerate().map(|fit| of_kind(fit).unwrap_or(f32::INFINITY)).collect();
        let of_any = of_kinds.iter().copied().fold(f32::INFINITY, f32::min) - self.of_siblings - SLACK;
        // What words come to rises with what they say: the least that is enough, halving what is between too little and enough.
        let words = std::array::from_fn(|step| {
            let needed = of_any - step as f32 * STEP;
            // Where nothing else is said, words must say something.
            let nothing = if step == 0 { 0.0 } else { -1.0 };
            let (mut too_little, mut enough) = if needed > 0.0 { (0.0, MOST_SAID) } else { (nothing, nothing) };
            while enough - too_little > SLACK {
                let between = (too_little + enough) / 2.0;
                if self.most_of(between) < needed { too_little = between } else { enough = between }
            }
            too_little
        });
        Least { words, of_kinds }
    }

    /// Whether somebody of whom signs say so much may come to it.
    pub fn may_come_to(&self, least: &Least, words: f32, most: f32, brief: Brief) -> bool {
        let kind = usize::from(brief.kind);
        let Some(needed) = least.of_kinds.get(kind).filter(|_| brief.what == self.what) else { return false };
        let alone = if self.both_read(brief) { 1.0 } else { self.weights.alone };
        let says = f64::from(words) * self.by_length[usize::from(brief.weighty)];
        let said = alone * shared::evidence(Spoken { words: WORDS, says }, self.ask_says(brief.says()), self.weights);
        let all = most + said as f32 + SLACK;
        all >= *needed || (all + self.of_siblings >= *needed && self.kinship(brief.category) == Kinship::Siblings)
    }

    /// How much the ask says, where the other post says so much.
    fn ask_says(&self, others: f64) -> f64 {
        if self.what == What::Asks { others } else { self.says }
    }

    /// `None` where nothing could fit.
    pub fn worth(&mut self, signs: u64, brief: Brief, created: Timestamp) -> Option<Worth> {
        let fit = *self.fits.get(usize::from(brief.kind)).filter(|_| brief.what == self.what)?;
        if signs & OWN != 0 || fit.fit == 0 {
            return None;
        }
        let weights = self.weights;
        let said = self.said(signs, brief.kind);
        let both_read = self.both_read(brief);
        let alone = if both_read { 1.0 } else { weights.alone };
        let spoken = Spoken { says: said.spoken.says * self.by_length[usize::from(brief.weighty)], ..said.spoken };
        let mut missed = said.missed * (-alone * shared::evidence(spoken, self.ask_says(brief.says()), weights)).exp();
        let (ask, offer) = self.kinds(usize::from(brief.kind))?;
        missed *= 1.0 - super::worth_of_kinds(fit, offer, weights);
        if fit.words.is_some() {
            missed *= 1.0 - self.kinship(brief.category).strength(weights);
        }
        let other_language = self.language != 0 && brief.language != 0 && self.language != brief.language;
        let other_language = other_language && !brief.welcoming && !self.welcomes(brief.language);
        let factor = self.fitting(fit)
            * if other_language { weights.other_language } else { 1.0 }
            * if self.pays_nothing(ask, brief) { 0.93 } else { 1.0 }
            * (1.0 - weights.age * (self.age_lost + age_lost(created, weights, self.now)) / 2.0);
        Some(Worth { missed, factor, most: most_of_kinds(fit), both_read })
    }

    /// What is left of a score by how well the kinds fit.
    fn fitting(&self, fit: KindFit) -> f64 {
        self.weights.least_fit + (1.0 - self.weights.least_fit) * f64::from(fit.fit) / 100.0
    }

    /// Whether it is known what the two mean.
    fn both_read(&self, brief: Brief) -> bool {
        meaning::is_read(&self.post.language) && is_read(brief.language)
    }

    /// Whether the post is an ask that welcomes another language.
    fn welcomes(&self, language: u16) -> bool {
        let also_in = &self.post.also_in;
        also_in == ANY_LANGUAGE || (!also_in.is_empty() && number_of_language(also_in) == language)
    }

    fn kinship(&self, category: u16) -> Kinship {
        match category {
            0 => Kinship::None,
            same if same == self.category => Kinship::Same,
            other if self.siblings.contains(&other) => Kinship::Siblings,
            _ => Kinship::None,
        }
    }

    /// A paid offer for somebody who named no budget. Whether a price fits one is seen when the post is read.
    fn pays_nothing(&self, ask: AskKind, brief: Brief) -> bool {
        let (no_budget, paid) = match &self.post.money {
            Money::Budget { most, .. } => (most.is_none(), brief.paid),
            // What an ask's budget is, its brief does not say.
            _ => (false, false),
        };
        no_budget && paid && ask != AskKind::Hire
    }

    /// What words, tags and tools say that are the same in many posts.
    fn said(&mut self, signs: u64, kind: u8) -> Said {
        if let Some(known) = self.memory.get(&(signs, kind)) {
            return *known;
        }
        let (mut missed, mut told) = (1.0, 0);
        for (number, label) in self.labels.iter().enumerate() {
            if signs & label_bit(number) != 0 {
                missed *= 1.0 - label.strength;
                told |= label.words;
            }
        }
        let words = signs & !told;
        // Phrases take their words with them, as the strongest piece takes its own in pairs.
        let mut pieces: Vec<(f64, u64)> = Vec::new();
        for phrase in &self.phrases {
            let own = text_bit(phrase.first) | text_bit(phrase.second);
            let titled = title_bit(phrase.first) | title_bit(phrase.second);
            let certain = phrase.telling || words & titled == titled;
            if words & own == own && certain {
                let theirs = if words & titled == titled { Place::Title } else { Place::Text };
                pieces.push((phrase.weight * shared::place_factor(phrase.place, theirs), own));
            }
        }
        for (number, word) in self.words.iter().enumerate().filter(|(number, _)| words & text_bit(*number) != 0) {
            let theirs = if words & title_bit(number) != 0 { Place::Title } else { Place::Text };
            let weight = word.weights.get(usize::from(kind)).copied().unwrap_or_default();
            pieces.push((weight * shared::place_factor(word.place, theirs), text_bit(number)));
        }
        pieces.sort_by(|a, b| b.0.total_cmp(&a.0));
        let mut taken = 0;
        pieces.retain(|(points, words)| {
            let fresh = *points > 0.0 && taken & words == 0;
            taken |= if fresh { *words } else { 0 };
            fresh
        });
        let says = shared::add_up(pieces.into_iter().map(|(points, _)| points).collect());
        let said = Said { spoken: Spoken { words: u64::count_ones(taken) as usize, says }, missed };
        self.memory.insert((signs, kind), said);
        said
    }
}

/// As scores have it, those whose kinds don't fit stay below the floor.
fn most_of_kinds(fit: KindFit) -> f64 {
    if fit.words.is_some() { 1.0 } else { TELL_FLOOR as f64 / 1_000.0 }
}

/// A strength as signs say it: chances of missing multiply, what is said adds up.
fn said_by(strength: f64) -> f32 {
    -(1.0 - strength).ln() as f32
}

fn text_bit(number: usize) -> u64 {
    1 << number
}

fn title_bit(number: usize) -> u64 {
    1 << (WORDS + number)
}

fn label_bit(number: usize) -> u64 {
    1 << (2 * WORDS + number)
}

/// Whether it is known what a post of this language means.
fn is_read(language: u16) -> bool {
    language == 0 || language == number_of_language("en")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        pairing,
        samples::{self, NOW},
        schema::Terms,
    };

    fn guessed(mine: &Reading, other: &Reading) -> Option<f64> {
        let weights = Weights::default();
        let mut sought = Sought::of(mine, &weights, NOW, |_| 1, 10).unwrap();
        let terms = Terms::of(other);
        let signs = sought
            .signs()
            .iter()
            .filter(|sign| match &sign.clause {
                Clause::Is(place, term) => terms.has(*place, term),
                _ => false,
            })
            .fold(0, |all, sign| all | sign.bit);
        let nearness = mine.meaning.as_ref().zip(other.meaning.as_ref()).map(|(mine, theirs)| mine.cosine(theirs));
        Some(sought.worth(signs, Brief::of(other), other.post.created_at)?.with(nearness, &weights))
    }

    #[test]
    fn what_is_guessed_is_what_it_is_worth_from_both_sides() {
        let ask = |title: &str, text: &str| samples::ask(title, text).owner(hub::UserId(1)).category("Marketing").tags(&["Copywriting"]);
        let offer =
            |title: &str, text: &str| samples::offer(title, text).owner(hub::UserId(2)).category("Marketing").tools(&["Midjourney"]);
        let asks = [
            ask("Sourdough for my bakery", "Nobody comes."),
            ask("Words for a violin school", "I need them soon").tools(&["Midjourney"]),
            ask("Feedback on an app", "Try the sourdough timer").asks_for(AskKind::BetaTester),
            ask("Brot für Bäcker", "Sauerteig").language("de"),
            ask("An app for my violin school", "Lessons and a timer").category("Development"),
            ask("Sauerteig", "bread").also_in("de"),
        ];
        let offers = [
            offer("I bake sourdough", "and teach it in my bakery").tags(&["Copywriting"]),
            offer("Violin lessons", "for every school").offers_a(OfferKind::Course),
            offer("I try each app", "and tell you").offers_a(OfferKind::Feedback).tags(&["Copywriting", "Teaching"]),
            offer("Sauerteig und Brot", "Kurse").language("de"),
            offer("Pictures for a violin school", "and for every app").category("Creative-Design"),
        ];
        let offers = offers.map(|offer| Reading::of(offer.post()));
        for ask in asks.map(|ask| Reading::of(ask.post())) {
            for offer in &offers {
                let worth = pairing::worth(&ask, offer, &Weights::default(), NOW);
                for guess in [guessed(&ask, offer), guessed(offer, &ask)] {
                    let near = match (worth, guess) {
                        (Some(worth), Some(guess)) => (worth - guess).abs() < 0.02,
                        (None, None) => true,
                        _ => false,
                    };
                    assert!(near, "{} / {}: {worth:?}, guessed {guess:?}", ask.post.title, offer.post.title);
                }
            }
        }
    }

    #[test]
    fn whoever_is_worth_so_much_is_not_left_out_for_what_signs_say() {
        let (said, mut dice, weights) = (samples::Sayings::load().unwrap(), samples::Dice(3), Weights::default());
        let posts: Vec<Reading> = (0..120).map(|id| Reading::of(said.post(&mut dice, id))).collect();
        let (mut kept, mut left_out) = (0, 0);
        for mine in &posts {
            let mut sought = Sought::of(mine, &weights, NOW, |_| 1, 10).unwrap();
            let signs = sought.signs();
            for other in &posts {
                let terms = Terms::of(other);
                let own = signs.iter().filter(|sign| matches!(&sign.clause, Clause::Is(place, term) if terms.has(*place, term)));
                let (mut bits, mut words, mut most) = (0, 0.0, 0.0);
                own.for_each(|sign| {
                    bits |= sign.bit;
                    words += sign.words;
                    most += sign.most;
                });
                let brief = Brief::of_number(Brief::of(other).number());
                let Some(worth) = sought.worth(bits, brief, other.post.created_at).filter(|_| bits != 0) else { continue };
                let worth = worth.with(None, &weights);
                for at_least in [0.05, 0.1, 0.2, 0.3, 0.45, 0.6, worth] {
                    let least = sought.least(at_least);
                    let may = least.is_said(words, most) && sought.may_come_to(&least, words, most, brief);
                    assert!(may || worth < at_least, "{} / {}: {worth}, left out at {at_least}", mine.post.title, other.post.title);
                    left_out += usize::from(!may);
                    kept += usize::from(may && worth < at_least);
                }
            }
        }
        assert!(left_out > 5 * kept, "{left_out} left out, {kept} kept for nothing");
    }

    #[test]
    fn nobody_is_guessed_to_fit_themselves() {
        let (ask, offer) =
            (samples::ask("Sourdough", "bread").owner(hub::UserId(1)), samples::offer("Sourdough", "bread").owner(hub::UserId(1)));
        assert_eq!(guessed(&Reading::of(ask.post()), &Reading::of(offer.post())), None);
    }

    #[test]
    fn no_two_signs_share_a_bit() {
        let text: Vec<String> = (0..60).map(|n| format!("zebra{n}x")).collect();
        let tags: Vec<String> = (0..30).map(|n| format!("tag {n}")).collect();
        let ask = samples::ask("many words", &text.join(" ")).tags(&tags.iter().map(String::as_str).collect::<Vec<_>>());
        let weights = Weights::default();
        let reading = Reading::of(ask.post());
        let signs = Sought::of(&reading, &weights, NOW, |_| 1, 10).unwrap().signs();
        assert_eq!(signs.len(), 1 + 2 * WORDS + LABELS);
        assert_eq!(signs.iter().fold(0, |all: u64, sign| all | sign.bit).count_ones() as usize, signs.len());
    }
}
