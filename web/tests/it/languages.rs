//! The language that whoever calls is spoken to in, and the one that others are told in.

use hub::wire::{ServerFrame, View};

use crate::{
    deeds::{PATIENCE, asks, writes},
    town::Town,
};

#[actix_web::test]
async fn a_stranger_is_spoken_to_as_their_browser_asks_and_as_they_choose() {
    let town = Town::start().await;
    let mut who = town.browser();
    let english = who.open("/").await;
    assert!(english.text().contains("<html lang=\"en\"") && english.says("Log in"), "{}", english.text());
    let mut response =
        who.request("GET", "/").insert_header(("accept-language", "fr;q=0.9, de-CH, en;q=0.5")).send().await.expect("an answer");
    let body = String::from_utf8(response.body().limit(1 << 20).await.expect("a page").to_vec()).expect("text");
    assert!(body.contains("<html lang=\"de\"") && body.contains("Anmelden"), "{body}");

    let answer = who.submit("/language", &[("language", "de")]).await;
    assert_eq!((answer.status, answer.to()), (303, "/"));
    let page = who.open("/login").await;
    assert!(page.text().contains("<html lang=\"de\"") && page.says("Anmelden"), "{}", page.text());
    let answer = who.submit("/language", &[("language", "tlh")]).await;
    assert_eq!(answer.status, 400, "no such language");
    town.stop().await;
}

#[actix_web::test]
async fn a_member_is_spoken_to_and_refused_in_their_own_language_on_every_device() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/settings/appearance").await;
    assert_eq!(ana.submit("/settings/language", &[("language", "de")]).await.status, 303);
    let page = ana.open("/my/asks/new").await;
    assert!(page.text().contains("<html lang=\"de\"") && page.says("Was brauchst du?"), "{}", page.text());
    // The rules of `hub` answer where the command is carried out, far from the page.
    let wrong = ana.submit("/my/asks/new", &[("text", "x")]).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.says("Der Titel braucht mindestens 3 Zeichen."), "{}", wrong.text());
    // A page of another browser, where nothing was chosen.
    let mut there = town.browser();
    there.open("/login").await;
    there.submit("/login", &[("login", "ana"), ("password", crate::town::PASSWORD)]).await;
    assert!(there.open("/home").await.text().contains("<html lang=\"de\""));
    town.stop().await;
}

#[actix_web::test]
async fn each_is_told_in_the_language_they_read_whoever_did_it() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/settings/appearance").await;
    ana.submit("/settings/language", &[("language", "de")]).await;
    let ask = asks(&mut ana, "A violin for my daughter", &[]).await;
    let mut screen = ana.socket().await.expect("a socket");
    let thread = writes(&mut bo, &ask, "I have one").await;
    let is_notice = |frame: &ServerFrame| matches!(frame, ServerFrame::Event { view: View::Notice(_), .. });
    let Ok(ServerFrame::Event { view: View::Notice(notice), .. }) = screen.until(is_notice, PATIENCE).await else { panic!("no notice") };
    let words = notice.words;
    assert_eq!(words, "bob will bei „A violin for my daughter“ helfen.", "live, by somebody who reads English");
    assert!(ana.open("/my/notices").await.says("bob will bei „A violin for my daughter“ helfen."));
    // And the other way round.
    ana.open(&thread).await;
    let card = ana.open("/connections").await.text();
    let step =
        card.split("action=\"").find(|rest| rest.contains("/step\"")).and_then(|rest| rest.split('"').next()).expect("a step").to_owned();
    assert_eq!(ana.submit(&step, &[("step", "accept")]).await.status, 303);
    assert!(bo.open("/my/notices").await.says("ana said yes: “A violin for my daughter”."), "{}", bo.open("/my/notices").await.text());
    town.stop().await;
}

#[actix_web::test]
async fn rooms_are_named_and_described_in_the_readers_language_and_the_tools_own_english_is_marked() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/settings/appearance").await;
    ana.submit("/settings/language", &[("language", "de")]).await;
    assert!(ana.open("/community/general").await.says("Für alle, über alles: Sag Hallo,"));
    assert!(bo.open("/community/general").await.says("For everybody, about everything: say hello,"));
    // A notice that somebody is named in a category's own room.
    for who in [&mut ana, &mut bo] {
        who.open("/community/operations").await;
        who.submit("/community/operations/join", &[]).await;
        who.open("/community/operations").await;
    }
    bo.submit("/community/operations", &[("body", "@ana knows that")]).await;
    let told = ana.open("/my/notices").await;
    assert!(told.says("bob hat dich in „Abläufe & Alltag“ erwähnt."), "{}", told.text());
    // So are the problems that are suggested while she writes and looks.
    let response = ana.request("GET", "/api/v1/discover/suggestions?q=abl%C3%A4ufe").send().await.expect("an answer").body().await;
    let meant = String::from_utf8(response.expect("a body").to_vec()).expect("text");
    assert!(meant.contains("Abläufe & Alltag"), "{meant}");
    // What the directory says stays English, and whoever hears the page hears it as that.
    let page = ana.open("/tools/claude").await.text();
    for marked in
        ["<p class=\"lead\" lang=\"en\">", "<div class=\"prose\" lang=\"en\">", "<strong>Am besten für</strong> <span lang=\"en\">"]
    {
        assert!(page.contains(marked), "{marked}: {page}");
    }
    assert!(ana.open("/tools/compare?with=claude,chatgpt").await.text().contains("<td lang=\"en\">"));
    assert!(ana.open("/discover/tools").await.text().contains("<p class=\"post-text\" lang=\"en\">"));
    town.stop().await;
}

#[actix_web::test]
async fn a_program_hears_english_unless_it_asks_for_another() {
    let town = Town::start().await;
    let who = town.browser();
    for (asks_for, says) in
        [(None, "Please sign in first."), (Some("de"), "Bitte melde dich zuerst an."), (Some("tlh"), "Please sign in first.")]
    {
        let mut request = who.request("GET", "/api/v1/me");
        if let Some(language) = asks_for {
            request = request.insert_header(("accept-language", language));
        }
        let mut response = request.send().await.expect("an answer");
        let body = String::from_utf8(response.body().await.expect("a body").to_vec()).expect("text");
        assert!(body.contains(says), "{asks_for:?}: {body}");
    }
    town.stop().await;
}
