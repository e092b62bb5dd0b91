//! `/` for strangers.

use askama::Template;
use hub::{asks::AskView, kernel::text::excerpt, offers::OfferView, profiles::PersonCard, taxonomy::Term, tools::ToolView};

use super::demo::Pair;
use crate::{composing::Fit, discovery::pages::PersonFound, layout::Chrome};

#[derive(Template)]
#[template(path = "landing/landing.html")]
pub struct Landing {
    pub chrome: Chrome,
    /// What was typed into the box.
    pub need: String,
    /// `None` until something was asked.
    pub found: Option<Found>,
    /// Made-up matches, while nothing was asked.
    pub demo: Vec<Pair>,
    /// The problem categories.
    pub categories: Vec<Term>,
    /// A few newest open asks and live offers that everyone may see.
    pub asks: Vec<AskView>,
    pub offers: Vec<OfferView>,
    pub counts: Counts,
    /// A few people, while there are too few to count.
    pub faces: Vec<PersonCard>,
}

/// What answers a sentence.
#[derive(Default)]
pub struct Found {
    /// Offers that fit, the best first, with why.
    pub fits: Vec<Fit>,
    /// Tools that fit.
    pub tools: Vec<ToolView>,
    /// What else says most of its words, a few of each.
    pub offers: Vec<OfferView>,
    pub people: Vec<PersonFound>,
    pub other_tools: Vec<ToolView>,
    /// What others ask for that says them, too.
    pub asks: Vec<AskView>,
}

impl Found {
    /// How many fit: all of them are shown.
    pub fn fit(&self) -> i64 {
        (self.fits.len() + self.tools.len()) as i64
    }

    pub fn has_others(&self) -> bool {
        !(self.offers.is_empty() && self.people.is_empty() && self.other_tools.is_empty())
    }
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
fn starters() -> [String; 3] {
    ["landing-starter-1", "landing-starter-2", "landing-starter-3"].map(|key| hub::say(key).into())
}

impl Landing {
    fn title(&self) -> String {
        as_ask(&self.need).0
    }

    fn description(&self) -> String {
        as_ask(&self.need).1
    }

    fn all_path(&self) -> String {
        all_path(&self.need)
    }

    fn starter_path(&self, sentence: impl AsRef<str>) -> String {
        with_words("/", "need", sentence.as_ref())
    }
}

/// What fits, by itself: put into the landing page while one types.
#[derive(Template)]
#[template(path = "landing/found.html")]
pub struct Answered {
    pub chrome: Chrome,
    pub need: String,
    pub found: Found,
}

impl Answered {
    fn title(&self) -> String {
        as_ask(&self.need).0
    }

    fn description(&self) -> String {
        as_ask(&self.need).1
    }

    fn all_path(&self) -> String {
        all_path(&self.need)
    }
}

/// The same words under `/discover`, with its filters.
fn all_path(need: &str) -> String {
    with_words("/discover", "q", need)
}

/// So many characters fit in the title of an ask.
const LONGEST_TITLE: usize = 200;

/// The title and the text of an ask that says this: more than a line is the text, and its beginning the title.
pub fn as_ask(need: &str) -> (String, String) {
    let need = need.trim();
    let line = need.lines().next().unwrap_or("");
    if line.len() == need.len() && need.chars().count() <= LONGEST_TITLE {
        return (need.to_owned(), String::new());
    }
    (excerpt(line, LONGEST_TITLE - 1), need.to_owned())
}

fn with_words(path: &str, name: &str, words: &str) -> String {
    format!("{path}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair(name, words).finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_title_and_more_than_a_line_a_text_that_begins_with_one() {
        assert_eq!(as_ask(" Posts for my bakery "), ("Posts for my bakery".into(), String::new()));
        let two = "Posts for my bakery.\nShort ones.";
        assert_eq!(as_ask(two), ("Posts for my bakery.".into(), two.into()));
        let long = "bread ".repeat(50);
        let (title, text) = as_ask(&long);
        assert!(title.chars().count() <= LONGEST_TITLE && title.ends_with('…'), "{title}");
        assert_eq!(text, long.trim());
    }

    #[test]
    fn numbers_are_said_from_twenty_five_members_on() {
        let of = |members| Counts { members, ..Counts::default() }.are_said();
        assert_eq!([0, 24, 25, 26].map(of), [false, false, true, true]);
    }
}
