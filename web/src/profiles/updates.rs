//! What somebody did lately: what they posted, whom they helped, what was said of it. Read off what is there, newest first.

use std::collections::HashMap;

use hub::{
    ConnectionId, Timestamp,
    asks::{AskStatus, AskView},
    offers::{OfferStatus, OfferView},
};
use store::connections::{Help, Review};

use crate::{asks::pages::thanks, look::marked::Marked, say_html};

/// So many stand on the storefront.
const MOST: usize = 8;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    pub icon: &'static str,
    /// The message that says what was done: “Helped Ana with …”.
    pub key: &'static str,
    /// With whom, or thanks to whom; empty where nobody is named.
    pub who: String,
    /// With what, and where that can be read.
    pub title: String,
    pub path: String,
    /// What was said of it.
    pub stars: Option<i64>,
    pub at: Timestamp,
}

/// The newest of what the reader may see. What has no title is not theirs to see, or gone, and left out.
pub fn newest(offers: &[OfferView], asks: &[AskView], helps: &[Help], reviews: &[Review]) -> Vec<Update> {
    let mut stars: HashMap<ConnectionId, i64> = reviews.iter().map(|r| (r.connection, r.stars)).collect();
    let mut all = Vec::new();
    for offer in offers.iter().filter(|o| o.status == OfferStatus::Active && !o.hidden) {
        let at = offer.published_at.unwrap_or(offer.created_at);
        all.push(Update::of("gift", "profiles-update-offers", String::new(), &offer.title, &offer.path(), at));
    }
    for ask in asks.iter().filter(|a| !a.archived && !a.hidden) {
        all.push(Update::of("hand", "profiles-update-asked", String::new(), &ask.title, &ask.path(), ask.created_at));
        if let (AskStatus::Fulfilled, Some(at)) = (ask.status, ask.fulfilled_at) {
            let thanks = thanks(ask);
            let key = if thanks.is_empty() { "profiles-update-found" } else { "profiles-update-thanks" };
            all.push(Update::of("sparkles", key, thanks, &ask.title, &ask.path(), at));
        }
    }
    for help in helps {
        // A help and what was said of it are one line.
        let stars = stars.remove(&help.connection);
        let line = Update::of("handshake", "profiles-update-helped", help.helped.name.clone(), &help.title, &help.path, help.at);
        all.push(Update { stars, ..line });
    }
    for review in reviews.iter().filter(|r| stars.contains_key(&r.connection)) {
        let line = Update::of("chat", "profiles-update-thanked", review.by.name.clone(), &review.title, &review.path, review.at);
        all.push(Update { stars: Some(review.stars), ..line });
    }
    all.retain(|update| !update.title.is_empty());
    all.sort_by_key(|update| std::cmp::Reverse(update.at));
    all.truncate(MOST);
    all
}

impl Update {
    pub fn words(&self) -> Marked<'static> {
        say_html(self.key).with("who", &self.who).with("title", &self.title).link("what", &self.path)
    }

    fn of(icon: &'static str, key: &'static str, who: String, title: &str, path: &str, at: Timestamp) -> Update {
        Update { icon, key, who, title: title.to_owned(), path: path.to_owned(), stars: None, at }
    }
}
