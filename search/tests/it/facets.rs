//! Filters with their counts.

use hub::{asks::AskKind, discovery::Rated, offers::OfferKind};
use proptest::{prelude::*, sample::select};
use search::{
    Index, Key, Post, Query, Viewer, What,
    samples::{self, NOW},
};

fn post() -> impl Strategy<Value = Post> {
    let kinds = (any::<bool>(), select(&AskKind::ALL[..3]), select(&OfferKind::ALL[..3]));
    let labels = (prop::sample::subsequence(vec!["Canva", "Make"], 0..=2), prop::option::of(select(vec!["Creative", "Other"])));
    let rest = (select(vec!["en", "de", ""]), any::<bool>(), prop::option::of(select(Rated::ALL)), any::<bool>());
    (kinds, labels, rest, select(vec!["bread", "bread and wine", "wine"])).prop_map(
        |(kinds, (tools, category), (language, paid, rated, members), title)| {
            let (asks, ask, offer) = kinds;
            let sample = if asks { samples::ask(title, "").asks_for(ask) } else { samples::offer(title, "").offers_a(offer) };
            let sample = sample.tools(&tools).language(language).at(NOW);
            let sample = if let Some(category) = category { sample.category(category) } else { sample };
            let sample = if members { sample.members_only() } else { sample };
            let sample = if paid && !asks { sample.price(900) } else { sample };
            if let Some(rated) = rated.filter(|_| !asks) { sample.rated(rated).post() } else { sample.post() }
        },
    )
}

fn query() -> impl Strategy<Value = Query> {
    let kinds = select(vec![(vec![], vec![]), (vec![AskKind::ALL[0]], vec![]), (vec![], vec![OfferKind::ALL[1], OfferKind::ALL[2]])]);
    let what = select(vec![vec![], vec![What::Offers], vec![What::Asks]]);
    let one = |of: &'static str| prop::option::weighted(0.3, Just(of.to_owned()));
    let labels = (one("creative"), one("canva"), one("de"));
    let facts = (prop::option::weighted(0.3, any::<bool>()), prop::option::weighted(0.3, select(Rated::ALL)));
    (select(vec!["", "bread"]), kinds, what, labels, facts).prop_map(
        |(text, (ask_kinds, offer_kinds), what, (category, tool, language), (free, rated))| Query {
            text: text.to_owned(),
            ask_kinds,
            offer_kinds,
            what,
            category,
            tool,
            language,
            free,
            rated,
            ..Query::default()
        },
    )
}

/// The query with this value in place of what it says of that filter.
fn with(query: &Query, fact: &str) -> Query {
    let mut with = query.clone();
    let (filter, value) = fact.split_once(':').unwrap();
    match filter {
        "kind" => {
            (with.ask_kinds, with.offer_kinds) = match value.split_once(':').unwrap() {
                ("ask", kind) => (vec![kind.parse().unwrap()], vec![]),
                (_, kind) => (vec![], vec![kind.parse().unwrap()]),
            };
        }
        "category" => with.category = Some(value.to_owned()),
        "tool" => with.tool = Some(value.to_owned()),
        "price" => with.free = Some(value == "free"),
        "language" => with.language = Some(value.to_owned()),
        _ => with.rated = Some(value.parse().unwrap()),
    }
    with
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_count_is_what_would_be_found_if_it_were_chosen(
        posts in prop::collection::vec(post(), 1..24), query in query(), flushed in 0usize..24, signed_in in any::<bool>(),
    ) {
        let (index, _) = Index::open(None, 1).unwrap();
        for (n, mut post) in posts.into_iter().enumerate() {
            let id = n as i64 + 1;
            post.key = if matches!(post.key, Key::Ask(_)) { Key::Ask(hub::AskId(id)) } else { Key::Offer(hub::OfferId(id)) };
            index.replace(post);
            if n == flushed {
                index.flush().unwrap();
            }
        }
        let viewer = Viewer { signed_in, sees: vec![], ..Viewer::default() };
        let counts = index.facets(&query, &viewer, false).unwrap();
        let values = ["price:free", "price:paid", "category:creative", "category:other", "tool:canva", "tool:make", "language:de", "language:en",
            "rated:3", "rated:4", "rated:4.5", "kind:ask:beta_tester", "kind:ask:feedback", "kind:offer:app", "kind:offer:template", "kind:offer:course"];
        for fact in values {
            let found = index.search(&with(&query, fact), &viewer, 1, None).unwrap();
            let expected = if found.loosely { 0 } else { found.of(&query.what) };
            prop_assert_eq!(counts.get(fact).copied().unwrap_or_default(), expected, "{} beside {:?}", fact, query);
        }
    }
}
