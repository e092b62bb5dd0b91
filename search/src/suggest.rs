//! What a text seems to be about: kind, category, tags and tools, guessed for the composer. Pure.

use std::collections::BTreeSet;

use hub::{
    asks::AskKind,
    offers::OfferKind,
    taxonomy::{Term, TermType},
    tools::ToolRef,
};

use crate::{
    pairing::shared::ORDINARY_NAMES,
    words::{RARE, Reader, Weight, cut},
};

/// Below this weight a tool's name is taken for the ordinary word that it also is.
const A_NAME: u8 = 55;
/// So many tags and tools are suggested.
const MOST: usize = 4;

/// What to offer as chips under the composer. The member decides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestion {
    pub ask_kind: Option<AskKind>,
    pub offer_kind: Option<OfferKind>,
    /// Slugs.
    pub category: Option<String>,
    pub tags: Vec<String>,
    pub tools: Vec<String>,
}

/// Guesses from what was typed so far. `language` is the text's (empty: not known).
pub fn suggest(text: &str, language: &str, terms: &[Term], tools: &[ToolRef]) -> Suggestion {
    let said = Text::of(text, language);
    Suggestion {
        ask_kind: first_said(&said, ASK_KINDS),
        offer_kind: first_said(&said, OFFER_KINDS),
        category: category(&said, terms),
        tags: tags(&said, terms),
        tools: tools.iter().filter(|tool| said.names(&tool.name)).map(|tool| tool.slug.clone()).take(MOST).collect(),
    }
}

/// A text as stems in a row, and as it was written.
struct Text {
    reader: Reader,
    stems: Vec<String>,
    known: BTreeSet<String>,
    written: Vec<String>,
}

impl Text {
    fn of(text: &str, language: &str) -> Text {
        let reader = Reader::of(language);
        let written: Vec<String> = cut(text).map(|token| token.written.to_owned()).collect();
        let stems: Vec<String> = written.iter().map(|word| reader.stem(word)).collect();
        Text { reader, known: stems.iter().cloned().collect(), stems, written }
    }

    /// The words of a phrase stand in a row.
    fn says(&self, phrase: &str) -> bool {
        let stems: Vec<String> = cut(phrase).map(|token| self.reader.stem(token.written)).collect();
        !stems.is_empty() && self.stems.windows(stems.len()).any(|at| at == stems)
    }

    /// How much of a phrase is said, 0–1, and what its telling words weigh.
    fn covers(&self, phrase: &str) -> f64 {
        let mut all = 0.0;
        let mut said = 0.0;
        for stem in cut(phrase).map(|token| self.reader.stem(token.written)).collect::<BTreeSet<_>>() {
            let Weight::Says(weight) = self.reader.weight(&stem) else { continue };
            // A word that says little on its own still has to be there.
            let weight = f64::from(weight.max(10)) / f64::from(RARE);
            all += weight;
            if self.known.contains(&stem) {
                said += weight;
            }
        }
        if all > 0.0 && said >= all - 1e-9 && all >= 0.25 { all } else { 0.0 }
    }

    /// A tool's name stands there as the tool writes it; in small letters too when it is no ordinary word.
    fn names(&self, name: &str) -> bool {
        let parts: Vec<&str> = cut(name).map(|token| token.written).collect();
        let everyday = self.reader.weight(&self.reader.stem(name)).points() < A_NAME;
        let ordinary = parts.len() == 1 && (everyday || ORDINARY_NAMES.contains(&name));
        let has = |same: &dyn Fn(&str, &str) -> bool| {
            !parts.is_empty() && self.written.windows(parts.len()).any(|at| at.iter().zip(&parts).all(|(a, b)| same(a, b)))
        };
        let exactly = has(&|a, b| a == b);
        let first_word_only = ordinary && self.written.first().is_some_and(|first| first == name);
        let loosely = !ordinary && name.chars().count() > 4 && has(&|a, b| a.to_lowercase() == b.to_lowercase());
        (exactly && !first_word_only) || loosely
    }
}

fn tags(said: &Text, terms: &[Term]) -> Vec<String> {
    let tags = terms.iter().filter(|term| matches!(term.term_type, TermType::Skill | TermType::Topic));
    let mut found: Vec<(f64, &str)> = tags
        .map(|term| {
            let best = term.words.iter().chain([&term.name]).map(|phrase| said.covers(phrase)).fold(0.0, f64::max);
            (best, term.slug.as_str())
        })
        .filter(|(score, _)| *score > 0.0)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.into_iter().take(MOST).map(|(_, slug)| slug.to_owned()).collect()
}

