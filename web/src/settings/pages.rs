//! `/settings`: one page, several forms, each with its own address and its own problems.

use askama::Template;
use hub::{
    SessionId,
    accounts::{SessionView, TokenView},
    presence::Shown,
    profiles::Draft,
    sms::PhoneView,
};
use serde::Deserialize;

use crate::{
    layout::{Chrome, Flash},
    look::{self, Problems},
};

#[derive(Template)]
#[template(path = "settings/settings.html")]
pub struct Settings {
    pub chrome: Chrome,
    /// The profile as it is, or as typed.
    pub profile: Draft,
    pub username: String,
    pub email: String,
    pub sessions: Vec<SessionView>,
    /// The session this page is read in.
    pub this_session: Option<SessionId>,
    pub tokens: Vec<TokenView>,
    /// A token that was just made: its secret, shown this once.
    pub new_token: Option<String>,
    /// What was just done, and in which section.
    pub done: Option<(String, Flash)>,
    /// Whether they are here: who sees that.
    pub shown: Shown,
    pub phone: Option<PhoneView>,
    /// Texts are switched on at this hub; without, they are written to its log.
    pub texts_go_out: bool,
    /// Others see how far the reader has read, and the reader how far they have.
    pub shows_receipts: bool,
    pub problems: SettingsProblems,
}

/// What has to be mended, form by form.
#[derive(Clone, Debug, Default)]
pub struct SettingsProblems {
    pub profile: Problems,
    pub username: Problems,
    pub email: Problems,
    pub password: Problems,
    pub token: Problems,
    pub phone: Problems,
    pub code: Problems,
}

impl Settings {
    fn said(&self, section: &str) -> Option<&Flash> {
        self.done.as_ref().filter(|(at, _)| at == section).map(|(_, flash)| flash)
    }

    fn zones(&self) -> Vec<String> {
        look::when::zones()
    }

    fn is_here(&self, session: &SessionView) -> bool {
        self.this_session == Some(session.id)
    }
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
