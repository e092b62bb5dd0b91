//! The client and the harness against small servers that speak the hub's frames over real sockets.

#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

mod server;
mod town;

mod bench;
mod client;
mod device;
mod door;
mod fleet;
mod grow;
mod http;
mod nemesis;
mod peers;
mod play;
mod rolling;
mod scenarios;
