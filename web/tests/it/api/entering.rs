//! Coming in as a program: accounts, sessions, tokens, and what keeps strangers out.

use serde_json::json;

use super::program::House;
use crate::town::PASSWORD;

#[actix_web::test]
async fn a_sign_up_hears_all_that_is_wrong_at_once_and_its_key_lets_nobody_else_in() {
    let house = House::open().await;
    let mut ana = house.stranger();
    let wrong = ana.post("/accounts", json!({ "username": "x", "email": "y", "password": "short" })).await;
    assert_eq!(
        (wrong.refused(422).as_str(), wrong.to_mend().as_slice()),
        ("accounts.mend", &["username", "email", "password"].map(str::to_owned)[..])
    );
    let account = json!({ "username": "ana", "email": "ana@example.org", "password": PASSWORD });
    let first = ana.post_with_key("/accounts", "1", account.clone()).await.well(201);
    // The answer was lost: the same again lets the same person in.
    let mut again = house.stranger();
    assert_eq!(again.post_with_key("/accounts", "1", account.clone()).await.well(201), first);
    assert_eq!(again.get("/me").await.well(200)["handle"], "ana");
    // Somebody else, with the same key: no way in.
    let mut cy = house.stranger();
    let guess = json!({ "username": "ana", "email": "ana@example.org", "password": "another guess of mine" });
    assert_eq!(cy.post_with_key("/accounts", "1", guess).await.refused(409), "accounts.username_taken");
    assert!(!cy.browser.cookies.contains_key("session"));
    let own = json!({ "username": "cyril", "email": "cy@example.org", "password": PASSWORD });
    assert_eq!(cy.post_with_key("/accounts", "1", own).await.well(201)["handle"], "cyril");
    house.close().await;
}

#[actix_web::test]
async fn a_wrong_password_opens_nothing_and_tells_nothing() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    let mut cy = house.stranger();
    let wrong = cy.post("/sessions", json!({ "login": "ana", "password": "not the right one" })).await;
    let nobody = cy.post("/sessions", json!({ "login": "nobody-here", "password": "not the right one" })).await;
    assert_eq!((wrong.refused(401), nobody.refused(401)), ("accounts.wrong_password".to_owned(), "accounts.wrong_password".to_owned()));
    assert_eq!(wrong.json()["detail"], nobody.json()["detail"]);
    assert_eq!(cy.post("/sessions", json!({ "login": "ana" })).await.to_mend(), ["password"]);
    for (path, body) in [
        ("/me/email", json!({ "email": "new@example.org", "current": "not the right one" })),
        ("/me/password", json!({ "password": "five other warm plain words", "current": "not the right one" })),
    ] {
        assert_eq!(ana.put(path, body).await.to_mend(), ["current"], "{path}");
    }
    let weak = ana.put("/me/password", json!({ "password": "short", "current": PASSWORD })).await;
    assert_eq!(weak.to_mend(), ["password"]);
    assert_eq!(ana.get("/me").await.well(200)["email"], "ana@example.org");
    house.close().await;
}

#[actix_web::test]
async fn a_browsers_session_writes_only_from_a_page_of_this_hub() {
    let house = House::open().await;
    let mut ana = house.arrives("ana").await;
    ana.asks("A logo for my choir").await;
    let draft = json!({ "title": "Not Ana's wish", "description": "From elsewhere." });
    for origin in [Some("https://evil.example"), Some("null"), None] {
        ana.browser.headers.clear();
        ana.browser.headers.extend(origin.map(|o| ("origin", o.to_owned())));
        assert_eq!(ana.post("/asks", draft.clone()).await.refused(403), "foreign_origin", "{origin:?}");
        assert_eq!(ana.delete("/sessions").await.refused(403), "foreign_origin");
        assert_eq!(ana.get("/asks/me").await.well(200)["items"].as_array().map(Vec::len), Some(1));
    }
    let mut stranger = house.stranger();
    stranger.browser.headers.push(("origin", "https://evil.example".to_owned()));
    let log_in = json!({ "login": "ana", "password": PASSWORD });
    assert_eq!(stranger.post("/sessions", log_in).await.refused(403), "foreign_origin", "nobody is logged in from elsewhere");
    house.close().await;
}

#[actix_web::test]
async fn when_each_of_many_programs_last_came_in_is_written_down() {
    let house = House::open().await;
    let mut ana = house.arrives("ana").await;
    for name in ["one", "two", "three"] {
        let made = ana.post("/tokens", json!({ "name": name })).await.well(201);
        let mut script = house.stranger();
        script.browser.headers.push(("authorization", format!("Bearer {}", made["token"].as_str().expect("a token"))));
        // The second time it is remembered, and not written again.
        for _ in 0..2 {
            assert_eq!(script.get("/me").await.well(200)["handle"], "ana");
        }
    }
    // Beside the requests, so perhaps a moment after them.
    let began = std::time::Instant::now();
    loop {
        let listed = ana.get("/tokens").await.well(200);
        let tokens = listed["items"].as_array().cloned().unwrap_or_default();
        if tokens.len() == 3 && tokens.iter().all(|t| !t["used_at"].is_null()) {
            break;
        }
        assert!(began.elapsed().as_secs() < 10, "{listed}");
    }
    house.close().await;
}

#[actix_web::test]
async fn a_token_works_until_it_is_revoked_and_makes_no_others() {
    let house = House::open().await;
    let mut ana = house.arrives("ana").await;
    let made = ana.post_with_key("/tokens", "one", json!({ "name": "a script" })).await.well(201);
    let again = ana.post_with_key("/tokens", "one", json!({ "name": "a script" })).await;
    assert_eq!(again.refused(409), "accounts.token_shown");
    assert_eq!(ana.get("/tokens").await.well(200)["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(ana.post("/tokens", json!({})).await.to_mend(), ["name"]);

    let mut script = house.stranger();
    script.browser.headers.push(("authorization", format!("Bearer {}", made["token"].as_str().expect("a token"))));
    assert_eq!(script.get("/me").await.well(200)["handle"], "ana");
    assert_eq!(script.post("/tokens", json!({ "name": "a child" })).await.refused(403), "accounts.log_in_for_tokens");
    assert_eq!(script.delete("/sessions/current").await.refused(404), "accounts.no_such_session");
    ana.delete(&format!("/tokens/{}", made["id"])).await.well(204);
    assert_eq!(script.get("/me").await.refused(401), "unknown_token");
    assert_eq!(script.get("/asks").await.refused(401), "unknown_token", "a bad token is said, not taken for nobody's");
    house.close().await;
}
