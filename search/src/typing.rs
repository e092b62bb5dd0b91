//! What might be meant while somebody types into the search box: labels that begin like it, and titles and people out of the index.
//!
//! The last word is completed from the index's own terms, a few of them, the most common first; words before it have to stand in
//! the title, too. When nothing begins like it, a letter may be wrong. So a keystroke costs the lists of a few terms, however
//! many posts there are.

use crate::{
    index::{Fault, Index},
    plan::{Clause, Group, Plan},
    post::{Key, Label, What},
    query::Viewer,
    schema::In,
    words::{cut, fold},
};

/// The last word is completed to so many words at most.
const COMPLETIONS: usize = 16;
/// A letter may be wrong in words from this length on.
const FORGIVEN: usize = 4;
/// So many letters make a beginning.
const LEAST: usize = 2;

/// What somebody has typed so far: folded words, of which the last may be unfinished.
fn typed(text: &str) -> Option<(Vec<String>, String)> {
    let mut words: Vec<String> = cut(text).map(|token| fold(token.written)).collect();
    let last = words.pop().filter(|last| last.chars().count() >= LEAST)?;
    // The first words say most; nobody completes the ninth.
    words.truncate(7);
    Some((words, last))
}

/// Labels of which a word begins like what is being typed, those that begin with it first. `forgiving`: but for one letter.
pub fn labels<'l>(text: &str, labels: impl Iterator<Item = &'l Label>, forgiving: bool, most: usize) -> Vec<&'l Label> {
    let Some((before, last)) = typed(text) else { return Vec::new() };
    if forgiving && last.chars().count() < FORGIVEN {
        return Vec::new();
    }
    let begins = |word: &str| if forgiving { begins_nearly(word, &last) } else { word.starts_with(&last) };
    let is = |word: &str, typed: &str| if forgiving { crate::plan::nearly(word, typed) } else { word == typed };
    let mut found: Vec<(bool, &Label)> = labels
        .filter_map(|label| {
            let words: Vec<String> = cut(&label.name).map(|token| fold(token.written)).collect();
            let first = words.first().is_some_and(|word| begins(word));
            let fits = words.iter().any(|word| begins(word)) && before.iter().all(|typed| words.iter().any(|word| is(word, typed)));
            fits.then_some((!first, label))
        })
        .collect();
    found.sort_by_key(|(later, label)| (*later, label.name.len()));
    found.into_iter().take(most).map(|(_, label)| label).collect()
}

/// Whether a word begins like what was typed but for one letter.
pub(crate) fn begins_nearly(word: &str, typed: &str) -> bool {
    let long = typed.chars().count();
    let ends: Vec<usize> = word.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
    (long.saturating_sub(1)..=long + 1)
        .filter_map(|count| ends.get(count.checked_sub(1)?))
        .any(|end| crate::plan::nearly(&word[..*end], typed))
}

/// All beginnings that are meant if the first letter that was typed is the wrong one: another, one too many, one missing, or exchanged
/// with the next. A few dozen looks into a sorted list, where one at every word would take a hundred times that.
pub(crate) fn with_another_beginning(typed: &str) -> Vec<String> {
    let mut letters = typed.chars();
    let Some(first) = letters.next() else { return Vec::new() };
    let rest = letters.as_str();
    let mut all = vec![rest.to_owned()];
    if let Some(second) = letters.next() {
        all.push(format!("{second}{first}{}", letters.as_str()));
    }
    let alphabet = || ('a'..='z').filter(move |letter| *letter != first);
    all.extend(alphabet().map(|letter| format!("{letter}{rest}")));
    all.extend(alphabet().map(|letter| format!("{letter}{typed}")));
    all
}

impl Index {
    /// Asks, offers and people whose title or name goes on like what is being typed, the newest first.
    pub fn complete(&self, text: &str, viewer: &Viewer, most: usize) -> Result<Vec<Key>, Fault> {
        let Some((before, last)) = typed(text) else { return Ok(Vec::new()) };
        let of = [What::Asks, What::Offers, What::People];
        for forgiving in [false, true] {
            let last_too = forgiving && last.chars().count() >= FORGIVEN;
            if forgiving && !last_too && before.is_empty() {
                break;
            }
            let ends = self.words_like(&last, last_too, COMPLETIONS)?;
            let is = |word: &String| (Clause::Is(In::Named, word.clone()), 1);
            let mut wanted: Vec<Group> = before
                .iter()
                .map(|word| {
                    let nearly = (forgiving && word.chars().count() >= FORGIVEN).then(|| (Clause::Nearly(In::Named, word.clone()), 1));
                    Group([is(word)].into_iter().chain(nearly).collect())
                })
                .collect();
            if ends.is_empty() {
                continue;
            }
            wanted.push(Group(ends.iter().map(is).collect()));
            let filters = if viewer.signed_in { vec![] } else { vec![vec![Clause::Is(In::Fact, "seen:everyone".to_owned())]] };
            let least = wanted.len();
            let plan = Plan { filters, wanted, least, ..Plan::default() };
            let found = self.collect(&plan, most, None, &of)?.collected.best;
            if !found.is_empty() {
                return Ok(found.iter().filter_map(|(rank, _)| Key::of_number(rank.key)).collect());
            }
        }
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, forgiving: bool) -> Vec<String> {
        let all = ["Marketing & Content", "Canva", "Newsletter writing", "Market research", "SQL", "Café life"];
        let all: Vec<Label> = all.iter().map(|name| Label::new(name.to_lowercase(), *name)).collect();
        labels(text, all.iter(), forgiving, 3).into_iter().map(|label| label.name.clone()).collect()
    }

    #[test]
    fn labels_begin_like_what_is_typed_and_a_letter_may_be_wrong_where_that_is_forgiven() {
        assert_eq!(names("mark", false), ["Market research", "Marketing & Content"]);
        assert_eq!(names("writ", false), ["Newsletter writing"]);
        assert_eq!(names("market res", false), ["Market research"]);
        assert_eq!(names("cafe", false), ["Café life"]);
        assert_eq!((names("newslteter", false), names("newslteter", true)), (vec![], vec!["Newsletter writing".to_owned()]));
        assert_eq!(names("canav", true), ["Canva"]);
        for nothing in ["", "m", "?!", "zzz", "sqk"] {
            assert_eq!((names(nothing, false), names(nothing, true)), (vec![], vec![]), "{nothing}");
        }
    }

    #[test]
    fn the_first_letter_may_be_the_wrong_one() {
        let beginnings = with_another_beginning("vanva");
        for meant in ["canva", "avnva", "anva", "svanva"] {
            assert!(beginnings.iter().any(|begun| begun == meant), "{meant}");
            assert!(begins_nearly(meant, "vanva"));
        }
        assert!(beginnings.iter().all(|begun| crate::plan::nearly(begun, "vanva") && begun != "vanva"), "{beginnings:?}");
    }

    #[test]
    fn a_word_may_begin_with_a_letter_wrong() {
        for (word, typed) in
            [("newsletter", "newsl"), ("newsletter", "nwesl"), ("newsletter", "newl"), ("newsletter", "newssl"), ("logo", "lgo")]
        {
            assert!(begins_nearly(word, typed), "{word} {typed}");
        }
        assert!(!begins_nearly("newsletter", "nwels") && !begins_nearly("logo", "xy"));
    }
}
