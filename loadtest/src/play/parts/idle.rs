//! Logged in, and silent.

use crate::seat::Seat;

pub struct Idle {
    pub seats: Vec<Option<Seat>>,
}
