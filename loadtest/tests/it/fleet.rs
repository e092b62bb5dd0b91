//! Servers of our own as real processes: killed, paused, ended and begun again, at the same place with the same data.

use std::{path::Path, time::Duration};

use loadtest::fleet::{self, Data, Postgres, Redis, Running};

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_postgresql_begins_again_with_what_was_committed_and_a_killed_redis_without() {
    let home = fleet::make_home(None).unwrap();
    let (mut postgres, mut redis) = (Postgres::start(home.path(), &["town"]).await.unwrap(), Redis::start(home.path()).await.unwrap());
    let db = store::Db::open(&postgres.url("town")).await.unwrap();
    db.write().await.unwrap().run("create table walls (height bigint)", &[]).await.unwrap();
    let mut tx = db.write().await.unwrap();
    tx.run("create table kept (height bigint)", &[]).await.unwrap();
    tx.commit().await.unwrap();
    postgres.process.kill().await;
    redis.process.kill().await;
    assert!(!postgres.process.is_alive() && !redis.process.is_alive());
    redis.process.begin().unwrap();
    postgres.process.begin().unwrap();
    redis.ready().await.unwrap();
    postgres.ready().await.unwrap();
    let mut line = store::Db::open(&postgres.url("town")).await.unwrap().read().await.unwrap();
    let tables = "select count(*) as n from information_schema.tables where table_name in ('kept', 'walls')";
    assert_eq!(line.number(tables, &[]).await.unwrap(), 1, "what was committed, and nothing else");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_hub_is_silent_goes_on_and_begins_again_at_its_address_after_it_has_left() {
    let home = fleet::make_home(None).unwrap();
    let collective = Path::new(env!("CARGO_BIN_EXE_loadtest")).with_file_name("collective");
    let mut hub = Running::hub(&collective, &Data::in_directory(home.path().join("hub"))).await.unwrap();
    let (url, pid) = (hub.url.clone(), hub.pid());
    hub.process.pause();
    assert!(tokio::time::timeout(Duration::from_millis(200), hub.metrics()).await.is_err(), "a paused hub answers nothing");
    hub.process.go_on();
    assert!(hub.metrics().await.unwrap().contains("collective_"));
    hub.process.leave().await.unwrap();
    hub.process.begin().unwrap();
    hub.ready().await.unwrap();
    assert!(hub.url == url && hub.pid() != pid);
}
