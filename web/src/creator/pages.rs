//! `/creator/courses`.

use askama::Template;
use hub::offers::OfferView;

use crate::layout::Chrome;

#[derive(Template)]
#[template(path = "creator/courses.html")]
pub struct Courses {
    pub chrome: Chrome,
    /// Newest first, drafts among them.
    pub courses: Vec<OfferView>,
    /// `?after=` for more.
    pub next: Option<String>,
}
