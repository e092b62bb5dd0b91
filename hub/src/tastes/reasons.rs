//! What the sentences say that a match carries as its reasons. The one place that reads them; `search::pairing::Reason` writes
//! them, and a test over both (`web/tests/it/tastes.rs`) fails when they drift apart.

use super::rules::same;
use crate::{Locale, fixed, kernel::locale, say, taxonomy};

/// A reason, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason<'a> {
    /// “Claude, n8n and Make”.
    Tools(&'a str),
    Tags(&'a str),
    /// “landing page, copy”.
    Words(&'a str),
    /// A phrase of each, that mean much the same.
    Meaning,
    Category(&'a str),
    /// Kinds that go together, a price within a budget.
    Other,
}

/// Reads a sentence, in whichever language it was shown.
pub fn read(sentence: &str) -> Reason<'_> {
    let read = Locale::ALL.iter().map(|locale| locale::within(*locale, || read_here(sentence)));
    read.into_iter().find(|reason| *reason != Reason::Other).unwrap_or(Reason::Other)
}

fn read_here(sentence: &str) -> Reason<'_> {
    let starts = |key: &str| sentence.strip_prefix(fixed(key)).and_then(|rest| rest.strip_prefix(' ')).filter(|rest| !rest.is_empty());
    if let Some(names) = starts("reasons-you-both-mention") {
        Reason::Tools(names)
    } else if let Some(names) = starts("reasons-both-about") {
        Reason::Tags(names)
    } else if let Some(words) = starts("reasons-you-both-say") {
        Reason::Words(words)
    } else if let Some(name) = starts("reasons-both-in") {
        Reason::Category(name)
    } else if starts("reasons-the-ask-says").is_some() {
        Reason::Meaning
    } else {
        Reason::Other
    }
}

/// A sentence as the matcher wrote it, in the language of the moment.
pub fn said(sentence: &str) -> String {
    let after = |key: &str, rest: &str| format!("{} {rest}", fixed(key));
    match locale::within(Locale::En, || read_here(sentence)) {
        Reason::Tools(names) => after("reasons-you-both-mention", &names.replace(" and ", &format!(" {} ", fixed("reasons-and")))),
        Reason::Tags(names) => after("reasons-both-about", names),
        Reason::Words(words) => after("reasons-you-both-say", words),
        Reason::Category(name) => after("reasons-both-in", &taxonomy::called_here(name)),
        Reason::Meaning => {
            match sentence.strip_prefix("the ask says “").and_then(|rest| rest.strip_suffix('”')?.split_once("”, the offer “")) {
                Some((ask, offer)) => {
                    after("reasons-the-ask-says", &say("reasons-ask-and-offer").with("ask", ask).with("offer", offer).to_string())
                }
                None => sentence.to_owned(),
            }
        }
        Reason::Other => match sentence.strip_prefix("people use it to ") {
            Some(rest) => after("reasons-people-use-it-to", rest),
            None => {
                let key = format!("reasons-kind-{}", crate::kernel::text::slug(sentence));
                if locale::is_known(&key) { fixed(&key).to_owned() } else { sentence.to_owned() }
            }
        },
    }
}

impl Reason<'_> {
    /// Something both name, not only the same corner of the hub.
    pub fn is_concrete(self) -> bool {
        matches!(self, Reason::Tools(_) | Reason::Tags(_) | Reason::Words(_) | Reason::Meaning)
    }
}

/// The words of “landing page, copy”.
pub fn words(listed: &str) -> impl Iterator<Item = &str> {
    listed.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// A name where it stands in “Claude, n8n and Make”, as it is written there. Names may hold “and” themselves, so a list is
/// not cut apart: a name is looked for, from one edge to the next.
pub fn find<'a>(listed: &'a str, name: &str) -> Option<&'a str> {
    place_of(listed, name).map(|(from, to)| &listed[from..to])
}

/// What is left of such a list without a name; `None` when it is not in it.
pub fn without(listed: &str, name: &str) -> Option<String> {
    let (from, to) = place_of(listed, name)?;
    let before = ENDS.iter().find_map(|edge| listed[..from].strip_suffix(edge)).unwrap_or(&listed[..from]);
    let after = ENDS.iter().find_map(|edge| listed[to..].strip_prefix(edge)).unwrap_or(&listed[to..]);
    let left = [before, after].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    Some(left.join(", "))
}

