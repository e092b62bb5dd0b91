//! An offer's form, one's own list, and its page.

use askama::Template;
use hub::{
    Cents, FieldProblem,
    asks::{AskView, Visibility},
    composing,
    connections::ConnectionView,
    kernel::locale::Said,
    link_previews::LinkPreview,
    matches::MatchCard,
    offers::{Draft, OfferKind, OfferStatus, OfferView, Pricing, Stage},
    say,
};
use serde::Deserialize;

use crate::{
    drafts::pages::Begun,
    keeps::pages::Button,
    layout::{
        Choices, Chrome, amount,
        forms::{self, Stands},
        typed_amount, word,
    },
    look::Problems,
    moderation::Wall,
    share::pages::Shared,
    trays::{Flow, flow, is_ahead, words},
};

/// `GET /my/offers/new`, `GET /my/offers/{id}/edit`, and again after a `POST` to the same address.
#[derive(Template)]
#[template(path = "offers/edit.html")]
pub struct OfferEditor {
    pub chrome: Chrome,
    pub choices: Choices,
    pub form: OfferForm,
    pub problems: Problems,
    pub editing: Option<OfferView>,
    /// What they have begun and not posted, what was gone on with last first; of a new one.
    pub begun: Vec<Begun>,
    /// What stands in it now and is typed otherwise, when it changed meanwhile.
    pub stands: Vec<Stands>,
    /// Their apps, as a choice, with none first; empty where they have none.
    pub apps: Vec<(String, String)>,
}

impl OfferEditor {
    fn action(&self) -> String {
        self.editing.as_ref().map_or("/my/offers/new".to_owned(), |offer| format!("/my/offers/{}/edit", offer.id))
    }

    /// By what the browser keeps it: a draft that went on elsewhere is another one.
    fn kept_as(&self) -> String {
        if self.form.draft_seen.is_empty() {
            self.action()
        } else {
            format!("{} {} {}", self.action(), self.form.draft, self.form.draft_seen)
        }
    }

    /// The kind that it is begun with, or that was chosen.
    fn kind(&self) -> Option<OfferKind> {
        self.form.kind.parse().ok()
    }

    fn is(&self, kind: OfferKind) -> bool {
        self.kind() == Some(kind)
    }

    /// What such a thing may be called, as an example.
    fn placeholder(&self) -> &'static str {
        crate::fixed(match self.kind() {
            Some(OfferKind::App) => "offers-text-placeholder-app",
            Some(OfferKind::Course) => "offers-text-placeholder-course",
            _ => "offers-text-placeholder",
        })
    }

    /// The field for its address stands there from the beginning.
    fn leads_elsewhere(&self) -> bool {
        use OfferKind::{App, Course, Link, Service, Template};
        !self.form.external_url.is_empty() || matches!(self.kind(), Some(App | Course | Link | Template | Service))
    }

    /// How far an app may be. A new one of which nothing is said is there.
    fn stages(&self) -> Vec<(String, String)> {
        let is_new = self.editing.is_none();
        let unsaid = if is_new { Stage::Live.badge() } else { crate::fixed("offers-stage-unsaid") };
        let others = Stage::ALL.iter().filter(|stage| !is_new || **stage != Stage::Live);
        let others = others.map(|stage| (stage.word().to_owned(), stage.badge().to_owned()));
        std::iter::once((String::new(), unsaid.to_owned())).chain(others).collect()
    }

    /// The kinds that may belong to an app.
    fn with_app(&self) -> String {
        OfferKind::ALL.iter().filter(|kind| **kind != OfferKind::App).map(|kind| kind.word()).collect::<Vec<_>>().join(" ")
    }

    /// What the choice of a kind says while it is folded.
    fn chosen(&self) -> &'static str {
        self.kind().map_or(crate::fixed("composer-kind"), OfferKind::sentence)
    }

    /// The card that others will see, for the script to fill in.
    fn preview(&self) -> OfferView {
        let (title, description) = self.form.words();
        let me = self.chrome.me.as_ref().map_or_else(|| crate::matches::pages::blank().person, |me| me.person.clone());
        let now = self.chrome.now;
        OfferView {
            id: hub::OfferId(0),
            owner: me,
            slug: String::new(),
            title,
            description,
            kind: self.form.kind.parse().unwrap_or(OfferKind::Skill),
            category: None,
            tags: Vec::new(),
            tools: Vec::new(),
            pricing: Pricing::Free,
            price: Cents(0),
            currency: self.form.currency.clone(),
            external_url: String::new(),
            image_url: String::new(),
            body: String::new(),
            visibility: Visibility::Everyone,
            language: String::new(),
            status: OfferStatus::Active,
            featured: false,
            views: 0,
            connections: 0,
            created_at: now,
            updated_at: now,
            published_at: None,
            matched_at: None,
            told: 0,
            hidden: false,
            file: None,
            stage: None,
            length: String::new(),
            related_offer: None,
            edited_at: None,
            rating: None,
        }
    }
}

