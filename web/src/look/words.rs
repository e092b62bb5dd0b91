//! The words for states. No status has its name on a screen: what is said is what it means for the reader.

use std::{borrow::Borrow, sync::LazyLock};

use hub::{
    Locale,
    asks::{AskStatus, AskView},
    connections::{ConnectionView, Side, Status, Step, Subject},
    kernel::locale,
    offers::{OfferStatus, Pricing},
    say,
};

use super::{Html, escaped};

/// Where an ask stands, in a few words: “2 of 5 found”, “Done”.
pub fn ask_status(ask: &AskView) -> String {
    if ask.hidden { say("look-ask-hidden").into() } else { status(ask.status, ask.places, ask.accepted) }
}

/// The same of an ask that is known by less.
pub fn status(status: AskStatus, places: i64, accepted: i64) -> String {
    let said = match status {
        AskStatus::Open if places > 1 => say("look-ask-found").with("n", accepted).with("all", places),
        AskStatus::Open => say("look-ask-open"),
        AskStatus::InProgress => say("look-ask-under-way"),
        AskStatus::Fulfilled => say("look-ask-done"),
        AskStatus::Closed => say("look-ask-closed"),
    };
    said.into()
}

/// “in German”, of what is written in another language than the page.
pub fn foreign(language: &str) -> Option<String> {
    let other = !language.is_empty() && Locale::of(language) != Some(locale::current());
    other.then(|| say("look-in-language").with("code", language).to_string())
}

pub fn offer_status(status: OfferStatus) -> String {
    let key = match status {
        OfferStatus::Draft => "look-offer-only-you",
        OfferStatus::Active => "look-offer-live",
        OfferStatus::Paused => "look-offer-paused",
        OfferStatus::Archived => "look-offer-put-away",
    };
    say(key).into()
}

/// A pricing as its owner would say it.
pub fn pricing(pricing: Pricing) -> String {
    let key = match pricing {
        Pricing::Free => "look-pricing-free",
        Pricing::OneTime => "look-pricing-once",
        Pricing::Hourly => "look-pricing-hour",
        Pricing::Monthly => "look-pricing-month",
        Pricing::Custom => "look-pricing-talk",
    };
    say(key).into()
}

/// “1 person”, “3 people”
pub fn people(n: impl Borrow<i64>) -> String {
    say("look-people").with("n", *n.borrow()).into()
}

/// To go when nobody calls it any more: a message with a plural says it in every language.
pub fn count(n: impl Borrow<i64>, one: &str, many: &str) -> String {
    let n = *n.borrow();
    format!("{n} {}", if n == 1 { one } else { many })
}

/// What kind of subject a line is about; part of the key that a live card finds its line by.
fn about_word(about: Subject) -> &'static str {
    match about {
        Subject::Ask(_) => "ask",
        Subject::Offer(_) => "offer",
        Subject::Direct => "direct",
    }
}

/// The key of where a connection stands, said to its reader: what comes next first. `$name` is the other one.
fn line(status: Status, side: Side, about: &str, claimed: bool) -> &'static str {
    use {Side::*, Status::*};
    let helps = match (about, side) {
        ("ask", Initiator) | ("offer", Responder) => Some(true),
        ("ask", Responder) | ("offer", Initiator) => Some(false),
        _ => None,
    };
    match (status, side, about) {
        (Initiated, Responder, "ask") => "look-line-they-offer-help",
        (Initiated, Responder, "offer") => "look-line-they-would-like",
        (Initiated, Responder, _) => "look-line-they-say-hello",
        (Initiated, Initiator, _) => "look-line-they-answer",
        (Discussing, Responder, "ask") => "look-line-would-you-like-help",
        (Discussing, Responder, "offer") => "look-line-will-you-do-it",
        (Discussing, Responder, _) => "look-line-talking",
        (Discussing, Initiator, "direct") => "look-line-talking",
        (Discussing, Initiator, _) => "look-line-they-say-yes",
        (Accepted | InProgress, ..) if claimed && helps == Some(true) => "look-line-they-confirm",
        (Accepted | InProgress, ..) if claimed => "look-line-is-it-done",
        (Accepted, ..) => match helps {
            Some(true) => "look-line-help-them",
            Some(false) => "look-line-they-help",
            None => "look-line-do-it",
        },
        (InProgress, ..) => match helps {
            Some(true) => "look-line-you-are-helping",
            Some(false) => "look-line-they-are-helping",
            None => "look-line-at-it",
        },
        (Completed, ..) => match helps {
            Some(true) => "look-line-you-helped",
            Some(false) => "look-line-they-helped",
            None => "look-line-done",
        },
        (Declined, Responder, _) => "look-line-you-said-no",
        (Declined, Initiator, "ask") => "look-line-without-your-help",
        (Declined, Initiator, _) => "look-line-they-cannot",
        (Cancelled, ..) => "look-line-called-off",
    }
}

/// What a live card looks its line up by: `initiated.responder.ask.open`.
fn key(status: Status, side: Side, about: &str, claimed: bool) -> String {
    format!("{status}.{side}.{about}.{}", if claimed { "claimed" } else { "open" })
}

