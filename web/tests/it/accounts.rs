//! Coming in and going out, as people do it.

use std::time::Duration;

use hub::wire::{Bye, Encoding};
use loadtest::{Client, ConnectError};

use crate::town::{PASSWORD, Town};

#[actix_web::test]
async fn ana_signs_up_goes_out_and_comes_back_by_name_or_e_mail() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    assert!(ana.open("/home").await.says("ana"));
    assert_eq!(ana.submit("/logout", &[]).await.to(), "/");
    assert_eq!(ana.get("/home").await.to(), "/login?next=%2Fhome");
    for name in ["ana", " @Ana ", "Ana@Example.org"] {
        let mut ana = town.browser();
        ana.open("/login?next=%2Fsettings").await;
        let answer = ana.submit("/login", &[("login", name), ("password", PASSWORD)]).await;
        assert_eq!((answer.status, answer.to()), (303, "/settings"), "{name}: {}", answer.text());
        assert!(ana.open("/settings/account").await.says("ana@example.org"));
    }
    town.stop().await;
}

#[actix_web::test]
async fn everything_to_mend_is_said_at_once_and_nothing_typed_is_lost() {
    let town = Town::start().await;
    let mut bo = town.browser();
    bo.open("/signup").await;
    let answer = bo.submit("/signup", &[("username", "b o"), ("email", "bo"), ("name", "Bo \"the\" Baker"), ("password", "short")]).await;
    assert_eq!(answer.status, 422);
    for words in ["letters a to z", "does not look like an e-mail", "at least 12 characters", "Bo \"the\" Baker"] {
        assert!(answer.says(words), "{words} in {}", answer.text());
    }
    assert!(!answer.text().contains("value=\"short\""), "the password is not shown again");
    // The same page, mended, is enough.
    let answer = bo.submit("/signup", &[("username", "bo-bakes"), ("email", "bo@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_taken_name_is_said_and_a_double_click_makes_one_member() {
    let town = Town::start().await;
    let ana = town.sign_up("ana").await;
    drop(ana);
    let mut other = town.browser();
    other.open("/signup").await;
    let answer = other.submit("/signup", &[("username", "ANA"), ("email", "other@example.org"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status, 409);
    assert!(answer.says("That username is taken"), "{}", answer.text());
    let fields = [("username", "cyril"), ("email", "cy@example.org"), ("password", PASSWORD)];
    other.open("/signup").await;
    assert_eq!(other.submit("/signup", &fields).await.status, 303);
    // The cookie of the session is put away, as if the first answer had not arrived.
    other.cookies.remove("session");
    let again = other.submit("/signup", &fields).await;
    assert_eq!((again.status, again.to()), (303, "/home"), "{}", again.text());
    town.stop().await;
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_name_hear_the_same() {
    let town = Town::start().await;
    town.sign_up("ana").await;
    let mut cy = town.browser();
    for name in ["ana", "nobody-at-all"] {
        cy.open("/login").await;
        let answer = cy.submit("/login", &[("login", name), ("password", "five warm plain words")]).await;
        assert_eq!(answer.status, 401);
        assert!(answer.says("The name or the password is wrong."), "{}", answer.text());
        assert!(answer.text().contains(&format!("value=\"{name}\"")), "the name is kept");
        assert!(!cy.cookies.contains_key("session"));
    }
    town.stop().await;
}

#[actix_web::test]
async fn whoever_guesses_too_often_hears_how_long_to_wait() {
    let town = Town::with(|settings| settings.rates.off = false).await;
    let mut cy = town.browser();
    cy.open("/login").await;
    for _ in 0..10 {
        assert_eq!(cy.submit("/login", &[("login", "ana"), ("password", "a guess of mine")]).await.status, 401);
    }
    let answer = cy.submit("/login", &[("login", "ana"), ("password", "a guess of mine")]).await;
    assert_eq!(answer.status, 429);
    assert!(answer.says("Too many tries to log in. Try again in ") && answer.says(" seconds."), "{}", answer.text());
    assert!(answer.header("retry-after").parse::<i64>().is_ok_and(|s| (1..=60).contains(&s)));
    town.stop().await;
}

#[actix_web::test]
async fn a_form_from_another_visit_is_not_carried_out_and_keeps_what_was_typed() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/settings/profile").await;
    let answer = ana.submit("/settings/profile", &[("csrf", "from-somewhere-else"), ("tagline", "Bread at five")]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.says("What you typed is still here") && answer.text().contains("value=\"Bread at five\""), "{}", answer.text());
    // Sent once more from that very page it is stored.
    let answer = ana.submit("/settings/profile", &[("tagline", "Bread at five")]).await;
    assert_eq!(answer.to(), "/settings/profile?done=profile#profile", "{}", answer.text());
    assert!(ana.open("/@ana").await.says("Bread at five"));

    // A page of somebody else's, with a stolen token even, is not believed.
    ana.open("/settings/profile").await;
    ana.headers.push(("origin", "https://evil.example".to_owned()));
    let answer = ana.submit("/settings/profile", &[("tagline", "Owned")]).await;
    assert_eq!(answer.status, 403);
    ana.headers.clear();
    assert!(!ana.open("/@ana").await.says("Owned"));

    // A button has nothing to keep: a page in words.
    let answer = ana.send("/logout", b"csrf=nonsense".to_vec()).await;
    assert_eq!(answer.status, 403);
    assert!(answer.says("from an earlier visit"), "{}", answer.text());
    town.stop().await;
}

#[actix_web::test]
async fn an_old_name_leads_to_the_new_one() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/settings/account").await;
    let answer = ana.submit("/settings/username", &[("username", "ana-new")]).await;
    assert_eq!(answer.to(), "/settings/account?done=account#account", "{}", answer.text());
    let old = town.browser().get("/@ana").await;
    assert_eq!((old.status, old.to()), (301, "/@ana-new"));
    assert_eq!(town.browser().get("/@ana-new").await.status, 200);
    assert_eq!(town.browser().get("/@nobody").await.status, 404);
    town.stop().await;
}

#[actix_web::test]
async fn logging_out_elsewhere_closes_that_window_within_a_second() {
    let town = Town::start().await;
    let mut laptop = town.sign_up("ana").await;
    let mut phone = town.browser();
    phone.open("/login").await;
    phone.submit("/login", &[("login", "ana"), ("password", PASSWORD)]).await;
    let (mut here, mut there) = (laptop.socket().await.expect("open"), phone.socket().await.expect("open"));
    let devices = laptop.open("/settings/devices").await;
    assert!(devices.says("last seen") && !devices.says("since today"), "one moment is said once: {}", devices.text());
    let answer = laptop.submit("/settings/sessions/close", &[]).await;
    assert_eq!(answer.to(), "/settings/devices?done=devices#devices", "{}", answer.text());
    let ended = there.until_closed(Duration::from_secs(1)).await.expect("the phone's window is closed within a second");
    assert_eq!(ended.code, Some(Bye::DoorClosed.code()));
    assert_eq!(phone.get("/home").await.status, 303, "its pages are closed too");
    assert_eq!(laptop.get("/home").await.status, 200);
    assert!(here.until_closed(Duration::from_millis(50)).await.is_err(), "this one stays");
    here.close().await;
    town.stop().await;
}

#[actix_web::test]
async fn a_changed_password_closes_every_other_door() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/settings/developers").await;
    let page = ana.submit("/settings/tokens", &[("name", "a script")]).await;
    let token = shown_token(&page.text());
    let url = town.url("");
    let mut script = Client::connect(&url, &token, Encoding::MessagePack, None).await.expect("the token opens");
    assert!(!ana.open("/settings/developers").await.text().contains(&token), "it is shown once");
    ana.open("/settings/account").await;

    let wrong = ana.submit("/settings/password", &[("current", "not this one at all"), ("password", "five warm plain words")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("That is not your password."), "{}", wrong.text());
    let answer = ana.submit("/settings/password", &[("current", PASSWORD), ("password", "five warm plain words")]).await;
    assert_eq!(answer.to(), "/settings/account?done=password#password", "{}", answer.text());
    // What was done is said where the page lands, not out of sight on top of it.
    let page = ana.open("/settings/account?done=password").await.text();
    let section = &page[page.find("id=\"password-head\"").expect("the section is there")..];
    assert!(
        section.starts_with("id=\"password-head\">Password</h2><div class=\"alert alert-good\" role=\"status\">Your password is changed."),
        "{section}"
    );
    assert_eq!(page.matches("Your password is changed.").count(), 1);
    let ended = script.until_closed(Duration::from_secs(1)).await.expect("the script's socket is closed within a second");
    assert_eq!(ended.code, Some(Bye::DoorClosed.code()));
    let refused = Client::connect(&url, &token, Encoding::MessagePack, None).await;
    assert!(matches!(refused, Err(ConnectError::TurnedAway { status: 401, .. })));
    assert_eq!(ana.get("/home").await.status, 200, "this session stays");
    town.stop().await;
}

fn shown_token(page: &str) -> String {
    let start = page.find("ct_").expect("the token is shown");
    page[start..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect()
}
