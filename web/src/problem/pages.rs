//! What is shown when something did not work, in words.

use askama::Template;
use hub::kernel::locale::Said;

use crate::layout::Chrome;

/// The page for 400, 401, 403, 404, 405, 409, 413, 422, 429, 500 and 503.
#[derive(Template)]
#[template(path = "problem/problem.html")]
pub struct ProblemPage {
    pub chrome: Chrome,
    pub status: u16,
    /// The refusal's own words; empty for the status's.
    pub words: String,
    /// Seconds until it is worth trying again.
    pub retry_after_s: Option<i64>,
    /// To find it in the log; shown small.
    pub request_id: String,
}

impl ProblemPage {
    fn title(&self) -> Said<'static> {
        crate::say(match self.status {
            400 | 408 | 415 => "problem-unreadable",
            401 => "problem-log-in",
            403 => "problem-not-yours",
            404 => "problem-nothing",
            405 => "problem-other-way",
            409 => "problem-moved-on",
            413 => "problem-too-large",
            422 => "problem-mend",
            429 => "problem-too-fast",
            503 => "problem-busy",
            _ => "problem-broken",
        })
    }

    fn said(&self) -> String {
        if !self.words.is_empty() {
            return self.words.clone();
        }
        let key = match self.status {
            400 | 408 | 415 => "problem-unreadable-more",
            401 => "problem-log-in-more",
            403 => "problem-not-yours-more",
            404 => "problem-nothing-more",
            405 => "problem-other-way-more",
            409 => "problem-moved-on-more",
            413 => "problem-too-large-more",
            422 => "problem-mend-more",
            429 => "problem-too-fast-more",
            503 => "problem-busy-more",
            _ => "problem-broken-more",
        };
        crate::say(key).into()
    }
}
