//! Times to meet on pages, without a script: offered, taken, declined, called off, and fetched as a file; each in one's own zone.

use hub::{
    Event,
    times::Event as Happened,
    wire::{ServerFrame, View},
};
use jiff::{Timestamp, ToSpan, Zoned, civil::DateTime, tz::TimeZone};

use crate::{
    deeds::{PATIENCE, number_after, offers, writes},
    town::{Answer, Browser, Town},
};

/// A round hour so many days ahead, as a member in this zone types it.
fn typed(days: i64, hour: i8, zone: &str) -> String {
    let zone = TimeZone::get(zone).expect("it is known");
    let day = Timestamp::now().to_zoned(zone).date().checked_add(days.days()).expect("a day");
    day.at(hour, 0, 0, 0).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// What a clock shows elsewhere at that moment.
fn elsewhere(typed: &str, from: &str, to: &str) -> Zoned {
    let at: DateTime = typed.parse().expect("a time");
    at.in_tz(from).expect("a moment").with_time_zone(TimeZone::get(to).expect("it is known"))
}

async fn lives_in(who: &mut Browser, zone: &str) {
    who.open("/settings/appearance").await;
    let saved = who.submit("/settings/timezone", &[("timezone", zone)]).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
}

/// Ana in Berlin and Bob in New York, who write with each other.
async fn two(town: &Town) -> (Browser, Browser, String) {
    let (mut ana, mut bob) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bob, "/@ana", "Hello Ana").await;
    lives_in(&mut ana, "Europe/Berlin").await;
    lives_in(&mut bob, "America/New_York").await;
    (ana, bob, thread)
}

async fn offer(who: &mut Browser, thread: &str, fields: &[(&str, &str)]) -> Answer {
    who.open(&format!("{thread}?times=offer")).await;
    who.submit(&format!("{thread}/times"), fields).await
}

/// What the file for calendars says, by name: strictly read, so that what a calendar would not take fails here.
fn entries(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("content-type").starts_with("text/calendar; charset=utf-8; method="), "{}", answer.header("content-type"));
    assert!(
        answer.header("content-disposition").starts_with("attachment; filename=\"")
            && answer.header("content-disposition").ends_with(".ics\"")
    );
    let text = answer.text();
    let mut lines: Vec<String> = Vec::new();
    for line in text.strip_suffix("\r\n").expect("the last line ends").split("\r\n") {
        assert!(line.len() <= 75 && !line.is_empty() && !line.contains(['\r', '\n']), "{line:?}");
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().expect("it goes on from something").push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    let nested: Vec<&str> =
        lines.iter().filter(|line| line.starts_with("BEGIN:") || line.starts_with("END:")).map(String::as_str).collect();
    assert_eq!(nested, ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"]);
    let entry = |line: &String| {
        let at = line.find(':').expect("a value");
        let name = line[..at].split(';').next().unwrap_or_default();
        assert!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'), "{line}");
        (name.to_owned(), line[at + 1..].to_owned())
    };
    lines.iter().map(entry).collect()
}

fn entry<'a>(entries: &'a [(String, String)], name: &str) -> &'a str {
    let found: Vec<&str> = entries.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
    assert_eq!(found.len(), 1, "{name} stands there once: {entries:?}");
    found[0]
}

