//! Who is at the other hubs. A hub holds one lease in Redis and lists its members under it; a member counts only while the
//! lease lives, so a hub's death is one expiry and leaves no ghosts.
//!
//! ```text
//!   lease:{node}  lives for three beats, renewed each beat      here:{node}  the members at it      nodes  who ever came
//!                                                               away:{node}  those of them who use no screen
//! ```
//! Changes are whispered as they happen; each beat says how many there are, and who counts otherwise reads the list anew.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use hub::{UserId, presence::State};
use redis::{AsyncTypedCommands, pipe};
use tokio::sync::{broadcast, mpsc};

use super::{BusAddress, Said, Whispers, tasks::Line};

/// Whispers sent in one go.
const AT_ONCE: usize = 256;

/// Who is at the other hubs, as far as is known.
#[derive(Default)]
pub(crate) struct Elsewhere {
    nodes: Mutex<BTreeMap<String, Members>>,
    /// Redis answers: what is not listed is not there.
    sure: AtomicBool,
    /// Whoever wants to know of changes.
    changes: Mutex<Vec<mpsc::UnboundedSender<Change>>>,
}

/// How much each member at a hub is here; who isn't at all, is not in it.
pub(crate) type Members = HashMap<UserId, State>;

/// Something changed at the other hubs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Change {
    /// Somebody is more or less at the other hubs than before.
    Is(UserId),
    /// From now on it can be told again who is elsewhere, or it can't any more.
    Sure(bool),
}

impl Elsewhere {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Members>> {
        self.nodes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much somebody is at the other hubs; `None`: that can't be told now.
    pub fn state_of(&self, user: UserId) -> Option<State> {
        self.sure.load(Relaxed).then(|| most(self.lock().values(), user))
    }

    /// Whatever changes from now on.
    pub fn changes(&self) -> mpsc::UnboundedReceiver<Change> {
        let (tell, told) = mpsc::unbounded_channel();
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).push(tell);
        told
    }

    fn tell(&self, change: Change) {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner).retain(|to| to.send(change.clone()).is_ok());
    }

    fn set_sure(&self, sure: bool) {
        if self.sure.swap(sure, Relaxed) != sure {
            self.tell(Change::Sure(sure));
        }
    }

    /// Exchanges what is known of a node; `None`: it is gone.
    fn set(&self, node: &str, now: Option<Members>) {
        let mut nodes = self.lock();
        let before = nodes.remove(node).unwrap_or_default();
        let after = now.clone().unwrap_or_default();
        let all: HashSet<UserId> = before.keys().chain(after.keys()).copied().collect();
        // Who is at a third hub as well has perhaps neither come nor gone.
        let differs = |user: &UserId| {
            let others = most(nodes.values(), *user);
            let at = |members: &Members| members.get(user).copied().unwrap_or_default().max(others);
            at(&before) != at(&after)
        };
        let mut changed: Vec<UserId> = all.into_iter().filter(differs).collect();
        changed.sort();
        nodes.extend(now.map(|here| (node.to_owned(), here)));
        drop(nodes);
        changed.into_iter().for_each(|user| self.tell(Change::Is(user)));
    }

    /// Takes in what a node says; whether its list has to be read anew.
    fn hear(&self, whispers: &Whispers) -> bool {
        let mut known = match self.lock().get(&whispers.node) {
            Some(here) => here.clone(),
            None => return !whispers.said.contains(&Said::Left),
        };
        let mut astray = false;
        for said in &whispers.said {
            match said {
                Said::Came(user) => drop(known.insert(*user, State::Here)),
                Said::Idle(user) => drop(known.insert(*user, State::Away)),
                Said::Went(user) => drop(known.remove(user)),
                Said::Beat { here, away } => {
                    astray = known.len() != *here || known.values().filter(|state| **state == State::Away).count() != *away;
                }
                Said::Left => {
                    self.set(&whispers.node, None);
                    return false;
                }
                Said::Typing { .. } => {}
            }
        }
        if whispers.said.iter().any(|said| matches!(said, Said::Came(_) | Said::Idle(_) | Said::Went(_))) {
            self.set(&whispers.node, Some(known));
        }
        astray
    }
}

/// The most that somebody is here by any of these lists.
fn most<'a>(lists: impl Iterator<Item = &'a Members>, user: UserId) -> State {
    lists.filter_map(|members| members.get(&user).copied()).max().unwrap_or_default()
}

