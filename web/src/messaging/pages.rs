//! `/messages` and `/messages/{conversation}`: two panes on a desk, one on a phone.

use std::{borrow::Borrow, fmt::Display};

use askama::Template;
use hub::{
    ConnectionId, UserId,
    connections::{ConnectionView, Step},
    kernel::text::excerpt,
    messaging::{ConversationView, FoundMessage, MessageView, Quote, REACTIONS, ThreadView},
    offers::Rating,
    presence::{Known, State},
};
use serde::Deserialize;
use store::connections::Review;

use crate::{
    layout::Chrome,
    look::{Html, Problems},
    say,
};

#[derive(Template)]
#[template(path = "messaging/messages.html")]
pub struct Messages {
    pub chrome: Chrome,
    /// Latest first.
    pub conversations: Vec<ConversationView>,
    /// `?after=` for more conversations.
    pub next: Option<String>,
    /// The list is of those that were put away.
    pub archived: bool,
    /// How many are put away.
    pub put_away: i64,
    /// The conversation that is open, with one page of messages.
    pub open: Option<ThreadView>,
    /// The page was asked for with `?before=`: an earlier one, to read.
    pub earlier: bool,
    /// Where what is new begins on this page.
    pub new: NewLine,
    /// Who the other one of the open conversation is.
    pub beside: Beside,
    /// Where the reader hears of the answer to what they wrote first; empty once there is one.
    pub hear: String,
    /// Whether the other one of the open conversation is here, as far as the reader may know.
    pub known: Known,
    /// How the two stand about a time to meet; of the newest page between two who may meet.
    pub times: Option<crate::times::pages::Panel>,
    /// The reader has blocked the other one of the open conversation.
    pub blocked: bool,
    /// What was typed.
    pub body: String,
    /// Where the files lie that come with it.
    pub files: String,
    /// What it answers.
    pub reply: Option<Quote>,
    pub problems: Problems,
}

/// The line above what is new to the reader, in a conversation and in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NewLine {
    /// They had read up to here when they opened it; `None` when nothing is new.
    after: Option<i64>,
    /// The message that the line stands above.
    above: Option<i64>,
    /// Something new stands on an earlier page.
    begins_earlier: bool,
}

impl NewLine {
    /// `goes_back`: earlier messages than these there are, too.
    pub fn of<'m>(after: Option<i64>, me: UserId, goes_back: bool, messages: impl IntoIterator<Item = &'m MessageView>) -> NewLine {
        let Some(mark) = after else { return NewLine::default() };
        let mut messages = messages.into_iter().peekable();
        let begins_earlier = goes_back && messages.peek().is_some_and(|first| first.no > mark.saturating_add(1));
        NewLine { after, above: messages.find(|m| m.no > mark && m.by != me).map(|m| m.no), begins_earlier }
    }

    pub fn is_above(&self, no: impl Borrow<i64>) -> bool {
        self.above == Some(*no.borrow())
    }

    /// To the page that what is new begins on, when that is not this one.
    pub fn jump(&self, path: impl Display) -> Option<String> {
        let after = self.after.filter(|_| self.begins_earlier)?;
        Some(format!("{path}?at={}&new={after}#new", after.saturating_add(1)))
    }

    /// Earlier pages say it at the same place.
    pub fn goes_along(&self) -> String {
        self.after.map(|after| format!("&new={after}")).unwrap_or_default()
    }
}

/// Beside an open conversation: who the other one is.
#[derive(Debug, Default)]
pub struct Beside {
    /// How they answer, in words.
    pub answers: String,
    /// What all of whom they dealt with say, when they are enough to go by.
    pub rating: Option<Rating>,
    /// What they said last.
    pub reviews: Vec<Review>,
}

/// `/messages/{conversation}/{no}`: one message, and what may be done to it.
#[derive(Template)]
#[template(path = "messaging/one.html")]
pub struct OneMessage {
    pub chrome: Chrome,
    pub place: Place,
    pub message: MessageView,
    pub may_edit: bool,
    /// As it is, or as it was typed.
    pub body: String,
    pub problems: Problems,
}

