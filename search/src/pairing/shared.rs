//! What two posts have in common: tools, tags and words.

use std::{collections::BTreeSet, sync::Arc};

use hub::{asks::AskKind, offers::OfferKind};

use super::{Reason, Weights, kinds, reason::in_a_sentence};
use crate::{
    post::{Label, Post},
    reading::{Place, Reading, Said},
    words::{RARE, Reader, cut},
};

/// At most so many tools, tags or words are told.
const TOLD: usize = 4;

/// Tools so many people use that naming them says less.
const EVERYBODYS_TOOLS: [&str; 10] =
    ["chatgpt", "claude", "gemini", "microsoft-copilot", "canva", "notion", "github", "google-docs", "excel", "grammarly"];

/// Tools whose names are ordinary words or first names: they count as named in a text only in the middle of a sentence.
pub(crate) const ORDINARY_NAMES: [&str; 24] = [
    "Make",
    "Cursor",
    "Runway",
    "Whisper",
    "Gamma",
    "Notion",
    "Linear",
    "Loom",
    "Jasper",
    "Bolt",
    "Lovable",
    "Warp",
    "Poe",
    "Otter",
    "Claude",
    "Gemini",
    "Flux",
    "Render",
    "Perplexity",
    "Replicate",
    "Excel",
    "Teams",
    "Rewind",
    "Wordtune",
];

/// Tags so broad that sharing one says less.
const BROAD_TAGS: [(&str, f64); 14] = [
    ("teaching", 0.5),
    ("project-management", 0.5),
    ("productivity", 0.5),
    ("wellness-growth", 0.5),
    ("images-video", 0.6),
    ("websites-apps", 0.6),
    ("developer-coding", 0.6),
    ("podcasts-education", 0.6),
    ("copywriting", 0.75),
    ("customer-interviews", 0.7),
    ("llm-fundamentals", 0.75),
    ("prompt-engineering", 0.8),
    ("pricing", 0.8),
    ("ux-design", 0.85),
];

/// What several pieces of evidence of one sort are worth together.
fn together(strengths: impl IntoIterator<Item = f64>) -> f64 {
    1.0 - strengths.into_iter().map(|strength| 1.0 - strength).product::<f64>()
}

/// Tools that both name, in their lists or in their texts (one of them at least in its list).
pub fn tools(ask: &Reading, offer: &Reading, ask_kind: AskKind, weights: &Weights) -> Option<Reason> {
    let named = |by: &Reading, other: &Reading| -> Vec<Label> {
        let others = other.tool_slugs();
        by.post.tools.iter().filter(|tool| others.contains(tool.slug.as_str()) || names_in_text(&other.post, &tool.name)).cloned().collect()
    };
    let both: BTreeSet<Label> = named(ask, offer).into_iter().chain(named(offer, ask)).collect();
    let worth = |tool: &Label| worth_of_tool(tool, Some(ask_kind), weights);
    strongest(both.into_iter().map(|tool| (worth(&tool), tool.name)).collect()).map(|(names, strength)| Reason::Tools { names, strength })
}

/// What it is worth that both name a tool.
pub fn worth_of_tool(tool: &Label, ask_kind: Option<AskKind>, weights: &Weights) -> f64 {
    // What an app was built with says little about who should try it.
    let about = if ask_kind == Some(AskKind::BetaTester) { 0.5 } else { 1.0 };
    weights.tool * about * if EVERYBODYS_TOOLS.contains(&tool.slug.as_str()) { 0.65 } else { 1.0 }
}

/// What it is worth that both carry a tag.
pub fn worth_of_tag(tag: &Label, weights: &Weights) -> f64 {
    weights.tag * BROAD_TAGS.iter().find(|(slug, _)| *slug == tag.slug).map_or(1.0, |(_, breadth)| *breadth)
}

/// Tags that both carry.
pub fn tags(ask: &Reading, offer: &Reading, weights: &Weights) -> Option<Reason> {
    let theirs = offer.tag_slugs();
    let both: BTreeSet<&Label> = ask.post.tags.iter().filter(|tag| theirs.contains(tag.slug.as_str())).collect();
    strongest(both.into_iter().map(|tag| (worth_of_tag(tag, weights), in_a_sentence(&tag.name))).collect())
        .map(|(names, strength)| Reason::Tags { names, strength })
}

/// The names to tell, strongest first, and what all are worth together.
fn strongest(mut named: Vec<(f64, String)>) -> Option<(Vec<String>, f64)> {
    named.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let strength = together(named.iter().map(|(strength, _)| *strength));
    let names: Vec<String> = named.into_iter().take(TOLD).map(|(_, name)| name).collect();
    (!names.is_empty()).then_some((names, strength))
}

