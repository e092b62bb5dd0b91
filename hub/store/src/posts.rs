//! What asks and offers have in common in the database: words and tools by slug, slugs of their own, the language of a
//! text, and who looked.

use std::collections::{HashMap, HashSet};

use hub::{
    FieldProblem, Timestamp, UserId,
    kernel::text::slug_try,
    taxonomy::{TermRef, TermType},
    tools::ToolRef,
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, args, batch::Work, engine::Value, row, taxonomy, tools};

/// Which of the two. Its words are names of tables and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ask,
    Offer,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Kind::Ask => "ask",
            Kind::Offer => "offer",
        }
    }
}

/// What a draft's slugs stand for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub category: Option<TermRef>,
    pub tags: Vec<TermRef>,
    pub tools: Vec<ToolRef>,
}

/// Looks up a draft's slugs; what is unknown is said field by field.
pub(crate) async fn find_words(
    tx: &mut Tx,
    category: &str,
    tags: &[String],
    tools: &[String],
) -> Result<Result<Words, Vec<FieldProblem>>, Fault> {
    let mut words = Words::default();
    let mut problems = Vec::new();
    if !category.is_empty() {
        words.category = taxonomy::find_terms_by_slugs(tx, &[TermType::OfferCategory], &[category.to_owned()]).await?.pop();
        if words.category.is_none() {
            problems.push(FieldProblem::new("category", "We don't know that category. Choose one from the list."));
        }
    }
    words.tags = taxonomy::find_terms_by_slugs(tx, &[TermType::Skill, TermType::Topic], tags).await?;
    let known: HashSet<&str> = words.tags.iter().map(|t| t.slug.as_str()).collect();
    if let Some(unknown) = tags.iter().find(|t| !known.contains(t.as_str())) {
        problems.push(FieldProblem::new("tags", format!("We don't know the tag “{unknown}”. Choose from the list.")));
    }
    words.tools = tools::find_by_slugs(tx, tools).await?;
    let known: HashSet<&str> = words.tools.iter().map(|t| t.slug.as_str()).collect();
    if let Some(unknown) = tools.iter().find(|t| !known.contains(t.as_str())) {
        problems.push(FieldProblem::new("tools", format!("We don't know the tool “{unknown}”. Choose from the list.")));
    }
    Ok(if problems.is_empty() { Ok(words) } else { Err(problems) })
}

/// The first slug of `title`, `title-2`, `title-3` … that this member has not used.
pub(crate) async fn free_slug(tx: &mut Tx, kind: Kind, owner: UserId, slug: &str) -> Result<String, Fault> {
    // Slugs hold neither % nor _, so the pattern says what it means.
    let rows = tx
        .rows(
            AssertSqlSafe(format!("select slug from {}s where user_id = $1 and (slug = $2 or slug like $3)", kind.word())),
            args![owner, slug, format!("{slug}-%")],
        )
        .await?;
    let taken: HashSet<String> = rows.iter().map(|row| row.get("slug")).collect::<Result<_, _>>()?;
    let free = (1..).map(|n| slug_try(slug, n)).find(|s| !taken.contains(s));
    free.ok_or_else(|| Fault::Corrupt("every slug is taken".to_owned()))
}

/// Writes a post's tags and tools anew.
pub(crate) async fn save_words(tx: &mut Tx, kind: Kind, id: i64, words: &Words) -> Result<(), Fault> {
    let kind = kind.word();
    let tags: Vec<Vec<Value>> = words.tags.iter().zip(0_i64..).map(|(t, i)| row![id, t.id, i]).collect();
    let tools: Vec<Vec<Value>> = words.tools.iter().zip(0_i64..).map(|(t, i)| row![id, t.id, i]).collect();
    for (table, key, rows) in [("tags", "term_id", tags), ("tools", "tool_id", tools)] {
        tx.run(AssertSqlSafe(format!("delete from {kind}_{table} where {kind}_id = $1")), args![id]).await?;
        tx.insert_many(&format!("{kind}_{table}"), &format!("{kind}_id, {key}, position"), &rows, "").await?;
    }
    Ok(())
}

/// Tags and tools of a page of posts, two statements however many there are.
pub(crate) async fn list_words(tx: &mut Tx, kind: Kind, ids: &[i64]) -> Result<HashMap<i64, (Vec<TermRef>, Vec<ToolRef>)>, Fault> {
    let kind = kind.word();
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id]).collect();
    let mut tags = tx
        .with_rows(
            &format!(
                "select x.{kind}_id as post, x.position, t.id, t.slug, t.name from {{rows}} v
                 join {kind}_tags x on x.{kind}_id = v.column1 join terms t on t.id = x.term_id"
            ),
            &wanted,
        )
        .await?;
    let mut tools = tx
        .with_rows(
            &format!(
                "select x.{kind}_id as post, x.position, t.id, t.slug, t.name from {{rows}} v
                 join {kind}_tools x on x.{kind}_id = v.column1 join tools t on t.id = x.tool_id"
            ),
            &wanted,
        )
        .await?;
    in_order(&mut tags)?;
    in_order(&mut tools)?;
    let mut words: HashMap<i64, (Vec<TermRef>, Vec<ToolRef>)> = HashMap::new();
    for row in tags {
        let term = TermRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? };
        words.entry(row.get("post")?).or_default().0.push(term);
    }
    for row in tools {
        let tool = ToolRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? };
        words.entry(row.get("post")?).or_default().1.push(tool);
    }
    Ok(words)
}

