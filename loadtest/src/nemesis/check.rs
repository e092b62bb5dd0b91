//! Whether a history keeps the promises: a pure function, so that a broken promise can be made up and must be found.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::history::{Acked, Claims, History, Log, Ms, Person, Said, Screen, Shown, Told};

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Acknowledged, and not in the database.
    Lost,
    /// Twice in the database, or twice on a screen.
    Doubled,
    /// What a screen shows is no prefix of the one log, or the log is not in the order things were said.
    OutOfOrder,
    /// Not at the head, or still without an answer, so long after the last fault.
    NeverCaughtUp,
    /// Unread is not head − cursor.
    WrongCount,
    /// Said to be here, with no open socket for longer than that takes to be known.
    Ghost,
    /// Said to be away, or nobody knows, with an open socket all the while, once all is quiet.
    Unseen,
    /// More places held and taken than there are, at the end of a transaction.
    Overfull,
    /// A place that somebody was told they hold, and the database knows nothing of it.
    ClaimLost,
    /// Two live claims of one helper on one ask, or one claim for two.
    HeldTwice,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Lost,
        Kind::Doubled,
        Kind::OutOfOrder,
        Kind::NeverCaughtUp,
        Kind::WrongCount,
        Kind::Ghost,
        Kind::Unseen,
        Kind::Overfull,
        Kind::ClaimLost,
        Kind::HeldTwice,
    ];

    pub fn words(self) -> &'static str {
        match self {
            Kind::Lost => "lost",
            Kind::Doubled => "doubled",
            Kind::OutOfOrder => "out of order",
            Kind::NeverCaughtUp => "never caught up",
            Kind::WrongCount => "wrong count",
            Kind::Ghost => "ghosts",
            Kind::Unseen => "here but not seen",
            Kind::Overfull => "more than places",
            Kind::ClaimLost => "claims lost",
            Kind::HeldTwice => "held twice",
        }
    }
}

/// A broken promise.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub kind: Kind,
    pub words: String,
}

/// How much time the promises give.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub catch_up: Ms,
    pub presence: Ms,
}

/// What was found, and how long it took to catch up.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub findings: Vec<Finding>,
    /// Of each screen: how long after the last fault it was at the head with everything answered.
    pub caught_up: Vec<Ms>,
}

impl Verdict {
    pub fn count(&self, kind: Kind) -> usize {
        self.findings.iter().filter(|f| f.kind == kind).count()
    }

    fn found(&mut self, kind: Kind, words: String) {
        self.findings.push(Finding { kind, words });
    }
}

pub fn check(history: &History, bounds: Bounds) -> Verdict {
    let mut verdict = Verdict::default();
    for (id, log) in &history.logs {
        check_log(*id, log, &mut verdict);
    }
    let stored: HashMap<Said, (i64, i64)> =
        history.logs.iter().flat_map(|(id, log)| log.rows.iter().map(move |(no, said)| (*said, (*id, *no)))).collect();
    for (at, screen) in history.screens.iter().enumerate() {
        for acked in &screen.acked {
            check_acked(at, acked, &stored, &mut verdict);
        }
        for (id, shown) in &screen.talks {
            let log = history.logs.get(id).cloned().unwrap_or_default();
            check_shown(at, *id, shown, &log, &mut verdict);
            check_count(at, screen.member, *id, shown, &log, &mut verdict);
        }
        check_caught_up(at, screen, history, bounds, &mut verdict);
    }
    check_presence(history, bounds, &mut verdict);
    check_claims(history, bounds, &mut verdict);
    verdict
}

/// Never more held and accepted than places; what was acknowledged is stored, for who was told so, once; what is over has ended,
/// in the database and on screens.
fn check_claims(history: &History, bounds: Bounds, verdict: &mut Verdict) {
    let Claims { stored, overfull, read_at } = &history.claims;
    for words in overfull {
        verdict.found(Kind::Overfull, words.clone());
    }
    let long_ago = |at: i64| read_at - at > i64::from(bounds.catch_up);
    let mut live: HashMap<(i64, Person), i64> = HashMap::new();
    for (id, held) in stored.iter().filter(|(_, held)| held.ended_at.is_none()) {
        if let Some(other) = live.insert((held.ask, held.helper), *id) {
            verdict.found(Kind::HeldTwice, format!("person {} holds places {other} and {id} of ask {}", held.helper, held.ask));
        }
        if long_ago(held.until) {
            let words = format!("the time of claim {id} was over {} ms before the end, and it is live", read_at - held.until);
            verdict.found(Kind::NeverCaughtUp, words);
        }
    }
    for (at, screen) in history.screens.iter().enumerate() {
        for claimed in &screen.claimed {
            match stored.get(&claimed.id) {
                None => verdict.found(Kind::ClaimLost, format!("{claimed:?} was acknowledged to screen {at}")),
                Some(held) if (held.ask, held.helper) != (claimed.ask, screen.member) => {
                    verdict.found(Kind::HeldTwice, format!("{claimed:?} was acknowledged to screen {at}, and is {held:?}"));
                }
                Some(_) => {}
            }
        }
        for ask in &screen.holds {
            let of_it = || stored.values().filter(|held| (held.ask, held.helper) == (*ask, screen.member));
            if of_it().all(|held| held.ended_at.is_some_and(long_ago)) {
                verdict.found(
                    Kind::NeverCaughtUp,
                    format!("screen {at} shows that its member holds a place of ask {ask}, which is long over"),
                );
            }
        }
    }
}

