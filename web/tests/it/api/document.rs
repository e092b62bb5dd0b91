//! The document, read as a program reads it: which operation an address is, and whether an answer has the form it says.

use serde_json::{Map, Value};

pub struct Document(pub Value);

impl Document {
    /// The operations there are: (method in capitals, path with its `{names}`).
    pub fn operations(&self) -> Vec<(String, String)> {
        let paths = self.0["paths"].as_object().expect("paths");
        let all = paths.iter().flat_map(|(path, item)| {
            let methods = item.as_object().expect("a path's methods");
            methods.keys().map(move |method| (method.to_uppercase(), path.clone()))
        });
        all.collect()
    }

    /// The operation that answers a request; a word of the path fits before a name does.
    pub fn operation(&self, method: &str, path: &str) -> Option<(String, &Value)> {
        let asked: Vec<&str> = path.split('?').next().unwrap_or("").trim_end_matches('/').split('/').collect();
        let fits = |template: &str| {
            let parts: Vec<&str> = template.split('/').collect();
            parts.len() == asked.len() && parts.iter().zip(&asked).all(|(part, word)| part.starts_with('{') || part == word)
        };
        let paths = self.0["paths"].as_object().expect("paths");
        let (template, item) =
            paths.iter().filter(|(template, _)| fits(template)).min_by_key(|(template, _)| template.matches('{').count())?;
        Some((template.clone(), item.get(method.to_lowercase())?))
    }

    /// What is wrong with an answer, if anything is.
    pub fn check(&self, method: &str, path: &str, status: u16, content_type: &str, body: &[u8]) -> Result<(), String> {
        let (template, operation) = self.operation(method, path).ok_or_else(|| format!("{method} {path} stands nowhere"))?;
        let responses = &operation["responses"];
        let expected = responses.get(status.to_string()).or(responses.get("default"));
        let expected = expected.ok_or_else(|| format!("{method} {template} never answers {status}"))?;
        if (200..300).contains(&status) && responses.get(status.to_string()).is_none() {
            return Err(format!("{method} {template} is fine with {status}, which the document does not say"));
        }
        let Some(content) = expected.get("content") else {
            return if body.is_empty() { Ok(()) } else { Err(format!("{method} {template}: a body where none was announced")) };
        };
        let form = content.get(content_type).ok_or_else(|| format!("{method} {template}: {status} as {content_type}"))?;
        if !content_type.ends_with("json") {
            return if body.is_empty() { Err(format!("{method} {template}: an empty file")) } else { Ok(()) };
        }
        let value: Value = serde_json::from_slice(body).map_err(|e| format!("{method} {template}: no JSON: {e}"))?;
        self.fits(&form["schema"], &value, "answer").map_err(|why| format!("{method} {template}, {status}: {why}"))
    }

    fn resolved<'a>(&'a self, schema: &'a Value) -> Result<&'a Value, String> {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { return Ok(schema) };
        let pointer = reference.strip_prefix('#').ok_or("a reference elsewhere")?;
        self.0.pointer(pointer).ok_or_else(|| format!("{reference} leads nowhere"))
    }

    /// As much of JSON Schema as the document uses; what it doesn't know, it refuses. Stricter in one thing: a field that
    /// isn't listed is wrong.
    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let schema = self.resolved(schema)?;
        let rules = schema.as_object().ok_or("a schema is an object")?;
        for (rule, said) in rules {
            match rule.as_str() {
                "description" | "format" | "required" | "additionalProperties" => {}
                "type" if is_of(said, value) => {}
                "type" => return Err(format!("{at} is {value}, not {said}")),
                "enum" if said.as_array().is_some_and(|all| all.contains(value)) => {}
                "enum" => return Err(format!("{at} is {value}, none of {said}")),
                "minimum" if value.as_f64() < said.as_f64() => return Err(format!("{at} is {value}, below {said}")),
                "maximum" if value.as_f64() > said.as_f64() => return Err(format!("{at} is {value}, above {said}")),
                "minItems" if value.as_array().map(Vec::len) < said.as_u64().map(|n| n as usize) => {
                    return Err(format!("{at} is too short"));
                }
                "maxItems" if value.as_array().map(Vec::len) > said.as_u64().map(|n| n as usize) => {
                    return Err(format!("{at} is too long"));
                }
                "minimum" | "maximum" | "minItems" | "maxItems" => {}
                "items" => {
                    for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.fits(said, item, &format!("{at}[{i}]"))?;
                    }
                }
                "properties" => self.fits_fields(rules, value, at)?,
                "anyOf" | "oneOf" => {
                    let ways: Vec<Result<(), String>> =
                        said.as_array().into_iter().flatten().map(|way| self.fits(way, value, at)).collect();
                    let good = ways.iter().filter(|way| way.is_ok()).count();
                    if good == 0 || (rule == "oneOf" && good > 1) {
                        return Err(format!("{at} fits {good} of its forms: {ways:?}"));
                    }
                }
                other => return Err(format!("the checker does not know “{other}”")),
            }
        }
        Ok(())
    }

    fn fits_fields(&self, rules: &Map<String, Value>, value: &Value, at: &str) -> Result<(), String> {
        let fields = value.as_object().ok_or_else(|| format!("{at} is {value}, no object"))?;
        for name in rules.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                return Err(format!("{at} lacks {name}"));
            }
        }
        for (name, field) in fields {
            let schema = rules["properties"].get(name).ok_or_else(|| format!("{at} has {name}, which the document does not know"))?;
            self.fits(schema, field, &format!("{at}.{name}"))?;
        }
        Ok(())
    }
}

fn is_of(said: &Value, value: &Value) -> bool {
    match said.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        Some("integer") => value.is_i64() || value.is_u64(),
        _ => false,
    }
}

#[test]
fn what_has_to_be_sent_is_marked_as_required() {
    let document = Document(serde_json::from_str(&web::api::openapi::document().to_json().expect("it is written")).expect("JSON"));
    for (method, path, needed) in [
        ("POST", "/api/v1/asks", &["title"][..]),
        ("POST", "/api/v1/offers", &["title", "description"]),
        ("POST", "/api/v1/connections", &["message"]),
        ("POST", "/api/v1/conversations/1/messages", &["body"]),
        ("POST", "/api/v1/tokens", &["name"]),
        ("PATCH", "/api/v1/asks/1", &[]),
    ] {
        let (_, operation) = document.operation(method, path).unwrap_or_else(|| panic!("{method} {path}"));
        let body = &operation["requestBody"];
        assert_eq!(body["required"], !needed.is_empty(), "{method} {path}");
        let schema = document.resolved(&body["content"]["application/json"]["schema"]).expect("a schema");
        let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        assert_eq!(required, needed, "{method} {path}");
    }
}
