//! An ask: what somebody needs.
//!
//! ```text
//!            accepted = places        its owner says so
//!   open ───────────────────▶ in_progress ──────────▶ fulfilled ─┐
//!    │ ◀── a place is free again ──┘    │                         │ reopen
//!    └───── its owner, or expiry ───────┴──▶ closed ──────────────┴──▶ open
//!                                               └─ turned out done ──▶ fulfilled
//! ```
//! Archived asks keep their status and take part in nothing.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    discovery,
    kernel::{ids::*, money::Cents, refusal::*, time::Timestamp},
    profiles::PersonCard,
    taxonomy::TermRef,
    tools::ToolRef,
};

crate::words! {
    pub enum AskKind {
        BetaTester = "beta_tester", Feedback = "feedback", Collaborator = "collaborator", Learning = "learning",
        Hire = "hire", Advice = "advice", Introduction = "introduction",
    }
}

impl AskKind {
    /// The kind as its owner would say it.
    pub fn sentence(self) -> &'static str {
        match self {
            AskKind::BetaTester => crate::fixed("rule-asks-i-need-people-to-try-my-app"),
            AskKind::Feedback => crate::fixed("rule-asks-i-want-feedback-on-something-i-made"),
            AskKind::Collaborator => crate::fixed("rule-asks-i-am-looking-for-somebody-to-build-with"),
            AskKind::Learning => crate::fixed("rule-asks-i-want-to-learn-something"),
            AskKind::Hire => crate::fixed("rule-asks-i-want-to-pay-somebody-to-do-it"),
            AskKind::Advice => crate::fixed("rule-asks-i-need-advice-or-a-hand"),
            AskKind::Introduction => crate::fixed("rule-asks-i-would-like-to-be-introduced-to-somebody"),
        }
    }

    /// The kind in a word or two, for a badge.
    pub fn badge(self) -> &'static str {
        match self {
            AskKind::BetaTester => crate::fixed("rule-asks-try-my-app"),
            AskKind::Feedback => crate::fixed("rule-asks-feedback"),
            AskKind::Collaborator => crate::fixed("rule-asks-build-together"),
            AskKind::Learning => crate::fixed("rule-asks-learn"),
            AskKind::Hire => crate::fixed("rule-asks-paid-work"),
            AskKind::Advice => crate::fixed("rule-asks-advice"),
            AskKind::Introduction => crate::fixed("rule-asks-introduction"),
        }
    }

    /// Whether it is about something that can be gone to: its form has a field for the address.
    pub fn has_address(self) -> bool {
        matches!(self, AskKind::BetaTester | AskKind::Feedback | AskKind::Collaborator)
    }

    /// How many people it wants to begin with.
    pub fn places(self) -> i64 {
        match self {
            AskKind::BetaTester | AskKind::Feedback => 5,
            _ => 1,
        }
    }
}

crate::words! {
    pub enum AskStatus { Open = "open", InProgress = "in_progress", Fulfilled = "fulfilled", Closed = "closed" }
}

crate::words! {
    /// Who may read it.
    pub enum Visibility { Everyone = "everyone", Members = "members" }
}

impl Visibility {
    pub fn sentence(self) -> &'static str {
        match self {
            Visibility::Everyone => crate::fixed("rule-asks-anyone-on-the-web-can-read-this"),
            Visibility::Members => crate::fixed("rule-asks-only-members-can-read-this"),
        }
    }
}

/// What is typed. Checked and cleaned by [`rules::checked`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub title: String,
    /// Markdown.
    pub description: String,
    pub kind: AskKind,
    /// Slug of a problem category; empty for none.
    pub category: String,
    /// Slugs of skills and topics.
    pub tags: Vec<String>,
    /// Slugs of tools.
    pub tools: Vec<String>,
    pub budget_min: Option<Cents>,
    pub budget_max: Option<Cents>,
    /// ISO code, lower case.
    pub currency: String,
    /// How many people it wants; `None` is the kind's own number.
    pub places: Option<i64>,
    pub image_url: String,
    pub visibility: Visibility,
    pub expires_at: Option<Timestamp>,
    /// Other languages that are welcome: [`ANY_LANGUAGE`], or one, ISO 639-1; empty: none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub also_in: String,
    /// Where it is that people are to try or look at; empty for nowhere.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub external_url: String,
    /// The app of its owner's that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_offer: Option<OfferId>,
}

/// Offers and answers may be in whatever language.
pub const ANY_LANGUAGE: &str = "any";

