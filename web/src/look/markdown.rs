//! Markdown as members write it, rendered and sanitised: no scripts, no styles, no frames, links that pass on no trust.

use std::{collections::HashSet, sync::LazyLock};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Html;

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "hr",
            "strong",
            "em",
            "del",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "img",
            "h3",
            "h4",
            "h5",
            "h6",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]))
        .tag_attributes(
            [("a", HashSet::from(["href", "title"])), ("img", HashSet::from(["src", "alt", "title"])), ("ol", HashSet::from(["start"]))]
                .into(),
        )
        .url_schemes(HashSet::from(["https", "http", "mailto"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("nofollow ugc noopener"))
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // A picture from elsewhere comes over https or not at all; `//host` would be elsewhere too.
            ("img", "src") if value.starts_with("https://") || (value.starts_with('/') && !value.starts_with("//")) => Some(value.into()),
            ("img", "src") => None,
            ("a", "href") if value.starts_with("//") => None,
            _ => Some(value.into()),
        });
    builder
});

/// What a member wrote, as markup. Raw HTML in it is shown as the text it is.
pub fn markdown(source: &str) -> Html {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut dead = false;
    let events = Parser::new_ext(source, options).filter_map(|event| match event {
        // A link that leads nowhere is its words, not something to click in vain. Links have no links inside.
        Event::Start(Tag::Link { dest_url, .. }) if !leads_somewhere(&dest_url) => {
            dead = true;
            None
        }
        Event::End(TagEnd::Link) if std::mem::take(&mut dead) => None,
        other => Some(plainer(other)),
    });
    let mut markup = String::with_capacity(source.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut markup, events);
    Html::trusted(SANITISER.clean(&markup).to_string())
}

/// What the sanitiser leaves of an address: the web, mail, or a path on this hub.
fn leads_somewhere(address: &str) -> bool {
    let scheme =
        address.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some(scheme) => ["https", "http", "mailto"].contains(&scheme),
        None => !address.trim().is_empty() && !address.starts_with("//"),
    }
}

fn plainer(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        // The page has its own h1 and h2.
        Event::Start(Tag::Heading { level, id, classes, attrs }) => Event::Start(Tag::Heading { level: lower(level), id, classes, attrs }),
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        Event::SoftBreak => Event::HardBreak,
        other => other,
    }
}

/// The words of markdown on one line, without its marks: for excerpts and descriptions.
pub fn plain(source: &str) -> String {
    let mut words = String::with_capacity(source.len());
    for event in Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                words.push(' ')
            }
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(source: &str) -> String {
        markdown(source).to_string()
    }

    #[test]
    fn plain_markdown_is_rendered() {
        assert_eq!(rendered("**hi** there"), "<p><strong>hi</strong> there</p>\n");
        assert!(rendered("# Title").starts_with("<h3>"));
        assert!(rendered("one\ntwo").contains("<br"));
    }

    #[test]
    fn an_excerpt_has_the_words_without_the_marks() {
        assert_eq!(plain("# Hi\nI need **five** people:\n\n- one\n- [two](https://e.org)"), "Hi I need five people: one two");
    }

    #[test]
    fn nothing_a_member_writes_runs() {
        for hostile in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "![x](data:image/svg+xml;base64,PHN2Zz4=)",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<iframe src=https://example.org></iframe>",
            "<style>*{display:none}</style>",
            "![x](http://example.org/pixel.gif)",
            "[x](//evil.example)",
            "<p style=\"position:fixed\">x</p>",
        ] {
            let html = rendered(hostile);
            let tags: Vec<&str> = html.split('<').skip(1).filter_map(|t| t.split('>').next()).collect();
            for tag in tags {
                let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
                assert!(["p", "a", "img", "br"].contains(&name), "{hostile} gave {html}");
                for bad in ["javascript:", "data:", "onerror", "style=", "http://", "\"//"] {
                    assert!(!tag.to_lowercase().contains(bad), "{hostile} gave {html}");
                }
            }
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_its_words() {
        for dead in ["[cake](javascript:alert(1))", "[cake](//evil.example)", "[cake](data:text/html,x)", "[cake]( )"] {
            assert_eq!(rendered(dead), "<p>cake</p>\n", "{dead}");
        }
        let html = rendered("[a](javascript:1) [b](https://e.org/x:y) [c](/home) [d](mailto:a@e.org)");
        assert_eq!(html.matches("<a ").count(), 3, "{html}");
    }

    #[test]
    fn links_pass_on_no_trust() {
        let html = rendered("[a](https://example.org)");
        assert!(html.contains(r#"rel="nofollow ugc noopener""#), "{html}");
    }

    #[test]
    fn pictures_over_https_stay() {
        assert!(rendered("![a cake](https://example.org/cake.jpg)").contains("src=\"https://example.org/cake.jpg\""));
    }
}
