//! The landing page and a member's own dashboard.

pub mod pages;