/// What is typed into the form of an offer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    /// All of it in one box: its first line is the title.
    pub text: String,
    /// The two apart, where there is no box; they count only while it is empty.
    pub title: String,
    pub description: String,
    pub kind: String,
    pub category: String,
    pub tags: String,
    pub tools: String,
    pub pricing: String,
    pub price: String,
    pub currency: String,
    pub external_url: String,
    pub image_url: String,
    pub body: String,
    /// Where the file lies that it hands out.
    pub file: String,
    /// How far an app is; empty: nothing is said.
    pub stage: String,
    /// How long a course is.
    pub length: String,
    /// The app that it belongs to; empty for none.
    pub related_offer: String,
    pub visibility: String,
    /// Which button: `publish` or `draft`. Only when it is new.
    pub then: String,
    /// The version that is changed: its `updated_at`. Empty when it is new.
    pub seen: String,
    /// The draft that goes on here, and its version; empty when it is changed.
    pub draft: String,
    pub draft_seen: String,
}

impl OfferForm {
    pub fn new() -> Self {
        OfferForm {
            pricing: Pricing::Free.word().to_owned(),
            currency: "usd".to_owned(),
            visibility: Visibility::Everyone.word().to_owned(),
            ..OfferForm::default()
        }
    }

    pub fn of(offer: &OfferView) -> Self {
        OfferForm {
            title: offer.title.clone(),
            description: offer.description.clone(),
            kind: offer.kind.word().to_owned(),
            category: offer.category.as_ref().map_or(String::new(), |t| t.slug.clone()),
            tags: offer.tags.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", "),
            tools: offer.tools.iter().map(|t| t.name.as_str()).collect::<Vec<_>>().join(", "),
            pricing: offer.pricing.word().to_owned(),
            price: if offer.price == Cents(0) { String::new() } else { typed_amount(offer.price) },
            currency: offer.currency.clone(),
            external_url: offer.external_url.clone(),
            image_url: offer.image_url.clone(),
            body: offer.body.clone(),
            file: offer.file.as_ref().map_or(String::new(), |file| file.path.clone()),
            stage: offer.stage.map_or(String::new(), |stage| stage.word().to_owned()),
            length: offer.length.clone(),
            related_offer: offer.related_offer.map_or(String::new(), |app| app.to_string()),
            visibility: offer.visibility.word().to_owned(),
            seen: offer.updated_at.0.to_string(),
            ..OfferForm::default()
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

    /// Whether it goes live at once.
    pub fn publish(&self) -> bool {
        self.then != "draft"
    }

    /// Of the form of what stands: where something else is typed.
    pub fn against(&self, typed: &OfferForm) -> Vec<Stands> {
        let (own, other) = (self.words(), typed.words());
        let stage = |form: &OfferForm| form.stage.parse().map_or("", Stage::badge).to_owned();
        forms::standing(&[
            ("composer-in-one-line", &own.0, &other.0),
            ("composer-details", &own.1, &other.1),
            ("composer-kind", &self.kind, &typed.kind),
            ("composer-problem", &self.category, &typed.category),
            ("composer-tags", &self.tags, &typed.tags),
            ("composer-tools", &self.tools, &typed.tools),
            ("offers-price", &self.pricing, &typed.pricing),
            ("offers-how-much", &self.price, &typed.price),
            ("composer-currency", &self.currency, &typed.currency),
            ("offers-address", &self.external_url, &typed.external_url),
            ("composer-picture", &self.image_url, &typed.image_url),
            ("offers-article", &self.body, &typed.body),
            ("offers-stage", &stage(self), &stage(typed)),
            ("offers-length", &self.length, &typed.length),
            ("offers-belongs", &self.related_offer, &typed.related_offer),
            ("composer-file", &self.file, &typed.file),
            ("composer-visibility", &self.visibility, &typed.visibility),
        ])
    }

    /// The version that was changed, if the form says.
    pub fn seen(&self) -> Option<hub::Timestamp> {
        self.seen.parse().ok().map(hub::Timestamp)
    }

    /// The kind that was chosen; where it was left to us, the one that the words say.
    fn kind(&self, problems: &mut Vec<FieldProblem>) -> OfferKind {
        match self.kind.trim() {
            "" => {
                let (title, description) = self.words();
                composing::offer_kind(&format!("{title}\n{description}")).kind
            }
            chosen => word("kind", chosen, OfferKind::Skill, problems),
        }
    }

    /// The draft for the hub, and what could not be read.
    pub fn draft(&self, choices: &Choices) -> (Draft, Vec<FieldProblem>) {
        let mut problems = Vec::new();
        let pricing = word("pricing", &self.pricing, Pricing::Free, &mut problems);
        // Nothing that was typed is dropped without a word: a price beside “free” is the rules' to refuse.
        let price = amount("price", &self.price, &mut problems).unwrap_or_default();
        if pricing == Pricing::Custom && price > Cents(0) {
            problems.push(FieldProblem::new("price", say("offers-price-or-talk").with("price", price.words(&self.currency))));
        }
        let (title, description) = self.words();
        let draft = Draft {
            title,
            description,
            kind: self.kind(&mut problems),
            category: self.category.clone(),
            tags: choices.known_tags(&self.tags),
            tools: choices.known_tools(&self.tools),
            pricing,
            price,
            currency: if self.currency.is_empty() { "usd".to_owned() } else { self.currency.clone() },
            external_url: self.external_url.clone(),
            image_url: self.image_url.clone(),
            body: self.body.clone(),
            file: hub::files::of_path(&self.file),
            stage: (!self.stage.is_empty()).then(|| word("stage", &self.stage, Stage::Live, &mut problems)),
            length: self.length.clone(),
            related_offer: chosen_app(&self.related_offer, &mut problems),
            visibility: word("visibility", &self.visibility, Visibility::Everyone, &mut problems),
        };
        (draft, problems)
    }
}

/// The app that was chosen for something to belong to.
pub fn chosen_app(typed: &str, problems: &mut Vec<FieldProblem>) -> Option<hub::OfferId> {
    if typed.is_empty() {
        return None;
    }
    let app = typed.parse().ok();
    if app.is_none() {
        problems.push(hub::offers::rules::no_app_of_yours());
    }
    app
}

/// An app is said by its title.
pub fn say_app(stands: &mut [Stands], apps: &[(String, String)]) {
    for said in stands.iter_mut().filter(|said| said.label == "offers-belongs") {
        if let Some((_, title)) = apps.iter().find(|(id, _)| *id == said.words) {
            said.words.clone_from(title);
        }
    }
}

/// `GET /my/offers`
#[derive(Template)]
#[template(path = "offers/mine.html")]
pub struct MyOffers {
    pub chrome: Chrome,
    /// Newest first, archived ones too.
    pub offers: Vec<OfferView>,
    /// What they have begun and not posted; on the first page.
    pub begun: Vec<Begun>,
    pub next: Option<String>,
}

/// `GET /@{handle}/{slug}`
#[derive(Template)]
#[template(path = "offers/show.html")]
pub struct OfferPage {
    pub chrome: Chrome,
    pub offer: OfferView,
    /// What the page says of itself that it leads to, or links to.
    pub link: Option<LinkPreview>,
    /// Asks that it fits; only for its owner, best first.
    pub matches: Vec<MatchCard>,
    /// Who asked for it; only for its owner.
    pub requests: Vec<ConnectionView>,
    /// The reader's own request, the newest one.
    pub mine: Option<ConnectionView>,
    /// A block between the reader and its owner.
    pub wall: Wall,
    /// How its owner answers, in words; or that they are full.
    pub answers: String,
    /// The owner's other live offers.
    pub more: Vec<OfferView>,
    /// The app that it belongs to, as far as the reader may see it.
    pub app: Option<OfferView>,
    /// Of an app: what its owner asks and offers around it.
    pub around: Vec<Around>,
    /// Its owner has not been asked yet whether they are open to help.
    pub ask_open: bool,
    pub message: String,
    /// To save it; for members, of what is somebody else's.
    pub keep: Option<Button>,
    pub problems: Problems,
}

impl OfferPage {
    fn is_owner(&self) -> bool {
        self.chrome.is_me(&self.offer.owner)
    }

