//! What a message may be, what may happen to it, and how the cursors of a conversation move.

use super::{EDIT_WITHIN, LONGEST_EMOJI, LONGEST_MESSAGE, MOST_FILES, MOST_PINS, MOST_REACTIONS, Refusal};
use crate::kernel::{
    ids::UserId,
    refusal::FieldProblem,
    text::{Limit, line, lines},
    time::Timestamp,
};

/// A message's text, cleaned.
pub fn body(typed: &str) -> Result<String, Refusal> {
    lines(Limit { field: "body", called: crate::fixed("rule-messaging-your-message"), least: 1, most: LONGEST_MESSAGE }, typed)
        .map_err(|p| Refusal::Mend(vec![p]))
}

/// The words of a message that brings files with these names: without any typed, the names are its words.
pub fn body_with<'n>(typed: &str, files: impl IntoIterator<Item = &'n str>) -> Result<String, Refusal> {
    let names = names(files);
    if typed.trim().is_empty() && !names.is_empty() { body(&names) } else { body(typed) }
}

/// Names, with commas between.
pub fn names<'n>(files: impl IntoIterator<Item = &'n str>) -> String {
    files.into_iter().collect::<Vec<_>>().join(", ")
}

/// A file that is to come with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brought {
    pub owner: UserId,
    /// It was uploaded for a message.
    pub attachment: bool,
    /// It belongs to something, or is gone.
    pub taken: bool,
}

/// Whether these come with a message of `by`. `None`: there is no such file.
pub fn bring(by: UserId, files: &[Option<Brought>]) -> Result<(), Refusal> {
    if files.len() > MOST_FILES {
        return Err(Refusal::TooManyFiles);
    }
    let fits = |file: &Option<Brought>| file.is_some_and(|file| file.owner == by && file.attachment && !file.taken);
    if files.iter().all(fits) { Ok(()) } else { Err(Refusal::NoSuchFile) }
}

/// A message as a change to it finds it.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub by: UserId,
    pub sent_at: Timestamp,
    pub deleted: bool,
    pub pinned: bool,
}

/// What somebody wants to do to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Edit,
    Delete,
    /// `theirs`: how many different ones of this member stand there; `there`: this one does already.
    React {
        on: bool,
        there: bool,
        theirs: usize,
    },
    /// `pins`: how many stand in the conversation.
    Pin {
        on: bool,
        pins: usize,
    },
}

/// Whether it happens; `Ok(false)` when it is so already. `blocked`: a block stands between the two.
pub fn change(message: Standing, who: UserId, change: Change, blocked: bool, now: Timestamp) -> Result<bool, Refusal> {
    let own = message.by == who;
    match change {
        // One's own words can always be taken back, whoever has blocked whom.
        Change::Delete if !own => Err(Refusal::NotYours),
        Change::Delete => Ok(!message.deleted),
        Change::Edit if !own => Err(Refusal::NotYours),
        // What is gone is gone: nothing of it is left to be taken off.
        Change::React { on: false, .. } | Change::Pin { on: false, .. } if message.deleted => Ok(false),
        _ if message.deleted => Err(Refusal::Gone),
        Change::Edit if blocked => Err(Refusal::Blocked),
        Change::Edit if !may_still_edit(message.sent_at, now) => Err(Refusal::TooLateToEdit),
        Change::Edit => Ok(true),
        Change::React { on: false, there, .. } => Ok(there),
        Change::React { there: true, .. } => Ok(false),
        Change::React { .. } | Change::Pin { on: true, .. } if blocked => Err(Refusal::Blocked),
        Change::React { theirs, .. } if theirs >= MOST_REACTIONS => Err(Refusal::TooManyReactions),
        Change::React { .. } => Ok(true),
        Change::Pin { on, .. } if on == message.pinned => Ok(false),
        Change::Pin { on: true, pins } if pins >= MOST_PINS => Err(Refusal::TooManyPins),
        Change::Pin { .. } => Ok(true),
    }
}

/// Whether there is still time to say a message otherwise.
pub fn may_still_edit(sent_at: Timestamp, now: Timestamp) -> bool {
    now.since(sent_at) < EDIT_WITHIN
}

