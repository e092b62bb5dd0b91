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
async fn as_many_hear_of_an_offer_as_were_promised_while_it_was_written() {
    let house = House::open().await;
    let mut bo = house.member("boris").await;
    let (title, description) = ("I test new apps on my phone", "I try your app on my phone and tell you what confuses me.");
    let text = format!("{title}\n{description}");
    let nobody = bo.post("/compose", json!({ "text": text, "offer": true, "hear": true })).await.well(200);
    assert_eq!(nobody["would_hear"], 0, "{nobody}");
    for name in ["ana", "cyra"] {
        let mut asker = house.member(name).await;
        let ask = json!({
            "title": format!("Beta testers for the recipe app of {name}"), "description": "Try it on your phone and tell me where you get lost.",
            "kind": "beta_tester", "visibility": "everyone",
        });
        let mut events = house.town.running.house.collective.events();
        asker.post("/asks", ask).await.well(201);
        let looked = |event: &Event| matches!(event, Event::Matches(Looked { .. })).then_some(());
        events.wait_for(PATIENCE, looked).await.expect("it is in the index");
    }
    let promised = bo.post("/compose", json!({ "text": text, "offer": true, "hear": true })).await.well(200);
    assert_eq!((promised["would_hear"].as_i64(), promised["kind"].as_str()), (Some(2), Some("feedback")), "{promised}");
    let mut events = house.town.running.house.collective.events();
    let draft = json!({ "title": title, "description": description, "kind": "feedback", "publish": true, "visibility": "everyone" });
    let offer = bo.post("/offers", draft).await.well(201)["id"].clone();
    let told = |event: &Event| match event {
        Event::Matches(Looked { post: Post::Offer(id), told, .. }) if json!(id) == offer => Some(*told),
        _ => None,
    };
    assert_eq!(events.wait_for(PATIENCE, told).await, Some(2), "as many as were promised");
    house.close().await;
}

#[actix_web::test]
async fn one_box_is_enough_and_its_first_line_is_the_title() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/my/asks/new").await;
    let typed = [("text", "Who knows about sourdough?\nMine dies\nin summer."), ("currency", "usd"), ("visibility", "everyone")];
    let posted = ana.submit("/my/asks/new", &typed).await;
    assert_eq!((posted.status, posted.to()), (303, "/@ana/asks/who-knows-about-sourdough"), "{}", posted.text());
    assert!(ana.get(posted.to()).await.says("in summer."));
    ana.open("/my/offers/new").await;
    let typed = [
        ("text", "I bake with you for an hour"),
        ("pricing", "free"),
        ("currency", "usd"),
        ("visibility", "everyone"),
        ("then", "publish"),
    ];
    let posted = ana.submit("/my/offers/new", &typed).await;
    assert_eq!(posted.to(), "/@ana/i-bake-with-you-for-an-hour", "one sentence is enough: {}", posted.text());
    ana.open("/my/asks/new").await;
    let refused = ana.submit("/my/asks/new", &[("text", " "), ("currency", "usd"), ("visibility", "everyone")]).await;
    assert!(refused.status == 422 && refused.text().contains("href=\"#f-text\""), "{}", refused.text());
    town.stop().await;
}

#[actix_web::test]
async fn what_is_kept_as_a_draft_goes_on_later_and_is_gone_once_posted() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/my/asks/new").await;
    let typed = [("text", "A logo for my bakery\nGreen."), ("places", "two"), ("currency", "eur"), ("visibility", "members")];
    let kept = ana.submit("/my/asks/new", &[&typed[..], &[("then", "draft")]].concat()).await;
    assert_eq!((kept.status, kept.to()), (303, "/my/asks"), "{}", kept.text());
    let mine = ana.open("/my/asks").await;
    assert!(mine.says("Started, and not posted yet") && mine.says("A logo for my bakery"), "{}", mine.text());
    let begins = mine.text();
    let path = begins.split("href=\"").find(|rest| rest.starts_with("/my/asks/new?draft=")).and_then(|rest| rest.split('"').next());
    let path = path.expect("it leads on").to_owned();
    assert_eq!(bo.get(&path).await.status, 404, "nobody else's");
    let form = ana.open(&path).await;
    assert!(form.text().contains("\nA logo for my bakery\nGreen.</textarea>"), "{}", form.text());
    assert!(form.text().contains("value=\"two\"") && form.text().contains("value=\"members\" selected"), "as typed: {}", form.text());
    let typed = [("text", "A logo for my bakery\nGreen."), ("places", "2"), ("currency", "eur"), ("visibility", "members")];
    assert_eq!(ana.submit("/my/asks/new", &typed).await.to(), "/@ana/asks/a-logo-for-my-bakery");
    assert!(!ana.open("/my/asks").await.says("Started, and not posted yet"));
    assert_eq!(ana.get(&path).await.status, 404, "it is posted");
    town.stop().await;
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
