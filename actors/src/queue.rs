//! What waits to be written. It stands outside of the persistence actor: when that one panics nothing is lost, and the batch
//! that was being written is the first of the next one. Ids make a second try harmless.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use actix::Recipient;
use hub::{Command, CommandId, Envelope, Refusal, UserId, command::AnyRefusal, messaging};
use tokio::sync::{Notify, oneshot};

use crate::{
    messages::{Answered, Line, SocketId, Verdict},
    request::RequestId,
};

/// The most commands of one batch. Large, since the more of them write to one page of the database the less each costs
/// (measured on SQLite with 200,000 messages there: 8,400 a second with 512, 9,400 with this).
pub(crate) const LARGEST_BATCH: usize = 2_048;
/// Nobody waits longer than this for an answer if the door can help it.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// A queue may look long for a moment before batches have grown; it is judged when its oldest has waited this long.
const BEFORE_JUDGING: Duration = Duration::from_millis(250);
/// A batch that brought the actor down so often is given up.
const MOST_TRIES: u8 = 3;

/// Who waits for the answer.
pub(crate) enum ReplyTo {
    Caller(oneshot::Sender<Verdict>),
    /// Unbounded, but a socket has few commands on their way.
    Socket(Recipient<Answered>),
}

impl ReplyTo {
    pub fn say(self, id: CommandId, verdict: Verdict) {
        match self {
            // Who gave up waiting needs no answer.
            ReplyTo::Caller(caller) => drop(caller.send(verdict)),
            ReplyTo::Socket(socket) => socket.do_send(Answered { id, verdict }),
        }
    }
}

pub(crate) struct Waiting {
    /// Shared with the batch it becomes part of.
    pub envelope: Arc<Envelope>,
    pub request: RequestId,
    pub line: Option<Line>,
    pub reply: ReplyTo,
    pub since: Instant,
}

impl Waiting {
    fn refuse(self, refusal: Refusal) {
        self.reply.say(Arc::unwrap_or_clone(self.envelope).id, Err(refusal));
    }
}

/// The answer to one command of a batch.
pub(crate) struct Settled {
    pub verdict: Verdict,
    /// It was a fault that may pass: later sends of its line have to wait for it.
    pub fault: bool,
}

/// An answer that is to be said. It is said when it is dropped, so whatever happens to who carries it, it is not lost.
pub(crate) struct Reply {
    inner: Option<(Waiting, Verdict)>,
    unsaid: Arc<AtomicUsize>,
}

impl Reply {
    fn new(waiting: Waiting, verdict: Verdict, unsaid: &Arc<AtomicUsize>) -> Reply {
        unsaid.fetch_add(1, Relaxed);
        Reply { inner: Some((waiting, verdict)), unsaid: unsaid.clone() }
    }

    /// Whose socket waits for it; `None` when it is no socket.
    pub fn member(&self) -> Option<UserId> {
        let (waiting, _) = self.inner.as_ref()?;
        matches!(waiting.reply, ReplyTo::Socket(_)).then(|| waiting.envelope.by.user()).flatten()
    }

    pub fn say(self) {
        drop(self);
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        if let Some((waiting, verdict)) = self.inner.take() {
            waiting.reply.say(Arc::unwrap_or_clone(waiting.envelope).id, verdict);
        }
        self.unsaid.fetch_sub(1, Relaxed);
    }
}

pub(crate) struct Queue {
    inner: Mutex<Inner>,
    most: usize,
    emptied: Notify,
    /// Answers on their way to who asked.
    unsaid: Arc<AtomicUsize>,
}

#[derive(Default)]
struct Inner {
    members: VecDeque<Waiting>,
    house: VecDeque<Waiting>,
    at_work: Vec<Waiting>,
    began: Option<Instant>,
    tries: u8,
    /// Somebody is on the way to take from it.
    attended: bool,
    closed: bool,
    /// Lately: microseconds and commands, older batches counting less and less.
    lately: (f64, f64),
    /// Lines whose order would break if anything but this id went first.
    broken: HashMap<Line, CommandId>,
}

