//! The words that sort things: problem categories, skills, topics. Seeded from `fixtures/taxonomy`, unique by type and slug.

use serde::{Deserialize, Serialize};

use crate::kernel::ids::TermId;

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

/// A term as it stands on a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TermRef {
    pub id: TermId,
    pub slug: String,
    pub name: String,
}
