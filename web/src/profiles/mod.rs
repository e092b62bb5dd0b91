//! A member's page.

pub mod pages;
