//! The card of a linked page, on the pages of asks and offers.

use hub::link_previews::LinkPreview;

use crate::{
    deeds::{asks, offers, writes},
    town::Town,
};

async fn keep(town: &Town, address: &str, title: &str) {
    let (store, now) = (&town.running.house.store, town.running.house.now());
    let preview = LinkPreview {
        address: address.to_owned(),
        title: title.to_owned(),
        description: "\"><img src=x onerror=alert(1)>".to_owned(),
        site: "example.org".to_owned(),
    };
    assert!(store.claim_link(address, now).await.expect("claimed"));
    store.save_link(address, Some(&preview), now).await.expect("saved");
}

#[actix_web::test]
async fn a_post_shows_what_its_link_says_of_itself_as_plain_words() {
    let town = Town::with(|settings| settings.link_previews = true).await;
    let mut ana = town.sign_up("ana").await;
    keep(&town, "https://example.org/bread", "How to <b>bake</b>").await;
    keep(&town, "https://example.org/app", "An app").await;
    let ask = asks(&mut ana, "Who has tried this?", &[("description", "I mean https://example.org/bread.")]).await;
    let page = town.browser().open(&ask).await;
    assert!(
        page.text().contains("class=\"glass link-card\" href=\"https://example.org/bread\" rel=\"nofollow ugc noopener\""),
        "{}",
        page.text()
    );
    assert!(page.says("How to <b>bake</b>") && !page.text().contains("<b>bake") && !page.text().contains("<img src=x"), "{}", page.text());
    let offer = offers(&mut ana, "My app", &[("kind", "app"), ("external_url", "https://example.org/app")]).await;
    assert!(ana.open(&offer).await.says("An app"));
    town.stop().await;
}

#[actix_web::test]
async fn switched_off_nothing_is_looked_at_and_nothing_shown() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    keep(&town, "https://example.org/bread", "How to bake").await;
    let ask = asks(&mut ana, "Who has tried this?", &[("description", "I mean https://example.org/bread and https://example.org/b")]).await;
    assert!(!ana.open(&ask).await.text().contains("link-card"));
    let other = asks(&mut ana, "And this?", &[("description", "https://example.org/unknown")]).await;
    ana.open(&other).await;
    let mut db = town.running.house.store.read().await.unwrap();
    let known = store::link_previews::find(&mut db, "https://example.org/unknown", town.running.house.now()).await.unwrap();
    assert_eq!(known, store::link_previews::Known::Nothing);
    drop(db);
    town.stop().await;
}

#[actix_web::test]
async fn a_message_shows_what_it_links_to_to_whoever_reads_it() {
    let town = Town::with(|settings| settings.link_previews = true).await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyra").await);
    keep(&town, "https://example.org/bread", "How to <b>bake</b>").await;
    let talk = writes(&mut ana, "/@bob", "I mean https://example.org/bread.").await;
    let page = bo.open(&talk).await;
    let text = page.text();
    assert!(text.contains("data-address=\"https://example.org/bread\"") && page.says("How to <b>bake</b>"), "{text}");
    assert!(!text.contains("<b>bake") && !text.contains("<img src=x"), "{text}");
    let card = bo.open(&format!("{talk}/1/card")).await;
    assert!(card.status == 200 && card.says("How to <b>bake</b>") && !card.text().contains("<html"), "{}", card.text());
    assert_eq!(cy.get(&format!("{talk}/1/card")).await.status, 404, "it is between the two");
    ana.open(&talk).await;
    ana.submit(&talk, &[("body", "No link in this")]).await;
    assert_eq!(bo.get(&format!("{talk}/2/card")).await.status, 404);
    ana.open(&format!("{talk}/1")).await;
    ana.submit(&format!("{talk}/1/delete"), &[]).await;
    assert!(!bo.open(&talk).await.text().contains("data-address"));

    let said = "/community/general";
    ana.open(said).await;
    ana.submit(said, &[("body", "https://example.org/bread")]).await;
    assert!(bo.open(said).await.text().contains("data-address"));
    town.stop().await;
}
