//! The client and the harness against a small server that speaks the hub's frames over real sockets.

mod server;

mod client;
mod door;
