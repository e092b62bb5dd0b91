//! A room on a thousand screens: how many deliveries a second its messages make, what each costs the hub, how long it takes
//! until the last one has it, and that everybody hears everything once and in order.
//!
//! A message is in flight until everybody has it, so that what is measured is what arrives and not what waits.

use std::{
    cmp::Ordering,
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use hub::{
    Answer, Command, Event,
    messaging::{self, Command as Messaging},
    rooms::GENERAL,
    wire::{ClientFrame, Encoding, ServerFrame},
};
use tokio::{sync::Notify, time::Instant};

use super::{Interrupt, Meter, all_leave, come_in, enough};
use crate::{
    measure::Latencies,
    members::Member,
    plan::{Pace, Plan},
    report::Report,
    seat::{Entrance, Player, Seat},
};

/// So many different frames are known again by their bytes: those that are under way.
const KNOWN: usize = 16;

/// What all screens of the room share.
pub(crate) struct Hall {
    encoding: Encoding,
    /// Whether numbers come in order where this is played.
    ordered: bool,
    inner: Mutex<Inner>,
    /// Somebody has it who was the last one to.
    whole: Notify,
}

#[derive(Default)]
struct Inner {
    /// What was said before everybody had opened the room does not count.
    first: i64,
    screens: usize,
    opened: usize,
    closed: Vec<String>,
    /// Frames that were read lately: the room's bytes are the same for everybody, so each is read once.
    known: VecDeque<(Bytes, i64)>,
    /// Of each message: how many have it, and since when everybody.
    heard: HashMap<i64, Heard>,
    deliveries: u64,
    doubled: u64,
    out_of_order: u64,
    /// Refusals by code.
    refused: HashMap<String, u64>,
    measuring: bool,
    everybody: Latencies,
    acks: Latencies,
    said: u64,
}

/// Who has a message.
#[derive(Clone, Copy, Default)]
struct Heard {
    screens: usize,
    whole_at: Option<Instant>,
}

/// What the promises came to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept {
    pub lost: u64,
    pub doubled: u64,
    pub out_of_order: u64,
}

impl Hall {
    pub fn new(entrance: &Entrance, screens: usize) -> Hall {
        let ordered = entrance.peer.as_ref().is_none_or(|peer| peer.keeps_order());
        let inner = Inner { screens, ..Inner::default() };
        Hall { encoding: entrance.encoding, ordered, inner: Mutex::new(inner), whole: Notify::new() }
    }

    pub fn deliveries(&self) -> u64 {
        self.lock().deliveries
    }

    pub fn kept(&self) -> Kept {
        let inner = self.lock();
        let lost = inner.heard.values().map(|heard| inner.screens.saturating_sub(heard.screens) as u64).sum();
        Kept { lost, doubled: inner.doubled, out_of_order: inner.out_of_order }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A frame came to a screen that had heard everything up to `last`. The number it has now; `None`: it is of something else.
    fn hears(&self, bytes: &Bytes, last: i64) -> Option<i64> {
        let mut inner = self.lock();
        let no = match inner.known.iter().rev().find(|(known, _)| known == bytes) {
            Some((_, no)) => *no,
            None => {
                let frame = self.encoding.decode::<ServerFrame>(bytes).ok()?;
                let no = number_of(&frame)?;
                inner.known.push_back((bytes.clone(), no));
                if inner.known.len() > KNOWN {
                    inner.known.pop_front();
                }
                no
            }
        };
        Some(self.counts(inner, no, last))
    }

    /// Message `no` came to a screen that had heard everything up to `last`. The number it has now.
    fn counts(&self, mut inner: MutexGuard<'_, Inner>, no: i64, last: i64) -> i64 {
        if no <= inner.first {
            return last;
        }
        match no {
            no if no <= last && self.ordered => inner.doubled += 1,
            no if no > last + 1 && self.ordered => inner.out_of_order += 1,
            _ => {}
        }
        inner.deliveries += 1;
        let screens = inner.screens;
        let heard = inner.heard.entry(no).or_default();
        heard.screens += 1;
        match heard.screens.cmp(&screens) {
            Ordering::Less => {}
            Ordering::Equal => {
                heard.whole_at = Some(Instant::now());
                drop(inner);
                self.whole.notify_waiters();
            }
            // Without an order, what came twice shows as one screen more than there are.
            Ordering::Greater if !self.ordered => inner.doubled += 1,
            Ordering::Greater => {}
        }
        no.max(last)
    }

    /// Message `no` was acknowledged: it is missed also if no screen ever hears it.
    pub fn expects(&self, no: i64) {
        let mut inner = self.lock();
        if no > inner.first {
            inner.heard.entry(no).or_default();
        }
    }

    fn whole_at(&self, no: i64) -> Option<Instant> {
        self.lock().heard.get(&no)?.whole_at
    }

    /// Comes back when everybody has it, with the moment since when.
    pub async fn everybody_has(&self, no: i64) -> Instant {
        loop {
            let whole = self.whole.notified();
            if let Some(at) = self.whole_at(no) {
                return at;
            }
            whole.await;
        }
    }
}

fn number_of(frame: &ServerFrame) -> Option<i64> {
    match frame {
        ServerFrame::Event { event: Event::Messaging(messaging::Event::Sent { conversation, no, .. }), .. } => {
            (*conversation == GENERAL).then_some(*no)
        }
        _ => None,
    }
}

/// A screen that shows the room.
struct Listener {
    hall: Arc<Hall>,
    /// The last message that it heard.
    last: Option<i64>,
    /// When it opens the room, until it has.
    opens_at: Option<Instant>,
}

impl Player for Listener {
    fn knows(&mut self, bytes: &Bytes) -> bool {
        let Some(last) = self.last else { return false };
        match self.hall.hears(bytes, last) {
            Some(no) => {
                self.last = Some(no);
                true
            }
            None => false,
        }
    }

