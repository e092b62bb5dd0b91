//! The index and the pairing seen from outside.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod facets;
mod index;
mod laws;
#[cfg(feature = "embedding-model")]
mod models;
mod pairs;
mod relevance;
mod searching;
mod standing;
mod suggesting;
mod town;
