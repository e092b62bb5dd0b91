//! Who is counted, when, and how that is said.

use super::{Counts, Receipt, Suggestion, Widening};
use crate::{
    asks::{ANY_LANGUAGE, AskKind, AskView},
    discovery::{LANGUAGES, language_name},
    kernel::{
        ids::AskId,
        time::{HOUR, MINUTE, Timestamp},
    },
};

/// An ask's people are counted this often at most.
pub const COUNTED_EVERY_MS: i64 = MINUTE;
/// Of fewer who were told nothing is said but that they were told.
pub const LEAST_TOLD: i64 = 3;
/// From here on a number is said.
pub const LEAST_SAID: i64 = 3;
/// An ask is silent when nobody has answered so long after somebody was told last.
pub const SILENT_AFTER_MS: i64 = 3 * HOUR;
/// So many widenings are suggested at a time.
pub const MOST_SUGGESTED: usize = 3;

/// Somebody who was told of an ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// They show read ticks, and whether they are here.
    pub shows_receipts: bool,
    pub shows_presence: bool,
    /// They have blocked whoever asked, or take part no more.
    pub gone: bool,
    pub here: bool,
    pub has_read: bool,
    pub writing: bool,
}

impl Told {
    /// Whether anything of them but that they were told may be counted.
    fn counts(&self) -> bool {
        self.shows_receipts && self.shows_presence && !self.gone
    }
}

/// Counts those who were told.
pub fn count(told: &[Told]) -> Counts {
    let all = |is: fn(&Told) -> bool| told.iter().filter(|one| one.counts() && is(one)).count() as i64;
    // Whoever holds a place is named to its owner beside this. To leave them out here would tell that they show no ticks.
    let writing = told.iter().filter(|one| one.writing && !one.gone).count() as i64;
    Counts { told: told.len() as i64, here: all(|one| one.here), read: all(|one| one.has_read), writing }
}

/// Whether an ask's people may be counted anew.
pub fn is_due(counted_at: Option<Timestamp>, now: Timestamp) -> bool {
    counted_at.is_none_or(|at| now.since(at) >= COUNTED_EVERY_MS)
}

/// What the owner shows of themselves: it is both ways, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    pub shows_receipts: bool,
    pub shows_presence: bool,
}

/// What an ask's owner is told of what was counted at `taken_at`.
pub fn said(ask: AskId, counts: Counts, owner: Owner, taken_at: Timestamp) -> Receipt {
    let told = counts.told;
    // The last one is never counted, or everybody who was told would be named by the number.
    let most = |n: i64| n.min(told - 1);
    let tells = told >= LEAST_TOLD;
    let part = |may: bool, words: String| if tells && may { words } else { String::new() };
    let here = part(owner.shows_presence, here_words(most(counts.here)));
    let read = part(owner.shows_receipts, read_words(most(counts.read)));
    let writing = part(true, writing_words(most(counts.writing)));
    let parts = [told_words(told), here.clone(), read.clone(), writing.clone()];
    let words = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    Receipt { ask, told, here, read, writing, words, taken_at, next_at: taken_at.plus(COUNTED_EVERY_MS) }
}

fn told_words(told: i64) -> String {
    if told > 0 {
        crate::say("rule-receipts-told").with("told", told).to_string()
    } else {
        crate::fixed("rule-receipts-nobody-told-yet").to_owned()
    }
}

fn here_words(n: i64) -> String {
    match n {
        ..1 => crate::fixed("rule-receipts-nobody-is-here-right-now").to_owned(),
        1..LEAST_SAID => crate::fixed("rule-receipts-a-few-are-here").to_owned(),
        n => crate::say("rule-receipts-are-here").with("n", n).to_string(),
    }
}

fn read_words(n: i64) -> String {
    match n {
        ..1 => crate::fixed("rule-receipts-nobody-has-read-it-yet").to_owned(),
        1..LEAST_SAID => crate::fixed("rule-receipts-some-have-read-it").to_owned(),
        n => crate::say("rule-receipts-have-read-it").with("n", n).to_string(),
    }
}

