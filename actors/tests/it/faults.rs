//! A fault is said as such, once, and nothing overtakes what it hit.

use actors::testing::{World, send};
use hub::{Answer, By, Envelope, kernel::refusal::RefusalKind};
use store::{Failure, crash::How};

/// A batch that breaks at its first try breaks once more when its commands go one by one.
fn breaks_twice(world: &World) {
    world.breaks("decided", How::Fault);
    world.breaks("decided", How::Fault);
}

#[actix_web::test]
async fn a_fault_is_said_without_detail_and_the_next_try_goes_through() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    breaks_twice(&world);
    let refused = ana.says(talk, "hm").await.unwrap_err().refused();
    assert_eq!((refused.code.as_str(), refused.kind), ("broken", RefusalKind::Busy));
    assert!(!refused.words.contains("test"), "{}", refused.words);
    assert_eq!(world.collective().observe().faults, 1);
    ana.says(talk, "hm").await.unwrap();
}

#[actix_web::test]
async fn later_sends_of_a_socket_wait_for_the_one_that_met_a_fault() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let (talk, other) = (ana.talks_to(&bo).await, ana.talks_to(&cy).await);
    let (laptop, phone) = (ana.opens_socket().await, ana.opens_socket().await);
    breaks_twice(&world);
    // While the first is being written the others wait behind it.
    let held = world.collective().store().write().await.unwrap();
    let ids: Vec<_> = ["one", "two", "three"].iter().map(|words| laptop.wishes(send(talk, words))).collect();
    let elsewhere = laptop.wishes(send(other, "hello Cy"));
    world.comes_true("all four wait", || world.collective().observe().waiting == 4).await;
    held.rollback().await.unwrap();
    let code = |answer: Result<Answer, hub::kernel::refusal::Refused>| answer.unwrap_err().code;
    assert_eq!(code(laptop.answer_to(&ids[0]).await), "broken");
    assert_eq!(code(laptop.answer_to(&ids[1]).await), "messaging.after_a_fault");
    assert_eq!(code(laptop.answer_to(&ids[2]).await), "messaging.after_a_fault");
    laptop.answer_to(&elsewhere).await.unwrap();
    // Not before the first is there; other screens are not held up.
    laptop.wishes_as(ids[1].clone(), send(talk, "two"));
    assert_eq!(code(laptop.answer_to(&ids[1]).await), "messaging.after_a_fault");
    let aside = phone.wishes(send(talk, "by phone"));
    phone.answer_to(&aside).await.unwrap();
    for (id, words) in ids.iter().zip(["one", "two", "three"]) {
        laptop.wishes_as(id.clone(), send(talk, words));
    }
    let mut numbers = Vec::new();
    for id in &ids {
        let Ok(Answer::Message { no, .. }) = laptop.answer_to(id).await else { panic!("refused again") };
        numbers.push(no);
    }
    assert_eq!(numbers, [3, 4, 5]);
}

#[actix_web::test]
async fn within_a_batch_too_nothing_overtakes_a_fault() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let at = world.collective().clock().now();
    let say =
        |by: &actors::testing::Member, words: &str| Envelope { id: by.fresh_id(), by: By::Member(by.id), command: send(talk, words), at, locale: hub::Locale::En };
    let batch = vec![say(&ana, "one"), say(&ana, "two"), say(&bo, "mine")];
    breaks_twice(&world);
    let carried = world.collective().store().carry_out("by hand", batch).await;
    let mut answers = carried.answers.into_iter();
    assert!(matches!(answers.next(), Some(Err(Failure::Fault(_)))));
    assert!(matches!(answers.next(), Some(Err(Failure::Refused(hub::Refusal::Messaging(hub::messaging::Refusal::AfterAFault))))));
    assert!(matches!(answers.next(), Some(Ok(Answer::Message { no: 2, .. }))));
}
