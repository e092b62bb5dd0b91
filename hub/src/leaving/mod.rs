//! Leaving: out of sight for a while, or for good.
//!
//! ```text
//!            Deactivate                 Return
//!   here ───────────────▶ away ───────────────────▶ here
//!    │        Delete                    Return
//!    └──────────────────▶ away, with a day on which it ends ──▶ here
//!                                   │ the clock, fourteen days later
//!                                   ▼
//!                                 gone: no way back
//! ```
//! Who is away is seen by nobody: no page, no post, no match, no presence. What others have written with them stays where it is,
//! under their name. Who is gone has no name any more: their posts and all that was theirs alone is deleted, and what they wrote to
//! others stands there by “somebody who left”, with its words or without, as they chose.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{
    ids::UserId,
    refusal::*,
    time::{DAY, Timestamp},
};

/// From the wish to be deleted until it is carried out. Whoever logs in meanwhile can stop it.
pub const GRACE_MS: i64 = 14 * DAY;

/// So long nobody else gets the username of who is gone: links to their page would lead to a stranger.
pub const USERNAME_KEPT_MS: i64 = 90 * DAY;

/// What whoever is gone is called where something of theirs still stands.
pub const SOMEBODY: &str = "Somebody who left";

/// Their face: everybody's the same.
pub const PORTRAIT: &str = "/portraits/somebody-who-left.svg";

crate::words! {
    /// What becomes of the words that somebody wrote to others.
    pub enum Words { Stay = "stay", Go = "go" }
}

crate::words! {
    /// Why somebody can't be reached.
    pub enum Absence { Away = "away", Left = "left" }
}

/// Its own page and path have asked for the password where one is needed; see `Command::may_come_from_a_client`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Out of sight, until they come back.
    Deactivate,
    /// Back again, also from an end that has not come yet.
    Return,
    /// For good, in fourteen days. `typed`: their username, so that nobody does it by accident.
    Delete { typed: String, words: Words },
    /// By the clock: the fourteen days are over.
    Finish { user: UserId },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// `until`: when everything of theirs is deleted; `None`: never.
    Left {
        user: UserId,
        until: Option<Timestamp>,
    },
    Returned {
        user: UserId,
    },
    Gone {
        user: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    /// Whatever else somebody does who is away.
    #[error("{}", crate::say("refusal-leaving-away"))]
    Away,
    #[error("{}", crate::say("refusal-leaving-here"))]
    Here,
    #[error("{}", crate::say("refusal-leaving-of-the-town"))]
    OfTheTown,
    #[error("{}", crate::say("refusal-leaving-not-due"))]
    NotDue,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::Away | Refusal::OfTheTown => RefusalKind::Forbidden,
            Refusal::Here | Refusal::NotDue => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "leaving.mend",
            Refusal::Away => "leaving.away",
            Refusal::Here => "leaving.here",
            Refusal::OfTheTown => "leaving.of_the_town",
            Refusal::NotDue => "leaving.not_due",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }
}
