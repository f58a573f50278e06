//! Requests out of the buckets that they were counted in.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Counter;
use super::choose;
use super::labels::{Part, Reading, Requests};
use super::load;
use super::outcomes::{Failures, Told};
use super::steps::{Counted, Reader, Step};
use super::width;
use crate::ingest::error::Problem;
use crate::ingest::points::collected::{Collected, Touched};
use crate::ingest::points::registry::{CellKey, EndpointKey};
use crate::model::bounds::{Bounds, Bucket};
use crate::model::labeller::Labeller;
use crate::model::outcome::Outcome;
use crate::model::request_labels::class;
use crate::model::responses::Responses;
use crate::model::series::Signal;
use crate::model::settings::Settings;
use crate::model::sketch::Sketch;
use crate::model::slices::{Slices, Slots};

const SECOND: i64 = 1_000_000;
/// The tag that tells one test of k6 from another.
const TEST: &str = "testid";

/// Counts the requests of a signal's histograms.
pub(super) fn of(
    counter: Counter,
    signal: &Signal,
    signals: &[Signal],
    labeller: &dyn Labeller,
    settings: &Settings,
) -> Result<(Collected, Told), Problem> {
    let reading = Reading { counter, labeller, settings };
    is_one_test(signal, settings)?;
    let (Some(unit), Some(step)) = (choose::unit(signal), width::step(signal)) else {
        return Err(Problem::NoRequestSeries { found: vec![signal.title()] });
    };
    let counted = Reader::new(signal, counter, unit, step).histograms();
    let parts: Vec<(&Counted, Part)> =
        counted.iter().map(|counted| (counted, reading.of(&counted.labels))).collect();
    let mut collecting = Collecting {
        width: width::log2(signal, step, &counted),
        step,
        first: first(&parts),
        warm_up: (settings.window.warm_up.unwrap_or(0.0) * 1e6) as i64,
        collected: Collected::default(),
        fillers: BTreeMap::new(),
        failures: None,
    };
    collecting.collected.axis = Slots::with_width(collecting.width);
    let of_test =
        || parts.iter().filter_map(|(_, part)| if let Part::Test(of) = part { Some(of) } else { None });
    let told = if counted.iter().any(|counted| class(&counted.labels).is_some()) {
        Told::Status
    } else if of_test().any(|requests| requests.outcome.is_some()) {
        Told::Failed
    } else {
        let endpoints = of_test().map(|requests| &requests.endpoint).collect();
        collecting.failures = Failures::of(&reading, signal, signals, &endpoints);
        collecting.failures.as_ref().map_or(Told::Nothing, |failures| failures.told)
    };
    for (counted, part) in parts {
        counted.labels.iter().for_each(|(tag, value)| collecting.collected.tags_seen.see(tag, value));
        collecting.add(counted, part);
    }
    let judged_from = collecting.judged_from();
    let mut collected = collecting.finish();
    let asked = &settings.window.tags;
    if !asked.is_empty() && collected.span().is_some() && collected.body.cells.keys().all(|cell| !cell.judged)
    {
        return Err(Problem::NoneTagged { asked: asked.to_string(), found: collected.tags_seen.words() });
    }
    if collected.span().is_none() {
        return Err(Problem::NoRequestSeries { found: vec![signal.title()] });
    }
    load::add(&mut collected, &reading, signal, signals);
    load::add_checks(&mut collected, &reading, signal, signals, judged_from);
    collected.settle();
    Ok((collected, told))
}

/// Several tests in one export must not become one run.
fn is_one_test(signal: &Signal, settings: &Settings) -> Result<(), Problem> {
    let mut tests: Vec<&String> = signal.series.iter().filter_map(|series| series.labels.get(TEST)).collect();
    tests.sort_unstable();
    tests.dedup();
    if tests.len() > 1 && !settings.window.tags.has(TEST) {
        return Err(Problem::SeveralTests { tests: tests.into_iter().cloned().collect() });
    }
    Ok(())
}

/// When the first request of the test itself was counted.
fn first(parts: &[(&Counted, Part)]) -> i64 {
    let of_test = parts.iter().filter(|(_, part)| matches!(part, Part::Test(_)));
    of_test.filter_map(|(counted, _)| counted.steps.first()).map(|step| step.at).min().unwrap_or(0)
}

struct Collecting {
    width: u32,
    step: i64,
    first: i64,
    warm_up: i64,
    collected: Collected,
    fillers: BTreeMap<(EndpointKey, bool, Outcome), Filler>,
    /// Where the histograms do not tell how requests ended, and others do.
    failures: Option<Failures>,
}

impl Collecting {
    fn add(&mut self, counted: &Counted, part: Part) {
        let all = || counted.steps.iter().flat_map(|step| &step.counts).map(|(_, count)| count).sum::<u64>();
        match part {
            Part::Setup => self.collected.setup_requests += all(),
            Part::Teardown => self.collected.teardown_requests += all(),
            Part::Test(requests) => {
                for step in &counted.steps {
                    self.add_step(&requests, &counted.bounds, step);
                }
            }
        }
    }

