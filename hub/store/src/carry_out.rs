//! The one write path. Everything that changes data is a command, carried out here, in one transaction, and answered after
//! commit.
//!
//! ```text
//! batch ─▶ ids ─▶ begin ─▶ lock what they decide on ─▶ each: known id? ─▶ rules ─▶ save ─▶ consequences
//!                                                                                             │
//!        answers ◀─ commit ◀─ lanes, journal ◀─ inboxes, answers kept by id ◀─────────────────┘
//! ```
//! A refusal writes nothing and refuses one command, never its batch. A fault or a panic rolls everything back and the
//! commands are carried out one by one, so that a poison command fails alone.

use std::{
    borrow::Borrow,
    collections::{HashMap, HashSet},
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};

use futures_util::FutureExt;
use hub::{
    Answer, Command, ConversationId, Envelope, Refusal, Timestamp, UserId, command::AnyRefusal, kernel::locale, messaging as hub_messaging,
};

use crate::{
    Failure, Fault, Store, accounts, args, asks, availability,
    batch::{Carried, Recorded, Spent, Work},
    claims, connections, consequences, drafts,
    engine::Value,
    files, follows, keeps, leaving, mail, matches, messaging, moderation, notices, offers, presence, privacy, profiles, receipts, reviews,
    rooms, row, saved_searches, sms, tastes, times,
};

type Verdict = Result<Answer, Failure>;

/// A commit of which nothing came back is looked up for so long. Then whoever waits is told to ask again: the same id finds out.
const LOOKED_UP_FOR: Duration = Duration::from_secs(3);

impl Store {
    /// Carries out a batch. `batch` names it, unique for all time: a commit whose outcome is unknown is looked up by it.
    pub async fn carry_out<E: Borrow<Envelope>>(&self, batch: &str, commands: Vec<E>) -> Carried {
        let mut spent = Spent::default();
        for round in 0..2 {
            let name = format!("{batch}.{round}");
            match self.guarded(&name, &commands, &mut spent).await {
                Ok(mut carried) => {
                    carried.spent = spent;
                    return carried;
                }
                Err(Fault::Fenced) => {
                    let now = commands.last().map_or(Timestamp(0), |c| c.borrow().at);
                    if round > 0 || !matches!(self.rejoin(now).await, Ok(true)) {
                        return self.all_failed(&commands, || Fault::Fenced, spent);
                    }
                }
                Err(Fault::Unknown) => return self.all_failed(&commands, || Fault::Unknown, spent),
                // One by one they would wait for it one by one.
                Err(fault) if fault.is_outage() => {
                    let why = fault.to_string();
                    return self.all_failed(&commands, || Fault::Away(why.clone()), spent);
                }
                Err(fault) if fault.is_deadlock() => spent.deadlocks += 1,
                Err(fault) => {
                    tracing::warn!(batch = name, size = commands.len(), error = %fault, "a batch failed, its commands go one by one");
                    break;
                }
            }
        }
        self.one_by_one(batch, commands, spent).await
    }

    async fn one_by_one<E: Borrow<Envelope>>(&self, batch: &str, commands: Vec<E>, mut spent: Spent) -> Carried {
        spent.one_by_one = true;
        let mut all =
            Carried { answers: Vec::new(), deliveries: Vec::new(), rooms: Vec::new(), events: Vec::new(), exchange_head: None, spent };
        let mut stopped: HashSet<(UserId, ConversationId)> = HashSet::new();
        let mut away: Option<String> = None;
        for (i, command) in commands.into_iter().enumerate() {
            let name = format!("{batch}.one.{i}");
            if let Some(why) = &away {
                all.answers.push(Err(Fault::Away(why.clone()).into()));
                continue;
            }
            let line = line_of(command.borrow());
            if line.is_some_and(|line| stopped.contains(&line)) {
                all.answers.push(Err(hub_messaging::Refusal::AfterAFault.into()));
                continue;
            }
            match self.guarded(&name, std::slice::from_ref(&command), &mut spent).await {
                Ok(one) => {
                    all.answers.extend(one.answers);
                    all.deliveries.extend(one.deliveries);
                    all.rooms.extend(one.rooms);
                    all.events.extend(one.events);
                    all.exchange_head = one.exchange_head.or(all.exchange_head);
                }
                Err(fault) => {
                    stopped.extend(line);
                    away = fault.is_outage().then(|| fault.to_string());
                    all.answers.push(Err(fault.into()));
                }
            }
        }
        all.spent = spent;
        all.spent.one_by_one = true;
        all
    }

