//! Brings a database up to date: embedded steps, run once, in order, under a lock, by sqlx's migrator.

use std::borrow::Cow;

use sqlx::{
    AssertSqlSafe, PgPool, SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use crate::{engine::Db, fault::OpenError};

macro_rules! steps {
    ($($version:literal $name:literal),+ $(,)?) => {
        const SQLITE: &[(i64, &str, &str)] =
            &[$(($version, $name, include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")))),+];
        const POSTGRES: &[(i64, &str, &str)] =
            &[$(($version, $name, include_str!(concat!("../../../migrations/postgres/", $name, ".sql")))),+];
    };
}

steps! {
    1 "0001_kernel",
    2 "0002_people",
    3 "0003_exchange",
    4 "0004_talk",
    5 "0005_sms",
    6 "0006_fleet",
    7 "0007_silent_blocks",
    8 "0008_inbox_chain",
    9 "0009_reports",
    10 "0010_after_sending",
    11 "0011_presence",
    12 "0012_rooms",
    13 "0013_availability",
    14 "0014_claims",
    15 "0015_tastes",
    16 "0016_receipts",
    17 "0017_saved_searches",
    18 "0018_second_chances",
    19 "0019_facts",
    20 "0020_also_in",
    21 "0021_follows",
    22 "0022_looks_by_day",
    23 "0023_keeps",
    24 "0024_settings",
    25 "0025_files",
    27 "0027_leaving",
    28 "0028_wordings",
    29 "0029_tool_reviews",
    30 "0030_drafts",
    31 "0031_link_previews",
    32 "0032_mail",
    33 "0033_times",
    34 "0034_new_email",
    35 "0035_into",
    36 "0036_found_by_index",
    37 "0037_ask_link",
    38 "0038_apps",
    39 "0039_begins",
}

/// Runs what is missing; the names of all steps this program knows.
pub async fn run(db: &Db) -> Result<Vec<String>, OpenError> {
    let steps = match db {
        Db::Sqlite { .. } => SQLITE,
        Db::Postgres { .. } => POSTGRES,
    };
    let known = steps.last().map_or(0, |s| s.0);
    let migrations = steps
        .iter()
        .map(|(version, name, sql)| Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, (*sql).into_sql_str(), false))
        .collect();
    let migrator = Migrator::with_migrations(migrations);
    let result = match db {
        Db::Sqlite { writer, .. } => migrator.run(writer).await,
        Db::Postgres { writers, .. } => run_unhurried(&migrator, writers).await,
    };
    match result {
        Ok(()) => Ok(steps.iter().map(|s| s.1.to_owned()).collect()),
        Err(MigrateError::VersionMissing(found)) => Err(OpenError::Newer { found, known }),
        Err(e) => Err(OpenError::Migration(e.to_string())),
    }
}

/// An index on a large table takes longer than any statement of a member's, and so does waiting for the hub that builds it.
async fn run_unhurried(migrator: &Migrator, writers: &PgPool) -> Result<(), MigrateError> {
    let mut conn = writers.acquire().await?;
    conn.close_on_drop();
    for limit in ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"] {
        sqlx::query(AssertSqlSafe(format!("set {limit} = 0"))).execute(&mut *conn).await?;
    }
    migrator.run(&mut *conn).await
}
