//! Every address once, as it is meant. A new address without a line here fails.

use std::{collections::BTreeSet, time::Duration};

use hub::{Event, matches::Event::Told};
use serde_json::{Value, json};

use super::program::{House, Program};
use crate::town::PASSWORD;

#[actix_web::test]
async fn every_address_of_the_document_answers_as_it_says() {
    let house = House::open().await;
    let (mut ana, mut bo) = (house.member("ana").await, house.member("boris").await);
    let ask = posts(&mut ana, &mut bo).await;
    matches(&house, &mut ana, &mut bo, ask).await;
    let offer = bo.offers("A second look at the words on your page").await;
    offers(&mut ana, &mut bo, offer).await;
    people(&mut ana, &mut bo, ask).await;
    follows(&mut ana, &mut bo).await;
    keeps(&mut ana, &mut bo, offer).await;
    files(&mut ana, &mut bo).await;
    reviews(&mut ana, &mut bo).await;
    rooms(&mut ana, &mut bo).await;
    holds(&mut ana, &mut bo, &mut house.member("cyra").await).await;
    looking_around(&mut house.stranger()).await;
    oneself(&mut ana, bo.id).await;
    reports(&house, &mut ana, &mut bo, offer).await;
    doors(&house).await;
    leaving(&house).await;

    let all: BTreeSet<(String, String)> = house.document.operations().into_iter().collect();
    let walked = house.walked.borrow().clone();
    let missing: Vec<_> = all.difference(&walked).collect();
    assert!(missing.is_empty(), "in the document, but nobody walked it: {missing:?}");
    assert!(all.len() > 50);
    house.close().await;
}

