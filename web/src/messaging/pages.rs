//! `/messages` and `/messages/{conversation}`: two panes on a desk, one on a phone.

use std::borrow::Borrow;

use askama::Template;
use hub::{
    ConnectionId,
    connections::ConnectionView,
    messaging::{ConversationView, MessageView, ThreadView},
    presence::{Known, State},
};
use serde::Deserialize;

use crate::{layout::Chrome, look::Problems};

#[derive(Template)]
#[template(path = "messaging/messages.html")]
pub struct Messages {
    pub chrome: Chrome,
    /// Latest first.
    pub conversations: Vec<ConversationView>,
    /// `?after=` for more conversations.
    pub next: Option<String>,
    /// The conversation that is open, with one page of messages.
    pub open: Option<ThreadView>,
    /// The page was asked for with `?before=`: an earlier one, to read.
    pub earlier: bool,
    /// Whether the other one of the open conversation is here, as far as the reader may know.
    pub known: Known,
    /// The reader has blocked the other one of the open conversation.
    pub blocked: bool,
    /// What was typed.
    pub body: String,
    pub problems: Problems,
}

/// `POST /messages/{conversation}`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SendForm {
    pub body: String,
}

/// How far a message of one's own has got: one tick stored, two delivered, two bright ones read.
pub fn tick(conversation: &ConversationView, no: impl Borrow<i64>) -> &'static str {
    let no = *no.borrow();
    if no <= conversation.other_read_no {
        "read"
    } else if no <= conversation.other_delivered_no {
        "delivered"
    } else {
        "stored"
    }
}

pub fn tick_words(tick: &str) -> &'static str {
    match tick {
        "read" => "Read",
        "delivered" => "Delivered",
        "stored" => "Sent",
        _ => "Sending",
    }
}

impl Messages {
    fn me(&self) -> i64 {
        self.chrome.me.as_ref().map_or(0, |me| me.person.id.0)
    }

    fn is_open(&self, conversation: &ConversationView) -> bool {
        self.open.as_ref().is_some_and(|thread| thread.conversation.id == conversation.id)
    }
}

/// Whether a day line stands above message `i`.
fn new_day(chrome: &Chrome, messages: &[MessageView], i: impl Borrow<usize>) -> bool {
    let i = *i.borrow();
    i == 0 || chrome.day(&messages[i].sent_at) != chrome.day(&messages[i - 1].sent_at)
}

/// The connection that a message began.
fn begun(thread: &ThreadView, id: Option<ConnectionId>) -> Option<&ConnectionView> {
    let id = id?;
    thread.connections.iter().find(|c| c.id == id)
}

/// The empty message that live ones are made from.
fn blank() -> MessageView {
    MessageView {
        conversation: hub::ConversationId(0),
        no: 0,
        log_no: 0,
        by: hub::UserId(0),
        client_id: String::new(),
        body: String::new(),
        sent_at: hub::Timestamp(0),
        begins: None,
        hidden: false,
    }
}