/// Nothing while nobody is: most of the time nobody is.
fn writing_words(n: i64) -> String {
    match n {
        ..1 => String::new(),
        1..LEAST_SAID => crate::fixed("rule-receipts-someone-is-writing").to_owned(),
        n => crate::say("rule-receipts-are-writing").with("n", n).to_string(),
    }
}

/// How an ask stands, as far as silence goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// It can be answered, and the matcher has looked at it.
    pub waits: bool,
    pub answers: i64,
    /// Places that are held: somebody is writing.
    pub held: i64,
    /// When somebody was told last.
    pub told_at: Option<Timestamp>,
}

/// Whether silence has lasted: nobody fitted, or nobody who was told has answered for hours.
pub fn is_silent(ask: Standing, now: Timestamp) -> bool {
    ask.waits && ask.answers == 0 && ask.held == 0 && ask.told_at.is_none_or(|at| now.since(at) >= SILENT_AFTER_MS)
}

/// What could be changed about an ask, to be tried by the matcher. `reads`: a language that whoever asks reads, ISO 639-1.
pub fn widenings(ask: &AskView, reads: &str) -> Vec<Widening> {
    let budget = ask.budget_max.map(|_| Widening::NoBudgetCap);
    let kinds = AskKind::ALL.iter().copied().filter(|kind| *kind != ask.kind).map(Widening::Kind);
    budget.into_iter().chain(kinds).chain(languages(ask, reads)).collect()
}

/// None where it is not known what the ask is written in: that keeps nobody from it.
fn languages(ask: &AskView, reads: &str) -> Vec<Widening> {
    if ask.language.is_empty() || ask.also_in == ANY_LANGUAGE {
        return Vec::new();
    }
    let theirs = LANGUAGES.iter().map(|(code, _)| *code).find(|code| *code == reads);
    let theirs = theirs.filter(|code| *code != ask.language && *code != ask.also_in).map(Widening::AlsoIn);
    theirs.into_iter().chain([Widening::AnyLanguage]).collect()
}

/// Those worth suggesting, the one that brings most first. `tried`: each with how many people more it brings.
pub fn suggest(ask: &AskView, tried: impl IntoIterator<Item = (Widening, usize)>) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> = tried
        .into_iter()
        .filter(|(_, more)| *more > 0)
        .map(|(widening, more)| Suggestion {
            widening: widening.word(),
            words: widening.words(ask.kind),
            more: more as i64,
            path: format!("/my/asks/{}/edit?widen={}#f-{}", ask.id, widening.word(), widening.field()),
        })
        .collect();
    all.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.more));
    all.truncate(MOST_SUGGESTED);
    all
}

/// Begins the words of widenings by language.
const LANGUAGE: &str = "language";

impl Widening {
    /// The ask as it would be.
    pub fn of(self, ask: &AskView) -> AskView {
        match self {
            Widening::NoBudgetCap => AskView { budget_max: None, ..ask.clone() },
            Widening::Kind(kind) => AskView { kind, ..ask.clone() },
            Widening::AlsoIn(code) => AskView { also_in: code.to_owned(), ..ask.clone() },
            Widening::AnyLanguage => AskView { also_in: ANY_LANGUAGE.to_owned(), ..ask.clone() },
        }
    }

    /// As it stands in an address.
    pub fn word(self) -> String {
        match self {
            Widening::NoBudgetCap => "budget".to_owned(),
            Widening::Kind(kind) => kind.word().to_owned(),
            Widening::AlsoIn(code) => format!("{LANGUAGE}-{code}"),
            Widening::AnyLanguage => LANGUAGE.to_owned(),
        }
    }

