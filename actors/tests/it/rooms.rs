//! Rooms, live: the same for everybody who shows one, on any hub, and what was missed before what comes.

use std::time::Duration;

use actors::{
    Limits,
    testing::{Falls, Member, PATIENCE, Screen, World, send},
};
use hub::{
    Answer, By, Command, ConversationId, Envelope, Event, UserId, messaging,
    moderation::Command as Moderation,
    presence::{self, Shown},
    rooms::{Command as Rooms, Draft, Event as Happened, GENERAL},
    wire::{ClientFrame, ClientWhisper, Encoding, ServerFrame, ServerWhisper, View},
};

/// Opens a room on a screen; the head it begins at, and whether it has to be loaded anew.
async fn shows(screen: &Screen, room: ConversationId, log_no: Option<i64>) -> (i64, bool) {
    let epoch = log_no.map(|_| screen.cursor().epoch);
    screen.sends(&ClientFrame::OpenRoom { room, epoch, log_no });
    screen
        .finds("the room opened", |f| match f {
            ServerFrame::RoomOpened { room: of, log_no, reload } if *of == room => Some((*log_no, *reload)),
            _ => None,
        })
        .await
}

async fn is_closed(screen: &Screen, room: ConversationId) -> String {
    screen
        .finds("the room closed", |f| match f {
            ServerFrame::RoomClosed { room: of, refusal } if *of == room => Some(refusal.code.clone()),
            _ => None,
        })
        .await
}

/// Waits for the line of a room's log that says these words.
async fn hears(screen: &Screen, words: &str) -> i64 {
    screen
        .finds(words, |f| match f {
            ServerFrame::Event {
                no: None,
                event: Event::Messaging(messaging::Event::Sent { log_no, to, .. }),
                view: View::RoomMessage(said),
            } => (to.is_empty() && said.message.body == words).then_some(*log_no),
            _ => None,
        })
        .await
}

/// These are live, and whoever has come is looked up: a wish is answered behind whatever a screen said before it.
async fn are_known(world: &World, screens: &[&Screen]) {
    for screen in screens {
        let id = screen.wishes(Command::Messaging(messaging::Command::Read { conversation: GENERAL, upto: 0 }));
        screen.answer_to(&id).await.unwrap();
    }
    world.knows_who_is_in_which_room().await;
}

/// Goes on until the head is told: a tick that finds somebody busy is left out, and the next one does its work.
async fn hears_head_in_time(world: &World, screen: &Screen, room: ConversationId) -> i64 {
    for _ in 0..50 {
        world.ticks(2);
        if let Ok(head) = tokio::time::timeout(Duration::from_millis(100), hears_head(screen, room)).await {
            return head;
        }
    }
    hears_head(screen, room).await
}

async fn hears_head(screen: &Screen, room: ConversationId) -> i64 {
    screen
        .finds("a new head", |f| match f {
            ServerFrame::Whisper { whisper: ServerWhisper::RoomHead { room: of, message_no } } if *of == room => Some(*message_no),
            _ => None,
        })
        .await
}

async fn group(owner: &Member, others: &[&Member]) -> ConversationId {
    let open = Rooms::Open { draft: Draft { name: "Bakers".into(), ..Draft::default() } };
    let Ok(Answer::Room { id, .. }) = owner.does(Command::Rooms(open)).await else { panic!("no group") };
    for other in others {
        owner.talks_to(other).await;
        owner.does(Command::Rooms(Rooms::Invite { room: id, who: vec![other.id] })).await.unwrap();
        other.does(Command::Rooms(Rooms::Join { room: id })).await.unwrap();
    }
    id
}

#[actix_web::test]
async fn what_is_said_in_a_room_is_live_on_every_screen_that_shows_it() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let (laptop, phone, bos, elsewhere) =
        (ana.opens_socket().await, ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await);
    for screen in [&laptop, &phone, &bos] {
        assert_eq!(shows(screen, GENERAL, None).await, (0, false));
    }
    let id = laptop.wishes(send(GENERAL, "good morning"));
    assert!(matches!(laptop.answer_to(&id).await, Ok(Answer::Message { conversation: GENERAL, no: 1, .. })));
    for screen in [&laptop, &phone, &bos] {
        assert_eq!(hears(screen, "good morning").await, 1);
    }
    // Cy shows something else: the head is all that is heard.
    are_known(&world, &[&elsewhere]).await;
    world.ticks(2);
    assert_eq!(hears_head(&elsewhere, GENERAL).await, 1);
    assert_eq!(elsewhere.messages(GENERAL), [] as [i64; 0]);
}

