//! An ask's form, one's own list, and its page.

use askama::Template;
use hub::{
    FieldProblem,
    asks::{AskKind, AskStatus, AskView, Draft, Visibility, rules},
    composing,
    connections::ConnectionView,
    kernel::locale::Said,
    link_previews::LinkPreview,
    matches::MatchCard,
    offers::OfferView,
    receipts::{Receipt, Suggestion},
    say,
    tools::ToolView,
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{
    claims::pages::Place,
    drafts::pages::Begun,
    keeps::pages::Button,
    layout::{
        Choices, Chrome, amount,
        forms::{self, Stands},
        typed_amount, word,
    },
    look::{self, Problems},
    moderation::Wall,
    offers::pages::chosen_app,
    share::pages::Shared,
};

/// `GET /my/asks/new`, `GET /my/asks/{id}/edit`, and again after a `POST` to the same address.
#[derive(Template)]
#[template(path = "asks/edit.html")]
pub struct AskEditor {
    pub chrome: Chrome,
    pub choices: Choices,
    pub form: AskForm,
    pub problems: Problems,
    /// The ask as it stands, when it is edited.
    pub editing: Option<AskView>,
    /// What they have begun and not posted, what was gone on with last first; of a new one.
    pub begun: Vec<Begun>,
    /// What stands in it now and is typed otherwise, when it changed meanwhile.
    pub stands: Vec<Stands>,
    /// Their apps, as a choice, with none first; empty where they have none.
    pub apps: Vec<(String, String)>,
}

impl AskEditor {
    fn action(&self) -> String {
        self.editing.as_ref().map_or("/my/asks/new".to_owned(), |ask| format!("/my/asks/{}/edit", ask.id))
    }

    /// By what the browser keeps it: a draft that went on elsewhere is another one.
    fn kept_as(&self) -> String {
        if self.form.draft_seen.is_empty() {
            self.action()
        } else {
            format!("{} {} {}", self.action(), self.form.draft, self.form.draft_seen)
        }
    }

    /// The field for its address stands there from the beginning.
    fn leads_elsewhere(&self) -> bool {
        !self.form.external_url.is_empty() || self.form.kind.parse().is_ok_and(AskKind::has_address)
    }

    /// The kinds that have the field.
    fn with_address(&self) -> String {
        AskKind::ALL.iter().filter(|kind| kind.has_address()).map(|kind| kind.word()).collect::<Vec<_>>().join(" ")
    }

    /// The card that others will see, for the script to fill in.
    fn preview(&self) -> AskView {
        let (title, description) = self.form.words();
        let me = self.chrome.me.as_ref().map_or_else(|| crate::matches::pages::blank().person, |me| me.person.clone());
        let now = self.chrome.now;
        AskView {
            id: hub::AskId(0),
            owner: me,
            slug: String::new(),
            title,
            description,
            kind: self.form.kind.parse().unwrap_or(AskKind::Advice),
            category: None,
            tags: Vec::new(),
            tools: Vec::new(),
            budget_min: None,
            budget_max: None,
            currency: self.form.currency.clone(),
            places: 1,
            accepted: 0,
            held: 0,
            image_url: String::new(),
            visibility: Visibility::Everyone,
            language: String::new(),
            also_in: String::new(),
            external_url: String::new(),
            related_offer: None,
            status: AskStatus::Open,
            archived: false,
            views: 0,
            responses: 0,
            created_at: now,
            updated_at: now,
            fulfilled_at: None,
            expires_at: None,
            matched_at: None,
            told: 0,
            hidden: false,
            edited_at: None,
            helpers: Vec::new(),
        }
    }
}

/// What is typed into the form of an ask.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct AskForm {
    /// All of it in one box: its first line is the title.
    pub text: String,
    /// The two apart, where there is no box; they count only while it is empty.
    pub title: String,
    pub description: String,
    pub kind: String,
    /// Slug; empty for none.
    pub category: String,
    /// Names or slugs with commas between.
    pub tags: String,
    pub tools: String,
    pub budget_min: String,
    pub budget_max: String,
    pub currency: String,
    pub places: String,
    pub image_url: String,
    pub visibility: String,
    /// Other languages that are welcome; empty for none.
    pub also_in: String,
    pub external_url: String,
    /// The app that it belongs to; empty for none.
    pub related_offer: String,
    /// `YYYY-MM-DD`; the ask is open to the end of that day in its owner's zone.
    pub expires_on: String,
    /// The version that is changed: its `updated_at`. Empty when it is new.
    pub seen: String,
    /// The draft that goes on here, and its version; empty when it is changed.
    pub draft: String,
    pub draft_seen: String,
    /// Which button: `draft`, or any other. Only when it is new.
    pub then: String,
    /// The room and the number of the message that becomes this ask; empty for any other.
    pub room: String,
    pub said: String,
}

