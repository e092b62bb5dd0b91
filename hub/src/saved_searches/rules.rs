//! What may be kept as a search, how it is said, and when somebody hears of what it found.

use super::{Refusal, Tell};
use crate::{
    discovery::{LONGEST, Query, What, language_name},
    kernel::{
        refusal::FieldProblem,
        text::{Limit, line, slug_typed},
        time::{Timestamp, next_at_hour},
    },
};

/// What waited is told at this hour, where somebody lives.
pub const MORNING: i8 = 8;

/// A search as it is kept: of asks and offers, by whole words, and without what is true only now. It must be about something:
/// that it is free, in a language or well rated says too little.
pub fn checked(query: &Query) -> Result<Query, Refusal> {
    let mut problems = Vec::new();
    let text =
        line(Limit { field: "text", called: crate::fixed("rule-saved-searches-what-you-look-for"), least: 0, most: LONGEST }, &query.text);
    let text = text.unwrap_or_else(|problem| {
        problems.push(problem);
        String::new()
    });
    let mut slug = |field: &'static str, typed: &Option<String>| match slug_typed(field, typed.as_deref().unwrap_or_default()) {
        Ok(slug) => Some(slug).filter(|slug| !slug.is_empty()),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let (category, tag, tool) = (slug("category", &query.category), slug("tag", &query.tag), slug("tool", &query.tool));
    let language = query.language.as_deref().map(str::trim).filter(|code| !code.is_empty()).map(str::to_lowercase);
    if language.as_deref().is_some_and(|code| language_name(code).is_none()) {
        problems.push(FieldProblem::new("language", crate::fixed("rule-saved-searches-choose-a-language-from-the-list-please")));
    }
    if !problems.is_empty() {
        return Err(Refusal::Mend(problems));
    }
    let what = posts(query)?;
    let of = |group: What| what.contains(&group);
    let ask_kinds = if of(What::Asks) { once(&query.ask_kinds) } else { Vec::new() };
    let offer_kinds = if of(What::Offers) { once(&query.offer_kinds) } else { Vec::new() };
    let says = text.chars().any(char::is_alphanumeric);
    let about_something = says || [&category, &tag, &tool].iter().any(|slug| slug.is_some());
    if !about_something && ask_kinds.is_empty() && offer_kinds.is_empty() {
        return Err(Refusal::Everything);
    }
    let text = if says { text } else { String::new() };
    let (free, rated) = (query.free, query.rated);
    // What fits a post of theirs they are told of anyway.
    let whole =
        Query { text, exactly: true, what, ask_kinds, offer_kinds, category, tag, tool, free, rated, language, here: false, fits: None };
    Ok(whole)
}

/// Asks, offers or both. With kinds of one of them, that one alone.
fn posts(query: &Query) -> Result<Vec<What>, Refusal> {
    let wanted = |group: What| query.what.is_empty() || query.what.contains(&group);
    let (asks, offers) = (wanted(What::Asks), wanted(What::Offers));
    match (asks, offers, query.ask_kinds.is_empty(), query.offer_kinds.is_empty()) {
        (false, false, ..) => Err(Refusal::NotPosts),
        (true, false, ..) | (true, true, false, true) => Ok(vec![What::Asks]),
        (false, true, ..) | (true, true, true, false) => Ok(vec![What::Offers]),
        (true, true, ..) => Ok(vec![What::Asks, What::Offers]),
    }
}

fn once<K: Copy + Ord>(kinds: &[K]) -> Vec<K> {
    let mut kinds = kinds.to_vec();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// How the slugs of a search are called; a slug that nobody knows any more stands for itself.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub category: String,
    pub tag: String,
    pub tool: String,
}

