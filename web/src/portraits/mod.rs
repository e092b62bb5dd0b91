//! What stands where somebody has given no photo: a monogram made from their handle, the same on every hub and every day. Nobody
//! is drawn a face that is not theirs; only the invented people of the demo town have one (`fixtures/people/portraits`).

mod monogram;

use actix_web::{HttpResponse, http::header, web::Path};

use crate::problem::Problem;

#[derive(rust_embed::RustEmbed)]
#[folder = "../fixtures/people/portraits/"]
struct DrawnByHand;

/// The picture of whoever has this handle, as SVG.
pub fn drawn(handle: &str) -> Vec<u8> {
    match DrawnByHand::get(&format!("{handle}.svg")) {
        Some(file) => file.data.into_owned(),
        None => monogram::draw(handle).into_bytes(),
    }
}

/// `GET /portraits/{handle}.svg`. Nobody is looked up: any name has one.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invented_have_a_face_and_nobody_else() {
        let people = include_str!("../../../fixtures/people/members.yaml");
        let handles: Vec<&str> = people.lines().filter_map(|line| line.strip_prefix("- handle: ")).collect();
        assert_eq!(handles.len(), 40);
        let is_monogram = |handle: &str| String::from_utf8_lossy(&drawn(handle)).contains("a monogram");
        assert!(handles.iter().all(|handle| !is_monogram(handle)));
        assert_eq!(DrawnByHand::iter().count(), handles.len(), "and each drawing is of one of them");
        assert!(is_monogram("ana") && is_monogram("rosa-bakes-2") && is_monogram("somebody-who-left"));
    }
}
