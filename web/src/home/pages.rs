//! The dashboard of members.

use std::collections::BTreeMap;

use askama::Template;
use hub::{
    AskId, asks::AskView, claims::PlacesView, connections::ConnectionView, matches::MatchCard, notices::NoticeView, offers::OfferView,
    receipts::Receipt, tastes::Paused, tools::ToolView,
};

use crate::layout::Chrome;

/// `/home`: what is going on for the member. `chrome.me` must be set.
#[derive(Template)]
#[template(path = "home/dashboard.html")]
pub struct Dashboard {
    pub chrome: Chrome,
    /// Own asks that are open or under way, newest first (a handful), and how many there are.
    pub asks: Vec<AskView>,
    /// Of those that are open: how many who were told are here, have read it, are writing.
    pub receipts: BTreeMap<AskId, Receipt>,
    pub asks_open: i64,
    /// Own offers, live ones first, and how many are live.
    pub offers: Vec<OfferView>,
    pub offers_live: i64,
    /// Told matches nobody acted on, newest first.
    pub matches: Vec<MatchCard>,
    /// Whether they have paused all matches.
    pub pause: Paused,
    /// Connections where the member is asked for a step: to answer in place.
    pub waiting: Vec<ConnectionView>,
    /// Where the member holds a place, the one that runs out first first.
    pub holds: Vec<PlacesView>,
    /// Newest first.
    pub notices: Vec<NoticeView>,
    /// For a newcomer with nothing yet: tools worth a look. May be empty.
    pub tools: Vec<ToolView>,
}

impl Dashboard {
    /// Nothing posted and nobody met yet.
    fn is_new(&self) -> bool {
        self.asks.is_empty() && self.offers.is_empty() && self.waiting.is_empty()
    }
}