impl AskForm {
    /// An empty form as it begins.
    pub fn new() -> Self {
        AskForm { currency: "usd".to_owned(), visibility: Visibility::Everyone.word().to_owned(), ..AskForm::default() }
    }

    /// The form of an ask that is edited.
    pub fn of(ask: &AskView, zone: &TimeZone) -> Self {
        let amount = |cents: Option<hub::Cents>| cents.map_or(String::new(), typed_amount);
        AskForm {
            title: ask.title.clone(),
            description: ask.description.clone(),
            kind: ask.kind.word().to_owned(),
            category: ask.category.as_ref().map_or(String::new(), |t| t.slug.clone()),
            tags: ask.tags.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", "),
            tools: ask.tools.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", "),
            budget_min: amount(ask.budget_min),
            budget_max: amount(ask.budget_max),
            currency: ask.currency.clone(),
            places: ask.places.to_string(),
            image_url: ask.image_url.clone(),
            visibility: ask.visibility.word().to_owned(),
            also_in: ask.also_in.clone(),
            external_url: ask.external_url.clone(),
            related_offer: ask.related_offer.map_or(String::new(), |app| app.to_string()),
            expires_on: ask.expires_at.map_or(String::new(), |at| look::when::date(at, zone)),
            seen: ask.updated_at.0.to_string(),
            ..AskForm::default()
        }
    }

    /// Title and details, as they were typed.
    pub fn words(&self) -> (String, String) {
        if self.text.trim().is_empty() { (self.title.clone(), self.description.clone()) } else { composing::split(&self.text) }
    }

    /// What stands in the box.
    pub fn text(&self) -> String {
        if self.text.is_empty() { composing::join(&self.title, &self.description) } else { self.text.clone() }
    }

    /// Of the form of what stands: where something else is typed.
    pub fn against(&self, typed: &AskForm) -> Vec<Stands> {
        let (own, other) = (self.words(), typed.words());
        forms::standing(&[
            ("composer-in-one-line", &own.0, &other.0),
            ("composer-details", &own.1, &other.1),
            ("composer-kind", &self.kind, &typed.kind),
            ("composer-problem", &self.category, &typed.category),
            ("composer-tags", &self.tags, &typed.tags),
            ("composer-tools", &self.tools, &typed.tools),
            ("asks-budget-from", &self.budget_min, &typed.budget_min),
            ("asks-budget-to", &self.budget_max, &typed.budget_max),
            ("composer-currency", &self.currency, &typed.currency),
            ("asks-places", &self.places, &typed.places),
            ("asks-open-until-day", &self.expires_on, &typed.expires_on),
            ("offers-address", &self.external_url, &typed.external_url),
            ("offers-belongs", &self.related_offer, &typed.related_offer),
            ("composer-picture", &self.image_url, &typed.image_url),
            ("asks-other-languages", &self.also_in, &typed.also_in),
            ("composer-visibility", &self.visibility, &typed.visibility),
        ])
    }

    /// The kind that was chosen; where it was left to us, the one that the words say.
    fn kind(&self, problems: &mut Vec<FieldProblem>) -> AskKind {
        match self.kind.trim() {
            "" => {
                let (title, description) = self.words();
                composing::ask_kind(&format!("{title}\n{description}")).kind
            }
            chosen => word("kind", chosen, AskKind::Advice, problems),
        }
    }

    /// The message of a room that becomes this ask.
    pub fn of_message(&self) -> Option<(hub::ConversationId, i64)> {
        Some((self.room.parse().ok()?, self.said.parse().ok()?))
    }

    /// The version that was changed, if the form says.
    pub fn seen(&self) -> Option<hub::Timestamp> {
        self.seen.parse().ok().map(hub::Timestamp)
    }

    /// The budget that the words say, where the form has no field for one: what is typed on the landing page is a sentence and
    /// nothing else. `usual`: the currency where its writer lives.
    fn said_budget(&self, usual: &str) -> Option<composing::Budget> {
        let (title, description) = self.words();
        let is_sentence = self.currency.is_empty() && self.budget_min.is_empty() && self.budget_max.is_empty();
        composing::budget(&format!("{title}\n{description}"), usual).filter(|_| is_sentence)
    }

    /// The draft for the hub, and what could not be read. Check the draft with `hub::asks::rules` too, so that
    /// everything to mend is said at once.
    pub fn draft(&self, choices: &Choices, zone: &TimeZone, usual: &str) -> (Draft, Vec<FieldProblem>) {
        let mut problems = Vec::new();
        let expires_at = match self.expires_on.trim() {
            "" => None,
            typed => {
                let end = look::when::end_of_day(typed, zone);
                if end.is_none() {
                    problems.push(FieldProblem::new("expires_on", say("asks-no-date")));
                }
                end
            }
        };
        let places = match self.places.trim() {
            "" => None,
            typed => {
                let places = typed.parse().ok();
                if places.is_none() {
                    problems.push(FieldProblem::new("places", say("asks-places-number")));
                }
                places
            }
        };
        let (title, description) = self.words();
        let said = self.said_budget(usual);
        let (least, most) = said.as_ref().map_or((None, None), |said| (said.least, said.most));
        let currency = said.map_or(usual, |said| said.currency);
        let draft = Draft {
            title,
            description,
            kind: self.kind(&mut problems),
            category: self.category.clone(),
            tags: choices.known_tags(&self.tags),
            tools: choices.known_tools(&self.tools),
            budget_min: amount("budget_min", &self.budget_min, &mut problems).or(least),
            budget_max: amount("budget_max", &self.budget_max, &mut problems).or(most),
            currency: if self.currency.is_empty() { currency.to_owned() } else { self.currency.clone() },
            places,
            image_url: self.image_url.clone(),
            visibility: word("visibility", &self.visibility, Visibility::Everyone, &mut problems),
            expires_at,
            also_in: self.also_in.clone(),
            external_url: self.external_url.clone(),
            related_offer: chosen_app(&self.related_offer, &mut problems),
        };
        (draft, problems)
    }
}

