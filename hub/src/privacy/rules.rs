//! Who may say hello.

use super::First;

/// What stands between somebody who would say hello and whom they would say it to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// They have written to them before.
    pub they_wrote: bool,
    /// They were told of a match with them, and neither has put it away.
    pub matched: bool,
}

/// An answer to an ask, and a wish for an offer, is what the ask or offer is there for: this is about mere hellos.
pub fn may_say_hello(first: First, between: Between) -> bool {
    match first {
        First::Everyone => true,
        First::Known => between.they_wrote || between.matched,
        First::Nobody => between.they_wrote,
    }
}

/// What is said to whom it is not open.
pub fn not_first_words(first: First) -> &'static str {
    match first {
        First::Everyone => crate::fixed("rule-privacy-everyone-may-say-hello"),
        First::Known => crate::fixed("rule-privacy-they-hear-first-from-people-they-are-matched-with"),
        First::Nobody => crate::fixed("rule-privacy-they-begin-no-new-conversations-for-now-an-ask"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_say_hello_is_a_table() {
        let between = |they_wrote, matched| Between { they_wrote, matched };
        for (between, everyone, known, nobody) in [
            (between(false, false), true, false, false),
            (between(false, true), true, true, false),
            (between(true, false), true, true, true),
            (between(true, true), true, true, true),
        ] {
            for (first, may) in [(First::Everyone, everyone), (First::Known, known), (First::Nobody, nobody)] {
                assert_eq!(may_say_hello(first, between), may, "{first} {between:?}");
            }
        }
    }

    #[test]
    fn whoever_is_more_careful_lets_in_nobody_that_the_less_careful_would_not() {
        for they_wrote in [false, true] {
            for matched in [false, true] {
                let between = Between { they_wrote, matched };
                let may: Vec<bool> = First::ALL.iter().map(|first| may_say_hello(*first, between)).collect();
                assert!(may.is_sorted_by(|looser, stricter| looser >= stricter), "{between:?} {may:?}");
            }
        }
    }
}