/// Says what this hub has to say, and at every beat that it is there, and who is here: whatever could not be said before is
/// set right by the whole list.
pub(super) async fn speak(address: BusAddress, mut saying: mpsc::Receiver<Said>, here: impl Fn() -> Vec<(UserId, State)> + Send) {
    let mut line = Line::new(address.clone());
    let mut beats = tokio::time::interval(address.beat);
    beats.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut said = Vec::new();
    loop {
        let beat = tokio::select! {
            n = saying.recv_many(&mut said, AT_ONCE) => if n == 0 { return } else { false },
            _ = beats.tick() => true,
        };
        let members = beat.then(&here);
        if let Some(members) = &members {
            let away = members.iter().filter(|(_, state)| *state == State::Away).count();
            said.push(Said::Beat { here: members.len(), away });
        }
        let leaves = said.contains(&Said::Left);
        say(&mut line, &address, std::mem::take(&mut said), members.as_deref()).await;
        if leaves {
            return;
        }
    }
}

async fn say(line: &mut Line, address: &BusAddress, said: Vec<Said>, whole: Option<&[(UserId, State)]>) {
    let (list, away) = (address.key_of("here", &address.node), address.key_of("away", &address.node));
    let lease = address.key_of("lease", &address.node);
    let lives = address.beat.as_millis() as u64 * 3;
    let mut asked = pipe();
    asked.atomic();
    if let Some(members) = whole {
        asked.del(&[&list, &away]).ignore();
        for some in members.chunks(1_000) {
            asked.sadd(&list, some.iter().map(|(u, _)| u.0).collect::<Vec<_>>()).ignore();
            let idle: Vec<i64> = some.iter().filter(|(_, state)| *state == State::Away).map(|(u, _)| u.0).collect();
            if !idle.is_empty() {
                asked.sadd(&away, idle).ignore();
            }
        }
    }
    for one in &said {
        match one {
            Said::Came(user) => drop(asked.sadd(&list, user.0).ignore().srem(&away, user.0).ignore()),
            Said::Idle(user) => drop(asked.sadd(&list, user.0).ignore().sadd(&away, user.0).ignore()),
            Said::Went(user) => drop(asked.srem(&list, user.0).ignore().srem(&away, user.0).ignore()),
            Said::Beat { .. } => {
                asked.sadd(address.key("nodes"), &address.node).ignore();
                asked.pset_ex(&lease, 1, lives).ignore();
                asked.pexpire(&list, lives as i64 * 4).ignore();
                asked.pexpire(&away, lives as i64 * 4).ignore();
            }
            Said::Left => {
                asked.del(&[&list, &away, &lease]).ignore();
                asked.srem(address.key("nodes"), &address.node).ignore();
            }
            Said::Typing { .. } => {}
        }
    }
    let whispers = Whispers { node: address.node.clone(), said };
    let Ok(bytes) = rmp_serde::to_vec_named(&whispers) else { return };
    asked.publish(address.key("whispers"), bytes).ignore();
    line.ask("whisper", async |_, line| asked.query_async::<()>(line).await).await;
}

/// Keeps [`Elsewhere`] as it is: by what is whispered, and by a look at the leases every beat.
pub(super) async fn look_around(
    address: BusAddress,
    elsewhere: Arc<Elsewhere>,
    heard: broadcast::Sender<Arc<Whispers>>,
    hears: Arc<AtomicBool>,
) {
    let mut whispers = heard.subscribe();
    drop(heard);
    let mut line = Line::new(address.clone());
    let mut beats = tokio::time::interval(address.beat);
    beats.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut astray: HashSet<String> = HashSet::new();
    loop {
        tokio::select! {
            said = whispers.recv() => match said {
                Ok(said) => if elsewhere.hear(&said) {
                    astray.insert(said.node.clone());
                } else {
                    continue;
                },
                // Some were missed: every list is read anew.
                Err(broadcast::error::RecvError::Lagged(_)) => astray.extend(elsewhere.lock().keys().cloned()),
                Err(broadcast::error::RecvError::Closed) => return,
            },
            _ = beats.tick() => {}
        }
        let seen = look(&mut line, &elsewhere, &mut astray).await;
        elsewhere.set_sure(seen && hears.load(Relaxed));
    }
}

