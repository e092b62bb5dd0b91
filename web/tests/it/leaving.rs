//! Taking everything along, a break, and the end, without a script.

use std::io::{Cursor, Read};

use hub::{Event, leaving::Event as Left};
use serde_json::Value;
use zip::ZipArchive;

use crate::{
    deeds::{and_then, asks, number_after, offers, writes},
    files::png,
    town::{Answer, Browser, PASSWORD, Town},
};

/// What is in the file, by its path.
fn unpacked(answer: &Answer) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(answer.bytes.clone())).expect("a zip");
    (0..zip.len())
        .map(|nth| {
            let mut file = zip.by_index(nth).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("bytes");
            (file.name().expect("a name").into_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn file<'a>(files: &'a [(String, String)], path: &str) -> &'a str {
    let found = files.iter().find(|(name, _)| name == path);
    found.map(|(_, text)| text.as_str()).unwrap_or_else(|| panic!("no {path} in {:?}", files.iter().map(|(n, _)| n).collect::<Vec<_>>()))
}

fn rows(files: &[(String, String)], name: &str) -> Value {
    let text = file(files, &format!("data/{name}.json"));
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{name} is no JSON ({e}): {text}"))
}

async fn log_in(town: &Town, name: &str) -> (Browser, Answer) {
    let mut browser = town.browser();
    browser.open("/login").await;
    let answer = browser.submit("/login", &[("login", name), ("password", PASSWORD)]).await;
    (browser, answer)
}

/// A page without what scripts copy from.
fn main_of(page: &Answer) -> String {
    page.text().split("<template id=\"t-tray\"").next().unwrap_or_default().to_owned()
}

async fn takes_a_break(who: &mut Browser) {
    who.open("/settings/data").await;
    let out = who.submit("/settings/data/away", &[]).await;
    assert_eq!((out.status, out.to()), (303, "/"), "{}", out.text());
}

async fn wants_to_leave(who: &mut Browser, username: &str, password: &str, words: &str) -> Answer {
    who.open("/settings/data").await;
    who.submit("/settings/data/delete", &[("username", username), ("current", password), ("words", words)]).await
}

/// The day has come, and the clock sees it.
async fn the_day_comes(town: &Town, username: &str) {
    let mut tx = town.running.house.store.write().await.expect("a transaction");
    let set = "update users set delete_at = 1 where username = $1 and delete_at is not null";
    let wait = async {
        assert_eq!(tx.run(set, store::args![username]).await.expect("it is set"), 1);
        tx.commit().await.expect("it is stored");
    };
    and_then(town, wait, |event| matches!(event, Event::Leaving(Left::Gone { .. }))).await;
}

#[actix_web::test]
async fn everything_is_taken_along_in_one_file_that_people_and_programs_can_read() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    asks(&mut ana, "A violin <b>for</b> my daughter", &[]).await;
    let offer = offers(&mut ana, "I draw logos", &[]).await;
    let talk = writes(&mut bo, &offer, "I'd love <script>one</script>").await;
    ana.open(&talk).await;
    ana.submit(&talk, &[("body", "Gladly")]).await;
    ana.open("/tools/claude").await;
    ana.submit("/my/saved", &[("on", "yes")]).await;
    let page = ana.open("/settings/data").await;
    assert!(page.says("It is yours. Take it with you, hide for a while, or leave."), "{}", page.text());

    let answer = ana.submit("/settings/data/export", &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/zip"), "{}", answer.text());
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"ai-collective-ana-20") && disposition.ends_with(".zip\""), "{disposition}");
    assert_eq!((answer.header("cache-control"), answer.header("content-length")), ("no-store", answer.bytes.len().to_string().as_str()));
    let files = unpacked(&answer);
    let index = file(&files, "index.html");
    for words in [
        "ana on AI Collective",
        "A violin &#60;b&#62;for&#60;/b&#62; my daughter",
        "I draw logos",
        "bob</a>, 2 messages",
        "data/points.json",
        "Your points, line by line",
    ] {
        assert!(index.contains(words), "{words}: {index}");
    }
    let said = file(&files, "conversations/0001-bob.html");
    assert!(
        said.contains("Gladly") && said.contains("I'd love &#60;script&#62;one") || said.contains("love &#60;script&#62;one"),
        "{said}"
    );
    assert!(!said.contains("<script>"), "{said}");
    assert!(file(&files, "README.txt").contains("index.html"));
    assert_eq!(rows(&files, "account")[0]["email"], "ana@example.org");
    assert_eq!(rows(&files, "asks")[0]["title"], "A violin <b>for</b> my daughter");
    assert_eq!(rows(&files, "conversations")[0]["messages"][1]["body"], "Gladly");
    assert_eq!(rows(&files, "conversations")[0]["with"]["handle"], "bob");
    assert_eq!(rows(&files, "saved")[0]["kind"], "tool");
    assert!(rows(&files, "points").as_array().is_some_and(|lines| !lines.is_empty()));
    assert!(
        rows(&files, "notices")[0]["words"].as_str().is_some_and(|words| words.contains("bob")),
        "{}",
        file(&files, "data/notices.json")
    );
    // Every file of the index is there, and none says a secret.
    let hash = rows(&files, "sessions")[0].get("secret").cloned();
    assert_eq!(hash, None);
    for (name, text) in &files {
        assert!(!text.contains("argon2"), "{name}");
        assert!(name == "index.html" || !name.starts_with("data/") || index.contains(&format!("href=\"{name}\"")), "{name}");
    }
    // What each file is, it says in her language.
    ana.open("/settings/appearance").await;
    ana.submit("/settings/language", &[("language", "de")]).await;
    ana.open("/settings/data").await;
    let index = file(&unpacked(&ana.submit("/settings/data/export", &[]).await), "index.html").to_owned();
    assert!(index.contains("Deine Punkte, Zeile für Zeile") && !index.contains("Your points"), "{index}");
    assert_eq!(
        std::fs::read_dir(town.dir.path())
            .expect("the data")
            .filter(|f| f.as_ref().is_ok_and(|f| f.file_name().to_string_lossy().starts_with("along-")))
            .count(),
        0
    );
    town.stop().await;
}