    fn is_live(&self) -> bool {
        self.offer.status == OfferStatus::Active && !self.offer.hidden
    }

    /// The matcher has looked and told nobody: its owner is shown a way on.
    fn goes_on(&self) -> bool {
        self.is_live() && self.offer.matched_at.is_some() && self.offer.told == 0
    }

    /// Every ask that says the words of its title.
    fn look_path(&self) -> String {
        look_path("/discover/asks", &self.offer.title)
    }

    pub fn can_request(&self) -> bool {
        !self.is_owner() && self.wall == Wall::None && self.is_live() && self.mine.as_ref().is_none_or(|c| c.status.is_over())
    }

    /// The price has a card of its own where there is more to say or do beside it: “Free” alone stands with the title.
    fn has_price_card(&self) -> bool {
        let asks = self.can_request() && !matches!(crate::trays::flow(&self.offer), Flow::Outside | Flow::Download);
        self.offer.pricing.is_paid() || self.offer.file.is_some() || !self.offer.external_url.is_empty() || asks
    }

    /// What it hands out is there for the reader: it is free, or agreed between the two.
    fn may_take(&self) -> bool {
        use hub::connections::Status::{Accepted, Completed, InProgress};
        let agreed = self.mine.as_ref().is_some_and(|c| matches!(c.status, Accepted | InProgress | Completed));
        self.is_owner() || !self.offer.pricing.is_paid() || agreed
    }

