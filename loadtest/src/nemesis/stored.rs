//! What stands in the database when all is over, read without a hub in between; and who watches it meanwhile: on PostgreSQL a
//! trigger looks at the end of every transaction that touches an ask or a claim whether there are more held and accepted than
//! places, and writes that down.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use hub::{ConversationId, UserId, rooms::GENERAL};
use store::{Db, Engine, Fault, args};

use super::{
    history::{Claims, Held, Log, Said},
    introduce::Ring,
};

const WATCH: [&str; 4] = [
    "create table overfull (words text not null)",
    "create function look_at_places() returns trigger language plpgsql as $look$
     declare
       of bigint; live bigint; a record;
     begin
       if tg_table_name = 'asks' then of := new.id; else of := new.ask_id; end if;
       select places, accepted, held into a from asks where id = of;
       select count(*) into live from claims where ask_id = of and ended_at is null;
       if live + a.accepted > a.places or live <> a.held then
         insert into overfull values (format('ask %s: %s held (%s counted) and %s in, of %s', of, live, a.held, a.accepted, a.places));
       end if;
       return null;
     end $look$",
    "create constraint trigger places_of_asks after update on asks deferrable initially deferred
     for each row execute function look_at_places()",
    "create constraint trigger places_of_claims after insert or update on claims deferrable initially deferred
     for each row execute function look_at_places()",
];

/// From now on every transaction is watched. SQLite has no triggers that wait for the end of one.
pub async fn watch(url: &str) -> Result<(), String> {
    let db = Db::open(url).await.map_err(|e| e.to_string())?;
    let begun = async {
        if db.engine() == Engine::Postgres {
            let mut tx = db.write().await?;
            for sql in WATCH {
                tx.run(sql, args![]).await?;
            }
            tx.commit().await?;
        }
        Ok::<(), Fault>(())
    };
    let begun = begun.await.map_err(|e| format!("nobody can watch the places: {e}"));
    db.close().await;
    begun
}

pub async fn read(url: &str, run: u32, ring: &Ring) -> Result<(BTreeMap<i64, Log>, Claims), String> {
    let db = Db::open(url).await.map_err(|e| e.to_string())?;
    let read = async { Ok::<_, Fault>((read_all(&db, run, ring).await?, read_claims(&db, ring).await?)) };
    let read = read.await.map_err(|e| format!("what is stored can't be read: {e}"));
    db.close().await;
    read
}

#[expect(clippy::disallowed_methods, reason = "what hubs wrote is compared with the clock that they wrote it by")]
async fn read_claims(db: &Db, ring: &Ring) -> Result<Claims, Fault> {
    let (people, mut line) = (ring.people(), db.read().await?);
    let read_at = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64);
    let mut claims = Claims { read_at, ..Claims::default() };
    for row in line.rows("select id, ask_id, helper, held_until, ended_at from claims", args![]).await? {
        if let Some(helper) = people(row.get::<UserId>("helper")?) {
            let held = Held { ask: row.get("ask_id")?, helper, until: row.get("held_until")?, ended_at: row.get("ended_at")? };
            claims.stored.insert(row.get("id")?, held);
        }
    }
    let now = "select id, held, accepted, places from asks a
               where held + accepted > places or held <> (select count(*) from claims c where c.ask_id = a.id and c.ended_at is null)";
    for row in line.rows(now, args![]).await? {
        let n = |column| row.get::<i64>(column);
        claims.overfull.push(format!("in the end, ask {}: {} held and {} in, of {}", n("id")?, n("held")?, n("accepted")?, n("places")?));
    }
    if db.engine() == Engine::Postgres {
        for row in line.rows("select words from overfull", args![]).await? {
            claims.overfull.push(row.get("words")?);
        }
    }
    Ok(claims)
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

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: &str = "insert into asks (id, user_id, slug, title, description, kind, currency, places, visibility, language, status, created_at, updated_at)
                       values (1, 1, 'two', 'Two people', '', 'advice', 'usd', 2, 'everyone', 'en', 'open', 0, 0)";
    const HELD: &str = "update asks set held = (select count(*) from claims where ended_at is null) where id = 1";

    /// Carries these out in one transaction; how many findings there are then.
    async fn after(db: &Db, all: &[&'static str]) -> i64 {
        let mut tx = db.write().await.unwrap();
        for sql in all {
            tx.run(*sql, args![]).await.unwrap();
        }
        tx.commit().await.unwrap();
        db.read().await.unwrap().number("select count(*) as n from overfull", args![]).await.unwrap()
    }

    #[tokio::test]
    async fn what_is_too_many_at_the_end_of_a_transaction_is_found_and_what_is_so_within_one_is_not() {
        let url = store::testing::fresh_postgres_url().await;
        store::Store::migrate(&url).await.unwrap();
        watch(&url).await.unwrap();
        let db = Db::open(&url).await.unwrap();
        let two = "insert into claims (id, ask_id, helper, taken_at, renewed_at, held_until) values (1, 1, 2, 0, 0, 9), (2, 1, 3, 0, 0, 9)";
        let third = "insert into claims (id, ask_id, helper, taken_at, renewed_at, held_until) values (3, 1, 4, 0, 0, 9)";
        assert_eq!(after(&db, &[ASK, two, HELD]).await, 0);
        assert_eq!(after(&db, &["update claims set ended_at = 1 where id = 1", HELD, third, HELD]).await, 0, "one goes, one comes");
        assert_eq!(
            after(&db, &["update asks set accepted = 1 where id = 1", "update claims set ended_at = 1 where id = 3", HELD]).await,
            0
        );
        assert!(after(&db, &["update asks set places = 1 where id = 1"]).await > 0, "one held and one in, of one");
        let before = after(&db, &["update asks set places = 2 where id = 1"]).await;
        assert!(after(&db, &["update asks set held = 0 where id = 1"]).await > before, "one is held and none is counted");
        db.close().await;
    }
}
