//! Reading: whom somebody has blocked, their own reports, and the admins' list.

use std::collections::{BTreeMap, HashMap};

use hub::{
    CaseId, ConversationId, ReportId, Timestamp, UserId,
    kernel::{page::Page, text::excerpt},
    moderation::{Case, CaseReport, CaseView, DecisionView, Kind, ReportView, Thing, rules},
    profiles::PersonCard,
};
use sqlx::AssertSqlSafe;

use crate::{Fault, Row, Tx, accounts, args, engine::Value, files, messaging::split_cursor, profiles, row};

/// How much of a title a list repeats.
const TITLE: usize = 90;

/// Whom a member has blocked, the latest first. Who has blocked them is nobody's to know.
pub async fn list_blocks(db: &mut Tx, by: UserId) -> Result<Vec<PersonCard>, Fault> {
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "select {} from blocks b join users u on u.id = b.blocked join standing st on st.user_id = u.id
                 where b.blocker = $1 order by b.at desc, b.blocked desc",
                profiles::CARD
            )),
            args![by],
        )
        .await?;
    rows.iter().map(profiles::card).collect()
}

/// Reads the columns `kind`, `thing` and `no`.
pub(super) fn thing(row: &Row) -> Result<Thing, Fault> {
    Ok(Thing::of(row.word("kind")?, row.get("thing")?, row.get("no")?))
}

/// What the rules decide on, from a case's row with its open reports counted.
pub(super) fn facts(row: &Row) -> Result<Case, Fault> {
    Ok(Case {
        owner: row.get("owner")?,
        hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
        decided: row.get::<Option<Timestamp>>("decided_at")?.is_some(),
        open: row.get("open")?,
    })
}

/// A thing as it is now, whoever may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub owner: PersonCard,
    /// They are not to be seen.
    pub owner_suspended: bool,
    /// An admin has seen to that.
    pub shut_out: bool,
    /// Empty for a message.
    pub title: String,
    /// All that it says.
    pub says: String,
    /// Empty for a message.
    pub path: String,
    pub hidden: bool,
}

/// One thing as `reader` may report it: they see it, and it is not their own.
pub async fn find_to_report(db: &mut Tx, reader: UserId, thing: Thing) -> Result<Option<Found>, Fault> {
    match super::find_owner(db, reader, thing).await? {
        Some(owner) if owner != reader => Ok(find_things(db, &[thing]).await?.remove(&thing)),
        _ => Ok(None),
    }
}

/// Things as they are now; those that are gone are left out.
async fn find_things(db: &mut Tx, things: &[Thing]) -> Result<HashMap<Thing, Found>, Fault> {
    let mut by_kind: BTreeMap<Kind, Vec<Vec<Value>>> = BTreeMap::new();
    for thing in things {
        let (id, no) = thing.numbers();
        by_kind.entry(thing.kind()).or_default().push(row![id, no]);
    }
    let mut found = HashMap::new();
    for (kind, wanted) in by_kind {
        let from = match kind {
            Kind::Ask => {
                "a.title, a.description as says, '' as more, a.slug, a.hidden_at
                 from {rows} v join asks a on a.id = v.column1 join users u on u.id = a.user_id"
            }
            Kind::Offer => {
                "o.title, o.description as says, o.body as more, o.slug, o.hidden_at
                 from {rows} v join offers o on o.id = v.column1 join users u on u.id = o.user_id"
            }
            Kind::Profile => {
                "u.name as title, u.tagline as says, u.bio as more, '' as slug, u.hidden_at
                 from {rows} v join users u on u.id = v.column1"
            }
            Kind::Review => {
                "r.title, r.body as says, '' as more, t.slug, r.hidden_at
                 from {rows} v join reviews r on r.id = v.column1 and r.gone_at is null join tools t on t.id = r.tool_id
                 join users u on u.id = r.user_id"
            }
            Kind::Message => {
                "'' as title, m.body as says, '' as more, '' as slug, m.hidden_at
                 from {rows} v join messages m on m.conversation_id = v.column1 and m.no = v.column2 join users u on u.id = m.author"
            }
        };
        let sql = format!(
            "select v.column1 as thing, v.column2 as no, {}, u.suspended_at, u.left_at, u.barred_at, {from} join standing st on st.user_id = u.id",
            profiles::CARD
        );
        for row in db.with_rows(&sql, &wanted).await? {
            let owner = profiles::card(&row)?;
            let slug: String = row.get("slug")?;
            let path = match kind {
                Kind::Ask => format!("/@{}/asks/{slug}", owner.handle),
                Kind::Offer => format!("/@{}/{slug}", owner.handle),
                Kind::Profile if row.get::<Option<Timestamp>>("suspended_at")?.is_some() => String::new(),
                Kind::Profile => format!("/@{}", owner.handle),
                Kind::Review => format!("/tools/{slug}#reviews"),
                Kind::Message => String::new(),
            };
            let said: [String; 2] = [row.get("says")?, row.get("more")?];
            let title = if kind == Kind::Profile { owner.name.clone() } else { row.get("title")? };
            let thing = Thing::of(kind, row.get("thing")?, row.get("no")?);
            found.insert(
                thing,
                Found {
                    owner_suspended: row.get::<Option<Timestamp>>("suspended_at")?.is_some(),
                    shut_out: accounts::is_suspended(&row)?,
                    title,
                    says: said.join("\n\n").trim().to_owned(),
                    path,
                    hidden: row.get::<Option<Timestamp>>("hidden_at")?.is_some(),
                    owner,
                },
            );
        }
    }
    Ok(found)
}

