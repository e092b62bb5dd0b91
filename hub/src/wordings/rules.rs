//! Which words are kept.

use super::Words;

/// So many older wordings of a post are kept; the oldest goes first.
pub const MOST: i64 = 50;

/// Whether the words from before are kept: they are others, and somebody else may have read them.
pub fn are_kept(before: &Words, after: &Words, was_published: bool) -> bool {
    was_published && before != after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_when_others_stand_in_their_place_and_were_not_only_a_draft() {
        let of = |title: &str, body: &str| Words { title: title.to_owned(), description: "As it is.".to_owned(), body: body.to_owned() };
        for (after, was_published, kept) in [
            (of("A logo", ""), true, false),
            (of("A sign", ""), true, true),
            (of("A logo", "How it began"), true, true),
            (of("A sign", ""), false, false),
        ] {
            assert_eq!(are_kept(&of("A logo", ""), &after, was_published), kept, "{after:?} {was_published}");
        }
    }
}