    fn heard(&mut self, frame: ServerFrame, _: Instant, _: &mut Vec<ClientFrame>) {
        match frame {
            ServerFrame::RoomOpened { room: GENERAL, .. } => self.hall.lock().opened += 1,
            ServerFrame::RoomClosed { refusal, .. } => self.hall.lock().closed.push(refusal.words),
            // Of a peer, whose bytes are not known.
            frame => {
                if let (Some(no), Some(last)) = (number_of(&frame), self.last) {
                    self.last = Some(self.hall.counts(self.hall.lock(), no, last));
                }
            }
        }
    }

    fn due(&self, _: Instant) -> Option<Instant> {
        self.opens_at
    }

    fn moves(&mut self, _: Instant, say: &mut Vec<ClientFrame>) {
        self.opens_at = None;
        say.push(ClientFrame::OpenRoom { room: GENERAL, epoch: None, log_no: None });
    }
}

pub async fn run(plan: &Plan, members: &[Member], mut interrupt: Interrupt, report: &mut Report) -> Result<(), String> {
    let members = enough(plan, members)?;
    let filled = come_in(plan, members, 0, &mut interrupt, report).await?;
    let seats: Vec<Seat> = filled.seats.into_iter().flatten().collect();
    let Pace::Closed(in_flight) = plan.pace else { return Err("a room is paced by --in-flight".to_owned()) };
    report.put("pace", "pace", format!("{in_flight} messages in flight, each until everybody has it"));
    report.put("sockets", "sockets", seats.len());
    report.put_latencies("connecting", "connecting", &filled.connecting);
    let hall = Arc::new(Hall::new(&plan.entrance, seats.len()));
    open_everywhere(plan.body, &hall, &seats, &mut interrupt).await?;

    let measured = {
        let talk = futures_util::future::join_all(seats.iter().take(in_flight).map(|seat| talks(plan, hall.clone(), seat)));
        tokio::select! {
            _ = talk => Err("nobody says anything any more".to_owned()),
            measured = measure(plan, &hall, &mut interrupt, report) => measured,
        }
    };
    // What is under way may still arrive; nobody says more, since nobody waits for that any more.
    measured?;
    tell(plan, &hall, &seats, report).await;
    all_leave(seats, report).await;
    Ok(())
}

/// The first message says where the numbers stand; only then everybody counts.
pub(crate) async fn open_everywhere(body: usize, hall: &Arc<Hall>, seats: &[Seat], interrupt: &mut Interrupt) -> Result<(), String> {
    let head = first_number(seats.first().ok_or("nobody came in")?, body).await?;
    hall.lock().first = head;
    for seat in seats {
        seat.play(Listener { hall: hall.clone(), last: Some(head), opens_at: Some(Instant::now()) });
    }
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        {
            let inner = hall.lock();
            if let Some(words) = inner.closed.first() {
                return Err(format!("the room was not opened on {} screens; the first: {words}", inner.closed.len()));
            }
            if inner.opened == seats.len() {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(format!("the room was opened on {} screens of {} within 30 s", inner.opened, seats.len()));
            }
        }
        if !interrupt.sleep_until(Instant::now() + Duration::from_millis(20)).await {
            return Err("interrupted while the room was being opened".to_owned());
        }
    }
}

