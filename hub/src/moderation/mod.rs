//! A way out of every conversation: blocking. Silent, both ways, asked by one rule wherever two people could meet.
//! Reports, hiding and the admin's list come with a later step.

use serde::{Deserialize, Serialize};

use crate::kernel::{ids::*, refusal::*};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Block { who: UserId },
    Unblock { who: UserId },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Blocked { by: UserId, who: UserId },
    Unblocked { by: UserId, who: UserId },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("You can't block yourself.")]
    Yourself,
    #[error("There is no such member.")]
    NoSuchMember,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Yourself => RefusalKind::Invalid,
            Refusal::NoSuchMember => RefusalKind::NotFound,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Yourself => "moderation.yourself",
            Refusal::NoSuchMember => "moderation.no_such_member",
        }
    }
}
