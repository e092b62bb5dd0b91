//! The API as a program meets it: every answer, good or bad, is held against the document that the hub serves.

mod bad_input;
mod document;
mod entering;
mod everything;
mod paging;
pub mod program;
mod secrecy;
