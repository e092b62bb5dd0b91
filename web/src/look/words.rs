//! The words for states. No status has its name on a screen: what is said is what it means for the reader.

use std::borrow::Borrow;

use hub::{
    asks::{AskStatus, AskView},
    connections::{ConnectionView, Side, Status, Step, Subject},
    offers::{OfferStatus, Pricing},
};

/// Where an ask stands, in a few words: “2 of 5 found”, “Done”.
pub fn ask_status(ask: &AskView) -> String {
    match ask.status {
        _ if ask.hidden => "Hidden".to_owned(),
        AskStatus::Open if ask.places > 1 => format!("{} of {} found", ask.accepted, ask.places),
        AskStatus::Open => "Open".to_owned(),
        AskStatus::InProgress => "Under way".to_owned(),
        AskStatus::Fulfilled => "Done".to_owned(),
        AskStatus::Closed => "Closed".to_owned(),
    }
}

pub fn offer_status(status: OfferStatus) -> &'static str {
    match status {
        OfferStatus::Draft => "Only you see this",
        OfferStatus::Active => "Live",
        OfferStatus::Paused => "Paused",
        OfferStatus::Archived => "Put away",
    }
}

/// A pricing as its owner would say it.
pub fn pricing(pricing: Pricing) -> &'static str {
    match pricing {
        Pricing::Free => "It is free",
        Pricing::OneTime => "A price, once",
        Pricing::Hourly => "A price an hour",
        Pricing::Monthly => "A price a month",
        Pricing::Custom => "We talk about the price",
    }
}

/// “1 person”, “3 people”
pub fn people(n: impl Borrow<i64>) -> String {
    count(n, "person", "people")
}

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

/// Where a connection stands, said to its reader: what comes next first. `{name}` is the other one.
fn line(status: Status, side: Side, about: &str, claimed: bool) -> &'static str {
    use {Side::*, Status::*};
    let helps = match (about, side) {
        ("ask", Initiator) | ("offer", Responder) => Some(true),
        ("ask", Responder) | ("offer", Initiator) => Some(false),
        _ => None,
    };
    match (status, side, about) {
        (Initiated, Responder, "ask") => "Say yes? {name} offers to help.",
        (Initiated, Responder, "offer") => "Say yes? {name} would like this.",
        (Initiated, Responder, _) => "Answer {name}, who says hello.",
        (Initiated, Initiator, _) => "{name} answers next. You have written.",
        (Discussing, Responder, "ask") => "Say yes when it fits: would you like {name}'s help?",
        (Discussing, Responder, "offer") => "Say yes when it fits: will you do it for {name}?",
        (Discussing, Responder, _) => "You two are talking.",
        (Discussing, Initiator, "direct") => "You two are talking.",
        (Discussing, Initiator, _) => "{name} says yes when it fits. You are talking.",
        (Accepted | InProgress, ..) if claimed && helps == Some(true) => "{name} confirms it, or a quiet week does. You said it is done.",
        (Accepted | InProgress, ..) if claimed => "Is it done? {name} says so. A quiet week means yes as well.",
        (Accepted, ..) => match helps {
            Some(true) => "Help {name}, then say so here. It is a yes.",
            Some(false) => "{name} helps you now. Say here when it is done.",
            None => "Do it, then say so here. It is a yes.",
        },
        (InProgress, ..) => match helps {
            Some(true) => "Say here when it is done. You are helping {name}.",
            Some(false) => "Say here when it is done. {name} is helping you.",
            None => "Say here when it is done. You two are at it.",
        },
        (Completed, ..) => match helps {
            Some(true) => "Done. You helped {name}.",
            Some(false) => "Done. {name} helped you.",
            None => "Done.",
        },
        (Declined, Responder, _) => "You said no this time.",
        (Declined, Initiator, "ask") => "{name} goes on without your help this time. It was kind of you to offer it.",
        (Declined, Initiator, _) => "{name} can't this time. Somebody else will.",
        (Cancelled, ..) => "Called off.",
    }
}

/// What a live card looks its line up by: `initiated.responder.ask.open`.
fn key(status: Status, side: Side, about: &str, claimed: bool) -> String {
    format!("{status}.{side}.{about}.{}", if claimed { "claimed" } else { "open" })
}

/// Where a connection stands, said to its reader.
pub fn connection_line(c: &ConnectionView) -> String {
    line(c.status, c.side, about_word(c.about), c.done_claimed_at.is_some()).replace("{name}", &c.other.name)
}

/// Every line there is with its key, for the cards that arrive while a page is open.
pub fn connection_lines() -> Vec<(String, &'static str)> {
    let mut all = Vec::new();
    for status in Status::ALL {
        for side in Side::ALL {
            for about in ["ask", "offer", "direct"] {
                for claimed in [false, true] {
                    if claimed && !matches!(status, Status::Accepted | Status::InProgress) {
                        continue;
                    }
                    all.push((key(*status, *side, about, claimed), line(*status, *side, about, claimed)));
                }
            }
        }
    }
    all
}

/// What stands on the button of a step. `helps`: the reader is the one who helps.
pub fn step(step: Step, helps: Option<bool>, claimed: bool) -> &'static str {
    match step {
        Step::Accept => "Say yes",
        Step::Start => "We have begun",
        Step::Done if helps == Some(true) => "I have helped",
        Step::Done if claimed => "Yes, it is done",
        Step::Done => "It is done",
        Step::NotYet => "Not yet",
        Step::Decline => "No, thanks",
        Step::Cancel => "Call it off",
        // Never on a button: they follow from a message and from time.
        Step::Reply | Step::Silence => "",
    }
}

/// Which look a step's button has.
pub fn step_look(step: Step) -> &'static str {
    match step {
        Step::Accept | Step::Done => "btn-primary",
        Step::Start => "btn-outline",
        _ => "btn-ghost",
    }
}

/// The steps that have buttons, in the order they stand.
pub const BUTTONS: [Step; 6] = [Step::Accept, Step::Start, Step::Done, Step::NotYet, Step::Decline, Step::Cancel];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_offered_help_and_was_declined_does_not_read_that_the_asker_cannot_do_it() {
        let declined = |about| line(Status::Declined, Side::Initiator, about, false);
        assert!(declined("ask").contains("your help") && !declined("ask").contains("can't"));
        assert!(declined("offer").contains("can't this time"));
    }

    #[test]
    fn no_line_names_a_state_and_every_one_speaks_to_its_reader() {
        let lines = connection_lines();
        assert_eq!(lines.len(), 7 * 2 * 3 + 2 * 2 * 3);
        for (key, line) in lines {
            for state in ["initiated", "discussing", "accepted", "in_progress", "in progress", "completed", "declined", "cancelled"] {
                assert!(!line.to_lowercase().contains(state), "{key}: {line}");
            }
            assert!(line.ends_with(['.', '?']) && !line.contains('—'), "{key}: {line}");
        }
    }
}
