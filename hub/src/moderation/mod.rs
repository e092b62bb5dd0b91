//! A way out of every conversation: blocking, reporting, and what an admin makes of it.
//!
//! A block is silent, both ways, and asked by one rule wherever two people could meet.
//!
//! What is reported becomes a case, one a thing, whoever reports it:
//!
//! ```text
//!            report ×3 (by three people)            hide
//!   shown ───────────────────────────────▶ hidden ────────▶ hidden for good (until it is restored)
//!     │  ▲                                    │                      │
//!     │  └───────────── restore ──────────────┴───────── restore ────┘
//!     └─ hide ─▶ hidden for good        dismiss: it stays, and the reports are answered
//! ```
//! What is hidden is gone for everybody but its owner, who is told in plain words, and admins. Who reported it is nobody's to
//! know but the admins'; a reporter hears what became of their report.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    kernel::{ids::*, refusal::*, time::Timestamp},
    profiles::PersonCard,
};

crate::words! {
    /// Why something is reported.
    pub enum Reason {
        Spam = "spam",
        /// Insults, threats, hate.
        Harassment = "harassment",
        /// Somebody wants money or data for nothing.
        Fraud = "fraud",
        Sexual = "sexual",
        /// Somebody may come to harm.
        Danger = "danger",
        /// Somebody says they are somebody else.
        Impersonation = "impersonation",
        Other = "other",
    }
}

impl Reason {
    /// As it stands beside its button.
    pub fn sentence(self) -> &'static str {
        match self {
            Reason::Spam => "It is advertising or the same thing again and again",
            Reason::Harassment => "It insults, threatens or hates",
            Reason::Fraud => "Somebody wants money or data they should not get",
            Reason::Sexual => "It is sexual where nobody asked for that",
            Reason::Danger => "Somebody may come to harm",
            Reason::Impersonation => "Somebody says they are somebody else",
            Reason::Other => "Something else",
        }
    }
}

/// What can be reported, and hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    Message {
        conversation: ConversationId,
        no: i64,
    },
    /// What a member says of themselves.
    Profile(UserId),
    Ask(AskId),
    Offer(OfferId),
    /// What a member says of a tool.
    Review(ReviewId),
}

crate::words! {
    pub enum Kind { Message = "message", Profile = "profile", Ask = "ask", Offer = "offer", Review = "review" }
}

impl Thing {
    pub fn kind(self) -> Kind {
        match self {
            Thing::Message { .. } => Kind::Message,
            Thing::Profile(_) => Kind::Profile,
            Thing::Ask(_) => Kind::Ask,
            Thing::Offer(_) => Kind::Offer,
            Thing::Review(_) => Kind::Review,
        }
    }

    /// As it is stored and as it stands in an address: the id, and of a message its number (else 0).
    pub fn numbers(self) -> (i64, i64) {
        match self {
            Thing::Message { conversation, no } => (conversation.0, no),
            Thing::Profile(id) => (id.0, 0),
            Thing::Ask(id) => (id.0, 0),
            Thing::Offer(id) => (id.0, 0),
            Thing::Review(id) => (id.0, 0),
        }
    }

    pub fn of(kind: Kind, id: i64, no: i64) -> Thing {
        match kind {
            Kind::Message => Thing::Message { conversation: ConversationId(id), no },
            Kind::Profile => Thing::Profile(UserId(id)),
            Kind::Ask => Thing::Ask(AskId(id)),
            Kind::Offer => Thing::Offer(OfferId(id)),
            Kind::Review => Thing::Review(ReviewId(id)),
        }
    }
}

crate::words! {
    /// What an admin decides about a case.
    pub enum Verdict {
        /// It is hidden, or stays so.
        Hide = "hide",
        /// It is shown again.
        Restore = "restore",
        /// It is not hidden, and stays as it is.
        Dismiss = "dismiss",
    }
}

crate::words! {
    /// What became of a report.
    pub enum Outcome {
        Hidden = "hidden",
        /// Nothing is wrong with it.
        Kept = "kept",
        /// Its owner takes part no more.
        Suspended = "suspended",
    }
}

impl Outcome {
    /// As the reporter reads it.
    pub fn sentence(self) -> &'static str {
        match self {
            Outcome::Hidden => "We took it away. Thank you for telling us.",
            Outcome::Kept => "We looked at it and left it as it is. If it bothers you, you can block the person.",
            Outcome::Suspended => "The person takes part here no more. Thank you for telling us.",
        }
    }
}

crate::words! {
    /// A line of the log of decisions.
    pub enum Action {
        /// By itself, when three people had reported it.
        HiddenByReports = "hidden_by_reports",
        Hidden = "hidden",
        Restored = "restored",
        Dismissed = "dismissed",
        Suspended = "suspended",
        Unsuspended = "unsuspended",
    }
}

