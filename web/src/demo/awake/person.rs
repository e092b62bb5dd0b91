//! The days of one who is awake: here for a while, away for a while, back early when somebody wants something.

use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    rc::Rc,
    time::Duration,
};

use futures_util::{StreamExt as _, future::LocalBoxFuture, stream::FuturesUnordered};
use hub::{Answer, By, Command, CommandId, Event, TokenId, UserId, accounts, connections, matches, messaging};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use store::seed::AwakeScript;
use tokio::time::Instant;

use super::{
    Town, Trouble,
    errands::Errand,
    mind,
    seat::{Heard, Seat},
};
use crate::secrets;

/// What their token is called in their settings.
const TOKEN: &str = "awake during the demo";
/// With so many others here, one may go.
const ENOUGH_HERE: usize = 2;
/// Nobody leaves so soon after a word with a visitor.
const QUIET: Duration = Duration::from_secs(4 * 60);
/// Between two looks at the time.
const LOOK_UP: Duration = Duration::from_secs(5);
/// From the buzz of their phone to being back, in ms.
const CALLED_BACK: (i64, i64) = (4_000, 12_000);
/// They arrive one after the other, in so long.
const ARRIVE: Duration = Duration::from_secs(3);
/// So many conversations and cards are looked through, the latest.
const LOOKED_THROUGH: usize = 30;
/// With so much in hand no new match is taken up: a crowd has come.
const MOST_IN_HAND: usize = 50;
/// Tokens that a hub which was killed left behind: more of them than this go. A few stay, since another hub on the same
/// database may be using them.
const LEFT_BEHIND: usize = 4;

pub struct Person {
    pub(super) town: Rc<Town>,
    pub(super) me: UserId,
    pub(super) script: AwakeScript,
    /// 0, 1, 2 …: no two of them keep the same hours.
    place: usize,
    rng: RefCell<StdRng>,
    /// Commands that were carried out or refused: not tried again in this life.
    spent: RefCell<HashSet<CommandId>>,
    /// When a visitor was last spoken with.
    talked: Cell<Option<Instant>>,
    token: RefCell<Option<(TokenId, String)>>,
    /// They were here before, in this process.
    arrived: Cell<bool>,
}

/// Counted as here, for as long as it is held.
struct Here<'a>(&'a Cell<usize>);

impl Drop for Here<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Person {
    pub fn new(town: Rc<Town>, me: UserId, script: AwakeScript, place: usize, seed: u64) -> Person {
        Person {
            town,
            me,
            script,
            place,
            rng: RefCell::new(StdRng::seed_from_u64(seed)),
            spent: RefCell::default(),
            talked: Cell::new(None),
            token: RefCell::new(None),
            arrived: Cell::new(false),
        }
    }

    pub fn handle(&self) -> &str {
        &self.script.handle
    }

    /// Comes and goes, until something breaks.
    pub async fn live(&self) -> Trouble {
        loop {
            if let Err(trouble) = self.day().await {
                return trouble;
            }
        }
    }

    async fn day(&self) -> Result<(), Trouble> {
        let minutes = |n: i64| self.town.pace.of_day(Duration::from_secs(60 * n.unsigned_abs()));
        let (away, mut stay) = if self.arrived.get() {
            (minutes(self.script.rhythm.away_minutes), minutes(self.script.rhythm.online_minutes))
        } else {
            // The first stay is cut differently for each, so that they do not all leave together.
            (self.town.pace.of_day(ARRIVE * self.place as u32), minutes(self.script.rhythm.online_minutes) * (self.place as u32 + 2) / 6)
        };
        self.away(away).await?;
        stay += stay.mul_f64(self.rng.borrow_mut().random_range(0.0..0.2));
        self.here(stay).await
    }

    /// Does nothing, until the time is over or somebody wants something.
    async fn away(&self, time: Duration) -> Result<(), Trouble> {
        let over = Instant::now() + time;
        let mut events = self.town.collective.events();
        let mut called = !self.look_around().await?.is_empty();
        while !called {
            tokio::select! {
                () = tokio::time::sleep_until(over) => return Ok(()),
                event = events.next() => match event {
                    Some(event) => called = self.concerned(&event).is_some() && !self.look_around().await?.is_empty(),
                    // The hub is leaving.
                    None => std::future::pending().await,
                },
            }
        }
        let back = self.pause(CALLED_BACK);
        tokio::time::sleep_until(over.min(Instant::now() + back)).await;
        Ok(())
    }

