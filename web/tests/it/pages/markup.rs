//! Reads markup as strictly as the templates should write it: quoted attributes, balanced elements, ids once, and every
//! reference to an id leading somewhere.

use std::collections::{HashMap, HashSet};

const VOID: &[&str] = &["input", "img", "br", "hr", "meta", "link", "source", "wbr"];

pub struct Element {
    pub name: String,
    pub attributes: HashMap<String, String>,
    /// Index of the element around it.
    parent: Option<usize>,
}

impl Element {
    /// Facts for search engines and words for scripts, which no browser runs.
    fn is_data(&self) -> bool {
        self.attributes.get("type").is_some_and(|kind| ["application/ld+json", "application/json"].contains(&kind.as_str()))
    }
}

pub struct Markup {
    elements: Vec<Element>,
    text: String,
}

pub struct Form<'a> {
    pub method: &'a str,
    pub action: &'a str,
    fields: Vec<(&'a str, &'a str)>,
}

impl Form<'_> {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
    }
}

impl Markup {
    pub fn read(html: &str) -> Result<Markup, String> {
        let mut markup = Markup { elements: Vec::new(), text: String::new() };
        let mut open: Vec<usize> = Vec::new();
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            // What a page's script begins with is on no screen.
            if !open.last().is_some_and(|i| markup.elements[*i].attributes.contains_key("data-state") || markup.elements[*i].is_data()) {
                markup.text.push_str(&rest[..at]);
                markup.text.push(' ');
            }
            rest = &rest[at..];
            if rest.starts_with("<!doctype") || rest.starts_with("<!--") {
                let end = rest.find('>').ok_or("never ends")?;
                rest = &rest[end + 1..];
            } else if let Some(tail) = rest.strip_prefix("</") {
                let end = tail.find('>').ok_or("a closing tag never ends")?;
                let name = &tail[..end];
                let last = open.pop().ok_or_else(|| format!("</{name}> closes nothing"))?;
                if markup.elements[last].name != name {
                    return Err(format!("</{name}> closes <{}> at: {}", markup.elements[last].name, &rest[..rest.len().min(120)]));
                }
                rest = &tail[end + 1..];
            } else {
                let (element, tail) =
                    tag(&rest[1..], open.last().copied()).map_err(|e| format!("{e} at: {}", rest.chars().take(160).collect::<String>()))?;
                if !VOID.contains(&element.name.as_str()) {
                    open.push(markup.elements.len());
                }
                markup.elements.push(element);
                rest = tail;
            }
        }
        match open.last() {
            Some(last) => Err(format!("<{}> is never closed", markup.elements[*last].name)),
            None => Ok(markup),
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn has_attribute_beginning(&self, begin: &str) -> bool {
        self.elements.iter().any(|e| e.attributes.keys().any(|k| k.starts_with(begin)))
    }

    /// Everything that a browser would go to or load.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        const KEYS: &[&str] = &["href", "src", "action", "formaction"];
        self.elements.iter().flat_map(|e| KEYS.iter().filter_map(|key| e.attributes.get(*key)).map(String::as_str))
    }

    pub fn scripts_are_all_files(&self) -> bool {
        self.elements
            .iter()
            .filter(|e| e.name == "script" && !e.is_data())
            .all(|e| e.attributes.get("src").is_some_and(|s| s.starts_with("/assets/")))
    }

    pub fn forms(&self) -> impl Iterator<Item = Form<'_>> {
        self.elements.iter().enumerate().filter(|(_, e)| e.name == "form").map(|(i, e)| Form {
            method: e.attributes.get("method").map_or("get", String::as_str),
            action: e.attributes.get("action").map_or("", String::as_str),
            fields: self
                .elements
                .iter()
                .enumerate()
                .filter(|(j, f)| f.name == "input" && self.within(*j, i))
                .map(|(_, f)| (f.attributes.get("name").map_or("", String::as_str), f.attributes.get("value").map_or("", String::as_str)))
                .collect(),
        })
    }

    fn within(&self, mut at: usize, around: usize) -> bool {
        while let Some(parent) = self.elements[at].parent {
            if parent == around {
                return true;
            }
            at = parent;
        }
        false
    }

    /// Everything that is wrong besides the balance.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut ids = HashSet::new();
        for e in &self.elements {
            if let Some(id) = e.attributes.get("id")
                && !ids.insert(id.as_str())
            {
                problems.push(format!("id {id} is there twice"));
            }
        }
        for (i, e) in self.elements.iter().enumerate() {
            for key in ["for", "aria-describedby", "aria-labelledby", "list"] {
                if let Some(id) = e.attributes.get(key)
                    && !ids.contains(id.as_str())
                {
                    problems.push(format!("<{}> {key}={id} leads nowhere", e.name));
                }
            }
            if let Some(id) = e.attributes.get("href").and_then(|h| h.strip_prefix('#'))
                && !ids.contains(id)
            {
                problems.push(format!("#{id} leads nowhere"));
            }
            if e.name == "img" && !e.attributes.contains_key("alt") {
                problems.push("a picture without alt".to_owned());
            }
            if e.name == "form" && !e.attributes.contains_key("method") {
                problems.push("a form without a method".to_owned());
            }
            let inside = |names: &[&str]| names.iter().any(|n| (0..i).any(|j| self.elements[j].name == *n && self.within(i, j)));
            if (e.name == "form" && inside(&["form"]))
                || (e.name == "a" && inside(&["a", "button"]))
                || (e.name == "button" && inside(&["a"]))
            {
                problems.push(format!("<{}> inside what can't hold it", e.name));
            }
            if ["input", "select", "textarea"].contains(&e.name.as_str()) && e.attributes.get("type").map(String::as_str) != Some("hidden")
            {
                let labelled = e
                    .attributes
                    .get("id")
                    .is_some_and(|id| self.elements.iter().any(|l| l.name == "label" && l.attributes.get("for") == Some(id)));
                if !labelled && !inside(&["label"]) {
                    problems.push(format!("<{} name={:?}> has no label", e.name, e.attributes.get("name")));
                }
            }
        }
        problems
    }
}

/// One opening tag: its name, its quoted attributes, and what comes after it.
fn tag(source: &str, parent: Option<usize>) -> Result<(Element, &str), String> {
    let end = source.find(|c: char| !c.is_ascii_alphanumeric()).ok_or("a tag never ends")?;
    if end == 0 {
        return Err("a bare <".to_owned());
    }
    let mut element = Element { name: source[..end].to_lowercase(), attributes: HashMap::new(), parent };
    let mut rest = source[end..].trim_start();
    loop {
        if let Some(tail) = rest.strip_prefix('>') {
            return Ok((element, tail));
        }
        let end = rest.find(['=', '>', ' ', '\n']).ok_or("a tag never ends")?;
        let name = &rest[..end];
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == ':') {
            return Err(format!("{name:?} is no attribute"));
        }
        rest = &rest[end..];
        let value = if let Some(tail) = rest.strip_prefix('=') {
            let tail = tail.strip_prefix('"').ok_or_else(|| format!("{name} is not quoted"))?;
            let end = tail.find('"').ok_or("a value never ends")?;
            rest = &tail[end + 1..];
            tail[..end].to_owned()
        } else {
            String::new()
        };
        if element.attributes.insert(name.to_owned(), value).is_some() {
            return Err(format!("{name} is there twice"));
        }
        rest = rest.trim_start();
    }
}
