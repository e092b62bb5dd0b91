//! Posts over time, on pages and without a script: edited, renewed, done with somebody's help.

use hub::kernel::time::DAY;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::{
    api::program::House,
    deeds::{asks, number_after, offers, writes},
    town::Town,
};

#[actix_web::test]
async fn everybody_sees_that_it_was_edited_and_only_its_owner_how_it_was_worded() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A green logo for my bakery", &[]).await;
    let page = ana.open(&ask).await;
    assert!(!page.says("edited"), "{}", page.text());
    let id = number_after(&page, "/my/asks/");
    let form = format!("/my/asks/{id}/edit");
    ana.open(&form).await;
    let words = [
        ("title", "A blue logo for my bakery"),
        ("description", "Say it plainly <b>now</b>."),
        ("kind", "advice"),
        ("currency", "usd"),
        ("visibility", "everyone"),
    ];
    assert_eq!(ana.submit(&form, &words).await.status, 303);

    let older = format!("{ask}/wordings");
    let page = ana.open(&ask).await;
    assert!(page.text().contains(&format!("href=\"{older}\">edited")), "{}", page.text());
    let shown = ana.open(&older).await;
    assert!(shown.text().contains("<del><span class=\"vh\">taken out: </span>green </del>"), "{}", shown.text());
    assert!(shown.text().contains("<ins><span class=\"vh\">put in: </span>blue </ins>"), "{}", shown.text());
    assert!(shown.says("<b>now</b>.") && !shown.text().contains("<b>now"), "{}", shown.text());

    let page = bo.open(&ask).await;
    assert!(page.says(">edited ") && !page.text().contains("/wordings"), "{}", page.text());
    assert_eq!(bo.get(&older).await.status, 404);
    assert_eq!(town.browser().get(&older).await.status, 303, "to the log-in");

    let offer = offers(&mut bo, "An hour of carpentry", &[]).await;
    let untouched = bo.open(&format!("{offer}/wordings")).await;
    assert!(untouched.says("It reads as it did on the first day"), "{}", untouched.text());
    town.stop().await;
}

#[actix_web::test]
async fn an_ask_that_is_about_to_end_is_kept_open_by_one_tap_from_wherever_it_stands() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let soon = web::look::when::date(town.running.house.now().plus(DAY), &TimeZone::UTC);
    let ask = asks(&mut ana, "A logo for my bakery", &[("expires_on", &soon)]).await;
    let id = number_after(&ana.open(&ask).await, "/my/asks/");
    let tap = format!("/my/asks/{id}/renew");
    for page in [&ask, "/my/asks", "/home"] {
        let shown = ana.open(page).await;
        assert!(shown.text().contains(&tap), "{page}: {}", shown.text());
    }
    let answer = ana.submit(&tap, &[]).await;
    assert_eq!((answer.status, answer.to()), (303, "/home"), "back to where it was pressed");
    let home = ana.open("/home").await;
    assert!(home.says("It stays open for 30 more days.") && !home.text().contains(&tap), "{}", home.text());
    assert!(!ana.open(&ask).await.text().contains(&tap));
    town.stop().await;
}

#[actix_web::test]
async fn a_done_ask_thanks_who_helped_on_its_page_its_card_and_its_owners_page() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A logo for my bakery", &[]).await;
    writes(&mut bo, &ask, "I draw one tonight").await;
    let page = ana.open(&ask).await;
    let connection = number_after(&page, "/connections/");
    let step = format!("/connections/{connection}/step");
    for (is_ana, taken) in [(true, "accept"), (false, "start"), (false, "done"), (true, "done")] {
        let who = if is_ana { &mut ana } else { &mut bo };
        who.open("/connections").await;
        assert_eq!(who.submit(&step, &[("step", taken)]).await.status, 303, "{taken}");
    }
    let id = number_after(&ana.open(&ask).await, "/my/asks/");
    assert_eq!(ana.submit(&format!("/my/asks/{id}/fulfil"), &[]).await.status, 303);
    let mut stranger = town.browser();
    let page = stranger.open(&ask).await;
    assert!(page.says("Done, with thanks") && page.text().contains("href=\"/@bob\""), "{}", page.text());
    assert!(ana.open("/my/asks").await.says("Thanks to bob"));
    let profile = stranger.open("/@ana").await;
    assert!(profile.says("Thanks to bob for help with"), "{}", profile.text());
    town.stop().await;
}

#[actix_web::test]
async fn older_wordings_are_their_owners_by_the_api_too() {
    let house = House::open().await;
    let (mut ana, mut bo) = (house.member("ana").await, house.member("boris").await);
    let ask = ana.asks("A green logo").await;
    ana.patch(&format!("/asks/{ask}"), json!({ "title": "A blue logo" })).await.well(200);
    let kept = ana.get(&format!("/asks/{ask}/wordings")).await.well(200);
    assert_eq!(kept["items"][0]["title"], "A green logo");
    assert_eq!(bo.get(&format!("/asks/{ask}/wordings")).await.refused(403), "asks.not_yours");
    assert!(bo.get(&format!("/asks/{ask}")).await.well(200)["edited_at"].is_i64());
    house.close().await;
}
