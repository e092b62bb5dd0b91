//! What every text of SQL keeps to.

use std::path::Path;

use store::{Store, Value, args, asks::ENDS, connections::FIRST_HIDDEN, messaging, row};

use crate::world::TestStore;

/// SQLite as it is built here (STAT4) plans a statement anew for each value that is bound to its limit, a tenth of a millisecond
/// each time (measured: a third of the store's work when a crowd came back). An expression it leaves alone.
#[test]
fn no_limit_is_a_bare_parameter() {
    let mut seen = 0;
    let mut dirs = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for (at, _) in text.match_indices("limit $") {
                let rest = text[at + "limit $".len()..].trim_start_matches(|c: char| c.is_ascii_digit());
                assert!(rest.starts_with(" + 0"), "{}: write limit $n + 0", path.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "the texts are looked at");
}

/// How SQLite goes about rows that it is given: a line for each table, in its order.
async fn list_steps(store: &Store, template: &str, rows: &[Vec<Value>]) -> Vec<String> {
    let mut db = store.read().await.unwrap();
    let steps = db.with_rows(&format!("explain query plan {template}"), rows).await.unwrap();
    steps.iter().map(|row| row.get("detail").unwrap()).collect()
}

#[tokio::test]
async fn a_statement_begins_at_the_rows_it_was_given() {
    let world = TestStore::sqlite().await;
    let rows: Vec<_> = (0..100_i64).map(|id| row![id, 0_i64]).collect();
    let listed = "o.status = 'active' and o.hidden_at is null and (o.visibility = 'everyone' or v.column2 > 0)";
    let one_line = format!("select o.id from {{rows}} v join offers o on o.id = v.column1 where {listed}");
    let two_lines = format!("select o.id from {{rows}} v\n    join offers o on o.id = v.column1 where {listed}");
    for template in [one_line, two_lines] {
        let steps = list_steps(&world.store, &template, &rows).await;
        assert!(steps[0].contains("VALUES"), "it reads the table for its rows: {steps:?}");
    }
}

/// Every second it is asked which asks are due: an index of those, and no look at the others.
#[tokio::test]
async fn what_is_due_is_found_by_its_own_index() {
    let world = TestStore::sqlite().await;
    let due = format!("select id from asks, {{rows}} where expires_at is not null and {ENDS} and expires_at <= 1 order by expires_at");
    let steps = list_steps(&world.store, &due, &[row![1_i64]]).await;
    assert!(steps.iter().any(|step| step.contains("asks_due")), "{steps:?}");
}

/// However long a conversation is, a page of it costs a page: by an index, and in its order.
#[tokio::test]
async fn a_page_of_a_long_conversation_does_not_look_at_all_of_it() {
    let world = TestStore::sqlite().await;
    let mut db = world.store.read().await.unwrap();
    let join = db.join_in_order();
    for and in [messaging::BEFORE, messaging::AFTER, messaging::PINNED, messaging::CHANGED] {
        let sql = format!("explain query plan {}", messaging::messages_of(join, and));
        let steps = db.rows(sqlx::AssertSqlSafe(sql), args![1_i64, 1_i64, 1_i64, 1_i64, 1_i64]).await.unwrap();
        let steps: Vec<String> = steps.iter().map(|row| row.get("detail").unwrap()).collect();
        let (whole, sorts) =
            (|step: &String| step.ends_with("(conversation_id=?)"), |step: &String| step.contains("TEMP B-TREE FOR ORDER"));
        assert!(!steps.iter().any(whole) && steps[0].starts_with("SEARCH m "), "{steps:?}");
        // What changed comes in the order of its changes, and is little.
        assert!(and == messaging::CHANGED || !steps.iter().any(sorts), "{steps:?}");
    }
}

/// What began a connection is looked up with each connection that is shown.
#[tokio::test]
async fn what_began_a_connection_is_found_by_its_own_index() {
    let world = TestStore::sqlite().await;
    let mut db = world.store.read().await.unwrap();
    let sql = format!("explain query plan select ({FIRST_HIDDEN}) from connections c");
    let steps = db.rows(sqlx::AssertSqlSafe(sql), args![1_i64]).await.unwrap();
    let steps: Vec<String> = steps.iter().map(|step| step.get("detail").unwrap()).collect();
    assert!(steps.iter().any(|step| step.contains("messages_begins")), "{steps:?}");
}
