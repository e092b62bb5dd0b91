//! Online means online: an answer within half a minute, by a clock that is turned by hand. And who may know it.

use actors::testing::{Member, Screen, World};
use hub::{
    Answer, By, Command, UserId, connections,
    matches::{self, Facts, Pair, Post},
    notices::{self, NoticeView},
    offers,
    presence::{
        Command as Presence, Shown, State,
        rules::{HEARD_WITHIN_MS, USED_WITHIN_MS},
    },
    wire::{ClientWhisper, ServerFrame, ServerWhisper, View},
};

/// The next whisper of any kind.
async fn next(screen: &Screen) -> ServerWhisper {
    screen
        .finds("a whisper", |f| match f {
            ServerFrame::Whisper { whisper } => Some(whisper.clone()),
            _ => None,
        })
        .await
}

fn watch(person: &Member) -> ClientWhisper {
    ClientWhisper::Watch { conversations: vec![], people: vec![person.id] }
}

fn here(user: UserId, here: bool) -> ServerWhisper {
    ServerWhisper::Here { user, here }
}

fn show(here: bool, last: bool, open_to_help: bool) -> Command {
    Command::Presence(Presence::Show { shown: Shown { here, last, open_to_help } })
}

/// Says something that changes nothing, so that the hub has heard of this screen by now.
async fn is_heard(screen: &Screen) {
    let id = screen.wishes(Command::Notices(hub::notices::Command::Seen { upto: hub::NoticeId(0) }));
    screen.answer_to(&id).await.unwrap();
}

#[actix_web::test]
async fn who_has_not_answered_for_half_a_minute_is_not_here_though_the_line_stands() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    ana.talks_to(&bo).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(watch(&bo));
    assert_eq!(next(&anas).await, here(bo.id, true));
    bos.falls_silent();
    world.turns_clock(HEARD_WITHIN_MS);
    assert_eq!(world.collective().is_here(bo.id), Some(true), "up to the last millisecond");
    world.turns_clock(1);
    assert_eq!(world.collective().is_here(bo.id), Some(false), "whoever asks hears the truth at once");
    world.ticks(1);
    assert_eq!(next(&anas).await, here(bo.id, false));
    assert_eq!(world.collective().observe().sockets, 2, "nobody has closed it");
    // He moves, and is back within a second.
    is_heard(&bos).await;
    world.ticks(1);
    assert_eq!(next(&anas).await, here(bo.id, true));
}

#[actix_web::test]
async fn two_screens_are_one_person_and_away_is_when_neither_is_used() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    ana.talks_to(&bo).await;
    let (anas, one, two) = (ana.opens_socket().await, bo.opens_socket().await, bo.opens_socket().await);
    anas.whispers(watch(&bo));
    assert_eq!(next(&anas).await, here(bo.id, true));
    one.whispers(ClientWhisper::Idle);
    is_heard(&one).await;
    assert_eq!(world.collective().state_of(bo.id), Some(State::Here), "the other one is used");
    two.whispers(ClientWhisper::Idle);
    assert_eq!(next(&anas).await, ServerWhisper::Away { user: bo.id });
    one.whispers(ClientWhisper::Active);
    assert_eq!(next(&anas).await, here(bo.id, true));
    // With nobody saying anything, five minutes do the same.
    world.turns_clock(USED_WITHIN_MS);
    is_heard(&one).await;
    world.ticks(1);
    assert_eq!(next(&anas).await, ServerWhisper::Away { user: bo.id });
    one.breaks_off();
    two.breaks_off();
    assert_eq!(next(&anas).await, here(bo.id, false));
}

