//! A table that is made once and then only read: a list in the order of its keys.

use std::{borrow::Borrow, ops::Index};

#[derive(Clone, Debug, PartialEq)]
pub struct Sorted<K, V>(Vec<(K, V)>);

impl<K: Ord, V> Sorted<K, V> {
    /// Of those under one key the first counts.
    pub fn of(all: Vec<(K, V)>) -> Sorted<K, V> {
        Sorted::merged(all, |_, _| ())
    }

    /// The same; the first hears of the later ones.
    pub fn merged(mut all: Vec<(K, V)>, merge: impl Fn(&mut V, &V)) -> Sorted<K, V> {
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                merge(&mut first.1, &later.1);
            }
            same
        });
        Sorted(all)
    }

    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let at = self.0.binary_search_by(|(own, _)| own.borrow().cmp(key)).ok()?;
        Some(&self.0[at].1)
    }

    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    /// What stands in both, found by going through both in their order: cheaper than looking up each.
    pub fn in_both<'a>(&'a self, other: &'a Sorted<K, V>) -> impl Iterator<Item = (&'a K, &'a V, &'a V)> {
        let mut theirs = other.iter().peekable();
        self.iter().filter_map(move |(key, value)| {
            while theirs.next_if(|(other, _)| *other < key).is_some() {}
            theirs.next_if(|(other, _)| *other == key).map(|(_, other)| (key, value, other))
        })
    }
}

impl<K: Ord + Borrow<Q>, V, Q: Ord + ?Sized> Index<&Q> for Sorted<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the key is there")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_key_counts_and_what_both_have_comes_in_order() {
        let table = |all: &[(&'static str, u8)]| Sorted::of(all.to_vec());
        let (mine, theirs) = (table(&[("c", 1), ("a", 2), ("c", 3)]), table(&[("d", 4), ("c", 5), ("b", 6), ("a", 7)]));
        assert_eq!((mine["c"], mine.get("b"), mine.contains_key("a")), (1, None, true));
        assert_eq!(mine.in_both(&theirs).collect::<Vec<_>>(), [(&"a", &2, &7), (&"c", &1, &5)]);
        assert_eq!(theirs.in_both(&table(&[])).count(), 0);
    }
}
