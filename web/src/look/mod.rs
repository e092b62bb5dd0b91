//! How things look and sound on a page: fields, icons, times, markdown, the words for states, the assets.

pub mod assets;
pub mod empty;
pub mod field;
pub mod links;
pub mod markdown;
pub mod marked;
pub mod serve;
pub mod when;
pub mod words;

pub use empty::{Empty, Line};
pub use field::{Field, Problems};
pub use markdown::markdown;
pub use when::when;

/// Markup that is safe as it stands: made here, or sanitised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Only for markup that was escaped or sanitised already.
    pub(crate) fn trusted(markup: String) -> Self {
        Html(markup)
    }

    /// JSON without a character that is markup.
    pub(crate) fn json(value: &serde_json::Value) -> Self {
        Html(value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Html {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// Text as it may stand in markup, in an attribute too.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// An icon of the sprite; decoration only, so it says nothing to screen readers.
pub fn icon(name: &str) -> Html {
    Html(format!(
        r#"<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>"#,
        assets::path("icons.svg"),
        escaped(name)
    ))
}
