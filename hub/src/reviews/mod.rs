//! Reviews: what members say of a tool of the directory. Stars, a line, a few words.
//!
//! ```text
//!   nothing ──write──▶ shown ──write──▶ shown, changed
//!                        │  ▲
//!              take back ▼  │ write (the same one again)
//!                       gone
//! ```
//! One a member and tool, and nobody is told: a tool is nobody's. What three people report is hidden as anything else is, and may not
//! be written anew until an admin has looked. The stars of a tool count from three reviews on, as everywhere.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    kernel::{ids::*, refusal::*, time::Timestamp},
    profiles::PersonCard,
};

/// So many tools somebody may begin to review in a day.
pub const REVIEWS_A_DAY: i64 = 20;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// In the place of what the member said of it before. `stars`: 1 to 5. `text` may be empty.
    Write { tool: ToolId, stars: i64, title: String, text: String },
    /// Done when there is none.
    TakeBack { tool: ToolId },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// New, or in other words.
    Written {
        id: ReviewId,
        tool: ToolId,
        by: UserId,
    },
    TakenBack {
        id: ReviewId,
        tool: ToolId,
        by: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-reviews-no-such-tool"))]
    NoSuchTool,
    /// It was reported, and nobody has decided yet, or somebody has.
    #[error("{}", crate::say("refusal-reviews-hidden"))]
    Hidden,
    #[error("{}", crate::say("refusal-reviews-enough").with("most", .most))]
    Enough { most: i64, retry_after_ms: i64 },
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchTool => RefusalKind::NotFound,
            Refusal::Hidden => RefusalKind::Conflict,
            Refusal::Enough { .. } => RefusalKind::TooFast,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "reviews.mend",
            Refusal::NoSuchTool => "reviews.no_such_tool",
            Refusal::Hidden => "reviews.hidden",
            Refusal::Enough { .. } => "reviews.enough",
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

/// A review as a reader sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReviewView {
    pub id: ReviewId,
    pub tool: ToolId,
    pub by: PersonCard,
    pub stars: i64,
    pub title: String,
    /// May be empty.
    pub text: String,
    pub written_at: Timestamp,
    /// When its words were changed last; `None`: never.
    pub edited_at: Option<Timestamp>,
    /// It was reported and is hidden: only its author sees it.
    #[serde(default)]
    pub hidden: bool,
}
