//! What somebody looks for, as a value: a search page, a saved search, and an ask or offer that stands open are one and the same,
//! evaluated by one and the same code (`search::query`). What the matcher tells of is what the query “fits this post” finds.

use serde::{Deserialize, Serialize};

use crate::{asks::AskKind, matches::Post, offers::OfferKind};

/// Goes up when stored queries would mean something else than when they were kept.
pub const VERSION: i64 = 1;
/// A search in words has so many characters at most.
pub const LONGEST: usize = 1_000;

crate::words! {
    /// The groups that a search answers with.
    pub enum What { Asks = "asks", Offers = "offers", Tools = "tools", People = "people" }
}

crate::words! {
    /// How well somebody is rated by enough of those they helped, or a tool by enough who reviewed it.
    pub enum Rated { Three = "3", Four = "4", FourAndAHalf = "4.5" }
}

impl Rated {
    /// So many ratings are enough to go by.
    pub const ENOUGH: i64 = 3;

    /// The least mean, in tenths of a star.
    pub fn tenths(self) -> i64 {
        match self {
            Rated::Three => 30,
            Rated::Four => 40,
            Rated::FourAndAHalf => 45,
        }
    }

    /// “4 stars or more”.
    pub fn said(self) -> String {
        crate::say("rule-discovery-stars").with("n", self.to_string()).to_string()
    }

    /// All that somebody reaches with so many ratings that sum up to so many stars.
    pub fn reached(ratings: i64, stars: i64) -> impl Iterator<Item = Rated> {
        let enough = ratings >= Rated::ENOUGH;
        Rated::ALL.iter().copied().filter(move |rated| enough && stars * 10 >= rated.tenths() * ratings)
    }
}

/// What things are written in, said in that language.
pub const LANGUAGES: [(&str, &str); 16] = [
    ("ar", "العربية"),
    ("zh", "中文"),
    ("nl", "Nederlands"),
    ("en", "English"),
    ("fr", "Français"),
    ("de", "Deutsch"),
    ("hi", "हिन्दी"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
];

/// How a language calls itself, if it is one of those.
pub fn language_name(code: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// What is looked for. Empty lists and `None` do not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// As typed. Empty: everything, the newest first.
    pub text: String,
    /// Words count as they are written: none is still being typed, and none is taken for another one.
    pub exactly: bool,
    /// Groups to list; all are counted.
    pub what: Vec<What>,
    pub ask_kinds: Vec<AskKind>,
    pub offer_kinds: Vec<OfferKind>,
    /// Slugs.
    pub category: Option<String>,
    pub tag: Option<String>,
    pub tool: Option<String>,
    /// Of offers and tools: free, or for money.
    pub free: Option<bool>,
    /// Of offers and people: how well whoever it is of is rated. Of tools: what members say of them.
    pub rated: Option<Rated>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Only what is of somebody whom the reader sees to be here.
    pub here: bool,
    /// What fits this ask or offer, the best first, twenty at most: what its owner waits for as long as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fits: Option<Post>,
}

impl Query {
    /// What whoever wrote a post waits for.
    pub fn fitting(post: Post) -> Query {
        Query { fits: Some(post), ..Query::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_counts_from_three_on_and_reaches_all_that_is_below_it() {
        let reached = |ratings, stars| Rated::reached(ratings, stars).collect::<Vec<_>>();
        assert_eq!(reached(2, 10), []);
        assert_eq!(reached(0, 0), []);
        assert_eq!(reached(3, 15), [Rated::Three, Rated::Four, Rated::FourAndAHalf]);
        assert_eq!(reached(4, 18), [Rated::Three, Rated::Four, Rated::FourAndAHalf]);
        assert_eq!(reached(4, 17), [Rated::Three, Rated::Four]);
        assert_eq!(reached(3, 9), [Rated::Three]);
        assert_eq!(reached(3, 8), []);
    }
}
