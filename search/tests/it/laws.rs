//! What holds for any two posts.

use std::collections::HashMap;

use hub::{
    HOUR, UserId,
    asks::AskKind,
    availability::Answers,
    matches::{Facts, Helper, Known, Post as MatchPost, STORED_PER_POST},
    offers::OfferKind,
};
use proptest::{prelude::*, sample::select};
use search::{
    Post, Query, Reading, Viewer,
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

/// What may be known of somebody.
fn known() -> impl Strategy<Value = Helper> {
    let into = prop::sample::subsequence(TAGS.to_vec(), 0..=TAGS.len());
    (0i64..40, 0i64..10, 0i64..=5, 0i64..=20, 0i64..=20, prop::option::of(0i64..60 * HOUR), any::<bool>(), into).prop_map(
        |(helped, ratings, mean, asked, answered, usual_ms, here, into)| {
            let answers = Answers { asked, answered: answered.min(asked), usual_ms };
            let known = Known { helped, ratings, stars: ratings * mean, answers, here };
            Helper { known, into: into.into_iter().map(str::to_lowercase).collect() }
        },
    )
}

fn offer() -> impl Strategy<Value = Post> {
    (filled(samples::offer), select(OfferKind::ALL)).prop_map(|(sample, kind)| sample.offers_a(kind).post())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_match_has_two_reasons_a_concrete_one_first_and_a_score_in_range(ask in ask(), offer in offer()) {
        if let Some(pair) = pairing::score(&ask, &offer, &Weights::default(), &Facts::at(NOW)) {
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
        let alone = pairing::score(&ask, &offer, &weights, &Facts::at(NOW)).filter(|pair| pair.score >= pairing::LIST_FLOOR);
        prop_assert_eq!(from_ask.first().map(|pair| pair.score), alone.map(|pair| pair.score));
        // Taken for one another they are no ask and no offer.
        prop_assert_eq!(pairing::score(&offer, &ask, &weights, &Facts::at(NOW)), None);
    }

    #[test]
    fn nobody_is_matched_with_themselves(mut ask in ask(), mut offer in offer(), who in 1i64..5) {
        ask.owner = Some(UserId(who));
        offer.owner = Some(UserId(who));
        prop_assert_eq!(pairing::score(&ask, &offer, &Weights::default(), &Facts::at(NOW)), None);
    }

    #[test]
    fn age_and_language_change_the_score_and_never_the_reasons(ask in ask(), offer in offer(), days in 1i64..2_000) {
        let weights = Weights::default();
        let now = pairing::score(&ask, &offer, &weights, &Facts::at(NOW));
        let later = pairing::score(&ask, &offer, &weights, &Facts::at(NOW.plus(days * hub::DAY)));
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
        let score = |ask: &Post, offer: &Post| pairing::score(ask, offer, &weights, &Facts::at(NOW)).map_or(0, |pair| pair.score);
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
        let scored = offers.iter().filter_map(|offer| pairing::pair(&ask, offer, &weights, &Facts::at(NOW)));
        let mut scored: Vec<i64> = scored.map(|pair| pair.score).filter(|score| *score >= pairing::LIST_FLOOR).collect();
        scored.sort_by_key(|score| std::cmp::Reverse(*score));
        scored.truncate(STORED_PER_POST);
        prop_assert_eq!(kept.iter().map(|pair| pair.score).collect::<Vec<_>>(), scored);
        let backwards = pairing::pairs_of(&ask, offers.iter().rev(), &weights, NOW);
        prop_assert_eq!(kept, backwards);
    }

    #[test]
    fn looking_at_everybody_gives_the_naive_pairs_and_the_index_no_others(
        asks in prop::collection::vec(ask(), 1..8), offers in prop::collection::vec(offer(), 1..8), flushed in 0usize..16,
        known in prop::collection::vec(known(), 8),
    ) {
        // Each offer is somebody's own, of whom something is known or nothing.
        let known: HashMap<UserId, Helper> = known.into_iter().enumerate().map(|(n, known)| (UserId(100 + 2 * n as i64), known)).collect();
        let (index, _) = search::Index::open(None, 1).unwrap();
        let mut posts = Vec::new();
        for (n, post) in asks.into_iter().chain(offers).enumerate() {
            let mut post = post;
            let id = n as i64 + 1;
            if matches!(post.key, search::Key::Offer(_)) {
                post.owner = Some(UserId(100 + id));
            }
            post.key = if matches!(post.key, search::Key::Ask(_)) { search::Key::Ask(hub::AskId(id)) } else { search::Key::Offer(hub::OfferId(id)) };
            posts.push(index.replace(post));
            if n == flushed {
                index.flush().unwrap();
            }
        }
        for post in &posts {
            let others = posts.iter().filter(|other| other.post.what() != post.post.what()).map(|other| &**other);
            let naive = pairing::pairs_with(post, others, &Weights::default(), NOW, &known);
            prop_assert_eq!(&index.matches_exhaustive(post, NOW, &known).unwrap(), &naive);
            let mut shortlist = index.shortlist(&**post, NOW).unwrap();
            let asked_for = shortlist.who_offers();
            let known: HashMap<UserId, Helper> = known.iter().filter(|(who, _)| asked_for.contains(*who)).map(|(who, known)| (*who, known.clone())).collect();
            for mut pair in shortlist.decide(&known).pairs {
                let same = naive.iter().find(|other| (other.ask, other.offer) == (pair.ask, pair.offer));
                pair.tell = same.is_some_and(|same| same.tell);
                prop_assert_eq!(Some(&pair), same);
            }
        }
    }

    /// What somebody sees under “for you” and what rings are one query: “fits this post”, asked of both sides.
    #[test]
    fn a_post_is_told_of_exactly_what_the_query_for_it_finds_and_with_the_same_score(
        asks in prop::collection::vec(ask(), 1..6), offers in prop::collection::vec((offer(), known()), 1..6), flushed in 0usize..12,
    ) {
        let (index, _) = search::Index::open(None, 1).unwrap();
        let mut known = HashMap::new();
        let offers = offers.into_iter().enumerate().map(|(n, (offer, of_them))| {
            known.insert(UserId(100 + n as i64), of_them);
            Post { owner: Some(UserId(100 + n as i64)), key: search::Key::Offer(hub::OfferId(n as i64 + 1)), ..offer }
        });
        let offers: Vec<Post> = offers.collect();
        let asks = asks.into_iter().enumerate().map(|(n, ask)| Post { key: search::Key::Ask(hub::AskId(n as i64 + 1)), ..ask });
        for (n, post) in asks.chain(offers).enumerate() {
            index.replace(post.clone());
            if n == flushed {
                index.flush().unwrap();
            }
            let viewer = Viewer { at: NOW, known: known.clone(), ..Viewer::member() };
            let (query, of) = match post.key {
                search::Key::Ask(id) => (Query::fitting(MatchPost::Ask(id)), id.0),
                search::Key::Offer(id) => (Query::fitting(MatchPost::Offer(id)), id.0),
                _ => unreachable!("asks and offers only"),
            };
            let alert = index.shortlist_for(&query, &viewer).unwrap().unwrap().decide(&known).pairs;
            let for_you = index.search(&query, &viewer, STORED_PER_POST, None).unwrap();
            let told: Vec<(i64, u32)> = alert.iter().map(|pair| (if matches!(post.key, search::Key::Ask(_)) { pair.offer.0 } else { pair.ask.0 }, pair.score as u32)).collect();
            let seen: Vec<(i64, u32)> = for_you.hits.iter().map(|hit| match hit.key {
                search::Key::Ask(id) => (id.0, hit.score),
                search::Key::Offer(id) => (id.0, hit.score),
                _ => (0, 0),
            }).collect();
            prop_assert_eq!(&told, &seen);
            // And from the other side: whoever is found finds this post, with the same score.
            for (other, score) in told {
                let theirs = match post.key {
                    search::Key::Ask(_) => MatchPost::Offer(hub::OfferId(other)),
                    _ => MatchPost::Ask(hub::AskId(other)),
                };
                let back = index.search(&Query::fitting(theirs), &viewer, STORED_PER_POST, None).unwrap();
                let same = back.hits.iter().any(|hit| hit.score == score && matches!(hit.key, search::Key::Ask(hub::AskId(id)) | search::Key::Offer(hub::OfferId(id)) if id == of));
                prop_assert!(same, "{:?} {:?}", theirs, back);
            }
        }
    }

    #[test]
    fn a_score_is_made_anew_from_the_posts_and_the_facts_that_its_match_keeps(
        ask in ask(), offers in prop::collection::vec((offer(), known()), 1..40), days in 0i64..400,
    ) {
        let ask = Reading::of(ask);
        let (mut readings, mut known) = (Vec::new(), HashMap::new());
        for (n, (mut offer, of_them)) in offers.into_iter().enumerate() {
            offer.key = search::Key::Offer(hub::OfferId(n as i64));
            offer.owner = Some(UserId(100 + n as i64));
            known.insert(UserId(100 + n as i64), of_them);
            readings.push(Reading::of(offer));
        }
        let weights = Weights::default();
        for pair in pairing::pairs_with(&ask, &readings, &weights, NOW.plus(days * hub::DAY), &known) {
            let offer = &readings[pair.offer.0 as usize];
            let again = pairing::pair(&ask, offer, &weights, &pair.facts).unwrap();
            prop_assert_eq!((again.score, pairing::table(ask.town)), (pair.score, pair.facts.table));
            let helper = offer.post.owner.and_then(|who| known.get(&who)).unwrap();
            let into = ask.post.tags.iter().filter(|tag| helper.into.contains(&tag.slug)).count() as i64;
            prop_assert_eq!((&pair.facts.known, pair.facts.into), (&helper.known, into));
        }
    }

    #[test]
    fn what_is_known_of_somebody_never_carries_a_pair_over_a_floor_nor_adds_a_reason(ask in ask(), offer in offer(), known in known()) {
        let weights = Weights::default();
        let (nothing, something) = (Facts::at(NOW), Facts { known: known.known, into: known.into.len() as i64, ..Facts::at(NOW) });
        let (without, with) = (pairing::score(&ask, &offer, &weights, &nothing), pairing::score(&ask, &offer, &weights, &something));
        prop_assert_eq!(without.as_ref().map(|pair| &pair.reasons), with.as_ref().map(|pair| &pair.reasons));
        if let (Some(without), Some(with)) = (without, with) {
            for floor in [pairing::LIST_FLOOR, TELL_FLOOR] {
                prop_assert_eq!(without.score >= floor, with.score >= floor);
            }
            prop_assert!((without.score - with.score).abs() <= 20);
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
