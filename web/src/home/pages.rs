//! The dashboard of members.

use std::collections::BTreeMap;

use askama::Template;
use hub::{
    AskId,
    asks::AskView,
    claims::PlacesView,
    connections::ConnectionView,
    kernel::locale::Said,
    matches::{MatchCard, Post},
    notices::NoticeView,
    offers::{OfferKind, OfferView},
    receipts::Receipt,
    tastes::Paused,
    times::AgreedView,
    tools::ToolView,
};
use store::home::{Seen, Steps};

use crate::layout::{Chrome, Me};

/// `/home`: what is going on for the member. `chrome.me` must be set.
#[derive(Template)]
#[template(path = "home/dashboard.html")]
pub struct Dashboard<'h> {
    pub chrome: Chrome,
    pub home: &'h Home,
}

/// What is going on for a member, but for the numbers that every page of theirs shows.
#[derive(Default)]
pub struct Home {
    /// What to begin with, and what of it is done; `None` when all of it is.
    pub steps: Option<Steps>,
    /// Own asks that are open or under way, newest first (a handful), and how many there are.
    pub asks: Vec<AskView>,
    /// Of those that are open: how many who were told are here, have read it, are writing.
    pub receipts: BTreeMap<AskId, Receipt>,
    pub asks_open: i64,
    /// Own offers, live ones first, and how many are live.
    pub offers: Vec<OfferView>,
    pub offers_live: i64,
    /// Told matches nobody acted on, newest first, and whether there are more.
    pub matches: Vec<MatchCard>,
    pub more_matches: bool,
    /// Whether they have paused all matches.
    pub pause: Paused,
    /// What they have agreed on to meet, the next one first.
    pub ahead: Vec<AgreedView>,
    /// Connections where the member is asked for a step: to answer in place.
    pub waiting: Vec<ConnectionView>,
    /// Where the member holds a place, the one that runs out first first.
    pub holds: Vec<PlacesView>,
    /// Helps carried to the end since the first of the month, where the member lives.
    pub helped_this_month: i64,
    /// Own posts that some people looked at today, the most seen first. Never who.
    pub seen: Vec<Seen>,
    /// Newest first.
    pub notices: Vec<NoticeView>,
    /// For a newcomer with nothing yet: tools worth a look. May be empty.
    pub tools: Vec<ToolView>,
}

/// `/home/matches`
#[derive(Template)]
#[template(path = "home/matches.html")]
pub struct AllMatches {
    pub chrome: Chrome,
    /// Newest first.
    pub matches: Vec<MatchCard>,
    /// There are newer ones than these.
    pub earlier: bool,
    pub next: Option<String>,
}

/// All three.
pub fn are_done(steps: &Steps) -> bool {
    steps.asked && steps.offered && steps.said_hello
}

/// Small things to offer, each with its kind: one tap fills the form with them.
pub const SMALL_OFFERS: [(&str, OfferKind); 8] = [
    ("website", OfferKind::Feedback),
    ("app", OfferKind::Feedback),
    ("text", OfferKind::Feedback),
    ("design", OfferKind::Feedback),
    ("code", OfferKind::Feedback),
    ("customers", OfferKind::Mentorship),
    ("keeping-on", OfferKind::Mentorship),
    ("introduction", OfferKind::Skill),
];

/// What it is called on its button.
fn small_offer(offer: &str) -> Said<'static> {
    crate::say(format!("home-small-{offer}"))
}

/// The form of an offer that begins with this.
fn offer_path(offer: &str, kind: &OfferKind) -> String {
    let title = crate::say(format!("home-small-{offer}-title"));
    let query =
        url::form_urlencoded::Serializer::new(String::new()).append_pair("title", &title.write()).append_pair("kind", kind.word()).finish();
    format!("/my/offers/new?{query}")
}

impl Dashboard<'_> {
    fn done(&self, steps: &Steps) -> usize {
        [steps.asked, steps.offered, steps.said_hello].into_iter().filter(|done| *done).count()
    }

    fn seen_path(&self, me: &Me, seen: &Seen) -> String {
        let between = if matches!(seen.post, Post::Ask(_)) { "/asks" } else { "" };
        format!("/@{}{between}/{}", me.person.handle, seen.slug)
    }

    /// Nothing posted and nobody met yet.
    fn is_new(&self) -> bool {
        self.home.asks.is_empty() && self.home.offers.is_empty() && self.home.waiting.is_empty()
    }
}
