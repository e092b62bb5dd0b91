//! The shape of a no: what kind it is, a stable code for programs, words for people, and which field to mend.

use serde::{Deserialize, Serialize};

crate::words! {
    /// What a refusal means for the one who hears it. Each has one HTTP status.
    pub enum RefusalKind {
        /// Something typed has to be mended (422).
        Invalid = "invalid",
        /// Sign in first (401).
        SignIn = "sign_in",
        /// Signed in, but not theirs to do (403).
        Forbidden = "forbidden",
        /// There is no such thing, or none that they may see (404).
        NotFound = "not_found",
        /// The world has moved on: not possible any more, or not yet (409).
        Conflict = "conflict",
        /// Too many in too short a time (429).
        TooFast = "too_fast",
        /// More than this door takes (413).
        TooLarge = "too_large",
        /// Nothing was done; try again in a moment (503).
        Busy = "busy",
    }
}

impl RefusalKind {
    pub fn http_status(self) -> u16 {
        match self {
            RefusalKind::Invalid => 422,
            RefusalKind::SignIn => 401,
            RefusalKind::Forbidden => 403,
            RefusalKind::NotFound => 404,
            RefusalKind::Conflict => 409,
            RefusalKind::TooFast => 429,
            RefusalKind::TooLarge => 413,
            RefusalKind::Busy => 503,
        }
    }
}

/// One field that has to be mended, and how, in the member's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    pub field: String,
    pub words: String,
}

impl FieldProblem {
    pub fn new(field: &str, words: impl Into<String>) -> Self {
        FieldProblem { field: field.to_owned(), words: words.into() }
    }
}

/// What a refusal looks like to whoever hears it: frame, problem+json or a line on a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    pub kind: RefusalKind,
    /// Stable and for programs: `connections.already_talking`.
    pub code: String,
    /// For people.
    pub words: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    /// Milliseconds until it is worth trying again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<i64>,
}

/// What each feature's `Refusal` can say of itself. Its words are its `Display`.
pub trait Refuses: std::fmt::Display {
    fn kind(&self) -> RefusalKind;
    /// `feature.reason`
    fn code(&self) -> &'static str;
    fn fields(&self) -> Vec<FieldProblem> {
        Vec::new()
    }
    fn retry_after_ms(&self) -> Option<i64> {
        None
    }

    fn refused(&self) -> Refused {
        Refused {
            kind: self.kind(),
            code: self.code().to_owned(),
            words: self.to_string(),
            fields: self.fields(),
            retry_after_ms: self.retry_after_ms(),
        }
    }
}

/// Several fields to mend, said in one breath.
pub fn say_all(problems: &[FieldProblem]) -> String {
    problems.iter().map(|p| p.words.as_str()).collect::<Vec<_>>().join(" ")
}