#[actix_web::test]
async fn what_was_said_while_one_was_on_the_way_is_whispered_to_who_has_come() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    ana.says(GENERAL, "good morning").await.unwrap();
    // The room's part has heard of it, and says it in its next round.
    world.comes_to_rest().await;
    world.ticks(2);
    // Nobody was here to hear it, and it is said no more.
    let (bos, again) = (bo.opens_socket().await, cy.opens_socket().await);
    are_known(&world, &[&bos, &again]).await;
    for screen in [&bos, &again] {
        assert_eq!(hears_head(screen, GENERAL).await, 1);
    }
    // Another screen of somebody who is here, too.
    let phone = bo.opens_socket().await;
    are_known(&world, &[&phone]).await;
    assert_eq!(hears_head(&phone, GENERAL).await, 1);
    // Whoever has read it is told nothing.
    cy.does(Command::Messaging(messaging::Command::Read { conversation: GENERAL, upto: 1 })).await.unwrap();
    let tablet = cy.opens_socket().await;
    are_known(&world, &[&tablet]).await;
    cy.does(Command::Rooms(Rooms::Leave { room: GENERAL })).await.unwrap();
    tablet
        .finds("one's own leaving", |f| matches!(f, ServerFrame::Event { event: Event::Rooms(Happened::Left { .. }), .. }).then_some(()))
        .await;
    let heads = |f: &ServerFrame| matches!(f, ServerFrame::Whisper { whisper: ServerWhisper::RoomHead { .. } }).then_some(());
    assert_eq!((again.all(heads).len(), tablet.all(heads).len()), (1, 0));
}

#[actix_web::test]
async fn several_who_write_at_once_are_read_in_one_order_by_all() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let screens = [ana.opens_socket().await, ana.opens_socket().await, bo.opens_socket().await];
    for screen in &screens {
        shows(screen, GENERAL, None).await;
    }
    let mut ids = Vec::new();
    for round in 0..10 {
        for screen in &screens {
            ids.push((screen, screen.wishes(send(GENERAL, &format!("round {round}")))));
        }
    }
    for (screen, id) in ids {
        screen.answer_to(&id).await.unwrap();
    }
    for screen in &screens {
        screen.finds("the last", |_| (screen.messages(GENERAL).len() == 30).then_some(())).await;
        assert_eq!(screen.messages(GENERAL), (1..=30).collect::<Vec<_>>());
    }
}

#[actix_web::test]
async fn who_was_away_is_told_what_was_missed_and_then_what_comes() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let screen = ana.opens_socket().await;
    shows(&screen, GENERAL, None).await;
    bo.says(GENERAL, "before").await.unwrap();
    let seen = hears(&screen, "before").await;
    drop(screen);
    // More than a page.
    for i in 0..230 {
        bo.says(GENERAL, &format!("meanwhile {i}")).await.unwrap();
    }
    let screen = ana.opens_socket().await;
    assert_eq!(shows(&screen, GENERAL, Some(seen)).await, (231, false));
    hears(&screen, "meanwhile 229").await;
    bo.says(GENERAL, "and on").await.unwrap();
    hears(&screen, "and on").await;
    assert_eq!(screen.messages(GENERAL), (2..=232).collect::<Vec<_>>());
}

#[actix_web::test]
async fn messages_that_come_while_one_catches_up_wait_behind_the_replay() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    for i in 0..250 {
        bo.says(GENERAL, &format!("old {i}")).await.unwrap();
    }
    let (screen, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    screen.sends(&ClientFrame::OpenRoom { room: GENERAL, epoch: None, log_no: Some(0) });
    let ids: Vec<_> = (0..20).map(|i| bos.wishes(send(GENERAL, &format!("new {i}")))).collect();
    for id in &ids {
        bos.answer_to(id).await.unwrap();
    }
    hears(&screen, "new 19").await;
    assert_eq!(screen.messages(GENERAL), (1..=270).collect::<Vec<_>>(), "every one once, in order");
}

