//! Asks and offers over HTTP, each at its moment; both people's screens wait for the card.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};

use hub::{MatchId, UserId, matches::Post};
use tokio::{
    sync::{mpsc, oneshot},
    task::{JoinHandle, JoinSet},
    time::Instant,
};

use super::{Cast, all_leave};
use crate::{
    play::{
        measures,
        recorder::Recorder,
        script::Deed,
        stage::{Findings, Stage},
    },
    scenarios::{
        matching::{Posted, caught_up, post, stock},
        watcher::{self, Book, Card, Watcher},
    },
    seat::Seat,
};

/// A card may overtake the answer to its post: it is put down when that is surely known.
const ANSWERED: Duration = Duration::from_secs(1);

/// A few screens would be flooded with the cards of a large stock, and let go as too slow.
const STOCK_EACH: usize = 20;

enum News {
    Card(Card),
    Posted(Post, Instant),
    /// Everything was posted: tell when it is quiet.
    Over(oneshot::Sender<Ledger>),
}

pub struct Matching {
    at: usize,
    seats: Vec<Seat>,
    authors: Arc<[String]>,
    tell: mpsc::UnboundedSender<News>,
    keeper: JoinHandle<()>,
    poster: Option<JoinHandle<()>>,
    stocked: usize,
}

impl Matching {
    pub async fn prepare(cast: Cast<'_>, stage: &Stage) -> Result<Matching, String> {
        let (tell, news) = mpsc::unbounded_channel();
        let (mut here, mut authors, mut seats) = (HashSet::new(), Vec::new(), Vec::new());
        let (cards, mut shown) = mpsc::unbounded_channel();
        for (seat, member) in cast.seats.into_iter().zip(cast.members) {
            let Some(seat) = seat else { continue };
            let screen = seat.welcome().user;
            here.insert(screen);
            authors.push(member.token.clone());
            seat.play(Watcher { screen, cards: cards.clone() });
            seats.push(seat);
        }
        let told = tell.clone();
        tokio::spawn(async move {
            while let Some(card) = shown.recv().await {
                let _ = told.send(News::Card(card));
            }
        });
        let keeper = tokio::spawn(keep(Ledger::new(here), news, stage.recorder.clone(), stage.grace));
        let stocked = stock(cast.part.stock.min(STOCK_EACH * authors.len()), &stage.http, &authors).await?;
        caught_up(&stage.http, stocked).await?;
        let authors = authors.into();
        Ok(Matching { at: cast.at, seats, authors, tell, keeper, poster: None, stocked })
    }

    pub fn begin(&mut self, stage: &Stage, began: Instant) {
        let Some(mut drum) = stage.drum(self.at, began, [0, 1]) else { return };
        let (stage, authors, tell) = (stage.clone(), self.authors.clone(), self.tell.clone());
        // Beginning where the stock ended, by other authors: an own offer fits no own ask.
        let mut n = self.stocked;
        self.poster = Some(tokio::spawn(async move {
            let mut going = JoinSet::new();
            while let Some(intended) = drum.next() {
                tokio::time::sleep_until(intended).await;
                let (stage, authors, tell, this) = (stage.clone(), authors.clone(), tell.clone(), n);
                going.spawn(async move {
                    let Posted { intended, answered, outcome } = post(&stage.http, &authors, this, intended).await;
                    match outcome {
                        Ok(post) => {
                            stage.recorder.took(measures::POST, intended, answered - intended);
                            stage.recorder.done(Deed::Match.unit(), 1);
                            let _ = tell.send(News::Posted(post, intended));
                        }
                        Err(no) => stage.recorder.error(format!("a post was not taken: {no}"), 1),
                    }
                });
                n += 1;
                drum.advance();
                while going.try_join_next().is_some() {}
            }
            going.join_all().await;
        }));
    }

    pub async fn end(self, stage: &Stage, findings: &mut Findings) {
        if let Some(poster) = self.poster {
            if stage.interrupt.is_here() {
                poster.abort();
            }
            let _ = tokio::time::timeout(stage.grace + Duration::from_secs(30), poster).await;
        }
        let (over, told) = oneshot::channel();
        let _ = self.tell.send(News::Over(over));
        if let Ok(ledger) = told.await {
            ledger.tell(findings);
        }
        self.keeper.abort();
        all_leave(self.seats, stage, findings).await;
    }
}

/// Which card came where and when, and which post was intended when.
struct Ledger {
    here: HashSet<UserId>,
    book: Book,
    posted: HashMap<Post, Instant>,
    /// On both screens, and not put down yet.
    whole: VecDeque<(MatchId, Instant)>,
    seen: HashSet<MatchId>,
    put_down: u64,
}

impl Ledger {
    fn new(here: HashSet<UserId>) -> Ledger {
        Ledger { here, book: Book::default(), posted: HashMap::new(), whole: VecDeque::new(), seen: HashSet::new(), put_down: 0 }
    }

    fn card(&mut self, card: Card) {
        let id = card.id;
        self.book.note(card);
        if self.book.on_both(id, &self.here).is_some() && self.seen.insert(id) {
            self.whole.push_back((id, Instant::now()));
        }
    }

    /// Puts down what has been whole for so long. A match counts from the later of its two posts; of the stock's there is none.
    fn put_down(&mut self, recorder: &Recorder, after: Duration) {
        while let Some((id, _)) = self.whole.front().copied().filter(|(_, at)| at.elapsed() >= after) {
            self.whole.pop_front();
            let Some((posts, at)) = self.book.on_both(id, &self.here) else { continue };
            if let Some(intended) = posts.iter().filter_map(|post| self.posted.get(post)).max() {
                recorder.took(measures::CARD, *intended, at.saturating_duration_since(*intended));
                self.put_down += 1;
            }
        }
    }

    fn tell(&self, findings: &mut Findings) {
        let watcher::Findings { lost, doubled, without_card, .. } = self.book.findings(&self.posted, &self.here);
        findings.put("posts", "asks and offers posted", self.posted.len() as u64);
        findings.put("cards", "cards on both screens", self.put_down);
        findings.put("without_card", "told without a card", without_card);
        findings.must_be_none("card_lost", "cards on one of two open screens only", lost);
        findings.must_be_none("card_doubled", "cards told twice on one screen", doubled);
        // The first of two that fit each other finds nothing yet.
        if self.put_down == 0 && self.posted.len() >= 10 {
            findings.broken.push("not one post was matched on two open screens".to_owned());
        }
    }
}

async fn keep(mut ledger: Ledger, mut news: mpsc::UnboundedReceiver<News>, recorder: Arc<Recorder>, grace: Duration) {
    let mut over = None;
    let mut quiet_since = Instant::now();
    let mut until = None;
    loop {
        match tokio::time::timeout(Duration::from_millis(100), news.recv()).await {
            Ok(Some(News::Card(card))) => {
                quiet_since = Instant::now();
                ledger.card(card);
            }
            Ok(Some(News::Posted(post, intended))) => {
                ledger.posted.insert(post, intended);
            }
            Ok(Some(News::Over(tell))) => {
                over = Some(tell);
                quiet_since = Instant::now();
                until = Some(Instant::now() + grace);
            }
            Ok(None) => return,
            Err(_) => {}
        }
        ledger.put_down(&recorder, ANSWERED);
        let quiet = quiet_since.elapsed() > ANSWERED && ledger.book.is_complete(&ledger.here);
        if over.is_some() && (quiet || until.is_some_and(|until| Instant::now() > until)) {
            ledger.put_down(&recorder, Duration::ZERO);
            if let Some(tell) = over.take() {
                let _ = tell.send(ledger);
            }
            return;
        }
    }
}
