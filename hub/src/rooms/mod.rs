//! Rooms: one log for many, and a cursor a reader. A group of up to 50 by invitation and a room of thousands that every
//! member may join are the same thing at two sizes.
//!
//! ```text
//!            invited          joins           may do more: moderator, owner
//!   nobody ─────────▶ invited ─────▶ in it ───────────────────────────────▶ in it
//!      ▲                                │ leaves                │ is put out
//!      └────────────────────────────────┘                       └──▶ out, until let back
//! ```
//! A room has an id of the conversations', and its messages are sent, read and changed by `messaging`'s commands. Every
//! change of a room has a number in its log (`log_no`), by which a screen goes on where it was; nothing of it enters an
//! inbox but what is said to somebody: mentions and replies. A message may become an ask; the room then shows the ask's card.

pub mod rules;

use serde::{Deserialize, Serialize};

use crate::{
    Locale,
    asks::{self, AskKind, AskStatus},
    kernel::{ids::*, locale, refusal::*, time::Timestamp},
    messaging::MessageView,
    taxonomy::{self, TermRef},
};

/// The room that every hub begins with, and every member is in until they leave it.
pub const GENERAL: ConversationId = ConversationId(1);

/// How many people a group holds, those that are invited among them.
pub const LARGEST_GROUP: i64 = 50;

crate::words! {
    pub enum Kind {
        /// By invitation; only its members know of it.
        Group = "group",
        /// Every member may read it and join.
        Room = "room",
    }
}

crate::words! {
    /// What somebody may do in a room. Each may do what those below may.
    pub enum Role {
        /// Settings, roles, the end.
        Owner = "owner",
        /// Other people's messages, and who is put out.
        Moderator = "moderator",
        Member = "member",
    }
}

/// What is typed when a room is opened or changed. Checked and cleaned by [`rules::checked`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub kind: Kind,
    pub name: String,
    pub description: String,
    /// Slug of a problem category; empty for none. Rooms only.
    pub category: String,
    /// A member who is no moderator writes once in so many seconds; 0: as they like.
    pub slow_seconds: i64,
}