/// What the rules know of a thing that was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    pub owner: UserId,
    pub hidden: bool,
    /// An admin has decided since it was hidden.
    pub decided: bool,
    /// Reports without an outcome; each is by another member.
    pub open: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Block {
        who: UserId,
    },
    Unblock {
        who: UserId,
    },
    /// Something is not right with it. `words` may be empty.
    Report {
        thing: Thing,
        reason: Reason,
        words: String,
    },
    /// By an admin.
    Decide {
        case: CaseId,
        verdict: Verdict,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Blocked {
        by: UserId,
        who: UserId,
    },
    Unblocked {
        by: UserId,
        who: UserId,
    },
    /// `by` is told that it has arrived; nobody else hears of it.
    Reported {
        id: ReportId,
        by: UserId,
        case: CaseId,
    },
    /// `to`: everybody whose screens show it otherwise now: the owner; of a message all who are in the conversation. `decided`: by
    /// an admin; else because three people reported it.
    Hidden {
        thing: Thing,
        owner: UserId,
        to: Vec<UserId>,
        decided: bool,
    },
    Restored {
        thing: Thing,
        owner: UserId,
        to: Vec<UserId>,
    },
    /// A report has its outcome; `by` is who made it.
    Settled {
        id: ReportId,
        by: UserId,
        outcome: Outcome,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", crate::say("refusal-moderation-yourself"))]
    Yourself,
    #[error("{}", crate::say("refusal-moderation-no-such-member"))]
    NoSuchMember,
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    /// Also what the member may not see.
    #[error("{}", crate::say("refusal-moderation-no-such-thing"))]
    NoSuchThing,
    #[error("{}", crate::say("refusal-moderation-own-thing"))]
    OwnThing,
    #[error("{}", crate::say("refusal-moderation-already-reported"))]
    AlreadyReported(ReportId),
    #[error("{}", crate::say("refusal-moderation-enough-reports").with("most", .most))]
    EnoughReports { most: i64, retry_after_ms: i64 },
    #[error("{}", crate::say("refusal-moderation-no-such-case"))]
    NoSuchCase,
    #[error("{}", crate::say("refusal-moderation-own-case"))]
    OwnCase,
    #[error("{}", rules::wrong_moment(*.hidden, *.verdict))]
    WrongMoment { hidden: bool, verdict: Verdict },
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Yourself | Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchMember | Refusal::NoSuchThing | Refusal::NoSuchCase => RefusalKind::NotFound,
            Refusal::OwnCase => RefusalKind::Forbidden,
            Refusal::OwnThing | Refusal::AlreadyReported(_) | Refusal::WrongMoment { .. } => RefusalKind::Conflict,
            Refusal::EnoughReports { .. } => RefusalKind::TooFast,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Yourself => "moderation.yourself",
            Refusal::NoSuchMember => "moderation.no_such_member",
            Refusal::Mend(_) => "moderation.mend",
            Refusal::NoSuchThing => "moderation.no_such_thing",
            Refusal::OwnThing => "moderation.own_thing",
            Refusal::AlreadyReported(_) => "moderation.already_reported",
            Refusal::EnoughReports { .. } => "moderation.enough_reports",
            Refusal::NoSuchCase => "moderation.no_such_case",
            Refusal::OwnCase => "moderation.own_case",
            Refusal::WrongMoment { .. } => "moderation.wrong_moment",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Refusal::EnoughReports { retry_after_ms, .. } => Some(*retry_after_ms),
            _ => None,
        }
    }
}

/// A report as the one who made it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportView {
    pub id: ReportId,
    pub thing: Thing,
    /// “The ask “Beta testers for Kinlia” by Ana”, as it is called now.
    pub called: String,
    pub reason: Reason,
    /// What they wrote.
    pub words: String,
    pub at: Timestamp,
    /// `None` while nobody has decided.
    pub outcome: Option<Outcome>,
    pub settled_at: Option<Timestamp>,
}

/// A case as an admin sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    pub id: CaseId,
    pub thing: Thing,
    /// Whose it is; `None` when the account is gone.
    pub owner: Option<PersonCard>,
    pub owner_suspended: bool,
    /// The title, the name or the message's author.
    pub called: String,
    /// What it says, whole; empty when it is gone.
    pub says: String,
    /// Where it can be read; empty when it is gone, or a message that only its conversation sees.
    pub path: String,
    pub hidden_at: Option<Timestamp>,
    /// Who hid it; `None`: three reports.
    pub hidden_by: Option<PersonCard>,
    /// Oldest first, those without an outcome only.
    pub reports: Vec<CaseReport>,
    /// What an admin may decide now.
    pub verdicts: Vec<Verdict>,
}

/// A report as an admin sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseReport {
    /// `None` when the account is gone.
    pub by: Option<PersonCard>,
    pub reason: Reason,
    pub words: String,
    pub at: Timestamp,
}

/// A line of the log: who did what to which, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionView {
    pub id: i64,
    pub action: Action,
    /// `None`: nobody, or at the console.
    pub by: Option<PersonCard>,
    /// Of a suspension: the member's profile.
    pub thing: Thing,
    pub called: String,
    pub at: Timestamp,
}
