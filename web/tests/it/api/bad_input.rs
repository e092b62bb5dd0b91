//! What nobody should send: a clear answer each time, and nothing stored.

use serde_json::json;

use super::program::{House, Odd};
use crate::town::{PASSWORD, Town};

#[actix_web::test]
async fn a_field_that_is_unknown_or_of_another_kind_is_named() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    for (body, fields) in [
        (json!({ "titel": "A logo for my choir" }), &["titel"][..]),
        (json!({ "title": 7, "kind": "wish", "tags": "logo" }), &["title", "kind", "tags"]),
        (json!({ "title": null, "description": "Nobody said what." }), &["title"]),
        (json!({ "id": 4, "owner": { "id": 1 }, "title": "A logo for my choir" }), &["id", "owner"]),
    ] {
        let answer = ana.post("/asks", body).await;
        assert_eq!(answer.to_mend(), fields, "{}", answer.text());
        assert_eq!(answer.refused(422), "unreadable");
        assert!(fields.iter().all(|field| answer.says(field)), "{}", answer.text());
    }
    // Well read, but not to be kept: the rules say what to mend, all of it at once.
    let empty = ana.post("/asks", json!({ "budget_min": 500, "budget_max": 100 })).await;
    assert_eq!(empty.refused(422), "asks.mend");
    assert!(["title", "budget_max"].iter().all(|field| empty.to_mend().iter().any(|f| f == field)), "{}", empty.text());
    let unknown =
        ana.post("/offers", json!({ "title": "Help with choirs", "description": "Long practice.", "tools": ["no-such-tool"] })).await;
    assert_eq!((unknown.refused(422).as_str(), unknown.to_mend().as_slice()), ("offers.mend", &["tools".to_owned()][..]));
    assert_eq!(ana.post("/connections", json!({ "message": "Hello" })).await.to_mend(), ["to"]);
    assert_eq!(ana.post("/connections", json!({ "ask": 1, "to": 2, "message": "Hello" })).await.to_mend(), ["to"]);
    assert_eq!(ana.get("/asks?categroy=other&paid=perhaps&limit=0").await.to_mend(), ["paid", "categroy"]);
    assert_eq!(ana.get("/asks?limit=0").await.to_mend(), ["limit"]);
    assert_eq!(ana.get("/asks/me").await.well(200)["items"], json!([]), "nothing was stored");
    house.close().await;
}

#[actix_web::test]
async fn what_is_no_json_is_answered_in_words_that_say_where() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    let call = async |ana: &mut super::program::Program, body: &[u8], content_type: &str| {
        ana.call("POST", "/asks", body.to_vec(), Odd { content_type: Some(content_type), ..Odd::default() }).await
    };
    let broken = call(&mut ana, b"{\"title\": \"A logo\",,}", "application/json").await;
    assert_eq!(broken.refused(400), "unreadable");
    assert!(broken.says("line 1 column 20"), "{}", broken.text());
    assert_eq!(call(&mut ana, b"{\"title\": \"\xff\xfe\"}", "application/json").await.refused(400), "unreadable");
    assert_eq!(call(&mut ana, b"[1, 2]", "application/json").await.refused(400), "unreadable");
    assert_eq!(call(&mut ana, b"title=A+logo", "application/x-www-form-urlencoded").await.refused(415), "unreadable");
    assert_eq!(call(&mut ana, b"", "application/json").await.refused(422), "asks.mend");
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    assert_eq!(call(&mut ana, &deep, "application/json").await.refused(400), "unreadable");
    let large = call(&mut ana, &vec![b'a'; 10 << 20], "application/json").await;
    assert_eq!(large.refused(413), "too_large");
    assert!(large.says("2048 KiB"), "{}", large.text());
    let long = ana.post("/asks", json!({ "title": "x".repeat(201), "description": "Too much of a good thing." })).await;
    assert_eq!((long.refused(422).as_str(), long.to_mend().as_slice()), ("asks.mend", &["title".to_owned()][..]));
    for key in ["x".repeat(65), "white space".to_owned()] {
        let answer = ana.post_with_key("/asks", &key, json!({ "title": "A logo for my choir", "description": "We sing." })).await;
        assert_eq!(answer.refused(400), "unreadable");
        assert!(answer.says("Idempotency-Key"), "{}", answer.text());
    }
    assert_eq!(ana.get("/asks/me").await.well(200)["items"], json!([]), "nothing was stored");
    house.close().await;
}

