//! Pages go out packed with gzip, in one piece and where they were written: what packs them is kept by each worker, cleared from one
//! page to the next. Made anew for each, some hundred kilobytes would have to be found and cleared first, and each page would go to
//! another thread and back. Whatever is no page, or long, is left to the layer outside, which packs as it goes.

use std::cell::RefCell;

use actix_web::{
    Error, HttpMessage as _,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, AcceptEncoding, ContentEncoding, Encoding, HeaderMap, HeaderValue},
    middleware::Next,
    web::Bytes,
};
use flate2::{Compress, Compression, FlushCompress, Status};

/// What is longer would keep others waiting on this thread.
const LONGEST: u64 = 256 * 1024;

/// Packs pages that are there as a whole, for whoever takes gzip and would not rather have them unpacked.
pub async fn pack(req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let takes_it = takes_gzip(&req);
    let answer = next.call(req).await?;
    if !takes_it {
        return Ok(answer);
    }
    Ok(answer.map_body(|head, body| {
        let BodySize::Sized(1..=LONGEST) = body.size() else { return body };
        if !is_page(&head.headers) || head.headers.contains_key(header::CONTENT_ENCODING) {
            return body;
        }
        let page = match body.try_into_bytes() {
            Ok(page) => page,
            Err(body) => return body,
        };
        let Some(packed) = gzip(&page) else { return BoxBody::new(page) };
        head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        head.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
        BoxBody::new(Bytes::from(packed))
    }))
}

fn takes_gzip(req: &ServiceRequest) -> bool {
    let ways = [Encoding::identity(), Encoding::gzip()];
    let liked = req.get_header::<AcceptEncoding>().and_then(|accepted| accepted.negotiate(ways.iter()));
    liked == Some(Encoding::Known(ContentEncoding::Gzip))
}

fn is_page(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn fresh() -> Compress {
    Compress::new_gzip(Compression::fast(), 15)
}

/// `None`: it can't be packed here, and is left to the layer outside.
fn gzip(page: &[u8]) -> Option<Vec<u8>> {
    thread_local! {
        static PACKER: RefCell<Compress> = RefCell::new(fresh());
    }
    PACKER.with_borrow_mut(|packer| {
        // Nothing of the page before is found again: a packer that looked back at it would give it away.
        packer.reset();
        let mut packed = Vec::with_capacity(page.len() / 3 + 256);
        loop {
            let rest = page.get(usize::try_from(packer.total_in()).ok()?..)?;
            match packer.compress_vec(rest, &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return Some(packed),
                Ok(Status::Ok | Status::BufError) => packed.reserve(page.len() / 4 + 256),
                Err(error) => {
                    tracing::warn!(%error, "a page could not be packed");
                    // What it stopped in the middle of is not the next one's.
                    *packer = fresh();
                    return None;
                }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut page = Vec::new();
        flate2::read::GzDecoder::new(packed).read_to_end(&mut page).expect("gzip");
        page
    }

    #[test]
    fn a_page_comes_out_as_it_was_and_shows_nothing_of_the_one_before() {
        let page = |of: &str| format!("<p>{of} and so on, {of}</p>").repeat(400).into_bytes();
        let (hers, his) = (page("what only she may read"), page("his"));
        let first = gzip(&his).expect("packed");
        assert!(first.len() < his.len() / 4, "{} of {}", first.len(), his.len());
        assert_eq!(unpacked(&gzip(&hers).expect("packed")), hers);
        assert_eq!(gzip(&his).expect("packed"), first, "it depends on what was packed before");
        assert_eq!(unpacked(&first), his);
    }

    #[test]
    fn what_does_not_shrink_is_packed_to_its_end() {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut byte = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 56) as u8
        };
        let noise: Vec<u8> = (0..40_000).map(|_| byte()).collect();
        let packed = gzip(&noise).expect("packed");
        assert!(packed.len() > noise.len(), "it shrinks, so that there was room for it at once: {}", packed.len());
        for length in [0, 1, 700, noise.len()] {
            assert_eq!(unpacked(&gzip(&noise[..length]).expect("packed")), noise[..length]);
        }
    }
}
