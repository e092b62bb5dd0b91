//! `/tools/{slug}/reviews`, and the form on a tool's page.

use askama::Template;
use hub::{reviews::ReviewView, tools::ToolView};
use serde::Deserialize;

use crate::layout::Chrome;

/// What is typed into the form.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    pub stars: String,
    pub title: String,
    pub text: String,
}

/// What it says.
pub struct Review {
    /// What is no number is none of one to five.
    pub stars: i64,
    pub title: String,
    pub text: String,
}

impl ReviewForm {
    pub fn review(&self) -> Review {
        Review { stars: self.stars.parse().unwrap_or_default(), title: self.title.clone(), text: self.text.clone() }
    }

    /// Begun with what stands there already.
    pub fn of(own: Option<&ReviewView>) -> ReviewForm {
        own.map_or_else(ReviewForm::default, |own| ReviewForm {
            stars: own.stars.to_string(),
            title: own.title.clone(),
            text: own.text.clone(),
        })
    }
}

/// A form of a mere button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Nothing {}

/// `GET /tools/{slug}/reviews`
#[derive(Template)]
#[template(path = "reviews/list.html")]
pub struct ReviewsPage {
    pub chrome: Chrome,
    pub tool: ToolView,
    /// What others say, newest first.
    pub reviews: Vec<ReviewView>,
    pub next: Option<String>,
}
