//! Numbers for keys.

use std::collections::HashMap;
use std::hash::Hash;

/// Keys in the order in which they were first seen, and their numbers.
#[derive(Debug)]
pub(in crate::ingest) struct Ids<K> {
    numbers: HashMap<K, u32>,
    keys: Vec<K>,
}

impl<K: Hash + Eq + Clone> Ids<K> {
    pub(in crate::ingest) fn new() -> Self {
        Self { numbers: HashMap::new(), keys: Vec::new() }
    }

    /// The number of a key that is known or for which there is room.
    pub(in crate::ingest) fn number(&mut self, key: K, room: usize) -> Option<u32> {
        if let Some(&number) = self.numbers.get(&key) {
            return Some(number);
        }
        (self.keys.len() < room).then(|| self.add(key))
    }

    /// The number of a key, which is added if it is new.
    pub(in crate::ingest) fn add(&mut self, key: K) -> u32 {
        let number = self.keys.len() as u32;
        *self.numbers.entry(key).or_insert_with_key(|key| {
            self.keys.push(key.clone());
            number
        })
    }

    /// The keys by number.
    pub(in crate::ingest) fn keys(&self) -> &[K] {
        &self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn keys_keep_their_number_and_room_is_bounded() {
        let mut ids = Ids::new();
        assert_eq!(ids.number("a", 2), Some(0));
        assert_eq!(ids.number("b", 2), Some(1));
        assert_eq!(ids.number("a", 2), Some(0));
        assert_eq!(ids.number("c", 2), None);
        assert_eq!(ids.add("other"), 2);
        assert_eq!(ids.add("other"), 2);
        assert_eq!(ids.keys(), ["a", "b", "other"]);
    }
}
