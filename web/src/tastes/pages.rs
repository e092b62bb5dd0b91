//! The form behind “less like this”, and the page of all of one's rules.

use askama::Template;
use hub::{
    matches::MatchCard,
    tastes::{Paused, Rule, RuleView, rules},
};

use crate::{layout::Chrome, look::Problems};

/// `GET /matches/{id}/less`, and again after a `POST` there.
#[derive(Template)]
#[template(path = "tastes/less.html")]
pub struct Less {
    pub chrome: Chrome,
    pub card: MatchCard,
    pub choices: Vec<Choice>,
    /// Where the card stands.
    pub next: String,
    pub problems: Problems,
}

/// A box to tick.
pub struct Choice {
    pub rule: Rule,
    pub ticked: bool,
}

impl Less {
    fn words(&self, choice: &Choice) -> String {
        rules::words(&choice.rule, Some(&self.card.person.name))
    }
}

/// `GET /settings/matches`
#[derive(Template)]
#[template(path = "tastes/mine.html")]
pub struct Mine {
    pub chrome: Chrome,
    pub rules: Vec<RuleView>,
    pub pause: Paused,
}