/// As they were typed.
fn in_order(rows: &mut Vec<Row>) -> Result<(), Fault> {
    let mut keyed = rows.drain(..).map(|row| Ok((row.get::<i64>("position")?, row))).collect::<Result<Vec<_>, Fault>>()?;
    keyed.sort_by_key(|(position, _)| *position);
    rows.extend(keyed.into_iter().map(|(_, row)| row));
    Ok(())
}

/// Whether this look is the member's first at it on this UTC day.
pub(crate) async fn first_look(work: &mut Work<'_>, kind: Kind, id: i64, user: UserId, at: Timestamp) -> Result<bool, Fault> {
    let made = work
        .tx
        .run(
            "insert into looks (kind, id, user_id, day) values ($1, $2, $3, $4) on conflict do nothing",
            args![kind.word(), id, user, at.utc_day()],
        )
        .await?;
    if made > 0 {
        work.tx.run(AssertSqlSafe(format!("update {}s set views = views + 1 where id = $1", kind.word())), args![id]).await?;
    }
    Ok(made > 0)
}

/// The language a member writes in by default.
pub(crate) async fn find_language(tx: &mut Tx, user: UserId) -> Result<String, Fault> {
    match tx.row("select language from users where id = $1", args![user]).await? {
        Some(row) => row.get("language"),
        None => Ok("en".to_owned()),
    }
}

/// What most members write in: told apart far better among these than among all there are (of the demo town's 190 texts,
/// 2 are taken for another language instead of 13).
const COMMON: [whatlang::Lang; 14] = {
    use whatlang::Lang::*;
    [Eng, Deu, Fra, Spa, Por, Ita, Nld, Pol, Tur, Swe, Rus, Ukr, Ara, Hin]
};

/// The language of a text, ISO 639-1. Where the text doesn't tell, the member's own.
pub(crate) fn language_of(title: &str, text: &str, own: &str) -> String {
    let text = format!("{title}\n{text}");
    let sure = whatlang::detect(&text).filter(|found| found.is_reliable());
    let likely = || {
        let found = whatlang::Detector::with_allowlist(COMMON.to_vec()).detect(&text)?;
        // A word or two are no sentence to tell a language by; letters of another script are.
        let spoken = text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count() > 3;
        let tells = if found.script() == whatlang::Script::Latin { spoken && found.confidence() > 0.3 } else { true };
        tells.then_some(found)
    };
    sure.or_else(likely).and_then(|found| two_letters(found.lang())).unwrap_or(own).to_owned()
}

/// ISO 639-1 of the languages that have one.
fn two_letters(lang: whatlang::Lang) -> Option<&'static str> {
    use whatlang::Lang::*;
    Some(match lang {
        Eng => "en",
        Deu => "de",
        Fra => "fr",
        Spa => "es",
        Por => "pt",
        Ita => "it",
        Nld => "nl",
        Pol => "pl",
        Rus => "ru",
        Ukr => "uk",
        Tur => "tr",
        Ara => "ar",
        Jpn => "ja",
        Kor => "ko",
        Cmn => "zh",
        Hin => "hi",
        Ben => "bn",
        Heb => "he",
        Ell => "el",
        Swe => "sv",
        Dan => "da",
        Nob => "no",
        Fin => "fi",
        Ces => "cs",
        Slk => "sk",
        Hun => "hu",
        Ron => "ro",
        Bul => "bg",
        Hrv => "hr",
        Srp => "sr",
        Slv => "sl",
        Cat => "ca",
        Vie => "vi",
        Tha => "th",
        Ind => "id",
        Est => "et",
        Lav => "lv",
        Lit => "lt",
        Kat => "ka",
        Hye => "hy",
        Pes => "fa",
        Urd => "ur",
        Tam => "ta",
        Tel => "te",
        Mar => "mr",
        Guj => "gu",
        Pan => "pa",
        Kan => "kn",
        Mal => "ml",
        Afr => "af",
        Zul => "zu",
        Bel => "be",
        Mkd => "mk",
        Amh => "am",
        Mya => "my",
        Nep => "ne",
        Sin => "si",
        Khm => "km",
        Aze => "az",
        Uzb => "uz",
        Cym => "cy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::language_of;

    #[test]
    fn a_languages_own_script_tells_even_in_few_words() {
        assert_eq!(language_of("猫の写真", "", "en"), "ja");
        assert_eq!(language_of("Помогите мне написать письмо", "", "en"), "ru");
    }

    #[test]
    fn what_does_not_tell_is_in_the_members_language() {
        assert_eq!(language_of("Logo", "", "de"), "de");
        assert_eq!(language_of("🎉🎉🎉", "", "pt"), "pt");
        assert_eq!(language_of("Logo design", "", "sv"), "sv");
    }

    #[test]
    fn sentences_tell() {
        assert_eq!(language_of("I need help writing posts for my bakery", "I never know what to say to people.", "de"), "en");
        assert_eq!(
            language_of(
                "Looking for people to try my recipe app",
                "It plans dinners for a week. I would like to hear where you got stuck.",
                "es"
            ),
            "en"
        );
        assert_eq!(
            language_of("Wer hilft mir, meine Tabellen für die Buchhaltung in Ordnung zu bringen?", "Kleiner Verein, viel Papier.", "en"),
            "de"
        );
    }
}
