//! What is counted of requests, how that is said, and when somebody is spared more of them.

use super::Answers;
use crate::kernel::time::{DAY, HOUR, MINUTE};

/// So many of the newest requests count.
pub const COUNTED: usize = 20;
/// Older ones say nothing of today.
pub const COUNTED_FOR: i64 = 180 * DAY;
/// A request that has waited for so long counts as not answered.
pub const OVERDUE_AFTER: i64 = 7 * DAY;
/// With so many of them since somebody last said that they are free, they are spared more. So with places of asks that they held
/// and that ran out.
pub const SPARED_AFTER: i64 = 2;
/// A place that ran out longer ago says nothing of today.
pub const LAPSE_COUNTS_FOR: i64 = 30 * DAY;
/// With fewer than this nothing is said of somebody.
pub const ENOUGH: i64 = 3;

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Answered after so many milliseconds.
    After(i64),
    /// Answered, at a time that was not kept.
    Sometime,
    /// Not within seven days.
    Never,
}

/// Counts requests.
pub fn count(requests: &[Heard]) -> Answers {
    let answered = requests.iter().filter(|heard| **heard != Heard::Never).count() as i64;
    let mut times: Vec<i64> = requests
        .iter()
        .filter_map(|heard| match heard {
            Heard::After(ms) => Some((*ms).max(0)),
            _ => None,
        })
        .collect();
    times.sort_unstable();
    let middle = times.len() / 2;
    let usual_ms = (times.len() as i64 >= ENOUGH)
        .then(|| if times.len() % 2 == 1 { times[middle] } else { times[middle - 1].midpoint(times[middle]) });
    Answers { asked: requests.len() as i64, answered, usual_ms }
}

impl Answers {
    /// “usually answers in 12 min · 9 of 10”; empty while too little is known.
    pub fn words(&self) -> String {
        if self.asked < ENOUGH {
            return String::new();
        }
        let share = if self.answered == self.asked {
            crate::say("rule-availability-all").with("asked", self.asked).to_string()
        } else {
            crate::say("rule-availability-some").with("answered", self.answered).with("asked", self.asked).to_string()
        };
        // Half of those who ask wait in vain: a usual time would promise too much.
        match self.usual_ms.filter(|_| self.answered * 2 >= self.asked) {
            Some(usual) => crate::say("rule-availability-usually").with("when", within(usual)).with("share", share).to_string(),
            None => crate::say("rule-availability-answered").with("share", share).to_string(),
        }
    }
}

/// What stands on somebody's card: that they are full, or how they answer.
pub fn card_words(full: bool, answers: Answers) -> String {
    if full { crate::fixed("rule-availability-has-enough-to-do-right-now").to_owned() } else { answers.words() }
}

/// A time as people say it: “in 12 min”, “in 3 hours”, “in 2 days”.
fn within(ms: i64) -> String {
    let rounded = |unit: i64| (ms + unit / 2) / unit;
    match ms {
        ..MINUTE => crate::fixed("rule-availability-minute").to_owned(),
        ..HOUR if rounded(MINUTE) < 60 => crate::say("rule-availability-minutes").with("n", rounded(MINUTE)).to_string(),
        ..DAY if rounded(HOUR) <= 1 => crate::fixed("rule-availability-hour").to_owned(),
        ..DAY if rounded(HOUR) < 24 => crate::say("rule-availability-hours").with("n", rounded(HOUR)).to_string(),
        _ if rounded(DAY) <= 1 => crate::fixed("rule-availability-day").to_owned(),
        _ => crate::say("rule-availability-days").with("n", rounded(DAY)).to_string(),
    }
}

/// Whether somebody is spared more: so many requests waited in vain, or places ran out, since they last said that they are free.
pub fn is_spared(already_full: bool, in_vain: i64) -> bool {
    !already_full && in_vain >= SPARED_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_said_of_who_was_asked_twice() {
        assert_eq!(count(&[Heard::After(5), Heard::Never]).words(), "");
        assert_eq!(count(&[]).words(), "");
    }

    #[test]
    fn the_usual_time_is_the_middle_one_and_said_as_people_say_it() {
        let minutes = |all: &[i64]| count(&all.iter().map(|m| Heard::After(m * MINUTE)).collect::<Vec<_>>());
        assert_eq!(minutes(&[1, 12, 900]).words(), "usually answers in 12 min · all of the last 3");
        assert_eq!(minutes(&[10, 14, 2, 900]).usual_ms, Some(12 * MINUTE));
        for (ms, said) in [
            (20_000, "within a minute"),
            (MINUTE, "in 1 min"),
            (59 * MINUTE + 40_000, "in an hour"),
            (100 * MINUTE, "in 2 hours"),
            (23 * HOUR + 50 * MINUTE, "in a day"),
            (3 * DAY, "in 3 days"),
        ] {
            assert_eq!(within(ms), said, "{ms}");
        }
    }

    #[test]
    fn who_seldom_answers_is_given_no_usual_time() {
        let seldom = count(&[Heard::After(5), Heard::After(6), Heard::After(7), Heard::Never, Heard::Never, Heard::Never, Heard::Never]);
        assert_eq!(seldom.words(), "answered 3 of the last 7");
        let of_old = count(&[Heard::Sometime, Heard::Sometime, Heard::Never]);
        assert_eq!((of_old.usual_ms, of_old.words().as_str()), (None, "answered 2 of the last 3"));
    }

    #[test]
    fn two_who_waited_in_vain_are_enough_to_be_spared() {
        assert!(!is_spared(false, 1));
        assert!(is_spared(false, 2));
        assert!(!is_spared(true, 9), "once is enough");
    }

    proptest! {
        #[test]
        fn what_is_counted_never_exceeds_what_was_asked(all in prop::collection::vec(prop_oneof![
            any::<i64>().prop_map(Heard::After), Just(Heard::Sometime), Just(Heard::Never)], 0..40)) {
            let answers = count(&all);
            prop_assert!(answers.answered <= answers.asked);
            prop_assert_eq!(answers.asked, all.len() as i64);
            prop_assert!(answers.usual_ms.is_none_or(|ms| ms >= 0));
            let _ = answers.words();
        }
    }
}
