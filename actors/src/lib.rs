//! Who is awake: the actors behind every open screen, and the background ones behind their desks.
//!
//! ```text
//! browser ─▶ SocketActor ─▶ UserActor ─▶ Queue ─▶ PersistenceActor ─▶ store
//!                ▲              ▲                        │ answers go straight back to the socket
//!                └──────────────┴── DirectoryActor ◀── PostActor ◀┘ what each reader is to hear
//! ```
//! If every actor died no data would be wrong: correctness lives in the store's transaction. Order per member, presence,
//! fan-out and limits live here.

mod bus;
mod clock;
mod collective;
mod desk;
mod directory;
mod gate;
mod mail;
mod matcher;
mod messages;
mod observe;
mod pace;
mod persistence;
mod post;
mod queue;
mod relay;
mod request;
mod resume;
mod rooms;
mod seen;
mod sms;
pub mod socket;
pub mod testing;
mod together;
mod user;

pub use bus::{BusAddress, Whereabouts};
pub use collective::{Collective, Ear, Events, Heard, Limits, Parts, SendPace, Ticks};
pub use mail::{Mails, Relay, Secured, is_mailbox};
pub use matcher::Finder;
pub use observe::{Observed, begin_series};
pub use request::RequestId;
pub use sms::{TextAccount, Texts};
pub use socket::{Guest, SocketHandle};
pub use together::Together;
