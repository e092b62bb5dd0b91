//! Who types and who is here, told to those whom it concerns.

use actors::testing::{Screen, World};
use hub::{
    Command, ConversationId, Event, UserId, messaging,
    moderation::Command as Moderation,
    wire::{ClientWhisper, ServerFrame, ServerWhisper},
};

async fn hears(screen: &Screen, wanted: ServerWhisper) {
    screen
        .finds(&format!("{wanted:?}"), |f| match f {
            ServerFrame::Whisper { whisper } if *whisper == wanted => Some(()),
            _ => None,
        })
        .await;
}

/// The next whisper of any kind.
async fn next(screen: &Screen) -> ServerWhisper {
    screen
        .finds("a whisper", |f| match f {
            ServerFrame::Whisper { whisper } => Some(whisper.clone()),
            _ => None,
        })
        .await
}

fn watch(conversations: &[ConversationId], people: &[UserId]) -> ClientWhisper {
    ClientWhisper::Watch { conversations: conversations.to_vec(), people: people.to_vec() }
}

#[actix_web::test]
async fn typing_is_seen_by_the_screen_that_shows_the_conversation() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let talk = ana.talks_to(&bo).await;
    let (open, elsewhere, bos) = (ana.opens_socket().await, ana.opens_socket().await, bo.opens_socket().await);
    // The list stands when its answer is here: who is watched is told at once.
    open.whispers(watch(&[talk], &[bo.id]));
    elsewhere.whispers(watch(&[], &[bo.id]));
    hears(&open, ServerWhisper::Here { user: bo.id, here: true }).await;
    hears(&elsewhere, ServerWhisper::Here { user: bo.id, here: true }).await;
    bos.whispers(ClientWhisper::Typing { conversation: talk });
    hears(&open, ServerWhisper::Typing { conversation: talk, by: bo.id }).await;
    drop(bos);
    // The screen elsewhere hears that Bo went, and has heard nothing else before.
    assert_eq!(next(&elsewhere).await, ServerWhisper::Here { user: bo.id, here: false });
}

#[actix_web::test]
async fn a_stranger_types_into_nothing_and_watches_nobody() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let (talk, with_cy) = (ana.talks_to(&bo).await, cy.talks_to(&bo).await);
    let (anas, bos, cys) = (ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await);
    // Cy knows Bo and has never spoken to Ana: of the two only Bo is told of.
    cys.whispers(watch(&[talk], &[ana.id, bo.id]));
    assert_eq!(next(&cys).await, ServerWhisper::Here { user: bo.id, here: true });
    bos.whispers(watch(&[talk, with_cy], &[ana.id]));
    hears(&bos, ServerWhisper::Here { user: ana.id, here: true }).await;
    // Cy types into a conversation of others, then into one of his own: only that one is heard.
    cys.whispers(ClientWhisper::Typing { conversation: talk });
    cys.whispers(ClientWhisper::Typing { conversation: with_cy });
    assert_eq!(next(&bos).await, ServerWhisper::Typing { conversation: with_cy, by: cy.id });
    drop(anas);
    assert_eq!(next(&bos).await, ServerWhisper::Here { user: ana.id, here: false });
}

#[actix_web::test]
async fn whoever_comes_and_goes_is_seen_by_those_who_watch() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    ana.talks_to(&bo).await;
    let anas = ana.opens_socket().await;
    anas.whispers(watch(&[], &[bo.id]));
    assert_eq!(next(&anas).await, ServerWhisper::Here { user: bo.id, here: false });
    let (one, two) = (bo.opens_socket().await, bo.opens_socket().await);
    assert_eq!(next(&anas).await, ServerWhisper::Here { user: bo.id, here: true });
    drop(one);
    drop(two);
    assert_eq!(next(&anas).await, ServerWhisper::Here { user: bo.id, here: false });
}

#[actix_web::test]
async fn a_block_is_silent_on_screens_that_are_open_already() {
    let world = World::new().await;
    let [ana, bo, cy] = world.members(["ana", "bo", "cy"]).await;
    let (talk, with_cy) = (ana.talks_to(&bo).await, cy.talks_to(&bo).await);
    let (anas, bos, cys) = (ana.opens_socket().await, bo.opens_socket().await, cy.opens_socket().await);
    bos.whispers(watch(&[talk, with_cy], &[ana.id, cy.id]));
    hears(&bos, ServerWhisper::Here { user: ana.id, here: true }).await;
    hears(&bos, ServerWhisper::Here { user: cy.id, here: true }).await;
    // Ana has typed before, so who hears it is remembered.
    anas.whispers(watch(&[talk], &[bo.id]));
    hears(&anas, ServerWhisper::Here { user: bo.id, here: true }).await;
    anas.whispers(ClientWhisper::Typing { conversation: talk });
    hears(&bos, ServerWhisper::Typing { conversation: talk, by: ana.id }).await;

    ana.does(Command::Moderation(Moderation::Block { who: bo.id })).await.unwrap();
    assert_eq!(next(&bos).await, ServerWhisper::Here { user: ana.id, here: false });
    assert_eq!(next(&anas).await, ServerWhisper::Here { user: bo.id, here: false });
    // Ana types, goes, comes, reads; Bo asks for her again: he hears of Cy only.
    anas.whispers(ClientWhisper::Typing { conversation: talk });
    bos.whispers(watch(&[talk, with_cy], &[ana.id, cy.id]));
    assert_eq!(next(&bos).await, ServerWhisper::Here { user: cy.id, here: true });
    drop(anas);
    let anas = ana.opens_socket().await;
    ana.does(Command::Messaging(messaging::Command::Read { conversation: talk, upto: 1 })).await.unwrap();
    cys.whispers(ClientWhisper::Typing { conversation: with_cy });
    assert_eq!(next(&bos).await, ServerWhisper::Typing { conversation: with_cy, by: cy.id });
    // No frame has told him of the block or of what she read.
    cy.says(with_cy, "good morning").await.unwrap();
    bos.finds("good morning, and nothing of Ana before", |f| match f {
        ServerFrame::Event { event: Event::Moderation(_), .. } => panic!("a block is silent"),
        ServerFrame::Event {
            event: Event::Messaging(messaging::Event::Read { by, .. } | messaging::Event::Delivered { by, .. }), ..
        } => {
            assert_ne!(*by, ana.id, "what she reads is hers to know");
            None
        }
        ServerFrame::Event { event: Event::Messaging(messaging::Event::Sent { conversation, .. }), .. } => {
            (*conversation == with_cy).then_some(())
        }
        _ => None,
    })
    .await;
    // With the block gone they see each other again.
    ana.does(Command::Moderation(Moderation::Unblock { who: bo.id })).await.unwrap();
    hears(&bos, ServerWhisper::Here { user: ana.id, here: true }).await;
    drop(anas);
}
