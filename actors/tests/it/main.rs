//! Liveness, told about Ana, Bo and Cy.

mod crashes;
mod doors;
mod due;
mod ending;
mod faults;
mod fleet;
mod frames;
mod live;
mod overload;
mod resuming;
mod slow;
mod whispers;