/// Whether a text names a tool: whole words, as the tool writes itself.
fn names_in_text(post: &Post, name: &str) -> bool {
    let ordinary = ORDINARY_NAMES.contains(&name);
    let parts: Vec<&str> = cut(name).map(|token| token.written).collect();
    let names = |text: &str| {
        let tokens: Vec<_> = cut(text).collect();
        !parts.is_empty()
            && tokens.windows(parts.len()).any(|at| {
                let same = at.iter().zip(&parts).all(|(token, part)| token.written == *part);
                same && (!ordinary || at[0].joined)
            })
    };
    names(&post.title) || names(&post.text)
}

/// A word or phrase that both say.
struct Common {
    words: String,
    /// For what is told.
    points: f64,
    /// For the score.
    worth: f64,
    stems: Vec<Arc<str>>,
    /// Enough by itself: a phrase, a word that few would use, or what these kinds are about.
    specific: bool,
}

/// Shared words must say at least this much to be a reason: one rare word, or a few everyday ones.
const LEAST_SAID: f64 = 0.7;
/// Where less than that is said, but so much, the pair is listed and nobody is told: a title of everyday words seldom says more.
const LEAST_LISTED: f64 = 0.5;
/// Two words of one family (“pottery”, “ceramics”) are nearly as good as one.
const FAMILY: f64 = 0.8;
/// Each further word counts a little less.
const FURTHER: f64 = 0.8;
/// From so many weighty words on, two texts share some by chance.
pub(crate) const SHORT: f64 = 30.0;

/// What the words that both say are worth, and whether that is enough to be told.
pub struct Words {
    pub strength: f64,
    pub told: Option<Reason>,
    /// Too little to tell anybody of, and enough to list.
    pub listed: Option<Reason>,
}

/// Words that both say, as they wrote them. Words of tools and tags that are told anyway don't count twice. One word that
/// many would use (“app”, “logo”) is a reason only beside another one.
pub fn words(
    ask: &Reading,
    offer: &Reading,
    ask_kind: AskKind,
    offer_kind: OfferKind,
    tools: &Option<Reason>,
    tags: &Option<Reason>,
    strength_of: impl Fn(Spoken) -> f64,
) -> Words {
    let told = told_already(ask, tools, tags);
    let shared: Vec<(&Arc<str>, &Said, &Said)> = ask
        .words
        .in_both(&offer.words)
        .filter(|(stem, mine, theirs)| !told.contains(&***stem) && (mine.place != Place::Label || theirs.place != Place::Label))
        .collect();
    let mut common: Vec<Common> = phrases(ask, offer, &told);
    for (stem, mine, theirs) in &shared {
        let object = kinds::object(ask_kind, offer_kind, stem);
        let family = if alike(&mine.written.to_lowercase(), &theirs.written.to_lowercase()) { 1.0 } else { FAMILY };
        let of = |weight: u8| f64::from(object.unwrap_or(weight)) / f64::from(RARE) * place_factor(mine.place, theirs.place) * family;
        let (points, worth) = (of(mine.weight.min(theirs.weight)), of(mine.informs.min(theirs.informs)));
        if worth > 0.0 {
            let specific = mine.weight.min(theirs.weight) == RARE || kinds::enough_alone(ask_kind, offer_kind, stem);
            let worth = worth * often(theirs.times, offer.weighty as f64);
            common.push(Common { words: as_written(mine, theirs), points, worth, stems: vec![(*stem).clone()], specific });
        }
    }
    let worthy: Vec<&Common> = apart(&mut common, |one| one.worth).collect();
    let strength = strength_of(Spoken {
        words: worthy.iter().map(|one| one.stems.len()).sum(),
        says: add_up(worthy.iter().map(|one| one.worth).collect()) / by_chance(ask.weighty as f64, SHORT),
    });
    common.retain(|one| one.points > 0.0);
    let telling: Vec<&Common> = apart(&mut common, |one| one.points).collect();
    let alone = matches!(&telling[..], [only] if !only.specific) && tools.is_none() && tags.is_none();
    let said = add_up(telling.iter().map(|one| one.points).collect()) / by_chance(ask.weighty as f64, offer.weighty as f64);
    let reason = (said >= LEAST_LISTED && !alone)
        .then(|| Reason::Words { words: telling.into_iter().take(TOLD).map(|one| one.words.clone()).collect(), strength });
    let (told, listed) = if said >= LEAST_SAID { (reason, None) } else { (None, reason) };
    Words { strength, told, listed }
}

/// An ask is taken to say so much at least, so that one everyday word is not all that is asked for.
const LEAST_ASKED: f64 = 1.0;
/// And so much at most: nobody offers all that a long text speaks of.
const MOST_ASKED: f64 = 8.0;

/// One word alone is taken for so great a part of an ask at most, be the ask ever so short: who wants to play chess is not looking for
/// every poster of a tournament.
const ONE_WORD: f64 = 0.25;

/// Words that both say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spoken {
    /// How many.
    pub words: usize,
    /// What they say together.
    pub says: f64,
}

