//! “I'm full”: one tap, also while saying no; nothing new comes until one can help again.

use hub::{Event, matches};

use crate::{
    deeds::{and_then, asks, number_after, offers, writes},
    town::Town,
};

const OFFER: (&str, [(&str, &str); 2]) =
    ("I test new apps on my phone", [("description", "I try your app on my phone and tell you what confuses me."), ("kind", "feedback")]);
const ASK: (&str, [(&str, &str); 2]) =
    ("Beta testers for my recipe app", [("description", "Try it on your phone and tell me where you get lost."), ("kind", "beta_tester")]);

#[actix_web::test]
async fn who_is_full_hears_of_no_new_ask_and_of_those_that_waited_when_they_can_help_again() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bo, OFFER.0, &OFFER.1).await;
    assert!(bo.open("/home").await.says("I'm full"));
    assert_eq!(bo.submit("/availability", &[("full", "yes")]).await.to(), "/home");
    let home = bo.open("/home").await;
    assert!(home.says("You said you are full: we send you no new asks.") && home.says("I can help again"), "{}", home.text());

    let ask = asks(&mut ana, ASK.0, &ASK.1).await;
    let page = ana.open(&ask).await;
    assert!(!page.says("1 person told.") && page.says("they have enough to do right now"), "{}", page.text());
    assert!(!bo.open("/home").await.says(ASK.0), "nothing is sent to who is full");

    let told = |event: &Event| matches!(event, Event::Matches(matches::Event::Told { .. }));
    and_then(&town, bo.submit("/availability", &[("full", "no")]), told).await;
    assert!(bo.open("/home").await.says(ASK.0));
    assert!(ana.open(&ask).await.says("1 person told."));
    town.stop().await;
}

#[actix_web::test]
async fn no_and_full_are_one_tap() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let offer = offers(&mut bo, OFFER.0, &OFFER.1).await;
    writes(&mut ana, &offer, "Could you look at mine?").await;
    let id = number_after(&bo.open("/connections").await, "/connections/");
    let answer = bo.submit(&format!("/connections/{id}/step"), &[("step", "decline_full")]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(bo.open("/connections?show=over").await.says(OFFER.0));
    assert!(bo.open("/home").await.says("You said you are full"));
    assert!(ana.open(&offer).await.says("bob has enough to do right now"));
    assert!(ana.open("/@bob").await.says("bob has enough to do right now"));
    assert!(!town.browser().get("/home").await.says("I'm full"), "a stranger has no such switch");
    town.stop().await;
}
