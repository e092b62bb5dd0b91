//! Presence: who is here now, and who may know.
//!
//! ```text
//!            a screen answers a ping                 no screen was used for five minutes
//!   gone ──────────────────────────────▶ here ───────────────────────────────────────────▶ away
//!     ▲                                  │  ▲ ◀─────────────── one is used ─────────────────┘ │
//!     └── no screen has answered within 30 s, or the last one was closed ─────────────────────┘
//! ```
//! It is a signal and is never stored, but for when somebody was here last: that is written every five minutes at most, beside
//! the journal. Who sees it: people they have written with; and, while they are open to help, those they are matched with, as
//! "here now" and no more. Who hides theirs sees nobody's.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{ids::*, refusal::*, time::Timestamp};

/// Whether somebody is here. The larger one counts where two hubs or two screens say different things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    #[default]
    Gone,
    /// A screen is open, and nobody has used any for a while.
    Away,
    Here,
}

/// What a member shows of themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Whether they are here.
    pub here: bool,
    /// When they were here last; only beside `here`.
    pub last: bool,
    /// That they are here, to people they are matched with.
    pub open_to_help: bool,
}

/// As it is before anybody has said anything.
impl Default for Shown {
    fn default() -> Self {
        Shown { here: true, last: true, open_to_help: false }
    }
}

/// What one member may know of another's presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    #[default]
    Nothing,
    /// That they are here now.
    HereNow,
    /// Also that they are away.
    Presence,
    /// Also when they were here last.
    LastSeen,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Show {
        shown: Shown,
    },
    /// Once, when they come next.
    TellWhenBack {
        who: UserId,
    },
    /// By the house: somebody who is waited for has come.
    CameBack {
        who: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A member shows more or less of themselves than before.
    ShownChanged { user: UserId },
    /// `who` is waited for by `by`.
    Awaited { who: UserId, by: UserId },
    /// `who` came, and `to` waited for that.
    CameBack { who: UserId, to: UserId },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-presence-not-shown"))]
    NotShown,
    #[error("{}", crate::say("refusal-presence-enough-awaited").with("most", .most))]
    EnoughAwaited { most: i64 },
    #[error("{}", crate::say("refusal-presence-house-only"))]
    HouseOnly,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NotShown | Refusal::HouseOnly => RefusalKind::Forbidden,
            Refusal::EnoughAwaited { .. } => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::NotShown => "presence.not_shown",
            Refusal::EnoughAwaited { .. } => "presence.enough_awaited",
            Refusal::HouseOnly => "presence.house_only",
        }
    }
}

/// What a reader may know of somebody now: for pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub state: State,
    /// Only while they are not here.
    pub seen_at: Option<Timestamp>,
    /// The reader may ask to be told when they are back, and has not.
    pub may_wait: bool,
    /// The reader has asked for that.
    pub waits: bool,
}