/// Words that speak for a category, by slug.
const CATEGORIES: [(&str, &str); 7] = [
    (
        "marketing-content",
        "marketing newsletter posts instagram facebook tiktok ads advertising copy blog content audience slogan seo followers campaign landing promote promotion translation",
    ),
    (
        "sales-outreach",
        "sales sell selling leads outreach prospects stall market markets pricing quote investors investor pitch crm customers buyers",
    ),
    ("customer-support", "support helpdesk complaints booking appointments reservations faq inbox replies chatbot salon"),
    (
        "operations",
        "bookkeeping invoices receipts accounting spreadsheet rota calendar schedule paperwork automation grant taxes inventory diary",
    ),
    (
        "creative-design",
        "logo poster illustration photos photography video music design flyer label drawing podcast brand colours portrait",
    ),
    (
        "development",
        "code coding website app api database bug react javascript python server deploy backend frontend android iphone software docker sql",
    ),
    ("learning-education", "teach teaching lesson course tutor homework exam study students pupils explain beginner workshop"),
];

fn category(said: &Text, terms: &[Term]) -> Option<String> {
    let known = |slug: &str| terms.iter().any(|term| term.term_type == TermType::OfferCategory && term.slug == slug);
    let english = Reader::of("en");
    let score = |words: &str| words.split(' ').map(|word| english.stem(word)).collect::<BTreeSet<_>>().intersection(&said.known).count();
    let scored = CATEGORIES.iter().filter(|(slug, _)| known(slug)).map(|(slug, words)| (score(words), *slug));
    let mut best: Vec<(usize, &str)> = scored.filter(|(score, _)| *score > 0).collect();
    best.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    // Two that fit equally well are no guess.
    match best[..] {
        [(a, _), (b, _), ..] if a == b => None,
        [(_, slug), ..] => Some(slug.to_owned()),
        [] => None,
    }
}

/// Phrases in the order in which they are believed.
const ASK_KINDS: &[(AskKind, &[&str])] = &[
    (
        AskKind::BetaTester,
        &["beta tester", "testers", "to try my", "try out my", "test my app", "to try our", "people to test", "people to try"],
    ),
    (
        AskKind::Feedback,
        &["feedback", "what do you think", "opinion", "tell me what is confusing", "look at my", "critique", "review my", "is it clear"],
    ),
    (
        AskKind::Introduction,
        &["introduce me", "introduction", "introduced to", "like to meet", "do you know someone", "know anyone who", "meet someone"],
    ),
    (
        AskKind::Hire,
        &["hire", "pay someone", "pay somebody", "freelancer", "my budget", "paid", "designer for", "developer for", "i need a logo"],
    ),
    (
        AskKind::Collaborator,
        &["collaborator", "collaborate", "co founder", "cofounder", "partner", "build together", "build with", "co author", "join me"],
    ),
    (AskKind::Learning, &["want to learn", "learn", "how do i", "how to", "teach me", "understand", "tutorial", "course"]),
    (AskKind::Advice, &["advice", "help me", "i need help", "help with", "what should i", "how can i", "any tips", "suggestions"]),
];

const OFFER_KINDS: &[(OfferKind, &[&str])] = &[
    (
        OfferKind::Feedback,
        &["i test", "i try your", "i will try", "honest feedback", "give feedback", "i look at your", "tell you what i think", "i review"],
    ),
    (OfferKind::Course, &["course", "lessons", "workshop", "class", "tutorial", "evenings"]),
    (OfferKind::Mentorship, &["mentor", "mentoring", "by your side", "coaching", "every month we", "one to one"]),
    (OfferKind::Template, &["template", "checklist", "spreadsheet for", "ready to fill in", "printable", "worksheet"]),
    (OfferKind::App, &["my app", "app i built", "i built", "i made an app", "our app", "browser extension"]),
    (OfferKind::Post, &["i wrote", "article", "essay", "blog post"]),
    (OfferKind::Link, &["i found", "a list of", "worth reading", "bookmark"]),
    (OfferKind::Service, &["i do it for you", "service", "i build", "i design", "i write your", "i set up", "freelance", "we build"]),
    (OfferKind::Skill, &["i can help", "happy to help", "i can show", "an hour", "half an hour", "i know", "quick hand"]),
];

fn first_said<K: Copy>(said: &Text, kinds: &[(K, &[&str])]) -> Option<K> {
    kinds.iter().find(|(_, phrases)| phrases.iter().any(|phrase| said.says(phrase))).map(|(kind, _)| *kind)
}
