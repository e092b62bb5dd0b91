//! One side of a conversation: says messages at its pace, hears answers and the other side, keeps the books.
//!
//! Latency counts from the moment a message was intended, not from when it could be sent: a hub that stalls is charged
//! for every message that should have gone out meanwhile (coordinated omission). The moment travels in the message's
//! id, so that the other side can tell how long it took.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use hub::{
    Answer, Command, CommandId, Event,
    kernel::{
        ids::ConversationId,
        refusal::{RefusalKind, Refused},
    },
    messaging,
    wire::{ClientFrame, ServerFrame, View},
};
use tokio::time::Instant;

use crate::{
    measure::Latencies,
    play::{
        course::{Drum, Pause},
        measures,
        recorder::Recorder,
        script::Deed,
    },
    seat::Player,
};

/// A browser says once a second at most how far it has received.
const DELIVER_EVERY: Duration = Duration::from_secs(1);

/// What is measured, and when.
pub struct Tally {
    /// Tells this run's messages from another's.
    pub run: u32,
    pub began: Instant,
    /// Messages intended in here are measured.
    pub from: Instant,
    pub until: Instant,
    hush: AtomicBool,
    counts: Mutex<Counts>,
    /// Who keeps the books of a whole scenario, of which this is a part.
    pub recorder: Option<Arc<Recorder>>,
}

#[derive(Clone, Default)]
pub struct Counts {
    pub said: u64,
    pub acked: u64,
    pub delivered: u64,
    pub given_up: u64,
    pub doubled: u64,
    /// A smaller number after a larger one on one screen, or my own messages overtaking each other.
    pub out_of_order: u64,
    pub refusals: BTreeMap<String, u64>,
    pub ack: Latencies,
    pub delivery: Latencies,
    /// From intended to handed to the socket: the harness's own part.
    pub lag: Latencies,
}

impl Tally {
    pub fn new(began: Instant, warm_up: Duration, duration: Duration) -> Tally {
        let from = began + warm_up;
        let (hush, counts) = (AtomicBool::new(false), Mutex::default());
        Tally { run: rand::random(), began, from, until: from + duration, hush, counts, recorder: None }
    }

    pub fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody says anything new from now on.
    pub fn hush(&self) {
        self.hush.store(true, Ordering::Relaxed);
    }

    /// Everything said was answered, everything acknowledged arrived.
    pub fn is_settled(&self) -> bool {
        let counts = self.counts();
        counts.said == counts.acked + counts.given_up && counts.delivered >= counts.acked
    }

    fn speaks_at(&self, now: Instant) -> bool {
        now < self.until && !self.hush.load(Ordering::Relaxed)
    }

    fn measures(&self, intended: Instant) -> bool {
        (self.from..self.until).contains(&intended)
    }
}

/// What became of each message of one speaker, by its number.
#[derive(Default)]
pub struct Ledger(Mutex<Vec<u8>>);

const ACKED: u8 = 1;
const DELIVERED: u8 = 2;
const GIVEN_UP: u8 = 4;

/// What a ledger shows at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Acknowledged, never delivered.
    pub lost: u64,
    /// Neither acknowledged nor refused.
    pub unanswered: u64,
    /// Refused for good, delivered all the same.
    pub ghosts: u64,
}

impl Ledger {
    /// Marks a message. Gives back whether it was marked so before.
    fn mark(&self, seq: u32, mark: u8) -> bool {
        let mut marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = seq as usize;
        if marks.len() <= at {
            marks.resize(at + 1, 0);
        }
        let before = marks[at];
        marks[at] |= mark;
        mark != 0 && before & mark == mark
    }

    pub fn outcome(&self) -> Outcome {
        let marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = |fits: fn(u8) -> bool| marks.iter().filter(|m| fits(**m)).count() as u64;
        Outcome {
            lost: count(|m| m & ACKED != 0 && m & DELIVERED == 0),
            unanswered: count(|m| m & (ACKED | GIVEN_UP) == 0),
            ghosts: count(|m| m & GIVEN_UP != 0 && m & DELIVERED != 0),
        }
    }
}

