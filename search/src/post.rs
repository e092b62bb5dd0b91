//! What is indexed and paired: an ask, an offer, a tool of the directory or a person, in one shape.

use hub::{
    AskId, Cents, OfferId, Timestamp, ToolId, UserId,
    asks::{AskKind, AskView, Visibility},
    discovery::Rated,
    offers::{OfferKind, OfferView, Pricing, Rating},
    profiles::{PersonCard, ProfileView},
    taxonomy::TermRef,
    tools::{ToolCategory, ToolPricing, ToolRef, ToolView},
};
use serde::{Deserialize, Serialize};

pub use hub::discovery::What;

/// Which thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Ask(AskId),
    Offer(OfferId),
    Tool(ToolId),
    Person(UserId),
}

/// Ids stay below 2^53 (hub::LARGEST_ID); the group stands above them.
const GROUP_SHIFT: u32 = 56;

impl Key {
    pub fn what(self) -> What {
        match self {
            Key::Ask(_) => What::Asks,
            Key::Offer(_) => What::Offers,
            Key::Tool(_) => What::Tools,
            Key::Person(_) => What::People,
        }
    }

    /// One number for each key, as the index keeps it.
    pub(crate) fn number(self) -> u64 {
        let id = match self {
            Key::Ask(id) => id.0,
            Key::Offer(id) => id.0,
            Key::Tool(id) => id.0,
            Key::Person(id) => id.0,
        };
        ((self.what() as u64 + 1) << GROUP_SHIFT) | (id as u64 & ((1 << GROUP_SHIFT) - 1))
    }

    pub(crate) fn of_number(number: u64) -> Option<Key> {
        let id = (number & ((1 << GROUP_SHIFT) - 1)) as i64;
        match number >> GROUP_SHIFT {
            1 => Some(Key::Ask(AskId(id))),
            2 => Some(Key::Offer(OfferId(id))),
            3 => Some(Key::Tool(ToolId(id))),
            4 => Some(Key::Person(UserId(id))),
            _ => None,
        }
    }
}

impl From<hub::matches::Post> for Key {
    fn from(post: hub::matches::Post) -> Key {
        match post {
            hub::matches::Post::Ask(id) => Key::Ask(id),
            hub::matches::Post::Offer(id) => Key::Offer(id),
        }
    }
}

/// The kind of the thing, within its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Ask(AskKind),
    Offer(OfferKind),
    Tool(ToolCategory),
    Person,
}

/// A slug and how it is said: a category, a tag, a tool.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Label {
    pub slug: String,
    pub name: String,
}

impl Label {
    pub fn new(slug: impl Into<String>, name: impl Into<String>) -> Label {
        Label { slug: slug.into(), name: name.into() }
    }
}

impl From<&TermRef> for Label {
    fn from(term: &TermRef) -> Label {
        Label::new(&term.slug, &term.name)
    }
}

impl From<&ToolRef> for Label {
    fn from(tool: &ToolRef) -> Label {
        Label::new(&tool.slug, &tool.name)
    }
}

/// What it may cost, or costs. ISO codes, lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Money {
    None,
    /// Of an ask.
    Budget {
        least: Option<Cents>,
        most: Option<Cents>,
        currency: String,
    },
    /// Of an offer.
    Price {
        pricing: Pricing,
        price: Cents,
        currency: String,
    },
    /// Of a tool.
    Tool {
        free: bool,
    },
}

/// One document of the index. Asks and offers in it are live (open, active): whoever feeds the index removes the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    pub key: Key,
    pub kind: Kind,
    /// Nobody owns a tool.
    pub owner: Option<UserId>,
    /// The owner's name and handle, to be found by.
    pub by: String,
    pub title: String,
    /// Markdown as typed.
    pub text: String,
    /// Further text to be found by, not read for pairs and not kept with the document: an article's body.
    #[serde(skip)]
    pub more: String,
    /// At most one for asks and offers; of a tool, all the problems it helps with.
    pub categories: Vec<Label>,
    pub tags: Vec<Label>,
    pub tools: Vec<Label>,
    /// Of a tool: what people do with it, in a problem's words.
    pub uses: Vec<String>,
    pub money: Money,
    /// ISO 639-1; empty when not known.
    pub language: String,
    pub visibility: Visibility,
    pub created_at: Timestamp,
    /// How well its owner is rated, of offers and people: whoever feeds the index says it. How well a tool is.
    #[serde(default)]
    pub rated: Option<Rated>,
    /// Of asks: other languages that are welcome, “any” or one.
    #[serde(default)]
    pub also_in: String,
}

