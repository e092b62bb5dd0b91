//! The only place that knows which database it is: SQLite (one file, one writer) or PostgreSQL.
//!
//! Every statement is one text for both, with `$1` for parameters. What differs is here: how a write transaction begins,
//! rows are locked, and many rows travel in one statement.

mod durability;

use std::{
    ops::{Deref, DerefMut},
    path::Path,
    str::FromStr,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use sqlx::{
    AssertSqlSafe, Column as _, Connection as _, Postgres, Row as _, SqlSafeStr, Sqlite,
    pool::{Pool, PoolConnection},
    postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

use tokio::{
    runtime::{Builder, Handle, Runtime},
    task::JoinSet,
};

use crate::fault::{Fault, OpenError};

/// Rows of the large statements, and the most of a small one. Each number of rows is a text of its own that SQLite has to
/// parse once and keep: a few large ones and a small rest, not hundreds. Measured with 512 messages a batch: 26 µs of CPU
/// a message where statements of 100 rows take 33, since each statement is a round trip to the connection's thread.
const ROWS_A_STATEMENT: [usize; 3] = [512, 256, 128];

/// A PostgreSQL that has not answered a statement for so long is away, hung or behind a wall: whoever waits is told to come
/// back, and the connection is closed. Also the longest wait for another transaction's lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// So long a connection is waited for; one is opened meanwhile, as often as it takes.
const ACQUIRED_IN: Duration = Duration::from_secs(3);
/// A connection that was in use so lately is not asked first whether it still stands: that is a round trip for each read, and
/// it was asked on its way back.
const STANDS_FOR: Duration = Duration::from_secs(1);
/// What every connection asks of PostgreSQL. A hub that stands still in the middle of a transaction (paused, or cut off) holds
/// rows that others wait for: the server ends it. The rest is for statements whose client has given up and gone.
const ASKED: [(&str, &str); 3] = [("idle_in_transaction_session_timeout", "3s"), ("lock_timeout", "5s"), ("statement_timeout", "60s")];

/// A value on its way into a statement. Null has a type: PostgreSQL wants to know.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Int(Option<i64>),
    Text(Option<String>),
    Blob(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => |$v:ident| $make:expr),+ $(,)?) => {$(
        impl From<$from> for Value { fn from($v: $from) -> Value { $make } }
    )+};
}

values! {
    i64 => |v| Value::Int(Some(v)),
    Option<i64> => |v| Value::Int(v),
    &str => |v| Value::Text(Some(v.to_owned())),
    String => |v| Value::Text(Some(v)),
    &String => |v| Value::Text(Some(v.clone())),
    Option<String> => |v| Value::Text(v),
    Option<&str> => |v| Value::Text(v.map(str::to_owned)),
    Vec<u8> => |v| Value::Blob(Some(v)),
    Option<Vec<u8>> => |v| Value::Blob(v),
}

/// Numbers with a meaning of their own, in and out of the database.
macro_rules! numbers {
    ($($name:ty),+ $(,)?) => {$(
        impl From<$name> for Value { fn from(v: $name) -> Value { Value::Int(Some(v.0)) } }
        impl From<Option<$name>> for Value { fn from(v: Option<$name>) -> Value { Value::Int(v.map(|v| v.0)) } }
        impl Cell for $name { fn cell(row: &Row, name: &str) -> Result<Self, Fault> { i64::cell(row, name).map(Self) } }
        impl Cell for Option<$name> {
            fn cell(row: &Row, name: &str) -> Result<Self, Fault> { Ok(Option::<i64>::cell(row, name)?.map(Into::into)) }
        }
    )+};
}

impl From<hub::Cents> for Value {
    fn from(v: hub::Cents) -> Value {
        Value::Int(Some(v.0))
    }
}
impl From<Option<hub::Cents>> for Value {
    fn from(v: Option<hub::Cents>) -> Value {
        Value::Int(v.map(|v| v.0))
    }
}
impl Cell for hub::Cents {
    fn cell(row: &Row, name: &str) -> Result<Self, Fault> {
        i64::cell(row, name).map(hub::Cents)
    }
}
impl Cell for Option<hub::Cents> {
    fn cell(row: &Row, name: &str) -> Result<Self, Fault> {
        Ok(Option::<i64>::cell(row, name)?.map(hub::Cents))
    }
}

