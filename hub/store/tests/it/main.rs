//! The store's tests: every one runs on SQLite and on PostgreSQL, from one source.
#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod accounts;
mod after_sending;
mod asks;
mod availability;
mod batches;
mod claims;
mod connections;
mod conversations;
mod counts;
mod crashes;
mod follows;
mod home;
mod keeps;
mod lanes;
mod matches;
mod moderation;
mod offers;
mod points;
mod presence;
mod receipts;
mod reports;
mod reviews;
mod rooms;
mod saved_searches;
mod screens;
mod seed;
mod sms;
mod steps;
mod tastes;
mod texts_of_sql;
mod tools;
mod trimming;
mod world;