/// What a thing is called in the middle of a list: “The ask “Beta testers for Kinlia” by Ana”. `whole`: with the title also
/// where it is hidden or its owner is suspended.
fn called(thing: Thing, found: Option<&Found>, whole: bool) -> String {
    let kind = thing.kind();
    let Some(found) = found else {
        return match kind {
            Kind::Message => hub::fixed("rule-moderation-a-message-that-is-gone").to_owned(),
            Kind::Profile => hub::fixed("rule-moderation-somebody-who-is-gone").to_owned(),
            Kind::Ask => hub::fixed("rule-moderation-an-ask-that-is-gone").to_owned(),
            Kind::Offer => hub::fixed("rule-moderation-an-offer-that-is-gone").to_owned(),
            Kind::Review => hub::fixed("rule-moderation-a-review-that-is-gone").to_owned(),
        };
    };
    let name = &found.owner.name;
    let title = excerpt(&found.title, TITLE);
    let shown = whole || !(found.hidden || found.owner_suspended);
    match kind {
        Kind::Message => hub::say("rule-moderation-a-message-by").with("name", name).to_string(),
        Kind::Profile => hub::say("rule-moderation-the-profile-of").with("name", name).to_string(),
        Kind::Ask if shown => hub::say("rule-moderation-the-ask-by").with("title", title).with("name", name).to_string(),
        Kind::Ask => hub::say("rule-moderation-an-ask-by").with("name", name).to_string(),
        Kind::Offer if shown => hub::say("rule-moderation-the-offer-by").with("title", title).with("name", name).to_string(),
        Kind::Offer => hub::say("rule-moderation-an-offer-by").with("name", name).to_string(),
        Kind::Review if shown => hub::say("rule-moderation-the-review-by").with("title", title).with("name", name).to_string(),
        Kind::Review => hub::say("rule-moderation-a-review-by").with("name", name).to_string(),
    }
}

const REPORT: &str = "select r.id, r.reason, r.words, r.at, r.settled_at, r.outcome, c.kind, c.thing, c.no
    from reports r join cases c on c.id = r.case_id";

/// A page of a member's own reports, newest first. The cursor is `at:id`.
pub async fn page_reports(db: &mut Tx, reporter: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<ReportView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "{REPORT} where r.reporter = $1 and (r.at < $2 or (r.at = $2 and r.id < $3)) order by r.at desc, r.id desc limit $4 + 0"
            )),
            args![reporter, at, id, limit as i64 + 1],
        )
        .await?;
    Ok(Page::cut(reports(db, &rows).await?, limit, |r| format!("{}:{}", r.at.0, r.id)))
}

