//! The web crate's tests, in one binary.

mod accounts;
mod alone;
mod api;
mod asks;
mod availability;
mod claims;
mod command_line;
mod composing;
mod connections;
mod deeds;
mod demo;
mod discovery;
mod doors;
mod drain;
mod interrupted;
mod messages;
mod offers;
mod pages;
mod presence;
mod receipts;
mod reports;
mod rooms;
mod saved_searches;
mod shell;
mod tastes;
mod town;
