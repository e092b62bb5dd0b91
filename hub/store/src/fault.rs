//! A fault: something broke. Logged once, where it is handled; the member hears only that nothing was stored.

use hub::Refusal;

#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("database: {0}")]
    Db(#[from] sqlx::Error),
    /// What is stored can't be what was written.
    #[error("stored data is damaged: {0}")]
    Corrupt(String),
    /// Another hub has taken over this lane.
    #[error("another hub has taken over this database")]
    Fenced,
    /// The commit was sent and nothing came back; what became of it was looked up in vain.
    #[error("the outcome of a commit is unknown")]
    Unknown,
    /// Nothing came back in time.
    #[error("the database does not answer")]
    Silent,
    /// The batch was given up because the database is away; why, as it was said of the batch.
    #[error("the database is away: {0}")]
    Away(String),
    #[error("a command panicked: {0}")]
    Panicked(String),
}

impl Fault {
    /// The same, told to one more who waits for it.
    pub fn for_another(&self) -> Fault {
        if self.is_outage() { Fault::Away(self.to_string()) } else { Fault::Corrupt(self.to_string()) }
    }

    /// Two transactions wanted each other's rows: carrying the batch out again helps.
    pub fn is_deadlock(&self) -> bool {
        matches!(self, Fault::Db(sqlx::Error::Database(e)) if matches!(e.code().as_deref(), Some("40P01" | "40001")))
    }

    pub fn is_unique(&self) -> bool {
        matches!(self, Fault::Db(sqlx::Error::Database(e)) if e.is_unique_violation())
    }

    /// The database can't be reached, does not answer, or may not be written to just now, rather than a statement being wrong:
    /// the same again later helps.
    pub fn is_outage(&self) -> bool {
        use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, Protocol, Tls, WorkerCrashed};
        match self {
            Fault::Silent | Fault::Away(_) => true,
            // Half an answer is what a server that is killed leaves.
            Fault::Db(Io(_) | Tls(_) | Protocol(_) | PoolTimedOut | PoolClosed | WorkerCrashed) => true,
            Fault::Db(Database(e)) => e.code().is_some_and(|code| is_outage(&code)),
            _ => false,
        }
    }
}

/// PostgreSQL's codes for: broken connections (08), a standby that is not to be written to (25006), ended because it stood still
/// in a transaction (25P03), no room (53), waited too long for a lock (55P03), given up (57014), shut down and starting (57P).
fn is_outage(code: &str) -> bool {
    ["08", "25006", "25P03", "53", "55P03", "57014", "57P"].iter().any(|known| code.starts_with(known))
}

/// Why the store could not be opened: one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database can't be opened: {0}")]
    Unreachable(String),
    #[error(
        "PostgreSQL at {host}:{port} does not let us in: {why}. Check that it runs there, that this machine reaches it, and that user, password and database are right"
    )]
    Away { host: String, port: u16, why: String },
    #[error("the database is newer than this program (step {found}; this program knows {known}): start the newer program")]
    Newer { found: i64, known: i64 },
    #[error("the database could not be brought up to date: {0}")]
    Migration(String),
    #[error("{0}")]
    Fault(#[from] Fault),
}

impl OpenError {
    pub fn unreachable(e: sqlx::Error) -> Self {
        OpenError::Unreachable(e.to_string())
    }
}

/// Why a command was not carried out.
#[derive(Debug)]
pub enum Failure {
    Refused(Refusal),
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(f: Fault) -> Self {
        Failure::Fault(f)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(e: sqlx::Error) -> Self {
        Failure::Fault(e.into())
    }
}

macro_rules! refusals {
    ($($refusal:ty),+ $(,)?) => {$(
        impl From<$refusal> for Failure {
            fn from(refusal: $refusal) -> Self {
                Failure::Refused(refusal.into())
            }
        }
    )+};
}

refusals!(
    Refusal,
    hub::accounts::Refusal,
    hub::profiles::Refusal,
    hub::asks::Refusal,
    hub::claims::Refusal,
    hub::offers::Refusal,
    hub::connections::Refusal,
    hub::matches::Refusal,
    hub::messaging::Refusal,
    hub::rooms::Refusal,
    hub::sms::Refusal,
    hub::moderation::Refusal,
    hub::presence::Refusal,
    hub::tastes::Refusal,
    hub::saved_searches::Refusal,
    hub::follows::Refusal,
    hub::keeps::Refusal,
    hub::drafts::Refusal,
    hub::files::Refusal,
    hub::leaving::Refusal,
    hub::mail::Refusal,
    hub::reviews::Refusal,
    hub::times::Refusal,
    hub::command::AnyRefusal,
);
