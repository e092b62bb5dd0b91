//! Which of the categories a text is about, as far as what it means says so: a guess, for whoever left the question open.
//!
//! One straight cut for each category through the space of meanings (a softmax over seven, 256 numbers each). [`learn`] finds the cuts
//! from the lines of `fixtures/taxonomy/says.yaml`, the offers of `fixtures/relevance` and the half `tune` of its asks; a test reports
//! how often the guess is what a person chose on the other half. It knows English only, as the table of meanings does.
//!
//! It is offered to who writes, and never taken for them: put in the empty place of the judged asks and offers, it brought nobody what
//! they needed (of the held-out asks 267 pairs were told without it and 281 with it, 100 of them useful both times).

#[cfg(test)]
mod learn;

use crate::{
    meaning::{Source, Vector},
    post::Post,
};

/// The categories that are about something, in the order of `weights.bin`.
const SLUGS: [&str; 7] =
    ["marketing-content", "sales-outreach", "customer-support", "operations", "creative-design", "development", "learning-education"];
/// Numbers of a text by the table; the cut's own place comes after them.
const WIDE: usize = 256;

/// For each category its numbers and its place, as 32-bit floats, the smallest byte first.
static WEIGHTS: &[u8] = include_bytes!("weights.bin");

/// From here on a guess is right five times in six.
#[cfg(test)]
const SURE: f64 = 0.5;

/// A category, and the chance, of 1, that it is the one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Topic {
    pub slug: &'static str,
    pub chance: f64,
}

/// The likeliest first; empty where a text means nothing to the table.
pub fn of(post: &Post) -> Vec<Topic> {
    match Source::Table.meaning(post) {
        Some(meaning) => likely(&meaning, |n| {
            let at = n * 4;
            f32::from_le_bytes([WEIGHTS[at], WEIGHTS[at + 1], WEIGHTS[at + 2], WEIGHTS[at + 3]]).into()
        }),
        None => Vec::new(),
    }
}

fn likely(meaning: &Vector, weight: impl Fn(usize) -> f64) -> Vec<Topic> {
    let numbers = meaning.direction();
    let said = |category: usize| {
        let begins = category * (WIDE + 1);
        (0..WIDE).map(|n| numbers[n] * weight(begins + n)).sum::<f64>() + weight(begins + WIDE)
    };
    let said: [f64; SLUGS.len()] = std::array::from_fn(said);
    let most = said.iter().copied().fold(f64::MIN, f64::max);
    let whole: f64 = said.iter().map(|said| (said - most).exp()).sum();
    let mut all: Vec<Topic> = SLUGS.iter().zip(said).map(|(slug, said)| Topic { slug, chance: (said - most).exp() / whole }).collect();
    all.sort_by(|one, other| other.chance.total_cmp(&one.chance));
    all
}
