//! Pages that are the same for every stranger: written once, and given out until something has changed that they may show, or for a
//! few seconds at most. What is one visitor's own on them, the key of their forms, is put in as they go out.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;
use hub::{Event, Locale, kernel::locale};
use search::Generation;

use crate::{
    layout::{Chrome, Theme},
    problem::Problem,
    secrets,
    visitor::{Visitor, written},
};

/// What a page depends on beside what is posted: where it is, in which language and light, and by which name this hub was called.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Seen {
    path: String,
    language: Locale,
    theme: Theme,
    host: String,
}

/// What stands in a page for what is one visitor's own: random, so that nobody can write it.
#[derive(Clone)]
struct Stand {
    csrf: String,
    nonce: String,
}

impl Stand {
    fn new() -> Stand {
        Stand { csrf: secrets::random::<24>(), nonce: secrets::random::<24>() }
    }
}

/// How what may be shown stood when a page was read: the index, and what this hub has heard of.
type Stood = (Generation, u64);

#[derive(Clone)]
struct Kept {
    at: Instant,
    stood: Stood,
    html: Arc<str>,
    stand: Stand,
}

#[derive(Default)]
pub struct Fronts {
    kept: Mutex<HashMap<Seen, Kept>>,
    changes: AtomicU64,
}

impl Fronts {
    /// “3 minutes ago” may be so much off.
    const FRESH: Duration = Duration::from_secs(5);
    /// So many are kept; addresses are as many as anybody likes.
    const MOST: usize = 64;

    /// The page for a stranger who comes without a word to be said to them; for anybody else it is written as ever. `chrome`
    /// reaches what stands around it.
    pub async fn show<P: Template>(
        &self,
        visitor: &Visitor,
        make: impl Future<Output = Result<P, Problem>>,
        chrome: fn(&mut P) -> &mut Chrome,
    ) -> Result<HttpResponse, Problem> {
        let Some((seen, stood)) = self.look(visitor) else { return Ok(visitor.page(&make.await?)) };
        let kept = match self.find(&seen, stood) {
            Some(kept) => kept,
            None => {
                let (mut page, stand) = (make.await?, Stand::new());
                let around = chrome(&mut page);
                around.csrf.clone_from(&stand.csrf);
                around.nonce.clone_from(&stand.nonce);
                let kept = Kept { at: Instant::now(), stood, html: written(&page)?.into(), stand };
                self.keep(seen, kept.clone());
                kept
            }
        };
        let fresh = visitor.bare_chrome();
        let html = kept.html.replace(&kept.stand.csrf, &fresh.csrf).replace(&kept.stand.nonce, &fresh.nonce);
        Ok(visitor.html(StatusCode::OK, html))
    }

    /// Something has changed that strangers may see, or see no more: what is kept is older than that.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    /// What has happened, at this hub or another.
    pub fn hear(&self, event: &Event) {
        let open = matches!(
            event,
            Event::Accounts(_)
                | Event::Profiles(_)
                | Event::Asks(_)
                | Event::Offers(_)
                | Event::Moderation(_)
                | Event::Privacy(_)
                | Event::Leaving(_)
                | Event::Reviews(_)
        );
        if open {
            self.changed();
        }
    }

    fn find(&self, seen: &Seen, now: Stood) -> Option<Kept> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(seen).filter(|kept| kept.stood == now && kept.at.elapsed() < Self::FRESH).cloned()
    }

    /// What was written longest ago makes room.
    fn keep(&self, seen: Seen, page: Kept) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(seen, page);
        while kept.len() > Self::MOST {
            let Some(oldest) = kept.iter().min_by_key(|(_, kept)| kept.at).map(|(seen, _)| seen.clone()) else { return };
            kept.remove(&oldest);
        }
    }

    /// What a stranger sees, and how all stands before anything is read: what is read may be newer than this says, never older.
    fn look(&self, visitor: &Visitor) -> Option<(Seen, Stood)> {
        let step = visitor.step();
        if visitor.user().is_some() || step.flash.is_some() {
            return None;
        }
        let stood = (visitor.house().collective.finder()?.generation(), self.changes.load(Ordering::Relaxed));
        let theme = step.theme.as_deref().and_then(|theme| theme.parse().ok()).unwrap_or(Theme::Auto);
        let seen = Seen { path: step.path_and_query.clone(), language: locale::current(), theme, host: visitor.public_url() };
        Some((seen, stood))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(path: usize) -> Seen {
        Seen { path: path.to_string(), language: Locale::En, theme: Theme::Auto, host: String::new() }
    }

    fn kept(at: Instant) -> Kept {
        Kept { at, stood: Stood::default(), html: "".into(), stand: Stand::new() }
    }

    #[test]
    fn a_page_is_kept_for_a_moment_and_the_oldest_makes_room() {
        let (fronts, now) = (Fronts::default(), Stood::default());
        let before = Instant::now().checked_sub(Fronts::FRESH).expect("the clock has run for longer");
        fronts.keep(seen(0), kept(before));
        assert!(fronts.find(&seen(0), now).is_none(), "its time is over");
        for path in 1..=Fronts::MOST {
            fronts.keep(seen(path), kept(Instant::now()));
        }
        assert!(fronts.find(&seen(Fronts::MOST), now).is_some());
        fronts.changed();
        assert!(fronts.find(&seen(Fronts::MOST), (now.0, fronts.changes.load(Ordering::Relaxed))).is_none(), "it shows what was");
        assert_eq!(fronts.kept.lock().expect("nobody else is here").len(), Fronts::MOST);
    }
}
