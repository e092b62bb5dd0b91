//! Notices: lines of activity. A row keeps ids only; the words are made from what is there when it is shown.

mod switches;

pub use switches::list_switches;

use std::collections::HashMap;

use hub::{
    Answer, AskId, By, ConnectionId, ConversationId, Event, NoticeId, OfferId, ReportId, ReviewId, SearchId, Timestamp, UserId,
    asks::AskStatus,
    command::AnyRefusal,
    fixed,
    kernel::{locale, page::Page, text::excerpt},
    matches::Post,
    moderation::{Outcome, Thing},
    notices::{self, Command, Notice, NoticeView},
    profiles::PersonCard,
    say,
    taxonomy::called_here,
};

use crate::{Failure, Fault, Row, Tx, accounts, args, batch::Work, leaving, moderation::no_block, profiles, row, saved_searches};

/// How much of a title a notice repeats.
const TITLE: usize = 90;
/// Of so many, the newest, is asked which ones are about what was opened or acted on, and so many are named when they are seen. Who
/// has more is behind with all of them.
const LATEST: i64 = 100;

pub(crate) async fn carry_out(work: &mut Work<'_>, by: By, at: Timestamp, command: Command) -> Result<Answer, Failure> {
    let user = by.user().ok_or(hub::Refusal::Any(AnyRefusal::SignIn))?;
    match command {
        Command::Seen { upto } => see(work, user, upto, at).await,
        Command::Opened { path } => opened(work, user, &path, at).await,
        Command::Switch { group, on } => switches::switch(work, user, group, on, at).await,
    }
}

async fn see(work: &mut Work<'_>, user: UserId, upto: NoticeId, at: Timestamp) -> Result<Answer, Failure> {
    let sql = "select id from notices where user_id = $1 and id <= $2 and seen_at is null order by id desc limit $3 + 0";
    let rows = work.tx.rows(sql, args![user, upto, LATEST + 1]).await?;
    let ids = rows.iter().map(|row| row.get("id")).collect::<Result<Vec<NoticeId>, Fault>>()?;
    if ids.is_empty() {
        return Ok(Answer::Done);
    }
    work.tx.run("update notices set seen_at = $3 where user_id = $1 and id <= $2 and seen_at is null", args![user, upto, at]).await?;
    // Screens know of most of them only how many there are: named, they can be counted off. More than that are told in one word.
    let many = ids.len() > LATEST as usize;
    let event = if many { notices::Event::Seen { user, upto } } else { notices::Event::SeenThese { user, ids } };
    work.happened(Event::Notices(event), at);
    Ok(Answer::Done)
}

/// The newest that nobody has seen.
async fn unseen(db: &mut Tx, user: UserId) -> Result<Vec<Row>, Fault> {
    let sql = "select id, at, notice, seen_at from notices where user_id = $1 and seen_at is null order by id desc limit $2 + 0";
    db.rows(sql, args![user, LATEST]).await
}

/// They stand where these lead. Home is where everybody is anyway: what stands there alone is no sign of having read it.
async fn opened(work: &mut Work<'_>, user: UserId, path: &str, at: Timestamp) -> Result<Answer, Failure> {
    if path != "/home" {
        let rows = unseen(&mut work.tx, user).await?;
        let there = |notice: &NoticeView| notice.path.split(['?', '#']).next() == Some(path);
        let ids = views(&mut work.tx, user, &rows).await?.iter().filter(|notice| there(notice)).map(|notice| notice.id).collect();
        see_these(work, user, ids, at).await?;
    }
    Ok(Answer::Done)
}

/// They did something about this connection: what they were told of it is seen.
pub(crate) async fn acted_on_connection(work: &mut Work<'_>, user: UserId, id: ConnectionId, at: Timestamp) -> Result<(), Fault> {
    acted_on(work, user, at, |notice| connection(notice) == Some(id)).await
}

/// They gave their ask more time, or ended it: nobody has to remind them any more.
pub(crate) async fn acted_on_ask(work: &mut Work<'_>, user: UserId, id: AskId, at: Timestamp) -> Result<(), Fault> {
    let reminds = |notice: &Notice| match notice {
        Notice::MarkFulfilled { ask } | Notice::AskExpired { ask } | Notice::AskEndsSoon { ask } => *ask == id,
        _ => false,
    };
    acted_on(work, user, at, reminds).await
}

