//! What an offer may say, what it may cost, and its life as a table (product.md 1.1).

use super::{Draft, OfferKind, OfferStatus, Pricing, Refusal, Stage};
use crate::{
    asks::rules::{MOST_TAGS, MOST_TOOLS},
    files::rules::picture,
    kernel::{
        ids::OfferId,
        money::{Cents, MOST, currency},
        refusal::FieldProblem,
        text::{Limit, line, lines, slug, slug_typed, slugs_typed, web_address},
        time::Timestamp,
    },
};

/// So many characters say how long a course is.
pub const LONGEST_LENGTH: usize = 60;
const RELATED: &str = "related_offer";

/// Checks a whole offer and cleans it; everything to mend is said at once.
pub fn checked(draft: &Draft) -> Result<Draft, Refusal> {
    let mut problems = Vec::new();
    let clean = Draft {
        title: or_note(
            &mut problems,
            line(Limit { field: "title", called: crate::fixed("rule-offers-the-title"), least: 3, most: 200 }, &draft.title),
        ),
        description: or_note(
            &mut problems,
            lines(
                Limit { field: "description", called: crate::fixed("rule-offers-the-description"), least: 0, most: 20_000 },
                &draft.description,
            ),
        ),
        kind: draft.kind,
        category: or_note(&mut problems, slug_typed("category", &draft.category)),
        tags: or_note(&mut problems, slugs_typed("tags", MOST_TAGS, &draft.tags)),
        tools: or_note(&mut problems, slugs_typed("tools", MOST_TOOLS, &draft.tools)),
        pricing: draft.pricing,
        price: or_note(&mut problems, price(draft.pricing, draft.price)),
        currency: or_note(&mut problems, currency(&draft.currency)),
        external_url: or_note(&mut problems, target(draft.kind, &draft.external_url)),
        image_url: or_note(&mut problems, picture("image_url", &draft.image_url)),
        body: or_note(
            &mut problems,
            lines(Limit { field: "body", called: crate::fixed("rule-offers-the-text"), least: 0, most: 100_000 }, &draft.body),
        ),
        visibility: draft.visibility,
        file: draft.file,
        stage: or_note(&mut problems, stage(draft.kind, draft.stage)),
        length: or_note(&mut problems, length(draft.kind, &draft.length)),
        related_offer: or_note(&mut problems, belongs(draft.kind, draft.related_offer)),
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

/// A price beside “Free” is said, not dropped: who typed it did not mean to give it away.
fn price(pricing: Pricing, price: Cents) -> Result<Cents, FieldProblem> {
    let no = |words: &str| Err(FieldProblem::new("price", words));
    match (pricing, price) {
        (_, p) if !(Cents(0)..=MOST).contains(&p) => no(crate::fixed("rule-offers-that-is-no-price-we-can-work-with")),
        (Pricing::Free, p) if p > Cents(0) => no(crate::fixed("rule-offers-free-or-at-this-price-take-the-price-away")),
        (Pricing::OneTime | Pricing::Hourly | Pricing::Monthly, Cents(0)) => {
            no(crate::fixed("rule-offers-the-price-is-missing-if-you-want-to-talk"))
        }
        (_, p) => Ok(p),
    }
}

/// Where it is: a find is nothing without its address; others may have one.
fn target(kind: OfferKind, typed: &str) -> Result<String, FieldProblem> {
    match web_address("external_url", typed)? {
        none if none.is_empty() && kind == OfferKind::Link => {
            Err(FieldProblem::new("external_url", crate::fixed("rule-offers-where-did-you-find-it-the-address-is-missing")))
        }
        address => Ok(address),
    }
}

/// How far it is says an app alone.
fn stage(kind: OfferKind, said: Option<Stage>) -> Result<Option<Stage>, FieldProblem> {
    match said {
        Some(_) if kind != OfferKind::App => Err(FieldProblem::new("stage", crate::fixed("rule-offers-only-an-app-says-how-far-it-is"))),
        said => Ok(said),
    }
}

/// Who puts up an app and says nothing means one that is there.
pub fn stage_of_new(kind: OfferKind, said: Option<Stage>) -> Option<Stage> {
    said.or((kind == OfferKind::App).then_some(Stage::Live))
}

fn length(kind: OfferKind, typed: &str) -> Result<String, FieldProblem> {
    let said = line(Limit { field: "length", called: crate::fixed("rule-offers-the-length"), least: 0, most: LONGEST_LENGTH }, typed)?;
    if said.is_empty() || kind == OfferKind::Course {
        Ok(said)
    } else {
        Err(FieldProblem::new("length", crate::fixed("rule-offers-only-a-course-says-how-long-it-is")))
    }
}

/// An app stands for itself; whose the other one is, the store knows.
fn belongs(kind: OfferKind, to: Option<OfferId>) -> Result<Option<OfferId>, FieldProblem> {
    match to {
        Some(_) if kind == OfferKind::App => Err(FieldProblem::new(RELATED, crate::fixed("rule-offers-an-app-belongs-to-no-other"))),
        to => Ok(to),
    }
}

/// What is said where an ask or offer is to belong to something that is no app of its owner's.
pub fn no_app_of_yours() -> FieldProblem {
    FieldProblem::new(RELATED, crate::fixed("rule-offers-choose-one-of-your-own-apps"))
}

/// Draft to active to paused and back; put away from anywhere; restored as a draft.
pub fn step(from: OfferStatus, to: OfferStatus) -> Result<OfferStatus, Refusal> {
    use OfferStatus::*;
    match (from, to) {
        (Draft | Paused, Active) | (Active, Paused) | (Draft | Active | Paused, Archived) | (Archived, Draft) => Ok(to),
        (status, _) => Err(Refusal::WrongMoment { status }),
    }
}

/// Where an offer may go from here, in the order the buttons stand.
pub fn steps(from: OfferStatus) -> Vec<OfferStatus> {
    use OfferStatus::*;
    [Active, Paused, Draft, Archived].into_iter().filter(|to| step(from, *to).is_ok()).collect()
}

/// An offer that is put away is restored before it is changed.
pub fn may_edit(status: OfferStatus) -> Result<(), Refusal> {
    match status {
        OfferStatus::Archived => Err(Refusal::WrongMoment { status }),
        _ => Ok(()),
    }
}

/// Whether an offer of this price may be published. Until payments exist every one may: it is agreed and paid between
/// the two (decisions.md). The payments step asks here for an onboarded creator account, and nowhere else.
pub fn may_publish(pricing: Pricing) -> Result<(), Refusal> {
    match pricing {
        Pricing::Free | Pricing::OneTime | Pricing::Hourly | Pricing::Monthly | Pricing::Custom => Ok(()),
    }
}

/// Whether it can be asked for: paused ones are read but not taken.
pub fn may_request(status: OfferStatus) -> bool {
    status == OfferStatus::Active
}

/// Whether others than its owner may read its page. Lists and search show active ones only.
pub fn is_readable(status: OfferStatus) -> bool {
    matches!(status, OfferStatus::Active | OfferStatus::Paused)
}

/// What the button on an offer says. Priced ones are requested until payments exist.
pub fn request_words(kind: OfferKind, pricing: Pricing) -> &'static str {
    match (pricing, kind) {
        (paid, _) if paid.is_paid() => crate::fixed("rule-offers-request"),
        (_, OfferKind::App) => crate::fixed("rule-offers-try-it"),
        (_, OfferKind::Template) => crate::fixed("rule-offers-get-it"),
        (_, OfferKind::Course) => crate::fixed("rule-offers-enroll"),
        (_, OfferKind::Post | OfferKind::Link) => crate::fixed("rule-offers-connect"),
        (_, OfferKind::Service | OfferKind::Mentorship) => crate::fixed("rule-offers-book"),
        (_, OfferKind::Skill | OfferKind::Feedback) => crate::fixed("rule-offers-request"),
    }
}

/// What stands beside the price of an offer that costs something; `None` for free ones.
pub fn price_note(pricing: Pricing) -> Option<&'static str> {
    pricing.is_paid().then_some(crate::fixed("rule-offers-price-agreed-and-paid-between-you"))
}

