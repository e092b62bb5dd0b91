//! The demo town of `fixtures/`, as posts.

use std::{collections::HashMap, path::PathBuf};

use hub::{
    AskId, Cents, DAY, HOUR, OfferId, Timestamp, ToolId, UserId,
    asks::{AskKind, Visibility},
    offers::{OfferKind, OfferStatus, Pricing},
    taxonomy::{Term, TermType},
    tools::{ToolFacts, ToolRef, ToolView},
};
use search::{Key, Kind, Label, Money, Post};
use serde::{Deserialize, de::DeserializeOwned};

pub const NOW: Timestamp = Timestamp(1_800_000_000_000);

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    key: String,
    #[serde(default)]
    by: String,
    kind: String,
    title: String,
    #[serde(default)]
    description: String,
    category: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    tools: Vec<String>,
    pricing: Option<String>,
    #[serde(default)]
    price_cents: i64,
    budget_min_cents: Option<i64>,
    budget_max_cents: Option<i64>,
    language: String,
    #[serde(default)]
    posted_hours_ago: i64,
    #[serde(default)]
    status: String,
    #[serde(default)]
    expect: Vec<String>,
}

#[derive(Deserialize)]
struct RawTerm {
    #[serde(rename = "type")]
    term_type: TermType,
    slug: String,
    name: String,
    #[serde(default)]
    words: Vec<String>,
}

/// The town: what is live in it, and what newcomers ask.
pub struct Town {
    pub offers: Vec<(String, Post)>,
    pub asks: Vec<(String, Post)>,
    /// An ask, and the keys of offers of which one at least has to be told.
    pub newcomers: Vec<(Post, Vec<String>)>,
    pub tools: Vec<Post>,
    pub terms: Vec<Term>,
    pub tool_refs: Vec<ToolRef>,
}

fn fixture(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(path)
}

fn load<T: DeserializeOwned>(path: PathBuf) -> T {
    let text = std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
    serde_norway::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

impl Town {
    pub fn load() -> Town {
        let raw: Vec<RawTerm> = load(fixture("taxonomy/taxonomy.yaml"));
        let terms: Vec<Term> = raw.into_iter().enumerate().map(|(n, raw)| term(n as i64 + 1, raw)).collect();
        let names: HashMap<String, String> = terms.iter().map(|term| (term.slug.clone(), term.name.clone())).collect();
        let mut facts: Vec<ToolFacts> = Vec::new();
        let mut files: Vec<PathBuf> = std::fs::read_dir(fixture("tools")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            facts.extend(load::<Vec<ToolFacts>>(file));
        }
        let tool_names: HashMap<String, String> = facts.iter().map(|tool| (tool.slug.clone(), tool.name.clone())).collect();
        let tools: Vec<ToolView> =
            facts.into_iter().enumerate().map(|(n, facts)| ToolView { id: ToolId(n as i64 + 1), facts, rating: None }).collect();
        let say = Names { terms: names, tools: tool_names };
        let mut owners = HashMap::new();
        let offers: Vec<Entry> = load(fixture("people/offers.yaml"));
        let asks: Vec<Entry> = load(fixture("people/asks.yaml"));
        let newcomers: Vec<Entry> = load(fixture("people/newcomers.yaml"));
        let active = OfferStatus::Active.word();
        Town {
            offers: offers
                .iter()
                .filter(|e| e.status == active)
                .enumerate()
                .map(|(n, e)| (e.key.clone(), offer(n, e, &mut owners, &say)))
                .collect(),
            asks: asks
                .iter()
                .filter(|e| e.status == "open")
                .enumerate()
                .map(|(n, e)| (e.key.clone(), ask(n, e, &mut owners, &say)))
                .collect(),
            newcomers: newcomers.iter().enumerate().map(|(n, e)| (ask(1_000 + n, e, &mut owners, &say), e.expect.clone())).collect(),
            tool_refs: tools.iter().map(|t| ToolRef { id: t.id, slug: t.facts.slug.clone(), name: t.facts.name.clone() }).collect(),
            tools: tools.iter().map(|tool| Post::of_tool(tool, |slug| say.terms.get(slug).cloned())).collect(),
            terms,
        }
    }

    pub fn key_of(&self, offer: OfferId) -> &str {
        self.offers.iter().find(|(_, post)| post.key == Key::Offer(offer)).map_or("?", |(key, _)| key)
    }
}

struct Names {
    terms: HashMap<String, String>,
    tools: HashMap<String, String>,
}

fn term(id: i64, raw: RawTerm) -> Term {
    Term {
        id: hub::TermId(id),
        term_type: raw.term_type,
        slug: raw.slug,
        name: raw.name,
        description: String::new(),
        problem: String::new(),
        color: String::new(),
        icon: String::new(),
        words: raw.words,
    }
}

fn owner(handle: &str, owners: &mut HashMap<String, i64>) -> UserId {
    let next = owners.len() as i64 + 1;
    // Newcomers have no handle yet: they are all the same stranger.
    UserId(*owners.entry(handle.to_owned()).or_insert(next))
}

fn ask(n: usize, entry: &Entry, owners: &mut HashMap<String, i64>, names: &Names) -> Post {
    let kind: AskKind = entry.kind.parse().unwrap();
    let budget =
        Money::Budget { least: entry.budget_min_cents.map(Cents), most: entry.budget_max_cents.map(Cents), currency: "usd".to_owned() };
    post(Key::Ask(AskId(n as i64 + 1)), Kind::Ask(kind), budget, entry, owners, names)
}

fn offer(n: usize, entry: &Entry, owners: &mut HashMap<String, i64>, names: &Names) -> Post {
    let kind: OfferKind = entry.kind.parse().unwrap();
    let pricing: Pricing = entry.pricing.as_deref().unwrap().parse().unwrap();
    let price = Money::Price { pricing, price: Cents(entry.price_cents), currency: "usd".to_owned() };
    post(Key::Offer(OfferId(n as i64 + 1)), Kind::Offer(kind), price, entry, owners, names)
}

fn post(key: Key, kind: Kind, money: Money, entry: &Entry, owners: &mut HashMap<String, i64>, names: &Names) -> Post {
    let labels = |slugs: &[String], names: &HashMap<String, String>| -> Vec<Label> {
        slugs.iter().map(|slug| Label::new(slug, names.get(slug).unwrap_or_else(|| panic!("no name for {slug}")))).collect()
    };
    Post {
        key,
        kind,
        owner: Some(owner(&entry.by, owners)),
        by: entry.by.clone(),
        title: entry.title.clone(),
        text: entry.description.clone(),
        more: String::new(),
        categories: labels(entry.category.as_slice(), &names.terms),
        tags: labels(&entry.tags, &names.terms),
        tools: labels(&entry.tools, &names.tools),
        uses: Vec::new(),
        money,
        language: entry.language.clone(),
        visibility: Visibility::Everyone,
        created_at: NOW.plus(-entry.posted_hours_ago.min(400 * DAY / HOUR) * HOUR),
        rated: None,
        also_in: String::new(),
    }
}