    /// The field of the ask's form that it changes.
    fn field(self) -> &'static str {
        match self {
            Widening::NoBudgetCap => "budget_max",
            Widening::Kind(_) => "kind",
            Widening::AlsoIn(_) | Widening::AnyLanguage => "also_in",
        }
    }

    pub fn of_word(word: &str) -> Option<Widening> {
        match word {
            "budget" => Some(Widening::NoBudgetCap),
            LANGUAGE => Some(Widening::AnyLanguage),
            word => match word.strip_prefix(LANGUAGE).and_then(|rest| rest.strip_prefix('-')) {
                Some(named) => LANGUAGES.iter().map(|(code, _)| *code).find(|code| *code == named).map(Widening::AlsoIn),
                None => word.parse().ok().map(Widening::Kind),
            },
        }
    }

    /// “without the budget cap”, “as “Advice” instead of “Hire””, “also in Deutsch”.
    pub fn words(self, was: AskKind) -> String {
        match self {
            Widening::NoBudgetCap => crate::fixed("rule-receipts-without-the-budget-cap").to_owned(),
            Widening::Kind(kind) => crate::say("rule-receipts-as").with("kind", kind.badge()).with("was", was.badge()).to_string(),
            Widening::AlsoIn(code) => crate::say("rule-receipts-also-in").with("language", language_name(code).unwrap_or(code)).to_string(),
            Widening::AnyLanguage => crate::fixed("rule-receipts-in-any-language").to_owned(),
        }
    }
}