#[actix_web::test]
async fn an_address_takes_the_methods_it_takes_and_says_which() {
    let house = House::open().await;
    let cy = house.town.browser();
    for (method, path, allow) in [
        ("DELETE", "/api/v1/asks", "GET, POST, HEAD"),
        ("POST", "/api/v1/asks/7", "GET, PATCH, DELETE, HEAD"),
        ("OPTIONS", "/api/v1/me/points", "GET, HEAD"),
    ] {
        let answer = cy.request(method, path).send().await.expect("answered");
        assert_eq!(answer.status().as_u16(), 405, "{method} {path}");
        assert_eq!(answer.headers().get("allow").and_then(|a| a.to_str().ok()), Some(allow));
        assert_eq!(answer.headers().get("content-type").and_then(|t| t.to_str().ok()), Some("application/problem+json"));
    }
    let head = cy.request("HEAD", "/api/v1/asks").send().await.expect("answered");
    assert_eq!(head.status().as_u16(), 200);
    let slash = cy.request("GET", "/api/v1/asks/").send().await.expect("answered");
    assert_eq!(slash.status().as_u16(), 200);
    let mut stranger = house.stranger();
    for path in ["/asks/abc", "/asks/-1", "/asks/99999999999999999999", "/asks/7", "/offers/7", "/people/nobody-here", "/people/%FF"] {
        let answer = stranger.get(path).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
    house.close().await;
}

#[actix_web::test]
async fn the_same_key_again_posts_nothing_and_answers_the_same() {
    let house = House::open().await;
    let (mut ana, mut bo) = (house.member("ana").await, house.member("boris").await);
    let draft = json!({ "title": "A logo for my choir", "description": "Nothing fancy." });
    let first = ana.post_with_key("/asks", "once", draft.clone()).await.well(201);
    let again = ana.post_with_key("/asks", "once", draft.clone()).await.well(201);
    assert_eq!(first["id"], again["id"]);
    assert_eq!(ana.get("/asks/me").await.well(200)["items"].as_array().map(Vec::len), Some(1));
    let other = ana.post_with_key("/asks", "once", json!({ "title": "Another thing", "description": "Quite another." })).await;
    assert_eq!(other.refused(409), "id_used_otherwise");
    // Each member's keys are their own.
    assert_ne!(bo.post_with_key("/asks", "once", draft).await.well(201)["id"], first["id"]);

    // A change said again, after another one, changes nothing back and is no quarrel.
    let path = format!("/asks/{}", first["id"]);
    let change = async |ana: &mut super::program::Program, key: &str, body: &serde_json::Value| {
        ana.call("PATCH", &path, body.to_string().into_bytes(), Odd { key: Some(key), ..Odd::default() }).await.well(200)
    };
    let (one, two) =
        (json!({ "title": "A logo for our choir" }), json!({ "title": "A song for our choir", "category": "creative-design" }));
    assert_eq!(change(&mut ana, "change-1", &one).await["title"], one["title"]);
    assert_eq!(change(&mut ana, "change-2", &two).await["title"], two["title"]);
    let after = change(&mut ana, "change-1", &one).await;
    assert_eq!((after["title"].clone(), after["category"]["slug"].clone()), (two["title"].clone(), two["category"].clone()));

    let connection = bo.answers(first["id"].as_i64().expect("an id")).await;
    let conversation = bo.get(&format!("/connections/{connection}")).await.well(200)["conversation"].clone();
    let path = format!("/conversations/{conversation}/messages");
    let said = bo.post_with_key(&path, "hello", json!({ "body": "Shall I draw something?" })).await.well(201);
    assert_eq!(bo.post_with_key(&path, "hello", json!({ "body": "Shall I draw something?" })).await.well(201), said);
    assert_eq!(bo.get(&path).await.well(200)["items"].as_array().map(Vec::len), Some(2));
    let twice = bo.post("/connections", json!({ "ask": first["id"], "message": "Me again." })).await;
    assert_eq!(twice.refused(409), "connections.already_talking");
    house.close().await;
}

#[actix_web::test]
async fn a_program_in_a_loop_is_asked_to_slow_down_and_told_for_how_long() {
    let three = std::num::NonZeroU32::new(3).expect("three");
    let town = Town::with(|settings| {
        settings.rates.off = false;
        settings.rates.sign_ups_an_hour = three;
        settings.rates.api_writes_a_minute = three;
    })
    .await;
    let house = House::of(town).await;
    let (mut ana, mut bo) = (house.member("ana").await, house.member("boris").await);
    ana.asks("A logo for my choir").await;
    ana.asks("A singer for my choir").await;
    let third = ana.post("/asks", json!({ "title": "A hall for my choir", "description": "With a piano." })).await;
    assert_eq!(third.refused(429), "too_fast");
    let wait = third.json()["retry_after_ms"].as_i64().expect("how long");
    assert!((1..=20_000).contains(&wait), "{wait}");
    assert!(third.header("retry-after").parse::<i64>().is_ok_and(|s| (1..=20).contains(&s)));
    assert_eq!(ana.get("/asks/me").await.well(200)["items"].as_array().map(Vec::len), Some(2), "reading goes on");
    bo.asks("A hall for my band").await;

    let mut cy = house.stranger();
    let account = |name: &str| json!({ "username": name, "email": format!("{name}@example.org"), "password": PASSWORD });
    cy.post("/accounts", account("cyril")).await.well(201);
    cy.browser.cookies.clear();
    assert_eq!(cy.post("/accounts", account("cyrus")).await.refused(429), "too_fast");
    house.close().await;
}

#[actix_web::test]
async fn of_two_changes_of_one_version_the_second_hears_of_the_first_and_whoever_names_none_loses_nothing() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    let (ask, offer) = (ana.asks("A logo for my choir").await, ana.offers("Logos for choirs").await);
    for path in [format!("/asks/{ask}"), format!("/offers/{offer}")] {
        let seen = ana.get(&path).await.well(200)["updated_at"].clone();
        let first = ana.patch(&path, json!({ "title": "The first words", "updated_at": seen })).await.well(200);
        assert!(first["updated_at"].as_i64() > seen.as_i64(), "{first}");
        let second = ana.patch(&path, json!({ "title": "The second words", "updated_at": seen })).await;
        assert!(second.refused(409).ends_with(".changed_meanwhile"), "{}", second.text());
        assert_eq!(ana.get(&path).await.well(200)["title"], "The first words");
        let blind = ana.patch(&path, json!({ "description": "Whatever stands, with these words." })).await.well(200);
        assert_eq!(
            (blind["title"].as_str(), blind["description"].as_str()),
            (Some("The first words"), Some("Whatever stands, with these words."))
        );
        let third = ana.patch(&path, json!({ "title": "The third words", "updated_at": blind["updated_at"] })).await.well(200);
        assert_eq!(third["title"], "The third words");
    }
    house.close().await;
}
