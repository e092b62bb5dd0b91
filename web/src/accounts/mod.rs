//! Signing up, logging in.

pub mod pages;
