//! Profile, password, devices, tokens, texts.

pub mod pages;
