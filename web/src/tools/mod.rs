//! A tool's page.

pub mod pages;
