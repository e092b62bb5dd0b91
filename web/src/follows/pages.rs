//! `/my/following`, and who follows whom.

use askama::Template;
use hub::{
    UserId,
    follows::{FeedItem, FollowPerson, FollowView},
    kernel::locale::Said,
    profiles::PersonCard,
};
use store::follows::Side;

use crate::layout::Chrome;

/// The button beside somebody's name.
#[derive(Clone, Debug)]
pub struct Button {
    pub who: UserId,
    pub name: String,
    pub stands: FollowView,
}

impl Button {
    /// As it stands on a row of a list.
    pub fn on_row(row: &FollowPerson) -> Button {
        let stands = FollowView { you_follow: row.you_follow, may_follow: true, ..FollowView::default() };
        Button { who: row.person.id, name: row.person.name.clone(), stands }
    }
}

/// `GET /my/following`
#[derive(Template)]
#[template(path = "follows/feed.html")]
pub struct Feed {
    pub chrome: Chrome,
    /// Newest first.
    pub items: Vec<FeedItem>,
    pub next: Option<String>,
    /// This is not the first page.
    pub earlier: bool,
    /// Some of whom the member follows, the latest first.
    pub people: Vec<FollowPerson>,
    pub stands: FollowView,
}

/// `GET /@{handle}/followers`, `GET /@{handle}/following`
#[derive(Template)]
#[template(path = "follows/people.html")]
pub struct People {
    pub chrome: Chrome,
    /// Whose list it is.
    pub of: PersonCard,
    pub side: Side,
    pub people: Vec<FollowPerson>,
    pub next: Option<String>,
    pub stands: FollowView,
}

impl People {
    fn title(&self) -> String {
        match (self.side, self.chrome.is_me(&self.of)) {
            (Side::Followers, true) => crate::say("follows-who-follows-you").into(),
            (Side::Following, true) => crate::say("follows-whom").into(),
            (Side::Followers, false) => crate::say("follows-who-follows").with("name", &self.of.name).into(),
            (Side::Following, false) => crate::say("follows-whom-follows").with("name", &self.of.name).into(),
        }
    }

    fn tabs(&self) -> [(Side, Said<'static>, String, i64); 2] {
        let path = |side: &str| format!("/@{}/{side}", self.of.handle);
        [
            (Side::Followers, crate::say("follows-tab-followers"), path("followers"), self.stands.followers),
            (Side::Following, crate::say("follows-tab-following"), path("following"), self.stands.following),
        ]
    }
}
