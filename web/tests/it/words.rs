//! The words that members read stand in the message files, all of them, and each of them is said somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Every file below these folders with one of these endings.
fn files(below: &[&str], endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut all = Vec::new();
    let mut folders: Vec<PathBuf> = below.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| endings.iter().any(|e| ending == *e)) {
                let text = fs::read_to_string(&entry).expect("a text");
                all.push((entry, text));
            }
        }
    }
    all.sort();
    all
}

/// The keys of the English messages, and the beginnings of those that are put together.
fn keys() -> (BTreeSet<String>, Vec<String>) {
    let (mut keys, mut families) = (BTreeSet::new(), Vec::new());
    for (_, text) in files(&["hub/words/en"], &["ftl"]) {
        for line in text.lines() {
            if let Some(family) = line.strip_prefix("# Family: ") {
                families.push(family.trim().trim_end_matches('*').to_owned());
            }
            if let Some((key, _)) = line.split_once(" =").filter(|(key, _)| key.starts_with(|c: char| c.is_ascii_lowercase())) {
                keys.insert(key.to_owned());
            }
        }
    }
    (keys, families)
}

/// What stands between quotes after each `say(` or `say_html(`.
fn said(source: &str) -> impl Iterator<Item = &str> {
    ["say(\"", "say_html(\"", "fixed(\""]
        .into_iter()
        .flat_map(move |call| source.split(call).skip(1).filter_map(|rest| rest.split('"').next()))
}

