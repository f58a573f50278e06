//! The tags that requests have, to tell them to somebody who asked for others.

use std::collections::{BTreeMap, BTreeSet};

use crate::ingest::error::shorten;

/// More tags, and more values of one, are not kept.
const MOST: usize = 20;
/// Characters of a tag or a value that are shown.
const LONGEST: usize = 40;
/// Tags with a value for nearly every request.
const TOO_VARIED: [&str; 3] = ["error", "name", "url"];

/// Tags with some of their values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagsSeen(BTreeMap<String, BTreeSet<String>>);

impl TagsSeen {
    /// Takes note of a tag.
    pub(in crate::ingest) fn see(&mut self, tag: &str, value: &str) {
        if !self.0.contains_key(tag) && (self.0.len() == MOST || TOO_VARIED.contains(&tag)) {
            return;
        }
        let values = self.0.entry(tag.to_owned()).or_default();
        if values.len() < MOST {
            values.insert(value.to_owned());
        }
    }

    /// Takes what others saw.
    pub(in crate::ingest) fn absorb(&mut self, other: &Self) {
        for (tag, values) in &other.0 {
            values.iter().for_each(|value| self.see(tag, value));
        }
    }

    /// Says in words which there are.
    pub(in crate::ingest) fn words(&self) -> String {
        const SHOWN: usize = 5;
        if self.0.is_empty() {
            return "it has no tags that could be asked for".to_owned();
        }
        let tag = |(tag, values): (&String, &BTreeSet<String>)| {
            let more = if values.len() > SHOWN { ", …" } else { "" };
            let shown: Vec<String> = values.iter().take(SHOWN).map(|value| shorten(value, LONGEST)).collect();
            format!("{} ({}{more})", shorten(tag, LONGEST), shown.join(", "))
        };
        format!("there are {}", self.0.iter().map(tag).collect::<Vec<_>>().join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::TagsSeen;

    #[test]
    fn tags_are_told_with_some_of_their_values() {
        let mut seen = TagsSeen::default();
        assert_eq!(seen.words(), "it has no tags that could be asked for");
        (0..30).for_each(|number| seen.see("shop", &number.to_string()));
        for (tag, value) in [("phase", "ramp"), ("phase", "peak"), ("url", "http://h/1")] {
            seen.see(tag, value);
        }
        assert_eq!(seen.words(), "there are phase (peak, ramp), shop (0, 1, 10, 11, 12, …)");
        let mut hostile = TagsSeen::default();
        hostile.see("a\u{1b}]52", "b\nc");
        assert_eq!(hostile.words(), "there are a]52 (bc)");
    }
}
