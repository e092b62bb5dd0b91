//! Leaving, coming back, and the end. Decided by `hub::leaving::rules` under the lock of the member's own row.
//!
//! ```text
//!   Deactivate, Delete ─▶ users.left_at and suspended_at: no read shows them ─▶ doors shut, matches and claims end
//!   Return ─▶ both null: they are back as they were
//!   Finish ─▶ what goes on with others is called off ─▶ every table as [`tables`] says ─▶ a row without a name
//! ```

mod forget;
pub mod tables;
pub mod take_along;

use hub::{
    Answer, By, Event, Timestamp, UserId,
    accounts::Event as Doors,
    command::AnyRefusal,
    leaving::{Absence, Command, Event as Happened, SOMEBODY, USERNAME_KEPT_MS, Words, rules},
};
use sha2::{Digest, Sha256};

use crate::{Failure, Fault, Row, Store, Tx, accounts, args, batch::Work, engine::Value, reviews, row};

/// What is decided on, and what an end needs to know.
struct Member {
    standing: rules::Standing,
    username: String,
    name: String,
    words: Words,
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    match (by, command) {
        (By::Clock, Command::Finish { user }) => finish(work, user, at).await,
        (_, Command::Finish { .. }) => Err(hub::Refusal::Any(AnyRefusal::NotAllowed).into()),
        (by, Command::Deactivate) => deactivate(work, who(by)?, at).await,
        (by, Command::Return) => come_back(work, who(by)?, at).await,
        (by, Command::Delete { typed, words }) => delete(work, who(by)?, &typed, words, at).await,
    }
}

fn who(by: By) -> Result<UserId, Failure> {
    by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn).into())
}

async fn find_member(tx: &mut Tx, user: UserId) -> Result<Member, Failure> {
    let row = tx
        .row("select username, name, left_at, delete_at, gone_at, demo_at, words_then from users where id = $1", args![user])
        .await?
        .ok_or(hub::accounts::Refusal::NoSuchMember)?;
    let is = |column| Ok::<bool, Fault>(row.get::<Option<Timestamp>>(column)?.is_some());
    let words = row.get::<Option<String>>("words_then")?;
    Ok(Member {
        standing: rules::Standing {
            away: is("left_at")?,
            delete_at: row.get("delete_at")?,
            gone: is("gone_at")?,
            of_the_town: is("demo_at")?,
        },
        username: row.get("username")?,
        name: row.get("name")?,
        words: words.and_then(|word| word.parse().ok()).unwrap_or(Words::Stay),
    })
}

