//! The kind of an ask or an offer, left to be guessed; without a script, and by the API.

use hub::{
    Event,
    matches::{Event::Looked, Post},
};
use serde_json::json;

use crate::{api::program::House, deeds::PATIENCE, town::Town};

#[actix_web::test]
async fn whoever_chooses_no_kind_has_it_guessed_from_the_sentence() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let form = ana.open("/my/asks/new").await;
    assert!(form.says("Guess from what I wrote"), "{}", form.text());
    let sentence = [("title", "Looking for testers for my app"), ("kind", ""), ("currency", "usd"), ("visibility", "everyone")];
    let posted = ana.submit("/my/asks/new", &sentence).await;
    let page = ana.get(posted.to()).await;
    assert!(page.says("Try my app") && page.says("5 people"), "its kind and that kind's places: {}", page.text());

    ana.open("/my/offers/new").await;
    let sentence = [
        ("title", "A course in six lessons for beginners"),
        ("description", "Ten minutes each."),
        ("kind", ""),
        ("pricing", "free"),
        ("currency", "usd"),
        ("visibility", "everyone"),
        ("then", "publish"),
    ];
    let posted = ana.submit("/my/offers/new", &sentence).await;
    let page = ana.get(posted.to()).await;
    assert!(page.text().contains(">Course<"), "{}", page.text());
    town.stop().await;
}

#[actix_web::test]
async fn whoever_chooses_a_kind_has_that_one_whatever_they_write() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/my/asks/new").await;
    let words = |kind| [("title", "Looking for testers for my app"), ("kind", kind), ("currency", "usd"), ("visibility", "everyone")];
    let posted = ana.submit("/my/asks/new", &words("introduction")).await;
    assert!(ana.get(posted.to()).await.says("Introduction"));
    ana.open("/my/asks/new").await;
    let refused = ana.submit("/my/asks/new", &words("riddle")).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("Please pick one of the choices"), "{}", refused.text());
    town.stop().await;
}

#[actix_web::test]
async fn as_many_are_told_of_an_ask_as_were_promised_while_it_was_written() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    for name in ["boris", "cyra", "deniz"] {
        let mut helper = house.member(name).await;
        let offer = json!({
            "title": "I test new apps on my phone", "description": "I try your app on my phone and tell you what confuses me.", "kind": "feedback",
            "pricing": "free", "visibility": "everyone", "publish": true,
        });
        let mut events = house.town.running.house.collective.events();
        helper.post("/offers", offer).await.well(201);
        let looked = |event: &Event| matches!(event, Event::Matches(Looked { .. })).then_some(());
        events.wait_for(PATIENCE, looked).await.expect("it is in the index");
    }
    let (title, description) = ("Beta testers for my recipe app", "Try it on your phone and tell me where you get lost.");
    let text = format!("{title}\n{description}");
    let promised = ana.post("/compose", json!({ "text": text, "hear": true })).await.well(200);
    assert_eq!((promised["would_hear"].as_i64(), promised["kind"].as_str()), (Some(3), Some("beta_tester")), "{promised}");
    let nobody = ana.post("/compose", json!({ "text": "Zithers, untuned", "hear": true })).await.well(200);
    assert_eq!(nobody["would_hear"], 0);
    let too_short = ana.post("/compose", json!({ "text": "a", "hear": true })).await.well(200);
    assert!(too_short["would_hear"].is_null(), "it is no ask yet: {too_short}");

    let mut events = house.town.running.house.collective.events();
    let draft = json!({ "title": title, "description": description, "kind": "beta_tester", "visibility": "everyone" });
    let ask = ana.post("/asks", draft).await.well(201)["id"].clone();
    let told = |event: &Event| match event {
        Event::Matches(Looked { post: Post::Ask(id), told, .. }) if json!(id) == ask => Some(*told),
        _ => None,
    };
    assert_eq!(events.wait_for(PATIENCE, told).await, Some(3), "as many as were promised");
    house.close().await;
}

#[actix_web::test]
async fn a_member_is_told_what_a_text_says_and_nothing_of_it_is_stored() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    let text = "I'd pay somebody to translate my menu\nMy budget is €50 to €80. I tried ChatGPT.";
    let read = ana.post("/compose", json!({ "text": text })).await.well(200);
    assert_eq!((read["kind"].as_str(), read["sure"].as_bool()), (Some("hire"), Some(true)), "{read}");
    assert_eq!((read["budget_min"].as_i64(), read["budget_max"].as_i64()), (Some(5000), Some(8000)));
    assert_eq!((read["currency"].as_str(), read["tools"][0]["name"].as_str()), (Some("eur"), Some("ChatGPT")));
    assert!(read["pricing"].is_null() && read["price"].is_null(), "an ask has no price: {read}");

    let read = ana.post("/compose", json!({ "text": "I design your website, $40 an hour", "offer": true })).await.well(200);
    assert_eq!((read["kind"].as_str(), read["pricing"].as_str(), read["price"].as_i64()), (Some("service"), Some("hourly"), Some(4000)));
    assert!(read["budget_max"].is_null(), "{read}");

    let read = ana.post("/compose", json!({ "text": "" })).await.well(200);
    assert_eq!((read["sure"].as_bool(), read["tools"].as_array().map(Vec::len)), (Some(false), Some(0)));
    assert_eq!(ana.post("/compose", json!({})).await.to_mend(), ["text"]);
    assert_eq!(ana.get("/asks/me").await.well(200)["items"], json!([]));
    house.stranger().post("/compose", json!({ "text": text })).await.refused(401);
    house.close().await;
}
