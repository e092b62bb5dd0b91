//! Draws the picture that stands beside a link where it is shared: 1200 × 630, a PNG. The same words make the same picture.

use std::{
    num::NonZeroUsize,
    sync::{Arc, LazyLock, Mutex, PoisonError},
    time::Duration,
};

use actix_web::web::Bytes;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use image::{ImageFormat, imageops::FilterType};
use lru::LruCache;
use resvg::tiny_skia::Pixmap;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::png::{NotDrawn, REGULAR, SEMI_BOLD, packed, painted};
use crate::look::escaped;

pub const WIDTH: u32 = 1200;
pub const HEIGHT: u32 = 630;
/// What the largest one may weigh, in bytes: messengers leave out what is too heavy.
pub const HEAVIEST: usize = 200 * 1024;
/// So many pictures are kept drawn.
const KEPT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(255);
/// Who has waited so long for their turn is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// What stands on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Small, above: what kind of post it is.
    pub kind: String,
    pub colour: Colour,
    pub title: String,
    /// Whose it is, and a line about them.
    pub name: String,
    pub line: String,
    /// The drawn initial, as SVG.
    pub face: Arc<[u8]>,
    /// The photo in its place, a square JPEG.
    pub photo: Option<Arc<[u8]>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Ask,
    Offer,
    Person,
}

impl Colour {
    fn hex(self) -> &'static str {
        match self {
            Colour::Ask => "#a78bfa",
            Colour::Offer => "#4ade80",
            Colour::Person => "#22d3ee",
        }
    }
}

static DRAWN: LazyLock<Mutex<LruCache<[u8; 32], Bytes>>> = LazyLock::new(|| Mutex::new(LruCache::new(KEPT)));
/// One after the other: they never take more than one core from those who talk.
static TURN: Semaphore = Semaphore::const_new(1);

/// The PNG; from memory where it was drawn before. Half as wide and high where it is only looked at.
pub async fn picture(card: Card, small: bool) -> Result<Bytes, NotDrawn> {
    let svg = svg_of(&card);
    let key: [u8; 32] = Sha256::new()
        .chain_update([u8::from(small)])
        .chain_update(&svg)
        .chain_update(card.photo.as_deref().unwrap_or_default())
        .finalize()
        .into();
    if let Some(drawn) = remembered(&key) {
        return Ok(drawn);
    }
    let turn = tokio::time::timeout(PATIENCE, TURN.acquire()).await;
    let _turn = turn.map_err(|_| NotDrawn::Busy)?.map_err(|_| NotDrawn::Busy)?;
    if let Some(drawn) = remembered(&key) {
        return Ok(drawn);
    }
    let drawn =
        actix_web::web::block(move || draw(&svg, card.photo.as_deref(), if small { 2 } else { 1 })).await.map_err(|_| NotDrawn::Busy)??;
    DRAWN.lock().unwrap_or_else(PoisonError::into_inner).put(key, drawn.clone());
    Ok(drawn)
}

fn remembered(key: &[u8; 32]) -> Option<Bytes> {
    DRAWN.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
}

fn draw(svg: &str, photo: Option<&[u8]>, part: u32) -> Result<Bytes, NotDrawn> {
    let mut canvas = painted(svg, WIDTH / part, HEIGHT / part)?;
    if let Some(photo) = photo {
        put_photo(&mut canvas, photo, part);
    }
    packed(&canvas)
}

