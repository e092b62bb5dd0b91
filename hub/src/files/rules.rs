//! What a file is, how it may be called, and how much of it there may be.

use super::{LARGEST_FILE, LARGEST_IMAGE, LONGEST_NAME, Media, Refusal, of_path};
use crate::kernel::{
    refusal::FieldProblem,
    text::{Limit, line, web_address},
    time::{DAY, Timestamp},
};

/// Looks at the bytes of a file as they come, and says what they are.
#[derive(Debug)]
pub struct Sniffer {
    head: Vec<u8>,
    /// The beginning of a character whose end is still to come.
    rest: Vec<u8>,
    /// Nothing has come yet that no text has.
    text: bool,
}

/// Every mark stands within so many bytes.
const HEAD: usize = 32;

impl Default for Sniffer {
    fn default() -> Self {
        Sniffer { head: Vec::with_capacity(HEAD), rest: Vec::new(), text: true }
    }
}

impl Sniffer {
    pub fn see(&mut self, bytes: &[u8]) {
        let wanted = HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        if self.text {
            self.rest.extend_from_slice(bytes);
            self.text = self.is_text_so_far();
        }
    }

    fn is_text_so_far(&mut self) -> bool {
        let (text, whole) = match std::str::from_utf8(&self.rest) {
            Ok(text) => (text, self.rest.len()),
            Err(e) if e.error_len().is_none() => {
                let whole = e.valid_up_to();
                (std::str::from_utf8(&self.rest[..whole]).unwrap_or_default(), whole)
            }
            Err(_) => return false,
        };
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')) {
            return false;
        }
        self.rest.drain(..whole);
        true
    }

    /// What it was, now that all of it has come.
    pub fn media(&self) -> Option<Media> {
        let head = self.head.as_slice();
        let at = |from: usize, mark: &[u8]| head.get(from..from + mark.len()) == Some(mark);
        let brand = |marks: &[&[u8]]| at(4, b"ftyp") && marks.iter().any(|mark| at(8, mark));
        Some(match () {
            () if at(0, b"\xff\xd8\xff") => Media::Jpeg,
            () if at(0, b"\x89PNG\r\n\x1a\n") => Media::Png,
            () if at(0, b"GIF87a") || at(0, b"GIF89a") => Media::Gif,
            () if at(0, b"RIFF") && at(8, b"WEBP") => Media::Webp,
            () if brand(&[b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"]) => Media::Heif,
            () if at(4, b"ftyp") => Media::Mp4,
            () if at(0, b"%PDF-") => Media::Pdf,
            () if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") => Media::Zip,
            () if at(0, b"\x1f\x8b\x08") => Media::Gzip,
            () if at(0, b"7z\xbc\xaf\x27\x1c") => Media::SevenZip,
            () if at(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") => Media::OldOffice,
            () if at(0, b"\x1a\x45\xdf\xa3") => Media::Webm,
            () if at(0, b"OggS") => Media::Ogg,
            () if at(0, b"fLaC") => Media::Flac,
            () if at(0, b"RIFF") && at(8, b"WAVE") => Media::Wav,
            () if at(0, b"ID3") || at(0, b"\xff\xfb") || at(0, b"\xff\xf3") => Media::Mp3,
            () if self.text && self.rest.is_empty() && !head.is_empty() => Media::Text,
            () => return None,
        })
    }
}

/// The name it is kept under: without a path, without anything that means something elsewhere, and with an ending that says what
/// it is.
pub fn name(typed: &str, media: Media) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or("");
    let line = line(Limit { field: "name", called: "The name", least: 0, most: usize::MAX }, last).unwrap_or_default();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean: String = line.chars().map(|c| if matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*' | '%') { '_' } else { c }).collect();
    let clean = clean.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let (stem, ending) = clean.rsplit_once('.').unwrap_or((clean, ""));
    let known = media.endings().iter().find(|e| e.eq_ignore_ascii_case(ending));
    // An ending that says something else is part of the name.
    let (stem, ending) = (if known.is_some() { stem } else { clean }, known.unwrap_or(&media.endings()[0]));
    let stem: String = stem.trim_end_matches('.').chars().take(LONGEST_NAME - 1 - ending.len()).collect();
    let stem = if stem.trim().is_empty() { "file" } else { stem.trim() };
    format!("{stem}.{ending}")
}

/// Whether so many bytes may be taken at all.
pub fn size(size: u64, image: bool) -> Result<(), Refusal> {
    let most = if image { LARGEST_IMAGE } else { LARGEST_FILE };
    match size {
        0 => Err(Refusal::Empty),
        n if n > most => Err(Refusal::TooLarge { most_mb: most >> 20 }),
        _ => Ok(()),
    }
}

/// Whether one more file of `size` bytes may be added. `added`: what a member added in the last 24 hours, when and how large, the
/// oldest first. `a_day`: as much as fits.
pub fn add(size: i64, added: &[(Timestamp, i64)], a_day: i64, now: Timestamp) -> Result<(), Refusal> {
    let mut used: i64 = added.iter().map(|(_, size)| size).sum();
    if used + size <= a_day {
        return Ok(());
    }
    // There is room again as soon as enough of the oldest is a day old.
    let until = added.iter().find_map(|(at, size_then)| {
        used -= size_then;
        (used + size <= a_day).then(|| at.plus(DAY))
    });
    Err(Refusal::EnoughForToday { retry_after_ms: until.unwrap_or(now.plus(DAY)).since(now).max(1) })
}

/// The address of a picture: one of this hub's own files, or one elsewhere on the web. Empty is fine.
pub fn picture(field: &'static str, typed: &str) -> Result<String, FieldProblem> {
    let typed = typed.trim();
    if of_path(typed).is_some() { Ok(typed.to_owned()) } else { web_address(field, typed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        files::{FileId, path, size_words, small},
        kernel::time::HOUR,
    };

    fn sniffed(parts: &[&[u8]]) -> Option<Media> {
        let mut sniffer = Sniffer::default();
        parts.iter().for_each(|part| sniffer.see(part));
        sniffer.media()
    }

    #[test]
    fn what_a_file_is_its_bytes_say_however_they_come() {
        for (bytes, media) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], Some(Media::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some(Media::Png)),
            (b"GIF89a\x01\0\x01\0", Some(Media::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Media::Webp)),
            (b"RIFF\x10\0\0\0WAVEfmt ", Some(Media::Wav)),
            (b"\0\0\0\x18ftypheic\0\0", Some(Media::Heif)),
            (b"\0\0\0\x18ftypisom\0\0", Some(Media::Mp4)),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", Some(Media::Pdf)),
            (b"PK\x03\x04\x14\0\x06\0", Some(Media::Zip)),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Some(Media::Text)),
            (b"<!doctype html><script>alert(1)</script>", Some(Media::Text)),
            ("Zähle: 1, 2, 3 🎉\r\n\tEnde".as_bytes(), Some(Media::Text)),
            (b"MZ\x90\0\x03\0\0\0", None),
            (b"\x7fELF\x02\x01\x01\0", None),
            (b"half a character \xc3", None),
            (b"latin \xe4 one", None),
            (b"a\0b", None),
            (b"", None),
        ] {
            assert_eq!(sniffed(&[bytes]), media, "{bytes:?}");
            let one_by_one: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(sniffed(&one_by_one), media, "byte by byte: {bytes:?}");
        }
    }

    #[test]
    fn a_name_says_what_a_file_is_and_leads_nowhere() {
        for (typed, media, kept) in [
            ("menu card.pdf", Media::Pdf, "menu card.pdf"),
            ("../../etc/passwd", Media::Text, "passwd.txt"),
            ("C:\\Users\\ana\\plan.DOCX", Media::Zip, "plan.docx"),
            ("invoice.exe", Media::Pdf, "invoice.exe.pdf"),
            ("run.bat", Media::Text, "run.bat.txt"),
            ("archive.tar.gz", Media::Gzip, "archive.tar.gz"),
            ("a\r\nSet-Cookie: x.md", Media::Text, "a Set-Cookie_ x.md"),
            ("\u{202e}fdp.txt", Media::Text, "fdp.txt"),
            ("", Media::Zip, "file.zip"),
            ("...", Media::Zip, "file.zip"),
            (".pdf", Media::Pdf, "pdf.pdf"),
            ("Übung „zwei“.md", Media::Text, "Übung „zwei“.md"),
        ] {
            assert_eq!(name(typed, media), kept, "{typed:?}");
        }
        let long = name(&"ä".repeat(500), Media::Pdf);
        assert_eq!((long.chars().count(), long.ends_with(".pdf")), (LONGEST_NAME, true));
    }

    #[test]
    fn a_path_is_read_back_and_nothing_else_is_one() {
        let menu = path(FileId(12), "menu card ä.pdf");
        assert_eq!(menu, "/files/12/menu%20card%20%C3%A4.pdf");
        assert_eq!(of_path(&menu), Some(FileId(12)));
        assert_eq!(small("/files/12/picture.jpg"), "/files/12/small/picture.jpg");
        assert_eq!(small("https://example.org/a.jpg"), "https://example.org/a.jpg");
        for no in [
            "/files/12/",
            "/files/x/a.jpg",
            "/files/-1/a.jpg",
            "/files/12/a/b",
            "/files/12/a\"b",
            "//files/12/a",
            "https://x.org/files/1/a",
        ] {
            assert_eq!(of_path(no), None, "{no}");
        }
        assert!(picture("image_url", "/files/12/picture.jpg").is_ok() && picture("image_url", "").is_ok());
        assert!(picture("image_url", "https://example.org/a.jpg").is_ok() && picture("image_url", "/etc/passwd").is_err());
    }

    #[test]
    fn sizes_have_a_bound_of_their_own_and_are_said_in_words() {
        assert_eq!(size(0, true), Err(Refusal::Empty));
        assert_eq!((size(LARGEST_IMAGE, true), size(LARGEST_FILE, false)), (Ok(()), Ok(())));
        assert_eq!(size(LARGEST_IMAGE + 1, true), Err(Refusal::TooLarge { most_mb: 10 }));
        assert_eq!(size(LARGEST_FILE + 1, false), Err(Refusal::TooLarge { most_mb: 25 }));
        let said = [0, 999, 1_000, 12_499, 999_999, 1_000_000, 1_449_999, 25_000_000].map(size_words);
        assert_eq!(said, ["0 bytes", "999 bytes", "1 KB", "12 KB", "1000 KB", "1.0 MB", "1.4 MB", "25.0 MB"]);
    }

    #[test]
    fn a_days_room_is_free_again_when_the_oldest_is_a_day_old() {
        let now = Timestamp(1_793_534_400_000);
        let ago = |hours: i64| now.plus(-hours * HOUR);
        let added = [(ago(20), 40), (ago(10), 40), (ago(1), 10)];
        assert_eq!(add(10, &added, 100, now), Ok(()));
        for (size, hours) in [(11, 4), (50, 4), (51, 14), (90, 14), (91, 23), (100, 23), (101, 24)] {
            let refused = Refusal::EnoughForToday { retry_after_ms: hours * HOUR };
            assert_eq!(add(size, &added, 100, now), Err(refused), "{size}");
        }
    }
}
