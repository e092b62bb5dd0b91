//! Profiles, and the small card of a person.

use std::collections::HashMap;

use hub::{
    Answer, By, Event, FieldProblem, Timestamp, UserId,
    command::AnyRefusal,
    kernel::page::Page,
    leaving::{Absence, PORTRAIT},
    profiles::{Command, Draft, PersonCard, ProfileView, portrait, rules},
    taxonomy::{TermRef, TermType},
};

use crate::{
    Failure, Fault, Row, Tx, args, availability, batch::Work, engine::Value, leaving, messaging::split_cursor, moderation::no_block, row,
    saved_searches, taxonomy,
};

/// What a person's card is made of; join `users u` and `standing st`, and read with [`card`].
pub const CARD: &str =
    "u.id as u_id, u.username as u_username, u.name as u_name, u.tagline as u_tagline, u.photo_id as u_photo_id, u.demo_at as u_demo_at,
     u.suspended_at as u_suspended_at, u.gone_at as u_gone_at, st.helped as st_helped";

/// Reads the columns of [`CARD`].
pub fn card(row: &Row) -> Result<PersonCard, Fault> {
    let absent = leaving::absence(row)?;
    let (handle, name): (String, String) = (row.get("u_username")?, row.get("u_name")?);
    let left = absent == Some(Absence::Left);
    Ok(PersonCard {
        id: row.get("u_id")?,
        name: if name.is_empty() { handle.clone() } else { name },
        tagline: row.get("u_tagline")?,
        portrait: if left { PORTRAIT.to_owned() } else { portrait(&handle, row.get("u_photo_id")?) },
        helped: row.get("st_helped")?,
        demo: row.get::<Option<Timestamp>>("u_demo_at")?.is_some(),
        handle: if left { String::new() } else { handle },
        absent,
    })
}

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let user = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Edit { draft } => edit(work, user, &draft, at).await,
        Command::SetInterests { tags } => set_interests(work, user, &tags, at).await,
    }
}

async fn edit(work: &mut Work<'_>, user: UserId, draft: &Draft, at: Timestamp) -> Result<Answer, Failure> {
    let d = rules::checked(draft)?;
    work.tx
        .run(
            "update users set name = $2, tagline = $3, bio = $4, location = $5, pronouns = $6, website_url = $7, calendar_url = $8,
                 linkedin_url = $9, twitter_url = $10, github_url = $11, youtube_url = $12, instagram_url = $13, timezone = $14,
                 language = $15
             where id = $1",
            args![
                user,
                d.name,
                d.tagline,
                d.bio,
                d.location,
                d.pronouns,
                d.website_url,
                d.calendar_url,
                d.linkedin_url,
                d.twitter_url,
                d.github_url,
                d.youtube_url,
                d.instagram_url,
                &d.timezone,
                d.language
            ],
        )
        .await?;
    saved_searches::moved(&mut work.tx, user, &d.timezone, at).await?;
    work.happened(Event::Profiles(hub::profiles::Event::Edited { user }), at);
    Ok(Answer::Done)
}

async fn set_interests(work: &mut Work<'_>, user: UserId, typed: &[String], at: Timestamp) -> Result<Answer, Failure> {
    let slugs = rules::interests(typed)?;
    let terms = taxonomy::find_terms_by_slugs(&mut work.tx, &[TermType::Skill, TermType::Topic], &slugs).await?;
    if let Some(unknown) = slugs.iter().find(|slug| !terms.iter().any(|term| term.slug == **slug)) {
        let words = hub::say("rule-profiles-we-dont-know-choose-from-the-list").with("unknown", unknown).to_string();
        return Err(hub::profiles::Refusal::Mend(vec![FieldProblem::new("interests", words)]).into());
    }
    work.tx.run("delete from interests where user_id = $1", args![user]).await?;
    let rows: Vec<Vec<Value>> = terms.iter().zip(0_i64..).map(|(term, position)| row![user, term.id, position]).collect();
    work.tx.insert_many("interests", "user_id, term_id, position", &rows, "").await?;
    work.happened(Event::Profiles(hub::profiles::Event::Edited { user }), at);
    Ok(Answer::Done)
}

/// What a member is into, in the order they said it.
pub async fn list_interests(db: &mut Tx, user: UserId) -> Result<Vec<TermRef>, Fault> {
    let sql = "select t.id, t.slug, t.name from interests i join terms t on t.id = i.term_id where i.user_id = $1 order by i.position";
    let rows = db.rows(sql, args![user]).await?;
    rows.iter().map(|row| Ok(TermRef { id: row.get("id")?, slug: row.get("slug")?, name: row.get("name")? })).collect()
}