#[actix_web::test]
async fn who_takes_a_break_is_nowhere_and_comes_back_by_one_tap() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A violin for my daughter", &[]).await;
    let talk = writes(&mut bo, &ask, "I have two").await;
    let (mut phone, _) = log_in(&town, "ana").await;
    let id = number_after(&bo.open("/@ana").await, "data-person=\"");
    let share = format!("/share/person/{id}.png");
    assert_eq!(town.browser().get(&share).await.status, 200);

    takes_a_break(&mut ana).await;
    assert!(ana.open("/").await.says("Nobody sees you now."));
    assert_eq!((ana.open("/home").await.status, phone.open("/home").await.to().starts_with("/login")), (303, true), "every door is shut");
    let mut stranger = town.browser();
    for path in ["/@ana", ask.as_str(), "/feeds/people/ana.atom", share.as_str(), "/@ana/followers"] {
        assert_eq!(bo.open(path).await.status, 404, "{path}");
        assert!([303, 404].contains(&stranger.get(path).await.status), "{path}");
    }
    for path in ["/discover/asks", "/discover?q=violin", "/discover/people", "/community", "/feeds/asks.atom", "/sitemap.xml", "/"] {
        let page = stranger.get(path).await;
        assert!(!page.text().contains("violin") || path.contains("q="), "{path}: {}", page.text());
        assert!(!page.text().contains("@ana"), "{path}: {}", page.text());
    }
    let thread = bo.open(&talk).await;
    assert!(
        thread.says("ana") && thread.says("is not here at the moment") && !thread.text().contains("href=\"/@ana\""),
        "{}",
        thread.text()
    );
    bo.submit(&talk, &[("body", "Whenever you like")]).await;

    let (mut back, answer) = log_in(&town, "ana").await;
    assert_eq!((answer.status, answer.to()), (303, "/welcome-back"));
    for path in ["/home", "/", "/messages", "/settings/data"] {
        let led = back.open(path).await;
        assert_eq!((led.status, led.to()), (303, "/welcome-back"), "{path}");
    }
    let page = back.open("/welcome-back").await;
    assert!(page.says("you have been hidden since") && page.says("Come back"), "{}", page.text());
    let home = back.submit("/welcome-back", &[]).await;
    assert_eq!((home.status, home.to()), (303, "/home"));
    assert!(back.open("/home").await.says("Good to have you back."));
    assert_eq!(bo.open("/@ana").await.status, 200);
    assert!(bo.open(&talk).await.text().contains("href=\"/@ana\""));
    assert!(back.open(&talk).await.says("Whenever you like"));
    assert_eq!(back.open("/welcome-back").await.to(), "/home");
    town.stop().await;
}