/// What could be a key: other functions are called `say`, too.
fn is_key(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

const SOURCES: &[&str] = &["hub/src", "hub/store/src", "search/src", "actors/src", "web/src"];

#[test]
fn every_key_that_is_said_is_there_and_every_key_that_is_there_is_said() {
    let (keys, families) = keys();
    let sources = files(SOURCES, &["rs", "html"]);
    let scripts = files(&["web/assets/js"], &["js"]);
    let mut unknown = Vec::new();
    for (path, source) in &sources {
        // Comments show how it is done.
        let source = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        unknown.extend(said(&source).filter(|key| is_key(key) && !keys.contains(*key)).map(|key| format!("{}: {key}", path.display())));
    }
    assert!(unknown.is_empty(), "no such message:\n{}", unknown.join("\n"));
    let quoted: BTreeSet<&str> = sources
        .iter()
        .chain(&scripts)
        .flat_map(|(_, source)| source.split(['"', '`', '\'']))
        .filter(|piece| !piece.is_empty() && piece.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        .collect();
    let messages: String = files(&["hub/words/en"], &["ftl"]).into_iter().map(|(_, text)| text).collect();
    let unsaid: Vec<&String> = keys
        .iter()
        .filter(|key| !quoted.contains(key.as_str()) && !families.iter().any(|family| key.starts_with(family.as_str())))
        .filter(|key| !messages.contains(&format!("{{ {key} }}")))
        .collect();
    assert!(unsaid.is_empty(), "nothing says {unsaid:?}");
}

/// The modules that strangers' pages load, in the end: what is begun by forms.js, without the composer, which only members have.
fn modules_of_strangers(scripts: &BTreeMap<String, String>) -> BTreeSet<&str> {
    let mut found = BTreeSet::from(["forms.js"]);
    let mut at = vec!["forms.js"];
    while let Some(module) = at.pop() {
        for named in scripts.get(module).map_or("", String::as_str).split("\"./").skip(1).filter_map(|rest| rest.split('"').next()) {
            if named != "composer.js" && found.insert(named) {
                at.push(named);
            }
        }
    }
    found
}

/// What a script says: `t("key")`, or ``t(`beginning-${rest}`)``, of which the beginning stands here.
fn said_by_script(source: &str) -> impl Iterator<Item = &str> {
    let calls = source.match_indices("t(").filter(|(at, _)| !source[..*at].ends_with(|c: char| c.is_alphanumeric() || "._$".contains(c)));
    calls.map(|(at, call)| {
        let given = &source[at + call.len()..];
        let whole = given.strip_prefix('"').and_then(|rest| rest.split('"').next());
        let begun = || given.strip_prefix('`').and_then(|rest| rest.split("${").next());
        whole.or_else(begun).unwrap_or_else(|| panic!("no key stands in t({}", given.lines().next().unwrap_or("")))
    })
}

#[test]
fn scripts_say_what_their_pages_carry_and_all_of_it() {
    let scripts: BTreeMap<String, String> = files(&["web/assets/js"], &["js"])
        .into_iter()
        .map(|(path, source)| (path.file_name().expect("a name").to_string_lossy().into_owned(), source.replace("function t(", "")))
        .collect();
    let plain = |key: &str| key.trim_end_matches("-one").trim_end_matches("-other").to_owned();
    let known: BTreeSet<String> = keys().0.iter().filter_map(|key| key.strip_prefix("script-")).map(plain).collect();
    let said: BTreeSet<&str> = scripts.values().flat_map(|source| said_by_script(source)).collect();
    assert!(said.len() > 100, "{said:?}");
    let (begun, whole): (Vec<&str>, Vec<&str>) = said.iter().copied().partition(|key: &&str| key.ends_with('-'));
    let unknown: Vec<_> = whole.iter().filter(|key| !known.contains(**key)).collect();
    assert!(unknown.is_empty(), "there are no words for {unknown:?}");
    let unsaid: Vec<_> = known.iter().filter(|key| !whole.contains(&key.as_str()) && !begun.iter().any(|b| key.starts_with(b))).collect();
    assert!(unsaid.is_empty(), "no script says {unsaid:?}");

    // Refusals, which words.js says itself, are of the line to the hub: strangers have none.
    let modules: Vec<&str> = modules_of_strangers(&scripts).into_iter().filter(|name| *name != "words.js").collect();
    assert!(modules.contains(&"landing.js") && !modules.contains(&"live.js"), "{modules:?}");
    let to_strangers: BTreeSet<&str> =
        modules.iter().filter_map(|name| scripts.get(*name)).flat_map(|source| said_by_script(source)).collect();
    assert_eq!(to_strangers, web::layout::script::TO_STRANGERS.iter().copied().collect());
}

/// What stands in a template as it is: names.
const NAMES: &[&str] = &["AI", "Collective", "Ava", "General", "Atom", "OpenAPI", "JSON", "CSS", "HTML"];

#[test]
fn no_template_has_words_of_its_own() {
    let mut found = Vec::new();
    for (path, source) in files(&["web/src"], &["html"]) {
        for words in own_words(&source) {
            found.push(format!("{}: {words}", path.strip_prefix(root()).expect("below it").display()));
        }
    }
    assert!(found.is_empty(), "{} texts that stand in no message file:\n{}", found.len(), found.join("\n"));
}

/// Texts between tags, and the attributes that are read out or shown, without what askama puts in.
fn own_words(template: &str) -> Vec<String> {
    // What machines read: whether to index a page, a class.
    let read = without(&without(template, "{% block robots %}", "{% endblock %}"), "{% block body_class %}", "{% endblock %}");
    let plain = without(&without(&without(&read, "{#", "#}"), "{%", "%}"), "{{", "}}");
    let plain = without(&without(&plain, "<style", "</style>"), "<script", "</script>");
    let mut texts = Vec::new();
    for name in ["aria-label", "title", "placeholder", "alt", "content", "data-empty", "data-words", "label"] {
        for rest in plain.split(&format!(" {name}=\"")).skip(1) {
            let value = rest.split('"').next().unwrap_or("");
            let machine = ["dark light", "light dark", "https://"].contains(&value)
                || name == "content" && !value.contains(' ')
                || value.contains('=');
            texts.extend((!machine).then(|| value.to_owned()));
        }
    }
    for piece in plain.split('<') {
        texts.push(piece.split_once('>').map_or(piece, |(_, text)| text).to_owned());
    }
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !NAMES.contains(&word);
    texts.retain(|text| text.replace("&amp;", "").replace("&lt;", "").split(|c: char| !c.is_alphanumeric()).any(is_word));
    texts.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// A text without what stands between two marks.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(from) {
        kept.push_str(before);
        kept.push(if from == "{{" { '¤' } else { ' ' });
        rest = after.split_once(to).map_or("", |(_, after)| after);
    }
    kept + rest
}

#[test]
fn words_of_its_own_are_found() {
    let found = own_words(r#"<p class="x" title="A title">{% if a %}Words{% endif %} <b>{{ n }}</b> AI <i aria-label="{{ x }}"></i></p>"#);
    assert_eq!(found, ["A title", "Words"]);
}

#[test]
fn what_stands_where_a_list_is_empty_stands_in_one_place() {
    let own = files(&["web/src"], &["html"]).into_iter().filter(|(_, source)| source.contains("class=\"empty"));
    let own: Vec<_> = own.map(|(path, _)| path.strip_prefix(root()).expect("below it").display().to_string()).collect();
    // The demo's doors: a sentence on a page that is not the hub's own.
    assert_eq!(own, ["web/src/demo/doors.html"], "such sentences stand in look/empty.rs, so that the style guide shows them");
}
