//! Usernames, e-mails, passwords: one rule for each, everywhere.

use unicode_normalization::UnicodeNormalization;

use super::Refusal;
use crate::kernel::{refusal::FieldProblem, text};

/// Names that would be mistaken for the house, or that the address map needs.
const RESERVED: &[&str] = &[
    "admin",
    "administrator",
    "root",
    "support",
    "help",
    "moderator",
    "system",
    "collective",
    "ava",
    "api",
    "everyone",
    "here",
    "me",
    "asks",
    "offers",
    "settings",
    "security",
    "official",
    "staff",
    "team",
    "null",
    "undefined",
];

/// Passwords that everybody tries first; the twelve-character rule makes the usual list short.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "password1234",
    "passwordpassword",
    "qwertyuiop12",
    "qwertyuiopas",
    "iloveyou1234",
    "letmeinletmein",
    "adminadminadmin",
    "welcome12345",
    "abcdefghijkl",
    "111111111111",
    "000000000000",
    "correcthorsebatterystaple",
    "changemechangeme",
    "qwerty123456",
    "password12345",
    "123123123123",
    "abc123abc123",
    "aaaaaaaaaaaa",
];

pub const PASSWORD_LEAST: usize = 12;
pub const PASSWORD_MOST: usize = 200;

/// 3–30 of `a-z 0-9 _ -`, lower-cased (product.md 2.1).
pub fn username(typed: &str) -> Result<String, FieldProblem> {
    let name = typed.trim().trim_start_matches('@').to_lowercase();
    let no = |words: &str| Err(FieldProblem::new("username", words));
    if !(3..=30).contains(&name.chars().count()) {
        return no(crate::fixed("rule-accounts-a-username-has-3-to-30-characters"));
    }
    if !name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-')) {
        return no(crate::fixed("rule-accounts-a-username-is-made-of-the-letters-a-to"));
    }
    if RESERVED.contains(&name.as_str()) {
        return no(crate::fixed("rule-accounts-that-username-is-kept-for-the-house-try-another"));
    }
    Ok(name)
}

/// A username made of a name leaves room for a number behind it.
const MADE_MOST: usize = 23;

/// The username that a name would be: its letters as ASCII has them, with hyphens between. What is too short or kept for the
/// house gets a word in front; of a script that we can't spell there is nothing left but “member”.
pub fn username_of(name: &str) -> String {
    let mut made = String::new();
    for c in name.trim().trim_start_matches('@').nfkd().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => made.push(c),
            // Accents came apart from their letters; they and apostrophes vanish without a gap.
            '\u{300}'..='\u{36f}' | '\'' | '’' => {}
            _ => match spelt(c) {
                Some(letters) => made.push_str(letters),
                None if !made.is_empty() && !made.ends_with('-') => made.push('-'),
                None => {}
            },
        }
    }
    made.truncate(MADE_MOST);
    let made = made.trim_matches('-');
    match made {
        "" => "member".to_owned(),
        _ if username(made).is_ok() => made.to_owned(),
        _ => format!("its-{made}").chars().take(MADE_MOST).collect(),
    }
}

/// The usernames to try for somebody who has chosen none, in this order: made of their name, then with a number. The later
/// numbers are far apart for different `salt`, so that the thousandth of a name does not try a thousand.
pub fn usernames_of(name: &str, salt: i64) -> Vec<String> {
    let made = username_of(name);
    let few = (1..=9).map(|n| text::slug_try(&made, n));
    let far = [(100, 900), (1_000, 9_000), (100_000, 900_000)].map(|(from, many)| format!("{made}-{}", from + salt.rem_euclid(many)));
    few.chain(far).collect()
}

