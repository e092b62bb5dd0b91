//! Pages of words alone.

use askama::Template;

use crate::layout::Chrome;

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

/// The guidelines: what each of six points is called, and what it means.
pub const GUIDELINES: [(&str, &str); 6] = [
    ("Be kind, and of use", "Say what helps. Praise what is good; when something is not, say how it could be better, and to the person."),
    ("Time is somebody's life", "Answer, even if it is a no. Come when you said you would, and say so early when you can't."),
    (
        "What is told to you stays with you",
        "Ideas, numbers and troubles that somebody shares are theirs. Ask before you tell anybody else.",
    ),
    ("Say whose it is", "Name who made what you build on, and what a machine wrote for you."),
    ("Nobody came here for adverts", "Offer what was asked for. No pitches nobody wanted, no copies to a dozen people, no chain letters."),
    ("Believe the better story", "Most short answers are hurry, not rudeness. Ask once more before you mind."),
];
