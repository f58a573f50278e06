//! A run over time in finer slices than those of its timeline, where these are wider than an incident: in a test of more than
//! two hours.
//!
//! Counts are as fine as a chart has pixels. A percentile takes wider slices where these would hold too few requests for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::bins::Bin;
use super::outcome::{Outcome, by_key};
use super::responses::{ByOutcome, LATENCY_OUTCOMES};
use super::slices::{Sketch, Slices, sum};

/// A run, or one endpoint, in finer slices than those of its timeline, one after the other without gaps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FineTimeline {
    /// Seconds in a slice.
    #[serde(rename = "width_seconds")]
    pub width: i64,
    /// Unix time in seconds at which the first slice begins.
    pub start: i64,
    /// Requests that ended in each slice.
    pub requests: Vec<u64>,
    /// Of them those that were not ok, by outcome: the number of the slice, from 0, and how many. The rest was ok.
    #[serde(with = "by_key", default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, Vec<(usize, u64)>>"))]
    pub not_ok: BTreeMap<Outcome, Vec<(usize, u64)>>,
    /// Median of the latency population.
    pub p50: FinePercentile,
    /// 95th percentile, likewise.
    pub p95: FinePercentile,
    /// 99th percentile, likewise.
    pub p99: FinePercentile,
}

/// A percentile in slices of equal width, the first of which holds the start of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FinePercentile {
    /// Seconds in a slice.
    #[serde(rename = "width_seconds")]
    pub width: i64,
    /// The number of the slice, from 0, and its value in milliseconds, to a few percent; a slice without requests of the
    /// population is absent.
    pub values: Vec<(usize, f64)>,
}

/// The most fine slices of a whole run: one for each pixel of its charts.
pub const MAX_FINE_MOMENTS: usize = 842;
/// The most fine slices of one endpoint, likewise.
pub const MAX_FINE_ENDPOINT_MOMENTS: usize = 442;
/// A percentile is drawn in slices half of which hold so many requests beyond it, or more.
const LEAST_BEYOND: f64 = 5.0;

impl FineTimeline {
    /// Draws at most `max` slices; absent where nothing is known that is finer than slices of `wide` seconds.
    pub fn of(
        responses: &ByOutcome,
        left_out: &BTreeMap<Outcome, Slices>,
        max: usize,
        wide: i64,
    ) -> Option<Self> {
        let judged = responses.iter().map(|(outcome, responses)| (*outcome, &responses.slices));
        let series: Vec<(Outcome, &Slices)> =
            judged.chain(left_out.iter().map(|(outcome, slices)| (*outcome, slices))).collect();
        if series.iter().all(|(_, slices)| slices.fine().is_none()) {
            return None;
        }
        let starts = || series.iter().flat_map(|(_, slices)| slices.finest_starts());
        let (first, last) = (starts().min()?, starts().max()?);
        let mut log2 = series.iter().map(|(_, slices)| slices.finest_log2()).max()?;
        while (last >> log2) - (first >> log2) >= max as i64 {
            log2 += 1;
        }
        if 1 << log2 >= wide {
            return None;
        }

        let mut requests = vec![0; usize::try_from((last >> log2) - (first >> log2) + 1).ok()?];
        let mut not_ok: BTreeMap<Outcome, BTreeMap<usize, u64>> = BTreeMap::new();
        for (outcome, slices) in &series {
            for (second, bins) in slices.finest() {
                let at = usize::try_from((second >> log2) - (first >> log2)).ok()?;
                let count: u64 = bins.iter().map(|bin| bin.count).sum();
                *requests.get_mut(at)? += count;
                if *outcome != Outcome::Ok {
                    *not_ok.entry(*outcome).or_default().entry(at).or_default() += count;
                }
            }
        }
        let timed = series
            .iter()
            .filter(|(outcome, _)| LATENCY_OUTCOMES.contains(outcome))
            .map(|(_, slices)| *slices);
        let population = sum(timed);
        let percentile = |q| FinePercentile::of(&population, q, (first, last), (log2, wide));
        Some(Self {
            width: 1 << log2,
            start: first >> log2 << log2,
            requests,
            not_ok: not_ok
                .into_iter()
                .map(|(outcome, counts)| (outcome, counts.into_iter().collect()))
                .collect(),
            p50: percentile(0.5),
            p95: percentile(0.95),
            p99: percentile(0.99),
        })
    }

