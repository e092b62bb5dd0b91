//! What `bench`, `peers` and `grow` are all asked. Each starts hubs of its own.

use std::path::{Path, PathBuf};

use clap::Args;
use tempfile::TempDir;

use crate::fleet;

#[derive(Clone, Debug, Args)]
pub struct Common {
    /// The hub's program [default: the one beside this program]
    #[arg(long, value_name = "PATH")]
    pub collective: Option<PathBuf>,
    /// Small and short: whether it works, not what comes out
    #[arg(long)]
    pub quick: bool,
    /// Where the data of the hubs lies meanwhile: up to some gigabytes [default: the directory for temporary files]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Write the findings here too, as JSON
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write a page to look at
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Threads of the harness itself
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub threads: u32,
}

impl Common {
    /// Where everything lies while it runs; gone afterwards.
    pub fn make_home(&self) -> Result<TempDir, String> {
        fleet::make_home(self.dir.as_deref())
    }

    /// The hub's program. `loadtest` is this one.
    pub fn program(&self, loadtest: &Path) -> PathBuf {
        self.collective.clone().unwrap_or_else(|| loadtest.with_file_name("collective"))
    }
}
