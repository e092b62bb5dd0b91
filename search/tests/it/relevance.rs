//! Whether the right people are told. `cargo test -p search relevance -- --nocapture` prints the figures.

use hub::matches::{Pair, TOLD_PER_POST};
use search::{Index, Post, Reading};

use crate::town::{NOW, Town};

fn town_index(town: &Town) -> Index {
    let (index, _) = Index::open(None, 1).unwrap();
    for post in town.offers.iter().map(|(_, post)| post).chain(&town.tools) {
        index.replace(post.clone());
    }
    index.flush().unwrap();
    index
}

fn told<'a>(town: &'a Town, pairs: &[Pair]) -> Vec<&'a str> {
    pairs.iter().filter(|pair| pair.tell).take(TOLD_PER_POST).map(|pair| town.key_of(pair.offer)).collect()
}

/// Gain of the expected ones, discounted by place, against the best possible.
fn ndcg(ranked: &[&str], expected: &[String]) -> f64 {
    let gain = |place: usize| 1.0 / ((place + 2) as f64).log2();
    let got: f64 = ranked.iter().enumerate().filter(|(_, key)| expected.iter().any(|e| e == *key)).map(|(place, _)| gain(place)).sum();
    let best: f64 = (0..expected.len().min(10)).map(gain).sum();
    got / best
}

#[test]
fn each_newcomer_finds_somebody_who_really_fits() {
    let town = Town::load();
    let index = town_index(&town);
    let (mut gain, mut found, mut expected_all, mut told_all) = (0.0, 0, 0, 0);
    let mut lost = Vec::new();
    for (ask, expected) in &town.newcomers {
        let matched = index.matches(&Reading::of(ask.clone()), NOW).unwrap();
        let ranked: Vec<&str> = matched.pairs.iter().take(10).map(|pair| town.key_of(pair.offer)).collect();
        let told = told(&town, &matched.pairs);
        gain += ndcg(&ranked, expected);
        found += expected.iter().filter(|key| told.contains(&key.as_str())).count();
        expected_all += expected.len();
        told_all += told.len();
        println!("{}\n  expected {expected:?}", ask.title);
        show(&town, &matched.pairs);
        for tool in &matched.tools {
            println!("    tool {:4} {} · {:?}", tool.score, town.tools[tool.tool.0 as usize - 1].title, tool.reasons);
        }
        if !expected.iter().any(|key| told.contains(&key.as_str())) {
            lost.push(ask.title.clone());
        }
    }
    let asks = town.newcomers.len();
    println!("nDCG@10 {:.3} · told {found} of {expected_all} expected · {told_all} told to {asks} newcomers", gain / asks as f64);
    assert!(lost.is_empty(), "nobody who fits was told of: {lost:#?}");
    assert!(gain / asks as f64 > 0.85, "the expected ones stand too low");
    // Being told must stay worth something: most of what is told is what was meant.
    assert!(told_all <= expected_all + asks, "{told_all} were told where {expected_all} fit");
}

fn show(town: &Town, pairs: &[Pair]) {
    for pair in pairs {
        println!("  {} {:4} {} · {:?}", if pair.tell { "TOLD" } else { "    " }, pair.score, town.key_of(pair.offer), pair.reasons);
    }
}

#[test]
fn the_open_asks_of_the_town_tell_few_and_with_reasons() {
    let town = Town::load();
    let index = town_index(&town);
    for (key, ask) in &town.asks {
        let matched = index.matches(&Reading::of(ask.clone()), NOW).unwrap();
        println!("{key}: {}", ask.title);
        show(&town, &matched.pairs);
        assert!(matched.pairs.iter().all(|pair| pair.reasons.len() >= 2));
    }
}

#[test]
fn candidates_lose_next_to_nothing_against_looking_at_everybody() {
    let town = Town::load();
    let index = town_index(&town);
    let offers: Vec<Reading> = town.offers.iter().map(|(_, post)| Reading::of(post.clone())).collect();
    let (mut missed, mut all) = (0, 0);
    let asks: Vec<&Post> = town.asks.iter().map(|(_, post)| post).chain(town.newcomers.iter().map(|(post, _)| post)).collect();
    for ask in asks {
        let ask = Reading::of(ask.clone());
        let everybody = search::pairing::pairs_of(&ask, &offers, &Default::default(), NOW);
        let found = index.matches(&ask, NOW).unwrap().pairs;
        for pair in everybody.iter().filter(|pair| pair.tell).take(TOLD_PER_POST) {
            all += 1;
            missed += usize::from(!found.contains(pair));
        }
    }
    println!("{} of {all} told pairs found by candidates", all - missed);
    assert!(missed * 50 <= all, "{missed} of {all} missed");
}

/// A sentence as somebody types it into the one box: no category, no tags, the kind guessed. Then who has to be told, and who has to
/// be listed, the first of them first.
const SENTENCES: [(&str, &[&str], &[&str]); 4] = [
    ("somebody who writes good posts about my bread for my Instagram every week for little money", &[], &["nora-posts"]),
    ("Five people to try my meal-planning app", &["tobi-old-phone", "brenda-beta", "edith-try"], &["ife-look"]),
    (
        "I need five people to try out my meal planning app for a week and tell me what they think",
        &["tobi-old-phone", "brenda-beta", "edith-try"],
        &["ife-look"],
    ),
    // Nobody here makes covers of podcasts, and no word of it is a word of whoever draws.
    ("Somebody who designs a cover for my podcast, for at most 50 euros", &[], &[]),
];

#[test]
fn a_sentence_alone_finds_who_fits_and_what_only_shares_everyday_words_is_told_to_nobody() {
    let town = Town::load();
    let index = town_index(&town);
    for (sentence, told_first, listed_first) in SENTENCES {
        let kind = search::Kind::Ask(hub::composing::ask_kind(sentence).kind);
        let plain = search::samples::ask(sentence, "").post();
        let ask = Post { kind, owner: None, created_at: NOW, ..plain };
        let pairs = index.matches(&Reading::of(ask), NOW).unwrap().pairs;
        println!("{sentence}");
        show(&town, &pairs);
        let mut told = told(&town, &pairs);
        let mut wanted = told_first.to_vec();
        told.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(told, wanted, "{sentence}");
        let listed: Vec<&str> = pairs.iter().filter(|pair| !pair.tell).map(|pair| town.key_of(pair.offer)).collect();
        assert_eq!(listed.first(), listed_first.first(), "{sentence}: {listed:?}");
    }
}