/// One log: 1, 2, 3 …, each message once, and each screen's own in the order it said them.
fn check_log(id: i64, log: &Log, verdict: &mut Verdict) {
    let mut seen = HashSet::new();
    let mut last: HashMap<usize, u32> = HashMap::new();
    for (expected, (no, said)) in (1..).zip(&log.rows) {
        if *no != expected {
            verdict.found(Kind::OutOfOrder, format!("conversation {id} has number {no} where {expected} should be"));
            return;
        }
        if !seen.insert(*said) {
            verdict.found(Kind::Doubled, format!("{said:?} stands in conversation {id} twice, the second time as {no}"));
            continue;
        }
        let Some((screen, seq)) = said.origin() else { continue };
        match last.insert(screen, seq) {
            Some(before) if before > seq => {
                verdict.found(Kind::OutOfOrder, format!("{said:?} stands in conversation {id} as {no}, behind its message {before}"));
                last.insert(screen, before);
            }
            _ => {}
        }
    }
}

fn check_acked(screen: usize, acked: &Acked, stored: &HashMap<Said, (i64, i64)>, verdict: &mut Verdict) {
    let Acked { conversation, said, no } = *acked;
    match stored.get(&said) {
        None => verdict.found(Kind::Lost, format!("{said:?} was acknowledged to screen {screen} as {no} of conversation {conversation}")),
        Some(at) if *at != (conversation, no) => {
            let words = format!("{said:?} was acknowledged as {no} of conversation {conversation}, and is {} of {}", at.1, at.0);
            verdict.found(Kind::OutOfOrder, words);
        }
        Some(_) => {}
    }
}

/// What a screen shows of a conversation is a stretch of the log without holes, each row once.
fn check_shown(screen: usize, id: i64, shown: &Shown, log: &Log, verdict: &mut Verdict) {
    let mut last = shown.begins_after;
    let mut seen: HashSet<Said> = HashSet::new();
    for (no, said, _) in &shown.rows {
        let place = || format!("{said:?} as {no} of conversation {id} on screen {screen}");
        let in_log = usize::try_from(no - 1).ok().and_then(|at| log.rows.get(at));
        if !seen.insert(*said) {
            verdict.found(Kind::Doubled, format!("{} a second time", place()));
        } else if *no <= last {
            verdict.found(Kind::OutOfOrder, format!("{} after {last}", place()));
        } else if *no != last + 1 {
            verdict.found(Kind::OutOfOrder, format!("{} right after {last}: {} missing", place(), no - last - 1));
        } else if in_log.map(|(_, stored)| stored) != Some(said) {
            verdict.found(Kind::OutOfOrder, format!("{}, where the database has {:?}", place(), in_log.map(|(_, stored)| stored)));
        }
        last = last.max(*no);
    }
}

fn check_count(screen: usize, member: Person, id: i64, shown: &Shown, log: &Log, verdict: &mut Verdict) {
    let read = log.read.get(&member).copied().unwrap_or(0);
    if read < shown.read {
        let words =
            format!("that {} of conversation {id} was read was acknowledged to screen {screen}, the database has {read}", shown.read);
        verdict.found(Kind::WrongCount, words);
    }
    let truth = log.head() - read;
    if let Some(unread) = shown.unread
        && unread != truth
    {
        let words = format!("screen {screen} says {unread} wait in conversation {id}, {} − {read} is {truth}", log.head());
        verdict.found(Kind::WrongCount, words);
    }
}

