//! What a score was made from: what is known of those who offer, asked for all of them together, and kept with each match.

use std::collections::{BTreeSet, HashMap};

use hub::{
    MatchId, Timestamp, UserId,
    availability::Answers,
    matches::{Facts, Helper, Known},
};

use crate::{Fault, Row, Tx, args, availability, engine::Value, row};

/// Columns of `matches` in which facts stand, in the order of [`values`].
pub(super) const COLUMNS: &str = "scored_with, scored_at, helper_helped, helper_ratings, helper_stars, helper_asked, helper_answered, \
                                  helper_usual_ms, helper_here_at, helper_into";

pub(super) fn values(facts: &Facts) -> Vec<Value> {
    let Facts { table, at, known: Known { helped, ratings, stars, answers, here }, into } = *facts;
    row![table, at, helped, ratings, stars, answers.asked, answers.answered, answers.usual_ms, here.then_some(at), into]
}

/// What is known of these people, two statements for all of them. `is_here` is asked only of those who show it to whom they are
/// matched with.
pub async fn list_known(db: &mut Tx, people: &[UserId], is_here: impl Fn(UserId) -> bool) -> Result<HashMap<UserId, Helper>, Fault> {
    let wanted: Vec<Vec<Value>> = people.iter().map(|who| row![*who]).collect();
    let sql = format!(
        "select st.user_id, st.helped, st.ratings, st.stars, {}, p.hidden_at, p.open_at
         from {{rows}} v join standing st on st.user_id = v.column1 left join presence p on p.user_id = st.user_id",
        availability::COLUMNS
    );
    let rows = db.with_rows(&sql, &wanted).await?;
    let read = |row: &Row| {
        let who: UserId = row.get("user_id")?;
        let shows = row.get::<Option<Timestamp>>("hidden_at")?.is_none() && row.get::<Option<Timestamp>>("open_at")?.is_some();
        let known = Known {
            helped: row.get("helped")?,
            ratings: row.get("ratings")?,
            stars: row.get("stars")?,
            answers: availability::answers(row)?,
            here: shows && is_here(who),
        };
        Ok((who, Helper { known, into: BTreeSet::new() }))
    };
    let mut all: HashMap<UserId, Helper> = rows.iter().map(read).collect::<Result<_, Fault>>()?;
    let into = "select i.user_id, t.slug from {rows} v join interests i on i.user_id = v.column1 join terms t on t.id = i.term_id";
    for row in db.with_rows(into, &wanted).await? {
        if let Some(helper) = all.get_mut(&row.get("user_id")?) {
            helper.into.insert(row.get("slug")?);
        }
    }
    Ok(all)
}

/// The score of a match and what it was made from; `None` for one whose score is older than that is kept. For whoever makes
/// scores anew.
pub async fn find_facts(db: &mut Tx, id: MatchId) -> Result<Option<(i64, Facts)>, Fault> {
    let sql = sqlx::AssertSqlSafe(format!("select score, {COLUMNS} from matches where id = $1 and scored_with is not null"));
    let Some(row) = db.row(sql, args![id]).await? else { return Ok(None) };
    let answers = Answers { asked: row.get("helper_asked")?, answered: row.get("helper_answered")?, usual_ms: row.get("helper_usual_ms")? };
    let known = Known {
        helped: row.get("helper_helped")?,
        ratings: row.get("helper_ratings")?,
        stars: row.get("helper_stars")?,
        answers,
        here: row.get::<Option<Timestamp>>("helper_here_at")?.is_some(),
    };
    Ok(Some((row.get("score")?, Facts { table: row.get("scored_with")?, at: row.get("scored_at")?, known, into: row.get("helper_into")? })))
}