/// The longest that one side has waited.
#[derive(Debug, Default)]
pub struct Waits {
    /// For the tick, from the intended moment, in µs.
    tick: AtomicU64,
    /// For a message that was there: from when the hub took it in, in ms by the clock of this machine.
    message_ms: AtomicU64,
}

impl Waits {
    pub fn longest(&self) -> Duration {
        let tick = Duration::from_micros(self.tick.load(Ordering::Relaxed));
        tick.max(Duration::from_millis(self.message_ms.load(Ordering::Relaxed)))
    }
}

/// When the next message is intended.
#[derive(Clone, Debug)]
pub enum Beat {
    /// Every so often, whatever the hub does.
    Open { next: Instant, every: Duration },
    /// As soon as fewer than so many are unanswered.
    Closed { unanswered: usize, from: Instant },
    /// As the phases of a scenario have it, whatever the hub does.
    Drum(Box<Drum>),
    /// As soon as fewer than so many are unanswered and it has been thought about, as the phases have it.
    Pause { unanswered: usize, pause: Box<Pause> },
}

/// Plays one side.
pub struct Speaker {
    /// Two speakers a conversation: 2n and 2n + 1.
    pub me: u32,
    pub conversation: ConversationId,
    pub beat: Beat,
    pub body: String,
    pub tally: Arc<Tally>,
    pub mine: Arc<Ledger>,
    pub theirs: Arc<Ledger>,
    pub waits: Arc<Waits>,
    pub log: Log,
}

/// What a speaker remembers.
#[derive(Default)]
pub struct Log {
    next_seq: u32,
    /// Sent and unanswered, and when intended.
    in_flight: HashMap<u32, Instant>,
    /// To be said again, in order: everything that came after a message that did not get through waits behind it.
    again: BTreeMap<u32, Instant>,
    pause_until: Option<Instant>,
    last_no: i64,
    last_heard: Option<u32>,
    /// When it last said how far it has received.
    delivered_at: Option<Instant>,
}

/// A message's id, read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    speaker: u32,
    seq: u32,
    /// Microseconds after the run began.
    intended: u64,
}

impl Mark {
    fn id(self, run: u32) -> CommandId {
        let Mark { speaker, seq, intended } = self;
        // The time first, as the protocol advises.
        CommandId::new(format!("{run:08x}.{intended:012x}.{speaker:x}.{seq:x}")).expect("hex digits and dots, below 64")
    }

    /// `None` when it is not of this run.
    fn read(run: u32, id: &str) -> Option<Mark> {
        let mut parts = id.split('.');
        let hex = |part: Option<&str>| u64::from_str_radix(part?, 16).ok();
        (hex(parts.next())? == u64::from(run)).then_some(())?;
        let intended = hex(parts.next())?;
        let speaker = u32::try_from(hex(parts.next())?).ok()?;
        let seq = u32::try_from(hex(parts.next())?).ok()?;
        Some(Mark { speaker, seq, intended })
    }
}

impl Player for Speaker {
    fn heard(&mut self, frame: ServerFrame, now: Instant, say: &mut Vec<ClientFrame>) {
        match frame {
            ServerFrame::Done { id, answer: Answer::Message { .. } } => {
                if let Some(mark) = self.own(id.as_str()) {
                    self.acked(mark, now);
                }
            }
            ServerFrame::Refused { id: Some(id), refusal } => {
                if let Some(mark) = self.own(id.as_str()) {
                    self.refused(mark, refusal, now);
                }
            }
            ServerFrame::Event { event: Event::Messaging(messaging::Event::Sent { .. }), view: View::Message(view), .. }
                if view.conversation == self.conversation =>
            {
                if self.arrived(&view, now) {
                    self.deliver(now, say);
                }
            }
            _ => return,
        }
        // Room for another one, or for those that wait to be said again.
        if self.due(now).is_some_and(|due| due <= now) {
            self.moves(now, say);
        }
    }

