//! The words that members read, in the language of whoever reads them.
//!
//! All of them stand in `hub/words/<language>/<feature>.ftl`, in Mozilla's Fluent: English first, each other language whole.
//! Code says what it means by a key: `say("asks-no-such")`, `say("asks-found").with("n", 3)`; scripts do so from `script.ftl`.
//!
//! The language is that of the moment, as in most web frameworks: whoever knows the reader says [`speak`] or wraps the work
//! in [`within`] or [`scope`], and everything said inside is said in it. Outside of any it is English, which is what logs,
//! the API and the golden files hold.

use std::{
    borrow::Cow,
    cell::Cell,
    fmt,
    future::Future,
    pin::Pin,
    sync::LazyLock,
    task::{Context, Poll},
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::{LanguageIdentifier, langid};

crate::words! {
    /// A language that all the words are there in.
    pub enum Locale {
        En = "en",
        De = "de",
    }
}

impl Locale {
    /// Of a language as browsers and members name it: “de”, “de-CH”.
    pub fn of(language: &str) -> Option<Locale> {
        let primary = language.split(['-', '_']).next().unwrap_or("").trim();
        Locale::ALL.iter().copied().find(|locale| locale.word().eq_ignore_ascii_case(primary))
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Locale::En => "English",
            Locale::De => "Deutsch",
        }
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Locale::En => langid!("en"),
            Locale::De => langid!("de"),
        }
    }
}

/// One file a feature, in each language.
macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Name, English, German.
        const FILES: &[(&str, [&str; 2])] = &[
            $(($name, [
                include_str!(concat!("../../words/en/", $name, ".ftl")),
                include_str!(concat!("../../words/de/", $name, ".ftl")),
            ])),+
        ];
    };
}

files![
    "about",
    "accounts",
    "asks",
    "ava",
    "availability",
    "claims",
    "composer",
    "connections",
    "creator",
    "demo",
    "developers",
    "discovery",
    "drafts",
    "files",
    "follows",
    "home",
    "installable",
    "keeps",
    "landing",
    "layout",
    "learning",
    "leaving",
    "lines",
    "look",
    "mail",
    "matches",
    "messages",
    "moderation",
    "notices",
    "offers",
    "presence",
    "problem",
    "profiles",
    "purchases",
    "reasons",
    "refusals",
    "reviews",
    "rooms",
    "rules",
    "saved-searches",
    "script",
    "settings",
    "share",
    "site",
    "sms",
    "styleguide",
    "tastes",
    "taxonomy",
    "times",
    "tools",
    "trays",
    "wordings",
];

static BUNDLES: LazyLock<[FluentBundle<FluentResource>; 2]> = LazyLock::new(|| [bundle(Locale::En), bundle(Locale::De)]);

fn bundle(locale: Locale) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![locale.id()]);
    // The marks around what is put in are for mixed directions of writing; neither language needs them.
    bundle.set_use_isolating(false);
    for (name, texts) in FILES {
        // What does not parse is found by the tests; here the rest of the file still counts.
        let resource = match FluentResource::try_new(texts[locale as usize].to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                debug_assert!(false, "{}/{name}.ftl: {errors:?}", locale.word());
                resource
            }
        };
        if let Err(errors) = bundle.add_resource(resource) {
            debug_assert!(false, "{}/{name}.ftl says again: {errors:?}", locale.word());
        }
    }
    bundle
}

thread_local! {
    static CURRENT: Cell<Locale> = const { Cell::new(Locale::En) };
}

/// The language of the moment.
pub fn current() -> Locale {
    CURRENT.get()
}

/// From now on, to the end of the [`within`] or [`scope`] around it.
pub fn speak(locale: Locale) {
    CURRENT.set(locale);
}

/// Does something in a language, and goes back to the one before, after a panic too.
pub fn within<T>(locale: Locale, work: impl FnOnce() -> T) -> T {
    let _back = Back(CURRENT.replace(locale));
    work()
}

struct Back(Locale);

impl Drop for Back {
    fn drop(&mut self) {
        CURRENT.set(self.0);
    }
}

/// The same for work that waits now and then; others on its thread keep theirs. What it [`speak`]s inside stays with it.
pub fn scope<F: Future>(locale: Locale, work: F) -> Scope<F> {
    Scope { locale, work: Box::pin(work) }
}

pub struct Scope<F> {
    locale: Locale,
    work: Pin<Box<F>>,
}

impl<F: Future> Future for Scope<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let _back = Back(CURRENT.replace(self.locale));
        let answer = self.work.as_mut().poll(cx);
        self.locale = CURRENT.get();
        answer
    }
}

/// A message with what goes into it.
#[derive(Clone)]
pub struct Said<'a> {
    key: Cow<'a, str>,
    args: Vec<(&'static str, FluentValue<'static>)>,
    locale: Locale,
}