impl Default for Draft {
    fn default() -> Self {
        Draft {
            title: String::new(),
            description: String::new(),
            kind: AskKind::Advice,
            category: String::new(),
            tags: Vec::new(),
            tools: Vec::new(),
            budget_min: None,
            budget_max: None,
            currency: "usd".to_owned(),
            places: None,
            image_url: String::new(),
            visibility: Visibility::Everyone,
            expires_at: None,
            also_in: String::new(),
            external_url: String::new(),
            related_offer: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Post {
        draft: Draft,
    },
    /// `seen`: the `updated_at` of what was changed; when something newer stands there, nothing is lost over it.
    Edit {
        id: AskId,
        draft: Draft,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seen: Option<Timestamp>,
    },
    SetPlaces {
        id: AskId,
        places: i64,
    },
    Fulfil {
        id: AskId,
    },
    Close {
        id: AskId,
    },
    /// `expires_at` may be set anew.
    Reopen {
        id: AskId,
        expires_at: Option<Timestamp>,
    },
    /// It stands for thirty more days: one that is about to end, or that has run out. Done when it does so already.
    Renew {
        id: AskId,
    },
    /// Out of every list; kept for those it brought together.
    Archive {
        id: AskId,
    },
    /// Somebody looked; counts once a member and day, never the owner.
    Look {
        id: AskId,
    },
    /// By the clock: its time is over.
    Expire {
        id: AskId,
    },
    /// By the clock: its time is over in a few days.
    Remind {
        id: AskId,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Posted {
        id: AskId,
        owner: UserId,
    },
    Edited {
        id: AskId,
        owner: UserId,
    },
    /// Also by its last place filling or a place coming free.
    StatusChanged {
        id: AskId,
        owner: UserId,
        status: AskStatus,
    },
    PlacesChanged {
        id: AskId,
        owner: UserId,
    },
    Archived {
        id: AskId,
        owner: UserId,
    },
    Expired {
        id: AskId,
        owner: UserId,
    },
    /// It has a later end.
    Renewed {
        id: AskId,
        owner: UserId,
    },
    /// Its owner is told that it ends in a few days.
    EndsSoon {
        id: AskId,
        owner: UserId,
    },
    Looked {
        id: AskId,
        owner: UserId,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-asks-no-such-ask"))]
    NoSuchAsk,
    #[error("{}", crate::say("refusal-asks-changed-meanwhile"))]
    ChangedMeanwhile,
    #[error("{}", crate::say("refusal-asks-not-yours"))]
    NotYours,
    #[error("{}", crate::say("refusal-asks-wrong-moment").with("status", said(*.status)))]
    WrongMoment { status: AskStatus },
    #[error("{}", crate::say("refusal-asks-put-away"))]
    PutAway,
    #[error("{}", crate::say("refusal-asks-already-accepted").with("accepted", .accepted))]
    AlreadyAccepted { accepted: i64 },
}

/// A status in the middle of a sentence.
pub fn said(status: AskStatus) -> &'static str {
    match status {
        AskStatus::Open => crate::fixed("rule-asks-open"),
        AskStatus::InProgress => crate::fixed("rule-asks-under-way"),
        AskStatus::Fulfilled => crate::fixed("rule-asks-done"),
        AskStatus::Closed => crate::fixed("rule-asks-closed"),
    }
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchAsk => RefusalKind::NotFound,
            Refusal::NotYours => RefusalKind::Forbidden,
            Refusal::ChangedMeanwhile | Refusal::WrongMoment { .. } | Refusal::PutAway | Refusal::AlreadyAccepted { .. } => {
                RefusalKind::Conflict
            }
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "asks.mend",
            Refusal::NoSuchAsk => "asks.no_such_ask",
            Refusal::ChangedMeanwhile => "asks.changed_meanwhile",
            Refusal::NotYours => "asks.not_yours",
            Refusal::WrongMoment { .. } => "asks.wrong_moment",
            Refusal::PutAway => "asks.put_away",
            Refusal::AlreadyAccepted { .. } => "asks.already_accepted",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }
}

/// An ask as a page or the API shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskView {
    pub id: AskId,
    pub owner: PersonCard,
    pub slug: String,
    pub title: String,
    /// Markdown as typed; whoever shows it renders and sanitises it.
    pub description: String,
    pub kind: AskKind,
    pub category: Option<TermRef>,
    pub tags: Vec<TermRef>,
    pub tools: Vec<ToolRef>,
    pub budget_min: Option<Cents>,
    pub budget_max: Option<Cents>,
    pub currency: String,
    pub places: i64,
    /// How many were accepted so far: “2 of 5 found”.
    pub accepted: i64,
    /// How many places are held for now, by helpers who are writing.
    #[serde(default, skip_serializing_if = "is_none_held")]
    pub held: i64,
    pub image_url: String,
    pub visibility: Visibility,
    /// ISO 639-1, found from the text.
    pub language: String,
    /// Other languages that are welcome: “any”, or one; empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub also_in: String,
    /// Where it is that people are to try or look at; empty for nowhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub external_url: String,
    /// The app of its owner's that it belongs to, which not everybody may see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related_offer: Option<OfferId>,
    pub status: AskStatus,
    pub archived: bool,
    pub views: i64,
    pub responses: i64,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub fulfilled_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    /// When the matcher had looked at its newest wording; `None` while it is on its way.
    pub matched_at: Option<Timestamp>,
    /// People told of it by the matcher so far.
    pub told: i64,
    /// It was reported and is hidden: only its owner and admins see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// When its words were changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Who helped with it to the end, as its reader may see them; of one that is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub helpers: Vec<PersonCard>,
}

fn is_none_held(held: &i64) -> bool {
    *held == 0
}

impl AskView {
    pub fn path(&self) -> String {
        format!("/@{}/asks/{}", self.owner.handle, self.slug)
    }

    /// “Any language is welcome”, “Deutsch is welcome, too”; empty where nothing is said.
    pub fn languages_words(&self) -> String {
        match (self.also_in.as_str(), discovery::language_name(&self.also_in)) {
            (ANY_LANGUAGE, _) => crate::fixed("rule-asks-any-language-is-welcome").to_owned(),
            (_, Some(name)) => crate::say("rule-asks-is-welcome-too").with("name", name).to_string(),
            _ => String::new(),
        }
    }
}

/// “$50 to $100”, “up to $100”, “from $50”; `None` when nothing was said.
pub fn budget_words(min: Option<Cents>, max: Option<Cents>, currency: &str) -> Option<String> {
    let say = |cents: Cents| cents.words(currency);
    match (min, max) {
        (Some(a), Some(b)) if a == b => Some(say(a)),
        (Some(a), Some(b)) => Some(crate::say("rule-asks-budget-range").with("least", say(a)).with("most", say(b)).to_string()),
        (None, Some(b)) => Some(crate::say("rule-asks-budget-most").with("most", say(b)).to_string()),
        (Some(a), None) => Some(crate::say("rule-asks-budget-least").with("least", say(a)).to_string()),
        (None, None) => None,
    }
}
