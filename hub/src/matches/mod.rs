//! A match: an ask and an offer that fit, with the reasons. Made by the matcher, never by a member.
//!
//! ```text
//!             told to both            somebody writes
//!   found ──▶ told / listed ─────────────────────────▶ acted on (stays)
//!                  │  “not for me”: gone for that side, for good
//!                  └─ a side is edited away, paused, closed, blocked ──▶ withdrawn
//! ```
//! A pair is told once, ever. One that was withdrawn and stands again (reopened, resumed, unblocked) is `Updated`: its card comes
//! back to both screens, and nothing rings.
//!
//! “Not for me” is said by one side and holds for that side: the pair is never shown to it again. The other one keeps the card
//! and may still write, since nobody is told of what somebody else has put aside; a card that vanished would tell. What goes by
//! a rule of a member's (`tastes`) goes the same way, and is `Restored` when they take the rule back.
//!
//! A second chance: when nobody of those who were told of an ask was here, and nobody has answered it, a helper who comes next reads
//! a line of it, once. Whether they were here is looked at right after they were told, and noted within a second or two; a note that
//! is lost is a chance that is not given.
//!
//! `Listed` ones were below the best seven, or came when who offers was full or had had enough cards: a list to look through.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    asks::AskKind,
    availability::Answers,
    claims::Places,
    kernel::{ids::*, refusal::*, time::Timestamp},
    offers::OfferKind,
    profiles::PersonCard,
};

/// Of each post, so many matches are told; the rest is a list to look through.
pub const TOLD_PER_POST: usize = 7;
/// Of each post and side, so many matches are stored; the rest is found by searching.
pub const STORED_PER_POST: usize = 20;

/// Which post the matcher looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    Ask(AskId),
    Offer(OfferId),
}

/// What a score was made from beside the two posts, kept with the match: the same posts and the same facts give the same score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The version of the weights.
    pub table: i64,
    pub at: Timestamp,
    /// Of who offers.
    pub known: Known,
}

impl Facts {
    /// The moment alone: of who offers nothing is known.
    pub fn at(at: Timestamp) -> Facts {
        Facts { at, ..Facts::default() }
    }
}

/// What is known of somebody who offers, at one moment. The default is that nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// So many they have helped to the end.
    pub helped: i64,
    /// So many of those have rated them, with so many stars together.
    pub ratings: i64,
    pub stars: i64,
    pub answers: Answers,
    /// They are here, and show it to those they are matched with.
    pub here: bool,
}

/// An ask and an offer that fit, as the matcher found them. Re-decided in the transaction that stores them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub ask: AskId,
    pub offer: OfferId,
    /// 0–1000; higher fits better.
    pub score: i64,
    /// At least two, the strongest and a concrete one first, in plain words both sides can read.
    pub reasons: Vec<String>,
    /// Above the floor: both may be told. `rules::tell` chooses, and leaves it set on those that are.
    pub tell: bool,
    /// What the score was made from.
    #[serde(default)]
    pub facts: Facts,
}

/// A tool that fits an ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolFit {
    pub tool: ToolId,
    pub score: i64,
    pub reasons: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// By the matcher: the post was looked at, as it stood at number `upto` of the exchange lane. Moves the matcher's
    /// cursor in the same transaction. Pairs of this post that are not in the list and nobody acted on are withdrawn.
    Found { post: Post, upto: i64, pairs: Vec<Pair>, tools: Vec<ToolFit> },
    /// By the matcher: nothing to match up to here.
    Advance { upto: i64 },
    /// “Not for me”: final for this pair and this member.
    Dismiss { id: MatchId },
    /// By the house: whoever offers was not here when these were told.
    Missed { ids: Vec<MatchId> },
    /// By the house: somebody who missed some of theirs has come. Of the asks that still wait they are told once more, once.
    Came { who: UserId },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A card for both. Once a pair, ever.
    Told { id: MatchId, ask_owner: UserId, offer_owner: UserId },
    /// The card changed (a title, a reason), or stands again after it was withdrawn. No new ring.
    Updated { id: MatchId, ask_owner: UserId, offer_owner: UserId },
    /// Off every screen.
    Withdrawn { id: MatchId, ask_owner: UserId, offer_owner: UserId },
    /// Off the screens of `by`.
    Dismissed { id: MatchId, by: UserId },
    /// Back on them: the rule it went by was taken back.
    Restored { id: MatchId, by: UserId },
    /// The matcher has looked at a post: what its owner is shown. Also when nothing fits yet.
    Looked { post: Post, owner: UserId, told: i64, listed: i64, tools: i64 },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-matches-no-such-match"))]
    NoSuchMatch,
    #[error("{}", crate::say("refusal-matches-matcher-only"))]
    MatcherOnly,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NoSuchMatch => RefusalKind::NotFound,
            Refusal::MatcherOnly => RefusalKind::Forbidden,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::NoSuchMatch => "matches.no_such_match",
            Refusal::MatcherOnly => "matches.matcher_only",
        }
    }
}

/// A match as one of its two people sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatchCard {
    pub id: MatchId,
    /// `true`: the reader asks and `person` offers; else the other way round.
    pub reader_asks: bool,
    pub person: PersonCard,
    pub ask: AskId,
    pub ask_title: String,
    pub ask_kind: AskKind,
    pub ask_path: String,
    pub offer: OfferId,
    pub offer_title: String,
    pub offer_kind: OfferKind,
    pub offer_path: String,
    pub price: String,
    pub score: i64,
    pub reasons: Vec<String>,
    /// A first line to begin with, in the reader's voice.
    pub first_line: String,
    pub told: bool,
    /// What speaks against it, where that is known: a price above the budget, another language, that who offers is full.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// How soon and how surely `person` answers, in words: “usually answers in 12 min · 9 of the last 10”.
    /// Empty while too little is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answers: String,
    /// Somebody wrote: the connection it became.
    pub connection: Option<ConnectionId>,
    pub found_at: Timestamp,
    /// How the ask's places stand, for who could help, while nobody of the two has written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<Places>,
}
