//! The assets, inside the binary, under an address that changes when any of them does: `/assets/<hash>/app.css`.
//!
//! One hash stands for the whole set, so that modules and styles find each other by relative paths and everything may be
//! cached for good. `app.css` is the styles of `assets/css` one after the other.

use std::{
    collections::HashMap,
    io::Write as _,
    sync::{LazyLock, Once, OnceLock},
};

use actix_web::web::Bytes;
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
    pub bytes: Bytes,
    pub content_type: &'static str,
    packed: OnceLock<Packed>,
}

/// An asset as tightly packed as it goes; `None` where it grows by that, as what is packed by itself (pictures, fonts) does.
pub struct Packed {
    pub brotli: Option<Bytes>,
    pub gzip: Option<Bytes>,
}

impl Asset {
    fn new(name: &str, bytes: Vec<u8>) -> Asset {
        let bytes = if name.ends_with(".js") { lean(&bytes) } else { bytes };
        Asset { bytes: bytes.into(), content_type: content_type(name), packed: OnceLock::new() }
    }

    /// Where that has been done: nobody who asks waits for it.
    pub fn packed(&self) -> Option<&Packed> {
        self.packed.get()
    }

    fn pack(&self) -> &Packed {
        let smaller = |packed: std::io::Result<Vec<u8>>| packed.ok().filter(|packed| packed.len() < self.bytes.len()).map(Bytes::from);
        self.packed.get_or_init(|| Packed { brotli: smaller(brotli_of(&self.bytes)), gzip: smaller(gzip_of(&self.bytes)) })
    }
}

/// Packs all of them, once, beside whatever else goes on. Until then they go out as other answers do.
pub fn pack() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        let all = || MADE.values().for_each(|asset| _ = asset.pack());
        if let Err(fault) = std::thread::Builder::new().name("pack".to_owned()).spawn(all) {
            tracing::warn!(error = %fault, "the assets are not packed ahead");
        }
    });
}

fn brotli_of(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let best = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 18, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &best)?;
    Ok(packed)
}

fn gzip_of(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes)?;
    packer.finish()
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
pub fn find(name: &str) -> Option<&'static Asset> {
    MADE.get(name)
}

/// What a page that loads this module loads with it: every module it names, and those name. Told to the browser in the page's
/// head, so that it asks for all of them at once and not for one after the other.
pub fn with_what_it_needs(module: &str) -> &'static [String] {
    NEEDS.get(module).map_or(&[], Vec::as_slice)
}

static MADE: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    let plain = Embedded::iter().filter_map(|name| Embedded::get(&name).map(|file| (name.into_owned(), file.data.into_owned())));
    plain.chain([("app.css".to_owned(), styles())]).map(|(name, bytes)| (name.clone(), Asset::new(&name, bytes))).collect()
});

static NEEDS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let modules = MADE.iter().filter(|(name, _)| name.ends_with(".js"));
    let named: HashMap<&str, Vec<String>> = modules.map(|(name, asset)| (name.as_str(), imports(name, &asset.bytes))).collect();
    let all = |root: &str| {
        let mut found = vec![root.to_owned()];
        let mut at = 0;
        while let Some(module) = found.get(at).cloned() {
            at += 1;
            for other in named.get(module.as_str()).into_iter().flatten() {
                if !found.contains(other) {
                    found.push(other.clone());
                }
            }
        }
        found
    };
    named.keys().map(|root| ((*root).to_owned(), all(root))).collect()
});

/// The modules that one names at its head: `import … from "./x.js";` or `import "./x.js";`, each on a line of its own.
fn imports(name: &str, source: &[u8]) -> Vec<String> {
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let lines = std::str::from_utf8(source).unwrap_or_default().lines();
    lines
        .filter(|line| line.starts_with("import "))
        .filter_map(|line| line.split_once("\"./")?.1.split_once('"'))
        .map(|(file, _)| format!("{folder}/{file}"))
        .collect()
}

/// A module as it is sent: without the lines that only people read, and without indentation. Line by line, which is safe because
/// no line of a module begins inside of a string (tested): no names are changed, so that what a browser complains of can be found.
fn lean(source: &[u8]) -> Vec<u8> {
    let Ok(source) = std::str::from_utf8(source) else { return source.to_vec() };
    let mut out = String::with_capacity(source.len());
    let mut comment = false;
    for line in source.lines().map(str::trim) {
        if comment || line.starts_with("/*") {
            comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            // What stands behind the code goes, too, unless a string may be open there.
            let code = line.split_once(" // ").map_or(line, |(code, _)| {
                if ['"', '\'', '`'].iter().all(|&q| code.matches(q).count() % 2 == 0) { code.trim_end() } else { line }
            });
            out.push_str(code);
            out.push('\n');
        }
    }
    out.into_bytes()
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

    #[test]
    fn what_is_sent_packed_is_the_same() {
        use std::io::Read as _;
        for name in ["app.css", "js/app.js", "logo.svg"] {
            let asset = find(name).expect("listed");
            let Packed { brotli: Some(brotli), gzip: Some(gzip) } = asset.pack() else { panic!("{name} grows") };
            let (mut unzipped, mut read) = (Vec::new(), Vec::new());
            flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut unzipped).expect("gzip");
            brotli::Decompressor::new(&brotli[..], 4096).read_to_end(&mut read).expect("brotli");
            assert!(unzipped == asset.bytes && read == asset.bytes, "{name}");
            assert!(brotli.len() < gzip.len(), "{name}");
        }
    }

    #[test]
    fn a_module_is_sent_without_what_only_people_read() {
        let source =
            "// Why.\nimport \"./a.js\";\n\n/** What.\n * More.\n */\nconst x = 'http://y'; // a place\n  /* one */\n  f('a // b');\n";
        assert_eq!(String::from_utf8_lossy(&lean(source.as_bytes())), "import \"./a.js\";\nconst x = 'http://y';\nf('a // b');\n");
    }

    /// What `lean` and `imports` take for granted.
    #[test]
    fn no_line_of_a_module_begins_inside_of_a_string_and_imports_stand_on_one_line() {
        for name in Embedded::iter().filter(|name| name.ends_with(".js")) {
            let file = Embedded::get(&name).expect("listed");
            for line in String::from_utf8_lossy(&file.data).lines() {
                let code = line.trim_start();
                assert_eq!(line.matches('`').count() % 2, 0, "{name}: {line}");
                assert!(!line.ends_with('\\'), "{name}: {line}");
                assert!(!code.starts_with("import ") || code.ends_with(".js\";"), "{name}: {line}");
                assert!(!code.starts_with("/*") || !code.contains("*/") || code.ends_with("*/"), "{name}: code after a comment: {line}");
            }
        }
    }

    #[test]
    fn a_page_is_told_of_every_module_it_will_ask_for() {
        let needs = with_what_it_needs("js/app.js");
        assert_eq!(needs[0], "js/app.js");
        for module in ["js/forms.js", "js/socket.js", "js/ids.js"] {
            assert!(needs.iter().any(|need| need == module), "{module} of {needs:?}");
        }
        assert!(needs.iter().all(|need| find(need).is_some()), "{needs:?}");
        assert!(with_what_it_needs("js/nothing.js").is_empty());
    }
}