/// One, if the reader made it.
pub async fn find_report(db: &mut Tx, reporter: UserId, id: ReportId) -> Result<Option<ReportView>, Fault> {
    let rows = db.rows(AssertSqlSafe(format!("{REPORT} where r.reporter = $1 and r.id = $2")), args![reporter, id]).await?;
    Ok(reports(db, &rows).await?.pop())
}

async fn reports(db: &mut Tx, rows: &[Row]) -> Result<Vec<ReportView>, Fault> {
    let things: Vec<Thing> = rows.iter().map(thing).collect::<Result<_, _>>()?;
    let found = find_things(db, &things).await?;
    rows.iter()
        .zip(things)
        .map(|(row, thing)| {
            let settled_at: Option<Timestamp> = row.get("settled_at")?;
            Ok(ReportView {
                id: row.get("id")?,
                thing,
                called: called(thing, found.get(&thing), false),
                reason: row.word("reason")?,
                words: row.get("words")?,
                at: row.get("at")?,
                outcome: if settled_at.is_some() { Some(row.word("outcome")?) } else { None },
                settled_at,
            })
        })
        .collect()
}

hub::words! {
    /// Which cases an admin wants to see.
    pub enum Which {
        /// Somebody waits for an answer.
        Open = "open",
        /// Hidden now, whoever decided that.
        Hidden = "hidden",
    }
}

/// A page of cases for an admin: the one reported or hidden last first. The cursor is `at:id`.
pub async fn page_cases(db: &mut Tx, admin: UserId, which: Which, cursor: Option<&str>, limit: usize) -> Result<Page<CaseView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let (column, and) = match which {
        Which::Open => ("reported_at", "exists (select 1 from reports r where r.case_id = c.id and r.settled_at is null)"),
        Which::Hidden => ("hidden_at", "c.hidden_at is not null"),
    };
    let rows = db
        .rows(
            AssertSqlSafe(format!(
                "{CASE} where {and} and (c.{column} < $1 or (c.{column} = $1 and c.id < $2)) order by c.{column} desc, c.id desc limit $3 + 0"
            )),
            args![at, id, limit as i64 + 1],
        )
        .await?;
    let at_of: HashMap<CaseId, i64> = rows.iter().map(|row| Ok((row.get("id")?, row.get(column)?))).collect::<Result<_, Fault>>()?;
    let cases = views(db, admin, &rows).await?;
    Ok(Page::cut(cases, limit, |case| format!("{}:{}", at_of.get(&case.id).copied().unwrap_or(0), case.id)))
}

/// One case, for an admin.
pub async fn find_case(db: &mut Tx, admin: UserId, id: CaseId) -> Result<Option<CaseView>, Fault> {
    let rows = db.rows(AssertSqlSafe(format!("{CASE} where c.id = $1")), args![id]).await?;
    Ok(views(db, admin, &rows).await?.pop())
}

/// How many cases wait for an admin.
pub async fn count_open(db: &mut Tx) -> Result<i64, Fault> {
    db.number("select count(distinct case_id) as n from reports where settled_at is null", args![]).await
}

const CASE: &str = "select c.id, c.kind, c.thing, c.no, c.owner, c.hidden_at, c.hidden_by, c.decided_at, c.reported_at,
    (select count(*) from reports r where r.case_id = c.id and r.settled_at is null) as open from cases c";

