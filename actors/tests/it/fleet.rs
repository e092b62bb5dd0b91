//! Several hubs on one PostgreSQL, with a Redis that rings between them, or goes away.

use actors::testing::{Falls, World, send};
use hub::{
    Answer, Command, Event, accounts, matches, offers,
    wire::{ClientWhisper, ServerWhisper},
};

#[actix_web::test]
async fn what_is_written_at_one_hub_is_heard_at_the_other_in_one_order() {
    let redis = store::testing::start_redis();
    let [here, there] = World::fleet(Some(&redis.url())).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(&there);
    let talk = ana.talks_to(&bo).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    let mut ids = Vec::new();
    for round in 0..10 {
        for screen in [&anas, &bos] {
            ids.push((screen, screen.wishes(send(talk, &format!("round {round}")))));
        }
    }
    for (screen, id) in ids {
        screen.answer_to(&id).await.unwrap();
    }
    ana.says(talk, "that was all").await.unwrap();
    for screen in [&anas, &bos] {
        screen.hears("that was all").await;
        assert_eq!(screen.messages(talk), (2..=22).collect::<Vec<_>>(), "each once, in the order of the conversation");
    }
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

#[actix_web::test]
async fn without_redis_everything_arrives_a_little_later() {
    let [here, there] = World::fleet(None).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(&there);
    let talk = ana.talks_to(&bo).await;
    let bos = bo.opens_socket().await;
    ana.says(talk, "can you hear me?").await.unwrap();
    bos.hears("can you hear me?").await;
    let read = hub::messaging::Command::Read { conversation: talk, upto: 2 };
    let anas = ana.opens_socket().await;
    bo.does(Command::Messaging(read)).await.unwrap();
    let by = anas.finds("the read tick, which has no number", |frame| match frame {
        hub::wire::ServerFrame::Event { no: None, event: Event::Messaging(hub::messaging::Event::Read { by, .. }), .. } => Some(*by),
        _ => None,
    });
    assert_eq!(by.await, bo.id);
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

#[actix_web::test]
async fn redis_dies_and_comes_back_and_nothing_is_lost() {
    let redis = store::testing::start_redis();
    let (url, port) = (redis.url(), redis.port);
    let [here, there] = World::fleet(Some(&url)).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(&there);
    let talk = ana.talks_to(&bo).await;
    let bos = bo.opens_socket().await;
    there.comes_true("the hub hears Redis ring", || there.collective().observe().bus == Some(true)).await;
    drop(redis);
    there.comes_true("the hub sees that Redis is away", || there.collective().observe().bus == Some(false)).await;
    ana.says(talk, "while it was away").await.unwrap();
    bos.hears("while it was away").await;
    let _again = store::testing::start_redis_at(port);
    there.comes_true("the hub hears Redis ring again", || there.collective().observe().bus == Some(true)).await;
    ana.says(talk, "now it is back").await.unwrap();
    bos.hears("now it is back").await;
    assert_eq!(bos.messages(talk), [2, 3]);
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

#[actix_web::test]
async fn a_door_closed_at_one_hub_closes_the_screens_at_the_other() {
    let redis = store::testing::start_redis();
    let [here, there] = World::fleet(Some(&redis.url())).await;
    let ana = here.member("ana").await;
    let phones = ana.logs_in().await;
    let abroad = ana.at(&there);
    let (laptop, phone) = (abroad.opens_socket().await, abroad.opens(None, phones).await);
    let hub::accounts::Door::Session(id) = phones else { panic!("a token") };
    ana.does(Command::Accounts(accounts::Command::CloseSession { id })).await.unwrap();
    assert_eq!(phone.closes().await, Some(4100));
    ana.asks("Somebody to read my draft").await;
    laptop.hears("Somebody to read my draft").await;
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

/// Bo offers what Ana is going to ask for.
async fn offers(bo: &actors::testing::Member, title: &str) {
    let draft = offers::Draft {
        title: title.to_owned(),
        description: "I read the words of your landing page and say what stopped me. Copy is my trade.".to_owned(),
        kind: offers::OfferKind::Feedback,
        ..offers::Draft::default()
    };
    let answer = bo.does(Command::Offers(offers::Command::Post { draft, publish: true })).await;
    assert!(matches!(answer, Ok(Answer::Offer { .. })), "{answer:?}");
}

async fn asks(ana: &actors::testing::Member, title: &str) {
    let draft = hub::asks::Draft {
        title: title.to_owned(),
        description: "Does the copy of my landing page make sense to you?".to_owned(),
        kind: hub::asks::AskKind::Feedback,
        ..hub::asks::Draft::default()
    };
    ana.does(Command::Asks(hub::asks::Command::Post { draft })).await.unwrap();
}

async fn sees_the_card(screen: &actors::testing::Screen) {
    screen
        .finds("the card", |frame| match frame {
            hub::wire::ServerFrame::Event { event: Event::Matches(matches::Event::Told { .. }), .. } => Some(()),
            _ => None,
        })
        .await;
}

#[actix_web::test]
async fn two_who_post_at_different_hubs_meet_and_when_the_hub_that_matches_goes_the_other_goes_on() {
    let redis = store::testing::start_redis();
    let [here, there] = World::fleet(Some(&redis.url())).await;
    let [ana, bo, cy] = here.members(["ana", "bo", "cy"]).await;
    let (abroad, cy_abroad) = (bo.at(&there), cy.at(&there));
    let (anas, bos) = (ana.opens_socket().await, abroad.opens_socket().await);
    offers(&abroad, "Honest words about your landing page").await;
    asks(&ana, "Feedback on the copy of my landing page").await;
    sees_the_card(&anas).await;
    sees_the_card(&bos).await;
    drop(anas);
    // The first hub goes; whoever matched, the second does from now on.
    here.collective().shut_down().await;
    let cys = cy_abroad.opens_socket().await;
    asks(&cy_abroad, "What do you think of the copy on our landing page?").await;
    sees_the_card(&cys).await;
    there.comes_to_rest().await;
}

#[actix_web::test]
async fn the_relay_falls_over_and_what_it_would_have_told_is_heard_all_the_same() {
    let [here, there] = World::fleet(None).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(&there);
    let talk = ana.talks_to(&bo).await;
    let bos = bo.opens_socket().await;
    let anas = ana.opens_socket().await;
    for round in 0..5 {
        let ids: Vec<_> = (0..4).map(|n| anas.wishes(send(talk, &format!("round {round} no {n}.")))).collect();
        there.falls(Falls::Relay);
        for id in &ids {
            anas.answer_to(id).await.unwrap();
        }
    }
    there.comes_true("the relay was started again", || there.collective().observe().restarts > 0).await;
    bos.hears("round 4 no 3.").await;
    assert_eq!(bos.messages(talk), (2..=21).collect::<Vec<_>>(), "each once, in order");
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

/// What a screen is told of somebody next, presence or typing.
async fn is_told(screen: &actors::testing::Screen, wanted: ServerWhisper) {
    screen
        .finds(&format!("{wanted:?}"), |frame| match frame {
            hub::wire::ServerFrame::Whisper { whisper } if *whisper == wanted => Some(()),
            _ => None,
        })
        .await;
}

#[actix_web::test]
async fn who_comes_types_and_goes_at_one_hub_is_seen_at_the_other() {
    let redis = store::testing::start_redis();
    let [here, there] = World::fleet(Some(&redis.url())).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let (bo, both) = (bo.at(&there), bo);
    let talk = ana.talks_to(&bo).await;
    here.comes_true("it is known who is elsewhere", || here.collective().is_here(bo.id) == Some(false)).await;
    let anas = ana.opens_socket().await;
    anas.whispers(ClientWhisper::Watch { conversations: vec![talk], people: vec![bo.id] });
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: false }).await;
    let bos = bo.opens_socket().await;
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: true }).await;
    bos.whispers(ClientWhisper::Typing { conversation: talk });
    is_told(&anas, ServerWhisper::Typing { conversation: talk, by: bo.id }).await;
    bos.whispers(ClientWhisper::Idle);
    is_told(&anas, ServerWhisper::Away { user: bo.id }).await;
    bos.whispers(ClientWhisper::Active);
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: true }).await;
    // Two screens at two hubs are one person.
    let second = both.opens_socket().await;
    bos.breaks_off();
    there.comes_true("Bo has left the other hub", || there.collective().observe().here == 0).await;
    second.breaks_off();
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: false }).await;
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

