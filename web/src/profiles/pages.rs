//! `/@{handle}`

use askama::Template;
use hub::{
    Timestamp,
    asks::AskView,
    availability::rules::card_words,
    connections::ConnectionView,
    kernel::locale::Said,
    offers::{OfferKind, OfferView, Rating},
    presence::{Known, State},
    privacy::{First, rules::not_first_words},
    profiles::{PersonCard, ProfileView},
};

use super::{
    achievements::Achievement,
    edit::{Editing, Part},
    updates::Update,
};
use crate::{follows::pages::Button, keeps::pages::Button as Keep, layout::Chrome, look::Problems, share::pages::Shared};

/// So many of what people say stand there at once; the rest opens.
const THANKS_FIRST: usize = 6;

/// What somebody said about a help, and with how many stars.
#[derive(Clone, Debug)]
pub struct Thanks {
    pub by: PersonCard,
    pub stars: i64,
    pub words: String,
    /// What it was about, and where that can be read; empty when that is gone or not the reader's to see.
    pub title: String,
    pub path: String,
    pub at: Timestamp,
}

#[derive(Template)]
#[template(path = "profiles/show.html")]
pub struct ProfilePage {
    pub chrome: Chrome,
    pub profile: ProfileView,
    /// What the reader may see: live offers, open asks.
    pub offers: Vec<OfferView>,
    pub asks: Vec<AskView>,
    pub achievements: Vec<Achievement>,
    pub updates: Vec<Update>,
    pub thanks: Vec<Thanks>,
    /// The reader's connections with this member that are not over.
    pub connections: Vec<ConnectionView>,
    /// The reader has blocked this member.
    pub blocked: bool,
    /// Whether they are here, as far as the reader may know.
    pub known: Known,
    /// Whom they let say hello, if the reader is none of them.
    pub first: Option<First>,
    /// `None`: a block stands between the two.
    pub follow: Option<Button>,
    /// To save them; for members, of somebody else.
    pub keep: Option<Keep>,
    /// The first message of “say hello”.
    pub message: String,
    pub problems: Problems,
    /// Their own forms, for whose page it is.
    pub editing: Option<Editing>,
}

impl ProfilePage {
    fn shared(&self) -> Option<Shared> {
        Shared::person(&self.chrome, &self.profile)
    }

    fn is_me(&self) -> bool {
        self.chrome.is_me(&self.profile.person)
    }

    fn found_by_search_engines(&self) -> bool {
        self.profile.public && !self.profile.hidden
    }

    /// Why the reader can't say hello, before they try. Whoever has something going with them writes there.
    fn not_first(&self) -> Option<&'static str> {
        self.first.map(not_first_words)
    }

    /// How they answer, in words; or that they are full.
    fn answers(&self) -> String {
        card_words(self.profile.full, self.profile.answers)
    }

    /// What fills the wide column: without it there is one column alone.
    fn has_shelves(&self) -> bool {
        !self.offers.is_empty() || !self.profile.bio.is_empty() || self.editing.is_some()
    }

    /// The mean of what people say, once they are enough to go by.
    fn rating(&self) -> Option<Rating> {
        Rating::of(self.thanks.len() as i64, self.thanks.iter().map(|t| t.stars).sum())
    }

    /// What people say: the newest, and the rest.
    fn thanks_split(&self) -> (&[Thanks], &[Thanks]) {
        self.thanks.split_at(THANKS_FIRST.min(self.thanks.len()))
    }

    /// Where one's own apps would stand, while there are none.
    fn may_add_app(&self) -> bool {
        self.is_me() && !self.offers.iter().any(|offer| offer.kind == OfferKind::App)
    }

    /// The storefront's sections (product.md 1.10), only those with something in them.
    fn sections(&self) -> Vec<(&'static str, Said<'static>, Vec<&OfferView>)> {
        use OfferKind::{App, Course, Feedback, Link, Mentorship, Post, Service, Skill, Template};
        [
            ("apps", crate::say("profiles-shelf-apps"), &[App][..]),
            ("learn", crate::say("profiles-shelf-learn"), &[Course, Template, Post][..]),
            ("work", crate::say("profiles-shelf-work"), &[Service, Mentorship, Skill, Feedback][..]),
            ("love", crate::say("profiles-shelf-love"), &[Link][..]),
        ]
        .into_iter()
        .map(|(name, title, kinds)| (name, title, self.offers.iter().filter(|o| kinds.contains(&o.kind)).collect::<Vec<_>>()))
        .filter(|(_, _, offers)| !offers.is_empty())
        .collect()
    }
}
