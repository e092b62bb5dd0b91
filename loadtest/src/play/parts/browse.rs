//! Pages over HTTP, packed as a browser gets them: by strangers, and by members with the session they signed up with. Members
//! who have only a token read `/api/v1` instead: a token opens no page.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use rand::{Rng, rngs::SmallRng};
use tokio::{
    sync::Semaphore,
    task::{JoinHandle, JoinSet},
    time::Instant,
};

use super::Cast;
use crate::play::{
    course::Pause,
    measures,
    script::{Deed, Pacing},
    stage::{Crowd, Stage},
};

/// What members with a token read.
pub const DOORS: [&str; 5] = ["/api/v1/conversations", "/api/v1/matches", "/api/v1/asks", "/api/v1/offers", "/api/v1/notices"];

/// When a page is asked for again whose server is busy and does not say until when.
const LATER: Duration = Duration::from_secs(1);

/// How somebody who is logged in says so.
#[derive(Clone)]
enum Key {
    Cookie(String),
    Token(String),
}

/// What is read, and by whom.
struct Shelf {
    pages: Vec<String>,
    keys: Vec<Key>,
    members: f64,
    /// Asked for, or meant to be, and neither there nor refused yet.
    open: AtomicU64,
}

pub struct Browse {
    at: usize,
    shelf: Arc<Shelf>,
    tasks: Vec<JoinHandle<()>>,
}

impl Browse {
    pub fn prepare(cast: Cast<'_>, crowd: &Crowd) -> Browse {
        let keys = cast.members.iter().enumerate().map(|(at, member)| match crowd.cookies.get(cast.first + at) {
            Some(cookie) => Key::Cookie(cookie.clone()),
            None => Key::Token(member.token.clone()),
        });
        let shelf = Shelf { pages: cast.part.pages.clone(), keys: keys.collect(), members: cast.part.members, open: AtomicU64::new(0) };
        Browse { at: cast.at, shelf: Arc::new(shelf), tasks: Vec::new() }
    }

    pub fn begin(&mut self, stage: &Stage, began: Instant) {
        match stage.part(self.at).pacing {
            Pacing::Open { .. } => {
                let Some(mut drum) = stage.drum(self.at, began, [0, 1]) else { return };
                let (stage, shelf, mut rng) = (stage.clone(), self.shelf.clone(), stage.rng(self.at, 1));
                // Each reader reads one page at a time; who finds none free waits, which is charged.
                let readers = Arc::new(Semaphore::new(stage.part(self.at).users));
                self.tasks.push(tokio::spawn(async move {
                    let mut going = JoinSet::new();
                    while let Some(intended) = drum.next() {
                        tokio::time::sleep_until(intended).await;
                        let (stage, readers, (page, key), shelf) = (stage.clone(), readers.clone(), shelf.choose(&mut rng), shelf.clone());
                        shelf.open.fetch_add(1, Relaxed);
                        going.spawn(async move {
                            // The semaphore is never closed.
                            let _reader = readers.acquire().await;
                            read(&stage, &page, key.as_ref(), intended).await;
                            shelf.open.fetch_sub(1, Relaxed);
                        });
                        drum.advance();
                        while going.try_join_next().is_some() {}
                    }
                    going.join_all().await;
                }));
            }
            Pacing::Closed { in_flight, think_time_s } => {
                let (mean, all, ends) = (Duration::from_secs_f64(think_time_s), stage.part(self.at).users * in_flight, stage.ends(began));
                for nth in 0..all {
                    let mut pause = Pause::new(&stage.course, began, mean, stage.part(self.at).think, [nth, all], stage.rng(self.at, nth));
                    let (stage, shelf, mut rng) = (stage.clone(), self.shelf.clone(), stage.rng(self.at, all + nth));
                    self.tasks.push(tokio::spawn(async move {
                        while let Some(next) = pause.next(Instant::now()).filter(|next| *next < ends) {
                            tokio::time::sleep_until(next).await;
                            let (page, key) = shelf.choose(&mut rng);
                            shelf.open.fetch_add(1, Relaxed);
                            read(&stage, &page, key.as_ref(), Instant::now()).await;
                            shelf.open.fetch_sub(1, Relaxed);
                            pause.answered(Instant::now());
                        }
                    }));
                }
            }
            Pacing::None => {}
        }
    }

    pub async fn end(self, stage: &Stage) {
        let until = Instant::now() + stage.grace;
        let interrupted = stage.interrupt.is_here();
        for task in self.tasks {
            let stop = task.abort_handle();
            if interrupted || tokio::time::timeout_at(until, task).await.is_err() {
                stop.abort();
            }
        }
        if !interrupted {
            stage.recorder.error("pages that never came", self.shelf.open.load(Relaxed));
        }
    }
}

impl Shelf {
    fn choose(&self, rng: &mut SmallRng) -> (String, Option<Key>) {
        let by_member = !self.keys.is_empty() && rng.random::<f64>() < self.members;
        let key = by_member.then(|| self.keys[rng.random_range(0..self.keys.len())].clone());
        let page = match &key {
            Some(Key::Token(_)) => DOORS[rng.random_range(0..DOORS.len())].to_owned(),
            _ => self.pages[rng.random_range(0..self.pages.len())].clone(),
        };
        (page, key)
    }
}

/// One page. Told to come later, a reader does: the wait is part of what it took.
async fn read(stage: &Stage, page: &str, key: Option<&Key>, intended: Instant) {
    loop {
        let answer = match key {
            Some(Key::Token(token)) => stage.http.get(token, page).await.map(|reply| (reply.status, reply.retry_after)),
            Some(Key::Cookie(cookie)) => stage.http.page(Some(cookie), page).await,
            None => stage.http.page(None, page).await,
        };
        match answer {
            // A page that sends on is an answer too.
            Ok((200..=399, _)) => {
                let took = intended.elapsed();
                stage.recorder.took(measures::PAGE, intended, took);
                let path = page.split('?').next().unwrap_or(page);
                stage.recorder.took(&format!("page {path}"), intended, took);
                return stage.recorder.done(Deed::Browse.unit(), 1);
            }
            Ok((429 | 503, retry_after)) => {
                stage.recorder.busy();
                tokio::time::sleep(retry_after.unwrap_or(LATER)).await;
            }
            Ok((status, _)) => return stage.recorder.error(format!("{page} answered {status}"), 1),
            Err(fault) => return stage.recorder.error(format!("{page}: {fault}"), 1),
        }
    }
}
