//! A screen that was away goes on where it was. Gaps are healed from the store.

use actors::{
    Limits,
    testing::{Falls, Member, Resume, Screen, World, send},
};
use hub::{By, ConversationId, Envelope, wire::ServerFrame};

/// Carries a message out as another node would: it is in the store, and no doorbell rings here.
async fn unheard(world: &World, by: &Member, talk: ConversationId, body: &str) {
    let envelope = Envelope { id: by.fresh_id(), by: By::Member(by.id), command: send(talk, body), at: world.collective().clock().now(), locale: hub::Locale::En };
    let carried = world.collective().store().carry_out(&format!("elsewhere-{body}"), vec![envelope]).await;
    assert!(carried.answers.iter().all(Result::is_ok), "{carried:?}");
}

async fn reload(screen: &Screen) -> i64 {
    screen
        .finds("to load anew", |f| match f {
            ServerFrame::Reload { inbox, .. } => Some(*inbox),
            _ => None,
        })
        .await
}

fn is_whole(screen: &Screen, after: i64) {
    let numbers = screen.numbers();
    let expected: Vec<i64> = (after + 1..=after + numbers.len() as i64).collect();
    assert_eq!(numbers, expected, "every number once, in order");
}

#[actix_web::test]
async fn who_was_away_is_told_what_was_missed_and_then_what_comes() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let screen = ana.opens_socket().await;
    bo.says(talk, "before").await.unwrap();
    screen.hears("before").await;
    let cursor = screen.cursor();
    drop(screen);
    // More than a page.
    for i in 0..230 {
        bo.says(talk, &format!("meanwhile {i}")).await.unwrap();
    }
    let screen = ana.comes_back(cursor).await;
    screen.hears("meanwhile 229").await;
    bo.says(talk, "and on").await.unwrap();
    screen.hears("and on").await;
    is_whole(&screen, cursor.inbox);
}

#[actix_web::test]
async fn a_cursor_that_means_nothing_here_loads_anew() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let head = ana.opens_socket().await.cursor();
    for odd in [
        Resume { epoch: head.epoch + 1, ..head },
        Resume { inbox: head.inbox + 1, ..head },
        Resume { inbox: -1, ..head },
        Resume { epoch: i64::MIN, inbox: i64::MAX },
    ] {
        let screen = ana.comes_back(odd).await;
        assert_eq!(reload(&screen).await, head.inbox, "{odd:?}");
    }
    let screen = ana.comes_back(Resume { epoch: 0, inbox: 0 }).await;
    reload(&screen).await;
    bo.says(talk, "live again").await.unwrap();
    screen.hears("live again").await;
}

#[actix_web::test]
async fn too_far_behind_loads_anew_rather_than_a_thousand_frames() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = bo.talks_to(&ana).await;
    let before = ana.opens_socket().await.cursor();
    let sends: Vec<_> = (0..1_001)
        .map(|i| Envelope {
            id: bo.fresh_id(),
            by: By::Member(bo.id),
            command: send(talk, &format!("{i}")),
            at: world.collective().clock().now(),
            locale: hub::Locale::En,
        })
        .collect();
    world.collective().store().carry_out("elsewhere", sends).await;
    let screen = ana.comes_back(before).await;
    assert_eq!(reload(&screen).await, before.inbox + 1_001);
    let just = ana.comes_back(Resume { inbox: before.inbox + 1, ..before }).await;
    just.finds("all thousand", |_| (just.numbers().len() == 1_000).then_some(())).await;
    is_whole(&just, before.inbox + 1);
}

#[actix_web::test]
async fn a_gap_is_read_from_the_store_in_order() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = bo.talks_to(&ana).await;
    let (laptop, phone) = (ana.opens_socket().await, ana.opens_socket().await);
    let start = laptop.cursor().inbox;
    bo.says(talk, "heard").await.unwrap();
    laptop.hears("heard").await;
    unheard(&world, &bo, talk, "lost one").await;
    unheard(&world, &bo, talk, "lost two").await;
    bo.says(talk, "heard again").await.unwrap();
    for screen in [&laptop, &phone] {
        screen.hears("heard again").await;
        is_whole(screen, start);
        assert_eq!(screen.numbers().len(), 4);
    }
    assert!(world.collective().observe().gaps >= 1);
}

