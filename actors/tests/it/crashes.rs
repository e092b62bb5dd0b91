//! Every background actor falls over in the middle of its work. Nothing acknowledged is lost, nothing is doubled.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use actors::{
    Finder, Limits, Texts,
    testing::{Falls, Member, NOON, PATIENCE, Screen, World, send},
};
use hub::{
    Answer, Command, Event, asks,
    kernel::time::{DAY, MINUTE},
    matches, offers, sms,
    wire::ServerFrame,
};
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

/// A second passes, again and again, until the screen has heard it: whatever was lost is found by another look at the store.
async fn hears_in_the_end(world: &World, screen: &Screen, words: &str) {
    let give_up = Instant::now() + PATIENCE;
    loop {
        world.ticks(1);
        if tokio::time::timeout(Duration::from_millis(100), screen.hears(words)).await.is_ok() {
            return;
        }
        assert!(Instant::now() < give_up, "never heard {words}; {:?}", world.collective().observe());
    }
}

fn each_once_in_order(numbers: &[i64], after: i64) {
    assert_eq!(numbers, (after + 1..=after + numbers.len() as i64).collect::<Vec<_>>(), "each once, in order");
}

#[actix_web::test]
async fn a_part_of_the_directory_falls_over_under_load_and_everybody_hears_everything_once() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    let starts = [laptop.cursor().inbox, bos.cursor().inbox];
    for round in 0..5 {
        let ids: Vec<_> = (0..20).map(|n| bos.wishes(send(talk, &format!("round {round} no {n}.")))).collect();
        world.falls(Falls::Directory(ana.id));
        world.falls(Falls::Directory(bo.id));
        for id in &ids {
            bos.answer_to(id).await.expect("stored in spite of it");
        }
    }
    world.comes_true("a part fell over and was started again", || world.collective().observe().restarts >= 1).await;
    for (screen, start) in [&laptop, &bos].into_iter().zip(starts) {
        hears_in_the_end(&world, screen, "round 4 no 19.").await;
        assert_eq!(screen.messages(talk).len(), 100);
        each_once_in_order(&screen.numbers(), start);
    }
    // Who comes after it is found and told, too.
    let later = ana.opens_socket().await;
    bo.says(talk, "and on").await.expect("stored");
    for screen in [&laptop, &later] {
        hears_in_the_end(&world, screen, "and on").await;
    }
}

#[actix_web::test]
async fn a_members_actor_falls_over_under_load_their_screens_come_back_and_have_missed_nothing() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (mut laptop, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    let start = laptop.cursor().inbox;
    let (mut numbers, mut messages) = (Vec::new(), 0);
    for round in 0..4 {
        let ids: Vec<_> = (0..20).map(|n| bos.wishes(send(talk, &format!("round {round} no {n}.")))).collect();
        world.falls(Falls::User(ana.id));
        assert_eq!(laptop.closes().await, Some(4000), "come back");
        for id in &ids {
            bos.answer_to(id).await.expect("nobody else is in its way");
        }
        let cursor = laptop.cursor();
        numbers.extend(laptop.numbers());
        messages += laptop.messages(talk).len();
        laptop = ana.comes_back(cursor).await;
        bo.says(talk, &format!("after round {round}")).await.expect("stored");
        hears_in_the_end(&world, &laptop, &format!("after round {round}")).await;
    }
    numbers.extend(laptop.numbers());
    assert_eq!(messages + laptop.messages(talk).len(), 84);
    each_once_in_order(&numbers, start);
}

#[actix_web::test]
async fn the_post_falls_over_under_load_and_everybody_hears_everything_once() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    let starts = [laptop.cursor().inbox, bos.cursor().inbox];
    for round in 0..5 {
        let ids: Vec<_> = (0..20).map(|n| bos.wishes(send(talk, &format!("round {round} no {n}.")))).collect();
        world.falls(Falls::Post);
        for id in &ids {
            bos.answer_to(id).await.expect("stored and answered in spite of it");
        }
    }
    world.comes_true("it fell over and was started again", || world.collective().observe().restarts >= 1).await;
    for (screen, start) in [&laptop, &bos].into_iter().zip(starts) {
        hears_in_the_end(&world, screen, "round 4 no 19.").await;
        assert_eq!(screen.messages(talk).len(), 100);
        each_once_in_order(&screen.numbers(), start);
    }
}

