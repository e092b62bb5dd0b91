//! One screen of a member, as a real one behaves: it comes in, shows what it hears in order of the numbers, says things and
//! reads others, and when the line is lost it comes back by its cursor, at whichever hub answers, and says again under the
//! same ids, in order, what has no answer. Everything it was told and showed is written down.
//!
//! The room it shows has a log of its own: it is opened on each line from the last message on the screen (nothing but messages
//! stands in General's log in a run, so their numbers are the log's).

mod books;
mod places;

use std::{collections::VecDeque, sync::Arc, sync::atomic::Ordering::Relaxed, time::Duration};

use hub::{
    Answer, Command, CommandId, ConnectionId, ConversationId, Event, UserId,
    kernel::refusal::{RefusalKind, Refused},
    messaging::{self, MessageView},
    rooms::GENERAL,
    wire::{ClientFrame, ClientWhisper, Encoding, ServerFrame, ServerWhisper, View},
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use tokio::time::{Instant, timeout};

use self::{books::Talk, places::Deed};
use super::{
    history::{self, Acked, Ms, Person, Said, Told},
    stage::{Phase, Sabotage, Stage},
};
use crate::{
    ids::fresh_id,
    members::Member,
    socket::{ConnectError, Door, Ended, Options, Resume, Socket},
};

/// Connecting, shaking hands and the welcome take no longer, or the next hub is tried.
const COMING_IN: Duration = Duration::from_secs(2);
const FIRST_WAIT: Duration = Duration::from_millis(50);
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// A line on which nothing came for so long is asked for a sign of life.
const QUIET: Duration = Duration::from_millis(1_000);
/// One that gives none is dead.
const DEAD: Duration = Duration::from_secs(3);
/// Something that has had no answer for so long is tried elsewhere.
const ANSWERED_IN: Duration = Duration::from_secs(4);
/// A hub that asks for more patience is asked again after this all the same: somebody looks at the screen.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// How often a message of somebody else is followed by “I have read it”: one time in so many.
const READS: u32 = 4;

/// What a screen of the run is.
pub struct Cast {
    pub screen: usize,
    pub person: Person,
    pub member: Member,
    /// Its conversations, who else is in each, and how many messages stood there when it was opened.
    pub talks: Vec<(ConversationId, UserId, i64)>,
    /// Everybody's place in the run.
    pub people: Arc<dyn Fn(UserId) -> Option<Person> + Send + Sync>,
    pub leaves: Leaves,
}

/// What a screen does when some leave for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// It stays and watches.
    Never,
    /// It says goodbye.
    Politely,
    /// Its machine is gone: the line stands, and nobody answers on it.
    Vanishes,
}

/// Something that was wished and has no answer yet.
struct Wish {
    id: CommandId,
    what: What,
    /// On this socket, and when.
    sent: Option<Instant>,
    tries: u32,
}

#[derive(Clone, Copy)]
enum What {
    Say { conversation: ConversationId, said: Said, at: Ms },
    Read { conversation: ConversationId, upto: i64 },
    Place(Deed),
}

/// How a stay at a hub ended.
enum Left {
    /// The line is lost.
    Lost(Ended),
    ForGood,
}

pub struct Screen {
    cast: Cast,
    stage: Arc<Stage>,
    rng: StdRng,
    talks: Vec<Talk>,
    wishes: VecDeque<Wish>,
    cursor: Option<Resume>,
    next_seq: u32,
    /// Answers to an ask of its member, that may be said yes and no to.
    answers: Vec<ConnectionId>,
    says_next: Instant,
    /// Some were refused for the moment: when everything that is under way is answered, and not before then, they are said
    /// again, all of them, in order.
    again_at: Option<Instant>,
    /// A hub that can't show the room just now is asked again then.
    room_again_at: Option<Instant>,
    /// Shown a moment after the cursor was moved (sabotage).
    in_hand: Vec<(Instant, MessageView)>,
    book: history::Screen,
}

