//! The floor beneath stored messages: the rows a message costs, written and made durable, and nothing else.
//!
//! A message is one row of `messages`, two of `inbox` (both people have it) and, by batch, one of `journal`. They are
//! inserted in batches as large as the hub's own were, a transaction each, through the store's own connection: the same
//! tables, indices and pragmas. No rules, no look-ups, no counters that move, no answers, no sockets.

use std::time::{Duration, Instant};

use hub::{ConversationId, Event, UserId, messaging};
use store::{Engine, Fault, Store, Value, row};

use crate::measure;

/// So many conversations take turns.
const CONVERSATIONS: i64 = 1_000;

/// A database of its own to write into; a later run goes on where the one before ended.
pub struct Rows {
    store: Store,
    written: i64,
    batches: i64,
}

/// How fast it went.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    pub messages_per_second: f64,
    /// Of this program; of the database too when its process is named.
    pub cpu_seconds_per_million: f64,
    pub database_cpu_seconds_per_million: Option<f64>,
}

impl Rows {
    pub async fn open(url: &str) -> Result<Rows, String> {
        let store = Store::open(url, rand::random()).await.map_err(|e| e.to_string())?;
        Ok(Rows { store, written: 0, batches: 0 })
    }

    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    /// Writes for so long, at least one batch.
    pub async fn write(&mut self, batch: usize, body: &str, duration: Duration, database: Option<u32>) -> Result<Speed, String> {
        let cpu_of_database = || database.map(measure::tree_cpu_seconds).transpose();
        let (before, own, of_database) = (self.written, measure::own_cpu_seconds(), cpu_of_database()?);
        let began = Instant::now();
        loop {
            self.write_batch(batch.max(1) as i64, body).await.map_err(|e| format!("bare rows can't be written: {e}"))?;
            if began.elapsed() >= duration {
                break;
            }
        }
        let (took, written) = (began.elapsed().as_secs_f64(), (self.written - before) as f64);
        let a_million = |cpu: f64| cpu / written * 1e6;
        let database_cpu = of_database.zip(cpu_of_database()?).map(|(before, after)| a_million(after - before));
        Ok(Speed {
            messages_per_second: written / took,
            cpu_seconds_per_million: a_million(measure::own_cpu_seconds() - own),
            database_cpu_seconds_per_million: database_cpu,
        })
    }

    async fn write_batch(&mut self, batch: i64, body: &str) -> Result<(), Fault> {
        let (mut messages, mut inbox, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for nth in self.written..self.written + batch {
            let (conversation, no) = (nth % CONVERSATIONS, nth / CONVERSATIONS + 1);
            let both = [2 * conversation + 1, 2 * conversation + 2];
            let author = both[no as usize % 2];
            let event = encoded(conversation, no, author, both)?;
            messages.push(row![conversation, no, no, author, format!("f1002e5d.{nth:012x}.{author:x}"), body, nth, None::<i64>]);
            for (user, place) in both.into_iter().zip(1..) {
                let (id, previous) = (2 * nth + place, (no > 1).then_some(2 * (nth - CONVERSATIONS) + place));
                inbox.push(row![id, user, no, nth, event.clone(), previous]);
            }
            entries.extend_from_slice(&event);
        }
        self.batches += 1;
        let journal: [Vec<Value>; 1] =
            [row!["desk", self.written + 1, self.written + batch, format!("bare-rows.{}", self.batches), self.written, entries]];
        let mut tx = self.store.write().await?;
        tx.insert_many("messages", "conversation_id, no, log_no, author, client_id, body, sent_at, begins", &messages, "").await?;
        tx.insert_many("inbox", "id, user_id, no, at, event, previous", &inbox, "").await?;
        tx.insert_many("journal", "lane, first_no, last_no, batch, at, entries", &journal, "").await?;
        tx.commit().await?;
        self.written += batch;
        Ok(())
    }

    pub async fn close(self) {
        self.store.close().await;
    }
}

fn encoded(conversation: i64, no: i64, by: i64, to: [i64; 2]) -> Result<Vec<u8>, Fault> {
    let event =
        messaging::Event::Sent { conversation: ConversationId(conversation), no, log_no: no, by: UserId(by), to: to.map(UserId).to_vec() };
    rmp_serde::to_vec(&Event::Messaging(event)).map_err(|e| Fault::Corrupt(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_message_costs_one_row_two_inboxes_and_a_share_of_the_journal() {
        let dir = tempfile::tempdir().unwrap();
        let mut rows = Rows::open(dir.path().join("floor.sqlite").to_str().unwrap()).await.unwrap();
        let speed = rows.write(1_500, "hello", Duration::ZERO, Some(std::process::id())).await.unwrap();
        rows.write(10, "hello", Duration::ZERO, None).await.unwrap();
        let mut db = rows.store.read().await.unwrap();
        assert_eq!(db.number("select count(*) as n from messages", &[]).await.unwrap(), 1_510);
        assert_eq!(db.number("select count(*) as n from inbox", &[]).await.unwrap(), 3_020);
        assert_eq!(db.number("select count(*) as n from journal where batch like 'bare%'", &[]).await.unwrap(), 2);
        assert_eq!(rows.engine(), Engine::Sqlite);
        assert!(speed.messages_per_second > 0.0 && speed.database_cpu_seconds_per_million.is_some());
    }
}
