//! What stands on a storefront beside asks and offers.

use super::*;
use store::profiles::Begun;
use web::profiles::{
    achievements::{Achievement, reached},
    edit::{Editing, Part},
    updates::Update,
};

pub fn achievements(s: Sample) -> Vec<Achievement> {
    s.list(reached(Begun { offers: 3, courses: 1, asks: 2 }, 27))
}

pub fn updates(s: Sample) -> Vec<Update> {
    let line = |icon, key, who: &str, title: &str, stars, ago: i64| Update {
        icon,
        key,
        who: s.t(who),
        title: s.t(title),
        path: s.t("/@rosa-bakes/asks/posts-for-my-bakery"),
        stars,
        at: NOW.plus(-ago),
    };
    s.list(vec![
        line("gift", "profiles-update-offers", "", "Photos with the phone you have: a course in five evenings", None, HOUR),
        line("handshake", "profiles-update-helped", "Rosa Verhaeren", "Posts for my bakery that sound like me", Some(5), 2 * DAY),
        line("hand", "profiles-update-asked", "", "Somebody to teach me how to price a wedding cake", None, 3 * DAY),
    ])
}

pub fn thanks(s: Sample, n: i64) -> Vec<profiles::Thanks> {
    let one = |id: i64| profiles::Thanks {
        by: s.person(id % 3 + 1),
        stars: 5 - id % 2,
        words: if id == 2 { String::new() } else { s.t("Patient, funny, and the posts sound like me.") },
        title: if id == 3 { String::new() } else { s.t("Posts for my bakery") },
        path: if id == 3 { String::new() } else { s.t("/@rosa-bakes/asks/posts-for-my-bakery") },
        at: NOW.plus(-id * DAY),
    };
    s.list((0..n).map(one).collect())
}

/// Somebody's own forms, one of them with something to mend.
pub fn editing(s: Sample) -> Editing {
    let stored =
        Draft { name: s.t("Rosa Verhaeren"), tagline: s.t("Bread at five"), website_url: s.t("https://rosa.example"), ..Draft::default() };
    let typed = Draft { website_url: s.t("rosa"), ..stored.clone() };
    if s == Sample::Empty {
        Editing::default()
    } else {
        Editing { stored, typed, open: Some(Part::Links), problems: s.problems(&["website_url"]) }
    }
}
