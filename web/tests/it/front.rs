//! Pages that are the same for every stranger are written once: what is one visitor's own on them is theirs all the same, and what has
//! changed shows as soon as the search knows it.

use std::time::Duration;

use crate::{
    deeds::{asks, number_after},
    discovery::shows,
    town::{Browser, Town},
};

/// What a page keeps for a few seconds must be gone long before they are over.
async fn soon_without(who: &mut Browser, path: &str, words: &str) {
    for _ in 0..40 {
        if !who.open(path).await.says(words) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} still says {words} after two seconds");
}

#[actix_web::test]
async fn two_strangers_get_one_page_and_each_their_own_forms() {
    let town = Town::start().await;
    let (mut cy, mut dee) = (town.browser(), town.browser());
    let path = "/?need=help+with+posts+for+my+bakery";
    let (first, second) = (cy.open(path).await.text(), dee.open(path).await.text());
    let token = |page: &str| page.split("name=\"csrf\" value=\"").nth(1).map(|rest| rest.split('"').next().unwrap_or("").to_owned());
    assert!(token(&first).is_some_and(|token| token.len() > 40), "{first}");
    assert_ne!(token(&first), token(&second), "each has their own");
    // Both are believed, and neither with the other's.
    for who in [&mut cy, &mut dee] {
        let door = who.submit("/my/asks/new", &[]).await;
        assert_eq!(door.status, 200, "{}", door.text());
        assert!(door.says("Say who you are") && door.says("help with posts for my bakery"), "{}", door.text());
    }
    cy.open(path).await;
    let stolen = cy.submit("/my/asks/new", &[("csrf", &token(&second).unwrap_or_default())]).await;
    assert!(!stolen.says("Say who you are"), "somebody else's key opens nothing: {}", stolen.text());
    town.stop().await;
}

#[actix_web::test]
async fn what_is_new_and_what_is_gone_shows_at_once_on_a_page_that_is_kept() {
    let town = Town::start().await;
    let (mut ana, mut cy) = (town.sign_up("ana").await, town.browser());
    for path in ["/", "/discover", "/discover/asks"] {
        assert!(!cy.open(path).await.says("walk my dog"));
    }
    let page = asks(&mut ana, "Somebody to walk my dog", &[]).await;
    for path in ["/", "/discover", "/discover/asks"] {
        let asked = tokio::time::Instant::now();
        shows(&mut cy, path, "walk my dog").await;
        assert!(asked.elapsed() < Duration::from_secs(4), "{path} waits for its time to be over");
    }
    let id = number_after(&ana.open(&page).await, "/my/asks/");
    ana.submit(&format!("/my/asks/{id}/close"), &[]).await;
    for path in ["/", "/discover", "/discover/asks"] {
        soon_without(&mut cy, path, "walk my dog").await;
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_page_that_is_kept_is_kept_for_its_light_and_its_language() {
    let town = Town::start().await;
    let (mut cy, mut dee) = (town.browser(), town.browser());
    dee.headers.push(("accept-language", "de".to_owned()));
    assert!(cy.open("/").await.text().contains("<html lang=\"en\""));
    assert!(dee.open("/").await.text().contains("<html lang=\"de\""));
    dee.cookies.insert("theme".to_owned(), "dark".to_owned());
    let dark = dee.open("/").await.text();
    assert!(dark.contains("<html lang=\"de\"") && dark.contains("data-theme=\"dark\""), "{}", &dark[..600]);
    assert!(!cy.open("/").await.text().contains("data-theme=\"dark\""));
    town.stop().await;
}

/// Of some events a hub learns only that it has missed them: an outage, a bus that forgot.
#[actix_web::test]
async fn after_events_were_missed_nobody_is_believed_from_before() {
    let town = Town::start().await;
    let (mut ana, mut cy) = (town.sign_up("ana").await, town.browser());
    asks(&mut ana, "Somebody to walk my dog", &[]).await;
    shows(&mut cy, "/discover/asks", "walk my dog").await;
    let house = &town.running.house;
    let changed = async |sql: &'static str| {
        let mut tx = house.store.write().await.expect("a connection");
        tx.run(sql, &[]).await.expect("changed");
        tx.commit().await.expect("changed");
    };
    // Nobody is told of these. What the index gathers it writes down within seconds, which the page goes by too.
    let settled = || house.collective.finder().is_some_and(|finder| finder.sizes().hot == 0);
    for _ in 0..200 {
        if settled() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    cy.open("/discover/asks").await;
    changed("update asks set title = 'Somebody to walk my cat' where title like '%my dog%'").await;
    assert!(cy.open("/discover/asks").await.says("my dog"), "it is kept for a moment");
    house.hear(&actors::Heard::Missed);
    assert!(cy.open("/discover/asks").await.says("my cat"));
    assert_eq!(ana.get("/home").await.status, 200);
    changed("delete from sessions").await;
    assert_eq!(ana.get("/home").await.status, 200, "she is remembered for a moment");
    house.hear(&actors::Heard::Missed);
    assert_eq!(ana.get("/home").await.to(), "/login?next=%2Fhome");
    town.stop().await;
}