#[actix_web::test]
async fn too_far_behind_or_of_another_epoch_a_room_is_loaded_anew() {
    let world = World::with(Limits { sends: None, ..Limits::default() }).await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let bos = bo.opens_socket().await;
    let mut ids = Vec::new();
    for i in 0..510 {
        ids.push(bos.wishes(send(GENERAL, &format!("{i}"))));
        if i % 30 == 29 {
            for id in ids.drain(..) {
                bos.answer_to(&id).await.unwrap();
            }
        }
    }
    let screen = ana.opens_socket().await;
    for odd in [9, 511, -1] {
        assert_eq!(shows(&screen, GENERAL, Some(odd)).await, (510, true), "{odd}");
    }
    screen.sends(&ClientFrame::OpenRoom { room: GENERAL, epoch: Some(1), log_no: Some(510) });
    screen.finds("to load anew", |f| matches!(f, ServerFrame::RoomOpened { reload: true, log_no: 510, .. }).then_some(())).await;
    bo.says(GENERAL, "live again").await.unwrap();
    hears(&screen, "live again").await;
    assert_eq!(screen.messages(GENERAL), [511]);
}

#[actix_web::test]
async fn a_doorbell_that_was_lost_is_found_by_looking() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let screens = [ana.opens_socket().await, bo.opens_socket().await];
    for screen in &screens {
        shows(screen, GENERAL, None).await;
    }
    // As another node would: it is in the store, and nothing rings here.
    let unheard = async |body: &str| {
        let envelope =
            Envelope { id: bo.fresh_id(), by: By::Member(bo.id), command: send(GENERAL, body), at: world.collective().clock().now(), locale: hub::Locale::En };
        let carried = world.collective().store().carry_out(&format!("elsewhere-{body}"), vec![envelope]).await;
        assert!(carried.answers.iter().all(Result::is_ok), "{carried:?}");
    };
    unheard("unheard").await;
    world.ticks(15);
    for screen in &screens {
        hears(screen, "unheard").await;
    }
    // And by the gap that the next one leaves, once for everybody.
    unheard("unheard too").await;
    ana.says(GENERAL, "heard").await.unwrap();
    for screen in &screens {
        hears(screen, "heard").await;
        assert_eq!(screen.messages(GENERAL), [1, 2, 3]);
    }
}

#[actix_web::test]
async fn whoever_hands_on_falls_over_and_every_screen_hears_everything_all_the_same() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    for screen in [&anas, &bos] {
        shows(screen, GENERAL, None).await;
    }
    for round in 0..6 {
        let which = if round % 2 == 0 { Falls::Room(GENERAL) } else { Falls::Post };
        // Who falls over again and again is given a moment before each start.
        world.comes_true("it falls over", || world.falls(which)).await;
        bo.says(GENERAL, &format!("round {round}")).await.unwrap();
        world.comes_true("it was started again", || world.collective().observe().restarts > round).await;
        world.ticks(1);
    }
    for screen in [&anas, &bos] {
        hears(screen, "round 5").await;
        assert_eq!(screen.messages(GENERAL), (1..=6).collect::<Vec<_>>());
    }
}

#[actix_web::test]
async fn a_group_is_shown_to_its_people_and_to_nobody_who_was_put_out() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let room = group(&ana, &[&bo]).await;
    let (anas, bos, cys) = (ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await);
    cys.sends(&ClientFrame::OpenRoom { room, epoch: None, log_no: None });
    assert_eq!(is_closed(&cys, room).await, "rooms.no_such_room");
    let (head, _) = shows(&anas, room, None).await;
    shows(&bos, room, None).await;
    ana.does(Command::Rooms(Rooms::PutOut { room, who: bo.id })).await.unwrap();
    assert_eq!(is_closed(&bos, room).await, "rooms.no_such_room");
    let left = |f: &ServerFrame| match f {
        ServerFrame::Event {
            no: None,
            event: Event::Rooms(Happened::Left { who, log_no, put_out: true, .. }),
            view: View::RoomMember(now),
        } => Some((*who, *log_no, now.role, now.members)),
        _ => None,
    };
    assert_eq!(anas.finds("who left", left).await, (bo.id, head + 1, None, 1));
    ana.says(room, "among us").await.unwrap();
    hears(&anas, "among us").await;
    // Bo is told nothing of it, not even that there is something new.
    are_known(&world, &[&bos]).await;
    bo.says(GENERAL, "good morning").await.unwrap();
    assert_eq!(hears_head_in_time(&world, &bos, GENERAL).await, 1);
    assert_eq!(bos.messages(room), [] as [i64; 0]);
}

