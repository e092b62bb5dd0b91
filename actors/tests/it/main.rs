//! Liveness, told about Ana, Bo and Cy.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod crashes;
mod doors;
mod due;
mod ending;
mod faults;
mod fleet;
mod frames;
mod live;
mod mail;
mod matching;
mod outages;
mod overload;
mod presence;
mod resuming;
mod rooms;
mod saved_searches;
mod slow;
mod texts;
mod whispers;