#[actix_web::test]
async fn an_end_is_typed_can_be_stopped_and_is_carried_out_by_the_clock() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A violin for my daughter", &[]).await;
    let talk = writes(&mut bo, &ask, "I have two").await;
    ana.open(&talk).await;
    ana.submit(&talk, &[("body", "Which of them sounds warm?")]).await;

    let wrong = wants_to_leave(&mut ana, "bob", PASSWORD, "stay").await;
    assert!(wrong.status == 422 && wrong.says("Type your username, ana,"), "{}", wrong.text());
    let wrong = wants_to_leave(&mut ana, "ana", "something else", "go").await;
    assert!(wrong.status == 422 && wrong.says("That is not your password.") && wrong.says("value=\"go\" checked"), "{}", wrong.text());
    assert_eq!(bo.open("/@ana").await.status, 200);
    let done = wants_to_leave(&mut ana, "ana", PASSWORD, "stay").await;
    assert_eq!((done.status, done.to()), (303, "/"), "{}", done.text());
    assert_eq!(bo.open("/@ana").await.status, 404);

    let (mut back, _) = log_in(&town, "ana").await;
    let page = back.open("/welcome-back").await;
    assert!(page.says("everything of yours is deleted on") && page.says("Keep everything and come back"), "{}", page.text());
    back.submit("/welcome-back", &[]).await;
    assert_eq!(bo.open("/@ana").await.status, 200);

    wants_to_leave(&mut back, "ana", PASSWORD, "stay").await;
    the_day_comes(&town, "ana").await;
    let (_, answer) = log_in(&town, "ana").await;
    assert!(answer.status == 401 && answer.says("The name or the password is wrong."), "{}", answer.text());
    let thread = bo.open(&talk).await;
    for words in ["Somebody who left", "Which of them sounds warm?", "I have two", "They have left and no longer read this."] {
        assert!(thread.says(words), "{words}: {}", thread.text());
    }
    let shown = main_of(&thread);
    assert!(!shown.contains("data-composer") && !shown.contains("href=\"/@\""), "{shown}");
    assert!(bo.open("/messages").await.says("Somebody who left"));
    for path in ["/connections?show=over", "/home", "/my/notices"] {
        let page = bo.open(path).await;
        assert_eq!(page.status, 200, "{path}");
        let shown = main_of(&page);
        assert!(!shown.contains("href=\"/@\"") && !shown.contains("/@left:"), "{path}: {shown}");
    }
    let mut next = town.browser();
    next.open("/signup").await;
    let taken = [("username", "ana"), ("email", "ana@example.org"), ("name", "Ana"), ("password", PASSWORD)];
    let again = next.submit("/signup", &taken).await;
    assert!(again.says("That username is taken."), "{}", again.text());
    next.open("/signup").await;
    let other = [("username", "ana-the-second"), ("email", "ana@example.org"), ("name", "Ana"), ("password", PASSWORD)];
    assert_eq!(next.submit("/signup", &other).await.to(), "/home", "the e-mail is free at once");
    town.stop().await;
}

#[actix_web::test]
async fn nobody_leaves_by_another_site_nor_again_and_again() {
    let town = Town::with(|settings| settings.rates.off = false).await;
    let mut ana = town.sign_up("ana").await;
    let forged = ana.send("/settings/data/away", b"csrf=made-up&command=x".to_vec()).await;
    assert_eq!(forged.status, 403, "{}", forged.text());
    assert_eq!(town.browser().get("/settings/data").await.status, 303);
    for round in 0..3 {
        takes_a_break(&mut ana).await;
        let (mut back, _) = log_in(&town, "ana").await;
        back.open("/welcome-back").await;
        back.submit("/welcome-back", &[]).await;
        ana = back;
        assert_eq!(ana.open("/home").await.status, 200, "{round}");
    }
    ana.open("/settings/data").await;
    assert_eq!(ana.submit("/settings/data/away", &[]).await.status, 429);
    for round in 0..6 {
        ana.open("/settings/data").await;
        assert_eq!(ana.submit("/settings/data/export", &[]).await.status, 200, "{round}");
    }
    ana.open("/settings/data").await;
    assert_eq!(ana.submit("/settings/data/export", &[]).await.status, 429);
    town.stop().await;
}

#[actix_web::test]
async fn files_go_with_it_the_newest_first_and_what_is_too_much_says_where_it_is() {
    let town = Town::with(|settings| settings.rates.export_mib = std::num::NonZeroU32::MIN).await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let offer = offers(&mut ana, "I draw logos", &[]).await;
    let talk = writes(&mut bo, &offer, "Show me one").await;
    let old = "0123456789abcdef".repeat(40_000);
    for (name, bytes) in [("old.txt", old.as_bytes()), ("../new <b>.txt", old.as_bytes()), ("small.txt", b"Thursday")] {
        ana.open(&talk).await;
        assert_eq!(ana.upload(&talk, &[("body", "Here")], &[("attachment", name, bytes)]).await.status, 303);
    }
    bo.open(&talk).await;
    bo.upload(&talk, &[("body", "Mine")], &[("attachment", "bobs.txt", b"not hers")]).await;
    ana.open("/settings/profile").await;
    ana.upload("/settings/photo", &[], &[("photo", "me.png", &png(40, 40))]).await;
    assert!(ana.open("/settings/data").await.says("up to 1 MB, newest first"));

    let files = unpacked(&ana.submit("/settings/data/export", &[]).await);
    let index = file(&files, "index.html");
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).filter(|name| name.starts_with("files/")).collect();
    assert_eq!(names.len(), 3, "her photo, the small one and the newer of the large ones: {names:?}");
    for name in &names {
        assert!(index.contains(&format!("href=\"{}\"", name.replace(' ', "%20"))), "{name} in {index}");
        assert!(!name.contains("..") && name.matches('/').count() == 1, "{name}");
    }
    let named = |end: &str| names.iter().find(|name| name.ends_with(end)).unwrap_or_else(|| panic!("{end} in {names:?}"));
    assert_eq!(file(&files, named("small.txt")), "Thursday");
    assert_eq!(file(&files, named("b_.txt")), old);
    assert!(!names.iter().any(|name| name.contains("old") || name.contains("bobs")), "{names:?}");
    assert!(index.contains("/old.txt\">old.txt</a>, not in here") && index.contains("http"), "{index}");
    assert_eq!(rows(&files, "files").as_array().map(Vec::len), Some(4), "and all of them are listed");
    town.stop().await;
}
