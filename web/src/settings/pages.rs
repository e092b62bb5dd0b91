//! The pages of settings and the forms on them, each with its own address and its own problems.

use askama::Template;
use hub::{
    SessionId,
    accounts::{SessionView, TokenView},
    discovery::LANGUAGES,
    kernel::locale::Said,
    notices::Switch,
    presence::Shown,
    privacy::{self, First},
    profiles::Draft,
    sms::PhoneView,
};
use serde::Deserialize;
use store::accounts::NewEmail;

use super::{Done, Topic};
use crate::{
    layout::{Choices, Chrome},
    look::{self, Problems},
};

/// `GET /settings/profile`
#[derive(Template)]
#[template(path = "settings/profile.html")]
pub struct Profile {
    pub chrome: Chrome,
    pub done: Done,
    /// Where one's own page is.
    pub handle: String,
    /// As it is, or as typed.
    pub profile: Draft,
    /// What they are into, by name, with commas between.
    pub interests: String,
    pub choices: Choices,
    pub problems: Problems,
    pub interest_problems: Problems,
}

/// `GET /settings/account`
#[derive(Template)]
#[template(path = "settings/account.html")]
pub struct Account {
    pub chrome: Chrome,
    pub done: Done,
    pub username: String,
    pub email: String,
    /// What becomes it once it is confirmed.
    pub new_email: Option<NewEmail>,
    pub problems: AccountProblems,
}

/// What has to be mended, form by form.
#[derive(Clone, Debug, Default)]
pub struct AccountProblems {
    pub username: Problems,
    pub email: Problems,
    pub password: Problems,
}

/// `GET /settings/notifications`
#[derive(Template)]
#[template(path = "settings/notifications.html")]
pub struct Notifications {
    pub chrome: Chrome,
    pub done: Done,
    pub switches: Vec<Switch>,
    pub phone: Option<PhoneView>,
    /// Texts are switched on at this hub; without, they are written to its log.
    pub texts_go_out: bool,
    pub problems: TextProblems,
}

/// What has to be mended, form by form.
#[derive(Clone, Debug, Default)]
pub struct TextProblems {
    pub phone: Problems,
    pub code: Problems,
}

/// `GET /settings/privacy`
#[derive(Template)]
#[template(path = "settings/privacy.html")]
pub struct Privacy {
    pub chrome: Chrome,
    pub done: Done,
    /// Whether they are here: who sees that.
    pub shown: Shown,
    /// Others see how far the reader has read, and the reader how far they have.
    pub shows_receipts: bool,
    /// Who finds them, and who may write first.
    pub privacy: privacy::Privacy,
}

hub::words! {
    /// What is switched on or off.
    pub enum Finding { Found = "found", Public = "public" }
}

impl Finding {
    fn title(self) -> Said<'static> {
        crate::say(format!("settings-find-{self}"))
    }

    fn words(self) -> Said<'static> {
        crate::say(format!("settings-find-{self}-more"))
    }
}

impl Privacy {
    fn switches(&self) -> &'static [Finding] {
        Finding::ALL
    }

    fn is_on(&self, what: &Finding) -> bool {
        match what {
            Finding::Found => self.privacy.found,
            Finding::Public => self.privacy.public,
        }
    }
}

/// `GET /settings/appearance`
#[derive(Template)]
#[template(path = "settings/appearance.html")]
pub struct Appearance {
    pub chrome: Chrome,
    pub done: Done,
    pub timezone: String,
    /// ISO 639-1.
    pub language: String,
    pub time_problems: Problems,
    pub language_problems: Problems,
}

impl Appearance {
    fn zones(&self) -> Vec<String> {
        look::when::zones()
    }

    /// Those that are known by name, and the one that stands there.
    fn languages(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = LANGUAGES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
        if !all.iter().any(|(code, _)| *code == self.language) {
            all.push((self.language.clone(), self.language.clone()));
        }
        all
    }
}

/// `GET /settings/devices`
#[derive(Template)]
#[template(path = "settings/devices.html")]
pub struct Devices {
    pub chrome: Chrome,
    pub done: Done,
    pub sessions: Vec<SessionView>,
    /// The session this page is read in.
    pub this_session: Option<SessionId>,
}