impl Post {
    pub fn of_ask(ask: &AskView) -> Post {
        Post {
            key: Key::Ask(ask.id),
            kind: Kind::Ask(ask.kind),
            owner: Some(ask.owner.id),
            by: by(&ask.owner),
            title: ask.title.clone(),
            text: ask.description.clone(),
            more: String::new(),
            categories: ask.category.iter().map(Label::from).collect(),
            tags: ask.tags.iter().map(Label::from).collect(),
            tools: ask.tools.iter().map(Label::from).collect(),
            uses: Vec::new(),
            money: Money::Budget { least: ask.budget_min, most: ask.budget_max, currency: ask.currency.clone() },
            language: ask.language.clone(),
            visibility: ask.visibility,
            created_at: ask.created_at,
            rated: None,
            also_in: ask.also_in.clone(),
        }
    }

    /// An offer's time is when it was published.
    pub fn of_offer(offer: &OfferView) -> Post {
        Post {
            key: Key::Offer(offer.id),
            kind: Kind::Offer(offer.kind),
            owner: Some(offer.owner.id),
            by: by(&offer.owner),
            title: offer.title.clone(),
            text: offer.description.clone(),
            more: offer.body.clone(),
            categories: offer.category.iter().map(Label::from).collect(),
            tags: offer.tags.iter().map(Label::from).collect(),
            tools: offer.tools.iter().map(Label::from).collect(),
            uses: Vec::new(),
            money: Money::Price { pricing: offer.pricing, price: offer.price, currency: offer.currency.clone() },
            language: offer.language.clone(),
            visibility: offer.visibility,
            created_at: offer.published_at.unwrap_or(offer.created_at),
            rated: None,
            also_in: String::new(),
        }
    }

    /// A tool of the directory. Its tags and categories are known by slug; `name_of` says how they are called.
    pub fn of_tool(tool: &ToolView, name_of: impl Fn(&str) -> Option<String>) -> Post {
        let facts = &tool.facts;
        let label = |slug: &String| Label::new(slug, name_of(slug).unwrap_or_else(|| slug.replace('-', " ")));
        let text = [&facts.tagline, &facts.description].into_iter().chain(&facts.ideal_for).chain(&facts.keywords);
        Post {
            key: Key::Tool(tool.id),
            kind: Kind::Tool(facts.category),
            owner: None,
            by: facts.company.clone(),
            title: facts.name.clone(),
            text: text.cloned().collect::<Vec<_>>().join(".\n"),
            more: String::new(),
            categories: facts.problem_categories.iter().map(label).collect(),
            tags: facts.tags.iter().map(label).collect(),
            tools: vec![Label::new(&facts.slug, &facts.name)],
            uses: facts.use_cases.clone(),
            money: Money::Tool { free: facts.has_free_tier || matches!(facts.pricing_model, ToolPricing::Free | ToolPricing::OpenSource) },
            language: "en".to_owned(),
            visibility: Visibility::Everyone,
            created_at: Timestamp(0),
            rated: tool.rating.and_then(Rating::reached),
            also_in: String::new(),
        }
    }

    /// A member: what they are into are their tags. `known_for` are lines that say what they offered and helped with.
    pub fn of_person(profile: &ProfileView, known_for: &[String]) -> Post {
        let person = &profile.person;
        Post {
            key: Key::Person(person.id),
            kind: Kind::Person,
            owner: Some(person.id),
            by: by(person),
            title: person.name.clone(),
            text: format!("{}.\n{}\n{}", person.tagline, profile.bio, profile.location),
            more: known_for.join(".\n"),
            categories: Vec::new(),
            tags: profile.interests.iter().map(Label::from).collect(),
            tools: Vec::new(),
            uses: Vec::new(),
            money: Money::None,
            language: profile.language.clone(),
            visibility: Visibility::Everyone,
            created_at: profile.joined_at,
            rated: None,
            also_in: String::new(),
        }
    }

    /// The same of somebody who is rated so well.
    pub fn rated(self, rated: Option<Rated>) -> Post {
        Post { rated, ..self }
    }

    pub fn what(&self) -> What {
        self.key.what()
    }

    /// The category of an ask or an offer.
    pub fn category(&self) -> Option<&Label> {
        self.categories.first()
    }
}

fn by(person: &PersonCard) -> String {
    format!("{} @{}", person.name, person.handle)
}
