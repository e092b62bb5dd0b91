//! “I've got this”, without a script: holding a place, letting it go, being told when one is free, writing.

use crate::{
    deeds::{asks, number_after, writes},
    town::{Browser, Town},
};

/// Presses a button about the places of an ask, on the page that is open; what it says then, on the same page.
async fn presses(who: &mut Browser, page: &str, ask: i64, what: &str) -> String {
    who.open(page).await;
    let answer = who.submit(&format!("/asks/{ask}/claim{what}"), &[]).await;
    assert_eq!((answer.status, answer.to()), (303, page), "{what}: {}", answer.text());
    who.open(page).await.text()
}

/// Whether a button stands there to be pressed.
fn offers(page: &str, ask: i64, what: &str) -> bool {
    let form = format!("action=\"/asks/{ask}/claim{what}\"");
    let at = page.find(&form).unwrap_or_else(|| panic!("no form {form}: {page}"));
    let tag = &page[at..at + page[at..].find('>').expect("a tag ends")];
    !tag.contains(" hidden")
}

#[actix_web::test]
async fn a_place_is_held_seen_waited_for_let_go_and_becomes_a_conversation() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    let ask = asks(&mut ana, "Somebody to taste my rye", &[]).await;
    let id = number_after(&bo.open(&ask).await, "data-ask=\"");
    let before = bo.open(&ask).await.text();
    assert!(offers(&before, id, "") && !offers(&before, id, "/release") && !offers(&before, id, "/tell"));
    assert!(before.contains("sees your name"), "what it does is said before it is pressed");

    let held = presses(&mut bo, &ask, id, "").await;
    assert!(held.contains("A place is yours until") && held.contains("sees that you are writing"), "{held}");
    assert!(!offers(&held, id, "") && offers(&held, id, "/release"));
    let home = bo.open("/home").await;
    assert!(home.says("Places you hold") && home.says("Somebody to taste my rye"), "{}", home.text());
    let hers = ana.open(&ask).await;
    assert!(hers.says("bob is writing to you · the place is held"), "{}", hers.text());
    assert!(ana.open("/home").await.says("1 held"));
    let others = cy.open(&ask).await.text();
    assert!(others.contains("The place is held for now.") && !others.contains("bob"), "how many, never who: {others}");
    assert!(!offers(&others, id, "") && offers(&others, id, "/tell"));
    let stranger = town.browser().get(&ask).await.text();
    assert!(stranger.contains("The place is held for now.") && !stranger.contains("bob"));

    let waits = presses(&mut cy, &ask, id, "/tell").await;
    assert!(waits.contains("We tell you when one is free") && !offers(&waits, id, "/tell"), "{waits}");
    let again = presses(&mut cy, &ask, id, "").await;
    assert!(again.contains("All places are held for now, by people who are writing"), "{again}");

    let free = presses(&mut bo, &ask, id, "/release").await;
    assert!(free.contains("Let go. Others can have the place now."), "{free}");
    assert!(cy.open("/home").await.says("A place is free: “Somebody to taste my rye”."));
    assert!(!ana.open(&ask).await.says("is writing to you"));

    presses(&mut cy, &ask, id, "").await;
    let talk = writes(&mut cy, &ask, "I love rye. Thursday?").await;
    assert!(talk.starts_with("/messages/"), "{talk}");
    let answered = ana.open(&ask).await;
    assert!(answered.says("I love rye. Thursday?") && !answered.says("is writing to you"), "{}", answered.text());
    assert!(offers(&bo.open(&ask).await.text(), id, ""), "until she says yes, the place is free");

    // Her own ask is none to hold.
    ana.open(&ask).await;
    assert!(!ana.open(&ask).await.text().contains(&format!("/asks/{id}/claim")));
    town.stop().await;
}