async fn acted_on(work: &mut Work<'_>, user: UserId, at: Timestamp, about: impl Fn(&Notice) -> bool) -> Result<(), Fault> {
    let mut ids = Vec::new();
    for row in unseen(&mut work.tx, user).await? {
        if rmp_serde::from_slice::<Notice>(&row.get::<Vec<u8>>("notice")?).is_ok_and(|notice| about(&notice)) {
            ids.push(row.get("id")?);
        }
    }
    see_these(work, user, ids, at).await
}

async fn see_these(work: &mut Work<'_>, user: UserId, ids: Vec<NoticeId>, at: Timestamp) -> Result<(), Fault> {
    for id in &ids {
        work.tx.run("update notices set seen_at = $2 where id = $1", args![*id, at]).await?;
    }
    if !ids.is_empty() {
        work.happened(Event::Notices(notices::Event::SeenThese { user, ids }), at);
    }
    Ok(())
}

/// Every notice is written here, so here it is asked whether they want to be told.
pub(crate) async fn notify(work: &mut Work<'_>, to: UserId, notice: &Notice, at: Timestamp) -> Result<(), Fault> {
    if let Some(group) = notice.group()
        && switches::is_off(&mut work.tx, to, group).await?
    {
        return Ok(());
    }
    // What they wrote stands, and may be answered or reported; nobody is there to be told.
    if leaving::is_gone(&mut work.tx, to).await? {
        return Ok(());
    }
    let id: NoticeId = work.new_id()?;
    let bytes = rmp_serde::to_vec(notice).map_err(|e| Fault::Corrupt(format!("a notice can't be written: {e}")))?;
    work.tx.run("insert into notices (id, user_id, at, notice) values ($1, $2, $3, $4)", args![id, to, at, bytes]).await?;
    work.happened(Event::Notices(notices::Event::Noticed { id, user: to }), at);
    Ok(())
}

/// One, if it is the reader's.
pub async fn find(db: &mut Tx, reader: UserId, id: NoticeId) -> Result<Option<NoticeView>, Fault> {
    let rows = db.rows("select id, at, notice, seen_at from notices where user_id = $1 and id = $2", args![reader, id]).await?;
    Ok(views(db, reader, &rows).await?.pop())
}

/// The reader's newest.
pub async fn list(db: &mut Tx, reader: UserId, limit: usize) -> Result<Vec<NoticeView>, Fault> {
    let rows = db
        .rows("select id, at, notice, seen_at from notices where user_id = $1 order by id desc limit $2 + 0", args![reader, limit as i64])
        .await?;
    views(db, reader, &rows).await
}

/// A page of the reader's, newest first. The cursor is the last one's id.
pub async fn page(db: &mut Tx, reader: UserId, cursor: Option<&str>, limit: usize) -> Result<Page<NoticeView>, Fault> {
    let before = cursor.and_then(|c| c.parse().ok()).unwrap_or(i64::MAX);
    let rows = db
        .rows(
            "select id, at, notice, seen_at from notices where user_id = $1 and id < $2 order by id desc limit $3 + 0",
            args![reader, before, limit as i64 + 1],
        )
        .await?;
    Ok(Page::cut(views(db, reader, &rows).await?, limit, |notice| notice.id.to_string()))
}

pub async fn count_unseen(db: &mut Tx, reader: UserId) -> Result<i64, Fault> {
    db.number("select count(*) as n from notices where user_id = $1 and seen_at is null", args![reader]).await
}

