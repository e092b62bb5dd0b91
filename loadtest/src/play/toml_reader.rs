//! Reads a TOML file key by key and knows the line of each, so that whoever wrote it hears where it is wrong and what was
//! probably meant.

use std::time::Duration;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::plan;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub line: Option<usize>,
    pub words: String,
}

impl Wrong {
    pub fn of(words: impl Into<String>) -> Wrong {
        Wrong { line: None, words: words.into() }
    }
}

/// A table that is read key by key; what is left over at the end is unknown.
pub struct Table<'a> {
    text: &'a str,
    /// As it is named to people: “a part”.
    what: &'static str,
    at: usize,
    table: DeTable<'a>,
    asked: Vec<(&'static str, usize)>,
}

impl<'a> Table<'a> {
    pub fn parse(text: &'a str, what: &'static str) -> Result<Table<'a>, Wrong> {
        let parsed = DeTable::parse(text).map_err(|e| Wrong {
            line: e.span().map(|span| line(text, span.start)),
            words: e.message().lines().next().unwrap_or("it is no TOML").to_owned(),
        })?;
        Ok(Table::at(text, what, 0, parsed.into_inner()))
    }

    fn at(text: &'a str, what: &'static str, at: usize, table: DeTable<'a>) -> Table<'a> {
        Table { text, what, at, table, asked: Vec::new() }
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'a>>> {
        let (name, value) = self.table.remove_entry(key).unzip();
        self.asked.push((key, name.map_or(self.at, |name| name.span().start)));
        value
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        is: &str,
        read: impl FnOnce(&DeValue<'a>) -> Option<Result<T, String>>,
    ) -> Result<Option<T>, Wrong> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let at = Some(line(self.text, value.span().start));
        match read(value.get_ref()) {
            Some(Ok(value)) => Ok(Some(value)),
            Some(Err(words)) => Err(Wrong { line: at, words }),
            None => Err(Wrong { line: at, words: format!("“{key}” is {is}") }),
        }
    }

    pub fn text(&mut self, key: &'static str) -> Result<Option<String>, Wrong> {
        self.read(key, "words in quotes", |value| Some(Ok(value.as_str()?.to_owned())))
    }

    pub fn texts(&mut self, key: &'static str) -> Result<Option<Vec<String>>, Wrong> {
        self.read(key, "a list of words in quotes", |value| {
            let words = value.as_array()?.iter().map(|one| one.get_ref().as_str().map(str::to_owned));
            words.collect::<Option<Vec<_>>>().map(Ok)
        })
    }

    pub fn number(&mut self, key: &'static str) -> Result<Option<f64>, Wrong> {
        self.read(key, "a number", |value| number(value).map(Ok))
    }

    pub fn count(&mut self, key: &'static str) -> Result<Option<usize>, Wrong> {
        self.read(key, "a whole number, 0 or more", |value| whole(value).map(Ok))
    }

    pub fn truth(&mut self, key: &'static str) -> Result<Option<bool>, Wrong> {
        self.read(key, "true or false", |value| value.as_bool().map(Ok))
    }

    pub fn time(&mut self, key: &'static str) -> Result<Option<Duration>, Wrong> {
        self.read(key, "a time with its unit, as in \"60s\"", |value| {
            let typed = value.as_str()?;
            let bare = typed.ends_with(|c: char| c.is_ascii_digit());
            Some(if bare { Err(format!("“{typed}” has no unit; it looks like 60s, 2m or 500ms")) } else { plan::duration(typed) })
        })
    }

    /// `100` a second, or `"100/s"`, `"100/m"`.
    pub fn rate(&mut self, key: &'static str) -> Result<Option<f64>, Wrong> {
        self.read(key, "so many a second, as in 100, \"100/s\" or \"100/m\"", |value| {
            if let Some(number) = number(value) {
                return Some(Ok(number));
            }
            let typed = value.as_str()?;
            let read = |number: &str, by: f64| number.parse::<f64>().ok().map(|number| number / by);
            let found = match typed.split_once('/') {
                Some((number, "s")) => read(number, 1.0),
                Some((number, "m")) => read(number, 60.0),
                _ => None,
            };
            Some(found.ok_or_else(|| format!("“{typed}” is no rate; it looks like 100, \"100/s\" or \"100/m\"")))
        })
    }

    /// One of these words.
    pub fn word(&mut self, key: &'static str, words: &[&'static str]) -> Result<Option<&'static str>, Wrong> {
        self.read(key, "a word in quotes", |value| {
            let typed = value.as_str()?;
            let known = words.iter().copied().find(|word| *word == typed);
            Some(known.ok_or_else(|| {
                let meant = closest(typed, words.iter().copied()).map(|meant| format!("; did you mean “{meant}”?")).unwrap_or_default();
                format!("“{typed}” is none of {}{meant}", words.join(", "))
            }))
        })
    }

    /// `[[key]]`, each.
    pub fn tables(&mut self, key: &'static str) -> Result<Vec<Table<'a>>, Wrong> {
        let Some(value) = self.take(key) else { return Ok(Vec::new()) };
        let wrong = Wrong { line: Some(line(self.text, value.span().start)), words: format!("it is written [[{key}]]") };
        let DeValue::Array(array) = value.into_inner() else { return Err(wrong) };
        let what = if key == "part" { "a part" } else { "a phase" };
        let mut tables = Vec::new();
        for one in array {
            let at = one.span().start;
            let DeValue::Table(table) = one.into_inner() else { return Err(wrong) };
            tables.push(Table::at(self.text, what, at, table));
        }
        Ok(tables)
    }

    /// `[key]`.
    pub fn table(&mut self, key: &'static str) -> Result<Option<Table<'a>>, Wrong> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let at = value.span().start;
        match value.into_inner() {
            DeValue::Table(table) => Ok(Some(Table::at(self.text, key, at, table))),
            _ => Err(Wrong { line: Some(line(self.text, at)), words: format!("it is written [{key}]") }),
        }
    }

    /// All that is left: name, line, value.
    pub fn rest(self) -> Vec<(String, usize, DeValue<'a>)> {
        let text = self.text;
        self.table.into_iter().map(|(key, value)| (key.get_ref().to_string(), line(text, key.span().start), value.into_inner())).collect()
    }

    /// Refuses keys that are known, but not here.
    pub fn only_for(&self, kind: &str, known: &[&'static str], here: &[&'static str]) -> Result<(), Wrong> {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if known.contains(&name) && !here.contains(&name) {
                return Err(Wrong { line: Some(line(self.text, key.span().start)), words: format!("“{name}” is not for {kind}") });
            }
        }
        Ok(())
    }

    /// Nothing may be left that nobody has asked for.
    pub fn end(self) -> Result<(), Wrong> {
        let known: Vec<&'static str> = self.asked.iter().map(|(key, _)| *key).collect();
        self.knows(&known)
    }

    /// Refuses the first key that is none of these.
    pub fn knows(&self, known: &[&'static str]) -> Result<(), Wrong> {
        let strange =
            self.table.keys().filter(|key| !known.iter().any(|known| *key.get_ref() == **known)).min_by_key(|key| key.span().start);
        let Some(key) = strange else { return Ok(()) };
        let words = unknown(key.get_ref(), self.what, known.iter().copied());
        Err(Wrong { line: Some(line(self.text, key.span().start)), words })
    }

    pub fn within(&self, key: &'static str, value: f64, least: f64, most: f64) -> Result<(), Wrong> {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        let words = match () {
            () if most.is_finite() && least >= 1e-3 || least == 0.0 && most <= 1.0 => format!("“{key}” is {least} to {most}, not {value}"),
            () if value > most => format!("“{key}” is at most {most}, not {value}"),
            () if least == 0.0 => format!("“{key}” is 0 or more, not {value}"),
            () => format!("“{key}” is more than 0, not {value}"),
        };
        Err(self.wrong(key, words))
    }

    /// Something is wrong with a key that was read.
    pub fn wrong(&self, key: &'static str, words: impl Into<String>) -> Wrong {
        let at = self.asked.iter().find(|(asked, _)| *asked == key).map_or(self.at, |(_, at)| *at);
        Wrong { line: Some(line(self.text, at)), words: words.into() }
    }

    pub fn lacks(&self, key: &str, is: &str) -> Wrong {
        Wrong { line: Some(line(self.text, self.at)), words: format!("“{key}” is missing: {is}") }
    }
}

