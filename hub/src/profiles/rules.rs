//! How long everything on a profile may be (product.md 2.1).

use super::{Draft, Refusal};
use crate::kernel::{
    refusal::FieldProblem,
    text::{Limit, line, lines, slugs_typed, web_address},
};

/// Checks a whole profile; everything to mend is said at once.
pub fn checked(draft: &Draft) -> Result<Draft, Refusal> {
    let mut problems: Vec<FieldProblem> = Vec::new();
    let mut keep = |result: Result<String, FieldProblem>| {
        result.unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    let limit = |field, called, most| Limit { field, called, least: 0, most };
    let clean = Draft {
        name: keep(line(limit("name", crate::fixed("rule-profiles-the-name"), 80), &draft.name)),
        tagline: keep(line(limit("tagline", crate::fixed("rule-profiles-the-tagline"), 150), &draft.tagline)),
        bio: keep(lines(limit("bio", crate::fixed("rule-profiles-the-bio"), 5_000), &draft.bio)),
        location: keep(line(limit("location", crate::fixed("rule-profiles-the-place"), 100), &draft.location)),
        pronouns: keep(line(limit("pronouns", crate::fixed("rule-profiles-the-pronouns"), 50), &draft.pronouns)),
        website_url: keep(web_address("website_url", &draft.website_url)),
        calendar_url: keep(web_address("calendar_url", &draft.calendar_url)),
        linkedin_url: keep(web_address("linkedin_url", &draft.linkedin_url)),
        twitter_url: keep(web_address("twitter_url", &draft.twitter_url)),
        github_url: keep(web_address("github_url", &draft.github_url)),
        youtube_url: keep(web_address("youtube_url", &draft.youtube_url)),
        instagram_url: keep(web_address("instagram_url", &draft.instagram_url)),
        timezone: keep(timezone(&draft.timezone)),
        language: keep(language(&draft.language)),
    };
    if problems.is_empty() { Ok(clean) } else { Err(Refusal::Mend(problems)) }
}

/// So many things somebody is into.
pub const MOST_INTERESTS: usize = 12;

/// What somebody is into, by slug; whether there is such a word, the taxonomy knows.
pub fn interests(typed: &[String]) -> Result<Vec<String>, Refusal> {
    slugs_typed("interests", MOST_INTERESTS, typed).map_err(|problem| Refusal::Mend(vec![problem]))
}

/// Shaped like an IANA name; whether it exists, the page's list knows. Empty is UTC.
pub fn timezone(typed: &str) -> Result<String, FieldProblem> {
    let zone = typed.trim();
    let sound = zone.len() <= 64 && zone.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'+'));
    match (zone.is_empty(), sound) {
        (true, _) => Ok("UTC".to_owned()),
        (_, true) => Ok(zone.to_owned()),
        _ => Err(FieldProblem::new("timezone", crate::fixed("rule-profiles-that-is-no-time-zone-we-know"))),
    }
}

/// Two lower-case letters; empty is English.
pub fn language(typed: &str) -> Result<String, FieldProblem> {
    let code = typed.trim().to_lowercase();
    let code = code.split('-').next().unwrap_or("").to_owned();
    match code.len() {
        0 => Ok("en".to_owned()),
        2 if code.bytes().all(|b| b.is_ascii_lowercase()) => Ok(code),
        _ => Err(FieldProblem::new("language", crate::fixed("rule-profiles-a-language-is-two-letters-as-in-en"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_is_into_is_said_once_each_and_twelve_at_most() {
        let typed = |n: usize| (0..n).map(|n| format!("topic-{n}")).collect::<Vec<_>>();
        assert_eq!(interests(&typed(MOST_INTERESTS)), Ok(typed(MOST_INTERESTS)));
        assert_eq!(interests(&["baking".into(), "".into(), " Baking ".into()]), Ok(vec!["baking".to_owned()]));
        let Err(Refusal::Mend(problems)) = interests(&typed(MOST_INTERESTS + 1)) else { panic!("it passed") };
        assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["interests"]);
    }

    #[test]
    fn a_profile_keeps_what_fits_and_says_what_does_not() {
        let draft = Draft { tagline: "x".repeat(151), website_url: "javascript:1".into(), ..Draft::default() };
        let Err(Refusal::Mend(problems)) = checked(&draft) else { panic!("it passed") };
        assert_eq!(problems.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["tagline", "website_url"]);
        let clean = checked(&Draft { name: " Ana ".into(), language: "de-CH".into(), ..Draft::default() }).expect("fits");
        assert_eq!((clean.name.as_str(), clean.language.as_str(), clean.timezone.as_str()), ("Ana", "de", "UTC"));
    }
}