/// What handing in came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Handed {
    /// Nobody attends the queue: ring.
    Ring,
    Waits,
    Refused,
}

impl Queue {
    pub fn new(most: usize) -> Queue {
        Queue { inner: Mutex::default(), most, emptied: Notify::new(), unsaid: Arc::default() }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a command in, or refuses it at the door.
    pub fn hand_in(&self, waiting: Waiting) -> Handed {
        let mut inner = self.lock();
        if let Some(refusal) = inner.refusal(&waiting, self.most) {
            drop(inner);
            waiting.refuse(refusal);
            return Handed::Refused;
        }
        let side = if waiting.envelope.by.is_house() { &mut inner.house } else { &mut inner.members };
        side.push_back(waiting);
        if inner.attended {
            Handed::Waits
        } else {
            inner.attended = true;
            Handed::Ring
        }
    }

    /// The next batch; empty when there is none, and then somebody has to ring again.
    pub fn take(&self) -> Vec<Arc<Envelope>> {
        let mut inner = self.lock();
        let house = inner.share_of_the_house();
        let members = inner.members.len().min(LARGEST_BATCH - house);
        let mut batch: Vec<Waiting> = inner.members.drain(..members).collect();
        batch.extend(inner.house.drain(..house));
        let envelopes = batch.iter().map(|w| w.envelope.clone()).collect::<Vec<_>>();
        inner.attended = !batch.is_empty();
        inner.began = inner.attended.then(Instant::now);
        inner.at_work = batch;
        if !inner.attended {
            self.emptied.notify_waiters();
        }
        envelopes
    }

    /// The batch that was taken is done: who is to be answered what.
    pub fn settle(&self, spent: Duration, settled: Vec<Settled>) -> Vec<Reply> {
        let mut inner = self.lock();
        let batch = std::mem::take(&mut inner.at_work);
        (inner.began, inner.tries) = (None, 0);
        // How long it takes to find out that the database is away says nothing about how long writing takes.
        if settled.iter().any(|one| !one.fault) {
            inner.lately = (inner.lately.0 * 0.8 + spent.as_micros() as f64, inner.lately.1 * 0.8 + batch.len() as f64);
        }
        let mut replies: Vec<Reply> = Vec::with_capacity(batch.len());
        let mut broke = HashSet::new();
        for (waiting, one) in batch.into_iter().zip(settled) {
            if let Some(line) = waiting.line.filter(|line| one.fault && broke.insert(*line)) {
                // Also where a later one was refused at the door meanwhile: this one goes before it. (Found by a nemesis over a
                // million messages: the later one was let in first, 310 times.)
                inner.broken.insert(line, waiting.envelope.id.clone());
                replies.extend(inner.pull(line).into_iter().map(|waiting| Reply::new(waiting, Err(after_a_fault()), &self.unsaid)));
            }
            replies.push(Reply::new(waiting, one.verdict, &self.unsaid));
        }
        replies
    }

    /// Which requests the commands being written came with, in order.
    pub fn requests_at_work(&self) -> Vec<RequestId> {
        self.lock().at_work.iter().map(|w| w.request).collect()
    }

    /// A new actor begins: what the last one was at comes first again, in order. Whether it was at anything.
    pub fn recover(&self) -> bool {
        let mut inner = self.lock();
        let batch = std::mem::take(&mut inner.at_work);
        inner.began = None;
        inner.attended = true;
        inner.tries = if batch.is_empty() { 0 } else { inner.tries + 1 };
        if inner.tries >= MOST_TRIES {
            inner.tries = 0;
            drop(inner);
            tracing::error!(size = batch.len(), "a batch brought its actor down again and again, it is given up");
            batch.into_iter().for_each(|w| w.refuse(AnyRefusal::Broken.into()));
            return true;
        }
        let was_at_work = !batch.is_empty();
        for waiting in batch.into_iter().rev() {
            let side = if waiting.envelope.by.is_house() { &mut inner.house } else { &mut inner.members };
            side.push_front(waiting);
        }
        was_at_work
    }

    /// Nobody else is let in. Who waits is still answered.
    pub fn close(&self) {
        self.lock().closed = true;
    }

    /// Until nothing waits any more and everybody was answered.
    pub async fn drained(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.waiting() == 0 && !self.lock().attended && self.unsaid.load(Relaxed) == 0 {
                return;
            }
            // The look above may have come just too late for the bell; so it is taken again.
            let _ = tokio::time::timeout(Duration::from_millis(20), emptied).await;
        }
    }

