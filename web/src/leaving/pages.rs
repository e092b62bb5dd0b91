//! `/settings/data` and `/welcome-back`.

use askama::Template;
use hub::{kernel::locale::Said, leaving::Words};
use serde::Deserialize;
use store::leaving::Away;

use crate::{
    layout::Chrome,
    look::{Problems, when},
};

/// `GET /settings/data`
#[derive(Template)]
#[template(path = "leaving/data.html")]
pub struct DataPage {
    pub chrome: Chrome,
    pub username: String,
    /// Without one there is nothing to say it with.
    pub has_password: bool,
    /// The day on which it would be done, if it were wished now.
    pub ends_on: String,
    /// So many MB of their files go along.
    pub most: u32,
    /// What becomes of the words they wrote to others, as chosen so far.
    pub words: Words,
    pub problems: Problems,
}

/// `POST /settings/data/delete`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct DeleteForm {
    /// Their own, so that nobody does it by accident.
    pub username: String,
    pub current: String,
    /// A word of `hub::leaving::Words`.
    pub words: String,
}

impl DeleteForm {
    pub fn words(&self) -> Words {
        self.words.parse().unwrap_or(Words::Stay)
    }
}

/// `GET /welcome-back`
#[derive(Template)]
#[template(path = "leaving/welcome.html")]
pub struct WelcomeBack {
    pub chrome: Chrome,
    pub name: String,
    pub away: Away,
}

impl WelcomeBack {
    fn title(&self) -> Said<'static> {
        crate::say(if self.away.until.is_some() { "leaving-stay" } else { "leaving-welcome" })
    }

    fn date(&self, at: &hub::Timestamp) -> String {
        when::exact(*at, &self.chrome.zone)
    }
}
