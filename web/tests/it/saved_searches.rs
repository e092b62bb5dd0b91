//! Saved searches on pages: from `/discover` to the list, told in activity, stopped there.

use hub::{Event, notices::Event as Noticed};

use crate::{
    deeds::{and_then, asks, number_after, offers},
    town::Town,
};

const VIOLIN: &str = "/discover?q=violin";

fn noticed(event: &Event) -> bool {
    matches!(event, Event::Notices(Noticed::Noticed { .. }))
}

#[actix_web::test]
async fn a_search_is_saved_where_it_was_typed_and_tells_of_what_comes_until_it_is_stopped() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let page = ana.open(VIOLIN).await;
    assert!(page.says("Be told when something new fits?"), "{}", page.text());
    let saved = ana.submit("/my/searches", &[("tell", "at_once")]).await;
    assert_eq!((saved.status, saved.to()), (303, VIOLIN));
    let page = ana.open(VIOLIN).await;
    assert!(page.says("We tell you at once when something new fits.") && page.says("This search is saved"), "{}", page.text());

    and_then(&town, asks(&mut bo, "A violin for my daughter", &[]), noticed).await;
    let activity = ana.open("/my/notices").await;
    assert!(
        activity.says("New: “A violin for my daughter” fits your search for asks and offers that say “violin”."),
        "{}",
        activity.text()
    );
    let list = ana.open("/my/searches").await;
    assert!(list.says("asks and offers that say “violin”") && list.says("1 fits now · 1 found since"), "{}", list.text());
    assert!(list.says("A violin for my daughter"), "what was found: {}", list.text());
    let link = "/discover?q=violin\"><strong>asks and offers";
    assert!(list.text().contains(link), "{}", list.text());

    ana.open("/my/notices").await;
    let form = format!("/my/searches/{}/tell", number_after(&activity, "/my/searches/"));
    let stopped = ana.submit(&form, &[("tell", "off")]).await;
    assert_eq!((stopped.status, stopped.to()), (303, "/my/notices"));
    assert!(ana.open(VIOLIN).await.says("This search is saved, and switched off."));
    assert_eq!(bo.get("/my/searches").await.status, 200);
    assert!(!bo.open("/my/searches").await.says("violin"), "nobody else sees it");
    town.stop().await;
}

#[actix_web::test]
async fn filters_are_kept_with_the_words_and_lead_back_to_the_same_address() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let address = "/discover/offers?q=logo&category=creative-design&kind=service&price=paid&tool=midjourney&language=en";
    ana.open(address).await;
    ana.submit("/my/searches", &[("tell", "daily")]).await;
    let list = ana.open("/my/searches").await;
    let words = "offers that say “logo” · Service · Creative &amp; Design · with Midjourney · at a price · in English";
    assert!(list.text().replace("&#38;", "&amp;").contains(words), "{}", list.text());
    assert!(list.text().replace("&#38;", "&").replace("&amp;", "&").contains(address), "{}", list.text());
    offers(&mut bo, "Free logo advice", &[("kind", "skill"), ("category", "creative-design")]).await;
    let search = number_after(&list, "/my/searches/");
    let gone = ana.submit(&format!("/my/searches/{search}/remove"), &[]).await;
    assert_eq!((gone.status, gone.to()), (303, "/my/searches"));
    assert!(ana.open("/my/searches").await.says("No saved searches yet"));
    town.stop().await;
}

#[actix_web::test]
async fn what_can_not_be_waited_for_is_not_offered_and_strangers_sign_up_first() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    for path in ["/discover", "/discover/offers?price=free", "/discover/people?q=violin", "/discover/tools?q=violin"] {
        assert!(!ana.open(path).await.says("Be told when something new fits?"), "{path}");
    }
    assert!(ana.open("/discover/asks?kind=hire").await.says("Be told when something new fits?"));
    let mut stranger = town.browser();
    let page = stranger.open(VIOLIN).await;
    assert!(
        page.says("to be told when something new fits") && page.text().contains("/signup?next=%2Fdiscover%3Fq%3Dviolin"),
        "{}",
        page.text()
    );
    assert_eq!(stranger.get("/my/searches").await.status, 303);
    town.stop().await;
}

#[actix_web::test]
async fn a_list_that_is_full_says_so_where_the_search_was() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    for n in 0..20 {
        ana.open(&format!("/discover?q=violin+{n}x")).await;
        ana.submit("/my/searches", &[("tell", "off")]).await;
    }
    ana.open(VIOLIN).await;
    assert_eq!(ana.submit("/my/searches", &[("tell", "daily")]).await.status, 303);
    let page = ana.open(VIOLIN).await;
    assert!(page.says("You have 20 saved searches, which is the most you can have."), "{}", page.text());
    town.stop().await;
}
