//! Connections: who waits for whom, and the steps.

pub mod pages;
