//! Numbers, codes, and texts that always fit one message: 160 characters of GSM-7, whatever was in the title
//! (product.md 1.13, 2.12). One character outside GSM-7 would halve what fits and double what it costs.

use unicode_normalization::UnicodeNormalization;

use super::{CODE_AGAIN_MS, CODE_LIVES_MS, CODE_TRIES, MOST_A_DAY, Moment, Refusal, TEXT_LIVES_MS};
use crate::kernel::{refusal::FieldProblem, time::Timestamp};

/// A number in E.164: ten digits are American, all others begin with a plus.
pub fn phone(typed: &str) -> Result<String, FieldProblem> {
    let no = |words: &str| Err(FieldProblem::new("phone", words));
    let plain: String = typed.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '.' | '/')).collect();
    if plain.is_empty() {
        return no(crate::fixed("rule-sms-the-number-is-missing"));
    }
    let (plus, digits) = plain.strip_prefix('+').map_or((false, plain.as_str()), |rest| (true, rest));
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return no(crate::fixed("rule-sms-a-number-is-made-of-digits-with-a-and"));
    }
    match (plus, digits.len(), digits.bytes().next()) {
        (true, 8..=15, Some(b'1'..=b'9')) => Ok(format!("+{digits}")),
        (false, 10, Some(b'2'..=b'9')) => Ok(format!("+1{digits}")),
        (false, ..) => no(crate::fixed("rule-sms-begin-with-a-and-your-country-as-in-41")),
        _ => no(crate::fixed("rule-sms-that-is-no-telephone-number-with-its-it-has")),
    }
}

/// `+1415***1234`: at least three digits stay hidden.
pub fn masked(phone: &str) -> String {
    let all: Vec<char> = phone.chars().collect();
    let tail = all.len().min(4);
    let head = all.len().saturating_sub(tail + 3).min(5);
    if head == 0 {
        return "***".to_owned();
    }
    let part = |from: usize, to: usize| all[from..to].iter().collect::<String>();
    format!("{}***{}", part(0, head), part(all.len() - tail, all.len()))
}

/// A typed code. `right`: it is the one that was sent. `tries`: wrong ones before this.
pub fn check_code(right: bool, tries: i64, sent_at: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    let left = CODE_TRIES - tries;
    if left <= 0 || now.since(sent_at) >= CODE_LIVES_MS {
        return Err(Refusal::CodeOver);
    }
    match (right, left - 1) {
        (true, _) => Ok(()),
        (false, 0) => Err(Refusal::CodeOver),
        (false, left) => Err(Refusal::WrongCode { left }),
    }
}

/// Whether another code may be sent.
pub fn code_again(last_sent_at: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    match last_sent_at.map(|at| CODE_AGAIN_MS - now.since(at)) {
        Some(wait) if wait > 0 => Err(Refusal::CodeOnItsWay { retry_after_ms: wait.min(CODE_AGAIN_MS) }),
        _ => Ok(()),
    }
}

/// Whether a text of this moment still fits the day. Codes are not counted: they are asked for.
pub fn within_the_day(moment: Moment, sent_today: i64) -> bool {
    moment == Moment::Code || sent_today < MOST_A_DAY
}

/// Nobody wants to hear at night that somebody wrote at noon.
pub fn is_stale(queued_at: Timestamp, now: Timestamp) -> bool {
    now.since(queued_at) >= TEXT_LIVES_MS
}

/// What one message of GSM-7 holds.
pub const SEPTETS: usize = 160;

/// What a text is made of. Empty ones are left out.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// The handle of the other one, without the @.
    pub who: &'a str,
    /// The ask's or offer's title; empty for a direct connection.
    pub title: &'a str,
    /// Six digits, for [`Moment::Code`].
    pub code: &'a str,
    /// Where to go on. Left out when it could not be sent whole.
    pub link: &'a str,
}

