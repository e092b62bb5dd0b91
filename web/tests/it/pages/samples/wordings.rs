//! Posts over time: older wordings, an ask that ends, one that is done.

use super::*;
use hub::{drafts::Kind as Begins, wordings::Words};
use web::drafts::pages::Begun;
use web::wordings::pages::{Change, Wordings};

fn words(s: Sample, title: &str, description: &str) -> Words {
    Words { title: s.t(title), description: s.t(description), body: String::new() }
}

/// Something that was begun.
pub fn begun(s: Sample) -> Begun {
    Begun { key: s.t("k3v9-2f7c"), kind: Begins::Ask, title: s.t("Somebody to price a wedding cake"), kept_at: NOW.plus(-HOUR) }
}

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let first = words(s, "Posts for my bakery", "Somebody to write ten posts with me, not for me. By Friday.");
    let second = Words { title: "Posts for my bakery that sound like me".into(), ..first.clone() };
    let now = words(s, "Posts for my bakery that sound like me", "Somebody to write twenty posts with me, not for me.");
    let changes = vec![Change::of(NOW.plus(-HOUR), &second, &now), Change::of(NOW.plus(-DAY), &first, &second)];
    let ending = AskView { expires_at: Some(NOW.plus(2 * DAY)), ..s.ask(1, 1) };
    let over = AskView { status: AskStatus::Closed, expires_at: Some(NOW.plus(-DAY)), ..s.ask(3, 1) };
    let done = AskView { status: AskStatus::Fulfilled, fulfilled_at: Some(NOW.plus(-DAY)), ..s.ask(3, 2) };
    vec![
        (
            "wordings",
            shown(Wordings {
                chrome: s.chrome("/@rosa-bakes/asks/posts/wordings"),
                title: now.title.clone(),
                path: s.t("/@rosa-bakes/asks/posts"),
                changes: s.list(changes),
                earlier: s == Sample::Rich,
                next: (s != Sample::Empty).then(|| s.t("1789000000000")),
            }),
        ),
        (
            "asks-mine-that-end",
            shown(asks::MyAsks { chrome: s.chrome("/my/asks"), asks: vec![ending.clone(), over, done.clone()], begun: vec![], next: None }),
        ),
        ("ask-that-ends", page(s, ending)),
        ("ask-that-is-done", page(s, done)),
    ]
}

fn page(s: Sample, ask: AskView) -> String {
    shown(asks::AskPage {
        chrome: s.chrome("/@rosa-bakes/asks/posts"),
        ask,
        app: None,
        link: s.link(),
        matches: vec![],
        tools: vec![],
        answers: vec![],
        mine: None,
        wall: Wall::None,
        place: s.place(1),
        writing: String::new(),
        receipt: None,
        hear: String::new(),
        suggestions: vec![],
        message: String::new(),
        places: None,
        problems: Problems::none(),
        keep: None,
    })
}
