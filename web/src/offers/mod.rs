//! Offers: the form, one's own list, the page.

pub mod pages;
