//! A drawing as a PNG: what stands beside shared links, and the icons of the app. Words in it are drawn with the hub's own font.

use std::sync::{Arc, LazyLock};

use actix_web::web::Bytes;
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb},
};

pub(super) const REGULAR: &[u8] = include_bytes!("inter/Inter-Regular.otf");
pub(crate) const SEMI_BOLD: &[u8] = include_bytes!("inter/Inter-SemiBold.otf");

#[derive(Debug, thiserror::Error)]
pub enum NotDrawn {
    #[error("many pictures are drawn just now")]
    Busy,
    #[error("the picture could not be drawn: {0}")]
    Broken(String),
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMI_BOLD.to_vec());
    fonts.set_sans_serif_family("Inter");
    Arc::new(fonts)
});

/// An SVG as a PNG of this size.
pub fn drawn(svg: &str, width: u32, height: u32) -> Result<Bytes, NotDrawn> {
    packed(&painted(svg, width, height)?)
}

pub(super) fn packed(canvas: &Pixmap) -> Result<Bytes, NotDrawn> {
    canvas.encode_png().map(Bytes::from).map_err(|e| NotDrawn::Broken(e.to_string()))
}

/// The same before it is packed, for what is no drawing to be put on it.
pub(crate) fn painted(svg: &str, width: u32, height: u32) -> Result<Pixmap, NotDrawn> {
    let broken = |what: String| NotDrawn::Broken(what);
    let options = Options { fontdb: FONTS.clone(), font_family: "Inter".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|e| broken(e.to_string()))?;
    let mut canvas = Pixmap::new(width, height).ok_or_else(|| broken("no canvas".to_owned()))?;
    let scale = Transform::from_scale(width as f32 / tree.size().width(), height as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut canvas.as_mut());
    Ok(canvas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_are_there_under_one_name() {
        let weights: Vec<u16> =
            FONTS.faces().filter(|face| face.families.iter().any(|(name, _)| name == "Inter")).map(|face| face.weight.0).collect();
        assert_eq!(weights, [400, 600]);
    }
}
