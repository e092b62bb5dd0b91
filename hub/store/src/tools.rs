//! The tools directory.