pub async fn find_card(db: &mut Tx, user: UserId) -> Result<Option<PersonCard>, Fault> {
    let row = db
        .row(sqlx::AssertSqlSafe(format!("select {CARD} from users u join standing st on st.user_id = u.id where u.id = $1")), args![user])
        .await?;
    row.map(|row| card(&row)).transpose()
}

/// A page of members, the newest first, without those who are suspended or hidden, do not want to be found, and those the reader is
/// blocked with. The cursor is `created_at:id`.
pub async fn page(db: &mut Tx, reader: Option<UserId>, cursor: Option<&str>, limit: usize) -> Result<Page<PersonCard>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let rows = db
        .rows(
            sqlx::AssertSqlSafe(format!(
                "select {CARD}, u.created_at from users u join standing st on st.user_id = u.id
                 where u.suspended_at is null and u.hidden_at is null and u.unlisted_at is null and (u.created_at < $2 or (u.created_at = $2 and u.id < $3)) and {}
                 order by u.created_at desc, u.id desc limit $4 + 0",
                no_block("$1", "u.id")
            )),
            args![reader.unwrap_or(UserId(0)), at, id, limit as i64 + 1],
        )
        .await?;
    let people: Vec<(PersonCard, Timestamp)> =
        rows.iter().map(|row| Ok((card(row)?, row.get("created_at")?))).collect::<Result<_, Fault>>()?;
    Ok(Page::cut(people, limit, |(person, at)| format!("{}:{}", at.0, person.id)).map(|(person, _)| person))
}

/// Cards of members by id, in the order of the ids. Who is suspended or hidden, and who has blocked the reader or was blocked by
/// them, is left out.
pub async fn list_cards(db: &mut Tx, reader: Option<UserId>, ids: &[UserId]) -> Result<Vec<PersonCard>, Fault> {
    cards(db, reader, ids, "").await
}

/// The same for results of a search: also without whoever does not want to be found.
pub async fn list_found(db: &mut Tx, reader: Option<UserId>, ids: &[UserId]) -> Result<Vec<PersonCard>, Fault> {
    cards(db, reader, ids, "and u.unlisted_at is null ").await
}

async fn cards(db: &mut Tx, reader: Option<UserId>, ids: &[UserId], and: &str) -> Result<Vec<PersonCard>, Fault> {
    let reader = reader.unwrap_or(UserId(0));
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id, reader]).collect();
    let rows = db
        .with_rows(
            &format!(
                "select {CARD} from {{rows}} v join users u on u.id = v.column1 join standing st on st.user_id = u.id
                 where u.suspended_at is null and u.hidden_at is null {and}and {}",
                no_block("v.column2", "u.id")
            ),
            &wanted,
        )
        .await?;
    let mut known: HashMap<UserId, PersonCard> = HashMap::new();
    for row in &rows {
        let card = card(row)?;
        known.insert(card.id, card);
    }
    Ok(ids.iter().filter_map(|id| known.remove(id)).collect())
}

/// What a member may edit, as it stands.
pub async fn find_draft(db: &mut Tx, user: UserId) -> Result<Option<Draft>, Fault> {
    let row = db
        .row(
            "select name, tagline, bio, location, pronouns, website_url, calendar_url, linkedin_url, twitter_url, github_url, youtube_url,
                 instagram_url, timezone, language from users where id = $1",
            args![user],
        )
        .await?;
    row.map(|row| {
        Ok(Draft {
            name: row.get("name")?,
            tagline: row.get("tagline")?,
            bio: row.get("bio")?,
            location: row.get("location")?,
            pronouns: row.get("pronouns")?,
            website_url: row.get("website_url")?,
            calendar_url: row.get("calendar_url")?,
            linkedin_url: row.get("linkedin_url")?,
            twitter_url: row.get("twitter_url")?,
            github_url: row.get("github_url")?,
            youtube_url: row.get("youtube_url")?,
            instagram_url: row.get("instagram_url")?,
            timezone: row.get("timezone")?,
            language: row.get("language")?,
        })
    })
    .transpose()
}

/// Whether nothing of this member may be seen: suspended, away, gone, or nobody.
pub async fn is_away(db: &mut Tx, user: UserId) -> Result<bool, Fault> {
    Ok(db.row("select id from users where id = $1 and suspended_at is null", args![user]).await?.is_none())
}

