//! Finding things and people.

pub mod pages;
