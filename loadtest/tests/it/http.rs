//! The HTTP door: tokens, keys, problems, connections that are used again.

use loadtest::Http;
use serde_json::json;

use crate::town::{self, Manner};

#[tokio::test]
async fn ana_posts_an_ask_with_her_token_and_a_key() {
    let http = Http::new(&town::open(Manner::Honest).await).unwrap();
    for id in 1..=3 {
        let reply = http.post("1", "/api/v1/asks", "key", &json!({ "title": "Help with posters" })).await.unwrap();
        assert_eq!((reply.status, reply.body["id"].as_i64()), (201, Some(id)));
    }
}

#[tokio::test]
async fn a_problem_is_a_reply_with_words() {
    let http = Http::new(&town::open(Manner::Honest).await).unwrap();
    let reply = http.get("1", "/api/v1/nowhere").await.unwrap();
    assert!(!reply.is_fine());
    assert_eq!(reply.words(), "There is nothing here: /api/v1/nowhere");
}

#[tokio::test]
async fn many_at_once_are_all_answered() {
    let http = Http::new(&town::open(Manner::Honest).await).unwrap();
    let all = (0..50).map(|_| http.get("1", "/api/v1/conversations"));
    for reply in futures_util::future::join_all(all).await {
        assert_eq!(reply.unwrap().status, 200);
    }
}

#[tokio::test]
async fn a_connection_the_hub_closed_meanwhile_is_replaced() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let http = Http::new(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    // Answers once per connection, then closes without saying so.
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
        }
    });
    for _ in 0..20 {
        assert_eq!(http.get("1", "/").await.unwrap().status, 200);
    }
}
