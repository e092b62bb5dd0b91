//! Whether a pair still fits when it is stored, which pairs are told, and the line a first message begins with.

use std::collections::HashMap;

use super::{Pair, STORED_PER_POST, TOLD_PER_POST};
use crate::{
    asks::{self, AskKind, AskStatus},
    kernel::{
        ids::UserId,
        money::Cents,
        text::excerpt,
        time::{DAY, Timestamp},
    },
    offers::{self, OfferKind, OfferStatus, Pricing},
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

/// Of so many asks that still wait somebody is told who comes, the newest.
pub const SECOND_CHANCES_AT_ONCE: usize = 3;
/// Of an ask that somebody was told of before that, they are told no more.
pub const SECOND_CHANCE_WITHIN: i64 = 7 * DAY;

/// An ask that a helper was told of while they were not here, and the helper, who comes now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missed {
    pub told_at: Timestamp,
    /// It can be answered.
    pub open: bool,
    /// Answers, and places that somebody holds who is writing one.
    pub answers: i64,
    pub held: i64,
    /// Somebody else who was told was here then.
    pub others_were_here: bool,
    /// Their card stands: not withdrawn, put aside by either of the two, or written about.
    pub stands: bool,
    /// They have read it by now, or were told of it once more.
    pub known: bool,
    /// They are full, or have paused their matches, or muted whoever asked.
    pub quiet: bool,
    pub blocked: bool,
}

/// Whether a helper who comes is told once more of an ask.
pub fn has_second_chance(missed: &Missed, now: Timestamp) -> bool {
    let waits = missed.open && missed.answers == 0 && missed.held == 0 && !missed.others_were_here;
    let fits = missed.stands && !missed.known && !missed.quiet && !missed.blocked;
    waits && fits && now.since(missed.told_at) < SECOND_CHANCE_WITHIN
}

/// So many cards a day somebody is sent because others asked; what fits beyond waits in their list.
pub const CARDS_A_DAY: i64 = 5;

/// The one who offers, of a pair: what speaks against sending them one more card, and for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Helper {
    pub who: UserId,
    /// By their own word, or spared.
    pub full: bool,
    /// How many more they may be sent today; `None`: as many as there are.
    pub left: Option<i64>,
    /// Nobody was ever told of anything they offer.
    pub newcomer: bool,
    /// This pair was told before, and nobody has written or put it aside: it keeps its place.
    pub told: bool,
}

/// The pairs of one post that are kept, best first: each once, each with two reasons at least. Of those above the floor the best
/// are told: not to who is full or has had enough cards today, and the last place goes to a newcomer where one fits and none is
/// among the others, since who is never sent to can never show what they can do. The rest is a list.
pub fn tell(pairs: Vec<Pair>, helper_of: impl Fn(&Pair) -> Helper) -> Vec<Pair> {
    let mut kept = keep(pairs);
    let mut sent: HashMap<UserId, i64> = HashMap::new();
    let (mut told, mut may_be_told) = (Vec::new(), Vec::new());
    for (place, pair) in kept.iter_mut().enumerate() {
        if !std::mem::take(&mut pair.tell) {
            continue;
        }
        let helper = helper_of(pair);
        if helper.told {
            told.push(place);
            continue;
        }
        let before = sent.entry(helper.who).or_default();
        if !helper.full && helper.left.is_none_or(|left| *before < left) {
            *before += 1;
            may_be_told.push((place, helper.newcomer));
        }
    }
    let free = TOLD_PER_POST.saturating_sub(told.len()).min(may_be_told.len());
    let (best, others) = may_be_told.split_at(free);
    told.truncate(TOLD_PER_POST);
    told.extend(best.iter().map(|(place, _)| *place));
    let first_chance = others.iter().find(|(_, newcomer)| *newcomer).filter(|_| !best.iter().any(|(_, newcomer)| *newcomer));
    if let (Some((place, _)), Some(last)) = (first_chance, told.last_mut().filter(|_| free > 0)) {
        *last = *place;
    }
    for place in told {
        kept[place].tell = true;
    }
    kept
}

fn keep(mut pairs: Vec<Pair>) -> Vec<Pair> {
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
    kept
}

