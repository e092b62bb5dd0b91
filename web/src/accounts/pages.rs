//! The forms to sign up and log in. Passwords are never shown again.

use std::collections::BTreeMap;

use askama::Template;
use serde::Deserialize;
use store::mail::Confirming;

use crate::{interrupted::Kept, layout::Chrome, look::Problems, visitor::safe_path};

/// `GET /signup`, and again after `POST /signup` when something has to be mended.
#[derive(Template)]
#[template(path = "accounts/signup.html")]
pub struct SignUp {
    pub chrome: Chrome,
    /// What was written before there was anybody to send it, and goes along.
    pub kept: Option<Kept>,
    pub form: SignUpForm,
    pub problems: Problems,
}

/// `POST /signup`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SignUpForm {
    /// Empty: it is made of the name.
    pub username: String,
    pub email: String,
    pub name: String,
    pub password: String,
    /// Filled in by the browser; empty without JavaScript.
    pub timezone: String,
    /// Empty: the one that the form was read in.
    pub language: String,
    /// A path on this hub to go on to; anything else is ignored.
    pub next: String,
    /// Everything else: among it what is [`Kept`].
    #[serde(flatten)]
    pub rest: BTreeMap<String, String>,
}

/// `GET /login`, and again after `POST /login`.
#[derive(Template)]
#[template(path = "accounts/login.html")]
pub struct LogIn {
    pub chrome: Chrome,
    /// What was written while nobody was signed in, and goes along.
    pub kept: Option<Kept>,
    pub form: LogInForm,
    pub problems: Problems,
}

/// What stands behind a log-in, at a path and below it, and the words for it.
pub const BEHIND: [(&str, &str); 8] = [
    ("/creator/clips", "accounts-behind-clips"),
    ("/creator/courses", "accounts-behind-courses"),
    ("/home", "accounts-behind-home"),
    ("/messages", "accounts-behind-messages"),
    ("/connections", "accounts-behind-connections"),
    ("/community", "accounts-behind-community"),
    ("/my", "accounts-behind-my"),
    ("/settings", "accounts-behind-settings"),
];

impl LogIn {
    /// What somebody sees once they are in. Nothing of whoever came without being sent.
    fn behind(&self) -> Option<&'static str> {
        let path = safe_path(&self.form.next)?.split(['?', '#']).next()?;
        let at = |of: &str| path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        Some(crate::fixed(BEHIND.iter().find(|(of, _)| at(of)).map_or("accounts-behind-else", |(_, key)| key)))
    }
}

/// `POST /login`. `POST /logout` has no fields of its own.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct LogInForm {
    /// Username or e-mail.
    pub login: String,
    pub password: String,
    pub next: String,
    /// Everything else: among it what is [`Kept`].
    #[serde(flatten)]
    pub rest: BTreeMap<String, String>,
}

/// After `POST /login` or `/signup` with something kept that is looked at before it is sent.
#[derive(Template)]
#[template(path = "accounts/resume.html")]
pub struct Resume {
    pub chrome: Chrome,
    pub kept: Kept,
}

/// `GET /forgot`, and after `POST /forgot`.
#[derive(Template)]
#[template(path = "accounts/forgot.html")]
pub struct Forgot {
    pub chrome: Chrome,
    pub form: ForgotForm,
    /// The same is said whether somebody has this address or not.
    pub sent: bool,
    pub problems: Problems,
}

/// `POST /forgot`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ForgotForm {
    pub email: String,
}

/// `GET /reset`, and again after `POST /reset`.
#[derive(Template)]
#[template(path = "accounts/reset.html")]
pub struct Reset {
    pub chrome: Chrome,
    /// Whose password it is. `None`: the link is over, or there is none.
    pub handle: Option<String>,
    pub problems: Problems,
}

/// `GET /email`, and again after `POST /email`.
#[derive(Template)]
#[template(path = "accounts/email.html")]
pub struct Confirm {
    pub chrome: Chrome,
    /// `None`: the link is over, or there is none.
    pub confirming: Option<Confirming>,
    pub problems: Problems,
}

/// `POST /reset`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    pub password: String,
}
