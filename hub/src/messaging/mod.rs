//! Conversations of two: send, read, history. One conversation a pair, whatever brings them together.
//!
//! A conversation has two numbers: `message_no` counts messages and is what unread subtracts; `log_no` counts every
//! change and is what a screen resumes by. A message is (conversation, number).

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    connections::ConnectionView,
    kernel::{ids::*, refusal::*, time::Timestamp},
    profiles::PersonCard,
};

/// The longest message, in characters (product.md 2.6).
pub const LONGEST_MESSAGE: usize = 4_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The envelope's id is the client's message id: the same id again gets the first answer, for good.
    Send { conversation: ConversationId, body: String },
    /// Everything up to `upto` has been on a screen. Latest wins.
    Read { conversation: ConversationId, upto: i64 },
    /// Everything up to `upto` has reached a device. Latest wins.
    Deliver { conversation: ConversationId, upto: i64 },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// `to` is everybody in the conversation, the author too.
    Sent { conversation: ConversationId, no: i64, log_no: i64, by: UserId, to: Vec<UserId> },
    /// A cursor moved. Never in an inbox.
    Read { conversation: ConversationId, by: UserId, upto: i64, to: Vec<UserId> },
    Delivered { conversation: ConversationId, by: UserId, upto: i64, to: Vec<UserId> },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("There is no such conversation.")]
    NoSuchConversation,
    #[error("You can't write to this person.")]
    Blocked,
    #[error("An earlier message of this conversation did not get through. Send that one first.")]
    AfterAFault,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchConversation => RefusalKind::NotFound,
            Refusal::Blocked => RefusalKind::Forbidden,
            Refusal::AfterAFault => RefusalKind::Busy,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "messaging.mend",
            Refusal::NoSuchConversation => "messaging.no_such_conversation",
            Refusal::Blocked => "messaging.blocked",
            Refusal::AfterAFault => "messaging.after_a_fault",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            _ => Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MessageView {
    pub conversation: ConversationId,
    /// 1, 2, 3 … in the one order everybody sees.
    pub no: i64,
    pub log_no: i64,
    pub by: UserId,
    /// The sender's own id for it, so that a screen knows its pending row again.
    pub client_id: String,
    pub body: String,
    pub sent_at: Timestamp,
    /// The connection that this message began: a heading stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<ConnectionId>,
    /// It was reported and is hidden: nobody but its author reads `body`, which is empty for everybody else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

/// A line in the list of conversations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConversationView {
    pub id: ConversationId,
    pub other: PersonCard,
    /// head − cursor
    pub unread: i64,
    pub message_no: i64,
    pub log_no: i64,
    pub read_no: i64,
    pub other_read_no: i64,
    pub other_delivered_no: i64,
    pub last: Option<MessageView>,
    pub last_at: Timestamp,
}

/// Where a member stands in a conversation in which something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub conversation: ConversationId,
    pub message_no: i64,
    pub read_no: i64,
}

/// All that waits for a member.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnreadView {
    pub total: i64,
    pub conversations: Vec<Unread>,
}

/// A conversation opened: newest page of messages and what connects the two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadView {
    pub conversation: ConversationView,
    /// Oldest first.
    pub messages: Vec<MessageView>,
    /// Ask with `before = this` for what came earlier.
    pub before: Option<i64>,
    /// Newest first.
    pub connections: Vec<ConnectionView>,
}
