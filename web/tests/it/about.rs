//! Who runs the hub, what happens to what one writes, help for whoever is not logged in, and what stands behind a log-in.

use web::{
    accounts::pages::BEHIND,
    config::{Contact, Keeper},
};

use crate::town::Town;

const UNSAID: &str = "Whoever runs this hub has not said who they are yet.";
const PAGES: [&str; 3] = ["/about", "/help", "/privacy"];

fn foot(page: &str) -> &str {
    page.split_once("<footer class=\"foot\">").expect("a foot").1
}

#[actix_web::test]
async fn who_runs_the_hub_stands_on_its_pages_and_in_the_foot_of_each() {
    let contact = Contact::Mail("help@hub.example".into());
    let keeper = Keeper { name: Some("Rosa <Field>, Leeds".into()), contact: Some(contact) };
    let town = Town::with(|settings| settings.keeper = keeper).await;
    let mut stranger = town.browser();
    for path in PAGES {
        let page = stranger.get(path).await;
        assert!(page.says("Rosa <Field>, Leeds") && !page.text().contains("<Field>"), "{path}");
        assert!(page.text().matches("href=\"mailto:help@hub.example\"").count() >= 2 && !page.says(UNSAID), "{path}");
    }
    let front = stranger.get("/").await.text();
    assert!(foot(&front).contains("Run by Rosa") && foot(&front).contains("mailto:help@hub.example"));
    town.stop().await;
}

#[actix_web::test]
async fn who_says_half_is_shown_with_that_half() {
    let page = url::Url::parse("https://hub.example/contact").expect("an address");
    let keeper = Keeper { name: None, contact: Some(Contact::Page(page)) };
    let town = Town::with(|settings| settings.keeper = keeper).await;
    let about = town.browser().get("/about").await;
    assert!(about.says(UNSAID) && about.text().matches("href=\"https://hub.example/contact\"").count() == 2);
    town.stop().await;

    let town = Town::with(|settings| settings.keeper.name = Some("Rosa Field".into())).await;
    let about = town.browser().get("/about").await;
    assert!(about.says("<strong>Rosa Field</strong> runs it.") && foot(&about.text()).contains("Run by Rosa Field."));
    assert!(!about.text().contains("mailto:"));
    town.stop().await;
}

#[actix_web::test]
async fn who_says_nothing_is_said_to_have_said_nothing_and_a_made_up_town_that_it_is_one() {
    let town = Town::start().await;
    for path in PAGES {
        let page = town.browser().get(path).await;
        assert!(page.says(UNSAID), "{path}");
        assert!(!foot(&page.text()).contains("Run by"), "{path}");
    }
    town.stop().await;
    let town = Town::with(|settings| settings.demo = true).await;
    for path in PAGES {
        let page = town.browser().get(path).await;
        assert!(page.says("made-up town on somebody's own machine") && !page.says(UNSAID), "{path}");
    }
    town.stop().await;
}

/// What the page says of others is what is switched on.
#[actix_web::test]
async fn what_others_get_is_told_as_it_is_switched() {
    let said = [
        ["Twilio", "Texts</strong> are switched off"],
        ["through the mail server", "Mails</strong> are switched off"],
        ["reads that page to show a card", "are not looked at"],
        ["in a store that whoever runs this hub has chosen", "among its own files"],
    ];
    for on in [false, true] {
        let town = Town::with(|settings| {
            settings.link_previews = on;
            settings.smtp = on.then(|| web::config::Smtp { host: "127.0.0.1".into(), port: 9, secured: actors::Secured::Not });
            if on {
                let keys = &mut settings.secrets;
                keys.twilio_account_sid = Some("sid".into());
                keys.twilio_auth_token = Some("token".into());
                keys.twilio_from = Some("+15550100".into());
            }
        })
        .await;
        let page = town.browser().get("/privacy").await;
        for [yes, no] in &said[..3] {
            assert!(page.says(if on { yes } else { no }) && !page.says(if on { no } else { yes }), "{on} {yes}");
        }
        assert!(page.says(said[3][1]) && !page.says(said[3][0]));
        town.stop().await;
    }
    let mut settings = crate::town::settings_in(std::path::Path::new("/tmp"));
    settings.files = web::files::shelf::Whereabouts::read("s3://bucket/x?endpoint=https://store.example&region=eu").expect("a bucket");
    assert!(web::about::pages::Told::of(&settings).store);
}

