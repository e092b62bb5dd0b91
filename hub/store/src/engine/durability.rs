//! What a database can't promise the way it is set up: read once at the start, and said to whoever starts the hub.
//!
//! A tick is forever, as far as the database below keeps what it has committed. SQLite is opened so that it does; how
//! PostgreSQL is set up is not the hub's to decide.

use hub::{Timestamp, kernel::time::SECOND};

use super::{Db, Row};
use crate::{Fault, args};

/// Clocks that differ by more show: in leases, due times, and what is said of when.
const SAME_TIME: i64 = 2 * SECOND;

/// How a PostgreSQL is set up. What it does not know (a database that only speaks its language) is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
struct Setup {
    fsync: Option<String>,
    full_page_writes: Option<String>,
    synchronous_commit: Option<String>,
    standbys: Option<String>,
    clock: Timestamp,
}

impl Db {
    /// What this database can't promise, in words; nothing where all is well. `now` is this machine's time.
    pub async fn list_doubts(&self, now: impl Fn() -> Timestamp) -> Result<Vec<String>, Fault> {
        let Db::Postgres { .. } = self else { return Ok(Vec::new()) };
        let mut db = self.read().await?;
        let before = now();
        let row = db
            .row(
                "select current_setting('fsync', true) as fsync, current_setting('full_page_writes', true) as full_page_writes,
                     current_setting('synchronous_commit', true) as synchronous_commit,
                     current_setting('synchronous_standby_names', true) as standbys,
                     cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as clock",
                args![],
            )
            .await?
            .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
        let after = now();
        // Read in the middle of the question's way there and back.
        Ok(doubts(&Setup::read(&row)?, before.plus(after.since(before) / 2)))
    }
}

impl Setup {
    fn read(row: &Row) -> Result<Setup, Fault> {
        Ok(Setup {
            fsync: row.get("fsync")?,
            full_page_writes: row.get("full_page_writes")?,
            synchronous_commit: row.get("synchronous_commit")?,
            standbys: row.get("standbys")?,
            clock: row.get("clock")?,
        })
    }
}

fn doubts(setup: &Setup, now: Timestamp) -> Vec<String> {
    let Setup { fsync, full_page_writes, synchronous_commit, standbys, clock } = setup;
    let mut doubts = Vec::new();
    let mut doubt = |words: String| doubts.push(words);
    if fsync.as_deref() == Some("off") {
        doubt("fsync is off: a power cut may lose messages that were acknowledged, or the whole database".to_owned());
    }
    if full_page_writes.as_deref() == Some("off") {
        doubt("full_page_writes is off: a power cut may leave half a page behind, on disks that write less at once".to_owned());
    }
    let followed = standbys.as_deref().is_some_and(|names| !names.trim().is_empty());
    match synchronous_commit.as_deref() {
        Some("off") => doubt("synchronous_commit is off: a crash may lose the last moments of what was acknowledged".to_owned()),
        Some("local") if followed => {
            doubt("synchronous_commit is local: no standby is waited for, after a failover the last messages may be missing".to_owned());
        }
        _ if standbys.is_some() && !followed => doubt(
            "no synchronous standby (synchronous_standby_names is empty): were another server to take over, the last messages may be missing"
                .to_owned(),
        ),
        _ => {}
    }
    let apart = clock.since(now);
    if apart.abs() > SAME_TIME {
        let way = if apart > 0 { "ahead of" } else { "behind" };
        doubt(format!("its clock is {:.1} s {way} this machine's: leases and due times are off by that", apart.abs() as f64 / 1_000.0));
    }
    doubts
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_793_534_400_000);

    fn set(fsync: &str, full_page_writes: &str, synchronous_commit: &str, standbys: &str) -> Setup {
        let some = |word: &str| Some(word.to_owned());
        Setup {
            fsync: some(fsync),
            full_page_writes: some(full_page_writes),
            synchronous_commit: some(synchronous_commit),
            standbys: some(standbys),
            clock: NOON,
        }
    }

    /// The first words of each doubt.
    fn begin(setup: &Setup) -> Vec<String> {
        doubts(setup, NOON).iter().map(|words| words.split_whitespace().take(2).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn what_a_setting_puts_in_doubt_is_said() {
        let none: &[&str] = &[];
        for (setup, said) in [
            (set("on", "on", "on", "FIRST 1 (a)"), none),
            (set("on", "on", "remote_apply", "ANY 1 (a, b)"), none),
            (set("on", "on", "on", ""), &["no synchronous"]),
            (set("on", "on", "off", ""), &["synchronous_commit is"]),
            (set("on", "on", "local", "a"), &["synchronous_commit is"]),
            (set("on", "on", "local", " "), &["no synchronous"]),
            (set("off", "off", "on", "a"), &["fsync is", "full_page_writes is"]),
            (Setup { clock: NOON, ..Setup::default() }, none),
            (Setup { clock: NOON.plus(1_900), ..Setup::default() }, none),
            (Setup { clock: NOON.plus(-2_100), ..Setup::default() }, &["its clock"]),
        ] {
            assert_eq!(begin(&setup), said, "{setup:?}");
        }
    }

    #[test]
    fn a_clock_that_is_wrong_is_said_with_how_wrong() {
        let setup = Setup { clock: NOON.plus(90_500), ..Setup::default() };
        assert_eq!(doubts(&setup, NOON), ["its clock is 90.5 s ahead of this machine's: leases and due times are off by that"]);
    }
}