/// All that the words of some notices are made of.
#[derive(Default)]
struct Known {
    people: HashMap<UserId, PersonCard>,
    /// Conversation and title, empty for a direct one.
    connections: HashMap<ConnectionId, (ConversationId, String)>,
    /// Title and path.
    asks: HashMap<AskId, (String, String)>,
    /// Where they stand, of those whose owner was told of the end that they have now, or had last.
    ending: HashMap<AskId, AskStatus>,
    /// Those of others; without what is hidden from their readers.
    others_asks: HashMap<AskId, (String, String)>,
    others_offers: HashMap<OfferId, (String, String)>,
    offers: HashMap<OfferId, (String, String)>,
    reviews: HashMap<ReviewId, (String, String)>,
    /// What the reader's own searches look for, in words.
    searches: HashMap<SearchId, String>,
    /// What became of them; those without an outcome are left out.
    reports: HashMap<ReportId, Outcome>,
    /// Name and path.
    rooms: HashMap<ConversationId, (String, String)>,
    /// The reader's conversations with these people.
    talks: HashMap<UserId, ConversationId>,
}

/// Notices of a kind this program doesn't know are left out.
async fn views(db: &mut Tx, reader: UserId, rows: &[Row]) -> Result<Vec<NoticeView>, Fault> {
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        if let Ok(notice) = rmp_serde::from_slice::<Notice>(&row.get::<Vec<u8>>("notice")?) {
            found.push((row, notice));
        }
    }
    let known = Known::load(db, reader, found.iter().map(|(_, notice)| notice)).await?;
    let reads = accounts::locale(db, reader).await?;
    found
        .into_iter()
        .map(|(row, notice)| {
            let (words, path) = locale::within(reads, || known.say(&notice));
            Ok(NoticeView {
                id: row.get("id")?,
                at: row.get("at")?,
                seen: row.get::<Option<Timestamp>>("seen_at")?.is_some(),
                by: by(&notice).and_then(|who| known.people.get(&who).cloned()),
                words,
                path,
                search: search(&notice).filter(|id| known.searches.contains_key(id)),
                renew: known.renew(&notice),
            })
        })
        .collect()
}

fn by(notice: &Notice) -> Option<UserId> {
    match notice {
        Notice::SomeoneOffersHelp { by, .. }
        | Notice::SomeoneWantsOffer { by, .. }
        | Notice::SomeoneSaysHello { by, .. }
        | Notice::Accepted { by, .. }
        | Notice::Declined { by, .. }
        | Notice::Cancelled { by, .. }
        | Notice::SaysDone { by, .. }
        | Notice::NotYetDone { by, .. }
        | Notice::Rated { by, .. }
        | Notice::MentionedYou { by, .. }
        | Notice::RepliedToYou { by, .. }
        | Notice::InvitedToRoom { by, .. }
        | Notice::CouldBeAnAsk { by, .. }
        | Notice::StillWaits { by, .. }
        | Notice::NewFollower { by }
        | Notice::TimesOffered { by, .. }
        | Notice::TimeAgreed { by, .. }
        | Notice::TimesDeclined { by, .. }
        | Notice::TimeCalledOff { by, .. } => Some(*by),
        Notice::Completed { by, .. } => *by,
        Notice::BackNow { who } => Some(*who),
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
        | Notice::NewPassword => None,
    }
}

fn connection(notice: &Notice) -> Option<ConnectionId> {
    match notice {
        Notice::SomeoneOffersHelp { connection, .. }
        | Notice::SomeoneWantsOffer { connection, .. }
        | Notice::SomeoneSaysHello { connection, .. }
        | Notice::Accepted { connection, .. }
        | Notice::Declined { connection, .. }
        | Notice::Cancelled { connection, .. }
        | Notice::SaysDone { connection, .. }
        | Notice::NotYetDone { connection, .. }
        | Notice::Completed { connection, .. }
        | Notice::Rated { connection, .. } => Some(*connection),
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
        | Notice::MentionedYou { .. }
        | Notice::RepliedToYou { .. }
        | Notice::InvitedToRoom { .. }
        | Notice::CouldBeAnAsk { .. }
        | Notice::BackNow { .. }
        | Notice::StillWaits { .. }
        | Notice::NewFollower { .. }
        | Notice::SearchFound { .. }
        | Notice::SearchesFound { .. }
        | Notice::Spared
        | Notice::SparedAfterHolds
        | Notice::NewPassword
        | Notice::TimesOffered { .. }
        | Notice::TimeAgreed { .. }
        | Notice::TimesDeclined { .. }
        | Notice::TimeCalledOff { .. } => None,
    }
}

