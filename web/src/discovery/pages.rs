//! `/discover`: everything that can be found, with the filters in the address.

use std::{borrow::Borrow, collections::HashMap, sync::Arc};

use askama::Template;
use hub::{
    asks::{AskKind, AskView},
    discovery::{LONGEST, Query as Stored, Rated, What},
    fixed,
    kernel::locale::Said,
    matches::MatchCard,
    offers::{OfferKind, OfferView},
    profiles::PersonCard,
    saved_searches::SearchView,
    say,
    tools::{ToolPricing, ToolRef, ToolView},
};
use serde::Deserialize;

use crate::layout::{Choices, Chrome};

hub::words! {
    /// `/discover` is `All`, the others `/discover/{word}`.
    pub enum Tab { All = "all", Offers = "offers", Asks = "asks", People = "people", Tools = "tools", Courses = "courses" }
}

impl Tab {
    pub fn said(self) -> Said<'static> {
        say(match self {
            Tab::All => "discovery-all",
            Tab::Offers => "discovery-offers",
            Tab::Asks => "discovery-asks",
            Tab::People => "discovery-people",
            Tab::Tools => "discovery-tools",
            Tab::Courses => "discovery-courses",
        })
    }

    /// Asks have none.
    fn has_price(self) -> bool {
        self != Tab::Asks
    }

    /// People are rated for their help, they and what they offer; tools by whoever reviewed them. An ask is not.
    fn has_rating(self) -> bool {
        self != Tab::Asks
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
    /// A word of `OfferKind`, `AskKind` or `ToolPricing`, as the tab has it; several with commas between.
    pub kind: String,
    /// `free` or `paid`.
    pub price: String,
    /// Slug of a tool.
    pub tool: String,
    /// Slug of a tag.
    pub tag: String,
    /// What it is written in, ISO 639-1.
    pub language: String,
    /// A word of `Rated`: how well whoever offers is rated, or a tool.
    pub rating: String,
    /// `now`: of whom the reader sees to be here.
    pub here: String,
    /// Where the page goes on.
    pub after: String,
}

hub::words! {
    pub enum Price { Free = "free", Paid = "paid" }
}

/// One kind, or several with commas between. What is none is left out.
fn kinds<K: std::str::FromStr>(typed: &str) -> Vec<K> {
    typed.split(',').filter_map(|word| word.parse().ok()).collect()
}

impl Query {
    pub fn is_empty(&self) -> bool {
        *self == Query::default()
    }

    /// What is looked for, by the names it has in the address; without what is empty.
    fn fields(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", &self.q),
            ("category", &self.category),
            ("kind", &self.kind),
            ("price", &self.price),
            ("tool", &self.tool),
            ("tag", &self.tag),
            ("language", &self.language),
            ("rating", &self.rating),
            ("here", &self.here),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }

