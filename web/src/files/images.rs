//! Pictures are drawn anew: unpacked within bounds, turned upright, made no larger than they are shown, and packed again. What
//! else was in the file (the place it was taken at, a name, a trick) is not in what is kept.

use std::{io::Cursor, path::Path};

use hub::files::{FACE_SIDE, LONGEST_SIDE, MOST_PIXELS, Media, Refusal, SMALL_SIDE};
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, Rgb, RgbImage,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
    imageops::FilterType,
    metadata::Orientation,
};
use tokio::sync::Semaphore;

/// One after the other: unpacked, the largest takes a quarter of a gigabyte.
static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);
/// No side is longer, in pixels.
const LONGEST_EVER: u32 = 30_000;
const MOST_MEMORY: u64 = 400 << 20;
const QUALITY: u8 = 82;

/// A picture as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub bytes: Vec<u8>,
    pub media: Media,
    pub width: u32,
    pub height: u32,
}

/// The square that is cut out of a photo, in parts of the upright picture's width, height and shorter side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crop {
    pub left: f64,
    pub top: f64,
    pub side: f64,
}

/// The picture of an ask, an offer or a message, and the smaller one for cards.
pub async fn picture(file: &Path) -> Result<(Drawn, Drawn), Refusal> {
    beside(file, |bytes| {
        let whole = fitting(unpacked(bytes)?, LONGEST_SIDE);
        let small = packed(&fitting(whole.clone(), SMALL_SIDE))?;
        Ok((packed(&whole)?, small))
    })
    .await
}

/// A square face: the part that was chosen, or the middle.
pub async fn face(file: &Path, crop: Option<Crop>) -> Result<Drawn, Refusal> {
    beside(file, move |bytes| {
        let whole = unpacked(bytes)?;
        let (left, top, side) = square(whole.width(), whole.height(), crop);
        let face = fitting(whole.crop_imm(left, top, side, side), FACE_SIDE).resize_exact(FACE_SIDE, FACE_SIDE, FilterType::CatmullRom);
        jpeg(&on_white(&face))
    })
    .await
}

/// Away from the threads that answer requests.
async fn beside<T: Send + 'static>(file: &Path, draw: impl FnOnce(&[u8]) -> Result<T, Refusal> + Send + 'static) -> Result<T, Refusal> {
    let file = file.to_owned();
    let _turn = ONE_AT_A_TIME.acquire().await;
    let drawn = tokio::task::spawn_blocking(move || draw(&std::fs::read(file).map_err(|_| Refusal::NotAPicture)?)).await;
    // A picture on which a decoder falls over is none.
    drawn.unwrap_or(Err(Refusal::NotAPicture))
}

fn unpacked(bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    let no = |_| Refusal::NotAPicture;
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Refusal::NotAPicture)?;
    let format = reader.format();
    if !matches!(format, Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP | ImageFormat::Gif)) {
        return Err(Refusal::NotAPicture);
    }
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(LONGEST_EVER);
    limits.max_image_height = Some(LONGEST_EVER);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| if is_limit(&e) { Refusal::TooManyPixels } else { Refusal::NotAPicture })?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Refusal::TooManyPixels);
    }
    if width == 0 || height == 0 || (format == Some(ImageFormat::Jpeg) && !ends(bytes)) {
        return Err(Refusal::NotAPicture);
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(no)?;
    image.apply_orientation(upright);
    Ok(image)
}

fn is_limit(error: &image::ImageError) -> bool {
    matches!(error, image::ImageError::Limits(_))
}

/// Whether a JPEG has its end: the decoder draws what is missing in grey.
fn ends(bytes: &[u8]) -> bool {
    let scan = bytes.windows(2).rposition(|pair| pair == [0xff, 0xda]).unwrap_or(0);
    bytes[scan..].windows(2).any(|pair| pair == [0xff, 0xd9])
}

/// No wider and no higher than this.
fn fitting(image: DynamicImage, most: u32) -> DynamicImage {
    if image.width().max(image.height()) <= most {
        return image;
    }
    // Quickly to twice the size, then well.
    let near = most.saturating_mul(2);
    let image = if image.width().max(image.height()) > near { image.thumbnail(near, near) } else { image };
    image.resize(most, most, FilterType::CatmullRom)
}

/// The left and upper edge and the side of a square, within the picture whatever was asked for.
fn square(width: u32, height: u32, crop: Option<Crop>) -> (u32, u32, u32) {
    let shorter = width.min(height);
    let sound = |part: f64| if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
    let Some(crop) = crop else { return ((width - shorter) / 2, (height - shorter) / 2, shorter) };
    let side = ((sound(crop.side) * f64::from(shorter)).round() as u32).clamp(shorter.min(16), shorter);
    let at = |part: f64, whole: u32| ((sound(part) * f64::from(whole)).round() as u32).min(whole - side);
    (at(crop.left, width), at(crop.top, height), side)
}

/// As JPEG; what one can see through stays so, as WebP.
fn packed(image: &DynamicImage) -> Result<Drawn, Refusal> {
    let clear = image.has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel[3] < 255);
    if !clear {
        return jpeg(&image.to_rgb8());
    }
    let (rgba, mut bytes) = (DynamicImage::ImageRgba8(image.to_rgba8()), Vec::new());
    rgba.write_with_encoder(WebPEncoder::new_lossless(&mut bytes)).map_err(|_| Refusal::NotAPicture)?;
    Ok(Drawn { bytes, media: Media::Webp, width: image.width(), height: image.height() })
}

fn jpeg(image: &RgbImage) -> Result<Drawn, Refusal> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(image).map_err(|_| Refusal::NotAPicture)?;
    Ok(Drawn { bytes, media: Media::Jpeg, width: image.width(), height: image.height() })
}

fn on_white(image: &DynamicImage) -> RgbImage {
    let rgba = image.to_rgba8();
    RgbImage::from_fn(rgba.width(), rgba.height(), |x, y| {
        let [r, g, b, a] = rgba.get_pixel(x, y).0.map(u32::from);
        let over = |c: u32| ((c * a + 255 * (255 - a)) / 255) as u8;
        Rgb([over(r), over(g), over(b)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_stays_within_its_picture() {
        let crop = |left, top, side| Some(Crop { left, top, side });
        for (crop, square_is) in [
            (None, (50, 0, 100)),
            (crop(0.0, 0.0, 1.0), (0, 0, 100)),
            (crop(0.25, 0.5, 0.5), (50, 50, 50)),
            (crop(0.9, 0.9, 1.0), (100, 0, 100)),
            (crop(-3.0, f64::NAN, 9.0), (0, 0, 100)),
            (crop(0.5, 0.5, 0.0), (100, 50, 16)),
        ] {
            assert_eq!(square(200, 100, crop), square_is, "{crop:?}");
        }
        assert_eq!(square(3, 9, crop(0.0, 0.0, 0.1)), (0, 0, 3));
    }

    #[test]
    fn what_can_be_seen_through_stays_so_and_the_rest_is_small() {
        let clear = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(8, 8, image::Rgba([255, 0, 0, 10])));
        let opaque = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(8, 8, image::Rgba([255, 0, 0, 255])));
        assert_eq!(packed(&clear).map(|drawn| drawn.media), Ok(Media::Webp));
        assert_eq!(packed(&opaque).map(|drawn| drawn.media), Ok(Media::Jpeg));
        assert_eq!(on_white(&clear).get_pixel(0, 0).0, [255, 245, 245]);
        let long = DynamicImage::new_rgb8(3_000, 30);
        assert_eq!((fitting(long.clone(), 640).width(), fitting(long, 4_000).width()), (640, 3_000));
    }
}