/// What an ask and an offer say of money and language, and whether who offers has time: what a card holds against a pair.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub budget_max: Option<Cents>,
    pub budget_currency: &'a str,
    pub pricing: Pricing,
    pub price: Cents,
    pub price_currency: &'a str,
    /// ISO 639-1 or nothing, as the next one.
    pub ask_language: &'a str,
    pub offer_language: &'a str,
    /// Whoever offers takes on no more for now.
    pub helper_full: bool,
}

/// Why something is shown to somebody: what they said they are into. Told to them alone.
pub fn into_words(name: &str) -> String {
    crate::say("site-into").with("name", name).to_string()
}

/// What speaks against a pair, for one of its two people.
pub fn missing(reader_asks: bool, terms: &Terms) -> Vec<String> {
    let mut all = Vec::new();
    let named = terms.pricing.is_paid() && terms.pricing != Pricing::Custom;
    if let Some(most) = terms.budget_max.filter(|_| named) {
        let same_money = terms.price_currency == terms.budget_currency;
        // Two currencies are not compared: both are said, for the reader to judge.
        let words = match (reader_asks, same_money && terms.price > most) {
            (true, true) => "rule-matches-they-ask-your-budget-is",
            (false, true) => "rule-matches-you-ask-their-budget-is",
            _ if same_money => "",
            (true, _) => "rule-matches-they-ask-your-budget-is-other-money",
            (false, _) => "rule-matches-you-ask-their-budget-is-other-money",
        };
        if !words.is_empty() {
            let price = offers::price_words(terms.pricing, terms.price, terms.price_currency);
            all.push(crate::say(words).with("price", price).with("most", most.words(terms.budget_currency)).to_string());
        }
    }
    let (ask, offer) = (terms.ask_language, terms.offer_language);
    if !ask.is_empty() && !offer.is_empty() && ask != offer {
        all.push(crate::fixed("rule-matches-theirs-is-in-another-language-than-yours").to_owned());
    }
    if terms.helper_full {
        all.push(
            if reader_asks {
                crate::fixed("rule-matches-they-have-enough-to-do-right-now")
            } else {
                crate::fixed("rule-matches-you-are-full-right-now")
            }
            .to_owned(),
        );
    }
    all
}

/// A title up to here is repeated whole; of a longer one its first part, to where the writer paused.
const TITLE: usize = 90;
/// A part that is shorter says too little.
const LEAST_OF_TITLE: usize = 20;

/// A first line to begin with, in the reader's voice: who asks says what they saw and need, who offers says what they
/// could do. `budget`: what who asks would pay, in words; said by them alone. `name` is the other one's. It ends with a space, so
/// that one writes on.
pub fn first_line(reader_asks: bool, ask: (&str, AskKind), budget: Option<&str>, offer: (&str, OfferKind), name: &str) -> String {
    let (ask_title, ask_kind) = (quoted(ask.0), ask.1);
    let (offer_title, offer_kind) = (quoted(offer.0), offer.1);
    let name = first_name(name);
    if reader_asks {
        let (saw, need) = (saw(offer_kind), need(ask_kind));
        let budget = budget.map_or(String::new(), |budget| format!("{} ", crate::say("rule-matches-my-budget").with("budget", budget)));
        crate::say("rule-matches-hi-offer")
            .with("name", name)
            .with("saw", saw)
            .with("offer", offer_title)
            .with("need", need)
            .with("ask", ask_title)
            .to_string()
            + " "
            + &budget
    } else {
        let could = could(offer_kind, ask_kind);
        let title = if could.ends_with(':') { format!(" {offer_title}.") } else { String::new() };
        crate::say("rule-matches-hi-ask").with("name", name).with("ask", ask_title).to_string() + " " + could + &title + " "
    }
}

fn saw(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::App => crate::fixed("rule-matches-your-app"),
        OfferKind::Template => crate::fixed("rule-matches-your-template"),
        OfferKind::Course => crate::fixed("rule-matches-your-course"),
        OfferKind::Post => crate::fixed("rule-matches-what-you-wrote"),
        OfferKind::Link => crate::fixed("rule-matches-your-find"),
        OfferKind::Service | OfferKind::Skill => crate::fixed("rule-matches-that-you-offer"),
        OfferKind::Mentorship => crate::fixed("rule-matches-that-you-stay-at-peoples-side"),
        OfferKind::Feedback => crate::fixed("rule-matches-that-you-try-things-out-and-say-what-you"),
    }
}

