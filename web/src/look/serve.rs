//! Hands out the assets: for good under this build's hash, for now under any other.

use actix_web::{HttpRequest, HttpResponse, http::header, web::Path};

use super::assets;
use crate::problem::Problem;

/// `GET /assets/{hash}/{name}`
pub async fn asset(path: Path<(String, String)>, request: HttpRequest) -> Result<HttpResponse, Problem> {
    let (hash, name) = path.into_inner();
    let asset = assets::find(&name).ok_or_else(Problem::not_found)?;
    let cache = if hash == assets::hash() { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = HttpResponse::Ok();
    answer.content_type(asset.content_type).insert_header((header::CACHE_CONTROL, cache)).insert_header((header::VARY, "Accept-Encoding"));
    let takes = |coding: &str| accepts(&request, coding);
    let Some(packed) = asset.packed() else { return Ok(answer.body(asset.bytes.clone())) };
    let brotli = packed.brotli.as_ref().filter(|_| takes("br")).map(|bytes| ("br", bytes));
    let gzip = || packed.gzip.as_ref().filter(|_| takes("gzip")).map(|bytes| ("gzip", bytes));
    Ok(match brotli.or_else(gzip) {
        // What is named here is left as it is by the layer that compresses answers.
        Some((coding, bytes)) => answer.insert_header((header::CONTENT_ENCODING, coding)).body(bytes.clone()),
        None => answer.insert_header((header::CONTENT_ENCODING, "identity")).body(asset.bytes.clone()),
    })
}

/// Whether the one who asks takes this coding by its name, and not with a weight of nothing.
fn accepts(request: &HttpRequest, coding: &str) -> bool {
    let said = request.headers().get_all(header::ACCEPT_ENCODING).filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0));
        name.trim().eq_ignore_ascii_case(coding) && !refused
    })
}
