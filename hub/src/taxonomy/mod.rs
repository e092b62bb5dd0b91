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