/// One emoji, as it is kept.
pub fn emoji(typed: &str) -> Result<String, Refusal> {
    let limit = Limit { field: "emoji", called: crate::fixed("rule-messaging-the-reaction"), least: 1, most: LONGEST_EMOJI };
    let clean = line(limit, typed).map_err(|p| Refusal::Mend(vec![p]))?;
    if is_one_emoji(&clean) {
        Ok(clean)
    } else {
        Err(Refusal::Mend(vec![FieldProblem::new("emoji", crate::fixed("rule-messaging-a-reaction-is-one-emoji"))]))
    }
}

/// A picture with whatever joins to it, a flag, or a key: by the ranges that Unicode keeps for them, not by a list of them
/// all, so that next year's emoji do, too.
fn is_one_emoji(text: &str) -> bool {
    let picture = |c: char| {
        matches!(c, '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{00A9}' | '\u{00AE}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{24C2}' | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1F1E5}' | '\u{1F200}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1FAFF}')
    };
    let region = |c: char| matches!(c, '\u{1F1E6}'..='\u{1F1FF}');
    let skin = |c: char| matches!(c, '\u{1F3FB}'..='\u{1F3FF}');
    let tag = |c: char| matches!(c, '\u{E0020}'..='\u{E007F}');
    let all: Vec<char> = text.chars().collect();
    match all.as_slice() {
        [a, b] if region(*a) && region(*b) => true,
        ['0'..='9' | '#' | '*', '\u{FE0F}', '\u{20E3}'] => true,
        _ => text.split('\u{200D}').all(|part| {
            let mut part = part.chars();
            part.next().is_some_and(picture) && part.all(|c| c == '\u{FE0F}' || skin(c) || tag(c))
        }),
    }
}

/// A draft's text. It may be anything that could become a message; nothing takes it away.
pub fn draft(typed: &str) -> Result<String, Refusal> {
    let limit = Limit { field: "body", called: crate::fixed("rule-messaging-the-draft"), least: 0, most: LONGEST_MESSAGE };
    lines(limit, typed).map_err(|p| Refusal::Mend(vec![p]))
}

/// Whether a conversation stands among the archived ones: it comes back with the next message, unless it is muted.
pub fn is_archived(archived_no: Option<i64>, message_no: i64, muted: bool) -> bool {
    archived_no.is_some_and(|at| muted || message_no <= at)
}

