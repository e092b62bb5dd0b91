//! What somebody has saved.

use super::*;
use hub::keeps::{KeptView, Kind as What, Thing as Kept};
use web::keeps::pages::{Button, Mine};

pub fn button(s: Sample, thing: Kept) -> Button {
    Button { thing, name: s.t("I will write your first ten posts with you"), kept: s == Sample::Rich }
}

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let gone =
        |id| KeptView { thing: Kept::Offer(OfferId(id)), kept_at: NOW.plus(-id * DAY), offer: None, ask: None, tool: None, person: None };
    let kept = vec![
        KeptView { offer: Some(s.offer(1, 2)), ..gone(1) },
        KeptView { thing: Kept::Ask(AskId(3)), ask: Some(s.ask(3, 2)), ..gone(2) },
        KeptView { thing: Kept::Tool(ToolId(1)), tool: Some(s.tool("claude", "Claude", "Writes and thinks along")), ..gone(3) },
        KeptView { thing: Kept::Person(UserId(2)), person: Some(s.person(2)), ..gone(4) },
        gone(5),
    ];
    let counts =
        if s == Sample::Empty { Default::default() } else { [(What::Offer, 2), (What::Ask, 1), (What::Tool, 1), (What::Person, 1)].into() };
    let page =
        |kind, kept, counts| Mine { chrome: s.chrome("/my/saved"), kind, counts, kept, next: (s != Sample::Empty).then(|| s.t("1:ask:3")) };
    vec![
        ("saved", shown(page(None, s.list(kept), counts))),
        ("saved-none-of-a-kind", shown(page(Some(What::Tool), vec![], [(What::Offer, 1)].into()))),
    ]
}
