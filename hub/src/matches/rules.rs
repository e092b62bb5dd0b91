//! Whether a pair still fits when it is stored, which pairs are told, and the line a first message begins with.

use super::{Pair, STORED_PER_POST, TOLD_PER_POST};
use crate::{
    asks::{self, AskKind, AskStatus},
    kernel::{ids::UserId, text::excerpt, time::Timestamp},
    offers::{self, OfferKind, OfferStatus},
};

/// Fewer reasons than this, and it is no match.
pub const LEAST_REASONS: usize = 2;

/// What is known of an ask in the transaction that stores its matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskFacts {
    pub owner: UserId,
    pub status: AskStatus,
    pub archived: bool,
    pub expires_at: Option<Timestamp>,
    pub owner_suspended: bool,
    /// It was reported and is hidden.
    pub hidden: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferFacts {
    pub owner: UserId,
    pub status: OfferStatus,
    pub owner_suspended: bool,
    pub hidden: bool,
}

/// Re-decides a found pair. `blocked`: either of the two has blocked the other.
pub fn still_fits(ask: &AskFacts, offer: &OfferFacts, blocked: bool, now: Timestamp) -> bool {
    asks::rules::may_answer(ask.status, ask.archived, ask.expires_at, now)
        && offers::rules::may_request(offer.status)
        && ask.owner != offer.owner
        && !ask.owner_suspended
        && !offer.owner_suspended
        && !ask.hidden
        && !offer.hidden
        && !blocked
}

/// The pairs of one post that are kept, best first: each once, each with two reasons at least, the best of those above
/// the floor told, the rest a list.
pub fn tell(mut pairs: Vec<Pair>) -> Vec<Pair> {
    for pair in &mut pairs {
        let mut said = Vec::new();
        for reason in pair.reasons.drain(..).map(|r| r.trim().to_owned()).filter(|r| !r.is_empty()) {
            if !said.contains(&reason) {
                said.push(reason);
            }
        }
        pair.reasons = said;
        pair.score = pair.score.clamp(0, 1_000);
    }
    pairs.retain(|p| p.reasons.len() >= LEAST_REASONS);
    // Numbers decide between equals, so that the same look has the same outcome.
    pairs.sort_by_key(|p| (std::cmp::Reverse(p.tell), std::cmp::Reverse(p.score), p.ask, p.offer));
    let mut kept = Vec::with_capacity(pairs.len());
    for pair in pairs {
        if !kept.iter().any(|k: &Pair| (k.ask, k.offer) == (pair.ask, pair.offer)) {
            kept.push(pair);
        }
    }
    kept.truncate(STORED_PER_POST);
    for (place, pair) in kept.iter_mut().enumerate() {
        pair.tell &= place < TOLD_PER_POST;
    }
    kept
}

/// How much of a title a first line repeats.
const TITLE: usize = 70;

/// A first line to begin with, in the reader's voice: who asks says what they saw and need, who offers says what they
/// could do. `name` is the other one's. It ends with a space, so that one writes on.
pub fn first_line(reader_asks: bool, ask: (&str, AskKind), offer: (&str, OfferKind), name: &str) -> String {
    let (ask_title, ask_kind) = (quoted(ask.0), ask.1);
    let (offer_title, offer_kind) = (quoted(offer.0), offer.1);
    let name = first_name(name);
    if reader_asks {
        let (saw, need) = (saw(offer_kind), need(ask_kind));
        format!("Hi {name}, I saw {saw} {offer_title}. {need} {ask_title}. ")
    } else {
        let could = could(offer_kind, ask_kind);
        let title = if could.ends_with(':') { format!(" {offer_title}.") } else { String::new() };
        format!("Hi {name}, I saw your ask {ask_title}. {could}{title} ")
    }
}

fn saw(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::App => "your app",
        OfferKind::Template => "your template",
        OfferKind::Course => "your course",
        OfferKind::Post => "what you wrote:",
        OfferKind::Link => "your find",
        OfferKind::Service | OfferKind::Skill => "that you offer",
        OfferKind::Mentorship => "that you stay at people's side:",
        OfferKind::Feedback => "that you try things out and say what you think:",
    }
}

