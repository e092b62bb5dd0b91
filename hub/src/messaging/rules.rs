//! What a message may be, and how the cursors of a conversation move.

use super::{LONGEST_MESSAGE, Refusal};
use crate::kernel::text::{Limit, lines};

/// A message's text, cleaned.
pub fn body(typed: &str) -> Result<String, Refusal> {
    lines(Limit { field: "body", called: "Your message", least: 1, most: LONGEST_MESSAGE }, typed).map_err(|p| Refusal::Mend(vec![p]))
}

/// Where the read cursor stands after somebody says “up to here”: latest wins, never back, never beyond the head.
/// The same as `current` means that there is nothing to write.
pub fn read_upto(current: i64, head: i64, wanted: i64) -> i64 {
    current.max(wanted.min(head))
}

/// The delivered cursor moves as the read one does. What was read was delivered, too: hand in the larger of the two.
pub fn delivered_upto(current: i64, head: i64, wanted: i64) -> i64 {
    read_upto(current, head, wanted)
}

/// How many messages wait.
pub fn unread(head: i64, read: i64) -> i64 {
    (head - read).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_has_something_in_it_and_an_end() {
        assert_eq!(body(" hello\r\nBo \n").as_deref(), Ok("hello\nBo"));
        for nothing in ["", "  \n\t ", "\u{200B}\u{202E}"] {
            assert!(matches!(body(nothing), Err(Refusal::Mend(_))), "{nothing:?}");
        }
        assert!(body(&"ö".repeat(LONGEST_MESSAGE)).is_ok());
        assert!(body(&"ö".repeat(LONGEST_MESSAGE + 1)).is_err());
    }

    #[test]
    fn cursors_move_forward_only_and_stop_at_the_head() {
        assert_eq!(read_upto(3, 10, 7), 7);
        assert_eq!(read_upto(7, 10, 3), 7, "a late one changes nothing");
        assert_eq!(read_upto(7, 10, 99), 10);
        assert_eq!(read_upto(0, 0, i64::MIN), 0);
        assert_eq!((unread(10, 7), unread(7, 7)), (3, 0));
    }

    proptest! {
        #[test]
        fn in_whatever_order_they_arrive_the_latest_wins(head in 0i64..50, mut said in proptest::collection::vec(-10i64..99, 0..20)) {
            let walk = |all: &[i64]| all.iter().fold(0, |at, wanted| read_upto(at, head, *wanted));
            let forward = walk(&said);
            said.reverse();
            prop_assert_eq!(forward, walk(&said));
            prop_assert!((0..=head).contains(&forward));
            prop_assert!((0..=head).contains(&unread(head, forward)));
        }

        #[test]
        fn a_clean_message_stays_as_it_is(typed: String) {
            if let Ok(clean) = body(&typed) {
                prop_assert_eq!(body(&clean), Ok(clean));
            }
        }
    }
}
