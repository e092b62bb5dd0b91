//! How long the index takes: `cargo run --release -p search --example bench -- [posts [sampled]]`.
//!
//! Fills an index on disk with invented asks and offers, then measures what stands between a post and its cards:
//! putting it in, finding what fits, and a member's search, while the main part is flushed. The first figures are by
//! the clock on the wall, the last by this thread's time on a core (Linux), which a busy machine does not change.
//! Then it is held against looking at everybody, for so many posts as are sampled, closed, and opened again.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use hub::matches::{Pair, STORED_PER_POST};
use search::{
    Fault, Index, Post, Query, Reading, Standing, Viewer, What,
    samples::{Dice, NOW, Sayings},
    words::Count,
};

/// As in the hub.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What this thread has had of a core so far.
fn on_core() -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(stat.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or_default())
}

fn measure(what: &str, times: usize, mut work: impl FnMut(usize)) {
    let before = on_core();
    let mut took: Vec<Duration> = (0..times)
        .map(|n| {
            let begun = Instant::now();
            work(n);
            begun.elapsed()
        })
        .collect();
    let core = (on_core() - before).as_secs_f64() * 1_000.0 / times as f64;
    took.sort();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
    println!("{what:46} p50 {:8.3} ms   p99 {:8.3} ms   on a core {core:8.3} ms", at(0.5), at(0.99));
}

/// What this process holds in memory, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() / 1_024
}

/// How many of the pairs that the naive matcher tells are found, and whether any that is found has another score.
fn against_everybody(index: &Index, asked: &[Arc<Reading>]) -> Result<(), Fault> {
    let (mut told, mut found, mut wrong) = (0, 0, 0);
    for post in asked {
        let naive = index.matches_exhaustive(post, NOW, &HashMap::new())?;
        let matched = index.matches(post, NOW)?.pairs;
        let score_of = |all: &[Pair], pair: &Pair| all.iter().find(|p| (p.ask, p.offer) == (pair.ask, pair.offer)).map(|p| p.score);
        for pair in naive.iter().filter(|pair| pair.tell) {
            told += 1;
            found += usize::from(score_of(&matched, pair).is_some());
        }
        // What the naive matcher does not keep stands below what it keeps.
        let least = if naive.len() < STORED_PER_POST { 0 } else { naive.last().map_or(0, |pair| pair.score) };
        wrong += matched.iter().filter(|pair| score_of(&naive, pair).map_or(pair.score > least, |score| score != pair.score)).count();
    }
    println!("against looking at everybody: {found} of {told} told pairs found for {} posts, {wrong} wrong scores", asked.len());
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let posts: i64 = std::env::args().nth(1).map_or(Ok(10_000), |n| n.parse())?;
    let by_size = if posts < 20_000 { 100 } else { 5 };
    let sampled: i64 = std::env::args().nth(2).map_or(Ok(by_size), |n| n.parse())?;
    let dir = tempfile::tempdir()?;
    let (index, _) = Index::open(Some(&dir.path().join("index")), 1)?;
    let (said, mut dice) = (Sayings::load()?, Dice(7));
    let begun = Instant::now();
    index.forget_all()?;
    let mut count = Count::default();
    for first in (0..posts).step_by(500) {
        count.add(&(first..posts.min(first + 500)).map(|id| said.post(&mut dice, id)).collect::<Vec<_>>());
    }
    index.settle(count.town())?;
    println!("words of {posts} posts counted in {:.1} s", begun.elapsed().as_secs_f64());
    let (begun, mut dice) = (Instant::now(), Dice(7));
    for first in (0..posts).step_by(500) {
        index.fill((first..posts.min(first + 500)).map(|id| said.post(&mut dice, id)).collect())?;
    }
    index.advance(1);
    index.flush()?;
    let meanings = index.sizes().meanings;
    println!("{posts} posts indexed in {:.1} s, {} MiB resident, {meanings} by meaning", begun.elapsed().as_secs_f64(), resident());

    let fresh: Vec<Post> = (0..400).map(|n| said.post(&mut dice, posts + n)).collect();
    measure("replace", 200, |n| drop(index.replace(fresh[n].clone())));
    let readings: Vec<_> = fresh.iter().map(|post| index.read(post.clone())).collect();
    measure("reading a post", 200, |n| drop(index.read(fresh[n].clone())));
    measure("likely, 1", 200, |n| drop(index.likely(&readings[n], 1, NOW)));
    measure("likely", 200, |n| drop(index.likely(&readings[n], 100, NOW)));
    measure("matches (candidates, scores, reasons)", 200, |n| drop(index.matches(&readings[n], NOW)));
    measure("replace, then matches, 200 hot", 200, |n| {
        let reading = index.replace(fresh[200 + n].clone());
        drop(index.matches(&reading, NOW));
    });
    let search = |text: &str| Query { text: text.to_owned(), ..Query::default() };
    let texts = [
        "sourdough",
        "landing page copy for my shop",
        "newslet",
        "photgraphy",
        "somebody who can look at the words on my landing page before I send it out",
        "",
    ];
    for text in texts {
        measure(&format!("search “{text}”"), 50, |_| drop(index.search(&search(text), &Viewer::member(), 20, None)));
    }
    for text in ["so", "sour", "sourdough for", "landing pa", "newslteter", "mewsletter", "mewsletter fpr", "tail12"] {
        measure(&format!("suggest while typing “{text}”"), 200, |_| drop(index.complete(text, &Viewer::member(), 8)));
    }
    for query in [search(""), search("sourdough"), Query { free: Some(true), category: Some("design".to_owned()), ..search("sourdough") }] {
        measure(&format!("counts of filters “{}”{}", query.text, if query.free.is_some() { ", two chosen" } else { "" }), 20, |_| {
            drop(index.facets(&query, &Viewer::member(), false))
        });
    }
    let mut standing = Standing::default();
    let begun = Instant::now();
    for n in 0..100_000 {
        let text = format!("{} tail{}", said.half(&mut dice, true), n);
        standing.keep(hub::SearchId(n), &Query { exactly: true, what: vec![What::Offers], ..search(&text) });
    }
    println!("100000 saved searches learned in {:.1} s", begun.elapsed().as_secs_f64());
    measure("which of 100,000 saved searches find a post", 200, |n| drop(standing.find(&readings[n])));
    measure("flush of 50", 20, |n| {
        for id in 0..50 {
            index.replace(said.post(&mut dice, (n as i64 * 50 + id) % posts.max(1)));
        }
        index.flush().expect("the bench's own directory");
    });
    let asked: Vec<Arc<Reading>> = (0..sampled).map(|n| index.replace(said.post(&mut dice, posts + 400 + n))).collect();
    against_everybody(&index, &asked)?;
    index.close()?;
    let begun = Instant::now();
    let (index, opened) = Index::open(Some(&dir.path().join("index")), 1)?;
    println!(
        "opened again in {:.2} s ({opened:?}, {} by meaning), {} MiB resident",
        begun.elapsed().as_secs_f64(),
        index.sizes().meanings,
        resident()
    );
    index.close()?;
    Ok(())
}
