//! Following: whose asks and offers somebody likes to see.
//!
//! ```text
//!             follow                      unfollow, or a block between the two
//!   nothing ─────────▶ follows ◀────────▶ followed once
//!              (told, +2 points)   follow again: nobody is told a second time
//! ```
//! Who is followed hears of it once from each person, for ever, and gets their points once from each. Nobody follows themselves, or
//! across a block: there the other one can't be found, whichever of the two put it there. What those whom somebody follows post is
//! read when it is looked at, never written to anybody.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    asks::AskView,
    kernel::{ids::*, refusal::*, time::Timestamp},
    offers::OfferView,
    profiles::PersonCard,
};

/// So many people somebody may begin to follow in a day.
pub const FOLLOWS_A_DAY: i64 = 100;

/// Both are done when it is so already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Follow { who: UserId },
    Unfollow { who: UserId },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// `first`: never before.
    Followed {
        by: UserId,
        who: UserId,
        first: bool,
    },
    Unfollowed {
        by: UserId,
        who: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-follows-yourself"))]
    Yourself,
    /// Also across a block.
    #[error("{}", crate::say("refusal-follows-no-such-member"))]
    NoSuchMember,
    #[error("{}", crate::say("refusal-follows-enough").with("most", .most))]
    Enough { most: i64, retry_after_ms: i64 },
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Yourself => RefusalKind::Invalid,
            Refusal::NoSuchMember => RefusalKind::NotFound,
            Refusal::Enough { .. } => RefusalKind::TooFast,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Yourself => "follows.yourself",
            Refusal::NoSuchMember => "follows.no_such_member",
            Refusal::Enough { .. } => "follows.enough",
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Refusal::Enough { retry_after_ms, .. } => Some(*retry_after_ms),
            _ => None,
        }
    }
}

/// How a member stands in following, as a reader may see it. The numbers are how many the lists show that reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowView {
    /// So many follow them.
    pub followers: i64,
    /// So many they follow.
    pub following: i64,
    /// The reader follows them.
    pub you_follow: bool,
    /// The reader may begin to: signed in, not themselves, no block between the two.
    pub may_follow: bool,
}

/// Somebody in a list of who follows, or is followed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowPerson {
    pub person: PersonCard,
    /// Since when.
    pub at: Timestamp,
    /// The reader follows them.
    pub you_follow: bool,
}

/// What somebody whom the reader follows has posted: an ask or an offer, one of the two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedItem {
    pub at: Timestamp,
    pub ask: Option<AskView>,
    pub offer: Option<OfferView>,
}