/// `there is no “raet” in a part; did you mean “rate”?`
pub fn unknown<'b>(typed: &str, what: &str, known: impl Iterator<Item = &'b str> + Clone) -> String {
    let meant = match closest(typed, known.clone()) {
        Some(meant) => format!("did you mean “{meant}”?"),
        None => {
            let mut known: Vec<&str> = known.collect();
            known.sort_unstable();
            format!("there are {}", known.join(", "))
        }
    };
    format!("there is no “{typed}” in {what}; {meant}")
}

/// The name that was probably meant, if one is near enough.
pub fn closest<'b>(typed: &str, known: impl Iterator<Item = &'b str>) -> Option<&'b str> {
    let near = known.map(|name| (strsim::damerau_levenshtein(typed, name), name)).min_by_key(|(distance, _)| *distance)?;
    (near.0 <= (typed.chars().count() / 2).clamp(1, 3)).then_some(near.1)
}

pub fn number(value: &DeValue<'_>) -> Option<f64> {
    let plain = |digits: &str| digits.replace('_', "").parse::<f64>().ok().filter(|number| number.is_finite());
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => plain(integer.as_str()),
        DeValue::Float(float) => plain(float.as_str()),
        _ => None,
    }
}

fn whole(value: &DeValue<'_>) -> Option<usize> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().replace('_', "").parse().ok(),
        _ => None,
    }
}

fn line(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}
