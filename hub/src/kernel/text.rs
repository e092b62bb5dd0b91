//! Checked text: what people type is trimmed, put in one Unicode form and measured before it is kept.

use unicode_normalization::UnicodeNormalization;

use super::refusal::FieldProblem;

/// How long a text may be, in characters, and whether it may be missing.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    pub field: &'static str,
    /// How the field is called on the form.
    pub called: &'static str,
    pub least: usize,
    pub most: usize,
}

/// One line: no line breaks or control characters, trimmed, NFC.
pub fn line(limit: Limit, typed: &str) -> Result<String, FieldProblem> {
    // What goes, goes first: two characters that only it kept apart may become one.
    let clean: String = typed.chars().filter(|c| !unseen(*c)).map(|c| if c.is_control() { ' ' } else { c }).nfc().collect();
    measure(limit, clean.trim().to_owned())
}

/// Several lines: control characters other than line breaks and tabs go, trimmed at the ends, NFC.
pub fn lines(limit: Limit, typed: &str) -> Result<String, FieldProblem> {
    let clean: String =
        typed.replace("\r\n", "\n").chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).filter(|c| !unseen(*c)).nfc().collect();
    measure(limit, clean.trim().to_owned())
}

/// Characters that turn text around or hide in it without being seen. Joiners stay: emoji need them.
fn unseen(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{200B}')
}

fn measure(limit: Limit, text: String) -> Result<String, FieldProblem> {
    let length = text.chars().count();
    let Limit { field, called, least, most } = limit;
    if length == 0 && least > 0 {
        Err(FieldProblem::new(field, crate::say("rule-kernel-is-missing").with("called", called).to_string()))
    } else if length < least {
        Err(FieldProblem::new(
            field,
            crate::say("rule-kernel-needs-at-least-characters").with("called", called).with("least", least).to_string(),
        ))
    } else if length > most {
        Err(FieldProblem::new(
            field,
            crate::say("rule-kernel-has-characters-fit").with("called", called).with("length", length).with("most", most).to_string(),
        ))
    } else {
        Ok(text)
    }
}

/// An address on the web: http or https with a host, no user name inside, at most 2,000 characters. Empty is fine. As people type
/// it, “example.org/me”, it is https.
pub fn web_address(field: &'static str, typed: &str) -> Result<String, FieldProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(String::new());
    }
    let address = if names_a_host(typed) { format!("https://{typed}") } else { typed.to_owned() };
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let host = rest.map(|r| r.split(['/', '?', '#']).next().unwrap_or(""));
    let sound = address.len() <= 2_000
        && !address.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\\'))
        && host.is_some_and(|h| h.contains('.') && !h.contains('@') && !h.starts_with('.') && !h.ends_with('.'));
    if sound { Ok(address) } else { Err(FieldProblem::new(field, crate::fixed("rule-kernel-that-is-no-web-address-we-can-link-to"))) }
}

/// “example.org/me”: begins with a host, with a port or without, and with no scheme.
fn names_a_host(typed: &str) -> bool {
    let host = typed.split(['/', '?', '#']).next().unwrap_or("");
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    name.contains('.') && port.chars().all(|c| c.is_ascii_digit())
}

/// A slug from a title: lower case ASCII letters, digits and single hyphens, at most 200. Never empty.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.nfkd() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            'ß' => slug.push_str("ss"),
            'ø' | 'Ø' => slug.push('o'),
            'æ' | 'Æ' => slug.push_str("ae"),
            'ł' | 'Ł' => slug.push('l'),
            // Accents came apart from their letters; they and apostrophes vanish without a gap.
            '\u{300}'..='\u{36f}' | '\'' | '’' => {}
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(200);
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "untitled".to_owned() } else { slug.to_owned() }
}

/// A slug as somebody handed it in: `landing-page`. Empty is fine.
pub fn slug_typed(field: &'static str, typed: &str) -> Result<String, FieldProblem> {
    let slug = typed.trim().to_lowercase();
    let sound = slug.len() <= 200
        && slug.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !slug.starts_with('-')
        && !slug.ends_with('-');
    if sound { Ok(slug) } else { Err(FieldProblem::new(field, crate::fixed("rule-kernel-choose-from-the-list-please"))) }
}

