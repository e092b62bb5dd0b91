//! The web crate's tests, in one binary.

mod pages;
