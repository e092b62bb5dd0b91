//! Pages of words alone.

use std::fmt;

use askama::Template;

use crate::{config::Settings, files::shelf::Whereabouts, layout::Chrome};

/// `/about`
#[derive(Template)]
#[template(path = "about/story.html")]
pub struct Story {
    pub chrome: Chrome,
}

/// `/guidelines`
#[derive(Template)]
#[template(path = "about/guidelines.html")]
pub struct Guidelines {
    pub chrome: Chrome,
}

/// `/privacy`
#[derive(Template)]
#[template(path = "about/privacy.html")]
pub struct Privacy {
    pub chrome: Chrome,
    pub told: Told,
}

/// What of this hub is switched on, as far as it says who else learns something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// Texts go out.
    pub texts: bool,
    /// Mails go out.
    pub mails: bool,
    /// Linked pages are read for a card of them.
    pub links: bool,
    /// Files lie in a store that speaks S3.
    pub store: bool,
}

impl Told {
    pub fn of(settings: &Settings) -> Told {
        Told {
            texts: settings.secrets.twilio_account_sid.is_some(),
            mails: settings.smtp.is_some(),
            links: settings.link_previews,
            store: matches!(settings.files, Whereabouts::S3(_)),
        }
    }
}

/// `/help`
#[derive(Template)]
#[template(path = "about/help.html")]
pub struct Help {
    pub chrome: Chrome,
}

/// `/developers`
#[derive(Template)]
#[template(path = "about/developers.html")]
pub struct Developers {
    pub chrome: Chrome,
}

impl Developers {
    /// As it is typed into a terminal, in every language.
    fn example(&self) -> String {
        format!("curl -H \"Authorization: Bearer ct_…\" {}/api/v1/me", self.chrome.public_url)
    }
}

/// Words that are said where they are shown, by the key of their message.
#[derive(Clone, Copy, Debug)]
pub struct Key(pub &'static str);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::say(self.0).fmt(f)
    }
}

/// The guidelines: what each of six points is called, and what it means.
pub const GUIDELINES: [(Key, Key); 6] = [
    (Key("about-rule-kind"), Key("about-rule-kind-more")),
    (Key("about-rule-time"), Key("about-rule-time-more")),
    (Key("about-rule-told"), Key("about-rule-told-more")),
    (Key("about-rule-whose"), Key("about-rule-whose-more")),
    (Key("about-rule-adverts"), Key("about-rule-adverts-more")),
    (Key("about-rule-story"), Key("about-rule-story-more")),
];