fn need(kind: AskKind) -> &'static str {
    match kind {
        AskKind::BetaTester => "I am looking for people to try something I made:",
        AskKind::Feedback => "I would love to hear what you think:",
        AskKind::Collaborator => "I am looking for somebody to build with:",
        AskKind::Learning => "I would like to learn:",
        AskKind::Hire => "I would like to pay somebody for this:",
        AskKind::Advice => "I could use a hand:",
        AskKind::Introduction => "I am hoping to be introduced:",
    }
}

/// What somebody who offers could do for who asks; with a colon, the offer's title follows.
fn could(offer: OfferKind, ask: AskKind) -> &'static str {
    match (offer, ask) {
        (OfferKind::Feedback, AskKind::BetaTester) => "I would love to try it and tell you how it went.",
        (OfferKind::Feedback, AskKind::Feedback) => "I would love to look at it and tell you what I think.",
        (_, AskKind::Introduction) => "I may know somebody. This is what I do:",
        (OfferKind::App, _) => "I built something that may help:",
        (OfferKind::Template, _) => "I have a template that may save you some work:",
        (OfferKind::Course, _) => "I have a course that may help:",
        (OfferKind::Post, _) => "I wrote something that may help:",
        (OfferKind::Link, _) => "I found something that may help:",
        (OfferKind::Service, _) => "I could do that with you or for you:",
        (OfferKind::Mentorship, _) => "I could stay at your side for a while:",
        (OfferKind::Skill, _) => "I can lend you a hand:",
        (OfferKind::Feedback, _) => "I could look at it and tell you what I think:",
    }
}

fn quoted(title: &str) -> String {
    format!("“{}”", excerpt(title, TITLE))
}

