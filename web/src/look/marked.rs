//! Messages with markup in them: a link in the middle of a sentence, a name in bold.
//!
//! The message writes `Read the <rules>guidelines</rules> first, <strong>{ $name }</strong>.`; the template says
//! `{{ crate::say_html("asks-first").with("name", name).link("rules", "/guidelines") }}`. What is put in is escaped, the
//! message is ours and stands as it is; `<vh>…</vh>` in it is heard and not seen. Which tags a message has is the same in every language (a test of `hub` looks).

use std::fmt;

use hub::kernel::locale::{Arg, Said};

use super::{Html, escaped};

#[derive(Clone, Debug)]
pub struct Marked<'a> {
    said: Said<'a>,
    /// The name of a tag, and the one that stands in its place.
    tags: Vec<(&'static str, String, &'static str)>,
}

/// The words of a key, as markup.
pub fn say_html(key: &str) -> Marked<'_> {
    Marked { said: hub::say(key), tags: Vec::new() }
}

impl Marked<'_> {
    /// Puts something in, escaped.
    pub fn with(mut self, name: &'static str, value: impl Arg) -> Self {
        self.said = self.said.with_words(name, value, escaped);
        self
    }

    /// Puts in what is markup already.
    pub fn html(mut self, name: &'static str, markup: impl AsHtml) -> Self {
        self.said = self.said.with(name, markup.as_html());
        self
    }

    /// Makes `<name>…</name>` of the message a link.
    pub fn link(self, name: &'static str, to: impl fmt::Display) -> Self {
        let open = format!(r#"<a href="{}">"#, escaped(&to.to_string()));
        self.tag(name, open, "</a>")
    }

    /// Makes `<name>…</name>` of the message something else: its first tag, and the last.
    fn tag(mut self, name: &'static str, open: String, shut: &'static str) -> Self {
        self.tags.push((name, open, shut));
        self
    }

    /// Makes `<name>…</name>` a span that a script finds by its slot.
    pub fn slot(self, name: &'static str) -> Self {
        let open = format!(r#"<span data-slot="{name}">"#);
        self.tag(name, open, "</span>")
    }
}

/// Markup, and references to it, as templates hand them over.
pub trait AsHtml {
    fn as_html(&self) -> &str;
}

impl AsHtml for Html {
    fn as_html(&self) -> &str {
        self.as_str()
    }
}

impl<T: AsHtml + ?Sized> AsHtml for &T {
    fn as_html(&self) -> &str {
        (**self).as_html()
    }
}

impl Marked<'_> {
    /// What stands in place of a tag; `None`: it stays.
    fn instead_of(&self, tag: &str) -> Option<&str> {
        let name = tag.strip_prefix('<')?.strip_suffix('>')?;
        let (name, shuts) = name.strip_prefix('/').map_or((name, false), |name| (name, true));
        let own = self.tags.iter().find(|(tag, ..)| *tag == name).map(|(_, open, shut)| (open.as_str(), *shut));
        let (open, shut) = own.or((name == "vh").then_some((r#"<span class="vh">"#, "</span>")))?;
        Some(if shuts { shut } else { open })
    }
}

impl fmt::Display for Marked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.said.write();
        let mut rest = words.as_str();
        while let Some(at) = rest.find('<') {
            f.write_str(&rest[..at])?;
            rest = &rest[at..];
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            let (written, taken) = self.instead_of(&rest[..end]).map_or((&rest[..1], 1), |instead| (instead, end));
            f.write_str(written)?;
            rest = &rest[taken..];
        }
        f.write_str(rest)
    }
}

impl askama::filters::HtmlSafe for Marked<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_no_markup() {
        let said =
            say_html("look-example").with("name", "<b>\"Bo\"</b> & <rules>").with("n", 2).link("rules", "/a?b=1&c=\"2\"").to_string();
        let bo = "&lt;b&gt;&#34;Bo&#34;&lt;/b&gt; &amp; &lt;rules&gt;";
        assert_eq!(said, format!(r#"<strong>{bo}</strong> read <a href="/a?b=1&amp;c=&#34;2&#34;">2 rules</a>."#));
    }

    #[test]
    fn what_is_markup_stays_it() {
        let said = say_html("look-example").html("name", Html::trusted("<i>Bo</i>".to_owned())).with("n", 1).slot("rules").to_string();
        assert_eq!(said, r#"<strong><i>Bo</i></strong> read <span data-slot="rules">1 rule</span>."#);
    }
}
