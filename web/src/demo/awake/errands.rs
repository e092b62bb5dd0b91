//! What one who is awake has in hand: a talk with somebody, a match to take up, something of their own to put up.

use std::time::Duration;

use hub::{
    Answer, Command, CommandId, ConversationId, MatchId, UserId,
    asks::{self, AskStatus},
    claims,
    connections::{self, Status, Subject},
    kernel::time::HOUR,
    matches::MatchCard,
    messaging,
    offers::{self, OfferStatus},
    receipts,
    wire::ClientWhisper,
};
use store::{Fault, connections::Which, seed::LivePost};
use tokio::time::Instant;

use super::{
    Trouble, lines,
    mind::{self, Deed, Next, Talk},
    person::Person,
    seat::Voice,
};

/// Before a match is taken up, in ms; typing comes on top.
const THINK: (i64, i64) = (1_500, 4_000);
/// So many who have not answered yet may be waited for; then no new match is taken up.
const UNANSWERED: usize = 6;
/// What they put up comes so long after they came, and the next so much later, in ms.
const PUT_UP: (i64, i64) = (12_000, 25_000);
/// What is gone is put up again when it is so old.
const AGAIN_AFTER_MS: i64 = 20 * HOUR;
/// Said every so often while it is true.
const TYPING_EVERY: Duration = Duration::from_millis(2_500);
/// So often an answer that says “later” is waited for.
const TRIES: usize = 4;
/// A wait that is longer is not worth it.
const LONGEST_WAIT_MS: i64 = 60_000;
/// What is looked through of somebody's own list.
const OWN: usize = 50;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Errand {
    Talk(UserId),
    Match(MatchId),
    /// The place in the script.
    Post(usize),
}

impl Person {
    pub(super) async fn run(&self, errand: Errand, voice: &Voice) -> Result<(), Trouble> {
        match errand {
            Errand::Talk(with) => self.talk(voice, with).await,
            Errand::Match(id) => self.take_up(voice, id).await,
            Errand::Post(place) => self.put_up(voice, place).await,
        }
    }

    // A talk.

    /// The conversation with somebody, as far as it is younger than the town.
    pub(super) async fn talk_with(&self, with: UserId) -> Result<Option<Talk>, Fault> {
        let mut db = self.town.collective.store().read().await?;
        let Some(id) = store::messaging::find_conversation_with(&mut db, self.me, with).await? else { return Ok(None) };
        let thread = store::messaging::find_thread(&mut db, self.me, id, None).await?;
        Ok(thread.and_then(|thread| Talk::of(self.me, thread, self.town.since)))
    }

    pub(super) fn next(&self, talk: &Talk, dice: u64) -> Option<Next> {
        mind::next(&self.script, talk, |id| self.is_spent(id), dice)
    }

    /// One thing after the other, until nothing is left to do.
    async fn talk(&self, voice: &Voice, with: UserId) -> Result<(), Trouble> {
        loop {
            let Some(talk) = self.talk_with(with).await? else { return Ok(()) };
            self.has_talked();
            let dice = self.roll();
            let next = self.next(&talk, dice);
            self.delivered(voice, &talk).await?;
            if let Some(next) = &next {
                tokio::time::sleep(self.town.pace.of(next.pause)).await;
            }
            self.read(voice, &talk).await?;
            match next.map(|next| (next.id, next.deed)) {
                None => return Ok(()),
                Some((_, Deed::Say { typing, .. })) => self.say(voice, with, talk.conversation, typing, dice).await?,
                Some((id, Deed::Move { id: connection, step })) => {
                    self.act(voice, id, Command::Connections(connections::Command::Move { id: connection, step })).await?;
                }
                Some((id, Deed::Rate { id: connection })) => {
                    let rating = &self.script.rating;
                    let rate = connections::Command::Rate { id: connection, stars: rating.stars, words: rating.words.clone() };
                    self.act(voice, id, Command::Connections(rate)).await?;
                }
            }
        }
    }

