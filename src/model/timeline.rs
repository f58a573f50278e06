//! A run over time, as a report draws it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fine_timeline::FineTimeline;
use super::outcome::{Outcome, by_key};
use super::responses::ByOutcome;
use super::slices::{Absorb, Sketch, Slices, Slots};
use super::users::Users;

/// A run, or one endpoint, in slices of equal width; slices in which nothing happened are left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Timeline {
    /// Seconds in a slice.
    #[serde(rename = "width_seconds")]
    pub width: i64,
    /// Upper ends of the latency bands of the heat map, in milliseconds, ascending; absent for an endpoint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<f64>,
    /// The slices in order.
    #[serde(rename = "slices")]
    pub moments: Vec<Moment>,
    /// The same in finer slices, where a test of more than two hours would hide an incident in these.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fine: Option<FineTimeline>,
}

/// One slice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Slice")]
pub struct Moment {
    /// Unix time in seconds at which it begins.
    pub start: i64,
    /// Whether it belongs to the judged window, at least in part.
    pub judged: bool,
    /// Requests that ended in it.
    pub requests: u64,
    /// The same by outcome; an outcome that did not occur is absent.
    #[serde(with = "by_key")]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, u64>"))]
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Median of the latency population in milliseconds, to a percent; absent where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50: Option<f64>,
    /// 95th percentile, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95: Option<f64>,
    /// 99th percentile, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
    /// Virtual users, the mean of the samples; absent for an endpoint, and where none was sampled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<f64>,
    /// Requests by latency band, for the heat map.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bands: Vec<u64>,
}

/// The most slices of a whole run: about one for every five pixels of a chart.
pub const MAX_MOMENTS: usize = 160;
/// The most slices of one endpoint, whose charts are small.
pub const MAX_ENDPOINT_MOMENTS: usize = 64;
/// Rows of the heat map.
const MAX_BANDS: usize = 24;

/// What is drawn over time, of one endpoint or of the whole run.
pub struct Sources<'a> {
    /// The judged responses.
    pub responses: &'a ByOutcome,
    /// What the window leaves out.
    pub left_out: &'a BTreeMap<Outcome, Slices>,
    /// Virtual users; absent for an endpoint, which then has no bands either.
    pub users: Option<&'a Slots<Users>>,
}

/// The slices of one side of the window.
#[derive(Default)]
struct Side {
    counts: BTreeMap<Outcome, Slots<Sketch>>,
    population: Slots<Sketch>,
}

impl Side {
    fn new(slices: impl Iterator<Item = (Outcome, Slots<Sketch>)>) -> Self {
        let mut side = Self::default();
        for (outcome, slices) in slices {
            if matches!(outcome, Outcome::Ok | Outcome::Intended4xx | Outcome::Timeout) {
                side.population.merge(&slices);
            }
            side.counts.insert(outcome, slices);
        }
        side
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Slots<Sketch>> {
        self.counts.values_mut().chain([&mut self.population])
    }
}

impl Timeline {
    /// Draws a timeline of at most `max` slices; absent where there is nothing to draw.
    pub fn of(sources: &Sources<'_>, max: usize) -> Option<Self> {
        Self::no_finer(sources, max, 0)
    }

    /// Does the same with slices of at least 2^`least_log2` seconds.
    pub fn no_finer(sources: &Sources<'_>, max: usize, least_log2: u32) -> Option<Self> {
        let judged =
            sources.responses.iter().map(|(outcome, responses)| (*outcome, responses.slices.slots().clone()));
        let left_out = sources.left_out.iter().map(|(outcome, slices)| (*outcome, slices.slots().clone()));
        let mut sides = [(true, Side::new(judged)), (false, Side::new(left_out))];
        let mut users = sources.users.cloned();
        let width = common_width(&mut sides, users.as_mut(), max, least_log2)?;

        let bands = if users.is_some() { bands(&sides) } else { Vec::new() };
        let mut moments: BTreeMap<i64, Moment> = BTreeMap::new();
        for (judged, side) in &sides {
            for (outcome, slices) in &side.counts {
                for (start, sketch) in slices.iter() {
                    let moment = moments.entry(start).or_insert_with(|| Moment::empty(start, bands.len()));
                    let count = sketch.count();
                    moment.judged |= judged;
                    moment.requests += count;
                    *moment.outcomes.entry(*outcome).or_default() += count;
                }
            }
        }
        let mut population = sides[0].1.population.clone();
        population.merge(&sides[1].1.population);
        for (start, sketch) in population.iter() {
            let Some(moment) = moments.get_mut(&start) else { continue };
            let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|q| sketch.quantile(q));
            (moment.p50, moment.p95, moment.p99) = (p50, p95, p99);
            for bin in sketch.bins() {
                let band = bands.partition_point(|&upper| upper < bin.middle() / 1000.0);
                if let Some(count) = moment.bands.get_mut(band.min(bands.len().saturating_sub(1))) {
                    *count += bin.count;
                }
            }
        }
        for (start, users) in users.iter().flat_map(Slots::iter) {
            if let Some(moment) = moments.get_mut(&start) {
                moment.users = (users.samples > 0).then(|| users.sum as f64 / users.samples as f64);
            }
        }
        Some(Self { width, bands, moments: moments.into_values().collect(), fine: None })
    }

