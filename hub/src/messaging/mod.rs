//! Conversations: send, read, history, and what may happen to a message afterwards. One conversation a pair, whatever
//! brings them together; `rooms` has the larger ones, whose ids are of the same kind and whose messages are sent, read and
//! changed by the same commands.
//!
//! A conversation has two numbers: `message_no` counts messages and is what unread subtracts; `log_no` counts every
//! change that everybody sees and is what a screen resumes by. A message is (conversation, number); its `log_no` is the
//! number of its newest change, so that of two views of a message the higher one is the newer.
//!
//! ```text
//! sent ──edited*──▶ said otherwise ─┐
//!   │                               ├─deleted─▶ tombstone: number, author and time stay, the words are nowhere any more
//!   └───────────────────────────────┘
//! reactions and pins come and go while there are words; a tombstone has none
//! ```
//! What only its member sees (muted, archived, the draft) counts in no log: it is told to their own screens.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    connections::ConnectionView,
    files::FileView,
    kernel::{
        ids::*,
        refusal::*,
        text::excerpt,
        time::{DAY, Timestamp},
    },
    profiles::PersonCard,
};

/// The longest message, in characters (product.md 2.6).
pub const LONGEST_MESSAGE: usize = 4_000;

/// A message may be said otherwise for so long; taken back it may be for good.
pub const EDIT_WITHIN: i64 = DAY;

/// The longest reaction, in characters (product.md 2.6): one emoji, of however many parts.
pub const LONGEST_EMOJI: usize = 10;

/// So many different reactions of one member fit on a message.
pub const MOST_REACTIONS: usize = 5;

/// So many files come with a message.
pub const MOST_FILES: usize = 4;

/// So many messages may be pinned in a conversation.
pub const MOST_PINS: usize = 20;

/// What a page offers to react with. Any other emoji does, too.
pub const REACTIONS: [&str; 6] = ["👍", "❤️", "😂", "🎉", "😮", "🙏"];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// The envelope's id is the client's message id: the same id again gets the first answer, for good.
    Send {
        conversation: ConversationId,
        body: String,
        /// The message it answers, in the same conversation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<i64>,
        /// What it brings: files of one's own that were uploaded for it. With some there need be no words: their names are its words then.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        files: Vec<FileId>,
    },
    /// Everything up to `upto` has been on a screen. Latest wins.
    Read { conversation: ConversationId, upto: i64 },
    /// Everything up to `upto` has reached a device. Latest wins.
    Deliver { conversation: ConversationId, upto: i64 },
    /// Says it otherwise. Its author, for a day; everybody sees that it was edited.
    Edit { conversation: ConversationId, no: i64, body: String },
    /// Takes the words back, for good. Its number stays.
    Delete { conversation: ConversationId, no: i64 },
    /// Puts one's emoji on a message, or takes it off. One a message, member and emoji.
    React { conversation: ConversationId, no: i64, emoji: String, on: bool },
    /// Puts a message where everybody in the conversation finds it again, or takes it from there.
    Pin { conversation: ConversationId, no: i64, on: bool },
    /// No toasts for this conversation; it counts all the same.
    Mute { conversation: ConversationId, on: bool },
    /// Out of the list until something new arrives; muted, it stays out.
    Archive { conversation: ConversationId, on: bool },
    /// What is typed and not sent, for one's other screens. Latest wins; nothing in it takes it away, as sending does.
    Draft { conversation: ConversationId, body: String },
    /// Whether others see how far one has read, from now on. Who hides it does not see theirs.
    ShowReceipts { on: bool },
}

impl Command {
    /// The conversation it happens in; none for what concerns all of them.
    pub fn conversation(&self) -> Option<ConversationId> {
        match self {
            Command::Send { conversation, .. }
            | Command::Read { conversation, .. }
            | Command::Deliver { conversation, .. }
            | Command::Edit { conversation, .. }
            | Command::Delete { conversation, .. }
            | Command::React { conversation, .. }
            | Command::Pin { conversation, .. }
            | Command::Mute { conversation, .. }
            | Command::Archive { conversation, .. }
            | Command::Draft { conversation, .. } => Some(*conversation),
            Command::ShowReceipts { .. } => None,
        }
    }

