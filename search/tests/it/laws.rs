//! What holds for any two posts.

use hub::{UserId, asks::AskKind, matches::STORED_PER_POST, offers::OfferKind};
use proptest::{prelude::*, sample::select};
use search::{
    Post, Reading, Viewer,
    pairing::{self, TELL_FLOOR, Weights},
    samples::{self, NOW, Sample},
};

const WORDS: [&str; 24] = [
    "help",
    "need",
    "app",
    "people",
    "great",
    "work",
    "the",
    "with",
    "my",
    "sourdough",
    "bakery",
    "newsletter",
    "photos",
    "landing",
    "page",
    "copy",
    "React",
    "violin",
    "grant",
    "customers",
    "write",
    "AI",
    "Midjourney",
    "phone",
];
const TAGS: [&str; 4] = ["Copywriting", "React", "Photography", "Teaching"];
const TOOLS: [&str; 3] = ["Midjourney", "ChatGPT", "Make"];

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(&WORDS[..]), 1..most).prop_map(|words| words.join(" "))
}

/// What both kinds of posts have, in the hands of `sample`.
fn filled(sample: fn(&str, &str) -> Sample) -> impl Strategy<Value = Sample> {
    let labels = (prop::sample::subsequence(TAGS.to_vec(), 0..3), prop::sample::subsequence(TOOLS.to_vec(), 0..2));
    let rest = (select(vec!["en", "de", ""]), 0i64..1_000, any::<bool>());
    (text(8), text(20), labels, rest).prop_map(move |(title, body, (tags, tools), (language, days, category))| {
        let post = sample(&title, &body).tags(&tags).tools(&tools).language(language).at(NOW.plus(-days * hub::DAY));
        if category { post.category("Creative & Design") } else { post }
    })
}

fn ask() -> impl Strategy<Value = Post> {
    (filled(samples::ask), select(AskKind::ALL)).prop_map(|(sample, kind)| sample.asks_for(kind).post())
}

