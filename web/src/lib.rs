//! The web side of the hub: pages, forms, assets.

pub mod layout;
pub mod look;

pub mod accounts;
pub mod asks;
pub mod connections;
pub mod demo;
pub mod discovery;
pub mod home;
pub mod matches;
pub mod messaging;
pub mod notices;
pub mod offers;
pub mod problem;
pub mod profiles;
pub mod settings;
pub mod tools;
