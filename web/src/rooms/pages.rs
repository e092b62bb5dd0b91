//! `/community`: the rooms there are, one room, who is in it, and its form.

use std::borrow::Borrow;

use askama::Template;
use hub::{
    UserId,
    asks::AskStatus,
    kernel::{ids::ConversationId, time::Timestamp},
    messaging::Quote,
    profiles::PersonCard,
    rooms::{
        Author, Draft, InRoom, Kind, Role, RoomAsk, RoomCard, RoomMessageView, RoomPageView, RoomView, rules,
        rules::{Act, Place},
    },
};
use serde::Deserialize;

use crate::{
    layout::{Choices, Chrome},
    look::{self, Html, Problems},
    messaging::pages as messaging,
    say,
};

/// `GET /community`, and a room beside it.
#[derive(Template)]
#[template(path = "rooms/rooms.html")]
pub struct Rooms {
    pub chrome: Chrome,
    /// Those for all first, then those one is in.
    pub rooms: Vec<RoomView>,
    /// Shown while no room is open.
    pub front: Front,
    pub open: Option<RoomPageView>,
    /// The page was asked for with `?before=` or `?at=`: an earlier one, to read.
    pub earlier: bool,
    /// Where what is new begins on this page.
    pub new: messaging::NewLine,
    /// What was typed.
    pub body: String,
    /// Where the files lie that come with it.
    pub files: String,
    /// What it answers.
    pub reply: Option<RoomMessageView>,
    pub problems: Problems,
}

/// The community at a glance.
#[derive(Default)]
pub struct Front {
    /// What was said last in General, oldest first.
    pub said: Vec<RoomMessageView>,
    /// Who came last, the newest first, without the reader.
    pub newest: Vec<PersonCard>,
}

impl Rooms {
    /// The reader looks after the open room: what others wrote there is theirs to pin and to take away.
    fn tidies(&self) -> bool {
        self.open.as_ref().is_some_and(|open| rules::may(place(&self.chrome, &open.room), Act::Tidy).is_ok())
    }

    fn me(&self) -> i64 {
        self.chrome.me.as_ref().map_or(0, |me| me.person.id.0)
    }

    fn is_open(&self, room: &RoomView) -> bool {
        self.open.as_ref().is_some_and(|open| open.room.room.id == room.room.id)
    }

    fn mine(&self) -> Vec<&RoomView> {
        self.rooms.iter().filter(|r| r.mine.is_some()).collect()
    }

    fn invited(&self) -> Vec<&RoomView> {
        self.rooms.iter().filter(|r| r.mine.is_none() && r.invited_by.is_some()).collect()
    }

    fn others(&self) -> Vec<&RoomView> {
        self.rooms.iter().filter(|r| r.mine.is_none() && r.invited_by.is_none()).collect()
    }
}

/// `POST /community/{room}`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SayForm {
    pub body: String,
    /// The number of the message it answers, or nothing.
    pub reply_to: String,
    /// Where the files lie that come with it, with spaces between.
    pub files: String,
}

/// Who is in a room, and what those who look after it may do there.
#[derive(Template)]
#[template(path = "rooms/about.html")]
pub struct About {
    pub chrome: Chrome,
    pub room: RoomView,
    pub people: Vec<InRoom>,
    /// `?after=` for more people.
    pub next: Option<String>,
    /// Whom the reader may ask in.
    pub askable: Vec<Author>,
    /// Who was put out; for those who may let them back.
    pub barred: Vec<Author>,
}

impl About {
    /// What the reader may do, as the hub decides it.
    fn may(&self, act: impl Borrow<Act>) -> bool {
        rules::may(place(&self.chrome, &self.room), *act.borrow()).is_ok()
    }

    fn may_set_role(&self, of: impl Borrow<Role>) -> bool {
        self.may(Act::SetRole { of: *of.borrow() })
    }

    fn may_put_out(&self, whose: impl Borrow<Role>) -> bool {
        self.may(Act::PutOut { whose: *whose.borrow() })
    }

    fn is_me(&self, who: &Author) -> bool {
        self.chrome.me.as_ref().is_some_and(|me| me.person.id == who.id)
    }
}

/// How a reader stands to a room that they see.
pub fn place(chrome: &Chrome, room: &RoomView) -> Place {
    Place {
        kind: room.room.kind,
        archived: room.room.archived,
        role: room.mine.as_ref().map(|mine| mine.role),
        barred: false,
        invited: room.invited_by.is_some(),
        admin: chrome.me.as_ref().is_some_and(|me| me.admin),
    }
}

/// How the author of a message is called.
pub fn called(chrome: &Chrome, said: &RoomMessageView) -> String {
    if said.author.id == messaging::me(chrome) { say("messages-you").into() } else { said.author.name.clone() }
}

/// What is answered, as far as it stands on the same page: the rest is read where it stands.
#[derive(Default)]
pub struct Quoted {
    pub by: String,
    pub words: String,
}

pub fn quoted(chrome: &Chrome, messages: &[RoomMessageView], quote: Option<&Quote>) -> Quoted {
    let Some(quote) = quote else { return Quoted::default() };
    match messages.iter().find(|said| said.message.no == quote.no) {
        Some(said) => {
            let Quote { words, deleted, hidden, .. } = said.message.quote();
            let words = if deleted {
                say("messages-deleted").into()
            } else if hidden {
                say("messages-hidden").into()
            } else {
                words
            };
            Quoted { by: called(chrome, said), words }
        }
        None => Quoted { by: String::new(), words: say("rooms-answers-earlier").into() },
    }
}

