//! A session that ends while somebody writes: nothing that was written is lost, and nothing is sent behind their back.

use crate::{
    deeds::{asks, writes},
    town::{Browser, PASSWORD, Town},
};

/// Every session of hers but this one is closed.
async fn logs_out_elsewhere(town: &Town, name: &str) {
    let mut phone = town.browser();
    phone.open("/login").await;
    phone.submit("/login", &[("login", name), ("password", PASSWORD)]).await;
    phone.open("/settings/devices").await;
    assert_eq!(phone.submit("/settings/sessions/close", &[]).await.status, 303);
}

async fn logs_in(who: &mut Browser, name: &str) -> crate::town::Answer {
    who.submit("/login", &[("login", name), ("password", PASSWORD)]).await
}

const WORDS: &str = "Dear Ana,\r\n\"quotes\" & <b>signs</b> ünd Umlaute";

#[actix_web::test]
async fn what_bo_wrote_goes_on_after_he_has_logged_in_again() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let thread = writes(&mut ana, "/@bob", "Hello Bo").await;
    let post = [
        ("description", "Fresh."),
        ("kind", "skill"),
        ("pricing", "free"),
        ("currency", "usd"),
        ("visibility", "everyone"),
        ("then", "publish"),
    ];
    for (page, form, field, more) in [
        (thread.as_str(), thread.as_str(), "body", &[][..]),
        (ask.as_str(), "/connections", "message", &[]),
        (
            "/my/asks/new",
            "/my/asks/new",
            "title",
            &[("description", "Soon."), ("kind", "advice"), ("currency", "usd"), ("visibility", "everyone")],
        ),
        ("/my/offers/new", "/my/offers/new", "title", &post),
    ] {
        bo.open(page).await;
        logs_out_elsewhere(&town, "bob").await;
        let written = if field == "title" { "Words & \"signs\" <b>" } else { WORDS };
        let stopped = bo.submit(form, &[&[(field, written)], more].concat()).await;
        assert_eq!(stopped.status, 401, "{page}: {}", stopped.text());
        let shown = written.replace("\r\n", "\n");
        let has = |answer: &crate::town::Answer| answer.says(written) || answer.says(&shown);
        assert!(stopped.says("What you wrote is safe") && has(&stopped), "{}", stopped.text());
        assert!(!stopped.text().contains("<b>"), "{}", stopped.text());
        // A slip at the door loses nothing either.
        let slip = bo.submit("/login", &[("login", "bob"), ("password", "not his at all")]).await;
        assert_eq!(slip.status, 401);
        assert!(has(&slip) && !slip.text().contains("not his at all"), "{}", slip.text());

        let back = logs_in(&mut bo, "bob").await;
        assert_eq!(back.status, 200, "{}", back.text());
        assert!(back.says("nothing was sent yet") && has(&back), "{}", back.text());
        let before = ana.get(&ask).await.text()
            + &ana.get(&thread).await.text()
            + &bo.get("/my/asks").await.text()
            + &bo.get("/my/offers").await.text();
        assert!(!before.contains("Umlaute") || page != thread, "nothing was sent behind his back");
        let sent = bo.submit(form, &[]).await;
        assert_eq!(sent.status, 303, "{page}: {}", sent.text());
        let there = bo.open(sent.to()).await;
        assert!(has(&there), "{page}: {}", there.text());
        // Twice is once.
        let again = bo.open(sent.to()).await;
        assert!(has(&again));
    }
    let text = ana.open(&thread).await.text();
    assert_eq!(text.matches("Umlaute</p>").count(), 2, "one message, and one that opened a connection: {text}");
    town.stop().await;
}

#[actix_web::test]
async fn before_it_is_sent_it_can_be_changed() {
    let town = Town::start().await;
    let mut bo = town.sign_up("bob").await;
    bo.open("/my/asks/new").await;
    logs_out_elsewhere(&town, "bob").await;
    let fields = [
        ("title", "A hand with my garden"),
        ("description", "It is wild."),
        ("kind", "hire"),
        ("places", "3"),
        ("currency", "usd"),
        ("visibility", "members"),
    ];
    bo.submit("/my/asks/new", &fields).await;
    logs_in(&mut bo, "bob").await;
    let form = bo.submit("/my/asks/new", &[("again", "yes")]).await;
    assert!(form.says("Nothing is sent yet") && form.says("A hand with my garden"), "{}", form.text());
    assert!(form.text().contains(r#"value="hire" data-places="1" checked"#) && form.text().contains(r#"value="3""#), "{}", form.text());
    assert!(bo.get("/my/asks").await.says("You have not asked for anything yet"));
    town.stop().await;
}

#[actix_web::test]
async fn secrets_buttons_and_forms_of_other_sites_are_not_kept() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut ana, "/@bob", "Hello Bo").await;
    bo.open("/settings/account").await;
    logs_out_elsewhere(&town, "bob").await;
    let secret = bo.submit("/settings/password", &[("current", PASSWORD), ("password", "five warm plain words")]).await;
    assert_eq!((secret.status, secret.text().contains("five warm")), (303, false));
    assert!(secret.to().starts_with("/login"), "{}", secret.to());
    let button = bo.send("/connections/1/step", b"step=accept".to_vec()).await;
    assert_eq!(button.status, 303);
    bo.headers.push(("origin", "https://evil.example".to_owned()));
    let foreign = bo.send(&thread, b"body=Words+of+a+stranger".to_vec()).await;
    assert_eq!((foreign.status, foreign.text().contains("stranger")), (303, false));
    bo.headers.clear();
    let large = bo.send(&thread, format!("body={}", "a".repeat(60 << 10)).into_bytes()).await;
    assert_eq!(large.status, 303, "more than fits goes the plain way");
    // Programs hear what they always heard.
    let program = bo.request("POST", "/api/v1/asks").send_body("{}").await.expect("answered");
    assert_eq!(program.status().as_u16(), 401);
    town.stop().await;
}
