//! What people do in many tests: ask, offer, write, wait for what follows.

use std::time::Duration;

use hub::Event;

use crate::town::{Answer, Browser, Town};

/// Longer than anything takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Everything that the form of an ask sends; what a test says replaces it.
pub const ASK: [(&str, &str); 4] =
    [("description", "Say it plainly."), ("kind", "advice"), ("currency", "usd"), ("visibility", "everyone")];
const OFFER: [(&str, &str); 6] = [
    ("description", "An hour of mine."),
    ("kind", "skill"),
    ("pricing", "free"),
    ("currency", "usd"),
    ("visibility", "everyone"),
    ("then", "publish"),
];

/// A form with everything in it that a browser sends.
pub fn filled<'a>(usual: &[(&'a str, &'a str)], title: &'a str, said: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all = vec![("title", title)];
    all.extend(usual.iter().filter(|(name, _)| !said.iter().any(|(n, _)| n == name)));
    all.extend(said);
    all
}

/// Posts an ask by the form; answers its address.
pub async fn asks(who: &mut Browser, title: &str, said: &[(&str, &str)]) -> String {
    who.open("/my/asks/new").await;
    let answer = who.submit("/my/asks/new", &filled(&ASK, title, said)).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.to().to_owned()
}

/// Posts an offer by the form; answers its address.
pub async fn offers(who: &mut Browser, title: &str, said: &[(&str, &str)]) -> String {
    who.open("/my/offers/new").await;
    let answer = who.submit("/my/offers/new", &filled(&OFFER, title, said)).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.to().to_owned()
}

/// Writes the first message from a page with such a form; answers the address of the conversation.
pub async fn writes(who: &mut Browser, page: &str, message: &str) -> String {
    who.open(page).await;
    let answer = who.submit("/connections", &[("message", message)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    // Without the part of it that says what is so now.
    answer.to().split("#now-").next().unwrap_or_default().to_owned()
}

/// The number that follows `mark` on a page: `/connections/` of `/connections/12/step`.
pub fn number_after(answer: &Answer, mark: &str) -> i64 {
    let text = answer.text();
    let numbers = text.match_indices(mark).map(|(at, _)| {
        let rest = &text[at + mark.len()..];
        rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse()
    });
    numbers.flatten().next().unwrap_or_else(|| panic!("no number after {mark} in {text}"))
}

/// Does something, and waits for the event that follows from it.
pub async fn and_then<T>(town: &Town, deed: impl Future<Output = T>, wanted: impl Fn(&Event) -> bool) -> T {
    let mut events = town.running.house.collective.events();
    let done = deed.await;
    events.wait_for(PATIENCE, |event| wanted(event).then_some(())).await.expect("what follows");
    done
}
