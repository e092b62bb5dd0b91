//! What members want less of: rules that keep pairs from them, and a pause of all matches. Whoever a rule is about never hears
//! of it: their own cards stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use hub::{
    Answer, By, Event, MatchId, RuleId, Timestamp, UserId,
    command::AnyRefusal,
    matches::{Event as Matched, Refusal as NoMatch},
    tastes::{
        About, Command, Event as Happened, MOST_RULES, Pause, Paused, Refusal, Rule, RuleView,
        rules::{self, Kind, Other},
    },
};
use sqlx::AssertSqlSafe;

use crate::{Failure, Fault, Row, Tx, args, batch::Work, engine::Value, row};

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    if let Command::PauseOver { user } = command {
        return pause_over(work, user, at).await;
    }
    let user = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Take { rules, card } => take(work, user, &rules, card, at).await,
        Command::TakeBack { rules } => take_back(work, user, &rules, at).await,
        Command::Pause { until } => Ok(pause(work, user, until, at).await?),
        Command::Resume | Command::PauseOver { .. } => Ok(resume(work, user, at).await?),
    }
}

/// The new rules, and what falls under them now goes from the screens of whose they are.
async fn take(work: &mut Work<'_>, user: UserId, rules: &[Rule], card: Option<MatchId>, at: Timestamp) -> Result<Answer, Failure> {
    let known = load(&mut work.tx, &[user]).await?.remove(&user).unwrap_or_default();
    let mut have: BTreeMap<_, RuleId> = known.iter().map(|(id, rule)| (key(rule), *id)).collect();
    let (mut wanted, mut fresh) = (Vec::new(), Vec::new());
    for rule in rules {
        let rule = rules::checked(rule, user)?;
        let id = match have.get(&key(&rule)) {
            Some(id) => *id,
            None => {
                let id: RuleId = work.new_id()?;
                have.insert(key(&rule), id);
                fresh.push((id, rule));
                id
            }
        };
        wanted.push(id);
    }
    let Some(first) = fresh.first().map(|(id, _)| *id).or(wanted.first().copied()) else {
        return Err(Refusal::Nothing.into());
    };
    if !fresh.is_empty() && have.len() as i64 > MOST_RULES {
        return Err(Refusal::Enough { most: MOST_RULES }.into());
    }
    for who in fresh.iter().filter_map(|(_, rule)| person(rule)) {
        let sql = "select id from users where id = $1";
        work.tx.row(sql, args![who]).await?.ok_or(Refusal::NoSuchMember)?;
    }
    if let Some(card) = card {
        let sql = "select id from matches where id = $1 and (ask_owner = $2 or offer_owner = $2)";
        work.tx.row(sql, args![card, user]).await?.ok_or(NoMatch::NoSuchMatch)?;
    }
    insert(&mut work.tx, user, &fresh, at).await?;
    let all: Vec<(RuleId, Rule)> = known.into_iter().chain(fresh.iter().cloned()).collect();
    let live = "m.withdrawn_at is null and m.connection_id is null
               and ((m.ask_owner = $1 and m.ask_dismissed_at is null) or (m.offer_owner = $1 and m.offer_dismissed_at is null))";
    let rows = work.tx.rows(AssertSqlSafe(format!("{} where {live}", pairs("matches m"))), args![user]).await?;
    let mut gone = Vec::new();
    for row in &rows {
        let pair = Seen::read(row, user)?;
        // It was said on this card, whatever else fits.
        let by = rules::caught_by(pair.other, &pair.reasons, &all).or((card == Some(pair.id)).then_some(first));
        gone.extend(by.map(|rule| (pair.id, pair.asks, rule)));
    }
    dismiss(work, user, &gone, at).await?;
    work.happened(Event::Tastes(Happened::Taken { user }), at);
    Ok(Answer::Rules { ids: fresh.into_iter().map(|(id, _)| id).collect() })
}

/// Two rules with the same key are one.
fn key(rule: &Rule) -> (About, String) {
    (rule.about, rules::same(&rule.what))
}

/// Whom a rule is about.
fn person(rule: &Rule) -> Option<UserId> {
    if rule.about == About::Person { rule.what.parse().ok() } else { None }
}