#[actix_web::test]
async fn behind_a_block_neither_hears_the_other_in_a_room_and_with_it_gone_both_do() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let (with_ana, with_bo) = (cy.talks_to(&ana).await, cy.talks_to(&bo).await);
    let screens = [ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await];
    for screen in &screens {
        shows(screen, GENERAL, None).await;
    }
    let [anas, bos, cys] = &screens;
    bo.says(GENERAL, "before the block").await.unwrap();
    hears(anas, "before the block").await;
    ana.does(Command::Moderation(Moderation::Block { who: bo.id })).await.unwrap();
    // What a member is told comes behind the block, on the same way.
    for (screen, talk) in [(anas, with_ana), (bos, with_bo)] {
        cy.says(talk, "are you there?").await.unwrap();
        screen.hears("are you there?").await;
    }
    bo.says(GENERAL, "from bo").await.unwrap();
    ana.says(GENERAL, "from ana").await.unwrap();
    cy.says(GENERAL, "from cy").await.unwrap();
    for screen in &screens {
        hears(screen, "from cy").await;
    }
    assert_eq!((anas.messages(GENERAL), bos.messages(GENERAL), cys.messages(GENERAL)), (vec![1, 3, 4], vec![1, 2, 4], vec![1, 2, 3, 4]));
    // Also not when it is replayed.
    let again = bo.opens_socket().await;
    shows(&again, GENERAL, Some(0)).await;
    hears(&again, "from cy").await;
    assert_eq!(again.messages(GENERAL), [1, 2, 4]);
}

#[actix_web::test]
async fn who_types_in_a_room_is_seen_by_the_others_who_show_it() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let room = group(&ana, &[&bo, &cy]).await;
    cy.does(Command::Rooms(Rooms::Leave { room: GENERAL })).await.unwrap();
    let (anas, bos, cys) = (ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await);
    for screen in [&anas, &bos, &cys] {
        shows(screen, room, None).await;
        shows(screen, GENERAL, None).await;
    }
    // Cy only looks into General: nobody is told that he types there.
    cys.whispers(ClientWhisper::Typing { conversation: GENERAL });
    cys.whispers(ClientWhisper::Typing { conversation: room });
    let next = |f: &ServerFrame| match f {
        ServerFrame::Whisper { whisper: whisper @ ServerWhisper::Typing { .. } } => Some(whisper.clone()),
        _ => None,
    };
    for screen in [&anas, &bos] {
        assert_eq!(
            screen.finds("that somebody types", next).await,
            ServerWhisper::Typing { conversation: room, by: UserId(0) },
            "nobody is named"
        );
    }
    bos.whispers(ClientWhisper::Typing { conversation: room });
    assert_eq!(cys.finds("that somebody types", next).await, ServerWhisper::Typing { conversation: room, by: UserId(0) }, "not oneself");
}

#[actix_web::test]
async fn who_hides_that_they_are_here_types_unheard_in_rooms_and_hears_nobody_type() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    bo.does(Command::Presence(presence::Command::Show { shown: Shown { here: false, ..Shown::default() } })).await.unwrap();
    let (anas, bos, cys) = (ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await);
    for screen in [&anas, &bos, &cys] {
        shows(screen, GENERAL, None).await;
    }
    let types = |f: &ServerFrame| matches!(f, ServerFrame::Whisper { whisper: ServerWhisper::Typing { .. } }).then_some(());
    bos.whispers(ClientWhisper::Typing { conversation: GENERAL });
    // What bo says comes behind it on the same line.
    let id = bos.wishes(send(GENERAL, "from bo"));
    bos.answer_to(&id).await.unwrap();
    hears(&anas, "from bo").await;
    cys.whispers(ClientWhisper::Typing { conversation: GENERAL });
    anas.finds("that somebody types", types).await;
    ana.says(GENERAL, "from ana").await.unwrap();
    hears(&bos, "from ana").await;
    assert_eq!((bos.all(types).len(), anas.all(types).len()), (0, 1), "bo hears nobody, and nobody bo");
}