impl Suggestion {
    /// “without the budget cap: 4 more people”.
    pub fn line(&self) -> String {
        let people = crate::say("rule-receipts-more-fit").with("more", self.more).to_string();
        format!("{}: {people}", self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{ids::UserId, money::Cents};
    use proptest::prelude::*;

    const ASK: AskId = AskId(5);
    const NOON: Timestamp = Timestamp(1_793_534_400_000);
    const OPEN: Owner = Owner { shows_receipts: true, shows_presence: true };

    fn said_of(told: i64, here: i64, read: i64, writing: i64) -> String {
        said(ASK, Counts { told, here, read, writing }, OPEN, NOON).words
    }

    #[test]
    fn a_receipt_is_said_in_words_below_three_and_in_numbers_from_there() {
        for (counts, words) in [
            ((0, 0, 0, 0), "nobody told yet"),
            ((1, 1, 1, 1), "told 1"),
            ((2, 2, 2, 0), "told 2"),
            ((3, 0, 0, 0), "told 3 · nobody is here right now · nobody has read it yet"),
            ((7, 2, 1, 1), "told 7 · a few are here · some have read it · someone is writing"),
            ((7, 3, 5, 3), "told 7 · 3 are here · 5 have read it · 3 are writing"),
            ((7, 7, 7, 0), "told 7 · 6 are here · 6 have read it"),
            ((3, 3, 3, 3), "told 3 · a few are here · some have read it · someone is writing"),
        ] {
            let (told, here, read, writing) = counts;
            assert_eq!(said_of(told, here, read, writing), words, "{counts:?}");
        }
    }

    #[test]
    fn who_shows_nothing_of_that_kind_is_told_nothing_of_it() {
        let counts = Counts { told: 7, here: 4, read: 4, writing: 1 };
        let words = |shows_receipts, shows_presence| said(ASK, counts, Owner { shows_receipts, shows_presence }, NOON).words;
        assert_eq!(words(false, true), "told 7 · 4 are here · someone is writing");
        assert_eq!(words(true, false), "told 7 · 4 have read it · someone is writing");
    }

    #[test]
    fn silence_is_hours_without_an_answer_or_nobody_who_fits() {
        let told_at = Some(NOON);
        let ask = Standing { waits: true, answers: 0, held: 0, told_at };
        assert!(!is_silent(ask, NOON.plus(SILENT_AFTER_MS - 1)));
        let later = NOON.plus(SILENT_AFTER_MS);
        assert!(is_silent(ask, later));
        assert!(is_silent(Standing { told_at: None, ..ask }, NOON), "nobody fits");
        assert!(!is_silent(Standing { answers: 1, ..ask }, later));
        assert!(!is_silent(Standing { held: 1, ..ask }, later), "somebody is writing");
        assert!(!is_silent(Standing { waits: false, ..ask }, later), "closed, or not looked at yet");
    }

    fn ask(kind: AskKind, budget_max: Option<Cents>) -> AskView {
        let person = crate::profiles::PersonCard {
            id: UserId(7),
            handle: "ana".to_owned(),
            name: "Ana".to_owned(),
            tagline: String::new(),
            portrait: String::new(),
            helped: 0,
            demo: false,
            absent: None,
        };
        AskView {
            id: ASK,
            owner: person,
            slug: "a-logo".to_owned(),
            title: "A logo".to_owned(),
            description: String::new(),
            kind,
            category: None,
            tags: Vec::new(),
            tools: Vec::new(),
            budget_min: None,
            budget_max,
            currency: "usd".to_owned(),
            places: 1,
            accepted: 0,
            held: 0,
            image_url: String::new(),
            visibility: crate::asks::Visibility::Everyone,
            language: "en".to_owned(),
            also_in: String::new(),
            external_url: String::new(),
            related_offer: None,
            status: crate::asks::AskStatus::Open,
            archived: false,
            views: 0,
            responses: 0,
            created_at: NOON,
            updated_at: NOON,
            fulfilled_at: None,
            expires_at: None,
            matched_at: Some(NOON),
            told: 0,
            hidden: false,
            edited_at: None,
            helpers: Vec::new(),
        }
    }

    #[test]
    fn the_widenings_that_bring_most_are_suggested_and_none_that_brings_nobody() {
        let logo = ask(AskKind::Hire, Some(Cents(10_000)));
        let all = widenings(&logo, "en");
        assert_eq!(all.len(), AskKind::ALL.len() + 1, "the budget, every other kind, and any language");
        assert_eq!(widenings(&ask(AskKind::Hire, None), "en").len(), AskKind::ALL.len(), "there is no cap to take off");
        let more = |w: Widening| match w {
            Widening::NoBudgetCap => 4,
            Widening::Kind(AskKind::Advice) => 5,
            Widening::Kind(AskKind::Learning) => 1,
            Widening::Kind(AskKind::Feedback) => 2,
            Widening::Kind(_) | Widening::AlsoIn(_) | Widening::AnyLanguage => 0,
        };
        let suggested = suggest(&logo, all.into_iter().map(|w| (w, more(w))));
        let lines: Vec<String> = suggested.iter().map(Suggestion::line).collect();
        assert_eq!(
            lines,
            [
                "as “Advice” instead of “Paid work”: 5 more people fit",
                "without the budget cap: 4 more people fit",
                "as “Feedback” instead of “Paid work”: 2 more people fit",
            ]
        );
        assert_eq!(suggested[1].path, "/my/asks/5/edit?widen=budget#f-budget_max", "the form, at the field in question");
        assert_eq!(suggest(&logo, [(Widening::NoBudgetCap, 0)]), []);
        assert_eq!(suggest(&logo, [(Widening::NoBudgetCap, 1)])[0].line(), "without the budget cap: 1 more person fits");
    }

    #[test]
    fn an_ask_may_be_widened_to_a_language_that_its_owner_reads_and_to_any() {
        let logo = ask(AskKind::Hire, None);
        let by_language = |ask: &AskView, reads: &str| {
            let all = widenings(ask, reads).into_iter().filter(|widening| !matches!(widening, Widening::Kind(_)));
            all.map(|widening| widening.words(ask.kind)).collect::<Vec<_>>()
        };
        assert_eq!(by_language(&logo, "de"), ["also in Deutsch", "in any language"]);
        assert_eq!(by_language(&logo, "en"), ["in any language"]);
        assert_eq!(by_language(&AskView { also_in: "de".to_owned(), ..logo.clone() }, "de"), ["in any language"]);
        assert_eq!(by_language(&AskView { also_in: ANY_LANGUAGE.to_owned(), ..logo.clone() }, "de"), [""; 0]);
        assert_eq!(by_language(&AskView { language: String::new(), ..logo }, "de"), [""; 0], "what nobody can tell keeps nobody away");
        assert_eq!([Widening::of_word("language-xx"), Widening::of_word("language-")], [None, None]);
    }

    #[test]
    fn a_widening_changes_what_it_says_and_is_found_again_by_its_word() {
        let logo = ask(AskKind::Hire, Some(Cents(10_000)));
        for widening in widenings(&logo, "de") {
            assert_eq!(Widening::of_word(&widening.word()), Some(widening));
            let wider = widening.of(&logo);
            assert_ne!(wider, logo, "{widening:?}");
            assert_eq!(AskView { kind: logo.kind, budget_max: logo.budget_max, also_in: String::new(), ..wider }, logo, "and nothing else");
        }
        assert_eq!(Widening::of_word("everything"), None);
    }

    fn somebody() -> impl Strategy<Value = Told> {
        let some = any::<[bool; 6]>();
        some.prop_map(|[shows_receipts, shows_presence, gone, here, has_read, writing]| Told {
            shows_receipts,
            shows_presence,
            gone,
            here,
            has_read,
            writing,
        })
    }

    proptest! {
        #[test]
        fn one_and_two_read_alike(told in 0i64..40, here in 0i64..40, read in 0i64..40, writing in 0i64..40, one: [bool; 3]) {
            let pick = |other: bool, n: i64| if other { 1 } else { n };
            let two = |other: bool, n: i64| if other { 2 } else { n };
            let [a, b, c] = one;
            prop_assert_eq!(
                said_of(told, pick(a, here), pick(b, read), pick(c, writing)),
                said_of(told, two(a, here), two(b, read), two(c, writing))
            );
        }

        /// Whoever was told last to read, or is the only one who has not: the number is the same.
        #[test]
        fn all_and_all_but_one_read_alike(told in 0i64..40) {
            let most = (told - 1).max(0);
            prop_assert_eq!(said_of(told, told, told, told), said_of(told, most, most, most));
        }

        #[test]
        fn of_fewer_than_three_only_that_they_were_told_is_said(told in 0i64..LEAST_TOLD, n: [i64; 3]) {
            let receipt = said(ASK, Counts { told, here: n[0], read: n[1], writing: n[2] }, OPEN, NOON);
            prop_assert_eq!([receipt.here, receipt.read, receipt.writing], ["", "", ""]);
        }

        /// Whatever they do: no count is another one by it, but for a place that they hold, which their name stands beside anyway.
        #[test]
        fn who_is_hidden_in_any_way_changes_nothing(
            others in proptest::collection::vec(somebody(), 0..12), which in 0usize..3, did: [bool; 2], does: [bool; 2], writing: bool,
        ) {
            let hidden = |[here, has_read]: [bool; 2]| Told {
                shows_receipts: which != 0,
                shows_presence: which != 1,
                gone: which == 2,
                here,
                has_read,
                writing,
            };
            let with = |one: Told| count(&[others.clone(), vec![one]].concat());
            prop_assert_eq!(with(hidden(did)), with(hidden(does)));
            let shown = Told { shows_receipts: true, shows_presence: true, gone: false, ..hidden(did) };
            let hides = Told { gone: false, ..hidden(did) };
            prop_assert_eq!(with(shown).writing, with(hides).writing, "what they hide is not told by whether they are counted");
        }

        /// However often the owner looks and whatever happens meanwhile: what is said changes once a minute at most, also when the
        /// clock is set back.
        #[test]
        fn what_is_said_never_changes_more_often_than_the_minute(
            steps in proptest::collection::vec((-20_000i64..50_000, proptest::collection::vec(somebody(), 3..9)), 1..80),
        ) {
            let mut now = NOON;
            let mut kept: Option<(Timestamp, Counts)> = None;
            let mut changes: Vec<Timestamp> = Vec::new();
            let mut shown = None;
            for (step, told) in steps {
                now = now.plus(step);
                if is_due(kept.map(|(at, _)| at), now) {
                    kept = Some((now, count(&told)));
                }
                let (at, counts) = kept.expect("counted when first looked at");
                let words = said(ASK, counts, OPEN, at).words;
                if shown.as_ref() != Some(&words) {
                    changes.push(now);
                    shown = Some(words);
                }
            }
            prop_assert!(changes.windows(2).all(|pair| pair[1].since(pair[0]) >= COUNTED_EVERY_MS));
        }
    }
}
