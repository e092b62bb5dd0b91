//! The receipt of an ask: what whoever asked may know of the people who were told of it. How many, never who.
//!
//! ```text
//!   told ─▶ here, read, writing ──once a minute, while somebody looks──▶ counts, kept ─▶ words ─▶ the ask's owner
//! ```
//! Below three there are only words, in which one and two read alike, and the last of those who were told is never counted:
//! “7 of 7 have read it” would say who. With fewer than three told the receipt says that they were told and no more. What is
//! kept is counted anew once a minute at most, so that nobody is singled out by coming or by reading. Whoever shows no read
//! ticks or hides whether they are here is not counted among those who are here or have read it, and an owner who does so is told
//! nothing of that kind either. Whoever holds a place is named to its owner anyway (`claims`), and counted as writing whatever they
//! show: else their name beside a receipt that says nobody writes would tell what they hide. Whoever answered or holds a place has
//! read it, at once and whatever they show: their name stands there already.
//!
//! Those who were told stay counted, also when the owner puts their card away or blocks them: else putting one card away would
//! show whether that one had read the ask. Whoever blocks the owner is not counted any more.
//!
//! Read means that its text stood on their screen: a card that was in sight, or the ask's page.
//!
//! An ask that nobody answers may be widened: [`Widening`]s are changes of it that bring more people, counted by the matcher on a
//! changed copy before anything is changed.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    asks::AskKind,
    kernel::{ids::*, time::Timestamp},
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// These asks stood on a screen of the member's. Kept of those they were told of, and only while they show read ticks.
    Read { asks: Vec<AskId> },
    /// By the house: the people who were told of this ask are counted. `here`: who of them is here now. Kept when the last count
    /// is a minute old.
    Take { ask: AskId, here: Vec<UserId> },
}

/// So many asks of one wish count as read; a screen shows fewer.
pub const MOST_READ_AT_ONCE: usize = 100;

/// What was counted. It stays in the hub: members are told what [`rules::said`] makes of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub told: i64,
    pub here: i64,
    pub read: i64,
    pub writing: i64,
}

/// The receipt of an ask, as its owner reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub ask: AskId,
    /// How many people were told.
    pub told: i64,
    /// “a few are here”. Empty: nothing is said, as of fewer than three.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub here: String,
    /// “some have read it”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub read: String,
    /// “someone is writing”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub writing: String,
    /// All of it: “told 7 · a few are here · some have read it · someone is writing”.
    pub words: String,
    pub taken_at: Timestamp,
    /// It says nothing new before.
    pub next_at: Timestamp,
}

/// A change of an ask that may bring more people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widening {
    /// Whatever they want for it.
    NoBudgetCap,
    /// The same, asked for as something else.
    Kind(AskKind),
    /// Also from people who offer in another language, which whoever asks reads.
    AlsoIn(&'static str),
    /// From everybody, whatever language they offer in.
    AnyLanguage,
}

/// A widening, with what it would bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Its word in an address: `budget`, `language`, `language-de`, or a kind of ask.
    pub widening: String,
    /// “without the budget cap”.
    pub words: String,
    /// So many people more would fit.
    pub more: i64,
    /// The form of the ask, filled in.
    pub path: String,
}
