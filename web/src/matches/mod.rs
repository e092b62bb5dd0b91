//! The match card, on pages and live.

pub mod pages;
