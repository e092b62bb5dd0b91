//! Which problem a text is about: said by what it means, and by what fits it.

use hub::taxonomy::{Term, TermRef};
use search::topic::Topic;

/// So many are suggested.
const MOST: usize = 2;
/// Of the six posts that fit best each counts so much, in chances of 1.
const A_FIT: f64 = 0.12;
/// Less than this says nothing.
const LEAST: f64 = 0.3;

/// The likeliest first. `topics`: what the text itself says; `fitting`: the categories of what fits it, the best first.
pub fn suggest(topics: &[Topic], categories: &[Term], fitting: &[String]) -> Vec<TermRef> {
    let worth = |term: &Term| {
        let said = topics.iter().find(|topic| topic.slug == term.slug).map_or(0.0, |topic| topic.chance);
        said + fitting.iter().filter(|slug| **slug == term.slug).count() as f64 * A_FIT
    };
    let mut likely: Vec<(&Term, f64)> = categories.iter().map(|term| (term, worth(term))).filter(|(_, worth)| *worth >= LEAST).collect();
    likely.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let refer = |term: &Term| TermRef { id: term.id, slug: term.slug.clone(), name: term.called() };
    likely.into_iter().take(MOST).map(|(term, _)| refer(term)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::{TermId, taxonomy::TermType};

    fn term(id: i64, slug: &str) -> Term {
        Term {
            id: TermId(id),
            term_type: TermType::OfferCategory,
            slug: slug.to_owned(),
            name: slug.to_owned(),
            description: String::new(),
            problem: String::new(),
            color: String::new(),
            icon: String::new(),
            words: vec![],
        }
    }

    #[test]
    fn a_category_is_suggested_by_what_the_text_means_and_by_what_fits() {
        let all = [term(1, "marketing-content"), term(2, "creative-design"), term(3, "other")];
        let topics = |marketing: f64, design: f64| {
            vec![Topic { slug: "marketing-content", chance: marketing }, Topic { slug: "creative-design", chance: design }]
        };
        let names = |topics: &[Topic], fitting: &[&str]| {
            let fitting: Vec<String> = fitting.iter().map(|slug| (*slug).to_owned()).collect();
            suggest(topics, &all, &fitting).into_iter().map(|term| term.slug).collect::<Vec<_>>()
        };
        assert_eq!(names(&topics(0.8, 0.1), &[]), ["marketing-content"]);
        assert_eq!(names(&topics(0.5, 0.4), &["creative-design"; 3]), ["creative-design", "marketing-content"]);
        assert_eq!(names(&[], &["other", "other", "other"]), ["other"], "of another language what fits says it");
        assert!(names(&topics(0.2, 0.2), &["other"]).is_empty(), "that says nothing");
    }
}
