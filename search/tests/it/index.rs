//! The index as a cache: live at once, the same before and after a flush, empty rather than wrong.

use std::path::Path;

use hub::{AskId, OfferId, Timestamp, UserId, asks::AskKind, offers::OfferKind};
use search::{
    Fault, Index, Key, Opened, Post, Query, Reading, Viewer, WhyEmpty,
    samples::{self, NOW},
    words,
};

use crate::town::Town;

const STORE: i64 = 77;

fn ram() -> Index {
    Index::open(None, STORE).unwrap().0
}

fn open(dir: &Path) -> (Index, Opened) {
    Index::open(Some(dir), STORE).unwrap()
}

fn rye(id: i64) -> Post {
    samples::offer("I photograph bread at dawn", "Rye, sourdough and buns.").id(id).post()
}

fn keys(index: &Index, text: &str) -> Vec<Key> {
    let query = Query { text: text.to_owned(), ..Query::default() };
    index.search(&query, &Viewer::member(), 50, None).unwrap().hits.into_iter().map(|hit| hit.key).collect()
}

#[test]
fn what_is_put_in_is_found_by_the_next_query_and_stays_after_a_flush() {
    let index = ram();
    index.replace(rye(1));
    assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(1))]);
    index.flush().unwrap();
    assert_eq!(index.sizes().hot, 0);
    assert_eq!(index.sizes().main, 1);
    assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(1))]);
}

#[test]
fn a_new_version_takes_the_place_of_the_old_one_wherever_that_stands() {
    let index = ram();
    let rewritten = |title: &str| samples::offer(title, "Now about something else.").id(1).post();
    for flushed in [false, true] {
        index.replace(rye(1));
        if flushed {
            index.flush().unwrap();
        }
        index.replace(rewritten("I tune violins"));
        assert_eq!(keys(&index, "sourdough"), [], "flushed: {flushed}");
        assert_eq!(keys(&index, "violins"), [Key::Offer(OfferId(1))]);
        index.flush().unwrap();
        assert_eq!(keys(&index, "sourdough"), []);
        assert_eq!(keys(&index, "violins"), [Key::Offer(OfferId(1))]);
        assert_eq!(index.sizes().main, 1);
    }
}

#[test]
fn what_is_taken_out_is_gone_at_once_and_for_good() {
    let index = ram();
    index.replace(rye(1));
    index.replace(rye(2));
    index.flush().unwrap();
    index.remove(Key::Offer(OfferId(1)));
    index.remove(Key::Offer(OfferId(99)));
    assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(2))]);
    assert_eq!(index.search(&Query::default(), &Viewer::stranger(), 10, None).unwrap().offers, 1);
    index.flush().unwrap();
    assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(2))]);
    index.replace(rye(1));
    assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(2)), Key::Offer(OfferId(1))]);
}

#[test]
fn ids_of_asks_and_offers_do_not_meet() {
    let index = ram();
    index.replace(rye(5));
    index.replace(samples::ask("Sourdough for beginners", "").id(5).post());
    index.remove(Key::Ask(AskId(5)));
    assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(5))]);
}

#[test]
fn after_a_restart_the_index_goes_on_from_its_last_flush() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("index");
    let (index, opened) = open(&dir);
    assert_eq!(opened, Opened::Empty(WhyEmpty::New));
    index.replace(rye(1));
    index.advance(41);
    index.flush().unwrap();
    index.replace(rye(2));
    index.advance(42);
    assert_eq!(index.cursor(), 42);
    drop(index);
    let (index, opened) = open(&dir);
    assert_eq!(opened, Opened::AsLeft);
    assert_eq!(index.cursor(), 41, "what was not flushed has to be done again");
    assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(1))]);
}

/// An index that was built as the matcher builds one: words counted, then filled.
fn settled(dir: &Path, posts: &[Post]) -> Index {
    let (index, _) = open(dir);
    index.forget_all().unwrap();
    index.settle(words::Town::of(posts)).unwrap();
    index.fill(posts.to_vec()).unwrap();
    index.advance(1);
    index.flush().unwrap();
    index
}

