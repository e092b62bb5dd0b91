//! Who may report what, when a thing is hidden, and what an admin may decide.

use super::{Case, Outcome, Refusal, Verdict};
use crate::kernel::{
    ids::UserId,
    text::{Limit, lines},
    time::{DAY, Timestamp},
};

/// So many people have to report a thing before it is hidden until an admin decides.
pub const HIDES: i64 = 3;

/// The longest explanation, in characters.
pub const LONGEST_WORDS: usize = 2_000;

/// How many things a member may report in a day, when nothing else is configured.
pub const REPORTS_A_DAY: i64 = 20;

/// What somebody wrote about it, cleaned. It may be empty.
pub fn words(typed: &str) -> Result<String, Refusal> {
    lines(Limit { field: "words", called: crate::fixed("rule-moderation-what-you-write"), least: 0, most: LONGEST_WORDS }, typed)
        .map_err(|p| Refusal::Mend(vec![p]))
}

/// Whether `by` may report what is `owner`'s; `reported`: when they reported something in the last day, oldest first.
pub fn may_report(by: UserId, owner: UserId, most: Option<i64>, reported: &[Timestamp], now: Timestamp) -> Result<(), Refusal> {
    if by == owner {
        return Err(Refusal::OwnThing);
    }
    let Some(most) = most else { return Ok(()) };
    match free_again(reported, most, now) {
        Some(at) => Err(Refusal::EnoughReports { most, retry_after_ms: at.since(now) }),
        None => Ok(()),
    }
}

/// Of things that may be done `most` times in any day: when there is room again, if there is none now. `done`: when each was done
/// in the last day, oldest first.
pub fn free_again(done: &[Timestamp], most: i64, now: Timestamp) -> Option<Timestamp> {
    let counted: Vec<Timestamp> = done.iter().copied().filter(|at| now.since(*at) < DAY).collect();
    let over = counted.len() as i64 - most;
    if over < 0 {
        return None;
    }
    // With nothing allowed at all a day is as good an answer as any.
    Some(counted.get(over as usize).map_or(now, |at| *at).plus(DAY))
}

/// Whether the thing goes, now that one more has reported it. What an admin has decided about stays as decided until three more
/// say otherwise: reports with an outcome no longer count.
pub fn hides(case: &Case) -> bool {
    !case.hidden && case.open >= HIDES
}

/// What a verdict does to a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    pub hidden: bool,
    /// What those whose reports are open hear.
    pub outcome: Outcome,
}

/// Decides for an admin, or for whoever is at the console (`None`).
pub fn decide(case: &Case, by: Option<UserId>, verdict: Verdict) -> Result<Decided, Refusal> {
    if by == Some(case.owner) {
        return Err(Refusal::OwnCase);
    }
    match (verdict, case.hidden) {
        (Verdict::Hide, false) => Ok(Decided { hidden: true, outcome: Outcome::Hidden }),
        // Three reports hid it: that an admin agrees is a decision, too.
        (Verdict::Hide, true) if !case.decided || case.open > 0 => Ok(Decided { hidden: true, outcome: Outcome::Hidden }),
        (Verdict::Restore, true) => Ok(Decided { hidden: false, outcome: Outcome::Kept }),
        (Verdict::Dismiss, false) if case.open > 0 => Ok(Decided { hidden: false, outcome: Outcome::Kept }),
        (verdict, hidden) => Err(Refusal::WrongMoment { hidden, verdict }),
    }
}

/// What an admin may decide now, in the order the buttons stand.
pub fn verdicts(case: &Case, by: Option<UserId>) -> Vec<Verdict> {
    Verdict::ALL.iter().copied().filter(|verdict| decide(case, by, *verdict).is_ok()).collect()
}

