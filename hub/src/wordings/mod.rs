//! How an ask or an offer was worded before. Whoever may read it sees that it was changed, and when; the older words are for its
//! owner and admins, with what changed made visible.

pub mod compare;
pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::time::Timestamp;

/// The words of a post. Everything else of it (kind, price, tools) changes without leaving a trace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    /// Markdown.
    pub description: String,
    /// Markdown of an article; empty for an ask.
    pub body: String,
}

/// Words that stood there once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordingView {
    /// Until then.
    pub until: Timestamp,
    pub title: String,
    pub description: String,
    pub body: String,
}

impl WordingView {
    pub fn words(&self) -> Words {
        Words { title: self.title.clone(), description: self.description.clone(), body: self.body.clone() }
    }
}
