//! Takes the demo town away: every row of its members, and what real members have only because of them.
//!
//! One transaction. Real members keep their own posts; places that a demo member took come free, and points and helps that
//! came from the town go with it. Lines of inboxes that pointed there stay, and show nothing. The journal hears that the
//! members are gone as if they were suspended, so that an index drops what they had posted.

use hub::{AskId, ConnectionId, Event, NoticeId, Timestamp, ToolId, UserId, accounts, notices::Notice};
use sqlx::AssertSqlSafe;

use crate::{Fault, Store, Tx, args, asks, availability, batch::Work, connections, engine::Value, reviews, row};

/// How much went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    pub members: u64,
    pub asks: u64,
    pub offers: u64,
    pub connections: u64,
    pub conversations: u64,
    pub messages: u64,
    pub matches: u64,
}

/// The members of the town.
const DEMO: &str = "(select id from users where demo_at is not null)";
const DEMO_ASKS: &str = "(select id from asks where user_id in (select id from users where demo_at is not null))";
const DEMO_OFFERS: &str = "(select id from offers where user_id in (select id from users where demo_at is not null))";

/// What is known of real members before anything goes.
struct Bystanders {
    /// Real asks that people of the town had a place in, and how many.
    places: Vec<(AskId, i64)>,
    asks: Vec<Vec<Value>>,
    offers: Vec<Vec<Value>>,
    members: Vec<Vec<Value>>,
    people: Vec<UserId>,
    /// Tools that people of the town have reviewed.
    tools: Vec<ToolId>,
}

impl Store {
    /// Takes away what [`Store::seed_demo`] built, and all that came of it. Nothing where there is no town.
    pub async fn remove_demo(&self, now: Timestamp) -> Result<Removed, Fault> {
        self.inner.ids.refill(&self.inner.db).await?;
        let mut work = Work::new(self.write().await?, &self.inner.ids, self.inner.held.exchange());
        work.tx.take_time().await?;
        let rows = work.tx.rows("select id from users where demo_at is not null order by id", args![]).await?;
        let gone: Vec<UserId> = rows.iter().map(|r| r.get("id")).collect::<Result<_, _>>()?;
        let bystanders = find_bystanders(&mut work.tx).await?;
        delete_notices(&mut work.tx, &gone).await?;
        let removed = delete_all(&mut work.tx).await?;
        set_right(&mut work, &bystanders, now).await?;
        for user in gone {
            work.happened(Event::Accounts(accounts::Event::Suspended { user, suspended: true }), now);
        }
        work.record(&format!("demo:remove:{}:{}", now.0, self.inner.held.desk().epoch), &self.inner.held.desk()).await?;
        work.tx.commit().await?;
        Ok(removed)
    }
}

async fn find_bystanders(tx: &mut Tx) -> Result<Bystanders, Fault> {
    let theirs = format!("(c.initiator in {DEMO} or c.responder in {DEMO})");
    let places = tx
        .rows(
            AssertSqlSafe(format!(
                "select c.ask_id, count(*) filter (where c.status in ('accepted', 'in_progress', 'completed')) as n
                 from connections c join asks a on a.id = c.ask_id where {theirs} and a.user_id not in {DEMO} group by c.ask_id order by c.ask_id"
            )),
            args![],
        )
        .await?;
    let offers = tx
        .rows(
            AssertSqlSafe(format!(
                "select distinct c.offer_id from connections c join offers o on o.id = c.offer_id where {theirs} and o.user_id not in {DEMO}"
            )),
            args![],
        )
        .await?;
    let members = tx
        .rows(
            AssertSqlSafe(format!(
                "select case when c.initiator in {DEMO} then c.responder else c.initiator end as id from connections c where {theirs}
                 union select who as id from follows where user_id in {DEMO}"
            )),
            args![],
        )
        .await?;
    let tools =
        tx.rows(AssertSqlSafe(format!("select distinct tool_id from reviews where user_id in {DEMO} order by tool_id")), args![]).await?;
    Ok(Bystanders {
        tools: tools.iter().map(|r| r.get("tool_id")).collect::<Result<_, _>>()?,
        places: places.iter().map(|r| Ok((r.get("ask_id")?, r.get("n")?))).collect::<Result<_, Fault>>()?,
        asks: places.iter().map(|r| Ok(row![r.get::<i64>("ask_id")?])).collect::<Result<_, Fault>>()?,
        offers: offers.iter().map(|r| Ok(row![r.get::<i64>("offer_id")?])).collect::<Result<_, Fault>>()?,
        people: members.iter().map(|r| r.get("id")).collect::<Result<_, Fault>>()?,
        members: members.iter().map(|r| Ok(row![r.get::<i64>("id")?])).collect::<Result<_, Fault>>()?,
    })
}

