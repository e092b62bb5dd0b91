//! A hub is told to leave while another is there: it says so first, sends its sockets on, and loses nothing.

use std::time::{Duration, Instant};

use hub::{
    Command, ConversationId, messaging,
    wire::{Bye, Encoding},
};
use loadtest::{Client, ConnectError, Door, Options, Resume};
use web::config::Settings;

use crate::{
    deeds::PATIENCE,
    town::{Browser, Town},
};

fn door(of: &Browser, town: &Town) -> Door {
    Door::Cookie { cookie: format!("session={}", of.cookies["session"]), origin: town.url("") }
}

async fn opens(of: &Browser, town: &Town, resume: Option<(i64, i64)>) -> Result<Client, ConnectError> {
    let mut options = Options::new(door(of, town), Encoding::Json);
    options.resume = resume.map(|(epoch, inbox)| Resume { epoch, inbox });
    Client::open(&town.url(""), &options).await
}

fn says(body: &str, conversation: ConversationId) -> Command {
    Command::Messaging(messaging::Command::Send { conversation, body: body.to_owned(), reply_to: None, files: Vec::new() })
}

#[actix_web::test]
async fn a_hub_that_leaves_sends_everybody_to_the_other_one() {
    let url = store::testing::fresh_postgres_url().await;
    let shared = |settings: &mut Settings| {
        settings.database_url = url.clone();
        settings.drain = Duration::from_secs(2);
    };
    let (leaves, stays) = (Town::with(shared).await, Town::with(shared).await);
    let (ana, bo) = (leaves.sign_up("ana").await, leaves.sign_up("bob").await);
    let mut anas = opens(&ana, &leaves, None).await.expect("Ana is in");
    let mut bos = opens(&bo, &stays, None).await.expect("Bo is in");
    let to = bos.welcome().user;
    let about = hub::connections::Subject::Direct;
    let open = hub::connections::Command::Open { to, about, message: "hello Bo".to_owned() };
    let Ok(hub::Answer::Connection { conversation, .. }) = anas.act(Command::Connections(open)).await else { panic!("no conversation") };
    // Each knows that the other hub is there.
    let knows = async |town: &Town| {
        let until = Instant::now() + PATIENCE;
        while town.running.house.collective.is_here(hub::UserId(1)).is_some() {
            assert!(Instant::now() < until, "the other hub was never heard of");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    knows(&leaves).await;
    let mut stranger = leaves.browser();
    let leaving_url = leaves.url("");
    let visitor = door(&ana, &leaves);
    let began = Instant::now();
    let watched = async {
        // Before anything else: nobody is to come here any more.
        let ready = loop {
            let ready = stranger.get("/readyz").await;
            if ready.status != 200 {
                break ready;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        assert_eq!(ready.status, 503);
        assert!(ready.text().contains("accepting: no"), "{}", ready.text());
        assert_eq!(ready.header("connection"), "close");
        let late = Client::open(&leaving_url, &Options::new(visitor, Encoding::Json)).await;
        match late.map(|_| ()) {
            Err(ConnectError::TurnedAway { status: 503, retry_after: Some(after), .. }) => assert_eq!(after, Duration::from_secs(1)),
            other => panic!("not turned away: {other:?}"),
        }
        // Whoever is in goes on meanwhile.
        assert!(began.elapsed() < Duration::from_millis(350), "the sockets are left alone at first");
        anas.act(says("still here", conversation)).await.expect("taken");
        let pending = anas.begin(says("last words", conversation));
        let ended = anas.until_closed(PATIENCE).await.expect("let go");
        assert_eq!((ended.code, ended.bye()), (Some(4000), Some(Bye::Restarting)));
        let after = ended.come_back_after.expect("it says when to come back");
        assert!(after <= Duration::from_millis(250), "another hub is there: {after:?}");
        // What was under way was answered before, or is asked again under its id at the other hub, which knows it.
        let answered = anas.settle(&pending).await;
        let mut anas = opens(&ana, &stays, Some(anas.cursor())).await.expect("Ana is in again");
        let again = anas.act_as(pending, says("last words", conversation)).await.expect("taken");
        assert!(answered.is_err() || answered == Ok(again), "the same answer");
        anas
    };
    let stopped = async { leaves.stop().await };
    let ((), mut anas) = tokio::join!(stopped, watched);
    assert!(began.elapsed() < Duration::from_secs(6), "gone after {:?}", began.elapsed());
    for body in ["hello Bo", "still here", "last words"] {
        let heard =
            bos.until_event(|event| matches!(event, hub::Event::Messaging(messaging::Event::Sent { .. })), PATIENCE).await.expect("heard");
        let hub::wire::View::Message(view) = heard.view else { panic!("nothing to see") };
        assert_eq!(view.body, body);
    }
    assert_eq!((bos.doubled(), anas.doubled()), (0, 0));
    anas.act(says("and on", conversation)).await.expect("taken");
    stays.stop().await;
}

#[actix_web::test]
async fn a_hub_alone_lets_everybody_go_at_once_each_with_a_wait_of_their_own() {
    let town = Town::with(|settings| settings.drain = Duration::from_secs(30)).await;
    let ana = town.sign_up("ana").await;
    let mut screens = Vec::new();
    for _ in 0..6 {
        screens.push(opens(&ana, &town, None).await.expect("she is in"));
    }
    let began = Instant::now();
    town.stop().await;
    assert!(began.elapsed() < Duration::from_secs(5), "nobody is waited for: {:?}", began.elapsed());
    let mut waits = Vec::new();
    for screen in &mut screens {
        let ended = screen.until_closed(PATIENCE).await.expect("let go");
        assert_eq!(ended.code, Some(4000));
        waits.push(ended.come_back_after.expect("it says when to come back"));
    }
    assert!(waits.iter().all(|wait| (500..=2_500).contains(&wait.as_millis())), "{waits:?}");
    waits.sort_unstable();
    waits.dedup();
    assert!(waits.len() > 1, "not all at once: {waits:?}");
}
