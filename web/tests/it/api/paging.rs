//! Lists in pages: nothing twice, nothing left out, while rows arrive.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::program::{House, Program};

fn ids(page: &Value, id: &str) -> Vec<i64> {
    page["items"].as_array().expect("items").iter().map(|item| item[id].as_i64().expect("a number")).collect()
}

/// Walks a list to its end, three at a time.
async fn walk(reader: &mut Program, path: &str, id: &str) -> Vec<i64> {
    let mut seen = Vec::new();
    let mut next = String::new();
    for _ in 0..50 {
        let page = reader.get(&format!("{path}{}limit=3{next}", if path.contains('?') { '&' } else { '?' })).await.well(200);
        let found = ids(&page, id);
        assert!(found.len() <= 3);
        seen.extend(found);
        match page["next"].as_str() {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return seen,
        }
    }
    panic!("{path} has no end: {seen:?}");
}

#[actix_web::test]
async fn pages_hold_everything_once_even_while_something_new_arrives() {
    let house = House::open().await;
    let mut ana = house.member("ana").await;
    let mut made = Vec::new();
    for n in 0..8 {
        made.push(ana.asks(&format!("A singer for part {n} of my choir")).await);
    }
    let first = ana.get("/asks?limit=3").await.well(200);
    made.reverse();
    assert_eq!(ids(&first, "id"), made[..3], "newest first");
    ana.asks("A hall for my choir").await;
    let cursor = first["next"].as_str().expect("there is more").to_owned();
    let second = ana.get(&format!("/asks?limit=100&cursor={cursor}")).await.well(200);
    assert_eq!(ids(&second, "id"), made[3..], "the new one pushes nothing over the edge");
    assert_eq!(ana.get(&format!("/offers?cursor={cursor}")).await.to_mend(), ["cursor"]);
    assert_eq!(ana.get("/asks?cursor=17:4").await.to_mend(), ["cursor"]);
    assert_eq!(ana.get("/asks?limit=5000").await.well(200)["items"].as_array().map(Vec::len), Some(9));

    let (mine, tools) = (walk(&mut ana, "/asks/me", "id").await, walk(&mut house.stranger(), "/tools", "id").await);
    assert_eq!(mine.len(), 9);
    assert!(tools.len() >= 80 && tools.iter().collect::<BTreeSet<_>>().len() == tools.len(), "{} tools", tools.len());
    house.close().await;
}

#[actix_web::test]
async fn messages_are_read_backwards_page_by_page_each_in_order() {
    let house = House::open().await;
    let (mut ana, mut bo) = (house.member("ana").await, house.member("boris").await);
    let ask = ana.asks("A singer for my choir").await;
    let connection = bo.answers(ask).await;
    let conversation = bo.get(&format!("/connections/{connection}")).await.well(200)["conversation"].clone();
    let path = format!("/conversations/{conversation}/messages");
    for n in 2..=8 {
        ana.post(&path, json!({ "body": format!("Verse {n}") })).await.well(201);
    }
    assert_eq!(walk(&mut bo, &path, "no").await, [6, 7, 8, 3, 4, 5, 1, 2]);
    assert_eq!(ids(&bo.get(&format!("{path}?before=3")).await.well(200), "no"), [1, 2]);
    let points = walk(&mut bo, "/me/points", "amount").await;
    assert!(!points.is_empty());
    house.close().await;
}
