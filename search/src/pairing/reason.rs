//! Why two posts fit, in words that both can read.

use std::fmt;

/// A piece of evidence. `strength` is its chance, of 1, that the two are about the same thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    Tools {
        names: Vec<String>,
        strength: f64,
    },
    Tags {
        names: Vec<String>,
        strength: f64,
    },
    /// As they were written, the strongest first.
    Words {
        words: Vec<String>,
        strength: f64,
    },
    /// Phrases of both that mean much the same, as they were written.
    Meaning {
        ask: String,
        offer: String,
        strength: f64,
    },
    Kinds {
        words: &'static str,
        strength: f64,
    },
    Category {
        name: String,
        strength: f64,
    },
    Budget {
        strength: f64,
    },
    /// Of a tool: a use that fits the ask.
    Use {
        words: String,
        strength: f64,
    },
}

impl Reason {
    pub fn strength(&self) -> f64 {
        match self {
            Reason::Tools { strength, .. }
            | Reason::Tags { strength, .. }
            | Reason::Words { strength, .. }
            | Reason::Meaning { strength, .. }
            | Reason::Kinds { strength, .. }
            | Reason::Category { strength, .. }
            | Reason::Budget { strength }
            | Reason::Use { strength, .. } => *strength,
        }
    }

    /// Something both name, not only the same corner of the hub.
    pub fn is_concrete(&self) -> bool {
        matches!(self, Reason::Tools { .. } | Reason::Tags { .. } | Reason::Words { .. } | Reason::Meaning { .. } | Reason::Use { .. })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Tools { names, .. } => write!(f, "you both mention {}", listed(names)),
            Reason::Tags { names, .. } => write!(f, "both about {}", listed(names)),
            Reason::Words { words, .. } => write!(f, "you both say: {}", words.join(", ")),
            Reason::Meaning { ask, offer, .. } => write!(f, "the ask says “{ask}”, the offer “{offer}”"),
            Reason::Kinds { words, .. } => f.write_str(words),
            Reason::Category { name, .. } => write!(f, "both in {name}"),
            Reason::Budget { .. } => f.write_str("the price fits the budget"),
            Reason::Use { words, .. } => write!(f, "people use it to {words}"),
        }
    }
}

/// “Claude”, “Claude and n8n”, “Claude, n8n and Make”.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A tag's name in the middle of a sentence: “newsletter writing”, but “React” and “UX design”.
pub fn in_a_sentence(name: &str) -> String {
    const NAMES: [&str; 9] = ["React", "Python", "Docker", "Django", "Rust", "Java", "Kubernetes", "Linux", "Excel"];
    let word = |word: &str| {
        let titled = word.chars().next().is_some_and(char::is_uppercase) && word.chars().skip(1).all(|c| !c.is_uppercase());
        if titled && !NAMES.contains(&word) { word.to_lowercase() } else { word.to_owned() }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ").replace(" & ", " and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_list_them() {
        let tools = |names: &[&str]| Reason::Tools { names: names.iter().map(|n| n.to_string()).collect(), strength: 0.5 };
        assert_eq!(tools(&["Midjourney"]).to_string(), "you both mention Midjourney");
        assert_eq!(tools(&["Claude", "n8n", "Make"]).to_string(), "you both mention Claude, n8n and Make");
    }

    #[test]
    fn a_tag_stands_in_a_sentence_as_it_would_be_written() {
        for (tag, said) in [
            ("Newsletter Writing", "newsletter writing"),
            ("UX Design", "UX design"),
            ("React", "React"),
            ("SQL", "SQL"),
            ("Images & Video", "images and video"),
        ] {
            assert_eq!(in_a_sentence(tag), said);
        }
    }
}