/// `GET /my/asks`
#[derive(Template)]
#[template(path = "asks/mine.html")]
pub struct MyAsks {
    pub chrome: Chrome,
    /// Newest first, archived ones too.
    pub asks: Vec<AskView>,
    /// What they have begun and not posted; on the first page.
    pub begun: Vec<Begun>,
    pub next: Option<String>,
}

/// So much of an ask's text stands above the field of an answer at once.
pub const SHORT: usize = 240;

/// `GET /@{handle}/asks/{slug}`
#[derive(Template)]
#[template(path = "asks/show.html")]
pub struct AskPage {
    pub chrome: Chrome,
    pub ask: AskView,
    /// What fits it; only for its owner, best first.
    pub matches: Vec<MatchCard>,
    /// The app that it belongs to, as far as the reader may see it.
    pub app: Option<OfferView>,
    /// What the page says of itself that it links to.
    pub link: Option<LinkPreview>,
    /// Tools that fit it; anyone sees them.
    pub tools: Vec<ToolView>,
    /// Who answered; only for its owner.
    pub answers: Vec<ConnectionView>,
    /// The reader's own answer, the newest one.
    pub mine: Option<ConnectionView>,
    /// A block between the reader and its owner.
    pub wall: Wall,
    /// How its places stand, for its reader.
    pub place: Place,
    /// Who is writing to its owner: “Bo is writing to you · 1 of 2 places held”. Empty for anybody else.
    pub writing: String,
    /// How many who were told are here, have read it, are writing; only for its owner, while it is open.
    pub receipt: Option<Receipt>,
    /// Where its owner hears of answers; empty while nobody can answer.
    pub hear: String,
    /// What would bring it more people, when nobody answers; only for its owner.
    pub suggestions: Vec<Suggestion>,
    /// The first message, as typed or begun.
    pub message: String,
    /// How many people, as its owner typed it, when that could not be taken.
    pub places: Option<String>,
    /// To save it; for members, of what is somebody else's.
    pub keep: Option<Button>,
    /// Of the answer form, or of the number of people.
    pub problems: Problems,
}

impl AskPage {
    fn shared(&self) -> Option<Shared> {
        Shared::ask(&self.chrome, &self.ask)
    }

    fn is_owner(&self) -> bool {
        self.chrome.is_me(&self.ask.owner)
    }

