//! What spreading cards does: a month of a town, once with the best seven told of each ask whoever they are, once as
//! `hub::matches::rules::tell` chooses (five cards a day each, nobody who is full, the last place a newcomer's).
//!
//! `cargo run -p hub --example spread` prints medians over eleven seeds and their range. Nothing here is measured of people: it shows
//! what the rule does to a town whose people are as the constants say.

use std::collections::VecDeque;

use hub::{
    AskId, OfferId, UserId,
    matches::{
        Facts, Pair, TOLD_PER_POST,
        rules::{CARDS_A_DAY, Helper, tell},
    },
};

const DAYS: usize = 30;
const HOURS: usize = DAYS * 24;
/// Here from the first day; and so many more come, spread over the month.
const HELPERS: usize = 300;
const NEWCOMERS: usize = 100;
const TOPICS: usize = 30;
const ASKS_A_DAY: usize = 80;
/// Nobody answers a card that has waited for longer.
const STALE: usize = 7 * 24;
/// Of the cards that somebody looks at, they answer so many.
const ANSWERED: f64 = 0.5;

/// Steele, Lea and Flood's SplitMix64: the same numbers for the same seed everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() * n as f64) as usize
    }

    /// A few topics are asked about often: Zipf's law.
    fn topic(&mut self) -> usize {
        let all: f64 = (1..=TOPICS).map(|n| 1.0 / n as f64).sum();
        let mut at = self.next() * all;
        for topic in 0..TOPICS {
            at -= 1.0 / (topic + 1) as f64;
            if at <= 0.0 {
                return topic;
            }
        }
        TOPICS - 1
    }
}

struct Person {
    topics: [usize; 2],
    /// How well they know it and how they write of it: what lifts a few above all others.
    skill: f64,
    comes: usize,
    /// How many cards they look at when they look, once a day.
    a_day: usize,
    looks_at: usize,
    /// Hour, ask.
    cards: VecDeque<(usize, usize)>,
    sent: Vec<usize>,
}

fn people(dice: &mut Dice) -> Vec<Person> {
    (0..HELPERS + NEWCOMERS)
        .map(|n| Person {
            topics: [dice.topic(), dice.topic()],
            skill: dice.next().powi(2),
            comes: if n < HELPERS { 0 } else { dice.below(HOURS * 2 / 3) },
            a_day: 1 + dice.below(3),
            looks_at: dice.below(24),
            cards: VecDeque::new(),
            sent: Vec::new(),
        })
        .collect()
}

/// What one month came to.
#[derive(Clone, Copy, Default)]
struct Month {
    gini: f64,
    /// Of all cards, those of the tenth that was sent most.
    top_tenth: f64,
    /// Newcomers who were sent a card within a week.
    first_chance: f64,
    wait_median_hours: f64,
    wait_p90_hours: f64,
    unanswered: f64,
    /// The mean score of those told: what spreading costs.
    fit: f64,
}