#[actix_web::test]
async fn hiding_is_seen_at_once_and_is_both_ways() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(ClientWhisper::Watch { conversations: vec![talk], people: vec![bo.id] });
    bos.whispers(ClientWhisper::Watch { conversations: vec![talk], people: vec![ana.id] });
    assert_eq!((next(&anas).await, next(&bos).await), (here(bo.id, true), here(ana.id, true)));
    bo.does(show(false, true, false)).await.unwrap();
    assert_eq!(next(&anas).await, here(bo.id, false));
    assert_eq!(next(&bos).await, here(ana.id, false), "and he sees nobody");
    // He types, goes and comes; she hears nothing of it, and nothing is shown to him.
    bos.whispers(ClientWhisper::Typing { conversation: talk });
    is_heard(&bos).await;
    anas.whispers(ClientWhisper::Typing { conversation: talk });
    is_heard(&anas).await;
    bo.does(show(true, true, false)).await.unwrap();
    assert_eq!(next(&bos).await, here(ana.id, true));
    anas.whispers(watch(&bo));
    assert_eq!(next(&anas).await, here(bo.id, true));
}

#[actix_web::test]
async fn when_somebody_was_here_is_told_to_whom_they_have_written_and_written_down_seldom() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(watch(&bo));
    bos.whispers(watch(&ana));
    assert_eq!((next(&anas).await, next(&bos).await), (here(bo.id, true), here(ana.id, true)));
    // Ana has written to Bo, Bo has not written to Ana.
    let began = world.collective().clock().now();
    world.ticks(1);
    let seen = async || {
        let mut db = world.collective().store().read().await.unwrap();
        store::presence::list_seen(&mut db, &[bo.id]).await.unwrap().get(&bo.id).copied()
    };
    while seen().await.is_none() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    assert_eq!(seen().await, Some(began));
    bos.breaks_off();
    assert_eq!(next(&anas).await, here(bo.id, false));
    let bos = bo.opens_socket().await;
    assert_eq!(next(&anas).await, here(bo.id, true), "and not a word of when he was here");
    bo.says(talk, "Now I have written").await.unwrap();
    assert_eq!(next(&anas).await, here(bo.id, true), "looked at once more");
    world.turns_clock(240_000);
    is_heard(&bos).await;
    bos.breaks_off();
    assert_eq!(next(&anas).await, here(bo.id, false));
    assert_eq!(next(&anas).await, ServerWhisper::Seen { user: bo.id, at: world.collective().clock().now() });
    assert_eq!(seen().await, Some(began), "which is newer than what is written down");
}

#[actix_web::test]
async fn who_waits_for_somebody_hears_once_when_they_come() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    bo.talks_to(&ana).await;
    let anas = ana.opens_socket().await;
    ana.does(Command::Presence(Presence::TellWhenBack { who: bo.id })).await.unwrap();
    let bos = bo.opens_socket().await;
    let is_back = |frame: &ServerFrame| match frame {
        ServerFrame::Event { view: View::Notice(notice), .. } => {
            let NoticeView { words, path, .. } = notice.as_ref();
            (words == "bo is here now.").then(|| path.clone())
        }
        _ => None,
    };
    let path = anas.finds("a notice that Bo is back", is_back).await;
    assert!(path.strip_prefix("/messages/").is_some_and(|id| id.parse::<i64>().is_ok()), "their conversation itself: {path}");
    ana.does(Command::Notices(notices::Command::Opened { path })).await.unwrap();
    drop(bos);
    world.comes_true("bo is gone", || world.collective().is_here(bo.id) == Some(false)).await;
    let bos = bo.opens_socket().await;
    is_heard(&bos).await;
    world.comes_to_rest().await;
    let activity = store::notices::list(&mut world.collective().store().read().await.unwrap(), ana.id, 10).await.unwrap();
    let told: Vec<_> = activity.iter().filter(|n| n.words == "bo is here now.").collect();
    assert!(told.len() == 1 && told[0].seen, "once, and seen where it leads: {told:?}");
}

#[actix_web::test]
async fn two_who_are_brought_together_see_each_other_from_then_on() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    anas.whispers(watch(&bo));
    is_heard(&anas).await;
    let hello = connections::Command::Open { to: ana.id, about: connections::Subject::Direct, message: "Hello Ana".into() };
    let id = bos.wishes(Command::Connections(hello));
    bos.answer_to(&id).await.unwrap();
    assert_eq!(next(&anas).await, here(bo.id, true), "she had watched a stranger in vain until then");
}