numbers!(
    hub::UserId,
    hub::AskId,
    hub::OfferId,
    hub::ToolId,
    hub::TermId,
    hub::ConnectionId,
    hub::ConversationId,
    hub::MatchId,
    hub::NoticeId,
    hub::SessionId,
    hub::TokenId,
    hub::TextId,
    hub::MailId,
    hub::ReportId,
    hub::CaseId,
    hub::ReviewId,
    hub::TimesId,
    hub::ClaimId,
    hub::RuleId,
    hub::SearchId,
    hub::FileId,
    hub::Timestamp,
);

/// `args![id, "text", at]`: the values of a statement, in order.
#[macro_export]
macro_rules! args {
    ($($v:expr),* $(,)?) => { &[$($crate::engine::Value::from($v)),*] };
}

/// `row![id, "text", at]`: one row of many.
#[macro_export]
macro_rules! row {
    ($($v:expr),* $(,)?) => { vec![$($crate::engine::Value::from($v)),*] };
}

/// A row that came back.
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

/// What can be read from a column.
pub trait Cell: Sized {
    fn cell(row: &Row, name: &str) -> Result<Self, Fault>;
}

macro_rules! plain_cells {
    ($($t:ty),+) => {$(
        impl Cell for $t {
            fn cell(row: &Row, name: &str) -> Result<Self, Fault> {
                Ok(match row { Row::Sqlite(r) => r.try_get(name)?, Row::Postgres(r) => r.try_get(name)? })
            }
        }
    )+};
}
plain_cells!(i64, Option<i64>, String, Option<String>, Vec<u8>, Option<Vec<u8>>);

impl Row {
    pub fn get<T: Cell>(&self, name: &str) -> Result<T, Fault> {
        T::cell(self, name)
    }

    /// A word of an enum.
    pub fn word<T: FromStr<Err = hub::kernel::UnknownWord>>(&self, name: &str) -> Result<T, Fault> {
        self.get::<String>(name)?.parse().map_err(|e| Fault::Corrupt(format!("column {name}: {e}")))
    }

    /// A list that stands one entry a line.
    pub fn list(&self, name: &str) -> Result<Vec<String>, Fault> {
        Ok(self.get::<String>(name)?.lines().map(str::to_owned).collect())
    }

    /// Every column by its name, whatever it is, for whoever takes all of it along. Packed bytes are written as what was packed.
    pub fn to_json(&self) -> Result<serde_json::Map<String, serde_json::Value>, Fault> {
        let mut all = serde_json::Map::new();
        for name in self.columns() {
            let value = match (self.get::<Option<i64>>(&name), self.get::<Option<String>>(&name)) {
                (Ok(number), _) => number.into(),
                (_, Ok(text)) => text.into(),
                _ => match self.get::<Option<Vec<u8>>>(&name)? {
                    Some(bytes) => rmp_serde::from_slice(&bytes).unwrap_or_default(),
                    None => serde_json::Value::Null,
                },
            };
            all.insert(name, value);
        }
        Ok(all)
    }

    pub fn columns(&self) -> Vec<String> {
        match self {
            Row::Sqlite(r) => r.columns().iter().map(|c| c.name().to_owned()).collect(),
            Row::Postgres(r) => r.columns().iter().map(|c| c.name().to_owned()).collect(),
        }
    }
}

/// Which engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// The pools. SQLite writes through one connection, so its pool is the queue of writers. PostgreSQL's writers have a few
/// connections of their own: a crowd that comes back reads, and must not stand in front of what is written.
#[derive(Clone, Debug)]
pub enum Db {
    Sqlite { writer: SqlitePool, readers: SqlitePool, turns: Arc<AtomicU64> },
    Postgres { writers: PgPool, readers: PgPool },
}

