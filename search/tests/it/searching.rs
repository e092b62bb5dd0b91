//! What `/discover` finds.

use hub::{OfferId, asks::AskKind, offers::OfferKind};
use search::{
    Found, Index, Key, Query, Viewer, What,
    samples::{self, NOW},
};

use crate::town::Town;

fn town() -> Index {
    let town = Town::load();
    let (index, _) = Index::open(None, 1).unwrap();
    for post in town.offers.iter().chain(&town.asks).map(|(_, post)| post).chain(&town.tools) {
        index.replace(post.clone());
    }
    index.flush().unwrap();
    index
}

fn of(posts: impl IntoIterator<Item = samples::Sample>) -> Index {
    let (index, _) = Index::open(None, 1).unwrap();
    for post in posts {
        index.replace(post.post());
    }
    index
}

fn query(text: &str) -> Query {
    Query { text: text.to_owned(), ..Query::default() }
}

fn ids(found: &Found) -> Vec<i64> {
    found
        .hits
        .iter()
        .map(|hit| match hit.key {
            Key::Ask(id) => id.0,
            Key::Offer(id) => id.0,
            Key::Tool(id) => id.0,
            Key::Person(id) => id.0,
        })
        .collect()
}

fn found(index: &Index, text: &str) -> Vec<i64> {
    ids(&index.search(&query(text), &Viewer::member(), 20, None).unwrap())
}

#[test]
fn the_title_counts_most_then_the_text() {
    let index = of([
        samples::offer("I mend shoes", "Sourdough is my hobby.").id(1),
        samples::offer("Sourdough", "").id(2),
        samples::offer("I mend coats", "").id(3),
    ]);
    assert_eq!(found(&index, "sourdough"), [2, 1]);
}

#[test]
fn typos_are_forgiven_a_little_and_the_last_word_may_be_unfinished() {
    let index = of([samples::offer("Sourdough and violins", "").id(1), samples::offer("Knots", "").id(2)]);
    for text in ["sourdouhg", "sourdugh", "violns ", "sour", "violi", "Sourdough vio", "VIOLINS"] {
        assert_eq!(found(&index, text), [1], "{text}");
    }
    for text in ["sordoug", "kn ", "knto"] {
        assert_eq!(found(&index, text), Vec::<i64>::new(), "{text}");
    }
}

#[test]
fn what_is_said_exactly_stands_above_a_typo() {
    let index = of([samples::offer("Bread", "").id(1).at(NOW.plus(5)), samples::offer("Tread", "").id(2)]);
    assert_eq!(found(&index, "tread"), [2, 1]);
}

#[test]
fn forms_and_accents_do_not_matter() {
    let index = of([samples::offer("Menus for cafés", "").id(1), samples::offer("Tabellen für Vereine", "").id(2).language("de")]);
    for (text, id) in [("menu", 1), ("cafe", 1), ("Café", 1), ("tabelle", 2), ("verein", 2), ("TABELLEN", 2)] {
        assert_eq!(found(&index, text), [id], "{text}");
    }
}

#[test]
fn a_question_in_plain_words_finds_what_it_is_about() {
    let index = town();
    let town = Town::load();
    for (text, key) in [
        ("who can help me with photos of my ceramics?", "linh-window-photos"),
        ("I need a logo", "linh-logo"),
        ("somebody to read my grant application", "ottilie-grant"),
        ("learn sql from spreadsheets", "sabine-sql-course"),
    ] {
        let query = Query { what: vec![What::Offers], ..query(text) };
        let found = index.search(&query, &Viewer::member(), 3, None).unwrap();
        let keys: Vec<&str> = ids(&found).into_iter().map(|id| town.key_of(OfferId(id))).collect();
        assert!(keys.contains(&key), "{text}: {keys:?}");
    }
}

#[test]
fn without_words_the_newest_stand_first() {
    let index = of((1..=3).map(|n| samples::offer("Knots", "").id(n).at(NOW.plus(n * 1_000))));
    assert_eq!(found(&index, ""), [3, 2, 1]);
    assert_eq!(found(&index, "   "), [3, 2, 1]);
}

#[test]
fn signs_alone_find_nothing() {
    assert_eq!(found(&of([samples::offer("Knots", "")]), "?!"), Vec::<i64>::new());
}

#[test]
fn members_only_is_found_by_members_only() {
    let index = of([samples::offer("Sourdough", "").id(1).members_only(), samples::offer("Sourdough", "").id(2)]);
    for flushed in [false, true] {
        if flushed {
            index.flush().unwrap();
        }
        for text in ["sourdough", "", "sour", "sourdouhg"] {
            let seen = index.search(&query(text), &Viewer::stranger(), 20, None).unwrap();
            assert_eq!((ids(&seen), seen.offers), (vec![2], 1), "{text} {flushed}");
            assert_eq!(found(&index, text), [2, 1]);
        }
    }
}

#[test]
fn filters_hold_together() {
    let index = of([
        samples::offer("Sourdough", "").id(1).offers_a(OfferKind::Course).category("Learning").tools(&["Canva"]).price(900),
        samples::offer("Sourdough", "").id(2).offers_a(OfferKind::Course).category("Learning"),
        samples::offer("Sourdough", "").id(3).offers_a(OfferKind::Service).category("Learning").language("de"),
        samples::ask("Sourdough", "").id(4).asks_for(AskKind::Hire).category("Learning"),
    ]);
    let filtered = |change: fn(&mut Query)| {
        let mut query = query("sourdough");
        change(&mut query);
        let mut ids = ids(&index.search(&query, &Viewer::member(), 20, None).unwrap());
        ids.sort();
        ids
    };
    assert_eq!(filtered(|q| q.offer_kinds = vec![OfferKind::Course]), [1, 2]);
    assert_eq!(filtered(|q| (q.offer_kinds, q.ask_kinds) = (vec![OfferKind::Service], vec![AskKind::Hire])), [3, 4]);
    assert_eq!(filtered(|q| q.free = Some(false)), [1]);
    assert_eq!(filtered(|q| q.free = Some(true)), [2, 3]);
    assert_eq!(filtered(|q| q.tool = Some("canva".to_owned())), [1]);
    assert_eq!(filtered(|q| q.language = Some("de".to_owned())), [3]);
    assert_eq!(filtered(|q| q.category = Some("learning".to_owned())), [1, 2, 3, 4]);
    assert_eq!(filtered(|q| (q.free, q.language) = (Some(false), Some("de".to_owned()))), Vec::<i64>::new());
    assert_eq!(filtered(|q| q.what = vec![What::Asks]), [4]);
}

