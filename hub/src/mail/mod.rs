//! Mail: what is in one, when it is tried again, and what became of it. So far mail is the way back in for who has forgotten their
//! password, and what tells them that it was used.
//!
//! ```text
//!   waiting ──claim──▶ attempting ──▶ sent, filed or failed for good
//!      ▲                   │
//!      └─ not now, or nobody knows; a day at most, then dropped
//! ```

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{ids::*, refusal::*, time::DAY};

/// A link in a mail is good for so long.
pub const KEY_LIVES_MS: i64 = 30 * 60 * 1_000;
/// So many mails in an hour a member can have asked for.
pub const MOST_AN_HOUR: i64 = 3;
/// What could not go out for so long is dropped.
pub const MAIL_LIVES_MS: i64 = DAY;

crate::words! {
    /// What a mail is about.
    pub enum Kind {
        /// The link with which a new password is chosen.
        Forgotten = "forgotten",
        /// That it was.
        NewPassword = "new_password",
    }
}

crate::words! {
    pub enum MailStatus {
        Waiting = "waiting",
        /// Claimed by a worker that is about to hand it in.
        Attempting = "attempting",
        /// A server took it.
        Sent = "sent",
        /// No server is set: it lies in a file.
        Filed = "filed",
        /// A server said no for good.
        Failed = "failed",
        /// It waited for too long.
        Dropped = "dropped",
    }
}

/// What came of one try.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Sent,
    Filed,
    Failed {
        error: String,
    },
    /// It is tried again, later each time.
    NotNow {
        error: String,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// By the worker (`By::Clock`): what came of a mail that was claimed.
    Settle { id: MailId, outcome: Outcome },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A row is in the outbox: the worker is rung.
    Queued {
        id: MailId,
        user: UserId,
    },
    Settled {
        id: MailId,
        user: UserId,
        status: MailStatus,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-mail-house-only"))]
    HouseOnly,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        RefusalKind::Forbidden
    }

    fn code(&self) -> &'static str {
        "mail.house_only"
    }
}