/// The text itself, in our own words. Fits one message, always.
pub fn text(moment: Moment, words: &Words<'_>) -> String {
    let title = plain(words.title);
    let link = if !words.link.is_empty() && words.link.chars().all(|c| width(c).is_some() && !c.is_whitespace()) { words.link } else { "" };
    let who = match cut(&plain(words.who), 30) {
        nobody if nobody.is_empty() => crate::fixed("rule-sms-somebody").to_owned(),
        handle => format!("@{handle}"),
    };
    let code = cut(&plain(words.code), 12);
    let whole = |title: &str, link: &str| {
        let about = if title.is_empty() { String::new() } else { format!(": \"{title}\"") };
        let mut text = match moment {
            Moment::NewRequest if title.is_empty() => crate::say("rule-sms-ai-collective-says-hello").with("who", &who).to_string(),
            Moment::NewRequest => crate::say("sms-wants-offer").with("who", &who).with("title", title).to_string(),
            Moment::AskAnswered => crate::say("rule-sms-ai-collective-offers-to-help").with("who", &who).with("about", &about).to_string(),
            Moment::Accepted => crate::say("rule-sms-ai-collective-said-yes").with("who", &who).with("about", &about).to_string(),
            Moment::HelpCompleted => crate::say("rule-sms-ai-collective-says-your-help-is-done-thank-you").with("who", &who).to_string(),
            Moment::Code => crate::say("rule-sms-is-your-code-for-ai-collective-it-is-good").with("code", &code).to_string(),
        };
        if !link.is_empty() {
            text.push(' ');
            text.push_str(link);
        }
        text
    };
    // What is left beside the fixed words is the title's; a link that leaves no room at all goes.
    let fits = |link: &str| SEPTETS.checked_sub(septets(&whole("x", link))).map(|left| left + 1);
    let (link, room) = match fits(link) {
        Some(room) => (link, room),
        None => ("", fits("").unwrap_or(0)),
    };
    // Less than this says nothing.
    let title = if room >= 8 || septets(&title) <= room { cut(&title, room) } else { String::new() };
    whole(&title, link)
}

/// How much room a character takes in GSM-7; `None` when it can't be sent.
fn width(c: char) -> Option<usize> {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '\n' | '\r' => Some(1),
        '@' | '£' | '$' | '¥' | 'è' | 'é' | 'ù' | 'ì' | 'ò' | 'Ç' | 'Ø' | 'ø' | 'Å' | 'å' | 'Δ' | '_' | 'Φ' | 'Γ' | 'Λ' | 'Ω' | 'Π'
        | 'Ψ' | 'Σ' | 'Θ' | 'Ξ' | 'Æ' | 'æ' | 'ß' | 'É' | '!' | '"' | '#' | '¤' | '%' | '&' | '\'' | '(' | ')' | '*' | '+' | ',' | '-'
        | '.' | '/' | ':' | ';' | '<' | '=' | '>' | '?' | '¡' | 'Ä' | 'Ö' | 'Ñ' | 'Ü' | '§' | '¿' | 'ä' | 'ö' | 'ñ' | 'ü' | 'à' => {
            Some(1)
        }
        '^' | '{' | '}' | '\\' | '[' | '~' | ']' | '|' | '€' => Some(2),
        _ => None,
    }
}

/// Septets of a text that is GSM-7 already.
fn septets(text: &str) -> usize {
    text.chars().filter_map(width).sum()
}

/// One line in GSM-7: accents it lacks come off, quotes and dashes become plain ones, the rest goes. Empty when more
/// letters went than stayed; then the text does without. Words that a telephone would turn into a link go, too: only
/// our own link leads out of our text.
fn plain(typed: &str) -> String {
    let (mut out, mut kept, mut gone) = (String::new(), 0_usize, 0_usize);
    for word in typed.split_whitespace().filter(|w| !leads_out(w)) {
        let before = out.len();
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        for c in word.nfc() {
            let length = out.len();
            spell(c, &mut out);
            if c.is_alphanumeric() {
                *(if out.len() > length { &mut kept } else { &mut gone }) += 1;
            }
        }
        if out.len() == start {
            out.truncate(before);
        }
    }
    // A quotation mark inside would end ours.
    let out = out.replace('"', "'");
    if gone > kept { String::new() } else { out }
}

/// A word that a telephone would underline.
fn leads_out(word: &str) -> bool {
    let lower = word.to_lowercase();
    lower.contains("://") || lower.starts_with("www.") || lower.split_once('.').is_some_and(|(_, rest)| rest.contains('/'))
}

