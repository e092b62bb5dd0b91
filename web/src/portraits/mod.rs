//! Everyone has a face: a drawn one, made from their handle, the same on every hub and every day.

mod face;

use actix_web::{
    HttpResponse,
    http::header,
    web::Path,
};

use crate::problem::Problem;

/// `GET /portraits/{handle}.svg`. Nobody is looked up: any name has a face.
pub async fn show(handle: Path<String>) -> Result<HttpResponse, Problem> {
    if handle.is_empty() || handle.len() > 64 {
        return Err(Problem::not_found());
    }
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "public, max-age=604800"))
        .insert_header(("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"))
        .body(face::draw(&handle)))
}
