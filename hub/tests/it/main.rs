//! What travels over the wire, pinned: golden files, the protocol page, and a fuzz of the decoder.

mod frames;
mod fuzz;
mod protocol;
mod samples;
