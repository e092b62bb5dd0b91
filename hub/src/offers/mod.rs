//! An offer: what somebody gives, free or for a price.
//!
//! ```text
//!   draft ──publish──▶ active ◀──resume/pause──▶ paused
//!     └───────────── archive ──▶ archived ──restore──▶ draft
//! ```

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    asks::Visibility,
    discovery::Rated,
    files::Handed,
    kernel::{ids::*, money::Cents, refusal::*, time::Timestamp},
    profiles::PersonCard,
    taxonomy::TermRef,
    tools::ToolRef,
};

crate::words! {
    pub enum OfferKind {
        App = "app", Template = "template", Course = "course", Post = "post", Link = "link", Service = "service",
        Mentorship = "mentorship", Skill = "skill", Feedback = "feedback",
    }
}

impl OfferKind {
    /// The kind as its owner would say it.
    pub fn sentence(self) -> &'static str {
        match self {
            OfferKind::App => crate::fixed("rule-offers-an-app-or-tool-i-built"),
            OfferKind::Template => crate::fixed("rule-offers-a-template-or-file-people-can-use"),
            OfferKind::Course => crate::fixed("rule-offers-a-course-or-tutorial"),
            OfferKind::Post => crate::fixed("rule-offers-something-i-wrote"),
            OfferKind::Link => crate::fixed("rule-offers-something-good-i-found"),
            OfferKind::Service => crate::fixed("rule-offers-a-service-i-do-it-for-you-or-with"),
            OfferKind::Mentorship => crate::fixed("rule-offers-i-stay-at-your-side-for-a-while"),
            OfferKind::Skill => crate::fixed("rule-offers-a-quick-hand-with-something-i-am-good-at"),
            OfferKind::Feedback => crate::fixed("rule-offers-i-try-things-out-and-say-what-i-think"),
        }
    }

    pub fn badge(self) -> &'static str {
        match self {
            OfferKind::App => crate::fixed("rule-offers-app"),
            OfferKind::Template => crate::fixed("rule-offers-template"),
            OfferKind::Course => crate::fixed("rule-offers-course"),
            OfferKind::Post => crate::fixed("rule-offers-article"),
            OfferKind::Link => crate::fixed("rule-offers-find"),
            OfferKind::Service => crate::fixed("rule-offers-service"),
            OfferKind::Mentorship => crate::fixed("rule-offers-mentoring"),
            OfferKind::Skill => crate::fixed("rule-offers-quick-help"),
            OfferKind::Feedback => crate::fixed("rule-offers-feedback"),
        }
    }
}

crate::words! {
    /// How far an app is.
    pub enum Stage { Live = "live", ComingSoon = "coming_soon", InWork = "in_work", Idea = "idea" }
}

impl Stage {
    /// As it stands on a card.
    pub fn badge(self) -> &'static str {
        match self {
            Stage::Live => crate::fixed("rule-offers-stage-live"),
            Stage::ComingSoon => crate::fixed("rule-offers-stage-coming-soon"),
            Stage::InWork => crate::fixed("rule-offers-stage-in-work"),
            Stage::Idea => crate::fixed("rule-offers-stage-idea"),
        }
    }
}

crate::words! {
    pub enum OfferStatus { Draft = "draft", Active = "active", Paused = "paused", Archived = "archived" }
}

crate::words! {
    pub enum Pricing { Free = "free", OneTime = "one_time", Hourly = "hourly", Monthly = "monthly", Custom = "custom" }
}

impl Pricing {
    pub fn is_paid(self) -> bool {
        self != Pricing::Free
    }
}

/// `Free`, `$49`, `$49/hr`, `$49/mo`, `Price on request`.
pub fn price_words(pricing: Pricing, price: Cents, currency: &str) -> String {
    match pricing {
        Pricing::Free => crate::fixed("rule-offers-free").to_owned(),
        Pricing::OneTime => price.words(currency),
        Pricing::Hourly => crate::say("rule-offers-hourly").with("price", price.words(currency)).to_string(),
        Pricing::Monthly => crate::say("rule-offers-monthly").with("price", price.words(currency)).to_string(),
        Pricing::Custom => crate::fixed("rule-offers-price-on-request").to_owned(),
    }
}

/// What is typed. Checked and cleaned by [`rules::checked`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub title: String,
    /// Markdown.
    pub description: String,
    pub kind: OfferKind,
    pub category: String,
    pub tags: Vec<String>,
    pub tools: Vec<String>,
    pub pricing: Pricing,
    pub price: Cents,
    pub currency: String,
    /// Where the app, course or find is.
    pub external_url: String,
    pub image_url: String,
    /// Markdown of an article.
    pub body: String,
    pub visibility: Visibility,
    /// What it hands out: a file of its owner's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileId>,
    /// How far an app is; of nothing else. `None`: nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// How long a course is, in its owner's words; of nothing else. Empty: nothing is said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub length: String,
    /// The app of the same owner that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_offer: Option<OfferId>,
}

