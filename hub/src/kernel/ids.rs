//! Ids are newtypes over `i64`, below 2^53 so that a browser's number holds them, handed out by the hub in blocks
//! before the insert. An id is no secret: every read checks who asks.

use serde::{Deserialize, Serialize};

/// Makes an id type: ordered, hashable, a plain number on the wire.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map($name)
            }
        }

        impl From<i64> for $name {
            fn from(n: i64) -> Self {
                $name(n)
            }
        }
    )+};
}

ids! {
    /// A member, or an agent that a member owns.
    UserId,
    AskId,
    OfferId,
    ToolId,
    /// A word of the taxonomy: a category, a skill, a topic.
    TermId,
    /// Two people brought together; never a websocket.
    ConnectionId,
    ConversationId,
    MatchId,
    /// A place of an ask that somebody holds.
    ClaimId,
    NoticeId,
    SessionId,
    /// A personal API token.
    TokenId,
    /// One text message in the outbox.
    TextId,
    /// One mail in the outbox.
    MailId,
    ReportId,
    /// What somebody wants less of.
    RuleId,
    /// A search that somebody keeps.
    SearchId,
    /// A thing that was reported, and what becomes of it.
    CaseId,
    /// What a member uploaded.
    FileId,
    /// What a member says of a tool.
    ReviewId,
    /// Times that somebody offers to meet at.
    TimesId,
}

/// The largest id: what a browser's number still holds exactly.
pub const LARGEST_ID: i64 = (1 << 53) - 1;
