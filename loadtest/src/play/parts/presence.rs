//! Coming, going and typing, seen by somebody they have written with: how soon it stands on the other screen.
//!
//! ```text
//!   goer     types ──▶ hub ──▶ watcher hears “typing”
//!            leaves, comes ──▶ watcher hears “gone”, “here”
//! ```
//! Of two members one goes and one watches. What a signal is about is known by its kind and order: there is no next one of a kind
//! until the one before was heard, or for five seconds.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use hub::{
    UserId,
    kernel::ids::ConversationId,
    wire::{ClientFrame, ClientWhisper, ServerFrame, ServerWhisper},
};
use rand::Rng;
use tokio::{task::JoinSet, time::Instant};

use super::{Cast, all_leave};
use crate::{
    members::Member,
    play::{
        measures,
        recorder::Recorder,
        script::Deed,
        stage::{Findings, Stage},
    },
    scenarios::pairs::open_conversations,
    seat::{Player, Seat},
};

/// After so long without being heard a signal counts as lost. The hub itself waits two seconds before it says that somebody is
/// gone, since a page that is left for another one closes its socket, too.
const UNHEARD: Duration = Duration::from_secs(5);

/// The signals that are on their way to one watcher: typing, here, gone.
#[derive(Default)]
struct Waiting(Mutex<[Option<Instant>; 3]>);

const KEYS: [&str; 3] = [measures::TYPING, measures::HERE, measures::GONE];
const TYPING: usize = 0;
const HERE: usize = 1;
const GONE: usize = 2;

impl Waiting {
    fn lock(&self) -> MutexGuard<'_, [Option<Instant>; 3]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A signal goes out; `false` when one before it is still on its way.
    fn sends(&self, which: usize, intended: Instant) -> bool {
        let mut waiting = self.lock();
        let free = waiting[which].is_none();
        if free {
            waiting[which] = Some(intended);
        }
        free
    }

    fn heard(&self, which: usize, now: Instant, recorder: &Recorder) {
        if let Some(intended) = self.lock()[which].take() {
            recorder.took(KEYS[which], intended, now.saturating_duration_since(intended));
            recorder.done(Deed::Presence.unit(), 1);
        }
    }

    /// Whether somebody who comes or goes has not been seen to yet: who comes back before that was never gone.
    fn is_moving(&self) -> bool {
        let waiting = self.lock();
        waiting[HERE].is_some() || waiting[GONE].is_some()
    }

    fn is_quiet(&self) -> bool {
        self.lock().iter().all(Option::is_none)
    }

    /// Given up, what has waited for too long.
    fn sweep(&self, recorder: &Recorder) {
        let mut waiting = self.lock();
        for (which, intended) in waiting.iter_mut().enumerate() {
            if intended.is_some_and(|intended| intended.elapsed() > UNHEARD) {
                *intended = None;
                recorder.error(format!("never seen on the other screen: {}", KEYS[which]), 1);
            }
        }
    }
}

/// A screen that watches one person.
struct Watcher {
    goer: UserId,
    conversation: ConversationId,
    opens_at: Option<Instant>,
    waiting: Arc<Waiting>,
    recorder: Arc<Recorder>,
}

impl Player for Watcher {
    fn heard(&mut self, frame: ServerFrame, now: Instant, _: &mut Vec<ClientFrame>) {
        let ServerFrame::Whisper { whisper } = frame else { return };
        let which = match whisper {
            ServerWhisper::Typing { conversation, by } if conversation == self.conversation && by == self.goer => TYPING,
            ServerWhisper::Here { user, here: true } if user == self.goer => HERE,
            ServerWhisper::Here { user, here: false } | ServerWhisper::Seen { user, .. } if user == self.goer => GONE,
            _ => return,
        };
        self.waiting.heard(which, now, &self.recorder);
    }

    fn due(&self, _: Instant) -> Option<Instant> {
        self.opens_at
    }

    fn moves(&mut self, _: Instant, say: &mut Vec<ClientFrame>) {
        self.opens_at = None;
        let whisper = ClientWhisper::Watch { conversations: vec![self.conversation], people: vec![self.goer] };
        say.push(ClientFrame::Whisper { whisper });
    }
}

/// A screen that says one frame, at once.
struct Types(Option<(Instant, ClientFrame)>);

impl Player for Types {
    fn heard(&mut self, _: ServerFrame, _: Instant, _: &mut Vec<ClientFrame>) {}

    fn due(&self, _: Instant) -> Option<Instant> {
        self.0.as_ref().map(|(at, _)| *at)
    }

