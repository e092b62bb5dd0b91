//! The words that sort things: problem categories, skills, topics. Seeded from `fixtures/taxonomy`, unique by type and slug.

use serde::{Deserialize, Serialize};

use crate::{
    Locale,
    kernel::{ids::TermId, locale},
};

crate::words! {
    pub enum TermType {
        OfferCategory = "offer_category", Topic = "topic", Skill = "skill", Industry = "industry",
        Role = "role", Goal = "goal", Interest = "interest",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term {
    pub id: TermId,
    pub term_type: TermType,
    pub slug: String,
    pub name: String,
    pub description: String,
    /// A category said as a problem: “I need people to hear about what I do”.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub problem: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub color: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub icon: String,
    /// Plain words that mean it; tags are suggested from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

impl Term {
    /// A category said as a problem where it has one, in the language of the moment.
    pub fn said(&self) -> String {
        if self.problem.is_empty() { called("name", &self.slug, &self.name) } else { called("problem", &self.slug, &self.problem) }
    }

    pub fn called(&self) -> String {
        called("name", &self.slug, &self.name)
    }
}

impl TermRef {
    /// A category's name, in the language of the moment.
    pub fn called(&self) -> String {
        called("name", &self.slug, &self.name)
    }
}

/// The categories that every hub begins with, by slug.
const BEGUN_WITH: [&str; 8] = [
    "marketing-content",
    "sales-outreach",
    "customer-support",
    "operations",
    "creative-design",
    "development",
    "learning-education",
    "other",
];

fn named(locale: Locale, slug: &str) -> &'static str {
    locale::within(locale, || crate::fixed(&format!("taxonomy-name-{slug}")))
}

/// A category's name in the language of the moment, where only the name is known that the data has for it.
pub fn called_here(data: &str) -> String {
    BEGUN_WITH.into_iter().find(|slug| named(Locale::En, slug) == data).map_or(data.to_owned(), |slug| called("name", slug, data))
}

/// The other way round: the name that the data has for a category that is called so in some language.
pub fn called_in_data(name: &str) -> &str {
    let is = |slug: &&str| Locale::ALL.iter().any(|locale| named(*locale, slug) == name);
    BEGUN_WITH.into_iter().find(is).map_or(name, |slug| named(Locale::En, slug))
}

/// What a category is about, in the language of the moment; what somebody has written in its place stays as it is.
pub fn described(slug: &str, data: &str) -> String {
    let key = format!("taxonomy-about-{slug}");
    let is_ours = locale::is_known(&key) && locale::within(Locale::En, || crate::fixed(&key)) == data;
    if is_ours { called("about", slug, data) } else { data.to_owned() }
}

/// English is what the data says: a hub may have categories of its own, which no message file knows.
fn called(what: &str, slug: &str, data: &str) -> String {
    let key = format!("taxonomy-{what}-{slug}");
    if locale::current() != Locale::En && locale::is_known(&key) { crate::fixed(&key).to_owned() } else { data.to_owned() }
}

/// A term as it stands on a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermRef {
    pub id: TermId,
    pub slug: String,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Seeded {
        #[serde(rename = "type")]
        term_type: TermType,
        slug: String,
        name: String,
        description: String,
    }

    #[test]
    fn the_categories_that_a_hub_begins_with_have_names_and_descriptions_in_german() {
        let seeded: Vec<Seeded> = serde_norway::from_str(include_str!("../../../fixtures/taxonomy/taxonomy.yaml")).expect("a list");
        let categories: Vec<&Seeded> = seeded.iter().filter(|term| term.term_type == TermType::OfferCategory).collect();
        assert_eq!(categories.iter().map(|term| term.slug.as_str()).collect::<Vec<_>>(), BEGUN_WITH);
        for term in categories {
            assert_eq!(called_here(&term.name), term.name);
            assert_eq!(described(&term.slug, &term.description), term.description);
            let (name, about) = locale::within(Locale::De, || (called_here(&term.name), described(&term.slug, &term.description)));
            assert_ne!(name, term.name);
            assert_ne!(about, term.description);
            assert_eq!(called_in_data(&name), term.name, "the way back");
        }
        let german =
            locale::within(Locale::De, || (called_here("Bakers"), described("other", "Our own words."), described("bakers", "Bread.")));
        assert_eq!(german, ("Bakers".to_owned(), "Our own words.".to_owned(), "Bread.".to_owned()), "a hub's own");
        assert_eq!(called_in_data("Bakers"), "Bakers");
    }
}
