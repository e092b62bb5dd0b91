//! Everyone has a face: a drawn one, made from their handle, the same on every hub and every day. The people of the demo
//! town have theirs drawn by hand (`fixtures/people/portraits`).

mod face;

use actix_web::{HttpResponse, http::header, web::Path};

use crate::problem::Problem;

#[derive(rust_embed::RustEmbed)]
#[folder = "../fixtures/people/portraits/"]
struct DrawnByHand;

/// The face of whoever has this handle, as SVG.
pub fn drawn(handle: &str) -> Vec<u8> {
    match DrawnByHand::get(&format!("{handle}.svg")) {
        Some(file) => file.data.into_owned(),
        None => face::draw(handle).into_bytes(),
    }
}

/// `GET /portraits/{handle}.svg`. Nobody is looked up: any name has a face.
pub async fn show(handle: Path<String>) -> Result<HttpResponse, Problem> {
    if handle.is_empty() || handle.len() > 64 {
        return Err(Problem::not_found());
    }
    let drawn = drawn(&handle);
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "public, max-age=604800"))
        .insert_header(("content-security-policy", "default-src 'none'"))
        .body(drawn))
}
