//! What an ask may say, and its life as a table (product.md 1.2; places: decisions.md).

use super::{ANY_LANGUAGE, AskStatus, Draft, Refusal};
use crate::{
    discovery,
    files::rules::picture,
    kernel::{
        money::{Cents, MOST, currency},
        refusal::FieldProblem,
        text::{Limit, line, lines, slug, slug_typed, slugs_typed, web_address},
        time::{DAY, Timestamp},
    },
};

pub const MOST_TAGS: usize = 10;
pub const MOST_TOOLS: usize = 10;
pub const MOST_PLACES: i64 = 100;
/// An ask may stand for so long; after that its owner reopens it.
pub const LONGEST_LIFE_MS: i64 = 366 * DAY;
/// One tap gives it so long from now on.
pub const RENEWED_FOR: i64 = 30 * DAY;
/// Its owner is told so long before the end.
pub const ENDS_SOON: i64 = 3 * DAY;

/// Checks a whole ask and cleans it; everything to mend is said at once. `places` is always given afterwards: an edit
/// that leaves it out and wants the old number puts it in before.
pub fn checked(draft: &Draft, now: Timestamp) -> Result<Draft, Refusal> {
    let mut problems = Vec::new();
    let (budget_min, budget_max) = or_note(&mut problems, budget(draft.budget_min, draft.budget_max));
    let clean = Draft {
        title: or_note(
            &mut problems,
            line(Limit { field: "title", called: crate::fixed("rule-asks-the-title"), least: 3, most: 200 }, &draft.title),
        ),
        description: or_note(
            &mut problems,
            lines(
                Limit { field: "description", called: crate::fixed("rule-asks-the-description"), least: 0, most: 20_000 },
                &draft.description,
            ),
        ),
        kind: draft.kind,
        category: or_note(&mut problems, slug_typed("category", &draft.category)),
        tags: or_note(&mut problems, slugs_typed("tags", MOST_TAGS, &draft.tags)),
        tools: or_note(&mut problems, slugs_typed("tools", MOST_TOOLS, &draft.tools)),
        budget_min,
        budget_max,
        currency: or_note(&mut problems, currency(&draft.currency)),
        places: Some(or_note(&mut problems, places(draft.places.unwrap_or(draft.kind.places())))),
        image_url: or_note(&mut problems, picture("image_url", &draft.image_url)),
        visibility: draft.visibility,
        expires_at: or_note(&mut problems, expiry(draft.expires_at, now)),
        also_in: or_note(&mut problems, also_in(&draft.also_in)),
        external_url: or_note(&mut problems, web_address("external_url", &draft.external_url)),
        // Whose it is, the store knows.
        related_offer: draft.related_offer,
    };
    if problems.is_empty() { Ok(clean) } else { Err(Refusal::Mend(problems)) }
}