    fn moves(&mut self, _: Instant, say: &mut Vec<ClientFrame>) {
        say.extend(self.0.take().map(|(_, frame)| frame));
    }
}

struct Two {
    conversation: ConversationId,
    watcher: Seat,
    goer: Option<Seat>,
    member: Member,
    index: usize,
    waiting: Arc<Waiting>,
}

pub struct Presence {
    at: usize,
    twos: Vec<Two>,
    watchers: Vec<Seat>,
    goers: JoinSet<Option<Seat>>,
}

impl Presence {
    pub async fn prepare(cast: Cast<'_>, stage: &Stage) -> Result<Presence, String> {
        let pairs = open_conversations(&stage.entrance, cast.members, &cast.seats).await?;
        let (mut seats, mut twos) = (cast.seats.into_iter(), Vec::new());
        for (nth, pair) in pairs.iter().enumerate() {
            let (watcher, goer) = (seats.next().flatten(), seats.next().flatten());
            let (Some(pair), Some(watcher), Some(goer)) = (pair, watcher, goer) else { continue };
            let (user, waiting) = (goer.welcome().user, Arc::<Waiting>::default());
            watcher.play(Watcher {
                goer: user,
                conversation: pair.conversation,
                opens_at: Some(Instant::now()),
                waiting: waiting.clone(),
                recorder: stage.recorder.clone(),
            });
            let index = 2 * nth + 1;
            let member = cast.members[index].clone();
            twos.push(Two { conversation: pair.conversation, watcher, goer: Some(goer), member, index: cast.first + index, waiting });
        }
        if twos.is_empty() {
            return Err("nobody came in to be seen".to_owned());
        }
        // Who is here now is told first; that is no signal of ours.
        tokio::time::sleep(Duration::from_millis(200)).await;
        Ok(Presence { at: cast.at, twos, watchers: Vec::new(), goers: JoinSet::new() })
    }

    pub fn begin(&mut self, stage: &Stage, began: Instant) {
        let all = self.twos.len();
        for (nth, mut two) in std::mem::take(&mut self.twos).into_iter().enumerate() {
            let Some(mut drum) = stage.drum(self.at, began, [nth, all]) else { continue };
            let (stage, typing, mut rng) = (stage.clone(), stage.part(self.at).typing, stage.rng(self.at, all + nth));
            self.watchers.push(two.watcher);
            let conversation = two.conversation;
            let mut goer = Goer { seat: two.goer.take(), member: two.member, index: two.index, waiting: two.waiting, stage };
            self.goers.spawn(async move {
                while let Some(intended) = drum.next() {
                    tokio::time::sleep_until(intended).await;
                    goer.waiting.sweep(&goer.stage.recorder);
                    match &goer.seat {
                        Some(seat) if rng.random::<f64>() < typing => {
                            if goer.waiting.sends(TYPING, intended) {
                                let whisper = ClientWhisper::Typing { conversation };
                                seat.play(Types(Some((intended, ClientFrame::Whisper { whisper }))));
                            }
                        }
                        _ if goer.waiting.is_moving() => {}
                        Some(_) => goer.leaves(intended).await,
                        None => goer.comes(intended).await,
                    }
                    drum.advance();
                }
                while !goer.waiting.is_quiet() {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    goer.waiting.sweep(&goer.stage.recorder);
                }
                goer.seat
            });
        }
    }

    pub async fn end(mut self, stage: &Stage, findings: &mut Findings) {
        let mut seats = std::mem::take(&mut self.watchers);
        if stage.interrupt.is_here() {
            self.goers.abort_all();
        }
        while let Some(goer) = self.goers.join_next().await {
            seats.extend(goer.ok().flatten());
        }
        seats.extend(self.twos.into_iter().flat_map(|two| [Some(two.watcher), two.goer]).flatten());
        all_leave(seats, stage, findings).await;
    }
}

/// Who comes and goes.
struct Goer {
    seat: Option<Seat>,
    member: Member,
    index: usize,
    waiting: Arc<Waiting>,
    stage: Stage,
}

impl Goer {
    async fn leaves(&mut self, intended: Instant) {
        let Some(seat) = self.seat.take() else { return };
        self.waiting.sends(GONE, intended);
        if let Some(ended) = seat.leave().await {
            self.stage.recorder.error(format!("a socket was ended by the server: {ended}"), 1);
        }
    }

    async fn comes(&mut self, intended: Instant) {
        self.waiting.sends(HERE, intended);
        match self.stage.entrance.open(&self.member, self.index, None).await {
            Ok(wire) => self.seat = Some(Seat::take(wire)),
            Err(error) => self.stage.recorder.error(error.to_string(), 1),
        }
    }
}
