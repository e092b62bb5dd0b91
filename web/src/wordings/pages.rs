//! `…/wordings`: what changed, each time.

use askama::Template;
use hub::{
    Timestamp,
    wordings::{
        Words,
        compare::{Piece, compare},
    },
};

use crate::layout::Chrome;

/// So many words of what stayed as it was stand around a change.
const AROUND: usize = 24;

#[derive(Template)]
#[template(path = "wordings/changes.html")]
pub struct Wordings {
    pub chrome: Chrome,
    /// As it is now.
    pub title: String,
    /// Where the post is.
    pub path: String,
    /// The newest first.
    pub changes: Vec<Change>,
    /// This is not the first page.
    pub earlier: bool,
    pub next: Option<String>,
}

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub at: Timestamp,
    /// What of it changed, as the key of its label, and how.
    pub parts: Vec<(&'static str, Vec<Piece>)>,
}

impl Change {
    pub fn of(at: Timestamp, before: &Words, after: &Words) -> Change {
        let parts = [
            ("composer-in-one-line", &before.title, &after.title),
            ("composer-details", &before.description, &after.description),
            ("offers-article", &before.body, &after.body),
        ];
        let changed = parts.into_iter().filter(|(_, before, after)| before != after);
        let parts = changed.map(|(label, before, after)| (label, shortened(compare(before, after)))).collect();
        Change { at, parts }
    }
}

/// Without the long stretches that stayed as they were.
fn shortened(pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    let short = |(at, piece): (usize, Piece)| match piece {
        Piece::Same(words) => Piece::Same(ends(&words, at > 0, at < last)),
        changed => changed,
    };
    pieces.into_iter().enumerate().map(short).collect()
}

/// The words next to the changes on these sides.
fn ends(words: &str, before: bool, after: bool) -> String {
    let all: Vec<&str> = words.split_inclusive(char::is_whitespace).collect();
    let kept = AROUND * (usize::from(before) + usize::from(after));
    if all.len() <= kept + 1 {
        return words.to_owned();
    }
    let head = if before { all[..AROUND].concat() } else { String::new() };
    let tail = if after { all[all.len() - AROUND..].concat() } else { String::new() };
    format!("{head}… {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_shown_with_some_words_around_it() {
        let long = |changed: &str| {
            let words = |from: usize| (from..from + 100).map(|n| format!("w{n} ")).collect::<String>();
            Words { title: "A logo".to_owned(), description: format!("{}{changed} {}", words(0), words(100)), body: String::new() }
        };
        let change = Change::of(Timestamp(5), &long("green"), &long("blue"));
        let [("composer-details", pieces)] = change.parts.as_slice() else { panic!("{change:?}") };
        let [Piece::Same(before), Piece::Gone(gone), Piece::New(new), Piece::Same(after)] = pieces.as_slice() else { panic!("{pieces:?}") };
        assert_eq!((gone.as_str(), new.as_str()), ("green ", "blue "));
        assert!(before.starts_with("… w76 ") && before.ends_with("w99 "), "{before}");
        assert!(after.starts_with("w100 ") && after.ends_with("w123 … "), "{after}");
    }
}