fn room(notice: &Notice) -> Option<ConversationId> {
    match notice {
        Notice::MentionedYou { room, .. }
        | Notice::RepliedToYou { room, .. }
        | Notice::InvitedToRoom { room, .. }
        | Notice::CouldBeAnAsk { room, .. } => Some(*room),
        _ => None,
    }
}

/// The conversation in which times to meet were offered.
fn times(notice: &Notice) -> Option<ConversationId> {
    match notice {
        Notice::TimesOffered { conversation, .. }
        | Notice::TimeAgreed { conversation, .. }
        | Notice::TimesDeclined { conversation, .. }
        | Notice::TimeCalledOff { conversation, .. } => Some(*conversation),
        _ => None,
    }
}

/// The ask, offer, profile or message of theirs that a notice is about.
fn own_thing(notice: &Notice) -> Option<Thing> {
    match notice {
        Notice::MarkFulfilled { ask } | Notice::AskExpired { ask } | Notice::AskEndsSoon { ask } => Some(Thing::Ask(*ask)),
        Notice::YoursHidden { thing, .. } | Notice::YoursRestored { thing } => Some(*thing),
        _ => None,
    }
}

/// The ask or offer of somebody else that a notice is about.
fn others_post(notice: &Notice) -> Option<Post> {
    match notice {
        Notice::HoldRanOut { ask } | Notice::HoldNotNeeded { ask } | Notice::PlaceFree { ask } | Notice::StillWaits { ask, .. } => {
            Some(Post::Ask(*ask))
        }
        Notice::SearchFound { post, .. } => Some(*post),
        _ => None,
    }
}

/// The saved search that a notice came from.
fn search(notice: &Notice) -> Option<SearchId> {
    match notice {
        Notice::SearchFound { search, .. } => Some(*search),
        Notice::SearchesFound { search, .. } => *search,
        _ => None,
    }
}