    /// The same in the finest slices that are known, without bands. What is known of wide slices alone holds for each slice in
    /// them.
    pub fn finest(&self) -> Cow<'_, Self> {
        let Some(fine) = &self.fine else { return Cow::Borrowed(self) };
        let wide = |start: i64| {
            let after = self.moments.partition_point(|moment| moment.start <= start);
            self.moments.get(after.checked_sub(1)?)
        };
        let moment = |(index, &requests): (usize, &u64)| {
            let start = fine.start.saturating_add(fine.width.saturating_mul(index as i64));
            let wide = wide(start);
            Moment {
                start,
                judged: wide.is_some_and(|wide| wide.judged),
                requests,
                outcomes: fine.outcomes(index),
                p50: fine.p50.at(start, fine.start),
                p95: fine.p95.at(start, fine.start),
                p99: fine.p99.at(start, fine.start),
                users: wide.and_then(|wide| wide.users),
                bands: Vec::new(),
            }
        };
        let held = fine.requests.iter().enumerate().filter(|(_, requests)| **requests > 0);
        Cow::Owned(Self {
            width: fine.width,
            bands: Vec::new(),
            moments: held.map(moment).collect(),
            fine: None,
        })
    }
}

impl Moment {
    /// The share of unintended errors (0..1); absent where there was no request.
    pub fn error_share(&self) -> Option<f64> {
        let bad: u64 =
            self.outcomes.iter().filter(|(outcome, _)| outcome.is_bad()).map(|(_, count)| count).sum();
        (self.requests > 0).then(|| bad as f64 / self.requests as f64)
    }

    fn empty(start: i64, bands: usize) -> Self {
        Self {
            start,
            judged: false,
            requests: 0,
            outcomes: BTreeMap::new(),
            p50: None,
            p95: None,
            p99: None,
            users: None,
            bands: vec![0; bands],
        }
    }
}

/// Brings all slices to one width at which at most `max` of them span the run; returns it in seconds.
fn common_width(
    sides: &mut [(bool, Side); 2],
    mut users: Option<&mut Slots<Users>>,
    max: usize,
    least_log2: u32,
) -> Option<i64> {
    let mut log2 = users.as_ref().map_or(0, |users| users.width_log2()).max(least_log2);
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for slices in sides.iter_mut().flat_map(|(_, side)| side.all_mut()) {
        log2 = log2.max(slices.width_log2());
        for (start, _) in slices.iter() {
            first = first.min(start);
            last = last.max(start);
        }
    }
    if first > last {
        return None;
    }
    while (last >> log2) - (first >> log2) >= max as i64 {
        log2 += 1;
    }
    for slices in sides.iter_mut().flat_map(|(_, side)| side.all_mut()) {
        slices.coarsen_to(log2);
    }
    if let Some(users) = &mut users {
        users.coarsen_to(log2);
    }
    Some(1 << log2)
}

/// Latency bands of equal height on a log scale, over all but the fastest thousandth of the requests.
fn bands(sides: &[(bool, Side); 2]) -> Vec<f64> {
    let mut all = Sketch::default();
    for (_, sketch) in sides.iter().flat_map(|(_, side)| side.population.iter()) {
        all.absorb(sketch);
    }
    let highest = all.bins().last().map_or(0.0, |bin| bin.high as f64 / 1000.0);
    let Some(lowest) = all.quantile(0.001).map(|low| low.max(0.01)).filter(|low| *low < highest) else {
        return if highest > 0.0 { vec![highest] } else { Vec::new() };
    };
    let step = (highest / lowest).ln() / MAX_BANDS as f64;
    (1..=MAX_BANDS).map(|band| lowest * (step * band as f64).exp()).collect()
}