    /// A socket went: its broken lines with it.
    pub fn forget(&self, socket: SocketId) {
        let mut inner = self.lock();
        if !inner.broken.is_empty() {
            inner.broken.retain(|line, _| line.socket != socket);
        }
    }

    /// How many wait or are being written.
    pub fn waiting(&self) -> usize {
        let inner = self.lock();
        inner.members.len() + inner.house.len() + inner.at_work.len()
    }

    /// How many are being written.
    pub fn writing(&self) -> usize {
        self.lock().at_work.len()
    }

    /// How long the oldest has waited.
    pub fn oldest(&self) -> Duration {
        let inner = self.lock();
        let oldest = [inner.at_work.first(), inner.members.front(), inner.house.front()];
        oldest.into_iter().flatten().map(|w| w.since.elapsed()).max().unwrap_or_default()
    }
}

fn after_a_fault() -> Refusal {
    messaging::Refusal::AfterAFault.into()
}

impl Inner {
    /// Why it can't be let in. A send that is refused here, too, goes before the later ones of its line.
    fn refusal(&mut self, waiting: &Waiting, most: usize) -> Option<Refusal> {
        let first = waiting.line.and_then(|line| self.broken.get(&line)).cloned();
        if first.as_ref().is_some_and(|id| *id != waiting.envelope.id) {
            return Some(after_a_fault());
        }
        if let Some(wait) = self.too_long(most) {
            if let Some(line) = waiting.line {
                self.broken.insert(line, waiting.envelope.id.clone());
            }
            return Some(AnyRefusal::Busy { retry_after_ms: wait.as_millis() as i64 }.into());
        }
        if let (Some(line), Some(_)) = (waiting.line, first) {
            self.broken.remove(&line);
        }
        None
    }

    /// How long a newcomer should stay away, if it would wait too long here.
    fn too_long(&self, most: usize) -> Option<Duration> {
        if self.closed {
            return Some(Duration::from_secs(2));
        }
        let ahead = self.members.len() + self.house.len();
        let estimate = Duration::from_micros((ahead as f64 * self.lately.0 / self.lately.1.max(1.0)) as u64);
        let at_work = self.began.map(|b| b.elapsed()).unwrap_or_default();
        let oldest = self.members.front().map(|w| w.since.elapsed()).unwrap_or_default().max(at_work);
        let stuck = ahead > 0 && at_work > LONGEST_WAIT;
        let late = oldest > BEFORE_JUDGING && estimate > LONGEST_WAIT;
        (ahead >= most || stuck || late).then(|| estimate.clamp(Duration::from_millis(500), Duration::from_secs(10)))
    }

    /// While members wait, the house gets at most a quarter of a batch.
    fn share_of_the_house(&self) -> usize {
        let share = if self.members.is_empty() { LARGEST_BATCH } else { LARGEST_BATCH / 4 };
        self.house.len().min(share)
    }

    /// Pulls what waits in a line out of the queue.
    fn pull(&mut self, line: Line) -> Vec<Waiting> {
        let (pulled, stay): (Vec<_>, Vec<_>) = self.members.drain(..).partition(|w| w.line == Some(line));
        self.members = stay.into();
        pulled
    }
}

