//! Reads collections. Whatever is not as it should be is refused, with the file and the line.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

use hub::{
    AskId, Cents, OfferId, Timestamp, UserId,
    asks::{AskKind, Visibility},
    offers::{OfferKind, Pricing},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{Collection, Half};
use crate::{
    post::{Key, Kind, Label, Money, Post},
    reading::Reading,
    words::Town,
};

/// When everything is judged and was posted: age says nothing here.
pub const NOW: Timestamp = Timestamp(1_800_000_000_000);
/// Kinds of posts that come without any: all fit equally well.
const ANY_ASK: AskKind = AskKind::Introduction;
const ANY_OFFER: OfferKind = OfferKind::Skill;

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("{}: {fault}", .file.display())]
    File { file: PathBuf, fault: std::io::Error },
    #[error("{}:{line}: {what}", .file.display())]
    Line { file: PathBuf, line: usize, what: String },
    #[error("{}: {what}", .file.display())]
    Empty { file: PathBuf, what: &'static str },
}

#[derive(Deserialize)]
struct Raw<M> {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
    metadata: Option<M>,
}

/// What this project's own collection says more of an ask or an offer. Fields of other collections are passed over.
#[derive(Deserialize)]
struct Facts<K> {
    kind: Option<K>,
    category: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    tools: Vec<String>,
    pricing: Option<Pricing>,
    price_cents: Option<i64>,
    budget_min_cents: Option<i64>,
    budget_max_cents: Option<i64>,
    currency: Option<String>,
    language: Option<String>,
}

impl Collection {
    pub fn read(corpus: &Path, queries: &Path, qrels: &Path) -> Result<Collection, Fault> {
        let offers = posts(corpus, |number, raw: Raw<Facts<OfferKind>>| {
            let facts = raw.metadata.as_ref();
            let kind = Kind::Offer(facts.and_then(|facts| facts.kind).unwrap_or(ANY_OFFER));
            let money = Money::Price {
                pricing: facts.and_then(|facts| facts.pricing).unwrap_or(Pricing::Free),
                price: Cents(facts.and_then(|facts| facts.price_cents).unwrap_or_default()),
                currency: currency(facts),
            };
            post(raw, Key::Offer(OfferId(number)), kind, UserId(2), money)
        })?;
        let asks = posts(queries, |number, raw: Raw<Facts<AskKind>>| {
            let facts = raw.metadata.as_ref();
            let kind = Kind::Ask(facts.and_then(|facts| facts.kind).unwrap_or(ANY_ASK));
            let money = Money::Budget {
                least: facts.and_then(|facts| facts.budget_min_cents).map(Cents),
                most: facts.and_then(|facts| facts.budget_max_cents).map(Cents),
                currency: currency(facts),
            };
            post(raw, Key::Ask(AskId(number)), kind, UserId(1), money)
        })?;
        // As in a hub: its own posts are counted, once and before anything is asked.
        let town = Town::of(&offers.iter().map(|(_, post)| post.clone()).collect::<Vec<Post>>());
        let [asks, offers] =
            [asks, offers].map(|posts| posts.into_iter().map(|(id, post)| (id, Reading::in_town(&town, post))).collect::<Vec<_>>());
        let grades = grades(qrels, &names(&asks), &names(&offers))?;
        Ok(Collection { asks, offers, grades })
    }

    /// Keeps the asks of one half, as a table `query-id half` says.
    pub fn keep_half(&mut self, split: &Path, half: Half) -> Result<(), Fault> {
        let known = names(&self.asks).into_iter().map(str::to_owned).collect::<HashSet<String>>();
        let mut kept = HashSet::new();
        each_line(split, |line, words| {
            let [ask, word] = columns(words)?;
            if line == 1 && !known.contains(ask) {
                return Ok(());
            }
            if !known.contains(ask) {
                return Err(format!("{ask} is no query"));
            }
            let of = match word {
                "tune" => Half::Tune,
                "held-out" => Half::HeldOut,
                other => return Err(format!("{other:?} is neither tune nor held-out")),
            };
            if of == half {
                kept.insert(ask.to_owned());
            }
            Ok(())
        })?;
        self.asks.retain(|(name, _)| kept.contains(name));
        if self.asks.is_empty() { Err(Fault::Empty { file: split.to_owned(), what: "no query stands in this half" }) } else { Ok(()) }
    }
}

