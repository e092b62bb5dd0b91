//! Form fields: a label, an input that keeps what was typed, a hint, and what has to be mended, tied to it for screen
//! readers. Templates write `{{ problems.text("title", "Title").value(form.title).must() }}`.

use std::fmt::Display;

use actix_web::http::StatusCode;
use askama::Template;
use hub::{FieldProblem, Refused, kernel::time::soon_words};

/// What has to be mended on a form: line by line at its fields, and all of it in a summary on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    pub fields: Vec<FieldProblem>,
    /// What is said when no field is to blame.
    pub words: String,
}

/// What was too much, and how long to wait: keys of messages.
pub const TOO_MANY_LOG_INS: &str = "look-too-many-log-ins";
pub const TOO_MANY_SIGN_UPS: &str = "look-too-many-sign-ups";

impl Problems {
    pub fn none() -> Self {
        Problems::default()
    }

    pub fn of(fields: Vec<FieldProblem>) -> Self {
        Problems { fields, words: String::new() }
    }

    pub fn say(words: impl Into<String>) -> Self {
        Problems { fields: Vec::new(), words: words.into() }
    }

    /// What could not be read, and what the rules say beside it: one line a field. `Ok` when there is nothing.
    pub fn both(mut fields: Vec<FieldProblem>, more: Vec<FieldProblem>) -> Result<(), Problems> {
        for problem in more {
            if !fields.iter().any(|p| p.field == problem.field) {
                fields.push(problem);
            }
        }
        if fields.is_empty() { Ok(()) } else { Err(Problems::of(fields)) }
    }

    /// The same, with what there was too much of: one of the keys above.
    pub fn too_much(self, what: &'static str, refused: &Refused) -> Self {
        let when = soon_words(refused.retry_after_ms.unwrap_or_default());
        Problems { words: hub::say(what).with("when", when).into(), ..self }
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.words.is_empty()
    }

    /// All of it in one breath, where there is no form to say it at.
    pub fn said(&self) -> String {
        if self.words.is_empty() { hub::kernel::refusal::say_all(&self.fields) } else { self.words.clone() }
    }

    /// The status of a form that could not be taken: something in it has to be mended, or it is of an earlier visit.
    pub fn status(&self) -> StatusCode {
        if self.fields.is_empty() { StatusCode::FORBIDDEN } else { StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// What is wrong with one field.
    pub fn at(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|p| p.field == field).map(|p| p.words.as_str())
    }

    /// The box on top of a form. Links lead to the fields.
    pub fn summary(&self) -> Summary<'_> {
        self.summary_in("")
    }

    /// The same for a form whose fields are [`Field::within`] it.
    pub fn summary_in<'a>(&'a self, within: &'a str) -> Summary<'a> {
        Summary { problems: self, within }
    }

    /// Labels, hints and placeholders are said: whatever is written as words may be handed in.
    pub fn text<'a>(&'a self, name: &'a str, label: impl Display) -> Field<'a> {
        Field {
            name,
            label: label.to_string(),
            input: Input::Line("text"),
            value: String::new(),
            hint: String::new(),
            meanings: Vec::new(),
            problem: self.at(name),
            required: false,
            most: 0,
            autocomplete: "off",
            placeholder: String::new(),
            list: "",
            within: "",
            mode: "",
        }
    }

    pub fn long<'a>(&'a self, name: &'a str, label: impl Display, rows: u32) -> Field<'a> {
        Field { input: Input::Lines(rows), ..self.text(name, label) }
    }

    pub fn email<'a>(&'a self, name: &'a str, label: impl Display) -> Field<'a> {
        Field { input: Input::Line("email"), autocomplete: "email", ..self.text(name, label) }
    }

    pub fn password<'a>(&'a self, name: &'a str, label: impl Display) -> Field<'a> {
        Field { input: Input::Line("password"), required: true, ..self.text(name, label) }
    }

    /// No `type="url"`: browsers refuse “example.org” there, which the hub takes.
    pub fn url<'a>(&'a self, name: &'a str, label: impl Display) -> Field<'a> {
        Field { mode: "url", placeholder: "https://".to_owned(), ..self.text(name, label) }
    }

    pub fn date<'a>(&'a self, name: &'a str, label: impl Display) -> Field<'a> {
        Field { input: Input::Line("date"), ..self.text(name, label) }
    }

    /// A choice out of (value, label).
    pub fn choice<'a>(&'a self, name: &'a str, label: impl Display, options: Vec<(String, String)>) -> Field<'a> {
        Field { input: Input::Choice(options), ..self.text(name, label) }
    }
}

/// A refusal on its form: at its fields, or as a sentence on top.
impl From<Refused> for Problems {
    fn from(refused: Refused) -> Self {
        let words = if refused.fields.is_empty() { refused.words } else { String::new() };
        Problems { fields: refused.fields, words }
    }
}

