//! Services that do not exist, of all sizes and shapes, on hosts of all kinds: how often identical runs are failed, and how
//! often a change is found, beside a fixed rule and a rank test.

use perfreport::internals::compare::compare;
use perfreport::internals::judge::{ReportHead, assess};
use perfreport::model::distribution::Distribution;
use perfreport::model::endpoint::{Endpoint, EndpointId};
use perfreport::model::judgement::Verdict;
use perfreport::model::outcome::Outcome;
use perfreport::model::responses::{ByOutcome, latencies};
use perfreport::model::run::Run;
use perfreport::model::settings::Settings;

use super::generator::{Random, Recorder, run, traffic};
use crate::support::in_the_docs;

/// How latencies of one endpoint are spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// Log-normal, σ = 0.5.
    Lognormal,
    /// Half of the requests ten times as fast as the other half, whose share differs from run to run by 3 points.
    Bimodal,
    /// Log-normal, σ = 0.5, an eighth as long, and rounded to whole milliseconds as JMeter does.
    Rounded,
    /// Six in ten requests, give or take five in a hundred from run to run, hit a cache; the others take six times as long.
    Hits,
    /// Log-normal, σ = 0.4, and one request in twenty from a Pareto tail of index 2 that begins at three times the median.
    Pareto,
}

/// A service and its host.
#[derive(Debug, Clone, Copy)]
pub(super) struct World {
    /// Standard deviation of log latency between runs: of the whole run, and of each endpoint.
    pub(super) noise: (f64, f64),
    pub(super) endpoints: usize,
    /// Requests of a run.
    pub(super) requests: usize,
    pub(super) shape: Shape,
}

/// What is different in the candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Change {
    Nothing,
    /// The first endpoint takes so many times as long.
    One(f64),
}

const SECONDS: usize = 60;
const MEDIANS: [f64; 8] = [8.0, 15.0, 30.0, 50.0, 12.0, 90.0, 20.0, 40.0];
const ERRORS: f64 = 0.001;

/// Simulates one run.
pub(super) fn simulate(world: World, seed: u64, change: Change) -> Run {
    let mut random = Random::new(seed, 7);
    let whole = world.noise.0 * random.normal();
    let endpoints = (0..world.endpoints)
        .map(|index| {
            let factor = match change {
                Change::One(factor) if index == 0 => factor,
                Change::One(_) | Change::Nothing => 1.0,
            };
            let own = world.noise.1 * random.normal();
            let hits = match world.shape {
                Shape::Hits => 0.6 + 0.05 * random.normal(),
                _ => 0.5 + 0.03 * random.normal(),
            };
            let scale = 1000.0 * MEDIANS[index % MEDIANS.len()] * factor * (whole + own).exp();
            let (mut good, mut bad) = (Recorder::default(), Recorder::default());
            let mean = world.requests as f64 / world.endpoints as f64;
            for _ in 0..random.count(mean) {
                let shape = match world.shape {
                    Shape::Lognormal => (0.5 * random.normal()).exp(),
                    Shape::Bimodal if random.unit() < hits => 0.1 * (0.3 * random.normal()).exp(),
                    Shape::Bimodal => (0.3 * random.normal()).exp(),
                    Shape::Rounded => 0.125 * (0.5 * random.normal()).exp(),
                    Shape::Hits if random.unit() < hits => (0.2 * random.normal()).exp(),
                    Shape::Hits => 6.0 * (0.2 * random.normal()).exp(),
                    Shape::Pareto if random.unit() < 0.05 => 3.0 * random.unit().powf(-0.5),
                    Shape::Pareto => (0.4 * random.normal()).exp(),
                };
                let second = (random.unit() * SECONDS as f64) as i64;
                let recorder = if random.unit() < ERRORS { &mut bad } else { &mut good };
                let micros = match world.shape {
                    Shape::Rounded => 1000 * (scale * shape / 1000.0).round() as u64,
                    _ => (scale * shape) as u64,
                };
                recorder.record(1_795_000_000 + seed as i64 * 1000 + second, micros);
            }
            let by_outcome =
                ByOutcome::from([(Outcome::Ok, good.responses()), (Outcome::ServerError, bad.responses())]);
            Endpoint {
                id: EndpointId::named(format!("GET /e{index}")),
                host: None,
                traffic: traffic(by_outcome),
            }
        })
        .collect();
    run(seed, endpoints)
}

/// What became of many comparisons, in counts.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    pub(super) trials: u32,
    pub(super) fail: u32,
    pub(super) warn: u32,
    pub(super) inconclusive: u32,
    /// The changed endpoint failed (or the run, where all changed).
    pub(super) found: u32,
    /// Any p95 over +10 %.
    pub(super) fixed_rule: u32,
    /// Any endpoint slower by a rank test at p < 0.01 after Bonferroni.
    pub(super) rank_test: u32,
    /// The candidate's p95 of the first endpoint lay where the run before said that a rerun would land.
    pub(super) covered: u32,
}

