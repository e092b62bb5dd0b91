//! The web crate's tests, in one binary.

mod accounts;
mod command_line;
mod doors;
mod pages;
mod town;
