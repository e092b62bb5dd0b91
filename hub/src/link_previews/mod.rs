//! Link previews: what stands at an address that somebody links to, in a few words. Read once by the hub, never by who looks at the
//! post, and without pictures.

pub mod rules;

use serde::{Deserialize, Serialize};

/// What a linked page says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkPreview {
    pub address: String,
    pub title: String,
    /// May be empty.
    pub description: String,
    /// What the site calls itself, else its host.
    pub site: String,
}
