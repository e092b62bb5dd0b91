//! Conversations of two, without a script.

use hub::{Event, messaging};

use crate::{
    deeds::{and_then, asks, number_after, writes},
    town::Town,
};

#[actix_web::test]
async fn what_bo_writes_waits_for_ana_until_she_reads_it() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    assert_eq!(bo.get("/messages/with/ana").await.to(), "/@ana#hello");
    let thread = writes(&mut bo, "/@ana", "Hello Ana").await;
    assert_eq!(bo.get("/messages/with/ana").await.to(), thread);
    bo.open(&thread).await;
    assert_eq!(bo.submit(&thread, &[("body", "Are you there?")]).await.to(), thread);

    let list = ana.open("/messages").await;
    assert!(list.says("Are you there?") && list.text().contains(r#"data-unread><span data-number>2</span>"#), "{}", list.text());
    let read = |event: &Event| matches!(event, Event::Messaging(messaging::Event::Read { upto: 2, .. }));
    let shown = and_then(&town, ana.open(&thread), read).await;
    assert!(shown.says("Hello Ana") && shown.text().contains(r#"data-unread hidden"#), "{}", shown.text());
    assert!(ana.open("/home").await.text().contains("data-unread hidden"));
    assert!(bo.open(&thread).await.text().contains(r#"data-tick="read""#));
    town.stop().await;
}

#[actix_web::test]
async fn a_long_conversation_is_read_page_by_page_and_an_old_page_reads_nothing() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "the very first line").await;
    for n in 2..=60 {
        bo.open(&thread).await;
        bo.submit(&thread, &[("body", &format!("line number {n}."))]).await;
    }
    let earlier = ana.open(&format!("{thread}?before=11")).await;
    assert!(
        earlier.says("the very first line") && earlier.says("line number 10.") && !earlier.says("line number 11."),
        "{}",
        earlier.text()
    );
    assert!(earlier.text().contains("data-earlier") && earlier.text().contains("<span data-number>60</span>"), "nothing was read by it");
    let newest = ana.open(&thread).await;
    assert!(newest.says("line number 60.") && !newest.says("the very first line"));
    assert_eq!(number_after(&newest, "?before="), 11);
    for odd in ["?before=0", "?before=-5", "?before=x", "?before=99999999999999999999"] {
        assert_eq!(ana.get(&format!("{thread}{odd}")).await.status, 200, "{odd}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_message_that_can_not_be_taken_comes_back_and_a_double_click_sends_once() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hello Ana").await;
    ana.open(&thread).await;
    let empty = ana.submit(&thread, &[("body", " \n ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.says("Hello Ana"), "{}", empty.text());
    let long = format!("\"{}\"", "y".repeat(4_000));
    let too_long = ana.submit(&thread, &[("body", &long)]).await;
    assert_eq!(too_long.status, 422);
    assert!(too_long.says(&long), "what was typed is kept");
    for _ in 0..2 {
        assert_eq!(ana.submit(&thread, &[("body", "I am here\nin two lines")]).await.status, 303);
    }
    // Back on that page she writes something else: it is neither lost nor taken for the first one.
    let other = ana.submit(&thread, &[("body", "And another thing")]).await;
    assert_eq!(other.status, 409, "{}", other.text());
    assert!(other.says("You have sent this form before") && other.says("And another thing"), "{}", other.text());
    assert_eq!(ana.submit(&thread, &[("body", "And another thing")]).await.status, 303);
    let shown = bo.open(&thread).await;
    assert_eq!(shown.text().matches("And another thing</p>").count(), 1);
    assert_eq!(shown.text().matches("I am here\nin two lines</p>").count(), 1, "{}", shown.text());
    town.stop().await;
}

#[actix_web::test]
async fn after_a_block_neither_writes_and_it_can_be_taken_back() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    let thread = writes(&mut bo, &ask, "Hey you").await;
    ana.open("/@bob").await;
    assert_eq!(ana.submit("/blocks", &[]).await.to(), "/@bob");
    assert!(ana.open("/@bob").await.says("You have blocked bob."));
    bo.open(&thread).await;
    let answer = bo.submit(&thread, &[("body", "Why so quiet?")]).await;
    assert_eq!(answer.status, 403);
    assert!(answer.says("You can't write to this person.") && answer.says("Why so quiet?"), "{}", answer.text());
    assert!(!bo.get("/discover/asks").await.says("A hand with my garden"));
    assert_eq!(ana.submit("/blocks/remove", &[]).await.to(), "/@bob");
    bo.open(&thread).await;
    assert_eq!(bo.submit(&thread, &[("body", "Why so quiet?")]).await.to(), thread);
    // Oneself, nobody, nonsense.
    ana.open("/home").await;
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    for (no, (who, status)) in [("999999", 404), ("x", 400), ("", 400)].into_iter().enumerate() {
        let answer = ana.send("/blocks", format!("csrf={csrf}&command=b{no}&who={who}").into_bytes()).await;
        assert_eq!(answer.status, status, "{who}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_block_is_at_hand_in_the_conversation_and_so_is_the_way_back() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hey you").await;
    assert!(ana.open(&thread).await.says("Block bob"));
    assert_eq!(ana.submit("/blocks", &[]).await.to(), thread);
    let blocked = ana.open(&thread).await;
    assert!(blocked.says("You have blocked bob.") && blocked.says("Hey you") && !blocked.text().contains("data-composer"), "{}", blocked.text());
    bo.open(&thread).await;
    assert_eq!(bo.submit(&thread, &[("body", "Why so quiet?")]).await.status, 403);
    assert_eq!(ana.submit("/blocks/remove", &[]).await.to(), thread);
    ana.open(&thread).await;
    assert_eq!(ana.submit(&thread, &[("body", "Here again")]).await.to(), thread);
    town.stop().await;
}

#[actix_web::test]
async fn activity_is_listed_and_seen() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    assert!(ana.open("/my/notices").await.says("Quiet so far."));
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    writes(&mut bo, &ask, "Hey you").await;
    let page = ana.open("/my/notices").await;
    assert!(page.says("bob offers to help with") && page.text().contains("is-new"), "{}", page.text());
    assert_eq!(ana.submit("/notices/seen", &[]).await.to(), "/my/notices");
    let seen = ana.open("/my/notices").await;
    assert!(seen.says("bob offers to help with") && !seen.says("All seen"), "{}", seen.text());
    town.stop().await;
}
