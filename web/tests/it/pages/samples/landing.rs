//! The landing page, when something was asked and while there are too few to count.

use super::*;
use web::composing::Fit;

pub fn strangers() -> Vec<(&'static str, String)> {
    let page = |s: Sample, need: &str, found| {
        shown(landing_pages::Landing {
            chrome: stranger("/"),
            need: need.to_owned(),
            demo: web::landing::demo::pairs(),
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
        ("signup-with-an-ask", signing_up(Sample::Rich, "/my/asks/new")),
        ("signup-with-an-ask-hostile", signing_up(Sample::Hostile, "/my/asks/new")),
        ("signup-with-a-message", signing_up(Sample::Rich, "/connections")),
        ("login-with-an-ask", logging_in(Sample::Hostile)),
        ("landing-found-hostile", page(Sample::Hostile, Sample::Hostile.t("posts").as_str(), Some(found(Sample::Hostile)))),
    ]
}

pub fn found(s: Sample) -> landing_pages::Found {
    let discovery::Discover { tools, offers, people, asks, .. } = discover(s, discovery::Tab::All, stranger("/"));
    let why = |n| vec![s.t(if n == 0 { "you both say: posts, bakery" } else { "needs a hand, offers one" })];
    let fits = s.list(vec![(2, 3), (1, 2)]).into_iter().enumerate();
    let fits = fits.map(|(n, (id, by))| Fit { offer: s.offer(id, by), reasons: why(n), missing: why(1) }).collect();
    landing_pages::Found { fits, tools: tools.clone(), offers, people, other_tools: tools, asks }
}

/// What a stranger wrote before they had a name.
fn before(s: Sample, to: &str) -> Kept {
    let field = if to == "/connections" { "message" } else { "title" };
    Kept { to: to.into(), fields: vec![(field.into(), s.t("Posts for my bakery that sound like me"))], command: Some(s.t("n0nce-1")) }
}

fn signing_up(s: Sample, to: &str) -> String {
    let form = accounts::SignUpForm { name: s.t("Rosa"), ..Default::default() };
    shown(accounts::SignUp { chrome: stranger("/"), kept: Some(before(s, to)), form, problems: s.problems(&["email"]) })
}

fn logging_in(s: Sample) -> String {
    let kept = Some(before(s, "/my/asks/new"));
    shown(accounts::LogIn { chrome: stranger("/"), kept, form: Default::default(), problems: Problems::none() })
}
