//! The demo town's doors: `GET /demo`, `POST /demo/enter`. The bar on top of every page has the same three buttons.

use askama::Template;
use hub::profiles::PersonCard;
use serde::Deserialize;

use crate::layout::Chrome;

/// `GET /demo`
#[derive(Template)]
#[template(path = "demo/doors.html")]
pub struct Doors {
    pub chrome: Chrome,
    /// Who waits behind each door, in the order of [`DOORS`]; may be shorter.
    pub people: Vec<(String, PersonCard)>,
}

/// `POST /demo/enter`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EnterForm {
    /// One of [`DOORS`].
    #[serde(rename = "as")]
    pub door: String,
    /// `yes`: who is signed in as somebody real was told that they leave.
    pub sure: String,
}

/// The words of the doors, as in `fixtures/people` `enter_as`.
pub const DOORS: [&str; 3] = ["newcomer", "baker", "builder"];

/// What stands on a door.
pub fn door_words(door: impl AsRef<str>) -> String {
    crate::say(format!("demo-door-{}", door.as_ref())).into()
}
