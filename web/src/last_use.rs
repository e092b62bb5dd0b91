//! When doors were last used, written down beside the requests: what comes while one lot is written is the next lot. A crowd
//! that comes in at once is a few commits, not one each that all the others and every message wait behind.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use hub::{Timestamp, accounts::Door};
use store::Store;

/// Between one lot and the next. A hub that falls over forgets the uses of so long, and nothing hangs on them.
const PAUSE: Duration = Duration::from_millis(500);

#[derive(Clone)]
pub struct LastUse {
    store: Store,
    waiting: Arc<Mutex<Waiting>>,
}

#[derive(Default)]
struct Waiting {
    doors: HashMap<Door, Timestamp>,
    attended: bool,
}

impl LastUse {
    pub fn new(store: Store) -> LastUse {
        LastUse { store, waiting: Arc::default() }
    }

    pub fn note(&self, door: Door, at: Timestamp) {
        let mut waiting = self.lock();
        waiting.doors.insert(door, at);
        if !std::mem::replace(&mut waiting.attended, true) {
            actix_web::rt::spawn(self.clone().write());
        }
    }

    async fn write(self) {
        // This thread may end in the middle of it; the next one to come in goes on.
        let _attending = Attending(self.waiting.clone());
        loop {
            let lot: Vec<(Door, Timestamp)> = {
                let mut waiting = self.lock();
                if waiting.doors.is_empty() {
                    waiting.attended = false;
                    return;
                }
                std::mem::take(&mut waiting.doors).into_iter().collect()
            };
            if let Err(fault) = self.store.touch_doors(&lot).await {
                tracing::warn!(error = %fault, doors = lot.len(), "the last use of doors was not written down");
            }
            actix_web::rt::time::sleep(PAUSE).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        lock(&self.waiting)
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Attending(Arc<Mutex<Waiting>>);

impl Drop for Attending {
    fn drop(&mut self) {
        let mut waiting = lock(&self.0);
        // Ended in order it leaves nothing, or what a writer that began since will take; two at work do no harm.
        if !waiting.doors.is_empty() {
            waiting.attended = false;
        }
    }
}
