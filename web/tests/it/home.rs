//! The first home: three steps that tick themselves off, and what others looked at today. What of it is kept, and until when.

use hub::{
    By, Command, CommandId, Event, UserId, availability, matches, moderation,
    presence::{self, Shown},
    profiles, tastes,
};

use crate::{
    deeds::{and_then, asks, number_after, offers, writes},
    town::{Browser, Town},
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

const OFFER: (&str, [(&str, &str); 2]) =
    ("I test new apps on my phone", [("description", "I try your app on my phone and tell you what confuses me."), ("kind", "feedback")]);
const ASK: (&str, [(&str, &str); 2]) =
    ("Beta testers for my recipe app", [("description", "Try it on your phone and tell me where you get lost."), ("kind", "beta_tester")]);

/// Ana asks for what Bo offers, and both were told.
async fn matched(town: &Town) -> (Browser, Browser) {
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    offers(&mut bo, OFFER.0, &OFFER.1).await;
    let looked = |event: &Event| matches!(event, Event::Matches(matches::Event::Looked { post: matches::Post::Ask(_), .. }));
    and_then(town, asks(&mut ana, ASK.0, &ASK.1), looked).await;
    (ana, bo)
}

async fn id_of(who: &mut Browser) -> UserId {
    UserId(number_after(&who.open("/home").await, "data-me=\""))
}

fn is_kept(town: &Town, member: UserId) -> bool {
    town.running.house.homes.may_have(member, town.running.house.now())
}

async fn does(town: &Town, who: UserId, command: Command) {
    static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let id = CommandId::new(format!("deed-{}", COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed))).expect("an id");
    town.running.house.collective.act(By::Member(who), id, command).await.expect("it may be done");
}

// That a page from what is kept reads as one that is made anew, the hub of every test compares by itself.
#[actix_web::test]
async fn a_home_is_kept_until_something_on_it_changes_whoever_changes_it() {
    let town = Town::start().await;
    let (mut ana, mut bo) = matched(&town).await;
    let (she, he) = (id_of(&mut ana).await, id_of(&mut bo).await);
    let draft = store::profiles::find_draft(&mut town.running.house.db().await.unwrap(), he).await.unwrap().unwrap();
    let named = |name: &str| profiles::Command::Edit { draft: profiles::Draft { name: name.to_owned(), ..draft.clone() } };
    let shown = |here| presence::Command::Show { shown: Shown { here, ..Shown::default() } };
    let gone = "they have enough to do right now";
    // What is done, by whom, and what her Home says after it or says no more.
    let deeds: Vec<(UserId, Command, &str, bool)> = vec![
        (he, Command::Profiles(named("Robert the Tester")), "Robert the Tester", true),
        (he, Command::Availability(availability::Command::SetFull { full: true }), gone, true),
        (he, Command::Availability(availability::Command::SetFull { full: false }), gone, false),
        (she, Command::Tastes(tastes::Command::Pause { until: tastes::Pause::UntilISaySo }), "/settings/matches#pause", true),
        (she, Command::Tastes(tastes::Command::Resume), "/settings/matches#pause", false),
        (she, Command::Presence(shown(false)), ASK.0, true),
    ];
    for (who, command, words, says) in deeds {
        let what = format!("{command:?}");
        ana.open("/home").await;
        assert!(is_kept(&town, she), "before {what}");
        does(&town, who, command).await;
        let home = ana.open("/home").await;
        assert_eq!(home.says(words), says, "{what}: {}", home.text());
        assert!(is_kept(&town, she), "after {what}");
        assert_eq!(ana.open("/home").await.says(words), says, "kept, after {what}");
    }
    // By forms, of which the page says the same.
    let id = number_after(&bo.open("/home").await, "data-offer=\"");
    bo.open(&format!("/my/offers/{id}/edit")).await;
    let mut edited = OFFER.1.to_vec();
    edited.extend([("title", "I test apps of any kind"), ("pricing", "free"), ("currency", "usd"), ("visibility", "everyone")]);
    assert_eq!(bo.submit(&format!("/my/offers/{id}/edit"), &edited).await.status, 303);
    assert!(ana.open("/home").await.says("I test apps of any kind"));
    let ask = ana.open("/my/asks").await;
    let path =
        format!("/@ana/asks/{}", ask.text().split("/@ana/asks/").nth(1).and_then(|rest| rest.split(['"', '#', '?']).next()).expect("it"));
    writes(&mut bo, &path, "I would love to.").await;
    let home = ana.open("/home").await;
    assert!(home.says("I would love to.") && home.says("offers to help"), "{}", home.text());
    does(&town, he, Command::Moderation(moderation::Command::Block { who: she })).await;
    let home = ana.open("/home").await;
    assert!(!home.says("I would love to."), "between them is a block: {}", home.text());
    town.stop().await;
}

#[actix_web::test]
async fn what_others_do_among_themselves_keeps_a_home() {
    let town = Town::start().await;
    let (mut ana, mut bo) = matched(&town).await;
    let she = id_of(&mut ana).await;
    let mut cy = town.sign_up("cyril").await;
    ana.open("/home").await;
    assert!(is_kept(&town, she));
    asks(&mut cy, "Somebody to prune an old apple tree", &[]).await;
    writes(&mut cy, "/@bob", "Hello, how are you?").await;
    bo.open("/home").await;
    assert!(is_kept(&town, she));
    town.stop().await;
}

#[actix_web::test]
async fn where_none_is_to_be_kept_none_is() {
    let town = Town::with(|settings| settings.rates.homes_kept = 0).await;
    let (mut ana, _bo) = matched(&town).await;
    let she = id_of(&mut ana).await;
    assert!(ana.open("/home").await.says(ASK.0));
    assert!(!is_kept(&town, she));
    town.stop().await;
}