#[test]
fn the_words_of_a_town_are_counted_once_and_a_score_says_which_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let posts: Vec<Post> =
        (1..=60).map(|id| if id < 60 { rye(id) } else { samples::offer("Violins", "I tune them.").id(id).post() }).collect();
    let ask = || samples::ask("Photographs of bread", "Somebody who photographs sourdough").owner(UserId(500)).post();
    let index = settled(dir.path(), &posts);
    let version = index.town().version();
    assert_ne!(version, 0);
    let first = index.matches(&index.read(ask()), NOW).unwrap().pairs;
    assert!(!first.is_empty());
    assert!(first.iter().all(|pair| pair.facts.table == search::pairing::table(version)), "{first:?}");
    // What comes later changes neither the table nor a score.
    for id in 100..200 {
        index.replace(samples::offer("Photographs of weddings", "").id(id).post());
    }
    assert_eq!(index.matches(&index.read(ask()), NOW).unwrap().pairs, first);
    index.close().unwrap();
    let (index, opened) = open(dir.path());
    assert_eq!((opened, index.town().version()), (Opened::AsLeft, version));
    assert_eq!(index.matches(&index.read(ask()), NOW).unwrap().pairs, first);
    // Without it nobody could say what a score was made of.
    index.close().unwrap();
    std::fs::write(dir.path().join("words-of-the-town"), "60 posts\n50: bread\n").unwrap();
    assert!(matches!(open(dir.path()).1, Opened::Empty(WhyEmpty::Damaged(_))));
}

#[test]
fn an_index_outgrows_its_town_by_twice_as_many_posts_and_a_thousand() {
    let index = ram();
    index.fill((1..=1_000).map(rye).collect()).unwrap();
    index.flush().unwrap();
    assert!(!index.has_outgrown_its_town());
    index.replace(rye(1_001));
    index.flush().unwrap();
    assert!(index.has_outgrown_its_town());
    index.settle(words::Town::of(&[rye(1)])).unwrap();
    assert!(!index.has_outgrown_its_town());
}

#[test]
fn in_a_town_too_who_is_found_is_who_is_found_by_looking_at_everybody() {
    let (dir, town) = (tempfile::tempdir().unwrap(), Town::load());
    let posts: Vec<Post> = town.offers.iter().map(|(_, post)| post.clone()).collect();
    let index = settled(dir.path(), &posts);
    for (ask, _) in &town.newcomers {
        let ask = index.read(ask.clone());
        let everybody = index.matches_exhaustive(&ask, NOW, &Default::default()).unwrap();
        assert_eq!(index.matches(&ask, NOW).unwrap().pairs, everybody, "{}", ask.post.title);
    }
}

#[test]
fn who_means_the_same_is_found_without_a_word_in_common_also_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("index");
    let ask = Reading::of(samples::ask("My tomatoes are sick", "Spots on every leaf.").post());
    let near = samples::offer("Diseases of vegetables, plants and gardens", "Send a picture of the fungus.").id(1);
    let far = samples::offer("Tax returns for freelancers", "Forms and letters.").id(2);
    let found = |index: &Index| index.likely(&ask, 10, NOW).unwrap().iter().map(|post| post.post.key).collect::<Vec<Key>>();
    let (index, _) = open(&dir);
    index.replace(near.post());
    index.replace(far.post());
    assert_eq!(found(&index), [Key::Offer(OfferId(1))]);
    assert_eq!(index.sizes().meanings, 2);
    index.flush().unwrap();
    index.remove(Key::Offer(OfferId(2)));
    index.flush().unwrap();
    drop(index);
    let (index, opened) = open(&dir);
    assert_eq!(opened, Opened::AsLeft);
    assert_eq!((found(&index), index.sizes().meanings), (vec![Key::Offer(OfferId(1))], 1));
    index.remove(Key::Offer(OfferId(1)));
    assert_eq!(found(&index), []);
}

