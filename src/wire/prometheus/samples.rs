//! `values`: numbers at times.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::{Number, Time};
use crate::model::series::Sample;

/// The samples that are numbers, in order of time, and how many are not.
#[derive(Debug, Default)]
pub(super) struct Samples {
    pub(super) kept: Vec<Sample>,
    pub(super) not_a_number: u64,
    pub(super) infinite: u64,
}

impl<'de> Deserialize<'de> for Samples {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Self::default())
    }
}

impl<'de> Visitor<'de> for Samples {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("pairs of a time and a value")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Self, A::Error> {
        while let Some((Time(at), Number(value))) = seq.next_element()? {
            if value.is_nan() {
                self.not_a_number += 1;
            } else if value.is_infinite() {
                self.infinite += 1;
            } else {
                self.kept.push(Sample { at, value });
            }
        }
        in_order(&mut self.kept, |sample| sample.at);
        Ok(self)
    }
}

/// Puts samples in order of time, one for each: files that were put together by hand may be out of it.
pub(super) fn in_order<T>(samples: &mut Vec<T>, at: impl Fn(&T) -> i64) {
    if !samples.is_sorted_by(|a, b| at(a) < at(b)) {
        samples.sort_by_key(&at);
        samples.dedup_by_key(|sample| at(sample));
    }
    samples.shrink_to_fit();
}

/// Samples to be written.
#[derive(Debug)]
pub(super) struct WrittenSamples<'a>(pub(super) &'a [Sample]);

impl Serialize for WrittenSamples<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|sample| (Time(sample.at), Number(sample.value))))
    }
}
