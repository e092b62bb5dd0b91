//! One's data, and the way back.

use super::*;
use hub::leaving::Words;
use store::leaving::Away;
use web::leaving::pages::{DataPage, WelcomeBack};

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let data = |words, problems| DataPage {
        most: 500,
        chrome: s.chrome("/settings/data"),
        username: s.t("rosa-bakes"),
        has_password: s != Sample::Empty,
        ends_on: "Sunday, 13 December".to_owned(),
        words,
        problems,
    };
    let back = |until| {
        let mut chrome = s.chrome("/welcome-back");
        chrome.me = None;
        WelcomeBack { chrome, name: s.t("Rosa Verhaeren"), away: Away { since: NOW.plus(-3 * DAY), until } }
    };
    vec![
        ("data", shown(data(Words::Stay, Problems::none()))),
        ("data-again", shown(data(Words::Go, s.problems(&["username", "current"])))),
        ("welcome-back", shown(back(None))),
        ("welcome-back-from-an-end", shown(back(Some(NOW.plus(11 * DAY))))),
    ]
}