impl Devices {
    fn is_here(&self, session: &SessionView) -> bool {
        self.this_session == Some(session.id)
    }
}

/// `GET /settings/developers`
#[derive(Template)]
#[template(path = "settings/developers.html")]
pub struct Developers {
    pub chrome: Chrome,
    pub done: Done,
    pub tokens: Vec<TokenView>,
    /// A token that was just made: its secret, shown this once.
    pub new_token: Option<String>,
    pub problems: Problems,
}

/// `POST /settings/profile` takes `hub::profiles::Draft`'s fields as they are called. What a form does not carry stays as it
/// is, so that the storefront changes one thing where it stands.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub name: Option<String>,
    pub tagline: Option<String>,
    pub bio: Option<String>,
    pub location: Option<String>,
    pub pronouns: Option<String>,
    pub website_url: Option<String>,
    pub calendar_url: Option<String>,
    pub linkedin_url: Option<String>,
    pub twitter_url: Option<String>,
    pub github_url: Option<String>,
    pub youtube_url: Option<String>,
    pub instagram_url: Option<String>,
    pub timezone: Option<String>,
    pub language: Option<String>,
    /// The part of the storefront it is sent from, a word of `profiles::edit::Part`; empty on the settings.
    pub part: String,
    /// The mark of what stood in that part.
    pub seen: String,
}

impl ProfileForm {
    /// What stands, with what was typed in its place.
    pub fn over(self, stored: &Draft) -> Draft {
        let or = |typed: Option<String>, stands: &String| typed.unwrap_or_else(|| stands.clone());
        Draft {
            name: or(self.name, &stored.name),
            tagline: or(self.tagline, &stored.tagline),
            bio: or(self.bio, &stored.bio),
            location: or(self.location, &stored.location),
            pronouns: or(self.pronouns, &stored.pronouns),
            website_url: or(self.website_url, &stored.website_url),
            calendar_url: or(self.calendar_url, &stored.calendar_url),
            linkedin_url: or(self.linkedin_url, &stored.linkedin_url),
            twitter_url: or(self.twitter_url, &stored.twitter_url),
            github_url: or(self.github_url, &stored.github_url),
            youtube_url: or(self.youtube_url, &stored.youtube_url),
            instagram_url: or(self.instagram_url, &stored.instagram_url),
            timezone: or(self.timezone, &stored.timezone),
            language: or(self.language, &stored.language),
        }
    }
}

/// `POST /settings/timezone`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ZoneForm {
    pub timezone: String,
}

/// `POST /settings/language`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LanguageForm {
    pub language: String,
}

/// `POST /settings/interests`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct InterestsForm {
    pub interests: String,
}

/// `POST /settings/privacy/switch`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindingForm {
    /// A word of [`Finding`].
    pub what: String,
    /// `yes` or `no`.
    pub on: String,
}

/// `POST /settings/privacy/first`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FirstForm {
    /// A word of `privacy::First`.
    pub first: String,
}

/// `POST /settings/notices`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SwitchForm {
    /// A word of `notices::Group`.
    pub group: String,
    /// `yes` or `no`.
    pub on: String,
}

/// `POST /settings/username`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct UsernameForm {
    pub username: String,
}

/// `POST /settings/email`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct EmailForm {
    pub email: String,
    /// The password now, so that a borrowed screen can't take the account away.
    pub current: String,
}

/// `POST /settings/password`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub current: String,
    pub password: String,
}

/// `POST /settings/tokens`; `POST /settings/tokens/{id}/revoke`, `POST /settings/sessions/{id}/close` and
/// `POST /settings/sessions/close` (everywhere but here) have no fields of their own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    pub name: String,
}

/// `POST /settings/phone`; `POST /settings/phone/remove` has no fields of its own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PhoneForm {
    pub phone: String,
    /// `yes` when ticked.
    pub consent: String,
}

/// `POST /settings/phone/verify`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
}

/// `POST /settings/phone/texts`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TextsForm {
    /// `yes` or `no`.
    pub on: String,
}
