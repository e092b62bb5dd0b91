//! An index whose meanings come from a model. What the model says is thrown with dice: here it matters only that it is the same.

use std::path::Path;

use hub::{OfferId, matches::Pair};
use search::{
    Index, Opened, Post, Source, WhyEmpty,
    samples::{self, NOW},
    tiny::Tiny,
};

const STORE: i64 = 7;

fn model(seed: u64) -> Source {
    let dir = tempfile::tempdir().unwrap();
    Tiny::new(seed).write(dir.path()).unwrap();
    Source::load(dir.path()).unwrap()
}

fn open(source: &Source, dir: &Path) -> (Index, Opened) {
    Index::open_by(source.clone(), Some(dir), STORE).unwrap()
}

fn offers() -> Vec<Post> {
    let texts = ["rye bread", "honey and a garden", "a violin", "bread and honey", "garden violin rye"];
    let texts = texts.iter().cycle().take(60).enumerate();
    texts.map(|(n, text)| samples::offer("Sourdough", text).id(n as i64 + 1).post()).collect()
}

fn pairs(index: &Index) -> Vec<Pair> {
    index.matches(&index.read(samples::ask("Sourdough for a bakery", "bread and rye").post()), NOW).unwrap().pairs
}

#[test]
fn what_is_filled_in_put_in_and_read_back_matches_alike() {
    let (source, dir) = (model(1), tempfile::tempdir().unwrap());
    let (index, opened) = open(&source, dir.path());
    assert_eq!(opened, Opened::Empty(WhyEmpty::New));
    index.forget_all().unwrap();
    index.fill(offers()).unwrap();
    index.advance(1);
    index.flush().unwrap();
    let filled = pairs(&index);
    assert_eq!(index.sizes().meanings, 60);
    assert!(!filled.is_empty());
    let one_by_one = Index::open_by(source.clone(), None, STORE).unwrap().0;
    offers().into_iter().for_each(|offer| drop(one_by_one.replace(offer)));
    assert_eq!(pairs(&one_by_one), filled);
    drop(index);
    let (index, opened) = open(&source, dir.path());
    assert_eq!((opened, pairs(&index)), (Opened::AsLeft, filled));
}

#[test]
fn what_a_post_means_is_kept_and_not_asked_again() {
    let source = model(2);
    let (index, _) = Index::open_by(source.clone(), None, STORE).unwrap();
    let posts = offers();
    posts.iter().for_each(|offer| drop(index.replace(offer.clone())));
    index.flush().unwrap();
    let ask = index.read(samples::ask("Sourdough", "bread and rye").post());
    let likely = index.likely(&ask, 100, NOW).unwrap();
    assert_eq!(likely.len(), posts.len());
    for reading in likely {
        assert_eq!(reading.meaning, source.meaning(&reading.post), "{:?}", reading.post.key);
        assert!(reading.meaning.is_some());
    }
    index.remove(search::Key::Offer(OfferId(1)));
    assert_eq!(index.sizes().meanings, 59);
}

#[test]
fn another_model_or_the_table_wants_another_index() {
    let dir = tempfile::tempdir().unwrap();
    let fill = |source: &Source| {
        let (index, opened) = open(source, dir.path());
        offers().into_iter().for_each(|offer| drop(index.replace(offer)));
        index.flush().unwrap();
        opened
    };
    let (one, other) = (model(3), model(4));
    assert_eq!(fill(&one), Opened::Empty(WhyEmpty::New));
    assert_eq!(fill(&one), Opened::AsLeft);
    for source in [&other, &Source::Table, &one] {
        assert_eq!(fill(source), Opened::Empty(WhyEmpty::OtherVersion), "{source:?}");
    }
}
