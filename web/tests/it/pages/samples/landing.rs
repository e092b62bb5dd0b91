//! The landing page, when something was asked and while there are too few to count.

use super::*;

pub fn strangers() -> Vec<(&'static str, String)> {
    let page = |s: Sample, need: &str, found| {
        shown(landing_pages::Landing {
            chrome: stranger("/"),
            need: need.to_owned(),
            found,
            categories: s.categories(),
            asks: s.list(vec![s.ask(1, 1)]),
            offers: s.list(vec![s.offer(2, 3)]),
            counts: landing_pages::Counts::default(),
            faces: s.list(vec![s.person(2), s.person(3)]),
        })
    };
    vec![
        ("landing-few", page(Sample::Rich, "", None)),
        ("landing-empty", page(Sample::Empty, "", None)),
        ("landing-found", page(Sample::Rich, "posts for my bakery", Some(found(Sample::Rich)))),
        ("landing-found-nothing", page(Sample::Empty, "zzqqxx", Some(found(Sample::Empty)))),
        ("landing-found-hostile", page(Sample::Hostile, Sample::Hostile.t("posts").as_str(), Some(found(Sample::Hostile)))),
    ]
}

fn found(s: Sample) -> landing_pages::Found {
    let discovery::Discover { tools, offers, people, loosely, .. } = discover(s, discovery::Tab::All, stranger("/"));
    landing_pages::Found { tools, offers, people, in_all: if s == Sample::Empty { 0 } else { 7 }, loosely }
}
