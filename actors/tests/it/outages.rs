//! PostgreSQL falls over, hangs and comes back under two hubs that are being talked at; Redis hangs. Nothing acknowledged is
//! lost, nothing is done twice, who is refused may come back, and it heals by itself.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    time::{Duration, Instant},
};

use actors::testing::{Member, Screen, World, send};
use hub::{
    Answer, ConversationId,
    kernel::refusal::RefusalKind,
    wire::{ClientWhisper, ServerFrame, ServerWhisper},
};
use store::testing::Postgres;

/// Says one message after the other until it is enough, each until it is taken. What a hub may answer meanwhile is that it is
/// busy; how often it did is counted.
async fn talks(screen: &Screen, talk: ConversationId, enough: &AtomicBool, refused: &AtomicUsize) -> Vec<i64> {
    let mut taken = Vec::new();
    while !enough.load(SeqCst) {
        let id = screen.wishes(send(talk, "and then"));
        loop {
            match screen.answer_to(&id).await {
                Ok(Answer::Message { no, .. }) => break taken.push(no),
                Ok(other) => panic!("an odd answer: {other:?}"),
                Err(refusal) => {
                    assert_eq!(refusal.kind, RefusalKind::Busy, "{refusal:?}");
                    assert!(refusal.retry_after_ms.is_some_and(|ms| ms > 0), "it says when to come back: {refusal:?}");
                    refused.fetch_add(1, SeqCst);
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    screen.wishes_as(id.clone(), send(talk, "and then"));
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    taken
}

struct Scene {
    here: World,
    there: World,
    ana: Member,
    bo: Member,
    talk: ConversationId,
    screens: [Screen; 2],
}

async fn scene(postgres: &Postgres, redis: Option<&str>) -> Scene {
    let [here, there] = World::fleet_on(&postgres.url(), redis).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(&there);
    let talk = ana.talks_to(&bo).await;
    let screens = [ana.opens_socket().await, bo.opens_socket().await];
    Scene { here, there, ana, bo, talk, screens }
}

/// Both talk while `happens` goes on, and for a moment before and after. Then everything is as it should be.
async fn is_survived(scene: &Scene, happens: impl AsyncFnOnce(&AtomicUsize)) {
    let Scene { here, there, talk, screens, .. } = scene;
    let (enough, refused) = (AtomicBool::new(false), AtomicUsize::new(0));
    let starts = screens.each_ref().map(|screen| screen.cursor().inbox);
    let said = async { tokio::join!(talks(&screens[0], *talk, &enough, &refused), talks(&screens[1], *talk, &enough, &refused)) };
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        happens(&refused).await;
        let before = here.collective().observe().commands;
        here.comes_true("it goes on by itself", || here.collective().observe().commands > before + 20).await;
        enough.store(true, SeqCst);
    };
    let ticks = async {
        while !enough.load(SeqCst) {
            here.ticks(1);
            there.ticks(1);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let ((anas, bos), (), ()) = tokio::join!(said, meanwhile, ticks);
    let mut all: Vec<i64> = anas.iter().chain(&bos).copied().collect();
    all.sort_unstable();
    assert_eq!(all, (2..2 + all.len() as i64).collect::<Vec<_>>(), "each acknowledged under a number of its own, none between");
    let mut db = here.collective().store().read().await.unwrap();
    let stored = db.number("select count(*) as n from messages where begins is null", &[]).await.unwrap();
    drop(db);
    assert_eq!(stored, all.len() as i64, "stored once what was acknowledged, and nothing else");
    // Within five seconds everybody has caught up.
    let caught_up = Instant::now() + Duration::from_secs(5);
    for (screen, start) in screens.iter().zip(starts) {
        while screen.messages(*talk).len() < all.len() {
            assert!(Instant::now() < caught_up, "{} of {}", screen.messages(*talk).len(), all.len());
            here.ticks(1);
            there.ticks(1);
            let _ = tokio::time::timeout(Duration::from_millis(200), screen.finds("more", |_| None::<()>)).await;
        }
        assert_eq!(screen.messages(*talk), all, "each once, in the order of the conversation");
        let numbers = screen.numbers();
        assert_eq!(numbers, (start + 1..=start + numbers.len() as i64).collect::<Vec<_>>());
    }
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

#[actix_web::test]
async fn postgres_falls_over_and_comes_back_three_times() {
    let mut postgres = Postgres::start().await;
    let scene = scene(&postgres, None).await;
    let again = async |refused: &AtomicUsize| {
        for round in 1..=3 {
            postgres.falls_over();
            scene.here.comes_true("somebody was told to come back", || refused.load(SeqCst) >= round).await;
            postgres.comes_back();
            tokio::time::sleep(Duration::from_millis(700)).await;
        }
    };
    is_survived(&scene, again).await;
}

#[actix_web::test]
async fn a_standby_takes_over_for_good_and_nothing_acknowledged_is_lost() {
    let mut postgres = Postgres::start_with_standby().await;
    let scene = scene(&postgres, None).await;
    let replaced = async |refused: &AtomicUsize| {
        postgres.falls_over();
        scene.here.comes_true("somebody was told to come back", || refused.load(SeqCst) > 0).await;
        postgres.is_replaced();
    };
    is_survived(&scene, replaced).await;
}

#[actix_web::test]
async fn postgres_hangs_and_whoever_waits_is_told_so() {
    let postgres = Postgres::start().await;
    let scene = scene(&postgres, None).await;
    let hang = async |refused: &AtomicUsize| {
        let began = Instant::now();
        postgres.stops();
        scene.here.comes_true("both were told to come back", || refused.load(SeqCst) >= 2).await;
        assert!(began.elapsed() < Duration::from_secs(10), "told after {:?}", began.elapsed());
        // Who comes in just now is not left waiting either.
        let screen = scene.ana.connects(scene.ana.door);
        screen.sends(&hub::wire::ClientFrame::Hello { epoch: None, inbox: None });
        assert_eq!(screen.closes().await, Some(4000), "come back");
        postgres.goes_on();
    };
    is_survived(&scene, hang).await;
}

#[actix_web::test]
async fn a_hub_that_stands_still_in_the_middle_of_a_transaction_holds_nobody_up_for_long() {
    let postgres = Postgres::start().await;
    let scene = scene(&postgres, None).await;
    let stand_still = async |_: &AtomicUsize| {
        // As a hub that was stopped there would: it holds the conversation, and says no more.
        let mut stuck = scene.there.collective().store().write().await.unwrap();
        stuck.lock("conversations", "id", vec![scene.talk.0]).await.unwrap();
        let began = Instant::now();
        let before = scene.here.collective().observe().commands;
        scene.here.comes_true("it goes on", || scene.here.collective().observe().commands > before + 5).await;
        assert!(began.elapsed() < Duration::from_secs(9), "held up for {:?}", began.elapsed());
        assert!(stuck.run("select 1", &[]).await.is_err(), "the server has ended it");
    };
    is_survived(&scene, stand_still).await;
}

#[actix_web::test]
async fn redis_hangs_and_everything_arrives_all_the_same() {
    let redis = store::testing::start_redis();
    let postgres = Postgres::start().await;
    let scene = scene(&postgres, Some(&redis.url())).await;
    let Scene { here, there, talk, screens: [anas, bos], .. } = &scene;
    let bo = scene.bo.id;
    anas.whispers(ClientWhisper::Watch { conversations: vec![*talk], people: vec![bo] });
    is_told(anas, ServerWhisper::Here { user: bo, here: true }).await;
    redis.stops();
    let began = Instant::now();
    scene.ana.says(*talk, "nobody rings").await.unwrap();
    bos.hears("nobody rings").await;
    assert!(began.elapsed() < Duration::from_secs(5), "heard after {:?}", began.elapsed());
    is_told(anas, ServerWhisper::Unsure { user: bo }).await;
    redis.goes_on();
    is_told(anas, ServerWhisper::Here { user: bo, here: true }).await;
    here.comes_true("the bell is heard again", || here.collective().observe().bus == Some(true)).await;
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

/// What a screen is told of somebody next.
async fn is_told(screen: &Screen, wanted: ServerWhisper) {
    let told = |frame: &ServerFrame| matches!(frame, ServerFrame::Whisper { whisper } if *whisper == wanted).then_some(());
    screen.finds(&format!("{wanted:?}"), told).await;
}
