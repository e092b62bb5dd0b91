use std::{
    collections::{BTreeMap, BTreeSet},
    future::poll_fn,
    task::Waker,
};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// What stands nowhere that members read: names of states and kinds, and of what only builders of this hub know.
/// `developers` is exempt: those pages are for people who write programs.
const NOT_SAID: &[&str] = &[
    // English
    "matcher",
    "lease",
    "leases",
    "claim",
    "claims",
    "claimed",
    "taxonomy",
    "socket",
    "sockets",
    "websocket",
    "sync",
    "synced",
    "token",
    "tokens",
    "endpoint",
    "endpoints",
    "initiated",
    "discussing",
    "fulfilled",
    "in_progress",
    "beta_tester",
    "co_founder",
    "responder",
    "initiator",
    "payload",
    "cursor",
    "inbox_no",
    "shard",
    "cache",
    "null",
    "boolean",
    "enum",
    "uuid",
    // German
    "abgleicher",
    "taxonomie",
    "synchronisieren",
    "synchronisiert",
    "endpunkt",
    "endpunkte",
    "initiiert",
    "nutzlast",
];

/// One message: its words, what is put into it, and the tags in it.
#[derive(Debug, Default)]
struct Message {
    words: String,
    args: BTreeSet<String>,
    tags: BTreeSet<String>,
    lasts: Vec<String>,
}

fn messages(locale: Locale, of: impl Fn(&str) -> bool) -> BTreeMap<String, Message> {
    let mut all = BTreeMap::new();
    for (name, texts) in FILES.iter().filter(|(name, _)| of(name)) {
        let resource = fluent_syntax::parser::parse(texts[locale as usize])
            .unwrap_or_else(|(_, errors)| panic!("{}/{name}.ftl: {errors:?}", locale.word()));
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let mut found = Message::default();
                    assert!(
                        message.attributes.is_empty(),
                        "{}/{name}.ftl: {} has attributes, which nothing reads",
                        locale.word(),
                        message.id.name
                    );
                    read(message.value.as_ref().expect("words"), &mut found);
                    found.tags = tags(&found.words);
                    assert!(all.insert(message.id.name.to_owned(), found).is_none(), "{} is there twice", message.id.name);
                }
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => {}
                other => panic!("{}/{name}.ftl: {other:?}", locale.word()),
            }
        }
    }
    all
}

fn read(pattern: &Pattern<&str>, into: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => into.words.push_str(value),
            PatternElement::Placeable { expression } => expression_in(expression, into),
        }
    }
}

fn expression_in(expression: &Expression<&str>, into: &mut Message) {
    match expression {
        Expression::Inline(inline) => inline_in(inline, into),
        Expression::Select { selector, variants } => {
            inline_in(selector, into);
            for variant in variants {
                // Two ways to say it are no one text.
                into.words.push('\n');
                read(&variant.value, into);
            }
        }
    }
}

fn inline_in(inline: &InlineExpression<&str>, into: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            into.args.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } => into.words.push_str(value),
        InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::Placeable { expression } => expression_in(expression, into),
        InlineExpression::MessageReference { id, .. } => into.lasts.push(id.name.to_owned()),
        other => panic!("{other:?}: nothing here knows it"),
    }
}

fn tags(words: &str) -> BTreeSet<String> {
    words.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag.to_owned()).collect()
}

#[test]
fn each_language_says_everything_with_the_same_pieces() {
    let english = messages(Locale::En, |_| true);
    for locale in Locale::ALL.iter().copied().filter(|l| *l != Locale::En) {
        let own = messages(locale, |_| true);
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let more: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && more.is_empty(), "{locale}: missing {missing:?}, too many {more:?}");
        for (key, message) in &english {
            assert_eq!(message.args, own[key].args, "what is put into {key} in {locale}");
            assert_eq!(message.tags, own[key].tags, "the tags of {key} in {locale}");
            assert!(!own[key].words.trim().is_empty() || message.words.trim().is_empty(), "{key} is empty in {locale}");
            assert!(
                message.lasts.iter().chain(&own[key].lasts).all(|other| english.contains_key(other)),
                "{key} names a message that is not there"
            );
        }
    }
}

#[test]
fn nothing_says_the_name_of_a_state_or_of_a_part_of_the_machine() {
    for locale in Locale::ALL {
        for (key, message) in messages(*locale, |name| name != "developers") {
            let lower = message.words.to_lowercase();
            let said = lower.split(|c: char| !c.is_alphanumeric() && c != '_').find(|word| NOT_SAID.contains(word));
            assert_eq!(said, None, "{key} in {locale}: {}", message.words);
        }
    }
}

/// The same word list finds what it is for.
#[test]
fn the_list_of_words_not_said_holds_words_as_they_would_be_found() {
    for word in NOT_SAID {
        assert!(word.chars().all(|c| c.is_alphanumeric() || c == '_') && word.to_lowercase() == *word, "{word}");
    }
}

#[test]
fn what_is_said_stands_in_the_language_of_the_moment() {
    assert_eq!(say("layout-log-in").to_string(), "Log in");
    assert_eq!(within(Locale::De, || say("layout-log-in").to_string()), "Anmelden");
    assert_eq!(current(), Locale::En, "and then as before");
    let caught = std::panic::catch_unwind(|| within(Locale::De, || panic!("in the middle")));
    assert!(caught.is_err());
    assert_eq!(current(), Locale::En, "after a panic too");
}

#[test]
fn numbers_choose_the_words() {
    assert_eq!(say("look-people").with("n", 1).to_string(), "1 person");
    assert_eq!(say("look-people").with("n", 3).to_string(), "3 people");
    assert_eq!(within(Locale::De, || say("look-people").with("n", 3).to_string()), "3 Leute");
}

#[test]
fn what_is_put_in_later_stands_there_by_its_name() {
    assert_eq!(unfilled("messages-conversation-with"), "Conversation with {name}");
    assert_eq!(within(Locale::De, || unfilled("script-picture-of")), "{name} ({n} von {all})");
    assert_eq!(keys_of("sms").count(), messages(Locale::En, |name| name == "sms").len());
}

#[test]
fn work_that_waits_keeps_its_language_and_leaves_that_of_others() {
    let mut first = Box::pin(scope(Locale::De, async {
        yields().await;
        let before = current();
        speak(Locale::En);
        yields().await;
        (before, current())
    }));
    let cx = &mut Context::from_waker(Waker::noop());
    assert!(first.as_mut().poll(cx).is_pending());
    assert_eq!(current(), Locale::En);
    assert!(within(Locale::De, || first.as_mut().poll(cx)).is_pending());
    assert_eq!(within(Locale::De, || first.as_mut().poll(cx)), Poll::Ready((Locale::De, Locale::En)));
}

fn yields() -> impl Future<Output = ()> {
    let mut waited = false;
    poll_fn(move |_| if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending })
}

#[test]
fn languages_are_known_by_what_browsers_call_them() {
    assert_eq!(Locale::of("de-CH"), Some(Locale::De));
    assert_eq!(Locale::of("EN_us"), Some(Locale::En));
    assert_eq!(Locale::of("den"), None);
    assert_eq!(Locale::of(""), None);
}
