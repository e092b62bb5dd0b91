//! The first home: three steps that tick themselves off, and what others looked at today.

use crate::{
    deeds::{asks, offers},
    town::Town,
};

#[actix_web::test]
async fn the_three_first_steps_tick_themselves_off_and_are_gone_then() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let home = ana.open("/home").await;
    assert!(home.says("0 of 3 done") && home.says("I need something") && home.says("Say hello in General"), "{}", home.text());
    // One tap fills the form of an offer.
    let text = home.text();
    let chip = text.split("chip-begin\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a chip");
    let form = ana.get(&chip.replace("&#38;", "&").replace("&amp;", "&")).await;
    assert!(form.text().contains("I look at your website and tell you the truth</textarea>"), "{}", form.text());
    assert!(form.text().contains("value=\"feedback\" checked"), "{}", form.text());
    let steps: [(&str, &str); 3] =
        [("1 of 3 done", "One sentence is enough"), ("2 of 3 done", "Small things to offer"), ("", "The room that everybody is in")];
    for (n, (done, gone)) in steps.into_iter().enumerate() {
        match n {
            0 => drop(asks(&mut ana, "A hand with my garden", &[]).await),
            1 => drop(offers(&mut ana, "I look at your website", &[]).await),
            _ => {
                ana.open("/community/general").await;
                assert_eq!(ana.submit("/community/general", &[("body", "Hello, I am Ana.")]).await.status, 303);
            }
        }
        let home = ana.open("/home").await;
        assert!(!home.text().contains(gone) && home.text().contains("first-list") == (n < 2), "{gone}: {}", home.text());
        assert!(home.says(done), "{done}: {}", home.text());
    }
    // Nobody else's.
    assert!(town.sign_up("bob").await.get("/home").await.says("0 of 3 done"));
    town.stop().await;
}

#[actix_web::test]
async fn an_owner_hears_how_many_looked_today_once_they_are_some_and_never_who() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let offer = offers(&mut ana, "An hour about bread", &[]).await;
    for (n, name) in ["bob", "cyril", "dee-dee"].into_iter().enumerate() {
        assert!(!ana.get("/home").await.says("people looked at"), "{n} are too few to say");
        let mut reader = town.sign_up(name).await;
        reader.get(&offer).await;
        reader.get(&offer).await;
    }
    let mut home = ana.get("/home").await;
    for _ in 0..100 {
        // A look is counted beside the answer.
        if home.says("people looked at") {
            break;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
        home = ana.get("/home").await;
    }
    let text = home.text();
    let line = text.split("Seen today").nth(1).and_then(|rest| rest.split("</ul>").next()).expect("the line");
    assert!(line.contains("3 people looked at <a href=\"/@ana/an-hour-about-bread\">An hour about bread</a> today"), "{line}");
    assert!(!["bob", "cyril", "dee-dee"].iter().any(|name| line.contains(name)), "{line}");
    town.stop().await;
}