fn names(posts: &[(String, Reading)]) -> HashSet<&str> {
    posts.iter().map(|(name, _)| name.as_str()).collect()
}

fn currency<K>(facts: Option<&Facts<K>>) -> String {
    facts.and_then(|facts| facts.currency.clone()).unwrap_or_else(|| "usd".to_owned())
}

fn post<K>(raw: Raw<Facts<K>>, key: Key, kind: Kind, owner: UserId, money: Money) -> (String, Post) {
    let labels = |slugs: &[String]| slugs.iter().map(|slug| Label::new(slug, slug.replace('-', " "))).collect::<Vec<Label>>();
    let facts = raw.metadata.as_ref();
    let post = Post {
        key,
        kind,
        owner: Some(owner),
        by: String::new(),
        title: raw.title,
        text: raw.text,
        more: String::new(),
        categories: labels(facts.and_then(|facts| facts.category.clone()).as_slice()),
        tags: facts.map(|facts| labels(&facts.tags)).unwrap_or_default(),
        tools: facts.map(|facts| labels(&facts.tools)).unwrap_or_default(),
        uses: Vec::new(),
        money,
        language: facts.and_then(|facts| facts.language.clone()).unwrap_or_default(),
        visibility: Visibility::Everyone,
        created_at: NOW,
        rated: None,
        also_in: String::new(),
    };
    (raw.id, post)
}

/// Every line of a file of JSON lines, in order, numbered from one on.
fn posts<M: DeserializeOwned>(file: &Path, make: impl Fn(i64, Raw<M>) -> (String, Post)) -> Result<Vec<(String, Post)>, Fault> {
    let mut all = Vec::new();
    let mut known = HashSet::new();
    each_line(file, |_, text| {
        let raw: Raw<M> = serde_json::from_str(text).map_err(|fault| fault.to_string())?;
        if raw.title.trim().is_empty() && raw.text.trim().is_empty() {
            return Err("there is neither a title nor a text".to_owned());
        }
        if !known.insert(raw.id.clone()) {
            return Err(format!("{} stands here twice", raw.id));
        }
        all.push(make(all.len() as i64 + 1, raw));
        Ok(())
    })?;
    if all.is_empty() { Err(Fault::Empty { file: file.to_owned(), what: "nothing stands in it" }) } else { Ok(all) }
}

fn grades(file: &Path, asks: &HashSet<&str>, offers: &HashSet<&str>) -> Result<HashMap<String, HashMap<String, u32>>, Fault> {
    let mut all: HashMap<String, HashMap<String, u32>> = HashMap::new();
    each_line(file, |line, text| {
        let [ask, offer, grade] = columns(text)?;
        // The first line may be a header.
        if line == 1 && grade.parse::<u32>().is_err() {
            return Ok(());
        }
        let grade = grade.parse().map_err(|_| format!("{grade:?} is no grade: write 0, 1, 2 or more"))?;
        for (name, known, what) in [(ask, asks, "query"), (offer, offers, "document")] {
            if !known.contains(name) {
                return Err(format!("there is no {what} {name}"));
            }
        }
        match all.entry(ask.to_owned()).or_default().insert(offer.to_owned(), grade) {
            Some(before) if before != grade => Err(format!("{ask} and {offer} are judged {before} and {grade}")),
            _ => Ok(()),
        }
    })?;
    if all.is_empty() { Err(Fault::Empty { file: file.to_owned(), what: "nothing is judged in it" }) } else { Ok(all) }
}

fn columns<const N: usize>(line: &str) -> Result<[&str; N], String> {
    let all: Vec<&str> = line.split('\t').map(str::trim).collect();
    all.try_into().map_err(|all: Vec<&str>| format!("there are {} columns, separated by tabs, where {N} belong", all.len()))
}

/// Goes through the lines that are not empty.
fn each_line(file: &Path, mut read: impl FnMut(usize, &str) -> Result<(), String>) -> Result<(), Fault> {
    let opened = File::open(file).map_err(|fault| Fault::File { file: file.to_owned(), fault })?;
    for (number, line) in BufReader::new(opened).lines().enumerate() {
        let at = |what: String| Fault::Line { file: file.to_owned(), line: number + 1, what };
        let line = line.map_err(|fault| at(fault.to_string()))?;
        if !line.trim().is_empty() {
            read(number + 1, &line).map_err(at)?;
        }
    }
    Ok(())
}