#[test]
fn every_group_is_counted_whatever_is_listed() {
    let index = of([samples::offer("Sourdough", "").id(1), samples::offer("Sourdough", "").id(2), samples::ask("Sourdough", "").id(3)]);
    let found = index.search(&Query { what: vec![What::Asks], ..query("sourdough") }, &Viewer::member(), 20, None).unwrap();
    assert_eq!((ids(&found), found.asks, found.offers, found.tools, found.people), (vec![3], 1, 2, 0, 0));
}

#[test]
fn pages_follow_one_another_without_a_gap_while_new_things_arrive() {
    let index = of((1..=25).map(|n| samples::offer("Sourdough", "").id(n).at(NOW.plus(n))));
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = index.search(&query("sourdough"), &Viewer::member(), 10, cursor.as_deref()).unwrap();
        seen.extend(ids(&page));
        index.replace(samples::offer("Sourdough", "").id(100 + seen.len() as i64).at(NOW.plus(1_000)).post());
        index.flush().unwrap();
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, (1..=25).rev().collect::<Vec<_>>());
}

#[test]
fn a_tool_is_found_by_its_name_and_by_what_people_do_with_it() {
    let index = town();
    let town = Town::load();
    let titles = |text: &str| -> Vec<String> {
        let query = Query { what: vec![What::Tools], ..query(text) };
        index
            .search(&query, &Viewer::member(), 5, None)
            .unwrap()
            .hits
            .iter()
            .map(|hit| town.tools.iter().find(|t| t.key == hit.key).unwrap().title.clone())
            .collect()
    };
    assert_eq!(titles("midjourney")[0], "Midjourney");
    assert_eq!(titles("chatgp")[0], "ChatGPT");
    assert!(!titles("transcribe an interview").is_empty());
}

fn completed(index: &Index, text: &str, viewer: &Viewer) -> Vec<i64> {
    let keys = index.complete(text, viewer, 5).unwrap();
    let mut ids: Vec<i64> = keys
        .into_iter()
        .map(|key| match key {
            Key::Offer(id) => id.0,
            other => panic!("{other:?}"),
        })
        .collect();
    ids.sort_unstable();
    ids
}

#[test]
fn while_somebody_types_titles_that_go_on_like_it_are_found() {
    let index = of([
        samples::offer("Sourdough for beginners", "Bread.").id(1),
        samples::offer("A landing page in an evening", "").id(2),
        samples::offer("Sourdough for members", "").id(3).members_only(),
    ]);
    for flushed in [false, true] {
        if flushed {
            index.flush().unwrap();
        }
        let member = |text: &str| completed(&index, text, &Viewer::member());
        for (text, ids) in [
            ("so", &[1, 3][..]),
            ("Sourd", &[1, 3]),
            ("sourdough for be", &[1]),
            ("landing pa", &[2]),
            ("sourdugh", &[1, 3]),
            ("lnading page", &[2]),
            ("wourdough", &[1, 3]),
            ("ourdou", &[1, 3]),
            ("osurdou", &[1, 3]),
            ("xsourdou", &[1, 3]),
            ("wourdoogh", &[]),
            ("panding page", &[2]),
            ("landnig pag", &[2]),
            ("bread", &[]),
            ("s", &[]),
            ("", &[]),
            ("?!", &[]),
        ] {
            assert_eq!(member(text), ids, "{text} flushed: {flushed}");
        }
        assert_eq!(completed(&index, "sourd", &Viewer::stranger()), [1], "what is for members is suggested to members");
    }
}

#[test]
fn what_fits_a_post_is_filtered_like_any_search_and_what_is_not_there_finds_nothing() {
    let index = of([
        samples::offer("A course in sourdough", "For beginners.").id(1).offers_a(OfferKind::Course),
        samples::offer("Sourdough, an evening with me", "For beginners.").id(2).price(4_000),
        samples::ask("Learn to make sourdough", "I am a beginner.").id(3).asks_for(AskKind::Learning),
    ]);
    for flushed in [false, true] {
        if flushed {
            index.flush().unwrap();
        }
        let found = |query: Query| ids(&index.search(&query, &Viewer { at: NOW, ..Viewer::member() }, 10, None).unwrap());
        let whole = Query::fitting(hub::matches::Post::Ask(hub::AskId(3)));
        let mut all = found(whole.clone());
        all.sort_unstable();
        assert_eq!(all, [1, 2], "{flushed}");
        assert_eq!(found(Query { free: Some(true), ..whole.clone() }), [1]);
        assert_eq!(found(Query { offer_kinds: vec![OfferKind::Skill], ..whole.clone() }), [2]);
        assert_eq!(found(Query { text: "evening".to_owned(), ..whole.clone() }), [2]);
        assert_eq!(found(Query { what: vec![What::Asks], ..whole }), [0; 0]);
        assert_eq!(found(Query::fitting(hub::matches::Post::Ask(hub::AskId(9)))), [0; 0]);
    }
}
