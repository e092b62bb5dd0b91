//! What a screen does about places of asks: takes them, writes, lets them go, forgets them; and says yes and no to who wrote.

use std::sync::atomic::Ordering::Relaxed;

use hub::{
    Answer, AskId, Command, CommandId, ConnectionId, Event, UserId, claims,
    connections::{self, Step, Subject},
};
use rand::Rng;

use super::Screen;
use crate::nemesis::history::Claimed;

/// Of so many things that a screen does one is about a place.
const ONE_IN: u32 = 10;
/// Everybody looks at the same few asks for so long, and then at the next ones: whose hold ran out can't have a place there again.
const A_FEW: usize = 3;
const FOR_MS: u32 = 4_000;

#[derive(Clone, Copy, Debug)]
pub(super) enum Deed {
    Take(AskId),
    Renew(AskId),
    LetGo(AskId),
    Write(AskId, UserId),
    Move(ConnectionId, Step),
}

impl Deed {
    pub fn command(self, id: &CommandId) -> Command {
        match self {
            Deed::Take(ask) => Command::Claims(claims::Command::Take { ask }),
            Deed::Renew(ask) => Command::Claims(claims::Command::Renew { ask }),
            Deed::LetGo(ask) => Command::Claims(claims::Command::LetGo { ask }),
            Deed::Write(ask, to) => {
                // Told from every other message by the id.
                let message = format!("I would look at it. ({})", id.as_str());
                Command::Connections(connections::Command::Open { to, about: Subject::Ask(ask), message })
            }
            Deed::Move(id, step) => Command::Connections(connections::Command::Move { id, step }),
        }
    }
}

impl Screen {
    pub(super) fn does_something_about_a_place(&mut self) -> Option<Deed> {
        if self.stage.asks.is_empty() || !self.rng.random_ratio(1, ONE_IN) {
            return None;
        }
        if !self.answers.is_empty() && self.rng.random_bool(0.5) {
            let id = self.answers[self.rng.random_range(0..self.answers.len())];
            let step = if self.rng.random_bool(0.6) { Step::Accept } else { Step::Decline };
            return Some(Deed::Move(id, step));
        }
        let turn = (self.stage.now() / FOR_MS) as usize;
        let at = turn * A_FEW + self.rng.random_range(0..A_FEW);
        let (ask, owner, to) = self.stage.asks[at % self.stage.asks.len()];
        if owner == self.cast.person {
            return None;
        }
        Some(match self.rng.random_range(0..10) {
            0..6 => Deed::Take(ask),
            6 => Deed::Renew(ask),
            7 => Deed::LetGo(ask),
            _ => Deed::Write(ask, to),
        })
    }

    pub(super) fn place_is_answered(&mut self, deed: Deed, answer: &Answer) {
        match (deed, answer) {
            (Deed::Take(ask) | Deed::Renew(ask), Answer::Claim { id, .. }) => {
                self.book.claimed.push(Claimed { id: id.0, ask: ask.0 });
                self.stage.tally.claimed.fetch_add(1, Relaxed);
            }
            (Deed::Take(_) | Deed::Renew(_), other) => self.count_end(format!("a claim was answered by {other:?}")),
            _ => {}
        }
    }

    pub(super) fn hears_of_places(&mut self, event: &Event) {
        let own = |user: UserId| (self.cast.people)(user) == Some(self.cast.person);
        match event {
            Event::Claims(claims::Event::Taken { ask, by, .. }) if own(*by) => {
                self.book.holds.insert(ask.0);
            }
            Event::Claims(claims::Event::Ended { ask, by, .. }) if own(*by) => {
                self.book.holds.remove(&ask.0);
            }
            Event::Connections(connections::Event::Opened { id, to, about: Subject::Ask(_), .. }) if own(*to) => self.answers.push(*id),
            Event::Connections(connections::Event::Moved { id, status, .. }) if status.is_over() => self.answers.retain(|one| one != id),
            _ => {}
        }
    }
}
