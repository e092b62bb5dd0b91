//! The pure centre: what the collective means.
//!
//! No input or output, no clock, no async. A [`Command`] is a wish, a [`Refusal`] a polite no, an [`Event`] a fact that
//! is already in the database, a [`consequences::Consequence`] what else is true once an event is. Each feature has one
//! module here, and one of the same name in the store and in the web crate.

pub mod kernel;
pub mod leaving;

pub mod accounts;
pub mod asks;
pub mod availability;
pub mod claims;
pub mod composing;
pub mod connections;
pub mod discovery;
pub mod drafts;
pub mod files;
pub mod follows;
pub mod keeps;
pub mod link_previews;
pub mod mail;
pub mod matches;
pub mod messaging;
pub mod moderation;
pub mod notices;
pub mod offers;
pub mod points;
pub mod presence;
pub mod privacy;
pub mod profiles;
pub mod receipts;
pub mod reviews;
pub mod rooms;
pub mod saved_searches;
pub mod sms;
pub mod tastes;
pub mod taxonomy;
pub mod times;
pub mod tools;
pub mod wordings;

pub mod command;
pub mod consequences;
pub mod event;
pub mod screen;
pub mod wire;

pub use command::{Answer, By, Command, CommandId, Envelope, Refusal};
pub use event::Event;
pub use kernel::{
    ids::*,
    locale::{Locale, fixed, say},
    money::Cents,
    refusal::*,
    time::*,
};
