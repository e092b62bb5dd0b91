//! The index and the pairing seen from outside.

mod index;
mod laws;
mod pairs;
mod relevance;
mod searching;
mod suggesting;
mod town;