    fn due(&self, now: Instant) -> Option<Instant> {
        let again = if !self.log.again.is_empty() && self.log.in_flight.is_empty() { self.log.pause_until } else { None };
        let fresh = match &self.beat {
            Beat::Open { next, .. } => (*next < self.tally.until).then_some(*next),
            Beat::Closed { unanswered, from } => (self.has_room(*unanswered) && self.tally.speaks_at(now)).then_some(*from),
            Beat::Drum(drum) => drum.next(),
            Beat::Pause { unanswered, pause } => {
                if self.has_room(*unanswered) {
                    pause.next(now)
                } else {
                    None
                }
            }
        };
        let fresh = fresh.filter(|_| !self.tally.hush.load(Ordering::Relaxed));
        [again, fresh].into_iter().flatten().min()
    }

    fn came_back(&mut self, _: Instant, say: &mut Vec<ClientFrame>) {
        self.say_again(say);
    }

    fn moves(&mut self, now: Instant, say: &mut Vec<ClientFrame>) {
        if self.log.in_flight.is_empty() && self.log.pause_until.is_some_and(|until| until <= now) {
            self.log.pause_until = None;
            for (seq, intended) in std::mem::take(&mut self.log.again) {
                self.say(seq, intended, say);
            }
        }
        // Kept apart while messages are intended by it.
        let mut beat = std::mem::replace(&mut self.beat, Beat::Closed { unanswered: 0, from: now });
        match &mut beat {
            Beat::Open { next, every } => {
                while *next <= now && self.tally.speaks_at(*next) {
                    self.intend(*next, now, say);
                    *next += *every;
                }
            }
            Beat::Closed { unanswered, from } => {
                while *from <= now && self.tally.speaks_at(now) && self.has_room(*unanswered) {
                    self.intend(now, now, say);
                }
            }
            Beat::Drum(drum) => {
                while let Some(next) = drum.next().filter(|next| *next <= now && self.tally.speaks_at(*next)) {
                    self.intend(next, now, say);
                    drum.advance();
                }
            }
            Beat::Pause { unanswered, pause } => {
                while self.tally.speaks_at(now) && self.has_room(*unanswered) && pause.next(now).is_some_and(|next| next <= now) {
                    self.intend(now, now, say);
                }
            }
        }
        self.beat = beat;
    }
}

impl Speaker {
    fn has_room(&self, unanswered: usize) -> bool {
        self.log.again.is_empty() && self.log.in_flight.len() < unanswered
    }

    /// Says all that is unanswered again, in the order it was said.
    fn say_again(&mut self, say: &mut Vec<ClientFrame>) {
        self.log.pause_until = None;
        let unanswered = std::mem::take(&mut self.log.in_flight);
        self.log.again.extend(unanswered);
        for (seq, intended) in std::mem::take(&mut self.log.again) {
            self.say(seq, intended, say);
        }
    }

    fn intend(&mut self, intended: Instant, now: Instant, say: &mut Vec<ClientFrame>) {
        let seq = self.log.next_seq;
        self.log.next_seq += 1;
        self.mine.mark(seq, 0);
        {
            let mut counts = self.tally.counts();
            counts.said += 1;
            if self.tally.measures(intended) {
                counts.lag.record(now.saturating_duration_since(intended));
            }
        }
        if self.log.again.is_empty() {
            self.say(seq, intended, say);
        } else {
            self.log.again.insert(seq, intended);
        }
    }

    fn say(&mut self, seq: u32, intended: Instant, say: &mut Vec<ClientFrame>) {
        let after = intended.saturating_duration_since(self.tally.began).as_micros();
        let mark = Mark { speaker: self.me, seq, intended: u64::try_from(after).unwrap_or(u64::MAX) };
        self.log.in_flight.insert(seq, intended);
        let command =
            messaging::Command::Send { conversation: self.conversation, body: self.body.clone(), reply_to: None, files: Vec::new() };
        say.push(ClientFrame::Do { id: mark.id(self.tally.run), command: Command::Messaging(command) });
    }

    fn own(&self, id: &str) -> Option<Mark> {
        Mark::read(self.tally.run, id).filter(|mark| mark.speaker == self.me)
    }

