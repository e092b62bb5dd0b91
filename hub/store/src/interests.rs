//! What is posted about what a member is into: the more of it the sooner, then the newest. Read when it is looked at, for them alone.

use hub::{AskId, OfferId, UserId};
use sqlx::AssertSqlSafe;

use crate::{Fault, Tx, args, asks, offers};

/// Of the newest so many lines, a post and one of its tags each, those that fit best are taken.
const LOOKED_AT: i64 = 240;

/// A post, and what of their interests it is about, by name, in the order they said them.
pub type About<Id> = (Id, Vec<String>);

/// Open asks of others.
pub async fn list_asks(db: &mut Tx, reader: UserId, limit: usize) -> Result<Vec<About<AskId>>, Fault> {
    Ok(best(list(db, reader, "ask", "a", &asks::listed("$1")).await?, limit).into_iter().map(|(id, about)| (AskId(id), about)).collect())
}

/// Active offers of others.
pub async fn list_offers(db: &mut Tx, reader: UserId, limit: usize) -> Result<Vec<About<OfferId>>, Fault> {
    Ok(best(list(db, reader, "offer", "o", &offers::listed("$1")).await?, limit)
        .into_iter()
        .map(|(id, about)| (OfferId(id), about))
        .collect())
}

async fn list(db: &mut Tx, reader: UserId, kind: &str, post: &str, listed: &str) -> Result<Vec<(i64, String)>, Fault> {
    let join = db.join_in_order();
    let sql = format!(
        "select {post}.id, t.name from interests i {join} terms t on t.id = i.term_id {join} {kind}_tags x on x.term_id = i.term_id
         {join} {kind}s {post} on {post}.id = x.{kind}_id {join} users u on u.id = {post}.user_id
         where i.user_id = $1 and {post}.user_id <> $1 and u.hidden_at is null and {listed}
         order by {post}.id desc, i.position limit $2 + 0"
    );
    let rows = db.rows(AssertSqlSafe(sql), args![reader, LOOKED_AT]).await?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("name")?))).collect()
}

/// `lines`: newest first, those of one post together.
fn best(lines: Vec<(i64, String)>, limit: usize) -> Vec<About<i64>> {
    let mut posts: Vec<About<i64>> = Vec::new();
    for (id, name) in lines {
        match posts.last_mut().filter(|(last, _)| *last == id) {
            Some((_, about)) => about.push(name),
            None => posts.push((id, vec![name])),
        }
    }
    posts.sort_by_key(|(_, about)| std::cmp::Reverse(about.len()));
    posts.truncate(limit);
    posts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_about_more_of_it_comes_first_and_then_the_newest() {
        let line = |id, name: &str| (id, name.to_owned());
        let lines = vec![line(9, "Baking"), line(7, "Baking"), line(7, "Photography"), line(3, "Photography")];
        let found: Vec<i64> = best(lines.clone(), 9).into_iter().map(|(id, _)| id).collect();
        assert_eq!(found, [7, 9, 3]);
        assert_eq!(best(lines, 1), [(7, vec!["Baking".to_owned(), "Photography".to_owned()])]);
    }
}