/// Over the drawn initial, which stays where the photo can't be read. Round, with a soft edge; all below it is opaque.
fn put_photo(canvas: &mut Pixmap, photo: &[u8], part: u32) -> Option<()> {
    let (side, left, top) = (FACE / part, EDGE as u32 / part, FACE_TOP / part);
    let photo = image::load_from_memory_with_format(photo, ImageFormat::Jpeg).ok()?;
    let photo = photo.resize_exact(side, side, FilterType::CatmullRom).to_rgb8();
    let (width, radius) = (canvas.width(), side as f32 / 2.0);
    for (x, y, pixel) in photo.enumerate_pixels() {
        let from_middle = (x as f32 + 0.5 - radius).hypot(y as f32 + 0.5 - radius);
        let covers = (radius - from_middle + 0.5).clamp(0.0, 1.0);
        let at = (((top + y) * width + left + x) * 4) as usize;
        for (below, above) in canvas.data_mut().get_mut(at..at + 3)?.iter_mut().zip(pixel.0) {
            *below = (f32::from(above) * covers + f32::from(*below) * (1.0 - covers)).round() as u8;
        }
    }
    Some(())
}

/// Of a weight of the font: how wide a text is at a size, and which of its letters there are.
struct Letters(ttf_parser::Face<'static>);

impl Letters {
    fn of(font: &'static [u8]) -> Option<Self> {
        ttf_parser::Face::parse(font, 0).ok().map(Letters)
    }

    /// Without what the font has no letters for (pictures of feelings, Chinese): a box in its place helps nobody.
    fn shown(&self, text: &str) -> String {
        let kept: String = text.chars().filter(|c| c.is_whitespace() || self.0.glyph_index(*c).is_some()).collect();
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn width(&self, text: &str, size: f32) -> f32 {
        let units: u32 =
            text.chars().filter_map(|c| self.0.glyph_index(c)).map(|glyph| u32::from(self.0.glyph_hor_advance(glyph).unwrap_or(0))).sum();
        units as f32 * size / f32::from(self.0.units_per_em())
    }

    /// In lines no wider than `most`, broken between words where there are any.
    fn lines(&self, text: &str, size: f32, most: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let longer = |line: &str| if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            let last = lines.last_mut().expect("begun with one");
            let with = longer(last);
            if self.width(&with, size) <= most {
                *last = with;
                continue;
            }
            if !last.is_empty() {
                lines.push(String::new());
            }
            for c in word.chars() {
                let last = lines.last_mut().expect("begun with one");
                if !last.is_empty() && self.width(&format!("{last}{c}"), size) > most {
                    lines.push(c.to_string());
                } else {
                    last.push(c);
                }
            }
        }
        lines
    }

    /// At most `count` lines; the last one ends in “…” where there is more.
    fn fitted(&self, text: &str, size: f32, most: f32, count: usize) -> Vec<String> {
        let mut lines = self.lines(text, size, most);
        if lines.len() > count {
            lines.truncate(count);
            if let Some(last) = lines.last_mut() {
                while !last.is_empty() && self.width(&format!("{last}…"), size) > most {
                    last.pop();
                }
                *last = format!("{}…", last.trim_end_matches([' ', ',', '.', ';', ':']));
            }
        }
        lines
    }
}

static BOLD: LazyLock<Letters> = LazyLock::new(|| Letters::of(SEMI_BOLD).expect("the font is whole: drawn in a test"));
static PLAIN: LazyLock<Letters> = LazyLock::new(|| Letters::of(REGULAR).expect("the font is whole: drawn in a test"));

/// Left and right of everything.
const EDGE: f32 = 96.0;
/// The face: how wide, and where it begins.
const FACE: u32 = 104;
const FACE_TOP: u32 = 476;
const TEXT: f32 = WIDTH as f32 - 2.0 * EDGE;
/// The title as large as it fits into three lines.
const SIZES: [f32; 4] = [76.0, 66.0, 56.0, 48.0];

fn svg_of(card: &Card) -> String {
    let colour = card.colour.hex();
    let said = |text: &str, letters: &Letters| escaped(&letters.shown(text));
    let mut title = BOLD.shown(&card.title);
    if title.is_empty() {
        title = BOLD.shown(&card.kind);
    }
    let size = SIZES.into_iter().find(|size| BOLD.lines(&title, *size, TEXT).len() <= 3).unwrap_or(SIZES[SIZES.len() - 1]);
    let lines: String = BOLD
        .fitted(&title, size, TEXT, 3)
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let y = 180.0 + size * (0.78 + 1.18 * n as f32);
            format!(r##"<text x="{EDGE}" y="{y:.0}" font-size="{size}" font-weight="600" fill="#f8fafc">{}</text>"##, escaped(line))
        })
        .collect();
    let kind = said(&card.kind, &BOLD);
    let chip = BOLD.width(&BOLD.shown(&card.kind), 26.0) + 48.0;
    let beside = TEXT - 128.0;
    let name = BOLD.fitted(&BOLD.shown(&card.name), 34.0, beside, 1).concat();
    let line = PLAIN.fitted(&PLAIN.shown(&card.line), 27.0, beside, 1).concat();
    let (name_y, line_y) = if line.is_empty() { (536.0, 0.0) } else { (516.0, 556.0) };
    let face = BASE64_STANDARD.encode(&card.face);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="Inter">
<defs>
<radialGradient id="left" cx="0.08" cy="0.02" r="0.75"><stop offset="0" stop-color="{colour}" stop-opacity="0.30"/><stop offset="1" stop-color="{colour}" stop-opacity="0"/></radialGradient>
<radialGradient id="right" cx="0.98" cy="1" r="0.7"><stop offset="0" stop-color="#22d3ee" stop-opacity="0.22"/><stop offset="1" stop-color="#22d3ee" stop-opacity="0"/></radialGradient>
<linearGradient id="mark" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#22d3ee"/><stop offset="1" stop-color="#4ade80"/></linearGradient>
<clipPath id="round"><circle cx="{face_x}" cy="528" r="52"/></clipPath>
</defs>
<rect width="{WIDTH}" height="{HEIGHT}" fill="#020617"/><rect width="{WIDTH}" height="{HEIGHT}" fill="url(#left)"/><rect width="{WIDTH}" height="{HEIGHT}" fill="url(#right)"/>
<rect x="40" y="40" width="{panel_w}" height="{panel_h}" rx="20" fill="#ffffff" fill-opacity="0.045" stroke="#ffffff" stroke-opacity="0.13" stroke-width="1.5"/>
<rect x="{EDGE}" y="92" width="{chip:.0}" height="52" rx="8" fill="{colour}" fill-opacity="0.16"/><text x="{kind_x}" y="127" font-size="26" font-weight="600" fill="{colour}">{kind}</text>
<g transform="translate({mark_x} 96) scale(1.4)"><path d="M10 20.5 16 9l6 11.5" fill="none" stroke="url(#mark)" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/><path d="M10 20.5h12" stroke="#4ade80" stroke-width="2.4" stroke-linecap="round" opacity=".55"/><circle cx="16" cy="9" r="3.2" fill="#22d3ee"/><circle cx="10" cy="20.5" r="3.2" fill="#2fd9c0"/><circle cx="22" cy="20.5" r="3.2" fill="#4ade80"/></g>
<text x="{right}" y="126" font-size="27" font-weight="600" fill="#e2e8f0" text-anchor="end">AI Collective</text>
{lines}
<path d="M{EDGE} 452h{TEXT}" stroke="#ffffff" stroke-opacity="0.12" stroke-width="1.5"/>
<g clip-path="url(#round)"><image x="{face_left}" y="{FACE_TOP}" width="{FACE}" height="{FACE}" xlink:href="data:image/svg+xml;base64,{face}"/></g>
<text x="{beside_x}" y="{name_y}" font-size="34" font-weight="600" fill="#f8fafc">{name}</text>
<text x="{beside_x}" y="{line_y}" font-size="27" fill="#a5b4c8">{line}</text>
</svg>"##,
        face_x = EDGE + 52.0,
        face_left = EDGE,
        beside_x = EDGE + 128.0,
        kind_x = EDGE + 24.0,
        right = WIDTH as f32 - EDGE,
        mark_x = WIDTH as f32 - EDGE - BOLD.width("AI Collective", 27.0) - 52.0,
        panel_w = WIDTH - 80,
        panel_h = HEIGHT - 80,
        name = escaped(&name),
        line = escaped(&line),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> Card {
        Card {
            kind: "Looking for beta testers".to_owned(),
            colour: Colour::Ask,
            title: title.to_owned(),
            name: "Anabel Aldana".to_owned(),
            line: "Bakes, and asks the internet about it".to_owned(),
            face: Arc::from(crate::portraits::drawn("anabel")),
            photo: None,
        }
    }

    /// The size that stands in a PNG's header.
    fn size(png: &[u8]) -> (u32, u32) {
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        (number(16), number(20))
    }

    #[test]
    fn it_has_the_size_that_is_asked_for_and_is_light_whatever_stands_on_it() {
        let titles = ["Testers for my recipe app", &"a very long title of many words ".repeat(12), &"W".repeat(200), "<&\"'> 🦀 面包", ""];
        for title in titles {
            let png = draw(&svg_of(&card(title)), None, 1).expect(title);
            assert_eq!(size(&png), (WIDTH, HEIGHT));
            assert!(png.len() <= HEAVIEST, "{title}: {} bytes", png.len());
        }
    }

    #[test]
    fn a_title_takes_three_lines_at_most_and_says_where_it_was_cut() {
        let long = "words that go on and on ".repeat(20);
        let lines = BOLD.fitted(&long, 48.0, TEXT, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines[2].ends_with('…') && lines.iter().all(|line| BOLD.width(line, 48.0) <= TEXT), "{lines:?}");
        assert_eq!(BOLD.fitted("Short", 48.0, TEXT, 3), ["Short"]);
        assert!(BOLD.lines(&"W".repeat(200), 48.0, TEXT).len() > 3, "a word that is wider than the picture is broken");
    }

    #[test]
    fn a_photo_stands_in_the_place_of_the_face_and_the_face_where_it_is_none() {
        let mut red = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(64, 64, image::Rgb([220, 20, 20])).write_to(&mut red, ImageFormat::Jpeg).expect("a photo");
        let svg = svg_of(&card("One"));
        for part in [1, 2] {
            let pixel = |photo: Option<&[u8]>, x: u32, y: u32| {
                let png = draw(&svg, photo, part).expect("drawn");
                let found = image::load_from_memory(&png).expect("a picture").to_rgb8();
                *found.get_pixel(x / part, y / part)
            };
            let (middle, corner) = ((EDGE as u32 + FACE / 2, FACE_TOP + FACE / 2), (EDGE as u32 + 4, FACE_TOP + 4));
            let shown = pixel(Some(red.get_ref()), middle.0, middle.1);
            assert!(shown.0[0] > 200 && shown.0[1] < 60, "{shown:?}");
            assert_eq!(pixel(Some(red.get_ref()), corner.0, corner.1), pixel(None, corner.0, corner.1), "it is round");
            assert_eq!(draw(&svg, Some(b"no photo"), part).expect("drawn"), draw(&svg, None, part).expect("drawn"));
        }
    }

    #[test]
    fn what_the_font_has_no_letters_for_is_left_out() {
        assert_eq!(BOLD.shown("Bread 🍞  for Łukasz, Ελένη и Оля 面包"), "Bread for Łukasz, Ελένη и Оля");
    }

    #[test]
    fn different_words_make_a_different_picture_and_the_same_words_the_same() {
        let draw = |title: &str| draw(&svg_of(&card(title)), None, 1).expect("drawn");
        assert_eq!(draw("One"), draw("One"));
        assert_ne!(draw("One"), draw("Two"));
        assert_ne!(draw("A"), draw("面"), "words that cannot be drawn leave the kind in their place");
    }
}