impl Default for Draft {
    fn default() -> Self {
        Draft {
            title: String::new(),
            description: String::new(),
            kind: OfferKind::Skill,
            category: String::new(),
            tags: Vec::new(),
            tools: Vec::new(),
            pricing: Pricing::Free,
            price: Cents(0),
            currency: "usd".to_owned(),
            external_url: String::new(),
            image_url: String::new(),
            body: String::new(),
            visibility: Visibility::Everyone,
            file: None,
            stage: None,
            length: String::new(),
            related_offer: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// `publish` makes it active at once, else it is a draft.
    Post {
        draft: Draft,
        publish: bool,
    },
    /// `seen`: the `updated_at` of what was changed; when something newer stands there, nothing is lost over it.
    Edit {
        id: OfferId,
        draft: Draft,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Timestamp>,
    },
    SetStatus {
        id: OfferId,
        to: OfferStatus,
    },
    Look {
        id: OfferId,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Posted {
        id: OfferId,
        owner: UserId,
        status: OfferStatus,
    },
    /// Active for the first time ever.
    FirstPublished {
        id: OfferId,
        owner: UserId,
    },
    Edited {
        id: OfferId,
        owner: UserId,
    },
    StatusChanged {
        id: OfferId,
        owner: UserId,
        status: OfferStatus,
    },
    Looked {
        id: OfferId,
        owner: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-offers-no-such-offer"))]
    NoSuchOffer,
    #[error("{}", crate::say("refusal-offers-changed-meanwhile"))]
    ChangedMeanwhile,
    #[error("{}", crate::say("refusal-offers-not-yours"))]
    NotYours,
    #[error("{}", crate::say("refusal-offers-wrong-moment").with("status", said(*.status)))]
    WrongMoment { status: OfferStatus },
}

pub fn said(status: OfferStatus) -> &'static str {
    match status {
        OfferStatus::Draft => crate::fixed("rule-offers-a-draft"),
        OfferStatus::Active => crate::fixed("rule-offers-live"),
        OfferStatus::Paused => crate::fixed("rule-offers-paused"),
        OfferStatus::Archived => crate::fixed("rule-offers-put-away"),
    }
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchOffer => RefusalKind::NotFound,
            Refusal::NotYours => RefusalKind::Forbidden,
            Refusal::ChangedMeanwhile | Refusal::WrongMoment { .. } => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "offers.mend",
            Refusal::NoSuchOffer => "offers.no_such_offer",
            Refusal::ChangedMeanwhile => "offers.changed_meanwhile",
            Refusal::NotYours => "offers.not_yours",
            Refusal::WrongMoment { .. } => "offers.wrong_moment",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }
}

/// An offer as a page or the API shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferView {
    pub id: OfferId,
    pub owner: PersonCard,
    pub slug: String,
    pub title: String,
    pub description: String,
    pub kind: OfferKind,
    pub category: Option<TermRef>,
    pub tags: Vec<TermRef>,
    pub tools: Vec<ToolRef>,
    pub pricing: Pricing,
    pub price: Cents,
    pub currency: String,
    pub external_url: String,
    pub image_url: String,
    pub body: String,
    pub visibility: Visibility,
    pub language: String,
    pub status: OfferStatus,
    pub featured: bool,
    pub views: i64,
    pub connections: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub matched_at: Option<Timestamp>,
    pub told: i64,
    /// It was reported and is hidden: only its owner and admins see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// What it hands out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Handed>,
    /// How far an app is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// How long a course is, in its owner's words; empty where nothing is said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub length: String,
    /// The app of the same owner that it belongs to, which not everybody may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_offer: Option<OfferId>,
    /// When its words were changed last.
    pub edited_at: Option<Timestamp>,
    /// How those who got it rated it, once they are enough to go by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

/// What people who got something made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// How many said so.
    pub ratings: i64,
    /// Their mean, in tenths of a star.
    pub tenths: i64,
}

impl Rating {
    /// Of so many ratings that sum up to so many stars; nothing while they are too few to go by.
    pub fn of(ratings: i64, stars: i64) -> Option<Rating> {
        (ratings >= Rated::ENOUGH).then(|| Rating { ratings, tenths: (stars * 20 + ratings) / (ratings * 2) })
    }

    /// The best that it reaches, as it is said.
    pub fn reached(self) -> Option<Rated> {
        Rated::ALL.iter().copied().filter(|rated| self.tenths >= rated.tenths()).max()
    }

    /// “4.7”
    pub fn words(self) -> String {
        format!("{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

impl OfferView {
    pub fn path(&self) -> String {
        format!("/@{}/{}", self.owner.handle, self.slug)
    }

    pub fn price_words(&self) -> String {
        price_words(self.pricing, self.price, &self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_said_from_three_on_and_rounded_to_a_tenth() {
        for (ratings, stars, said) in
            [(0, 0, None), (2, 10, None), (3, 15, Some("5.0")), (3, 14, Some("4.7")), (4, 17, Some("4.3")), (8, 8, Some("1.0"))]
        {
            assert_eq!(Rating::of(ratings, stars).map(Rating::words).as_deref(), said, "{stars} stars of {ratings}");
        }
    }

    #[test]
    fn what_is_said_to_be_so_well_rated_is_found_as_that() {
        let reached = |ratings, stars| Rating::of(ratings, stars).and_then(Rating::reached);
        assert_eq!(reached(3, 15), Some(Rated::FourAndAHalf));
        assert_eq!(reached(28, 125), Some(Rated::FourAndAHalf), "it is said to be 4.5");
        assert_eq!(reached(3, 12), Some(Rated::Four));
        assert_eq!(reached(3, 9), Some(Rated::Three));
        assert_eq!((reached(3, 8), reached(2, 10)), (None, None));
    }
}