#[derive(Template)]
#[template(path = "look/summary.html")]
pub struct Summary<'a> {
    problems: &'a Problems,
    within: &'a str,
}

impl askama::filters::HtmlSafe for Summary<'_> {}

enum Input {
    Line(&'static str),
    Lines(u32),
    Choice(Vec<(String, String)>),
}

/// One field, built up in the template and written where it stands.
#[derive(Template)]
#[template(path = "look/field.html")]
pub struct Field<'a> {
    name: &'a str,
    label: String,
    input: Input,
    value: String,
    hint: String,
    /// Of a choice: what each value means, in a sentence under it.
    meanings: Vec<(String, String)>,
    problem: Option<&'a str>,
    required: bool,
    /// As many characters as the rules take, for a counter near the end of the room; 0 for none. Never the browser's
    /// `maxlength`: what is pasted would be cut without a word.
    most: usize,
    autocomplete: &'a str,
    placeholder: String,
    list: &'a str,
    /// Keeps ids apart when a page has several forms with the same field.
    within: &'a str,
    mode: &'a str,
}

impl askama::filters::HtmlSafe for Field<'_> {}

impl<'a> Field<'a> {
    fn id(&self) -> String {
        field_id(self.within, self.name)
    }

    /// A choice always has a value, unless one of its options is to have none.
    fn may_be_left(&self) -> bool {
        match &self.input {
            Input::Line(_) | Input::Lines(_) => !self.required,
            Input::Choice(options) => !self.required && options.iter().any(|(value, _)| value.is_empty()),
        }
    }

    pub fn value(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// Of (value, sentence): the style shows that of the chosen one, and without it all stand there.
    pub fn meaning(mut self, meanings: Vec<(String, String)>) -> Self {
        self.meanings = meanings;
        self
    }

    fn is_explained(&self) -> bool {
        !self.hint.is_empty() || !self.meanings.is_empty()
    }

    pub fn must(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn most(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    pub fn complete(mut self, autocomplete: &'a str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    pub fn placeholder(mut self, placeholder: impl Display) -> Self {
        self.placeholder = placeholder.to_string();
        self
    }

    pub fn list(mut self, list: &'a str) -> Self {
        self.list = list;
        self
    }

    pub fn within(mut self, form: &'a str) -> Self {
        self.within = form;
        self
    }

    /// Which keyboard a phone shows: `decimal`, `numeric`, `tel`, `url`.
    pub fn mode(mut self, mode: &'a str) -> Self {
        self.mode = mode;
        self
    }
}

pub fn field_id(within: &str, name: &str) -> String {
    if within.is_empty() { format!("f-{name}") } else { format!("f-{within}-{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_keeps_what_was_typed_and_says_what_to_mend() {
        let problems = Problems::of(vec![FieldProblem::new("title", "The title is missing.")]);
        let html = problems.text("title", "Title").value("<b>\"hi\"").must().most(200).to_string();
        for part in [
            "value=\"&#60;b&#62;&#34;hi&#34;\"",
            "aria-invalid=\"true\"",
            "aria-describedby=\"f-title-problem\"",
            "The title is missing.",
            "required",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(html.contains("data-most=\"200\"") && !html.contains("maxlength"), "nothing pasted is cut: {html}");
        let summary = problems.summary().to_string();
        assert!(summary.contains("href=\"#f-title\""), "{summary}");
    }

    #[test]
    fn only_what_can_be_left_is_called_optional() {
        let problems = Problems::none();
        let options = |values: [&str; 2]| values.map(|v| (v.to_owned(), v.to_owned())).to_vec();
        let said = |field: Field<'_>| field.to_string().contains("optional");
        assert!(said(problems.text("tags", "Skills")) && said(problems.choice("category", "Which?", options(["", "design"]))));
        assert!(!said(problems.text("title", "Title").must()) && !said(problems.choice("currency", "Currency", options(["usd", "eur"]))));
    }

    #[test]
    fn a_choice_says_what_each_of_its_values_means_without_a_script() {
        let problems = Problems::none();
        let options = crate::layout::forms::visibilities();
        let html =
            problems.choice("visibility", "Who sees it", options).value("members").meaning(crate::layout::forms::who_reads()).to_string();
        for part in [
            "aria-describedby=\"f-visibility-hint\"",
            "data-of=\"everyone\">Everyone: anyone on the web can read this.",
            "data-of=\"members\">Only members: only",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn a_refusal_without_fields_is_said_on_top() {
        let refused = hub::Refuses::refused(&hub::command::AnyRefusal::TooFast { retry_after_ms: 1 });
        assert!(!Problems::from(refused).words.is_empty());
    }
}