    fn acked(&mut self, mark: Mark, now: Instant) {
        let Some(intended) = self.log.in_flight.remove(&mark.seq) else {
            self.tally.counts().doubled += 1;
            return;
        };
        self.mine.mark(mark.seq, ACKED);
        self.waits.tick.fetch_max(u64::try_from((now - intended).as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
        if let Beat::Pause { pause, .. } = &mut self.beat {
            pause.answered(now);
        }
        if let Some(recorder) = &self.tally.recorder {
            recorder.took(measures::ACK, intended, now - intended);
            recorder.done(Deed::Pairs.unit(), 1);
        }
        let mut counts = self.tally.counts();
        counts.acked += 1;
        if self.tally.measures(intended) {
            counts.ack.record(now - intended);
        }
    }

    /// Says how far it has received, as often as a browser does.
    fn deliver(&mut self, now: Instant, say: &mut Vec<ClientFrame>) {
        if self.log.delivered_at.is_some_and(|at| now.saturating_duration_since(at) < DELIVER_EVERY) {
            return;
        }
        self.log.delivered_at = Some(now);
        let (upto, run, me) = (self.log.last_no, self.tally.run, self.me);
        // No hex: it is nobody's mark.
        let id = CommandId::new(format!("{run:08x}.to.{me:x}.{upto:x}")).expect("letters, digits and dots, below 64");
        let command = messaging::Command::Deliver { conversation: self.conversation, upto };
        say.push(ClientFrame::Do { id, command: Command::Messaging(command) });
    }

    /// A hub that is too busy is asked again under the same id, later; any other no is final.
    fn refused(&mut self, mark: Mark, refusal: Refused, now: Instant) {
        let Some(intended) = self.log.in_flight.remove(&mark.seq) else {
            return;
        };
        let later = matches!(refusal.kind, RefusalKind::Busy | RefusalKind::TooFast);
        match &self.tally.recorder {
            Some(recorder) if later => recorder.busy(),
            Some(recorder) => recorder.error(format!("refused: {}", refusal.code), 1),
            None => {}
        }
        *self.tally.counts().refusals.entry(refusal.code).or_default() += 1;
        if later {
            let pause = Duration::from_millis(u64::try_from(refusal.retry_after_ms.unwrap_or(100)).unwrap_or(100).max(1));
            self.log.again.insert(mark.seq, intended);
            self.log.pause_until = self.log.pause_until.max(Some(now + pause));
        } else {
            self.mine.mark(mark.seq, GIVEN_UP);
            self.tally.counts().given_up += 1;
        }
    }

    /// Whether it is news from the other side.
    fn arrived(&mut self, view: &messaging::MessageView, now: Instant) -> bool {
        let mark = Mark::read(self.tally.run, &view.client_id);
        let overtaken = view.no <= self.log.last_no;
        self.log.last_no = self.log.last_no.max(view.no);
        let Some(mark) = mark.filter(|mark| mark.speaker == self.me ^ 1) else {
            self.tally.counts().out_of_order += u64::from(overtaken);
            return false;
        };
        let again = self.theirs.mark(mark.seq, DELIVERED);
        let behind = self.log.last_heard.is_some_and(|last| mark.seq < last);
        self.log.last_heard = self.log.last_heard.max(Some(mark.seq));
        let mut counts = self.tally.counts();
        if again {
            counts.doubled += 1;
            return false;
        }
        counts.delivered += 1;
        let waited = u64::try_from(crate::measure::millis_now() - view.sent_at.0).unwrap_or(0);
        self.waits.message_ms.fetch_max(waited, Ordering::Relaxed);
        // What was refused for its pace comes later by our own doing.
        counts.out_of_order += u64::from(overtaken || (behind && counts.refusals.is_empty()));
        let intended = self.tally.began + Duration::from_micros(mark.intended);
        if let Some(recorder) = &self.tally.recorder {
            recorder.took(measures::DELIVERY, intended, now.saturating_duration_since(intended));
        }
        if self.tally.measures(intended) {
            counts.delivery.record(now.saturating_duration_since(intended));
        }
        true
    }
}

#[cfg(test)]
mod tests;