/// Reads who lives, and the lists that are not known or have gone astray; whether Redis answered.
async fn look(line: &mut Line, elsewhere: &Elsewhere, astray: &mut HashSet<String>) -> bool {
    let known: HashSet<String> = elsewhere.lock().keys().cloned().collect();
    let read = line.ask("look", async |at, line| {
        let mut nodes: Vec<String> = line.smembers(at.key("nodes")).await?.into_iter().filter(|node| *node != at.node).collect();
        nodes.sort_unstable();
        let mut lists: HashMap<String, Members> = HashMap::new();
        let mut alive = Vec::new();
        for node in nodes {
            if !line.exists(at.key_of("lease", &node)).await? {
                let _ = line.srem(at.key("nodes"), &node).await?;
                continue;
            }
            if !known.contains(&node) || astray.contains(&node) {
                let members = line.smembers(at.key_of("here", &node)).await?;
                let away = line.smembers(at.key_of("away", &node)).await?;
                let state = |id: &String| if away.contains(id) { State::Away } else { State::Here };
                lists.insert(node.clone(), members.iter().filter_map(|m| Some((UserId(m.parse().ok()?), state(m)))).collect());
            }
            alive.push(node);
        }
        Ok((alive, lists))
    });
    let Some((alive, lists)) = read.await else { return false };
    for gone in known.iter().filter(|node| !alive.contains(node)) {
        elsewhere.set(gone, None);
    }
    for (node, list) in lists {
        astray.remove(&node);
        elsewhere.set(&node, Some(list));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: UserId = UserId(1);
    const BO: UserId = UserId(2);

    fn said(node: &str, said: Vec<Said>) -> Whispers {
        Whispers { node: node.to_owned(), said }
    }

    fn known(users: &[UserId]) -> Option<Members> {
        Some(users.iter().map(|user| (*user, State::Here)).collect())
    }

    #[test]
    fn who_is_at_two_hubs_goes_with_the_last() {
        let elsewhere = Elsewhere::default();
        elsewhere.set_sure(true);
        let mut changes = elsewhere.changes();
        elsewhere.set("north", known(&[ANA]));
        elsewhere.set("south", known(&[ANA, BO]));
        assert!(!elsewhere.hear(&said("north", vec![Said::Went(ANA)])));
        assert_eq!(elsewhere.state_of(ANA), Some(State::Here));
        elsewhere.set("south", None);
        assert_eq!(elsewhere.state_of(ANA), Some(State::Gone));
        let told: Vec<Change> = std::iter::from_fn(|| changes.try_recv().ok()).collect();
        assert_eq!(told, [ANA, BO, ANA, BO].map(Change::Is), "nothing when she left one of two");
    }

    #[test]
    fn a_count_that_is_not_ours_has_the_list_read_anew() {
        let elsewhere = Elsewhere::default();
        assert!(elsewhere.hear(&said("north", vec![Said::Came(ANA)])), "a hub nobody has heard of");
        elsewhere.set("north", known(&[ANA]));
        assert!(!elsewhere.hear(&said("north", vec![Said::Beat { here: 1, away: 0 }])));
        assert!(elsewhere.hear(&said("north", vec![Said::Beat { here: 2, away: 0 }])));
        assert!(!elsewhere.hear(&said("north", vec![Said::Came(BO), Said::Beat { here: 2, away: 0 }])));
    }

    #[test]
    fn who_uses_a_screen_at_one_hub_is_not_away_at_another() {
        let elsewhere = Elsewhere::default();
        elsewhere.set_sure(true);
        elsewhere.set("north", known(&[ANA]));
        let mut changes = elsewhere.changes();
        assert!(!elsewhere.hear(&said("north", vec![Said::Idle(ANA), Said::Beat { here: 1, away: 1 }])));
        assert_eq!((elsewhere.state_of(ANA), changes.try_recv()), (Some(State::Away), Ok(Change::Is(ANA))));
        elsewhere.set("south", known(&[ANA]));
        assert_eq!((elsewhere.state_of(ANA), changes.try_recv()), (Some(State::Here), Ok(Change::Is(ANA))));
        assert!(!elsewhere.hear(&said("north", vec![Said::Went(ANA)])));
        assert!(changes.try_recv().is_err(), "the liveliest counts");
        assert!(elsewhere.hear(&said("south", vec![Said::Beat { here: 1, away: 1 }])), "a count that is not ours");
    }

    #[test]
    fn without_redis_nobody_knows_who_is_elsewhere() {
        let elsewhere = Elsewhere::default();
        elsewhere.set("north", known(&[ANA]));
        assert_eq!(elsewhere.state_of(ANA), None);
        let mut changes = elsewhere.changes();
        elsewhere.set_sure(true);
        elsewhere.set_sure(true);
        assert_eq!(changes.try_recv(), Ok(Change::Sure(true)));
        assert!(changes.try_recv().is_err(), "said once");
    }
}
