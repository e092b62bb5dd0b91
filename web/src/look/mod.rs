//! How things look and sound on a page: fields, icons, times, markdown, the words for states, the assets.

use std::sync::LazyLock;

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
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, marked) = rest.split_at(at);
        out.push_str(plain);
        let (sign, after) = marked.split_at(1);
        out.push_str(match sign {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&#34;",
            _ => "&#39;",
        });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// An icon of the sprite; decoration only, so it says nothing to screen readers.
pub fn icon(name: &str) -> Html {
    static SPRITE: LazyLock<String> = LazyLock::new(|| assets::path("icons.svg"));
    Html(
        [r#"<svg class="icon" aria-hidden="true" focusable="false"><use href=""#, &SPRITE, "#", &escaped(name), r#""></use></svg>"#]
            .concat(),
    )
}
