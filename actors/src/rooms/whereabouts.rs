//! Which members who are here are in which rooms, whatever their screens show: who is told of a new head.
//!
//! A member who comes waits here until the next second, when all who came are looked up together: five thousand who come back
//! at once are one question to the store, not five thousand before their first frame. What was said while they were on their
//! way they are told then, so that no head falls between the page that was loaded and the whispers that follow.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use hub::{ConversationId, UserId};

#[derive(Default)]
pub(crate) struct Whereabouts(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    rooms_of: HashMap<UserId, Vec<ConversationId>>,
    here: HashMap<ConversationId, HashSet<UserId>>,
    newcomers: HashSet<UserId>,
    /// Who is being looked up, unless something happened to them since.
    looked_for: HashSet<UserId>,
}

impl Whereabouts {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One of a member's screens has opened.
    pub fn came(&self, user: UserId) {
        self.lock().newcomers.insert(user);
    }

    /// A member's last screen is gone.
    pub fn went(&self, user: UserId) {
        let mut inner = self.lock();
        inner.newcomers.remove(&user);
        inner.looked_for.remove(&user);
        for room in inner.rooms_of.remove(&user).unwrap_or_default() {
            inner.take_out(user, room);
        }
    }

    /// Who came and has not been looked up, up to `most` of them. What becomes of it is said by [`Whereabouts::found`] or
    /// [`Whereabouts::again`].
    pub fn take_newcomers(&self, most: usize) -> Vec<UserId> {
        let mut inner = self.lock();
        let some: Vec<UserId> = inner.newcomers.iter().take(most).copied().collect();
        for user in &some {
            inner.newcomers.remove(user);
            inner.looked_for.insert(*user);
            inner.rooms_of.entry(*user).or_default();
        }
        some
    }

    /// The rooms of those who were looked up. Who joined or left one meanwhile is looked up once more: what was read may be
    /// from before.
    pub fn found(&self, users: &[UserId], rooms: impl IntoIterator<Item = (UserId, ConversationId)>) {
        let mut inner = self.lock();
        for (user, room) in rooms {
            if inner.looked_for.contains(&user) {
                inner.put_in(user, room);
            }
        }
        for user in users {
            if !inner.looked_for.remove(user) && inner.rooms_of.contains_key(user) {
                inner.newcomers.insert(*user);
            }
        }
    }

    /// Whoever was looked up in vain is a newcomer again, if they are here still.
    pub fn again(&self, users: Vec<UserId>) {
        let mut inner = self.lock();
        for user in users {
            inner.looked_for.remove(&user);
            if inner.rooms_of.contains_key(&user) {
                inner.newcomers.insert(user);
            }
        }
    }

    /// A member who is here is in this room, or not any more. Of who is not here nothing is kept.
    pub fn set(&self, user: UserId, room: ConversationId, within: bool) {
        let mut inner = self.lock();
        inner.looked_for.remove(&user);
        if within {
            inner.put_in(user, room);
        } else if let Some(rooms) = inner.rooms_of.get_mut(&user) {
            rooms.retain(|one| *one != room);
            inner.take_out(user, room);
        }
    }

    /// Nobody is to be looked up, or being looked up.
    pub fn knows_everybody(&self) -> bool {
        let inner = self.lock();
        inner.newcomers.is_empty() && inner.looked_for.is_empty()
    }

    pub fn list_in(&self, room: ConversationId) -> Vec<UserId> {
        self.lock().here.get(&room).map(|all| all.iter().copied().collect()).unwrap_or_default()
    }
}

impl Inner {
    fn put_in(&mut self, user: UserId, room: ConversationId) {
        if let Some(rooms) = self.rooms_of.get_mut(&user) {
            if !rooms.contains(&room) {
                rooms.push(room);
            }
            self.here.entry(room).or_default().insert(user);
        }
    }

    fn take_out(&mut self, user: UserId, room: ConversationId) {
        if let Some(all) = self.here.get_mut(&room) {
            all.remove(&user);
            if all.is_empty() {
                self.here.remove(&room);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANA: UserId = UserId(1);
    const GENERAL: ConversationId = ConversationId(1);

    #[test]
    fn who_went_before_they_were_looked_up_is_nowhere() {
        let whereabouts = Whereabouts::default();
        whereabouts.came(ANA);
        let came = whereabouts.take_newcomers(10);
        assert_eq!(came, [ANA]);
        whereabouts.went(ANA);
        whereabouts.found(&came, [(ANA, GENERAL)]);
        whereabouts.set(ANA, GENERAL, true);
        assert_eq!(whereabouts.list_in(GENERAL), []);
        whereabouts.again(came);
        assert_eq!(whereabouts.take_newcomers(10), []);
    }

    #[test]
    fn who_is_here_is_listed_until_they_leave_the_room_or_the_house() {
        let whereabouts = Whereabouts::default();
        whereabouts.came(ANA);
        let came = whereabouts.take_newcomers(10);
        whereabouts.found(&came, [(ANA, GENERAL)]);
        assert_eq!(whereabouts.list_in(GENERAL), [ANA]);
        whereabouts.set(ANA, GENERAL, false);
        assert_eq!(whereabouts.list_in(GENERAL), []);
        whereabouts.set(ANA, GENERAL, true);
        whereabouts.went(ANA);
        assert_eq!(whereabouts.list_in(GENERAL), []);
        assert!(whereabouts.take_newcomers(10).is_empty());
    }

    #[test]
    fn who_left_a_room_while_they_were_looked_up_is_looked_up_once_more() {
        let whereabouts = Whereabouts::default();
        whereabouts.came(ANA);
        let came = whereabouts.take_newcomers(10);
        whereabouts.set(ANA, GENERAL, false);
        whereabouts.found(&came, [(ANA, GENERAL)]);
        assert_eq!(whereabouts.list_in(GENERAL), []);
        let came = whereabouts.take_newcomers(10);
        assert_eq!(came, [ANA]);
        whereabouts.found(&came, []);
        assert!(whereabouts.take_newcomers(10).is_empty());
    }
}