/// Judges `trials` comparisons of `candidates` runs with `base` runs, each of its own seeds.
pub(super) fn judge(
    world: World,
    base: usize,
    candidates: usize,
    change: Change,
    seeds: std::ops::Range<u64>,
) -> Counts {
    let mut counts = Counts::default();
    for trial in seeds {
        let seed = 1 + trial * 40;
        let base: Vec<Run> = (0..base as u64).map(|i| simulate(world, seed + i, Change::Nothing)).collect();
        let runs: Vec<Run> = (0..candidates as u64).map(|i| simulate(world, seed + 20 + i, change)).collect();
        let settings = Settings::default();
        let comparison = compare(&base, &runs, false, &settings);
        let cell = comparison
            .latency
            .iter()
            .find(|c| c.subject.key() == Some("GET /e0") && c.measure.key() == "p95");
        let interval = cell.map(|cell| (cell.base, cell.interval));
        let assessment = assess(&base, &runs, Ok(comparison), &settings, ReportHead::default());
        counts.trials += 1;
        counts.fail += u32::from(assessment.verdict == Verdict::Fail);
        counts.warn += u32::from(assessment.verdict == Verdict::Warn);
        counts.inconclusive += u32::from(assessment.verdict == Verdict::Inconclusive);
        let is_it = |endpoint: Option<&str>| match change {
            Change::One(_) if world.endpoints > 1 => endpoint == Some("GET /e0"),
            _ => true,
        };
        counts.found += u32::from(
            assessment.findings.iter().any(|f| f.verdict == Verdict::Fail && is_it(f.judged.subject.key())),
        );
        counts.fixed_rule += u32::from((0..world.endpoints).any(|e| ratio_of_p95(&base, &runs[0], e) > 1.1));
        let level = 0.01 / world.endpoints as f64;
        counts.rank_test += u32::from((0..world.endpoints).any(|e| rank_test(&base, &runs[0], e) < level));
        if let Some((threshold, interval)) = interval {
            let again = simulate(world, seed + 39, change);
            let log = (latency(&again, 0).quantile(0.95).unwrap_or(threshold) / threshold).ln();
            counts.covered += u32::from(log >= interval.low && log <= interval.high);
        }
    }
    counts
}

fn latency(run: &Run, endpoint: usize) -> Distribution {
    run.endpoints[endpoint].traffic.responses.as_ref().map(latencies).unwrap_or_default()
}

fn merged(runs: &[Run], endpoint: usize) -> Distribution {
    let mut merged = Distribution::default();
    runs.iter().for_each(|run| merged.merge(&latency(run, endpoint)));
    merged
}

fn ratio_of_p95(base: &[Run], run: &Run, endpoint: usize) -> f64 {
    let p95 = |latencies: Distribution| latencies.quantile(0.95).unwrap_or(1.0);
    p95(latency(run, endpoint)) / p95(merged(base, endpoint))
}

/// One-sided p of Mann and Whitney's test, by its normal approximation: each request counts as independent.
fn rank_test(base: &[Run], run: &Run, endpoint: usize) -> f64 {
    let (before, after) = (merged(base, endpoint), latency(run, endpoint));
    let (n0, n1) = (before.count() as f64, after.count() as f64);
    let below: f64 =
        after.bins().map(|bin| bin.count as f64 * (n0 - before.count_above(bin.middle() / 1000.0))).sum();
    let z = (below - n0 * n1 / 2.0) / (n0 * n1 * (n0 + n1 + 1.0) / 12.0).sqrt();
    perfreport::internals::stats::student::upper_tail(z, 1e9)
}

/// Judges on two threads.
fn on_two_threads(world: World, base: usize, candidates: usize, change: Change, trials: u64) -> Counts {
    let middle = trials / 2;
    std::thread::scope(|scope| {
        let first = scope.spawn(move || judge(world, base, candidates, change, 0..middle));
        let second = judge(world, base, candidates, change, middle..trials);
        first.join().map_or(second, |first| first.add(second))
    })
}

impl Counts {
    fn add(self, other: Self) -> Self {
        Self {
            trials: self.trials + other.trials,
            fail: self.fail + other.fail,
            warn: self.warn + other.warn,
            inconclusive: self.inconclusive + other.inconclusive,
            found: self.found + other.found,
            fixed_rule: self.fixed_rule + other.fixed_rule,
            rank_test: self.rank_test + other.rank_test,
            covered: self.covered + other.covered,
        }
    }

