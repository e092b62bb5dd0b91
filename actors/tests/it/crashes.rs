//! The actor that writes falls over in the middle of it. Nothing acknowledged is lost, nothing is doubled.

use actors::{
    Limits,
    testing::{Falls, World, send},
};
use hub::Answer;
use store::crash::How;

async fn falls_over_under_load(world: World) {
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let talks = [ana.talks_to(&bo).await, bo.talks_to(&cy).await, cy.talks_to(&ana).await];
    let screens = [ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await];
    let starts = screens.each_ref().map(|s| s.cursor().inbox);
    let mut sent = Vec::new();
    for round in 0..6 {
        for _ in 0..10 {
            for (i, screen) in screens.iter().enumerate() {
                sent.push((i, screen.wishes(send(talks[i], &format!("round {round}")))));
            }
        }
        world.falls(Falls::Persistence);
        // Answered in spite of it, each once; in the order in which they were sent.
        let mut last = [0; 3];
        for (i, id) in sent.drain(..) {
            let answer = screens[i].answer_to(&id).await;
            let Ok(Answer::Message { no, .. }) = answer else { panic!("refused: {answer:?}") };
            assert!(no > last[i], "{no} after {}", last[i]);
            last[i] = no;
        }
    }
    world.comes_true("it fell over six times", || world.collective().observe().restarts == 6).await;
    let mut db = world.collective().store().read().await.unwrap();
    let stored = db.number("select count(*) as n from messages where begins is null", &[]).await.unwrap();
    assert_eq!(stored, 180);
    drop(db);
    world.ticks(1);
    for (screen, start) in screens.iter().zip(starts) {
        screen.finds("all of it", |_| (screen.numbers().len() == 120).then_some(())).await;
        assert_eq!(screen.numbers(), (start + 1..=start + 120).collect::<Vec<_>>());
    }
}

#[actix_web::test]
async fn the_writer_falls_over_under_load_on_sqlite() {
    falls_over_under_load(World::with(Limits { sends: None, ..Limits::default() }).await).await;
}

#[actix_web::test]
async fn the_writer_falls_over_under_load_on_postgres() {
    falls_over_under_load(World::on_postgres(Limits { sends: None, ..Limits::default() }).await).await;
}

#[actix_web::test]
async fn a_panic_at_any_step_of_a_batch_is_told_to_nobody() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    for (i, step) in ["begun", "decided", "recorded", "committed"].into_iter().enumerate() {
        world.breaks(step, How::Panic);
        let id = laptop.wishes(send(talk, step));
        let Ok(Answer::Message { no, .. }) = laptop.answer_to(&id).await else { panic!("refused at {step}") };
        assert_eq!(no, i as i64 + 2, "stored once, though it fell over at {step}");
        world.ticks(1);
        bos.hears(step).await;
    }
    assert_eq!(bos.messages(talk), [2, 3, 4, 5]);
}