/// A whole profile. Suspended members have none, and one that is hidden is seen by the member and by admins only. Counts are of
/// what `reader` may see.
pub async fn find(db: &mut Tx, reader: Option<UserId>, user: UserId) -> Result<Option<ProfileView>, Fault> {
    let Some(row) = db
        .row(
            sqlx::AssertSqlSafe(format!(
                "select {CARD}, {}, u.bio, u.location, u.pronouns, u.language, u.created_at, st.points, u.hidden_at, u.public_at,
                     u.website_url, u.calendar_url, u.linkedin_url, u.twitter_url, u.github_url, u.youtube_url, u.instagram_url
                 from users u join standing st on st.user_id = u.id where u.id = $1 and u.suspended_at is null
                   and (u.hidden_at is null or u.id = $2 or exists (select 1 from users r where r.id = $2 and r.role = 'admin'))",
                availability::COLUMNS
            )),
            args![user, reader.unwrap_or(UserId(0))],
        )
        .await?
    else {
        return Ok(None);
    };
    let everyone_only = match reader {
        Some(reader) if reader == user => "",
        Some(_) => " and hidden_at is null",
        None => " and hidden_at is null and visibility = 'everyone'",
    };
    let open_asks = db
        .number(
            sqlx::AssertSqlSafe(format!(
                "select count(*) as n from asks where user_id = $1 and status = 'open' and archived_at is null{everyone_only}"
            )),
            args![user],
        )
        .await?;
    let active_offers = db
        .number(
            sqlx::AssertSqlSafe(format!("select count(*) as n from offers where user_id = $1 and status = 'active'{everyone_only}")),
            args![user],
        )
        .await?;
    let links = [
        ("Website", "website_url"),
        ("Calendar", "calendar_url"),
        ("LinkedIn", "linkedin_url"),
        ("X", "twitter_url"),
        ("GitHub", "github_url"),
        ("YouTube", "youtube_url"),
        ("Instagram", "instagram_url"),
    ];
    let mut given = Vec::new();
    for (name, column) in links {
        let address: String = row.get(column)?;
        if !address.is_empty() {
            given.push((name.to_owned(), address));
        }
    }
    Ok(Some(ProfileView {
        person: card(&row)?,
        bio: row.get("bio")?,
        location: row.get("location")?,
        pronouns: row.get("pronouns")?,
        links: given,
        language: row.get("language")?,
        joined_at: row.get("created_at")?,
        points: row.get("points")?,
        open_asks,
        active_offers,
        interests: list_interests(db, user).await?,
        public: row.get::<Option<Timestamp>>("public_at")?.is_some(),
        answers: availability::answers(&row)?,
        full: availability::is_full(&row)?,
        hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
    }))
}

/// What a member has begun since they are here, as far as `reader` may know of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    /// Offers that were live once, also those that are put away by now.
    pub offers: i64,
    /// Those of them that are courses.
    pub courses: i64,
    pub asks: i64,
}

/// Counts what a member has begun. Signed out, only what is for everyone counts; what is hidden counts for nobody.
pub async fn count_begun(db: &mut Tx, reader: Option<UserId>, user: UserId) -> Result<Begun, Fault> {
    let and = if reader.is_some() { "hidden_at is null" } else { "hidden_at is null and visibility = 'everyone'" };
    let row = db
        .row(
            sqlx::AssertSqlSafe(format!(
                "select (select count(*) from offers where user_id = $1 and published_at is not null and {and}) as offers,
                     (select count(*) from offers where user_id = $1 and published_at is not null and kind = 'course' and {and}) as courses,
                     (select count(*) from asks where user_id = $1 and {and}) as asks"
            )),
            args![user],
        )
        .await?
        .ok_or_else(|| Fault::Corrupt("a select without from has one row".to_owned()))?;
    Ok(Begun { offers: row.get("offers")?, courses: row.get("courses")?, asks: row.get("asks")? })
}

/// Members after this id, by id: for building the index anew.
pub async fn list_after(db: &mut Tx, after: UserId, limit: usize) -> Result<Vec<UserId>, Fault> {
    let rows = db
        .rows(
            "select id from users where id > $1 and suspended_at is null and hidden_at is null and unlisted_at is null order by id
             limit $2 + 0",
            args![after, limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// What somebody is known for, in lines: the titles of what they offer, and of what they helped with to the end.
pub async fn known_for(db: &mut Tx, user: UserId) -> Result<Vec<String>, Fault> {
    let rows = db
        .rows(
            "select title from offers where user_id = $1 and status = 'active' and visibility = 'everyone' and hidden_at is null
             union
             select a.title from connections c join asks a on a.id = c.ask_id
             where c.initiator = $1 and c.status = 'completed' and a.visibility = 'everyone' and a.hidden_at is null
             order by title limit 50",
            args![user],
        )
        .await?;
    rows.iter().map(|row| row.get("title")).collect()
}
