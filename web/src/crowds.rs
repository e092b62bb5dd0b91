//! How many connections each address has open. One machine with ten thousand of them takes every file the hub may open, and
//! nobody else gets in: beyond a bound its next ones are closed at once. Of a trusted proxy there is no bound: it stands for
//! everybody behind it, and has bounds of its own.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use ipnet::IpNet;

use crate::limits::{Rates, household};

pub struct Crowds {
    most: Option<u32>,
    trusted: Vec<IpNet>,
    open: Mutex<HashMap<IpAddr, u32>>,
}

/// One connection; dropped with it.
pub struct Place {
    crowds: Arc<Crowds>,
    of: IpAddr,
}

/// This address has enough.
#[derive(Debug, PartialEq, Eq)]
pub struct Crowded;

impl Crowds {
    pub fn new(rates: &Rates, trusted: &[IpNet]) -> Arc<Crowds> {
        let most = (!rates.off).then_some(rates.connections_an_address.get());
        Arc::new(Crowds { most, trusted: trusted.to_vec(), open: Mutex::default() })
    }

    /// A place for one more connection of this address; `None` where nobody counts.
    pub fn enter(self: &Arc<Self>, peer: IpAddr) -> Result<Option<Place>, Crowded> {
        let peer = peer.to_canonical();
        let Some(most) = self.most.filter(|_| !self.trusted.iter().any(|net| net.contains(&peer))) else { return Ok(None) };
        let of = household(peer);
        let mut open = self.open();
        let count = open.entry(of).or_default();
        if *count >= most {
            return Err(Crowded);
        }
        *count += 1;
        Ok(Some(Place { crowds: self.clone(), of }))
    }

    fn open(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        // What a panicking thread left is still a count.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.crowds.open();
        if let Some(count) = open.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::num::NonZeroU32;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn crowds(off: bool) -> Arc<Crowds> {
        let rates = Rates { off, connections_an_address: NonZeroU32::new(2).expect("two"), ..Rates::default() };
        Crowds::new(&rates, &["10.0.0.0/8".parse().expect("a network")])
    }

    #[test]
    fn the_third_of_two_is_turned_away_until_one_has_gone() {
        let crowds = crowds(false);
        let home = address("192.0.2.1");
        let (first, _second) = (crowds.enter(home).expect("the first"), crowds.enter(home).expect("the second"));
        assert_eq!(crowds.enter(home).err(), Some(Crowded));
        assert!(crowds.enter(address("192.0.2.2")).is_ok(), "somebody else");
        drop(first);
        let _again = crowds.enter(home).expect("one has gone");
        assert_eq!(crowds.enter(address("::ffff:192.0.2.1")).err(), Some(Crowded), "the same, written otherwise");
    }

    #[test]
    fn a_household_shares_its_places_and_a_proxy_has_no_bound() {
        let crowds = crowds(false);
        let _two = [crowds.enter(address("2001:db8::1")), crowds.enter(address("2001:db8::2"))];
        assert_eq!(crowds.enter(address("2001:db8::3")).err(), Some(Crowded));
        assert!((0..10).all(|_| matches!(crowds.enter(address("10.1.2.3")), Ok(None))));
        assert!(crowds.open().len() == 1, "who is gone is forgotten");
    }

    #[test]
    fn a_benchmark_counts_nobody() {
        let crowds = crowds(true);
        let places: Vec<_> = (0..10).map(|_| crowds.enter(address("192.0.2.1"))).collect();
        assert!(places.iter().all(|place| matches!(place, Ok(None))));
    }
}
