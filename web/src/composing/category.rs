//! Which problem a text is about: said by the words of the categories, and by what fits it.

use std::collections::HashMap;

use hub::taxonomy::{Term, TermRef};

/// So many are suggested.
const MOST: usize = 2;
/// A word that the category's own words have counts as much as so many of the posts that fit.
const A_WORD: u32 = 2;
/// Less than this says nothing.
const LEAST: u32 = 2;
/// Words that are shorter say too little, and of longer ones their beginning is enough.
const A_STEM: usize = 5;
/// What every second text says.
const EMPTY: [&str; 12] = ["about", "anything", "every", "people", "other", "their", "there", "things", "which", "would", "someb", "right"];

/// The likeliest first. `fitting`: the categories of what fits the text, the best first.
pub fn suggest(text: &str, categories: &[Term], fitting: &[String]) -> Vec<TermRef> {
    let said = stems(text);
    let mut worth: HashMap<&str, u32> = HashMap::new();
    for slug in fitting {
        *worth.entry(slug).or_default() += 1;
    }
    for term in categories {
        let own = stems(&format!("{} {} {}", term.name, term.problem, term.description));
        let common = said.iter().filter(|stem| own.contains(stem)).count() as u32;
        *worth.entry(&term.slug).or_default() += common * A_WORD;
    }
    let mut likely: Vec<(&Term, u32)> =
        categories.iter().filter_map(|term| Some((term, *worth.get(term.slug.as_str()).filter(|n| **n >= LEAST)?))).collect();
    likely.sort_by_key(|(_, worth)| std::cmp::Reverse(*worth));
    let refer = |term: &Term| TermRef { id: term.id, slug: term.slug.clone(), name: term.called() };
    likely.into_iter().take(MOST).map(|(term, _)| refer(term)).collect()
}

/// The beginnings of its longer words, each once.
fn stems(text: &str) -> Vec<String> {
    let mut stems = Vec::new();
    let words = text.split(|c: char| !c.is_alphanumeric()).take(400);
    for word in words.map(str::to_lowercase).filter(|word| word.chars().count() >= A_STEM) {
        let stem: String = word.chars().take(A_STEM).collect();
        if !stems.contains(&stem) && !EMPTY.contains(&stem.as_str()) && !EMPTY.contains(&word.as_str()) {
            stems.push(stem);
        }
    }
    stems
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::{TermId, taxonomy::TermType};

    fn term(id: i64, slug: &str, problem: &str, description: &str) -> Term {
        Term {
            id: TermId(id),
            term_type: TermType::OfferCategory,
            slug: slug.to_owned(),
            name: slug.to_owned(),
            description: description.to_owned(),
            problem: problem.to_owned(),
            color: String::new(),
            icon: String::new(),
            words: vec![],
        }
    }

    #[test]
    fn a_category_is_suggested_by_its_words_and_by_what_fits() {
        let all = [
            term(1, "marketing", "I need people to hear about what I do", "Posts, newsletters, ads and videos."),
            term(2, "design", "It should look good", "Logos, colours and pages."),
        ];
        let names = |text: &str, fitting: &[&str]| {
            let fitting: Vec<String> = fitting.iter().map(|slug| (*slug).to_owned()).collect();
            suggest(text, &all, &fitting).into_iter().map(|term| term.slug).collect::<Vec<_>>()
        };
        assert_eq!(names("Somebody to write a newsletter for my bakery", &[]), ["marketing"]);
        assert_eq!(names("Colours for my logos", &["marketing"]), ["design"]);
        assert_eq!(names("A sign for the door", &["design", "design", "marketing"]), ["design"]);
        assert_eq!(names("A newsletter", &["design", "design", "design"]), ["design", "marketing"]);
        assert!(names("About people and what they would do", &["design"]).is_empty(), "that says nothing");
    }
}