/// What the page's script begins with.
pub fn state(page: &RoomPageView) -> Html {
    Html::json(&serde_json::json!({ "messages": page.messages, "pinned": page.pinned }))
}

/// `GET /community/new`, `GET /community/{room}/edit`, and again after a `POST`.
#[derive(Template)]
#[template(path = "rooms/edit.html")]
pub struct RoomEditor {
    pub chrome: Chrome,
    pub choices: Choices,
    pub form: RoomForm,
    pub problems: Problems,
    pub editing: Option<RoomCard>,
}

impl RoomEditor {
    fn action(&self) -> String {
        self.editing.as_ref().map_or("/community/new".to_owned(), |room| format!("{}/edit", room.path()))
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RoomForm {
    pub kind: String,
    pub name: String,
    pub description: String,
    pub category: String,
    pub slow_seconds: String,
}

impl RoomForm {
    pub fn of(room: &RoomCard) -> Self {
        RoomForm {
            kind: room.kind.word().to_owned(),
            name: room.name.clone(),
            description: room.description.clone(),
            category: room.category.as_ref().map_or(String::new(), |c| c.slug.clone()),
            slow_seconds: room.slow_seconds.to_string(),
        }
    }

    /// What isn't a number is out of bounds, and the rules say what is within.
    pub fn draft(&self) -> Draft {
        Draft {
            kind: self.kind.parse().unwrap_or(Kind::Group),
            name: self.name.clone(),
            description: self.description.clone(),
            category: self.category.clone(),
            slow_seconds: if self.slow_seconds.trim().is_empty() { 0 } else { self.slow_seconds.trim().parse().unwrap_or(-1) },
        }
    }
}

/// How fast one may write, to choose from.
pub fn paces() -> Vec<(String, String)> {
    [
        ("0", "rooms-pace-any"),
        ("10", "rooms-pace-10-seconds"),
        ("30", "rooms-pace-30-seconds"),
        ("60", "rooms-pace-minute"),
        ("300", "rooms-pace-5-minutes"),
        ("3600", "rooms-pace-hour"),
    ]
    .map(|(value, key)| (value.to_owned(), say(key).to_string()))
    .into()
}

/// How fast one may write where it goes slowly.
pub fn slow_words(seconds: impl Borrow<i64>) -> String {
    let said = match *seconds.borrow() {
        s if s % 3_600 == 0 => say("rooms-slow-hour"),
        60 => say("rooms-slow-minute"),
        s if s % 60 == 0 => say("rooms-slow-minutes").with("n", s / 60),
        s => say("rooms-slow-seconds").with("n", s),
    };
    said.into()
}

pub fn role_words(role: impl Borrow<Role>) -> String {
    match role.borrow() {
        Role::Owner => say("rooms-role-owner").into(),
        Role::Moderator => say("rooms-role-moderator").into(),
        Role::Member => String::new(),
    }
}

/// How an ask stands, on its card.
pub fn ask_words(ask: &RoomAsk) -> String {
    look::words::status(ask.status, ask.places, ask.accepted)
}

/// Whether a day line stands above message `i`.
fn new_day(chrome: &Chrome, messages: &[RoomMessageView], i: impl Borrow<usize>) -> bool {
    let i = *i.borrow();
    i == 0 || chrome.day(&messages[i].message.sent_at) != chrome.day(&messages[i - 1].message.sent_at)
}

/// Whether the same person goes on within a few minutes: then name and face stand once.
fn goes_on(messages: &[RoomMessageView], i: impl Borrow<usize>) -> bool {
    let i = *i.borrow();
    i > 0 && {
        let (before, this) = (&messages[i - 1].message, &messages[i].message);
        before.by == this.by && this.sent_at.since(before.sent_at) < 5 * hub::kernel::time::MINUTE
    }
}

/// The empty message that live ones are made from.
fn blank() -> RoomMessageView {
    let author = Author { id: UserId(0), handle: String::new(), name: String::new(), portrait: String::new() };
    RoomMessageView {
        message: hub::messaging::MessageView::fresh(ConversationId(0), 0, UserId(0), String::new(), String::new(), Timestamp(0)),
        author,
        ask: None,
    }
}

/// The empty card that live ones are made from.
fn blank_ask() -> RoomAsk {
    RoomAsk {
        id: hub::AskId(0),
        title: String::new(),
        path: String::new(),
        kind: hub::asks::AskKind::Advice,
        status: AskStatus::Open,
        places: 1,
        accepted: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paces_are_said_as_people_say_them() {
        let pace = |seconds: i64| slow_words(seconds).trim_start_matches("Slow mode: one message every ").to_owned();
        assert_eq!([10, 60, 300, 3_600, 45].map(pace), ["10 seconds", "minute", "5 minutes", "hour", "45 seconds"]);
    }

    #[test]
    fn a_pace_that_is_no_number_is_for_the_rules_to_refuse() {
        let form = |typed: &str| RoomForm { slow_seconds: typed.into(), name: "Bakers".into(), ..RoomForm::default() };
        assert_eq!((form("").draft().slow_seconds, form(" 30 ").draft().slow_seconds), (0, 30));
        assert!(rules::checked(&form("often").draft()).is_err());
    }
}
