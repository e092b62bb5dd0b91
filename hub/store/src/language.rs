//! The language of a text, where the text tells.
//!
//! A wrong guess costs a post its matches (another language lowers a pair's score much), no guess costs next to nothing:
//! so in doubt it is not said. The small words of grammar tell best in few words; the statistics of letters, which take
//! “A second pair of eyes for your grant application” for French, count only where no small word speaks against them.

/// What most members write in: told apart far better among these than among all there are.
const COMMON: [whatlang::Lang; 14] = {
    use whatlang::Lang::*;
    [Eng, Deu, Fra, Spa, Por, Ita, Nld, Pol, Tur, Swe, Rus, Ukr, Ara, Hin]
};

/// Small words of the languages that are easily taken for each other.
const SMALL_WORDS: [(&str, &str); 7] = [
    (
        "en",
        "the and for my your with you to of that is are it this how what who from have need help people can about without i me we \
         or not be someone looking",
    ),
    (
        "de",
        "der die das und für ich mir mich meine meinen meiner mein mit ist nicht ein eine einen einer zu zur zum bei wer wie sie wir \
         auf von den dem im oder suche hilfe brauche deine dein euch",
    ),
    (
        "fr",
        "le les des et pour mon ma mes avec est une un du dans je vous nous qui que sur votre vos ou pas au aux cherche besoin aide \
         ce cette",
    ),
    ("es", "el los las y para mi con es una un del en que de mis su por como no quien necesito busco ayuda tu sus se lo más"),
    (
        "pt",
        "o os as e para meu minha com é uma um do da dos das em que de no na meus seu sua por como não quem preciso procuro ajuda \
         você",
    ),
    ("it", "il gli e per mio mia con è una un del della di che nel i le la miei suo chi come non cerco bisogno aiuto sono"),
    ("nl", "de het een en voor mijn met is van ik je op niet hulp bij wie hoe zoek aan jouw dat die te naar ons"),
];

/// The language of a post, ISO 639-1; empty where its words don't tell it for sure.
pub fn language_of(title: &str, text: &str) -> &'static str {
    let text = format!("{title}\n{text}");
    by_small_words(&text).or_else(|| by_letters(&text)).unwrap_or("")
}

/// Two small words of one language, and fewer of every other.
fn by_small_words(text: &str) -> Option<&'static str> {
    let mut counts = small_words(text);
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let [(first, most), (_, second), ..] = counts[..] else { return None };
    (most >= 2 && most > second).then_some(first)
}

/// How many different small words of each language a text has.
fn small_words(text: &str) -> Vec<(&'static str, usize)> {
    let lower = text.to_lowercase();
    let said: std::collections::HashSet<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    SMALL_WORDS.iter().map(|(code, words)| (*code, words.split_whitespace().filter(|word| said.contains(word)).count())).collect()
}

/// By the statistics of letters: a script of its own tells at once, Latin letters only when they are sure and the small
/// words don't say otherwise.
fn by_letters(text: &str) -> Option<&'static str> {
    let latin = |found: &whatlang::Info| found.script() == whatlang::Script::Latin;
    let anywhere = || whatlang::detect(text).filter(|found| !latin(found));
    let common = || whatlang::Detector::with_allowlist(COMMON.to_vec()).detect(text).filter(|found| !latin(found) || found.is_reliable());
    let found = anywhere().filter(whatlang::Info::is_reliable).or_else(common).or_else(anywhere)?;
    let code = two_letters(found.lang())?;
    if !latin(&found) {
        return Some(code);
    }
    let counts = small_words(text);
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let own = counts.iter().find(|(of, _)| *of == code).map(|(_, count)| *count);
    own.is_none_or(|own| own > 0 && own == most).then_some(code)
}

/// ISO 639-1 of the languages that have one.
fn two_letters(lang: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang::*;
    Some(match lang {
        Eng => "en",
        Deu => "de",
        Fra => "fr",
        Spa => "es",
        Por => "pt",
        Ita => "it",
        Nld => "nl",
        Pol => "pl",
        Rus => "ru",
        Ukr => "uk",
        Tur => "tr",
        Ara => "ar",
        Jpn => "ja",
        Kor => "ko",
        Cmn => "zh",
        Hin => "hi",
        Ben => "bn",
        Heb => "he",
        Ell => "el",
        Swe => "sv",
        Dan => "da",
        Nob => "no",
        Fin => "fi",
        Ces => "cs",
        Slk => "sk",
        Hun => "hu",
        Ron => "ro",
        Bul => "bg",
        Hrv => "hr",
        Srp => "sr",
        Slv => "sl",
        Cat => "ca",
        Vie => "vi",
        Tha => "th",
        Ind => "id",
        Est => "et",
        Lav => "lv",
        Lit => "lt",
        Kat => "ka",
        Hye => "hy",
        Pes => "fa",
        Urd => "ur",
        Tam => "ta",
        Tel => "te",
        Mar => "mr",
        Guj => "gu",
        Pan => "pa",
        Kan => "kn",
        Mal => "ml",
        Afr => "af",
        Zul => "zu",
        Bel => "be",
        Mkd => "mk",
        Amh => "am",
        Mya => "my",
        Nep => "ne",
        Sin => "si",
        Khm => "km",
        Aze => "az",
        Uzb => "uz",
        Cym => "cy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::language_of;

    #[test]
    fn a_script_of_its_own_tells_even_in_few_words() {
        assert_eq!(language_of("猫の写真", ""), "ja");
        assert_eq!(language_of("Помогите мне написать письмо", ""), "ru");
    }

    #[test]
    fn what_does_not_tell_is_not_guessed() {
        for title in ["Logo", "🎉🎉🎉", "Logo design", "React, SQL", "Sourdough in four evenings", ""] {
            assert_eq!(language_of(title, ""), "", "{title}");
        }
    }

    #[test]
    fn short_english_is_not_taken_for_another_language() {
        // Each of them was, once: for French, Italian or Polish.
        for (title, text) in [
            ("Does my backup tool survive your laptop?", ""),
            ("A newsletter people open: six short lessons", ""),
            ("A second pair of eyes for your grant application", "Youth clubs, choirs, gardens."),
            ("A nurse looks at your health idea before patients do", "Leaflet, form, app."),
            ("How do I price my ceramics?", ""),
            ("I help move newsletters", "Substack, Ghost, Buttondown."),
            ("Edit short videos on your phone: dance class, dog, dentist", ""),
        ] {
            let found = language_of(title, text);
            assert!(matches!(found, "en" | ""), "{title}: {found}");
        }
    }

    #[test]
    fn sentences_tell() {
        for (title, text, language) in [
            ("I need help writing posts for my bakery", "I never know what to say to people.", "en"),
            ("Wer hilft mir, meine Tabellen in Ordnung zu bringen?", "Kleiner Verein, viel Papier.", "de"),
            ("Webseite für meine Bäckerei", "", "de"),
            ("Aide pour mon site web", "", "fr"),
            ("Ayuda con mi sitio web", "", "es"),
            ("Aiuto per il mio sito", "", "it"),
            ("Hulp bij mijn website", "", "nl"),
            ("Szukam pomocy przy stronie internetowej mojej piekarni", "Nie wiem, od czego zacząć.", "pl"),
        ] {
            assert_eq!(language_of(title, text), language, "{title}");
        }
    }
}
