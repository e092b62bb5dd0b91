//! The landing page: what somebody needs is answered before they have a name, and goes on into an ask.

use crate::{
    deeds::{asks, offers},
    town::{PASSWORD, Town},
};

const BAKERY: &str = "help with posts for my bakery";

#[actix_web::test]
async fn a_stranger_says_what_they_need_and_sees_what_fits() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bo, "I write posts for your bakery", &[]).await;
    offers(&mut bo, "Secret posts for a bakery", &[("visibility", "members")]).await;
    asks(&mut ana, "A quiet word about my bakery", &[("visibility", "members")]).await;
    let mut cy = town.browser();
    let empty = cy.open("/").await;
    assert!(empty.says("What do you need?") && !empty.says("Post this as an ask"), "{}", empty.text());
    let mut answer = cy.get("/?need=posts+for+a+bakery").await;
    for _ in 0..50 {
        if answer.text().contains("id=\"found\"") && between(&answer.text()).contains("I write posts for your bakery") {
            break;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(100)).await;
        answer = cy.get("/?need=posts+for+a+bakery").await;
    }
    let found = between(&answer.text());
    assert!(found.contains("I write posts for your bakery") && found.contains("Post this as an ask"), "{found}");
    assert!(!answer.says("Secret posts") && !answer.says("A quiet word"), "what members wrote for members stays theirs");
    assert!(answer.text().contains("posts for a bakery</textarea>"), "what was typed stands in the box");
    // Members have it at home.
    assert_eq!(ana.get("/?need=x").await.to(), "/home");
    // What is typed is text and nothing else.
    let hostile = cy.get("/?need=%3Cscript%3Ealert(1)%3C%2Fscript%3E%22").await.text();
    assert!(!hostile.contains("<script>alert"), "{hostile}");
    let nothing = cy.get("/?need=zzqqxx").await;
    assert!(nothing.says("An ask waits for the right person") && nothing.says("Post this as an ask"), "{}", nothing.text());
    town.stop().await;
}

/// What answers, without what stands around it.
fn between(page: &str) -> String {
    let from = page.find("id=\"found\"").map_or("", |at| &page[at..]);
    from[..from.find("</section>").unwrap_or(from.len())].to_owned()
}

#[actix_web::test]
async fn what_was_typed_is_in_the_form_of_the_ask_after_signing_up_and_after_logging_in() {
    let town = Town::start().await;
    town.sign_up("ana").await;
    for path in ["/signup", "/login"] {
        let mut cy = town.browser();
        let page = cy.open("/?need=help+with+posts+for+my+bakery").await.text();
        let at = page.find("/signup?next=%2Fmy%2Fasks%2Fnew%3Ftitle").expect("the way on");
        let to = page[at..].split('"').next().expect("an address").replace("&amp;", "&");
        let sign_up = cy.open(&to).await;
        let entered = if path == "/signup" {
            // A mistake loses nothing.
            let wrong = cy.submit(path, &[("username", "cyril"), ("email", "cy@example.org"), ("password", "short")]).await;
            assert_eq!(wrong.status, 422);
            cy.submit(path, &[("username", "cyril"), ("email", "cy@example.org"), ("password", PASSWORD)]).await
        } else {
            let text = sign_up.text();
            let (_, after) = text.split_once("Been here before? <a href=\"").expect("for who has been here before");
            let log_in = after.split('"').next().expect("an address").replace("&amp;", "&");
            cy.open(&log_in).await;
            cy.submit(path, &[("login", "ana"), ("password", PASSWORD)]).await
        };
        assert_eq!(entered.status, 303, "{}", entered.text());
        let form = cy.open(entered.to()).await;
        assert!(form.text().contains(&format!("value=\"{BAKERY}\"")), "{}", form.text());
    }
    town.stop().await;
}

#[actix_web::test]
async fn below_twenty_five_members_there_are_faces_and_then_there_are_numbers() {
    let town = Town::start().await;
    for n in 1..=24 {
        town.sign_up(&format!("member-{n}")).await;
    }
    let few = town.browser().get("/").await;
    assert!(few.says("Some of us") && few.text().contains("href=\"/@member-24\"") && !few.says("members ·"), "{}", few.text());
    let dir = town.dir;
    let settings = town.running.house.settings.clone();
    town.running.stop().await.expect("leaves");
    // A hub counts once a minute; one that starts counts anew.
    let town = Town { running: web::server::start(settings).await.expect("starts again"), dir };
    town.sign_up("member-25").await;
    let many = town.browser().get("/").await;
    assert!(many.says("25 members · 0 open asks · 0 offers") && !many.says("Some of us"), "{}", many.text());
    town.stop().await;
}