    /// The address of these filters under a tab. A kind belongs to its tab and does not move to another.
    pub fn path(&self, tab: Tab) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(self.fields());
        if !self.after.is_empty() {
            pairs.append_pair("after", &self.after);
        }
        let pairs = pairs.finish();
        if pairs.is_empty() { tab.path() } else { format!("{}?{pairs}", tab.path()) }
    }

    /// Only its beginning is looked for.
    fn is_too_long(&self) -> bool {
        self.q.chars().count() > LONGEST
    }

    /// What is looked for under a tab: the same query that is kept when somebody saves it.
    pub fn looks_for(&self, tab: Tab) -> Stored {
        let some = |word: &str| Some(word.to_owned()).filter(|w| !w.is_empty());
        let what = match tab {
            Tab::All => Vec::new(),
            Tab::Offers | Tab::Courses => vec![What::Offers],
            Tab::Asks => vec![What::Asks],
            Tab::People => vec![What::People],
            Tab::Tools => vec![What::Tools],
        };
        Stored {
            text: self.q.chars().take(LONGEST).collect(),
            what,
            ask_kinds: if tab == Tab::Asks { kinds(&self.kind) } else { Vec::new() },
            offer_kinds: match tab {
                Tab::Offers => kinds(&self.kind),
                Tab::Courses => vec![OfferKind::Course],
                _ => Vec::new(),
            },
            category: some(&self.category),
            tag: some(&self.tag),
            tool: some(&self.tool),
            free: self.price.parse::<Price>().ok().filter(|_| tab.has_price()).map(|price| price == Price::Free),
            rated: self.rating.parse().ok().filter(|_| tab.has_rating()),
            language: some(&self.language),
            here: self.here == "now" && tab != Tab::Tools,
            ..Stored::default()
        }
    }

    /// The address under which a kept query shows what it finds now.
    pub fn path_of(stored: &Stored) -> String {
        let tab = match (stored.what.as_slice(), stored.offer_kinds.as_slice()) {
            ([What::Offers], [OfferKind::Course]) => Tab::Courses,
            ([What::Offers], _) => Tab::Offers,
            ([What::Asks], _) => Tab::Asks,
            ([What::People], _) => Tab::People,
            ([What::Tools], _) => Tab::Tools,
            _ => Tab::All,
        };
        let words = |words: &[&str]| words.join(",");
        let kind = match tab {
            Tab::Offers => words(&stored.offer_kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>()),
            Tab::Asks => words(&stored.ask_kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>()),
            _ => String::new(),
        };
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        let query = Query {
            q: stored.text.clone(),
            category: word(&stored.category),
            kind,
            price: stored.free.map(|free| if free { Price::Free } else { Price::Paid }.to_string()).unwrap_or_default(),
            tool: word(&stored.tool),
            tag: word(&stored.tag),
            language: word(&stored.language),
            rating: stored.rated.map(|rated| rated.to_string()).unwrap_or_default(),
            here: String::new(),
            after: String::new(),
        };
        query.path(tab)
    }

    /// The same under another tab, without what it does not know.
    fn elsewhere(&self, tab: impl Borrow<Tab>) -> String {
        let tab = *tab.borrow();
        let known = |word: &str, knows: bool| if knows { word.to_owned() } else { String::new() };
        let price = known(&self.price, tab.has_price());
        let (rating, here) = (known(&self.rating, tab.has_rating()), known(&self.here, tab != Tab::Tools));
        Query { kind: String::new(), after: String::new(), price, rating, here, ..self.clone() }.path(tab)
    }

    /// The same of apps alone.
    fn apps(&self) -> String {
        Query { kind: OfferKind::App.word().to_owned(), after: String::new(), ..self.clone() }.path(Tab::Offers)
    }

    /// The same without one of its filters.
    fn without(&self, tab: Tab, filter: &str) -> String {
        let mut less = Query { after: String::new(), ..self.clone() };
        match filter {
            "category" => less.category.clear(),
            "kind" => less.kind.clear(),
            "price" => less.price.clear(),
            "tool" => less.tool.clear(),
            "tag" => less.tag.clear(),
            "language" => less.language.clear(),
            "rating" => less.rating.clear(),
            "here" => less.here.clear(),
            _ => less.q.clear(),
        }
        less.path(tab)
    }

    fn in_category(&self, tab: &Tab, slug: &str) -> String {
        Query { category: slug.to_owned(), after: String::new(), ..self.clone() }.path(*tab)
    }

    fn on(&self, tab: &Tab, next: &str) -> String {
        Query { after: next.to_owned(), ..self.clone() }.path(*tab)
    }
}

pub use hub::discovery::LANGUAGES;

/// How many there are of each, as far as the reader may find them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub apps: usize,
    pub tools: usize,
    pub offers: usize,
    pub people: usize,
    pub courses: usize,
    pub asks: usize,
}

/// Somebody who can help, with what of theirs fits best. Without it they offer nothing that the reader may see.
#[derive(Clone, Debug)]
pub struct PersonFound {
    pub person: PersonCard,
    pub offer: Option<Box<OfferView>>,
}

impl PersonFound {
    /// Somebody, by what they offer.
    pub fn with(offer: OfferView) -> Self {
        PersonFound { person: offer.owner.clone(), offer: Some(Box::new(offer)) }
    }