fn need(kind: AskKind) -> &'static str {
    match kind {
        AskKind::BetaTester => crate::fixed("rule-matches-i-am-looking-for-people-to-try-something-i"),
        AskKind::Feedback => crate::fixed("rule-matches-i-would-love-to-hear-what-you-think"),
        AskKind::Collaborator => crate::fixed("rule-matches-i-am-looking-for-somebody-to-build-with"),
        AskKind::Learning => crate::fixed("rule-matches-i-would-like-to-learn"),
        AskKind::Hire => crate::fixed("rule-matches-i-would-like-to-pay-somebody-for-this"),
        AskKind::Advice => crate::fixed("rule-matches-i-could-use-a-hand"),
        AskKind::Introduction => crate::fixed("rule-matches-i-am-hoping-to-be-introduced"),
    }
}

/// What somebody who offers could do for who asks; with a colon, the offer's title follows.
fn could(offer: OfferKind, ask: AskKind) -> &'static str {
    match (offer, ask) {
        (OfferKind::Feedback, AskKind::BetaTester) => crate::fixed("rule-matches-i-would-love-to-try-it-and-tell-you"),
        (OfferKind::Feedback, AskKind::Feedback) => crate::fixed("rule-matches-i-would-love-to-look-at-it-and-tell"),
        (_, AskKind::Introduction) => crate::fixed("rule-matches-i-may-know-somebody-this-is-what-i-do"),
        (OfferKind::App, _) => crate::fixed("rule-matches-i-built-something-that-may-help"),
        (OfferKind::Template, _) => crate::fixed("rule-matches-i-have-a-template-that-may-save-you-some"),
        (OfferKind::Course, _) => crate::fixed("rule-matches-i-have-a-course-that-may-help"),
        (OfferKind::Post, _) => crate::fixed("rule-matches-i-wrote-something-that-may-help"),
        (OfferKind::Link, _) => crate::fixed("rule-matches-i-found-something-that-may-help"),
        (OfferKind::Service, _) => crate::fixed("rule-matches-i-could-do-that-with-you-or-for-you"),
        (OfferKind::Mentorship, _) => crate::fixed("rule-matches-i-could-stay-at-your-side-for-a-while"),
        (OfferKind::Skill, _) => crate::fixed("rule-matches-i-can-lend-you-a-hand"),
        (OfferKind::Feedback, _) => crate::fixed("rule-matches-i-could-look-at-it-and-tell-you-what"),
    }
}