/// The words of a key, in the language of the moment. They are written where they are shown: `Said` is its `Display`.
pub fn say<'a>(key: impl Into<Cow<'a, str>>) -> Said<'a> {
    Said { key: key.into(), args: Vec::new(), locale: current() }
}

/// The words of a key that nothing is put into.
pub fn fixed(key: &str) -> &'static str {
    let bundles: &'static [FluentBundle<FluentResource>; 2] = &BUNDLES;
    let find = |bundle: &'static FluentBundle<FluentResource>| bundle.get_message(key).and_then(|message| message.value());
    let own = &bundles[current() as usize];
    let Some(pattern) = find(own).or_else(|| find(&bundles[0])) else {
        debug_assert!(false, "there are no words for {key}");
        return "";
    };
    let mut errors = Vec::new();
    match own.format_pattern(pattern, None, &mut errors) {
        Cow::Borrowed(words) if errors.is_empty() => words,
        other => {
            debug_assert!(false, "{key} has pieces to put in: {other}");
            ""
        }
    }
}

/// The keys of a file: `keys_of("layout")`.
pub fn keys_of(file: &str) -> impl Iterator<Item = &'static str> {
    let english = FILES.iter().find(|(name, _)| *name == file).map_or("", |(_, texts)| texts[0]);
    let begins = |key: &&str| key.starts_with(|c: char| c.is_ascii_lowercase());
    english.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key).filter(begins)
}

/// The words of a key with `{name}` where something is put in: for who puts it in later.
pub fn unfilled(key: &str) -> String {
    let own = &BUNDLES[current() as usize];
    let Some(pattern) = own.get_message(key).and_then(|message| message.value()) else {
        debug_assert!(false, "there are no words for {key}");
        return String::new();
    };
    // What is missing stands there as `{$name}`.
    own.format_pattern(pattern, None, &mut Vec::new()).replace("{$", "{")
}

/// Whether there are words under this key; for keys that are put together from what may be unknown.
pub fn is_known(key: &str) -> bool {
    BUNDLES[Locale::En as usize].has_message(key)
}

impl<'a> Said<'a> {
    /// Puts something in: `{ $name }` in the message.
    pub fn with(mut self, name: &'static str, value: impl Arg) -> Said<'a> {
        self.args.push((name, value.arg()));
        self
    }

    /// The same, with words as they have to stand where the message goes; numbers as they are.
    pub fn with_words(mut self, name: &'static str, value: impl Arg, stand: impl Fn(&str) -> String) -> Said<'a> {
        let value = match value.arg() {
            FluentValue::String(words) => stand(&words).into(),
            other => other,
        };
        self.args.push((name, value));
        self
    }

    /// The same, with words that stand somewhere for good: those of [`fixed`].
    pub fn with_fixed(mut self, name: &'static str, words: &'static str) -> Said<'a> {
        self.args.push((name, words.into()));
        self
    }

    pub fn write(&self) -> String {
        let [english, _] = &*BUNDLES;
        let own = &BUNDLES[self.locale as usize];
        let found = own.get_message(&self.key).or_else(|| english.get_message(&self.key)).and_then(|message| message.value());
        let Some(pattern) = found else {
            debug_assert!(false, "there are no words for {}", self.key);
            return self.key.to_string();
        };
        let mut errors = Vec::new();
        let mut args = FluentArgs::with_capacity(self.args.len());
        for (name, value) in &self.args {
            // Words are lent to it and not written down once more.
            match value {
                FluentValue::String(words) => args.set(*name, words.as_ref()),
                other => args.set(*name, other.clone()),
            }
        }
        let words = own.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{} in {}: {errors:?}", self.key, self.locale);
        words
    }
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.write())
    }
}

impl fmt::Debug for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.write(), f)
    }
}

impl From<Said<'_>> for String {
    fn from(said: Said<'_>) -> String {
        said.write()
    }
}

/// What can be put into a message. Numbers choose its plural.
pub trait Arg {
    fn arg(&self) -> FluentValue<'static>;
}

macro_rules! args {
    ($(($($kind:ty),+): |$value:ident| $made:expr;)+) => {
        $($(impl Arg for $kind {
            fn arg(&self) -> FluentValue<'static> {
                let $value = self;
                $made
            }
        })+)+
    };
}

args! {
    (i8, i16, i32, i64, isize, u8, u16, u32, u64, usize, f64): |n| (*n).into();
    (str): |words| words.to_owned().into();
    (String): |words| words.clone().into();
    (Said<'_>, Cow<'_, str>): |words| words.to_string().into();
}

impl<T: Arg + ?Sized> Arg for &T {
    fn arg(&self) -> FluentValue<'static> {
        (**self).arg()
    }
}

impl<T: Arg + ?Sized> Arg for Box<T> {
    fn arg(&self) -> FluentValue<'static> {
        (**self).arg()
    }
}

#[cfg(test)]
mod tests;
