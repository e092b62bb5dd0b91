//! What a mail says, and when it is tried again.

use super::{EMAIL_KEY_LIVES_MS, KEY_LIVES_MS, Kind, MOST_AN_HOUR};
use crate::{
    kernel::time::{HOUR, SECOND, Timestamp},
    say,
};

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

/// In the language of the moment.
pub fn letter(kind: Kind, words: &Words) -> Letter {
    let (subject, text) = match kind {
        Kind::Forgotten => ("mail-forgotten-subject", say("mail-forgotten").with("minutes", KEY_LIVES_MS / (60 * SECOND))),
        Kind::NewPassword => ("mail-new-password-subject", say("mail-new-password")),
        Kind::NewEmail => ("mail-new-email-subject", say("mail-new-email").with("hours", EMAIL_KEY_LIVES_MS / HOUR)),
        Kind::EmailAsked => ("mail-email-asked-subject", say("mail-email-asked")),
    };
    let text = text.with("handle", words.handle).with("link", words.link);
    Letter { subject: say(subject).into(), text: format!("{text}\n") }
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
    use crate::kernel::locale::{Locale, within};

    #[test]
    fn a_mail_is_plain_ascii_and_its_link_stands_on_a_line_of_its_own() {
        let link = "https://hub.example/reset?key=abc_DEF-123";
        for (locale, kind) in Locale::ALL.iter().flat_map(|locale| Kind::ALL.iter().map(move |kind| (*locale, *kind))) {
            let Letter { subject, text } = within(locale, || letter(kind, &Words { handle: "ana", link }));
            assert!(text.is_ascii() && subject.is_ascii() && !subject.contains('\n'), "{text}");
            assert!(text.lines().any(|line| line == link), "{text}");
            assert!(text.contains("@ana") && text.lines().all(|line| line == link || line.len() <= 76), "{text}");
        }
        let forgotten = |locale| within(locale, || letter(Kind::Forgotten, &Words { handle: "ana", link }).text);
        assert!(forgotten(Locale::En).contains("30 minutes") && forgotten(Locale::De).contains("30 Minuten"));
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
