//! `/connections`, and the card of a connection with its steps.

use askama::Template;
use hub::{
    ConnectionId, ConversationId, Timestamp, UserId,
    connections::{ConnectionView, Side, Status, Step, Subject},
    kernel::locale::Said,
    profiles::PersonCard,
    times::AgreedView,
};
use serde::Deserialize;

use crate::{
    layout::Chrome,
    look::{Html, Problems, escaped, words},
};

hub::words! {
    /// `/connections?show=…`
    pub enum Show { Open = "open", Received = "received", Sent = "sent", Over = "over" }
}

impl Show {
    fn said(self) -> Said<'static> {
        crate::say(match self {
            Show::Open => "connections-open",
            Show::Received => "connections-received",
            Show::Sent => "connections-sent",
            Show::Over => "connections-over",
        })
    }
}

/// `GET /connections`
#[derive(Template)]
#[template(path = "connections/list.html")]
pub struct Connections {
    pub chrome: Chrome,
    pub show: Show,
    pub connections: Vec<ConnectionView>,
    pub next: Option<String>,
    /// What they have agreed on to meet, the next one first: beside what goes on.
    pub ahead: Vec<AgreedView>,
    /// The rating form that has to be mended, with what was typed.
    pub rating: Option<(ConnectionId, RateForm, Problems)>,
}

impl Connections {
    fn rating_of(&self, id: &ConnectionId) -> (RateForm, Problems) {
        match &self.rating {
            Some((of, form, problems)) if of == id => (form.clone(), problems.clone()),
            _ => (RateForm::default(), Problems::none()),
        }
    }
}

/// `POST /connections`: the first message.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    /// `ask`, `offer` or `direct`.
    pub about: String,
    /// The id of the ask or offer; empty for a direct one.
    pub subject: String,
    /// The id of the member who is written to.
    pub to: String,
    pub message: String,
    pub next: String,
}

impl OpenForm {
    /// Who is written to, and about what. `None` when the form was tampered with.
    pub fn target(&self) -> Option<(UserId, Subject)> {
        let to = self.to.parse().ok()?;
        let about = match self.about.as_str() {
            "ask" => Subject::Ask(self.subject.parse().ok()?),
            "offer" => Subject::Offer(self.subject.parse().ok()?),
            "direct" => Subject::Direct,
            _ => return None,
        };
        Some((to, about))
    }
}

/// “No, I'm full”: declines, and is told of no more for now.
pub const DECLINE_FULL: &str = "decline_full";

/// `POST /connections/{id}/step`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// A word of `hub::connections::Step`, or [`DECLINE_FULL`].
    pub step: String,
    pub next: String,
}

/// `POST /connections/{id}/rate`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RateForm {
    /// 1 to 5.
    pub stars: String,
    pub words: String,
    pub next: String,
}

/// The steps a card has buttons for; the blank one has all, a live one keeps what it may.
pub fn buttons(c: &ConnectionView) -> Vec<Step> {
    words::BUTTONS.into_iter().filter(|s| c.steps.contains(s)).collect()
}

/// What it is about; a link where there is a page of it, and in the empty card.
pub fn subject(c: &ConnectionView) -> Html {
    let title = escaped(&c.title);
    Html::trusted(if c.path.is_empty() && c.id.0 != 0 {
        format!("<span>{title}</span>")
    } else {
        format!(r#"<a data-slot="title" href="{}">{title}</a>"#, escaped(&c.path))
    })
}

/// The empty card that live ones are made from.
pub fn blank() -> ConnectionView {
    ConnectionView {
        id: ConnectionId(0),
        about: Subject::Direct,
        title: String::new(),
        path: String::new(),
        price: String::new(),
        other: blank_person(),
        side: Side::Responder,
        reader_helps: None,
        status: Status::Initiated,
        done_claimed_at: None,
        steps: words::BUTTONS.to_vec(),
        conversation: ConversationId(0),
        first_message: String::new(),
        my_rating: None,
        my_words: String::new(),
        their_rating: None,
        their_words: String::new(),
        created_at: Timestamp(0),
        updated_at: Timestamp(0),
        completed_at: None,
    }
}

/// The same of somebody who is known: in a conversation with them.
pub fn blank_with(other: &PersonCard) -> ConnectionView {
    ConnectionView { other: other.clone(), ..blank() }
}

pub fn blank_person() -> PersonCard {
    PersonCard {
        id: UserId(0),
        handle: String::new(),
        name: String::new(),
        tagline: String::new(),
        portrait: String::new(),
        helped: 0,
        demo: false,
        absent: None,
    }
}

/// `connections/card.html`, apart from the pages it stands on: so the compiler meets it once, not once a page.
#[derive(Template)]
#[template(path = "connections/card.html")]
struct CardAlone<'a> {
    chrome: &'a Chrome,
    c: &'a hub::connections::ConnectionView,
}

pub fn card(chrome: &Chrome, c: &hub::connections::ConnectionView) -> Result<crate::look::Html, askama::Error> {
    CardAlone { chrome, c }.render().map(crate::look::Html::trusted)
}
