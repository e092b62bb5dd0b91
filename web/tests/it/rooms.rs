//! The community, without a script.

use crate::{
    deeds::{ASK, and_then, filled, writes},
    town::Town,
};

#[actix_web::test]
async fn everybody_is_in_general_and_reads_what_is_said_there() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/community/general").await;
    assert_eq!(ana.submit("/community/general", &[("body", "Good morning, <b>all</b>")]).await.to(), "/community/general");
    let list = bo.open("/community").await;
    assert!(
        list.says("General")
            && list.says("ana: Good morning")
            && list.text().contains(r#"data-room-unread="1"><span data-number>1</span>"#),
        "{}",
        list.text()
    );
    let room = bo.open("/community/general").await;
    assert!(room.says("Good morning, <b>all</b>") && room.says("2 people") && room.says("Could be an ask"), "{}", room.text());
    let empty = bo.submit("/community/general", &[("body", " \n ")]).await;
    assert_eq!(empty.status, 422);
    for nowhere in ["/community/nowhere", "/community/99999", "/community/general/messages/x/ask", "/community/general/messages/99/ask"] {
        assert_eq!(bo.get(nowhere).await.status, 404, "{nowhere}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_message_becomes_an_ask_in_one_tap_and_the_room_shows_its_card() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/community/general").await;
    ana.submit("/community/general", &[("body", "Who tests apps? Twenty minutes would do.")]).await;
    assert!(!bo.open("/community/general").await.text().contains("/messages/1/suggest"), "not at each message: in its menu");
    assert!(bo.open("/messages/1/1").await.says("Could be an ask"), "which is a page without a script");
    let suggested = bo.submit("/community/general/messages/1/suggest", &[]).await;
    assert_eq!(suggested.to(), "/community/general?at=1#m-1");
    let notices = ana.open("/my/notices").await;
    assert!(
        notices.says("could be an ask. Make it one?") && notices.text().contains("/community/general/messages/1/ask"),
        "{}",
        notices.text()
    );
    assert_eq!(bo.get("/community/general/messages/1/ask").await.status, 403, "its author decides");
    let composer = ana.open("/community/general/messages/1/ask").await;
    assert!(composer.text().contains("\nWho tests apps?\n") && composer.says("Twenty minutes would do."), "{}", composer.text());
    // What can't be taken comes back, still as the message's.
    let again = ana.submit("/my/asks/new", &filled(&ASK, "", &[])).await;
    assert_eq!(again.status, 422);
    let posted = ana.submit("/my/asks/new", &filled(&ASK, "Testers for my app", &[])).await;
    assert_eq!((posted.status, posted.to()), (303, "/@ana/asks/testers-for-my-app"), "{}", posted.text());
    let room = bo.open("/community/general").await;
    assert!(room.says("Testers for my app") && room.text().contains(r#"href="/@ana/asks/testers-for-my-app""#), "{}", room.text());
    assert!(!bo.open("/messages/1/1").await.says("Could be an ask"), "it is one");
    ana.open("/@ana/asks/testers-for-my-app").await;
    let id = crate::deeds::number_after(&ana.open("/@ana/asks/testers-for-my-app").await, "/my/asks/");
    ana.submit(&format!("/my/asks/{id}/fulfil"), &[]).await;
    assert!(bo.open("/community/general").await.says("Done"));
    assert_eq!(ana.get("/community/general/messages/1/ask").await.to(), "/@ana/asks/testers-for-my-app");
    town.stop().await;
}

#[actix_web::test]
async fn a_group_is_opened_asked_into_joined_looked_after_and_left() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyd").await);
    writes(&mut bo, "/@ana", "Hello Ana").await;
    ana.open("/community/new?kind=group").await;
    assert_eq!(ana.submit("/community/new", &[("name", "x")]).await.status, 422);
    let about = ana.submit("/community/new", &[("name", "Bakers who post")]).await.to().to_owned();
    let room = about.strip_suffix("/about").expect("the page about it").to_owned();
    assert!(ana.open(&about).await.text().contains("Invite<span class=\"vh\"> bob</span>"));
    assert_eq!(ana.submit(&format!("{room}/invite"), &[]).await.to(), about);
    for path in [room.clone(), about.clone(), format!("{room}/edit")] {
        assert_eq!(cy.get(&path).await.status, 404, "{path}");
    }
    assert!(bo.open("/community").await.says("You are invited"));
    assert!(bo.open(&room).await.says("ana invites you."));
    assert_eq!(bo.submit(&format!("{room}/join"), &[]).await.to(), room);
    bo.open(&room).await;
    assert_eq!(bo.submit(&room, &[("body", "Rye on Thursday?")]).await.to(), room);
    assert!(ana.open(&room).await.says("Rye on Thursday?"));
    assert_eq!(bo.get(&format!("{room}/edit")).await.status, 403);
    ana.open(&format!("{room}/edit")).await;
    assert_eq!(ana.submit(&format!("{room}/edit"), &[("name", "Slow bakers"), ("slow_seconds", "60")]).await.to(), room);
    bo.open(&room).await;
    let slow = bo.submit(&room, &[("body", "And on Friday?")]).await;
    assert_eq!(slow.status, 429);
    assert!(
        slow.says("This room is in slow mode") && slow.says("And on Friday?") && slow.says("one message every minute"),
        "{}",
        slow.text()
    );
    ana.open(&about).await;
    assert_eq!(ana.submit(&format!("{room}/out"), &[]).await.to(), about);
    assert_eq!(bo.get(&room).await.status, 404, "he is out");
    ana.open(&about).await;
    assert_eq!(ana.submit(&format!("{room}/back"), &[]).await.to(), about);
    ana.open(&room).await;
    assert_eq!(ana.submit(&format!("{room}/leave"), &[]).await.to(), "/community");
    town.stop().await;
}

#[actix_web::test]
async fn leaving_general_and_coming_back_is_one_tap_each() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    ana.open("/community/general").await;
    assert_eq!(ana.submit("/community/general/leave", &[]).await.to(), "/community");
    let outside = ana.open("/community/general").await;
    assert!(outside.says("Join General") && !outside.text().contains("data-composer"), "{}", outside.text());
    assert_eq!(ana.submit("/community/general/join", &[]).await.to(), "/community/general");
    assert!(ana.open("/community/general").await.text().contains("data-composer"));
    town.stop().await;
}

#[actix_web::test]
async fn a_long_talk_is_read_page_by_page_and_a_message_is_found_by_its_address() {
    let town = Town::start().await;
    let mut ana = town.sign_up("ana").await;
    let mut bo = town.sign_up("bob").await;
    for n in 1..=60 {
        ana.open("/community/general").await;
        let said = ana.submit("/community/general", &[("body", &format!("line number {n}."))]).await;
        assert_eq!(said.status, 303, "{n}");
    }
    let newest = bo.open("/community/general").await;
    assert!(newest.says("line number 60.") && !newest.says("line number 10."));
    let earlier = bo.open("/community/general?before=11").await;
    assert!(earlier.says("line number 10.") && !earlier.says("line number 11.") && earlier.text().contains("data-earlier"));
    let at = bo.open("/community/general?at=20").await;
    assert!(at.says("line number 20.") && at.text().contains(r#"id="m-20""#) && !at.says("line number 40."), "{}", at.text());
    for odd in ["?before=0", "?before=-5", "?before=x", "?at=99999999999999999999", "?at=9223372036854775807"] {
        assert_eq!(bo.get(&format!("/community/general{odd}")).await.status, 200, "{odd}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn what_may_be_done_to_a_message_of_a_room_is_done_on_a_page_of_its_own() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    ana.open("/community/general").await;
    ana.submit("/community/general", &[("body", "Who tests apps?")]).await;
    let page = bo.open("/messages/1/1").await;
    assert!(
        page.says("A message from ana") && page.says("Back to General") && page.says("Could be an ask") && page.says("Report this message"),
        "{}",
        page.text()
    );
    assert!(
        !page.text().contains("/messages/1/1/pin") && !page.text().contains("/messages/1/1/delete"),
        "that is for who looks after it: {}",
        page.text()
    );
    let put = bo.submit("/messages/1/1/react", &[("on", "👍")]).await;
    assert_eq!(put.to(), "/messages/1?at=1#m-1");
    assert_eq!(bo.get("/messages/1?at=1").await.to(), "/community/general?at=1");
    assert!(bo.open("/community/general").await.text().contains(r#"name="off" value="👍""#));

    bo.open("/community/general?reply=1").await;
    assert_eq!(bo.submit("/community/general", &[("body", "I do.")]).await.to(), "/community/general");
    let answered = ana.open("/community/general").await;
    assert!(
        answered.text().contains(r#"<strong data-slot="quote-by">You</strong><span data-slot="quote-words">Who tests apps?</span>"#),
        "{}",
        answered.text()
    );
    assert!(ana.open("/my/notices").await.says("bob answered you in “General”."));

    ana.open("/messages/1/1").await;
    assert_eq!(ana.submit("/messages/1/1/edit", &[("body", "Who tests apps on Sundays?")]).await.to(), "/messages/1?at=1#m-1");
    assert!(bo.open("/community/general").await.says("Who tests apps on Sundays?"));
    bo.open("/report/message/1/1").await;
    let reported = bo.submit("/report/message/1/1", &[("reason", "spam")]).await;
    assert_eq!(reported.status, 303, "{}", reported.text());
    ana.open("/messages/1/1").await;
    assert_eq!(ana.submit("/messages/1/1/delete", &[]).await.to(), "/messages/1?at=1#m-1");
    let after = bo.open("/community/general").await;
    assert!(after.says("This message was deleted.") && !after.says("on Sundays"), "{}", after.text());
    town.stop().await;
}

#[actix_web::test]
async fn who_looks_after_a_group_pins_and_takes_away_what_others_wrote() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    writes(&mut bo, "/@ana", "Hello Ana").await;
    ana.open("/community/new?kind=group").await;
    let about = ana.submit("/community/new", &[("name", "Bakers who post")]).await.to().to_owned();
    let room = about.strip_suffix("/about").expect("the page about it").to_owned();
    let id = room.strip_prefix("/community/").expect("a number").to_owned();
    ana.open(&about).await;
    ana.submit(&format!("{room}/invite"), &[]).await;
    bo.open(&room).await;
    bo.submit(&format!("{room}/join"), &[]).await;
    bo.open(&room).await;
    bo.submit(&room, &[("body", "Rye on Thursday?")]).await;
    let page = ana.open(&format!("/messages/{id}/1")).await;
    assert!(page.says("Pin it for everybody") && page.says("Remove it"), "{}", page.text());
    ana.submit(&format!("/messages/{id}/1/pin"), &[("on", "yes")]).await;
    let pinned = bo.open(&room).await;
    assert!(
        pinned.text().contains(r#"data-pins><summary>"#) && pinned.text().contains(&format!(r#"href="{room}?at=1#m-1" data-to="1""#)),
        "{}",
        pinned.text()
    );
    ana.open(&format!("/messages/{id}/1")).await;
    ana.submit(&format!("/messages/{id}/1/delete"), &[]).await;
    let gone = bo.open(&room).await;
    assert!(gone.says("This message was deleted.") && gone.text().contains("data-pins hidden"), "{}", gone.text());
    town.stop().await;
}

#[actix_web::test]
async fn in_a_room_too_a_line_stands_above_what_is_new() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    for words in ["Good morning", "Who is awake?"] {
        ana.open("/community/general").await;
        assert_eq!(ana.submit("/community/general", &[("body", words)]).await.to(), "/community/general");
    }
    assert!(!ana.open("/community/general").await.text().contains("id=\"new\""), "what one says oneself is not new");
    assert!(bo.open("/community").await.text().contains("href=\"/community/general#new\""));
    let read = |event: &hub::Event| matches!(event, hub::Event::Messaging(hub::messaging::Event::Read { upto: 2, .. }));
    let opened = and_then(&town, bo.open("/community/general"), read).await.text();
    let at = |mark: &str| opened.find(mark).unwrap_or_else(|| panic!("no {mark} in {opened}"));
    assert!(at("id=\"new\"") < at("id=\"m-1\""), "{opened}");
    assert!(!bo.open("/community/general").await.text().contains("id=\"new\""), "now it is read");
    town.stop().await;
}