    /// Types, and says what is to be said then: what came meanwhile is answered along.
    async fn say(&self, voice: &Voice, with: UserId, conversation: ConversationId, typing: Duration, dice: u64) -> Result<(), Trouble> {
        let until = Instant::now() + self.town.pace.of(typing);
        while Instant::now() < until {
            voice.whisper(ClientWhisper::Typing { conversation });
            tokio::time::sleep_until(until.min(Instant::now() + TYPING_EVERY)).await;
        }
        let Some(talk) = self.talk_with(with).await? else { return Ok(()) };
        if let Some(Next { id, deed: Deed::Say { line, .. }, .. }) = self.next(&talk, dice) {
            self.read(voice, &talk).await?;
            self.act(
                voice,
                id,
                Command::Messaging(messaging::Command::Send { conversation, body: line, reply_to: None, files: Vec::new() }),
            )
            .await?;
        }
        Ok(())
    }

    async fn delivered(&self, voice: &Voice, talk: &Talk) -> Result<(), Trouble> {
        self.cursor(voice, talk, "delivered", |conversation, upto| messaging::Command::Deliver { conversation, upto }).await
    }

    async fn read(&self, voice: &Voice, talk: &Talk) -> Result<(), Trouble> {
        self.cursor(voice, talk, "read", |conversation, upto| messaging::Command::Read { conversation, upto }).await
    }

    /// A tick for what waits, as a screen gives it.
    async fn cursor(
        &self,
        voice: &Voice,
        talk: &Talk,
        which: &str,
        command: impl Fn(ConversationId, i64) -> messaging::Command,
    ) -> Result<(), Trouble> {
        let Some(last) = talk.messages.last().filter(|_| talk.unread > 0) else { return Ok(()) };
        if let Ok(id) = CommandId::new(format!("awake:{which}:{}:{}", talk.conversation, last.no)) {
            self.act(voice, id, Command::Messaging(command(talk.conversation, last.no))).await?;
        }
        Ok(())
    }

    // A match.

    /// The card, if it brings together a visitor's open ask and their own offer, and nobody has written yet.
    pub(super) async fn taken_up(&self, id: MatchId) -> Result<Option<MatchCard>, Trouble> {
        let spent = opening_id(id).is_none_or(|id| self.is_spent(&id));
        let mut db = self.town.collective.store().read().await?;
        let card = store::matches::find_card(&mut db, self.me, id).await?;
        let Some(card) = card.filter(|c| !spent && c.told && !c.reader_asks && c.connection.is_none()) else { return Ok(None) };
        let ask = store::asks::find(&mut db, Some(self.me), card.ask).await?;
        let wanted = ask.is_some_and(|a| a.status == AskStatus::Open && !a.archived && a.created_at > self.town.since);
        if !wanted || self.town.is_awake(card.person.id) {
            return Ok(None);
        }
        let together = store::connections::list_between(&mut db, self.me, card.person.id).await?;
        let waiting = store::connections::page_of(&mut db, self.me, Which::Sent, &[Status::Initiated], None, UNANSWERED).await?;
        let waiting = waiting.items.iter().filter(|c| c.created_at > self.town.since).count();
        Ok(Some(card).filter(|_| waiting < UNANSWERED && together.iter().all(|c| c.status.is_over())))
    }