/// Between two names.
const ENDS: [&str; 3] = [", ", " and ", " und "];

fn place_of(listed: &str, name: &str) -> Option<(usize, usize)> {
    // Only ASCII letters change, so that places stay where they are.
    let (lower, names) = (listed.to_ascii_lowercase(), [same(name), name.trim().to_ascii_lowercase()]);
    let is_edge = |text: &str, cut: fn(&str, &str) -> bool| text.is_empty() || ENDS.iter().any(|edge| cut(text, edge));
    names.iter().filter(|name| !name.is_empty()).find_map(|name| {
        // Every place, also where two overlap: in “a and d d” the first “d d” begins in “and”, and has no edge.
        let mut places =
            lower.char_indices().filter(|(from, _)| lower[*from..].starts_with(name.as_str())).map(|(from, _)| (from, from + name.len()));
        places.find(|(from, to)| is_edge(&lower[..*from], |t, e| t.ends_with(e)) && is_edge(&lower[*to..], |t, e| t.starts_with(e)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_is_read() {
        for (sentence, read_as) in [
            ("you both mention Claude, n8n and Make", Reason::Tools("Claude, n8n and Make")),
            ("both about newsletter writing", Reason::Tags("newsletter writing")),
            ("you both say: landing page, copy", Reason::Words("landing page, copy")),
            ("both in Marketing & Sales", Reason::Category("Marketing & Sales")),
            ("the ask says “sourdough”, the offer “baking”", Reason::Meaning),
            ("wants to learn, offers a course", Reason::Other),
            ("the price fits the budget", Reason::Other),
            ("both about ", Reason::Other),
        ] {
            assert_eq!(read(sentence), read_as, "{sentence}");
        }
        assert!(read("both about SQL").is_concrete() && !read("both in Marketing").is_concrete());
    }

    /// What the matcher keeps says of two people in one line what each wants; whoever reads it is told which is whose.
    #[test]
    fn a_sentence_about_two_says_who() {
        assert_eq!(said("wants to pay for it, is good at it"), "one wants to pay for it, the other is good at it");
        for same in [
            "you both mention Claude, n8n and Make",
            "both about newsletter writing",
            "you both say: landing page, copy",
            "both in Marketing & Sales",
            "the ask says “sourdough”, the offer “baking”",
            "people use it to plan a week",
            "the price fits the budget",
            "both about ",
            "said by a matcher that is yet to come",
        ] {
            assert_eq!(said(same), same);
        }
        let german = locale::within(Locale::De, || said("wants to pay for it, is good at it"));
        assert!(german.contains("die andere"), "{german}");
        let german = locale::within(Locale::De, || said("both in Marketing & Content"));
        assert_eq!(german, "beide in Marketing & Texte");
        assert_eq!(locale::within(Locale::De, || said("both in Bread")), "beide in Bread", "a category of a hub's own");
    }

    #[test]
    fn a_name_is_found_from_edge_to_edge() {
        assert_eq!(find("Claude, n8n and Make", "N8N"), Some("n8n"));
        assert_eq!(find("Claude Code and Make", "Claude"), None);
        assert_eq!(find("images and video and SQL", "Images & Video"), Some("images and video"));
        assert_eq!(find("Weights & Biases", "Weights & Biases"), Some("Weights & Biases"));
        assert_eq!(find("été and SQL", "sql"), Some("SQL"));
        assert_eq!(find("SQL", ""), None);
        assert_eq!(find("a and d d", "d d"), Some("d d"));
    }

    #[test]
    fn what_is_left_is_a_list_again() {
        assert_eq!(without("Claude, n8n and Make", "n8n").as_deref(), Some("Claude, Make"));
        assert_eq!(without("Claude, n8n and Make", "Make").as_deref(), Some("Claude, n8n"));
        assert_eq!(without("Claude, n8n and Make", "Claude").as_deref(), Some("n8n and Make"));
        assert_eq!(without("images and video", "Images & Video").as_deref(), Some(""));
        assert_eq!(without("images and video", "SQL"), None);
    }
}