/// Letters of Latin, Cyrillic and Greek that have no accent to lose, as people spell them in plain ones.
fn spelt(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' | 'д' | 'δ' => "d",
        'þ' | 'θ' => "th",
        'ħ' => "h",
        'ı' | 'и' | 'і' | 'η' | 'ι' => "i",
        'а' | 'α' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'е' | 'э' | 'є' | 'ε' => "e",
        'ж' => "zh",
        'з' | 'ζ' => "z",
        'ј' => "j",
        'к' | 'κ' => "k",
        'л' | 'λ' => "l",
        'љ' => "lj",
        'м' | 'μ' => "m",
        'н' | 'ν' => "n",
        'њ' => "nj",
        'о' | 'ο' | 'ω' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' | 'ς' => "s",
        'т' | 'τ' => "t",
        'ћ' => "c",
        'ђ' => "dj",
        'у' => "u",
        'ф' | 'φ' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' | 'χ' => "ch",
        'џ' => "dz",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ы' | 'υ' => "y",
        'ю' => "yu",
        'я' => "ya",
        'ξ' => "x",
        'ψ' => "ps",
        _ => return None,
    })
}

/// Trimmed and lower-cased, one @, a dot in the host. Whether it is really theirs, a mailed link finds out later.
pub fn email(typed: &str) -> Result<String, FieldProblem> {
    let address = typed.trim().to_lowercase();
    let sound = address.len() <= 254
        && !address.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ','))
        && matches!(address.split_once('@'), Some((who, host)) if !who.is_empty() && !host.contains('@') && host.contains('.')
            && !host.starts_with('.') && !host.ends_with('.') && !host.contains(".."));
    if sound {
        Ok(address)
    } else {
        Err(FieldProblem::new("email", crate::fixed("rule-accounts-that-does-not-look-like-an-e-mail-address")))
    }
}

/// At least 12 characters, not everybody's first guess, not the username or e-mail again.
pub fn password(typed: &str, username: &str, email: &str) -> Result<(), FieldProblem> {
    let no = |words: &str| Err(FieldProblem::new("password", words));
    let length = typed.chars().count();
    let lower = typed.to_lowercase();
    if length < PASSWORD_LEAST {
        return no(crate::fixed("rule-accounts-a-password-needs-at-least-12-characters-three-or"));
    }
    if length > PASSWORD_MOST {
        return no(crate::fixed("rule-accounts-a-password-has-at-most-200-characters"));
    }
    let mut letters = lower.chars().collect::<Vec<_>>();
    letters.sort_unstable();
    letters.dedup();
    if COMMON.contains(&lower.as_str()) || letters.len() < 4 || lower.bytes().all(|b| b.is_ascii_digit()) {
        return no(crate::fixed("rule-accounts-that-password-is-one-of-the-first-that-somebody"));
    }
    let local = email.split('@').next().unwrap_or("");
    if [username, email, local].iter().any(|part| part.len() >= 4 && lower.contains(&part.to_lowercase())) {
        return no(crate::fixed("rule-accounts-the-password-repeats-your-username-or-e-mail-take"));
    }
    Ok(())
}

/// The display name: one line of at most 80.
pub fn name(typed: &str) -> Result<String, FieldProblem> {
    text::line(text::Limit { field: "name", called: crate::fixed("rule-accounts-the-name"), least: 0, most: 80 }, typed)
}

pub fn token_name(typed: &str) -> Result<String, FieldProblem> {
    text::line(text::Limit { field: "name", called: crate::fixed("rule-accounts-the-name"), least: 1, most: 60 }, typed)
}

pub const MOST_TOKENS: usize = 20;