/// What is said when a verdict does not fit the moment.
pub fn wrong_moment(hidden: bool, verdict: Verdict) -> &'static str {
    match (verdict, hidden) {
        (Verdict::Hide, _) => crate::fixed("rule-moderation-it-is-hidden-already"),
        (Verdict::Restore, _) => crate::fixed("rule-moderation-it-is-not-hidden"),
        (Verdict::Dismiss, true) => crate::fixed("rule-moderation-it-is-hidden-keep-it-so-or-restore-it"),
        (Verdict::Dismiss, false) => crate::fixed("rule-moderation-nobody-waits-for-an-answer-about-it-any-more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::HOUR;
    use proptest::prelude::*;

    const ANA: UserId = UserId(1);
    const ADMIN: UserId = UserId(9);
    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    fn case(hidden: bool, decided: bool, open: i64) -> Case {
        Case { owner: ANA, hidden, decided, open }
    }

    #[test]
    fn three_people_hide_a_thing_and_two_do_not() {
        assert_eq!([0, 1, 2, 3, 4].map(|open| hides(&case(false, false, open))), [false, false, false, true, true]);
        assert!(!hides(&case(true, false, 5)), "it is hidden already");
    }

    /// (hidden, decided, open) and what each verdict makes of it: hidden afterwards, or no.
    #[test]
    fn what_an_admin_may_decide_is_a_table() {
        let table = [
            ((false, false, 1), [Some(true), None, Some(false)]),
            ((false, true, 0), [Some(true), None, None]),
            ((true, false, 3), [Some(true), Some(false), None]),
            ((true, true, 0), [None, Some(false), None]),
            ((true, true, 1), [Some(true), Some(false), None]),
        ];
        for ((hidden, decided, open), expected) in table {
            let case = case(hidden, decided, open);
            let got = [Verdict::Hide, Verdict::Restore, Verdict::Dismiss].map(|v| decide(&case, Some(ADMIN), v).ok().map(|d| d.hidden));
            assert_eq!(got, expected, "{case:?}");
            assert_eq!(verdicts(&case, Some(ADMIN)).len(), expected.iter().flatten().count());
        }
    }

    #[test]
    fn nobody_decides_about_what_is_their_own_or_reports_it() {
        for verdict in Verdict::ALL {
            assert_eq!(decide(&case(true, false, 3), Some(ANA), *verdict), Err(Refusal::OwnCase));
        }
        assert_eq!(may_report(ANA, ANA, None, &[], NOON), Err(Refusal::OwnThing));
        assert_eq!(may_report(ADMIN, ANA, None, &[NOON; 500], NOON), Ok(()));
    }

    #[test]
    fn who_reports_too_much_hears_when_there_is_room_again() {
        let done = [NOON.plus(-DAY), NOON.plus(-23 * HOUR), NOON.plus(-HOUR)];
        assert_eq!(may_report(ADMIN, ANA, Some(3), &done, NOON), Ok(()), "the first one is a day ago");
        assert_eq!(may_report(ADMIN, ANA, Some(2), &done, NOON), Err(Refusal::EnoughReports { most: 2, retry_after_ms: HOUR }));
    }

    #[test]
    fn what_is_written_about_it_may_be_empty_and_has_an_end() {
        assert_eq!(words(" \n").as_deref(), Ok(""));
        assert!(words(&"ö".repeat(LONGEST_WORDS)).is_ok() && words(&"ö".repeat(LONGEST_WORDS + 1)).is_err());
    }

    proptest! {
        /// After a decision nobody waits, so no verdict but its opposite is left.
        #[test]
        fn a_decision_answers_every_report(hidden: bool, decided: bool, open in 0i64..6, verdict in proptest::sample::select(Verdict::ALL.to_vec())) {
            if let Ok(made) = decide(&case(hidden, decided, open), Some(ADMIN), verdict) {
                let after = case(made.hidden, true, 0);
                let left = verdicts(&after, Some(ADMIN));
                prop_assert_eq!(left, vec![if made.hidden { Verdict::Restore } else { Verdict::Hide }]);
                prop_assert!(!hides(&after));
                prop_assert_eq!(made.hidden, made.outcome == Outcome::Hidden);
            }
        }

        /// In no stretch of a day more than so many, the wait named is enough, and a moment less is not.
        #[test]
        fn in_any_day_so_many_and_no_more(steps in proptest::collection::vec(0i64..10 * HOUR, 1..60), most in 1i64..5) {
            let (mut now, mut done) = (NOON, Vec::<Timestamp>::new());
            for step in steps {
                now = now.plus(step);
                match free_again(&done, most, now) {
                    None => done.push(now),
                    Some(at) => {
                        prop_assert!(at > now && at.since(now) <= DAY);
                        prop_assert!(free_again(&done, most, at.plus(-1)).is_some());
                        prop_assert_eq!(free_again(&done, most, at), None);
                    }
                }
                let within = done.iter().filter(|at| now.since(**at) < DAY).count();
                prop_assert!(within as i64 <= most);
            }
        }
    }
}
