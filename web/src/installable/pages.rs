//! `/offline`

use askama::Template;

use crate::layout::Chrome;

/// Nothing of anybody stands in it: what it shows of a member, a script takes from what this browser keeps of them.
#[derive(Template)]
#[template(path = "installable/offline.html")]
pub struct Offline {
    pub chrome: Chrome,
}