/// Never broken off: it goes out in somebody's own name.
fn quoted(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = title.trim_end_matches(['…', '.', ',', ':', ';', ' ']);
    let within = |at: usize| (LEAST_OF_TITLE..=TITLE).contains(&title[..at].chars().count());
    let mut pauses = title.match_indices([',', ';', ':', '.', '!', '?', '(', '–']).map(|(at, _)| at);
    let end = if title.chars().count() <= TITLE { None } else { pauses.rfind(|at| within(*at)) };
    format!("“{}”", title[..end.unwrap_or(title.len())].trim_end())
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
    use crate::{
        kernel::ids::{AskId, OfferId},
        matches::Facts,
    };
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
        Pair {
            ask: AskId(1),
            offer: OfferId(offer),
            score,
            reasons: reasons.iter().map(|r| (*r).to_owned()).collect(),
            tell: true,
            facts: Facts::default(),
        }
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
        assert_eq!(tell_all(vec![pair(1, 900, &["you both mention Midjourney"])]), []);
        assert_eq!(tell_all(vec![pair(1, 900, &["both say: copy", " both say: copy ", ""])]), []);
        assert_eq!(tell_all(vec![pair(1, 900, &["both say: copy", "needs testers, offers to test"])]).len(), 1);
    }

    #[test]
    fn the_best_seven_are_told_and_twenty_are_kept() {
        let kept = tell_all((0..40).map(|n| pair(n, n * 10, &["a", "b"])).collect());
        assert_eq!(kept.len(), STORED_PER_POST);
        assert_eq!(kept.iter().map(|p| p.score).take(3).collect::<Vec<_>>(), [390, 380, 370]);
        assert_eq!(kept.iter().filter(|p| p.tell).count(), TOLD_PER_POST);
        assert!(kept[..TOLD_PER_POST].iter().all(|p| p.tell));
    }

    /// Everybody has room, nobody is new, nothing was told before; each offer is somebody's own.
    fn anybody(pair: &Pair) -> Helper {
        Helper { who: UserId(100 + pair.offer.0), full: false, left: None, newcomer: false, told: false }
    }

    fn tell_all(pairs: Vec<Pair>) -> Vec<Pair> {
        tell(pairs, anybody)
    }

    fn told_offers(kept: &[Pair]) -> Vec<i64> {
        kept.iter().filter(|p| p.tell).map(|p| p.offer.0).collect()
    }

    /// Offers 0–29, of which 29 fits best.
    fn many() -> Vec<Pair> {
        (0..30).map(|n| pair(n, 500 + n, &["a", "b"])).collect()
    }

    #[test]
    fn who_is_full_or_has_had_enough_today_is_not_sent_to_and_the_next_best_is() {
        let kept = tell(many(), |p| match p.offer.0 {
            29 => Helper { full: true, ..anybody(p) },
            28 => Helper { left: Some(0), ..anybody(p) },
            _ => anybody(p),
        });
        assert_eq!(told_offers(&kept), [27, 26, 25, 24, 23, 22, 21]);
        assert_eq!(kept.len(), STORED_PER_POST, "they wait in the list");
    }

    #[test]
    fn what_somebody_may_still_be_sent_is_shared_by_all_they_offer() {
        let kept = tell(many(), |p| Helper { who: BO, left: Some(2), ..anybody(p) });
        assert_eq!(told_offers(&kept), [29, 28]);
    }

    #[test]
    fn the_last_place_is_a_newcomers_unless_one_is_among_the_others() {
        let new = |n: i64| move |p: &Pair| Helper { newcomer: p.offer.0 == n, ..anybody(p) };
        assert_eq!(told_offers(&tell(many(), new(12))), [29, 28, 27, 26, 25, 24, 12]);
        assert_eq!(told_offers(&tell(many(), new(27))), [29, 28, 27, 26, 25, 24, 23]);
        let too_far_down = 3;
        assert_eq!(told_offers(&tell(many(), new(too_far_down))), [29, 28, 27, 26, 25, 24, 23]);
    }

    #[test]
    fn what_was_told_keeps_its_place_so_that_a_second_look_tells_nobody_else() {
        let first = told_offers(&tell(many(), |p| Helper { newcomer: p.offer.0 == 12, ..anybody(p) }));
        let again = tell(many(), |p| Helper { told: first.contains(&p.offer.0), ..anybody(p) });
        assert_eq!(told_offers(&again), first);
    }

    #[test]
    fn below_the_floor_nobody_is_told() {
        let low = Pair { tell: false, ..pair(1, 999, &["a", "b"]) };
        let kept = tell_all(vec![low, pair(2, 500, &["a", "b"])]);
        assert_eq!(kept.iter().map(|p| (p.offer.0, p.tell)).collect::<Vec<_>>(), [(2, true), (1, false)]);
    }

    #[test]
    fn an_ask_that_nobody_was_here_for_has_a_second_chance_while_it_waits() {
        let missed = Missed {
            told_at: NOW,
            open: true,
            answers: 0,
            held: 0,
            others_were_here: false,
            stands: true,
            known: false,
            quiet: false,
            blocked: false,
        };
        assert!(has_second_chance(&missed, NOW.plus(SECOND_CHANCE_WITHIN - 1)));
        assert!(!has_second_chance(&missed, NOW.plus(SECOND_CHANCE_WITHIN)));
        for without in [
            Missed { open: false, ..missed },
            Missed { answers: 1, ..missed },
            Missed { held: 1, ..missed },
            Missed { others_were_here: true, ..missed },
            Missed { stands: false, ..missed },
            Missed { known: true, ..missed },
            Missed { quiet: true, ..missed },
            Missed { blocked: true, ..missed },
        ] {
            assert!(!has_second_chance(&without, NOW), "{without:?}");
        }
    }

    #[test]
    fn the_first_line_is_in_the_readers_voice() {
        let (ask, offer) = (("Beta testers for Kinlia", AskKind::BetaTester), ("I test apps in the evening", OfferKind::Feedback));
        assert_eq!(
            first_line(true, ask, None, offer, "Bo Larsen"),
            "Hi Bo, I saw that you try things out and say what you think: “I test apps in the evening”. \
             I am looking for people to try something I made: “Beta testers for Kinlia”. "
        );
        assert_eq!(
            first_line(false, ask, Some("up to $100"), offer, "Ana"),
            "Hi Ana, I saw your ask “Beta testers for Kinlia”. I would love to try it and tell you how it went. "
        );
        let (logo, logos) = (("A logo for my bakery", AskKind::Hire), ("Logos in a day", OfferKind::Service));
        assert_eq!(
            first_line(false, logo, None, logos, "Dr. Cy Wu"),
            "Hi Dr. Cy Wu, I saw your ask “A logo for my bakery”. I could do that with you or for you: “Logos in a day”. "
        );
        assert_eq!(
            first_line(true, logo, Some("up to $100"), logos, "Cy"),
            "Hi Cy, I saw that you offer “Logos in a day”. \
             I would like to pay somebody for this: “A logo for my bakery”. My budget: up to $100. "
        );
    }

    #[test]
    fn a_title_is_never_broken_off_in_what_one_sends() {
        assert_eq!(quoted("A logo for my bakery."), "“A logo for my bakery”");
        let long = "Posts for my bakery that sound like me, since what I get from the machine sounds like everybody else on the web";
        assert_eq!(quoted(long), "“Posts for my bakery that sound like me”");
        let without_a_pause = "word ".repeat(40);
        assert_eq!(quoted(&format!("{without_a_pause}…")), format!("“{}”", without_a_pause.trim_end()));
    }

    #[test]
    fn what_speaks_against_a_pair_is_said_to_each_in_their_words() {
        let terms = Terms {
            budget_max: Some(Cents(10_000)),
            budget_currency: "usd",
            pricing: Pricing::Hourly,
            price: Cents(15_000),
            price_currency: "usd",
            ask_language: "en",
            offer_language: "de",
            helper_full: false,
        };
        assert_eq!(missing(true, &terms), ["they ask $150/hr, your budget is $100", "theirs is in a different language from yours"]);
        assert_eq!(missing(false, &terms)[0], "you ask $150/hr, their budget is $100");
        let full = Terms { helper_full: true, ..terms };
        assert_eq!(missing(true, &full)[2], "they have enough to do right now");
        assert_eq!(missing(false, &full)[2], "you said you are full right now");
        let other = Terms { price_currency: "eur", ..terms };
        assert_eq!(missing(true, &other)[0], "they ask €150/hr, you said at most $100: two currencies, so look twice");
        assert_eq!(missing(false, &other)[0], "you ask €150/hr, they said at most $100: two currencies, so look twice");
        let fits =
            [Terms { price: Cents(10_000), ..terms }, Terms { budget_max: None, ..terms }, Terms { pricing: Pricing::Custom, ..terms }];
        for terms in fits {
            assert_eq!(missing(true, &Terms { offer_language: "", ..terms }), [""; 0], "{terms:?}");
        }
    }

    #[test]
    fn every_pair_of_kinds_has_a_short_line_that_can_be_sent() {
        let long = "word ".repeat(40);
        for ask in AskKind::ALL.iter().copied() {
            for offer in OfferKind::ALL.iter().copied() {
                for reader_asks in [true, false] {
                    let line = first_line(reader_asks, (&long, ask), Some("$50 to $100"), (&long, offer), "Bo");
                    assert!(line.chars().count() <= 600 && line.ends_with(". ") && !line.contains(['—', '…']), "{line}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn whatever_is_found_few_are_told_and_best_first(found in proptest::collection::vec((0i64..30, -50i64..2_000, 0usize..4, any::<bool>()), 0..60)) {
            let reasons = ["a", "b", "c"];
            let pairs = found.into_iter().map(|(offer, score, n, tell)| Pair { tell, ..pair(offer, score, &reasons[..n.min(3)]) }).collect();
            let kept = tell_all(pairs);
            prop_assert!(kept.len() <= STORED_PER_POST && kept.iter().filter(|p| p.tell).count() <= TOLD_PER_POST);
            prop_assert!(kept.iter().all(|p| p.reasons.len() >= LEAST_REASONS && (0..=1_000).contains(&p.score)));
            let mut offers: Vec<_> = kept.iter().map(|p| p.offer).collect();
            offers.sort();
            offers.dedup();
            prop_assert_eq!(offers.len(), kept.len(), "each pair once");
            prop_assert_eq!(tell_all(kept.clone()).iter().filter(|p| p.tell).count(), kept.iter().filter(|p| p.tell).count());
        }
    }
}