fn offer() -> impl Strategy<Value = Post> {
    (filled(samples::offer), select(OfferKind::ALL)).prop_map(|(sample, kind)| sample.offers_a(kind).post())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_match_has_two_reasons_a_concrete_one_first_and_a_score_in_range(ask in ask(), offer in offer()) {
        if let Some(pair) = pairing::score(&ask, &offer, &Weights::default(), NOW) {
            prop_assert!((0..=1000).contains(&pair.score));
            prop_assert!(pair.reasons.len() >= 2);
            prop_assert!(pair.reasons[0].is_concrete());
            let concrete: Vec<f64> = pair.reasons.iter().filter(|r| r.is_concrete()).map(|r| r.strength()).collect();
            prop_assert!(concrete.is_sorted_by(|a, b| a >= b));
            let first_soft = pair.reasons.iter().position(|r| !r.is_concrete()).unwrap_or(pair.reasons.len());
            prop_assert!(pair.reasons[first_soft..].iter().all(|r| !r.is_concrete()));
            let said: Vec<String> = pair.reasons.iter().map(ToString::to_string).collect();
            prop_assert!(said.iter().all(|words| !words.is_empty() && !words.ends_with(": ")));
        }
    }

    #[test]
    fn the_same_two_posts_get_the_same_answer_from_either_side(ask in ask(), offer in offer()) {
        let weights = Weights::default();
        let (a, o) = (Reading::of(ask.clone()), Reading::of(offer.clone()));
        let from_ask = pairing::pairs_of(&a, [&o], &weights, NOW);
        prop_assert_eq!(&from_ask, &pairing::pairs_of(&o, [&a], &weights, NOW));
        let alone = pairing::score(&ask, &offer, &weights, NOW).filter(|pair| pair.score >= pairing::LIST_FLOOR);
        prop_assert_eq!(from_ask.first().map(|pair| pair.score), alone.map(|pair| pair.score));
        // Taken for one another they are no ask and no offer.
        prop_assert_eq!(pairing::score(&offer, &ask, &weights, NOW), None);
    }

    #[test]
    fn nobody_is_matched_with_themselves(mut ask in ask(), mut offer in offer(), who in 1i64..5) {
        ask.owner = Some(UserId(who));
        offer.owner = Some(UserId(who));
        prop_assert_eq!(pairing::score(&ask, &offer, &Weights::default(), NOW), None);
    }

    #[test]
    fn age_and_language_change_the_score_and_never_the_reasons(ask in ask(), offer in offer(), days in 1i64..2_000) {
        let weights = Weights::default();
        let now = pairing::score(&ask, &offer, &weights, NOW);
        let later = pairing::score(&ask, &offer, &weights, NOW.plus(days * hub::DAY));
        match (now, later) {
            (None, None) => {}
            (Some(now), Some(later)) => {
                prop_assert_eq!(&now.reasons, &later.reasons);
                prop_assert!(later.score <= now.score);
                prop_assert!(later.score * 10 >= now.score * 8, "age is no reason to forget somebody");
            }
            (now, later) => prop_assert!(false, "{:?} {:?}", now, later),
        }
    }

    #[test]
    fn a_tag_in_common_never_speaks_against_a_pair(ask in ask(), offer in offer()) {
        let weights = Weights::default();
        let score = |ask: &Post, offer: &Post| pairing::score(ask, offer, &weights, NOW).map_or(0, |pair| pair.score);
        let before = score(&ask, &offer);
        let (mut ask, mut offer) = (ask, offer);
        for post in [&mut ask, &mut offer] {
            post.tags.push(search::Label::new("quilting", "Quilting"));
        }
        prop_assert!(score(&ask, &offer) >= before);
    }

    #[test]
    fn at_most_twenty_are_kept_the_best_first_and_those_above_the_floor_may_be_told(
        ask in ask(), offers in prop::collection::vec(offer(), 0..60),
    ) {
        let ask = Reading::of(ask);
        let offers: Vec<Reading> = offers.into_iter().zip(1..).map(|(mut offer, n)| {
            offer.key = search::Key::Offer(hub::OfferId(n));
            Reading::of(offer)
        }).collect();
        let weights = Weights::default();
        let kept = pairing::pairs_of(&ask, &offers, &weights, NOW);
        prop_assert!(kept.len() <= STORED_PER_POST);
        prop_assert!(kept.iter().all(|pair| pair.tell == (pair.score >= TELL_FLOOR)));
        prop_assert!(kept.is_sorted_by(|a, b| a.score >= b.score));
        let scored = offers.iter().filter_map(|offer| pairing::pair(&ask, offer, &weights, NOW)).filter(|pair| pair.score >= pairing::LIST_FLOOR);
        prop_assert_eq!(kept.len(), scored.count().min(STORED_PER_POST));
        let backwards = pairing::pairs_of(&ask, offers.iter().rev(), &weights, NOW);
        prop_assert_eq!(kept, backwards);
    }

    #[test]
    fn looking_at_everybody_gives_the_naive_pairs_and_the_index_no_others(
        asks in prop::collection::vec(ask(), 1..8), offers in prop::collection::vec(offer(), 1..8), flushed in 0usize..16,
    ) {
        let (index, _) = search::Index::open(None, 1).unwrap();
        let mut posts = Vec::new();
        for (n, post) in asks.into_iter().chain(offers).enumerate() {
            let mut post = post;
            let id = n as i64 + 1;
            post.key = if matches!(post.key, search::Key::Ask(_)) { search::Key::Ask(hub::AskId(id)) } else { search::Key::Offer(hub::OfferId(id)) };
            posts.push(index.replace(post));
            if n == flushed {
                index.flush().unwrap();
            }
        }
        for post in &posts {
            let naive = pairing::pairs_of(post, posts.iter().filter(|other| other.post.what() != post.post.what()).map(|other| &**other), &Weights::default(), NOW);
            prop_assert_eq!(&index.matches_exhaustive(post, NOW).unwrap(), &naive);
            for mut pair in index.matches(post, NOW).unwrap().pairs {
                let same = naive.iter().find(|other| (other.ask, other.offer) == (pair.ask, pair.offer));
                pair.tell = same.is_some_and(|same| same.tell);
                prop_assert_eq!(Some(&pair), same);
            }
        }
    }

    #[test]
    fn any_text_can_be_read(title in ".{0,80}", text in ".{0,400}", language in "[a-z]{0,2}") {
        let reading = Reading::of(samples::ask(&title, &text).language(&language).post());
        prop_assert!(reading.words.values().all(|said| !said.written.is_empty()));
    }

    #[test]
    fn any_search_can_be_answered_and_hot_or_flushed_agree(text in ".{0,40}", title in ".{0,40}") {
        let (index, _) = search::Index::open(None, 1).unwrap();
        index.replace(samples::ask(&title, &text).post());
        let query = search::Query { text, ..Default::default() };
        let hot = index.search(&query, &Viewer::stranger(), 10, Some("no such cursor")).unwrap();
        index.flush().unwrap();
        prop_assert_eq!(hot, index.search(&query, &Viewer::stranger(), 10, None).unwrap());
    }
}
