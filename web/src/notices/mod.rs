//! A notice's line, on pages and live.

pub mod pages;