    pub fn without(person: PersonCard) -> Self {
        PersonFound { person, offer: None }
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
    /// What else their own asks and offers look for, of others.
    pub fitting_asks: Vec<AskView>,
    pub fitting_offers: Vec<OfferView>,
    /// What is about something that the reader is into, with what of it, by name.
    pub into_asks: Vec<(AskView, Vec<String>)>,
    pub into_offers: Vec<(OfferView, Vec<String>)>,
    /// What can be waited for here; `None` under tabs of what never comes, and where everything is looked for.
    pub wait: Option<Wait>,
    /// Offers of the kind app, under `All`; under `Tools` those that fit as well.
    pub apps: Vec<OfferView>,
    /// Under `All` those that are neither apps nor courses.
    pub offers: Vec<OfferView>,
    pub asks: Vec<AskView>,
    pub people: Vec<PersonFound>,
    pub tools: Vec<ToolView>,
    /// Offers of the kind course.
    pub courses: Vec<OfferView>,
    /// Of the lists that are filled.
    pub counts: Counts,
    /// How many there would be of each value of each filter, by its fact.
    pub values: Arc<HashMap<String, usize>>,
    /// There are more people than were counted.
    pub more_people: bool,
    /// How many are of whom the reader sees to be here; `None` for strangers.
    pub here: Option<usize>,
    /// Nothing says most of what was typed: what is listed says some of it.
    pub loosely: bool,
    /// The cursor of the next page; not under `All`.
    pub next: Option<String>,
}

/// Being told when something new fits this page's search.
#[derive(Clone, Debug)]
pub enum Wait {
    /// By whoever signs up.
    Stranger,
    /// Not saved yet.
    Offered,
    /// Saved already.
    Kept(Box<SearchView>),
}

impl Discover {
    fn nothing(&self) -> bool {
        let offers = self.apps.is_empty() && self.offers.is_empty() && self.courses.is_empty();
        offers && self.asks.is_empty() && self.people.is_empty() && self.tools.is_empty()
    }

    /// How many the open tab has.
    pub fn found(&self) -> i64 {
        let counts = &self.counts;
        let n = match self.tab {
            Tab::All => counts.apps + counts.tools + counts.offers + counts.people + counts.courses + counts.asks,
            Tab::Offers => counts.offers,
            Tab::Asks => counts.asks,
            Tab::People => counts.people,
            Tab::Tools => counts.tools,
            Tab::Courses => counts.courses,
        };
        n as i64
    }

    /// “Offers about bread · Discover”; what the browser calls the page.
    fn title(&self) -> String {
        let (tab, q) = (self.tab.said().to_string(), self.query.q.as_str());
        let words = match (self.tab, q) {
            (Tab::All, "") => say("discovery-title"),
            (Tab::All, q) => say("discovery-title-for").with("q", q),
            (_, "") => say("discovery-title-tab").with("tab", tab),
            (_, q) => say("discovery-title-tab-for").with("tab", tab).with("q", q),
        };
        words.to_string()
    }

    /// “12 fit”; under `All` “At least 12 things fit” where not all people were counted.
    fn found_words(&self) -> Said<'static> {
        let words = say(match (self.tab, self.more_people) {
            (Tab::All, true) => "discovery-at-least",
            (Tab::All, false) => "discovery-things-fit",
            _ => "discovery-fit",
        });
        words.with("n", self.found())
    }

    /// Under `All`: nobody is behind a tool.
    pub fn has_tools(&self) -> bool {
        !self.query.looks_for(Tab::All).here
    }

    /// Under `All`: an ask has no price, and who asks is not rated for it.
    pub fn has_asks(&self) -> bool {
        let looks_for = self.query.looks_for(Tab::All);
        looks_for.free.is_none() && looks_for.rated.is_none()
    }

