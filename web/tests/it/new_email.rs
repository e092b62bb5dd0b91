//! Another e-mail, as somebody changes theirs: by a link that is mailed to the new address.

use crate::{
    forgotten::mail,
    town::{PASSWORD, Town},
};

/// The path of the link in a mail.
fn link(mail: &str) -> String {
    let at = mail.find("/email?key=").unwrap_or_else(|| panic!("no link in {mail}"));
    mail[at..].lines().next().expect("a line").trim().to_owned()
}

#[actix_web::test]
async fn another_e_mail_is_confirmed_by_a_link_and_until_then_the_old_one_stays() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/settings/account").await;
    let wrong = ana.submit("/settings/email", &[("email", "ana.b@example.org"), ("current", "not the right one")]).await;
    assert!(wrong.status == 422 && wrong.says("That is not your password."), "{}", wrong.text());
    ana.open("/settings/account").await;
    let asked = ana.submit("/settings/email", &[("email", "ana.b@example.org"), ("current", PASSWORD)]).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let (first, second) = (mail(&town, 1).await, mail(&town, 2).await);
    let (told, linked) = if first.contains("/email?key=") { (second, first) } else { (first, second) };
    assert!(linked.contains("To: ana.b@example.org") && told.contains("To: ana@example.org"), "{linked}{told}");
    assert!(told.contains("about to change") && !told.contains("key="), "{told}");
    let page = ana.open("/settings/account").await;
    assert!(page.says("ana.b@example.org") && page.says("is not confirmed yet"), "{}", page.text());
    ana.submit("/settings/email/again", &[]).await;
    assert!(mail(&town, 3).await.contains("To: ana.b@example.org"));
    for (login, status) in [("ana@example.org", 303), ("ana.b@example.org", 401)] {
        let mut phone = town.browser();
        phone.open("/login").await;
        assert_eq!(phone.submit("/login", &[("login", login), ("password", PASSWORD)]).await.status, status, "{login}");
    }

    // Opened on a phone that is not signed in: the key goes out of the address at once, and a look changes nothing.
    let path = link(&linked);
    let mut phone = town.browser();
    let first = phone.get(&path).await;
    assert_eq!((first.status, first.to()), (303, "/email"));
    let cookie = first.header("set-cookie").to_owned();
    for part in ["email=", "HttpOnly", "Path=/email", "SameSite=Lax", "Max-Age=86400"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    assert_eq!((first.header("referrer-policy"), first.header("cache-control")), ("no-referrer", "no-store"));
    let page = phone.open("/email").await;
    assert!(page.says("ana.b@example.org") && !page.text().contains(path.rsplit('=').next().expect("a key")), "{}", page.text());
    assert!(ana.open("/settings/account").await.says("is not confirmed yet"), "nobody has said yes");
    let said = phone.submit("/email", &[]).await;
    assert_eq!((said.status, said.to()), (303, "/login"), "{}", said.text());
    let page = ana.open("/settings/account").await;
    assert!(page.says("ana.b@example.org") && !page.says("is not confirmed yet"), "{}", page.text());
    phone.open("/login").await;
    assert_eq!(phone.submit("/login", &[("login", "ana.b@example.org"), ("password", PASSWORD)]).await.status, 303);

    let mut other = town.browser();
    other.get(&path).await;
    assert!(other.open("/email").await.says("This link no longer works"), "once");
    town.stop().await;
}

#[actix_web::test]
async fn a_change_is_taken_back_and_an_address_that_somebody_took_meanwhile_stays_theirs() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let ask = async |ana: &mut crate::town::Browser, to: &str| {
        ana.open("/settings/account").await;
        assert_eq!(ana.submit("/settings/email", &[("email", to), ("current", PASSWORD)]).await.status, 303);
    };
    ask(&mut ana, "bob@example.org").await;
    let mails = [mail(&town, 1).await, mail(&town, 2).await];
    let path = link(mails.iter().find(|mail| mail.contains("/email?key=")).expect("a link"));
    drop(town.sign_up("bob").await);
    ana.get(&path).await;
    ana.open("/email").await;
    let taken = ana.submit("/email", &[]).await;
    assert!(taken.status == 409 && taken.says("already signed up with this e-mail"), "{}", taken.text());
    let page = ana.open("/settings/account").await;
    assert!(page.says("ana@example.org") && page.says("is not confirmed yet"), "{}", page.text());
    assert_eq!(ana.submit("/settings/email/keep", &[]).await.status, 303);
    assert!(!ana.open("/settings/account").await.says("is not confirmed yet"));
    ana.get(&path).await;
    assert!(ana.open("/email").await.says("This link no longer works"));
    town.stop().await;
}
