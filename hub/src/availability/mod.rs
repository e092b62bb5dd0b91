//! Availability: whether a member takes on more, and how surely and how soon they answer who asks them.
//!
//! ```text
//!                                                           two requests unanswered for seven days,
//!              "I'm full"                                    or two places that they held ran out
//!   free ─────────────────────▶ full, by their own word      free ──────────────▶ full, for their sake (a kind notice)
//!     ▲                              │                          ▲                      │
//!     └───── "I can help again" ─────┘                          └── "I can help again" ┘
//! ```
//! Who is full is told of no ask and shown to nobody as a fresh card; what they are matched with waits in a list, and fires when
//! they are free again. Writing to them stays possible. How surely somebody answers is counted from what they were asked and did,
//! never set by anybody.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::ids::*;

crate::words! {
    /// Who decided that somebody is full.
    pub enum Why {
        Said = "said",
        /// The house: requests have waited too long.
        Unanswered = "unanswered",
        /// The house: places that they held ran out, and they had not written.
        Lapsed = "lapsed",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// “I'm full”, or “I can help again”.
    SetFull { full: bool },
    /// By the clock: a request has waited for seven days.
    Overdue { connection: ConnectionId },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Changed {
        user: UserId,
        full: bool,
        why: Why,
    },
    /// How surely and how soon they answer is counted anew since a request has waited for too long.
    Recounted {
        user: UserId,
    },
}

/// What was counted of the newest requests to somebody ([`rules::COUNTED`] at most).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// Answered, or waited for seven days in vain.
    pub asked: i64,
    pub answered: i64,
    /// The median from being asked to the first answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual_ms: Option<i64>,
}

/// What a member's own switch shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Availability {
    /// They are told of no more asks.
    pub full: bool,
    /// Who decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    pub answers: Answers,
}