    async fn here(&self, stay: Duration) -> Result<(), Trouble> {
        let token = self.token().await?;
        // Turned away, perhaps since the token was revoked: the next life makes a new one.
        let mut seat = Seat::take(self.town.hub, &token).await.inspect_err(|_| drop(self.token.take()))?;
        self.arrived.set(true);
        self.town.here.set(self.town.here.get() + 1);
        let _here = Here(&self.town.here);
        tracing::debug!(who = self.handle(), "came");
        self.at_the_screen(&mut seat, stay).await?;
        tracing::debug!(who = self.handle(), "went");
        Ok(())
    }

    /// One errand a conversation, a match, a post at a time; what comes meanwhile is looked at when it is done.
    async fn at_the_screen(&self, seat: &mut Seat, stay: Duration) -> Result<(), Trouble> {
        let came = Instant::now();
        let mut look_up = tokio::time::interval(self.town.pace.of_day(LOOK_UP));
        let mut wanted = self.look_around().await?;
        wanted.extend((0..self.script.posts.len()).map(Errand::Post));
        let (mut busy, mut again) = (HashSet::new(), HashSet::new());
        let mut errands: FuturesUnordered<LocalBoxFuture<'_, (Errand, Result<(), Trouble>)>> = FuturesUnordered::new();
        loop {
            for errand in wanted.drain(..) {
                if matches!(errand, Errand::Match(_)) && errands.len() >= MOST_IN_HAND {
                    continue;
                }
                if busy.insert(errand) {
                    let voice = seat.voice();
                    errands.push(Box::pin(async move { (errand, self.run(errand, &voice).await) }));
                } else {
                    again.insert(errand);
                }
            }
            tokio::select! {
                heard = seat.hear() => match heard? {
                    Heard::Event(event) => wanted.extend(self.concerned(&event)),
                    Heard::Reload => wanted.extend(self.look_around().await?),
                },
                Some((errand, done)) = errands.next(), if !errands.is_empty() => {
                    done?;
                    busy.remove(&errand);
                    if again.remove(&errand) {
                        wanted.push(errand);
                    }
                }
                _ = look_up.tick() => {
                    let quiet = self.talked.get().is_none_or(|at| at.elapsed() >= self.town.pace.of_day(QUIET));
                    if may_go(stay, came.elapsed(), quiet && errands.is_empty(), self.town.here.get()) {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// What an event means for this one to look at; nothing when it is about somebody else, or from one of the four.
    fn concerned(&self, event: &Event) -> Option<Errand> {
        concerns(self.me, event).filter(|errand| match errand {
            Errand::Talk(with) => !self.town.is_awake(*with),
            _ => true,
        })
    }

    /// What waits to be done: after an absence, or a restart.
    async fn look_around(&self) -> Result<Vec<Errand>, Trouble> {
        let mut db = self.town.collective.store().read().await?;
        let talks = store::messaging::page_conversations(&mut db, self.me, None, LOOKED_THROUGH).await?.items;
        let cards = store::matches::page_cards(&mut db, self.me, true, None, LOOKED_THROUGH).await?.items;
        drop(db);
        let mut found = Vec::new();
        for with in talks.iter().filter(|t| t.last_at > self.town.since).map(|t| t.other.id).filter(|id| !self.town.is_awake(*id)) {
            if let Some(talk) = self.talk_with(with).await?
                && (talk.unread > 0 || self.next(&talk, 0).is_some())
            {
                found.push(Errand::Talk(with));
            }
        }
        for card in cards {
            if self.taken_up(card.id).await?.is_some() {
                found.push(Errand::Match(card.id));
            }
        }
        Ok(found)
    }

    /// By what they come in: made once in a life of this process.
    async fn token(&self) -> Result<String, Trouble> {
        if let Some((_, token)) = &*self.token.borrow() {
            return Ok(token.clone());
        }
        let old = store::accounts::list_tokens(&mut self.town.collective.store().read().await?, self.me).await?;
        for left in old.into_iter().filter(|t| t.name == TOKEN).skip(LEFT_BEHIND) {
            self.own(accounts::Command::RevokeToken { id: left.id }).await?;
        }
        let secret = secrets::token();
        let make = accounts::Command::MakeToken { name: TOKEN.to_owned(), secret: secrets::hash(&secret) };
        match self.own(make).await? {
            Answer::Token { id } => *self.token.borrow_mut() = Some((id, secret.clone())),
            other => tracing::error!(?other, "a token was made and answered strangely"),
        }
        Ok(secret)
    }

    /// Revokes what they came in by.
    pub async fn give_back(&self) {
        let Some((id, _)) = self.token.take() else { return };
        if let Err(trouble) = self.own(accounts::Command::RevokeToken { id }).await {
            tracing::debug!(%trouble, "a token was not given back, the next start does it");
        }
    }

    /// What only the door may wish, as for anybody who makes a token on their settings page.
    async fn own(&self, command: accounts::Command) -> Result<Answer, Trouble> {
        Ok(self.town.collective.act(By::Member(self.me), secrets::command_id(), Command::Accounts(command)).await?)
    }

    pub(super) fn roll(&self) -> u64 {
        self.rng.borrow_mut().random()
    }

    pub(super) fn with_dice<T>(&self, draw: impl FnOnce(&mut StdRng) -> T) -> T {
        draw(&mut self.rng.borrow_mut())
    }

    /// Somewhere between so many milliseconds, in their time.
    pub(super) fn pause(&self, between: (i64, i64)) -> Duration {
        self.town.pace.of(self.with_dice(|rng| mind::between(between, rng)))
    }

    pub(super) fn is_spent(&self, id: &CommandId) -> bool {
        self.spent.borrow().contains(id)
    }

    pub(super) fn spend(&self, id: CommandId) {
        self.spent.borrow_mut().insert(id);
    }

    pub(super) fn has_talked(&self) {
        self.talked.set(Some(Instant::now()));
    }
}

/// What an event means for `me` to look at.
pub fn concerns(me: UserId, event: &Event) -> Option<Errand> {
    match event {
        Event::Messaging(messaging::Event::Sent { by, to, .. }) if *by != me && to.contains(&me) => Some(Errand::Talk(*by)),
        Event::Connections(connections::Event::Opened { by, to, .. }) if *to == me => Some(Errand::Talk(*by)),
        Event::Connections(connections::Event::Moved { by, initiator, responder, .. }) if *by != Some(me) => match (*initiator, *responder)
        {
            (a, b) if a == me => Some(Errand::Talk(b)),
            (a, b) if b == me => Some(Errand::Talk(a)),
            _ => None,
        },
        Event::Matches(matches::Event::Told { id, offer_owner, .. }) if *offer_owner == me => Some(Errand::Match(*id)),
        _ => None,
    }
}

/// Their time is over, nobody is being talked with, and enough others stay.
fn may_go(stay: Duration, here_for: Duration, quiet: bool, here: usize) -> bool {
    here_for >= stay && quiet && here > ENOUGH_HERE
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::{
        AskId, ConnectionId, ConversationId, MatchId,
        connections::{Status, Step, Subject},
    };

    const NORA: UserId = UserId(1);
    const ANA: UserId = UserId(2);

    #[test]
    fn what_others_do_with_her_is_looked_at_and_nothing_else() {
        let sent = |by, to: &[UserId]| {
            Event::Messaging(messaging::Event::Sent { conversation: ConversationId(1), no: 1, log_no: 1, by, to: to.to_vec() })
        };
        let moved = |by, initiator, responder| {
            Event::Connections(connections::Event::Moved {
                id: ConnectionId(1),
                by,
                initiator,
                responder,
                about: Subject::Ask(AskId(1)),
                step: Step::Accept,
                from: Status::Discussing,
                status: Status::Accepted,
            })
        };
        let told = |ask_owner, offer_owner| Event::Matches(matches::Event::Told { id: MatchId(9), ask_owner, offer_owner });
        let bo = UserId(3);
        for (event, expected) in [
            (sent(ANA, &[ANA, NORA]), Some(Errand::Talk(ANA))),
            (sent(NORA, &[ANA, NORA]), None),
            (sent(ANA, &[ANA, bo]), None),
            (moved(Some(ANA), NORA, ANA), Some(Errand::Talk(ANA))),
            (moved(Some(ANA), ANA, NORA), Some(Errand::Talk(ANA))),
            (moved(Some(NORA), NORA, ANA), None),
            (moved(Some(ANA), ANA, bo), None),
            (told(ANA, NORA), Some(Errand::Match(MatchId(9)))),
            (told(NORA, ANA), None),
        ] {
            assert_eq!(concerns(NORA, &event), expected, "{event:?}");
        }
    }

    #[test]
    fn two_stay_and_nobody_leaves_in_the_middle_of_a_talk() {
        let minutes = |n: u64| Duration::from_secs(60 * n);
        assert!(may_go(minutes(14), minutes(14), true, 3));
        assert!(!may_go(minutes(14), minutes(13), true, 3), "her time is not over");
        assert!(!may_go(minutes(14), minutes(20), false, 3), "somebody talks with her");
        assert!(!may_go(minutes(14), minutes(20), true, 2), "only one would be left");
    }
}
