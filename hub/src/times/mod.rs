//! Times: when two people meet. One of a conversation offers up to three, the other takes one with one tap, or says that none fits.
//!
//! ```text
//!   offered ──accept────▶ agreed ──call off──▶ called off    by either, until it is over
//!      ├──────decline───▶ declined     none fits; with a word if they like, and with others if they have some
//!      ├──────call off──▶ taken back   by who offered them
//!      ├────────────────▶ settled      a time of the other one's was agreed on, or the two can't meet any more
//!      └────────────────▶ lapsed       all of them were over when others were offered
//! ```
//! Each of the two has at most one offer open, and at most one time is agreed on and not over. All of it is decided under the lock of
//! the conversation: of two who accept at the same moment the first one wins, and the other one is shown what is agreed.
//!
//! Nothing is stored when a time is over. Whether it is, the reader's clock says ([`TimesView::ahead`], [`TimesView::open`]).

pub mod ics;
pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{
    ids::*,
    refusal::*,
    time::{DAY, MINUTE, Timestamp},
};

/// So many times fit in one offer.
pub const MOST: usize = 3;
/// How long a meeting may take, in minutes.
pub const LENGTHS: [i64; 5] = [15, 30, 45, 60, 90];
/// So far ahead a time may be.
pub const AHEAD: i64 = 90 * DAY;
/// The longest place or link, in characters.
pub const LONGEST_PLACE: usize = 200;
/// The longest word that goes with “none fits”, in characters.
pub const LONGEST_WORD: usize = 200;
/// So many offers of one member fit into a conversation and day.
pub const OFFERS_A_DAY: i64 = 10;
/// For so long a conversation says that nothing fitted, or that a time was called off.
pub const SAID_FOR: i64 = 7 * DAY;

crate::words! {
    /// What has become of an offer of times.
    pub enum Status {
        Offered = "offered", Agreed = "agreed", Declined = "declined", CalledOff = "called_off", TakenBack = "taken_back",
        Settled = "settled", Lapsed = "lapsed",
    }
}

/// One time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub at: Timestamp,
    /// One of [`LENGTHS`].
    pub minutes: i64,
}

impl Slot {
    pub fn ends_at(self) -> Timestamp {
        self.at.plus(self.minutes.saturating_mul(MINUTE))
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// One to three times. `place`: where, in words, or an https link, or nothing.
    Offer { conversation: ConversationId, times: Vec<Slot>, place: String },
    /// `at`: when the one begins that is accepted.
    Accept { conversation: ConversationId, id: TimesId, at: Timestamp },
    /// None fits. `word` may be empty.
    Decline { conversation: ConversationId, id: TimesId, word: String },
    /// Calls off what is agreed, or takes back what one has offered.
    CallOff { conversation: ConversationId, id: TimesId },
}

impl Command {
    /// The conversation it happens in, whose row is locked while it is decided.
    pub fn conversation(&self) -> ConversationId {
        match self {
            Command::Offer { conversation, .. }
            | Command::Accept { conversation, .. }
            | Command::Decline { conversation, .. }
            | Command::CallOff { conversation, .. } => *conversation,
        }
    }
}

/// `by` did it, `to` is the other one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Offered {
        id: TimesId,
        conversation: ConversationId,
        by: UserId,
        to: UserId,
    },
    Agreed {
        id: TimesId,
        conversation: ConversationId,
        by: UserId,
        to: UserId,
    },
    Declined {
        id: TimesId,
        conversation: ConversationId,
        by: UserId,
        to: UserId,
    },
    /// `agreed`: it was agreed on. Else it was open, and is taken back.
    CalledOff {
        id: TimesId,
        conversation: ConversationId,
        by: UserId,
        to: UserId,
        agreed: bool,
    },
}

impl Event {
    pub fn conversation(&self) -> ConversationId {
        match self {
            Event::Offered { conversation, .. }
            | Event::Agreed { conversation, .. }
            | Event::Declined { conversation, .. }
            | Event::CalledOff { conversation, .. } => *conversation,
        }
    }