/// Ana asks, and the matcher finds what these offer.
async fn is_matched(world: &World, ana: &Member, helpers: &[&Member]) {
    let ask = ana.asks("Beta testers for Kinlia").await;
    let mut pairs = Vec::new();
    for helper in helpers {
        let draft = offers::Draft { title: "I test apps".into(), description: "An evening.".into(), ..offers::Draft::default() };
        let Ok(Answer::Offer { id: offer, .. }) = helper.does(Command::Offers(offers::Command::Post { draft, publish: true })).await else {
            panic!("no offer")
        };
        let reasons = vec!["you both mention Kinlia".to_owned(), "needs testers, offers to test".to_owned()];
        pairs.push(Pair { ask, offer, score: 900, reasons, tell: true, facts: Facts::default() });
    }
    let found = matches::Command::Found { post: Post::Ask(ask), upto: 1, pairs, tools: Vec::new() };
    world.collective().act(By::Matcher, ana.fresh_id(), Command::Matches(found)).await.unwrap();
    world.comes_to_rest().await;
}

/// Waits until it is noted that somebody has missed something, or until that was looked after, since they came.
async fn has_missed_something(world: &World, who: &Member, wanted: bool) {
    let began = std::time::Instant::now();
    loop {
        let mut db = world.collective().store().read().await.unwrap();
        let missed = store::matches::list_who_missed(&mut db, &[who.id]).await.unwrap();
        if missed.is_empty() != wanted {
            return;
        }
        world.ticks(1);
        assert!(began.elapsed().as_secs() < 20, "it never was so: {wanted}");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

async fn lines_of_what_waits(world: &World, who: &Member) -> Vec<String> {
    world.comes_to_rest().await;
    let activity = store::notices::list(&mut world.collective().store().read().await.unwrap(), who.id, 10).await.unwrap();
    activity.into_iter().map(|n| n.words).filter(|words| words.contains("still waiting")).collect()
}

#[actix_web::test]
async fn an_ask_that_nobody_was_here_for_is_named_once_to_who_comes_next() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    is_matched(&world, &ana, &[&bo, &cy]).await;
    has_missed_something(&world, &bo, true).await;
    let bos = bo.opens_socket().await;
    is_heard(&bos).await;
    world.knows_who_is_in_which_room().await;
    let is_line = |frame: &ServerFrame| match frame {
        ServerFrame::Event { view: View::Notice(notice), .. } => notice.words.contains("still waiting").then_some(()),
        _ => None,
    };
    bos.finds("a line of the ask that waits", is_line).await;
    drop(bos);
    world.comes_true("bo is gone", || world.collective().is_here(bo.id) == Some(false)).await;
    let bos = bo.opens_socket().await;
    is_heard(&bos).await;
    world.knows_who_is_in_which_room().await;
    has_missed_something(&world, &bo, false).await;
    let line = "ana's ask is still waiting: “Beta testers for Kinlia”. It came while you were away, and nobody has answered it yet.";
    assert_eq!((lines_of_what_waits(&world, &bo).await, lines_of_what_waits(&world, &cy).await), (vec![line.to_owned()], vec![]));
}

#[actix_web::test]
async fn an_ask_that_somebody_was_here_for_is_not_named_again() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let cys = cy.opens_socket().await;
    is_heard(&cys).await;
    is_matched(&world, &ana, &[&bo, &cy]).await;
    has_missed_something(&world, &bo, true).await;
    let bos = bo.opens_socket().await;
    is_heard(&bos).await;
    world.knows_who_is_in_which_room().await;
    has_missed_something(&world, &bo, false).await;
    assert_eq!((lines_of_what_waits(&world, &bo).await, lines_of_what_waits(&world, &cy).await), (vec![], vec![]));
}
