//! Privacy: who finds a member, and who may write to them first.
//!
//! Their page can be read by whoever has its address, as long as it stands: what is chosen here is whether search engines are shown
//! the way, whether it stands in the search for people, and whether a stranger may say hello. Blocks go before all of it.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::ids::UserId;

crate::words! {
    /// Who may say hello to a member.
    pub enum First {
        Everyone = "everyone",
        /// Whom they are matched with, or have written to.
        Known = "known",
        /// Whom they have written to.
        Nobody = "nobody",
    }
}

impl First {
    /// As it is chosen.
    pub fn sentence(self) -> &'static str {
        match self {
            First::Everyone => crate::fixed("rule-privacy-everyone"),
            First::Known => crate::fixed("rule-privacy-people-i-am-matched-with-or-have-written-to"),
            First::Nobody => crate::fixed("rule-privacy-nobody-new"),
        }
    }
}

/// What a member has chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Privacy {
    /// Search engines may list their page.
    pub public: bool,
    /// They stand in the search for people, and where people are listed who are new or know a tool.
    pub found: bool,
    /// Who may say hello to them.
    pub first: First,
}

/// As it is before anybody has said anything: what leads further than this place is asked for first.
impl Default for Privacy {
    fn default() -> Self {
        Privacy { public: false, found: true, first: First::Everyone }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// What is left out stays as it is.
    Change {
        #[serde(default)]
        public: Option<bool>,
        #[serde(default)]
        found: Option<bool>,
        #[serde(default)]
        first: Option<First>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Changed { user: UserId, privacy: Privacy },
}