#[actix_web::test]
async fn a_time_is_offered_taken_shown_to_each_as_their_clock_shows_it_and_called_off() {
    let town = Town::start().await;
    let (mut ana, mut bob, thread) = two(&town).await;
    let (first, second) = (typed(3, 15, "Europe/Berlin"), typed(4, 23, "Europe/Berlin"));
    let form = ana.open(&format!("{thread}/times")).await;
    assert_eq!((form.status, form.to()), (303, format!("{thread}?times=offer#times").as_str()));
    let form = ana.open(&format!("{thread}?times=offer")).await;
    assert!(form.text().contains("<details class=\"times-offer\" open>"), "{}", form.text());
    assert!(form.says("as on your clock (Europe/Berlin)") && form.says("(America/New_York)"), "{}", form.text());
    let fields = [("at_1", second.as_str()), ("minutes_1", "90"), ("at_3", &first), ("minutes_3", "45"), ("place", "Café; Rosa, Berlin")];
    let offered = ana.submit(&format!("{thread}/times"), &fields).await;
    assert_eq!((offered.status, offered.to()), (303, format!("{thread}#times").as_str()), "{}", offered.text());

    let theirs = bob.open(&thread).await;
    let here = elsewhere(&first, "Europe/Berlin", "America/New_York");
    let line = format!("{} for you · 15:00 for ana · 45 min", here.strftime("%a %-d %b, %H:%M"));
    assert!(theirs.says(&line) && theirs.says("Café; Rosa, Berlin"), "{line}: {}", theirs.text());
    assert!(!ana.open(&thread).await.text().contains("times-form"), "one offer at a time");
    let own = ana.open(&thread).await;
    assert!(
        own.says("You have offered bob these times.") && own.says(&format!("15:00 for you · {} for bob · 45 min", here.strftime("%H:%M"))),
        "{}",
        own.text()
    );
    assert!(bob.open("/my/notices").await.says("ana offers you times to meet."));

    let times = number_after(&theirs, "/times/");
    bob.open(&thread).await;
    let at = here.timestamp().as_millisecond().to_string();
    let path = format!("{thread}/times/{times}");
    let taken = bob.submit(&format!("{path}/accept"), &[("at", &at)]).await;
    assert_eq!((taken.status, taken.to()), (303, format!("{thread}#times").as_str()), "{}", taken.text());
    for who in [&mut ana, &mut bob] {
        let shown = who.open(&thread).await;
        assert!(shown.says("You two meet") && shown.says("· 45 min") && !shown.says("· 90 min"), "{}", shown.text());
        let home = who.open("/home").await.text();
        assert!(home.contains("id=\"ahead-head\"") && home.contains(&format!("href=\"{thread}#times\"")), "and on the dashboard");
    }
    assert!(ana.open("/my/notices").await.says("bob took one of your times: you are meeting."));

    let file = entries(&ana.get(&format!("{path}.ics")).await);
    let stamp = |at: Timestamp| at.strftime("%Y%m%dT%H%M%SZ").to_string();
    assert_eq!(entry(&file, "DTSTART"), stamp(here.timestamp()));
    assert_eq!(entry(&file, "DTEND"), stamp(here.timestamp().checked_add(45.minutes()).expect("a moment")));
    assert_eq!((entry(&file, "METHOD"), entry(&file, "SEQUENCE"), entry(&file, "STATUS")), ("PUBLISH", "0", "CONFIRMED"));
    assert_eq!((entry(&file, "LOCATION"), entry(&file, "SUMMARY")), ("Café\\; Rosa\\, Berlin", "bob (AI Collective)"));
    assert_eq!(entry(&file, "URL"), town.url(&thread));
    let theirs = entries(&bob.get(&format!("{path}.ics")).await);
    assert_eq!((entry(&theirs, "UID"), entry(&theirs, "SUMMARY")), (entry(&file, "UID"), "ana (AI Collective)"));

    bob.open(&thread).await;
    assert_eq!(bob.submit(&format!("{path}/off"), &[]).await.status, 303);
    let off = ana.open(&thread).await;
    assert!(
        off.says("bob called off your meeting:") && off.says("Take it out of my calendar") && !off.says("You two meet"),
        "{}",
        off.text()
    );
    let gone = entries(&ana.get(&format!("{path}.ics")).await);
    assert_eq!((entry(&gone, "METHOD"), entry(&gone, "SEQUENCE"), entry(&gone, "STATUS")), ("CANCEL", "1", "CANCELLED"));
    assert_eq!((entry(&gone, "UID"), entry(&gone, "DTSTART")), (entry(&file, "UID"), entry(&file, "DTSTART")));
    assert!(!ana.open("/home").await.text().contains("id=\"ahead-head\""), "nothing lies ahead");
    town.stop().await;
}

#[actix_web::test]
async fn none_fits_with_a_word_and_what_can_not_be_offered_comes_back_as_it_was_typed() {
    let town = Town::start().await;
    let (mut ana, mut bob, thread) = two(&town).await;
    let soon = typed(2, 10, "Europe/Berlin");
    for (fields, words) in [
        (vec![("at_1", "")], "Offer at least one time."),
        (vec![("at_1", "2020-01-01T10:00")], "That time has passed."),
        (vec![("at_1", &soon), ("at_2", &soon)], "This overlaps with another of your times."),
        (vec![("at_1", &typed(100, 10, "Europe/Berlin"))], "more than 90 days ahead"),
        (vec![("at_1", &soon), ("minutes_1", "7")], "Choose 15, 30, 45, 60 or 90 minutes."),
        (vec![("at_1", &soon), ("place", "http://meet.example")], "A link begins with https://"),
        (vec![("at_1", "2027-03-28T02:30")], "Clocks go forward there"),
        (vec![("at_1", "2027-10-31T02:30")], "this time comes twice"),
        (vec![("at_1", "tomorrow")], "Choose a day and a time."),
    ]
    .iter()
    .map(|(fields, words)| (fields, *words))
    {
        let answer = offer(&mut ana, &thread, fields).await;
        assert_eq!(answer.status, 422, "{words}");
        assert!(answer.says(words), "{words}: {}", answer.text());
        assert!(answer.text().contains("<details class=\"times-offer\" open>") && answer.says("Hello Ana"), "{}", answer.text());
        for (_, value) in fields.iter().filter(|(name, _)| name.starts_with("at_") || *name == "place") {
            assert!(answer.text().contains(&format!("value=\"{value}\"")), "{value} is kept");
        }
    }
    assert_eq!(offer(&mut ana, &thread, &[("at_1", &soon)]).await.status, 303);
    let page = bob.open(&thread).await;
    let path = format!("{thread}/times/{}", number_after(&page, "/times/"));
    let declined = bob.submit(&format!("{path}/decline"), &[("word", "I sleep <b>then</b>")]).await;
    assert_eq!((declined.status, declined.to()), (303, format!("{thread}?times=offer#times").as_str()));
    let told = ana.open(&thread).await;
    assert!(told.says("None of your times fits bob: “I sleep <b>then</b>”") && !told.text().contains("<b>then"), "{}", told.text());
    // What was offered before can't be taken any more; a page that was open says so.
    let at = number_after(&page, "name=\"at\" value=\"").to_string();
    bob.open(&thread).await;
    let csrf = bob.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    let late = bob.send(&format!("{path}/accept"), format!("csrf={csrf}&command=late-1&at={at}").into_bytes()).await;
    assert_eq!((late.status, late.to()), (303, format!("{thread}#times").as_str()));
    assert!(bob.open(&thread).await.says("These times are not open any more."));
    assert_eq!(ana.get(&format!("{path}.ics")).await.status, 404, "nothing was agreed");
    town.stop().await;
}

