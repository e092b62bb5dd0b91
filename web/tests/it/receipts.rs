//! The receipt of an ask, without a script: told, read, never who; and what would bring it more people.

use hub::{AskId, Event, matches};

use crate::{
    deeds::{self, PATIENCE, asks, filled, number_after, offers},
    town::{Browser, Town},
};

const OFFER: (&str, [(&str, &str); 2]) =
    ("I test new apps on my phone", [("description", "I try your app on my phone and tell you what confuses me."), ("kind", "feedback")]);
const ASK: (&str, [(&str, &str); 2]) =
    ("Beta testers for my recipe app", [("description", "Try it on your phone and tell me where you get lost."), ("kind", "beta_tester")]);

/// Posts the ask and waits until the matcher has looked at it.
async fn asks_and_is_matched(town: &Town, who: &mut Browser, said: &[(&str, &str)]) -> String {
    let mut events = town.running.house.collective.events();
    let page = asks(who, ASK.0, said).await;
    let looked = |event: &Event| matches!(event, Event::Matches(matches::Event::Looked { post: matches::Post::Ask(_), .. })).then_some(());
    events.wait_for(PATIENCE, looked).await.expect("looked at");
    page
}

#[actix_web::test]
async fn who_asked_sees_that_somebody_read_it_and_never_who() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let mut helpers = Vec::new();
    for name in ["bob", "cyd", "dee"] {
        let mut helper = town.sign_up(name).await;
        offers(&mut helper, OFFER.0, &OFFER.1).await;
        helpers.push(helper);
    }
    let ask = asks_and_is_matched(&town, &mut ana, &ASK.1).await;
    assert!(helpers[0].open("/home").await.says("only sees how many people read this, never your name."));
    // Nobody has looked at the receipt yet: the first count is taken when its owner does.
    let page = helpers[0].open(&ask).await;
    let id = AskId(number_after(&page, "data-ask=\""));
    let bob = hub::UserId(number_after(&helpers[0].open("/home").await, "data-me=\""));
    while store::receipts::is_unread(&mut town.running.house.store.read().await.unwrap(), bob, id).await.unwrap() {
        tokio::task::yield_now().await;
    }
    let words = "told 3 · nobody is here right now · some have read it";
    let hers = ana.open(&ask).await;
    assert!(hers.says(words), "{}", hers.text());
    assert!(ana.open("/home").await.says(words));
    helpers[1].open(&ask).await;
    assert!(ana.open(&ask).await.says(words), "not before the minute is over");
    assert!(!helpers[0].open(&ask).await.says("told 3"), "it is her receipt");

    helpers[2].open("/settings/privacy").await;
    assert_eq!(helpers[2].submit("/settings/receipts", &[("on", "no")]).await.status, 303);
    assert!(!helpers[2].open("/home").await.says("not who."), "who shows no ticks is not counted");
    town.stop().await;
}

#[actix_web::test]
async fn an_ask_that_nobody_fits_is_widened_in_one_tap_and_tells_those_who_were_promised() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bo, OFFER.0, &OFFER.1).await;
    let ask = asks_and_is_matched(&town, &mut ana, &[ASK.1[0], ("kind", "hire")]).await;
    let page = ana.open(&ask).await;
    assert!(page.says("as “Try my app” instead of “Paid work”: 1 more person fits"), "{}", page.text());
    assert!(ana.open("/home").await.says("nobody told yet"));
    assert!(!bo.open(&ask).await.says("Widen it?"));
    let id = number_after(&page, "data-ask=\"");
    let form = ana.open(&format!("/my/asks/{id}/edit?widen=beta_tester")).await;
    assert!(form.says("One thing is changed below: your ask as “Try my app” instead of “Paid work”."), "{}", form.text());
    assert!(form.text().contains("value=\"beta_tester\" data-places=\"5\" checked"), "the form is filled in");
    assert!(!bo.open("/home").await.says(ASK.0), "nobody is told before it is saved");
    let mut events = town.running.house.collective.events();
    ana.open(&format!("/my/asks/{id}/edit?widen=beta_tester")).await;
    let saved = ana.submit(&format!("/my/asks/{id}/edit"), &filled(&deeds::ASK, ASK.0, &ASK.1)).await;
    assert_eq!(saved.status, 303, "{}", saved.text());
    let told = |event: &Event| matches!(event, Event::Matches(matches::Event::Told { .. })).then_some(());
    events.wait_for(PATIENCE, told).await.expect("Bob is told");
    assert!(bo.open("/home").await.says(ASK.0));
    let wide = ana.open(&ask).await;
    assert!(wide.says("1 person told.") && !wide.says("Widen it?"), "{}", wide.text());
    assert!(ana.open(&format!("/my/asks/{id}/edit?widen=beta_tester")).await.status == 200, "what it is already changes nothing");
    assert!(!ana.open(&format!("/my/asks/{id}/edit?widen=the+moon")).await.says("One thing is changed"));
    town.stop().await;
}

#[actix_web::test]
async fn an_ask_that_nobody_fits_in_its_language_is_widened_to_others() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let text = "Ich schaue mir deine Seite an und sage dir, was nicht stimmt und wie du es besser machen kannst.";
    offers(&mut bo, "React und SQL für deine Seite", &[("kind", "skill"), ("description", text), ("tags", "React, SQL")]).await;
    let description = "I need help with the React page of my shop and with the SQL behind it.";
    let ask = asks_and_is_matched(&town, &mut ana, &[("description", description), ("kind", "advice"), ("tags", "React, SQL")]).await;
    let page = ana.open(&ask).await;
    assert!(page.says("in any language: 1 more person fits"), "{}", page.text());
    let id = number_after(&page, "data-ask=\"");
    let form = ana.open(&format!("/my/asks/{id}/edit?widen=language")).await;
    assert!(form.says("One thing is changed below: your ask in any language."), "{}", form.text());
    assert!(form.text().contains("<option value=\"any\" selected>"), "{}", form.text());
    town.stop().await;
}
