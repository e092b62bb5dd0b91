//! Who may see and do what. An id is no secret: it is tried with another member's token, and with none.

use serde_json::json;

use super::program::House;

#[actix_web::test]
async fn everything_but_looking_around_needs_a_name() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    let ask = ana.asks("A logo for my choir").await;
    let open = [
        "/asks",
        "/asks/{id}",
        "/offers",
        "/offers/{id}",
        "/people/{name}",
        "/tools",
        "/tools/{name}",
        "/tools/{name}/experts",
        "/tools/{name}/reviews",
        "/taxonomy",
    ];
    let mut stranger = house.stranger();
    let mut tried = 0;
    for (method, template) in house.document.operations() {
        let path = template.trim_start_matches("/api/v1");
        let is_open = (method == "GET" && (open.contains(&path) || path.starts_with("/discover")))
            || (method == "POST" && (path == "/accounts" || path == "/sessions" || path.ends_with("/view")));
        if is_open {
            continue;
        }
        // Sound bodies, so that nothing but the missing name is in the way.
        let body = match path.rsplit('/').next() {
            Some("status") => json!({ "status": if path.starts_with("/asks") { "closed" } else { "paused" } }),
            Some("places") => json!({ "places": 2 }),
            Some("rate") => json!({ "stars": 5 }),
            Some("review") if method == "PUT" => json!({ "stars": 5, "title": "Fine" }),
            Some("times") => json!({ "times": [{ "at": 1, "minutes": 30 }] }),
            Some("accept") => json!({ "at": 1 }),
            Some("read" | "seen") => json!({ "upto": 1 }),
            Some("photo") if method == "PUT" => json!({ "file": 1 }),
            Some("username") => json!({ "username": "cyril" }),
            Some("email") => json!({ "email": "cy@example.org", "current": "x" }),
            Some("password") => json!({ "password": "x", "current": "x" }),
            Some("{id}") if path.starts_with("/connections") => json!({ "step": "accept" }),
            _ => json!({}),
        };
        let body = if method == "GET" { Vec::new() } else { body.to_string().into_bytes() };
        let path = path.replace("{id}", &ask.to_string());
        let answer = stranger.call(&method, &path, body, Default::default()).await;
        assert_eq!(answer.refused(401), "sign_in", "{method} {path}");
        tried += 1;
    }
    assert!(tried > 30, "{tried}");
    assert_eq!(ana.get(&format!("/asks/{ask}")).await.well(200)["status"], "open");
    house.close().await;
}

#[actix_web::test]
async fn what_is_for_members_only_is_in_no_answer_to_strangers() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    let secret = "Somebody who keeps a secret about Whisperwood";
    let draft = |publish: bool| {
        let mut draft = json!({ "title": secret, "description": "For members alone, about Whisperwood.", "visibility": "members" });
        if publish {
            draft["publish"] = json!(true);
        }
        draft
    };
    let ask = ana.asks_so(draft(false)).await;
    let offer = ana.post("/offers", draft(true)).await.well(201)["id"].clone();
    let mut bo = house.member("boris").await;
    let mut stranger = house.stranger();
    for path in ["/asks", "/offers", "/discover", "/discover/asks", "/discover/offers", "/people/ana"] {
        assert!(!stranger.get(path).await.says("Whisperwood"), "{path}");
    }
    for path in ["/asks", "/offers", "/discover", "/discover/asks", "/discover/offers"] {
        assert!(bo.get(path).await.says("Whisperwood"), "{path}");
    }
    for path in [format!("/asks/{ask}"), format!("/offers/{offer}")] {
        assert_eq!(stranger.get(&path).await.status, 404);
        assert_eq!(stranger.post(&format!("{path}/view"), json!({})).await.status, 404);
        assert_eq!(bo.get(&path).await.well(200)["title"], secret);
    }
    let profile = stranger.get("/people/ana").await.well(200);
    assert_eq!((profile["open_asks"].as_i64(), profile["active_offers"].as_i64()), (Some(0), Some(0)));
    house.close().await;
}