async fn insert(tx: &mut Tx, user: UserId, fresh: &[(RuleId, Rule)], at: Timestamp) -> Result<(), Fault> {
    let of = |(id, rule): &(RuleId, Rule)| {
        row![*id, user, rule.about.word(), rule.what.as_str(), key(rule).1, person(rule).map(|who| who.0), at]
    };
    let rows: Vec<Vec<Value>> = fresh.iter().map(of).collect();
    tx.insert_many("tastes", "id, user_id, about, what, key, who, taken_at", &rows, "").await
}

/// The rules are gone, and what went by them is back, unless another one keeps it away.
async fn take_back(work: &mut Work<'_>, user: UserId, ids: &[RuleId], at: Timestamp) -> Result<Answer, Failure> {
    let known = load(&mut work.tx, &[user]).await?.remove(&user).unwrap_or_default();
    let (gone, left): (Vec<_>, Vec<_>) = known.into_iter().partition(|(id, _)| ids.contains(id));
    if gone.is_empty() {
        return Err(Refusal::NoSuchRule.into());
    }
    let gone: Vec<Vec<Value>> = gone.iter().map(|(id, _)| row![*id]).collect();
    let mut back: BTreeSet<(MatchId, bool)> = BTreeSet::new();
    let mut told = Vec::new();
    for side in [Side::Ask, Side::Offer] {
        let sql = pairs(&format!("{{rows}} v join matches m on m.{}_dismissed_by = v.column1", side.word()));
        let mut others = Vec::new();
        for row in work.tx.with_rows(&sql, &gone).await? {
            let pair = Seen::read(&row, user)?;
            match rules::caught_by(pair.other, &pair.reasons, &left) {
                Some(rule) => others.push(row![pair.id, rule]),
                None => {
                    back.insert((pair.id, pair.asks));
                    told.extend(pair.is_shown.then_some(pair.id));
                }
            }
        }
        let moved = format!("update matches set {0}_dismissed_by = v.column2 from {{rows}} v where matches.id = v.column1", side.word());
        work.tx.with_rows(&moved, &others).await?;
        let freed = back.iter().filter(|(_, asks)| *asks == (side == Side::Ask)).map(|(id, _)| row![*id]).collect::<Vec<_>>();
        let sql = format!(
            "update matches set {0}_dismissed_at = null, {0}_dismissed_by = null from {{rows}} v where matches.id = v.column1",
            side.word()
        );
        work.tx.with_rows(&sql, &freed).await?;
    }
    work.tx.with_rows("delete from tastes where id in (select v.column1 from {rows} v)", &gone).await?;
    for id in told {
        work.happened(Event::Matches(Matched::Restored { id, by: user }), at);
    }
    work.happened(Event::Tastes(Happened::TakenBack { user }), at);
    Ok(Answer::Done)
}

/// Off the screens of `user`, each by the rule it falls under.
pub(crate) async fn dismiss(work: &mut Work<'_>, user: UserId, gone: &[(MatchId, bool, RuleId)], at: Timestamp) -> Result<(), Fault> {
    for side in [Side::Ask, Side::Offer] {
        let rows: Vec<Vec<Value>> =
            gone.iter().filter(|(_, asks, _)| *asks == (side == Side::Ask)).map(|(id, _, rule)| row![*id, at, *rule]).collect();
        let sql = format!(
            "update matches set {0}_dismissed_at = v.column2, {0}_dismissed_by = v.column3 from {{rows}} v where matches.id = v.column1",
            side.word()
        );
        work.tx.with_rows(&sql, &rows).await?;
    }
    for (id, ..) in gone {
        work.happened(Event::Matches(Matched::Dismissed { id: *id, by: user }), at);
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Ask,
    Offer,
}

impl Side {
    /// As columns of `matches` begin.
    fn word(self) -> &'static str {
        match self {
            Side::Ask => "ask",
            Side::Offer => "offer",
        }
    }
}

/// A stored pair as one of its two sees it.
struct Seen {
    id: MatchId,
    asks: bool,
    other: Other,
    reasons: Vec<String>,
    /// It was told, and is not withdrawn.
    is_shown: bool,
}

impl Seen {
    fn read(row: &Row, user: UserId) -> Result<Seen, Fault> {
        let asks = row.get::<UserId>("ask_owner")? == user;
        let other = if asks {
            Other { who: row.get("offer_owner")?, kind: Kind::Offer(row.word("o_kind")?) }
        } else {
            Other { who: row.get("ask_owner")?, kind: Kind::Ask(row.word("a_kind")?) }
        };
        Ok(Seen { id: row.get("id")?, asks, other, reasons: row.list("reasons")?, is_shown: row.get::<i64>("is_shown")? == 1 })
    }
}

