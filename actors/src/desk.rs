//! A desk: the bounded, restarting door to a background actor.
//!
//! actix's own supervisor does not start an actor again after a panic (measured); the mailbox stays closed for good. Here
//! the actor holds a [`Guard`], and when it is dropped while the desk is open a new actor is made and takes its place.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use actix::{Actor, Addr, ArbiterHandle, Context, Handler, Message, dev::ToEnvelope};

type Make<A> = Box<dyn Fn(Guard<A>) -> A + Send + Sync>;

/// Restarts within this long of each other make the next one wait.
const SOON: Duration = Duration::from_secs(10);
const LONGEST_WAIT: Duration = Duration::from_secs(2);

pub(crate) struct Desk<A: Actor<Context = Context<A>>> {
    inner: Arc<Inner<A>>,
}

struct Inner<A: Actor<Context = Context<A>>> {
    name: &'static str,
    arbiter: ArbiterHandle,
    /// The one long-lived handle: an actor's mailbox is bounded per handle (measured).
    addr: Mutex<Option<Addr<A>>>,
    make: Mutex<Option<Arc<Make<A>>>>,
    open: AtomicBool,
    restarted: Box<dyn Fn(&'static str) + Send + Sync>,
    /// Actors that have not ended yet: one, or none.
    alive: AtomicUsize,
    /// How often it was started again lately, and when last.
    lately: Mutex<(u32, Option<Instant>)>,
}

/// Why a message was not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotTaken {
    Full,
    /// The actor is being started again, or the desk is closed.
    Away,
}

impl<A: Actor<Context = Context<A>>> Clone for Desk<A> {
    fn clone(&self) -> Self {
        Desk { inner: self.inner.clone() }
    }
}

impl<A: Actor<Context = Context<A>>> Desk<A> {
    /// Starts the actor on `arbiter`; `make` makes it, now and after each panic, and `restarted` is told of those.
    pub fn open(
        name: &'static str,
        arbiter: ArbiterHandle,
        restarted: impl Fn(&'static str) + Send + Sync + 'static,
        make: impl Fn(Guard<A>) -> A + Send + Sync + 'static,
    ) -> Desk<A> {
        let make: Make<A> = Box::new(make);
        let inner = Arc::new(Inner {
            name,
            arbiter,
            addr: Mutex::new(None),
            make: Mutex::new(Some(Arc::new(make))),
            open: AtomicBool::new(true),
            restarted: Box::new(restarted),
            alive: AtomicUsize::new(0),
            lately: Mutex::new((0, None)),
        });
        Inner::start(&inner);
        Desk { inner }
    }

    /// Hands a message in, unless the mailbox is full.
    pub fn try_send<M>(&self, message: M) -> Result<(), NotTaken>
    where
        A: Handler<M>,
        A::Context: ToEnvelope<A, M>,
        M: Message + Send + 'static,
        M::Result: Send,
    {
        let addr = self.inner.addr.lock().unwrap_or_else(PoisonError::into_inner);
        match addr.as_ref().map(|a| a.try_send(message)) {
            Some(Ok(())) => Ok(()),
            Some(Err(actix::prelude::SendError::Full(_))) => Err(NotTaken::Full),
            Some(Err(actix::prelude::SendError::Closed(_))) | None => Err(NotTaken::Away),
        }
    }

    /// No more restarts; the actor ends when it has nothing left to do.
    pub fn close(&self) {
        self.inner.open.store(false, Relaxed);
        self.inner.addr.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.inner.make.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Waits for the end of a closed desk's actor, and of all that it held.
    pub async fn ended(&self) {
        while self.inner.alive.load(Relaxed) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl<A: Actor<Context = Context<A>>> Inner<A> {
    fn start(inner: &Arc<Inner<A>>) {
        let Some(make) = inner.make.lock().unwrap_or_else(PoisonError::into_inner).clone() else { return };
        inner.alive.fetch_add(1, Relaxed);
        let guard = Guard { inner: inner.clone() };
        let addr = A::start_in_arbiter(&inner.arbiter, move |_| make(guard));
        *inner.addr.lock().unwrap_or_else(PoisonError::into_inner) = Some(addr);
    }

    /// How long to wait before the next start: nothing at first, more when it falls over again and again.
    fn pause(&self) -> Duration {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let (times, last) = *lately;
        let times = if last.is_some_and(|l| now.duration_since(l) < SOON) { times.saturating_add(1) } else { 0 };
        *lately = (times, Some(now));
        (Duration::from_millis(100) * times).min(LONGEST_WAIT)
    }
}

/// Held by the actor behind a desk; dropped with it.
pub(crate) struct Guard<A: Actor<Context = Context<A>>> {
    inner: Arc<Inner<A>>,
}

impl<A: Actor<Context = Context<A>>> Drop for Guard<A> {
    fn drop(&mut self) {
        self.inner.alive.fetch_sub(1, Relaxed);
        if !self.inner.open.load(Relaxed) {
            return;
        }
        let pause = self.inner.pause();
        tracing::error!(actor = self.inner.name, pause_ms = pause.as_millis() as u64, "an actor fell over, it is started again");
        (self.inner.restarted)(self.inner.name);
        let inner = self.inner.clone();
        // Not from within the actor's own end; false when the arbiter is at its end too.
        let _ = self.inner.arbiter.spawn(async move {
            if !pause.is_zero() {
                actix::clock::sleep(pause).await;
            }
            if inner.open.load(Relaxed) {
                Inner::start(&inner);
            }
        });
    }
}
