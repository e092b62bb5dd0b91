//! What stands in the database when all is over, read without a hub in between.

use std::collections::BTreeMap;

use hub::{ConversationId, UserId, rooms::GENERAL};
use store::{Db, Fault, args};

use super::{
    history::{Log, Said},
    introduce::Ring,
};

pub async fn read(url: &str, run: u32, ring: &Ring) -> Result<BTreeMap<i64, Log>, String> {
    let db = Db::open(url).await.map_err(|e| e.to_string())?;
    let read = read_all(&db, run, ring).await.map_err(|e| format!("what is stored can't be read: {e}"));
    db.close().await;
    read
}

async fn read_all(db: &Db, run: u32, ring: &Ring) -> Result<BTreeMap<i64, Log>, Fault> {
    let (people, mut logs, mut line) = (ring.people(), BTreeMap::new(), db.read().await?);
    let cursors = |talk: ConversationId| match talk {
        GENERAL => "select user_id, read_no from room_members where room_id = $1",
        _ => "select user_id, read_no from conversation_members where conversation_id = $1",
    };
    for talk in ring.talks.iter().chain([&GENERAL]) {
        let mut log = Log::default();
        for row in line.rows("select no, body from messages where conversation_id = $1 order by no", args![*talk]).await? {
            log.rows.push((row.get("no")?, Said::read(run, &row.get::<String>("body")?).0));
        }
        for row in line.rows(cursors(*talk), args![*talk]).await? {
            if let Some(person) = people(row.get::<UserId>("user_id")?) {
                log.read.insert(person, row.get("read_no")?);
            }
        }
        logs.insert(talk.0, log);
    }
    Ok(logs)
}
