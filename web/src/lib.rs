//! The web side of the hub: doors, pages, forms, assets, the API.
//!
//! ```text
//! request ─▶ around (id, log, headers, words for failures) ─▶ routes ─▶ Visitor or Member ─▶ handler ─▶ Collective
//!                                                                                              │
//!                                                                       a page, a redirect ◀───┘
//! ```

pub use hub::{fixed, say};
pub use look::marked::say_html;

pub mod claims;
pub mod clock;
pub mod composing;
pub mod config;
pub mod console;
pub mod relevance;
pub mod routes;
pub mod server;

pub mod around;
pub mod callers;
mod crowds;
pub mod csrf;
pub mod doorstep;
pub mod drafts;
pub mod front;
pub mod health;
pub mod house;
pub mod interrupted;
pub mod language;
pub mod last_use;
pub mod limits;
pub mod link_previews;
pub mod old_paths;
mod packing;
pub mod passwords;
pub mod posted;
pub mod secrets;
pub mod theme;
pub mod visitor;
pub mod wordings;
pub mod ws;

pub mod layout;
pub mod look;

pub mod about;
pub mod accounts;
pub mod api;
pub mod asks;
pub mod ava;
pub mod availability;
pub mod connections;
pub mod creator;
pub mod demo;
pub mod discovery;
pub mod feeds;
pub mod files;
pub mod follows;
pub mod home;
pub mod installable;
pub mod keeps;
pub mod landing;
pub mod learning;
pub mod leaving;
pub mod matches;
pub mod messaging;
pub mod moderation;
pub mod notices;
pub mod offers;
pub mod portraits;
pub mod presence;
pub mod problem;
pub mod profiles;
pub mod purchases;
pub mod receipts;
pub mod reviews;
pub mod rooms;
pub mod saved_searches;
pub mod settings;
pub mod share;
pub mod sitemap;
pub mod styleguide;
pub mod tastes;
pub mod times;
pub mod tools;
pub mod trays;
