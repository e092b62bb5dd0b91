//! Posts for tests, said in a line.

use hub::{
    AskId, Cents, OfferId, Timestamp, UserId,
    asks::{AskKind, Visibility},
    discovery::Rated,
    offers::{OfferKind, Pricing},
};

use std::path::Path;

use crate::{
    judged::Collection,
    post::{Key, Kind, Label, Money, Post},
    reading::Reading,
};

pub const ANA: UserId = UserId(1);
pub const BO: UserId = UserId(2);
pub const NOW: Timestamp = Timestamp(1_800_000_000_000);

/// A post in the making.
#[derive(Clone, Debug)]
pub struct Sample(Post);

/// Ana's ask for advice.
pub fn ask(title: &str, text: &str) -> Sample {
    Sample(plain(Key::Ask(AskId(1)), Kind::Ask(AskKind::Advice), ANA, title, text))
}

/// Bo's offer of a quick hand.
pub fn offer(title: &str, text: &str) -> Sample {
    let mut post = plain(Key::Offer(OfferId(1)), Kind::Offer(OfferKind::Skill), BO, title, text);
    post.money = Money::Price { pricing: Pricing::Free, price: Cents(0), currency: "usd".to_owned() };
    Sample(post)
}

fn plain(key: Key, kind: Kind, owner: UserId, title: &str, text: &str) -> Post {
    Post {
        key,
        kind,
        owner: Some(owner),
        by: format!("member {owner} @member-{owner}"),
        title: title.to_owned(),
        text: text.to_owned(),
        more: String::new(),
        categories: Vec::new(),
        tags: Vec::new(),
        tools: Vec::new(),
        uses: Vec::new(),
        money: Money::Budget { least: None, most: None, currency: "usd".to_owned() },
        language: "en".to_owned(),
        visibility: Visibility::Everyone,
        created_at: NOW,
        rated: None,
        also_in: String::new(),
    }
}

fn label(name: &&str) -> Label {
    Label::new(name.to_lowercase().replace(' ', "-"), *name)
}

impl Sample {
    pub fn asks_for(mut self, kind: AskKind) -> Self {
        self.0.kind = Kind::Ask(kind);
        self
    }

    pub fn offers_a(mut self, kind: OfferKind) -> Self {
        self.0.kind = Kind::Offer(kind);
        self
    }

    pub fn id(mut self, id: i64) -> Self {
        self.0.key = match self.0.key {
            Key::Ask(_) => Key::Ask(AskId(id)),
            Key::Offer(_) => Key::Offer(OfferId(id)),
            other => other,
        };
        self
    }

    pub fn owner(mut self, owner: UserId) -> Self {
        self.0.owner = Some(owner);
        self
    }

    pub fn tags(mut self, names: &[&str]) -> Self {
        self.0.tags = names.iter().map(label).collect();
        self
    }

    pub fn tools(mut self, names: &[&str]) -> Self {
        self.0.tools = names.iter().map(label).collect();
        self
    }

    pub fn category(mut self, name: &str) -> Self {
        self.0.categories = vec![label(&name)];
        self
    }

    pub fn budget(mut self, most: i64) -> Self {
        self.0.money = Money::Budget { least: None, most: Some(Cents(most)), currency: "usd".to_owned() };
        self
    }

    pub fn price(mut self, price: i64) -> Self {
        self.0.money = Money::Price { pricing: Pricing::OneTime, price: Cents(price), currency: "usd".to_owned() };
        self
    }

    pub fn language(mut self, language: &str) -> Self {
        self.0.language = language.to_owned();
        self
    }

    pub fn also_in(mut self, languages: &str) -> Self {
        self.0.also_in = languages.to_owned();
        self
    }

    pub fn members_only(mut self) -> Self {
        self.0.visibility = Visibility::Members;
        self
    }

    pub fn rated(mut self, rated: Rated) -> Self {
        self.0.rated = Some(rated);
        self
    }

    pub fn at(mut self, created_at: Timestamp) -> Self {
        self.0.created_at = created_at;
        self
    }

    pub fn post(self) -> Post {
        self.0
    }
}

/// A small generator, so that every run measures the same.
#[derive(Clone, Debug)]
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.roll(all.len())]
    }
}

/// What people really say, to be mixed: titles, sentences, tags, tools and categories of the judged collection.
pub struct Sayings {
    titles: Vec<String>,
    sentences: Vec<String>,
    tags: Vec<String>,
    tools: Vec<String>,
    categories: Vec<String>,
}

impl Sayings {
    pub fn load() -> Result<Sayings, crate::judged::Fault> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/relevance");
        let collection = Collection::read(&dir.join("corpus.jsonl"), &dir.join("queries.jsonl"), &dir.join("qrels.tsv"))?;
        let mut said = Sayings { titles: Vec::new(), sentences: Vec::new(), tags: Vec::new(), tools: Vec::new(), categories: Vec::new() };
        for (_, Reading { post, .. }) in collection.asks.iter().chain(&collection.offers) {
            said.titles.push(post.title.clone());
            said.sentences
                .extend(post.text.split_inclusive(['.', '!', '?', '\n']).map(|part| part.trim().to_owned()).filter(|part| part.len() > 20));
            said.tags.extend(post.tags.iter().map(|tag| tag.slug.clone()));
            said.tools.extend(post.tools.iter().map(|tool| tool.slug.clone()));
            said.categories.extend(post.category().map(|category| category.slug.clone()));
        }
        Ok(said)
    }

    /// A title of the beginning of one and the end of another, five sentences, and three words of a long tail.
    pub fn post(&self, dice: &mut Dice, id: i64) -> Post {
        let title = format!("{} {}", self.half(dice, true), self.half(dice, false));
        let mut text: Vec<String> = (0..5).map(|_| self.sentences[dice.roll(self.sentences.len())].clone()).collect();
        text.extend((0..3).map(|_| format!("tail{}.", dice.roll(30_000).min(dice.roll(30_000)))));
        let of = |dice: &mut Dice, all: &[String]| all[dice.roll(all.len())].clone();
        let (tags, tools) = ([of(dice, &self.tags), of(dice, &self.tags)], [of(dice, &self.tools)]);
        let sample = if id % 2 == 0 {
            ask(&title, &text.join(" ")).asks_for(dice.of(AskKind::ALL))
        } else {
            offer(&title, &text.join(" ")).offers_a(dice.of(OfferKind::ALL))
        };
        let category = of(dice, &self.categories);
        // As people post: not everybody carries labels.
        let sample = if dice.roll(2) == 0 { sample.tags(&tags.each_ref().map(String::as_str)) } else { sample };
        let sample = if dice.roll(4) == 0 { sample.tools(&tools.each_ref().map(String::as_str)) } else { sample };
        sample.id(id).owner(UserId(id % 20_000 + 1)).category(&category).at(NOW.plus(-id * 1_000)).post()
    }

    pub fn half(&self, dice: &mut Dice, first: bool) -> String {
        let words: Vec<&str> = self.titles[dice.roll(self.titles.len())].split(' ').collect();
        let (begin, end) = words.split_at(words.len().div_ceil(2));
        if first { begin.join(" ") } else { end.join(" ") }
    }
}
