//! What is said when something did not work: one value, shown as a page to people and as `application/problem+json` to
//! programs.
//!
//! A handler returns `Result<_, Problem>`; [`crate::around::in_words`] writes the answer when it knows who asked.

pub mod pages;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use hub::{
    FieldProblem, Refuses,
    command::AnyRefusal,
    kernel::refusal::{RefusalKind, Refused},
};
use serde::Serialize;
use store::Fault;

/// Why there is no usual answer.
#[derive(Clone, Debug)]
pub enum Problem {
    /// Said in words, with the status of its kind.
    Said(Said),
    /// A page for members: log in first, then come back to this path.
    LogIn { next: String },
    /// It lives at another address now.
    Moved { to: String },
    /// They are away, and find the way back first.
    Away,
}

/// Marks the way to log in, so that what was written meanwhile is not lost over it ([`crate::interrupted`]).
#[derive(Clone, Debug)]
pub struct LogInFirst {
    pub next: String,
}

/// The words.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub status: u16,
    pub refused: Refused,
}

impl Problem {
    /// A status with its own words; `code` is stable and for programs.
    pub fn new(status: StatusCode, code: &str, words: impl Into<String>) -> Self {
        let kind = match status.as_u16() {
            401 => RefusalKind::SignIn,
            403 => RefusalKind::Forbidden,
            404 | 405 => RefusalKind::NotFound,
            409 => RefusalKind::Conflict,
            413 => RefusalKind::TooLarge,
            429 => RefusalKind::TooFast,
            500.. => RefusalKind::Busy,
            _ => RefusalKind::Invalid,
        };
        let refused = Refused { kind, code: code.to_owned(), words: words.into(), fields: Vec::new(), retry_after_ms: None };
        Problem::Said(Said { status: status.as_u16(), refused })
    }

    /// Nothing here, or nothing that the reader may see.
    pub fn not_found() -> Self {
        Problem::new(StatusCode::NOT_FOUND, "not_found", "")
    }

    /// What was sent can't be read.
    pub fn unreadable(why: impl Into<String>) -> Self {
        let refusal = AnyRefusal::Unreadable(why.into());
        Problem::new(StatusCode::BAD_REQUEST, refusal.code(), refusal.to_string())
    }

    /// A button of a page from an earlier visit: nothing was typed that could be kept.
    pub fn stale(now: Option<&str>) -> Self {
        let words = match now {
            Some(handle) => crate::say("problem-stale-now").with("handle", handle),
            None => crate::say("problem-stale"),
        };
        Problem::new(StatusCode::FORBIDDEN, "stale_form", words)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Problem::Said(Said { status: status_of(&refused), refused })
    }
}

/// The kind's status; what is broken is a 500, what is busy a 503.
fn status_of(refused: &Refused) -> u16 {
    if refused.code == AnyRefusal::Broken.code() { 500 } else { refused.kind.http_status() }
}

impl From<hub::Refusal> for Problem {
    fn from(refusal: hub::Refusal) -> Self {
        refusal.refused().into()
    }
}

impl From<AnyRefusal> for Problem {
    fn from(refusal: AnyRefusal) -> Self {
        refusal.refused().into()
    }
}

/// A read that broke: logged here, once.
impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        tracing::error!(error = %fault, "a read broke");
        if fault.is_outage() { AnyRefusal::Busy { retry_after_ms: 2_000 }.into() } else { AnyRefusal::Broken.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Problem::Said(said) => f.write_str(&said.refused.words),
            Problem::LogIn { .. } => f.write_str("log in first"),
            Problem::Moved { to } => write!(f, "moved to {to}"),
            Problem::Away => f.write_str("come back first"),
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        match self {
            Problem::Said(said) => StatusCode::from_u16(said.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            Problem::LogIn { .. } | Problem::Away => StatusCode::SEE_OTHER,
            Problem::Moved { .. } => StatusCode::MOVED_PERMANENTLY,
        }
    }

    /// A redirect; or an empty answer that carries the words, until it is known who asked.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Problem::Said(said) => {
                let mut response = response.finish();
                response.extensions_mut().insert(said.clone());
                response
            }
            Problem::LogIn { next } => {
                let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
                let mut response = response.insert_header((header::LOCATION, format!("/login?{query}"))).finish();
                response.extensions_mut().insert(LogInFirst { next: next.clone() });
                response
            }
            Problem::Moved { to } => response.insert_header((header::LOCATION, to.as_str())).finish(),
            Problem::Away => response.insert_header((header::LOCATION, "/welcome-back")).finish(),
        }
    }
}

/// RFC 9457, with what a form or a program needs beside.
#[derive(Debug, Serialize)]
pub struct ProblemJson {
    /// Stable: `/problems/connections.already_talking`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same without the path: `connections.already_talking`.
    pub code: String,
    pub title: String,
    pub status: u16,
    /// For people.
    pub detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldProblem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<i64>,
    pub request_id: String,
}

impl Said {
    /// Words for an answer that has none of its own: no such path, no such method, a body that is too large.
    pub fn of_status(status: StatusCode) -> Said {
        let code = match status.as_u16() {
            404 => "not_found",
            405 => "method_not_allowed",
            413 => return AnyRefusal::TooLarge.refused().into_said(),
            500.. => return AnyRefusal::Broken.refused().into_said(),
            _ => "unreadable",
        };
        match Problem::new(status, code, "") {
            Problem::Said(said) => said,
            Problem::LogIn { .. } | Problem::Moved { .. } | Problem::Away => AnyRefusal::Broken.refused().into_said(),
        }
    }

    pub fn json(&self, request_id: &str) -> ProblemJson {
        let title = StatusCode::from_u16(self.status).ok().and_then(|s| s.canonical_reason()).unwrap_or("Problem");
        let words = if self.refused.words.is_empty() { plain_words(self.status) } else { self.refused.words.clone() };
        ProblemJson {
            kind: format!("/problems/{}", self.refused.code),
            code: self.refused.code.clone(),
            title: title.to_owned(),
            status: self.status,
            detail: words,
            fields: self.refused.fields.clone(),
            retry_after_ms: self.refused.retry_after_ms,
            request_id: request_id.to_owned(),
        }
    }

    /// Whole seconds for the header `Retry-After`.
    pub fn retry_after_s(&self) -> Option<i64> {
        self.refused.retry_after_ms.map(|ms| (ms.max(0) + 999) / 1_000)
    }
}

trait IntoSaid {
    fn into_said(self) -> Said;
}

impl IntoSaid for Refused {
    fn into_said(self) -> Said {
        Said { status: status_of(&self), refused: self }
    }
}

fn plain_words(status: u16) -> String {
    let key = match status {
        404 => "problem-nothing-here",
        405 => "problem-other-method",
        413 => "problem-more-than-fits",
        400..500 => "problem-cannot-read",
        _ => "problem-something-broke",
    };
    crate::say(key).into()
}