impl Default for Draft {
    fn default() -> Self {
        Draft { kind: Kind::Group, name: String::new(), description: String::new(), category: String::new(), slow_seconds: 0 }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    Open {
        draft: Draft,
    },
    /// The kind stays as it is.
    Edit {
        room: ConversationId,
        draft: Draft,
    },
    /// It can be read from then on, and no more.
    Archive {
        room: ConversationId,
    },
    Join {
        room: ConversationId,
    },
    Leave {
        room: ConversationId,
    },
    /// Into a group: people one has written with.
    Invite {
        room: ConversationId,
        who: Vec<UserId>,
    },
    /// `owner` hands the room over: whoever does it is a moderator afterwards.
    SetRole {
        room: ConversationId,
        who: UserId,
        role: Role,
    },
    PutOut {
        room: ConversationId,
        who: UserId,
    },
    LetBack {
        room: ConversationId,
        who: UserId,
    },
    /// Somebody else's message could be an ask: its author is told, and decides.
    SuggestAsk {
        room: ConversationId,
        no: i64,
    },
    /// One's own message becomes an ask; the room shows its card from then on.
    MakeAsk {
        room: ConversationId,
        no: i64,
        draft: Box<asks::Draft>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Opened {
        room: ConversationId,
        by: UserId,
    },
    Edited {
        room: ConversationId,
        log_no: i64,
        by: UserId,
    },
    Archived {
        room: ConversationId,
        log_no: i64,
        by: UserId,
    },
    Invited {
        room: ConversationId,
        by: UserId,
        who: UserId,
    },
    Joined {
        room: ConversationId,
        log_no: i64,
        who: UserId,
    },
    /// `put_out`: not of their own will.
    Left {
        room: ConversationId,
        log_no: i64,
        who: UserId,
        put_out: bool,
    },
    LetBack {
        room: ConversationId,
        who: UserId,
    },
    RoleSet {
        room: ConversationId,
        log_no: i64,
        who: UserId,
        role: Role,
    },
    /// A message names somebody who is in the room.
    Mentioned {
        room: ConversationId,
        no: i64,
        by: UserId,
        who: UserId,
    },
    /// A message answers one of theirs.
    Replied {
        room: ConversationId,
        no: i64,
        by: UserId,
        to: UserId,
    },
    AskSuggested {
        room: ConversationId,
        no: i64,
        by: UserId,
        author: UserId,
    },
    /// A message became an ask, or its ask is another one than it was.
    AskShown {
        room: ConversationId,
        log_no: i64,
        no: i64,
        ask: AskId,
    },
    /// A message was hidden, or is shown again.
    MessageChanged {
        room: ConversationId,
        log_no: i64,
        no: i64,
    },
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("{}", say_all(.0))]
    Mend(Vec<FieldProblem>),
    #[error("{}", crate::say("refusal-rooms-no-such-room"))]
    NoSuchRoom,
    #[error("{}", crate::say("refusal-rooms-no-such-message"))]
    NoSuchMessage,
    #[error("{}", crate::say("refusal-rooms-not-in-it"))]
    NotInIt,
    #[error("{}", crate::say("refusal-rooms-not-yours"))]
    NotYours,
    #[error("{}", crate::say("refusal-rooms-put-out"))]
    PutOut,
    #[error("{}", crate::say("refusal-rooms-full").with("most", .most))]
    Full { most: i64 },
    #[error("{}", crate::say("refusal-rooms-slow-mode").with("soon", crate::kernel::time::soon_words(*.retry_after_ms)))]
    SlowMode { retry_after_ms: i64 },
    #[error("{}", crate::say("refusal-rooms-name-taken"))]
    NameTaken,
    #[error("{}", crate::say("refusal-rooms-put-away"))]
    PutAway,
    #[error("{}", crate::say("refusal-rooms-not-yet").with("days", .days).with("messages", .messages))]
    NotYet { days: i64, messages: i64 },
    #[error("{}", crate::say("refusal-rooms-enough-for-today").with("most", .most))]
    EnoughForToday { most: i64, retry_after_ms: i64 },
    #[error("{}", crate::say("refusal-rooms-open-to-all"))]
    OpenToAll,
    #[error("{}", crate::say("refusal-rooms-cant-invite"))]
    CantInvite,
    #[error("{}", crate::say("refusal-rooms-no-such-member"))]
    NoSuchMember,
    #[error("{}", crate::say("refusal-rooms-not-your-message"))]
    NotYourMessage,
    #[error("{}", crate::say("refusal-rooms-your-own-message"))]
    YourOwnMessage,
    #[error("{}", crate::say("refusal-rooms-ask-already"))]
    AskAlready,
}

impl Refuses for Refusal {
    fn kind(&self) -> RefusalKind {
        match self {
            Refusal::Mend(_) => RefusalKind::Invalid,
            Refusal::NoSuchRoom | Refusal::NoSuchMessage | Refusal::NoSuchMember => RefusalKind::NotFound,
            Refusal::NotInIt | Refusal::NotYours | Refusal::PutOut | Refusal::CantInvite | Refusal::NotYourMessage => {
                RefusalKind::Forbidden
            }
            Refusal::SlowMode { .. } | Refusal::EnoughForToday { .. } => RefusalKind::TooFast,
            Refusal::Full { .. }
            | Refusal::NameTaken
            | Refusal::PutAway
            | Refusal::NotYet { .. }
            | Refusal::OpenToAll
            | Refusal::YourOwnMessage
            | Refusal::AskAlready => RefusalKind::Conflict,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Refusal::Mend(_) => "rooms.mend",
            Refusal::NoSuchRoom => "rooms.no_such_room",
            Refusal::NoSuchMessage => "rooms.no_such_message",
            Refusal::NotInIt => "rooms.not_in_it",
            Refusal::NotYours => "rooms.not_yours",
            Refusal::PutOut => "rooms.put_out",
            Refusal::Full { .. } => "rooms.full",
            Refusal::SlowMode { .. } => "rooms.slow_mode",
            Refusal::NameTaken => "rooms.name_taken",
            Refusal::PutAway => "rooms.put_away",
            Refusal::NotYet { .. } => "rooms.not_yet",
            Refusal::EnoughForToday { .. } => "rooms.enough_for_today",
            Refusal::OpenToAll => "rooms.open_to_all",
            Refusal::CantInvite => "rooms.cant_invite",
            Refusal::NoSuchMember => "rooms.no_such_member",
            Refusal::NotYourMessage => "rooms.not_your_message",
            Refusal::YourOwnMessage => "rooms.your_own_message",
            Refusal::AskAlready => "rooms.ask_already",
        }
    }

    fn fields(&self) -> Vec<FieldProblem> {
        match self {
            Refusal::Mend(problems) => problems.clone(),
            Refusal::NameTaken => vec![FieldProblem::new("name", self.to_string())],
            _ => Vec::new(),
        }
    }

