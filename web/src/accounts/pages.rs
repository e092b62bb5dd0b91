//! The forms to sign up and log in. Passwords are never shown again.

use std::collections::BTreeMap;

use askama::Template;
use serde::Deserialize;

use crate::{interrupted::Kept, layout::Chrome, look::Problems};

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

/// `POST /reset`
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    pub password: String,
}