/// Each cookie that a browser is given is named on the page, with how long it stays.
#[actix_web::test]
async fn every_cookie_is_told_of_and_how_long_it_stays() {
    let town = Town::start().await;
    let mut ana = town.browser();
    let mut given = std::collections::BTreeMap::new();
    let mut note = |answer: &crate::town::Answer| {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, rest) = cookie.split_once('=').expect("a name");
            let stays = rest.split_once("Max-Age=").and_then(|(_, age)| age.split(';').next()?.parse::<i64>().ok()).expect("an end");
            if stays > 0 {
                given.insert(name.to_owned(), stays);
            }
        }
    };
    note(&ana.open("/signup").await);
    note(&ana.submit("/theme", &[("theme", "dark")]).await);
    note(&ana.submit("/language", &[("language", "en")]).await);
    let who = [("name", "Ana"), ("username", "ana"), ("email", "ana@example.org"), ("password", crate::town::PASSWORD)];
    note(&ana.submit("/signup", &who).await);
    note(&ana.get("/reset?key=abc").await);
    note(&ana.get("/email?key=abc").await);
    ana.open("/my/asks/new").await;
    note(&ana.submit("/my/asks/new", &[("text", "Who tries my app?"), ("kind", "advice"), ("then", "draft")]).await);
    let page = ana.get("/privacy").await;
    for (name, words) in [
        ("session", format!("{} days, or until you log out", given["session"] / 86_400)),
        ("visit", format!("browser: {} days", given["visit"] / 86_400)),
        ("theme", "a year each".to_owned()),
        ("language", "a year each".to_owned()),
        ("reset", "half an hour".to_owned()),
        ("email", "and a day".to_owned()),
    ] {
        assert!(page.says(&format!("<strong>{name}</strong>")) && page.says(&words), "{name}: {words}");
    }
    assert_eq!((given["theme"], given["language"], given["reset"], given["email"]), (31_536_000, 31_536_000, 1_800, 86_400));
    for name in given.keys() {
        assert!(page.says(&format!("<strong>{name}</strong>")), "{name} is told of nowhere");
    }
    town.stop().await;
}

#[actix_web::test]
async fn what_happens_to_what_one_writes_is_found_from_where_one_would_look() {
    let town = Town::start().await;
    let mut stranger = town.browser();
    let page = stranger.get("/privacy").await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains(&format!("<link rel=\"canonical\" href=\"{}/privacy\">", town.url(""))));
    assert!(page.says("for 14 days you can stay") && page.says("nobody's for 90 days more"));
    for path in ["/", "/signup", "/help", "/sitemap/pages.xml"] {
        assert!(stranger.get(path).await.text().contains("/privacy"), "{path}");
    }
    let sign_up = stranger.get("/signup").await.text();
    let form = sign_up.split_once("action=\"/signup\"").and_then(|(_, rest)| rest.split_once("</form>")).expect("the form").0;
    assert!(form.split_once("btn-lg").expect("its button").1.contains("href=\"/privacy\""), "under the button");
    assert!(stranger.get("/help").await.says("What happens to what I write, and how do I delete it?"));
    stranger.headers = vec![("accept-language", "de".into())];
    assert!(stranger.get("/privacy").await.says("Was mit deinen Worten geschieht"));
    town.stop().await;
}

#[actix_web::test]
async fn help_leads_a_stranger_to_no_log_in() {
    let town = Town::start().await;
    let mut stranger = town.browser();
    let inside = |page: &str| page.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a page").0.to_owned();
    let page = inside(&stranger.get("/help").await.text());
    assert!(
        !page.contains("href=\"/community/general\"")
            && page.contains("You need an account")
            && page.contains("/signup?next=/community/general")
    );
    let mut ana = town.sign_up("ana").await;
    assert_eq!(inside(&ana.get("/help").await.text()).matches("href=\"/community/general\"").count(), 2);
    town.stop().await;

    let town = Town::with(|settings| settings.keeper.contact = Some(Contact::Mail("help@hub.example".into()))).await;
    let page = inside(&town.browser().get("/help").await.text());
    assert!(!page.contains("/community/general") && page.matches("mailto:help@hub.example").count() == 3);
    town.stop().await;
}

#[actix_web::test]
async fn a_log_in_says_what_stands_behind_it() {
    let town = Town::start().await;
    let mut stranger = town.browser();
    for (path, key) in BEHIND {
        // As a link leads there; what is below a path is behind it, too.
        let below = match path {
            "/my" => "/my/asks?after=1",
            "/settings" => "/settings/data",
            "/community" => "/community/general",
            other => other,
        };
        let sent = stranger.get(below).await;
        assert!(sent.to().starts_with("/login?next="), "{below} leads to {}", sent.to());
        assert!(stranger.get(sent.to()).await.says(hub::fixed(key)), "{below}");
    }
    let other = stranger.get("/login?next=/admin/reports").await;
    assert!(other.says("Log in to go on."));
    // Not by its beginning alone, and nothing for whoever came by themselves or is led elsewhere.
    assert!(stranger.get("/login?next=/mystery").await.says("Log in to go on."));
    for bare in ["/login", "/login?next=https://elsewhere.example"] {
        assert!(!stranger.get(bare).await.says("Log in to"), "{bare}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn words_on_public_pages_are_read_once() {
    let town = Town::start().await;
    let mut stranger = town.browser();
    let landing = stranger.get("/").await;
    let hero = landing
        .text()
        .split_once("<section class=\"hero")
        .and_then(|(_, rest)| rest.split_once("</section>"))
        .expect("a first screen")
        .0
        .to_owned();
    assert!(hero.contains("build with AI") && hero.contains("who only want to use it"), "{hero}");
    let story = stranger.get("/about").await;
    assert!(story.says("Helping is at the centre here") && story.says("agree on it between themselves"));
    assert!(!story.says("Nobody keeps a bill"));
    town.stop().await;
}