/// “offers that say “logo” · Service · free · Marketing & Content · with Canva”.
pub fn words(query: &Query, names: &Names) -> String {
    let of = |group: What| query.what.is_empty() || query.what.contains(&group);
    let group = match (of(What::Asks), of(What::Offers)) {
        (true, false) => "asks",
        (false, true) => "offers",
        _ => "both",
    };
    let group = if query.text.is_empty() {
        crate::say("rule-saved-searches-group").with("group", group)
    } else {
        crate::say("rule-saved-searches-that-say").with("group", group).with("words", &query.text)
    };
    let mut said = vec![group.to_string()];
    let kinds = query.ask_kinds.iter().map(|kind| kind.badge()).chain(query.offer_kinds.iter().map(|kind| kind.badge()));
    let kinds: Vec<&str> = kinds.collect();
    if !kinds.is_empty() {
        said.push(kinds.join(&format!(" {} ", crate::fixed("rule-saved-searches-or"))));
    }
    let name = |slug: &Option<String>, name: &str| slug.as_ref().map(|slug| if name.is_empty() { slug.clone() } else { name.to_owned() });
    said.extend(name(&query.category, &names.category));
    said.extend(name(&query.tag, &names.tag));
    said.extend(name(&query.tool, &names.tool).map(|tool| crate::say("rule-saved-searches-with").with("tool", tool).to_string()));
    said.extend(query.free.map(|free| {
        if free { crate::fixed("rule-saved-searches-free") } else { crate::fixed("rule-saved-searches-for-money") }.to_owned()
    }));
    said.extend(query.rated.map(|rated| rated.said()));
    said.extend(
        query.language.as_deref().and_then(language_name).map(|name| crate::say("rule-saved-searches-in").with("name", name).to_string()),
    );
    said.join(" · ")
}

/// When somebody is told of a find: now, on a morning, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Now,
    InTheMorning,
    Never,
}

/// Of several searches that find one post the most eager counts. `paused`: all their matches are.
pub fn when(tells: impl IntoIterator<Item = Tell>, paused: bool) -> When {
    let eager = |tell: Tell| match tell {
        Tell::AtOnce if !paused => When::Now,
        Tell::AtOnce | Tell::Daily => When::InTheMorning,
        Tell::Off => When::Never,
    };
    tells.into_iter().map(eager).fold(When::Never, |most, one| match (most, one) {
        (When::Now, _) | (_, When::Now) => When::Now,
        (When::InTheMorning, _) | (_, When::InTheMorning) => When::InTheMorning,
        _ => When::Never,
    })
}

