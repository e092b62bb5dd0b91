//! A forgotten password, as somebody gets a new one: by a mail that without a server lies in a file.

use std::time::{Duration, Instant};

use hub::wire::Bye;

use crate::{
    deeds::PATIENCE,
    town::{PASSWORD, Town},
};

const NEW: &str = "five warm plain words";

/// The newest mail that lies in the town's directory, once there are so many.
pub async fn mail(town: &Town, many: usize) -> String {
    let folder = town.running.house.settings.mail_folder();
    let began = Instant::now();
    loop {
        let mut names: Vec<_> = std::fs::read_dir(&folder).into_iter().flatten().filter_map(|file| Some(file.ok()?.path())).collect();
        names.retain(|name| name.extension().is_some_and(|end| end == "eml"));
        names.sort();
        if names.len() >= many {
            return std::fs::read_to_string(&names[many - 1]).expect("a mail");
        }
        assert!(began.elapsed() < PATIENCE, "{} mails", names.len());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The path of the link in a mail.
fn link(mail: &str) -> String {
    let at = mail.find("/reset?key=").unwrap_or_else(|| panic!("no link in {mail}"));
    mail[at..].lines().next().expect("a line").trim().to_owned()
}

#[actix_web::test]
async fn a_mailed_link_leads_to_a_new_password_and_every_door_is_closed() {
    let town = Town::start().await;
    let mut laptop = town.sign_up("ana").await;
    let mut window = laptop.socket().await.expect("open");
    let mut phone = town.browser();
    assert!(phone.open("/login").await.text().contains("href=\"/forgot\""));
    phone.open("/forgot").await;
    assert_eq!(phone.submit("/forgot", &[("email", "ana at home")]).await.status, 422);
    let answer = phone.submit("/forgot", &[("email", " Ana@example.org")]).await;
    assert!(answer.status == 200 && answer.says("Check your e-mail"), "{}", answer.text());
    let path = link(&mail(&town, 1).await);

    // The key goes out of the address at once, and into a cookie that no script reads and no other page is sent.
    let first = phone.get(&path).await;
    assert_eq!((first.status, first.to()), (303, "/reset"));
    let cookie = first.header("set-cookie").to_owned();
    for part in ["reset=", "HttpOnly", "Path=/reset", "SameSite=Lax", "Max-Age=1800"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert_eq!((first.header("referrer-policy"), first.header("cache-control")), ("no-referrer", "no-store"));
    // Programs that look at links use none up.
    town.browser().get(&path).await;
    let page = phone.open("/reset").await;
    assert!(page.says("For @ana.") && !page.text().contains(path.rsplit('=').next().expect("a key")), "{}", page.text());
    let weak = phone.submit("/reset", &[("password", "ana")]).await;
    assert!(weak.status == 422 && weak.says("at least 12 characters"), "{}", weak.text());
    let set = phone.submit("/reset", &[("password", NEW)]).await;
    assert_eq!((set.status, set.to()), (303, "/login"), "{}", set.text());

    let ended = window.until_closed(Duration::from_secs(2)).await.expect("her window is closed");
    assert_eq!(ended.code, Some(Bye::DoorClosed.code()));
    assert_eq!(laptop.get("/home").await.status, 303, "and every page of it");
    for (password, status) in [(PASSWORD, 401), (NEW, 303)] {
        phone.open("/login").await;
        assert_eq!(phone.submit("/login", &[("login", "ana"), ("password", password)]).await.status, status, "{password}");
    }
    assert!(phone.open("/my/notices").await.says("Your password was changed with a link that we e-mailed you."));
    assert!(mail(&town, 2).await.contains("Subject: Your password was changed"));

    // Once.
    let mut other = town.browser();
    other.get(&path).await;
    assert!(other.open("/reset").await.says("This link no longer works"));
    town.stop().await;
}

#[actix_web::test]
async fn nobody_learns_who_has_an_address_neither_by_words_nor_by_time() {
    let town = Town::start().await;
    drop(town.sign_up("ana").await);
    let mut said = Vec::new();
    for email in ["ana@example.org", "eva@example.org"] {
        let mut who = town.browser();
        who.open("/forgot").await;
        let began = Instant::now();
        let answer = who.submit("/forgot", &[("email", email)]).await;
        let took = began.elapsed();
        assert!(took >= Duration::from_millis(390), "{took:?}");
        let text = answer.text();
        let main = &text[text.find("<main").expect("main")..text.find("</main>").expect("its end")];
        said.push((answer.status, main.replace(email, "…")));
    }
    assert_eq!(said[0], said[1]);
    let mut eva = town.browser();
    for path in ["/reset", "/reset?key=made-up"] {
        eva.get(path).await;
        assert!(eva.open("/reset").await.says("This link no longer works"), "{path}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn who_asks_for_many_links_hears_how_long_to_wait_whoever_they_are_for() {
    for email in ["ana@example.org", "eva@example.org"] {
        let town = Town::with(|settings| settings.rates.off = false).await;
        drop(town.sign_up("ana").await);
        let mut who = town.browser();
        for _ in 0..5 {
            who.open("/forgot").await;
            assert_eq!(who.submit("/forgot", &[("email", email)]).await.status, 200);
        }
        who.open("/forgot").await;
        let answer = who.submit("/forgot", &[("email", email)]).await;
        assert_eq!(answer.status, 429, "{}", answer.text());
        assert!(answer.says("Try again in") && answer.header("retry-after").parse::<i64>().is_ok(), "{}", answer.text());
        town.stop().await;
    }
}
