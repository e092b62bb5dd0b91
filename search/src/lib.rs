//! Finding and pairing: which offers fit an ask, and what `/discover` shows.
//!
//! ```text
//!   AskView, OfferView … ─▶ Post ─▶ Reading ─▶ Index::replace ─▶ hot set ──flush──▶ tantivy
//!                                     │                             └── candidates ──┤
//!                                     │                                  search ─────┘
//!                                     └─▶ pairing::pair(ask, offer) ─▶ score and reasons
//! ```
//! Candidates come from the index; a pair's score and reasons are a pure function of the two posts ([`pairing`]). The
//! index is a cache: whoever feeds it can build it anew from the store at any time. This crate knows neither actors nor
//! SQL; it has no clock, and threads of its own only for as long as an index is filled
//! or cells are found.

mod best;
mod brief;
mod facets;
mod gathered;
pub mod index;
pub mod judged;
mod likely;
pub mod matching;
pub mod meaning;
pub mod pairing;
mod places;
mod plan;
pub mod post;
mod postings;
pub mod query;
pub mod reading;
#[doc(hidden)]
pub mod samples;
mod scan;
mod schema;
pub mod sorted;
mod standing;
pub mod suggest;
#[cfg(feature = "embedding-model")]
#[doc(hidden)]
pub mod tiny;
mod together;
pub mod topic;
pub mod typing;
pub mod words;

pub use index::{Fault, Generation, Index, Opened, WhyEmpty};
pub use meaning::Source;
pub use post::{Key, Kind, Label, Money, Post, What};
pub use query::{Found, Hit, Query, Viewer};
pub use reading::Reading;
pub use standing::Standing;
