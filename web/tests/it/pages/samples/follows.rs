//! What those whom one follows post, and who follows whom.

use super::*;
use hub::follows::{FeedItem, FollowPerson};
use store::follows::Side as Which;
use web::follows::pages::{Button, Feed, People};

/// As a reader stands to somebody: they follow them, or may.
pub fn stands(s: Sample) -> FollowView {
    let many = if s == Sample::Empty { 0 } else { 3 };
    FollowView { followers: many, following: many, you_follow: s == Sample::Rich, may_follow: true }
}

pub fn button(s: Sample, who: i64, stands: FollowView) -> Button {
    Button { who: UserId(who), name: s.person(who).name, stands }
}

fn people(s: Sample) -> Vec<FollowPerson> {
    let person = |id| FollowPerson { person: s.person(id), at: NOW.plus(-id * DAY), you_follow: id == 2 };
    s.list(vec![person(1), person(2), person(3)])
}

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let ask = FeedItem { at: NOW.plus(-HOUR), ask: Some(s.ask(3, 2)), offer: None };
    let offer = FeedItem { at: NOW.plus(-2 * HOUR), ask: None, offer: Some(s.offer(1, 3)) };
    let feed = |items, stands, earlier, next| Feed { chrome: s.chrome("/my/following"), items, next, earlier, people: people(s), stands };
    let list = |side, of| People {
        chrome: s.chrome("/@nora-writes/followers"),
        of: s.person(of),
        side,
        people: people(s),
        next: (s != Sample::Empty).then(|| s.t("1:2")),
        stands: stands(s),
    };
    vec![
        (
            "following-feed",
            shown(feed(s.list(vec![ask, offer]), stands(s), s == Sample::Hostile, (s != Sample::Empty).then(|| s.t("1:ask:2")))),
        ),
        ("following-feed-quiet", shown(feed(vec![], FollowView { following: 1, ..stands(s) }, false, None))),
        ("followers", shown(list(Which::Followers, 2))),
        ("followers-own", shown(list(Which::Followers, 1))),
        ("following", shown(list(Which::Following, 2))),
        ("following-own", shown(list(Which::Following, 1))),
    ]
}