fn month(seed: u64, spread: bool) -> Month {
    let mut dice = Dice(seed);
    let mut people = people(&mut dice);
    let (mut asked_at, mut answered_at): (Vec<usize>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    let (mut fit, mut cards) = (0.0, 0.0);
    // What is asked is the same in both towns, whatever became of the asks before.
    let mut asks = Dice(seed ^ 0xa5);
    for hour in 0..HOURS {
        for _ in 0..(0..24).filter(|_| asks.below(24 * 24) < ASKS_A_DAY).count() {
            let (ask, topic) = (asked_at.len(), asks.topic());
            asked_at.push(hour);
            answered_at.push(None);
            let pairs: Vec<Pair> = people
                .iter()
                .enumerate()
                .filter(|(_, p)| p.comes <= hour && p.topics.contains(&topic))
                .map(|(n, p)| {
                    let score = (450.0 + 400.0 * p.skill + 100.0 * asks.next()) as i64;
                    Pair {
                        ask: AskId(ask as i64),
                        offer: OfferId(n as i64),
                        score,
                        reasons: vec!["a".into(), "b".into()],
                        tell: true,
                        facts: Facts::default(),
                    }
                })
                .collect();
            let kept = tell(pairs, |pair| {
                let p = &people[pair.offer.0 as usize];
                let today = p.sent.iter().rev().take_while(|at| **at + 24 > hour).count() as i64;
                Helper {
                    who: UserId(pair.offer.0),
                    // Who has three days of cards before them says so, where saying so is heard.
                    full: spread && p.cards.len() > 3 * p.a_day,
                    left: spread.then_some(CARDS_A_DAY - today),
                    newcomer: spread && p.sent.is_empty(),
                    told: false,
                }
            });
            assert!(kept.iter().filter(|pair| pair.tell).count() <= TOLD_PER_POST);
            for pair in kept.iter().filter(|pair| pair.tell) {
                let p = &mut people[pair.offer.0 as usize];
                p.cards.push_back((hour, ask));
                p.sent.push(hour);
                fit += pair.score as f64;
                cards += 1.0;
            }
        }
        for p in people.iter_mut().filter(|p| p.looks_at == hour % 24) {
            for _ in 0..p.a_day {
                let Some((at, ask)) = p.cards.pop_front() else { break };
                let answers = dice.next() < ANSWERED;
                if answers && hour - at <= STALE && answered_at[ask].is_none() {
                    answered_at[ask] = Some(hour);
                }
            }
        }
    }
    // The last week's asks may still be answered: they say nothing yet.
    let old: Vec<usize> = (0..asked_at.len()).filter(|ask| asked_at[*ask] + STALE < HOURS).collect();
    let mut waits: Vec<f64> = old.iter().filter_map(|ask| answered_at[*ask].map(|at| (at - asked_at[*ask]) as f64)).collect();
    waits.sort_by(f64::total_cmp);
    let newcomers: Vec<&Person> = people.iter().filter(|p| p.comes > 0).collect();
    let mut sent: Vec<f64> = people.iter().map(|p| p.sent.len() as f64).collect();
    sent.sort_by(f64::total_cmp);
    Month {
        gini: gini(&sent),
        top_tenth: sent[sent.len() * 9 / 10..].iter().sum::<f64>() / cards,
        first_chance: share(newcomers.iter().filter(|p| p.sent.first().is_some_and(|at| *at <= p.comes + STALE)).count(), newcomers.len()),
        wait_median_hours: waits[waits.len() / 2],
        wait_p90_hours: waits[waits.len() * 9 / 10],
        unanswered: share(old.len() - waits.len(), old.len()),
        fit: fit / cards,
    }
}

fn share(part: usize, of: usize) -> f64 {
    part as f64 / of.max(1) as f64
}

/// 0: everybody was sent as many; 1: one was sent all. `sorted` rises.
fn gini(sorted: &[f64]) -> f64 {
    let (n, all): (f64, f64) = (sorted.len() as f64, sorted.iter().sum());
    sorted.iter().enumerate().map(|(i, x)| (2.0 * (i as f64 + 1.0) - n - 1.0) * x).sum::<f64>() / (n * all)
}

fn main() {
    let months: Vec<[Month; 2]> = (1..=11).map(|seed| [month(seed, false), month(seed, true)]).collect();
    println!(
        "{} helpers and {NEWCOMERS} newcomers, {ASKS_A_DAY} asks a day for {DAYS} days; medians of {} seeds (range)\n",
        HELPERS,
        months.len()
    );
    println!("| | the best {TOLD_PER_POST}, always | spread |\n|---|---|---|");
    let line = |what: &str, of: fn(&Month) -> f64, digits: usize, unit: &str| {
        let cell = |which: usize| {
            let mut all: Vec<f64> = months.iter().map(|m| of(&m[which])).collect();
            all.sort_by(f64::total_cmp);
            format!("{:.digits$}{unit} ({:.digits$} to {:.digits$})", all[all.len() / 2], all[0], all[all.len() - 1])
        };
        println!("| {what} | {} | {} |", cell(0), cell(1));
    };
    line("Gini of cards", |m| m.gini, 2, "");
    line("cards of the tenth that was sent most", |m| m.top_tenth * 100.0, 0, " %");
    line("newcomers sent a card within a week", |m| m.first_chance * 100.0, 0, " %");
    line("hours to the first answer, median", |m| m.wait_median_hours, 0, "");
    line("hours to the first answer, p90", |m| m.wait_p90_hours, 0, "");
    line("asks without an answer in a week", |m| m.unanswered * 100.0, 0, " %");
    line("mean score of those told", |m| m.fit, 0, "");
}