/// The line of a socket's command: sends have one.
pub(crate) fn line_of(socket: SocketId, command: &Command) -> Option<Line> {
    match command {
        Command::Messaging(messaging::Command::Send { conversation, .. }) => Some(Line { socket, conversation: *conversation }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hub::{Answer, By, NoticeId, Timestamp, notices};

    const ANA: By = By::Member(UserId(1));

    fn waiting(by: By, id: usize) -> (Waiting, oneshot::Receiver<Verdict>) {
        let (caller, answer) = oneshot::channel();
        let command = Command::Notices(notices::Command::Seen { upto: NoticeId(1) });
        let envelope = Envelope { id: CommandId::new(format!("t{id}")).unwrap(), by, command, at: Timestamp(0), locale: hub::Locale::En };
        let request = crate::request::RequestIds::new(1).next();
        (Waiting { envelope: Arc::new(envelope), request, line: None, reply: ReplyTo::Caller(caller), since: Instant::now() }, answer)
    }

    fn holds(queue: &Queue, by: By, count: usize) -> Vec<oneshot::Receiver<Verdict>> {
        (0..count)
            .map(|id| {
                let (waiting, answer) = waiting(by, id);
                queue.hand_in(waiting);
                answer
            })
            .collect()
    }

    fn count(batch: &[Arc<Envelope>]) -> (usize, usize) {
        let house = batch.iter().filter(|e| e.by.is_house()).count();
        (batch.len() - house, house)
    }

    #[test]
    fn while_members_wait_the_house_gets_a_quarter() {
        let queue = Queue::new(10_000);
        let _answers = (holds(&queue, By::Matcher, 3_000), holds(&queue, ANA, 3_000));
        assert_eq!(count(&queue.take()), (1_536, 512));
        queue.recover();
        assert_eq!(count(&queue.take()), (1_536, 512), "the same ones, again");
    }

    #[test]
    fn alone_the_house_gets_all_of_it() {
        let queue = Queue::new(10_000);
        let _answers = holds(&queue, By::Clock, 3_000);
        assert_eq!(count(&queue.take()), (0, LARGEST_BATCH));
    }

    #[test]
    fn the_first_rings_and_the_others_wait() {
        let queue = Queue::new(2);
        let handed: Vec<Handed> = (0..3).map(|id| queue.hand_in(waiting(ANA, id).0)).collect();
        assert_eq!(handed, [Handed::Ring, Handed::Waits, Handed::Refused]);
        assert_eq!(queue.take().len(), 2);
        // Taken in while the batch is written: nobody has to ring.
        assert_eq!(queue.hand_in(waiting(ANA, 4).0), Handed::Waits);
    }

    #[test]
    fn a_batch_that_brings_its_actor_down_again_and_again_is_given_up() {
        let queue = Queue::new(10);
        let mut answers = holds(&queue, ANA, 2);
        for _ in 0..MOST_TRIES - 1 {
            assert_eq!(queue.take().len(), 2);
            assert!(queue.recover());
            assert!(answers[0].try_recv().is_err(), "not yet");
        }
        queue.take();
        queue.recover();
        for answer in &mut answers {
            assert_eq!(answer.try_recv(), Ok(Err(AnyRefusal::Broken.into())));
        }
        assert!(queue.take().is_empty());
    }

    #[test]
    fn who_is_answered_is_who_asked() {
        let queue = Queue::new(10);
        let mut answers = holds(&queue, ANA, 2);
        queue.take();
        let settled =
            vec![Settled { verdict: Ok(Answer::Done), fault: false }, Settled { verdict: Err(AnyRefusal::Broken.into()), fault: true }];
        queue.settle(Duration::from_millis(1), settled).into_iter().for_each(Reply::say);
        assert_eq!(answers[0].try_recv(), Ok(Ok(Answer::Done)));
        assert_eq!(answers[1].try_recv(), Ok(Err(AnyRefusal::Broken.into())));
        assert_eq!(queue.waiting(), 0);
    }

    #[test]
    fn after_a_fault_the_oldest_of_a_line_goes_first_also_when_a_later_one_was_refused_at_the_door() {
        let queue = Queue::new(1);
        let line = Some(Line { socket: SocketId(7), conversation: hub::ConversationId(1) });
        let hand_in = |id| {
            let (mut waiting, answer) = waiting(ANA, id);
            waiting.line = line;
            (queue.hand_in(waiting), answer)
        };
        let is_refused = |answer: &mut oneshot::Receiver<Verdict>| answer.try_recv().expect("answered").expect_err("a no");
        let (_, mut first) = hand_in(1);
        queue.take();
        let (_, mut second) = hand_in(2);
        let (handed, mut third) = hand_in(3);
        assert_eq!(handed, Handed::Refused, "no room");
        assert!(matches!(is_refused(&mut third), Refusal::Any(AnyRefusal::Busy { .. })));
        let fault = Settled { verdict: Err(AnyRefusal::Busy { retry_after_ms: 1 }.into()), fault: true };
        queue.settle(Duration::from_millis(1), vec![fault]).into_iter().for_each(Reply::say);
        is_refused(&mut first);
        assert_eq!(is_refused(&mut second), after_a_fault());
        queue.take();
        for later in [2, 3] {
            let (handed, mut answer) = hand_in(later);
            assert_eq!((handed, is_refused(&mut answer)), (Handed::Refused, after_a_fault()), "{later} overtakes nobody");
        }
        let (handed, _first) = hand_in(1);
        assert_eq!(handed, Handed::Ring);
    }

    #[tokio::test]
    async fn an_answer_that_nobody_carries_is_said_all_the_same() {
        let queue = Queue::new(10);
        let mut answers = holds(&queue, ANA, 1);
        queue.take();
        let replies = queue.settle(Duration::from_millis(1), vec![Settled { verdict: Ok(Answer::Done), fault: false }]);
        assert!(queue.take().is_empty());
        let drained = tokio::time::timeout(Duration::from_millis(100), queue.drained()).await;
        assert!((drained.is_err(), answers[0].try_recv().is_err()) == (true, true), "the answer is still on its way");
        drop(replies);
        assert_eq!(answers[0].try_recv(), Ok(Ok(Answer::Done)));
        queue.drained().await;
    }

    /// A queue whose last batches took so long for each command, with two that wait since then.
    fn slow(each: Duration, since: Duration) -> Queue {
        let queue = Queue::new(1_000);
        let _first = holds(&queue, ANA, 2);
        queue.take();
        queue.settle(each * 2, (0..2).map(|_| Settled { verdict: Ok(Answer::Done), fault: false }).collect());
        queue.take();
        for id in 0..2 {
            let mut waiting = waiting(ANA, id).0;
            waiting.since = Instant::now().checked_sub(since).expect("the machine is older than that");
            queue.hand_in(waiting);
        }
        queue
    }

    fn told_to_come_back(queue: &Queue) -> Option<i64> {
        let (waiting, mut answer) = waiting(ANA, 99);
        queue.hand_in(waiting);
        match answer.try_recv() {
            Ok(Err(Refusal::Any(AnyRefusal::Busy { retry_after_ms }))) => Some(retry_after_ms),
            _ => None,
        }
    }

    #[test]
    fn who_would_wait_more_than_two_seconds_is_told_when_to_come_back() {
        let long = Duration::from_millis(300);
        assert_eq!(told_to_come_back(&slow(Duration::from_millis(1_500), long)), Some(3_000), "two wait, each takes a second and a half");
        assert_eq!(told_to_come_back(&slow(Duration::from_millis(900), long)), None, "1.8 seconds are fine");
        assert_eq!(told_to_come_back(&slow(Duration::from_millis(1_500), Duration::ZERO)), None, "it is not judged in its first moment");
        assert_eq!(told_to_come_back(&slow(Duration::from_secs(60), long)), Some(10_000), "nobody is sent away for longer");
    }

    #[test]
    fn behind_a_batch_that_does_not_end_nobody_else_is_let_in() {
        let queue = Queue::new(1_000);
        let _first = holds(&queue, ANA, 1);
        queue.take();
        let _second = holds(&queue, ANA, 1);
        assert_eq!(told_to_come_back(&queue), None);
        queue.lock().began = Instant::now().checked_sub(LONGEST_WAIT + Duration::from_millis(1));
        assert_eq!(told_to_come_back(&queue), Some(500));
    }
}