/// The name people are called by: its first word, unless that is short for something (“Dr.”).
fn first_name(name: &str) -> String {
    let whole = excerpt(name, 80);
    match whole.split(' ').next() {
        Some(first) if first.chars().count() > 1 && !first.ends_with('.') => first.trim_end_matches(',').to_owned(),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ids::{AskId, OfferId};
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp(1_000);
    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);

    fn ask() -> AskFacts {
        AskFacts { owner: ANA, status: AskStatus::Open, archived: false, expires_at: None, owner_suspended: false, hidden: false }
    }

    fn offer() -> OfferFacts {
        OfferFacts { owner: BO, status: OfferStatus::Active, owner_suspended: false, hidden: false }
    }

    fn pair(offer: i64, score: i64, reasons: &[&str]) -> Pair {
        Pair { ask: AskId(1), offer: OfferId(offer), score, reasons: reasons.iter().map(|r| (*r).to_owned()).collect(), tell: true }
    }

    #[test]
    fn what_changed_while_the_matcher_looked_fits_no_more() {
        assert!(still_fits(&ask(), &offer(), false, NOW));
        assert!(!still_fits(&ask(), &offer(), true, NOW), "blocked");
        for status in AskStatus::ALL.iter().filter(|s| **s != AskStatus::Open) {
            assert!(!still_fits(&AskFacts { status: *status, ..ask() }, &offer(), false, NOW), "{status}");
        }
        for status in OfferStatus::ALL.iter().filter(|s| **s != OfferStatus::Active) {
            assert!(!still_fits(&ask(), &OfferFacts { status: *status, ..offer() }, false, NOW), "{status}");
        }
        assert!(!still_fits(&AskFacts { archived: true, ..ask() }, &offer(), false, NOW));
        assert!(!still_fits(&AskFacts { expires_at: Some(NOW), ..ask() }, &offer(), false, NOW));
        assert!(!still_fits(&AskFacts { owner_suspended: true, ..ask() }, &offer(), false, NOW));
        assert!(!still_fits(&ask(), &OfferFacts { owner_suspended: true, ..offer() }, false, NOW));
        assert!(!still_fits(&AskFacts { hidden: true, ..ask() }, &offer(), false, NOW));
        assert!(!still_fits(&ask(), &OfferFacts { hidden: true, ..offer() }, false, NOW));
        assert!(!still_fits(&ask(), &OfferFacts { owner: ANA, ..offer() }, false, NOW), "nobody is matched with themselves");
    }

    #[test]
    fn one_reason_is_no_match_and_the_same_reason_twice_is_one() {
        assert_eq!(tell(vec![pair(1, 900, &["you both mention Midjourney"])]), []);
        assert_eq!(tell(vec![pair(1, 900, &["both say: copy", " both say: copy ", ""])]), []);
        assert_eq!(tell(vec![pair(1, 900, &["both say: copy", "needs testers, offers to test"])]).len(), 1);
    }

    #[test]
    fn the_best_seven_are_told_and_twenty_are_kept() {
        let kept = tell((0..40).map(|n| pair(n, n * 10, &["a", "b"])).collect());
        assert_eq!(kept.len(), STORED_PER_POST);
        assert_eq!(kept.iter().map(|p| p.score).take(3).collect::<Vec<_>>(), [390, 380, 370]);
        assert_eq!(kept.iter().filter(|p| p.tell).count(), TOLD_PER_POST);
        assert!(kept[..TOLD_PER_POST].iter().all(|p| p.tell));
    }

    #[test]
    fn below_the_floor_nobody_is_told() {
        let low = Pair { tell: false, ..pair(1, 999, &["a", "b"]) };
        let kept = tell(vec![low, pair(2, 500, &["a", "b"])]);
        assert_eq!(kept.iter().map(|p| (p.offer.0, p.tell)).collect::<Vec<_>>(), [(2, true), (1, false)]);
    }

    #[test]
    fn the_first_line_is_in_the_readers_voice() {
        let (ask, offer) = (("Beta testers for Kinlia", AskKind::BetaTester), ("I test apps in the evening", OfferKind::Feedback));
        assert_eq!(
            first_line(true, ask, offer, "Bo Larsen"),
            "Hi Bo, I saw that you try things out and say what you think: “I test apps in the evening”. \
             I am looking for people to try something I made: “Beta testers for Kinlia”. "
        );
        assert_eq!(
            first_line(false, ask, offer, "Ana"),
            "Hi Ana, I saw your ask “Beta testers for Kinlia”. I would love to try it and tell you how it went. "
        );
        assert_eq!(
            first_line(false, ("A logo for my bakery", AskKind::Hire), ("Logos in a day", OfferKind::Service), "Dr. Cy Wu"),
            "Hi Dr. Cy Wu, I saw your ask “A logo for my bakery”. I could do that with you or for you: “Logos in a day”. "
        );
    }

    #[test]
    fn every_pair_of_kinds_has_a_short_line_that_can_be_sent() {
        let long = "word ".repeat(40);
        for ask in AskKind::ALL.iter().copied() {
            for offer in OfferKind::ALL.iter().copied() {
                for reader_asks in [true, false] {
                    let line = first_line(reader_asks, (&long, ask), (&long, offer), "Bo");
                    assert!(line.chars().count() <= 300 && line.ends_with(". ") && !line.contains('—'), "{line}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_found_few_are_told_and_best_first(found in proptest::collection::vec((0i64..30, -50i64..2_000, 0usize..4, any::<bool>()), 0..60)) {
            let reasons = ["a", "b", "c"];
            let pairs = found.into_iter().map(|(offer, score, n, tell)| Pair { tell, ..pair(offer, score, &reasons[..n.min(3)]) }).collect();
            let kept = tell(pairs);
            prop_assert!(kept.len() <= STORED_PER_POST && kept.iter().filter(|p| p.tell).count() <= TOLD_PER_POST);
            prop_assert!(kept.iter().all(|p| p.reasons.len() >= LEAST_REASONS && (0..=1_000).contains(&p.score)));
            let mut offers: Vec<_> = kept.iter().map(|p| p.offer).collect();
            offers.sort();
            offers.dedup();
            prop_assert_eq!(offers.len(), kept.len(), "each pair once");
            prop_assert_eq!(tell(kept.clone()).iter().filter(|p| p.tell).count(), kept.iter().filter(|p| p.tell).count());
        }
    }
}