/// One character as GSM-7 can say it.
fn spell(c: char, out: &mut String) {
    match c {
        c if width(c).is_some() && !c.is_whitespace() => out.push(c),
        '‘' | '’' | '‚' | '′' | '`' | '´' => out.push('\''),
        '“' | '”' | '„' | '«' | '»' | '″' => out.push('\''),
        '\u{2010}'..='\u{2015}' | '−' | '•' | '·' => out.push('-'),
        '…' => out.push_str("..."),
        '×' => out.push('x'),
        'œ' => out.push_str("oe"),
        'Œ' => out.push_str("OE"),
        'ł' => out.push('l'),
        'Ł' => out.push('L'),
        'đ' | 'ð' => out.push('d'),
        'Đ' | 'Ð' => out.push('D'),
        'ı' => out.push('i'),
        'þ' => out.push_str("th"),
        'Þ' => out.push_str("Th"),
        // ã is a with something on it; ① is 1; the parts that GSM-7 lacks go.
        other => out.extend(std::iter::once(other).nfkd().filter(|p| width(*p).is_some() && !p.is_whitespace())),
    }
}

/// The beginning that fits `most` septets, at a word's end where there is one, with dots when something is left out.
fn cut(text: &str, most: usize) -> String {
    if septets(text) <= most {
        return text.to_owned();
    }
    let (mut kept, mut used) = (String::new(), 0);
    for c in text.chars() {
        let wide = width(c).unwrap_or(0);
        if used + wide + 3 > most {
            break;
        }
        used += wide;
        kept.push(c);
    }
    let end = kept.rfind(' ').filter(|at| *at > kept.len() / 2).unwrap_or(kept.len());
    kept.truncate(end);
    let kept = kept.trim_end_matches([',', '.', ';', ':', ' ', '-']);
    if kept.is_empty() { String::new() } else { format!("{kept}...") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LINK: &str = "https://collective.example/messages/42";

    fn about(title: &str) -> Words<'_> {
        Words { who: "bo", title, link: LINK, code: "" }
    }

    #[test]
    fn numbers_are_kept_in_one_form() {
        for (typed, kept) in [
            ("(415) 555-1234", "+14155551234"),
            ("+41 79 123 45 67", "+41791234567"),
            ("+12345678", "+12345678"),
            ("+123456789012345", "+123456789012345"),
        ] {
            assert_eq!(phone(typed).as_deref(), Ok(kept), "{typed}");
        }
        for bad in [
            "",
            "+",
            "0791234567",
            "1234567",
            "+1234567",
            "+1234567890123456",
            "+0791234567",
            "call me",
            "+41 79 abc",
            "++41791234567",
            "٤١٥٥٥٥١٢٣٤",
        ] {
            assert_eq!(phone(bad).map_err(|p| p.field), Err("phone".into()), "{bad}");
        }
    }

    #[test]
    fn a_masked_number_hides_its_middle() {
        assert_eq!(masked("+14155551234"), "+1415***1234");
        assert_eq!(masked("+12345678"), "+1***5678");
        assert_eq!(masked("+1"), "***");
    }

    #[test]
    fn a_code_has_five_tries_and_ten_minutes() {
        let (sent, soon) = (Timestamp(0), Timestamp(1_000));
        assert_eq!(check_code(true, 4, sent, soon), Ok(()));
        assert_eq!(check_code(false, 0, sent, soon), Err(Refusal::WrongCode { left: 4 }));
        assert_eq!(check_code(false, 3, sent, soon), Err(Refusal::WrongCode { left: 1 }));
        assert_eq!(check_code(false, 4, sent, soon), Err(Refusal::CodeOver));
        assert_eq!(check_code(true, 5, sent, soon), Err(Refusal::CodeOver), "the right one comes too late");
        assert_eq!(check_code(true, 0, sent, Timestamp(CODE_LIVES_MS - 1)), Ok(()));
        assert_eq!(check_code(true, 0, sent, Timestamp(CODE_LIVES_MS)), Err(Refusal::CodeOver));
    }

    #[test]
    fn the_next_code_waits_a_minute() {
        assert_eq!(code_again(None, Timestamp(0)), Ok(()));
        assert_eq!(code_again(Some(Timestamp(0)), Timestamp(20_000)), Err(Refusal::CodeOnItsWay { retry_after_ms: 40_000 }));
        assert_eq!(code_again(Some(Timestamp(0)), Timestamp(CODE_AGAIN_MS)), Ok(()));
    }

    #[test]
    fn five_texts_a_day_and_none_six_hours_late() {
        assert!(within_the_day(Moment::Accepted, MOST_A_DAY - 1) && !within_the_day(Moment::Accepted, MOST_A_DAY));
        assert!(within_the_day(Moment::Code, 99), "a code is asked for");
        assert!(!is_stale(Timestamp(0), Timestamp(TEXT_LIVES_MS - 1)) && is_stale(Timestamp(0), Timestamp(TEXT_LIVES_MS)));
    }

    #[test]
    fn texts_say_who_what_and_where() {
        let title = about("Beta testers for Kinlia");
        for (moment, said) in [
            (Moment::NewRequest, "AI Collective: @bo is interested in \"Beta testers for Kinlia\". https://collective.example/messages/42"),
            (Moment::AskAnswered, "AI Collective: @bo offers to help: \"Beta testers for Kinlia\". https://collective.example/messages/42"),
            (Moment::Accepted, "AI Collective: @bo said yes: \"Beta testers for Kinlia\". https://collective.example/messages/42"),
            (
                Moment::HelpCompleted,
                "AI Collective: @bo says your help is done, thank you! +25 points. https://collective.example/messages/42",
            ),
        ] {
            assert_eq!(text(moment, &title), said);
        }
        assert_eq!(text(Moment::NewRequest, &about("")), "AI Collective: @bo says hello. https://collective.example/messages/42");
        assert_eq!(
            text(Moment::Code, &Words { code: "123456", ..Words::default() }),
            "123456 is your code for AI Collective. It is good for 10 minutes. Don't share it with anybody."
        );
    }

    #[test]
    fn titles_are_said_in_the_telephones_letters() {
        for (title, said) in [
            ("Café “Zoë”, 10 € – soon…", "Café 'Zoe', 10 € - soon..."),
            ("Pão de São João 🥐", "Pao de Sao Joao"),
            ("Łódź œuvre", "Lodz oeuvre"),
        ] {
            let sent = text(Moment::Accepted, &about(title));
            assert!(sent.contains(&format!("\"{said}\"")), "{sent}");
        }
        assert_eq!(
            text(Moment::Accepted, &about("日本語のテスター")),
            "AI Collective: @bo said yes. https://collective.example/messages/42"
        );
    }

    #[test]
    fn a_long_title_is_cut_at_a_word_and_the_link_stays_whole() {
        let sent = text(Moment::AskAnswered, &about(&"many kind people ".repeat(12)));
        assert!(sent.ends_with(LINK) && sent.contains("...\"") && septets(&sent) <= SEPTETS, "{sent}");
        assert!(septets(&sent) > 140, "the room is used: {sent}");
    }

    #[test]
    fn no_title_leads_out_of_a_text() {
        let sent = text(Moment::Accepted, &about("Win at https://evil.example or evil.example/x or www.evil.example now"));
        assert!(sent.contains("\"Win at or or now\"") && !sent.contains("evil"), "{sent}");
    }

    proptest! {
        #[test]
        fn every_text_fits_one_message_of_gsm7(moment in proptest::sample::select(Moment::ALL.to_vec()), who in "\\PC{0,30}", title: String,
                                               code in "[0-9]{6}", link in "(https://[a-z0-9~\\[\\]{}|^./-]{1,52})?") {
            let sent = text(moment, &Words { who: &who, title: &title, code: &code, link: &link });
            let wide: Option<Vec<usize>> = sent.chars().map(width).collect();
            let wide = wide.map(|w| w.iter().sum::<usize>());
            prop_assert!(wide.is_some_and(|w| w <= SEPTETS), "{:?}: {}", wide, sent);
            if link.chars().all(|c| width(c) == Some(1)) {
                prop_assert!(sent.ends_with(&link), "{}", sent);
            }
        }

        #[test]
        fn long_titles_in_plain_letters_are_cut_not_dropped(title in "[a-z]{3,9}( [a-z]{3,9}){20,30}", link in "https://[a-z]{10,52}", who in "[a-z]{3,30}") {
            let sent = text(Moment::AskAnswered, &Words { who: &who, title: &title, code: "", link: &link });
            prop_assert!(sent.contains("...\"") && septets(&sent) <= SEPTETS, "{}", sent);
        }

        #[test]
        fn a_number_that_was_kept_is_kept_again(typed in "[+0-9 ()-]{0,20}") {
            if let Ok(kept) = phone(&typed) {
                prop_assert!((9..=16).contains(&kept.len()));
                prop_assert_eq!(phone(&kept), Ok(kept.clone()));
                prop_assert!(masked(&kept).len() >= 8 && masked(&kept) != kept);
            }
        }
    }
}