impl Known {
    async fn load<'n>(db: &mut Tx, reader: UserId, notices: impl Iterator<Item = &'n Notice>) -> Result<Known, Fault> {
        let mut known = Known::default();
        let (mut people, mut connections, mut asks) = (Vec::new(), Vec::new(), Vec::new());
        let (mut offers, mut reports, mut rooms, mut reviews) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut others_asks, mut others_offers, mut searches, mut back) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for notice in notices {
            people.extend(by(notice).map(|id| row![id]));
            connections.extend(connection(notice).map(|id| row![id]));
            rooms.extend(room(notice).map(|id| row![id]));
            searches.extend(search(notice));
            match others_post(notice) {
                Some(Post::Ask(id)) => others_asks.push(row![id, reader]),
                Some(Post::Offer(id)) => others_offers.push(row![id, reader]),
                None => {}
            }
            match own_thing(notice) {
                Some(Thing::Ask(id)) => asks.push(row![id]),
                Some(Thing::Offer(id)) => offers.push(row![id]),
                Some(Thing::Review(id)) => reviews.push(row![id]),
                _ => {}
            }
            match notice {
                Notice::ReportSettled { report } => reports.push(row![*report]),
                Notice::BackNow { who } => back.push(row![reader.min(*who), *who, reader.max(*who)]),
                _ => {}
            }
        }
        let sql =
            format!("select {} from {{rows}} v join users u on u.id = v.column1 join standing st on st.user_id = u.id", profiles::CARD);
        for row in db.with_rows(&sql, &people).await? {
            let card = profiles::card(&row)?;
            known.people.insert(card.id, card);
        }
        let sql = "select c.id, c.conversation_id, coalesce(a.title, o.title, '') as title from {rows} v
                   join connections c on c.id = v.column1 left join asks a on a.id = c.ask_id and a.hidden_at is null
                   left join offers o on o.id = c.offer_id and o.hidden_at is null";
        for row in db.with_rows(sql, &connections).await? {
            known.connections.insert(row.get("id")?, (row.get("conversation_id")?, row.get("title")?));
        }
        let sql = "select a.id, a.title, a.slug, u.username, a.status, a.archived_at, a.expires_at, a.reminded_end
                   from {rows} v join asks a on a.id = v.column1 join users u on u.id = a.user_id";
        for row in db.with_rows(sql, &asks).await? {
            let (end, told): (Option<Timestamp>, Option<Timestamp>) = (row.get("expires_at")?, row.get("reminded_end")?);
            if end.is_some() && end == told && row.get::<Option<Timestamp>>("archived_at")?.is_none() {
                known.ending.insert(row.get("id")?, row.word("status")?);
            }
            let path = format!("/@{}/asks/{}", row.get::<String>("username")?, row.get::<String>("slug")?);
            known.asks.insert(row.get("id")?, (row.get("title")?, path));
        }
        let sql = format!(
            "select a.id, a.title, a.slug, u.username from {{rows}} v join asks a on a.id = v.column1 and a.hidden_at is null
             and a.archived_at is null join users u on u.id = a.user_id and u.suspended_at is null where {}",
            no_block("v.column2", "a.user_id")
        );
        for row in db.with_rows(&sql, &others_asks).await? {
            let path = format!("/@{}/asks/{}", row.get::<String>("username")?, row.get::<String>("slug")?);
            known.others_asks.insert(row.get("id")?, (row.get("title")?, path));
        }
        let sql = format!(
            "select o.id, o.title, o.slug, u.username from {{rows}} v join offers o on o.id = v.column1 and o.hidden_at is null
             and o.status in ('active', 'paused') join users u on u.id = o.user_id and u.suspended_at is null where {}",
            no_block("v.column2", "o.user_id")
        );
        for row in db.with_rows(&sql, &others_offers).await? {
            let path = format!("/@{}/{}", row.get::<String>("username")?, row.get::<String>("slug")?);
            known.others_offers.insert(row.get("id")?, (row.get("title")?, path));
        }
        known.searches = saved_searches::list_words(db, reader, &searches).await?;
        let sql =
            "select o.id, o.title, o.slug, u.username from {rows} v join offers o on o.id = v.column1 join users u on u.id = o.user_id";
        for row in db.with_rows(sql, &offers).await? {
            let path = format!("/@{}/{}", row.get::<String>("username")?, row.get::<String>("slug")?);
            known.offers.insert(row.get("id")?, (row.get("title")?, path));
        }
        let sql = "select r.id, r.title, t.slug from {rows} v join reviews r on r.id = v.column1 join tools t on t.id = r.tool_id";
        for row in db.with_rows(sql, &reviews).await? {
            known.reviews.insert(row.get("id")?, (row.get("title")?, format!("/tools/{}#reviews", row.get::<String>("slug")?)));
        }
        let sql = "select r.id, r.outcome from {rows} v join reports r on r.id = v.column1 where r.outcome is not null";
        for row in db.with_rows(sql, &reports).await? {
            known.reports.insert(row.get("id")?, row.word("outcome")?);
        }
        // A category's own room is called as its category is (`RoomCard::called`).
        let sql = "select r.id, r.name, r.slug, t.slug as own from {rows} v join rooms r on r.id = v.column1
                   left join terms t on t.id = r.category_id and t.slug = r.slug and t.name = r.name";
        for row in db.with_rows(sql, &rooms).await? {
            let (id, name): (ConversationId, String) = (row.get("id")?, row.get("name")?);
            let name = if row.get::<Option<String>>("own")?.is_some() { called_here(&name) } else { name };
            let address = row.get::<Option<String>>("slug")?.unwrap_or_else(|| id.to_string());
            known.rooms.insert(id, (name, format!("/community/{address}")));
        }
        let sql = "select c.id, v.column2 as other from {rows} v join conversations c on c.low = v.column1 and c.high = v.column3";
        for row in db.with_rows(sql, &back).await? {
            known.talks.insert(row.get("other")?, row.get("id")?);
        }
        Ok(known)
    }

    /// The ask that is about to end, or has run out, and was not given more time since.
    fn renew(&self, notice: &Notice) -> Option<AskId> {
        match notice {
            Notice::AskEndsSoon { ask } => {
                self.ending.get(ask).filter(|status| matches!(status, AskStatus::Open | AskStatus::InProgress)).map(|_| *ask)
            }
            Notice::AskExpired { ask } => self.ending.get(ask).filter(|status| **status == AskStatus::Closed).map(|_| *ask),
            _ => None,
        }
    }

    /// What the search looks for that a notice came from; empty when it is gone.
    fn search_words(&self, notice: &Notice) -> &str {
        search(notice).and_then(|id| self.searches.get(&id)).map_or("", String::as_str)
    }

    /// The words and where they lead.
    fn say(&self, notice: &Notice) -> (String, String) {
        if let Some(thing) = own_thing(notice) {
            let gone = |list: &str| (String::new(), list.to_owned());
            let (title, path) = match thing {
                Thing::Ask(id) => self.asks.get(&id).cloned().unwrap_or_else(|| gone("/my/asks")),
                Thing::Offer(id) => self.offers.get(&id).cloned().unwrap_or_else(|| gone("/my/offers")),
                Thing::Review(id) => self.reviews.get(&id).cloned().unwrap_or_else(|| gone("/discover/tools")),
                Thing::Message { conversation, .. } => gone(&format!("/messages/{conversation}")),
                Thing::Profile(_) => gone("/settings/profile"),
            };
            return (words(notice, "", &title), path);
        }
        if let Some(post) = others_post(notice) {
            let known = match post {
                Post::Ask(id) => self.others_asks.get(&id),
                Post::Offer(id) => self.others_offers.get(&id),
            };
            let by_a_search = search(notice).is_some();
            let gone = || (String::new(), if by_a_search { "/my/searches" } else { "/home" }.to_owned());
            let (title, path) = known.cloned().unwrap_or_else(gone);
            let who = by(notice).map(|id| self.people.get(&id).map_or(fixed("lines-somebody"), |p| p.name.as_str()));
            return (words(notice, who.unwrap_or_else(|| self.search_words(notice)), &title), path);
        }
        match notice {
            Notice::ReportSettled { report } => {
                let outcome = self.reports.get(report).map_or_else(|| fixed("lines-report-seen"), |outcome| outcome.sentence());
                return (say("lines-report-settled").with("outcome", outcome).to_string(), "/my/reports".to_owned());
            }
            Notice::ReportReceived { .. } => return (words(notice, "", ""), "/my/reports".to_owned()),
            Notice::SomethingReported { .. } => return (words(notice, "", ""), "/admin/reports".to_owned()),
            Notice::Spared => return (words(notice, "", ""), "/connections".to_owned()),
            Notice::SearchesFound { .. } => return (words(notice, self.search_words(notice), ""), "/my/searches#found".to_owned()),
            Notice::SparedAfterHolds => return (words(notice, "", ""), "/home#offers".to_owned()),
            Notice::NewPassword => return (words(notice, "", ""), "/settings/account#password".to_owned()),
            Notice::BackNow { who } => {
                let person = self.people.get(who);
                let there = person.filter(|p| !p.has_left());
                // Where the page is itself: what leads on from elsewhere would not be known as seen there.
                let path = match (self.talks.get(who), there) {
                    (Some(talk), _) => format!("/messages/{talk}"),
                    (None, Some(person)) => format!("/@{}#hello", person.handle),
                    (None, None) => "/messages".to_owned(),
                };
                return (words(notice, person.map_or(fixed("lines-somebody"), |p| p.name.as_str()), ""), path);
            }
            Notice::NewFollower { by } => {
                let person = self.people.get(by);
                let path = person.and_then(PersonCard::page).unwrap_or_else(|| "/discover/people".to_owned());
                return (words(notice, person.map_or(fixed("lines-somebody"), |p| p.name.as_str()), ""), path);
            }
            _ => {}
        }
        let who = by(notice).and_then(|who| self.people.get(&who)).map_or(fixed("lines-somebody"), |p| p.name.as_str());
        if let Some(id) = times(notice) {
            return (words(notice, who, ""), format!("/messages/{id}#times"));
        }
        if let Some(id) = room(notice) {
            let (name, path) = self.rooms.get(&id).cloned().unwrap_or_else(|| (String::new(), "/community".to_owned()));
            let path = match notice {
                Notice::MentionedYou { no, .. } | Notice::RepliedToYou { no, .. } => format!("{path}?at={no}#m-{no}"),
                Notice::CouldBeAnAsk { no, .. } => format!("{path}/messages/{no}/ask"),
                _ => path,
            };
            return (words(notice, who, &name), path);
        }
        let about = connection(notice).and_then(|id| self.connections.get(&id));
        let path = about.map_or_else(|| "/connections".to_owned(), |(conversation, _)| format!("/messages/{conversation}"));
        (words(notice, who, about.map_or("", |(_, title)| title)), path)
    }
}