#[actix_web::test]
async fn a_hub_that_dies_leaves_no_ghosts() {
    let redis = store::testing::start_redis();
    let [here, there] = World::fleet(Some(&redis.url())).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(&there);
    let talk = ana.talks_to(&bo).await;
    let (anas, _bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(ClientWhisper::Watch { conversations: vec![talk], people: vec![bo.id] });
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: true }).await;
    there.dies();
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: false }).await;
    here.comes_to_rest().await;
}

#[actix_web::test]
async fn without_redis_nobody_pretends_to_know_who_is_elsewhere() {
    let redis = store::testing::start_redis();
    let (url, port) = (redis.url(), redis.port);
    let [here, there] = World::fleet(Some(&url)).await;
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(&there);
    let talk = ana.talks_to(&bo).await;
    let (anas, _bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(ClientWhisper::Watch { conversations: vec![talk], people: vec![bo.id, ana.id] });
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: true }).await;
    drop(redis);
    is_told(&anas, ServerWhisper::Unsure { user: bo.id }).await;
    let _again = store::testing::start_redis_at(port);
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: true }).await;
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}

/// Two hubs hear each other's bell, and see who is at the other.
async fn ring_each_other(here: &World, there: &World) {
    let [ana, bo] = here.members(["ana", "bo"]).await;
    let bo = bo.at(there);
    let talk = ana.talks_to(&bo).await;
    for hub in [here, there] {
        hub.comes_true("the bell is heard", || hub.collective().observe().bus == Some(true)).await;
    }
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(ClientWhisper::Watch { conversations: vec![talk], people: vec![bo.id] });
    is_told(&anas, ServerWhisper::Here { user: bo.id, here: true }).await;
    // Said again and again while it is true: one that finds the line just being made is let go.
    let types = async {
        loop {
            bos.whispers(ClientWhisper::Typing { conversation: talk });
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        }
    };
    tokio::select! {
        () = is_told(&anas, ServerWhisper::Typing { conversation: talk, by: bo.id }) => {}
        () = types => {}
    }
    ana.says(talk, "over the bell").await.unwrap();
    bos.hears("over the bell").await;
}