    /// Whether it reaches other people's screens with something new on them: then it takes part in the pace of sending.
    pub fn is_heard(&self) -> bool {
        matches!(self, Command::Send { .. } | Command::Edit { .. } | Command::React { on: true, .. } | Command::Pin { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// `to` is everybody in the conversation, the author too. Empty in a room: whoever shows it reads its log.
    Sent {
        conversation: ConversationId,
        no: i64,
        log_no: i64,
        by: UserId,
        to: Vec<UserId>,
    },
    /// A cursor moved. Never in an inbox.
    Read {
        conversation: ConversationId,
        by: UserId,
        upto: i64,
        to: Vec<UserId>,
    },
    Delivered {
        conversation: ConversationId,
        by: UserId,
        upto: i64,
        to: Vec<UserId>,
    },
    Edited {
        conversation: ConversationId,
        no: i64,
        log_no: i64,
        by: UserId,
        to: Vec<UserId>,
    },
    /// The words of a message are gone.
    Deleted {
        conversation: ConversationId,
        no: i64,
        log_no: i64,
        by: UserId,
        to: Vec<UserId>,
    },
    /// A reaction came or went.
    Reacted {
        conversation: ConversationId,
        no: i64,
        log_no: i64,
        by: UserId,
        to: Vec<UserId>,
    },
    Pinned {
        conversation: ConversationId,
        no: i64,
        log_no: i64,
        by: UserId,
        pinned: bool,
        to: Vec<UserId>,
    },
    /// To one's own screens.
    Muted {
        conversation: ConversationId,
        by: UserId,
        muted: bool,
    },
    /// To one's own screens.
    Archived {
        conversation: ConversationId,
        by: UserId,
        archived: bool,
    },
    /// To one's own screens, in passing. Never in an inbox.
    Drafted {
        conversation: ConversationId,
        by: UserId,
    },
    /// To one's own screens, in passing.
    ReceiptsSet {
        by: UserId,
        shown: bool,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-messaging-no-such-conversation"))]
    NoSuchConversation,
    #[error("{}", crate::say("refusal-messaging-blocked"))]
    Blocked,
    #[error("{}", crate::say("refusal-messaging-they-left"))]
    TheyLeft,
    #[error("{}", crate::say("refusal-messaging-after-a-fault"))]
    AfterAFault,
    #[error("{}", crate::say("refusal-messaging-no-such-message"))]
    NoSuchMessage,
    #[error("{}", crate::say("refusal-messaging-not-yours"))]
    NotYours,
    #[error("{}", crate::say("refusal-messaging-gone"))]
    Gone,
    #[error("{}", crate::say("refusal-messaging-too-late-to-edit"))]
    TooLateToEdit,
    #[error("{}", crate::say("refusal-messaging-too-many-reactions").with("most", MOST_REACTIONS))]
    TooManyReactions,
    #[error("{}", crate::say("refusal-messaging-too-many-pins").with("most", MOST_PINS))]
    TooManyPins,
    #[error("{}", crate::say("refusal-messaging-too-many-files").with("most", MOST_FILES))]
    TooManyFiles,
    #[error("{}", crate::say("refusal-messaging-no-such-file"))]
    NoSuchFile,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchConversation => RefusalKind::NotFound,
            Refusal::Blocked | Refusal::TheyLeft => RefusalKind::Forbidden,
            Refusal::AfterAFault => RefusalKind::Busy,
            Refusal::NoSuchMessage => RefusalKind::NotFound,
            Refusal::TooManyFiles | Refusal::NoSuchFile => RefusalKind::Invalid,
            Refusal::NotYours => RefusalKind::Forbidden,
            Refusal::Gone | Refusal::TooLateToEdit | Refusal::TooManyReactions | Refusal::TooManyPins => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "messaging.mend",
            Refusal::NoSuchConversation => "messaging.no_such_conversation",
            Refusal::Blocked => "messaging.blocked",
            Refusal::TheyLeft => "messaging.they_left",
            Refusal::AfterAFault => "messaging.after_a_fault",
            Refusal::NoSuchMessage => "messaging.no_such_message",
            Refusal::NotYours => "messaging.not_yours",
            Refusal::Gone => "messaging.gone",
            Refusal::TooLateToEdit => "messaging.too_late_to_edit",
            Refusal::TooManyReactions => "messaging.too_many_reactions",
            Refusal::TooManyPins => "messaging.too_many_pins",
            Refusal::TooManyFiles => "messaging.too_many_files",
            Refusal::NoSuchFile => "messaging.no_such_file",
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
    /// The number of its newest change in the conversation's log.
    pub log_no: i64,
    pub by: UserId,
    /// The sender's own id for it, so that a screen knows its pending row again.
    pub client_id: String,
    /// Empty when it was deleted.
    pub body: String,
    pub sent_at: Timestamp,
    /// The connection that this message began: a heading stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<ConnectionId>,
    /// It was reported and is hidden: nobody but its author reads `body`, which is empty for everybody else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    /// What it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<Quote>,
    /// What it brings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// The number in the log under which it was pinned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned_no: Option<i64>,
    /// In the order in which each emoji came first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
}

impl MessageView {
    /// As it is when it was just sent, into a log of nothing but messages.
    pub fn fresh(conversation: ConversationId, no: i64, by: UserId, client_id: String, body: String, sent_at: Timestamp) -> MessageView {
        MessageView {
            conversation,
            no,
            log_no: no,
            by,
            client_id,
            body,
            sent_at,
            begins: None,
            hidden: false,
            reply: None,
            files: Vec::new(),
            edited_at: None,
            deleted_at: None,
            pinned_no: None,
            reactions: Vec::new(),
        }
    }

    /// It was sent without words: what stands in their place are the names of its files.
    pub fn is_wordless(&self) -> bool {
        !self.files.is_empty() && self.body == rules::names(self.files.iter().map(|file| file.name.as_str()))
    }

    /// As it stands among what is pinned, if it does.
    pub fn pin(&self) -> Option<Pin> {
        let words = Quote::of(self.no, self.by, &self.body, false, self.hidden).words;
        self.pinned_no.map(|pinned_no| Pin { no: self.no, by: self.by, words, pinned_no })
    }

    /// As others quote it.
    pub fn quote(&self) -> Quote {
        Quote::of(self.no, self.by, &self.body, self.deleted_at.is_some(), self.hidden)
    }
}

/// So many characters of a message stand where it is quoted or listed.
pub const A_QUOTE: usize = 120;

/// A message as it stands in another one that answers it. As it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    pub no: i64,
    pub by: UserId,
    /// The beginning of its words; empty when it was deleted or is hidden.
    pub words: String,
    pub deleted: bool,
    /// Nobody reads it here, its author neither: it is the same for everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

impl Quote {
    pub fn of(no: i64, by: UserId, body: &str, deleted: bool, hidden: bool) -> Quote {
        let words = if hidden { String::new() } else { excerpt(body, A_QUOTE) };
        Quote { no, by, words, deleted, hidden }
    }
}

/// A message as it stands in the list of what is pinned. As it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pin {
    pub no: i64,
    pub by: UserId,
    /// The beginning of its words; empty when it is hidden.
    pub words: String,
    /// The number in the log under which it was pinned.
    pub pinned_no: i64,
}

/// An emoji on a message, and whose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reaction {
    pub emoji: String,
    /// How many.
    pub count: i64,
    /// Who, the first one first; of many, the first [`Reaction::MOST_NAMED`].
    pub by: Vec<UserId>,
}

impl Reaction {
    pub const MOST_NAMED: usize = 50;
}

/// What somebody has typed and not sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftView {
    pub conversation: ConversationId,
    /// Empty when it is gone.
    pub body: String,
    pub at: Timestamp,
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
    /// How far the other one lets the reader see that they have read.
    pub other_read_no: i64,
    pub other_delivered_no: i64,
    pub last: Option<MessageView>,
    pub last_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub muted_at: Option<Timestamp>,
    /// Archived when its head stood there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_no: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<DraftView>,
}

impl ConversationView {
    /// Whether it stands among the archived ones.
    pub fn is_archived(&self) -> bool {
        rules::is_archived(self.archived_no, self.message_no, self.muted_at.is_some())
    }
}

/// Where a member stands in a conversation in which something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub conversation: ConversationId,
    pub message_no: i64,
    pub read_no: i64,
    /// It counts, and needs no toast.
    pub muted: bool,
}

/// All that waits.
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
    /// What is pinned, the latest first.
    pub pinned: Vec<Pin>,
    /// Newest first.
    pub connections: Vec<ConnectionView>,
}

/// A message that was looked for, and where its words stand in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundMessage {
    pub conversation: ConversationId,
    pub other: PersonCard,
    pub no: i64,
    pub by: UserId,
    pub sent_at: Timestamp,
    /// The part of it around the first place, in pieces: those at odd places are what was looked for.
    pub pieces: Vec<String>,
}