#[actix_web::test]
async fn with_another_members_token_nothing_of_anas_moves() {
    let house = House::open().await;
    let (mut ana, mut bo, mut cy) = (house.member("ana").await, house.member("boris").await, house.member("cyrus").await);
    let (ask, offer) = (ana.asks("A logo for my choir").await, ana.offers("Singing lessons for beginners").await);
    let connection = bo.answers(ask).await;
    let conversation = bo.get(&format!("/connections/{connection}")).await.well(200)["conversation"].clone();
    let token = ana.get("/tokens").await.well(200)["items"][0]["id"].clone();
    let session = ana.get("/sessions").await.well(200)["items"][0]["id"].clone();

    for (method, path, body, status, code) in [
        ("PATCH", format!("/asks/{ask}"), json!({ "title": "Mine now" }), 403, "asks.not_yours"),
        ("DELETE", format!("/asks/{ask}"), json!({}), 403, "asks.not_yours"),
        ("PATCH", format!("/asks/{ask}/status"), json!({ "status": "closed" }), 403, "asks.not_yours"),
        ("PUT", format!("/asks/{ask}/places"), json!({ "places": 9 }), 403, "asks.not_yours"),
        ("PATCH", format!("/offers/{offer}"), json!({ "title": "Mine now" }), 403, "offers.not_yours"),
        ("DELETE", format!("/offers/{offer}"), json!({}), 403, "offers.not_yours"),
        ("POST", format!("/offers/{offer}/status"), json!({ "status": "paused" }), 403, "offers.not_yours"),
        ("PATCH", format!("/connections/{connection}"), json!({ "step": "accept" }), 404, "connections.no_such_connection"),
        ("POST", format!("/connections/{connection}/rate"), json!({ "stars": 1 }), 404, "connections.no_such_connection"),
        ("POST", format!("/conversations/{conversation}/messages"), json!({ "body": "Let me in" }), 404, "messaging.no_such_conversation"),
        ("PUT", format!("/conversations/{conversation}/read"), json!({ "upto": 1 }), 404, "messaging.no_such_conversation"),
        (
            "POST",
            format!("/conversations/{conversation}/times"),
            json!({ "times": [{ "at": 1, "minutes": 30 }] }),
            404,
            "times.no_such_conversation",
        ),
        ("POST", format!("/conversations/{conversation}/times/1/accept"), json!({ "at": 1 }), 404, "times.no_such_conversation"),
        ("POST", format!("/conversations/{conversation}/times/1/decline"), json!({}), 404, "times.no_such_conversation"),
        ("DELETE", format!("/conversations/{conversation}/times/1"), json!({}), 404, "times.no_such_conversation"),
        ("PATCH", format!("/conversations/{conversation}/messages/1"), json!({ "body": "Mine" }), 404, "messaging.no_such_conversation"),
        ("DELETE", format!("/conversations/{conversation}/messages/1"), json!({}), 404, "messaging.no_such_conversation"),
        (
            "PUT",
            format!("/conversations/{conversation}/messages/1/reactions"),
            json!({ "emoji": "👍", "on": true }),
            404,
            "messaging.no_such_conversation",
        ),
        ("PUT", format!("/conversations/{conversation}/messages/1/pin"), json!({ "on": true }), 404, "messaging.no_such_conversation"),
        ("PUT", format!("/conversations/{conversation}/mute"), json!({ "on": true }), 404, "messaging.no_such_conversation"),
        ("PUT", format!("/conversations/{conversation}/archive"), json!({ "on": true }), 404, "messaging.no_such_conversation"),
        ("PUT", format!("/conversations/{conversation}/draft"), json!({ "body": "x" }), 404, "messaging.no_such_conversation"),
        ("DELETE", format!("/tokens/{token}"), json!({}), 404, "accounts.no_such_token"),
        ("DELETE", format!("/sessions/{session}"), json!({}), 404, "accounts.no_such_session"),
    ] {
        let answer = cy.call(method, &path, body.to_string().into_bytes(), Default::default()).await;
        assert_eq!(answer.refused(status), code, "{method} {path}");
    }
    let hers = format!("/conversations/{conversation}");
    for path in [
        format!("/connections/{connection}"),
        hers.clone(),
        format!("{hers}/messages"),
        format!("{hers}/messages/1"),
        format!("{hers}/pinned"),
        format!("{hers}/times"),
        format!("{hers}/changes?no=0&log_no=0"),
    ] {
        assert_eq!(cy.get(&path).await.status, 404, "{path}");
    }
    for path in [
        "/connections",
        "/conversations",
        "/conversations/search?q=i",
        "/unread",
        "/times",
        "/matches",
        "/notices",
        "/tokens",
        "/asks/me",
        "/offers/me",
    ] {
        let list = cy.get(path).await;
        assert!(!list.says("choir") && !list.says("Singing"), "{path}: {}", list.text());
    }
    // Steps that are the house's own, and those of the other side.
    let house_only = ana.patch(&format!("/connections/{connection}"), json!({ "step": "silence" })).await;
    assert_eq!(house_only.refused(403), "not_allowed");
    assert_eq!(bo.patch(&format!("/connections/{connection}"), json!({ "step": "accept" })).await.refused(409), "connections.wrong_moment");

    let kept = ana.get(&format!("/asks/{ask}")).await.well(200);
    assert_eq!(
        (kept["title"].as_str(), kept["status"].as_str(), kept["places"].as_i64()),
        (Some("A logo for my choir"), Some("open"), Some(1))
    );
    assert_eq!(ana.get(&format!("/conversations/{conversation}/messages")).await.well(200)["items"].as_array().map(Vec::len), Some(1));
    house.close().await;
}

#[actix_web::test]
async fn who_is_blocked_meets_nobody_and_is_told_nothing() {
    let house = House::open().await;
    let (mut ana, mut bo) = (house.member("ana").await, house.member("boris").await);
    let ask = ana.asks("A logo for my choir").await;
    bo.post("/people/ana/follow", json!({})).await.well(200);
    ana.put(&format!("/blocks/{}", bo.id), json!({})).await.well(204);
    assert_eq!(bo.post("/people/ana/follow", json!({})).await.refused(404), "follows.no_such_member");
    for path in ["/people/ana/follow", "/people/ana/followers", "/people/ana/following"] {
        assert_eq!(bo.get(path).await.refused(404), "not_found", "{path}");
    }
    assert_eq!(ana.get("/people/ana/followers").await.well(200)["items"], json!([]));
    assert_eq!(bo.get("/blocks").await.well(200)["items"], json!([]));
    assert!(!bo.get("/asks").await.says("choir") && !bo.get("/discover/people").await.says("\"ana\""));
    let answer = bo.post("/connections", json!({ "ask": ask, "message": "I can draw." })).await;
    assert_eq!(answer.refused(403), "connections.blocked");
    assert_eq!(ana.get("/conversations").await.well(200)["items"], json!([]));
    house.close().await;
}
