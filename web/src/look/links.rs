//! Web addresses in what people write to each other, as links. `web/assets/js/links.js` does the same on the screen, by the same
//! table of cases (`web/tests/journeys/client/links.json`).

use super::{Html, escaped};

/// Signs that end a sentence rather than an address.
const ENDS: [char; 15] = ['.', ',', ';', ':', '!', '?', '\'', '"', ']', '}', '*', '…', '”', '’', '»'];

/// A text in pieces: words, and the addresses between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Words(&'a str),
    Address(&'a str),
}

/// Cuts a text at its addresses: `http://` or `https://` at the beginning of a word, up to a space.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut said, mut at) = (0, 0);
    while let Some(found) = text[at..].find("http").map(|found| at + found) {
        let address = address(&text[found..]);
        let begins_a_word = !text[..found].chars().next_back().is_some_and(char::is_alphanumeric);
        if address.is_empty() || !begins_a_word {
            at = found + "http".len();
            continue;
        }
        if said < found {
            pieces.push(Piece::Words(&text[said..found]));
        }
        pieces.push(Piece::Address(address));
        at = found + address.len();
        said = at;
    }
    if said < text.len() {
        pieces.push(Piece::Words(&text[said..]));
    }
    pieces
}

/// The address that a text begins with; empty when it begins with none.
fn address(text: &str) -> &str {
    let Some(scheme) = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme)) else { return "" };
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\u{feff}');
    let mut address = &text[..text.find(ends).unwrap_or(text.len())];
    loop {
        let closes = address.ends_with(')') && address.matches(')').count() > address.matches('(').count();
        match address.strip_suffix(ENDS).or_else(|| address.strip_suffix(')').filter(|_| closes)) {
            Some(shorter) => address = shorter,
            None => break,
        }
    }
    if address.len() > scheme.len() { address } else { "" }
}

/// A message with its addresses as links that tell nobody where they were found.
pub fn linked(text: &str) -> Html {
    let mut markup = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => markup.push_str(&escaped(words)),
            Piece::Address(address) => {
                let address = escaped(address);
                markup.push_str(&format!("<a href=\"{address}\" target=\"_blank\" rel=\"nofollow ugc noopener noreferrer\">{address}</a>"));
            }
        }
    }
    Html::trusted(markup)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(piece: &Piece<'_>) -> String {
        match piece {
            Piece::Words(words) | Piece::Address(words) => (*words).to_owned(),
        }
    }

    #[test]
    fn addresses_are_found_as_the_screen_finds_them() {
        let cases: Vec<(String, Vec<String>)> =
            serde_json::from_str(include_str!("../../tests/journeys/client/links.json")).expect("the table can be read");
        assert!(cases.len() > 10);
        for (text, addresses) in cases {
            let found: Vec<&str> =
                pieces(&text).into_iter().filter_map(|p| if let Piece::Address(a) = p { Some(a) } else { None }).collect();
            assert_eq!(found, addresses, "{text}");
        }
    }

    #[test]
    fn markup_stays_what_was_typed() {
        let html = linked("see https://example.org/?a=1&b='2' <script>alert(1)</script>");
        assert!(html.as_str().contains("href=\"https://example.org/?a=1&amp;b="), "{}", html.as_str());
        assert!(!html.as_str().contains("<script>"), "{}", html.as_str());
        assert_eq!(linked("javascript:alert(1)").as_str(), "javascript:alert(1)");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_address_leaves_its_quotes(text in "(http://|https://|[a-z.<>\"'&() \n]|ß|…){0,40}") {
            prop_assert_eq!(pieces(&text).iter().map(whole).collect::<String>(), text.clone());
            let markup = linked(&text);
            for link in markup.as_str().split("<a href=\"").skip(1) {
                let address = link.split('"').next().unwrap_or("");
                prop_assert!(address.starts_with("http") && !address.contains(['<', '>', ' ']));
            }
        }
    }
}
