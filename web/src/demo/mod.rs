//! The demo town's doors.

pub mod pages;
