//! What every handler may use: the collective, the store, and the few things that stand at the door.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Instant,
};

use actors::{Collective, Heard, RequestId};
use hub::{Answer, By, Command, CommandId, Refusal, Timestamp};
use metrics_exporter_prometheus::PrometheusHandle;
use store::{Store, Tx, accounts::Caller};

use crate::{
    callers::{Callers, Key},
    config::Settings,
    csrf::FormKey,
    last_use::LastUse,
    limits::Limits,
    passwords::Passwords,
    problem::Problem,
};

/// A door's last use is written down at most this often, in ms.
const TOUCH_EVERY_MS: i64 = 5 * hub::MINUTE;

pub struct House {
    pub settings: Settings,
    pub collective: Collective,
    pub store: Store,
    pub callers: Callers,
    pub last_use: LastUse,
    pub forms: FormKey,
    pub limits: Limits,
    pub passwords: Passwords,
    pub metrics: PrometheusHandle,
    pub draining: AtomicBool,
    pub fronts: crate::front::Fronts,
    pub homes: crate::home::Homes,
    pub census: crate::landing::Census,
    pub counted: crate::discovery::counts::Recent,
    pub link_previews: crate::link_previews::LinkPreviews,
    pub town: crate::demo::town::Town,
    /// Where the bytes of files lie.
    pub files: crate::files::shelf::Shelf,
    pub exports: std::sync::Arc<crate::leaving::along::Exports>,
}

impl House {
    /// A texting service is set up: without one nobody can be texted.
    pub fn sends_texts(&self) -> bool {
        self.settings.secrets.twilio_account_sid.is_some()
    }

    pub fn now(&self) -> Timestamp {
        self.collective.clock().now()
    }

    /// Carries a command out: answered after commit. `request` is what the log knows it by.
    pub async fn act(&self, request: RequestId, by: By, id: CommandId, command: Command) -> Result<Answer, Refusal> {
        let changes_who = matches!(command, Command::Accounts(_) | Command::Profiles(_) | Command::Leaving(_));
        let answer = self.collective.act_with_request(request, by, id, command).await?;
        // What of it has no event.
        if let Some(user) = by.user().filter(|_| changes_who) {
            self.callers.forget_user(user);
        }
        Ok(answer)
    }

    /// Forgets what is not true any more, before anybody is answered.
    pub fn hear(&self, heard: &Heard<'_>) {
        self.homes.hear(heard);
        match heard {
            Heard::Event(event) => {
                self.callers.hear(event);
                self.fronts.hear(event);
            }
            Heard::Missed => {
                self.callers.forget_all();
                self.fronts.changed();
            }
        }
    }

    /// A connection for reads.
    pub async fn db(&self) -> Result<Tx, Problem> {
        Ok(self.store.read().await?)
    }

    /// Who comes in by this key.
    pub async fn caller(&self, key: &Key) -> Result<Option<Caller>, Problem> {
        let caller = self.callers.find(&self.store, key, Instant::now()).await?;
        if let Some(caller) = &caller {
            self.touch(key, caller);
        }
        Ok(caller)
    }

    /// Writes down, beside the request, that a door is in use.
    fn touch(&self, key: &Key, caller: &Caller) {
        let now = self.now();
        if now.since(caller.last_seen_at) >= TOUCH_EVERY_MS && self.callers.touch(key, now) {
            self.last_use.note(caller.door, now);
        }
    }

    /// The parts that have to be awake, and whether they are.
    pub fn awake(&self) -> Vec<(&'static str, bool)> {
        // Commands that have waited this long are refused at the door anyway.
        vec![("desk", self.collective.observe().oldest_ms < 2_000)]
    }

    /// The demo town stands here: its bar is shown and its doors are open.
    pub fn has_demo(&self) -> bool {
        matches!(self.town, crate::demo::town::Town::Stands(_))
    }

    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}