/// The relay knows a room from when it is opened there.
async fn first_number(seat: &Seat, body: usize) -> Result<i64, String> {
    struct Opener(Option<Instant>);
    impl Player for Opener {
        fn heard(&mut self, _: ServerFrame, _: Instant, _: &mut Vec<ClientFrame>) {}
        fn due(&self, _: Instant) -> Option<Instant> {
            self.0
        }
        fn moves(&mut self, _: Instant, say: &mut Vec<ClientFrame>) {
            self.0 = None;
            say.push(ClientFrame::OpenRoom { room: GENERAL, epoch: None, log_no: None });
        }
    }
    seat.play(Opener(Some(Instant::now())));
    match seat.act(say(body)).await {
        Ok(Answer::Message { no, .. }) => Ok(no),
        Ok(other) => Err(format!("a message was answered by {other:?}")),
        Err(no) => Err(format!("nobody may say anything: {} ({})", no.words, no.code)),
    }
}

pub(crate) fn say(bytes: usize) -> Command {
    let body = "has anybody seen the large whisk, it was here this morning, ".chars().cycle().take(bytes - 1).chain(['.']).collect();
    Command::Messaging(Messaging::Send { conversation: GENERAL, body, reply_to: None, files: Vec::new() })
}

/// One message after the other, each when everybody has the one before.
async fn talks(plan: &Plan, hall: Arc<Hall>, seat: &Seat) {
    loop {
        let began = Instant::now();
        match seat.act(say(plan.body)).await {
            Ok(Answer::Message { no, .. }) => {
                let acked = began.elapsed();
                hall.everybody_has(no).await;
                let mut inner = hall.lock();
                if inner.measuring {
                    inner.said += 1;
                    inner.acks.record(acked);
                    inner.everybody.record(began.elapsed());
                }
            }
            Ok(_) => return,
            Err(refused) => {
                let pause = u64::try_from(refused.retry_after_ms.unwrap_or(100)).unwrap_or(100);
                *hall.lock().refused.entry(refused.code).or_default() += 1;
                tokio::time::sleep(Duration::from_millis(pause)).await;
            }
        }
    }
}

async fn measure(plan: &Plan, hall: &Hall, interrupt: &mut Interrupt, report: &mut Report) -> Result<(), String> {
    if !interrupt.sleep_until(Instant::now() + plan.warm_up).await {
        return Ok(());
    }
    let meter = Meter::begin(plan)?;
    let before = {
        let mut inner = hall.lock();
        inner.measuring = true;
        inner.deliveries
    };
    interrupt.sleep_until(Instant::now() + plan.duration).await;
    let deliveries = {
        let mut inner = hall.lock();
        inner.measuring = false;
        inner.deliveries - before
    };
    let used = meter.end(plan, report)?;
    report.put("deliveries_per_second", "deliveries a second", deliveries as f64 / used.wall);
    if let Some(cpu) = used.hub_cpu.filter(|_| deliveries > 0) {
        report.put("hub_cpu_seconds_per_million", "the hub's CPU seconds a million deliveries", cpu / deliveries as f64 * 1e6);
    }
    Ok(())
}

async fn tell(plan: &Plan, hall: &Hall, seats: &[Seat], report: &mut Report) {
    let until = Instant::now() + plan.grace;
    while hall.kept().lost > 0 && Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let lost = hall.kept().lost;
    let inner = hall.lock();
    report.put("said", "messages, measured", inner.said);
    report.put("heard", "messages, in all", inner.heard.len());
    report.put_latencies("ack", "from sending to the tick", &inner.acks);
    report.put_latencies("everybody", "from sending to the last screen", &inner.everybody);
    report.must_be_none("lost", "deliveries that never came", lost);
    report.must_be_none("doubled", "deliveries that came twice", inner.doubled);
    report.must_be_none("out_of_order", "deliveries out of order", inner.out_of_order);
    let mut refused: Vec<_> = inner.refused.iter().collect();
    refused.sort();
    for (code, times) in refused {
        report.doubts.push(format!("refused with {code}: {times} times"));
    }
    let open = seats.iter().filter(|seat| seat.is_open()).count();
    report.must_be_none("let_go", "screens that were let go", (seats.len() - open) as u64);
}
