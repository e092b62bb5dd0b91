//! What is shown when something did not work, in words.

use askama::Template;

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
    fn title(&self) -> &'static str {
        match self.status {
            400 | 408 | 415 => "We could not read that",
            401 => "Please log in first",
            403 => "That is not yours to do",
            404 => "There is nothing here",
            405 => "That is not how this door opens",
            409 => "The world has moved on",
            413 => "That is more than fits",
            422 => "Something has to be mended",
            429 => "Slow down a little",
            503 => "We are very busy right now",
            _ => "Something broke on our side",
        }
    }

    fn said(&self) -> &str {
        if !self.words.is_empty() {
            return &self.words;
        }
        match self.status {
            400 | 408 | 415 => "What came was not whole, or not what this page takes. Go back, load the page anew and try once more.",
            401 => "This page is for members. Logging in takes a moment, and then you are back here.",
            403 => "It belongs to somebody else, or this form is from another visit. Go back, load the page anew and try once more.",
            404 => "Maybe it was put away, maybe the address has a typo, maybe it is only for members.",
            405 => "The address is right, but it can't be used like this.",
            409 => "Somebody was faster, or this was done already. Load the page anew to see how things stand.",
            413 => "What you sent is too large. Make it shorter or smaller and send it again.",
            422 => "Go back and have another look at what you typed.",
            429 => "That was a lot in a short time. Wait a moment, then go on.",
            503 => "Nothing was lost. Try again in a moment.",
            _ => "It is our fault, not yours. Nothing was stored half. Try again in a moment.",
        }
    }
}