#[test]
fn an_index_of_another_store_or_version_begins_empty() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("index");
    let fill = || {
        let (index, _) = open(&dir);
        index.replace(rye(1));
        index.advance(9);
        index.flush().unwrap();
    };
    fill();
    let (index, opened) = Index::open(Some(&dir), STORE + 1).unwrap();
    assert_eq!((opened, index.cursor()), (Opened::Empty(WhyEmpty::OtherStore), 0));
    assert_eq!(keys(&index, "sourdough"), []);
    drop(index);
    fill();
    std::fs::write(dir.join("index-version"), "schema 0, words 0").unwrap();
    let (index, opened) = open(&dir);
    assert_eq!((opened, index.cursor()), (Opened::Empty(WhyEmpty::OtherVersion), 0));
}

#[test]
fn a_damaged_index_begins_empty_whatever_was_damaged() {
    let damage: [fn(&Path); 6] = [
        |dir| std::fs::write(dir.join("meta.json"), "{").unwrap(),
        |dir| std::fs::remove_file(dir.join("meta.json")).unwrap(),
        |dir| std::fs::remove_file(dir.join("index-version")).unwrap(),
        |dir| {
            let store =
                std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().is_some_and(|x| x == "store")).unwrap();
            let mut bytes = std::fs::read(&store).unwrap();
            bytes[3] ^= 0xff;
            std::fs::write(&store, bytes).unwrap();
        },
        |dir| std::fs::remove_file(dir.join("meaning-1")).unwrap(),
        |dir| {
            let mut bytes = std::fs::read(dir.join("meaning-1")).unwrap();
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            std::fs::write(dir.join("meaning-1"), bytes).unwrap();
        },
    ];
    for (n, damage) in damage.into_iter().enumerate() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("index");
        let (index, _) = open(&dir);
        index.replace(rye(1));
        index.advance(9);
        index.close().unwrap();
        damage(&dir);
        let (index, opened) = open(&dir);
        assert!(matches!(opened, Opened::Empty(WhyEmpty::Damaged(_))), "{n}: {opened:?}");
        assert_eq!(index.cursor(), 0);
        index.replace(rye(2));
        index.flush().unwrap();
        assert_eq!(keys(&index, "sourdough"), [Key::Offer(OfferId(2))]);
    }
}

#[test]
fn a_directory_with_other_files_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("letters.txt"), "dear Bo").unwrap();
    assert!(matches!(Index::open(Some(dir.path()), STORE), Err(Fault::NotOurs(_))));
    assert!(dir.path().join("letters.txt").exists());
}

#[test]
fn two_cannot_write_one_index() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path().join("index");
    let (index, _) = open(&dir);
    index.flush().unwrap();
    assert!(matches!(Index::open(Some(&dir), STORE), Err(Fault::InUse(_))));
}

/// The same town: all hot, all flushed, and half and half with old versions and removed posts beneath.
fn three_ways(town: &Town) -> [Index; 3] {
    let posts: Vec<&Post> = town.offers.iter().chain(&town.asks).map(|(_, post)| post).chain(&town.tools).collect();
    let (hot, flushed, mixed) = (ram(), ram(), ram());
    for post in &posts {
        hot.replace((*post).clone());
        flushed.replace((*post).clone());
    }
    flushed.flush().unwrap();
    for (n, post) in posts.iter().enumerate() {
        let mut old = (*post).clone();
        old.title = "An old sourdough title".to_owned();
        mixed.replace(if n % 2 == 0 { old } else { (*post).clone() });
    }
    let gone = rye(9_999);
    mixed.replace(gone.clone());
    mixed.flush().unwrap();
    for (n, post) in posts.iter().enumerate().filter(|(n, _)| n % 2 == 0) {
        mixed.replace((*post).clone());
        if n % 6 == 0 {
            mixed.flush().unwrap();
        }
    }
    mixed.remove(gone.key);
    [hot, flushed, mixed]
}

