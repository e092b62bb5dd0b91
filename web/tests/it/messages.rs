//! Conversations of two, without a script.

use hub::{Event, messaging};

use crate::{
    deeds::{and_then, asks, number_after, offers, writes},
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
async fn who_hears_the_page_hears_who_says_what_and_the_way_to_the_field_is_short() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hello Ana").await;
    ana.open(&thread).await;
    ana.submit(&thread, &[("body", "Hello Bo")]).await;
    ana.open("/community/general").await;
    ana.submit("/community/general", &[("body", "Good morning")]).await;
    for (page, names) in [(ana.open(&thread).await, &["bob", "You"][..]), (ana.open("/community/general").await, &["You"])] {
        let text = page.text();
        for name in names {
            assert!(text.contains(&format!("data-slot=\"by\">{name}: </span>")), "{name}: {text}");
            assert!(text.contains(&format!("What to do with this message: <span data-slot=\"whose\">{name}, ")), "{name}: {text}");
        }
        let at = |mark: &str| text.find(mark).unwrap_or_else(|| panic!("no {mark} in {text}"));
        assert!(at("class=\"skip\" href=\"#f-body\"") < at("<main"), "{text}");
        assert!(at("<textarea id=\"f-body\"") < at("name=\"attachment\""), "the field comes first");
    }
    ana.open(&thread).await;
    ana.submit("/blocks", &[]).await;
    assert!(!ana.open(&thread).await.text().contains("#f-body"), "where nothing can be written nothing leads there");
    town.stop().await;
}

#[actix_web::test]
async fn what_waits_for_a_yes_stands_in_the_conversation_whatever_came_after_it() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let ask = asks(&mut ana, "A hand with my fence", &[]).await;
    let offer = offers(&mut bo, "I tune pianos", &[]).await;
    let thread = writes(&mut bo, &ask, "I have a hammer").await;
    let help = number_after(&ana.open("/connections").await, "/connections/");
    assert_eq!(writes(&mut ana, &offer, "Mine is out of tune").await, thread);
    let shown = ana.open(&thread).await;
    let text = shown.text();
    let cards = text.matches("class=\"now-card\"").count();
    assert_eq!(cards, 3, "the yes that is waited for, the latest, and the empty one that live ones are made from: {text}");
    let accept = &text[text.find(&format!("/connections/{help}/step")).expect("its form")..];
    assert!(accept[..accept.find("</form>").expect("ends")].contains("value=\"accept\""), "{accept}");
    assert!(shown.says("A hand with my fence") && shown.says("I tune pianos") && !shown.says(">Before</h2>"), "{text}");
    ana.submit(&format!("/connections/{help}/step"), &[("step", "accept")]).await;
    let after = ana.open(&thread).await;
    assert!(after.says("bob is in. You two can talk.") && after.says(">Before</h2>"), "{}", after.text());
    assert_eq!(after.text().matches("class=\"now-card\"").count(), 2);
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
    let offer = offers(&mut bo, "I weed gardens", &[]).await;
    assert!(ana.open(&offer).await.text().contains("name=\"message\"") && bo.open(&ask).await.status == 200);
    ana.open("/@bob").await;
    assert_eq!(ana.submit("/blocks", &[]).await.to(), "/@bob");
    assert!(ana.open("/@bob").await.says("You have blocked bob."));
    let behind = ana.get(&offer).await;
    let form = |text: &str| text.contains("id=\"request\"") || text.contains("id=\"answer\"");
    assert!(behind.says("You have blocked bob.") && !form(&behind.text()), "{}", behind.text());
    let theirs = bo.get(&ask).await;
    assert!(!theirs.says("blocked") && !form(&theirs.text()), "no form and no word about it: {}", theirs.text());
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
    assert!(
        blocked.says("You have blocked bob.") && blocked.says("Hey you") && !blocked.text().contains("data-composer"),
        "{}",
        blocked.text()
    );
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
    assert!(ana.open("/my/notices").await.says("Quiet so far"));
    let ask = asks(&mut ana, "A hand with my garden", &[]).await;
    writes(&mut bo, &ask, "Hey you").await;
    let page = ana.open("/my/notices").await;
    assert!(page.says("bob offers to help with") && page.text().contains("is-new"), "{}", page.text());
    assert_eq!(ana.submit("/notices/seen", &[]).await.to(), "/my/notices");
    let seen = ana.open("/my/notices").await;
    assert!(seen.says("bob offers to help with") && seen.text().contains("data-mark-all hidden"), "{}", seen.text());
    town.stop().await;
}

