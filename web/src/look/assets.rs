//! The assets, inside the binary, under an address that changes when any of them does: `/assets/<hash>/app.css`.
//!
//! One hash stands for the whole set, so that modules and styles find each other by relative paths and everything may be
//! cached for good. `app.css` is the styles of `assets/css` one after the other.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

#[derive(rust_embed::RustEmbed)]
#[folder = "assets/"]
struct Embedded;

static HASH: LazyLock<String> = LazyLock::new(|| {
    let mut names: Vec<_> = Embedded::iter().collect();
    names.sort();
    let mut hash = Sha256::new();
    for name in names {
        hash.update(name.as_bytes());
        hash.update([0]);
        if let Some(file) = Embedded::get(&name) {
            hash.update(&file.data);
        }
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
});

/// What the server sends for one asset.
pub struct Asset {
    pub bytes: std::borrow::Cow<'static, [u8]>,
    pub content_type: &'static str,
}

/// The hash in every asset's address. A request with another hash belongs to an older page: answer it, but uncached.
pub fn hash() -> &'static str {
    &HASH
}

/// Where a page finds an asset: `path("app.css")` is `/assets/<hash>/app.css`.
pub fn path(name: &str) -> String {
    format!("/assets/{}/{name}", hash())
}

/// The asset of that name, without the hash: `app.css`, `js/app.js`.
pub fn find(name: &str) -> Option<Asset> {
    if name == "app.css" {
        return Some(Asset { bytes: styles().into(), content_type: content_type(name) });
    }
    let file = Embedded::get(name)?;
    Some(Asset { bytes: file.data, content_type: content_type(name) })
}

fn styles() -> Vec<u8> {
    let mut names: Vec<_> = Embedded::iter().filter(|name| name.ends_with(".css")).collect();
    names.sort();
    names.iter().filter_map(|name| Embedded::get(name)).flat_map(|file| file.data.into_owned()).collect()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_is_found_and_has_a_type_a_browser_takes() {
        let names: Vec<_> = Embedded::iter().collect();
        assert!(names.len() >= 6, "{names:?}");
        for name in names.iter().map(|name| name.as_ref()).chain(["app.css"]) {
            let asset = find(name).expect("listed");
            assert_ne!(asset.content_type, "application/octet-stream", "{name}");
            assert!(!asset.bytes.is_empty(), "{name}");
        }
    }

    #[test]
    fn no_asset_is_found_outside_the_folder() {
        for name in ["../Cargo.toml", "/etc/passwd", "", "js/../../Cargo.toml"] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}
