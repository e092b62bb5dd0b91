//! Ava, activity, what is one's own, and the pages of words.

use super::*;
use web::{
    about::pages as about, ava::pages as ava, creator::pages as creator, learning::pages as learning, notices::pages as notices,
    purchases::pages as purchases, share::pages as share,
};

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let wanted = |id, status| s.connection(id, status, Side::Initiator, Subject::Offer(OfferId(3)));
    let gone = ConnectionView { title: String::new(), path: String::new(), ..wanted(2, Status::Completed) };
    vec![
        (
            "activity",
            shown(notices::Notices {
                chrome: s.chrome("/my/notices"),
                notices: s.list(vec![
                    s.notice(3, "Nora Fairweather offers to help with “Posts for my bakery”.", false),
                    s.notice(2, "Something new fits your search.", true),
                    NoticeView { at: NOW.plus(-26 * HOUR), ..s.notice(1, "Welcome.", true) },
                ]),
                newest: (s != Sample::Empty).then_some(NoticeId(3)),
                earlier: s == Sample::Hostile,
                next: (s != Sample::Empty).then(|| s.t("1")),
            }),
        ),
        ("ava", shown(ava::AvaPage { chrome: s.chrome("/ava"), need: String::new(), found: None })),
        (
            "ava-found",
            shown(ava::AvaPage { chrome: s.chrome("/ava"), need: s.t("help with posts for my bakery"), found: Some(landing::found(s)) }),
        ),
        (
            "learning",
            shown(learning::Learning {
                chrome: s.chrome("/my/learning"),
                courses: s.list(vec![learning::Course { offer: s.offer(3, 2), connection: wanted(1, Status::Accepted) }]),
                saved: s.list(vec![s.offer(1, 3)]),
                asks: s.list(vec![s.ask(3, 1)]),
            }),
        ),
        (
            "purchases",
            shown(purchases::Purchases {
                chrome: s.chrome("/my/purchases"),
                agreed: s.list(vec![wanted(1, Status::Accepted), gone]),
                next: (s != Sample::Empty).then(|| s.t("1:2")),
            }),
        ),
        ("earnings", shown(purchases::Earnings { chrome: s.chrome("/my/earnings") })),
        (
            "courses-mine",
            shown(creator::Courses { chrome: s.chrome("/creator/courses"), courses: s.list(vec![s.offer(3, 1)]), next: Some(s.t("abc")) }),
        ),
        (
            "clips",
            shown(share::Clips {
                chrome: s.chrome("/creator/clips"),
                offers: s.list(vec![s.offer(3, 1), s.offer(4, 2)]),
                next: Some(s.t("abc")),
            }),
        ),
        ("story", shown(about::Story { chrome: s.chrome("/about") })),
        ("guidelines", shown(about::Guidelines { chrome: s.chrome("/guidelines") })),
        ("privacy", shown(about::Privacy { chrome: s.chrome("/privacy"), told: told(s != Sample::Empty) })),
        ("help", shown(about::Help { chrome: s.chrome("/help") })),
        ("developers", shown(about::Developers { chrome: s.chrome("/developers") })),
    ]
}

pub fn strangers() -> Vec<(&'static str, String)> {
    let s = Sample::Rich;
    vec![
        (
            "stranger-ava",
            shown(ava::AvaPage { chrome: stranger("/ava"), need: "posts for my bakery".into(), found: Some(landing::found(s)) }),
        ),
        ("stranger-story", shown(about::Story { chrome: stranger("/about") })),
        ("stranger-guidelines", shown(about::Guidelines { chrome: stranger("/guidelines") })),
        ("stranger-privacy", shown(about::Privacy { chrome: stranger("/privacy"), told: told(false) })),
        ("stranger-help", shown(about::Help { chrome: stranger("/help") })),
        ("stranger-developers", shown(about::Developers { chrome: stranger("/developers") })),
    ]
}

fn told(on: bool) -> about::Told {
    about::Told { texts: on, mails: on, links: on, store: on }
}
