//! What is kept of a draft, and when.

use super::{LONGEST, MOST, Refusal};
use crate::kernel::time::Timestamp;

/// What stands under a draft's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    Nothing,
    Kept {
        at: Timestamp,
        same: bool,
    },
    /// Posted, or thrown away.
    Gone,
}

/// A name that can stand in an address.
pub fn name(key: &str) -> Result<(), Refusal> {
    let sound = (8..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if sound { Ok(()) } else { Err(Refusal::NoName) }
}

/// The moment that it is kept under now; `None` when there is nothing to keep: it stands there already, or is gone. `others`: how many
/// drafts its writer has beside it.
pub fn keep(stored: Stored, form: &str, seen: Option<Timestamp>, others: i64, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    if form.chars().count() > LONGEST {
        return Err(Refusal::TooLong);
    }
    match stored {
        Stored::Gone | Stored::Kept { same: true, .. } => Ok(None),
        Stored::Kept { at, .. } if seen == Some(at) => Ok(Some(now.max(at.plus(1)))),
        Stored::Kept { .. } => Err(Refusal::ChangedMeanwhile),
        Stored::Nothing if others >= MOST => Err(Refusal::Enough { most: MOST }),
        Stored::Nothing => Ok(Some(now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    #[test]
    fn what_is_kept_is_a_table() {
        let kept = |at| Stored::Kept { at: Timestamp(at), same: false };
        for (stored, seen, others, outcome) in [
            (Stored::Nothing, None, 0, Ok(Some(NOW))),
            (Stored::Nothing, None, MOST, Err(Refusal::Enough { most: MOST })),
            (kept(900), Some(Timestamp(900)), 0, Ok(Some(NOW))),
            (kept(900), Some(Timestamp(900)), MOST, Ok(Some(NOW))),
            (kept(1_000), Some(NOW), 0, Ok(Some(Timestamp(1_001)))),
            (kept(900), Some(Timestamp(800)), 0, Err(Refusal::ChangedMeanwhile)),
            (kept(900), None, 0, Err(Refusal::ChangedMeanwhile)),
            (Stored::Kept { at: Timestamp(900), same: true }, None, 0, Ok(None)),
            (Stored::Gone, None, 0, Ok(None)),
        ] {
            assert_eq!(keep(stored, "text=A+logo", seen, others, NOW), outcome, "{stored:?} {seen:?} {others}");
        }
        assert_eq!(keep(Stored::Nothing, &"x".repeat(LONGEST + 1), None, 0, NOW), Err(Refusal::TooLong));
    }

    #[test]
    fn a_name_can_stand_in_an_address() {
        assert!(["aB3-5678", "k_0123456789abcdef"].iter().all(|key| name(key).is_ok()));
        assert!(["", "short", "with space", "a/../../b", &"x".repeat(65)].iter().all(|key| name(key).is_err()));
    }
}
