//! What the points of one or more files come to. Merges exactly: any split, any order, the same result.

use std::collections::BTreeMap;

use crate::model::metric::MetricType;
use crate::model::outcome::Outcome;
use crate::model::slices::{Absorb, Slots};

use super::registry::{CellKey, EndpointKey};
use super::series::{Measured, Responses, Users};
use super::tags_seen::TagsSeen;

/// The same of the judged window, and of what it leaves out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Split<T> {
    /// The judged window.
    pub judged: T,
    /// The rest: warm-up scenarios, and the time before the window; never `setup()` and `teardown()`.
    pub left_out: T,
}

impl<T> Split<T> {
    /// One of both.
    pub(in crate::ingest) fn side(&mut self, judged: bool) -> &mut T {
        if judged { &mut self.judged } else { &mut self.left_out }
    }
}

impl<T: Absorb> Absorb for Split<T> {
    fn absorb(&mut self, other: &Self) {
        self.judged.absorb(&other.judged);
        self.left_out.absorb(&other.left_out);
    }
}

/// Latencies by endpoint and outcome.
pub type Traffic = BTreeMap<EndpointKey, BTreeMap<Outcome, Responses>>;

/// Requests by endpoint, outcome, status, error code and scenario.
pub type Cells = BTreeMap<CellKey<EndpointKey, String>, u64>;

/// How often a check passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CheckCount {
    /// Passed.
    pub passes: u64,
    /// Failed.
    pub fails: u64,
}

impl Absorb for CheckCount {
    fn absorb(&mut self, other: &Self) {
        self.passes += other.passes;
        self.fails += other.fails;
    }
}

/// What the load generator counted. A metric that was never sampled is absent, not 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Activity {
    /// Iterations that were completed.
    pub iterations: Option<u64>,
    /// Iterations that could not be started.
    pub dropped_iterations: Option<u64>,
    /// Bytes sent.
    pub data_sent: Option<u64>,
    /// Bytes received.
    pub data_received: Option<u64>,
}

impl Absorb for Activity {
    fn absorb(&mut self, other: &Self) {
        for (mine, others) in [
            (&mut self.iterations, other.iterations),
            (&mut self.dropped_iterations, other.dropped_iterations),
            (&mut self.data_sent, other.data_sent),
            (&mut self.data_received, other.data_received),
        ] {
            if let Some(others) = others {
                *mine = Some(mine.unwrap_or(0).saturating_add(others));
            }
        }
    }
}

/// From the start of the first request to the end of the last, in microseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TimeSpan(pub Option<(i64, i64)>);

impl TimeSpan {
    /// Reaches over a stretch of time, too.
    #[inline]
    pub(in crate::ingest) fn reach(&mut self, start: i64, end: i64) {
        self.0 = Some(match self.0 {
            Some(known) => (known.0.min(start), known.1.max(end)),
            None => (start, end),
        });
    }

    /// Its length in seconds; absent where there was no request.
    pub fn seconds(&self) -> Option<f64> {
        self.0.map(|(start, end)| (end as f64 - start as f64) / 1e6)
    }
}

impl Absorb for TimeSpan {
    fn absorb(&mut self, other: &Self) {
        if let Some((start, end)) = other.0 {
            self.reach(start, end);
        }
    }
}

/// Everything that is split by the window.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    /// Latencies by endpoint and outcome.
    pub traffic: Split<Traffic>,
    /// Requests by endpoint, outcome, status, error code and scenario.
    pub cells: Cells,
    /// Checks by path.
    pub checks: Split<BTreeMap<String, CheckCount>>,
    /// The script's own metrics, and k6's that are no requests, by name.
    pub metrics: Split<BTreeMap<String, Measured>>,
    /// Iterations and bytes.
    pub activity: Split<Activity>,
    /// When requests ran.
    pub span: Split<TimeSpan>,
    /// When the script's own metrics were sampled.
    pub sampled: Split<TimeSpan>,
}

impl Absorb for Tally {
    fn absorb(&mut self, other: &Self) {
        self.traffic.absorb(&other.traffic);
        for (key, count) in &other.cells {
            *self.cells.entry(key.clone()).or_default() += count;
        }
        self.checks.absorb(&other.checks);
        self.metrics.absorb(&other.metrics);
        self.activity.absorb(&other.activity);
        self.span.absorb(&other.span);
        self.sampled.absorb(&other.sampled);
    }
}

impl Tally {
    /// Moves everything out of the judged window.
    #[must_use]
    pub(in crate::ingest) fn left_out(self) -> Self {
        fn moved<T: Absorb>(split: Split<T>) -> Split<T> {
            let mut left_out = split.left_out;
            left_out.absorb(&split.judged);
            Split { judged: T::default(), left_out }
        }
        let mut cells = BTreeMap::new();
        for (key, count) in self.cells {
            *cells.entry(CellKey { judged: false, ..key }).or_default() += count;
        }
        Self {
            traffic: moved(self.traffic),
            cells,
            checks: moved(self.checks),
            metrics: moved(self.metrics),
            activity: moved(self.activity),
            span: moved(self.span),
            sampled: moved(self.sampled),
        }
    }

    fn coarsen_to(&mut self, width_log2: u32) {
        let traffic = [&mut self.traffic.judged, &mut self.traffic.left_out];
        for responses in traffic.into_iter().flat_map(BTreeMap::values_mut).flat_map(BTreeMap::values_mut) {
            responses.slices.coarsen_to(width_log2);
        }
    }
}

/// Nothing but the fact that something happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Touched;

impl Absorb for Touched {
    fn absorb(&mut self, _: &Self) {}
}

