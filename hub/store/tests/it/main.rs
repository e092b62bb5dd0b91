//! The store's tests: every one runs on SQLite and on PostgreSQL, from one source.

mod accounts;
mod batches;
mod conversations;
mod world;
