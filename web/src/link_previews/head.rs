//! What a page says of itself in its head: its title, a description, the name of its site. Whatever else stands in it is not read,
//! and what is read is plain words.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind},
};
use hub::{kernel::text::excerpt, link_previews::LinkPreview};

const TITLE: usize = 140;
const DESCRIPTION: usize = 240;
const SITE: usize = 60;

/// The preview of a page; `None` when it has no title.
pub fn preview(address: &str, host: &str, page: &str) -> Option<LinkPreview> {
    let tokenizer = Tokenizer::new(Head::default(), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(page));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let found = tokenizer.sink.0.into_inner();
    let first =
        |these: &[&str], most: usize| these.iter().map(|words| clean(words, most)).find(|words| !words.is_empty()).unwrap_or_default();
    let title = first(&[&found.og_title, &found.title], TITLE);
    (!title.is_empty()).then(|| LinkPreview {
        address: address.to_owned(),
        title,
        description: first(&[&found.og_description, &found.description], DESCRIPTION),
        site: first(&[&found.og_site, host], SITE),
    })
}

/// One line of words, without what hides or turns text around.
fn clean(words: &str, most: usize) -> String {
    let unseen = |c: &char| matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let plain: String = words.chars().filter(|c| !unseen(c)).map(|c| if c.is_control() { ' ' } else { c }).take(4_000).collect();
    excerpt(&plain, most)
}

#[derive(Default)]
struct Found {
    title: String,
    in_title: bool,
    over: bool,
    og_title: String,
    og_description: String,
    og_site: String,
    description: String,
}

#[derive(Default)]
struct Head(RefCell<Found>);

impl Head {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match (tag.kind, &*tag.name) {
            // Only the first one, and never one of a drawing in the page.
            (TagKind::StartTag, "title") if !found.over && found.title.is_empty() => {
                found.in_title = true;
                TokenSinkResult::RawData(RawKind::Rcdata)
            }
            (TagKind::EndTag, "title") => {
                found.in_title = false;
                TokenSinkResult::Continue
            }
            (TagKind::StartTag, "meta") if !found.over => {
                found.meta(tag);
                TokenSinkResult::Continue
            }
            (TagKind::StartTag, "script") => TokenSinkResult::RawData(RawKind::ScriptData),
            (TagKind::StartTag, "style" | "noscript") => TokenSinkResult::RawData(RawKind::Rawtext),
            (TagKind::StartTag, "body") | (TagKind::EndTag, "head") => {
                found.over = true;
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Found {
    fn meta(&mut self, tag: &Tag) {
        let of = |name: &str| tag.attrs.iter().find(|attr| *attr.name.local == *name).map(|attr| attr.value.to_string());
        let Some(content) = of("content") else { return };
        let name = of("property").or_else(|| of("name")).unwrap_or_default().to_lowercase();
        let slot = match name.as_str() {
            "og:title" => &mut self.og_title,
            "og:description" => &mut self.og_description,
            "og:site_name" => &mut self.og_site,
            "description" => &mut self.description,
            _ => return,
        };
        if slot.is_empty() {
            *slot = content;
        }
    }
}

impl TokenSink for Head {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.tag(&tag),
            Token::CharacterTokens(words) => {
                let mut found = self.0.borrow_mut();
                if found.in_title {
                    found.title.push_str(&words);
                }
                TokenSinkResult::Continue
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

/// The text of a page in the charset that it names; `None` when that is none we read.
pub fn text(bytes: &[u8], content_type: &str) -> Option<String> {
    let named = |text: &str| {
        let text = text.to_lowercase();
        let (_, rest) = text.split_once("charset=")?;
        let name: String = rest.trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        (!name.is_empty()).then_some(name)
    };
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).into_owned();
    match named(content_type).or_else(|| named(&beginning)).as_deref() {
        None | Some("utf-8" | "utf8" | "us-ascii") => Some(String::from_utf8_lossy(bytes).into_owned()),
        Some("iso-8859-1" | "latin1" | "windows-1252" | "iso-8859-15") => Some(bytes.iter().map(|byte| western(*byte)).collect()),
        // Another one: it may be UTF-8 all the same, and else we would show nonsense.
        Some(_) => std::str::from_utf8(bytes).ok().map(str::to_owned),
    }
}

/// A byte of Windows-1252, which is what pages mean that say ISO 8859-1.
fn western(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•', '–', '\u{2014}', '˜',
        '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Option<(String, String, String)> {
        preview("https://example.org/a", "example.org", page).map(|p| (p.title, p.description, p.site))
    }

    #[test]
    fn a_page_says_its_title_a_description_and_its_site() {
        let page =
            "<!doctype html><html><head><title>Bread &amp; butter\n of a bakery</title><meta name=description content='How we bake'>";
        assert_eq!(of(page), Some(("Bread & butter of a bakery".into(), "How we bake".into(), "example.org".into())));
        let page = "<head><title>plain</title><meta property='og:title' content='Rich'><meta property=og:site_name content='The Bakery'>
                    <meta property='og:description' content='So it goes'><meta name='description' content='Plain'></head>";
        assert_eq!(of(page), Some(("Rich".into(), "So it goes".into(), "The Bakery".into())));
        assert_eq!(of("<p>no title</p>"), None);
        assert_eq!(of("<title> \u{200B} </title>"), None);
        assert_eq!(of(""), None);
    }

    #[test]
    fn hostile_pages_are_plain_words() {
        let page = "<title><script>alert(1)</script><img src=x onerror=alert(1)></title><meta name=description content='\"><b>x\u{202E}y'>";
        let (title, description, _) = of(page).expect("it has a title");
        assert_eq!(title, "<script>alert(1)</script><img src=x onerror=alert(1)>", "words, for the page to escape");
        assert_eq!(description, "\"><b>xy");
        let page = "<script>document.write('<title>no</title>')</script><style>/*<title>no</title>*/</style><title>yes</title>";
        assert_eq!(of(page).expect("a title").0, "yes");
        let page = "<head></head><body><svg><title>a drawing</title></svg><meta property=og:title content=late>";
        assert_eq!(of(page), None, "what stands in the page is not its head");
        let long = format!("<title>{}</title>", "word ".repeat(10_000));
        assert!(of(&long).expect("a title").0.chars().count() <= TITLE + 1);
    }

    #[test]
    fn charsets_are_read_or_left_alone() {
        let latin = b"<title>Caf\xe9 \x80</title>";
        assert_eq!(text(latin, "text/html; charset=ISO-8859-1").as_deref(), Some("<title>Café €</title>"));
        assert_eq!(
            text(b"<meta charset=\"windows-1252\"><title>\x93a\x94", "text/html").as_deref(),
            Some("<meta charset=\"windows-1252\"><title>“a”")
        );
        assert_eq!(text("<title>é".as_bytes(), "text/html;charset=utf-8").as_deref(), Some("<title>é"));
        assert_eq!(text("<title>é".as_bytes(), "text/html; charset=shift_jis").as_deref(), Some("<title>é"));
        assert_eq!(text(b"<title>\x83\x41", "text/html; charset=shift_jis"), None);
    }
}