/// Lines that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// How many.
    pub lines: u64,
    /// Out of how many; known when all are read.
    pub of: u64,
    /// Where the first of them begins: byte in its file, after inflating.
    pub first: Option<u64>,
    /// Files whose last line was cut short.
    pub cut: u64,
}

/// Fewer lines than this are a stray word of a shell or a log: so few failed requests fail no run.
const FEW_UNREADABLE: u64 = 5;

impl Unreadable {
    /// Their share of all lines, 0..1; 0 where they are few.
    pub(in crate::ingest) fn share(&self) -> f64 {
        if self.lines < FEW_UNREADABLE { 0.0 } else { self.lines as f64 / self.of.max(self.lines) as f64 }
    }
}

impl Absorb for Unreadable {
    fn absorb(&mut self, other: &Self) {
        self.lines += other.lines;
        self.of += other.of;
        self.cut += other.cut;
        self.first = [self.first, other.first].into_iter().flatten().min();
    }
}

/// What the points of one or more files come to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collected {
    /// What is certain to lie after the warm-up, and everything where there is none.
    pub body: Tally,
    /// What may lie in the warm-up, in steps of [`Self::step`]: it is decided when all files are known.
    pub head: BTreeMap<i64, Tally>,
    /// Seconds that are left out from the start; 0: none.
    pub warm_up: i64,
    /// The earliest second since 1970 with a point outside `setup()`.
    pub first_second: Option<i64>,
    /// The slices in which anything happened; every series is as coarse as this.
    pub axis: Slots<Touched>,
    /// Virtual users over time.
    pub users: Slots<Users>,
    /// Most virtual users that were allocated, by one load generator.
    pub max_users: Option<u64>,
    /// What the script's own metrics are, where announced.
    pub metric_types: BTreeMap<String, MetricType>,
    /// Requests of `setup()`, which are not counted anywhere else.
    pub setup_requests: u64,
    /// Requests of `teardown()`, which are not counted anywhere else.
    pub teardown_requests: u64,
    /// Points of metrics past the number that is kept.
    pub dropped_metric_points: u64,
    /// The tags that requests have, where some were asked for.
    pub tags_seen: TagsSeen,
    /// Lines that could not be read.
    pub unreadable: Unreadable,
}

/// The most steps that a warm-up is kept in.
const MAX_STEPS: i64 = 64;

/// Width of a step of the warm-up in seconds, aligned to Unix time: one second, more only past a minute.
pub(in crate::ingest) fn step_of(warm_up: i64) -> i64 {
    (warm_up + MAX_STEPS - 1).div_euclid(MAX_STEPS).max(1)
}

/// The first step that is judged whatever else is read, if the earliest second is `first` at most.
pub(in crate::ingest) fn certain_step(first: i64, warm_up: i64) -> i64 {
    let step = step_of(warm_up);
    (first + warm_up + step - 1).div_euclid(step)
}

impl Collected {
    /// Width of a step of the warm-up in seconds.
    pub fn step(&self) -> i64 {
        step_of(self.warm_up)
    }

    /// Everything that was counted, whichever side of the warm-up it is on.
    pub fn parts(&self) -> impl Iterator<Item = &Tally> {
        std::iter::once(&self.body).chain(self.head.values())
    }

    /// First start and last end of all requests, in microseconds since 1970; without any, of the samples of other metrics.
    /// Absent where there was nothing.
    pub fn span(&self) -> Option<(i64, i64)> {
        let of = |span: fn(&Tally) -> &Split<TimeSpan>| {
            let spans = self.parts().map(span).flat_map(|span| [span.judged.0, span.left_out.0]).flatten();
            spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        };
        of(|part| &part.span).or_else(|| of(|part| &part.sampled))
    }

    /// Whether any request was sent, in the judged window or not.
    pub(in crate::ingest) fn has_requests(&self) -> bool {
        self.parts().any(|part| part.span != Split::default())
    }

    /// Adds what other points came to. Both must have been read with the same warm-up.
    pub fn merge(&mut self, other: &Self) {
        self.body.absorb(&other.body);
        self.head.absorb(&other.head);
        self.warm_up = self.warm_up.max(other.warm_up);
        self.first_second = [self.first_second, other.first_second].into_iter().flatten().min();
        self.axis.merge(&other.axis);
        self.users.merge(&other.users);
        self.max_users = self.max_users.max(other.max_users);
        for (name, of) in &other.metric_types {
            let known = self.metric_types.entry(name.clone()).or_insert(*of);
            *known = *of.min(known);
        }
        self.setup_requests += other.setup_requests;
        self.teardown_requests += other.teardown_requests;
        self.dropped_metric_points += other.dropped_metric_points;
        self.tags_seen.absorb(&other.tags_seen);
        self.unreadable.absorb(&other.unreadable);
        self.settle();
    }

    /// Brings everything into the one form that depends on nothing but the points.
    pub(in crate::ingest) fn settle(&mut self) {
        if let Some(first) = self.first_second {
            let later = self.head.split_off(&certain_step(first, self.warm_up));
            for part in later.values() {
                self.body.absorb(part);
            }
        }
        self.settle_names();
        let width = self.axis.width_log2();
        self.users.coarsen_to(width);
        for part in self.head.values_mut().chain([&mut self.body]) {
            part.coarsen_to(width);
        }
    }

    /// Decides what the warm-up takes, now that all files are known, and hands out what the run holds.
    pub(in crate::ingest) fn close(mut self) -> (Tally, Self) {
        let mut whole = std::mem::take(&mut self.body);
        let first_judged = certain_step(self.first_second.unwrap_or(0), self.warm_up);
        for (step, part) in std::mem::take(&mut self.head) {
            // Whatever is certain to be judged left the head when it was settled.
            whole.absorb(&if step < first_judged { part.left_out() } else { part });
        }
        (whole, self)
    }
}
