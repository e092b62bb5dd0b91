//! Conversations of two.

pub mod pages;
