//! Pages by cursor: "the next 20 after this one". Never by offset, so that nothing is skipped while rows arrive.

use serde::{Deserialize, Serialize};

/// A page of a list, newest or best first as the list says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Hand this back as `cursor` for the next page; `None` at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts `limit + 1` loaded rows to a page; the cursor is made from the last one kept.
    pub fn cut(mut rows: Vec<T>, limit: usize, cursor: impl Fn(&T) -> String) -> Self {
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = if more { rows.last().map(cursor) } else { None };
        Page { items: rows, next }
    }

    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

/// How many items a page may hold, whatever was asked for.
pub const LARGEST_PAGE: usize = 100;
