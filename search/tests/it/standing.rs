//! Saved searches: which of them find a post that was just written.

use hub::{AskId, OfferId, SearchId, asks::AskKind, offers::OfferKind};
use proptest::{prelude::*, sample::select};
use search::{
    Index, Key, Post, Query, Reading, Standing, Viewer, What,
    samples::{self, NOW},
};

const WORDS: [&str; 28] = [
    "help",
    "need",
    "app",
    "the",
    "with",
    "my",
    "sourdough",
    "sourdoughs",
    "bakery",
    "bakry",
    "bread",
    "tread",
    "newsletter",
    "photos",
    "photograph",
    "landing",
    "page",
    "pages",
    "React",
    "violin",
    "violni",
    "grant",
    "café",
    "cafes",
    "Straße",
    "Tabellen",
    "AI",
    "2024",
];
const TAGS: [&str; 3] = ["Copywriting", "Photography", "Teaching"];
const TOOLS: [&str; 2] = ["Midjourney", "Make"];

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS[..]), 0..most).prop_map(|words| words.join(" "))
}

fn post() -> impl Strategy<Value = Post> {
    let labels = (prop::sample::subsequence(TAGS.to_vec(), 0..3), prop::sample::subsequence(TOOLS.to_vec(), 0..2));
    let rest = (select(vec!["en", "de", ""]), any::<bool>(), any::<bool>(), 0i64..2_000);
    let kinds = (any::<bool>(), select(AskKind::ALL), select(OfferKind::ALL));
    (text(6), text(14), labels, rest, kinds).prop_map(|(title, body, (tags, tools), (language, category, members, price), kinds)| {
        let (asks, ask_kind, offer_kind) = kinds;
        let sample = if asks { samples::ask(&title, &body).asks_for(ask_kind) } else { samples::offer(&title, &body).offers_a(offer_kind) };
        let sample = sample.tags(&tags).tools(&tools).language(language).at(NOW);
        let sample = if category { sample.category("Creative") } else { sample };
        let sample = if members { sample.members_only() } else { sample };
        if !asks && price > 1_000 { sample.price(price).post() } else { sample.post() }
    })
}

fn query() -> impl Strategy<Value = Query> {
    let what = select(vec![vec![], vec![What::Asks], vec![What::Offers], vec![What::Asks, What::Offers], vec![What::Tools]]);
    let kinds = (prop::collection::vec(select(AskKind::ALL), 0..3), prop::collection::vec(select(OfferKind::ALL), 0..3));
    let one = |of: &[&str]| prop::option::weighted(0.15, select(of.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>()));
    let labels = (one(&["Creative", "Other"]), one(&TAGS), one(&TOOLS), one(&["en", "de"]));
    let facts = (prop::option::weighted(0.2, any::<bool>()), any::<bool>(), prop::bool::weighted(0.3), prop::bool::weighted(0.2));
    let typed = prop_oneof![8 => text(6), 1 => Just("?!".to_owned()), 1 => Just("sourd".to_owned()), 1 => Just("photgraph ".to_owned())];
    (typed, what, kinds, labels, facts).prop_map(|(text, what, kinds, (category, tag, tool, language), (free, exactly, kind, label))| {
        let (ask_kinds, offer_kinds) = if kind { kinds } else { (vec![], vec![]) };
        let (category, tag, tool) = if label { (category, tag, tool) } else { (None, None, None) };
        Query { text, exactly, what, ask_kinds, offer_kinds, category, tag, tool, free, language, ..Query::default() }
    })
}

/// Under numbers of their own.
fn numbered(posts: Vec<Post>) -> Vec<Post> {
    let number = |(mut post, id): (Post, i64)| {
        post.key = if matches!(post.key, Key::Ask(_)) { Key::Ask(AskId(id)) } else { Key::Offer(OfferId(id)) };
        post
    };
    posts.into_iter().zip(1..).map(number).collect()
}