    /// Forgets answers that were kept for a retry, up to `limit` of those from before `before`; how many.
    pub async fn forget_answers(&self, before: Timestamp, limit: usize) -> Result<u64, Fault> {
        let mut tx = self.inner.db.write().await?;
        let forgotten = tx
            .run(
                "delete from commands where (scope, id) in (select scope, id from commands where at < $1 order by at limit $2 + 0)",
                args![before, limit as i64],
            )
            .await?;
        tx.commit().await?;
        Ok(forgotten)
    }

    fn all_failed<E>(&self, commands: &[E], fault: impl Fn() -> Fault, spent: Spent) -> Carried {
        let answers = commands.iter().map(|_| Err(fault().into())).collect();
        Carried { answers, deliveries: Vec::new(), rooms: Vec::new(), events: Vec::new(), exchange_head: None, spent }
    }

    /// A panic in a rule or a query is a fault of this batch, no more.
    async fn guarded<E: Borrow<Envelope>>(&self, batch: &str, commands: &[E], spent: &mut Spent) -> Result<Carried, Fault> {
        AssertUnwindSafe(self.attempt(batch, commands, spent)).catch_unwind().await.unwrap_or_else(|panic| {
            let words = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            Err(Fault::Panicked(words.unwrap_or_else(|| "without words".to_owned())))
        })
    }

    async fn attempt<E: Borrow<Envelope>>(&self, batch: &str, commands: &[E], spent: &mut Spent) -> Result<Carried, Fault> {
        let crash = &self.inner.crash;
        let began = Instant::now();
        self.inner.ids.refill(&self.inner.db).await?;
        crash.pass("ids")?;
        let tx = self.inner.db.write().await?;
        let mut work = Work::new(tx, &self.inner.ids, self.inner.held.exchange());
        work.pace = self.pace();
        let turn = work.tx.turn();
        work.hot = turn.filter(|_| commands.iter().all(is_hot)).map(|turn| self.inner.left.take(turn));
        lock_what_they_touch(&mut work, commands).await?;
        spent.wait_us = micros(began);
        crash.pass("begun")?;

        let working = Instant::now();
        let answers = decide_all(&mut work, commands).await?;
        crash.pass("decided")?;
        let Recorded { deliveries, rooms, exchange_head } = work.record(batch, &self.inner.held.desk()).await?;
        crash.pass("recorded")?;
        spent.work_us = micros(working);

        let committing = Instant::now();
        let Work { tx, happened, hot, .. } = work;
        match tx.commit().await {
            Ok(()) => {
                if let (Some(turn), Some(hot)) = (turn, hot) {
                    self.inner.left.leave(turn, hot);
                }
            }
            Err(fault) if self.was_committed(batch, &fault).await? => {}
            Err(fault) => return Err(fault),
        }
        spent.commit_us = micros(committing);
        spent.wrote |= !happened.is_empty();
        crash.pass("committed")?;
        let events = happened.into_iter().map(|h| h.event).collect();
        Ok(Carried { answers, deliveries, rooms, events, exchange_head, spent: Spent::default() })
    }

