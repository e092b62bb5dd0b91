//! `/ava`.

use askama::Template;
use hub::{asks::AskView, offers::OfferView, tools::ToolView};

use crate::{discovery::pages::PersonFound, layout::Chrome};

#[derive(Template)]
#[template(path = "ava/ava.html")]
pub struct AvaPage {
    pub chrome: Chrome,
    /// The sentence, as it was typed.
    pub need: String,
    /// `None` until something was asked.
    pub found: Option<Found>,
}

/// What fits, a handful of each.
pub struct Found {
    pub tools: Vec<ToolView>,
    /// All but courses.
    pub offers: Vec<OfferView>,
    pub people: Vec<PersonFound>,
    pub courses: Vec<OfferView>,
    pub asks: Vec<AskView>,
    /// How many there are of all of them together.
    pub in_all: i64,
    /// Nothing says all of the sentence; these say some of it.
    pub loosely: bool,
}

/// Sentences to begin with, as somebody would say them who never used any of this.
fn starters() -> [String; 6] {
    ["ava-starter-1", "ava-starter-2", "ava-starter-3", "ava-starter-4", "ava-starter-5", "ava-starter-6"].map(|key| hub::say(key).into())
}

impl AvaPage {
    /// The same sentence under `/discover`, with its filters.
    fn all_path(&self) -> String {
        self.with_need("/discover", "q")
    }

    fn begin_path(&self) -> String {
        let composer = self.with_need("/my/asks/new", "title");
        self.chrome.begin_path(&composer)
    }

    fn with_need(&self, path: &str, name: &str) -> String {
        if self.need.is_empty() {
            return path.to_owned();
        }
        format!("{path}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair(name, &self.need).finish())
    }

    fn starter_path(&self, sentence: impl AsRef<str>) -> String {
        format!("/ava?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("need", sentence.as_ref()).finish())
    }
}