impl Db {
    /// `sqlite:PATH`, a plain path, or `postgres://…`.
    pub async fn open(url: &str) -> Result<Db, OpenError> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") { Db::postgres(url).await } else { Db::sqlite(url).await }
    }

    async fn sqlite(url: &str) -> Result<Db, OpenError> {
        let path = url.trim_start_matches("sqlite://").trim_start_matches("sqlite:");
        let options = SqliteConnectOptions::new()
            .filename(Path::new(path))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // NORMAL can lose the last commits on power loss; a tick is forever.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(2_000)
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-65536")
            // 64 MiB of log. Talking writes the same pages again and again; the later they are copied back, the fewer copies.
            .pragma("wal_autocheckpoint", "16000")
            // The connection's thread need not wait for its reader in the middle of a statement.
            .row_buffer_size(1_024);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            // A file does not hang up; asking costs a round trip to the connection's thread each time.
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await
            .map_err(OpenError::unreachable)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            // A file does not hang up; asking costs a round trip to the connection's thread each time.
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(OpenError::unreachable)?;
        Ok(Db::Sqlite { writer, readers, turns: Arc::default() })
    }

    async fn postgres(url: &str) -> Result<Db, OpenError> {
        let options = PgConnectOptions::from_str(url).map_err(OpenError::unreachable)?;
        let options = options.statement_cache_capacity(500).application_name("collective").options(ASKED);
        let pool = |most| {
            PgPoolOptions::new().max_connections(most).acquire_timeout(ACQUIRED_IN).test_before_acquire(false).before_acquire(
                |conn, kept| {
                    Box::pin(async move {
                        if kept.idle_for >= STANDS_FOR {
                            conn.ping().await?;
                        }
                        Ok(true)
                    })
                },
            )
        };
        answers(&options).await?;
        let writers = pool(4).connect_with(options.clone()).await.map_err(OpenError::unreachable)?;
        Ok(Db::Postgres { writers, readers: pool(16).connect_lazy_with(options) })
    }

    pub fn engine(&self) -> Engine {
        match self {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres { .. } => Engine::Postgres,
        }
    }

    /// For reads; sees only what is committed.
    pub async fn read(&self) -> Result<Tx, Fault> {
        let conn = match self {
            Db::Sqlite { readers, .. } => Conn::Sqlite(take(readers).await?),
            Db::Postgres { readers, .. } => Conn::Postgres(Box::pin(readers.acquire()).await?),
        };
        Ok(Tx::of(conn, Open::Nothing))
    }

    /// Several reads of one moment. Ends with [`Tx::rollback`], or when it is dropped.
    pub async fn snapshot(&self) -> Result<Tx, Fault> {
        let mut tx = self.read().await?;
        tx.open = Open::Snapshot;
        match self {
            Db::Sqlite { .. } => tx.run("begin", args![]).await?,
            Db::Postgres { .. } => tx.run("begin isolation level repeatable read read only", args![]).await?,
        };
        Ok(tx)
    }

    /// A write transaction. Dropped without [`Tx::commit`], it never happened.
    pub async fn write(&self) -> Result<Tx, Fault> {
        let (conn, turn) = match self {
            // There is one connection to have: whoever has it counts.
            Db::Sqlite { writer, turns, .. } => {
                let conn = take(writer).await?;
                (Conn::Sqlite(conn), Some(turns.fetch_add(1, Relaxed) + 1))
            }
            Db::Postgres { writers, .. } => (Conn::Postgres(Box::pin(writers.acquire()).await?), None),
        };
        // Open from before it begins: given up halfway, the connection must not go back into the pool.
        let mut tx = Tx::of(conn, Open::Transaction);
        tx.turn = turn;
        match self {
            Db::Sqlite { .. } => tx.run("begin immediate", args![]).await?,
            Db::Postgres { .. } => tx.run("begin", args![]).await?,
        };
        Ok(tx)
    }

    pub async fn close(&self) {
        match self {
            Db::Sqlite { writer, readers, .. } => {
                readers.close().await;
                writer.close().await;
            }
            // Connections to a database that hangs don't close: not for long.
            Db::Postgres { writers, readers } => {
                let closing = futures_util::future::join(readers.close(), writers.close());
                let _ = tokio::time::timeout(PATIENCE, closing).await;
            }
        }
    }
}

