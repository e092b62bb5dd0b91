//! Several hubs on one PostgreSQL: a lane each, and one that matches.

use hub::{By, Command, Timestamp, accounts, event::Lane, matches};
use store::{LEASE, Node, Store};

use crate::world::{NOON, TestStore};

const NOW: Timestamp = NOON;

async fn join(url: &str, name: &str, now: Timestamp) -> Store {
    Store::join(url, 1, Node(name.to_owned()), now).await.unwrap()
}

fn sign_up(name: &str) -> Command {
    Command::Accounts(accounts::Command::SignUp {
        username: name.to_owned(),
        email: format!("{name}@example.org"),
        name: name.to_owned(),
        password: None,
        timezone: "Europe/Zurich".to_owned(),
        language: "en".to_owned(),
    })
}

#[tokio::test]
async fn each_hub_writes_into_a_lane_of_its_own() {
    let db = TestStore::postgres().await;
    let (one, two) = (join(&db.url, "one", NOW).await, join(&db.url, "two", NOW).await);
    assert_eq!((one.lane_name(Lane::Desk), two.lane_name(Lane::Desk)), ("desk-0001".to_owned(), "desk-0002".to_owned()));
    for (store, name) in [(&one, "ana"), (&two, "bob")] {
        let carried = store.carry_out(name, vec![db.envelope(By::Visitor, sign_up(name))]).await;
        assert!(carried.answers[0].is_ok(), "{:?}", carried.answers);
    }
    assert_eq!(one.lane_head(Lane::Exchange).await.unwrap(), 2, "the exchange lane is shared, in the order of the commits");
}

#[tokio::test]
async fn a_lane_that_was_given_back_or_not_renewed_is_taken_by_the_next() {
    let db = TestStore::postgres().await;
    let one = join(&db.url, "one", NOW).await;
    one.close().await;
    let two = join(&db.url, "two", NOW).await;
    assert_eq!(two.lane_name(Lane::Desk), "desk-0001", "given back");
    let later = NOW.plus(LEASE - 1);
    assert_eq!(join(&db.url, "three", later).await.lane_name(Lane::Desk), "desk-0002", "its lease stands");
    two.renew(later).await.unwrap();
    let later = NOW.plus(LEASE + 1);
    assert_eq!(join(&db.url, "four", later).await.lane_name(Lane::Desk), "desk-0003", "renewed");
    let later = later.plus(2 * LEASE);
    assert_eq!(join(&db.url, "five", later).await.lane_name(Lane::Desk), "desk-0001", "nobody renewed it");
}

#[tokio::test]
async fn a_hub_that_slept_through_its_lease_goes_on_in_another_lane_and_nobody_is_told_twice() {
    let db = TestStore::postgres().await;
    let sleeper = join(&db.url, "sleeper", NOW).await;
    let ana = db.envelope(By::Visitor, sign_up("ana"));
    assert!(sleeper.carry_out("a", vec![ana.clone()]).await.answers[0].is_ok());
    let heir = join(&db.url, "heir", NOW.plus(LEASE + 1)).await;
    assert_eq!(heir.lane_name(Lane::Desk), "desk-0001");
    let first = db.envelope(By::Visitor, sign_up("bob"));
    let carried = sleeper.carry_out("b", vec![first]).await;
    assert!(carried.answers[0].is_ok(), "{:?}", carried.answers);
    assert_eq!(sleeper.lane_name(Lane::Desk), "desk-0002");
    assert_eq!(db.number("select count(*) as n from users").await, 2);
    sleeper.renew(NOW.plus(LEASE + 2)).await.unwrap();
    assert_eq!(heir.lane_name(Lane::Desk), "desk-0001");
}

#[tokio::test]
async fn one_hub_matches_and_the_other_only_when_it_is_gone() {
    let db = TestStore::postgres().await;
    let (one, two) = (join(&db.url, "one", NOW).await, join(&db.url, "two", NOW).await);
    assert!(one.hold_matcher(NOW).await.unwrap());
    assert!(!two.hold_matcher(NOW.plus(1)).await.unwrap());
    let advance = |upto| db.envelope(By::Matcher, Command::Matches(matches::Command::Advance { upto }));
    assert!(one.carry_out("1", vec![advance(3)]).await.answers[0].is_ok());
    assert!(two.carry_out("2", vec![advance(4)]).await.answers[0].is_err(), "not its to say");
    let later = NOW.plus(LEASE + 1);
    assert!(two.hold_matcher(later).await.unwrap());
    assert!(one.carry_out("3", vec![advance(5)]).await.answers[0].is_err(), "it slept, and another took over");
    assert!(two.carry_out("4", vec![advance(6)]).await.answers[0].is_ok());
    assert_eq!(two.lane_cursor("matcher", Lane::Exchange).await.unwrap(), 6);
    assert!(!one.hold_matcher(later.plus(1)).await.unwrap());
}
