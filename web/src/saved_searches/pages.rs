//! All of one's saved searches.

use askama::Template;
use hub::{
    SearchId,
    saved_searches::{FindView, MOST_SEARCHES, SearchView, Tell},
};

use crate::layout::Chrome;

/// `GET /my/searches`
#[derive(Template)]
#[template(path = "saved_searches/mine.html")]
pub struct Mine {
    pub chrome: Chrome,
    /// Newest first.
    pub searches: Vec<Kept>,
    /// What they found lately, newest first.
    pub finds: Vec<FindView>,
}

/// A search, with where it shows what it finds now, and how much that is.
#[derive(Clone, Debug)]
pub struct Kept {
    pub search: SearchView,
    pub path: String,
    pub fit: i64,
}

impl Mine {
    fn is_full(&self) -> bool {
        self.searches.len() as i64 >= MOST_SEARCHES
    }

    /// The words of a search that something was found by; empty when it is gone.
    fn words(&self, id: &SearchId) -> &str {
        self.searches.iter().find(|kept| kept.search.id == *id).map_or("", |kept| kept.search.words.as_str())
    }

    fn something_waits(&self) -> bool {
        self.finds.iter().any(|find| find.waits)
    }
}
