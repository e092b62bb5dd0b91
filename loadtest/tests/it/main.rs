//! The client and the harness against small servers that speak the hub's frames over real sockets.

mod server;
mod town;

mod client;
mod door;
mod http;
mod scenarios;
