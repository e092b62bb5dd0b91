//! Finds the cuts, and reports how good they are.

use std::{collections::BTreeMap, path::Path};

use super::*;
use crate::{
    judged::{Collection, Half},
    samples,
};

/// How much the texts count against keeping the numbers small, and for how long the slope is followed.
const TEXTS_COUNT: f64 = 4.0;
const STEPS: usize = 600;

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(name)
}

fn judged(half: Half) -> Collection {
    let file = |name: &str| fixture("relevance").join(name);
    let mut all = Collection::read(&file("corpus.jsonl"), &file("queries.jsonl"), &file("qrels.tsv")).expect("the collection");
    all.keep_half(&file("split.tsv"), half).expect("its half");
    all
}

/// The number of the category that a person chose, where it is about something.
fn chosen(post: &Post) -> Option<usize> {
    let own = post.category()?;
    SLUGS.iter().position(|slug| *slug == own.slug)
}

type Text = ([f64; WIDE], usize);

fn text(post: &Post, category: usize) -> Option<Text> {
    let direction = Source::Table.meaning(post)?.direction();
    Some((std::array::from_fn(|n| direction[n]), category))
}

fn texts() -> Vec<Text> {
    let says: BTreeMap<String, Vec<String>> =
        serde_norway::from_str(&std::fs::read_to_string(fixture("taxonomy/says.yaml")).expect("the lines")).expect("well formed");
    let number = |slug: &str| SLUGS.iter().position(|own| *own == slug).expect("a category");
    let lines = says.iter().flat_map(|(slug, lines)| lines.iter().map(move |line| (number(slug), line)));
    let mut all: Vec<Text> = lines.filter_map(|(category, line)| text(&samples::ask(line, "").post(), category)).collect();
    let tune = judged(Half::Tune);
    let posts = tune.offers.iter().chain(&tune.asks).map(|(_, reading)| &reading.post);
    all.extend(posts.filter_map(|post| text(post, chosen(post)?)));
    all
}

/// Follows the slope, with some of the last step's way in each.
fn learned(texts: &[Text]) -> Vec<f64> {
    const EACH: usize = WIDE + 1;
    let mut weights = vec![0.0; SLUGS.len() * EACH];
    let mut way = weights.clone();
    // No step may be longer than the steepest bend allows; half of the texts' number is above it.
    let step = 1.0 / (1.0 + TEXTS_COUNT * texts.len() as f64 / 2.0);
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().enumerate().map(|(n, weight)| if n % EACH == WIDE { 0.0 } else { *weight }).collect();
        for (numbers, category) in texts {
            let said: Vec<f64> = (0..SLUGS.len())
                .map(|k| numbers.iter().zip(&weights[k * EACH..]).map(|(n, w)| n * w).sum::<f64>() + weights[k * EACH + WIDE])
                .collect();
            let most = said.iter().copied().fold(f64::MIN, f64::max);
            let whole: f64 = said.iter().map(|said| (said - most).exp()).sum();
            for (k, said) in said.iter().enumerate() {
                let off = TEXTS_COUNT * ((said - most).exp() / whole - f64::from(k == *category));
                for (slope, number) in slope[k * EACH..k * EACH + WIDE].iter_mut().zip(numbers) {
                    *slope += off * number;
                }
                slope[k * EACH + WIDE] += off;
            }
        }
        for ((weight, way), slope) in weights.iter_mut().zip(&mut way).zip(slope) {
            *way = 0.95 * *way - step * slope;
            *weight += *way;
        }
    }
    weights
}

/// Of the held-out asks with a category: how many, how often the first guess is it, one of two is it; how many guesses are sure, and
/// how often those are it.
fn right_of(guess: impl Fn(&Post) -> Vec<Topic>) -> (usize, [f64; 4]) {
    let held_out = judged(Half::HeldOut);
    let guesses: Vec<(Vec<Topic>, &str)> = (held_out.asks.iter())
        .filter_map(|(_, ask)| Some((guess(&ask.post), SLUGS[chosen(&ask.post)?])))
        .filter(|(topics, _)| !topics.is_empty())
        .collect();
    let share = |n: usize, of: usize| n as f64 / of as f64;
    let within = |most: usize| guesses.iter().filter(|(topics, own)| topics[..most].iter().any(|topic| topic.slug == *own)).count();
    let sure: Vec<_> = guesses.iter().filter(|(topics, _)| topics[0].chance >= SURE).collect();
    let right = sure.iter().filter(|(topics, own)| topics[0].slug == *own).count();
    let all = guesses.len();
    (all, [share(within(1), all), share(within(2), all), share(sure.len(), all), share(right, sure.len())])
}

#[test]
fn the_guess_is_mostly_what_a_person_chose() {
    let (asks, [first, of_two, sure, right]) = right_of(of);
    println!("{asks} asks: first {first:.3}, of two {of_two:.3}; sure {sure:.3}, right of those {right:.3}");
    assert!(asks > 80 && first > 0.62 && of_two > 0.8 && sure > 0.5 && right > 0.8);
}

#[test]
fn short_wishes_are_understood() {
    let first = |line: &str| of(&samples::ask(line, "").post()).first().map(|topic| topic.slug);
    assert_eq!(first("Somebody who writes our newsletter"), Some("marketing-content"));
    assert_eq!(first("An error in my code that I cannot find"), Some("development"));
    assert_eq!(first("A drawing for the cover of my album"), Some("creative-design"));
    assert_eq!(first("I would like to learn the piano"), Some("learning-education"));
    assert_eq!(first(""), None);
}

#[test]
fn the_kept_numbers_are_those_of_the_lines() {
    let learned = learned(&texts());
    let bytes: Vec<u8> = learned.iter().flat_map(|weight| (*weight as f32).to_le_bytes()).collect();
    if std::env::var_os("UPDATE_TOPICS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/topic/weights.bin"), &bytes).expect("written");
        let (asks, [first, of_two, sure, right]) =
            right_of(|post| Source::Table.meaning(post).map_or_else(Vec::new, |meaning| likely(&meaning, |n| learned[n])));
        println!("learned: {asks} asks: first {first:.3}, of two {of_two:.3}; sure {sure:.3}, right of those {right:.3}");
        return;
    }
    let kept = WEIGHTS.as_chunks::<4>().0.iter().map(|four| f64::from(f32::from_le_bytes(*four)));
    let apart = kept.zip(&learned).map(|(kept, learned)| (kept - learned).abs()).fold(0.0, f64::max);
    assert!(WEIGHTS.len() == bytes.len() && apart < 0.01, "{apart}: UPDATE_TOPICS=1 writes them anew");
}