#[actix_web::test]
async fn the_clock_falls_over_under_load_and_what_is_due_is_done_once() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (laptop, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    for day in 1..=4 {
        let draft = asks::Draft {
            title: format!("Cake for day {day}"),
            description: "A birthday cake for twelve, with candles on it.".to_owned(),
            expires_at: Some(NOON.plus(day * DAY + DAY)),
            ..asks::Draft::default()
        };
        ana.does(Command::Asks(asks::Command::Post { draft })).await.expect("posted");
    }
    for day in 1..=4 {
        let ids: Vec<_> = (0..10).map(|n| bos.wishes(send(talk, &format!("day {day} no {n}.")))).collect();
        world.turns_clock(if day == 1 { 2 * DAY } else { DAY });
        world.ticks(1);
        world.falls(Falls::Clock);
        for id in &ids {
            bos.answer_to(id).await.expect("stored in spite of it");
        }
        hears_in_the_end(&world, &laptop, "expired").await;
    }
    assert!(world.collective().observe().restarts >= 2, "{:?}", world.collective().observe());
    let mut db = world.collective().store().read().await.unwrap();
    let told = db.number("select count(*) as n from notices where user_id = $1", store::args![ana.id]).await.unwrap();
    let once = db.number("select count(distinct notice) as n from notices where user_id = $1", store::args![ana.id]).await.unwrap();
    let open = db.number("select count(*) as n from asks where status = 'open'", &[]).await.unwrap();
    // The two with more than three days to go were told that their end is near, too.
    assert_eq!((open, told, once), (0, 6, 6), "each is over, and said so once");
}

async fn posts(who: &Member, ask: bool, title: &str) {
    let (title, description) = (title.to_owned(), "Honest words about the copy of a landing page: what stops the reader?".to_owned());
    let command = if ask {
        let draft = asks::Draft { title, description, kind: asks::AskKind::Feedback, ..asks::Draft::default() };
        Command::Asks(asks::Command::Post { draft })
    } else {
        let draft = offers::Draft { title, description, kind: offers::OfferKind::Feedback, ..offers::Draft::default() };
        Command::Offers(offers::Command::Post { draft, publish: true })
    };
    who.does(command).await.expect("posted");
}

/// The matches this screen was told of, in order.
fn told(screen: &Screen) -> Vec<hub::MatchId> {
    screen.all(|frame| match frame {
        ServerFrame::Event { event: Event::Matches(matches::Event::Told { id, .. }), .. } => Some(*id),
        _ => None,
    })
}

#[actix_web::test]
async fn the_matcher_falls_over_under_load_and_who_fits_is_told_once() {
    let (index, _) = search::Index::open(None, 1).expect("an index in memory");
    let finder = Finder { index: Arc::new(index), empty: true };
    let world = World::complete(Limits::default(), Some(finder), Texts::default()).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    for round in 1..=3 {
        posts(&bo, false, &format!("Words about your landing page, part {round}")).await;
        world.falls(Falls::Matcher);
        posts(&ana, true, &format!("Words about my landing page, part {round}")).await;
        world.falls(Falls::Matcher);
    }
    world.comes_true("it fell over and was started again", || world.collective().observe().restarts >= 1).await;
    // Each ask fits each offer.
    let until = Instant::now() + PATIENCE;
    while told(&anas).len() < 9 || told(&bos).len() < 9 {
        assert!(Instant::now() < until, "{:?} and {:?}", told(&anas), told(&bos));
        world.ticks(1);
        for screen in [&anas, &bos] {
            let _ = tokio::time::timeout(Duration::from_millis(50), screen.finds("a card", |_| None::<()>)).await;
        }
    }
    world.comes_to_rest().await;
    for screen in [&anas, &bos] {
        let mut once = told(screen);
        once.sort_unstable();
        once.dedup();
        assert_eq!((once.len(), told(screen).len()), (9, 9), "each pair, once");
    }
}

#[actix_web::test]
async fn who_texts_falls_over_under_load_and_nobody_is_texted_twice() {
    let world = World::new().await;
    let members = world.members(["ana", "bo", "cy", "di", "eve"]).await;
    for (n, member) in members.iter().enumerate() {
        let phone = format!("+4179123456{n}");
        let set = sms::Command::SetPhone { phone, code: "123456".into(), consent: true, address: "127.0.0.1".into() };
        member.does(Command::Sms(set)).await.expect("the number is taken");
        world.falls(Falls::Sms);
    }
    world.comes_true("it fell over and was started again", || world.collective().observe().restarts >= 1).await;
    // Whatever it had claimed and not settled counts as sent two minutes later.
    let until = Instant::now() + PATIENCE;
    loop {
        let mut db = world.collective().store().read().await.unwrap();
        let open = db.number("select count(*) as n from texts where status in ('waiting', 'attempting')", &[]).await.unwrap();
        let all = db.number("select count(*) as n from texts", &[]).await.unwrap();
        drop(db);
        if open == 0 {
            break assert_eq!(all, 5, "a text for each");
        }
        assert!(Instant::now() < until, "{open} of {all} texts are open");
        world.turns_clock(MINUTE);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