    fn is_open(&self) -> bool {
        self.ask.status == AskStatus::Open && !self.ask.archived && !self.ask.hidden
    }

    /// Whether a stranger or member can answer now; an answer that is over doesn't stand in the way of a new one.
    pub fn can_answer(&self) -> bool {
        !self.is_owner() && self.wall == Wall::None && self.is_open() && self.mine.as_ref().is_none_or(|c| c.status.is_over())
    }

    /// The matcher has looked and told nobody: its owner is shown a way on.
    fn goes_on(&self) -> bool {
        self.is_open() && self.ask.matched_at.is_some() && self.ask.told == 0
    }

    /// Everything that says the words of its title.
    fn look_path(&self) -> String {
        crate::offers::pages::look_path("/discover", &self.ask.title)
    }

    /// Where one field of it is changed: the browser goes to the field, and into it.
    fn edit_path(&self, field: &str) -> String {
        format!("/my/asks/{}/edit#f-{field}", self.ask.id)
    }

    /// What stands in the field for the number of people.
    fn places(&self) -> String {
        self.places.clone().unwrap_or_else(|| self.ask.places.to_string())
    }

    /// How the owner would like the answer to begin.
    fn button(&self) -> Said<'static> {
        button(self.ask.kind)
    }

    /// Its text is more than a few lines: beside the field of an answer it begins, and opens.
    fn is_long(&self) -> bool {
        self.ask.description.chars().count() > SHORT || self.ask.description.lines().count() > 4
    }

    fn budget(&self) -> Option<String> {
        budget(&self.ask)
    }
}

/// Whether the reader is offered to give it more time: their own, about to end or just over.
pub fn is_renewed_here(chrome: &Chrome, ask: &AskView) -> bool {
    chrome.is_me(&ask.owner) && rules::may_renew(ask.status, ask.archived, ask.expires_at, chrome.now)
}

/// “Thanks to Bo and Cy”, “Thanks to Bo, Cy and 2 others”; empty where nobody helped, or nobody the reader may see.
pub fn thanks(ask: &AskView) -> String {
    let names = ask.helpers.iter().map(|person| person.name.as_str()).collect::<Vec<_>>();
    match names.as_slice() {
        [] => String::new(),
        [one] => say("asks-thanks-one").with("one", one).into(),
        [one, other] => say("asks-thanks-two").with("one", one).with("other", other).into(),
        [one, other, rest @ ..] => say("asks-thanks-more").with("one", one).with("other", other).with("n", rest.len()).into(),
    }
}

/// What stands on the button that answers an ask: how its owner would like the answer to begin.
pub fn button(kind: AskKind) -> Said<'static> {
    say(match kind {
        AskKind::BetaTester => "asks-answer-beta-tester",
        AskKind::Feedback => "asks-answer-feedback",
        AskKind::Collaborator => "asks-answer-collaborator",
        AskKind::Learning => "asks-answer-learning",
        AskKind::Hire => "asks-answer-hire",
        AskKind::Advice => "asks-answer-advice",
        AskKind::Introduction => "asks-answer-introduction",
    })
}

/// What an ask that belongs to an app says on the card of the app.
pub fn seeks(kind: AskKind) -> Said<'static> {
    say(match kind {
        AskKind::BetaTester => "asks-seeks-beta-tester",
        AskKind::Feedback => "asks-seeks-feedback",
        AskKind::Collaborator => "asks-seeks-collaborator",
        AskKind::Learning => "asks-seeks-learning",
        AskKind::Hire => "asks-seeks-hire",
        AskKind::Advice => "asks-seeks-advice",
        AskKind::Introduction => "asks-seeks-introduction",
    })
}

/// “$50 to $100”, “up to $100”, “from $50”; `None` when nothing was said.
pub fn budget(ask: &AskView) -> Option<String> {
    hub::asks::budget_words(ask.budget_min, ask.budget_max, &ask.currency)
}

/// `asks/row.html`, apart from the pages it stands on: so the compiler meets it once, not once a page.
#[derive(Template)]
#[template(path = "asks/row.html")]
struct RowAlone<'a> {
    chrome: &'a Chrome,
    ask: &'a hub::asks::AskView,
}

pub fn row(chrome: &Chrome, ask: &hub::asks::AskView) -> Result<crate::look::Html, askama::Error> {
    RowAlone { chrome, ask }.render().map(crate::look::Html::trusted)
}
