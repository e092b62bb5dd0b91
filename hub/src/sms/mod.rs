//! Texts at the plan's four moments, to a number that was verified by a texted code, with consent recorded.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::kernel::{ids::*, refusal::*, time::Timestamp};

/// At most so many texts a person and UTC day, verification codes not counted.
pub const MOST_A_DAY: i64 = 5;
/// A code is good for ten minutes and five tries; a new one every 60 s at most.
pub const CODE_LIVES_MS: i64 = 10 * 60 * 1_000;
pub const CODE_TRIES: i64 = 5;
pub const CODE_AGAIN_MS: i64 = 60 * 1_000;
/// A text that could not go out for six hours is stale and is dropped.
pub const TEXT_LIVES_MS: i64 = 6 * 3_600 * 1_000;

crate::words! {
    /// Why a text is sent.
    pub enum Moment {
        /// Somebody wants your offer, or says hello.
        NewRequest = "new_request",
        /// Somebody answered your ask.
        AskAnswered = "ask_answered",
        Accepted = "accepted",
        HelpCompleted = "help_completed",
        /// The code that verifies a number.
        Code = "code",
    }
}

crate::words! {
    /// What became of a text.
    pub enum TextStatus {
        Waiting = "waiting",
        /// Claimed by a worker that is about to call out.
        Attempting = "attempting",
        /// The provider took it, or the outcome is unknown: nobody resends.
        Sent = "sent",
        Delivered = "delivered",
        Failed = "failed",
        /// Over the day's limit, no number, no consent, or too old.
        Dropped = "dropped",
        /// No keys are set: it was logged instead.
        WouldText = "would_text",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Sets the number and texts a code. `code` is made at the door from its own randomness; consent is given with it.
    SetPhone {
        phone: String,
        code: String,
        consent: bool,
        address: String,
    },
    VerifyPhone {
        code: String,
    },
    /// Switches texts on (consent, recorded) or off (revoked, recorded).
    Consent {
        on: bool,
        address: String,
    },
    RemovePhone,
    /// By the worker (`By::Clock`): what became of a text that was claimed.
    Settle {
        id: TextId,
        status: TextStatus,
        provider_id: Option<String>,
        error: Option<String>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    PhoneSet {
        user: UserId,
    },
    PhoneVerified {
        user: UserId,
    },
    PhoneRemoved {
        user: UserId,
    },
    ConsentChanged {
        user: UserId,
        on: bool,
    },
    /// A row is in the outbox: the worker is rung.
    TextQueued {
        id: TextId,
        user: UserId,
    },
    TextSettled {
        id: TextId,
        user: UserId,
        status: TextStatus,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-sms-wrong-code").with("left", .left))]
    WrongCode { left: i64 },
    #[error("{}", crate::say("refusal-sms-code-over"))]
    CodeOver,
    #[error("{}", crate::say("refusal-sms-code-on-its-way").with("soon", crate::kernel::time::soon_words(*.retry_after_ms)))]
    CodeOnItsWay { retry_after_ms: i64 },
    #[error("{}", crate::say("refusal-sms-no-phone"))]
    NoPhone,
    #[error("{}", crate::say("refusal-sms-no-consent"))]
    NoConsent,
    #[error("{}", crate::say("refusal-sms-house-only"))]
    HouseOnly,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) | Refusal::WrongCode { .. } | Refusal::NoConsent => RefusalKind::Invalid,
            Refusal::CodeOver | Refusal::NoPhone => RefusalKind::Conflict,
            Refusal::CodeOnItsWay { .. } => RefusalKind::TooFast,
            Refusal::HouseOnly => RefusalKind::Forbidden,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "sms.mend",
            Refusal::WrongCode { .. } => "sms.wrong_code",
            Refusal::CodeOver => "sms.code_over",
            Refusal::CodeOnItsWay { .. } => "sms.code_on_its_way",
            Refusal::NoPhone => "sms.no_phone",
            Refusal::NoConsent => "sms.no_consent",
            Refusal::HouseOnly => "sms.house_only",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            Refusal::WrongCode { .. } | Refusal::CodeOver => vec![FieldProblem::new("code", self.to_string())],
            Refusal::NoConsent => vec![FieldProblem::new("consent", self.to_string())],
            _ => Vec::new(),
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Refusal::CodeOnItsWay { retry_after_ms } => Some(*retry_after_ms),
            _ => None,
        }
    }
}

/// What settings show of a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PhoneView {
    /// `+1415***1234`
    pub masked: String,
    pub verified: bool,
    pub texts_on: bool,
    pub consent_at: Option<Timestamp>,
}
