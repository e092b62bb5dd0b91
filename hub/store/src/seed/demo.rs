//! The demo town, built by the commands its people would have given, each at its time.
//!
//! ```text
//! nothing ──▶ begun ──members, profiles, then everything they did, oldest first──▶ stands
//!               └── interrupted: begins again; what was carried out answers by its id ──┘
//! ```

use std::collections::HashMap;

use hub::{
    Answer, AskId, By, Command, CommandId, ConnectionId, ConversationId, Envelope, FileId, OfferId, Timestamp, ToolId, UserId, accounts,
    asks::{self, AskStatus},
    connections::{self, Status, Step, Subject},
    files, follows,
    kernel::time::{DAY, HOUR, MINUTE},
    messaging,
    offers::{self, OfferStatus},
    profiles::{self, PersonCard},
    reviews,
    rooms::{self, GENERAL},
};

use super::{
    SeedRefused,
    town::{self, Rating, SaidInGeneral, TownAsk, TownConnection, TownMember, TownOffer, TownReview},
};
use crate::{Failure, Fault, Store, Tx, args, engine::Value, profiles as reads, row, tools};

/// What the town holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedReport {
    pub members: usize,
    pub offers: usize,
    pub asks: usize,
    pub helps: usize,
    pub open_connections: usize,
    /// Messages in General.
    pub said: usize,
    /// It stood there already; nothing was done.
    pub stood: bool,
}

/// A member of the town that a visitor may enter as.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoDoor {
    /// newcomer, baker, builder
    pub door: String,
    pub person: PersonCard,
}

/// Everything the fixtures say.
struct Town {
    members: Vec<TownMember>,
    offers: Vec<TownOffer>,
    asks: Vec<TownAsk>,
    helps: Vec<TownConnection>,
    open: Vec<TownConnection>,
    talk: Vec<SaidInGeneral>,
}

impl Town {
    fn read() -> Result<Town, SeedRefused> {
        let connections = town::helps()?;
        Ok(Town {
            members: town::town_members()?,
            offers: town::town_offers()?,
            asks: town::town_asks()?,
            helps: connections.helps,
            open: connections.open_connections,
            talk: town::town_talk()?,
        })
    }

    fn report(&self, stood: bool) -> SeedReport {
        SeedReport {
            members: self.members.len(),
            offers: self.offers.len(),
            asks: self.asks.len(),
            helps: self.helps.len(),
            open_connections: self.open.len(),
            said: self.talk.len(),
            stood,
        }
    }

    /// What was said in General that became this ask, and its place in the talk.
    fn said_before(&self, ask: &TownAsk) -> Option<usize> {
        self.talk.iter().position(|said| said.becomes.as_deref() == Some(ask.key.as_str()) && said.by == ask.by)
    }

    /// Who put up what a connection is about, and when.
    fn owner_of(&self, c: &TownConnection, now: Timestamp) -> Result<(&str, Timestamp), SeedRefused> {
        let ask = self.asks.iter().find(|a| Some(&a.key) == c.ask.as_ref()).map(|a| (a.by.as_str(), a.posted_at(now)));
        let offer = self.offers.iter().find(|o| Some(&o.key) == c.offer.as_ref()).map(|o| (o.by.as_str(), o.posted_at(now)));
        ask.or(offer).ok_or_else(|| SeedRefused::Fixture(format!("the connection {} is about nothing in the town", c.key)))
    }
}

