//! A connection: two people brought together by an ask, an offer, or plain curiosity.
//!
//! ```text
//!   initiated ──reply──▶ discussing ──accept──▶ accepted ──start──▶ in_progress ──done──▶ completed
//!       │  └──────────────accept─────────────────▶ │                     │
//!       ├─ decline (the one who was asked) ────────┤                     │
//!       └─ cancel (the one who began) ─────────────┴── cancel (either) ──┘
//! ```
//! Done needs the person who was helped, or their silence for seven days after the helper said so.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    asks::AskKind,
    kernel::{ids::*, refusal::*, time::Timestamp},
    privacy::{First, rules::not_first_words},
    profiles::PersonCard,
};

/// What brought them together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The initiator offers help with it.
    Ask(AskId),
    /// The initiator wants it.
    Offer(OfferId),
    /// Just so.
    Direct,
}

crate::words! {
    pub enum Status {
        Initiated = "initiated", Discussing = "discussing", Accepted = "accepted", InProgress = "in_progress",
        Completed = "completed", Declined = "declined", Cancelled = "cancelled",
    }
}

impl Status {
    pub fn is_over(self) -> bool {
        matches!(self, Status::Completed | Status::Declined | Status::Cancelled)
    }
}

crate::words! {
    pub enum Side { Initiator = "initiator", Responder = "responder" }
}

impl Side {
    pub fn other(self) -> Side {
        match self {
            Side::Initiator => Side::Responder,
            Side::Responder => Side::Initiator,
        }
    }
}

crate::words! {
    /// What somebody may do to a connection.
    pub enum Step {
        /// The responder wrote back; follows from the message itself.
        Reply = "reply",
        Accept = "accept",
        Start = "start",
        /// Done: from the helped it completes, from the helper it waits for the helped.
        Done = "done",
        /// The helped one says: not yet. Takes the helper's “done” back.
        NotYet = "not_yet",
        Decline = "decline",
        Cancel = "cancel",
        /// By the clock: seven days of silence after the helper's “done”.
        Silence = "silence",
    }
}

/// What the rules decide on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    pub id: ConnectionId,
    pub initiator: UserId,
    pub responder: UserId,
    pub about: Subject,
    pub status: Status,
    /// When the helper said it was done and the helped has not answered yet.
    pub done_claimed_at: Option<Timestamp>,
    pub initiator_rating: Option<i64>,
    pub responder_rating: Option<i64>,
    pub conversation: ConversationId,
}

impl Connection {
    pub fn side_of(&self, who: UserId) -> Option<Side> {
        match who {
            w if w == self.initiator => Some(Side::Initiator),
            w if w == self.responder => Some(Side::Responder),
            _ => None,
        }
    }

    pub fn person(&self, side: Side) -> UserId {
        match side {
            Side::Initiator => self.initiator,
            Side::Responder => self.responder,
        }
    }

