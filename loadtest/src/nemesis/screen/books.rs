//! What a screen shows of its conversations, and what it loads over HTTP: everything anew when too much was missed, and how
//! far was read when it looks at the list.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use hub::{ConversationId, UserId, rooms::GENERAL};
use serde_json::Value;
use tokio::time::timeout;

use super::Screen;
use crate::{
    Http,
    nemesis::history::{Ms, Said, Shown},
    socket::Resume,
};

/// A page is there within this, or it is not shown.
const LOADED_IN: Duration = Duration::from_secs(3);

/// A conversation on the screen.
pub(super) struct Talk {
    pub id: ConversationId,
    pub other: UserId,
    shown: Shown,
    /// How far it was read, as far as this screen knows.
    read: i64,
    own: i64,
}

impl Talk {
    pub fn new(id: ConversationId, other: UserId, head: i64) -> Talk {
        let shown = Shown { begins_after: head, ..Shown::default() };
        Talk { id, other, shown, read: 0, own: 0 }
    }

    /// The last number on the screen.
    pub fn shown(&self) -> i64 {
        self.shown.rows.iter().rev().map(|(no, ..)| *no).next().unwrap_or(self.shown.begins_after)
    }

    pub fn shows(&mut self, no: i64, said: Said, now: Ms, own: bool) {
        self.shown.rows.push((no, said, now));
        if own {
            // Who writes has seen what stands above.
            self.own += 1;
            self.read = self.read.max(no);
        }
    }

    /// This screen said that it had read, and was heard.
    pub fn is_read(&mut self, upto: i64) {
        self.shown.read = self.shown.read.max(upto);
        self.was_read(upto);
    }

    /// It was read here or elsewhere.
    pub fn was_read(&mut self, upto: i64) {
        self.read = self.read.max(upto);
    }

    pub fn count(&mut self) {
        self.shown.unread = Some(self.shown() - self.read);
    }

    pub fn close(mut self, miscounts: bool) -> (i64, Shown) {
        if miscounts {
            self.shown.unread = self.shown.unread.map(|unread| unread + self.own);
        }
        (self.id.0, self.shown)
    }
}

impl Screen {
    /// Too much was missed: what is new is loaded, and only then the cursor moves. `false`: it could not be.
    pub(super) async fn loads_anew(&mut self, to: Resume, door: usize) -> bool {
        self.stage.tally.reloads.fetch_add(1, Relaxed);
        let Ok(http) = Http::new(&self.stage.doors[door]) else { return false };
        for at in 0..self.talks.len() {
            // The room has a log of its own, which is no part of this.
            if self.talks[at].id != GENERAL && !self.loads_what_is_new(at, &http).await {
                return false;
            }
        }
        if !self.loads_holds(&http).await {
            return false;
        }
        self.cursor = Some(to);
        self.looks_up_cursors(&http).await;
        true
    }

    /// Where its member holds a place, as the hub has it now.
    async fn loads_holds(&mut self, http: &Http) -> bool {
        let asked = timeout(LOADED_IN, http.get(&self.cast.member.token, "/api/v1/claims")).await;
        let Ok(Ok(page)) = asked else { return false };
        let Some(held) = page.body["items"].as_array().filter(|_| page.is_fine()) else { return false };
        self.book.holds = held.iter().filter_map(|item| item["ask"].as_i64()).collect();
        true
    }

    /// Too much was missed in the room. `false`: it could not be loaded.
    pub(super) async fn loads_room_anew(&mut self, door: usize) -> bool {
        self.stage.tally.reloads.fetch_add(1, Relaxed);
        let Ok(http) = Http::new(&self.stage.doors[door]) else { return false };
        match self.talks.iter().position(|talk| talk.id == GENERAL) {
            Some(at) => self.loads_what_is_new(at, &http).await,
            None => true,
        }
    }

    async fn loads_what_is_new(&mut self, at: usize, http: &Http) -> bool {
        let (id, after) = (self.talks[at].id, self.talks[at].shown());
        let Ok(Some(rows)) = timeout(LOADED_IN, load_after(http, &self.cast.member.token, id, after)).await else { return false };
        for (no, by, body) in rows {
            let (said, _) = Said::read(self.stage.run, &body);
            let own = (self.cast.people)(by) == Some(self.cast.person);
            self.talks[at].shows(no, said, self.stage.now(), own);
        }
        true
    }

    /// Says how much waits in each conversation, as a page does that is looked at again.
    pub(super) async fn counts(&mut self, door: usize) {
        let Ok(http) = Http::new(&self.stage.doors[door]) else { return };
        if self.looks_up_cursors(&http).await {
            self.talks.iter_mut().for_each(Talk::count);
        }
    }

    async fn looks_up_cursors(&mut self, http: &Http) -> bool {
        for talk in &mut self.talks {
            let asked = timeout(LOADED_IN, http.get(&self.cast.member.token, &path(talk.id))).await;
            let Ok(Ok(page)) = asked else { return false };
            let read = if talk.id == GENERAL { &page.body["room"]["mine"]["read_no"] } else { &page.body["conversation"]["read_no"] };
            let Some(read) = read.as_i64() else { return false };
            talk.was_read(read);
        }
        true
    }
}

fn path(id: ConversationId) -> String {
    if id == GENERAL { format!("/api/v1/rooms/{id}") } else { format!("/api/v1/conversations/{id}") }
}

/// The messages after a number, oldest first.
async fn load_after(http: &Http, token: &str, id: ConversationId, after: i64) -> Option<Vec<(i64, UserId, String)>> {
    let (mut pages, mut at) = (Vec::new(), format!("{}/messages?limit=100", path(id)));
    loop {
        let page = http.get(token, &at).await.ok().filter(|page| page.is_fine())?;
        let rows: Vec<(i64, UserId, String)> = page.body["items"].as_array()?.iter().filter_map(row).collect();
        let reached = rows.first().is_none_or(|(no, ..)| *no <= after + 1);
        pages.push(rows);
        match page.body["next"].as_str() {
            Some(next) if !reached => at = format!("{}/messages?limit=100&cursor={next}", path(id)),
            _ => break,
        }
    }
    Some(pages.into_iter().rev().flatten().filter(|(no, ..)| *no > after).collect())
}

/// A message; a room's has its author beside it.
fn row(item: &Value) -> Option<(i64, UserId, String)> {
    let message = item.get("message").unwrap_or(item);
    Some((message["no"].as_i64()?, UserId(message["by"].as_i64()?), message["body"].as_str()?.to_owned()))
}
