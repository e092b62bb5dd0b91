//! Pages to look at: of a run, and of runs side by side. One file each, nothing loaded, no script; light or dark as the
//! reader's screen is. Written so that an XML parser reads them too.

pub mod compare;
pub mod growth;
pub mod run;
pub mod svg;

/// The look that all pages share.
const STYLE: &str = include_str!("style.css");

pub(crate) fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A whole page around its body.
pub(crate) fn whole(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta charset=\"utf-8\"/>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(title)
    )
}

#[cfg(test)]
pub(crate) fn is_well_formed(page: &str) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    if let Err(error) = roxmltree::Document::parse_with_options(page, options) {
        let line = page.lines().nth(error.pos().row as usize - 1).unwrap_or_default();
        panic!("{error} in: {line}");
    }
    for outside in ["src=", "href=", "@import", "url(", "<script"] {
        assert!(!page.contains(outside), "nothing is loaded, and {outside} would");
    }
}