    /// Thinks, says “I've got this”, writes, and looks once more before it is sent: the visitor may have been quicker.
    async fn take_up(&self, voice: &Voice, id: MatchId) -> Result<(), Trouble> {
        if self.taken_up(id).await?.is_none() {
            return Ok(());
        }
        let typing = self.with_dice(|rng| mind::typing(&self.script, rng));
        tokio::time::sleep(self.pause(THINK)).await;
        let Some(card) = self.taken_up(id).await? else { return Ok(()) };
        if let Ok(look) = CommandId::new(format!("awake:look:{id}")) {
            self.act(voice, look, Command::Receipts(receipts::Command::Read { asks: vec![card.ask] })).await?;
        }
        if let Ok(hold) = CommandId::new(format!("awake:hold:{id}")) {
            // Where every place is held one may write all the same.
            self.act(voice, hold, Command::Claims(claims::Command::Take { ask: card.ask })).await?;
        }
        tokio::time::sleep(self.town.pace.of(typing)).await;
        let ask = card.ask;
        let Some(card) = self.taken_up(id).await? else {
            if let Ok(let_go) = CommandId::new(format!("awake:let-go:{id}")) {
                self.act(voice, let_go, Command::Claims(claims::Command::LetGo { ask })).await?;
            }
            return Ok(());
        };
        let line = self.with_dice(|rng| lines::opening(&self.script, &card.ask_title, &card.person.name, rng));
        if let (Some(message), Some(id)) = (line, opening_id(id)) {
            self.has_talked();
            let open = connections::Command::Open { to: card.person.id, about: Subject::Ask(card.ask), message };
            self.act(voice, id, Command::Connections(open)).await?;
        }
        Ok(())
    }

    // Something of their own.

    /// Puts up what the script has, unless it stands, or stood a while ago.
    async fn put_up(&self, voice: &Voice, place: usize) -> Result<(), Trouble> {
        let Some(post) = self.script.posts.get(place) else { return Ok(()) };
        tokio::time::sleep(self.pause(PUT_UP) * (place as u32 + 1)).await;
        let now = self.town.collective.clock().now();
        let mut db = self.town.collective.store().read().await?;
        // When each of that title was put up, and whether it still stands.
        let (key, earlier): (_, Vec<_>) = match post {
            LivePost::Ask(ask) => {
                let own = store::asks::page_of(&mut db, Some(self.me), self.me, None, OWN).await?.items;
                let own = own.into_iter().filter(|a| a.title == ask.title);
                (
                    &ask.key,
                    own.map(|a| (a.created_at, !a.archived && matches!(a.status, AskStatus::Open | AskStatus::InProgress))).collect(),
                )
            }
            LivePost::Offer(offer) => {
                let own = store::offers::page_of(&mut db, Some(self.me), self.me, None, OWN).await?.items;
                let own = own.into_iter().filter(|o| o.title == offer.title);
                (&offer.key, own.map(|o| (o.created_at, o.status == OfferStatus::Active)).collect())
            }
        };
        drop(db);
        let stands = |(at, open): &(hub::Timestamp, bool)| *open || now.since(*at) < AGAIN_AFTER_MS;
        if earlier.iter().any(stands) {
            return Ok(());
        }
        let command = match post {
            LivePost::Ask(ask) => Command::Asks(asks::Command::Post { draft: ask.draft(now) }),
            LivePost::Offer(offer) => Command::Offers(offers::Command::Post { draft: offer.draft(), publish: true }),
        };
        if let Ok(id) = CommandId::new(format!("awake:{key}:{}", earlier.len())) {
            self.act(voice, id, command).await?;
        }
        Ok(())
    }

    // All of it.

    /// Wishes it on the socket. “Later” is waited for, and may be tried again; any other no is taken for an answer.
    async fn act(&self, voice: &Voice, id: CommandId, command: Command) -> Result<Option<Answer>, Trouble> {
        for _ in 0..TRIES {
            match voice.act(id.clone(), command.clone()).await? {
                Ok(answer) => {
                    self.spend(id);
                    return Ok(Some(answer));
                }
                Err(refused) => match refused.retry_after_ms.filter(|ms| *ms <= LONGEST_WAIT_MS) {
                    Some(ms) => tokio::time::sleep(Duration::from_millis(ms.max(1).unsigned_abs())).await,
                    None => {
                        tracing::debug!(who = self.handle(), id = id.as_str(), code = refused.code, "was refused");
                        self.spend(id);
                        return Ok(None);
                    }
                },
            }
        }
        Ok(None)
    }
}

/// The id under which a match is taken up: once, ever.
fn opening_id(id: MatchId) -> Option<CommandId> {
    CommandId::new(format!("awake:match:{id}")).ok()
}
