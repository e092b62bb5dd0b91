//! What is shown when something did not work.

pub mod pages;