    fn shared(&self) -> Option<Shared> {
        Shared::offer(&self.chrome, &self.offer)
    }

    fn found_by_search_engines(&self) -> bool {
        self.is_live() && self.offer.visibility == Visibility::Everyone
    }

    /// What it comes to is a message about it: it is had elsewhere, or not there yet.
    fn is_talked_about(&self) -> bool {
        is_ahead(&self.offer) || !matches!(flow(&self.offer), Flow::Message | Flow::Priced)
    }

    /// What a first message about it may say.
    fn hint(&self) -> Said<'static> {
        say(if self.is_talked_about() { "offers-hint-question" } else { "offers-hint-need" })
    }

    /// What stands on the button that sends it.
    fn send_words(&self) -> String {
        if self.is_talked_about() { crate::say("messages-send").into() } else { words(&self.offer) }
    }

    /// The host of the link, so that it is clear where it leads.
    fn host(&self) -> String {
        host(&self.offer.external_url)
    }
}

/// Where everything is that says these words.
pub fn look_path(within: &str, words: &str) -> String {
    format!("{within}?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("q", words).finish())
}

/// `example.org` of `https://example.org/a`.
pub fn host(address: &str) -> String {
    url::Url::parse(address).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_else(|| address.to_owned())
}

/// What a card without a picture shows of its kind: an icon and a colour.
pub fn mark(kind: OfferKind) -> (&'static str, &'static str) {
    match kind {
        OfferKind::App => ("code", "sapphire"),
        OfferKind::Template => ("copy", "topaz"),
        OfferKind::Course => ("book", "tanzanite"),
        OfferKind::Post => ("pencil", "amethyst"),
        OfferKind::Link => ("compass", "rose-quartz"),
        OfferKind::Service => ("gears", "jade"),
        OfferKind::Mentorship => ("sprout", "emerald"),
        OfferKind::Skill => ("hand", "peridot"),
        OfferKind::Feedback => ("chat", "morganite"),
    }
}

/// `offers/row.html`, apart from the pages it stands on: so the compiler meets it once, not once a page.
#[derive(Template)]
#[template(path = "offers/row.html")]
struct RowAlone<'a> {
    chrome: &'a Chrome,
    offer: &'a OfferView,
    around: Vec<Around>,
}

pub fn row(chrome: &Chrome, offer: &OfferView) -> Result<crate::look::Html, askama::Error> {
    RowAlone { chrome, offer, around: Vec::new() }.render().map(crate::look::Html::trusted)
}

/// The same on its owner's page, which knows what else they ask and offer.
pub fn row_among(chrome: &Chrome, offer: &OfferView, asks: &[AskView], offers: &[OfferView]) -> Result<crate::look::Html, askama::Error> {
    let around = around(offer, asks, offers).into_iter().take(MOST_AROUND).collect();
    RowAlone { chrome, offer, around }.render().map(crate::look::Html::trusted)
}

/// So many lines stand on an app's card.
const MOST_AROUND: usize = 2;

/// A line of an app: what its owner asks for or offers around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Around {
    /// “Looking for testers”
    pub says: String,
    pub title: String,
    pub path: String,
}

/// Of what one member asks and offers, what belongs to this app; asks first.
pub fn around(app: &OfferView, asks: &[AskView], offers: &[OfferView]) -> Vec<Around> {
    let is_its = |to: Option<hub::OfferId>| app.kind == OfferKind::App && to == Some(app.id);
    let asks = asks.iter().filter(|ask| is_its(ask.related_offer)).map(|ask| Around {
        says: crate::asks::pages::seeks(ask.kind).into(),
        title: ask.title.clone(),
        path: ask.path(),
    });
    let offers = offers.iter().filter(|offer| is_its(offer.related_offer)).map(|offer| Around {
        says: offer.kind.badge().to_owned(),
        title: offer.title.clone(),
        path: offer.path(),
    });
    asks.chain(offers).collect()
}