/// Stored pairs with what rules go by: those of `from`, which names them `m`.
fn pairs(from: &str) -> String {
    format!(
        "select m.id, m.ask_owner, m.offer_owner, m.reasons, a.kind as a_kind, o.kind as o_kind,
                cast(case when m.told_at is not null and m.withdrawn_at is null then 1 else 0 end as bigint) as is_shown
         from {from} join asks a on a.id = m.ask_id join offers o on o.id = m.offer_id"
    )
}

/// The rules of these members.
pub(crate) async fn load(tx: &mut Tx, users: &[UserId]) -> Result<BTreeMap<UserId, Vec<(RuleId, Rule)>>, Fault> {
    let users: Vec<Vec<Value>> = users.iter().map(|user| row![*user]).collect();
    let sql = "select t.user_id, t.id, t.about, t.what from {rows} v join tastes t on t.user_id = v.column1";
    let mut all: BTreeMap<UserId, Vec<(RuleId, Rule)>> = BTreeMap::new();
    for row in tx.with_rows(sql, &users).await? {
        let rule = Rule { about: row.word("about")?, what: row.get("what")? };
        all.entry(row.get("user_id")?).or_default().push((row.get("id")?, rule));
    }
    all.values_mut().for_each(|rules| rules.sort_by_key(|(id, _)| *id));
    Ok(all)
}

async fn pause(work: &mut Work<'_>, user: UserId, until: Pause, at: Timestamp) -> Result<Answer, Fault> {
    let sql = "update standing set matches_paused_at = $2, matches_paused_until = $3 where user_id = $1";
    work.tx.run(sql, args![user, at, rules::ends(until, at)]).await?;
    work.happened(Event::Tastes(Happened::Paused { user }), at);
    Ok(Answer::Done)
}

async fn resume(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Answer, Fault> {
    let sql =
        "update standing set matches_paused_at = null, matches_paused_until = null where user_id = $1 and matches_paused_at is not null";
    if work.tx.run(sql, args![user]).await? > 0 {
        work.happened(Event::Tastes(Happened::Resumed { user }), at);
    }
    Ok(Answer::Done)
}

async fn pause_over(work: &mut Work<'_>, user: UserId, at: Timestamp) -> Result<Answer, Failure> {
    let due = "select count(*) as n from standing where user_id = $1 and matches_paused_until <= $2";
    if work.tx.number(due, args![user, at]).await? == 0 {
        return Err(Refusal::NotOver.into());
    }
    Ok(resume(work, user, at).await?)
}

/// Whose pause is over.
pub async fn list_pauses_over(db: &mut Tx, now: Timestamp, limit: usize) -> Result<Vec<UserId>, Fault> {
    let rows = db
        .rows(
            "select user_id from standing where matches_paused_until <= $1 order by matches_paused_until limit $2 + 0",
            args![now, limit as i64],
        )
        .await?;
    rows.iter().map(|row| row.get("user_id")).collect()
}

/// A member's own rules, the newest first.
pub async fn list(db: &mut Tx, user: UserId) -> Result<Vec<RuleView>, Fault> {
    let rows = db
        .rows(
            "select t.id, t.about, t.what, t.taken_at, u.name, u.username from tastes t left join users u on u.id = t.who
             where t.user_id = $1 order by t.id desc",
            args![user],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let rule = Rule { about: row.word("about")?, what: row.get("what")? };
            let name = row.get::<Option<String>>("name")?.filter(|name| !name.is_empty()).or(row.get("username")?);
            let words = rules::words(&rule, name.as_deref());
            let Rule { about, what } = rule;
            Ok(RuleView { id: row.get("id")?, about, what, words, taken_at: row.get("taken_at")? })
        })
        .collect()
}

/// Whether a member has paused all matches.
pub async fn find_pause(db: &mut Tx, user: UserId) -> Result<Paused, Fault> {
    let sql = "select matches_paused_at, matches_paused_until from standing where user_id = $1";
    db.row(sql, args![user]).await?.map_or(Ok(Paused::default()), |row| pause_of(&row))
}

/// Of a row with `matches_paused_at` and `matches_paused_until`.
pub(crate) fn pause_of(row: &Row) -> Result<Paused, Fault> {
    let paused = row.get::<Option<Timestamp>>("matches_paused_at")?.is_some();
    Ok(Paused { paused, until: row.get("matches_paused_until")? })
}