    /// The two.
    pub fn both(&self) -> [UserId; 2] {
        match self {
            Event::Offered { by, to, .. }
            | Event::Agreed { by, to, .. }
            | Event::Declined { by, to, .. }
            | Event::CalledOff { by, to, .. } => [*by, *to],
        }
    }
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("times-no-such-conversation"))]
    NoSuchConversation,
    #[error("{}", crate::say("times-blocked"))]
    Blocked,
    #[error("{}", crate::say("times-they-are-away"))]
    TheyAreAway,
    #[error("{}", crate::say("times-offered-already"))]
    OfferedAlready,
    #[error("{}", crate::say("times-agreed-already"))]
    AgreedAlready,
    #[error("{}", crate::say("times-enough").with("most", *.most))]
    Enough { most: i64, retry_after_ms: i64 },
    #[error("{}", crate::say("times-no-such-times"))]
    NoSuchTimes,
    #[error("{}", crate::say("times-no-such-time"))]
    NoSuchTime,
    /// They were answered, taken back, or something else was agreed on.
    #[error("{}", crate::say("times-not-open"))]
    NotOpen,
    #[error("{}", crate::say("times-your-own"))]
    YourOwn,
    #[error("{}", crate::say("times-not-yours"))]
    NotYours,
    #[error("{}", crate::say("times-over"))]
    Over,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchConversation | Refusal::NoSuchTimes | Refusal::NoSuchTime => RefusalKind::NotFound,
            Refusal::Blocked | Refusal::TheyAreAway | Refusal::YourOwn | Refusal::NotYours => RefusalKind::Forbidden,
            Refusal::OfferedAlready | Refusal::AgreedAlready | Refusal::NotOpen | Refusal::Over => RefusalKind::Conflict,
            Refusal::Enough { .. } => RefusalKind::TooFast,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "times.mend",
            Refusal::NoSuchConversation => "times.no_such_conversation",
            Refusal::Blocked => "times.blocked",
            Refusal::TheyAreAway => "times.they_are_away",
            Refusal::OfferedAlready => "times.offered_already",
            Refusal::AgreedAlready => "times.agreed_already",
            Refusal::Enough { .. } => "times.enough",
            Refusal::NoSuchTimes => "times.no_such_times",
            Refusal::NoSuchTime => "times.no_such_time",
            Refusal::NotOpen => "times.not_open",
            Refusal::YourOwn => "times.your_own",
            Refusal::NotYours => "times.not_yours",
            Refusal::Over => "times.over",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Refusal::Enough { retry_after_ms, .. } => Some(*retry_after_ms),
            _ => None,
        }
    }
}

/// Times that somebody offered, and what became of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposalView {
    pub id: TimesId,
    pub by: UserId,
    /// The first one first.
    pub times: Vec<Slot>,
    /// Words, or words with an https link, or nothing.
    pub place: String,
    pub status: Status,
    pub offered_at: Timestamp,
    /// The one that was agreed on, also when it was called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<Slot>,
    /// Who answered it, called it off or took it back, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_by: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<Timestamp>,
    /// What was said with “none fits”. May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub word: String,
}

impl ProposalView {
    /// Those that can still be picked.
    pub fn left(&self, now: Timestamp) -> impl Iterator<Item = &Slot> {
        self.times.iter().filter(move |slot| self.status == Status::Offered && slot.at > now)
    }

    /// The agreed one, until it is over.
    pub fn ahead(&self, now: Timestamp) -> Option<Slot> {
        self.agreed.filter(|slot| self.status == Status::Agreed && slot.ends_at() > now)
    }
}

/// How two people stand about a time: the last offer of each of them, the newest first. It says nothing of the clock; its reader does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimesView {
    pub conversation: ConversationId,
    pub offers: Vec<ProposalView>,
}

impl TimesView {
    /// What is agreed on and not over.
    pub fn ahead(&self, now: Timestamp) -> Option<(&ProposalView, Slot)> {
        self.offers.iter().find_map(|offer| offer.ahead(now).map(|slot| (offer, slot)))
    }

    /// Those of which one can still be picked.
    pub fn open(&self, now: Timestamp) -> impl Iterator<Item = &ProposalView> {
        self.offers.iter().filter(move |offer| offer.left(now).next().is_some())
    }

    /// What was declined or called off last, for a while and until there is something newer.
    pub fn said_last(&self, now: Timestamp) -> Option<&ProposalView> {
        let settled = self.offers.iter().max_by_key(|offer| offer.settled_at.unwrap_or(offer.offered_at))?;
        let is_said = match settled.status {
            Status::Declined => true,
            // What would be over by now is nobody's news.
            Status::CalledOff => settled.agreed.is_some_and(|slot| slot.ends_at() > now),
            _ => false,
        };
        let is_fresh = settled.settled_at.is_some_and(|at| now.since(at) < SAID_FOR);
        (is_said && is_fresh && self.ahead(now).is_none() && self.open(now).next().is_none()).then_some(settled)
    }
}

/// A time that was agreed on with somebody, for a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgreedView {
    pub id: TimesId,
    pub conversation: ConversationId,
    pub with: crate::profiles::PersonCard,
    pub time: Slot,
    pub place: String,
}