/// Whether PostgreSQL lets this hub in. A pool would only say that it has waited; here it is said where and why. One that is
/// just starting gets as long as a connection is waited for.
async fn answers(options: &PgConnectOptions) -> Result<(), OpenError> {
    let (host, port) = (options.get_host().to_owned(), options.get_port());
    let given_up = tokio::time::Instant::now() + ACQUIRED_IN;
    loop {
        let why = match tokio::time::timeout_at(given_up, PgConnection::connect_with(options)).await {
            Ok(Ok(connection)) => {
                let _ = connection.close().await;
                return Ok(());
            }
            // Nobody listens there yet, or it says that it is starting: the rest does not get better by waiting.
            Ok(Err(e)) => {
                let may_pass =
                    matches!(&e, sqlx::Error::Io(_)) || matches!(&e, sqlx::Error::Database(d) if d.code().as_deref() == Some("57P03"));
                let pause = tokio::time::Instant::now() + Duration::from_millis(200);
                if may_pass && pause < given_up {
                    tokio::time::sleep_until(pause).await;
                    continue;
                }
                e.to_string()
            }
            Err(_) => format!("no answer within {} s", ACQUIRED_IN.as_secs()),
        };
        return Err(OpenError::Away { host, port, why });
    }
}

/// A connection of SQLite's. Waiting for one has room for opening one, 14 KB of it: kept out of every future that reads
/// (measured: each socket that came in was 60 KB of futures for a moment, and 4 KB of what they left stayed dirty in its buffers).
async fn take(pool: &Pool<Sqlite>) -> Result<PoolConnection<Sqlite>, sqlx::Error> {
    match pool.try_acquire() {
        Some(free) => Ok(free),
        None => Box::pin(pool.acquire()).await,
    }
}

enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A connection on its way out of the pool and back. It goes back by a task of its own: it is asked whether it still stands, and a
/// snapshot is ended first. That task runs [`aside`]. On the thread that has read, it would wait for its turn behind whatever else is
/// ready there, with a connection that others wait for. Nor is a thread there ever gone when another one ends with a read in the
/// middle.
struct Held {
    conn: Option<Conn>,
    /// It must not go back into the pool: it is closed.
    broken: bool,
    aside: Handle,
}

/// Threads where nothing takes long: connections go back to their pools there, and [`beside`] waits there for the database. Where
/// there is none to be had, that is done where it is asked for.
fn aside() -> Handle {
    static ASIDE: LazyLock<Option<Runtime>> = LazyLock::new(|| {
        let threads = std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 4).clamp(1, 4));
        let make = || Builder::new_multi_thread().worker_threads(threads).thread_name("connections").enable_all().build();
        let made = std::panic::catch_unwind(make).ok().and_then(Result::ok);
        if made.is_none() {
            tracing::warn!("connections have no thread of their own to go back on");
        }
        made
    });
    ASIDE.as_ref().map_or_else(Handle::current, |runtime| runtime.handle().clone())
}

/// A short read with a connection of its own, which it holds for as long as the database takes and not until the asker's thread
/// comes to the answer. Threads that write pages are busy: eight connections whose answers waited for one of them let the other
/// stand idle for a third of the time (measured: 64 readers of a page got 1,300 a second, eight got 2,600). Given up by whoever
/// asks, it is given up here too.
pub(crate) async fn beside<T: Send + 'static>(read: impl Future<Output = Result<T, Fault>> + Send + 'static) -> Result<T, Fault> {
    let mut asked = JoinSet::new();
    asked.spawn_on(read, &aside());
    match asked.join_next().await {
        Some(Ok(found)) => found,
        // Whoever asks knows what it was about.
        Some(Err(fallen)) if fallen.is_panic() => std::panic::resume_unwind(fallen.into_panic()),
        _ => Err(Fault::Silent),
    }
}

impl Held {
    fn of(conn: Conn) -> Held {
        Held { conn: Some(conn), broken: false, aside: aside() }
    }

    /// Ends a snapshot beside whoever dropped it, and gives the connection back.
    fn end_snapshot(&mut self) {
        let mut held = Held { conn: self.conn.take(), broken: false, aside: self.aside.clone() };
        self.aside.spawn(async move {
            let ended = match held.conn.as_mut() {
                Some(Conn::Sqlite(c)) => sqlx::query("rollback").execute(&mut **c).await.is_ok(),
                Some(Conn::Postgres(c)) => {
                    let asked = tokio::time::timeout(PATIENCE, sqlx::query("rollback").execute(&mut **c));
                    asked.await.is_ok_and(|ended| ended.is_ok())
                }
                None => true,
            };
            if !ended {
                held.close_on_drop();
            }
        });
    }

    fn close_on_drop(&mut self) {
        self.broken = true;
        match &mut **self {
            Conn::Sqlite(c) => c.close_on_drop(),
            Conn::Postgres(c) => c.close_on_drop(),
        }
    }
}