fn check_caught_up(at: usize, screen: &Screen, history: &History, bounds: Bounds, verdict: &mut Verdict) {
    let mut late = screen.answered_at.saturating_sub(history.healed);
    let mut missing = Vec::new();
    for (id, shown) in &screen.talks {
        let head = history.logs.get(id).map_or(0, Log::head);
        let furthest = shown.rows.iter().map(|(no, ..)| *no).max().unwrap_or(shown.begins_after);
        if furthest < head {
            missing.push(format!("{} of {head} in conversation {id}", head - furthest));
        } else if let Some((.., when)) = shown.rows.last() {
            late = late.max(when.saturating_sub(history.healed));
        }
    }
    if !missing.is_empty() {
        verdict.found(Kind::NeverCaughtUp, format!("screen {at} never showed the last {}", missing.join(", ")));
    }
    if !screen.unanswered.is_empty() {
        let first = screen.unanswered[0];
        verdict.found(Kind::NeverCaughtUp, format!("screen {at} has no answer to {}, the first {first:?}", screen.unanswered.len()));
    }
    if missing.is_empty() && screen.unanswered.is_empty() {
        verdict.caught_up.push(late);
        if late > bounds.catch_up {
            verdict.found(Kind::NeverCaughtUp, format!("screen {at} caught up {late} ms after the last fault"));
        }
    }
}

/// When somebody had an open socket, on whichever screen.
struct Lives(BTreeMap<Person, Vec<(Ms, Ms)>>);

impl Lives {
    fn of(history: &History) -> Lives {
        let mut lives: BTreeMap<Person, Vec<(Ms, Ms)>> = BTreeMap::new();
        for screen in &history.screens {
            lives.entry(screen.member).or_default().extend(&screen.open);
        }
        Lives(lives)
    }

    fn spans(&self, who: Person) -> &[(Ms, Ms)] {
        self.0.get(&who).map_or(&[], Vec::as_slice)
    }

    /// How long before `at` the last socket was gone; 0 while there is one.
    fn gone_for(&self, who: Person, at: Ms) -> Ms {
        let spans = self.spans(who).iter().filter(|(from, _)| *from <= at);
        spans.map(|(_, to)| at.saturating_sub(*to)).min().unwrap_or(at)
    }

    fn was_here(&self, who: Person, from: Ms, to: Ms) -> bool {
        self.spans(who).iter().any(|(a, b)| *a <= from && to <= *b)
    }
}

fn check_presence(history: &History, bounds: Bounds, verdict: &mut Verdict) {
    let lives = Lives::of(history);
    for (at, screen) in history.screens.iter().enumerate() {
        for (from, to) in &screen.open {
            let heard: Vec<&Told> = screen.told.iter().filter(|told| (*from..=*to).contains(&told.at)).collect();
            let people: HashSet<Person> = heard.iter().map(|told| told.who).collect();
            for who in people {
                let of_them: Vec<&Told> = heard.iter().copied().filter(|told| told.who == who).collect();
                check_ghost(at, who, &of_them, *to, &lives, bounds, verdict);
                if let (Some(last), Some(parted)) = (of_them.last(), history.parted)
                    && *to >= history.ended.saturating_sub(1_000)
                    && last.here != Some(true)
                    && lives.was_here(who, parted.min(to.saturating_sub(bounds.presence)), *to)
                {
                    let words = format!("screen {at} was told {:?} of person {who}, who is here and was for a long time", last.here);
                    verdict.found(Kind::Unseen, words);
                }
            }
        }
    }
}

/// The longest that one stretch of “here” goes on without a socket. `told` is of one person, on one socket that ended at `to`.
fn check_ghost(screen: usize, who: Person, told: &[&Told], to: Ms, lives: &Lives, bounds: Bounds, verdict: &mut Verdict) {
    let ends = told.iter().skip(1).map(|next| next.at).chain([to]);
    for (one, end) in told.iter().zip(ends).filter(|(one, _)| one.here == Some(true)) {
        // Within a stretch somebody may come back; the worst moment is the end, or just before a coming.
        let comings = lives.spans(who).iter().map(|(from, _)| from.saturating_sub(1)).filter(|at| (one.at..end).contains(at));
        let worst = comings.chain([end]).map(|at| lives.gone_for(who, at)).max().unwrap_or(0);
        if worst > bounds.presence {
            let words = format!("screen {screen} saw person {who} here, whose last socket was gone for {worst} ms");
            verdict.found(Kind::Ghost, words);
        }
    }
}

/// The first few of each kind, to be shown.
pub fn some(findings: &[Finding], of_each: usize) -> Vec<String> {
    let of_kind = |kind: Kind| findings.iter().filter(move |f| f.kind == kind).take(of_each);
    Kind::ALL.into_iter().flat_map(of_kind).map(|f| format!("{}: {}", f.kind.words(), f.words)).collect()
}

#[cfg(test)]
mod tests;
