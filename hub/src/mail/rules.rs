//! What a mail says, and when it is tried again.

use super::{EMAIL_KEY_LIVES_MS, KEY_LIVES_MS, Kind, MOST_AN_HOUR};
use crate::kernel::time::{HOUR, SECOND, Timestamp};

/// What is known of whom it goes to. All of it is ASCII, so that a link is never broken apart on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words<'a> {
    pub handle: &'a str,
    /// Where it leads, the whole address.
    pub link: &'a str,
}

/// A mail, ready to be put into an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub subject: String,
    pub text: String,
}

pub fn letter(kind: Kind, words: &Words) -> Letter {
    let Words { handle, link } = words;
    let (minutes, hours) = (KEY_LIVES_MS / (60 * SECOND), EMAIL_KEY_LIVES_MS / HOUR);
    let (subject, text) = match kind {
        Kind::Forgotten => (
            "A new password for AI Collective",
            format!(
                "Hello @{handle},\n\nsomebody, probably you, wants a new password for your account.\nChoose one here:\n\n{link}\n\n\
                 The link works once, for {minutes} minutes. If it was not you, you need do\nnothing: your password stays as it is.\n\n\
                 AI Collective\n"
            ),
        ),
        Kind::NewPassword => (
            "Your password was changed",
            format!(
                "Hello @{handle},\n\nyour password was just changed with a link that we mailed you.\nEvery device and program was \
                 logged out.\n\nIf it was not you, choose another one at once, and look after your mailbox:\n\n{link}\n\n\
                 AI Collective\n"
            ),
        ),
        Kind::NewEmail => (
            "Is this your new e-mail?",
            format!(
                "Hello @{handle},\n\nyou want to use this address on AI Collective from now on. Open this\nlink and say yes:\n\n{link}\n\n\
                 The link works once, for {hours} hours. Until then your old address stays.\nIf you know nothing of it, you need do nothing.\n\n\
                 AI Collective\n"
            ),
        ),
        Kind::EmailAsked => (
            "Your e-mail is about to change",
            format!(
                "Hello @{handle},\n\nsomebody, probably you, wants another e-mail for your account. It changes\nonce a link that was mailed \
                 there is opened; until then you log in with this\none.\n\nIf it was not you, choose a new password at once. That takes the \
                 change\nback, too:\n\n{link}\n\nAI Collective\n"
            ),
        ),
    };
    Letter { subject: subject.to_owned(), text }
}

/// Whether somebody who was mailed so often in the last hour is mailed once more.
pub fn may_ask(mailed: i64) -> bool {
    mailed < MOST_AN_HOUR
}

/// Whether a link still leads in.
pub fn is_good(made_at: Timestamp, used_at: Option<Timestamp>, now: Timestamp) -> bool {
    used_at.is_none() && now.since(made_at) < KEY_LIVES_MS
}

/// Whether a link still makes a new address a member's. One that was used is gone.
pub fn still_confirms(made_at: Timestamp, now: Timestamp) -> bool {
    now.since(made_at) < EMAIL_KEY_LIVES_MS
}

/// How long a mail waits after so many tries: half a minute, then twice as long each time, an hour at most.
pub fn wait_ms(tries: i64) -> i64 {
    ((30 * SECOND) << (tries - 1).clamp(0, 10)).min(HOUR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_plain_ascii_and_its_link_stands_on_a_line_of_its_own() {
        let link = "https://hub.example/reset?key=abc_DEF-123";
        for kind in Kind::ALL {
            let Letter { subject, text } = letter(*kind, &Words { handle: "ana", link });
            assert!(text.is_ascii() && subject.is_ascii() && !subject.contains('\n'), "{text}");
            assert!(text.lines().any(|line| line == link), "{text}");
            assert!(text.contains("@ana") && text.lines().all(|line| line == link || line.len() <= 76), "{text}");
        }
        assert!(letter(Kind::Forgotten, &Words { handle: "ana", link }).text.contains("30 minutes"));
        assert!(letter(Kind::NewEmail, &Words { handle: "ana", link }).text.contains("24 hours"));
    }

    #[test]
    fn a_link_leads_in_once_and_for_half_an_hour() {
        let at = Timestamp(1_000_000);
        for (used, after, good) in [(None, 0, true), (None, KEY_LIVES_MS - 1, true), (None, KEY_LIVES_MS, false), (Some(at), 1, false)] {
            assert_eq!(is_good(at, used, at.plus(after)), good, "{used:?} {after}");
        }
    }

    #[test]
    fn a_new_address_is_confirmed_within_a_day() {
        let at = Timestamp(1_000_000);
        assert!(still_confirms(at, at.plus(EMAIL_KEY_LIVES_MS - 1)) && !still_confirms(at, at.plus(EMAIL_KEY_LIVES_MS)));
    }

    #[test]
    fn a_mail_waits_longer_each_time_and_never_for_more_than_an_hour() {
        let waits: Vec<i64> = (0..70).map(wait_ms).collect();
        assert_eq!(waits[1..5], [30 * SECOND, 60 * SECOND, 120 * SECOND, 240 * SECOND]);
        assert!(waits.is_sorted() && waits.iter().all(|wait| (30 * SECOND..=HOUR).contains(wait)), "{waits:?}");
        assert_eq!(waits[69], HOUR);
    }

    #[test]
    fn nobody_is_mailed_more_than_three_times_an_hour() {
        assert_eq!((0..5).map(may_ask).collect::<Vec<_>>(), [true, true, true, false, false]);
    }
}
