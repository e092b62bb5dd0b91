//! Hands out the assets: for good under this build's hash, for now under any other.

use actix_web::{HttpResponse, http::header, web::Path};

use super::assets;
use crate::problem::Problem;

/// `GET /assets/{hash}/{name}`
pub async fn asset(path: Path<(String, String)>) -> Result<HttpResponse, Problem> {
    let (hash, name) = path.into_inner();
    let asset = assets::find(&name).ok_or_else(Problem::not_found)?;
    let cache = if hash == assets::hash() { "public, max-age=31536000, immutable" } else { "no-cache" };
    Ok(HttpResponse::Ok().content_type(asset.content_type).insert_header((header::CACHE_CONTROL, cache)).body(asset.bytes.into_owned()))
}
