//! A socket closes when the door it came in by does.

use actors::testing::{Falls, Member, World};
use hub::{
    By, Command, Envelope,
    accounts::{Command as Accounts, Door, PasswordHash},
    leaving::Command as Leaving,
};

fn session(door: Door) -> hub::SessionId {
    match door {
        Door::Session(id) => id,
        Door::Token(_) => panic!("a token"),
    }
}

fn log_out(door: Door) -> Command {
    Command::Accounts(Accounts::CloseSession { id: session(door) })
}

async fn still_hears(ana: &Member, screen: &actors::testing::Screen) {
    ana.asks("Somebody to read my draft").await;
    screen.hears("Somebody to read my draft").await;
}

#[actix_web::test]
async fn logging_out_closes_the_screens_of_that_session_only() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let phones = ana.logs_in().await;
    let (laptop, phone) = (ana.opens_socket().await, ana.opens(None, phones).await);
    ana.does(log_out(phones)).await.unwrap();
    assert_eq!(phone.closes().await, Some(4100));
    still_hears(&ana, &laptop).await;
    // That door stays shut.
    let again = ana.connects(phones);
    again.sends(&hub::wire::ClientFrame::Hello { epoch: None, inbox: None });
    assert_eq!(again.closes().await, Some(4100));
}

#[actix_web::test]
async fn a_new_password_closes_every_other_screen() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let phones = ana.logs_in().await;
    let (laptop, phone) = (ana.opens_socket().await, ana.opens(None, phones).await);
    let change = Accounts::ChangePassword { to: PasswordHash("$argon2id$x".to_owned()), keep: Some(session(ana.door)) };
    ana.does(Command::Accounts(change)).await.unwrap();
    assert_eq!(phone.closes().await, Some(4100));
    still_hears(&ana, &laptop).await;
}

#[actix_web::test]
async fn who_is_suspended_is_shown_out() {
    let world = World::new().await;
    let [ana, bo] = world.members(["ana", "bo"]).await;
    let (anas, bos) = (ana.opens_socket().await, bo.opens_socket().await);
    let suspend = Command::Accounts(Accounts::Suspend { user: ana.id, suspended: true });
    world.collective().act(By::Console, bo.fresh_id(), suspend).await.unwrap();
    let code = anas.closes().await;
    assert!(matches!(code, Some(4100 | 4101)), "{code:?}");
    still_hears(&bo, &bos).await;
}

#[actix_web::test]
async fn a_door_that_closed_unheard_is_noticed_when_doorbells_were_lost() {
    let world = World::new().await;
    let ana = world.member("ana").await;
    let phones = ana.logs_in().await;
    let (laptop, phone) = (ana.opens_socket().await, ana.opens(None, phones).await);
    let envelope = Envelope { id: ana.fresh_id(), by: By::Member(ana.id), command: log_out(phones), at: world.collective().clock().now(), locale: hub::Locale::En };
    world.collective().store().carry_out("elsewhere", vec![envelope]).await;
    world.falls(Falls::Post);
    world.comes_true("the post is back", || world.collective().observe().restarts == 1).await;
    world.ticks(1);
    assert_eq!(phone.closes().await, Some(4100));
    drop(laptop);
}

#[actix_web::test]
async fn whoever_leaves_is_shown_out_on_every_hub() {
    let [here, there] = World::fleet(None).await;
    let ana = here.member("ana").await;
    let elsewhere = ana.at(&there);
    let phones = elsewhere.logs_in().await;
    let (laptop, phone) = (ana.opens_socket().await, elsewhere.opens(None, phones).await);
    ana.does(Command::Leaving(Leaving::Deactivate)).await.unwrap();
    assert_eq!((laptop.closes().await, phone.closes().await), (Some(4100), Some(4100)));
    // That door stays shut, also there.
    let again = elsewhere.connects(phones);
    again.sends(&hub::wire::ClientFrame::Hello { epoch: None, inbox: None });
    assert_eq!(again.closes().await, Some(4100));
    here.comes_to_rest().await;
    there.comes_to_rest().await;
}
