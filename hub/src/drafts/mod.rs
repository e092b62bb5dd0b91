//! Drafts: asks and offers that somebody has begun to write and not posted. They are kept while one types, and go on on any device.
//!
//! ```text
//!   nothing ──keep──▶ kept ──keep──▶ kept …
//!                      └──discard: posted, or thrown away──▶ gone, for good
//! ```
//! Nobody else sees them. What is kept is the form as it was typed; nothing of it is checked before it is posted.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{refusal::*, time::Timestamp};

/// So many drafts a member may have.
pub const MOST: i64 = 30;
/// A draft holds so many characters.
pub const LONGEST: usize = 200_000;

crate::words! {
    pub enum Kind { Ask = "ask", Offer = "offer" }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// `key` is the form's own, made when it was begun. `form`: its fields, as a browser would send them. `seen`: the `kept_at` of
    /// what was gone on with; when something newer stands there, nothing is lost over it.
    Keep {
        key: String,
        kind: Kind,
        form: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Timestamp>,
    },
    /// Posted, or thrown away. What is still on its way to it comes too late.
    Discard { key: String },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-drafts-no-such-draft"))]
    NoSuchDraft,
    #[error("{}", crate::say("refusal-drafts-no-name"))]
    NoName,
    #[error("{}", crate::say("refusal-drafts-changed-meanwhile"))]
    ChangedMeanwhile,
    #[error("{}", crate::say("refusal-drafts-enough").with("most", .most))]
    Enough { most: i64 },
    #[error("{}", crate::say("refusal-drafts-too-long"))]
    TooLong,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NoSuchDraft => RefusalKind::NotFound,
            Refusal::NoName => RefusalKind::Invalid,
            Refusal::ChangedMeanwhile | Refusal::Enough { .. } => RefusalKind::Conflict,
            Refusal::TooLong => RefusalKind::TooLarge,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::NoSuchDraft => "drafts.no_such_draft",
            Refusal::NoName => "drafts.no_name",
            Refusal::ChangedMeanwhile => "drafts.changed_meanwhile",
            Refusal::Enough { .. } => "drafts.enough",
            Refusal::TooLong => "drafts.too_long",
        }
    }
}

/// A draft, for its writer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftView {
    pub key: String,
    pub kind: Kind,
    /// Its fields, as a browser would send them.
    pub form: String,
    pub begun_at: Timestamp,
    /// When it was kept last: what a change of it has `seen`.
    pub kept_at: Timestamp,
}