    /// How many requests of the slice at `index` had each outcome; one that did not occur is absent.
    pub fn outcomes(&self, index: usize) -> BTreeMap<Outcome, u64> {
        let count = |counts: &[(usize, u64)]| {
            let at = counts.binary_search_by_key(&index, |count| count.0).ok()?;
            counts.get(at).map(|count| count.1)
        };
        let mut outcomes: BTreeMap<Outcome, u64> =
            self.not_ok.iter().filter_map(|(outcome, counts)| Some((*outcome, count(counts)?))).collect();
        let rest: u64 = outcomes.values().fold(0, |sum, count| sum.saturating_add(*count));
        let ok = self.requests.get(index).copied().unwrap_or(0).saturating_sub(rest);
        if ok > 0 {
            outcomes.insert(Outcome::Ok, ok);
        }
        outcomes
    }
}

impl FinePercentile {
    /// The percentile of the slice that a Unix time lies in, of a timeline that begins at `start`.
    pub fn at(&self, second: i64, start: i64) -> Option<f64> {
        let width = self.width.max(1);
        let index = second.div_euclid(width).checked_sub(start.div_euclid(width))?;
        let index = usize::try_from(index).ok()?;
        let at = self.values.binary_search_by_key(&index, |value| value.0).ok()?;
        self.values.get(at).map(|value| value.1)
    }

    fn of(population: &Slices, q: f64, (first, last): (i64, i64), (mut log2, wide): (u32, i64)) -> Self {
        let finest = population.finest();
        let grouped = |log2: u32| {
            let mut groups: BTreeMap<i64, BTreeMap<u64, Bin>> = BTreeMap::new();
            for (second, bins) in &finest {
                let group = groups.entry(second >> log2).or_default();
                for bin in bins {
                    group.entry(bin.low).and_modify(|held| held.count += bin.count).or_insert(*bin);
                }
            }
            groups
        };
        let mut groups = grouped(log2);
        while 1 << log2 < wide && usual(&groups) * (1.0 - q) < LEAST_BEYOND {
            log2 += 1;
            groups = grouped(log2);
        }
        let mut shapes = population.slots().clone();
        shapes.coarsen_to(log2);
        let shape_log2 = shapes.width_log2();
        let shapes: BTreeMap<i64, &Sketch> =
            shapes.iter().map(|(second, sketch)| (second >> shape_log2, sketch)).collect();
        let value = |index: i64| {
            let shape = shapes.get(&(index << log2 >> shape_log2))?;
            quantile(groups.get(&index)?, shape, q)
        };
        let values = (first >> log2..=last >> log2).map(value).enumerate();
        Self { width: 1 << log2, values: values.filter_map(|(slice, value)| Some((slice, value?))).collect() }
    }
}

/// The usual number of requests in a slice: the median of those that hold any.
fn usual(groups: &BTreeMap<i64, BTreeMap<u64, Bin>>) -> f64 {
    let mut counts: Vec<u64> = groups.values().map(|bins| bins.values().map(|bin| bin.count).sum()).collect();
    counts.sort_unstable();
    counts.get(counts.len() / 2).map_or(0.0, |count| *count as f64)
}

/// The quantile `q` of wide bins in milliseconds. Inside its bin it lies where requests of the wider slice around it, whose
/// `shape` is known to a percent, leave the same share behind.
fn quantile(bins: &BTreeMap<u64, Bin>, shape: &Sketch, q: f64) -> Option<f64> {
    let count: u64 = bins.values().map(|bin| bin.count).sum();
    let rank = (q * count.checked_sub(1)? as f64).round() as u64;
    let mut seen = 0;
    let bin = bins.values().find(|bin| {
        seen += bin.count;
        seen > rank
    })?;
    let share = ((rank + bin.count - seen) as f64 + 0.5) / bin.count as f64;
    let parts: Vec<Bin> = shape.bins().filter(|part| (bin.low..=bin.high).contains(&part.low)).collect();
    let behind = (share * parts.iter().map(|part| part.count).sum::<u64>() as f64) as u64;
    let mut seen = 0;
    let part = parts.iter().find(|part| {
        seen += part.count;
        seen > behind
    });
    Some(part.unwrap_or(bin).middle() / 1000.0)
}

#[cfg(test)]
mod tests;