async fn deactivate(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Answer, Failure> {
    rules::leave(find_member(&mut work.tx, user).await?.standing)?;
    go_away(work, user, None, Words::Stay, at).await?;
    Ok(Answer::Done)
}

async fn delete(work: &mut Work<'_>, user: UserId, typed: &str, words: Words, at: Timestamp) -> Result<Answer, Failure> {
    let member = find_member(&mut work.tx, user).await?;
    let until = rules::delete(member.standing, typed, &member.username, at)?;
    go_away(work, user, Some(until), words, at).await?;
    Ok(Answer::Done)
}

/// From here on nobody sees them, and every door of theirs is shut. Tokens rest until they are back; with an end they are revoked.
async fn go_away(work: &mut Work<'_>, user: UserId, until: Option<Timestamp>, words: Words, at: Timestamp) -> Result<(), Fault> {
    let word = until.map(|_| words.word());
    work.tx
        .run(
            "update users set left_at = $2, delete_at = $3, words_then = $4, barred_at = suspended_at, suspended_at = $2 where id = $1",
            args![user, at, until, word],
        )
        .await?;
    let mut doors = accounts::close_sessions(work, user, at, None).await?;
    if until.is_some() {
        doors.extend(accounts::revoke_all_tokens(work, user, at).await?);
    }
    work.happened(Event::Accounts(Doors::DoorsClosed { user, doors }), at);
    // What they say of tools counts no more.
    reviews::recount_of(&mut work.tx, user).await?;
    work.happened(Event::Leaving(Happened::Left { user, until }), at);
    Ok(())
}

async fn come_back(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Answer, Failure> {
    rules::come_back(find_member(&mut work.tx, user).await?.standing)?;
    work.tx
        .run(
            "update users set left_at = null, delete_at = null, words_then = null, suspended_at = barred_at, barred_at = null where id = $1",
            args![user],
        )
        .await?;
    reviews::recount_of(&mut work.tx, user).await?;
    work.happened(Event::Leaving(Happened::Returned { user }), at);
    Ok(Answer::Done)
}

/// Everything of theirs goes, as [`tables::ALL`] says; what others have of them stays whole.
async fn finish(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Answer, Failure> {
    let member = find_member(&mut work.tx, user).await?;
    rules::finish(member.standing, at)?;
    forget::all(work, user, &member.name, member.words, at).await?;
    keep_usernames(&mut work.tx, user, &member.username, at).await?;
    forget::rows(&mut work.tx, user).await?;
    work.tx
        .run(
            "update users set username = $2, email = $2, name = $3, role = 'member', password_hash = null, tagline = '', bio = '',
                 location = '', pronouns = '', website_url = '', calendar_url = '', linkedin_url = '', twitter_url = '', github_url = '',
                 youtube_url = '', instagram_url = '', timezone = 'UTC', language = 'en', photo_id = null, public_at = null,
                 unlisted_at = null, first_word = 'everyone', created_at = $4, hidden_at = null,
                 delete_at = null, words_then = null, barred_at = null, suspended_at = $4, left_at = $4, gone_at = $4
             where id = $1",
            args![user, nobody(user), SOMEBODY, at],
        )
        .await?;
    // Conversations of others find somebody who has helped nobody.
    work.tx.run("insert into standing (user_id) values ($1)", args![user]).await?;
    work.happened(Event::Leaving(Happened::Gone { user }), at);
    Ok(Answer::Done)
}

/// In the place of a username and an e-mail: no sign-up and no log-in can be called so.
fn nobody(user: UserId) -> String {
    format!("left:{user}")
}

/// Nobody else is called so for a while, and what they were called stands nowhere.
async fn keep_usernames(tx: &mut Tx, user: UserId, username: &str, at: Timestamp) -> Result<(), Fault> {
    let old = tx.rows("select username from old_usernames where user_id = $1", args![user]).await?;
    let mut names: Vec<String> = old.iter().map(|row| row.get("username")).collect::<Result<_, _>>()?;
    names.push(username.to_owned());
    let free_at = at.plus(USERNAME_KEPT_MS);
    let rows: Vec<Vec<Value>> = names.iter().map(|name| row![hash(name), free_at]).collect();
    tx.insert_many("kept_usernames", "hash, free_at", &rows, "on conflict (hash) do update set free_at = excluded.free_at").await
}

fn hash(username: &str) -> String {
    Sha256::digest(username.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Which of these usernames were somebody's who is gone, not long ago.
pub(crate) async fn list_kept(tx: &mut Tx, usernames: &[String]) -> Result<Vec<String>, Fault> {
    let wanted: Vec<Vec<Value>> = usernames.iter().map(|name| row![hash(name), name]).collect();
    let rows = tx.with_rows("select v.column2 as username from {rows} v join kept_usernames k on k.hash = v.column1", &wanted).await?;
    rows.iter().map(|row| row.get("username")).collect()
}

// Reading.

/// Why somebody has no page now, from the columns of a person's card. Whether they went by themselves or an admin shut them out is
/// nobody's to know.
pub(crate) fn absence(row: &Row) -> Result<Option<Absence>, Fault> {
    let is = |column| Ok::<bool, Fault>(row.get::<Option<Timestamp>>(column)?.is_some());
    Ok(match (is("u_gone_at")?, is("u_suspended_at")?) {
        (true, _) => Some(Absence::Left),
        (_, true) => Some(Absence::Away),
        _ => None,
    })
}

/// A member who is away by their own wish, as the page for them says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    pub since: Timestamp,
    /// When everything of theirs is deleted.
    pub until: Option<Timestamp>,
}

pub async fn find_away(db: &mut Tx, user: UserId) -> Result<Option<Away>, Fault> {
    let row = db.row("select left_at, delete_at from users where id = $1 and left_at is not null and gone_at is null", args![user]).await?;
    row.map(|row| Ok(Away { since: row.get("left_at")?, until: row.get("delete_at")? })).transpose()
}

/// Whether they have left for good.
pub async fn is_gone(db: &mut Tx, user: UserId) -> Result<bool, Fault> {
    Ok(db.number("select count(*) as n from users where id = $1 and gone_at is not null", args![user]).await? > 0)
}

/// Whose fourteen days are over.
pub async fn list_due(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<UserId>, Fault> {
    let rows = db
        .rows(
            "select id from users where delete_at is not null and delete_at <= $1 order by delete_at limit $2 + 0",
            args![now, limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

impl Store {
    /// Lets go of usernames whose time is over; how many.
    pub async fn free_usernames(&self, now: Timestamp) -> Result<u64, Fault> {
        let mut tx = self.write().await?;
        let freed = tx.run("delete from kept_usernames where free_at <= $1", args![now]).await?;
        tx.commit().await?;
        Ok(freed)
    }
}
