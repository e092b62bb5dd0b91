//! A saved search: what somebody looks for, kept, so that they hear of it when somebody posts what fits.
//!
//! ```text
//!   “save this search” ─▶ at once ◀──▶ each morning ◀──▶ off        (one tap, also on the notice)
//!                           │              │
//!   a post is written, or changed, and fits │
//!                           ▼              ▼
//!                        a notice       waits, and is told in one notice at eight in the morning where they are
//! ```
//! Of a post somebody hears once, however many searches of theirs it fits and however often it is changed: at once, if one of those
//! searches says so. They hear of nothing that stood there when they saved the search, of nothing of their own, of nobody they want
//! less of, and of nothing that they may not see. While all their matches are paused, what is found waits for a morning after it.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    discovery::Query,
    kernel::{ids::*, refusal::*, time::Timestamp},
    matches::Post,
};

/// So many searches a member may keep.
pub const MOST_SEARCHES: i64 = 20;

crate::words! {
    /// When somebody is told of what a search finds.
    pub enum Tell {
        AtOnce = "at_once",
        /// Each morning, if there is something.
        Daily = "daily",
        Off = "off",
    }
}

impl Tell {
    /// “at once”.
    pub fn said(self) -> &'static str {
        match self {
            Tell::AtOnce => "at once",
            Tell::Daily => "each morning",
            Tell::Off => "off",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The same search once more is no further one: it is told of as is said now.
    Save {
        query: Query,
        tell: Tell,
    },
    SetTell {
        id: SearchId,
        tell: Tell,
    },
    Remove {
        id: SearchId,
    },
    /// By the matcher: these searches find a post as it stands now.
    Found {
        post: Post,
        searches: Vec<SearchId>,
    },
    /// By the clock: it is morning where somebody is for whom something waits.
    Morning {
        user: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Saved { id: SearchId, user: UserId },
    TellSet { id: SearchId, user: UserId, tell: Tell },
    Removed { id: SearchId, user: UserId },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-saved-searches-everything"))]
    Everything,
    #[error("{}", crate::say("refusal-saved-searches-not-posts"))]
    NotPosts,
    #[error("{}", crate::say("refusal-saved-searches-no-such-search"))]
    NoSuchSearch,
    #[error("{}", crate::say("refusal-saved-searches-enough").with("most", .most))]
    Enough { most: i64 },
    #[error("{}", crate::say("refusal-saved-searches-house-only"))]
    HouseOnly,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) | Refusal::Everything | Refusal::NotPosts => RefusalKind::Invalid,
            Refusal::NoSuchSearch => RefusalKind::NotFound,
            Refusal::Enough { .. } => RefusalKind::Conflict,
            Refusal::HouseOnly => RefusalKind::Forbidden,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "saved_searches.mend",
            Refusal::Everything => "saved_searches.everything",
            Refusal::NotPosts => "saved_searches.not_posts",
            Refusal::NoSuchSearch => "saved_searches.no_such_search",
            Refusal::Enough { .. } => "saved_searches.enough",
            Refusal::HouseOnly => "saved_searches.house_only",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }
}

/// A saved search as its owner reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchView {
    pub id: SearchId,
    pub query: Query,
    /// “offers that say “logo” · free · with Canva”.
    pub words: String,
    pub tell: Tell,
    pub saved_at: Timestamp,
    /// How many posts it has found since it was saved.
    pub found: i64,
}

/// A post that a search of somebody's found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FindView {
    pub post: Post,
    pub title: String,
    pub path: String,
    pub search: SearchId,
    pub found_at: Timestamp,
    /// It waits for the morning.
    pub waits: bool,
}