/// A wish of somebody in the town, by keys and handles.
enum Wish<'a> {
    PostAsk(&'a TownAsk),
    /// What was said in this place of the talk becomes the ask.
    MakeAsk(&'a TownAsk, usize),
    SayInGeneral(usize, &'a SaidInGeneral),
    ReadGeneral,
    Follow(&'a str),
    Review(&'a TownReview),
    /// What an offer is to hand out.
    AddFile(&'a TownOffer, files::Seen),
    PostOffer(&'a TownOffer),
    SetOffer(&'a str, OfferStatus),
    Fulfil(&'a str),
    Close(&'a str),
    Open(&'a TownConnection, &'a str),
    Say(&'a TownConnection, &'a str),
    Read(&'a TownConnection),
    Move(&'a TownConnection, Step),
    Rate(&'a TownConnection, &'a Rating),
}

struct Planned<'a> {
    at: Timestamp,
    /// The command's id: the same at every try.
    id: String,
    by: &'a str,
    wish: Wish<'a>,
}

/// What has an id by now.
#[derive(Default)]
struct Known {
    members: HashMap<String, UserId>,
    asks: HashMap<String, AskId>,
    offers: HashMap<String, OfferId>,
    /// What offers hand out, by the key of the offer.
    files: HashMap<String, FileId>,
    tools: HashMap<String, ToolId>,
    connections: HashMap<String, (ConnectionId, ConversationId)>,
    /// The number of each message in General, by its place in the talk.
    said: HashMap<usize, i64>,
}

impl Known {
    fn member(&self, handle: &str) -> Result<UserId, SeedRefused> {
        self.members.get(handle).copied().ok_or_else(|| SeedRefused::Fixture(format!("nobody in the town is called {handle}")))
    }

    /// The command, or `None` while something it stands on has no id yet.
    fn command(&self, wish: &Wish, now: Timestamp) -> Result<Option<Command>, SeedRefused> {
        Ok(match wish {
            Wish::PostAsk(ask) => self.draft_of(ask, now).map(|draft| Command::Asks(asks::Command::Post { draft })),
            Wish::MakeAsk(ask, place) => {
                let said = self.said.get(place).zip(self.draft_of(ask, now));
                said.map(|(no, draft)| Command::Rooms(rooms::Command::MakeAsk { room: GENERAL, no: *no, draft: Box::new(draft) }))
            }
            Wish::SayInGeneral(_, said) => Some(Command::Messaging(messaging::Command::Send {
                conversation: GENERAL,
                body: said.text.clone(),
                reply_to: None,
                files: Vec::new(),
            })),
            Wish::ReadGeneral => Some(Command::Messaging(messaging::Command::Read { conversation: GENERAL, upto: i64::MAX })),
            Wish::Follow(who) => Some(Command::Follows(follows::Command::Follow { who: self.member(who)? })),
            Wish::Review(said) => self.tools.get(&said.tool).map(|tool| {
                let (title, text) = (said.title.clone(), said.text.clone());
                Command::Reviews(reviews::Command::Write { tool: *tool, stars: said.stars, title, text })
            }),
            Wish::AddFile(_, file) => Some(Command::Files(files::Command::Add { file: file.clone() })),
            Wish::PostOffer(offer) => {
                let (publish, file) = (offer.status != OfferStatus::Draft, self.files.get(&offer.key).copied());
                let is_here = offer.hands_out.is_none() || file.is_some();
                is_here.then(|| Command::Offers(offers::Command::Post { draft: offers::Draft { file, ..offer.draft() }, publish }))
            }
            Wish::SetOffer(key, to) => self.offers.get(*key).map(|id| Command::Offers(offers::Command::SetStatus { id: *id, to: *to })),
            Wish::Fulfil(key) => self.asks.get(*key).map(|id| Command::Asks(asks::Command::Fulfil { id: *id })),
            Wish::Close(key) => self.asks.get(*key).map(|id| Command::Asks(asks::Command::Close { id: *id })),
            Wish::Open(c, to) => {
                let ask = c.ask.as_ref().and_then(|k| self.asks.get(k)).map(|id| Subject::Ask(*id));
                let about = ask.or_else(|| c.offer.as_ref().and_then(|k| self.offers.get(k)).map(|id| Subject::Offer(*id)));
                let Some(about) = about else { return Ok(None) };
                Some(Command::Connections(connections::Command::Open { to: self.member(to)?, about, message: c.first_message.clone() }))
            }
            Wish::Say(c, text) => self.connections.get(&c.key).map(|(_, conversation)| {
                Command::Messaging(messaging::Command::Send {
                    conversation: *conversation,
                    body: (*text).to_owned(),
                    reply_to: None,
                    files: Vec::new(),
                })
            }),
            Wish::Read(c) => self
                .connections
                .get(&c.key)
                .map(|(_, conversation)| Command::Messaging(messaging::Command::Read { conversation: *conversation, upto: i64::MAX })),
            Wish::Move(c, step) => {
                self.connections.get(&c.key).map(|(id, _)| Command::Connections(connections::Command::Move { id: *id, step: *step }))
            }
            Wish::Rate(c, rating) => self.connections.get(&c.key).map(|(id, _)| {
                Command::Connections(connections::Command::Rate { id: *id, stars: rating.stars, words: rating.words.clone() })
            }),
        })
    }

    /// With the app that it belongs to; `None` while that has no id yet.
    fn draft_of(&self, ask: &TownAsk, now: Timestamp) -> Option<asks::Draft> {
        let Some(app) = &ask.belongs_to else { return Some(ask.draft(now)) };
        self.offers.get(app).map(|app| asks::Draft { related_offer: Some(*app), ..ask.draft(now) })
    }

    fn learn(&mut self, wish: &Wish, answer: &Answer) {
        match (wish, answer) {
            (Wish::SayInGeneral(place, _), Answer::Message { no, .. }) => {
                self.said.insert(*place, *no);
            }
            (Wish::PostAsk(ask) | Wish::MakeAsk(ask, _), Answer::Ask { id, .. }) => {
                self.asks.insert(ask.key.clone(), *id);
            }
            (Wish::AddFile(offer, _), Answer::File { id }) => {
                self.files.insert(offer.key.clone(), *id);
            }
            (Wish::PostOffer(offer), Answer::Offer { id, .. }) => {
                self.offers.insert(offer.key.clone(), *id);
            }
            (Wish::Open(c, _), Answer::Connection { id, conversation }) => {
                self.connections.insert(c.key.clone(), (*id, *conversation));
            }
            _ => {}
        }
    }
}

/// Everything that was ever wished in the town, oldest first.
fn plan(town: &Town, now: Timestamp) -> Result<Vec<Planned<'_>>, SeedRefused> {
    let mut all = Vec::new();
    for offer in &town.offers {
        let posted = offer.posted_at(now);
        if let Some(name) = &offer.hands_out {
            let (at, id) = (posted.plus(-5 * MINUTE), format!("demo:file:{}", offer.key));
            all.push(Planned { at, id, by: &offer.by, wish: Wish::AddFile(offer, town::seen(name)?) });
        }
        all.push(Planned { at: posted, id: format!("demo:offer:{}", offer.key), by: &offer.by, wish: Wish::PostOffer(offer) });
        if matches!(offer.status, OfferStatus::Paused | OfferStatus::Archived) {
            let at = now.plus(-now.since(posted) / 4);
            all.push(Planned { at, id: format!("demo:set:{}", offer.key), by: &offer.by, wish: Wish::SetOffer(&offer.key, offer.status) });
        }
    }
    for ask in &town.asks {
        let posted = ask.posted_at(now);
        let wish = town.said_before(ask).map_or(Wish::PostAsk(ask), |place| Wish::MakeAsk(ask, place));
        all.push(Planned { at: posted, id: format!("demo:ask:{}", ask.key), by: &ask.by, wish });
        if ask.status == AskStatus::Closed {
            let at = now.plus(-now.since(posted) / 4);
            all.push(Planned { at, id: format!("demo:close:{}", ask.key), by: &ask.by, wish: Wish::Close(&ask.key) });
        }
    }
    for (place, said) in town.talk.iter().enumerate() {
        let (at, id) = (said.said_at(now), format!("demo:general:{place}"));
        all.push(Planned { at, id, by: &said.by, wish: Wish::SayInGeneral(place, said) });
    }
    // Half an hour ago everybody had looked in.
    for member in &town.members {
        let (at, id) = (now.plus(-30 * MINUTE), format!("demo:read-general:{}", member.handle));
        all.push(Planned { at, id, by: &member.handle, wish: Wish::ReadGeneral });
        for who in &member.follows {
            // Both have been there for a while.
            let other = town.members.iter().find(|other| other.handle == *who);
            let days = other.map_or(0, |other| other.joined_days_ago.min(member.joined_days_ago));
            let (at, id) = (now.plus(-(days * DAY).max(90 * MINUTE) / 2), format!("demo:follow:{}:{who}", member.handle));
            all.push(Planned { at, id, by: &member.handle, wish: Wish::Follow(who) });
        }
        for (nth, said) in member.reviews.iter().enumerate() {
            let days = member.joined_days_ago * (nth as i64 + 1) / (member.reviews.len() as i64 + 1);
            let (at, id) = (now.plus(-(days * DAY).max(2 * HOUR)), format!("demo:review:{}:{}", member.handle, said.tool));
            all.push(Planned { at, id, by: &member.handle, wish: Wish::Review(said) });
        }
    }
    for c in town.helps.iter().chain(&town.open) {
        plan_connection(town, c, now, &mut all)?;
    }
    all.sort_by_key(|p| p.at);
    Ok(all)
}

/// From the first message to the ratings, or as far as it went.
fn plan_connection<'a>(town: &'a Town, c: &'a TownConnection, now: Timestamp, all: &mut Vec<Planned<'a>>) -> Result<(), SeedRefused> {
    let (responder, posted) = town.owner_of(c, now)?;
    let initiator = c.initiator.as_str();
    let last = c.talk.last().map_or(0, |said| said.minutes_later) * MINUTE;
    let completed = c.completed_hours_ago.map(|hours| now.plus(-hours * HOUR));
    // What is done began a little before its talk and its end; what is under way stands in the middle of its time.
    let began = match completed {
        Some(end) => end.plus(-last - 20 * MINUTE),
        None => posted.plus((now.since(posted) - last) / 2),
    };
    let mut add = |at: Timestamp, what: &str, by: &'a str, wish| {
        all.push(Planned { at, id: format!("demo:{what}:{}", c.key), by, wish });
    };
    add(began, "open", initiator, Wish::Open(c, responder));
    for (i, said) in c.talk.iter().enumerate() {
        add(began.plus(said.minutes_later * MINUTE), &format!("say:{i}"), &said.by, Wish::Say(c, &said.text));
    }
    let replied = c.talk.iter().find(|said| said.by == responder).map_or(0, |said| said.minutes_later) * MINUTE;
    let status = if completed.is_some() { Status::Completed } else { c.status.unwrap_or(Status::Initiated) };
    match status {
        Status::Accepted => add(began.plus(last + 2 * MINUTE), "accept", responder, Wish::Move(c, Step::Accept)),
        Status::InProgress | Status::Completed => add(began.plus(replied + 3 * MINUTE), "accept", responder, Wish::Move(c, Step::Accept)),
        Status::Declined => add(began.plus(last + 2 * MINUTE), "decline", responder, Wish::Move(c, Step::Decline)),
        Status::Cancelled => add(began.plus(last + 2 * MINUTE), "cancel", initiator, Wish::Move(c, Step::Cancel)),
        Status::Initiated | Status::Discussing => {}
    }
    if status == Status::InProgress {
        add(began.plus(replied + 10 * MINUTE), "start", responder, Wish::Move(c, Step::Start));
    }
    if let Some(end) = completed {
        // The one who was helped says that it is done.
        let helped = if c.ask.is_some() { responder } else { initiator };
        add(end, "done", helped, Wish::Move(c, Step::Done));
        add(end, "read:initiator", initiator, Wish::Read(c));
        add(end, "read:responder", responder, Wish::Read(c));
        for (rating, by, side, after) in
            [(&c.rating_by_initiator, initiator, "initiator", 10), (&c.rating_by_responder, responder, "responder", 25)]
        {
            if let Some(rating) = rating {
                add(end.plus(after * MINUTE), &format!("rate:{side}"), by, Wish::Rate(c, rating));
            }
        }
        let fulfilled = town.asks.iter().find(|a| Some(&a.key) == c.ask.as_ref() && a.status == AskStatus::Fulfilled);
        if let Some(ask) = fulfilled {
            add(end.plus(MINUTE), "fulfil", responder, Wish::Fulfil(&ask.key));
        }
    }
    Ok(())
}

impl Store {
    /// Builds the demo town, ending at `now`. Once: a second time nothing is done. Only where nobody real lives.
    pub async fn seed_demo(&self, now: Timestamp) -> Result<SeedReport, SeedRefused> {
        let town = Town::read()?;
        let now = match self.begin_demo(now).await? {
            Some(began) => began,
            None => return Ok(town.report(true)),
        };
        let mut batches = 0;
        let tools = tools::list_refs(&mut self.read().await?).await?;
        let mut known = Known { tools: tools.into_iter().map(|tool| (tool.slug, tool.id)).collect(), ..Known::default() };
        self.move_in(&town, now, &mut batches, &mut known).await?;
        self.live(&plan(&town, now)?, now, &mut batches, &mut known).await?;
        let mut tx = self.write().await?;
        tx.run("update meta set value = $1 where key = 'demo'", args![format!("stands:{}", now.0)]).await?;
        tx.commit().await?;
        Ok(town.report(false))
    }

    /// The time the town ends at; `None` when it stands already. An interrupted start keeps its time.
    async fn begin_demo(&self, now: Timestamp) -> Result<Option<Timestamp>, SeedRefused> {
        let mut tx = self.write().await?;
        if let Some(row) = tx.row("select value from meta where key = 'demo'", args![]).await? {
            let value: String = row.get("value")?;
            tx.rollback().await?;
            return Ok(value.strip_prefix("begun:").and_then(|at| at.parse().ok()).map(Timestamp));
        }
        let members = tx.number("select count(*) as n from users where demo_at is null", args![]).await?;
        if members > 0 {
            tx.rollback().await?;
            return Err(SeedRefused::NotEmpty { members });
        }
        tx.run("insert into meta (key, value) values ('demo', $1)", args![format!("begun:{}", now.0)]).await?;
        tx.commit().await?;
        Ok(Some(now))
    }

    /// The members sign up and say who they are.
    async fn move_in(&self, town: &Town, now: Timestamp, batches: &mut usize, known: &mut Known) -> Result<(), SeedRefused> {
        let joined = |m: &TownMember| now.plus(-(m.joined_days_ago * DAY).max(90 * MINUTE));
        let mut sign_ups = Vec::new();
        for m in &town.members {
            let command = accounts::Command::SignUp {
                username: m.handle.clone(),
                email: format!("{}@demo.invalid", m.handle),
                name: m.name.clone(),
                password: None,
                timezone: m.timezone.clone(),
                language: m.language.clone(),
            };
            let id = format!("demo:{}:{}", now.0, m.handle);
            sign_ups.push(envelope(&id, By::Visitor, Command::Accounts(command), joined(m))?);
        }
        let answers = self.all_carried_out(sign_ups, now, batches).await?;
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut profiles = Vec::new();
        for (m, answer) in town.members.iter().zip(answers) {
            let Answer::User { id, .. } = answer else { continue };
            known.members.insert(m.handle.clone(), id);
            rows.push(row![id, now, m.enter_as.clone()]);
            let draft = profiles::Draft {
                name: m.name.clone(),
                tagline: m.tagline.clone(),
                bio: m.bio.clone(),
                location: m.location.clone(),
                timezone: m.timezone.clone(),
                language: m.language.clone(),
                ..profiles::Draft::default()
            };
            let edit = Command::Profiles(profiles::Command::Edit { draft });
            profiles.push(envelope("demo:profile", By::Member(id), edit, joined(m).plus(10 * MINUTE))?);
        }
        let mut tx = self.write().await?;
        tx.with_rows("update users set demo_at = v.column2, demo_door = v.column3 from {rows} v where users.id = v.column1", &rows).await?;
        tx.commit().await?;
        self.all_carried_out(profiles, now, batches).await?;
        Ok(())
    }

    /// Carries out the plan in order; in one batch as long as nothing needs an id that the batch itself gives out.
    async fn live(&self, plan: &[Planned<'_>], now: Timestamp, batches: &mut usize, known: &mut Known) -> Result<(), SeedRefused> {
        let mut waiting: Vec<(&Planned, Envelope)> = Vec::new();
        for planned in plan {
            let mut command = known.command(&planned.wish, now)?;
            if command.is_none() {
                self.flush(&mut waiting, now, batches, known).await?;
                command = known.command(&planned.wish, now)?;
            }
            let command = command.ok_or_else(|| SeedRefused::Fixture(format!("{} comes before what it is about", planned.id)))?;
            waiting.push((planned, envelope(&planned.id, By::Member(known.member(planned.by)?), command, planned.at)?));
        }
        self.flush(&mut waiting, now, batches, known).await
    }

    async fn flush(
        &self,
        waiting: &mut Vec<(&Planned<'_>, Envelope)>,
        now: Timestamp,
        batches: &mut usize,
        known: &mut Known,
    ) -> Result<(), SeedRefused> {
        let (planned, envelopes): (Vec<&Planned>, Vec<Envelope>) = std::mem::take(waiting).into_iter().unzip();
        let answers = self.all_carried_out(envelopes, now, batches).await?;
        for (planned, answer) in planned.into_iter().zip(&answers) {
            known.learn(&planned.wish, answer);
        }
        Ok(())
    }

    /// A batch in which nothing may be refused.
    async fn all_carried_out(&self, envelopes: Vec<Envelope>, now: Timestamp, batches: &mut usize) -> Result<Vec<Answer>, SeedRefused> {
        if envelopes.is_empty() {
            return Ok(Vec::new());
        }
        *batches += 1;
        let names: Vec<String> = envelopes.iter().map(|e| e.id.as_str().to_owned()).collect();
        let carried = self.carry_out(&format!("demo:{}:{}:{batches}", self.inner.held.desk().epoch, now.0), envelopes).await;
        let answers = carried.answers.into_iter().zip(names);
        answers
            .map(|(answer, step)| match answer {
                Ok(answer) => Ok(answer),
                Err(Failure::Refused(refusal)) => Err(SeedRefused::Step { step, words: refusal.to_string() }),
                Err(Failure::Fault(fault)) => Err(SeedRefused::Fault(fault)),
            })
            .collect()
    }
}

fn envelope(id: &str, by: By, command: Command, at: Timestamp) -> Result<Envelope, SeedRefused> {
    let id = CommandId::new(id).map_err(|p| SeedRefused::Fixture(format!("{id}: {}", p.words)))?;
    Ok(Envelope { id, by, command, at, locale: hub::Locale::En })
}

/// The moment that the town ends at: whatever happened later, somebody did. `None` where no town stands.
pub async fn find_demo_built_at(db: &mut Tx) -> Result<Option<Timestamp>, Fault> {
    let Some(row) = db.row("select value from meta where key = 'demo'", args![]).await? else { return Ok(None) };
    let value: String = row.get("value")?;
    Ok(value.strip_prefix("stands:").and_then(|at| at.parse().ok()).map(Timestamp))
}

/// What the town's offers hand out as it was built, and the bytes: whoever keeps files puts them there.
pub async fn list_demo_files(db: &mut Tx) -> Result<Vec<(FileId, &'static [u8])>, Fault> {
    let rows = db
        .rows(
            "select f.id, f.name, f.size from files f join users u on u.id = f.owner
             where u.demo_at is not null and f.kind = 'download' and f.gone_at is null order by f.id",
            args![],
        )
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let (id, name, size): (FileId, String, i64) = (row.get("id")?, row.get("name")?, row.get("size")?);
        // A visitor who is one of them may have brought another one of this name.
        found.extend(town::bytes_of(&name).filter(|bytes| bytes.len() as i64 == size).map(|bytes| (id, bytes)));
    }
    Ok(found)
}

/// The members of the town that a visitor may enter as: the newcomer, the baker, the builder. Empty where there is no town.
pub async fn list_demo_doors(db: &mut Tx) -> Result<Vec<DemoDoor>, Fault> {
    let rows = db
        .rows(
            sqlx::AssertSqlSafe(format!(
                "select {}, u.demo_door from users u join standing st on st.user_id = u.id
                 where u.demo_door is not null and u.demo_at is not null and u.suspended_at is null order by u.created_at desc, u.id",
                reads::CARD
            )),
            args![],
        )
        .await?;
    rows.iter().map(|row| Ok(DemoDoor { door: row.get("demo_door")?, person: reads::card(row)? })).collect()
}