/// Where a connection stands, said to its reader.
pub fn connection_line(c: &ConnectionView) -> String {
    say(line(c.status, c.side, about_word(c.about), c.done_claimed_at.is_some())).with("name", &c.other.name).into()
}

/// Every line there is with what it is looked up by, for the cards that arrive while a page is open. `{name}` is the other one.
/// They stand as `key=line|key=line|`, in the language of the moment.
pub fn connection_lines() -> &'static Html {
    static LINES: LazyLock<Vec<Html>> = LazyLock::new(|| {
        let written = || lines().into_iter().map(|(key, line)| format!("{key}={line}|")).collect::<String>();
        Locale::ALL.iter().map(|locale| Html::trusted(escaped(&locale::within(*locale, written)))).collect()
    });
    &LINES[locale::current() as usize]
}

fn lines() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for status in Status::ALL {
        for side in Side::ALL {
            for about in ["ask", "offer", "direct"] {
                for claimed in [false, true] {
                    if claimed && !matches!(status, Status::Accepted | Status::InProgress) {
                        continue;
                    }
                    let line = say(line(*status, *side, about, claimed)).with("name", "{name}");
                    all.push((key(*status, *side, about, claimed), line.into()));
                }
            }
        }
    }
    all
}

/// What stands on the button of a step of this connection.
pub fn step_of(c: &ConnectionView, of: Step) -> String {
    step(of, c.reader_helps, c.done_claimed_at.is_some() || (of == Step::Decline && c.status == Status::Accepted))
}

/// What stands on the button of a step. `helps`: the reader is the one who helps. `claimed`: one of the two has said something
/// already; for a no it was the reader's own yes.
pub fn step(step: Step, helps: Option<bool>, claimed: bool) -> String {
    let key = match step {
        Step::Accept => "look-step-yes",
        Step::Start => "look-step-begun",
        Step::Done if helps == Some(true) => "look-step-helped",
        Step::Done if claimed => "look-step-yes-done",
        Step::Done => "look-step-done",
        Step::NotYet => "look-step-not-yet",
        Step::Decline if claimed => "look-step-off",
        Step::Decline => "look-step-no",
        Step::Cancel => "look-step-off",
        // Never on a button: they follow from a message and from time.
        Step::Reply | Step::Silence => return String::new(),
    };
    say(key).into()
}

/// Which look a step's button has. Loud is only what somebody waits for: a yes to who wrote, a yes to who says that it is done.
/// What ends something of itself is quiet.
pub fn step_look(step: Step, claimed: bool) -> &'static str {
    match step {
        Step::Accept => "btn-primary",
        Step::Done if claimed => "btn-primary",
        Step::Done | Step::Start => "btn-outline",
        _ => "btn-ghost",
    }
}

/// The steps that have buttons, in the order they stand.
pub const BUTTONS: [Step; 6] = [Step::Accept, Step::Start, Step::Done, Step::NotYet, Step::Decline, Step::Cancel];

#[cfg(test)]
mod tests {
    use hub::kernel::locale::{Locale, within};

    use super::*;

    #[test]
    fn who_offered_help_and_was_declined_does_not_read_that_the_asker_cannot_do_it() {
        let declined = |about| say(line(Status::Declined, Side::Initiator, about, false)).with("name", "Bo").to_string();
        assert!(declined("ask").contains("your help") && !declined("ask").contains("can't"));
        assert!(declined("offer").contains("can't this time"));
    }

    #[test]
    fn a_no_after_ones_own_yes_is_a_calling_off() {
        let no = |status| step_of(&ConnectionView { status, ..crate::connections::pages::blank() }, Step::Decline);
        assert_eq!([Status::Initiated, Status::Discussing, Status::Accepted].map(no), ["No, thanks", "No, thanks", "Call it off"]);
    }

    #[test]
    fn what_ends_something_is_loud_only_when_somebody_waits_for_it() {
        let loud = |claimed| BUTTONS.into_iter().filter(|step| step_look(*step, claimed) == "btn-primary").collect::<Vec<_>>();
        assert_eq!(loud(false), [Step::Accept]);
        assert_eq!(loud(true), [Step::Accept, Step::Done]);
    }

    #[test]
    fn no_line_names_a_state_and_every_one_speaks_to_its_reader() {
        let lines = Locale::ALL.iter().flat_map(|locale| within(*locale, lines)).collect::<Vec<_>>();
        assert_eq!(lines.len(), (7 * 2 * 3 + 2 * 2 * 3) * Locale::ALL.len());
        for (key, line) in lines {
            assert!(line.matches("{name}").count() <= 1 && !line.contains(['|', '=']), "what a script cannot read, {key}: {line}");
            for state in ["initiated", "discussing", "accepted", "in_progress", "in progress", "completed", "declined", "cancelled"] {
                assert!(!line.to_lowercase().contains(state), "{key}: {line}");
            }
            assert!(line.ends_with(['.', '?']) && !line.contains('—'), "{key}: {line}");
        }
    }
}