#[actix_web::test]
async fn hubs_ring_each_other_through_a_cluster_whichever_of_its_servers_they_were_told_of() {
    let cluster = store::testing::start_redis_cluster();
    let doors: Vec<String> = cluster.iter().map(|server| format!("127.0.0.1:{}", server.port)).collect();
    // A server that is gone is no hindrance while another is there.
    let one = format!("redis-cluster://{}", doors[0]);
    let all = format!("redis-cluster://127.0.0.1:1,{},{}", doors[1], doors[2]);
    for url in [one, all] {
        let [here, there] = World::fleet(Some(&url)).await;
        ring_each_other(&here, &there).await;
        here.comes_to_rest().await;
        there.comes_to_rest().await;
    }
}

#[actix_web::test]
async fn hubs_follow_the_sentinels_to_the_master_that_took_over() {
    let watched = store::testing::start_redis_sentinel();
    let url = format!("redis-sentinel://127.0.0.1:{}/main", watched.sentinel.port);
    let [here, there] = World::fleet(Some(&url)).await;
    ring_each_other(&here, &there).await;
    drop(watched.master);
    here.comes_true("the bell is away", || here.collective().observe().bus == Some(false)).await;
    for hub in [&here, &there] {
        hub.comes_true("it is heard again", || hub.collective().observe().bus == Some(true)).await;
    }
    let rings = store::testing::redis_says(watched.replica.port, &["pubsub", "numsub", "{collective:1}:bell"]);
    assert!(rings.contains('2'), "both listen to the one that took over: {rings}");
    let [cy, di] = here.members(["cy", "di"]).await;
    let di = di.at(&there);
    let talk = cy.talks_to(&di).await;
    let dis = di.opens_socket().await;
    cy.says(talk, "all is well").await.unwrap();
    dis.hears("all is well").await;
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}
