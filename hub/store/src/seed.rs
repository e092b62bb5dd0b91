//! What a database begins with: the taxonomy and the tools directory, always; the demo town, when it is asked for; members
//! for load tests.
//!
//! The demo town goes through the same commands as everything else, back-dated: its counters, points, notices and
//! conversations are real. Its data is in `fixtures/people`, described there.

mod demo;
mod mint;
mod reference;
mod remove;
mod town;

pub use demo::{DemoDoor, SeedReport, find_demo_built_at, list_demo_doors, list_demo_files};
pub use reference::{ReferenceReport, reference_terms, reference_tools};
pub use remove::Removed;
pub use town::{
    AwakeScript, LivePost, Newcomer, Rating, Reply, Rhythm, SaidInGeneral, TownAsk, TownMember, TownOffer, WhenHelped, awake_scripts,
    newcomers, town_asks, town_members, town_offers, town_talk,
};

use crate::Fault;

/// Why nothing was seeded.
#[derive(Debug, thiserror::Error)]
pub enum SeedRefused {
    #[error("the demo town needs a database of its own, and {members} real {} in this one: start it with an empty database", if *.members == 1 { "member lives" } else { "members live" })]
    NotEmpty { members: i64 },
    #[error("the fixtures are wrong: {0}")]
    Fixture(String),
    #[error("the demo town can't be built, {step} was refused: {words}")]
    Step { step: String, words: String },
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Reads one fixture file.
fn read<T: serde::de::DeserializeOwned>(name: &str, yaml: &str) -> Result<T, SeedRefused> {
    serde_norway::from_str(yaml).map_err(|e| SeedRefused::Fixture(format!("{name}: {e}")))
}