    /// The commit failed or nothing came back: whether it is there is looked up before anyone is answered.
    async fn was_committed(&self, batch: &str, fault: &Fault) -> Result<bool, Fault> {
        tracing::warn!(batch, error = %fault, "a commit's outcome is unknown, looking it up");
        let began = Instant::now();
        loop {
            let looked = async {
                let mut db = self.inner.db.read().await?;
                db.number("select count(*) as n from journal where batch = $1", args![batch]).await
            };
            match looked.await {
                Ok(n) if n > 0 => return Ok(true),
                // It may be on its way still, in what a server that hung has yet to read: nobody is told that it is not there.
                Ok(_) if fault.is_outage() => return Err(Fault::Unknown),
                Ok(_) => return Ok(false),
                Err(again) => tracing::warn!(batch, error = %again, "still unknown"),
            }
            if began.elapsed() > LOOKED_UP_FOR {
                return Err(Fault::Unknown);
            }
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
}

/// Sends of one member in one conversation keep their order: after one that met a fault the later ones wait for it, too.
fn line_of(envelope: &Envelope) -> Option<(UserId, ConversationId)> {
    match &envelope.command {
        Command::Messaging(hub_messaging::Command::Send { conversation, .. }) => envelope.by.user().map(|user| (user, *conversation)),
        _ => None,
    }
}

fn micros(since: Instant) -> u64 {
    since.elapsed().as_micros() as u64
}

/// Locks by table in one written order, in id order: conversations and rooms last, since they are the hottest. Which of the two
/// an id is of shows when it is loaded.
async fn lock_what_they_touch<E: Borrow<Envelope>>(work: &mut Work<'_>, commands: &[E]) -> Result<(), Fault> {
    let mut touched: [Vec<i64>; 9] = Default::default();
    for command in commands.iter().map(Borrow::borrow) {
        for (table, id) in touches(&command.command) {
            touched[table as usize].push(id);
        }
        // How many conversations somebody began, how many places they hold, how many rules they have, how many searches, and how
        // many they began to follow, keep, write or review, and how much they uploaded is counted under their own row; whether they are here is
        // decided there. A block and a follow of the same two wait for each other there.
        let counted = matches!(
            command.command,
            Command::Connections(hub::connections::Command::Open { .. })
                | Command::Claims(hub::claims::Command::Take { .. })
                | Command::Tastes(hub::tastes::Command::Take { .. } | hub::tastes::Command::TakeBack { .. })
                | Command::SavedSearches(hub::saved_searches::Command::Save { .. })
                | Command::Follows(hub::follows::Command::Follow { .. })
                | Command::Keeps(hub::keeps::Command::Keep { .. })
                | Command::Files(hub::files::Command::Add { .. } | hub::files::Command::SetPhoto { .. })
                | Command::Drafts(_)
                | Command::Reviews(_)
                | Command::Moderation(hub::moderation::Command::Block { .. })
                | Command::Leaving(_)
        );
        if let (true, Some(by)) = (counted, command.by.user()) {
            touched[Table::Users as usize].push(by.0);
        }
    }
    for (table, ids) in ["users", "cases", "saved_searches", "tools", "asks", "offers", "connections", "conversations", "room_heads"]
        .into_iter()
        .zip(touched)
    {
        work.tx.lock(table, "id", ids).await?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Table {
    Users,
    Cases,
    Searches,
    Tools,
    Asks,
    Offers,
    Connections,
    Conversations,
    RoomHeads,
}

/// The rows a command decides on.
fn touches(command: &Command) -> Vec<(Table, i64)> {
    use hub::{
        asks::Command as A, connections::Command as C, connections::Subject, matches::Post, offers::Command as O, rooms::Command as R,
        saved_searches::Command as S,
    };
    match command {
        Command::Asks(
            A::Edit { id, .. }
            | A::SetPlaces { id, .. }
            | A::Fulfil { id }
            | A::Close { id }
            | A::Reopen { id, .. }
            | A::Renew { id }
            | A::Archive { id }
            | A::Expire { id }
            | A::Remind { id },
        ) => vec![(Table::Asks, id.0)],
        Command::Offers(O::Edit { id, .. } | O::SetStatus { id, .. }) => vec![(Table::Offers, id.0)],
        Command::Connections(C::Open { about: Subject::Ask(id), .. }) => vec![(Table::Asks, id.0)],
        Command::Connections(C::Open { about: Subject::Offer(id), .. }) => vec![(Table::Offers, id.0)],
        Command::Connections(C::Move { id, .. } | C::Rate { id, .. })
        | Command::Availability(hub::availability::Command::Overdue { connection: id }) => vec![(Table::Connections, id.0)],
        Command::Claims(command) => vec![(Table::Asks, command.ask().0)],
        Command::Times(command) => vec![(Table::Conversations, command.conversation().0)],
        Command::Messaging(command) => {
            command.conversation().into_iter().flat_map(|id| [(Table::Conversations, id.0), (Table::RoomHeads, id.0)]).collect()
        }
        Command::Rooms(
            R::Edit { room, .. }
            | R::Archive { room }
            | R::Join { room }
            | R::Leave { room }
            | R::Invite { room, .. }
            | R::SetRole { room, .. }
            | R::PutOut { room, .. }
            | R::LetBack { room, .. }
            | R::SuggestAsk { room, .. }
            | R::MakeAsk { room, .. },
        ) => vec![(Table::RoomHeads, room.0)],
        Command::Follows(hub::follows::Command::Follow { who }) | Command::Moderation(hub::moderation::Command::Block { who }) => {
            vec![(Table::Users, who.0)]
        }
        Command::Leaving(hub::leaving::Command::Finish { user }) | Command::Accounts(hub::accounts::Command::Suspend { user, .. }) => {
            vec![(Table::Users, user.0)]
        }
        Command::Moderation(hub::moderation::Command::Decide { case, .. }) => vec![(Table::Cases, case.0)],
        Command::Reviews(hub::reviews::Command::Write { tool, .. } | hub::reviews::Command::TakeBack { tool }) => {
            vec![(Table::Tools, tool.0)]
        }
        // Who has stopped one hears nothing of it any more.
        Command::SavedSearches(S::SetTell { id, .. } | S::Remove { id }) => vec![(Table::Searches, id.0)],
        Command::SavedSearches(S::Found { searches, .. }) => searches.iter().map(|id| (Table::Searches, id.0)).collect(),
        Command::Matches(hub::matches::Command::Found { post, pairs, .. }) => {
            let own = match post {
                Post::Ask(id) => (Table::Asks, id.0),
                Post::Offer(id) => (Table::Offers, id.0),
            };
            let others = pairs.iter().flat_map(|p| [(Table::Asks, p.ask.0), (Table::Offers, p.offer.0)]);
            std::iter::once(own).chain(others).collect()
        }
        _ => Vec::new(),
    }
}

/// Decides and saves every command, in order; the hot ones in runs, by statement and batch.
async fn decide_all<E: Borrow<Envelope>>(work: &mut Work<'_>, commands: &[E]) -> Result<Vec<Verdict>, Fault> {
    let mut answers: Vec<Verdict> = Vec::with_capacity(commands.len());
    let mut kept = Kept::default();
    let mut rest = commands;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|c| is_hot(*c)).count();
        let before = work.happened.len();
        if run > 0 {
            answers.extend(messaging::carry_out_many(work, &rest[..run]).await?);
            consequences::follow(work, before).await?;
            rest = &rest[run..];
        } else {
            answers.push(decide_one(work, &mut kept, first.borrow()).await?);
            rest = &rest[1..];
        }
    }
    kept.save(work).await?;
    Ok(answers)
}

fn is_hot<E: Borrow<Envelope>>(envelope: &E) -> bool {
    use hub_messaging::Command as M;
    matches!(&envelope.borrow().command, Command::Messaging(M::Send { .. } | M::Read { .. } | M::Deliver { .. }))
}

async fn decide_one(work: &mut Work<'_>, kept: &mut Kept, envelope: &Envelope) -> Result<Verdict, Fault> {
    if let Some(first_answer) = kept.find(work, envelope).await? {
        return Ok(first_answer);
    }
    let before = work.happened.len();
    let verdict = if envelope.locale == locale::current() {
        carry_out_one(work, envelope).await
    } else {
        locale::scope(envelope.locale, carry_out_one(work, envelope)).await
    };
    match verdict {
        Ok(answer) => {
            consequences::follow(work, before).await?;
            kept.keep(envelope, &answer);
            Ok(Ok(answer))
        }
        Err(Failure::Refused(refusal)) => {
            work.happened.truncate(before);
            Ok(Err(Failure::Refused(refusal)))
        }
        Err(Failure::Fault(fault)) => Err(fault),
    }
}

async fn carry_out_one(work: &mut Work<'_>, envelope: &Envelope) -> Verdict {
    let Envelope { by, at, .. } = *envelope;
    envelope.command.allowed(by).map_err(Refusal::Any)?;
    match envelope.command.clone() {
        Command::Accounts(c) => accounts::carry_out(work, by, at, c).await,
        Command::Profiles(c) => profiles::carry_out(work, by, at, c).await,
        Command::Asks(c) => asks::carry_out(work, by, at, c).await,
        Command::Offers(c) => offers::carry_out(work, by, at, c).await,
        Command::Connections(c) => connections::carry_out(work, by, at, &envelope.id, c).await,
        Command::Claims(c) => claims::carry_out(work, by, at, c).await,
        Command::Matches(c) => matches::carry_out(work, by, at, c).await,
        Command::Rooms(c) => rooms::carry_out(work, by, at, c).await,
        Command::Notices(c) => notices::carry_out(work, by, at, c).await,
        Command::Sms(c) => sms::carry_out(work, by, at, c).await,
        Command::Moderation(c) => moderation::carry_out(work, by, at, c).await,
        Command::Messaging(c) => messaging::carry_out(work, by, at, c).await,
        Command::Presence(c) => presence::carry_out(work, by, at, c).await,
        Command::Availability(c) => availability::carry_out(work, by, at, c).await,
        Command::Tastes(c) => tastes::carry_out(work, by, at, c).await,
        Command::Receipts(c) => receipts::carry_out(work, by, at, c).await,
        Command::SavedSearches(c) => saved_searches::carry_out(work, by, at, c).await,
        Command::Follows(c) => follows::carry_out(work, by, at, c).await,
        Command::Keeps(c) => keeps::carry_out(work, by, at, c).await,
        Command::Privacy(c) => privacy::carry_out(work, by, at, c).await,
        Command::Mail(c) => mail::carry_out(work, by, at, c).await,
        Command::Files(c) => files::carry_out(work, by, at, c).await,
        Command::Leaving(c) => leaving::carry_out(work, by, at, c).await,
        Command::Drafts(c) => drafts::carry_out(work, by, at, c).await,
        Command::Reviews(c) => reviews::carry_out(work, by, at, c).await,
        Command::Times(c) => times::carry_out(work, by, at, c).await,
    }
}

/// First answers by command id: of this batch, and of those before it.
#[derive(Default)]
struct Kept {
    fresh: HashMap<(i64, String), (i64, Answer, Timestamp)>,
}

impl Kept {
    /// The first answer of this id, if it was carried out before. The same id for another wish is refused.
    async fn find(&self, work: &mut Work<'_>, envelope: &Envelope) -> Result<Option<Verdict>, Fault> {
        if envelope.by.is_house() {
            return Ok(None);
        }
        let scope = envelope.by.scope();
        let known = match self.fresh.get(&(scope, envelope.id.as_str().to_owned())) {
            Some((print, answer, _)) => Some((*print, answer.clone())),
            None => {
                let row = work
                    .tx
                    .row("select fingerprint, answer from commands where scope = $1 and id = $2", args![scope, envelope.id.as_str()])
                    .await?;
                match row {
                    Some(row) => {
                        let answer = rmp_serde::from_slice(&row.get::<Vec<u8>>("answer")?)
                            .map_err(|e| Fault::Corrupt(format!("a kept answer: {e}")))?;
                        Some((row.get("fingerprint")?, answer))
                    }
                    None => None,
                }
            }
        };
        Ok(known.map(
            |(print, answer)| {
                if print == fingerprint(&envelope.command) { Ok(answer) } else { Err(AnyRefusal::IdUsedOtherwise.into_failure()) }
            },
        ))
    }

    fn keep(&mut self, envelope: &Envelope, answer: &Answer) {
        if !envelope.by.is_house() {
            let key = (envelope.by.scope(), envelope.id.as_str().to_owned());
            self.fresh.insert(key, (fingerprint(&envelope.command), answer.clone(), envelope.at));
        }
    }

    async fn save(self, work: &mut Work<'_>) -> Result<(), Fault> {
        let mut rows: Vec<Vec<Value>> = Vec::with_capacity(self.fresh.len());
        for ((scope, id), (print, answer, at)) in self.fresh {
            let answer = rmp_serde::to_vec(&answer).map_err(|e| Fault::Corrupt(format!("an answer can't be kept: {e}")))?;
            rows.push(row![scope, id, print, at, answer]);
        }
        work.tx.insert_many("commands", "scope, id, fingerprint, at, answer", &rows, "").await
    }
}

trait IntoFailure {
    fn into_failure(self) -> Failure;
}
impl IntoFailure for AnyRefusal {
    fn into_failure(self) -> Failure {
        Failure::Refused(Refusal::Any(self))
    }
}

/// FNV-1a of the command. Wishes that carry a fresh hash or secret on each try are told apart by feature only.
fn fingerprint(command: &Command) -> i64 {
    let bytes = match command {
        Command::Accounts(_) => b"accounts".to_vec(),
        Command::Sms(_) => b"sms".to_vec(),
        other => rmp_serde::to_vec(other).unwrap_or_default(),
    };
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    hash as i64
}
