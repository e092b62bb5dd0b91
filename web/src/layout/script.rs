//! The words that scripts say. A page carries them as data, which no script policy concerns; `web/assets/js/words.js` reads it.
//!
//! `{"open": "Open", "found": "{n} of {all} found", "told": {"one": "1 person told.", "other": "{n} people told."}}`

use std::sync::LazyLock;

use hub::{
    Locale,
    kernel::locale::{current, keys_of, unfilled, within},
};
use serde_json::{Value, json};

use crate::look::Html;

/// What the modules say that strangers' pages load (a test looks that it is all of that).
pub const TO_STRANGERS: &[&str] = &[
    "all-shown",
    "copied",
    "kind-ask",
    "kind-category",
    "kind-offer",
    "kind-person",
    "kind-tag",
    "kind-tool",
    "left",
    "may-mean",
    "not-through",
    "over",
    "suggestions",
    "take-above",
    "unsent",
    "your-page",
];

/// For strangers and for members, in each language.
static BLOCKS: LazyLock<Vec<[Html; 2]>> = LazyLock::new(|| {
    let of = |all: bool| block(|key| all || TO_STRANGERS.contains(&key));
    Locale::ALL.iter().map(|locale| within(*locale, || [of(false), of(true)])).collect()
});

/// The block in the language of the moment: all words, or those of strangers' pages.
pub fn words(all: bool) -> &'static Html {
    &BLOCKS[current() as usize][usize::from(all)]
}

fn block(is_wanted: impl Fn(&str) -> bool) -> Html {
    let mut words = json!({});
    for whole in keys_of("script") {
        let key = whole.trim_start_matches("script-");
        let plural = ["-one", "-other"].into_iter().find_map(|form| Some((key.strip_suffix(form)?, &form[1..])));
        if !is_wanted(plural.map_or(key, |(key, _)| key)) {
            continue;
        }
        let said = Value::from(unfilled(whole));
        match plural {
            Some((key, form)) => words[key][form] = said,
            None => words[key] = said,
        }
    }
    Html::trusted(format!(r#"<script type="application/json" id="words">{}</script>"#, Html::json(&words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(block: &Html) -> Value {
        let json = block.as_str().split_once('>').and_then(|(_, rest)| rest.strip_suffix("</script>")).expect("a block");
        serde_json::from_str(json).expect("JSON")
    }

    #[test]
    fn a_page_carries_the_words_of_its_language() {
        let words = read(words(true));
        assert_eq!(words["open"], "Open");
        assert_eq!(words["found"], "{n} of {all} found");
        assert_eq!(words["new-matches"], json!({ "one": "1 new match", "other": "{n} new matches" }));
        assert_eq!(within(Locale::De, || read(super::words(true)))["open"], "Offen");
    }

    #[test]
    fn strangers_get_what_their_scripts_say() {
        let strangers = read(words(false));
        let carried: Vec<&str> = strangers.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut wanted = TO_STRANGERS.to_vec();
        wanted.sort_unstable();
        assert_eq!(carried.len(), wanted.len(), "{carried:?}");
        assert!(wanted.iter().all(|key| carried.contains(key)), "{carried:?}");
    }
}