/// Where a message stands: between two, or in a room.
pub struct Place {
    /// The page of the conversation.
    pub path: String,
    /// The way back there: “Back to General”
    pub back: String,
    /// Whoever wrote it.
    pub author: String,
    /// How long it may be edited, and who sees that it was.
    pub edit_hint: String,
    /// Whether the reader may pin it, and for whom: “Pin it for both of you”.
    pub pin: Option<String>,
    /// Whether the reader may take it away, and from where.
    pub delete_hint: Option<String>,
    /// Pages for an ask that it could become.
    pub ask: Option<MayBeAnAsk>,
}

pub enum MayBeAnAsk {
    /// Its author makes it one here.
    Make(String),
    /// Whoever else reads it suggests it here.
    Suggest(String),
}

impl Place {
    pub fn between(with: &ConversationView, own: bool) -> Place {
        Place {
            path: format!("/messages/{}", with.id),
            back: say("messages-back-to-conversation").with("name", &with.other.name).into(),
            author: with.other.name.clone(),
            edit_hint: say("messages-edit-hint").with("name", &with.other.name).into(),
            pin: Some(say("messages-pin-both").into()),
            delete_hint: own.then(|| say("messages-delete-hint").into()),
            ask: None,
        }
    }
}

/// `/messages/{conversation}/pinned`
#[derive(Template)]
#[template(path = "messaging/pinned.html")]
pub struct Pinned {
    pub chrome: Chrome,
    pub with: ConversationView,
    /// The latest first.
    pub messages: Vec<MessageView>,
}

/// `/messages/search`
#[derive(Template)]
#[template(path = "messaging/search.html")]
pub struct Found {
    pub chrome: Chrome,
    pub q: String,
    /// In this conversation only.
    pub within: Option<ConversationView>,
    /// The latest first.
    pub found: Vec<FoundMessage>,
    pub next: Option<String>,
}

impl Found {
    /// The same search in all conversations.
    fn everywhere(&self) -> String {
        format!("/messages/search?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &self.q).finish())
    }
}

/// `POST /messages/{conversation}`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SendForm {
    pub body: String,
    /// The number of the message it answers, or nothing.
    pub reply_to: String,
    /// Where the files lie that come with it, with spaces between.
    pub files: String,
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

pub fn tick_words(tick: &str) -> String {
    let key = match tick {
        "read" => "messages-tick-read",
        "delivered" => "messages-tick-delivered",
        "stored" => "messages-tick-sent",
        _ => "messages-tick-sending",
    };
    say(key).into()
}

/// Who is signed in.
pub fn me(chrome: &Chrome) -> UserId {
    chrome.me.as_ref().map_or(UserId(0), |me| me.person.id)
}

/// How the author of a message in a conversation of two is called.
pub fn called(chrome: &Chrome, with: &ConversationView, by: &UserId) -> String {
    if *by == me(chrome) { say("messages-you").into() } else { with.other.name.clone() }
}

/// The reactions one may put on by a button: those that are offered, then what stands there already.
pub fn palette(message: &MessageView) -> Vec<&str> {
    let there = message.reactions.iter().map(|r| r.emoji.as_str());
    let mut all: Vec<&str> = REACTIONS.to_vec();
    all.extend(there.filter(|emoji| !REACTIONS.contains(emoji)));
    all
}

/// Whether this member has put this emoji on the message.
pub fn has_put(message: &MessageView, who: impl Borrow<UserId>, emoji: impl AsRef<str>) -> bool {
    message.reactions.iter().any(|r| r.emoji == emoji.as_ref() && r.by.contains(who.borrow()))
}

/// What the page's script begins with.
fn state(thread: &ThreadView) -> Html {
    Html::json(&serde_json::json!({ "conversation": thread.conversation, "messages": thread.messages, "pinned": thread.pinned }))
}

impl Messages {
    fn me(&self) -> i64 {
        me(&self.chrome).0
    }

