//! Points: a ledger of generosity. Every line is written once, from a consequence, and never changed.

use serde::{Deserialize, Serialize};

use crate::kernel::{ids::*, time::Timestamp};

crate::words! {
    /// What points are given for (product.md 1.14).
    pub enum Reason {
        RespondToAsk = "respond_to_ask",
        CompleteHelp = "complete_help",
        HelpfulRating = "helpful_rating",
        GiveFeedback = "give_feedback",
        BetaTest = "beta_test",
        AskGotResponse = "ask_got_response",
        HelpReceived = "help_received",
        AddOffer = "add_offer",
        GetFollowed = "get_followed",
    }
}

impl Reason {
    pub fn amount(self) -> i64 {
        match self {
            Reason::RespondToAsk => 15,
            Reason::CompleteHelp => 25,
            Reason::HelpfulRating => 20,
            Reason::GiveFeedback => 10,
            Reason::BetaTest => 15,
            Reason::AskGotResponse => 5,
            Reason::HelpReceived => 5,
            Reason::AddOffer => 10,
            Reason::GetFollowed => 2,
        }
    }

    /// As the toast says it: “+15 · you answered an ask”.
    pub fn words(self) -> &'static str {
        match self {
            Reason::RespondToAsk => crate::fixed("rule-points-you-answered-an-ask"),
            Reason::CompleteHelp => crate::fixed("rule-points-you-helped-somebody"),
            Reason::HelpfulRating => crate::fixed("rule-points-your-help-was-found-helpful"),
            Reason::GiveFeedback => crate::fixed("rule-points-you-gave-feedback"),
            Reason::BetaTest => crate::fixed("rule-points-you-tried-an-app-for-somebody"),
            Reason::AskGotResponse => crate::fixed("rule-points-somebody-answered-your-ask"),
            Reason::HelpReceived => crate::fixed("rule-points-you-let-somebody-help-you"),
            Reason::AddOffer => crate::fixed("rule-points-you-added-an-offer"),
            Reason::GetFollowed => crate::fixed("rule-points-somebody-follows-you"),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Awarded { user: UserId, reason: Reason, amount: i64, total: i64 },
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub reason: Reason,
    pub amount: i64,
    pub at: Timestamp,
}
