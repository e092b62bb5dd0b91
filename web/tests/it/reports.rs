//! Reports through the pages: the form, the receipt, the admins' list, and what everybody else sees of it.

use hub::{
    By, Command, CommandId, UserId,
    accounts::{Command as Accounts, Role},
};

use crate::{
    deeds::{asks, number_after, writes},
    town::{Browser, Town},
};

async fn id_of(town: &Town, name: &str) -> UserId {
    let mut db = town.running.house.store.read().await.expect("a connection");
    store::accounts::find_by_handle(&mut db, name).await.expect("read").expect("they are a member").0
}

/// Somebody who is an admin and logged in.
async fn admin(town: &Town, name: &str) -> Browser {
    let browser = town.sign_up(name).await;
    let user = id_of(town, name).await;
    let set = Command::Accounts(Accounts::SetRole { user, role: Role::Admin });
    let id = CommandId::new(format!("admin-{name}")).expect("an id");
    town.running.house.collective.act(By::Console, id, set).await.expect("it is done");
    town.running.house.callers.forget_user(user);
    browser
}

/// Goes from the post to its report, and sends it.
async fn reports(who: &mut Browser, page: &str) -> String {
    let shown = who.open(page).await.text();
    let at = shown.find("href=\"/report/ask/").expect("its menu leads to the report");
    let path = shown[at + 6..].split('"').next().expect("an address").to_owned();
    assert!(who.open(&path).await.says("What is wrong with it?"));
    let answer = who.submit(&path, &[("reason", "fraud"), ("words", "It wants my bank's password.")]).await;
    assert_eq!((answer.status, answer.to()), (303, "/my/reports"), "{}", answer.text());
    path
}

#[actix_web::test]
async fn three_reports_hide_an_ask_and_an_admin_brings_it_back() {
    let town = Town::start().await;
    let (mut ana, mut ada) = (town.sign_up("ana").await, admin(&town, "ada").await);
    let ask = asks(&mut ana, "Cheap watches for everybody", &[]).await;
    let mut reporters = Vec::new();
    for name in ["bob", "cyd", "dee"] {
        let mut who = town.sign_up(name).await;
        reports(&mut who, &ask).await;
        reporters.push(who);
    }
    let mut stranger = town.browser();
    assert_eq!(stranger.open(&ask).await.status, 404);
    assert!(!stranger.get("/discover/asks").await.says("Cheap watches"));
    let own = ana.open(&ask).await;
    assert!(own.says("This ask was reported and is hidden. Only you see it."), "{}", own.text());
    assert!(ana.open("/my/notices").await.says("is hidden until one of us has looked at it"));
    let receipt = reporters[0].open("/my/reports").await;
    assert!(receipt.says("An ask by ana") && receipt.says("Nobody has decided yet."), "{}", receipt.text());

    let list = ada.open("/admin/reports").await;
    assert!(
        list.says("Cheap watches for everybody") && list.says("It wants my bank's password.") && list.says("Yes, suspend ana"),
        "{}",
        list.text()
    );
    let form = list.text();
    let at = form.find("action=\"/admin/reports/").expect("a case can be decided");
    let action = form[at + 8..].split('"').next().expect("an address").to_owned();
    assert_eq!(ada.submit(&action, &[("verdict", "restore")]).await.to(), "/admin/reports");
    assert!(ada.open("/admin/reports").await.says("Nothing is waiting."));
    assert!(ada.open("/admin/reports?show=log").await.says("was shown again"));
    assert_eq!(stranger.open(&ask).await.status, 200);
    assert!(reporters[1].open("/my/reports").await.says("We looked at it and left it as it is."));
    assert!(reporters[2].open("/my/notices").await.says("About your report"));
    for page in ["/my/notices", &ask] {
        let shown = ana.open(page).await;
        assert!(["bob", "cyd", "dee"].iter().all(|name| !shown.says(name)), "nobody learns who it was: {}", shown.text());
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_report_that_lacks_its_reason_comes_back_with_what_was_written() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let thread = writes(&mut bo, &ask, "Send me your password").await;
    let conversation = thread.trim_start_matches("/messages/");
    let path = format!("/report/message/{conversation}/1");
    let message = format!("{thread}/1");
    assert!(ana.open(&message).await.text().contains(&path), "a message of somebody else has the way to it");
    assert!(!bo.open(&message).await.text().contains(&path), "one's own has not");
    assert!(ana.open(&path).await.says("Send me your password"));
    let answer = ana.submit(&path, &[("words", "He asks everybody.")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.says("Pick what is wrong with it.") && answer.says("He asks everybody."), "{}", answer.text());
    assert_eq!(ana.submit(&path, &[("reason", "fraud")]).await.to(), "/my/reports");
    ana.open(&path).await;
    assert_eq!(ana.submit(&path, &[("reason", "spam")]).await.to(), "/my/reports");
    assert!(ana.open("/my/reports").await.says("You have reported this already."));
    // Nobody reports what they can't see, what is their own, or nonsense.
    let mut cy = town.sign_up("cyd").await;
    for gone in [path.as_str(), "/report/ask/999999", "/report/ask/x", "/report/message/1", "/report/nonsense/1"] {
        assert_eq!(cy.get(gone).await.status, 404, "{gone}");
    }
    let own = format!("/report/profile/{}", id_of(&town, "ana").await);
    assert_eq!((ana.get(&own).await.status, cy.get(&own).await.status), (404, 200));
    assert_eq!(town.browser().get(&own).await.status, 303, "a stranger logs in first");
    town.stop().await;
}

#[actix_web::test]
async fn a_hidden_message_is_a_line_that_says_so_and_its_author_is_suspended() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut ada) = (town.sign_up("ana").await, town.sign_up("bob").await, admin(&town, "ada").await);
    let thread = writes(&mut bo, "/@ana", "Send me your password").await;
    let path = format!("/report/message/{}/1", thread.trim_start_matches("/messages/"));
    ana.open(&path).await;
    ana.submit(&path, &[("reason", "fraud")]).await;
    let list = ada.open("/admin/reports").await.text();
    let action = |list: &str, of: &str| {
        let at = list.find(&format!("action=\"{of}")).expect("a form");
        list[at + 8..].split('"').next().expect("an address").to_owned()
    };
    ada.submit(&action(&list, "/admin/reports/"), &[("verdict", "hide")]).await;
    let shown = ana.open(&thread).await;
    assert!(shown.says("This message is hidden.") && !shown.says("Send me your password"), "{}", shown.text());
    let own = bo.open(&thread).await;
    assert!(own.says("Send me your password") && own.says("Hidden: only you see it."), "{}", own.text());
    let hidden = ada.open("/admin/reports?show=hidden").await.text();
    let step = &hidden[hidden.find("<summary>Suspend bob").expect("a first step")..];
    assert!(step.find("logged out everywhere").expect("what it means") < step.find("Yes, suspend bob").expect("a second step"));
    assert_eq!(ada.submit(&action(&hidden, "/admin/members/"), &[("suspended", "yes")]).await.status, 303);
    // Who calls is remembered for a moment, until the house hears of it.
    town.running.house.callers.forget_user(id_of(&town, "bob").await);
    assert_eq!(bo.get("/home").await.status, 303, "every door of theirs is closed");
    assert!(ada.open("/admin/reports?show=hidden").await.says("Let bob back in"));
    let log = ada.open("/admin/reports?show=log").await;
    assert!(log.says("The profile of bob was suspended") || log.says("was suspended"), "{}", log.text());
    town.stop().await;
}