impl Deref for Held {
    type Target = Conn;
    fn deref(&self) -> &Conn {
        self.conn.as_ref().expect("taken only when dropped")
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn.as_mut().expect("taken only when dropped")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _runtime = self.aside.enter();
        // On its way back a connection is asked whether it still stands; one that does not answer goes.
        if let Some(Conn::Postgres(mut conn)) = self.conn.take()
            && !self.broken
        {
            let back = conn.return_to_pool();
            self.aside.spawn(async move { drop(tokio::time::timeout(PATIENCE, back).await) });
        }
    }
}

/// A connection in use: a transaction, or a plain read.
pub struct Tx {
    conn: Held,
    open: Open,
    /// It did not answer in time.
    silent: bool,
    /// How long a statement may take on PostgreSQL.
    patience: Duration,
    /// Which write transaction of this process it is.
    turn: Option<u64>,
}

/// What is open on a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    /// Reads of one moment.
    Snapshot,
    Transaction,
}

impl Drop for Tx {
    fn drop(&mut self) {
        if self.silent || self.open == Open::Transaction {
            // An unfinished transaction must not go back into the pool.
            self.conn.close_on_drop();
        } else if self.open == Open::Snapshot {
            self.conn.end_snapshot();
        }
    }
}

/// Waits for an answer of PostgreSQL, not forever. Whoever was given up on must not be asked again.
async fn within<T>(patience: Duration, silent: &mut bool, asked: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Fault> {
    match tokio::time::timeout(patience, asked).await {
        Ok(answered) => Ok(answered?),
        Err(_) => {
            *silent = true;
            Err(Fault::Silent)
        }
    }
}

/// Binds values to a query of either engine.
macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                Value::Int(v) => query.bind(*v),
                Value::Text(v) => query.bind(v.as_deref()),
                Value::Blob(v) => query.bind(v.as_deref()),
            };
        }
        query
    }};
}

impl Tx {
    fn of(conn: Conn, open: Open) -> Tx {
        Tx { conn: Held::of(conn), open, silent: false, patience: PATIENCE, turn: None }
    }

    /// For work at the console that nobody waits for, in statements that may take long. Within a transaction.
    pub async fn take_time(&mut self) -> Result<(), Fault> {
        self.patience = Duration::from_secs(3_600);
        if self.engine() == Engine::Postgres {
            self.run("set local statement_timeout = 0", args![]).await?;
        }
        Ok(())
    }

    /// On SQLite, where this process alone writes: one more than that of the write transaction before.
    pub(crate) fn turn(&self) -> Option<u64> {
        self.turn
    }