async fn views(db: &mut Tx, admin: UserId, rows: &[Row]) -> Result<Vec<CaseView>, Fault> {
    let things: Vec<Thing> = rows.iter().map(thing).collect::<Result<_, _>>()?;
    let found = find_things(db, &things).await?;
    let wanted: Vec<Vec<Value>> = rows.iter().map(|row| Ok(row![row.get::<CaseId>("id")?])).collect::<Result<_, Fault>>()?;
    let reports = db
        .with_rows(
            "select r.case_id, r.reporter, r.reason, r.words, r.at, r.id from {rows} v join reports r on r.case_id = v.column1
             where r.settled_at is null",
            &wanted,
        )
        .await?;
    let mut people: Vec<UserId> = reports.iter().map(|row| row.get("reporter")).collect::<Result<_, _>>()?;
    for row in rows {
        people.extend(row.get::<Option<UserId>>("hidden_by")?);
    }
    let people = find_people(db, &people).await?;
    let messages: Vec<(ConversationId, i64)> = things
        .iter()
        .filter_map(|thing| if let Thing::Message { conversation, no } = thing { Some((*conversation, *no)) } else { None })
        .collect();
    let mut brought = files::list_brought(db, &messages).await?;
    let mut of_case: HashMap<CaseId, Vec<(Timestamp, i64, CaseReport)>> = HashMap::new();
    for row in &reports {
        let (at, id): (Timestamp, i64) = (row.get("at")?, row.get("id")?);
        let by = people.get(&row.get::<UserId>("reporter")?).cloned();
        let report = CaseReport { by, reason: row.word("reason")?, words: row.get("words")?, at };
        of_case.entry(row.get("case_id")?).or_default().push((at, id, report));
    }
    rows.iter()
        .zip(things)
        .map(|(row, thing)| {
            let id: CaseId = row.get("id")?;
            let now = found.get(&thing);
            let mut reports = of_case.remove(&id).unwrap_or_default();
            reports.sort_by_key(|(at, id, _)| (*at, *id));
            Ok(CaseView {
                id,
                thing,
                owner: now.map(|f| f.owner.clone()),
                owner_suspended: now.is_some_and(|f| f.shut_out),
                called: called(thing, now, true),
                says: now.map(|f| f.says.clone()).unwrap_or_default(),
                path: now.map(|f| f.path.clone()).unwrap_or_default(),
                files: match thing {
                    Thing::Message { conversation, no } => brought.remove(&(conversation, no)).unwrap_or_default(),
                    _ => Vec::new(),
                },
                hidden_at: row.get("hidden_at")?,
                hidden_by: row.get::<Option<UserId>>("hidden_by")?.and_then(|who| people.get(&who).cloned()),
                reports: reports.into_iter().map(|(_, _, report)| report).collect(),
                verdicts: rules::verdicts(&facts(row)?, Some(admin)),
            })
        })
        .collect()
}

async fn find_people(db: &mut Tx, ids: &[UserId]) -> Result<HashMap<UserId, PersonCard>, Fault> {
    let wanted: Vec<Vec<Value>> = ids.iter().map(|id| row![*id]).collect();
    let sql = format!("select {} from {{rows}} v join users u on u.id = v.column1 join standing st on st.user_id = u.id", profiles::CARD);
    db.with_rows(&sql, &wanted).await?.iter().map(|row| profiles::card(row).map(|card| (card.id, card))).collect()
}

/// A page of the log, newest first. The cursor is `at:id`.
pub async fn page_decisions(db: &mut Tx, cursor: Option<&str>, limit: usize) -> Result<Page<DecisionView>, Fault> {
    let (at, id) = cursor.and_then(split_cursor).unwrap_or((Timestamp(i64::MAX), i64::MAX));
    let rows = db
        .rows(
            "select id, admin, action, kind, thing, no, at from decisions
             where at < $1 or (at = $1 and id < $2) order by at desc, id desc limit $3 + 0",
            args![at, id, limit as i64 + 1],
        )
        .await?;
    let things: Vec<Thing> = rows.iter().map(thing).collect::<Result<_, _>>()?;
    let found = find_things(db, &things).await?;
    let admins: Vec<UserId> = rows.iter().filter_map(|row| row.get::<Option<UserId>>("admin").transpose()).collect::<Result<_, _>>()?;
    let people = find_people(db, &admins).await?;
    let lines: Vec<DecisionView> = rows
        .iter()
        .zip(things)
        .map(|(row, thing)| {
            Ok(DecisionView {
                id: row.get("id")?,
                action: row.word("action")?,
                by: row.get::<Option<UserId>>("admin")?.and_then(|who| people.get(&who).cloned()),
                thing,
                called: called(thing, found.get(&thing), true),
                at: row.get("at")?,
            })
        })
        .collect::<Result<_, Fault>>()?;
    Ok(Page::cut(lines, limit, |line| format!("{}:{}", line.at.0, line.id)))
}