#[test]
fn hot_or_flushed_makes_no_difference_to_a_search() {
    let town = Town::load();
    let indexes = three_ways(&town);
    let texts =
        ["", "photo", "photgraphy of ceramics", "newsl", "how do I film my dog", "claude n8n", "rechnungen", "the", "zzzz", "!!", "kemi"];
    for text in texts {
        for signed_in in [true, false] {
            for category in [None, Some("creative-design".to_owned())] {
                let query = Query { text: text.to_owned(), category, ..Query::default() };
                let viewer = Viewer { signed_in, ..Viewer::default() };
                let mut cursor: Option<String> = None;
                for page in 0..3 {
                    let [hot, flushed, mixed] =
                        indexes.each_ref().map(|index| index.search(&query, &viewer, 7, cursor.as_deref()).unwrap());
                    assert_eq!(hot, flushed, "{text} {page}");
                    assert_eq!(mixed, flushed, "{text} {page}");
                    cursor = flushed.next;
                    if cursor.is_none() {
                        break;
                    }
                }
            }
        }
    }
}

#[test]
fn hot_or_flushed_makes_no_difference_to_a_match() {
    let town = Town::load();
    let indexes = three_ways(&town);
    for (ask, _) in &town.newcomers {
        let ask = Reading::of(ask.clone());
        let [hot, flushed, mixed] = indexes.each_ref().map(|index| index.matches(&ask, crate::town::NOW).unwrap());
        assert_eq!(hot, flushed, "{}", ask.post.title);
        assert_eq!(mixed, flushed, "{}", ask.post.title);
    }
}

#[test]
fn both_sides_find_each_other_and_nobody_finds_themselves() {
    let index = ram();
    let ask = samples::ask("Testers for my recipe app", "Try it on your phone.").asks_for(AskKind::BetaTester);
    let offer = samples::offer("I test apps on old phones", "Recipe apps too.").offers_a(OfferKind::Feedback);
    let (ask, offer) = (index.replace(ask.post()), index.replace(offer.post()));
    let own = samples::offer("I test recipe apps on my phone", "").offers_a(OfferKind::Feedback).id(2).owner(samples::ANA);
    index.replace(own.post());
    let from_ask = index.matches(&ask, NOW).unwrap().pairs;
    let from_offer = index.matches(&offer, NOW).unwrap().pairs;
    assert_eq!(from_ask.len(), 1);
    assert_eq!(from_ask, from_offer);
    assert!(from_ask[0].tell, "{from_ask:?}");
}

#[test]
fn members_who_search_while_it_flushes_always_find_everything() {
    let index = ram();
    for n in 1..=40 {
        index.replace(rye(n));
    }
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for turn in 0..12 {
                for n in 1..=10 {
                    index.replace(rye(n + turn));
                }
                index.flush().unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Release);
        });
        loop {
            let finished = done.load(std::sync::atomic::Ordering::Acquire);
            let mut found = keys(&index, "sourdough");
            assert_eq!(found.len(), 40);
            found.sort();
            found.dedup();
            assert_eq!(found.len(), 40, "nothing twice");
            if finished {
                break;
            }
        }
    });
}

#[test]
fn whoever_fits_is_found_from_both_sides_also_by_a_tool_that_only_a_text_names() {
    let index = ram();
    let ask = samples::ask("copy help", "Midjourney grant")
        .asks_for(AskKind::Introduction)
        .id(1)
        .owner(UserId(1))
        .at(Timestamp(1_792_483_200_000))
        .post();
    let offer = samples::offer("sourdough", "need copy help great newsletter").offers_a(OfferKind::Post).tags(&["Teaching"]);
    let offer = offer.tools(&["Midjourney"]).id(1).owner(UserId(2)).at(Timestamp(1_785_657_600_000)).post();
    let (ask, offer) = (index.replace(ask), index.replace(offer));
    let of_the_ask = index.matches(&ask, NOW).unwrap().pairs;
    assert_eq!(of_the_ask.len(), 1, "{of_the_ask:?}");
    assert_eq!(index.matches(&offer, NOW).unwrap().pairs, of_the_ask);
}
