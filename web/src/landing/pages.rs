//! `/` for strangers.

use askama::Template;
use hub::{asks::AskView, offers::OfferView, profiles::PersonCard, taxonomy::Term, tools::ToolView};

use crate::{discovery::pages::PersonFound, layout::Chrome};

#[derive(Template)]
#[template(path = "landing/landing.html")]
pub struct Landing {
    pub chrome: Chrome,
    /// What was typed into the box.
    pub need: String,
    /// `None` until something was asked.
    pub found: Option<Found>,
    /// The problem categories.
    pub categories: Vec<Term>,
    /// A few newest open asks and live offers that everyone may see.
    pub asks: Vec<AskView>,
    pub offers: Vec<OfferView>,
    pub counts: Counts,
    /// A few people, while there are too few to count.
    pub faces: Vec<PersonCard>,
}

/// What fits, a few of each.
pub struct Found {
    pub tools: Vec<ToolView>,
    /// All but courses.
    pub offers: Vec<OfferView>,
    pub people: Vec<PersonFound>,
    /// How many there are of all of them together.
    pub in_all: i64,
    /// Nothing says all of what was typed; these say some of it.
    pub loosely: bool,
}

/// True numbers, said only when they are worth saying.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub members: i64,
    pub open_asks: i64,
    pub live_offers: i64,
    /// Helps carried to the end.
    pub helps: i64,
}

impl Counts {
    /// From so many members on numbers say more than faces.
    pub const LEAST_SAID: i64 = 25;

    pub fn are_said(&self) -> bool {
        self.members >= Self::LEAST_SAID
    }
}

/// Sentences to begin with.
const STARTERS: [&str; 3] =
    ["Help me write posts for my small shop", "I need people to try my app", "Somebody to look at my website and tell me the truth"];

impl Landing {
    /// The form of an ask that begins with what was typed, behind the sign-up.
    fn begin_path(&self) -> String {
        self.chrome.begin_path(&with_words("/my/asks/new", "title", &self.need))
    }

    /// The same words under `/discover`, with its filters.
    fn all_path(&self) -> String {
        with_words("/discover", "q", &self.need)
    }

    fn starter_path(&self, sentence: impl AsRef<str>) -> String {
        with_words("/", "need", sentence.as_ref())
    }
}

fn with_words(path: &str, name: &str, words: &str) -> String {
    format!("{path}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair(name, words).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_from_twenty_five_members_on() {
        let of = |members| Counts { members, ..Counts::default() }.are_said();
        assert_eq!([0, 24, 25, 26].map(of), [false, false, true, true]);
    }
}