impl Screen {
    pub fn new(cast: Cast, stage: Arc<Stage>) -> Screen {
        let mut rng = StdRng::seed_from_u64(stage.seed ^ (cast.screen as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // In the room nobody has said anything yet, and nobody is the other one.
        let room = (GENERAL, UserId(0), 0);
        let talks = cast.talks.iter().chain([&room]).map(|(id, other, head)| Talk::new(*id, *other, *head)).collect();
        let says_next = Instant::now() + stage.pace.mul_f64(rng.random_range(0.0..1.0));
        let book = history::Screen { member: cast.person, ..history::Screen::default() };
        let (wishes, in_hand) = (VecDeque::new(), Vec::new());
        Screen {
            cast,
            stage,
            rng,
            talks,
            wishes,
            cursor: None,
            next_seq: 0,
            answers: Vec::new(),
            says_next,
            again_at: None,
            room_again_at: None,
            in_hand,
            book,
        }
    }

    /// Plays until the run is over. What it was told and showed.
    pub async fn play(mut self) -> history::Screen {
        let (mut wait, mut lost_at) = (FIRST_WAIT, None);
        let mut door = self.cast.screen % self.stage.doors.len();
        while self.stage.phase() != Phase::Over {
            match self.comes_in(door).await {
                Ok(socket) => {
                    if let Some(lost_at) = lost_at {
                        self.stage.tally.came_back.fetch_add(1, Relaxed);
                        self.stage.tally.waits().away.record(Instant::now() - lost_at);
                    }
                    wait = FIRST_WAIT;
                    match self.stays(socket, door).await {
                        Left::ForGood => break,
                        Left::Lost(ended) => self.count_end(ended.code.map_or_else(|| ended.words.clone(), |code| code.to_string())),
                    }
                    lost_at = Some(Instant::now());
                }
                Err(error) => self.count_end(in_short(&error)),
            }
            // Somebody else's hub, perhaps; not all at the same moment.
            door = (door + self.rng.random_range(1..=self.stage.doors.len())) % self.stage.doors.len();
            let some = wait.mul_f64(self.rng.random_range(0.5..1.0));
            wait = (wait * 2).min(LONGEST_WAIT);
            let mut phase = self.stage.phase.clone();
            let _ = timeout(some, phase.wait_for(|now| *now == Phase::Over)).await;
        }
        let stage = self.stage.clone();
        self.book.unanswered = self.wishes.iter().filter_map(Wish::said).collect();
        self.book.talks = self.talks.drain(..).map(|talk| talk.close(stage.is_sabotaged(Sabotage::Miscount))).collect();
        self.book
    }

    async fn comes_in(&mut self, door: usize) -> Result<Socket, ConnectError> {
        let mut options = Options::new(Door::Token(self.cast.member.token.clone()), Encoding::MessagePack);
        options.resume = self.cursor;
        options.patience = COMING_IN;
        if self.stage.is_sabotaged(Sabotage::NoNumbers)
            && let Some(resume) = &mut options.resume
        {
            resume.inbox = (resume.inbox - 3).max(0);
        }
        let socket = Socket::open(&self.stage.doors[door], &options).await?;
        let welcome = socket.welcome();
        self.cursor.get_or_insert(Resume { epoch: welcome.epoch, inbox: welcome.inbox });
        Ok(socket)
    }

    /// With an open socket, until it is lost or left.
    async fn stays(&mut self, mut socket: Socket, door: usize) -> Left {
        let (tally, from) = (&self.stage.clone().tally, self.stage.now());
        tally.inside.fetch_add(1, Relaxed);
        let left = self.sits(&mut socket, door).await;
        tally.inside.fetch_sub(1, Relaxed);
        self.book.open.push((from, self.stage.now()));
        self.in_hand.clear();
        if matches!(left, Left::ForGood) {
            match self.cast.leaves {
                Leaves::Vanishes => {
                    // Not even a ping is answered.
                    let mut phase = self.stage.phase.clone();
                    let _ = phase.wait_for(|now| *now == Phase::Over).await;
                }
                _ => drop(socket.close().await),
            }
        }
        left
    }

    async fn sits(&mut self, socket: &mut Socket, door: usize) -> Left {
        let mut say = vec![self.watches(), self.opens_room()];
        for wish in &mut self.wishes {
            wish.sent = None;
        }
        self.again_at = None;
        let (mut asked_at, mut phase, mut counted) = (Instant::now(), self.stage.phase.clone(), false);
        loop {
            self.moves(&mut say);
            if let Err(ended) = speak(socket, &mut say).await {
                return Left::Lost(ended);
            }
            let now = Instant::now();
            let at = *phase.borrow_and_update();
            match at {
                Phase::Over => return Left::ForGood,
                Phase::Parting if self.cast.leaves != Leaves::Never => return Left::ForGood,
                Phase::Counting if !counted => {
                    counted = true;
                    self.counts(door).await;
                }
                _ => {}
            }
            let quiet = now.saturating_duration_since(socket.heard_at().into());
            if quiet > DEAD {
                return Left::Lost(given_up("no sign of life"));
            }
            if quiet > QUIET && now.saturating_duration_since(asked_at) > QUIET {
                asked_at = now;
                if !matches!(timeout(DEAD, socket.ping()).await, Ok(Ok(()))) {
                    return Left::Lost(given_up("no ping went out"));
                }
            }
            if self.wishes.iter().filter_map(|wish| wish.sent).min().is_some_and(|sent| now - sent > ANSWERED_IN) {
                return Left::Lost(given_up("no answer"));
            }
            tokio::select! {
                came = socket.next() => match came {
                    Ok(frame) => if !self.hears(frame, door).await {
                        return Left::Lost(given_up("nothing could be loaded anew"));
                    },
                    Err(ended) => return Left::Lost(ended),
                },
                () = tokio::time::sleep_until(self.due(now)) => {}
                _ = phase.changed() => {}
            }
        }
    }

    /// What this screen shows: whom it wants to hear about.
    fn watches(&self) -> ClientFrame {
        let of_two = || self.talks.iter().filter(|talk| talk.id != GENERAL);
        let conversations = of_two().map(|talk| talk.id).collect();
        let people = of_two().map(|talk| talk.other).collect();
        ClientFrame::Whisper { whisper: ClientWhisper::Watch { conversations, people } }
    }

    /// The room, from the last message on this screen.
    fn opens_room(&mut self) -> ClientFrame {
        self.room_again_at = None;
        let log_no = self.talk(GENERAL).map(|room| room.shown());
        ClientFrame::OpenRoom { room: GENERAL, epoch: self.cursor.map(|cursor| cursor.epoch), log_no }
    }

    /// When it has to move by itself.
    fn due(&self, now: Instant) -> Instant {
        let look = now + Duration::from_millis(250);
        let talks = (self.stage.phase() == Phase::Talking && self.wishes.len() < self.stage.unanswered).then_some(self.says_next);
        [talks, self.again_at, self.room_again_at, self.in_hand.first().map(|(at, _)| *at)]
            .into_iter()
            .flatten()
            .min()
            .map_or(look, |due| due.min(look))
    }

    fn moves(&mut self, say: &mut Vec<ClientFrame>) {
        let now = Instant::now();
        while self.in_hand.first().is_some_and(|(due, _)| *due <= now) {
            let (_, view) = self.in_hand.remove(0);
            self.shows(&view);
        }
        if self.room_again_at.is_some_and(|at| at <= now) {
            let frame = self.opens_room();
            say.push(frame);
        }
        if self.stage.phase() == Phase::Talking && self.says_next <= now {
            // What could not be said in time is not made up for.
            self.says_next = (self.says_next + self.stage.pace).max(now);
            if self.wishes.len() < self.stage.unanswered {
                self.intends();
            }
        }
        if self.again_at.is_some_and(|at| at > now) || (self.again_at.is_some() && self.wishes.iter().any(|w| w.sent.is_some())) {
            return;
        }
        self.again_at = None;
        for at in 0..self.wishes.len() {
            if self.wishes[at].sent.is_none() {
                let frame = self.says(at, now);
                say.push(frame);
            }
        }
        if self.stage.is_sabotaged(Sabotage::Hasty) {
            self.believes();
        }
    }

    fn intends(&mut self) {
        if let Some(deed) = self.does_something_about_a_place() {
            return self.wishes(fresh_id(), What::Place(deed));
        }
        let in_room = self.rng.random_ratio(1, self.stage.room_every);
        let of_two = self.rng.random_range(0..self.cast.talks.len());
        let conversation = if in_room { GENERAL } else { self.talks[of_two].id };
        let (said, at) = (Said::new(self.cast.screen, self.next_seq), self.stage.now());
        self.next_seq += 1;
        let id = CommandId::new(format!("{:08x}.{at:012x}.{:x}.{:x}", self.stage.run, self.cast.screen, self.next_seq));
        let id = id.expect("hex digits and dots, below 64");
        self.wishes(id, What::Say { conversation, said, at });
    }

    fn wishes(&mut self, id: CommandId, what: What) {
        self.stage.tally.waiting.fetch_add(1, Relaxed);
        self.wishes.push_back(Wish { id, what, sent: None, tries: 0 });
    }

    fn says(&mut self, at: usize, now: Instant) -> ClientFrame {
        let fresh = self.stage.is_sabotaged(Sabotage::FreshIds);
        let wish = &mut self.wishes[at];
        if fresh && wish.tries > 0 {
            wish.id = fresh_id();
        }
        wish.sent = Some(now);
        wish.tries += 1;
        let command = match wish.what {
            What::Say { conversation, said, at } => Command::Messaging(messaging::Command::Send {
                conversation,
                body: said.body(self.stage.run, at),
                reply_to: None,
                files: Vec::new(),
            }),
            What::Read { conversation, upto } => Command::Messaging(messaging::Command::Read { conversation, upto }),
            What::Place(deed) => deed.command(&wish.id),
        };
        ClientFrame::Do { id: wish.id.clone(), command }
    }

    /// Sabotage: what was handed to the socket is taken for stored, and forgotten.
    fn believes(&mut self) {
        for wish in std::mem::take(&mut self.wishes) {
            self.stage.tally.waiting.fetch_sub(1, Relaxed);
            if let What::Say { conversation, said, .. } = wish.what {
                self.book.acked.push(Acked { conversation: conversation.0, said, no: 0 });
            }
        }
    }

    /// `false`: it has to come in again.
    async fn hears(&mut self, frame: ServerFrame, door: usize) -> bool {
        match frame {
            ServerFrame::Done { id, answer } => self.is_answered(&id, answer),
            ServerFrame::Refused { id: Some(id), refusal } => self.is_refused(&id, &refusal),
            ServerFrame::Event { no, event, view } => self.hears_event(no, event, view),
            ServerFrame::Reload { epoch, inbox } => return self.loads_anew(Resume { epoch, inbox }, door).await,
            ServerFrame::RoomOpened { reload: true, .. } => return self.loads_room_anew(door).await,
            ServerFrame::RoomClosed { refusal, .. } => self.room_is_closed(&refusal),
            ServerFrame::Whisper { whisper } => self.hears_of(whisper),
            _ => {}
        }
        true
    }

    fn is_answered(&mut self, id: &CommandId, answer: Answer) {
        let Some(at) = self.wishes.iter().position(|wish| wish.id == *id) else { return };
        let Some(wish) = self.wishes.remove(at) else { return };
        self.stage.tally.waiting.fetch_sub(1, Relaxed);
        self.book.answered_at = self.stage.now();
        match (wish.what, answer) {
            (What::Say { said, at, .. }, Answer::Message { conversation, no, .. }) => {
                self.book.acked.push(Acked { conversation: conversation.0, said, no });
                self.stage.tally.acked.fetch_add(1, Relaxed);
                let took = Duration::from_millis(u64::from(self.stage.now().saturating_sub(at)));
                self.stage.tally.waits().tick.record(took);
            }
            (What::Read { conversation, upto }, _) => {
                if let Some(talk) = self.talk(conversation) {
                    talk.is_read(upto);
                }
            }
            (What::Place(deed), answer) => self.place_is_answered(deed, &answer),
            (What::Say { .. }, other) => self.count_end(format!("a message was answered by {other:?}")),
        }
    }

    /// A hub that can't just now is asked again. Any other no would be one too many.
    fn is_refused(&mut self, id: &CommandId, refusal: &Refused) {
        *self.stage.tally.waits().refusals.entry(refusal.code.clone()).or_default() += 1;
        let Some(at) = self.wishes.iter().position(|wish| wish.id == *id) else { return };
        if matches!(refusal.kind, RefusalKind::Busy | RefusalKind::TooFast) {
            self.wishes[at].sent = None;
            let pause = Duration::from_millis(u64::try_from(refusal.retry_after_ms.unwrap_or(200)).unwrap_or(200));
            let then = Instant::now() + pause.min(LONGEST_PAUSE);
            self.again_at = self.again_at.max(Some(then));
        } else if matches!(self.wishes[at].what, What::Place(_)) {
            // Somebody was quicker, or its time is over: that is an answer.
            self.wishes.remove(at);
            self.stage.tally.waiting.fetch_sub(1, Relaxed);
            self.book.answered_at = self.stage.now();
        } else {
            self.count_end(format!("refused for good: {}", refusal.code));
        }
    }

    /// A hub that can't show it just now says when to ask again. Any other no would be one too many.
    fn room_is_closed(&mut self, refusal: &Refused) {
        *self.stage.tally.waits().refusals.entry(refusal.code.clone()).or_default() += 1;
        match refusal.retry_after_ms.and_then(|ms| u64::try_from(ms).ok()) {
            Some(ms) => self.room_again_at = Some(Instant::now() + Duration::from_millis(ms).min(LONGEST_PAUSE)),
            None => self.count_end(format!("the room was closed: {}", refusal.code)),
        }
    }

    fn hears_event(&mut self, no: Option<i64>, event: Event, view: View) {
        let Some(cursor) = &mut self.cursor else { return };
        if let Some(no) = no {
            if no <= cursor.inbox && !self.stage.is_sabotaged(Sabotage::NoNumbers) {
                return;
            }
            // Moved before it is shown: if showing it fails, it fails once.
            cursor.inbox = cursor.inbox.max(no);
        }
        self.hears_of_places(&event);
        match (event, view) {
            (Event::Messaging(messaging::Event::Sent { .. }), View::Message(view)) => {
                if self.stage.is_sabotaged(Sabotage::EarlyCursor) {
                    self.in_hand.push((Instant::now() + Duration::from_millis(100), *view));
                } else {
                    self.shows(&view);
                }
            }
            (Event::Messaging(messaging::Event::Sent { .. }), View::RoomMessage(said)) => {
                // What it has shown it knows by the number, as it does of its inbox.
                let no_number = self.stage.is_sabotaged(Sabotage::NoNumbers);
                if no_number || self.talk(GENERAL).is_some_and(|room| said.message.no > room.shown()) {
                    self.shows(&said.message);
                }
            }
            (Event::Messaging(messaging::Event::Read { conversation, by, upto, .. }), _) => {
                let own = (self.cast.people)(by) == Some(self.cast.person);
                if let Some(talk) = self.talk(conversation).filter(|_| own) {
                    talk.was_read(upto);
                }
            }
            _ => {}
        }
    }

    fn shows(&mut self, view: &MessageView) {
        let (said, intended) = Said::read(self.stage.run, &view.body);
        let (now, by) = (self.stage.now(), (self.cast.people)(view.by));
        let own = by == Some(self.cast.person);
        let Some(talk) = self.talk(view.conversation) else { return };
        talk.shows(view.no, said, now, own);
        let (conversation, upto) = (talk.id, talk.shown());
        self.stage.tally.shown.fetch_add(1, Relaxed);
        if let Some(intended) = intended.filter(|_| !own) {
            self.stage.tally.waits().row.record(Duration::from_millis(u64::from(now.saturating_sub(intended))));
        }
        let reading = |wish: &Wish| matches!(wish.what, What::Read { conversation: c, .. } if c == conversation);
        let looks = !own && self.stage.phase() == Phase::Talking && self.rng.random_ratio(1, READS);
        if looks && !self.wishes.iter().any(reading) {
            self.wishes(fresh_id(), What::Read { conversation, upto });
        }
    }

    fn hears_of(&mut self, whisper: ServerWhisper) {
        let (user, here) = match whisper {
            ServerWhisper::Here { user, here } => (user, Some(here)),
            ServerWhisper::Unsure { user } => (user, None),
            _ => return,
        };
        if here != Some(true) && self.stage.is_sabotaged(Sabotage::Deaf) {
            return;
        }
        if let Some(who) = (self.cast.people)(user) {
            self.book.told.push(Told { at: self.stage.now(), who, here });
        }
    }

    fn talk(&mut self, id: ConversationId) -> Option<&mut Talk> {
        self.talks.iter_mut().find(|talk| talk.id == id)
    }

    fn count_end(&self, why: String) {
        *self.stage.tally.waits().ends.entry(why).or_default() += 1;
    }
}

impl Wish {
    fn said(&self) -> Option<Said> {
        if let What::Say { said, .. } = self.what { Some(said) } else { None }
    }
}

async fn speak(socket: &mut Socket, say: &mut Vec<ClientFrame>) -> Result<(), Ended> {
    if say.is_empty() {
        return Ok(());
    }
    let spoken = async {
        for frame in say.drain(..) {
            socket.feed(&frame).await?;
        }
        socket.flush().await
    };
    timeout(DEAD, spoken).await.unwrap_or_else(|_| Err(given_up("nothing went out")))
}

/// We ended it ourselves.
fn given_up(words: &str) -> Ended {
    Ended::broke(format!("given up: {words}"))
}

/// Without addresses and numbers, so that the same ones can be counted.
fn in_short(error: &ConnectError) -> String {
    match error {
        ConnectError::NoAnswer { why, .. } => format!("not in: {}", why.kind()),
        ConnectError::TurnedAway { status, .. } => format!("not in: {status}"),
        ConnectError::Closed(ended) => {
            format!("not in: closed {}", ended.code.map_or_else(|| "without a code".to_owned(), |c| c.to_string()))
        }
        ConnectError::TooLate(_) => "not in: no welcome in time".to_owned(),
        other => format!("not in: {other}"),
    }
}