#[actix_web::test]
async fn a_lost_doorbell_is_noticed_though_nothing_follows() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let screen = ana.opens_socket().await;
    bo.says(talk, "so that it is live").await.unwrap();
    screen.hears("so that it is live").await;
    unheard(&world, &bo, talk, "nobody rang").await;
    world.ticks(15);
    screen.hears("nobody rang").await;
}

#[actix_web::test]
async fn when_the_post_falls_over_everybody_looks() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let screen = ana.opens_socket().await;
    bo.says(talk, "so that it is live").await.unwrap();
    screen.hears("so that it is live").await;
    unheard(&world, &bo, talk, "fell on the floor").await;
    world.falls(Falls::Post);
    world.comes_true("the post is back", || world.collective().observe().restarts == 1).await;
    world.ticks(1);
    screen.hears("fell on the floor").await;
    // And the new one works. Its start takes a moment; whatever is lost in it, the next look finds.
    bo.says(talk, "delivered").await.unwrap();
    world.ticks(1);
    screen.hears("delivered").await;
}

#[actix_web::test]
async fn screens_that_open_in_the_middle_of_it_miss_nothing_and_see_nothing_twice() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = bo.talks_to(&ana).await;
    let start = ana.opens_socket().await.cursor();
    let bos = bo.opens_socket().await;
    let mut screens = Vec::new();
    for round in 0..12 {
        let ids: Vec<_> = (0..8).map(|i| bos.wishes(send(talk, &format!("round {round} line {i}")))).collect();
        // While those are on their way.
        screens.push(ana.comes_back(start).await);
        for id in ids {
            bos.answer_to(&id).await.unwrap();
        }
    }
    bo.says(talk, "that was all").await.unwrap();
    for screen in &screens {
        screen.hears("that was all").await;
        is_whole(screen, start.inbox);
        assert_eq!(screen.numbers().len(), 12 * 8 + 1);
    }
}

#[actix_web::test]
async fn who_was_away_for_longer_than_rows_are_kept_loads_anew_and_no_number_comes_twice() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = bo.talks_to(&ana).await;
    let long_ago = ana.opens_socket().await.cursor();
    bo.says(talk, "a month ago").await.unwrap();
    world.turns_clock(store::inbox::KEPT + 1);
    let lately = ana.opens_socket().await.cursor();
    assert_eq!(lately.inbox, long_ago.inbox + 1);
    bo.says(talk, "today").await.unwrap();
    let kept = || async {
        let mut db = world.collective().store().read().await.unwrap();
        db.number("select count(*) as n from inbox", &[]).await.unwrap()
    };
    // The message of today, for both.
    let began = std::time::Instant::now();
    while kept().await > 2 {
        assert!(began.elapsed() < actors::testing::PATIENCE, "they were never trimmed");
        world.ticks(1);
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let screen = ana.comes_back(long_ago).await;
    assert_eq!(reload(&screen).await, lately.inbox + 1);
    let just = ana.comes_back(lately).await;
    just.hears("today").await;
    bo.says(talk, "and on").await.unwrap();
    for screen in [&screen, &just] {
        screen.hears("and on").await;
    }
    assert_eq!(screen.numbers(), [lately.inbox + 2]);
    is_whole(&just, lately.inbox);
}

#[actix_web::test]
async fn a_long_replay_is_read_as_fast_as_it_is_taken_and_what_comes_meanwhile_waits_behind_it() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = bo.talks_to(&ana).await;
    let before = ana.opens_socket().await.cursor();
    let long = "x".repeat(300);
    for part in 0..3 {
        let sends = (0..100).map(|i| Envelope {
            id: bo.fresh_id(),
            by: By::Member(bo.id),
            command: send(talk, &format!("{part}.{i} {long}")),
            at: world.collective().clock().now(),
            locale: hub::Locale::En,
        });
        world.collective().store().carry_out(&format!("elsewhere{part}"), sends.collect()).await;
    }
    let screen = ana.connects(ana.door);
    screen.says_hello(Some(before)).await;
    screen.stops_reading();
    // What it missed is more than its queue holds, and it is far from the end of that.
    for n in 0..40 {
        bo.says(talk, &format!("live {n}.")).await.unwrap();
    }
    assert_eq!(world.collective().observe().too_slow, 0);
    screen.reads_again();
    screen.hears("live 39.").await;
    is_whole(&screen, before.inbox);
    assert_eq!(screen.numbers().len(), 340);
}
