//! What a member does not want to be matched with: “less like this”, in rules that they can read and take back, and a pause.
//!
//! ```text
//!   a card ── “less like this” ──▶ rules ── the card goes, and every other that falls under them, from their own screens
//!                                    │  from then on such a pair is told to nobody (it waits where searching finds it)
//!                                    └── “take it back” ──▶ what went by it is back, and their posts are looked at anew
//! ```
//! A rule says nothing to anybody but whose it is: the other side's card stays, as with “not for me”. While all matches are
//! paused, what is found waits in lists; when the pause ends, it is looked at once more.

pub mod reasons;
pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{ids::*, refusal::*, time::Timestamp};

/// So many rules a member may have.
pub const MOST_RULES: i64 = 200;

crate::words! {
    /// What a rule is about.
    pub enum About {
        Person = "person",
        /// A tag that both carry.
        Tag = "tag",
        /// A tool that both mention.
        Tool = "tool",
        Category = "category",
        /// Words that both say.
        Words = "words",
        /// Asks of a kind.
        Asks = "asks",
        /// Offers of a kind.
        Offers = "offers",
    }
}

/// One thing that somebody wants less of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub about: About,
    /// A person's number, a kind's word, else a name or words as they stood on the card.
    pub what: String,
}

crate::words! {
    /// How long all matches are paused.
    pub enum Pause {
        Day = "day",
        Week = "week",
        UntilISaySo = "until_i_say_so",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// “Less like this”; with the card that it was said on, which goes.
    Take {
        rules: Vec<Rule>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        card: Option<MatchId>,
    },
    TakeBack {
        rules: Vec<RuleId>,
    },
    Pause {
        until: Pause,
    },
    Resume,
    /// By the clock: the time of a pause is over.
    PauseOver {
        user: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Taken {
        user: UserId,
    },
    TakenBack {
        user: UserId,
    },
    Paused {
        user: UserId,
    },
    /// By their own word, or since the time is over.
    Resumed {
        user: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-tastes-nothing"))]
    Nothing,
    #[error("{}", crate::say("refusal-tastes-not-a-rule"))]
    NotARule,
    #[error("{}", crate::say("refusal-tastes-yourself"))]
    Yourself,
    #[error("{}", crate::say("refusal-tastes-no-such-member"))]
    NoSuchMember,
    #[error("{}", crate::say("refusal-tastes-no-such-rule"))]
    NoSuchRule,
    #[error("{}", crate::say("refusal-tastes-enough").with("most", .most))]
    Enough { most: i64 },
    #[error("{}", crate::say("refusal-tastes-not-over"))]
    NotOver,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Nothing | Refusal::NotARule | Refusal::Yourself => RefusalKind::Invalid,
            Refusal::NoSuchMember | Refusal::NoSuchRule => RefusalKind::NotFound,
            Refusal::Enough { .. } | Refusal::NotOver => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Nothing => "tastes.nothing",
            Refusal::NotARule => "tastes.not_a_rule",
            Refusal::Yourself => "tastes.yourself",
            Refusal::NoSuchMember => "tastes.no_such_member",
            Refusal::NoSuchRule => "tastes.no_such_rule",
            Refusal::Enough { .. } => "tastes.enough",
            Refusal::NotOver => "tastes.not_over",
        }
    }
}

/// A rule as its owner reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleView {
    pub id: RuleId,
    pub about: About,
    pub what: String,
    /// “matches with Bo”.
    pub words: String,
    pub taken_at: Timestamp,
}

/// A pause, if there is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    pub paused: bool,
    /// `None` while it is paused: until they say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}