/// The sentence. `who` is the one it is about, or what a search looks for. Without a title (a direct one, or the post is gone) it
/// says less.
fn words(notice: &Notice, who: &str, title: &str) -> String {
    let title = excerpt(title, TITLE);
    let line =
        |key: &'static str| say(key).with("who", who).with("title", &title).with("has", if title.is_empty() { "no" } else { "title" });
    match notice {
        Notice::SomeoneOffersHelp { .. } => line("lines-offers-help"),
        Notice::SomeoneWantsOffer { .. } => line("lines-wants-offer"),
        Notice::SomeoneSaysHello { .. } => line("lines-says-hello"),
        Notice::Accepted { .. } => line("lines-said-yes"),
        Notice::Declined { .. } => line("lines-said-no"),
        Notice::Cancelled { .. } => line("lines-called-off"),
        Notice::SaysDone { .. } => line("lines-says-done"),
        Notice::NotYetDone { .. } => line("lines-not-yet-done"),
        Notice::Completed { by: Some(_), .. } => line("lines-completed"),
        Notice::Completed { by: None, .. } => line("lines-week-passed"),
        Notice::Rated { stars, .. } => line("lines-rated").with("stars", stars),
        Notice::MentionedYou { .. } => line("lines-mentioned"),
        Notice::RepliedToYou { .. } => line("lines-replied"),
        Notice::InvitedToRoom { .. } => line("lines-invited"),
        Notice::CouldBeAnAsk { .. } => line("lines-could-be-ask"),
        Notice::MarkFulfilled { .. } => line("lines-mark-done"),
        Notice::AskExpired { .. } => line("lines-ask-expired"),
        Notice::AskEndsSoon { .. } => line("lines-ask-ends-soon"),
        Notice::HoldRanOut { .. } => line("lines-hold-ran-out"),
        Notice::HoldNotNeeded { .. } => line("lines-hold-not-needed"),
        Notice::PlaceFree { .. } => line("lines-place-free"),
        Notice::ReportReceived { .. } => line("lines-report-received"),
        Notice::ReportSettled { .. } => line("lines-report-looked-at"),
        Notice::YoursHidden { thing, decided: false } => line("lines-yours-hidden").with("kind", thing.kind().word()),
        Notice::YoursHidden { thing, decided: true } => line("lines-yours-stays-hidden").with("kind", thing.kind().word()),
        Notice::YoursRestored { thing } => line("lines-yours-restored").with("kind", thing.kind().word()),
        Notice::SomethingReported { .. } => line("lines-something-reported"),
        Notice::BackNow { .. } => line("lines-back-now"),
        Notice::SearchFound { .. } => line("lines-search-found").with("which", which(who)),
        Notice::SearchesFound { posts, search: Some(_) } => line("lines-search-found-many").with("posts", posts).with("which", which(who)),
        Notice::SearchesFound { posts, search: None } => line("lines-searches-found").with("posts", posts),
        Notice::StillWaits { .. } => line("lines-still-waits"),
        Notice::TimesOffered { .. } => line("times-notice-offered"),
        Notice::TimeAgreed { .. } => line("times-notice-agreed"),
        Notice::TimesDeclined { .. } => line("times-notice-declined"),
        Notice::TimeCalledOff { .. } => line("times-notice-called-off"),
        Notice::NewFollower { .. } => line("lines-new-follower"),
        Notice::NewPassword => line("lines-new-password"),
        Notice::Spared => line("lines-spared"),
        Notice::SparedAfterHolds => line("lines-spared-after-holds"),
    }
    .to_string()
}

