//! Settings: pages with one menu, forms that carry what is theirs and leave the rest, and switches.

use hub::{By, Command, CommandId, UserId, sms};
use web::settings::Topic;

use crate::{
    deeds::{PATIENCE, asks, writes},
    town::{Browser, Town},
};

/// Whether a switch of the open page is on.
fn is_on(page: &str, name: &str) -> bool {
    let at = page.find(&format!("data-switch=\"{name}\"")).unwrap_or_else(|| panic!("no switch {name} in {page}"));
    let button = &page[at..at + page[at..].find("</button>").expect("it ends")];
    assert_ne!(button.contains("aria-checked=\"true\""), button.contains("aria-checked=\"false\""), "{button}");
    button.contains("aria-checked=\"true\"")
}

/// Throws a switch of the open page; it is the one form with this name, so its own hidden fields go along.
async fn throw(who: &mut Browser, to: &str, field: &str, name: &str, on: &str) {
    let answer = who.submit(to, &[(field, name), ("on", on)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
}

#[actix_web::test]
async fn every_page_of_settings_has_the_same_menu_and_knows_where_one_is() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let first = ana.get("/settings").await;
    assert_eq!((first.status, first.to()), (303, "/settings/profile"));
    assert_eq!(town.browser().get("/settings").await.to(), "/login?next=%2Fsettings");
    for topic in Topic::ALL {
        let page = ana.open(&topic.path()).await;
        assert_eq!(page.status, 200, "{topic}");
        let text = page.text();
        for other in Topic::ALL {
            let current = if other == topic { " aria-current=\"page\"" } else { "" };
            assert!(text.contains(&format!("<a href=\"{}\"{current}>", other.path())), "{topic} leads to {other}");
        }
        for section in topic.sections() {
            assert_eq!(text.matches(&format!("id=\"{section}\"")).count(), 1, "{topic} has {section} once");
        }
        assert_eq!(town.browser().get(&topic.path()).await.status, 303, "{topic} is for members");
    }
    // An old address lands on the first page: each section that was there is named in its menu, on the way to where it is now.
    let page = ana.open("/settings/profile").await.text();
    for section in ["profile", "account", "presence", "password", "messages", "texts", "devices", "tokens"] {
        assert_eq!(page.matches(&format!("id=\"{section}\"")).count(), 1, "#{section}");
    }
    assert!(!page.contains("Tokens for programs"), "that is for developers");
    town.stop().await;
}

#[actix_web::test]
async fn a_form_carries_what_is_its_own_and_leaves_the_rest() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/settings/profile").await;
    ana.submit("/settings/profile", &[("tagline", "Bread at five"), ("bio", "I bake."), ("location", "Bern")]).await;
    ana.open("/settings/appearance").await;
    let wrong = ana.submit("/settings/timezone", &[("timezone", "the moon!")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("We don't know that time zone.") && wrong.text().contains("value=\"the moon!\""), "{}", wrong.text());
    assert!(wrong.text().contains("<option value=\"en\" selected>"), "the other form shows what is stored");
    let answer = ana.submit("/settings/timezone", &[("timezone", "Asia/Tokyo")]).await;
    assert_eq!(answer.to(), "/settings/appearance?done=time#time", "{}", answer.text());
    let page = ana.open(answer.to()).await;
    assert!(page.says("Times are now shown as on your clock.") && page.text().contains("value=\"Asia/Tokyo\""));
    let answer = ana.submit("/settings/language", &[("language", "nl")]).await;
    assert_eq!(answer.to(), "/settings/appearance?done=language#language");
    let page = ana.open("/settings/appearance").await.text();
    assert!(page.contains("<option value=\"nl\" selected>") && page.contains("value=\"Asia/Tokyo\""));
    ana.open("/settings/profile").await;
    ana.submit("/settings/profile", &[("tagline", "Cake by eight")]).await;
    let page = ana.open("/@ana").await;
    assert!(page.says("Cake by eight") && page.says("I bake.") && page.says("Bern"), "{}", page.text());
    assert!(ana.open("/settings/appearance").await.text().contains("value=\"Asia/Tokyo\""), "also the time zone stays");

    ana.open("/settings/appearance").await;
    let dark = ana.submit("/theme", &[("theme", "dark")]).await;
    assert_eq!(dark.to(), "/settings/appearance");
    assert!(ana.open("/settings/appearance").await.text().contains("data-theme=\"dark\""));
    town.stop().await;
}

#[actix_web::test]
async fn what_is_switched_off_is_not_told_and_what_must_be_told_says_so() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let page = ana.open("/settings/notifications").await;
    assert!(page.says("Somebody answers you") && page.says("Always told:"), "{}", page.text());
    assert!(is_on(&page.text(), "answers") && is_on(&page.text(), "followers"));
    throw(&mut ana, "/settings/notices", "group", "answers", "no").await;
    let page = ana.open("/settings/notifications?done=notices").await;
    assert!(page.says("Off: Somebody answers you. We don't tell you about it."), "{}", page.text());
    assert!(!is_on(&page.text(), "answers") && is_on(&page.text(), "followers"));

    let ask = asks(&mut ana, "A violin for my daughter", &[]).await;
    let thread = writes(&mut bo, &ask, "I have one").await;
    assert!(!ana.open("/my/notices").await.says("offers to help"));
    assert!(ana.open(&thread).await.says("I have one"), "what happened is there");
    ana.open("/settings/notifications").await;
    throw(&mut ana, "/settings/notices", "group", "answers", "yes").await;
    writes(&mut bo, "/@ana", "Hello").await;
    assert!(ana.open("/my/notices").await.says("bob says hello."), "{}", ana.open("/my/notices").await.text());

    for (group, on) in [("security", "no"), ("answers", "perhaps")] {
        ana.open("/settings/notifications").await;
        assert_eq!(ana.submit("/settings/notices", &[("group", group), ("on", on)]).await.status, 400, "{group} {on}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_page_is_for_search_engines_only_once_its_owner_wants_that() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let mut engine = town.browser();
    let page = engine.get("/@ana").await.text();
    assert!(
        page.contains("name=\"robots\" content=\"noindex\"")
            && !page.contains("application/ld+json")
            && !page.contains("rel=\"canonical\"")
    );
    assert!(!engine.get("/sitemap.xml").await.says("people-"));
    ana.open("/settings/privacy").await;
    throw(&mut ana, "/settings/privacy/switch", "what", "public", "yes").await;
    let page = ana.open("/settings/privacy?done=finding").await;
    assert!(page.says("Search engines may list your page.") && is_on(&page.text(), "public"), "{}", page.text());
    let page = engine.get("/@ana").await.text();
    for words in ["name=\"robots\" content=\"index, follow\"", "rel=\"canonical\"", "\"@type\":\"Person\""] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let map = engine.get("/sitemap.xml").await.text();
    let part = map.split("/sitemap/people-").nth(1).and_then(|rest| rest.split('<').next()).expect("a part for people");
    assert!(engine.get(&format!("/sitemap/people-{part}")).await.says("/@ana</loc>"));
    assert_eq!(engine.get("/sitemap/planets-0.xml").await.status, 404);
    ana.open("/settings/privacy").await;
    throw(&mut ana, "/settings/privacy/switch", "what", "public", "no").await;
    assert!(engine.get("/@ana").await.text().contains("name=\"robots\" content=\"noindex\""));
    assert!(!engine.get("/sitemap.xml").await.says("people-"));
    town.stop().await;
}

#[actix_web::test]
async fn who_does_not_want_to_be_found_is_in_no_search_for_people_and_into_what_they_are_finds_them_before() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("anabel").await, town.sign_up("bob").await);
    ana.open("/settings/profile").await;
    let wrong = ana.submit("/settings/interests", &[("interests", "Copywriting, Zyzzyx")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("zyzzyx") && wrong.text().contains("value=\"Copywriting, Zyzzyx\""), "{}", wrong.text());
    let answer = ana.submit("/settings/interests", &[("interests", "Copywriting")]).await;
    assert_eq!(answer.to(), "/settings/profile?done=interests#interests", "{}", answer.text());
    assert!(ana.open("/settings/profile").await.text().contains("value=\"Copywriting\""));
    assert!(bo.open("/@anabel").await.text().contains("/discover?tag=copywriting"));

    let is_found = async |who: &mut Browser, path: &str, wanted: bool| {
        let began = std::time::Instant::now();
        while who.get(path).await.text().contains("/@anabel") != wanted {
            assert!(began.elapsed() < PATIENCE, "{path}: she is {}", if wanted { "not found" } else { "found still" });
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let ways = [
        "/discover/people?q=copywriting",
        "/discover/people?q=anabel",
        "/discover/people",
        "/community",
        "/api/v1/discover/suggestions?q=anab",
    ];
    for path in ways {
        is_found(&mut bo, path, true).await;
    }
    ana.open("/settings/privacy").await;
    throw(&mut ana, "/settings/privacy/switch", "what", "found", "no").await;
    for path in ways {
        is_found(&mut bo, path, false).await;
    }
    assert_eq!(bo.get("/@anabel").await.status, 200, "her page is where it was");
    ana.open("/settings/privacy").await;
    throw(&mut ana, "/settings/privacy/switch", "what", "found", "yes").await;
    is_found(&mut bo, "/discover/people?q=anabel", true).await;
    town.stop().await;
}

#[actix_web::test]
async fn a_page_says_beforehand_who_may_write_first_and_the_hub_keeps_to_it() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    assert!(bo.open("/@ana").await.says("Say hello to ana"));
    ana.open("/settings/privacy").await;
    let answer = ana.submit("/settings/privacy/first", &[("first", "nobody")]).await;
    assert_eq!(answer.to(), "/settings/privacy?done=first#first", "{}", answer.text());
    assert!(ana.open("/settings/privacy").await.text().contains("value=\"nobody\" checked"));
    // Bo's page is from before.
    let refused = bo.submit("/connections", &[("message", "Hello there")]).await;
    assert_eq!(refused.status, 403);
    assert!(refused.says("They start no new conversations for now.") && refused.says("Hello there"), "{}", refused.text());
    let page = bo.open("/@ana").await;
    assert!(page.says("They start no new conversations for now.") && !page.says("Say hello to ana"), "{}", page.text());
    assert!(town.browser().get("/@ana").await.says("They start no new conversations for now."));
    let ask = asks(&mut ana, "A violin for my daughter", &[]).await;
    let thread = writes(&mut bo, &ask, "I have one").await;
    assert!(ana.open(&thread).await.says("I have one"), "what she asks for, anybody may answer");
    ana.open("/settings/privacy").await;
    assert_eq!(ana.submit("/settings/privacy/first", &[("first", "cats")]).await.status, 400);
    ana.open("/settings/privacy").await;
    ana.submit("/settings/privacy/first", &[("first", "everyone")]).await;
    assert!(bo.open("/@ana").await.says("Say hello to ana"));
    town.stop().await;
}

#[actix_web::test]
async fn whoever_waits_for_an_answer_reads_where_they_hear_of_it_and_nothing_that_is_not_so() {
    let town = Town::with(|settings| {
        settings.secrets.twilio_account_sid = Some("AC0".into());
        settings.secrets.twilio_auth_token = Some("secret".into());
        settings.secrets.twilio_from = Some("+14155550100".into());
        settings.twilio_url = "https://127.0.0.1:9/".parse().expect("an address nobody answers at");
    })
    .await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A violin for my daughter", &[]).await;
    let page = ana.open(&ask).await;
    assert!(page.says("You see answers here and on the bell. We don't send e-mail about them."), "{}", page.text());
    assert!(!page.says("gets a text"), "no number is confirmed");
    assert!(!bo.open(&ask).await.says("You see answers here"), "it is not his");

    let thread = writes(&mut bo, &ask, "I have one").await;
    let his = bo.open(&thread).await;
    assert!(his.says("You see the answer here, and a yes or a no on the bell, too.") && !his.says("gets a text"), "{}", his.text());
    assert!(!ana.open(&thread).await.says("You see the answer here"), "it is for her to answer");
    assert!(!ana.open(&ask).await.says("You see answers here"), "there is one");

    ana.open("/settings/notifications").await;
    throw(&mut ana, "/settings/notices", "group", "answers", "no").await;
    let mine: UserId =
        UserId(his.text().split("data-other=\"").nth(1).and_then(|at| at.split('"').next()?.parse().ok()).expect("her number"));
    let house = &town.running.house;
    let set = sms::Command::SetPhone { phone: "+14155550123".into(), code: "123456".into(), consent: true, address: "127.0.0.1".into() };
    for (id, command) in [("phone", set), ("code", sms::Command::VerifyPhone { code: "123456".into() })] {
        house.collective.act(By::Member(mine), CommandId::new(id).expect("an id"), Command::Sms(command)).await.expect("done");
    }
    let other = asks(&mut ana, "A bow for it", &[]).await;
    let page = ana.open(&other).await;
    assert!(page.says("You see answers here. We don't send e-mail about them."), "the bell was switched off: {}", page.text());
    assert!(page.says("When you are away, your phone gets a text, too."), "{}", page.text());
    assert!(ana.open("/settings/notifications").await.says("Texts are on"));
    town.stop().await;
}

#[actix_web::test]
async fn a_hub_without_a_texting_service_says_so_and_asks_for_no_number() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let page = ana.open("/settings/notifications").await;
    assert!(page.says("This hub can't send texts.") && !page.text().contains("name=\"phone\""), "{}", page.text());
    assert!(page.says("We don't send e-mail about it."), "{}", page.text());
    assert!(ana.open("/help").await.says("How do I hear of an answer?"));
    town.stop().await;
}

#[actix_web::test]
async fn a_password_has_a_button_that_shows_it_which_a_script_brings_out() {
    let town = Town::start().await;
    for path in ["/login", "/signup"] {
        let page = town.browser().open(path).await.text();
        let button = &page[page.find("data-show").unwrap_or_else(|| panic!("{page}"))..];
        assert!(button.starts_with("data-show aria-pressed=\"false\" hidden>Show") && page.contains("/js/show.js"), "{button}");
    }
    town.stop().await;
}
