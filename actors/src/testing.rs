//! A world to test in.
