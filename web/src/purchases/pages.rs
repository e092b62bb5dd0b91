//! `/my/purchases` and `/my/earnings`.

use askama::Template;
use hub::connections::ConnectionView;

use crate::layout::Chrome;

/// `/my/purchases`
#[derive(Template)]
#[template(path = "purchases/mine.html")]
pub struct Purchases {
    pub chrome: Chrome,
    /// What moved last first.
    pub agreed: Vec<ConnectionView>,
    /// `?after=` for more.
    pub next: Option<String>,
}

/// `/my/earnings`
#[derive(Template)]
#[template(path = "purchases/earnings.html")]
pub struct Earnings {
    pub chrome: Chrome,
}