/// What words come to that both say, of so much that the ask says: by what they say, and by how great a part of it they are. A small
/// part is a coincidence sooner than all of it, so that part counts squared.
pub fn evidence(spoken: Spoken, ask_says: f64, weights: &Weights) -> f64 {
    let most = if spoken.words > 1 { 1.0 } else { ONE_WORD };
    let part = (spoken.says / ask_says.clamp(LEAST_ASKED, MOST_ASKED)).min(most);
    weights.word * spoken.says + weights.covered * part * part
}

/// The strongest, and what shares no word with a stronger one.
fn apart(common: &mut [Common], by: impl Fn(&Common) -> f64) -> impl Iterator<Item = &Common> {
    common.sort_by(|a, b| by(b).total_cmp(&by(a)).then_with(|| a.words.cmp(&b.words)));
    let mut taken: BTreeSet<&Arc<str>> = BTreeSet::new();
    common.iter().filter(move |one| {
        let fresh = one.stems.iter().all(|stem| !taken.contains(stem));
        if fresh {
            taken.extend(&one.stems);
        }
        fresh
    })
}

/// How much more a word counts in a post that says it again and again, and how much less in a long one: as BM25 has it, 1 for a
/// word said once in a post of usual length.
pub fn often(times: u8, weighty: f64) -> f64 {
    const SOON_ENOUGH: f64 = 1.2;
    let times = f64::from(times);
    let long = 0.25 + 0.75 * weighty / SHORT;
    times * (1.0 + SOON_ENOUGH) / (times + SOON_ENOUGH * long)
}

/// What several words say together, each further one a little less.
pub fn add_up(mut points: Vec<f64>) -> f64 {
    points.sort_by(|a, b| b.total_cmp(a));
    points.iter().rfold(0.0, |sum, points| points + FURTHER * sum)
}

/// By how much less words say that two long posts share: from so many weighty words on, two texts share some by chance.
pub fn by_chance(weighty: f64, others: f64) -> f64 {
    1.0 + 0.2 * (weighty.max(SHORT) * others.max(SHORT) / (SHORT * SHORT)).ln()
}

/// Phrases of two words that both say, worth their words and a little more.
fn phrases(ask: &Reading, offer: &Reading, told: &BTreeSet<String>) -> Vec<Common> {
    let both = ask.phrases.in_both(&offer.phrases);
    both.filter(|((first, second), _, _)| !told.contains(&**first) && !told.contains(&**second))
        .filter(|(_, mine, theirs)| !(mine.place == Place::Label && theirs.place == Place::Label))
        .map(|((first, second), mine, theirs)| {
            let place = place_factor(mine.place, theirs.place);
            let times = |stem: &str| offer.words.get(stem).map_or(1, |said| said.times);
            Common {
                words: mine.written(),
                points: weight_of_phrase(ask, first, second, |said| said.weight) * place,
                worth: weight_of_phrase(ask, first, second, |said| said.informs)
                    * place
                    * often(times(first).min(times(second)), offer.weighty as f64),
                stems: vec![first.clone(), second.clone()],
                specific: true,
            }
        })
        .collect()
}

/// What two words side by side weigh, where a rare word weighs 1.
pub fn weight_of_phrase(reading: &Reading, first: &str, second: &str, by: impl Fn(&Said) -> u8) -> f64 {
    let weight = |stem: &str| f64::from(reading.words.get(stem).map_or(0, &by));
    (weight(first) + weight(second) + 30.0) / f64::from(RARE)
}

/// How much more a word says that stands in titles.
pub fn place_factor(mine: Place, theirs: Place) -> f64 {
    match (mine, theirs) {
        (Place::Title, Place::Title) => 1.5,
        (Place::Title, _) | (_, Place::Title) => 1.0,
        _ => 0.75,
    }
}

/// A word as both wrote it: in small letters unless it is a name, both forms when they are two words of one family.
fn as_written(mine: &Said, theirs: &Said) -> String {
    let plain = |said: &Said| {
        let inner_capitals = said.written.chars().skip(1).any(char::is_uppercase);
        if inner_capitals { said.written.to_string() } else { said.written.to_lowercase() }
    };
    let (mine, theirs) = (plain(mine), plain(theirs));
    if alike(&mine, &theirs) { mine } else { format!("{mine} / {theirs}") }
}

/// Forms of one word, and not only words of one family.
fn alike(mine: &str, theirs: &str) -> bool {
    let same = mine.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count();
    same >= 3 || mine == theirs
}

/// Stems of the tools and tags that are told anyway.
fn told_already(ask: &Reading, tools: &Option<Reason>, tags: &Option<Reason>) -> BTreeSet<String> {
    let reader = Reader::of(&ask.post.language);
    let names = [tools, tags].into_iter().flatten().flat_map(|reason| match reason {
        Reason::Tools { names, .. } | Reason::Tags { names, .. } => names.as_slice(),
        _ => &[],
    });
    names.flat_map(|name| cut(name)).map(|token| reader.stem(token.written)).collect()
}
