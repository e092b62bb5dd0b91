//! A member's screen as a program: the client that speaks [`hub::wire`] over a real websocket, and what is needed to
//! fill a hub with thousands of them.
//!
//! ```text
//!   Client   one screen: act, hear events, keep the cursor        for journeys
//!   Device   a screen that comes back by itself, with an outbox   for whoever kills hubs
//!   Socket   the bare socket: send a frame, read a frame          for tests of rude clients, and below
//!   seat     one task a socket, driven by a small state machine   for the harness
//!   Http     POST and GET on /api/v1 with a bearer token
//!   fleet    hubs, PostgreSQL and Redis as processes of our own
//! ```
//! `loadtest run` and `loadtest bench` (README.md) are built from the same pieces.

pub mod address;
pub mod bench;
pub mod client;
pub mod comeback;
pub mod common;
pub mod compare;
pub mod device;
pub mod fleet;
pub mod grow;
pub mod http;
pub mod ids;
pub mod line;
pub mod measure;
pub mod members;
pub mod nemesis;
pub mod outbox;
pub mod pages;
pub mod peers;
pub mod plan;
pub mod play;
pub mod report;
pub mod rolling;
pub mod scenarios;
pub mod seat;
pub mod socket;

pub use client::{Client, Heard, PendingId, Silence};
pub use device::{Device, Kept, Manner, News, Standing};
pub use http::{Http, HttpFault, Reply};
pub use outbox::{Letter, Outbox};
pub use socket::{ConnectError, Door, Ended, Options, Resume, Socket, Welcome};