/// Notices of real members that tell of somebody from the town.
async fn delete_notices(tx: &mut Tx, gone: &[UserId]) -> Result<(), Fault> {
    let rows = tx.rows(AssertSqlSafe(format!("select id, notice from notices where user_id not in {DEMO}")), args![]).await?;
    let theirs =
        tx.rows(AssertSqlSafe(format!("select id from connections where initiator in {DEMO} or responder in {DEMO}")), args![]).await?;
    let theirs: Vec<ConnectionId> = theirs.iter().map(|r| r.get("id")).collect::<Result<_, _>>()?;
    for row in rows {
        let Ok(notice) = rmp_serde::from_slice::<Notice>(&row.get::<Vec<u8>>("notice")?) else { continue };
        let (by, connection) = points_at(&notice);
        if by.is_some_and(|by| gone.contains(&by)) || connection.is_some_and(|c| theirs.contains(&c)) {
            tx.run("delete from notices where id = $1", args![row.get::<NoticeId>("id")?]).await?;
        }
    }
    Ok(())
}

fn points_at(notice: &Notice) -> (Option<UserId>, Option<ConnectionId>) {
    match notice {
        Notice::SomeoneOffersHelp { connection, by, .. }
        | Notice::SomeoneWantsOffer { connection, by, .. }
        | Notice::SomeoneSaysHello { connection, by }
        | Notice::Accepted { connection, by, .. }
        | Notice::Declined { connection, by, .. }
        | Notice::Cancelled { connection, by, .. }
        | Notice::SaysDone { connection, by, .. }
        | Notice::NotYetDone { connection, by, .. }
        | Notice::Rated { connection, by, .. } => (Some(*by), Some(*connection)),
        Notice::Completed { connection, by, .. } => (*by, Some(*connection)),
        Notice::BackNow { who } => (Some(*who), None),
        Notice::MarkFulfilled { .. }
        | Notice::AskExpired { .. }
        | Notice::AskEndsSoon { .. }
        | Notice::HoldRanOut { .. }
        | Notice::HoldNotNeeded { .. }
        | Notice::PlaceFree { .. }
        | Notice::ReportReceived { .. }
        | Notice::ReportSettled { .. }
        | Notice::YoursHidden { .. }
        | Notice::YoursRestored { .. }
        | Notice::SomethingReported { .. }
        | Notice::SearchFound { .. }
        | Notice::SearchesFound { .. }
        | Notice::Spared
        | Notice::SparedAfterHolds
        | Notice::NewPassword => (None, None),
        Notice::MentionedYou { by, .. }
        | Notice::RepliedToYou { by, .. }
        | Notice::InvitedToRoom { by, .. }
        | Notice::CouldBeAnAsk { by, .. }
        | Notice::StillWaits { by, .. }
        | Notice::TimesOffered { by, .. }
        | Notice::TimeAgreed { by, .. }
        | Notice::TimesDeclined { by, .. }
        | Notice::TimeCalledOff { by, .. }
        | Notice::NewFollower { by } => (Some(*by), None),
    }
}

