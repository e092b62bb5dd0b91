//! A time as a calendar reads it: one event in one file (RFC 5545, and 5546 for what is called off).

use super::Slot;
use crate::kernel::time::Timestamp;

/// What the file says.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The same for one time for ever, so that what is called off goes from where it was put.
    pub uid: &'a str,
    /// When the file was made.
    pub made_at: Timestamp,
    pub time: Slot,
    pub summary: &'a str,
    pub description: &'a str,
    /// May be empty.
    pub location: &'a str,
    /// Where it was agreed on.
    pub url: &'a str,
    /// Who offered it: a name, and the address of their page.
    pub organizer: (&'a str, &'a str),
    pub called_off: bool,
}

/// A line has so many bytes at most, its end not counted.
const LONGEST_LINE: usize = 75;

/// The whole file. Every line ends with CRLF.
pub fn file(entry: &Entry<'_>) -> String {
    let (method, status, sequence) = if entry.called_off { ("CANCEL", "CANCELLED", 1) } else { ("PUBLISH", "CONFIRMED", 0) };
    let (name, page) = entry.organizer;
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//AI Collective//Times//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", text(entry.uid)),
        format!("SEQUENCE:{sequence}"),
        format!("DTSTAMP:{}", utc(entry.made_at)),
        format!("DTSTART:{}", utc(entry.time.at)),
        format!("DTEND:{}", utc(entry.time.ends_at())),
        format!("STATUS:{status}"),
        format!("SUMMARY:{}", text(entry.summary)),
        format!("DESCRIPTION:{}", text(entry.description)),
        format!("ORGANIZER;CN=\"{}\":{}", parameter(name), plain(page)),
        format!("URL:{}", plain(entry.url)),
    ];
    if !entry.location.is_empty() {
        lines.push(format!("LOCATION:{}", text(entry.location)));
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().map(|line| folded(line)).collect()
}

/// `20260303T140000Z`
fn utc(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A value of the type TEXT.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// What stands in quotes as a parameter's value: there no quote may be.
fn parameter(value: &str) -> String {
    value.chars().map(|c| if c == '"' { '\'' } else { c }).filter(|c| !c.is_control()).collect()
}

/// An address: no sign of it is special, and none ends the line.
fn plain(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).collect()
}

/// A line in pieces that are short enough, none of which cuts a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kernel::time::MINUTE;

    const AT: Timestamp = Timestamp(1_772_546_400_000);

    fn entry<'a>(summary: &'a str, description: &'a str, location: &'a str) -> Entry<'a> {
        Entry {
            uid: "time-7@collective.example",
            made_at: AT.plus(-60 * MINUTE),
            time: Slot { at: AT, minutes: 45 },
            summary,
            description,
            location,
            url: "https://collective.example/messages/44",
            organizer: ("Bo \"the\" Baker", "https://collective.example/@bo"),
            called_off: false,
        }
    }

    /// The lines of a file as a strict reader takes them apart: name with parameters, and value. What breaks a rule of RFC 5545 is refused.
    fn read(file: &str) -> Vec<(String, String)> {
        assert!(file.ends_with("\r\n"), "the last line ends, too");
        let raw: Vec<&str> = file.strip_suffix("\r\n").expect("it ends").split("\r\n").collect();
        let mut lines: Vec<String> = Vec::new();
        for line in raw {
            assert!(line.len() <= LONGEST_LINE && !line.is_empty(), "{} bytes: {line}", line.len());
            assert!(!line.contains(['\r', '\n']), "a bare end of a line in {line:?}");
            match line.strip_prefix(' ') {
                Some(rest) => lines.last_mut().expect("something goes before it").push_str(rest),
                None => lines.push(line.to_owned()),
            }
        }
        let split = |line: String| {
            let mut quoted = false;
            let at = line.char_indices().find(|(_, c)| {
                quoted ^= *c == '"';
                *c == ':' && !quoted
            });
            let at = at.unwrap_or_else(|| panic!("no value in {line}")).0;
            (line[..at].to_owned(), line[at + 1..].to_owned())
        };
        lines.into_iter().map(split).collect()
    }

    /// What was escaped, as it was.
    fn unescaped(value: &str) -> String {
        let (mut out, mut chars) = (String::new(), value.chars());
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(c @ ('\\' | ';' | ',')) => out.push(c),
                    other => panic!("\\{other:?} is no escape"),
                },
                ';' | ',' => panic!("a bare {c} in {value}"),
                c => out.push(c),
            }
        }
        out
    }

    fn value(lines: &[(String, String)], name: &str) -> String {
        let found: Vec<_> = lines.iter().filter(|(known, _)| known.split(';').next() == Some(name)).collect();
        assert_eq!(found.len(), 1, "{name} stands there once");
        found[0].1.clone()
    }

    #[test]
    fn a_time_is_one_event_and_called_off_it_is_the_same_one() {
        let agreed = entry("Meeting with Bo; 2, or 3", "About “rye”.\nhttps://collective.example/messages/44", "Café Rosa, Berlin");
        let lines = read(&file(&agreed));
        let order: Vec<&str> = lines.iter().map(|(name, _)| name.split(';').next().unwrap_or("")).collect();
        assert_eq!((order[0], order[order.len() - 1]), ("BEGIN", "END"));
        for (name, is) in [
            ("METHOD", "PUBLISH"),
            ("UID", "time-7@collective.example"),
            ("SEQUENCE", "0"),
            ("STATUS", "CONFIRMED"),
            ("DTSTAMP", "20260303T130000Z"),
            ("DTSTART", "20260303T140000Z"),
            ("DTEND", "20260303T144500Z"),
            ("URL", "https://collective.example/messages/44"),
        ] {
            assert_eq!(value(&lines, name), is, "{name}");
        }
        assert_eq!(unescaped(&value(&lines, "SUMMARY")), agreed.summary);
        assert_eq!(unescaped(&value(&lines, "DESCRIPTION")), agreed.description);
        assert_eq!(unescaped(&value(&lines, "LOCATION")), agreed.location);
        assert!(lines.contains(&("ORGANIZER;CN=\"Bo 'the' Baker\"".to_owned(), "https://collective.example/@bo".to_owned())));
        let off = read(&file(&Entry { called_off: true, ..agreed.clone() }));
        assert_eq!([value(&off, "METHOD"), value(&off, "SEQUENCE"), value(&off, "STATUS")], ["CANCEL", "1", "CANCELLED"]);
        assert_eq!(value(&off, "UID"), value(&lines, "UID"));
    }

    proptest! {
        /// Whatever is written in them, the lines are short, none cuts a character, and every text reads as it was.
        #[test]
        fn every_text_comes_back_as_it_was(summary in "\\PC{0,200}", description in "(\\PC|\n){0,400}", location in "[ä€😀;,\\\\a:\"]{1,90}") {
            let lines = read(&file(&entry(&summary, &description, &location)));
            prop_assert_eq!(unescaped(&value(&lines, "SUMMARY")), summary);
            prop_assert_eq!(unescaped(&value(&lines, "DESCRIPTION")), description);
            prop_assert_eq!(unescaped(&value(&lines, "LOCATION")), location);
            prop_assert_eq!(lines.iter().filter(|(name, _)| name == "BEGIN").count(), 2);
        }
    }
}