    /// What stands in the field: what was typed just now, or else the draft.
    fn typed(&self) -> &str {
        let draft = self.open.as_ref().and_then(|thread| thread.conversation.draft.as_ref());
        if self.body.is_empty() { draft.map_or("", |d| &d.body) } else { &self.body }
    }

    /// How the draft of a conversation begins.
    fn draft_words(&self, conversation: &ConversationView) -> String {
        conversation.draft.as_ref().map_or(String::new(), |draft| excerpt(&draft.body, 80))
    }

    /// What was said last in a conversation, as its row shows it.
    fn last_words(&self, conversation: &ConversationView) -> String {
        let Some(last) = &conversation.last else { return String::new() };
        if last.deleted_at.is_some() {
            return say("messages-last-deleted").into();
        }
        let is_kept_from_them = last.hidden && last.body.is_empty();
        let words = if is_kept_from_them { say("messages-last-hidden").into() } else { excerpt(&last.body, 80) };
        if last.by.0 == self.me() { say("messages-last-own").with("words", words).into() } else { words }
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

/// So many of what the two had to do with each other before stand beside their conversation.
const BEFORE: usize = 5;

/// What comes next between the two: what waits for the reader's yes, whatever came after it, and then the latest.
fn next(thread: &ThreadView) -> Vec<&ConnectionView> {
    let waiting = thread.connections.iter().skip(1).filter(|c| waits(c));
    waiting.chain(thread.connections.first()).collect()
}

fn waits(c: &ConnectionView) -> bool {
    c.steps.contains(&Step::Accept)
}

/// What else they had to do with each other, as far as it has a title.
fn before(thread: &ThreadView) -> Vec<&ConnectionView> {
    thread.connections.iter().skip(1).filter(|c| !c.title.is_empty() && !waits(c)).take(BEFORE).collect()
}

/// The empty message that live ones are made from.
fn blank() -> MessageView {
    MessageView::fresh(hub::ConversationId(0), 0, hub::UserId(0), String::new(), String::new(), hub::Timestamp(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);

    fn said(numbers: std::ops::RangeInclusive<i64>, by: UserId) -> Vec<MessageView> {
        let fresh = |no| MessageView::fresh(hub::ConversationId(5), no, by, String::new(), String::new(), hub::Timestamp(0));
        numbers.map(fresh).collect()
    }

    #[test]
    fn the_line_stands_above_the_first_that_is_new_and_somebody_elses() {
        let messages = said(1..=9, BO);
        let line = |after| NewLine::of(after, ANA, false, &messages);
        assert_eq!(line(None), NewLine::default(), "nothing is new");
        assert!(line(Some(6)).is_above(7) && !line(Some(6)).is_above(8));
        assert!(line(Some(0)).is_above(1));
        assert_eq!(line(Some(9)).above, None);
        let both: Vec<_> = said(1..=2, BO).into_iter().chain(said(3..=4, ANA)).chain(said(5..=6, BO)).collect();
        assert!(NewLine::of(Some(2), ANA, false, &both).is_above(5), "one's own is not new");
    }

    #[test]
    fn what_begins_on_an_earlier_page_is_led_to() {
        let messages = said(51..=100, BO);
        let line = |after, goes_back| NewLine::of(Some(after), ANA, goes_back, &messages);
        assert_eq!(line(20, true).jump("/messages/5").as_deref(), Some("/messages/5?at=21&new=20#new"));
        assert!(line(20, true).is_above(51), "the whole page is new");
        assert_eq!(line(50, true).jump("/messages/5"), None, "it begins here");
        assert_eq!(line(20, false).jump("/messages/5"), None, "those between were never for this reader");
        assert_eq!((line(20, true).goes_along().as_str(), NewLine::default().goes_along().as_str()), ("&new=20", ""));
    }
}