#[actix_web::test]
async fn what_is_the_admins_is_not_there_for_anybody_else() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    assert_eq!(ana.get("/admin/reports").await.status, 404);
    ana.open("/home").await;
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    for (path, field) in [("/admin/reports/1", "verdict=hide"), ("/admin/members/1/suspend", "suspended=yes")] {
        assert_eq!(ana.send(path, format!("csrf={csrf}&command=x1&{field}").into_bytes()).await.status, 404, "{path}");
    }
    let mut ada = admin(&town, "ada").await;
    let answer = ada.send("/admin/members/1/suspend", b"csrf=wrong&command=x2&suspended=yes".to_vec()).await;
    assert_eq!(answer.status, 403, "not without the form's token");
    town.stop().await;
}

#[actix_web::test]
async fn the_fourth_conversation_of_the_first_day_waits_and_says_until_when() {
    let town = Town::with(|settings| settings.rates.off = false).await;
    let mut bo = town.sign_up("bob").await;
    for name in ["ana", "cyd", "dee", "eve"] {
        town.sign_up(name).await;
    }
    for name in ["ana", "cyd", "dee"] {
        writes(&mut bo, &format!("/@{name}"), "Hello").await;
    }
    bo.open("/@eve").await;
    let answer = bo.submit("/connections", &[("message", "Hello Eve")]).await;
    assert_eq!(answer.status, 429);
    assert!(
        answer.says("You can begin 3 new conversations on your first day here. You have none left for now; you can begin the next one in"),
        "{}",
        answer.text()
    );
    assert!(answer.says("Hello Eve"), "what was written stays");
    town.stop().await;
}

#[actix_web::test]
async fn what_a_reported_message_brings_is_there_for_admins_until_they_have_decided() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let mut eva = admin(&town, "eva").await;
    let talk = writes(&mut bo, "/@ana", "Hello").await;
    bo.open(&talk).await;
    bo.upload(&talk, &[("body", "Look")], &[("attachment", "nasty.txt", b"nasty words")]).await;
    let page = ana.open(&talk).await.text();
    let at = page.find("/files/").expect("the file");
    let file = page[at..].split('"').next().expect("an address").to_owned();
    assert_eq!(eva.get(&file).await.status, 404, "nobody has reported it");
    let report = format!("/report/message{}/2", talk.strip_prefix("/messages").expect("a conversation"));
    ana.open(&report).await;
    let sent = ana.submit(&report, &[("reason", "harassment")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text());
    let cases = eva.open("/admin/reports").await;
    assert!(cases.says("nasty.txt") && cases.text().contains(&file), "{}", cases.text());
    assert_eq!(eva.get(&file).await.status, 200);
    assert_eq!(town.sign_up("cyril").await.get(&file).await.status, 404);
    let decided = number_after(&eva.open("/admin/reports").await, "/admin/reports/");
    eva.submit(&format!("/admin/reports/{decided}"), &[("verdict", "dismiss")]).await;
    assert_eq!(eva.get(&file).await.status, 404, "it is between the two again");
    town.stop().await;
}
