//! Where a screen that comes back goes on from.

/// More than this behind, a screen loads its page anew: that is cheaper than so many frames.
pub(crate) const FARTHEST_BEHIND: i64 = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resume {
    /// Everything after this number is replayed.
    After(i64),
    /// Load the page anew, then go on from the head.
    Reload,
}

/// `said`: the epoch and number that the screen has shown last; `epoch` and `head` are the store's.
pub(crate) fn resume(said: (Option<i64>, Option<i64>), epoch: i64, head: i64) -> Resume {
    match said {
        (None, None) => Resume::After(head),
        (Some(theirs), Some(no)) if theirs == epoch && (0..=head).contains(&no) && head - no <= FARTHEST_BEHIND => Resume::After(no),
        // Another epoch, a number nobody gave out, too far behind, or half a cursor.
        _ => Resume::Reload,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_goes_on_where_it_was_or_loads_anew() {
        let table = [
            ((None, None), Resume::After(2_000)),
            ((Some(7), Some(2_000)), Resume::After(2_000)),
            ((Some(7), Some(1_000)), Resume::After(1_000)),
            ((Some(7), Some(999)), Resume::Reload),
            ((Some(7), Some(2_001)), Resume::Reload),
            ((Some(7), Some(-1)), Resume::Reload),
            ((Some(8), Some(2_000)), Resume::Reload),
            ((Some(7), None), Resume::Reload),
            ((None, Some(2_000)), Resume::Reload),
            ((Some(i64::MIN), Some(i64::MAX)), Resume::Reload),
        ];
        for (said, then) in table {
            assert_eq!(resume(said, 7, 2_000), then, "{said:?}");
        }
    }
}
