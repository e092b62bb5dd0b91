//! `/ava`.

use askama::Template;

use crate::{landing::pages::Found, layout::Chrome};

#[derive(Template)]
#[template(path = "ava/ava.html")]
pub struct AvaPage {
    pub chrome: Chrome,
    /// The sentence, as it was typed.
    pub need: String,
    /// `None` until something was asked.
    pub found: Option<Found>,
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
