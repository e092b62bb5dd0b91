//! What members do, each deed in a file of its own: prepared before the first phase, begun with it, looked at after the last.

mod browse;
mod idle;
mod matching;
mod pairs;
mod presence;
mod rooms;

use std::sync::Arc;

use tokio::time::Instant;

use super::{
    measures,
    script::{Deed, Part},
    stage::{Crowd, Findings, Stage},
};
use crate::{
    members::Member,
    seat::{Returns, Seat},
};

/// A part that is ready to be played, or is being played.
pub enum Playing {
    Idle(idle::Idle),
    Pairs(pairs::Pairs),
    Rooms(rooms::Rooms),
    Presence(presence::Presence),
    Match(matching::Matching),
    Browse(browse::Browse),
}

/// What a part is given: its place in the file, its members, their open sockets.
pub struct Cast<'a> {
    pub at: usize,
    pub part: &'a Part,
    pub members: &'a [Member],
    pub seats: Vec<Option<Seat>>,
    /// The number of its first member.
    pub first: usize,
}

/// Whether the sockets of a part come back by themselves when they break.
pub fn returns(deed: Deed) -> bool {
    matches!(deed, Deed::Idle | Deed::Pairs)
}

impl Playing {
    pub async fn prepare(cast: Cast<'_>, stage: &Stage, crowd: &Crowd) -> Result<Playing, String> {
        Ok(match cast.part.deed {
            Deed::Idle => Playing::Idle(idle::Idle { seats: cast.seats }),
            Deed::Pairs => Playing::Pairs(pairs::Pairs::prepare(cast, stage).await?),
            Deed::Rooms => Playing::Rooms(rooms::Rooms::prepare(cast, stage).await?),
            Deed::Presence => Playing::Presence(presence::Presence::prepare(cast, stage).await?),
            Deed::Match => Playing::Match(matching::Matching::prepare(cast, stage).await?),
            Deed::Browse => Playing::Browse(browse::Browse::prepare(cast, crowd)),
        })
    }

    /// The first phase begins.
    pub fn begin(&mut self, stage: &Stage, began: Instant) {
        match self {
            Playing::Idle(_) => {}
            Playing::Pairs(pairs) => pairs.begin(stage, began),
            Playing::Rooms(rooms) => rooms.begin(stage, began),
            Playing::Presence(presence) => presence.begin(stage, began),
            Playing::Match(matching) => matching.begin(stage, began),
            Playing::Browse(browse) => browse.begin(stage, began),
        }
    }

    /// A share of the sockets is dropped. Gives back how many that is.
    pub fn drop_sockets(&self, share: f64) -> usize {
        let seats = match self {
            Playing::Idle(idle) => &idle.seats,
            Playing::Pairs(pairs) => &pairs.seats,
            _ => return 0,
        };
        // Evenly over all: both of a pair, one of them, or none.
        let hit = |at: usize| ((at + 1) as f64 * share).floor() > (at as f64 * share).floor();
        let hit = seats.iter().enumerate().filter(|(at, _)| hit(*at)).filter_map(|(_, seat)| seat.as_ref());
        hit.map(|seat| seat.break_line(std::time::Duration::ZERO)).count()
    }

    /// Nobody says anything new; what is under way may still arrive. All leave.
    pub async fn end(self, stage: &Stage, findings: &mut Findings) {
        match self {
            Playing::Idle(idle) => all_leave(idle.seats.into_iter().flatten(), stage, findings).await,
            Playing::Pairs(pairs) => pairs.end(stage, findings).await,
            Playing::Rooms(rooms) => rooms.end(stage, findings).await,
            Playing::Presence(presence) => presence.end(stage, findings).await,
            Playing::Match(matching) => matching.end(stage, findings).await,
            Playing::Browse(browse) => browse.end(stage).await,
        }
    }
}

/// All leave. Sockets that the server had ended are errors.
async fn all_leave(seats: impl IntoIterator<Item = Seat>, stage: &Stage, findings: &mut Findings) {
    let ends = futures_util::future::join_all(seats.into_iter().map(Seat::leave)).await;
    let ended: Vec<_> = ends.into_iter().flatten().collect();
    if let Some(first) = ended.first() {
        findings.doubts.push(format!("the server ended {} sockets; the first: {first}", ended.len()));
        stage.recorder.error(measures::ENDED, ended.len() as u64);
    }
}

/// What coming back came to.
pub fn tell_returns(returns: &Arc<Returns>, findings: &mut Findings) {
    let count = |of: &std::sync::atomic::AtomicU64| of.load(std::sync::atomic::Ordering::Relaxed);
    if count(&returns.times) + count(&returns.in_vain) == 0 {
        return;
    }
    findings.put("returned", "sockets that came back", count(&returns.times));
    findings.put("in_vain", "tries to come back that were in vain", count(&returns.in_vain));
    findings.put("reloads", "told to load anew", count(&returns.reloads));
    findings.must_be_none("out_of_line", "numbers of an inbox twice, or one missing", count(&returns.out_of_line));
    findings.must_be_none("gave_up", "never came back", count(&returns.gave_up));
}
