//! What may be said of a tool, and how often somebody may begin to.

use super::{REVIEWS_A_DAY, Refusal};
use crate::kernel::{
    refusal::FieldProblem,
    text::{Limit, line, lines},
    time::Timestamp,
};
use crate::moderation::rules::free_again;

/// The longest title and text, in characters.
pub const LONGEST_TITLE: usize = 80;
pub const LONGEST_TEXT: usize = 2_000;

/// A review as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub stars: i64,
    pub title: String,
    pub text: String,
}

/// What somebody wrote, cleaned; or all there is to mend.
pub fn checked(stars: i64, title: &str, text: &str) -> Result<Said, Refusal> {
    let mut problems = Vec::new();
    if !(1..=5).contains(&stars) {
        problems.push(FieldProblem::new("stars", crate::fixed("rule-reviews-pick-one-to-five-stars")));
    }
    let mut keep = |read: Result<String, FieldProblem>| read.map_err(|problem| problems.push(problem)).unwrap_or_default();
    let title = keep(line(Limit { field: "title", called: crate::fixed("rule-reviews-the-line"), least: 2, most: LONGEST_TITLE }, title));
    let text = keep(lines(Limit { field: "text", called: crate::fixed("rule-reviews-the-text"), least: 0, most: LONGEST_TEXT }, text));
    if problems.is_empty() { Ok(Said { stars, title, text }) } else { Err(Refusal::Mend(problems)) }
}

/// How a member's review of a tool stands now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// There never was one.
    Never,
    Shown,
    /// Taken back.
    Gone,
    /// Reported, taken back meanwhile or not.
    Hidden,
}

/// Whether one may be written now. `lately`: when the member began to review others in the last day, oldest first.
pub fn write(stands: Stands, lately: &[Timestamp], now: Timestamp) -> Result<(), Refusal> {
    match stands {
        Stands::Hidden => Err(Refusal::Hidden),
        Stands::Shown => Ok(()),
        Stands::Never | Stands::Gone => match free_again(lately, REVIEWS_A_DAY, now) {
            Some(at) => Err(Refusal::Enough { most: REVIEWS_A_DAY, retry_after_ms: at.since(now) }),
            None => Ok(()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::{DAY, HOUR};

    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    #[test]
    fn what_may_be_written_is_a_table() {
        let full = vec![NOON.plus(-23 * HOUR); REVIEWS_A_DAY as usize];
        let enough = Err(Refusal::Enough { most: REVIEWS_A_DAY, retry_after_ms: HOUR });
        for (stands, free, when_full) in [
            (Stands::Never, Ok(()), enough.clone()),
            (Stands::Gone, Ok(()), enough),
            (Stands::Shown, Ok(()), Ok(())),
            (Stands::Hidden, Err(Refusal::Hidden), Err(Refusal::Hidden)),
        ] {
            assert_eq!(write(stands, &[], NOON), free, "{stands:?}");
            assert_eq!(write(stands, &full, NOON), when_full, "{stands:?} after many");
        }
        assert_eq!(write(Stands::Never, &[NOON.plus(-DAY); 500], NOON), Ok(()), "yesterday does not count");
    }

    #[test]
    fn everything_to_mend_is_said_at_once_and_the_text_may_be_empty() {
        let fields = |said: Result<Said, Refusal>| -> Vec<String> {
            match said {
                Err(Refusal::Mend(problems)) => problems.into_iter().map(|problem| problem.field).collect(),
                _ => Vec::new(),
            }
        };
        for (stars, title, text, to_mend) in [
            (5, "Good for my shop", String::new(), vec![]),
            (1, " Not\n for me ", "ö".repeat(LONGEST_TEXT), vec![]),
            (0, "Fine", String::new(), vec!["stars"]),
            (6, "", "x".repeat(LONGEST_TEXT + 1), vec!["stars", "title", "text"]),
            (3, "x", String::new(), vec!["title"]),
        ] {
            assert_eq!(fields(checked(stars, title, &text)), to_mend, "{stars} {title}");
        }
        let said = checked(4, " Good\u{202E} ", "one\r\ntwo ").expect("it is fine");
        assert_eq!((said.title.as_str(), said.text.as_str()), ("Good", "one\ntwo"));
    }
}
