//! Saved things: what somebody wants to find again. An offer, an ask, a tool or a person.
//!
//! ```text
//!   what I may see ──keep──▶ kept ──unkeep──▶ nothing
//! ```
//! Only its keeper knows. What goes away afterwards, or may not be seen any more, is no longer shown, and can be taken off the list.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    asks::AskView,
    kernel::{ids::*, refusal::*, time::Timestamp},
    offers::OfferView,
    profiles::PersonCard,
    tools::ToolView,
};

/// So many things a member may keep.
pub const MOST_KEPT: i64 = 1_000;

crate::words! {
    /// What can be kept.
    pub enum Kind { Offer = "offer", Ask = "ask", Tool = "tool", Person = "person" }
}

impl Kind {
    /// “Offers”, as its filter is called.
    pub fn said(self) -> &'static str {
        match self {
            Kind::Offer => "Offers",
            Kind::Ask => "Asks",
            Kind::Tool => "Tools",
            Kind::Person => "People",
        }
    }
}

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    Offer(OfferId),
    Ask(AskId),
    Tool(ToolId),
    Person(UserId),
}

impl Thing {
    pub fn kind(self) -> Kind {
        match self {
            Thing::Offer(_) => Kind::Offer,
            Thing::Ask(_) => Kind::Ask,
            Thing::Tool(_) => Kind::Tool,
            Thing::Person(_) => Kind::Person,
        }
    }

    /// Its id, as it is stored and stands in an address.
    pub fn number(self) -> i64 {
        match self {
            Thing::Offer(id) => id.0,
            Thing::Ask(id) => id.0,
            Thing::Tool(id) => id.0,
            Thing::Person(id) => id.0,
        }
    }

    pub fn of(kind: Kind, number: i64) -> Thing {
        match kind {
            Kind::Offer => Thing::Offer(OfferId(number)),
            Kind::Ask => Thing::Ask(AskId(number)),
            Kind::Tool => Thing::Tool(ToolId(number)),
            Kind::Person => Thing::Person(UserId(number)),
        }
    }
}

/// Both are done when it is so already.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Keep { thing: Thing },
    Unkeep { thing: Thing },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Kept { by: UserId, thing: Thing },
    Unkept { by: UserId, thing: Thing },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Also what the member may not see.
    #[error("{}", crate::say("refusal-keeps-no-such-thing"))]
    NoSuchThing,
    #[error("{}", crate::say("refusal-keeps-own-thing"))]
    OwnThing,
    #[error("{}", crate::say("refusal-keeps-enough").with("most", .most))]
    Enough { most: i64 },
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::NoSuchThing => RefusalKind::NotFound,
            Refusal::OwnThing | Refusal::Enough { .. } => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::NoSuchThing => "keeps.no_such_thing",
            Refusal::OwnThing => "keeps.own_thing",
            Refusal::Enough { .. } => "keeps.enough",
        }
    }
}

/// A kept thing, as its keeper may see it now. With none of the four it is there no longer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptView {
    pub thing: Thing,
    pub kept_at: Timestamp,
    pub offer: Option<OfferView>,
    pub ask: Option<AskView>,
    pub tool: Option<ToolView>,
    pub person: Option<PersonCard>,
}

impl KeptView {
    pub fn is_gone(&self) -> bool {
        self.offer.is_none() && self.ask.is_none() && self.tool.is_none() && self.person.is_none()
    }
}