/// Several slugs: empty ones and repeats go, their order stays, and at most `most` are kept or it is said.
pub fn slugs_typed(field: &'static str, most: usize, typed: &[String]) -> Result<Vec<String>, FieldProblem> {
    let mut slugs: Vec<String> = Vec::new();
    for one in typed {
        let slug = slug_typed(field, one)?;
        if !slug.is_empty() && !slugs.contains(&slug) {
            slugs.push(slug);
        }
        if slugs.len() > most {
            return Err(FieldProblem::new(field, crate::say("rule-kernel-too-many").with("most", most).with("field", field)));
        }
    }
    Ok(slugs)
}

/// The n-th try for a slug that is taken: `title`, `title-2`, `title-3`.
pub fn slug_try(slug: &str, n: usize) -> String {
    if n <= 1 { slug.to_owned() } else { format!("{slug}-{n}") }
}

/// The first `most` characters, at a word's end where there is one, with an ellipsis when something is left out.
pub fn excerpt(text: &str, most: usize) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= most {
        return one_line;
    }
    let cut: String = one_line.chars().take(most).collect();
    let end = cut.rfind(' ').filter(|at| *at > cut.len() / 2).unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', '.', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: Limit = Limit { field: "title", called: "The title", least: 3, most: 10 };

    #[test]
    fn text_is_trimmed_and_measured_in_characters() {
        assert_eq!(line(TITLE, "  añb\n ").as_deref(), Ok("añb"));
        assert!(line(TITLE, " ").unwrap_err().words.contains("missing"));
        assert!(line(TITLE, "ab").unwrap_err().words.contains("at least 3"));
        assert_eq!(line(TITLE, "ööööööööööö").unwrap_err().words, "The title has 11 characters; only 10 fit.");
    }

    #[test]
    fn text_cannot_be_turned_around() {
        assert_eq!(line(TITLE, "a\u{202E}bcd").as_deref(), Ok("abcd"));
        assert_eq!(line(TITLE, "caf\u{65}\u{200B}\u{301}").as_deref(), Ok("café"));
    }

    #[test]
    fn slugs_are_plain_and_never_empty() {
        assert_eq!(slug("Café & Bäckerei: it's open!"), "cafe-backerei-its-open");
        assert_eq!(slug("日本"), "untitled");
        assert_eq!(slug("--a--b--"), "a-b");
    }

    #[test]
    fn slugs_handed_in_are_sound_few_and_said_once() {
        let typed = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(slugs_typed("tags", 2, &typed(&["copy", "", " Copy ", "video"])), Ok(typed(&["copy", "video"])));
        assert!(slugs_typed("tags", 2, &typed(&["a", "b", "c"])).is_err());
        for bad in ["two words", "-a", "a-", "a_b", "ä"] {
            assert!(slug_typed("category", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_addresses_of_the_web_pass() {
        for good in ["", "https://example.org", "http://example.org/a?b=c#d"] {
            assert!(web_address("url", good).is_ok(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "javascript:a.b(1)",
            "https://",
            "https://u:p@example.org",
            "ana@example.org",
            "example",
            "ftp://example.org",
            "//example.org",
            "https://a b.org",
            "https://x\"y.org",
        ] {
            assert!(web_address("url", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_as_people_type_it_is_one() {
        for (typed, kept) in [
            (" plancroft.example.org ", "https://plancroft.example.org"),
            ("example.org:8080/a?b=c#d", "https://example.org:8080/a?b=c#d"),
            ("http://example.org", "http://example.org"),
        ] {
            assert_eq!(web_address("url", typed).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn an_excerpt_ends_at_a_word() {
        assert_eq!(excerpt("one two three four", 11), "one two…");
        assert_eq!(excerpt("short", 11), "short");
    }
}