    /// Who gives the help: the initiator of an answer to an ask, the responder to an inquiry about an offer
    /// (decisions.md). Nobody in a direct one.
    pub fn helper_side(&self) -> Option<Side> {
        match self.about {
            Subject::Ask(_) => Some(Side::Initiator),
            Subject::Offer(_) => Some(Side::Responder),
            Subject::Direct => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Open {
        to: UserId,
        about: Subject,
        message: String,
    },
    Move {
        id: ConnectionId,
        step: Step,
    },
    /// Once a side, after it is completed.
    Rate {
        id: ConnectionId,
        stars: i64,
        words: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Opened {
        id: ConnectionId,
        by: UserId,
        to: UserId,
        about: Subject,
        conversation: ConversationId,
    },
    Moved {
        id: ConnectionId,
        by: Option<UserId>,
        initiator: UserId,
        responder: UserId,
        about: Subject,
        step: Step,
        from: Status,
        status: Status,
    },
    /// For the first time completed, with a helper.
    Helped {
        id: ConnectionId,
        helper: UserId,
        helped: UserId,
        about: Subject,
        ask_kind: Option<AskKind>,
    },
    Rated {
        id: ConnectionId,
        by: UserId,
        of: UserId,
        stars: i64,
        by_helped: bool,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-connections-yourself"))]
    Yourself,
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-connections-no-longer-open"))]
    NoLongerOpen,
    #[error("{}", crate::say("refusal-connections-already-talking"))]
    AlreadyTalking(ConnectionId),
    #[error("{}", crate::say("refusal-connections-no-such-connection"))]
    NoSuchConnection,
    #[error("{}", crate::say("refusal-connections-no-such-member"))]
    NoSuchMember,
    #[error("{}", rules::wrong_moment(*.status, *.step))]
    WrongMoment { status: Status, step: Step },
    #[error("{}", crate::say("refusal-connections-no-place-left").with("places", .places))]
    NoPlaceLeft { places: i64 },
    #[error("{}", crate::say("refusal-connections-already-rated"))]
    AlreadyRated,
    #[error("{}", crate::say("refusal-connections-stars"))]
    Stars,
    #[error("{}", crate::say("refusal-connections-blocked"))]
    Blocked,
    /// They have chosen who may say hello to them.
    #[error("{}", not_first_words(*.0))]
    NotFirst(First),
    #[error("{}", rules::enough_words(*.most, *.first_day, *.retry_after_ms))]
    EnoughForToday { most: i64, first_day: bool, retry_after_ms: i64 },
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) | Refusal::Stars => RefusalKind::Invalid,
            Refusal::NoSuchConnection | Refusal::NoSuchMember => RefusalKind::NotFound,
            Refusal::Blocked | Refusal::NotFirst(_) => RefusalKind::Forbidden,
            Refusal::EnoughForToday { .. } => RefusalKind::TooFast,
            _ => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Yourself => "connections.yourself",
            Refusal::Mend(_) => "connections.mend",
            Refusal::NoLongerOpen => "connections.no_longer_open",
            Refusal::AlreadyTalking(_) => "connections.already_talking",
            Refusal::NoSuchConnection => "connections.no_such_connection",
            Refusal::NoSuchMember => "connections.no_such_member",
            Refusal::WrongMoment { .. } => "connections.wrong_moment",
            Refusal::NoPlaceLeft { .. } => "connections.no_place_left",
            Refusal::AlreadyRated => "connections.already_rated",
            Refusal::Stars => "connections.stars",
            Refusal::Blocked => "connections.blocked",
            Refusal::NotFirst(_) => "connections.not_first",
            Refusal::EnoughForToday { .. } => "connections.enough_for_today",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            Refusal::Stars => vec![FieldProblem::new("stars", self.to_string())],
            _ => Vec::new(),
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Refusal::EnoughForToday { retry_after_ms, .. } => Some(*retry_after_ms),
            _ => None,
        }
    }
}

/// A connection as one of its two people sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectionView {
    pub id: ConnectionId,
    pub about: Subject,
    /// The ask's or offer's title as it stands now; empty for a direct one or when it is gone.
    pub title: String,
    /// Where to read it; empty when it is gone.
    pub path: String,
    /// What the offer costs or the ask pays, in words: `Free`, `$49/hr`, “up to $100”. Empty when nothing was said.
    #[serde(default)]
    pub price: String,
    pub other: PersonCard,
    /// Which side the reader is on.
    pub side: Side,
    /// The reader is the one who helps; `None` for a direct one.
    pub reader_helps: Option<bool>,
    pub status: Status,
    pub done_claimed_at: Option<Timestamp>,
    /// What the reader may do now.
    pub steps: Vec<Step>,
    pub conversation: ConversationId,
    pub first_message: String,
    pub my_rating: Option<i64>,
    pub my_words: String,
    pub their_rating: Option<i64>,
    pub their_words: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub completed_at: Option<Timestamp>,
}
