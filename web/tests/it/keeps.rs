//! Saved things on pages, without a script: saved where they stand, found again on one page, for their keeper alone.

use crate::{
    deeds::{asks, number_after, offers},
    discovery::shows,
    town::{Answer, Town},
};

#[actix_web::test]
async fn what_is_saved_is_found_again_by_whoever_saved_it_and_by_nobody_else() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let nothing = ana.open("/my/saved").await;
    assert!(nothing.says("Nothing saved yet") && nothing.says("Look around"), "{}", nothing.text());
    let ask = asks(&mut bo, "A violin for my daughter", &[]).await;
    let course = offers(&mut bo, "Carpentry in six evenings", &[("kind", "course")]).await;
    for page in [ask.as_str(), course.as_str(), "/tools/claude", "/@bob"] {
        assert!(ana.open(page).await.says("Save"), "{page}");
        let saved = ana.submit("/my/saved", &[("on", "yes")]).await;
        assert_eq!((saved.status, saved.to()), (303, page));
        let shown = ana.open(page).await;
        assert!(shown.says("Saved. You find it in your menu") && shown.says(">Saved</span>"), "{}", shown.text());
    }
    let list = ana.open("/my/saved").await;
    for words in ["A violin for my daughter", "Carpentry in six evenings", "Claude", ">bob</strong>", "Only you see this."] {
        assert!(list.says(words), "{words}: {}", list.text());
    }
    let only = ana.open("/my/saved?kind=tool").await;
    assert!(only.says("Claude") && !only.says("A violin for my daughter"), "{}", only.text());
    let learning = ana.open("/my/learning").await;
    assert!(learning.says("Saved for later") && learning.says("Carpentry in six evenings"), "{}", learning.text());
    assert!(bo.open("/my/saved").await.says("Nothing saved yet"));
    for page in [ask.as_str(), course.as_str(), "/@bob"] {
        assert!(!bo.open(page).await.text().contains("data-saves"), "one's own is not saved: {page}");
        assert!(!town.browser().get(page).await.text().contains("data-saves"), "strangers save nothing: {page}");
    }
    assert_eq!(town.browser().get("/my/saved").await.status, 303);

    ana.open("/my/saved?kind=tool").await;
    let off = ana.submit("/my/saved", &[("on", "no")]).await;
    assert_eq!((off.status, off.to()), (303, "/my/saved?kind=tool"));
    assert!(!ana.open("/my/saved").await.says("Claude"));
    bo.open("/@ana").await;
    bo.submit("/blocks", &[]).await;
    let list = ana.open("/my/saved").await;
    assert_eq!(list.text().matches("This is no longer there.").count(), 3, "{}", list.text());
    assert!(!list.says("violin") && !list.says("Carpentry"), "{}", list.text());
    assert!(!ana.open("/@bob").await.text().contains("data-saves"));
    assert!(!ana.open("/my/learning").await.says("Carpentry"));
    town.stop().await;
}

#[actix_web::test]
async fn what_can_not_be_seen_can_not_be_saved_by_hand() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let hers = offers(&mut ana, "An hour of mine", &[]).await;
    bo.open("/tools/claude").await;
    for (kind, what, status) in [("offer", "99999", 404), ("planet", "7", 400), ("ask", "-1", 400), ("tool", "x", 400)] {
        bo.open("/tools/claude").await;
        let answer = bo.submit("/my/saved", &[("kind", kind), ("what", what), ("on", "yes")]).await;
        assert_eq!(answer.status, status, "{kind} {what}: {}", answer.text());
    }
    let id = number_after(&ana.open(&hers).await, "data-offer=\"").to_string();
    ana.open("/tools/claude").await;
    let own = ana.submit("/my/saved", &[("kind", "offer"), ("what", &id), ("on", "yes")]).await;
    assert_eq!(own.status, 303);
    assert!(ana.open("/tools/claude").await.says("That is your own."));
    town.stop().await;
}

#[actix_web::test]
async fn a_card_of_discover_is_saved_and_somebody_followed_right_there() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let offer = offers(&mut bo, "Sourdough by the hour", &[("kind", "service")]).await;
    // Somebody stands with their offer among the people, and the offer by itself among the offers.
    let (path, people) = ("/discover/offers?q=sourdough", "/discover?q=sourdough");
    let found = shows(&mut ana, path, "Sourdough by the hour").await;
    let id = number_after(&found, "data-saves=\"offer:");
    let (kept, followed) = (format!("data-saves=\"offer:{id}\""), "data-follow=");
    assert_eq!(pressed(&found, &kept), "false", "{}", found.text());
    let saved = ana.submit("/my/saved", &[("on", "yes"), ("kind", "offer"), ("what", &id.to_string())]).await;
    assert_eq!((saved.status, saved.to()), (303, path));
    let found = ana.open(people).await;
    assert_eq!(pressed(&found, followed), "false", "{}", found.text());
    let bob = number_after(&found, "data-follow=\"");
    let follows = ana.submit(&format!("/people/{bob}/follow"), &[("on", "yes")]).await;
    assert_eq!((follows.status, follows.to()), (303, people));
    assert_eq!(pressed(&ana.open(people).await, followed), "true");
    assert_eq!(pressed(&ana.open(path).await, &kept), "true");
    let tools = ana.open("/discover/tools").await;
    assert!(tools.text().contains("data-saves=\"tool:"), "{}", tools.text());

    let own = shows(&mut bo, path, "Sourdough by the hour").await;
    assert!(!own.text().contains(&kept) && !own.text().contains(followed), "one's own is neither saved nor followed: {}", own.text());
    let stranger = shows(&mut town.browser(), path, "Sourdough by the hour").await;
    let text = stranger.text();
    assert!(!text.contains("data-saves") && text.contains("/login?next=%2Fdiscover%2Foffers%3Fq%3Dsourdough"), "log in, and back: {text}");
    let page = ana.open(&offer).await;
    assert!(page.text().contains(&kept) && page.says(">Saved</span>"), "its own page says the same: {}", page.text());
    town.stop().await;
}

/// How the button of the form with this attribute stands.
fn pressed(page: &Answer, form: &str) -> String {
    let text = page.text();
    let rest = text.split(form).nth(1).and_then(|rest| rest.split("aria-pressed=\"").nth(1)).unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}