/// Every row of the town; those that others are found by come last.
async fn delete_all(tx: &mut Tx) -> Result<Removed, Fault> {
    let talks = format!("(select id from conversations where low in {DEMO} or high in {DEMO})");
    let mut removed = Removed::default();
    delete_from_rooms(tx).await?;
    // The next hub that runs takes their bytes away.
    tx.run(AssertSqlSafe(format!("update files set gone_at = coalesce(gone_at, at) where owner in {DEMO}")), args![]).await?;
    let mut delete = async |table: &str, which: String| -> Result<u64, Fault> {
        tx.run(AssertSqlSafe(format!("delete from {table} where {which}")), args![]).await
    };
    for table in ["presence", "notice_switches", "interests", "mails", "forgotten", "email_changes", "email_keys"] {
        delete(table, format!("user_id in {DEMO}")).await?;
    }
    delete("tastes", format!("user_id in {DEMO} or who in {DEMO}")).await?;
    delete(
        "search_finds",
        format!(
            "user_id in {DEMO} or (kind = 'ask' and post in (select id from asks where user_id in {DEMO}))
                                    or (kind = 'offer' and post in (select id from offers where user_id in {DEMO}))"
        ),
    )
    .await?;
    delete("search_mornings", format!("user_id in {DEMO}")).await?;
    delete("saved_searches", format!("user_id in {DEMO}")).await?;
    delete(
        "keeps",
        format!(
            "user_id in {DEMO} or (kind = 'person' and what in {DEMO}) or (kind = 'ask' and what in {DEMO_ASKS})
             or (kind = 'offer' and what in {DEMO_OFFERS})"
        ),
    )
    .await?;
    delete("reviews", format!("user_id in {DEMO}")).await?;
    delete("follows", format!("user_id in {DEMO} or who in {DEMO}")).await?;
    delete("downloads", format!("user_id in {DEMO} or offer_id in {DEMO_OFFERS}")).await?;
    delete("awaited", format!("user_id in {DEMO} or who in {DEMO}")).await?;
    // What was reported of theirs, and what they reported.
    delete("reports", format!("reporter in {DEMO} or case_id in (select id from cases where owner in {DEMO})")).await?;
    delete(
        "decisions",
        format!(
            "admin in {DEMO} or exists (select 1 from cases c where c.owner in {DEMO} and c.kind = decisions.kind
                 and c.thing = decisions.thing and c.no = decisions.no)
             or (kind = 'profile' and thing in {DEMO})"
        ),
    )
    .await?;
    delete("cases", format!("owner in {DEMO} or (kind = 'message' and thing in {talks})")).await?;
    removed.messages = delete("messages", format!("conversation_id in {talks} or author in {DEMO}")).await?;
    for table in ["conversation_members", "drafts", "times"] {
        delete(table, format!("conversation_id in {talks}")).await?;
    }
    // Theirs, and those on what they wrote in rooms.
    let on_nothing = "not exists (select 1 from messages m where m.conversation_id = reactions.conversation_id and m.no = reactions.no)";
    delete("reactions", format!("user_id in {DEMO} or {on_nothing}")).await?;
    removed.conversations = delete("conversations", format!("low in {DEMO} or high in {DEMO}")).await?;
    // Points that came from the town, whoever has them.
    delete(
        "ledger",
        format!(
            "user_id in {DEMO}
             or about in (select 'connection:' || id from connections where initiator in {DEMO} or responder in {DEMO})
             or about in (select 'ask:' || id from asks where user_id in {DEMO})
             or about in (select 'follower:' || id from users where demo_at is not null)
             or about in (select 'pair:' || user_id || ':ask:' || id from asks where user_id in {DEMO})"
        ),
    )
    .await?;
    removed.connections = delete("connections", format!("initiator in {DEMO} or responder in {DEMO}")).await?;
    removed.matches = delete("matches", format!("ask_owner in {DEMO} or offer_owner in {DEMO}")).await?;
    delete("receipts", format!("ask_id in {DEMO_ASKS}")).await?;
    for table in ["claims", "awaited_places", "asks_read"] {
        let who = if table == "claims" { "helper" } else { "user_id" };
        delete(table, format!("{who} in {DEMO} or ask_id in {DEMO_ASKS}")).await?;
    }
    delete("tool_matches", format!("ask_id in {DEMO_ASKS}")).await?;
    delete("post_drafts", format!("user_id in {DEMO}")).await?;
    delete("wordings", format!("(kind = 'ask' and post in {DEMO_ASKS}) or (kind = 'offer' and post in {DEMO_OFFERS})")).await?;
    delete("looks", format!("user_id in {DEMO} or (kind = 'ask' and id in {DEMO_ASKS}) or (kind = 'offer' and id in {DEMO_OFFERS})"))
        .await?;
    for (table, which) in [
        ("ask_tags", format!("ask_id in {DEMO_ASKS}")),
        ("ask_tools", format!("ask_id in {DEMO_ASKS}")),
        ("offer_tags", format!("offer_id in {DEMO_OFFERS}")),
        ("offer_tools", format!("offer_id in {DEMO_OFFERS}")),
        ("blocks", format!("blocker in {DEMO} or blocked in {DEMO}")),
        ("commands", format!("scope in {DEMO} or (scope = 0 and id like 'demo:%')")),
    ] {
        delete(table, which).await?;
    }
    removed.asks = delete("asks", format!("user_id in {DEMO}")).await?;
    removed.offers = delete("offers", format!("user_id in {DEMO}")).await?;
    for table in OF_A_MEMBER {
        delete(table, format!("user_id in {DEMO}")).await?;
    }
    removed.members = delete("users", "demo_at is not null".to_owned()).await?;
    delete("meta", "key = 'demo'".to_owned()).await?;
    Ok(removed)
}

