//! Who is here, on pages: as much as the reader may know, and what one shows of oneself.

use hub::wire::{ClientWhisper, ServerWhisper};
use loadtest::Client;

use crate::{
    deeds::{PATIENCE, offers, writes},
    town::Town,
};

/// Waits until the hub knows that somebody is here.
async fn is_here(town: &Town, name: &str, here: bool) {
    let mut db = town.running.house.store.read().await.expect("a connection");
    let (user, _, _) = store::accounts::find_by_handle(&mut db, name).await.expect("read").expect("a member");
    drop(db);
    let began = std::time::Instant::now();
    while town.running.house.collective.is_here(user) != Some(here) {
        assert!(began.elapsed() < PATIENCE, "{name} never came or went");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

#[actix_web::test]
async fn a_conversation_says_whether_the_other_one_is_here_and_who_hides_is_not() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hey you").await;
    assert!(!ana.open(&thread).await.says("Here now"));
    let bos = bo.socket().await.expect("a window");
    is_here(&town, "bob", true).await;
    assert!(ana.open(&thread).await.says("Here now"));
    assert!(ana.open("/@bob").await.says("Here now"));
    assert!(!town.browser().get("/@bob").await.says("Here now"), "a stranger is told nothing");
    let mut cy = town.sign_up("cyd").await;
    assert!(!cy.open("/@bob").await.says("Here now"), "nor is somebody he has never written with");
    assert!(!ana.open("/@bob").await.says("Tell me when they are back"), "he is here");

    bo.open("/settings/privacy").await;
    let saved = bo.submit("/settings/presence", &[("last", "yes")]).await;
    assert_eq!(saved.to(), "/settings/privacy?done=presence#presence");
    assert!(bo.open(saved.to()).await.says("Nobody sees whether you are here, and you see nobody."));
    assert!(!ana.open(&thread).await.says("Here now"));
    let _anas = ana.socket().await.expect("a window");
    is_here(&town, "ana", true).await;
    assert!(!bo.open(&thread).await.says("Here now"), "hiding mine hides others' from me");
    drop(bos);
    town.stop().await;
}

#[actix_web::test]
async fn who_waits_is_told_once_when_somebody_is_back() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hey you").await;
    assert!(!bo.open(&thread).await.says("Tell me when they are back"), "Ana has never written to Bo");
    let page = ana.open(&thread).await;
    let at = page.text().find("action=\"/people/").expect("the way to it");
    let action = page.text()[at + 8..].split('"').next().expect("an address").to_owned();
    assert_eq!(ana.submit(&action, &[]).await.to(), thread);
    assert!(ana.open(&thread).await.says("We tell you when they are back."));
    let _bos = bo.socket().await.expect("a window");
    let began = std::time::Instant::now();
    while !ana.open("/my/notices").await.says("bob is here now.") {
        assert!(began.elapsed() < PATIENCE, "nobody told her");
    }
    assert!(!ana.open(&thread).await.says("We tell you when they are back."), "once");
    town.stop().await;
}

#[actix_web::test]
async fn the_first_offer_asks_whether_one_is_open_to_help_and_a_tap_switches_it_off() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let offer = offers(&mut ana, "I test apps", &[]).await;
    assert!(ana.open(&offer).await.says("May people you are matched with see when you are online?"));
    assert!(!town.browser().get(&offer).await.says("May people you are matched with see when you are online?"));
    assert_eq!(ana.submit("/settings/presence/open", &[("open", "yes")]).await.to(), offer);
    let after = ana.open(&offer).await;
    assert!(
        !after.says("May people you are matched with see when you are online?") && after.says("Stop showing when I am online"),
        "{}",
        after.text()
    );
    assert_eq!(ana.submit("/settings/presence/open", &[("open", "no")]).await.to(), offer);
    let off = ana.open(&offer).await;
    assert!(
        !off.says("May people you are matched with see when you are online?") && !off.says("Stop showing when I am online"),
        "asked once"
    );
    town.stop().await;
}

#[actix_web::test]
async fn a_window_is_told_of_whom_it_watches() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hey you").await;
    let page = ana.open(&thread).await;
    let at = page.text().find("data-presence=\"").expect("a line for it");
    let bob: i64 = page.text()[at + 15..].split('"').next().and_then(|id| id.parse().ok()).expect("his id");
    let mut anas: Client = ana.socket().await.expect("a window");
    anas.whisper(ClientWhisper::Watch { conversations: vec![], people: vec![hub::UserId(bob)] });
    let mut here = async |wanted: bool| loop {
        let heard = anas.next_whisper(PATIENCE).await.expect("a whisper");
        if heard == (ServerWhisper::Here { user: hub::UserId(bob), here: wanted }) {
            return;
        }
    };
    here(false).await;
    let bos = bo.socket().await.expect("a window");
    here(true).await;
    drop(bos);
    here(false).await;
    town.stop().await;
}