#[actix_web::test]
async fn nobody_else_gets_there_and_behind_a_block_there_is_nothing() {
    let town = Town::start().await;
    let (mut ana, mut bob, thread) = two(&town).await;
    let soon = typed(2, 10, "Europe/Berlin");
    offer(&mut ana, &thread, &[("at_1", &soon)]).await;
    let page = bob.open(&thread).await;
    let path = format!("{thread}/times/{}", number_after(&page, "/times/"));
    let at = number_after(&page, "name=\"at\" value=\"").to_string();
    bob.submit(&format!("{path}/accept"), &[("at", &at)]).await;
    let mut cyd = town.sign_up("cyd").await;
    cyd.open("/home").await;
    let csrf = cyd.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    for (n, to) in [format!("{path}/accept"), format!("{path}/decline"), format!("{path}/off")].iter().enumerate() {
        assert_eq!(cyd.send(to, format!("csrf={csrf}&command=c{n}&at={at}").into_bytes()).await.status, 404, "{to}");
        assert_eq!(cyd.send(to, format!("command=c{n}&at={at}").into_bytes()).await.status, 403, "{to} without its token");
    }
    assert_eq!(cyd.get(&format!("{path}.ics")).await.status, 404);
    assert_eq!(cyd.get(&format!("{thread}/times?part=yes")).await.status, 404);
    assert_eq!(town.browser().get(&format!("{path}.ics")).await.status, 303, "strangers log in first");

    let part = bob.get(&format!("{thread}/times?part=yes")).await;
    assert!(part.says("You two meet") && !part.text().contains("<html"), "{}", part.text());
    ana.open("/@bob").await;
    ana.submit("/blocks", &[]).await;
    assert!(!ana.open(&thread).await.text().contains("data-times"), "nothing to meet for");
    assert!(bob.open("/my/notices").await.says("ana called off the time you had agreed on."));
    assert!(!bob.open(&thread).await.says("You two meet"));
    town.stop().await;
}

#[actix_web::test]
async fn what_is_booked_leads_to_finding_a_time_and_to_their_calendar() {
    let town = Town::start().await;
    let (mut ana, mut bob) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/settings/profile").await;
    ana.submit("/settings/profile", &[("name", "ana"), ("calendar_url", "https://cal.example/ana")]).await;
    let priced = [("kind", "service"), ("pricing", "hourly"), ("price", "40")];
    let page = offers(&mut ana, "I read your menu aloud", &priced).await;
    let to = writes(&mut bob, &page, "On Thursday, perhaps?").await;
    let thread = to.strip_suffix("?times=offer#times").expect("the form is open").to_owned();
    let shown = bob.open(&to).await;
    assert!(shown.text().contains("<details class=\"times-offer\" open>"), "{}", shown.text());
    assert!(shown.says("Book with ana's calendar") && shown.says("leads to cal.example"), "{}", shown.text());
    assert!(!ana.open(&thread).await.says("'s calendar"), "bob has none, and one's own is of no use");
    let again = bob.open(&page).await;
    assert!(again.says("Find a time with ana") && again.text().contains(&format!("href=\"{thread}/times\"")), "{}", again.text());
    let free = offers(&mut ana, "I listen", &[("kind", "service")]).await;
    assert!(!writes(&mut bob, &free, "Please do").await.contains("times"), "a free one is asked for, not booked");
    town.stop().await;
}

#[actix_web::test]
async fn both_screens_hear_of_it_at_once() {
    let town = Town::start().await;
    let (mut ana, bob, thread) = two(&town).await;
    let windows = [ana.socket().await.expect("a window"), bob.socket().await.expect("a window")];
    offer(&mut ana, &thread, &[("at_1", &typed(2, 10, "Europe/Berlin"))]).await;
    let shown = |frame: &ServerFrame| matches!(frame, ServerFrame::Event { no: Some(_), event: Event::Times(Happened::Offered { .. }), view: View::Times(view) } if view.offers.len() == 1);
    for mut window in windows {
        window.until(shown, PATIENCE).await.expect("it is told, with how the two stand");
        window.close().await;
    }
    town.stop().await;
}