/// Words under `/@username/` that belong to the map of addresses.
const RESERVED: &[&str] = &[
    "about",
    "activity",
    "archive",
    "asks",
    "badges",
    "challenges",
    "clips",
    "community",
    "connect",
    "courses",
    "delete",
    "discover",
    "edit",
    "events",
    "feed",
    "feed-xml",
    "followers",
    "following",
    "gatherings",
    "help",
    "learn",
    "message",
    "messages",
    "new",
    "offers",
    "points",
    "portrait",
    "posts",
    "purchases",
    "reviews",
    "rss",
    "settings",
    "share",
    "tools",
];

/// The slug to begin with: never a word that the map of addresses needs.
pub fn slug_for_offer(title: &str) -> String {
    let slug = slug(title);
    if RESERVED.contains(&slug.as_str()) { format!("{slug}-offer") } else { slug }
}

/// Whether a change was made from what stands there now. Whoever does not say what they saw means whatever stands.
pub fn still_as_seen(seen: Option<Timestamp>, updated_at: Timestamp) -> Result<(), Refusal> {
    if seen.is_none_or(|seen| seen == updated_at) { Ok(()) } else { Err(Refusal::ChangedMeanwhile) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text::slug_try;
    use OfferStatus::*;
    use proptest::prelude::*;

    type Typed = super::Draft;

    fn bo() -> Typed {
        Typed { title: "I test apps".into(), description: "An evening, and what I noticed.".into(), ..Typed::default() }
    }

    fn fields(result: Result<Typed, Refusal>) -> Vec<String> {
        match result {
            Err(Refusal::Mend(problems)) => problems.into_iter().map(|p| p.field).collect(),
            other => panic!("it passed: {other:?}"),
        }
    }

    #[test]
    fn an_offer_needs_a_title_and_nothing_else() {
        assert!(checked(&bo()).is_ok() && checked(&Typed { description: String::new(), ..bo() }).is_ok());
        assert_eq!(fields(checked(&Typed::default())), ["title"]);
    }

    #[test]
    fn all_that_has_to_be_mended_is_said_at_once() {
        let draft = Typed {
            title: String::new(),
            category: "a b".into(),
            tags: vec!["x!".into()],
            tools: (0..11).map(|n| format!("tool-{n}")).collect(),
            pricing: Pricing::Hourly,
            currency: "gold".into(),
            external_url: "ftp://x".into(),
            image_url: "x".into(),
            body: "x".repeat(100_001),
            ..bo()
        };
        assert_eq!(
            fields(checked(&draft)),
            ["title", "category", "tags", "tools", "price", "currency", "external_url", "image_url", "body"]
        );
    }

    #[test]
    fn prices_agree_with_how_it_is_paid() {
        let with = |pricing, price| checked(&Typed { pricing, price: Cents(price), ..bo() }).is_ok();
        for pricing in Pricing::ALL.iter().copied() {
            assert_eq!(with(pricing, 4900), pricing.is_paid(), "{pricing} with a price");
            assert_eq!(with(pricing, 0), matches!(pricing, Pricing::Free | Pricing::Custom), "{pricing} without");
            assert!(!with(pricing, -1) && !with(pricing, MOST.0 + 1), "{pricing} out of bounds");
        }
    }

    #[test]
    fn a_find_has_an_address() {
        assert_eq!(fields(checked(&Typed { kind: OfferKind::Link, ..bo() })), ["external_url"]);
        assert!(checked(&Typed { kind: OfferKind::Link, external_url: "https://example.org".into(), ..bo() }).is_ok());
        assert!(checked(&Typed { kind: OfferKind::App, ..bo() }).is_ok());
    }

    #[test]
    fn only_apps_are_at_a_stage_and_only_courses_have_a_length() {
        for kind in OfferKind::ALL.iter().copied() {
            let typed = Typed { kind, external_url: "https://example.org".into(), ..bo() };
            let staged = |stage| checked(&Typed { stage: Some(stage), ..typed.clone() });
            let long = checked(&Typed { length: " six lessons ".into(), ..typed.clone() });
            let related = checked(&Typed { related_offer: Some(OfferId(7)), ..typed.clone() });
            if kind == OfferKind::App {
                assert!(Stage::ALL.iter().all(|stage| staged(*stage).is_ok_and(|clean| clean.stage == Some(*stage))));
                assert_eq!(fields(related), ["related_offer"]);
            } else {
                assert_eq!(fields(staged(Stage::Idea)), ["stage"], "{kind}");
                assert_eq!(related.map(|clean| clean.related_offer), Ok(Some(OfferId(7))), "{kind}");
            }
            match kind {
                OfferKind::Course => assert_eq!(long.map(|clean| clean.length), Ok("six lessons".into())),
                _ => assert_eq!(fields(long), ["length"], "{kind}"),
            }
            let new = (kind == OfferKind::App).then_some(Stage::Live);
            assert_eq!((stage_of_new(kind, None), checked(&typed).map(|clean| clean.stage)), (new, Ok(None)), "{kind}");
        }
        let length = |most: usize| checked(&Typed { kind: OfferKind::Course, length: "ä".repeat(most), ..bo() });
        assert!(length(LONGEST_LENGTH).is_ok());
        assert_eq!(fields(length(LONGEST_LENGTH + 1)), ["length"]);
    }

    #[test]
    fn the_life_of_an_offer_is_the_diagrams() {
        let allowed = [
            (Draft, Active),
            (Draft, Archived),
            (Active, Paused),
            (Active, Archived),
            (Paused, Active),
            (Paused, Archived),
            (Archived, Draft),
        ];
        for from in OfferStatus::ALL.iter().copied() {
            for to in OfferStatus::ALL.iter().copied() {
                assert_eq!(step(from, to).is_ok(), allowed.contains(&(from, to)), "{from} to {to}");
            }
        }
        assert_eq!(steps(Active), [Paused, Archived]);
        assert!(may_edit(Draft).is_ok() && may_edit(Archived).is_err());
        assert_eq!(OfferStatus::ALL.iter().filter(|s| may_request(**s)).collect::<Vec<_>>(), [&Active]);
        assert_eq!(OfferStatus::ALL.iter().filter(|s| is_readable(**s)).collect::<Vec<_>>(), [&Active, &Paused]);
    }

    #[test]
    fn until_payments_exist_priced_offers_are_published_and_requested() {
        for pricing in Pricing::ALL.iter().copied() {
            assert_eq!(may_publish(pricing), Ok(()), "{pricing}");
            assert_eq!(price_note(pricing).is_some(), pricing != Pricing::Free, "{pricing}");
        }
        assert_eq!(request_words(OfferKind::Service, Pricing::Hourly), "Request");
        assert_eq!(request_words(OfferKind::Course, Pricing::Custom), "Request");
        assert_eq!(request_words(OfferKind::Course, Pricing::Free), "Enroll");
        assert_eq!(request_words(OfferKind::App, Pricing::Free), "Try it");
    }

    #[test]
    fn no_offer_takes_the_maps_words() {
        for word in RESERVED {
            let slug = slug_for_offer(word);
            assert!(!RESERVED.contains(&slug.as_str()) && !RESERVED.contains(&slug_try(&slug, 2).as_str()), "{word}");
        }
        assert_eq!(slug_for_offer("Asks!"), "asks-offer");
        assert_eq!(slug_for_offer("Logo in a day"), "logo-in-a-day");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_passes_clean_or_is_said(title: String, description: String, body: String, external_url: String, price: i64, tools: Vec<String>,
                                                     pricing in proptest::sample::select(Pricing::ALL.to_vec()), kind in proptest::sample::select(OfferKind::ALL.to_vec())) {
            let draft = Typed { title, description, body, external_url, price: Cents(price), tools, pricing, kind, ..Typed::default() };
            match checked(&draft) {
                Ok(clean) => prop_assert_eq!(checked(&clean), Ok(clean.clone())),
                Err(Refusal::Mend(problems)) => prop_assert!(!problems.is_empty()),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }

        #[test]
        fn no_title_makes_a_slug_of_the_map(title: String) {
            prop_assert!(!RESERVED.contains(&slug_for_offer(&title).as_str()));
        }
    }
}