/// The value, or its problem among the others.
fn or_note<T: Default>(problems: &mut Vec<FieldProblem>, result: Result<T, FieldProblem>) -> T {
    result.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

type Budget = (Option<Cents>, Option<Cents>);

fn budget(min: Option<Cents>, max: Option<Cents>) -> Result<Budget, FieldProblem> {
    let sound = |amount: Option<Cents>| amount.is_none_or(|a| (Cents(0)..=MOST).contains(&a));
    if !sound(min) {
        return Err(FieldProblem::new("budget_min", crate::fixed("rule-asks-the-least-you-pay-is-no-amount-we-can")));
    }
    if !sound(max) {
        return Err(FieldProblem::new("budget_max", crate::fixed("rule-asks-the-most-you-pay-is-no-amount-we-can")));
    }
    match (min, max) {
        (Some(least), Some(most)) if least > most => {
            Err(FieldProblem::new("budget_max", crate::fixed("rule-asks-the-most-you-pay-is-less-than-the-least")))
        }
        both => Ok(both),
    }
}

/// Whether an ask that says this of other languages welcomes one of them.
pub fn is_welcome(also_in: &str, language: &str) -> bool {
    also_in == ANY_LANGUAGE || (!language.is_empty() && also_in == language)
}

fn also_in(typed: &str) -> Result<String, FieldProblem> {
    let code = typed.trim().to_lowercase();
    let known = code.is_empty() || code == ANY_LANGUAGE || discovery::language_name(&code).is_some();
    if known { Ok(code) } else { Err(FieldProblem::new("also_in", crate::fixed("rule-asks-choose-a-language-from-the-list-please"))) }
}

fn places(wanted: i64) -> Result<i64, FieldProblem> {
    if (1..=MOST_PLACES).contains(&wanted) {
        Ok(wanted)
    } else {
        Err(FieldProblem::new("places", crate::say("rule-asks-an-ask-can-want-1-to-people").with("most-places", MOST_PLACES).to_string()))
    }
}

fn expiry(at: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, FieldProblem> {
    match at {
        Some(at) if at <= now => Err(FieldProblem::new("expires_at", crate::fixed("rule-asks-the-end-has-to-lie-in-the-future"))),
        Some(at) if at.since(now) > LONGEST_LIFE_MS => {
            Err(FieldProblem::new("expires_at", crate::fixed("rule-asks-an-ask-can-stand-for-a-year-at-most")))
        }
        at => Ok(at),
    }
}

/// What somebody wants to do with an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    Edit,
    Fulfil,
    Close,
    Reopen,
    Archive,
    /// By the clock.
    Expire,
}

impl Wish {
    pub const ALL: [Wish; 6] = [Wish::Edit, Wish::Fulfil, Wish::Close, Wish::Reopen, Wish::Archive, Wish::Expire];
}

/// The status after a wish. Archiving keeps it: an archived ask is put away as it was.
pub fn step(status: AskStatus, archived: bool, wish: Wish) -> Result<AskStatus, Refusal> {
    use {AskStatus::*, Wish::*};
    match (archived, status, wish) {
        (true, _, _) => Err(Refusal::PutAway),
        (_, status, Edit | Archive) => Ok(status),
        // A closed one, too: an ask may run out while the help is still under way.
        (_, Open | InProgress | Closed, Fulfil) => Ok(Fulfilled),
        (_, Open | InProgress, Close | Expire) => Ok(Closed),
        (_, Fulfilled | Closed, Reopen) => Ok(Open),
        (_, status, _) => Err(Refusal::WrongMoment { status }),
    }
}

/// Sets how many people an ask wants, at any time: never fewer than are in. The status that follows.
pub fn set_places(status: AskStatus, accepted: i64, wanted: i64) -> Result<AskStatus, Refusal> {
    let wanted = places(wanted).map_err(|p| Refusal::Mend(vec![p]))?;
    if wanted < accepted {
        return Err(Refusal::AlreadyAccepted { accepted });
    }
    Ok(after_acceptance(status, wanted, accepted).unwrap_or(status))
}

/// The new status when places filled or came free; `None` when it stays.
pub fn after_acceptance(status: AskStatus, places: i64, accepted: i64) -> Option<AskStatus> {
    match status {
        AskStatus::Open if accepted >= places => Some(AskStatus::InProgress),
        AskStatus::InProgress if accepted < places => Some(AskStatus::Open),
        _ => None,
    }
}

/// Whether one more can be accepted.
pub fn has_room(places: i64, accepted: i64) -> bool {
    accepted < places
}

/// Who reopens an ask wants one more at least: else it would be full at once.
pub fn places_on_reopening(places: i64, accepted: i64) -> i64 {
    places.max(accepted.saturating_add(1)).min(MOST_PLACES.max(places))
}

/// When a reopened ask ends: as wished; an old end that is over already goes.
pub fn end_on_reopening(old: Option<Timestamp>, wished: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    let wished = expiry(wished, now).map_err(|p| Refusal::Mend(vec![p]))?;
    Ok(wished.or(old.filter(|at| *at > now)))
}

/// Whether a new end is offered: it is about to end, or has run out.
pub fn may_renew(status: AskStatus, archived: bool, end: Option<Timestamp>, now: Timestamp) -> bool {
    let left = end.map(|end| end.since(now));
    match status {
        _ if archived => false,
        AskStatus::Open | AskStatus::InProgress => left.is_some_and(|left| left <= ENDS_SOON),
        AskStatus::Closed => left.is_some_and(|left| left <= 0),
        AskStatus::Fulfilled => false,
    }
}

/// The end that a renewed ask gets; `None` when it stands for as long already, or for good.
pub fn renew(status: AskStatus, archived: bool, end: Option<Timestamp>, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    match (status, end) {
        _ if archived => Err(Refusal::PutAway),
        (AskStatus::Open | AskStatus::InProgress, None) => Ok(None),
        // Within a day of the last time it is the same tap once more.
        (AskStatus::Open | AskStatus::InProgress, Some(end)) if end.since(now) > RENEWED_FOR - DAY => Ok(None),
        (AskStatus::Open | AskStatus::InProgress, Some(_)) => Ok(Some(now.plus(RENEWED_FOR))),
        (AskStatus::Closed, Some(over)) if over <= now => end_on_reopening(end, Some(now.plus(RENEWED_FOR)), now),
        // Its owner has closed it, or it is done: opening that again is another wish.
        (status, _) => Err(Refusal::WrongMoment { status }),
    }
}

/// Whether its owner is to be told now that it ends soon. `reminded` is the end that they were told of.
pub fn is_to_be_told(status: AskStatus, archived: bool, end: Option<Timestamp>, reminded: Option<Timestamp>, now: Timestamp) -> bool {
    let stands = matches!(status, AskStatus::Open | AskStatus::InProgress) && !archived;
    stands && end.is_some_and(|end| end > now && end.since(now) <= ENDS_SOON) && end != reminded
}

/// Whoever sets an end that is near knows it: the end that counts as told from then on.
pub fn told_when_set(end: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    end.filter(|end| end.since(now) <= ENDS_SOON)
}

/// Whether somebody can answer it now: it is open, stands, and its time is not over.
pub fn may_answer(status: AskStatus, archived: bool, expires_at: Option<Timestamp>, now: Timestamp) -> bool {
    status == AskStatus::Open && !archived && expires_at.is_none_or(|at| at > now)
}

/// The slug to begin with; `/@ana/asks/new` is the map's.
pub fn slug_for_ask(title: &str) -> String {
    match slug(title).as_str() {
        "new" => "new-ask".to_owned(),
        free => free.to_owned(),
    }
}

/// Whether a change was made from what stands there now. Whoever does not say what they saw means whatever stands.
pub fn still_as_seen(seen: Option<Timestamp>, updated_at: Timestamp) -> Result<(), Refusal> {
    if seen.is_none_or(|seen| seen == updated_at) { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asks::AskKind;
    use AskStatus::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn fields(result: Result<Draft, Refusal>) -> Vec<String> {
        match result {
            Err(Refusal::Mend(problems)) => problems.into_iter().map(|p| p.field).collect(),
            other => panic!("it passed: {other:?}"),
        }
    }

    fn ana() -> Draft {
        Draft { title: "  Beta testers\nfor Kinlia ".into(), kind: AskKind::BetaTester, ..Draft::default() }
    }

    #[test]
    fn an_ask_is_cleaned_and_gets_its_kinds_places() {
        let clean = checked(&ana(), NOW).expect("a title is enough");
        assert_eq!((clean.title.as_str(), clean.places, clean.currency.as_str()), ("Beta testers for Kinlia", Some(5), "usd"));
        assert_eq!(checked(&clean, NOW), Ok(clean.clone()), "a second look changes nothing");
    }

    #[test]
    fn all_that_has_to_be_mended_is_said_at_once() {
        let draft = Draft {
            title: "x".into(),
            description: "x".repeat(20_001),
            category: "Not A Slug".into(),
            tags: (0..11).map(|n| format!("tag-{n}")).collect(),
            tools: vec!["chat gpt".into()],
            budget_min: Some(Cents(200)),
            budget_max: Some(Cents(100)),
            currency: "btc".into(),
            places: Some(0),
            image_url: "javascript:alert(1)".into(),
            expires_at: Some(NOW),
            external_url: "ftp://kinlia.example".into(),
            ..ana()
        };
        let mut named = fields(checked(&draft, NOW));
        named.sort();
        assert_eq!(
            named,
            [
                "budget_max",
                "category",
                "currency",
                "description",
                "expires_at",
                "external_url",
                "image_url",
                "places",
                "tags",
                "title",
                "tools"
            ]
        );
    }

    #[test]
    fn budgets_and_ends_have_bounds() {
        let with = |min: Option<i64>, max: Option<i64>| Draft { budget_min: min.map(Cents), budget_max: max.map(Cents), ..ana() };
        for (min, max) in [(None, None), (Some(0), None), (None, Some(MOST.0)), (Some(100), Some(100))] {
            assert!(checked(&with(min, max), NOW).is_ok(), "{min:?} {max:?}");
        }
        assert_eq!(fields(checked(&with(Some(-1), None), NOW)), ["budget_min"]);
        assert_eq!(fields(checked(&with(None, Some(MOST.0 + 1)), NOW)), ["budget_max"]);
        let until = |ms: i64| Draft { expires_at: Some(NOW.plus(ms)), ..ana() };
        assert!(checked(&until(1), NOW).is_ok() && checked(&until(LONGEST_LIFE_MS), NOW).is_ok());
        assert_eq!(fields(checked(&until(LONGEST_LIFE_MS + 1), NOW)), ["expires_at"]);
        assert_eq!(fields(checked(&Draft { expires_at: Some(Timestamp(i64::MIN)), ..ana() }, NOW)), ["expires_at"]);
    }

    /// The diagram in mod.rs, written out once more by hand.
    #[test]
    fn the_life_of_an_ask_is_the_diagrams() {
        let allowed = [
            (Open, Wish::Fulfil, Fulfilled),
            (Open, Wish::Close, Closed),
            (Open, Wish::Expire, Closed),
            (InProgress, Wish::Fulfil, Fulfilled),
            (InProgress, Wish::Close, Closed),
            (InProgress, Wish::Expire, Closed),
            (Fulfilled, Wish::Reopen, Open),
            (Closed, Wish::Reopen, Open),
            (Closed, Wish::Fulfil, Fulfilled),
        ];
        for status in AskStatus::ALL.iter().copied() {
            for wish in Wish::ALL {
                assert_eq!(step(status, true, wish), Err(Refusal::PutAway), "{status} {wish:?}");
                let want = match wish {
                    Wish::Edit | Wish::Archive => Some(status),
                    _ => allowed.iter().find(|(from, by, _)| (*from, *by) == (status, wish)).map(|(.., to)| *to),
                };
                assert_eq!(step(status, false, wish).ok(), want, "{status} {wish:?}");
            }
        }
    }

    #[test]
    fn an_ask_is_under_way_when_its_places_are_filled_and_open_when_one_comes_free() {
        assert_eq!(after_acceptance(Open, 5, 4), None);
        assert_eq!(after_acceptance(Open, 5, 5), Some(InProgress));
        assert_eq!(after_acceptance(InProgress, 5, 4), Some(Open));
        assert_eq!(after_acceptance(InProgress, 5, 5), None);
        assert_eq!(after_acceptance(Closed, 5, 0), None);
        assert_eq!(after_acceptance(Fulfilled, 5, 5), None);
    }

    #[test]
    fn places_can_grow_and_shrink_down_to_those_who_are_in() {
        assert_eq!(set_places(InProgress, 1, 2), Ok(Open));
        assert_eq!(set_places(Open, 2, 2), Ok(InProgress));
        assert_eq!(set_places(Closed, 2, 9), Ok(Closed));
        assert_eq!(set_places(Open, 3, 2), Err(Refusal::AlreadyAccepted { accepted: 3 }));
        assert!(matches!(set_places(Open, 0, 0), Err(Refusal::Mend(_))));
        assert!(matches!(set_places(Open, 0, MOST_PLACES + 1), Err(Refusal::Mend(_))));
    }

    #[test]
    fn a_reopened_ask_has_room_and_time() {
        assert_eq!((places_on_reopening(1, 1), places_on_reopening(5, 2)), (2, 5));
        let (past, future) = (Some(Timestamp(1)), Some(NOW.plus(5)));
        assert_eq!(end_on_reopening(past, None, NOW), Ok(None));
        assert_eq!(end_on_reopening(future, None, NOW), Ok(future));
        assert_eq!(end_on_reopening(past, future, NOW), Ok(future));
        assert!(end_on_reopening(None, past, NOW).is_err());
    }

    #[test]
    fn one_tap_gives_thirty_days_and_a_second_one_changes_nothing() {
        let (month, soon, over) = (Some(NOW.plus(RENEWED_FOR)), Some(NOW.plus(ENDS_SOON)), Some(NOW.plus(-DAY)));
        for (status, end, new) in [
            (Open, soon, Ok(month)),
            (InProgress, soon, Ok(month)),
            (Open, over, Ok(month)),
            (Open, month, Ok(None)),
            (Open, Some(NOW.plus(90 * DAY)), Ok(None)),
            (Open, None, Ok(None)),
            (Closed, over, Ok(month)),
            (Closed, soon, Err(Refusal::WrongMoment { status: Closed })),
            (Closed, None, Err(Refusal::WrongMoment { status: Closed })),
            (Fulfilled, over, Err(Refusal::WrongMoment { status: Fulfilled })),
        ] {
            assert_eq!(renew(status, false, end, NOW), new, "{status} {end:?}");
            assert_eq!(renew(status, true, end, NOW), Err(Refusal::PutAway));
            let offered = may_renew(status, false, end, NOW);
            assert_eq!(offered, matches!(new, Ok(Some(_))), "it is offered where it does something: {status} {end:?}");
            assert!(!may_renew(status, true, end, NOW));
        }
        let again = renew(Open, false, month, NOW.plus(DAY - 1));
        assert_eq!(again, Ok(None), "the same tap once more");
        assert_eq!(renew(Open, false, month, NOW.plus(2 * DAY)), Ok(Some(NOW.plus(2 * DAY + RENEWED_FOR))));
    }

    #[test]
    fn an_end_is_said_once_three_days_before_unless_it_was_near_when_it_was_set() {
        let end = Some(NOW.plus(ENDS_SOON));
        assert!(is_to_be_told(Open, false, end, None, NOW) && is_to_be_told(InProgress, false, end, Some(NOW), NOW));
        assert!(!is_to_be_told(Open, false, end, end, NOW), "they know");
        assert!(!is_to_be_told(Open, false, end, None, NOW.plus(-1)), "there is time");
        assert!(!is_to_be_told(Open, false, end, None, NOW.plus(ENDS_SOON)), "it is over");
        assert!(!is_to_be_told(Open, true, end, None, NOW) && !is_to_be_told(Open, false, None, None, NOW));
        assert!(![Closed, Fulfilled].iter().any(|status| is_to_be_told(*status, false, end, None, NOW)));
        assert_eq!((told_when_set(end, NOW), told_when_set(end, NOW.plus(-1)), told_when_set(None, NOW)), (end, None, None));
    }

    #[test]
    fn only_an_open_ask_that_stands_can_be_answered() {
        assert!(may_answer(Open, false, None, NOW));
        assert!(may_answer(Open, false, Some(NOW.plus(1)), NOW));
        assert!(!may_answer(Open, false, Some(NOW), NOW));
        assert!(!may_answer(Open, true, None, NOW));
        assert!([InProgress, Fulfilled, Closed].iter().all(|s| !may_answer(*s, false, None, NOW)));
    }

    #[test]
    fn no_ask_takes_the_maps_words() {
        assert_eq!(slug_for_ask("New!"), "new-ask");
        assert_eq!(slug_for_ask("New tyres"), "new-tyres");
    }

    proptest! {
        #[test]
        fn places_are_never_fewer_than_those_who_are_in(status in proptest::sample::select(AskStatus::ALL.to_vec()), accepted in 0i64..120, wanted in -5i64..120) {
            if let Ok(after) = set_places(status, accepted, wanted) {
                prop_assert!((1..=MOST_PLACES).contains(&wanted) && wanted >= accepted);
                prop_assert_eq!(after_acceptance(after, wanted, accepted), None, "the status has settled");
            }
        }

        #[test]
        fn whatever_is_typed_passes_clean_or_is_said(title: String, description: String, category: String, tags: Vec<String>, currency: String,
                                                     places: Option<i64>, min: Option<i64>, max: Option<i64>, end: Option<i64>, image_url: String, external_url: String) {
            let draft = Draft { title, description, category, tags, currency, places, image_url, external_url,
                budget_min: min.map(Cents), budget_max: max.map(Cents), expires_at: end.map(Timestamp), ..Draft::default() };
            match checked(&draft, NOW) {
                Ok(clean) => prop_assert_eq!(checked(&clean, NOW), Ok(clean.clone())),
                Err(Refusal::Mend(problems)) => prop_assert!(!problems.is_empty() && problems.iter().all(|p| !p.words.is_empty())),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }
}