    pub fn engine(&self) -> Engine {
        match *self.conn {
            Conn::Sqlite(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement; how many rows it touched.
    pub async fn run(&mut self, sql: impl SqlSafeStr, args: &[Value]) -> Result<u64, Fault> {
        let Tx { conn, silent, patience, .. } = self;
        Ok(match &mut **conn {
            Conn::Sqlite(c) => bound!(sql, args).execute(&mut **c).await?.rows_affected(),
            Conn::Postgres(c) => within(*patience, silent, bound!(sql, args).execute(&mut **c)).await?.rows_affected(),
        })
    }

    pub async fn rows(&mut self, sql: impl SqlSafeStr, args: &[Value]) -> Result<Vec<Row>, Fault> {
        let Tx { conn, silent, patience, .. } = self;
        Ok(match &mut **conn {
            Conn::Sqlite(c) => bound!(sql, args).fetch_all(&mut **c).await?.into_iter().map(Row::Sqlite).collect(),
            Conn::Postgres(c) => {
                let rows = within(*patience, silent, bound!(sql, args).fetch_all(&mut **c)).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub async fn row(&mut self, sql: impl SqlSafeStr, args: &[Value]) -> Result<Option<Row>, Fault> {
        let Tx { conn, silent, patience, .. } = self;
        Ok(match &mut **conn {
            Conn::Sqlite(c) => bound!(sql, args).fetch_optional(&mut **c).await?.map(Row::Sqlite),
            Conn::Postgres(c) => within(*patience, silent, bound!(sql, args).fetch_optional(&mut **c)).await?.map(Row::Postgres),
        })
    }

    /// One number: `count(*)`, `max(…)`. The column must be called `n`.
    pub async fn number(&mut self, sql: impl SqlSafeStr, args: &[Value]) -> Result<i64, Fault> {
        match self.row(sql, args).await? {
            Some(row) => Ok(row.get::<Option<i64>>("n")?.unwrap_or(0)),
            None => Ok(0),
        }
    }

    pub async fn commit(mut self) -> Result<(), Fault> {
        let committed = self.run("commit", args![]).await.map(|_| ());
        if committed.is_ok() {
            self.open = Open::Nothing;
        }
        committed
    }

    pub async fn rollback(mut self) -> Result<(), Fault> {
        let done = self.run("rollback", args![]).await.map(|_| ());
        self.open = if done.is_ok() { Open::Nothing } else { Open::Transaction };
        done
    }

    /// Inserts many rows, as few statements as are good; `tail` is `on conflict …` or empty.
    pub async fn insert_many(&mut self, table: &str, columns: &str, rows: &[Vec<Value>], tail: &str) -> Result<(), Fault> {
        for some in by_statement(rows) {
            let source = self.source(some);
            let args = self.flat(some);
            let sql = match self.engine() {
                Engine::Sqlite => format!("insert into {table} ({columns}) {source} {tail}"),
                Engine::Postgres => format!("insert into {table} ({columns}) select * from {source} {tail}"),
            };
            self.send_many(sql, args, false).await?;
        }
        Ok(())
    }

    /// Runs `template` with `{rows}` standing for the rows as a table of columns `column1, column2, …`:
    /// `update lanes set head = v.column2 from {rows} v where lane = v.column1 returning lane`.
    pub async fn with_rows(&mut self, template: &str, rows: &[Vec<Value>]) -> Result<Vec<Row>, Fault> {
        let mut found = Vec::new();
        for some in by_statement(rows) {
            let source = self.source(some);
            let args = self.flat(some);
            let sql = match self.engine() {
                Engine::Sqlite => in_order(template).replace("{rows}", &format!("({source})")),
                Engine::Postgres => template.replace("{rows}", &format!("(select * from {source})")),
            };
            found.extend(self.send_many(sql, args, true).await?);
        }
        Ok(found)
    }

    /// What joins a table to those before it so that it is read after them. SQLite, left to itself, may begin at the far end: it counts
    /// no rows of a table before it chooses. PostgreSQL does.
    pub fn join_in_order(&self) -> &'static str {
        match self.engine() {
            Engine::Sqlite => "cross join",
            Engine::Postgres => "join",
        }
    }

    /// Rows as the engine likes them: a `values` list, or arrays to unnest.
    fn source(&self, rows: &[Vec<Value>]) -> String {
        let width = rows.first().map_or(0, Vec::len);
        match self.engine() {
            Engine::Sqlite => {
                let one = format!("({})", vec!["?"; width].join(","));
                format!("values {}", vec![one; rows.len()].join(","))
            }
            Engine::Postgres => {
                let arrays: Vec<String> = rows[0]
                    .iter()
                    .enumerate()
                    .map(|(i, v)| {
                        let kind = match v {
                            Value::Int(_) => "bigint",
                            Value::Text(_) => "text",
                            Value::Blob(_) => "bytea",
                        };
                        format!("${}::{kind}[]", i + 1)
                    })
                    .collect();
                let names: Vec<String> = (1..=width).map(|i| format!("column{i}")).collect();
                format!("unnest({}) as u({})", arrays.join(","), names.join(","))
            }
        }
    }

    fn flat<'r>(&self, rows: &'r [Vec<Value>]) -> Many<'r> {
        match self.engine() {
            Engine::Sqlite => Many::Flat(rows),
            Engine::Postgres => {
                let width = rows.first().map_or(0, Vec::len);
                Many::Columns((0..width).map(|i| rows.iter().map(|r| r[i].clone()).collect()).collect())
            }
        }
    }

    async fn send_many(&mut self, sql: String, args: Many<'_>, fetch: bool) -> Result<Vec<Row>, Fault> {
        let Tx { conn, silent, patience, .. } = self;
        match (&mut **conn, args) {
            (Conn::Sqlite(c), Many::Flat(values)) => {
                let query = bound!(AssertSqlSafe(sql), values.iter().flatten());
                if fetch {
                    return Ok(query.fetch_all(&mut **c).await?.into_iter().map(Row::Sqlite).collect());
                }
                query.execute(&mut **c).await?;
            }
            (Conn::Postgres(c), Many::Columns(columns)) => {
                let mut query = sqlx::query(AssertSqlSafe(sql));
                for column in columns {
                    query = match column.first() {
                        Some(Value::Text(_)) => query.bind(column.into_iter().map(Value::text).collect::<Vec<_>>()),
                        Some(Value::Blob(_)) => query.bind(column.into_iter().map(Value::blob).collect::<Vec<_>>()),
                        _ => query.bind(column.into_iter().map(Value::int).collect::<Vec<_>>()),
                    };
                }
                if fetch {
                    let rows = within(*patience, silent, query.fetch_all(&mut **c)).await?;
                    return Ok(rows.into_iter().map(Row::Postgres).collect());
                }
                within(*patience, silent, query.execute(&mut **c)).await?;
            }
            _ => return Err(Fault::Corrupt("rows were laid out for the other engine".to_owned())),
        }
        Ok(Vec::new())
    }

    /// Locks rows by id, in id order, until the end of the transaction. SQLite has one writer: nothing to lock.
    pub async fn lock(&mut self, table: &str, key: &str, mut ids: Vec<i64>) -> Result<(), Fault> {
        let Tx { conn, silent, patience, .. } = self;
        if let Conn::Postgres(c) = &mut **conn
            && !ids.is_empty()
        {
            ids.sort_unstable();
            ids.dedup();
            let sql = format!("select {key} from {table} where {key} = any($1) order by {key} for update");
            within(*patience, silent, sqlx::query(AssertSqlSafe(sql)).bind(ids).fetch_all(&mut **c)).await?;
        }
        Ok(())
    }
}

/// A statement of SQLite's that begins at the rows it was given and joins in the order it is written. Left to itself it takes a
/// table for the smaller side that is not (measured: of 100 offers among 5,000 it read all 5,000, and the 100 rows again for each
/// of them, 33 ms instead of 0.01). `cross join` stays in its place.
fn in_order(template: &str) -> String {
    let Some((head, tail)) = template.split_once("{rows} v") else { return template.to_owned() };
    let mut ordered = format!("{head}{{rows}} v");
    let (mut depth, mut before) = (0_i32, "");
    for word in tail.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '(' | ')')) {
        // Only the statement's own joins: a subquery is planned by itself. A left join keeps its place anyway.
        if depth == 0 && word.trim_end() == "join" && before != "left" {
            ordered.push_str("cross ");
        }
        depth += i32::from(word.ends_with('(')) - i32::from(word.ends_with(')'));
        ordered.push_str(word);
        if !word.trim().is_empty() {
            before = word.trim();
        }
    }
    ordered
}

/// The rows of each statement: as few as there are texts for.
fn by_statement(mut rows: &[Vec<Value>]) -> impl Iterator<Item = &[Vec<Value>]> {
    std::iter::from_fn(move || {
        let most = ROWS_A_STATEMENT.into_iter().find(|most| *most <= rows.len()).unwrap_or(rows.len());
        let (some, rest) = rows.split_at(most);
        rows = rest;
        (!some.is_empty()).then_some(some)
    })
}

enum Many<'r> {
    Flat(&'r [Vec<Value>]),
    Columns(Vec<Vec<Value>>),
}

impl Value {
    fn int(self) -> Option<i64> {
        if let Value::Int(v) = self { v } else { None }
    }
    fn text(self) -> Option<String> {
        if let Value::Text(v) = self { v } else { None }
    }
    fn blob(self) -> Option<Vec<u8>> {
        if let Value::Blob(v) = self { v } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn what_is_joined_to_given_rows_stays_in_its_order() {
        let ordered = in_order(
            "select a from {rows} v\n  join offers o on o.id = v.column1 join users u on u.id = o.user_id left join terms c on c.id = 1",
        );
        let said = "select a from {rows} v\n  cross join offers o on o.id = v.column1 cross join users u on u.id = o.user_id left join terms c on c.id = 1";
        assert_eq!(ordered, said);
        let inner = "select (select 1 from x join y on 1) from {rows} v where exists (select 1 from a join b on (a.x = b.x)) or joined = 1";
        assert_eq!(in_order(inner), inner, "what is no join of its own is left alone");
        assert_eq!(in_order("select 1 from a join b on 1"), "select 1 from a join b on 1");
    }
}
