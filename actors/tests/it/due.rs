//! What is due is done when the clock says so.

use actors::testing::{NOON, World};
use hub::{
    Answer, Command, asks, claims,
    kernel::time::{DAY, HOUR, MINUTE},
    leaving::{Command as Leaving, GRACE_MS, Words},
};

#[actix_web::test]
async fn an_ask_expires_when_its_time_is_over() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    let draft = asks::Draft {
        title: "Cake for Saturday".to_owned(),
        description: "A birthday cake for twelve, with candles on it.".to_owned(),
        expires_at: Some(NOON.plus(2 * DAY)),
        ..asks::Draft::default()
    };
    let Ok(Answer::Ask { .. }) = ana.does(Command::Asks(asks::Command::Post { draft })).await else { panic!("not posted") };
    world.turns_clock(2 * DAY - 1);
    world.ticks(1);
    let before = world.collective().observe().commands;
    world.turns_clock(1);
    // A tick that finds the one before still at work leaves it to the next.
    world
        .comes_true("something was due", || {
            world.ticks(1);
            world.collective().observe().commands > before
        })
        .await;
    screen.hears("expired").await;
    assert_eq!(world.collective().observe().faults, 0);
}

#[actix_web::test]
async fn who_wished_to_be_deleted_is_gone_when_the_day_has_come_and_who_came_back_is_not() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let talk = ana.talks_to(&cy).await;
    for (who, typed) in [(&ana, &ana.handle), (&bo, &bo.handle)] {
        let wish = Leaving::Delete { typed: typed.clone(), words: Words::Stay };
        who.does(Command::Leaving(wish)).await.unwrap();
    }
    bo.does(Command::Leaving(Leaving::Return)).await.unwrap();
    let gone = async |who: hub::UserId| {
        let mut db = world.collective().store().read().await.unwrap();
        store::leaving::is_gone(&mut db, who).await.unwrap()
    };
    world.turns_clock(GRACE_MS - 1);
    world.ticks(1);
    assert!(!gone(ana.id).await);
    world.turns_clock(1);
    let began = std::time::Instant::now();
    while !gone(ana.id).await {
        world.ticks(1);
        assert!(began.elapsed() < actors::testing::PATIENCE, "she is still there");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert!(!gone(bo.id).await);
    assert!(cy.says(talk, "are you there?").await.is_err());
    assert_eq!(world.collective().observe().faults, 0);
}

#[actix_web::test]
async fn answers_are_kept_for_two_days() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    ana.asks("Old news").await;
    let kept = || async {
        let mut db = world.collective().store().read().await.unwrap();
        db.number("select count(*) as n from commands", &[]).await.unwrap()
    };
    let before = kept().await;
    assert!(before > 0);
    world.turns_clock(48 * HOUR + 1);
    world.ticks(1);
    let began = std::time::Instant::now();
    while kept().await > 0 {
        assert!(began.elapsed() < actors::testing::PATIENCE, "they were never forgotten");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    ana.asks("New news").await;
    assert_eq!(kept().await, 1);
}

#[actix_web::test]
async fn a_place_that_is_held_runs_out_when_its_time_is_over() {
    let world = World::new().await;
    let (ana, bo) = (world.member("ana").await, world.member("bo").await);
    let (hers, his) = (ana.opens_socket().await, bo.opens_socket().await);
    let ask = ana.asks("Beta testers for Kinlia").await;
    let Ok(Answer::Claim { until, .. }) = bo.does(Command::Claims(claims::Command::Take { ask })).await else { panic!("not held") };
    assert_eq!(until, NOON.plus(10 * MINUTE));
    hers.hears("taken").await;
    world.turns_clock(10 * MINUTE - 1);
    world.ticks(1);
    let before = world.collective().observe().commands;
    world.turns_clock(1);
    world
        .comes_true("its time was over", || {
            world.ticks(1);
            world.collective().observe().commands > before
        })
        .await;
    his.hears("Your hold on “Beta testers for Kinlia” has run out").await;
    hers.hears("lapsed").await;
    assert_eq!(world.collective().observe().faults, 0);
}
