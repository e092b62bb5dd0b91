//! The tools directory: real AI tools, curated in `fixtures/tools`, with uses in a problem's words.

use serde::{Deserialize, Serialize};

use crate::{kernel::ids::ToolId, offers::Rating, profiles::PersonCard};

crate::words! {
    pub enum ToolCategory {
        Chat = "chat", Code = "code", Image = "image", Video = "video", Audio = "audio", Writing = "writing",
        Research = "research", Productivity = "productivity", Data = "data", Design = "design", Language = "language",
        Framework = "framework", Database = "database", Infrastructure = "infrastructure", Cloud = "cloud",
        Testing = "testing", Other = "other",
    }
}

impl ToolCategory {
    /// Of use to anybody, not only to those who build software.
    pub fn is_everyday(self) -> bool {
        use ToolCategory::{Cloud, Code, Data, Database, Framework, Infrastructure, Language, Testing};
        !matches!(self, Cloud | Code | Data | Database | Framework | Infrastructure | Language | Testing)
    }
}

crate::words! {
    pub enum ToolType { AiTool = "ai_tool", Technology = "technology" }
}

crate::words! {
    pub enum ToolPricing {
        Free = "free", Freemium = "freemium", Subscription = "subscription", PayPerUse = "pay_per_use",
        OpenSource = "open_source", Enterprise = "enterprise",
    }
}

impl ToolPricing {
    /// As the page says it.
    pub fn said(self) -> &'static str {
        match self {
            ToolPricing::Free => crate::fixed("rule-tools-free"),
            ToolPricing::Freemium => crate::fixed("rule-tools-free-to-start-paid-for-more"),
            ToolPricing::Subscription => crate::fixed("rule-tools-by-subscription"),
            ToolPricing::PayPerUse => crate::fixed("rule-tools-pay-for-what-you-use"),
            ToolPricing::OpenSource => crate::fixed("rule-tools-open-source"),
            ToolPricing::Enterprise => crate::fixed("rule-tools-for-organisations"),
        }
    }
}

/// A tool as the fixture describes it and its page shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolFacts {
    pub slug: String,
    pub name: String,
    pub company: String,
    pub tagline: String,
    /// Markdown.
    pub description: String,
    pub category: ToolCategory,
    pub tool_type: ToolType,
    pub website_url: String,
    pub pricing_model: ToolPricing,
    pub has_free_tier: bool,
    #[serde(default)]
    pub starting_price: Option<String>,
    /// Slugs of problem categories it helps with.
    pub problem_categories: Vec<String>,
    /// Three uses in a problem's words: “make a product photo”.
    pub use_cases: Vec<String>,
    #[serde(default)]
    pub ideal_for: Vec<String>,
    #[serde(default)]
    pub limitations: Vec<String>,
    /// Slugs.
    #[serde(default)]
    pub alternatives: Vec<String>,
    /// Slugs of skills and topics.
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub keywords: Vec<String>,
    pub source_url: String,
    /// What the facts were checked against; or “general knowledge …”, and then nobody has checked them.
    pub source_note: String,
    /// The day of that, as `YYYY-MM-DD`: when they were checked, or written from general knowledge.
    pub checked_on: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolView {
    pub id: ToolId,
    #[serde(flatten)]
    pub facts: ToolFacts,
    /// What members say of it, from three reviews on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

/// A tool as a badge on a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolRef {
    pub id: ToolId,
    pub slug: String,
    pub name: String,
}

/// Somebody who has helped with a tool to the end, and how often.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expert {
    pub person: PersonCard,
    pub helps: i64,
}
