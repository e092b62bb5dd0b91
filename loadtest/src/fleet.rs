//! Servers of our own: hubs, PostgreSQL, Redis, as real processes on free ports, each with a log. They can be ended in order,
//! killed, paused, and begun again at the same place; and they end with this program however it ends.
//!
//! ```text
//!   Running   a server that answers over HTTP: a hub, and what stands in its place
//!   Postgres  with the settings it comes with: what it says is committed is on disk
//!   Redis     nothing on disk, as the hubs want it
//!   Process   what is behind each of them: begin, leave, kill, pause, go on
//!   guard     the shell that ends a process when this program is gone
//! ```

pub mod guard;
pub mod hub;
pub mod postgres;
pub mod process;
pub mod redis;

pub use hub::{Data, Running};
pub use postgres::Postgres;
pub use process::Process;
pub use redis::Redis;

use std::{fs::Permissions, os::unix::fs::PermissionsExt, path::Path, time::Duration};

use tempfile::TempDir;

/// How long a server may take to be ready.
pub const READY: Duration = Duration::from_secs(60);

/// Where everything lies while it runs, within this directory or the one for temporary files; gone afterwards. Reachable by
/// the user that PostgreSQL runs as.
pub fn make_home(within: Option<&Path>) -> Result<TempDir, String> {
    let within = within.map_or_else(std::env::temp_dir, Path::to_owned);
    let made = tempfile::Builder::new().prefix("collective-fleet-").permissions(Permissions::from_mode(0o711)).tempdir_in(&within);
    made.map_err(|e| format!("nothing can be written to {}: {e}", within.display()))
}