fn standing(queries: &[Query]) -> Standing {
    let mut standing = Standing::default();
    queries.iter().zip(1..).for_each(|(query, id)| standing.keep(SearchId(id), query));
    standing
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// One evaluator: what a page of results shows is what a saved search tells, no more and no less. The page alone goes on to
    /// show what says only some of it when there is nothing else, and says so.
    #[test]
    fn a_search_is_told_of_a_post_exactly_when_searching_finds_it(
        posts in prop::collection::vec(post(), 1..12), queries in prop::collection::vec(query(), 1..24), flushed in any::<bool>(),
    ) {
        let posts = numbered(posts);
        let standing = standing(&queries);
        let (index, _) = Index::open(None, 1).unwrap();
        let told: Vec<(Key, Vec<SearchId>)> = posts.iter().map(|post| {
            let reading = index.replace(post.clone());
            (post.key, standing.find(&reading))
        }).collect();
        if flushed {
            index.flush().unwrap();
        }
        for (query, id) in queries.iter().zip(1..) {
            let found = index.search(query, &Viewer::member(), 100, None).unwrap();
            let mut on_the_page: Vec<Key> = if found.loosely { vec![] } else { found.hits.iter().map(|hit| hit.key).collect() };
            on_the_page.sort();
            let mut by_notice: Vec<Key> = told.iter().filter(|(_, searches)| searches.contains(&SearchId(id))).map(|(key, _)| *key).collect();
            by_notice.sort();
            prop_assert_eq!(on_the_page, by_notice, "{:?}", query);
        }
    }

    #[test]
    fn what_is_forgotten_or_changed_leaves_nothing_behind(
        posts in prop::collection::vec(post(), 1..6), queries in prop::collection::vec(query(), 2..16), last in query(),
    ) {
        let mut changed = standing(&queries);
        for id in 1..=queries.len() as i64 {
            changed.keep(SearchId(id), &last);
        }
        changed.forget(SearchId(1));
        changed.forget(SearchId(999));
        let mut fresh = Standing::default();
        for id in 2..=queries.len() as i64 {
            fresh.keep(SearchId(id), &last);
        }
        prop_assert_eq!(changed.len(), queries.len() - 1);
        let posts: Vec<Reading> = posts.into_iter().map(Reading::of).collect();
        for post in &posts {
            prop_assert_eq!(changed.find(post), fresh.find(post));
            prop_assert!(changed.asked(post) <= 1, "all are one query");
        }
        (1..=queries.len() as i64).for_each(|id| changed.forget(SearchId(id)));
        prop_assert!(changed.is_empty());
        for post in &posts {
            prop_assert_eq!(changed.asked(post), 0);
        }
    }
}

/// A word that nobody else uses.
fn rare(n: usize) -> String {
    let mut n = n.wrapping_mul(2_654_435_761);
    let letter = |_| {
        n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + ((n >> 33) % 26) as u8)
    };
    (0..9).map(letter).collect()
}

#[test]
fn many_searches_are_not_looked_through_one_by_one() {
    let mut standing = Standing::default();
    for n in 0..20_000 {
        // All of them say a word that many say, and most are about a tag or a kind that many posts have; each says one rare word.
        let text = format!("newsletter {}", rare(n));
        let tag = (n % 3 == 0).then(|| "teaching".to_owned());
        let offer_kinds = if n % 4 == 0 { vec![OfferKind::Service] } else { vec![] };
        let query = Query { text, exactly: n % 2 == 0, what: vec![What::Offers], tag, offer_kinds, ..Query::default() };
        standing.keep(SearchId(n as i64), &query);
    }
    let body = format!("I write your newsletter, also about {} and {}.", rare(12), rare(4_242));
    let post = samples::offer("A newsletter", &body).offers_a(OfferKind::Service).tags(&["Teaching"]);
    let reading = Reading::of(post.post());
    assert_eq!(standing.find(&reading), [SearchId(12), SearchId(4_242)]);
    let asked = standing.asked(&reading);
    assert!(asked < 20, "{asked} of 20,000 were asked");
}

#[test]
fn the_same_search_of_many_is_asked_once() {
    let mut standing = Standing::default();
    let query = Query { text: "sourdough".into(), exactly: true, ..Query::default() };
    (1..=500).for_each(|id| standing.keep(SearchId(id), &query));
    let reading = Reading::of(samples::ask("Sourdough", "").post());
    assert_eq!((standing.find(&reading).len(), standing.asked(&reading)), (500, 1));
    (1..500).for_each(|id| standing.forget(SearchId(id)));
    assert_eq!(standing.find(&reading), [SearchId(500)]);
    standing.forget(SearchId(500));
    assert_eq!((standing.find(&reading), standing.asked(&reading)), (vec![], 0));
}

#[test]
fn a_search_that_counts_words_exactly_takes_none_for_another() {
    let (index, _) = Index::open(None, 1).unwrap();
    index.replace(samples::offer("Tread", "").id(1).post());
    index.replace(samples::offer("Breadboards", "").id(2).post());
    index.replace(samples::offer("Breads", "").id(3).post());
    let found = |exactly: bool| {
        let query = Query { text: "bread".into(), exactly, ..Query::default() };
        index.search(&query, &Viewer::member(), 10, None).unwrap().offers
    };
    assert_eq!((found(false), found(true)), (3, 1));
}

#[test]
fn here_now_finds_what_is_of_whom_one_sees_and_nothing_when_one_sees_nobody() {
    let (index, _) = Index::open(None, 1).unwrap();
    index.replace(samples::offer("Bread", "").id(1).owner(hub::UserId(7)).post());
    index.replace(samples::offer("Bread", "").id(2).owner(hub::UserId(8)).post());
    let query = Query { text: "bread".into(), here: true, ..Query::default() };
    for flushed in [false, true] {
        if flushed {
            index.flush().unwrap();
        }
        let found = |sees: &[i64]| {
            let viewer = Viewer { signed_in: true, sees: sees.iter().map(|id| hub::UserId(*id)).collect(), ..Viewer::default() };
            index.search(&query, &viewer, 10, None).unwrap().offers
        };
        assert_eq!((found(&[]), found(&[7]), found(&[7, 8, 9])), (0, 1, 2), "flushed: {flushed}");
    }
}