/// What the town's people did in rooms, and the rooms that they opened. The log of a room they wrote in is forgotten, so that a
/// screen from before loads it anew; its numbers go on, and what real members wrote stays.
async fn delete_from_rooms(tx: &mut Tx) -> Result<(), Fault> {
    let theirs = format!("(select id from rooms where opened_by in {DEMO})");
    let wrote = format!("(select conversation_id from messages where author in {DEMO})");
    let lost = format!("(select id from asks where user_id in {DEMO})");
    for (table, which) in [
        ("room_log", format!("room_id in {theirs} or room_id in {wrote}")),
        ("room_asks", format!("room_id in {theirs} or ask_id in {lost}")),
        (
            "room_suggestions",
            format!(
                "room_id in {theirs} or suggested_by in {DEMO} or exists (select 1 from messages m where m.conversation_id = room_id and m.no = room_suggestions.no and m.author in {DEMO})"
            ),
        ),
        ("room_members", format!("room_id in {theirs} or user_id in {DEMO}")),
        ("room_invites", format!("room_id in {theirs} or user_id in {DEMO} or invited_by in {DEMO}")),
        ("room_bars", format!("room_id in {theirs} or user_id in {DEMO}")),
        ("messages", format!("conversation_id in {theirs}")),
        ("room_heads", format!("id in {theirs}")),
        ("rooms", format!("opened_by in {DEMO}")),
    ] {
        tx.run(AssertSqlSafe(format!("delete from {table} where {which}")), args![]).await?;
    }
    Ok(())
}

/// Tables whose rows belong to one member.
const OF_A_MEMBER: [&str; 11] = [
    "notices",
    "inbox",
    "inbox_heads",
    "standing",
    "old_usernames",
    "sessions",
    "tokens",
    "phones",
    "sms_consents",
    "texts",
    "receipts_hidden",
];

/// Counters of real members say what is there now.
async fn set_right(work: &mut Work<'_>, b: &Bystanders, now: Timestamp) -> Result<(), Fault> {
    for (ask, places) in &b.places {
        asks::accepted_changed(work, *ask, -places, now).await?;
    }
    let tx = &mut work.tx;
    tx.run(
        "update asks set held = (select count(*) from claims c where c.ask_id = asks.id and c.ended_at is null) where held > 0",
        args![],
    )
    .await?;
    tx.with_rows(
        "update asks set responses = (select count(*) from connections c where c.ask_id = asks.id) from {rows} v where asks.id = v.column1",
        &b.asks,
    )
    .await?;
    tx.with_rows(
        "update offers set connections = (select count(*) from connections c where c.offer_id = offers.id)
         from {rows} v where offers.id = v.column1",
        &b.offers,
    )
    .await?;
    tx.with_rows(
        "update standing set
             points = (select cast(coalesce(sum(l.amount), 0) as bigint) from ledger l where l.user_id = standing.user_id),
             helped = (select count(*) from connections c where c.status = 'completed'
                 and ((c.ask_id is not null and c.initiator = standing.user_id)
                   or (c.offer_id is not null and c.responder = standing.user_id)))
         from {rows} v where standing.user_id = v.column1",
        &b.members,
    )
    .await?;
    connections::recount_ratings(tx, &b.members).await?;
    reviews::recount(tx, &b.tools).await?;
    for user in &b.people {
        availability::recount(tx, *user, now).await?;
    }
    Ok(())
}
