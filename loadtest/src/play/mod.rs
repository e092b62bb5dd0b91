//! `loadtest run`: plays a scenario against a running server, second by second.
//!
//! ```text
//!   evening.toml ─▶ Script ─▶ members come in ─▶ each part is prepared (introduced, stocked)
//!                      │                                  │
//!                      ▼                                  ▼
//!                   Course: ramp, steady, storm ──▶ parts play ──▶ Recorder ──▶ a Point a second ──▶ Outcome
//!                                                        Gauge ──────┘                          table, JSON, page
//! ```

pub mod course;
pub mod gauge;
pub mod limits;
pub mod measures;
pub mod outcome;
pub mod recorder;
pub mod script;
pub mod signing;
pub mod stage;
pub mod toml_reader;

mod parts;
mod progress;
mod run;

pub use run::{Setting, play};
