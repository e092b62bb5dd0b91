//! Coming in: who opens, by what, from where, and what is said when it fails.

use std::time::Duration;

use hub::wire::{Bye, Encoding};
use loadtest::{Client, ConnectError, Door, Options, Socket};
use tokio::net::TcpListener;

use crate::server::{ANA, serve};

#[tokio::test]
async fn ana_comes_in_by_token_with_the_subprotocol_of_her_encoding() {
    for encoding in [Encoding::MessagePack, Encoding::Json] {
        let url = serve(move |mut side| async move {
            assert_eq!(side.headers["authorization"], "Bearer anas");
            assert_eq!(side.headers["sec-websocket-protocol"], encoding.subprotocol());
            side.welcome(ANA, 41).await;
            side.hear().await;
        })
        .await;
        let ana = Client::connect(&url, "anas", encoding, None).await.unwrap();
        assert_eq!((ana.welcome().user, ana.welcome().inbox), (ANA, 41));
    }
}

#[tokio::test]
async fn a_browser_comes_in_by_cookie_and_origin() {
    let url = serve(|mut side| async move {
        assert_eq!(side.headers["cookie"], "session=s3cret");
        assert_eq!(side.headers["origin"], "http://hub.example");
        assert!(!side.headers.contains_key("authorization"));
        side.welcome(ANA, 0).await;
        side.hear().await;
    })
    .await;
    let door = Door::Cookie { cookie: "session=s3cret".to_owned(), origin: "http://hub.example".to_owned() };
    Client::open(&url, &Options::new(door, Encoding::Json)).await.unwrap();
}

#[tokio::test]
async fn a_socket_comes_from_the_address_it_is_given() {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let url = serve(move |mut side| {
        let tell = tell.clone();
        async move {
            tell.send(side.peer.ip()).unwrap();
            side.welcome(ANA, 0).await;
            side.hear().await;
        }
    })
    .await;
    let mut options = Options::new(Door::Token("anas".to_owned()), Encoding::MessagePack);
    options.from = Some("127.0.0.9".parse().unwrap());
    let socket = Socket::open(&url, &options).await.unwrap();
    assert_eq!(told.recv().await, options.from);
    drop(socket);
}

#[tokio::test]
async fn a_wrong_token_is_turned_away_with_the_hubs_words() {
    let url = serve(|_| async {}).await;
    let error = Client::connect(&url, "wrong", Encoding::Json, None).await.err().unwrap();
    assert_eq!(error.to_string(), "the hub turned us away with 401: Please sign in first.");
}

#[tokio::test]
async fn where_nobody_listens_it_asks_whether_the_hub_runs() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = Client::connect(&url, "anas", Encoding::Json, None).await.err().unwrap();
    assert!(error.to_string().ends_with("Is the hub running?"), "{error}");
}

#[tokio::test]
async fn a_member_who_is_suspended_hears_so_instead_of_a_welcome() {
    let url = serve(|side| side.close(Bye::Suspended.code(), Bye::Suspended.words())).await;
    let error = Client::connect(&url, "anas", Encoding::Json, None).await.err().unwrap();
    let ConnectError::Closed(ended) = error else { panic!("{error}") };
    assert_eq!(ended.bye(), Some(Bye::Suspended));
    assert!(!ended.come_back());
}

#[tokio::test]
async fn a_hub_that_never_welcomes_is_not_waited_for_without_end() {
    let url = serve(|mut side| async move { while side.hear().await.is_some() {} }).await;
    let mut options = Options::new(Door::Nobody, Encoding::Json);
    options.patience = Duration::from_millis(50);
    let error = Client::open(&url, &options).await.err().unwrap();
    assert!(matches!(error, ConnectError::TooLate(_)), "{error}");
}