    fn all_people(&self) -> Said<'static> {
        say("discovery-all-of").with("n", format!("{}{}", self.counts.people, if self.more_people { "+" } else { "" }))
    }

    /// The composer with what was looked for in it, and what kind of post it would be.
    fn begin(&self, composer: &str, kind: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("kind", kind), ("title", self.query.q.as_str()), ("tools", self.query.tool.as_str())] {
            if !value.is_empty() {
                pairs.append_pair(name, value);
            }
        }
        let pairs = pairs.finish();
        if pairs.is_empty() { composer.to_owned() } else { format!("{composer}?{pairs}") }
    }

    /// Filters on people that are about what they offer: those are counted by offer, which says nothing of how many people there are.
    fn by_offers(&self, filter: &str) -> bool {
        self.tab == Tab::People && filter != "rated"
    }

    /// “ (12)”, for the value of a filter.
    fn count(&self, filter: &str, value: impl std::fmt::Display) -> String {
        if self.by_offers(filter) {
            return String::new();
        }
        format!(" ({})", self.values.get(&format!("{filter}:{value}")).copied().unwrap_or_default())
    }

    /// Kinds of tools are what they cost, and are not counted.
    fn kind_count(&self, word: &str) -> String {
        match self.tab {
            Tab::Offers => self.count("kind:offer", word),
            Tab::Asks => self.count("kind:ask", word),
            _ => String::new(),
        }
    }

    /// Tools that something here is with, and the one that is chosen.
    fn tools_here(&self) -> impl Iterator<Item = &ToolRef> {
        let counted = |tool: &ToolRef| self.by_offers("tool") || self.values.contains_key(&format!("tool:{}", tool.slug));
        let here = move |tool: &&ToolRef| self.query.tool == tool.slug || counted(tool);
        self.choices.tools.iter().filter(here)
    }

    /// Languages that something here is in, and the one that is chosen.
    fn languages_here(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        let here = |code: &str| self.query.language == code || self.values.contains_key(&format!("language:{code}"));
        LANGUAGES.iter().filter(move |(code, _)| here(code))
    }

    /// Why something is shown: “you are into Baking, Photography”.
    fn into_words(about: &[String]) -> String {
        hub::matches::rules::into_words(&about.join(", "))
    }

    fn all(&self) -> bool {
        self.tab == Tab::All
    }

    fn kinds(&self) -> Vec<(&'static str, String)> {
        match self.tab {
            Tab::Offers => OfferKind::ALL.iter().map(|k| (k.word(), k.badge().to_string())).collect(),
            Tab::Asks => AskKind::ALL.iter().map(|k| (k.word(), k.badge().to_string())).collect(),
            Tab::Tools => ToolPricing::ALL.iter().map(|k| (k.word(), k.said().to_string())).collect(),
            _ => Vec::new(),
        }
    }

    /// The filters that are used, as they are called, each with the address of the same search without it. What is looked for stands in
    /// its box.
    fn in_force(&self) -> Vec<(String, String)> {
        let used = self
            .query
            .fields()
            .into_iter()
            .filter_map(|(name, value)| Some((self.called(name, value)?, self.query.without(self.tab, name))));
        used.collect()
    }

    /// What a filter and its value are called; `None` where this tab does not use it.
    fn called(&self, filter: &str, value: &str) -> Option<String> {
        let Choices { categories, tags, tools } = &self.choices;
        let or_as_typed = |known: Option<String>| Some(known.unwrap_or_else(|| value.to_owned()));
        match filter {
            "category" => or_as_typed(categories.iter().find(|term| term.slug == value).map(|term| term.called())),
            "tag" => or_as_typed(tags.iter().find(|tag| tag.slug == value).map(|tag| tag.name.clone())),
            "tool" => or_as_typed(tools.iter().find(|tool| tool.slug == value).map(|tool| tool.name.clone())),
            "language" => or_as_typed(hub::discovery::language_name(value).map(str::to_owned)),
            "kind" => {
                let chosen = |word: &str| value.split(',').any(|one| one == word);
                let kinds: Vec<_> = self.kinds().into_iter().filter(|(word, _)| chosen(word)).map(|(_, said)| said).collect();
                (!kinds.is_empty()).then(|| kinds.join(", "))
            }
            "price" if self.tab.has_price() => value.parse().ok().map(|price: Price| match price {
                Price::Free => fixed("discovery-free").to_owned(),
                Price::Paid => fixed("discovery-paid").to_owned(),
            }),
            "rating" if self.tab.has_rating() => value.parse().ok().map(|rated: Rated| rated.said().to_string()),
            "here" if self.query.looks_for(self.tab).here && self.here.is_some() => Some(fixed("look-here-now").to_owned()),
            _ => None,
        }
    }

    fn has_filters(&self) -> bool {
        self.query.fields().iter().any(|(name, _)| !matches!(*name, "q" | "here"))
    }
}
