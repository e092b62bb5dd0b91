//! `/my/learning`.

use askama::Template;
use hub::{asks::AskView, connections::ConnectionView, offers::OfferView};

use crate::layout::Chrome;

#[derive(Template)]
#[template(path = "learning/mine.html")]
pub struct Learning {
    pub chrome: Chrome,
    /// What moved last first.
    pub courses: Vec<Course>,
    /// Courses that they have saved and are not in touch about.
    pub saved: Vec<OfferView>,
    /// What the member asks to be taught, newest first.
    pub asks: Vec<AskView>,
}

/// A course, and where one stands with whoever gives it.
pub struct Course {
    pub offer: OfferView,
    pub connection: ConnectionView,
}
