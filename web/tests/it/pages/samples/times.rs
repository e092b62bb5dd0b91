//! Times to meet, in a conversation and on the dashboard.

use super::*;
use hub::times::{AgreedView, ProposalView, Slot, Status as Stands, TimesView};
use jiff::tz::TimeZone;
use web::times::pages::{OfferForm, Panel, Part};

fn slots() -> Vec<Slot> {
    [(1, 30), (2, 60), (30, 15)].map(|(days, minutes)| Slot { at: NOW.plus(days * DAY), minutes }).into()
}

fn offer(s: Sample, id: i64, by: i64, status: Stands) -> ProposalView {
    let settled = status != Stands::Offered;
    ProposalView {
        id: TimesId(id),
        by: UserId(by),
        times: slots(),
        place: s.t("The café at the corner, or https://meet.example/bread"),
        status,
        offered_at: NOW.plus(-id * HOUR),
        agreed: matches!(status, Stands::Agreed | Stands::CalledOff).then(|| slots()[1]),
        settled_by: settled.then_some(UserId(2)),
        settled_at: settled.then(|| NOW.plus(-HOUR)),
        word: if status == Stands::Declined { s.t("Mornings are better") } else { String::new() },
    }
}

fn panel(s: Sample, offers: Vec<ProposalView>, form: OfferForm, problems: Problems) -> Panel {
    Panel {
        other: s.person(2),
        view: TimesView { conversation: ConversationId(5), offers },
        zone: TimeZone::get("America/New_York").expect("it is known"),
        calendar: if s == Sample::Empty { String::new() } else { s.t("https://cal.example/nora") },
        open: !problems.is_empty(),
        form,
        problems,
    }
}

pub fn ahead(s: Sample) -> Vec<AgreedView> {
    s.list(vec![AgreedView {
        id: TimesId(1),
        conversation: ConversationId(5),
        with: s.person(2),
        time: slots()[0],
        place: s.t("The café at the corner"),
    }])
}

fn thread(s: Sample, times: Panel) -> String {
    shown(messaging::Messages {
        chrome: s.chrome("/messages/5"),
        conversations: vec![s.conversation(5, 2)],
        next: None,
        archived: false,
        put_away: 0,
        open: Some(s.thread()),
        earlier: false,
        new: messaging::NewLine::default(),
        beside: s.beside(),
        hear: String::new(),
        known: Known::default(),
        times: Some(times),
        blocked: false,
        body: String::new(),
        files: String::new(),
        reply: None,
        problems: Problems::none(),
    })
}

pub fn pages(s: Sample) -> Vec<(&'static str, String)> {
    let plain = |offers| panel(s, offers, OfferForm::default(), Problems::none());
    let typed = OfferForm { at_1: s.t("2026-03-03T15:00"), minutes_1: "90".into(), place: s.t("http://nowhere"), ..OfferForm::default() };
    let wrong = panel(s, Vec::new(), typed, s.problems(&["at_1", "minutes_2", "place"]));
    vec![
        ("thread-times", thread(s, plain(vec![offer(s, 1, 2, Stands::Offered), offer(s, 2, 1, Stands::Offered)]))),
        ("thread-times-none", thread(s, plain(Vec::new()))),
        ("thread-times-agreed", thread(s, plain(vec![offer(s, 1, 2, Stands::Agreed)]))),
        ("thread-times-declined", thread(s, plain(vec![offer(s, 1, 1, Stands::Declined)]))),
        ("thread-times-off", thread(s, plain(vec![offer(s, 1, 1, Stands::CalledOff)]))),
        ("thread-times-wrong", thread(s, wrong)),
    ]
}

#[test]
fn the_part_alone_is_what_stands_on_the_page() {
    let s = Sample::Rich;
    let times = panel(s, vec![offer(s, 1, 2, Stands::Offered)], OfferForm::default(), Problems::none());
    let part = shown(Part { chrome: s.chrome("/messages/5"), times });
    assert!(part.trim_start().starts_with("<section class=\"times\"") && part.trim_end().ends_with("</section>"), "{part}");
}
