//! A claim: “I've got this”. A helper holds one of an ask's places for ten minutes, while they write their first message.
//!
//! ```text
//!            writing renews it, for an hour at most
//!             ┌──┐
//!   taken ────┴─▶ live ──▶ fulfilled   the first message went out: it is a connection now
//!                   ├────▶ let_go      by its helper
//!                   ├────▶ lapsed      its time is over, and somebody wrote that down
//!                   └────▶ withdrawn   the ask has no place for it any more, or the two can't meet
//! ```
//! At no moment are there more live claims and accepted people than places: both are decided under the lock of the ask's row.
//! A claim is live until its end is stored. The clock decides who tries to end it, the store who does.
//!
//! A connection takes a place when its owner says yes (`connections::rules::takes_a_place`), so the place of a claim that was
//! fulfilled is free again until then. Who asked decides: when they accept somebody while every place is held, the claim that
//! was taken last gives way.
//!
//! A claim is about an ask and a helper, not about an offer. Pausing an offer takes its cards away and leaves what its owner has
//! said they would do; they may let it go themselves. Anybody may write without a claim, also while all places are held.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    kernel::{ids::*, refusal::*, time::Timestamp},
    profiles::PersonCard,
};

crate::words! {
    /// How a claim ended.
    pub enum Ending { Fulfilled = "fulfilled", LetGo = "let_go", Lapsed = "lapsed", Withdrawn = "withdrawn" }
}

/// What the rules decide on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub id: ClaimId,
    pub helper: UserId,
    pub taken_at: Timestamp,
    /// When its helper was writing last, as far as it was written down.
    pub renewed_at: Timestamp,
    /// Its time is over then, unless it is renewed.
    pub until: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// “I've got this.” Who holds a place there already renews it.
    Take {
        ask: AskId,
    },
    /// Its helper is writing.
    Renew {
        ask: AskId,
    },
    LetGo {
        ask: AskId,
    },
    /// Once, when a place is free again.
    TellWhenFree {
        ask: AskId,
    },
    /// By the clock: those of this ask whose time is over.
    Lapse {
        ask: AskId,
    },
}

impl Command {
    /// The ask it is about, whose row is locked while it is decided.
    pub fn ask(&self) -> AskId {
        match self {
            Command::Take { ask }
            | Command::Renew { ask }
            | Command::LetGo { ask }
            | Command::TellWhenFree { ask }
            | Command::Lapse { ask } => *ask,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Taken {
        id: ClaimId,
        ask: AskId,
        owner: UserId,
        by: UserId,
    },
    Renewed {
        id: ClaimId,
        ask: AskId,
        by: UserId,
    },
    Ended {
        id: ClaimId,
        ask: AskId,
        owner: UserId,
        by: UserId,
        how: Ending,
    },
    /// How many places are free has changed. `to`: others who see a card of this ask or hold a place there; they learn how many,
    /// never who.
    PlacesChanged {
        ask: AskId,
        to: Vec<UserId>,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-claims-no-such-ask"))]
    NoSuchAsk,
    #[error("{}", crate::say("refusal-claims-yourself"))]
    Yourself,
    #[error("{}", crate::say("refusal-claims-no-longer-open"))]
    NoLongerOpen,
    #[error("{}", crate::say("refusal-claims-already-talking"))]
    AlreadyTalking(ConnectionId),
    #[error("{}", crate::say("refusal-claims-blocked"))]
    Blocked,
    #[error("{}", crate::say("refusal-claims-all-held"))]
    AllHeld,
    #[error("{}", crate::say("refusal-claims-enough-held").with("most", .most))]
    EnoughHeld { most: i64 },
    #[error("{}", crate::say("refusal-claims-held-before"))]
    HeldBefore,
    #[error("{}", crate::say("refusal-claims-not-held"))]
    NotHeld,
    #[error("{}", crate::say("refusal-claims-held-by-you"))]
    HeldByYou,
    #[error("{}", crate::say("refusal-claims-place-is-free"))]
    PlaceIsFree,
    #[error("{}", crate::say("refusal-claims-enough-awaited").with("most", .most))]
    EnoughAwaited { most: i64 },
    #[error("{}", crate::say("refusal-claims-house-only"))]
    HouseOnly,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NoSuchAsk => RefusalKind::NotFound,
            Refusal::Blocked | Refusal::HouseOnly => RefusalKind::Forbidden,
            Refusal::Yourself
            | Refusal::NoLongerOpen
            | Refusal::AlreadyTalking(_)
            | Refusal::AllHeld
            | Refusal::EnoughHeld { .. }
            | Refusal::HeldBefore
            | Refusal::NotHeld
            | Refusal::HeldByYou
            | Refusal::PlaceIsFree
            | Refusal::EnoughAwaited { .. } => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::NoSuchAsk => "claims.no_such_ask",
            Refusal::Yourself => "claims.yourself",
            Refusal::NoLongerOpen => "claims.no_longer_open",
            Refusal::AlreadyTalking(_) => "claims.already_talking",
            Refusal::Blocked => "claims.blocked",
            Refusal::AllHeld => "claims.all_held",
            Refusal::EnoughHeld { .. } => "claims.enough_held",
            Refusal::HeldBefore => "claims.held_before",
            Refusal::NotHeld => "claims.not_held",
            Refusal::HeldByYou => "claims.held_by_you",
            Refusal::PlaceIsFree => "claims.place_is_free",
            Refusal::EnoughAwaited { .. } => "claims.enough_awaited",
            Refusal::HouseOnly => "claims.house_only",
        }
    }
}

/// How an ask's places stand, as anybody may know it who reads the ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    pub places: i64,
    pub accepted: i64,
    /// How many are held for now.
    pub held: i64,
    /// The reader holds one, until then.
    pub mine: Option<Timestamp>,
}

impl Places {
    /// How many are free.
    pub fn left(&self) -> i64 {
        rules::left(self.places, self.accepted, self.held)
    }
}

/// The same of one ask, beside an event and in the list of what one holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacesView {
    pub ask: AskId,
    pub title: String,
    pub path: String,
    pub owner: PersonCard,
    pub places: Places,
    /// Who holds one, the first first. The ask's owner alone sees it.
    pub writing: Vec<PersonCard>,
}