/// How far others see that somebody has read. What they hide, or hide from others, stays where it was; an answer shows what
/// it shows.
pub fn shown_upto(shown: i64, read: i64, hidden: bool) -> i64 {
    if hidden { shown } else { shown.max(read) }
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
    fn a_message_brings_a_few_files_of_its_authors_that_are_nowhere_else() {
        let mine = Brought { owner: ANA, attachment: true, taken: false };
        for (files, expected) in [
            (vec![], Ok(())),
            (vec![Some(mine); MOST_FILES], Ok(())),
            (vec![Some(mine); MOST_FILES + 1], Err(Refusal::TooManyFiles)),
            (vec![Some(mine), None], Err(Refusal::NoSuchFile)),
            (vec![Some(Brought { owner: BO, ..mine })], Err(Refusal::NoSuchFile)),
            (vec![Some(Brought { attachment: false, ..mine })], Err(Refusal::NoSuchFile)),
            (vec![Some(Brought { taken: true, ..mine })], Err(Refusal::NoSuchFile)),
        ] {
            assert_eq!(bring(ANA, &files), expected, "{files:?}");
        }
        assert_eq!(body_with(" ", ["a.pdf", "b.jpg"]).as_deref(), Ok("a.pdf, b.jpg"));
        assert_eq!(body_with("Look", ["a.pdf"]).as_deref(), Ok("Look"));
        assert!(body_with(" ", []).is_err());
    }

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

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);
    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    fn fresh() -> Standing {
        Standing { by: ANA, sent_at: NOON, deleted: false, pinned: false }
    }

    const ON: Change = Change::React { on: true, there: false, theirs: 0 };

    #[test]
    fn who_may_do_what_to_a_message_and_until_when() {
        let gone = Standing { deleted: true, ..fresh() };
        let pinned = Standing { pinned: true, ..fresh() };
        let soon = NOON.plus(EDIT_WITHIN - 1);
        let late = NOON.plus(EDIT_WITHIN);
        let pin = |on, pins| Change::Pin { on, pins };
        for (message, who, what, now, then) in [
            (fresh(), ANA, Change::Edit, soon, Ok(true)),
            (fresh(), ANA, Change::Edit, late, Err(Refusal::TooLateToEdit)),
            (fresh(), BO, Change::Edit, soon, Err(Refusal::NotYours)),
            (gone, ANA, Change::Edit, soon, Err(Refusal::Gone)),
            (fresh(), ANA, Change::Delete, late, Ok(true)),
            (fresh(), BO, Change::Delete, soon, Err(Refusal::NotYours)),
            (gone, ANA, Change::Delete, soon, Ok(false)),
            (fresh(), BO, ON, late, Ok(true)),
            (fresh(), BO, Change::React { on: true, there: true, theirs: MOST_REACTIONS }, late, Ok(false)),
            (fresh(), BO, Change::React { on: true, there: false, theirs: MOST_REACTIONS }, late, Err(Refusal::TooManyReactions)),
            (fresh(), BO, Change::React { on: false, there: true, theirs: 1 }, late, Ok(true)),
            (fresh(), BO, Change::React { on: false, there: false, theirs: 1 }, late, Ok(false)),
            (gone, BO, ON, soon, Err(Refusal::Gone)),
            (gone, BO, Change::React { on: false, there: false, theirs: 0 }, soon, Ok(false)),
            (fresh(), BO, pin(true, 0), late, Ok(true)),
            (pinned, BO, pin(true, MOST_PINS), late, Ok(false)),
            (fresh(), BO, pin(true, MOST_PINS), late, Err(Refusal::TooManyPins)),
            (pinned, ANA, pin(false, MOST_PINS), late, Ok(true)),
            (gone, ANA, pin(true, 0), soon, Err(Refusal::Gone)),
            (gone, ANA, pin(false, 0), soon, Ok(false)),
        ] {
            assert_eq!(change(message, who, what, false, now), then, "{message:?} {who:?} {what:?}");
        }
    }

    #[test]
    fn under_a_block_one_can_take_away_and_add_nothing() {
        for adds in [Change::Edit, ON, Change::Pin { on: true, pins: 0 }] {
            assert_eq!(change(fresh(), ANA, adds, true, NOON), Err(Refusal::Blocked), "{adds:?}");
        }
        let pinned = Standing { pinned: true, ..fresh() };
        for takes in [Change::Delete, Change::React { on: false, there: true, theirs: 1 }, Change::Pin { on: false, pins: 1 }] {
            assert_eq!(change(pinned, ANA, takes, true, NOON), Ok(true), "{takes:?}");
        }
    }

    #[test]
    fn a_reaction_is_one_emoji() {
        let ours = super::super::REACTIONS;
        for good in ours.iter().chain(&["👩🏽‍💻", "🏳️‍🌈", "🇨🇭", "✅", "☺️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "♥", "👨‍👩‍👧‍👦"])
        {
            assert_eq!(emoji(good).as_deref(), Ok(*good), "{good}");
        }
        for bad in ["", "a", "ok", "👍👍", "<b>", "1", "\u{200D}", "👍\u{200D}", "🇨", "日", "\u{FE0F}"] {
            assert!(emoji(bad).is_err(), "{bad:?}");
        }
        assert_eq!(emoji(" 👍 ").as_deref(), Ok("👍"));
    }

    #[test]
    fn an_archived_conversation_comes_back_with_the_next_message_unless_it_is_muted() {
        assert!(!is_archived(None, 5, true));
        assert!(is_archived(Some(5), 5, false));
        assert!(!is_archived(Some(5), 6, false));
        assert!(is_archived(Some(5), 6, true));
    }

    #[test]
    fn what_is_hidden_stays_where_it_was_seen() {
        assert_eq!(shown_upto(3, 7, false), 7);
        assert_eq!(shown_upto(3, 7, true), 3);
        assert_eq!(shown_upto(9, 7, false), 9, "an answer showed more");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_as_a_reaction_is_no_markup_and_short(typed: String) {
            if let Ok(kept) = emoji(&typed) {
                prop_assert!(kept.chars().count() <= LONGEST_EMOJI);
                prop_assert!(!kept.contains(['<', '>', '&', '"', '\'']) && !kept.chars().any(char::is_alphabetic));
                prop_assert_eq!(emoji(&kept), Ok(kept));
            }
        }

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