#[actix_web::test]
async fn each_protocol_gets_its_own_bytes_and_a_closed_room_none() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let (packed, plain) = (ana.opens_socket().await, ana.opens_speaking(Encoding::Json).await);
    for screen in [&packed, &plain] {
        shows(screen, GENERAL, None).await;
    }
    bo.says(GENERAL, "one").await.unwrap();
    for screen in [&packed, &plain] {
        hears(screen, "one").await;
    }
    are_known(&world, &[&plain]).await;
    plain.sends(&ClientFrame::CloseRoom { room: GENERAL });
    // What comes after it on the same line is heard after it was closed.
    let id = plain.wishes(send(GENERAL, "two"));
    plain.answer_to(&id).await.unwrap();
    hears(&packed, "two").await;
    world.ticks(2);
    hears_head(&plain, GENERAL).await;
    assert_eq!(plain.messages(GENERAL), [1]);
}

#[actix_web::test]
async fn who_reads_a_room_too_slowly_is_let_go_and_the_others_are_not() {
    let world = World::with(Limits { sends: None, outgoing: 8, ..Limits::default() }).await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let (slow, fast) = (ana.opens_socket().await, cy.opens_socket().await);
    for screen in [&slow, &fast] {
        shows(screen, GENERAL, None).await;
    }
    slow.stops_reading();
    let mut said = 0;
    let began = std::time::Instant::now();
    while world.collective().observe().too_slow == 0 {
        assert!(began.elapsed() < PATIENCE, "nobody was let go");
        said += 1;
        bo.says(GENERAL, &format!("{said} {}", "x".repeat(3_000))).await.unwrap();
    }
    bo.says(GENERAL, "the last").await.unwrap();
    hears(&fast, "the last").await;
    assert_eq!(fast.messages(GENERAL), (1..=said + 1).collect::<Vec<_>>());
    slow.reads_again();
    assert_eq!(slow.closes().await, Some(4001));
}

#[actix_web::test]
async fn a_room_is_the_same_on_two_hubs() {
    let redis = store::testing::start_redis();
    let [here, there] = World::fleet(Some(&redis.url())).await;
    let [ana, bo, cy] = here.members(["ana", "bo", "cy"]).await;
    let (bo, cy) = (bo.at(&there), cy.at(&there));
    let (anas, bos, cys) = (ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await);
    for screen in [&anas, &bos] {
        shows(screen, GENERAL, None).await;
    }
    for round in 0..5 {
        ana.says(GENERAL, &format!("here {round}")).await.unwrap();
        bo.says(GENERAL, &format!("there {round}")).await.unwrap();
    }
    for screen in [&anas, &bos] {
        hears(screen, "here 4").await;
        hears(screen, "there 4").await;
        assert_eq!(screen.messages(GENERAL), (1..=10).collect::<Vec<_>>(), "one order at both");
    }
    anas.whispers(ClientWhisper::Typing { conversation: GENERAL });
    let next = |f: &ServerFrame| match f {
        ServerFrame::Whisper { whisper: ServerWhisper::Typing { conversation, .. } } => Some(*conversation),
        _ => None,
    };
    assert_eq!(bos.finds("that somebody types elsewhere", next).await, GENERAL);
    are_known(&there, &[&cys]).await;
    there.ticks(2);
    assert!(hears_head(&cys, GENERAL).await > 0);
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

#[actix_web::test]
async fn nobody_shows_more_rooms_than_a_screen_has_room_for() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let screen = ana.opens_socket().await;
    for room in 2..=9 {
        screen.sends(&ClientFrame::OpenRoom { room: ConversationId(room), epoch: None, log_no: None });
        assert_eq!(is_closed(&screen, ConversationId(room)).await, "rooms.no_such_room");
    }
    shows(&screen, GENERAL, None).await;
    assert_eq!(shows(&screen, GENERAL, None).await, (0, false), "the same one again is no other one");
}
