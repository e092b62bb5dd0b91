//! Following on pages, without a script: the button, the feed, who follows whom, and what a block does to all of it.

use crate::{
    deeds::{asks, number_after, offers},
    town::{Answer, Browser, Town},
};

/// The form that follows whose page is open.
async fn follow(who: &mut Browser, page: &str, on: &str) -> (u16, String) {
    let shown = who.open(page).await;
    let id = number_after(&shown, "data-follow=\"");
    let answer = who.submit(&format!("/people/{id}/follow"), &[("on", on)]).await;
    (answer.status, answer.to().to_owned())
}

/// The same by whom no page shows a button: with the hidden fields of another form of the open page.
async fn by_hand(who: &mut Browser, id: i64) -> Answer {
    let mut fields = who.hidden_of("/availability");
    fields.push(("on".to_owned(), "yes".to_owned()));
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", value.replace('+', "%2B"))).collect();
    who.send(&format!("/people/{id}/follow"), body.join("&").into_bytes()).await
}

#[actix_web::test]
async fn who_follows_reads_what_they_post_and_who_is_followed_hears_of_it_once() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let nothing = ana.open("/my/following").await;
    assert!(nothing.says("You don't follow anybody yet") && nothing.says("Discover people"), "{}", nothing.text());
    asks(&mut bo, "A violin for my daughter", &[]).await;
    offers(&mut bo, "An hour of carpentry", &[]).await;
    assert_eq!(follow(&mut ana, "/@bob", "yes").await, (303, "/@bob".to_owned()));
    let page = ana.open("/@bob").await;
    assert!(
        page.says("You now follow them.") && page.says("Following") && page.says("1</strong> <span data-followers-word"),
        "{}",
        page.text()
    );
    let feed = ana.open("/my/following").await;
    assert!(
        feed.says("A violin for my daughter") && feed.says("An hour of carpentry") && feed.says("People you follow"),
        "{}",
        feed.text()
    );
    assert!(!bo.open("/my/following").await.says("violin"), "one's own is no news");

    let points = |text: String| text.split("data-points>").nth(1).and_then(|rest| rest.split('<').next().map(str::to_owned));
    let earned = points(bo.open("/home").await.text());
    for on in ["no", "yes", "no", "yes"] {
        follow(&mut ana, "/@bob", on).await;
    }
    let activity = bo.open("/my/notices").await;
    assert_eq!(activity.text().matches("ana follows you now.").count(), 1, "{}", activity.text());
    assert_eq!(points(bo.open("/home").await.text()), earned, "once for ever");

    let list = bo.open("/@bob/followers").await;
    assert!(list.says("Who follows you") && list.says(">ana</strong>"), "{}", list.text());
    assert_eq!(follow(&mut bo, "/@bob/followers", "yes").await, (303, "/@bob/followers".to_owned()), "back, from the row");
    assert!(ana.open("/@ana/following").await.says("People you follow"));
    assert!(!ana.open("/@ana").await.text().contains("data-follow=\""), "nobody follows themselves");
    let own = number_after(&ana.open("/@ana").await, "data-followers=\"");
    follow(&mut ana, "/@bob", "no").await;
    ana.open("/@bob").await;
    let answer = by_hand(&mut ana, own).await;
    assert_eq!(answer.status, 303);
    assert!(ana.open("/@bob").await.says("You can't follow yourself."));
    town.stop().await;
}

#[actix_web::test]
async fn a_block_ends_it_both_ways_and_leaves_no_button_and_no_list() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyr").await);
    for (who, page) in [(&mut ana, "/@bob"), (&mut cy, "/@bob")] {
        follow(who, page, "yes").await;
    }
    follow(&mut bo, "/@ana", "yes").await;
    let bob = number_after(&ana.open("/@bob").await, "data-follow=\"");
    let form = ana.open("/@bob").await;
    let own = number_after(&form, "data-me=\"");
    bo.open("/@ana").await;
    assert_eq!(bo.submit("/blocks", &[]).await.status, 303);
    for (who, page) in [(&mut ana, "/@bob"), (&mut bo, "/@ana")] {
        let shown = who.open(page).await;
        assert!(!shown.text().contains("data-follow") && !shown.says("follower"), "{}", shown.text());
        assert_eq!(who.get(&format!("{page}/followers")).await.status, 404);
    }
    let answer = by_hand(&mut ana, bob).await;
    assert_eq!(answer.status, 404, "across a block there is nobody");
    assert!(!answer.says("block"), "{}", answer.text());
    let list = cy.open("/@bob/followers").await;
    assert!(!list.says(">ana</strong>") && list.says("Who follows bob"), "it is over for everybody: {}", list.text());
    assert!(ana.open("/my/following").await.says("You don't follow anybody yet") && own > 0);
    town.stop().await;
}

#[actix_web::test]
async fn a_stranger_signs_up_first_and_old_names_lead_on() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let mut stranger = town.browser();
    let page = stranger.open("/@ana").await;
    assert!(page.text().contains("/signup?next=%2F%40ana") && page.says("Follow"), "{}", page.text());
    for path in ["/my/following", "/@ana/followers", "/@ana/following"] {
        assert_eq!(stranger.get(path).await.status, 303, "{path}");
    }
    ana.open("/settings/account").await;
    ana.submit("/settings/username", &[("username", "ana-2")]).await;
    let mut bo = town.sign_up("bob").await;
    let moved = bo.get("/@ana/followers").await;
    assert_eq!((moved.status, moved.to()), (301, "/@ana-2/followers"));
    assert_eq!(bo.get("/@nobody/followers").await.status, 404);
    assert!(bo.open("/@ana-2/following").await.says("Nobody yet"));
    town.stop().await;
}