#[actix_web::test]
async fn without_a_script_a_message_is_answered_edited_reacted_to_pinned_and_deleted() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Thursday at <seven>?").await;
    let first = format!("{thread}/1");
    let place = format!("{thread}?at=1#m-1");

    assert!(ana.open(&thread).await.text().contains(&format!("href=\"{first}\"")), "the menu of a message is a link to its page");
    let page = ana.open(&first).await;
    assert!(page.says("A message from bob") && page.says("Thursday at <seven>?"), "{}", page.text());
    assert!(!page.says("Change what you said") && !page.says("Delete the message"), "it is not hers");
    assert_eq!(ana.submit(&format!("{first}/react"), &[("on", "🎉")]).await.to(), place);
    assert_eq!(ana.submit(&format!("{first}/pin"), &[("on", "yes")]).await.to(), place);
    ana.open(&format!("{thread}?reply=1")).await;
    assert_eq!(ana.hidden_of(&thread).iter().find(|(name, _)| name == "reply_to").map(|(_, no)| no.as_str()), Some("1"));
    assert_eq!(ana.submit(&thread, &[("body", "Better at eight")]).await.to(), thread);

    let page = bo.open(&first).await;
    assert!(page.says("Your message") && page.says("pinned"), "{}", page.text());
    let nothing = bo.submit(&format!("{first}/edit"), &[("body", "  ")]).await;
    assert_eq!(nothing.status, 422);
    assert_eq!(bo.submit(&format!("{first}/edit"), &[("body", "Thursday at half past seven?")]).await.to(), place);
    let shown = ana.open(&thread).await;
    assert_eq!(shown.text().matches("half past seven?</span>").count(), 3, "in the answer and twice among the pins: {}", shown.text());
    assert!(shown.text().contains("half past seven?</p>") && shown.text().contains(">🎉</span> 1") && shown.says("edited"));
    assert!(ana.open(&format!("{thread}/pinned")).await.says("Thursday at half past seven?"));

    bo.open(&first).await;
    assert_eq!(bo.submit(&format!("{first}/delete"), &[]).await.to(), place);
    let shown = ana.open(&thread).await;
    assert!(!shown.says("half past seven") && shown.says("This message was deleted."), "{}", shown.text());
    assert!(ana.open(&format!("{thread}/pinned")).await.says("Nothing is pinned here."));
    ana.open("/home").await;
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    let others = ana.send(&format!("{first}/delete"), format!("csrf={csrf}&command=d1").into_bytes()).await;
    assert!(others.status == 303 && ana.get(&thread).await.says("Only the person who wrote a message can change it."));
    for odd in [format!("{thread}/99"), format!("{thread}/x"), "/messages/999/1".to_owned(), "/messages/999/pinned".to_owned()] {
        assert_eq!(ana.get(&odd).await.status, 404, "{odd}");
    }
    let mut cy = town.sign_up("cyr").await;
    for hers in [first, format!("{thread}/pinned"), thread.clone(), format!("/messages/search?q=x&within={}", &thread[10..])] {
        assert_eq!(cy.get(&hers).await.status, 404, "{hers}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn a_conversation_is_muted_and_put_away_and_comes_back() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hello Ana").await;
    ana.open(&thread).await;
    assert_eq!(ana.submit(&format!("{thread}/archive"), &[("on", "yes")]).await.to(), "/messages");
    let list = ana.open("/messages").await;
    assert!(!list.says("Hello Ana") && list.says("Archived (<span data-number>1</span>)"), "{}", list.text());
    assert!(ana.open("/messages?show=archived").await.says("Hello Ana"));
    bo.open(&thread).await;
    bo.submit(&thread, &[("body", "Are you there?")]).await;
    assert!(ana.open("/messages").await.says("Are you there?"), "it is back");

    assert!(ana.open("/home").await.text().contains("<title>(2) "), "a message and a notice: what waits stands in the title");
    let mute = format!("{thread}/mute");
    let csrf = ana.hidden_of("/logout").into_iter().find(|(name, _)| name == "csrf").expect("a token").1;
    assert_eq!(ana.send(&mute, format!("csrf={csrf}&command=m1&on=yes").into_bytes()).await.to(), thread);
    assert!(ana.open("/home").await.text().contains("<title>(2) "), "what is muted counts all the same");
    let list = ana.open("/messages").await;
    assert!(list.text().contains("is-muted") && list.text().contains(r#"<span data-number>1</span><span class="vh"> unread"#));
    town.stop().await;
}

#[actix_web::test]
async fn ones_own_messages_are_found_and_led_to() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "The <needle> is in here").await;
    for n in 2..=60 {
        bo.open(&thread).await;
        bo.submit(&thread, &[("body", &format!("line number {n}."))]).await;
    }
    let found = ana.open("/messages/search?q=NEEDLE").await;
    assert!(found.text().contains("The &#60;<mark>needle</mark>&#62; is in here"), "{}", found.text());
    let place = format!("{thread}?at=1#m-1");
    assert!(found.text().contains(&format!("href=\"{place}\"")));
    let there = ana.open(&format!("{thread}?at=1")).await;
    assert!(there.text().contains(r#"id="m-1""#) && there.says("data-earlier") && there.says("line number 20."), "{}", there.text());
    assert!(ana.open("/home").await.text().contains("<title>(61) "), "jumping to an old one reads nothing");
    assert!(ana.open(&format!("{thread}?at=59")).await.text().contains(r#"id="m-60""#), "a new one stands on the newest page");
    let more = ana.open("/messages/search?q=line").await;
    assert!(more.text().contains("<mark>line</mark> number 60.") && more.says("Earlier ones"));
    assert!(ana.open("/messages/search?q=nowhere").await.says("Nothing with these words."));
    assert!(ana.open("/messages/search").await.says("Search your messages"));
    town.stop().await;
}

#[actix_web::test]
async fn who_hides_what_they_have_read_sees_no_read_ticks() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hello Ana").await;
    ana.open("/settings/privacy").await;
    assert_eq!(ana.submit("/settings/receipts", &[("on", "no")]).await.to(), "/settings/privacy?done=messages#messages");
    assert!(ana.open("/settings/privacy?done=messages").await.says("Nobody sees whether you have read something"));
    let told = |event: &Event| matches!(event, Event::Messaging(messaging::Event::Delivered { upto: 1, .. }));
    and_then(&town, ana.open(&thread), told).await;
    assert!(bo.open(&thread).await.text().contains(r#"data-tick="delivered""#), "it arrived, and that is all");
    assert!(ana.open("/home").await.text().contains("data-unread hidden"));
    town.stop().await;
}

#[actix_web::test]
async fn a_line_stands_above_what_is_new_until_it_is_read() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "Hello Ana").await;
    let read = |upto| move |event: &Event| matches!(event, Event::Messaging(messaging::Event::Read { upto: at, .. }) if *at == upto);
    let opened = and_then(&town, ana.open(&thread), read(1)).await;
    assert_eq!(opened.text().matches("id=\"new\"").count(), 1, "the first one is new, too: {}", opened.text());
    assert!(!ana.open(&thread).await.text().contains("id=\"new\""), "now it is read");
    for words in ["Are you there?", "I have a question."] {
        bo.open(&thread).await;
        assert_eq!(bo.submit(&thread, &[("body", words)]).await.to(), thread);
    }
    assert!(!bo.open(&thread).await.text().contains("id=\"new\""), "what one wrote is not new");
    assert!(ana.open("/messages").await.text().contains(&format!("href=\"{thread}#new\"")), "the list leads to it without a script");
    let opened = and_then(&town, ana.open(&thread), read(3)).await.text();
    let at = |mark: &str| opened.find(mark).unwrap_or_else(|| panic!("no {mark} in {opened}"));
    assert!(at("id=\"m-1\"") < at("id=\"new\"") && at("id=\"new\"") < at("id=\"m-2\""), "{opened}");
    assert!(!opened.contains("Jump to the first unread"), "it is on this page");
    town.stop().await;
}

#[actix_web::test]
async fn of_more_than_a_page_that_is_new_the_first_is_one_tap_away() {
    let town = Town::start().await;
    let (mut ana, mut bo) = (town.sign_up("ana").await, town.sign_up("bob").await);
    let thread = writes(&mut bo, "/@ana", "the very first line").await;
    let read = |event: &Event| matches!(event, Event::Messaging(messaging::Event::Read { upto: 1, .. }));
    and_then(&town, ana.open(&thread), read).await;
    for n in 2..=70 {
        bo.open(&thread).await;
        bo.submit(&thread, &[("body", &format!("line number {n}."))]).await;
    }
    let all_read = |event: &Event| matches!(event, Event::Messaging(messaging::Event::Read { upto: 70, .. }));
    let newest = and_then(&town, ana.open(&thread), all_read).await;
    let jump = format!("{thread}?at=2&new=1#new");
    assert!(newest.says("Jump to the first unread") && newest.says(&jump), "{}", newest.text());
    // What is new begins there, though by now all of it is read.
    let there = ana.open(&format!("{thread}?at=2&new=1")).await.text();
    let at = |mark: &str| there.find(mark).unwrap_or_else(|| panic!("no {mark} in {there}"));
    assert!(
        at("the very first line") < at("id=\"new\"") && at("id=\"new\"") < at("id=\"m-2\"") && there.contains("To the newest messages")
    );
    assert!(!there.contains("Jump to"), "{there}");
    // Earlier pages say it at the same place.
    let earlier = format!("?before={}&new=1", number_after(&newest, "?before="));
    assert!(newest.says(&earlier) && ana.open(&format!("{thread}{earlier}")).await.text().contains("id=\"new\""));
    for odd in ["?new=x", "?new=-3", "?new=99999999999999999999", "?at=2&new=1000", "?new=9223372036854775807"] {
        assert_eq!(ana.get(&format!("{thread}{odd}")).await.status, 200, "{odd}");
    }
    town.stop().await;
}

#[actix_web::test]
async fn beside_a_conversation_stands_who_the_other_one_is_and_nothing_of_it_across_a_block() {
    let town = Town::start().await;
    let (mut ana, mut bo, mut cy) = (town.sign_up("ana").await, town.sign_up("bob").await, town.sign_up("cyr").await);
    // Cy was helped by Bo before.
    let ask = asks(&mut cy, "A hand with my fence", &[]).await;
    let earlier = writes(&mut bo, &ask, "I have a hammer").await;
    let id = number_after(&cy.open("/connections").await, "/connections/");
    for step in ["accept", "done"] {
        cy.open(&earlier).await;
        assert_eq!(
            cy.submit(&format!("/connections/{id}/step"), &[("step", step)]).await.to(),
            earlier,
            "in the conversation one stays there"
        );
    }
    let done = cy.open(&earlier).await;
    // The card that live ones are made from has one that is hidden, too.
    let hidden = |page: &crate::town::Answer| page.text().matches("data-slot=\"rate\" hidden").count();
    assert!(done.says("How was it with bob?") && hidden(&done) == 1, "{}", done.text());
    let rated = cy.submit(&format!("/connections/{id}/rate"), &[("stars", "5"), ("words", "It stands straight!")]).await;
    assert_eq!(rated.to(), earlier);
    let after = cy.open(&earlier).await;
    assert!(after.says("What you said of each other") && after.says("It stands straight!") && hidden(&after) == 2);

    let thread = writes(&mut bo, "/@ana", "Hey you").await;
    let shown = ana.open(&thread).await;
    assert!(shown.says("About bob") && shown.says("1 person helped") && shown.says("It stands straight!"), "{}", shown.text());
    ana.submit("/blocks", &[]).await;
    let blocked = ana.open(&thread).await;
    assert!(blocked.says("You have blocked bob.") && !blocked.says("It stands straight!"), "{}", blocked.text());
    assert!(!bo.open(&thread).await.says("What people say"));
    town.stop().await;
}