/// Everything of a sign-up at once, so that all that has to be mended is said together. No username: it is made of the name,
/// which has to be there then.
pub fn sign_up(typed_username: &str, typed_email: &str, typed_name: &str) -> Result<(Option<String>, String, String), Refusal> {
    let (e, n) = (email(typed_email), name(typed_name));
    let u = match (typed_username.trim(), &n) {
        ("", Ok(n)) if n.is_empty() => Err(FieldProblem::new("name", crate::fixed("rule-accounts-what-shall-people-call-you"))),
        ("", _) => Ok(None),
        (typed, _) => username(typed).map(Some),
    };
    match (u, e, n) {
        (Ok(u), Ok(e), Ok(n)) => Ok((u, e, n)),
        (u, e, n) => Err(Refusal::Mend([u.err(), e.err(), n.err()].into_iter().flatten().collect())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_plain() {
        assert_eq!(username(" @Ana_1 ").as_deref(), Ok("ana_1"));
        for bad in ["ab", "a b c", "änne", "admin", "x".repeat(31).as_str(), "a/b/c"] {
            assert!(username(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_becomes_a_username() {
        for (name, made) in [
            ("Nora Fairweather", "nora-fairweather"),
            ("  @Ana ", "ana"),
            ("Jürgen Groß", "jurgen-gross"),
            ("Zoë O’Hara", "zoe-ohara"),
            ("Łukasz Święty", "lukasz-swiety"),
            ("Søren Kjær", "soren-kjaer"),
            ("Юлия Щербакова", "yuliya-shcherbakova"),
            ("Ελένη", "eleni"),
            ("ANA_1 (she)", "ana-1-she"),
            ("Ana 🌱 Maria", "ana-maria"),
            ("Bo", "its-bo"),
            ("Ava", "its-ava"),
            ("Admin", "its-admin"),
            ("7", "its-7"),
            ("山田太郎", "member"),
            ("", "member"),
            ("-- --", "member"),
            ("Maria Theresia Walburga Amalia Christina", "maria-theresia-walburga"),
            ("Ana-Maria-Theresia-Walb urga", "ana-maria-theresia-walb"),
        ] {
            assert_eq!(username_of(name), made, "{name}");
        }
    }

    #[test]
    fn a_username_that_is_taken_gets_a_number_and_each_try_is_one() {
        let tries = usernames_of("Nora", 12_345);
        assert_eq!(tries[..3], ["nora", "nora-2", "nora-3"]);
        assert_eq!(tries[9..], ["nora-745", "nora-4345", "nora-112345"]);
        assert_ne!(usernames_of("Nora", 12_346)[9], tries[9]);
    }

    proptest::proptest! {
        #[test]
        fn whatever_somebody_is_called_every_username_made_of_it_is_sound(called in ".{0,90}", salt: i64) {
            for made in usernames_of(&called, salt) {
                proptest::prop_assert_eq!(username(&made), Ok(made.clone()));
            }
        }
    }

    #[test]
    fn e_mails_look_like_e_mails() {
        assert_eq!(email(" Ana@Example.ORG ").as_deref(), Ok("ana@example.org"));
        for bad in ["", "ana", "@x.org", "a@b", "a@b@c.org", "a b@c.org", "a@.org", "a@x..org"] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_long_and_not_guessed_first() {
        assert!(password("four warm plain words", "ana", "ana@example.org").is_ok());
        for bad in ["short", "password1234", "aaaaaaaaaaaaaa", "482910482910", "my-anabelle-password"] {
            assert!(password(bad, "anabelle", "anabelle@example.org").is_err(), "{bad}");
        }
    }

    #[test]
    fn a_sign_up_hears_everything_that_has_to_be_mended_at_once() {
        let Err(Refusal::Mend(problems)) = sign_up("x", "y", &"z".repeat(81)) else { panic!("it passed") };
        assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["username", "email", "name"]);
    }

    #[test]
    fn whoever_chooses_no_username_says_a_name() {
        assert_eq!(sign_up(" ", "ana@example.org", "Ana"), Ok((None, "ana@example.org".into(), "Ana".into())));
        assert_eq!(sign_up("ana", "ana@example.org", ""), Ok((Some("ana".into()), "ana@example.org".into(), String::new())));
        let Err(Refusal::Mend(problems)) = sign_up("", "ana@example.org", " ") else { panic!("it passed") };
        assert_eq!(problems, [FieldProblem::new("name", "What should people call you?")]);
    }
}