    fn add_step(&mut self, requests: &Requests, bounds: &Bounds, step: &Step) {
        let judged = requests.judged && step.at >= self.judged_from();
        let mut counts = step.counts.clone();
        if let Some(failures) = &mut self.failures {
            for (outcome, status, counts) in failures.take(&requests.endpoint, step.at, &mut counts) {
                let failed = Requests { outcome: Some(outcome), status, ..requests.clone() };
                self.put(&failed, bounds, judged, step.at, &counts);
            }
        }
        self.put(requests, bounds, judged, step.at, &counts);
    }

    fn put(&mut self, requests: &Requests, bounds: &Bounds, judged: bool, at: i64, counts: &[(Bucket, u64)]) {
        let total: u64 = counts.iter().map(|(_, count)| count).sum();
        if total == 0 {
            return;
        }
        let second = at.div_euclid(SECOND);
        let outcome = requests.outcome.unwrap_or(Outcome::Ok);
        self.collected.axis.absorb_at(second, &Touched);
        self.collected.body.span.side(judged).reach(at - self.step / 2, at + self.step / 2);
        let cell = CellKey {
            endpoint: requests.endpoint.clone(),
            judged,
            outcome,
            status: requests.status,
            error_code: requests.error_code,
            expected: requests.expected,
            scenario: requests.scenario.clone(),
        };
        *self.collected.body.cells.entry(cell).or_default() += total;
        let filler = self
            .fillers
            .entry((requests.endpoint.clone(), judged, outcome))
            .or_insert_with(|| Filler::new(self.width));
        filler.put(second, bounds, counts);
    }

    /// When the warm-up is over.
    fn judged_from(&self) -> i64 {
        self.first.saturating_add(self.warm_up)
    }

    fn finish(mut self) -> Collected {
        for ((endpoint, judged, outcome), filler) in self.fillers {
            let by_outcome = self.collected.body.traffic.side(judged).entry(endpoint).or_default();
            by_outcome.insert(outcome, filler.finish());
        }
        self.collected
    }
}

/// Fills a distribution and its slices from buckets.
struct Filler {
    responses: Responses,
    bounds: Option<Arc<Bounds>>,
    /// How many there were so far of each bucket.
    seen: BTreeMap<u64, u64>,
}

/// A bucket's requests are put at no more places than this at one time.
const PLACES: u64 = 64;
/// The golden ratio: multiples of it without their whole part are spread evenly, however many there are.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// Nothing is put nearer to a bound than this, as a log, or an eighth of the bucket: slices keep latencies to 0.8 %.
const MARGIN: f64 = 0.008;
/// What is above the highest bound is put as near above it: how far beyond it lies nobody knows.
const BEYOND: f64 = 1.25;

impl Filler {
    fn new(width: u32) -> Self {
        let responses = Responses { slices: Slices::with_width(width), ..Responses::default() };
        Self { responses, bounds: None, seen: BTreeMap::new() }
    }

    fn put(&mut self, second: i64, bounds: &Bounds, counts: &[(Bucket, u64)]) {
        match &self.bounds {
            Some(known) if **known == *bounds => {}
            Some(known) => self.bounds = Some(known.shared(bounds).into()),
            None => self.bounds = Some(bounds.clone().into()),
        }
        let mut bins: BTreeMap<u16, u64> = BTreeMap::new();
        for (bucket, count) in counts {
            let seen = self.seen.entry(bucket.above.to_bits()).or_default();
            let places = (*count).min(PLACES);
            for place in 0..places {
                let share = count / places + u64::from(place < count % places);
                let value = within(bucket, ((*seen as f64 + 0.5) * GOLDEN).fract());
                *seen += 1;
                self.responses.distribution.record_many(value, share);
                *bins.entry(Sketch::index_of(value)).or_default() += share;
            }
        }
        self.responses.slices.absorb_at(second, &Sketch::from_ascending(bins.into_iter()));
    }

    fn finish(self) -> Responses {
        let Responses { distribution, slices } = self.responses;
        let distribution = distribution.packed();
        let distribution = match self.bounds {
            Some(bounds) => distribution.known_to(bounds),
            None => distribution,
        };
        Responses { distribution, slices }
    }
}

/// A place in a bucket, in microseconds; `share` of the way from its lower to its upper bound.
fn within(bucket: &Bucket, share: f64) -> u64 {
    let Bucket { above, up_to } = *bucket;
    let up_to = up_to.unwrap_or(above * BEYOND);
    let milliseconds = if above <= 0.0 {
        up_to * share
    } else {
        let width = (up_to / above).ln();
        let margin = MARGIN.min(width / 8.0);
        above * (margin + (width - 2.0 * margin) * share).exp()
    };
    (milliseconds * 1000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::{Bucket, within};

    #[test]
    fn requests_stay_within_their_bucket() {
        let bucket = Bucket { above: 10.0, up_to: Some(20.0) };
        let places: Vec<u64> = [0.0, 0.5, 1.0].map(|share| within(&bucket, share)).to_vec();
        // The middle of a logarithmic scale is 10·√2.
        assert_eq!(places, [10_080, 14_142, 19_841]);
        assert_eq!(within(&Bucket { above: 0.0, up_to: Some(10.0) }, 0.5), 5_000);
        assert_eq!(within(&Bucket { above: 0.0, up_to: Some(0.0) }, 0.5), 0, "what was never written");
        assert!(within(&Bucket { above: 10.0, up_to: None }, 0.0) > 10_000);
    }
}