/// A saved search in the middle of a sentence.
fn which(search: &str) -> String {
    if search.is_empty() { say("lines-which-search-gone") } else { say("lines-which-search").with("search", search) }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::connections::Subject;

    const ID: ConnectionId = ConnectionId(9);
    const BO: UserId = UserId(2);

    #[test]
    fn every_notice_is_a_sentence_with_and_without_a_title() {
        let about = Subject::Direct;
        let all = [
            Notice::SomeoneOffersHelp { connection: ID, by: BO, ask: AskId(1) },
            Notice::SomeoneWantsOffer { connection: ID, by: BO, offer: hub::OfferId(1) },
            Notice::SomeoneSaysHello { connection: ID, by: BO },
            Notice::Accepted { connection: ID, by: BO, about },
            Notice::Declined { connection: ID, by: BO, about },
            Notice::Cancelled { connection: ID, by: BO, about },
            Notice::SaysDone { connection: ID, by: BO, about },
            Notice::NotYetDone { connection: ID, by: BO, about },
            Notice::Completed { connection: ID, by: Some(BO), about },
            Notice::Completed { connection: ID, by: None, about },
            Notice::Rated { connection: ID, by: BO, stars: 1 },
            Notice::Rated { connection: ID, by: BO, stars: 5 },
            Notice::MarkFulfilled { ask: AskId(1) },
            Notice::AskExpired { ask: AskId(1) },
            Notice::AskEndsSoon { ask: AskId(1) },
            Notice::HoldRanOut { ask: AskId(1) },
            Notice::HoldNotNeeded { ask: AskId(1) },
            Notice::PlaceFree { ask: AskId(1) },
            Notice::ReportReceived { report: ReportId(1) },
            Notice::ReportSettled { report: ReportId(1) },
            Notice::YoursHidden { thing: Thing::Ask(AskId(1)), decided: false },
            Notice::YoursHidden { thing: Thing::Profile(BO), decided: true },
            Notice::YoursRestored { thing: Thing::Message { conversation: ConversationId(4), no: 1 } },
            Notice::SomethingReported { case: hub::CaseId(1) },
            Notice::BackNow { who: BO },
            Notice::StillWaits { ask: AskId(1), by: BO },
            Notice::MentionedYou { room: ConversationId(1), no: 3, by: BO },
            Notice::RepliedToYou { room: ConversationId(1), no: 3, by: BO },
            Notice::InvitedToRoom { room: ConversationId(9), by: BO },
            Notice::CouldBeAnAsk { room: ConversationId(1), no: 3, by: BO },
            Notice::Spared,
            Notice::SearchFound { search: SearchId(1), post: Post::Ask(AskId(1)) },
            Notice::SearchesFound { posts: 3, search: Some(SearchId(1)) },
            Notice::SearchesFound { posts: 3, search: None },
            Notice::SparedAfterHolds,
            Notice::NewFollower { by: BO },
            Notice::NewPassword,
            Notice::TimesOffered { conversation: ConversationId(4), by: BO },
            Notice::TimeAgreed { conversation: ConversationId(4), by: BO },
            Notice::TimesDeclined { conversation: ConversationId(4), by: BO },
            Notice::TimeCalledOff { conversation: ConversationId(4), by: BO },
        ];
        for notice in &all {
            for title in ["", "Beta testers for Kinlia"] {
                let said = words(notice, "Bo", title);
                assert!(said.ends_with(['.', '?', '!']) && !said.contains("  ") && !said.contains("“”") && !said.contains('—'), "{said}");
                assert!(!said.contains(" 1 stars"), "{said}");
                assert!(!words(notice, "", title).contains("  "), "{said}");
            }
        }
        assert_eq!(words(&all[0], "Bo", "Beta testers for Kinlia"), "Bo offers to help with “Beta testers for Kinlia”.");
        assert_eq!(words(&all[0], "Bo", ""), "Bo offers to help.");
    }
}
