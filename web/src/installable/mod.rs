//! What makes an app of the site: its manifest and icons, the worker that stands between the pages and the network, and the page
//! that is shown when there is none.

pub mod pages;

use std::sync::LazyLock;

use actix_web::{
    HttpResponse,
    http::header,
    web::{Bytes, Path},
};
use hub::kernel::locale;
use serde_json::json;

use crate::{
    look::assets::{self, with_what_it_needs},
    problem::Problem,
    share::png::drawn,
    visitor::Visitor,
};
use pages::Offline;

const BACK: &str = "#020617";

/// `GET /manifest.webmanifest`: in the language that the browser asks for.
pub async fn manifest() -> HttpResponse {
    let icon = |name: &str, size: u32, purpose: &str| json!({ "src": format!("/icons/{name}.png"), "sizes": format!("{size}x{size}"), "type": "image/png", "purpose": purpose });
    let shortcut = |key: &str, url: &str| json!({ "name": crate::say(key).write(), "url": url });
    let manifest = json!({
        "id": "/", "name": "AI Collective", "short_name": "Collective", "lang": locale::current().word(), "dir": "ltr",
        "description": crate::say("layout-description").write(),
        "start_url": "/home", "scope": "/", "display": "standalone", "background_color": BACK, "theme_color": BACK,
        "categories": ["social", "productivity"],
        "icons": [icon("192", 192, "any"), icon("512", 512, "any"), icon("maskable", 512, "maskable")],
        "shortcuts": [shortcut("installable-ask", "/my/asks/new"), shortcut("installable-offer", "/my/offers/new"), shortcut("layout-messages", "/messages")],
    });
    HttpResponse::Ok()
        .content_type("application/manifest+json")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::VARY, "accept-language, cookie"))
        .body(manifest.to_string())
}

/// Name, size, and whether a device may cut a shape of its own out of it.
const ICONS: [(&str, u32, bool); 4] = [("180", 180, true), ("192", 192, false), ("512", 512, false), ("maskable", 512, true)];

/// Drawn once, when one is first asked for.
static DRAWN: LazyLock<[Option<Bytes>; 4]> = LazyLock::new(|| {
    ICONS.map(|(name, size, whole)| {
        let icon = drawn(&svg(whole)?, size, size);
        icon.inspect_err(|error| tracing::error!(%error, name, "an icon")).ok()
    })
});

/// The logo. Where the edge is cut off the ground goes to the very edge, and the sign keeps to the middle (W3C: a circle of 80 %).
fn svg(whole: bool) -> Option<String> {
    let logo = assets::find("logo.svg")?;
    let logo = std::str::from_utf8(&logo.bytes).ok()?;
    if !whole {
        return Some(logo.to_owned());
    }
    let inner = logo.replacen("<svg ", r#"<svg x="4" y="4" width="24" height="24" "#, 1);
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#0b1626"/>{inner}</svg>"##
    ))
}

/// `GET /icons/{name}.png`
pub async fn icon(name: Path<String>) -> Result<HttpResponse, Problem> {
    let at = ICONS.iter().position(|(icon, ..)| *icon == name.as_str()).ok_or_else(Problem::not_found)?;
    let drawn = actix_web::web::block(move || DRAWN[at].clone()).await.ok().flatten().ok_or_else(Problem::not_found)?;
    Ok(HttpResponse::Ok().content_type("image/png").insert_header((header::CACHE_CONTROL, "public, max-age=86400")).body(drawn))
}

/// What the page without a network is made of.
fn shell() -> Vec<String> {
    let modules = ["js/forms.js", "js/offline.js"].into_iter().flat_map(with_what_it_needs).map(String::as_str);
    let mut names: Vec<&str> = modules.chain(["app.css", "logo.svg", "icons.svg"]).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(assets::path).collect()
}

/// `GET /sw.js`: below the root, so that it stands before every page; with the names of this build, so that a new build is a new worker.
pub async fn worker() -> Result<HttpResponse, Problem> {
    let worker = assets::find("js/worker.js").ok_or_else(Problem::not_found)?;
    let of_this_build = json!({ "build": assets::hash(), "shell": shell() });
    let script = format!("self.collective = {of_this_build};\n{}", String::from_utf8_lossy(&worker.bytes));
    Ok(HttpResponse::Ok().content_type("text/javascript; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-cache")).body(script))
}

/// `GET /offline`: the same for everybody, because the worker keeps it.
pub async fn offline(visitor: Visitor) -> HttpResponse {
    let mut chrome = visitor.bare_chrome();
    (chrome.plain, chrome.demo) = (true, false);
    visitor.page(&Offline { chrome })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_drawn() {
        for ((name, size, _), drawn) in ICONS.iter().zip(DRAWN.iter()) {
            let png = drawn.as_ref().unwrap_or_else(|| panic!("{name}"));
            assert_eq!(u32::from_be_bytes(png[16..20].try_into().expect("four")), *size, "{name}");
        }
        assert_ne!(DRAWN[2], DRAWN[3]);
    }

    #[test]
    fn the_page_without_a_network_has_all_it_is_made_of() {
        let shell = shell();
        assert!(
            shell.iter().any(|path| path.ends_with("/js/offline.js")) && shell.iter().any(|path| path.ends_with("/js/store.js")),
            "{shell:?}"
        );
    }
}