/// The next morning of somebody who lives in this zone.
pub fn next_morning(now: Timestamp, zone: &str) -> Timestamp {
    next_at_hour(now, MORNING, zone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        asks::AskKind,
        discovery::Rated,
        kernel::time::{DAY, HOUR},
        offers::OfferKind,
    };
    use proptest::prelude::*;

    fn typed(text: &str) -> Query {
        Query { text: text.to_owned(), ..Query::default() }
    }

    #[test]
    fn what_is_kept_is_of_posts_by_whole_words_and_true_tomorrow_too() {
        let kept = checked(&Query { here: true, category: Some(" Marketing ".into()), ..typed("  a logo\n") }).expect("fits");
        assert_eq!((kept.text.as_str(), kept.exactly, kept.here), ("a logo", true, false));
        assert_eq!((kept.what.as_slice(), kept.category.as_deref()), (&[What::Asks, What::Offers][..], Some("marketing")));
        assert_eq!(checked(&kept), Ok(kept.clone()), "kept once more it is the same");
        let hire = Query { ask_kinds: vec![AskKind::Hire, AskKind::Hire], ..Query::default() };
        assert_eq!(checked(&hire).map(|kept| (kept.what, kept.ask_kinds)), Ok((vec![What::Asks], vec![AskKind::Hire])));
        let course =
            Query { what: vec![What::Offers], ask_kinds: vec![AskKind::Hire], offer_kinds: vec![OfferKind::Course], ..typed("x1") };
        assert_eq!(checked(&course).map(|kept| (kept.ask_kinds, kept.offer_kinds)), Ok((vec![], vec![OfferKind::Course])));
    }

    #[test]
    fn everything_is_too_much_and_what_never_comes_is_not_waited_for() {
        let (free, german) = (Some(true), Some("de".to_owned()));
        for query in [
            typed(""),
            typed(" ?! "),
            Query { free, rated: Some(Rated::Four), language: german, ..Query::default() },
            Query { what: vec![What::Asks], here: true, ..Query::default() },
        ] {
            assert_eq!(checked(&query), Err(Refusal::Everything), "{query:?}");
        }
        let people = Query { what: vec![What::People, What::Tools], ..typed("logo") };
        assert_eq!(checked(&people), Err(Refusal::NotPosts));
        let bad = Query { category: Some("two words".into()), language: Some("xx".into()), ..typed(&"x".repeat(LONGEST + 1)) };
        let Err(Refusal::Mend(problems)) = checked(&bad) else { panic!("it passed") };
        assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["text", "category", "language"]);
    }

    #[test]
    fn a_search_is_said_in_words() {
        let names = Names { category: "Marketing & Content".into(), tag: String::new(), tool: "Canva".into() };
        let query = Query {
            what: vec![What::Offers],
            offer_kinds: vec![OfferKind::Service, OfferKind::Skill],
            category: Some("marketing-content".into()),
            tag: Some("gone-since".into()),
            tool: Some("canva".into()),
            free: Some(true),
            rated: Some(Rated::Four),
            language: Some("de".into()),
            ..typed("logo")
        };
        assert_eq!(
            words(&query, &names),
            "offers that say “logo” · Service or Quick help · Marketing & Content · gone-since · with Canva · free · 4 stars or more · in Deutsch"
        );
        assert_eq!(words(&typed("logo"), &Names::default()), "asks and offers that say “logo”");
        let asks = Query { what: vec![What::Asks], ask_kinds: vec![AskKind::Hire], free: Some(false), ..Query::default() };
        assert_eq!(words(&asks, &Names::default()), "asks · Paid work · at a price");
    }

    #[test]
    fn the_most_eager_search_counts_and_a_pause_waits_for_a_morning() {
        use Tell::*;
        for (tells, paused, expected) in [
            (&[AtOnce, Daily][..], false, When::Now),
            (&[Daily, AtOnce], false, When::Now),
            (&[Daily, Off], false, When::InTheMorning),
            (&[Off], false, When::Never),
            (&[], false, When::Never),
            (&[AtOnce], true, When::InTheMorning),
            (&[Daily], true, When::InTheMorning),
            (&[Off], true, When::Never),
        ] {
            assert_eq!(when(tells.iter().copied(), paused), expected, "{tells:?} {paused}");
        }
    }

    #[test]
    fn morning_is_where_somebody_lives_also_when_the_clocks_change() {
        // 2026-03-28 18:00 UTC: in Zurich the clocks go forward in that night, in Honolulu it is morning at ten past eight.
        let evening = Timestamp(1_774_720_800_000);
        assert_eq!(next_morning(evening, "Europe/Zurich").since(evening), 12 * HOUR);
        assert_eq!(next_morning(evening.plus(-DAY), "Europe/Zurich").since(evening.plus(-DAY)), 13 * HOUR);
        assert_eq!(next_morning(evening, "Pacific/Honolulu").since(evening), 24 * HOUR, "eight has just struck");
        assert_eq!(next_morning(evening, "No/Such_Zone").since(evening), 14 * HOUR, "UTC");
    }

    proptest! {
        #[test]
        fn the_next_morning_is_ahead_and_never_more_than_a_day_and_a_bit(at in 0i64..4_000_000_000_000, zone in proptest::sample::select(vec!["UTC", "Europe/Zurich", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"])) {
            let now = Timestamp(at);
            let morning = next_morning(now, zone);
            // Samoa left out a whole day once.
            prop_assert!(morning > now && morning.since(now) <= 49 * HOUR, "{}", morning.since(now));
            prop_assert_eq!(next_morning(morning.plus(-1), zone), morning);
        }
    }
}