    fn percent(self, part: u32) -> String {
        format!("{:.0}", 100.0 * f64::from(part) / f64::from(self.trials))
    }

    fn tenths(self, part: u32) -> String {
        format!("{:.1}", 100.0 * f64::from(part) / f64::from(self.trials))
    }
}

const USUAL: World = World { noise: (0.04, 0.03), endpoints: 8, requests: 6000, shape: Shape::Lognormal };

/// The worlds of the first table, each with a number of base runs.
fn rows() -> Vec<(World, usize)> {
    let mut rows = Vec::new();
    for noise in [(0.02, 0.01), (0.04, 0.03), (0.08, 0.06)] {
        rows.extend([1, 3, 5, 10].map(|base| (World { noise, ..USUAL }, base)));
    }
    rows.extend([1, 3, 50].map(|endpoints| (World { endpoints, ..USUAL }, 3)));
    rows.push((World { noise: (0.08, 0.06), endpoints: 1, ..USUAL }, 3));
    rows.extend([300, 1000, 20_000].map(|requests| (World { requests, ..USUAL }, 3)));
    rows.extend([Shape::Bimodal, Shape::Pareto].map(|shape| (World { shape, ..USUAL }, 3)));
    rows
}

/// How often identical runs and changed ones are failed, in Markdown.
pub(super) fn table(trials: u64) -> String {
    let mut out = String::from(
        "| noise, whole / endpoint | endpoints | requests | latencies | base runs | identical: FAIL | WARN | INCONCLUSIVE | +10 % over a fixed rule | rank test | one +20 %: found | one +50 %: found | a rerun lands inside |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (world, base) in rows() {
        let same = on_two_threads(world, base, 1, Change::Nothing, trials);
        let [a_fifth, a_half] =
            [1.2, 1.5].map(|factor| on_two_threads(world, base, 1, Change::One(factor), trials / 2));
        let shape = format!("{:?}", world.shape).to_lowercase();
        out += &format!(
            "| {:.0} / {:.0} % | {} | {} | {shape} | {base} | {} % | {} % | {} % | {} % | {} % | {} % | {} % | {} % |\n",
            100.0 * world.noise.0,
            100.0 * world.noise.1,
            world.endpoints,
            world.requests,
            same.tenths(same.fail),
            same.tenths(same.warn),
            same.tenths(same.inconclusive),
            same.percent(same.fixed_rule),
            same.percent(same.rank_test),
            a_fifth.percent(a_fifth.found),
            a_half.percent(a_half.found),
            same.percent(same.covered),
        );
    }
    out
}

/// How many runs, of how many requests, show a change of one of eight endpoints, in Markdown.
pub(super) fn needed(trials: u64) -> String {
    let mut out = String::from(
        "| runs: base + candidate | requests of each | +10 % | +20 % | +50 % |\n|---|---|---|---|---|\n",
    );
    for (base, candidates) in [(1, 1), (3, 1), (5, 1), (10, 1), (5, 3), (5, 5)] {
        let found = [1.1, 1.2, 1.5].map(|factor| {
            let counts = on_two_threads(USUAL, base, candidates, Change::One(factor), trials);
            format!("{} %", counts.percent(counts.found))
        });
        out += &format!("| {base} + {candidates} | {} | {} |\n", USUAL.requests, found.join(" | "));
    }
    out
}

#[test]
fn identical_runs_of_small_worlds_do_not_fail() {
    for (world, base) in
        [(USUAL, 3), (World { endpoints: 1, ..USUAL }, 3), (World { requests: 1000, ..USUAL }, 1)]
    {
        let same = on_two_threads(world, base, 1, Change::Nothing, 40);
        assert!(same.fail <= 2, "{world:?}: {same:?}");
    }
    for shape in [Shape::Rounded, Shape::Hits] {
        let same = on_two_threads(World { shape, ..USUAL }, 3, 1, Change::Nothing, 60);
        assert!(same.fail <= 2, "{shape:?}: {same:?}");
    }
    let changed = on_two_threads(World { shape: Shape::Rounded, ..USUAL }, 3, 1, Change::One(2.0), 20);
    assert!(changed.found >= 18, "a doubling of 1 ms: {changed:?}");
    let changed = on_two_threads(USUAL, 3, 1, Change::One(1.5), 20);
    assert!(changed.found >= 18, "{changed:?}");
}

#[test]
#[ignore = "takes minutes; writes the tables of docs/methodology.md with UPDATE_DOCS=1"]
fn services_of_all_sizes_and_shapes() {
    in_the_docs("docs/methodology.md", "worlds", &table(150));
    in_the_docs("docs/methodology.md", "needed", &needed(40));
}