async fn posts(ana: &mut Program, bo: &mut Program) -> i64 {
    let draft = json!({
        "title": "Testers for my sourdough planner", "description": "An app that plans when to *feed* the starter: what is confusing?", "kind": "beta_tester",
        "budget_min": 1000, "budget_max": 5000, "currency": "eur", "visibility": "everyone",
    });
    let read = ana.post("/compose", json!({ "text": "Testers for my sourdough planner" })).await.well(200);
    assert_eq!(read["words"], "I need people to try my app");
    assert_eq!(ana.put("/drafts/a-form-1", json!({ "kind": "ask", "form": "text=A+sign" })).await.well(200)["form"], "text=A+sign");
    assert_eq!(ana.get("/drafts/a-form-1").await.well(200)["kind"], "ask");
    assert_eq!(ana.get("/drafts").await.well(200)["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(ana.put("/drafts/a-form-1", json!({ "kind": "ask", "form": "text=A+flag" })).await.refused(409), "drafts.changed_meanwhile");
    assert_eq!(bo.get("/drafts/a-form-1").await.refused(404), "drafts.no_such_draft");
    ana.delete("/drafts/a-form-1").await.well(204);
    let made = ana.post("/asks", draft).await;
    let ask = made.well(201);
    let id = ask["id"].as_i64().expect("an id");
    assert_eq!(made.header("location"), format!("/api/v1/asks/{id}"));
    assert_eq!((ask["places"].as_i64(), ask["budget_max"].as_i64(), ask["status"].as_str()), (Some(5), Some(5000), Some("open")));

    let listed = bo.get("/asks?kind=beta_tester&paid=true&limit=5").await.well(200);
    assert_eq!(listed["items"][0]["id"], id);
    assert_eq!(bo.get("/asks?kind=hire").await.well(200)["items"], json!([]));
    assert_eq!(ana.get("/asks/me").await.well(200)["items"][0]["title"], "Testers for my sourdough planner");

    bo.post(&format!("/asks/{id}/view"), json!({})).await.well(204);
    assert_eq!(bo.get(&format!("/asks/{id}")).await.well(200)["views"], 1);

    // A change changes what it names, and null is not the same as nothing.
    let changed =
        ana.patch(&format!("/asks/{id}"), json!({ "title": "Testers for my sourdough planner app", "budget_min": null })).await.well(200);
    assert_eq!((changed["title"].as_str(), changed["budget_min"].as_i64()), (Some("Testers for my sourdough planner app"), None));
    assert_eq!((changed["budget_max"].as_i64(), changed["description"].as_str()), (Some(5000), ask["description"].as_str()));
    assert_eq!(changed["kind"], "beta_tester");

    assert_eq!(ana.put(&format!("/asks/{id}/places"), json!({ "places": 2 })).await.well(200)["places"], 2);
    assert_eq!(ana.patch(&format!("/asks/{id}/status"), json!({ "status": "closed" })).await.well(200)["status"], "closed");
    assert_eq!(ana.post(&format!("/asks/{id}/status"), json!({ "status": "open" })).await.well(200)["status"], "open");
    assert_eq!(ana.patch(&format!("/asks/{id}/status"), json!({ "status": "in_progress" })).await.to_mend(), ["status"]);

    let worded = ana.get(&format!("/asks/{id}/wordings")).await.well(200);
    assert_eq!(worded["items"][0]["title"], "Testers for my sourdough planner");
    assert!(ana.post(&format!("/asks/{id}/renew"), json!({})).await.well(200)["expires_at"].is_null(), "it stands for good");

    let app = json!({ "title": "A sourdough planner", "description": "It rings.", "kind": "app", "stage": "in_work", "publish": true });
    let app = ana.post("/offers", app).await.well(201);
    assert_eq!(app["stage"], "in_work");
    let related = |app: &Value| json!({ "related_offer": app });
    assert_eq!(ana.patch(&format!("/asks/{id}"), related(&app["id"])).await.well(200)["related_offer"], app["id"]);
    assert!(ana.patch(&format!("/asks/{id}"), related(&Value::Null)).await.well(200).get("related_offer").is_none());
    assert_eq!(ana.patch(&format!("/asks/{id}"), related(&json!(77))).await.to_mend(), ["related_offer"]);
    ana.delete(&format!("/offers/{}", app["id"])).await.well(204);

    let second = ana.asks("A name for my bakery").await;
    ana.delete(&format!("/asks/{second}")).await.well(204);
    assert_eq!(ana.get(&format!("/asks/{second}")).await.well(200)["archived"], true);
    assert_eq!(bo.get(&format!("/asks/{second}")).await.refused(404), "asks.no_such_ask");
    id
}

async fn holds(ana: &mut Program, bo: &mut Program, cy: &mut Program) {
    let ask = ana.asks("Somebody to taste my rye").await;
    let path = format!("/asks/{ask}/claim");
    assert_eq!(cy.post(&format!("{path}/tell"), json!({})).await.refused(409), "claims.place_is_free");
    let held = bo.post(&path, json!({})).await.well(200);
    assert_eq!((held["places"]["held"].as_i64(), held["writing"].clone()), (Some(1), json!([])));
    assert!(held["places"]["mine"].is_i64(), "{held}");
    assert_eq!(bo.post(&path, json!({})).await.well(200)["places"]["mine"], held["places"]["mine"], "a moment later");
    assert_eq!(bo.get("/claims").await.well(200)["items"][0]["ask"], ask);
    assert_eq!(ana.get(&path).await.well(200)["writing"][0]["id"], bo.id, "who asked sees who is writing");
    assert_eq!(cy.get(&format!("/asks/{ask}")).await.well(200)["held"], 1);
    assert_eq!(ana.post(&path, json!({})).await.refused(409), "claims.yourself");
    assert_eq!(cy.post(&path, json!({})).await.refused(409), "claims.all_held");
    cy.post(&format!("{path}/tell"), json!({})).await.well(204);
    bo.delete(&path).await.well(204);
    assert_eq!(bo.delete(&path).await.refused(409), "claims.not_held");
    assert_eq!(cy.get("/notices").await.well(200)["items"][0]["words"], "A place is free: “Somebody to taste my rye”.");
    ana.delete(&format!("/asks/{ask}")).await.well(204);
    assert_eq!(cy.get(&path).await.refused(404), "claims.no_such_ask");
}

async fn offers(ana: &mut Program, bo: &mut Program, offer: i64) {
    let path = format!("/offers/{offer}");
    ana.post(&format!("{path}/view"), json!({})).await.well(204);
    let shown = ana.get(&path).await.well(200);
    assert_eq!((shown["status"].as_str(), shown["views"].as_i64()), (Some("active"), Some(1)));
    assert_eq!(ana.get("/offers?paid=false").await.well(200)["items"][0]["id"], offer);
    assert_eq!(bo.get("/offers/me").await.well(200)["items"][0]["id"], offer);

    let priced = bo.patch(&path, json!({ "pricing": "hourly", "price": 4900 })).await.well(200);
    assert_eq!(
        (priced["pricing"].as_str(), priced["price"].as_i64(), priced["title"].as_str()),
        (Some("hourly"), Some(4900), shown["title"].as_str())
    );
    assert_eq!(bo.get(&format!("{path}/wordings")).await.well(200)["items"], json!([]), "only its price changed");
    assert_eq!(bo.post(&format!("{path}/status"), json!({ "status": "paused" })).await.well(200)["status"], "paused");
    assert_eq!(bo.patch(&format!("{path}/status"), json!({ "status": "active" })).await.well(200)["status"], "active");

    assert!(shown.get("stage").is_none() && shown.get("length").is_none());
    assert_eq!(bo.patch(&path, json!({ "stage": "live" })).await.to_mend(), ["stage"]);
    let course = bo.patch(&path, json!({ "kind": "course", "length": "five evenings" })).await.well(200);
    assert_eq!((course["kind"].as_str(), course["length"].as_str()), (Some("course"), Some("five evenings")));
    let app = bo.patch(&path, json!({ "kind": "app", "length": "", "stage": "idea" })).await.well(200);
    assert_eq!((app["stage"].as_str(), app.get("length")), (Some("idea"), None));
    assert_eq!(bo.patch(&path, json!({ "stage": null })).await.well(200).get("stage"), None, "nothing is said");
    let before = json!({ "kind": shown["kind"] });
    bo.patch(&path, before).await.well(200);

    let draft = bo.post("/offers", json!({ "title": "Not ready yet", "description": "Soon there is more to say." })).await.well(201);
    assert_eq!(draft["status"], "draft");
    let path = format!("/offers/{}", draft["id"]);
    assert_eq!(ana.get(&path).await.refused(404), "offers.no_such_offer");
    bo.delete(&path).await.well(204);
    assert_eq!(bo.get(&path).await.well(200)["status"], "archived");
}

async fn matches(house: &House, ana: &mut Program, bo: &mut Program, ask: i64) {
    let mut events = house.town.running.house.collective.events();
    let draft = json!({
        "title": "I try out apps and say what confuses me", "kind": "feedback", "publish": true,
        "description": "I test apps on my phone, planners for bread and sourdough most of all, and write down what is confusing.",
    });
    let offer = bo.post("/offers", draft).await.well(201)["id"].as_i64().expect("an id");
    let told = |event: &Event| matches!(event, Event::Matches(Told { .. })).then_some(());
    events.wait_for(Duration::from_secs(20), told).await.expect("the two fit");

    let card = bo.get("/matches?told=true").await.well(200)["items"][0].clone();
    assert_eq!((card["reader_asks"].as_bool(), card["ask"].as_i64(), card["offer"].as_i64()), (Some(false), Some(ask), Some(offer)));
    assert!(card["reasons"].as_array().is_some_and(|reasons| reasons.len() >= 2), "{card}");
    let for_ask = ana.get(&format!("/asks/{ask}/matches")).await.well(200);
    assert_eq!((for_ask["items"][0]["id"].as_i64(), for_ask["told"].as_i64()), (card["id"].as_i64(), Some(1)));
    assert_eq!(bo.get(&format!("/offers/{offer}/matches")).await.well(200)["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(ana.get(&format!("/offers/{offer}/matches")).await.refused(403), "offers.not_yours");
    assert_eq!(bo.get(&format!("/asks/{ask}/matches")).await.refused(403), "asks.not_yours");

    bo.post(&format!("/asks/{ask}/read"), json!({})).await.well(204);
    let receipt = ana.get(&format!("/asks/{ask}/receipt")).await.well(200);
    assert_eq!((receipt["told"].as_i64(), receipt["words"].as_str()), (Some(1), Some("told 1")), "of one nothing more is said");
    assert_eq!(receipt["next_at"].as_i64(), receipt["taken_at"].as_i64().map(|at| at + 60_000));
    assert_eq!(ana.get("/me/receipts").await.well(200)["items"][0], receipt);
    assert_eq!(bo.get(&format!("/asks/{ask}/receipt")).await.refused(403), "asks.not_yours");
    assert_eq!(ana.get(&format!("/asks/{ask}/wider")).await.well(200)["items"], json!([]), "somebody was told a moment ago");
    assert_eq!(bo.get(&format!("/asks/{ask}/wider")).await.refused(403), "asks.not_yours");

    let less = bo.post("/me/tastes", json!({ "about": "person", "what": ana.id.to_string(), "card": card["id"] })).await.well(200);
    assert_eq!((less["items"][0]["words"].as_str(), less["pause"].clone()), (Some("matches with ana"), json!({ "paused": false })));
    assert_eq!(bo.get("/matches").await.well(200)["items"], json!([]));
    assert_eq!(ana.get("/me/tastes").await.well(200)["items"], json!([]));
    let rule = format!("/me/tastes/{}", less["items"][0]["id"]);
    assert_eq!(ana.delete(&rule).await.refused(404), "tastes.no_such_rule");
    bo.delete(&rule).await.well(204);
    assert_eq!(bo.get("/matches").await.well(200)["items"][0]["id"], card["id"]);
    searches(ana, bo).await;
    suggestions(bo).await;
    assert_eq!(bo.put("/me/matches/pause", json!({ "until": "until_i_say_so" })).await.well(200), json!({ "paused": true }));
    bo.delete("/me/matches/pause").await.well(204);

    bo.post(&format!("/matches/{}/dismiss", card["id"]), json!({})).await.well(204);
    assert_eq!(bo.get("/matches").await.well(200)["items"], json!([]));
    bo.delete(&format!("/offers/{offer}")).await.well(204);
}

async fn suggestions(bo: &mut Program) {
    let meant = bo.get("/discover/suggestions?q=mark").await.well(200);
    assert_eq!(
        meant["items"][0],
        json!({ "kind": "category", "words": "Marketing & Content", "path": "/discover?category=marketing-content" })
    );
    assert_eq!(bo.get("/discover/suggestions").await.well(200)["items"], json!([]));
    assert_eq!(bo.get(&format!("/discover/suggestions?q={}", "x".repeat(1_001))).await.to_mend(), ["q"]);
}

async fn searches(ana: &mut Program, bo: &mut Program) {
    let wanted = json!({ "text": "sourdough", "what": ["offers"], "free": true, "rated": "4", "tell": "daily" });
    let made = bo.post("/searches", wanted.clone()).await;
    let search = made.well(201);
    let path = format!("/searches/{}", search["id"]);
    assert_eq!(made.header("location"), format!("/api/v1{path}"));
    assert_eq!(search["words"], "offers that say “sourdough” · free · 4 stars or more");
    assert_eq!(bo.post("/searches", wanted).await.well(201)["id"], search["id"], "the same once more");
    assert_eq!(bo.patch(&path, json!({ "tell": "off" })).await.well(200)["tell"], "off");
    assert_eq!(bo.get("/searches").await.well(200)["items"][0]["id"], search["id"]);
    assert_eq!(bo.get(&path).await.well(200)["words"], search["words"]);
    assert_eq!(bo.get("/searches/finds").await.well(200)["items"], json!([]));
    assert_eq!(ana.get(&path).await.refused(404), "saved_searches.no_such_search");
    assert_eq!(ana.patch(&path, json!({ "tell": "at_once" })).await.refused(404), "saved_searches.no_such_search");
    assert_eq!(ana.post("/searches", json!({ "free": true })).await.refused(422), "saved_searches.everything");
    assert_eq!(ana.post("/searches", json!({ "tool": "no-such-tool" })).await.to_mend(), ["tool"]);
    bo.delete(&path).await.well(204);
    assert_eq!(bo.get(&path).await.refused(404), "saved_searches.no_such_search");
}

async fn reviews(ana: &mut Program, bo: &mut Program) {
    let said = json!({ "stars": 4, "title": "Quick", "text": "It wrote my menu." });
    let written = ana.put("/tools/claude/review", said.clone()).await.well(200);
    assert_eq!((written["stars"].as_i64(), written["by"]["id"].as_i64(), &written["hidden"]), (Some(4), Some(ana.id), &json!(false)));
    assert_eq!(ana.get("/tools/claude/review").await.well(200)["id"], written["id"]);
    assert_eq!(ana.get("/tools/claude/reviews").await.well(200)["items"], json!([]), "others only");
    assert_eq!(bo.get("/tools/claude/reviews").await.well(200)["items"][0]["title"], "Quick");
    assert_eq!(bo.get("/tools/claude/review").await.refused(404), "not_found");
    let mut none = bo.put("/tools/claude/review", json!({ "stars": 9 })).await.to_mend();
    none.sort();
    assert_eq!(none, ["stars", "title"]);
    assert_eq!(bo.put("/tools/no-such-tool/review", said).await.refused(404), "not_found");
    let made = bo.post("/reports", json!({ "review": written["id"], "reason": "spam" })).await.well(201);
    assert_eq!(made["thing"], json!({ "review": written["id"] }));
    ana.delete("/tools/claude/review").await.well(204);
    ana.delete("/tools/claude/review").await.well(204);
    assert_eq!(bo.get("/tools/claude/reviews").await.well(200)["items"], json!([]));
    assert_eq!(bo.get("/discover/tools?rated=4").await.well(200)["items"], json!([]));
}

async fn keeps(ana: &mut Program, bo: &mut Program, offer: i64) {
    let path = format!("/saved/offer/{offer}");
    ana.put(&path, json!({})).await.well(204);
    ana.put(&path, json!({})).await.well(204);
    ana.put(&format!("/saved/person/{}", bo.id), json!({})).await.well(204);
    let kept = ana.get("/saved").await.well(200)["items"].clone();
    assert_eq!(kept.as_array().map(Vec::len), Some(2));
    assert_eq!((kept[0]["person"]["id"].as_i64(), kept[0]["offer"].clone()), (Some(bo.id), json!(null)));
    let only = ana.get("/saved?kind=offer").await.well(200)["items"].clone();
    assert_eq!((only[0]["thing"].clone(), only[0]["offer"]["id"].as_i64()), (json!({ "offer": offer }), Some(offer)));
    assert_eq!(bo.get("/saved").await.well(200)["items"], json!([]), "nobody else sees it");
    assert_eq!(bo.put(&path, json!({})).await.refused(409), "keeps.own_thing");
    assert_eq!(ana.put("/saved/ask/99999", json!({})).await.refused(404), "keeps.no_such_thing");
    assert_eq!(ana.put("/saved/planet/7", json!({})).await.refused(404), "not_found");
    ana.delete(&path).await.well(204);
    ana.delete(&path).await.well(204);
    assert_eq!(ana.get("/saved?kind=offer").await.well(200)["items"], json!([]));
}

async fn files(ana: &mut Program, bo: &mut Program) {
    let photo = ana.upload("photo", "me.png", &crate::files::png(40, 20)).await.well(201);
    assert_eq!((photo["media"].as_str(), photo["width"].as_i64(), photo["height"].as_i64()), (Some("image/jpeg"), Some(256), Some(256)));
    assert_eq!(bo.put("/me/photo", json!({ "file": photo["id"] })).await.refused(404), "files.no_such_file");
    ana.put("/me/photo", json!({ "file": photo["id"] })).await.well(204);
    assert_eq!(bo.get("/people/ana").await.well(200)["person"]["portrait"], photo["path"]);
    ana.delete("/me/photo").await.well(204);
    assert_eq!(bo.get("/people/ana").await.well(200)["person"]["portrait"], "/portraits/ana.svg");
    assert_eq!(ana.upload("picture", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>").await.refused(422), "files.not_a_picture");
    assert_eq!(ana.upload("download", "a.exe", b"MZ\x90\0\x03\0\0\0").await.refused(422), "files.not_taken");
    assert_eq!(ana.upload("planet", "a.txt", b"words").await.refused(400), "unreadable");
    assert_eq!(ana.post("/files", json!({})).await.refused(415), "unreadable");
    let plan = ana.upload("attachment", "plan.pdf", b"%PDF-1.7 plan").await.well(201);
    assert_eq!(plan["media"], "application/pdf");
    let list = ana.upload("download", "../list.csv", b"bread;3\n").await.well(201);
    assert_eq!((list["name"].as_str(), list["size"].as_i64(), list["width"].clone()), (Some("list.csv"), Some(8), json!(null)));
    let draft =
        json!({ "title": "My stall list", "description": "For the market.", "kind": "template", "file": list["id"], "publish": true });
    let offer = ana.post("/offers", draft).await.well(201);
    assert_eq!(offer["file"]["name"], "list.csv");
    let mend = json!({ "title": "Also mine", "description": "For the market.", "kind": "template", "file": list["id"] });
    assert_eq!(ana.post("/offers", mend).await.refused(422), "offers.mend");
    let path = format!("/offers/{}", offer["id"]);
    assert_eq!(ana.patch(&path, json!({ "title": "My list for a stall" })).await.well(200)["file"]["name"], "list.csv", "it stays");
    assert_eq!(ana.patch(&path, json!({ "file": null })).await.well(200)["file"], json!(null));
    ana.delete(&path).await.well(204);
}

async fn follows(ana: &mut Program, bo: &mut Program) {
    assert_eq!(ana.get("/people/boris/follow").await.well(200)["may_follow"], true);
    let followed = ana.post("/people/boris/follow", json!({})).await.well(200);
    assert_eq!(followed, json!({ "followers": 1, "following": 0, "you_follow": true, "may_follow": true }));
    assert_eq!(ana.post("/people/boris/follow", json!({})).await.well(200), followed, "the same once more");
    let row = bo.get("/people/boris/followers").await.well(200)["items"][0].clone();
    assert_eq!((row["person"]["id"].as_i64(), row["you_follow"].as_bool()), (Some(ana.id), Some(false)));
    assert_eq!(bo.get("/people/ana/following").await.well(200)["items"][0]["person"]["handle"], "boris");
    assert_eq!(bo.get("/notices").await.well(200)["items"][0]["words"], "ana follows you now.");
    let posted = bo.offers("Something new for my followers").await;
    let item = ana.get("/me/feed").await.well(200)["items"][0].clone();
    assert_eq!((item["offer"]["id"].as_i64(), item["ask"].clone()), (Some(posted), json!(null)));
    bo.delete(&format!("/offers/{posted}")).await.well(204);
    assert_eq!(ana.delete("/people/boris/follow").await.well(200)["followers"], 0);
    assert_eq!(ana.get("/me/feed").await.well(200)["items"], json!([]));
    assert_eq!(ana.post("/people/ana/follow", json!({})).await.refused(422), "follows.yourself");
    assert_eq!(ana.post("/people/nobody-at-all/follow", json!({})).await.refused(404), "follows.no_such_member");
}

async fn rooms(ana: &mut Program, bo: &mut Program) {
    let general = ana.get("/rooms").await.well(200)["items"][0].clone();
    assert_eq!((general["room"]["slug"].as_str(), general["mine"]["role"].as_str()), (Some("general"), Some("member")));
    let said = bo.post_with_key("/rooms/1/messages", "morning", json!({ "body": "Who tests a planner for bread?" })).await.well(201);
    let no = said["message"]["no"].as_i64().expect("a number");
    let opened = ana.get("/rooms/1").await.well(200);
    assert_eq!(opened["messages"][0]["author"]["id"], bo.id);
    assert_eq!(opened["room"]["mine"]["unread"], 1);
    ana.put("/rooms/1/read", json!({ "upto": no })).await.well(204);
    assert_eq!(ana.get("/rooms/1").await.well(200)["room"]["mine"]["unread"], 0);
    assert_eq!(ana.get("/rooms/1/messages?limit=1").await.well(200)["items"][0]["message"]["no"], no);
    assert_eq!(ana.get("/rooms/1/members").await.well(200)["items"].as_array().map(Vec::len), Some(2));
    let at = format!("/rooms/1/messages/{no}");
    let edited = bo.patch(&at, json!({ "body": "Who tests a planner for rye?" })).await.well(200);
    assert!(edited["message"]["edited_at"].is_i64(), "{edited}");
    let reacted = ana.put(&format!("{at}/reactions"), json!({ "emoji": "👍", "on": true })).await.well(200);
    assert_eq!(reacted["message"]["reactions"][0]["count"], 1);
    assert_eq!(ana.get(&at).await.well(200)["message"]["body"], "Who tests a planner for rye?");
    ana.put(&format!("{at}/pin"), json!({ "on": true })).await.refused(403);
    ana.post("/rooms/1/suggestions", json!({ "message": no })).await.well(204);
    let ask = bo
        .post("/rooms/1/asks", json!({ "message": no, "title": "Testers for a bread planner", "description": "Ten minutes." }))
        .await
        .well(201);
    assert_eq!(ana.get("/rooms/1").await.well(200)["messages"][0]["ask"]["id"], ask["id"]);

    let group = ana.post("/rooms", json!({ "name": "Bakers" })).await.well(201);
    let id = group["room"]["id"].as_i64().expect("an id");
    let at = |what: &str| format!("/rooms/{id}{what}");
    let changed = ana.patch(&at(""), json!({ "description": "Flour and water." })).await.well(200);
    assert_eq!((changed["room"]["name"].as_str(), changed["room"]["description"].as_str()), (Some("Bakers"), Some("Flour and water.")));
    assert_eq!(ana.get(&at("/askable")).await.well(200)[0]["id"], bo.id);
    ana.post(&at("/invite"), json!({ "who": [bo.id] })).await.well(204);
    bo.post(&at("/join"), json!({})).await.well(204);
    ana.put(&at("/role"), json!({ "who": bo.id, "role": "moderator" })).await.well(204);
    let said = bo.post(&at("/messages"), json!({ "body": "Rye on Thursday?" })).await.well(201);
    let message = at(&format!("/messages/{}", said["message"]["no"]));
    assert!(ana.put(&format!("{message}/pin"), json!({ "on": true })).await.well(200)["message"]["pinned_no"].is_i64());
    ana.delete(&message).await.well(204);
    assert!(bo.get(&message).await.well(200)["message"]["deleted_at"].is_i64());
    bo.post(&at("/leave"), json!({})).await.well(204);
    ana.post(&at("/invite"), json!({ "who": [bo.id] })).await.well(204);
    bo.post(&at("/join"), json!({})).await.well(204);
    ana.post(&at("/out"), json!({ "who": bo.id })).await.well(204);
    ana.post(&at("/back"), json!({ "who": bo.id })).await.well(204);
    ana.delete(&at("")).await.well(204);
    assert_eq!(ana.get(&at("")).await.well(200)["room"]["room"]["archived"], true);
}

async fn times(ana: &mut Program, bo: &mut Program, conversation: i64) {
    let path = format!("/conversations/{conversation}/times");
    assert_eq!(ana.get(&path).await.well(200), json!({ "conversation": conversation, "offers": [] }));
    let now = jiff::Timestamp::now().as_millisecond();
    let slot = |hours: i64| json!({ "at": now + hours * 3_600_000, "minutes": 45 });
    assert_eq!(ana.post(&path, json!({ "times": [slot(2), slot(2)], "place": "ftp://nowhere" })).await.to_mend(), ["at_2", "place"]);
    let offered = ana.post(&path, json!({ "times": [slot(3), slot(2)], "place": "https://meet.example/bread" })).await.well(200);
    let offer = &offered["offers"][0];
    assert_eq!(
        (offer["by"].as_i64(), offer["status"].as_str(), &offer["times"]),
        (Some(ana.id), Some("offered"), &json!([slot(2), slot(3)]))
    );
    assert_eq!(ana.post(&path, json!({ "times": [slot(9)] })).await.refused(409), "times.offered_already");
    let one = format!("{path}/{}", offer["id"]);
    assert_eq!(ana.post(&format!("{one}/accept"), json!({ "at": slot(2)["at"] })).await.refused(403), "times.your_own");
    assert_eq!(bo.post(&format!("{one}/accept"), json!({ "at": 1 })).await.refused(404), "times.no_such_time");
    assert_eq!(bo.post(&format!("{one}/decline"), json!({ "word": "Later" })).await.well(200)["offers"][0]["word"], "Later");
    let again = bo.post(&path, json!({ "times": [slot(5)] })).await.well(200);
    let other = format!("{path}/{}", again["offers"][0]["id"]);
    let taken = ana.post(&format!("{other}/accept"), json!({ "at": slot(5)["at"] })).await.well(200);
    assert_eq!((taken["offers"][0]["status"].as_str(), &taken["offers"][0]["agreed"]), (Some("agreed"), &slot(5)));
    let ahead = ana.get("/times").await.well(200);
    assert_eq!((&ahead["items"][0]["time"], &ahead["items"][0]["with"]["id"]), (&slot(5), &json!(bo.id)));
    assert_eq!(ana.delete(&other).await.well(200)["offers"][0]["status"], "called_off");
    assert_eq!(bo.get("/times").await.well(200)["items"], json!([]));
}

async fn people(ana: &mut Program, bo: &mut Program, ask: i64) {
    let opened = bo.post("/connections", json!({ "ask": ask, "message": "I bake on Sundays and would try it." })).await;
    let connection = opened.well(201);
    let (id, conversation) = (connection["id"].as_i64().expect("an id"), connection["conversation"].as_i64().expect("an id"));
    assert_eq!(opened.header("location"), format!("/api/v1/connections/{id}"));
    assert_eq!((connection["about"].clone(), connection["side"].as_str()), (json!({ "ask": ask }), Some("initiator")));

    let waiting = ana.get("/connections?which=received&status=initiated").await.well(200);
    assert_eq!(waiting["items"][0]["id"], id);
    assert_eq!(ana.get("/connections?which=sent").await.well(200)["items"], json!([]));

    // As the load harness looks a conversation up.
    let conversations = ana.get("/conversations?limit=100").await.well(200);
    let mine = &conversations["items"][0];
    assert_eq!((mine["id"].as_i64(), mine["other"]["id"].as_i64(), mine["unread"].as_i64()), (Some(conversation), Some(bo.id), Some(1)));
    assert!(conversations["next"].is_null());
    let waits = ana.get("/unread").await.well(200);
    assert_eq!(
        waits,
        json!({ "total": 1, "conversations": [{ "conversation": conversation, "message_no": 1, "read_no": 0, "muted": false }] })
    );

    let sent = ana
        .post_with_key(&format!("/conversations/{conversation}/messages"), "hello-1", json!({ "body": "Lovely, welcome!" }))
        .await
        .well(201);
    assert_eq!((sent["no"].as_i64(), sent["client_id"].as_str()), (Some(2), Some("hello-1")));
    let thread = bo.get(&format!("/conversations/{conversation}")).await.well(200);
    assert_eq!(thread["messages"].as_array().map(Vec::len), Some(2));
    assert_eq!(thread["connections"][0]["id"], id);
    bo.put(&format!("/conversations/{conversation}/read"), json!({ "upto": 2 })).await.well(204);
    assert_eq!(bo.get("/unread").await.well(200), json!({ "total": 0, "conversations": [] }));
    let messages = bo.get(&format!("/conversations/{conversation}/messages?limit=1")).await.well(200);
    assert_eq!(messages["items"][0]["body"], "Lovely, welcome!");
    after_sending(ana, bo, conversation).await;
    times(ana, bo, conversation).await;

    for (step, status) in [("accept", "accepted"), ("start", "in_progress"), ("done", "completed")] {
        let moved = ana.patch(&format!("/connections/{id}"), json!({ "step": step })).await.well(200);
        assert_eq!(moved["status"], status);
    }
    ana.post(&format!("/connections/{id}/rate"), json!({ "stars": 5, "words": "Patient and quick." })).await.well(204);
    let rated = bo.get(&format!("/connections/{id}")).await.well(200);
    assert_eq!((rated["their_rating"].as_i64(), rated["their_words"].as_str()), (Some(5), Some("Patient and quick.")));

    let notices = bo.get("/notices").await.well(200);
    let newest = notices["items"][0].clone();
    assert_eq!(newest["seen"], false);
    bo.post("/notices/seen", json!({ "upto": newest["id"] })).await.well(204);
    assert_eq!(bo.get("/notices").await.well(200)["items"][0]["seen"], true);

    let points = bo.get("/me/points").await.well(200);
    let sum: i64 = points["items"].as_array().into_iter().flatten().filter_map(|line| line["amount"].as_i64()).sum();
    assert!(sum > 0 && points["total"].as_i64() == Some(sum), "{points}");

    let hello = ana.post("/connections", json!({ "to": bo.id, "message": "By the way, thank you." })).await.well(201);
    assert_eq!((hello["about"].clone(), hello["conversation"].as_i64()), (json!("direct"), Some(conversation)));
}

/// What may happen to a message, and what its reader keeps to themselves.
async fn after_sending(ana: &mut Program, bo: &mut Program, conversation: i64) {
    let here = format!("/conversations/{conversation}");
    let answer = json!({ "body": "Thank you! When?", "reply_to": 2 });
    let answer = bo.post(&format!("{here}/messages"), answer).await.well(201);
    assert_eq!((answer["no"].as_i64(), answer["reply"]["words"].as_str()), (Some(3), Some("Lovely, welcome!")));
    let waits = ana.get("/unread").await.well(200);
    assert_eq!((waits["total"].as_i64(), waits["conversations"][0]["message_no"].as_i64()), (Some(1), Some(3)));

    let edited = ana.patch(&format!("{here}/messages/2"), json!({ "body": "Lovely, you are welcome!" })).await.well(200);
    assert!(edited["edited_at"].is_i64() && edited["log_no"] == 4, "{edited}");
    let reacted = bo.put(&format!("{here}/messages/2/reactions"), json!({ "emoji": "🎉", "on": true })).await.well(200);
    assert_eq!(reacted["reactions"], json!([{ "emoji": "🎉", "count": 1, "by": [bo.id] }]));
    bo.put(&format!("{here}/messages/2/pin"), json!({ "on": true })).await.well(200);
    assert_eq!(ana.get(&format!("{here}/pinned")).await.well(200)[0]["no"], 2);
    assert_eq!(ana.get(&format!("{here}/messages/2")).await.well(200)["pinned_no"], 6);
    let changes = bo.get(&format!("{here}/changes?no=3&log_no=3")).await.well(200);
    assert_eq!((changes.as_array().map(Vec::len), changes[0]["no"].as_i64()), (Some(1), Some(2)));
    let found = bo.get(&format!("/conversations/search?q=LOVELY&conversation={conversation}")).await.well(200);
    assert_eq!(found["items"][0]["pieces"], json!(["", "Lovely", ", you are welcome!"]));

    for (switch, seen) in [("mute", "muted_at"), ("archive", "archived_no")] {
        ana.put(&format!("{here}/{switch}"), json!({ "on": true })).await.well(204);
        assert!(ana.get(&here).await.well(200)["conversation"][seen].is_i64(), "{switch}");
    }
    assert_eq!(ana.get("/conversations").await.well(200)["items"], json!([]));
    assert_eq!(ana.get("/conversations?archived=true").await.well(200)["items"][0]["id"], conversation);
    assert_eq!(ana.get("/unread").await.well(200)["conversations"][0]["muted"], true);
    for switch in ["mute", "archive"] {
        ana.put(&format!("{here}/{switch}"), json!({ "on": false })).await.well(204);
    }
    ana.put(&format!("{here}/draft"), json!({ "body": "On Thurs" })).await.well(204);
    assert_eq!(ana.get(&here).await.well(200)["conversation"]["draft"]["body"], "On Thurs");
    ana.put(&format!("{here}/draft"), json!({ "body": "" })).await.well(204);
    ana.put("/conversations/receipts", json!({ "on": false })).await.well(204);
    ana.put("/conversations/receipts", json!({ "on": true })).await.well(204);

    ana.delete(&format!("{here}/messages/2")).await.well(204);
    let gone = bo.get(&format!("{here}/messages/2")).await.well(200);
    assert!(gone["body"] == "" && gone["deleted_at"].is_i64() && gone["reactions"].is_null(), "{gone}");
    assert_eq!(bo.patch(&format!("{here}/messages/2"), json!({ "body": "no" })).await.refused(403), "messaging.not_yours");
}

/// What a value of a filter is said to leave is what is found with it.
async fn filters_and_counts(stranger: &mut Program) {
    let all = stranger.get("/discover/counts?what=offers").await.well(200);
    assert!(all["here"].is_null(), "strangers see nobody: {all}");
    let values = all["values"].as_array().expect("values").clone();
    assert!(["offer_kind", "paid", "language"].iter().all(|name| values.iter().any(|value| value["filter"] == *name)), "{all}");
    for value in &values {
        let (filter, word) = (value["filter"].as_str().expect("a filter"), value["value"].as_str().expect("a value"));
        let with = stranger.get(&format!("/discover/counts?what=offers&{filter}={word}")).await.well(200);
        assert_eq!(with["found"], value["count"], "{filter}={word}");
        let name = if filter == "offer_kind" { "kind" } else { filter };
        let page = stranger.get(&format!("/discover/offers?limit=100&{name}={word}")).await.well(200);
        assert_eq!(page["items"].as_array().map(Vec::len), value["count"].as_u64().map(|n| n as usize), "{filter}={word}");
    }
    assert_eq!(stranger.get("/discover/offers?here=true").await.well(200)["items"], json!([]));
    assert_eq!(stranger.get("/discover/people?rated=4.5").await.well(200)["items"], json!([]), "nobody was rated by three");
    assert_eq!(stranger.get("/discover/counts?what=moons").await.to_mend(), ["what"]);
    assert_eq!(stranger.get("/discover/offers?rated=6").await.to_mend(), ["rated"]);
}

async fn looking_around(stranger: &mut Program) {
    let tools = stranger.get("/tools?limit=2").await.well(200);
    let slug = tools["items"][0]["slug"].as_str().expect("a tool").to_owned();
    let tool = stranger.get(&format!("/tools/{slug}")).await.well(200);
    assert_eq!(tool["slug"], slug.as_str());
    assert!(tool["use_cases"].as_array().is_some_and(|uses| uses.len() == 3), "{tool}");
    assert!(stranger.get(&format!("/tools/{slug}/experts")).await.well(200)["items"].is_array());
    assert_eq!(stranger.get("/tools/no-such-tool").await.refused(404), "not_found");
    let categories = stranger.get("/taxonomy?type=offer_category").await.well(200);
    assert_eq!(categories["items"].as_array().map(Vec::len), Some(8));
    assert!(stranger.get("/taxonomy").await.well(200)["items"].as_array().is_some_and(|all| all.len() > 8));

    let all = stranger.get("/discover").await.well(200);
    assert!(["offers", "asks", "people", "tools"].iter().all(|of| all[of].as_array().is_some_and(|some| !some.is_empty())), "{all}");
    for list in ["offers", "asks", "people", "tools"] {
        let page = stranger.get(&format!("/discover/{list}?limit=1")).await.well(200);
        assert_eq!(page["items"].as_array().map(Vec::len), Some(1), "{list}");
    }
    // By words, best first: what the matcher has told of is in the index.
    let found = stranger.get("/discover/asks?q=sourdough+testers").await.well(200);
    assert_eq!(found["items"][0]["title"], "Testers for my sourdough planner app");
    assert!(stranger.get("/discover?q=sourdough").await.says("Testers for my sourdough planner app"));
    let paints = stranger.get("/discover/tools?q=make+a+picture+of+my+product&limit=3").await.well(200);
    assert_eq!(paints["items"].as_array().map(Vec::len), Some(3));
    assert_eq!(stranger.get("/discover/offers?q=zwyxquomp").await.well(200)["items"], json!([]));
    filters_and_counts(stranger).await;
    assert_eq!(stranger.get(&format!("/discover/people?q={}", "a".repeat(1_001))).await.to_mend(), ["q"]);
    let bo = stranger.get("/people/boris").await.well(200);
    assert_eq!(
        (bo["person"]["handle"].as_str(), bo["active_offers"].as_i64(), bo["person"]["helped"].as_i64()),
        (Some("boris"), Some(1), Some(1))
    );
}

async fn oneself(ana: &mut Program, bo: i64) {
    let me = ana.get("/me").await.well(200);
    assert_eq!((me["handle"].as_str(), me["email"].as_str(), me["id"].as_i64()), (Some("ana"), Some("ana@example.org"), Some(ana.id)));
    let changed = ana.patch("/me", json!({ "tagline": "Bakes, and codes", "website_url": "https://ana.example" })).await.well(200);
    assert_eq!((changed["profile"]["tagline"].as_str(), changed["profile"]["name"].as_str()), (Some("Bakes, and codes"), Some("ana")));
    let changed = ana.patch("/me", json!({ "tagline": "" })).await.well(200);
    assert_eq!(
        (changed["profile"]["tagline"].as_str(), changed["profile"]["website_url"].as_str()),
        (Some(""), Some("https://ana.example"))
    );

    assert_eq!(ana.put("/me/username", json!({ "username": "ana-bakes" })).await.well(200)["handle"], "ana-bakes");
    let old = ana.get("/people/ana").await;
    assert_eq!((old.status, old.to()), (301, "/api/v1/people/ana-bakes"));
    assert_eq!(ana.get("/people/ana-bakes").await.well(200)["links"], json!([["Website", "https://ana.example"]]));
    ana.put("/me/email", json!({ "email": "ana@bakery.example", "current": PASSWORD })).await.well(204);
    let waiting = ana.get("/me").await.well(200);
    assert_eq!((waiting["email"].as_str(), waiting["new_email"].as_str()), (Some("ana@example.org"), Some("ana@bakery.example")));
    ana.post("/me/email", json!({})).await.well(204);
    ana.delete("/me/email").await.well(204);
    assert_eq!(ana.get("/me").await.well(200)["new_email"], json!(null));
    assert_eq!(ana.post("/me/email", json!({})).await.status, 409, "nothing is left to confirm");

    assert_eq!(ana.get("/me/privacy").await.well(200), json!({ "public": false, "found": true, "first": "everyone" }));
    let changed = ana.patch("/me/privacy", json!({ "first": "known" })).await.well(200);
    assert_eq!(changed, json!({ "public": false, "found": true, "first": "known" }));
    assert_eq!(ana.patch("/me/privacy", json!({ "first": "aliens" })).await.to_mend(), ["first"]);
    ana.patch("/me/privacy", json!({ "first": "everyone" })).await.well(200);
    let into = ana.put("/me/interests", json!({ "interests": ["copywriting"] })).await.well(200);
    assert_eq!(into["interests"][0]["slug"], "copywriting");
    assert_eq!(ana.put("/me/interests", json!({ "interests": ["no-such-word"] })).await.to_mend(), ["interests"]);
    let handle = into["handle"].as_str().expect("a handle");
    assert_eq!(ana.get(&format!("/people/{handle}")).await.well(200)["interests"][0]["slug"], "copywriting");
    let switched = ana.put("/notices/switches/rooms", json!({ "on": false })).await.well(200)["items"].clone();
    assert_eq!(switched, ana.get("/notices/switches").await.well(200)["items"]);
    let on = |group: &str| switched.as_array().and_then(|all| all.iter().find(|s| s["group"] == group)).map(|s| s["on"].clone());
    assert_eq!((on("rooms"), on("answers")), (Some(json!(false)), Some(json!(true))));
    assert_eq!(ana.put("/notices/switches/planets", json!({ "on": false })).await.refused(404), "not_found");
    assert_eq!(ana.put("/notices/switches/rooms", json!({})).await.to_mend(), ["on"]);
    assert_eq!(ana.get("/me/presence").await.well(200), json!({ "here": true, "last": true, "open_to_help": false }));
    let shown = ana.patch("/me/presence", json!({ "open_to_help": true })).await.well(200);
    assert_eq!((shown["here"].as_bool(), shown["open_to_help"].as_bool()), (Some(true), Some(true)));

    assert_eq!(ana.get("/me/availability").await.well(200)["full"], false);
    let full = ana.patch("/me/availability", json!({ "full": true })).await.well(200);
    assert_eq!((full["full"].as_bool(), full["why"].as_str()), (Some(true), Some("said")));
    assert_eq!(ana.patch("/me/availability", json!({ "full": false })).await.well(200)["full"], false);

    ana.put(&format!("/blocks/{bo}"), json!({})).await.well(204);
    assert_eq!(ana.get("/blocks").await.well(200)["items"][0]["id"], bo);
    ana.delete(&format!("/blocks/{bo}")).await.well(204);
    assert_eq!(ana.get("/blocks").await.well(200)["items"], json!([]));
}

async fn reports(house: &House, ana: &mut Program, bo: &mut Program, offer: i64) {
    let made = ana.post("/reports", json!({ "offer": offer, "reason": "spam", "words": "Again and again." })).await.well(201);
    assert_eq!((made["thing"].clone(), made["outcome"].clone()), (json!({ "offer": offer }), json!(null)));
    assert_eq!(ana.post("/reports", json!({ "offer": offer, "reason": "spam" })).await.refused(409), "moderation.already_reported");
    assert_eq!(ana.post("/reports", json!({ "offer": offer, "profile": bo.id, "reason": "spam" })).await.to_mend(), ["ask"]);
    assert_eq!(bo.post("/reports", json!({ "offer": offer, "reason": "spam" })).await.refused(409), "moderation.own_thing");
    assert_eq!(bo.get("/admin/reports").await.refused(404), "not_found");

    let mut ada = house.member("ada").await;
    house.make_admin(ada.id).await;
    let waiting = ada.get("/admin/reports?which=open").await.well(200)["items"][0].clone();
    assert_eq!((waiting["reports"][0]["by"]["id"].as_i64(), waiting["verdicts"].clone()), (Some(ana.id), json!(["hide", "dismiss"])));
    let case = format!("/admin/reports/{}", waiting["id"]);
    assert_eq!(ana.post(&case, json!({ "verdict": "hide" })).await.refused(404), "not_found");
    let decided = ada.post(&case, json!({ "verdict": "hide" })).await.well(200);
    assert!(decided["hidden_at"].is_i64() && decided["hidden_by"]["id"] == ada.id);
    assert_eq!(ana.get(&format!("/offers/{offer}")).await.refused(404), "offers.no_such_offer");
    assert_eq!(bo.get(&format!("/offers/{offer}")).await.well(200)["hidden"], true);
    assert_eq!(ana.get("/reports").await.well(200)["items"][0]["outcome"], "hidden");
    ada.post(&case, json!({ "verdict": "restore" })).await.well(200);
    assert_eq!(ana.get(&format!("/offers/{offer}")).await.well(200)["id"], offer);

    ada.put(&format!("/admin/suspensions/{}", bo.id), json!({})).await.well(204);
    assert_eq!(ana.get("/people/boris").await.refused(404), "not_found");
    ada.delete(&format!("/admin/suspensions/{}", bo.id)).await.well(204);
    ana.get("/people/boris").await.well(200);
    let done: Vec<String> = ada.get("/admin/decisions").await.well(200)["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|line| line["action"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(done, ["unsuspended", "suspended", "restored", "hidden"]);
}

async fn leaving(house: &House) {
    let mut dora = house.arrives("dora").await;
    let along = dora.get("/me/export").await;
    assert_eq!((along.status, along.header("content-type")), (200, "application/zip"));
    assert_eq!(dora.delete("/me/away").await.refused(409), "leaving.here");
    dora.put("/me/away", json!({})).await.well(204);
    assert_eq!(dora.get("/me").await.refused(401), "sign_in", "every door is shut");
    dora.post("/sessions", json!({ "login": "dora", "password": PASSWORD })).await.well(201);
    assert_eq!(dora.get("/me").await.refused(403), "leaving.away");
    assert_eq!(house.stranger().get("/people/dora").await.refused(404), "not_found");
    dora.delete("/me/away").await.well(204);
    dora.get("/people/dora").await.well(200);
    let end = |username: &str, current: &str| json!({ "username": username, "current": current, "words": "go" });
    assert_eq!(dora.post("/me/deletion", end("dora", "something else")).await.to_mend(), ["current"]);
    assert_eq!(dora.post("/me/deletion", end("somebody", PASSWORD)).await.to_mend(), ["username"]);
    dora.post("/me/deletion", end("dora", PASSWORD)).await.well(204);
    assert_eq!(dora.get("/me").await.refused(401), "sign_in");
    assert_eq!(house.stranger().get("/people/dora").await.refused(404), "not_found");
}

async fn doors(house: &House) {
    let mut cy = house.arrives("cyrus").await;
    let tokens = cy.post("/tokens", json!({ "name": "a script" })).await.well(201);
    assert!(tokens["token"].as_str().is_some_and(|t| t.starts_with("ct_")));
    assert_eq!(cy.get("/tokens").await.well(200)["items"][0]["name"], "a script");
    cy.delete(&format!("/tokens/{}", tokens["id"])).await.well(204);
    assert_eq!(cy.get("/tokens").await.well(200)["items"], json!([]));

    let mut phone = house.stranger();
    phone.post("/sessions", json!({ "login": "cyrus@example.org", "password": PASSWORD })).await.well(201);
    phone.browser.headers.push(("origin", house.town.url("")));
    let sessions = cy.get("/sessions").await.well(200);
    let sessions = sessions["items"].as_array().expect("a list").clone();
    assert_eq!(sessions.len(), 2);

    let another = "five other warm plain words";
    cy.put("/me/password", json!({ "password": another, "current": PASSWORD })).await.well(204);
    assert_eq!(phone.get("/me").await.refused(401), "sign_in", "a new password closes every other door");
    phone.post("/sessions", json!({ "login": "cyrus", "password": another })).await.well(201);
    let mut laptop = house.stranger();
    laptop.post("/sessions", json!({ "login": "cyrus", "password": another })).await.well(201);
    laptop.browser.headers.push(("origin", house.town.url("")));
    laptop.delete("/sessions/current").await.well(204);
    assert!(!laptop.browser.cookies.contains_key("session"));
    assert_eq!(laptop.get("/me").await.refused(401), "sign_in");
    let phones = phone.get("/sessions").await.well(200)["items"][0]["id"].clone();
    cy.delete(&format!("/sessions/{phones}")).await.well(204);
    cy.delete("/sessions").await.well(204);
    assert_eq!(cy.get("/me").await.refused(401), "sign_in");
}
