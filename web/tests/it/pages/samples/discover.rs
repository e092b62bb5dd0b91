//! Tools side by side, and a search that leaves groups empty.

use super::*;
use web::tools::pages::{Compare, Compared};

fn compared(s: Sample, slug: &str, name: &str, tagline: &str) -> Compared {
    let experts = s.list(vec![hub::tools::Expert { person: s.person(2), helps: 3 }, hub::tools::Expert { person: s.person(3), helps: 1 }]);
    let many = s != Sample::Empty;
    Compared { tool: s.tool(slug, name, tagline), offers: if many { 12 } else { 0 }, asks: usize::from(many), experts }
}

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let directory = s.list(vec![s.tool_ref("chatgpt", "ChatGPT"), s.tool_ref("claude", "Claude"), s.tool_ref("gemini", "Gemini")]);
    let page = |tools: Vec<Compared>, too_many| Compare {
        chrome: s.chrome("/tools/compare?with=chatgpt,claude"),
        tools,
        directory: directory.clone().into(),
        too_many,
    };
    let chatgpt = compared(s, "chatgpt", "ChatGPT", "Ask questions, write, plan and make pictures by typing or talking.");
    let claude = compared(s, "claude", "Claude", "A careful assistant for writing, reading long documents and thinking things through.");
    let gemini = compared(s, "gemini", "Gemini", "Google's assistant, close to your mail and documents.");
    // Somebody fits, and nothing else does.
    let lonely = discovery::Discover {
        query: discovery::Query { q: s.t("church organs"), tool: s.t("chatgpt"), ..Default::default() },
        apps: vec![],
        tools: vec![],
        offers: vec![],
        courses: vec![],
        asks: vec![],
        people: vec![discovery::PersonFound::without(s.person(2))],
        counts: discovery::Counts { people: 1, ..Default::default() },
        more_people: false,
        for_you: vec![],
        fitting_asks: vec![],
        fitting_offers: vec![],
        ..super::discover(s, discovery::Tab::All, s.chrome("/discover?q=church+organs"))
    };
    vec![
        ("compare", shown(page(vec![chatgpt.clone(), claude.clone()], false))),
        ("compare-three", shown(page(vec![chatgpt.clone(), claude, gemini], true))),
        ("compare-one", shown(page(vec![chatgpt], false))),
        ("discover-lonely", shown(lonely)),
    ]
}
