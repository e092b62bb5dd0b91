//! `/discover`: everything that can be found, with the filters in the address.

use std::borrow::Borrow;

use askama::Template;
use hub::{
    asks::{AskKind, AskView},
    matches::MatchCard,
    offers::{OfferKind, OfferView},
    profiles::PersonCard,
    tools::{ToolPricing, ToolView},
};
use serde::Deserialize;

use crate::layout::{Choices, Chrome};

hub::words! {
    /// `/discover` is `All`, the others `/discover/{word}`.
    pub enum Tab { All = "all", Offers = "offers", Asks = "asks", People = "people", Tools = "tools", Courses = "courses" }
}

impl Tab {
    fn said(self) -> &'static str {
        match self {
            Tab::All => "All",
            Tab::Offers => "Offers",
            Tab::Asks => "Asks",
            Tab::People => "People",
            Tab::Tools => "Tools",
            Tab::Courses => "Courses",
        }
    }

    pub fn path(self) -> String {
        if self == Tab::All { "/discover".to_owned() } else { format!("/discover/{self}") }
    }
}

/// The filters, as they stand in the address. Empty is “any”.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Query {
    /// What is looked for, in plain words.
    pub q: String,
    /// Slug of a problem category.
    pub category: String,
    /// A word of `OfferKind`, `AskKind` or `ToolPricing`, as the tab has it.
    pub kind: String,
    /// `free` or `paid`.
    pub price: String,
    /// Slug of a tool.
    pub tool: String,
    /// Slug of a tag.
    pub tag: String,
    /// What it is written in, ISO 639-1.
    pub language: String,
    /// Where the page goes on.
    pub after: String,
}

impl Query {
    pub fn is_empty(&self) -> bool {
        *self == Query::default()
    }

    /// The address of these filters under a tab. A kind belongs to its tab and does not move to another.
    pub fn path(&self, tab: Tab) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in [
            ("q", &self.q),
            ("category", &self.category),
            ("kind", &self.kind),
            ("price", &self.price),
            ("tool", &self.tool),
            ("tag", &self.tag),
            ("language", &self.language),
            ("after", &self.after),
        ] {
            if !value.is_empty() {
                pairs.append_pair(key, value);
            }
        }
        let pairs = pairs.finish();
        if pairs.is_empty() { tab.path() } else { format!("{}?{pairs}", tab.path()) }
    }

    fn elsewhere(&self, tab: impl Borrow<Tab>) -> String {
        Query { kind: String::new(), after: String::new(), ..self.clone() }.path(*tab.borrow())
    }

    fn in_category(&self, tab: &Tab, slug: &str) -> String {
        Query { category: slug.to_owned(), after: String::new(), ..self.clone() }.path(*tab)
    }

    fn on(&self, tab: &Tab, next: &str) -> String {
        Query { after: next.to_owned(), ..self.clone() }.path(*tab)
    }
}

/// What things are written in, said in that language.
pub const LANGUAGES: [(&str, &str); 16] = [
    ("ar", "العربية"),
    ("zh", "中文"),
    ("nl", "Nederlands"),
    ("en", "English"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("hi", "हिन्दी"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
];

/// How many there are of each, as far as the reader may find them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub tools: usize,
    pub offers: usize,
    pub people: usize,
    pub courses: usize,
    pub asks: usize,
}

/// Somebody who can help, with what they offer.
#[derive(Clone, Debug)]
pub struct PersonFound {
    pub person: PersonCard,
    /// Title and path of what they offer that fits best.
    pub offer: Option<(String, String)>,
    /// `Free`, `from $40/hr`; empty when they offer nothing yet.
    pub price: String,
}

impl PersonFound {
    /// Somebody, by what they offer.
    pub fn with(offer: &OfferView) -> Self {
        PersonFound { person: offer.owner.clone(), offer: Some((offer.title.clone(), offer.path())), price: offer.price_words() }
    }

    /// Somebody who offers nothing that the reader may see.
    pub fn without(person: PersonCard) -> Self {
        PersonFound { person, offer: None, price: String::new() }
    }
}

/// `GET /discover`, `GET /discover/{tab}`. Under `All` every list is a handful; under a tab only its own is filled.
#[derive(Template)]
#[template(path = "discovery/discover.html")]
pub struct Discover {
    pub chrome: Chrome,
    pub tab: Tab,
    pub query: Query,
    pub choices: Choices,
    /// Matches of the signed-in member; under `All` without filters.
    pub for_you: Vec<MatchCard>,
    /// Offers other than courses under `All`.
    pub offers: Vec<OfferView>,
    pub asks: Vec<AskView>,
    pub people: Vec<PersonFound>,
    pub tools: Vec<ToolView>,
    /// Offers of the kind course.
    pub courses: Vec<OfferView>,
    /// Of the lists that are filled.
    pub counts: Counts,
    /// The cursor of the next page; not under `All`.
    pub next: Option<String>,
}

impl Discover {
    fn nothing(&self) -> bool {
        self.offers.is_empty() && self.asks.is_empty() && self.people.is_empty() && self.tools.is_empty() && self.courses.is_empty()
    }

    /// How many the open tab has.
    fn found(&self) -> i64 {
        let n = match self.tab {
            Tab::All => 0,
            Tab::Offers => self.counts.offers,
            Tab::Asks => self.counts.asks,
            Tab::People => self.counts.people,
            Tab::Tools => self.counts.tools,
            Tab::Courses => self.counts.courses,
        };
        n as i64
    }

    fn all(&self) -> bool {
        self.tab == Tab::All
    }

    fn kinds(&self) -> Vec<(&'static str, &'static str)> {
        match self.tab {
            Tab::Offers => OfferKind::ALL.iter().map(|k| (k.word(), k.badge())).collect(),
            Tab::Asks => AskKind::ALL.iter().map(|k| (k.word(), k.badge())).collect(),
            Tab::Tools => ToolPricing::ALL.iter().map(|k| (k.word(), k.said())).collect(),
            _ => Vec::new(),
        }
    }

    /// The tab whose filters the form has; a form under `All` stays there.
    fn has_price(&self) -> bool {
        matches!(self.tab, Tab::All | Tab::Offers | Tab::Courses | Tab::Tools | Tab::People)
    }
}