    fn retry_after_ms(&self) -> Option<i64> {
        match self {
            Refusal::SlowMode { retry_after_ms } | Refusal::EnoughForToday { retry_after_ms, .. } => Some(*retry_after_ms),
            _ => None,
        }
    }
}

impl Event {
    /// The number in the room's log, if the event stands there.
    pub fn log(&self) -> Option<(ConversationId, i64)> {
        match self {
            Event::Edited { room, log_no, .. }
            | Event::Archived { room, log_no, .. }
            | Event::Joined { room, log_no, .. }
            | Event::Left { room, log_no, .. }
            | Event::RoleSet { room, log_no, .. }
            | Event::AskShown { room, log_no, .. }
            | Event::MessageChanged { room, log_no, .. } => Some((*room, *log_no)),
            Event::Opened { .. }
            | Event::Invited { .. }
            | Event::LetBack { .. }
            | Event::Mentioned { .. }
            | Event::Replied { .. }
            | Event::AskSuggested { .. } => None,
        }
    }
}

/// A person as they stand beside a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Author {
    pub id: UserId,
    /// Empty when they have no page now.
    pub handle: String,
    /// Their name, or the handle when they gave none.
    pub name: String,
    pub portrait: String,
}

/// A message of a room. The same for everybody who reads it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomMessageView {
    pub message: MessageView,
    pub author: Author,
    /// The ask that it became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<RoomAsk>,
}

/// An ask's card in a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomAsk {
    pub id: AskId,
    pub title: String,
    pub path: String,
    pub kind: AskKind,
    pub status: AskStatus,
    pub places: i64,
    pub accepted: i64,
}

/// Somebody came, went or may do more now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomMemberView {
    pub who: Author,
    /// `None`: not in it.
    pub role: Option<Role>,
    /// How many are in the room now.
    pub members: i64,
}

/// What a room is, the same for everybody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomCard {
    pub id: ConversationId,
    pub kind: Kind,
    /// Part of its address; empty for groups, which are found by their id.
    pub slug: String,
    pub name: String,
    pub description: String,
    pub category: Option<TermRef>,
    pub slow_seconds: i64,
    pub members: i64,
    /// Put away: to be read only.
    pub archived: bool,
}

impl RoomCard {
    pub fn path(&self) -> String {
        if self.slug.is_empty() { format!("/community/{}", self.id) } else { format!("/community/{}", self.slug) }
    }

    /// The category whose own room it is.
    fn category_of_its_own(&self) -> Option<&TermRef> {
        self.category.as_ref().filter(|category| category.slug == self.slug)
    }

    /// Its name as it is read: a category's own room is called as its category is, until somebody calls it otherwise.
    pub fn called(&self) -> String {
        self.category_of_its_own().filter(|category| category.name == self.name).map_or_else(|| self.name.clone(), TermRef::called)
    }

    /// The same of what it is about; what General begins with is ours, too.
    pub fn described(&self) -> String {
        if self.id == GENERAL && locale::within(Locale::En, || crate::fixed("rooms-general-about")) == self.description {
            return crate::fixed("rooms-general-about").to_owned();
        }
        self.category_of_its_own().map_or_else(|| self.description.clone(), |c| taxonomy::described(&c.slug, &self.description))
    }
}

/// How a reader stands to a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    pub role: Role,
    pub read_no: i64,
    /// head − cursor
    pub unread: i64,
    /// One of what waits names them or answers them.
    pub mentioned: bool,
}

/// A room in a list, and the head of its page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomView {
    pub room: RoomCard,
    pub message_no: i64,
    pub log_no: i64,
    pub last_at: Timestamp,
    /// The newest message that the reader may see.
    pub last: Option<RoomMessageView>,
    /// `None`: not in it.
    pub mine: Option<Standing>,
    /// Waits for the reader's yes.
    pub invited_by: Option<Author>,
}

/// A room opened: a page of messages, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomPageView {
    pub room: RoomView,
    pub messages: Vec<RoomMessageView>,
    /// Ask with `before = this` for what came earlier.
    pub before: Option<i64>,
    /// What is pinned, the latest first.
    pub pinned: Vec<RoomMessageView>,
}

/// Somebody who is in a room, for the list of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InRoom {
    pub who: Author,
    pub tagline: String,
    pub role: Role,
    pub joined_at: Timestamp,
}
