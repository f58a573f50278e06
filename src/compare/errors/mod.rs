//! Unintended errors, undeclared 4xx, failed checks and very slow requests: one test of a share for all.
//!
//! * `counting`: bad requests and all, in full and without the worst slices of each run
//! * `share`: the test

mod counting;
mod share;

use self::counting::{Bad, MIN_REQUESTS, SideCounts};
use super::latency::{LatencyComparison, Replication};
use super::matching::{Matched, Pair};
use super::slicing::Slicing;
use crate::model::check::Check;
use crate::model::comparison::{
    Change, Counts, ERROR_WARN_LEVEL, ErrorCell, LatencyCell, Measure, NotTested,
};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::missing::{Known, Missing};
use crate::model::parallel;
use crate::model::run::Run;
use crate::model::settings::{CompareSettings, Settings};
use crate::model::subject::Subject;
use crate::stats::fdr;
use crate::words::text;

/// A request that takes so many times as long as the slowest hundredth of the base's is very slow.
const VERY_SLOW: f64 = 3.0;
/// And longer than that by as many milliseconds: less is one turn of a busy scheduler.
const VERY_SLOW_MILLISECONDS: f64 = 5.0;

/// What the comparison of errors yields.
#[derive(Default)]
pub(super) struct ErrorComparison {
    pub(super) cells: Vec<ErrorCell>,
    pub(super) not_tested: Vec<NotTested>,
}

/// Compares every family of errors; `pooled` is false where the traffic mix moved.
pub(super) fn compare(
    (base, runs): (&[Run], &[Run]),
    matched: &Matched<'_>,
    slicing: Option<&Slicing>,
    latency: &LatencyComparison,
    pooled: bool,
    settings: &Settings,
    replication: Replication,
) -> ErrorComparison {
    let mut result = ErrorComparison::default();
    if base.is_empty() {
        return result;
    }
    if !base.iter().chain(runs).any(Run::has_requests) {
        result.checks((base, runs), replication, settings);
        return result;
    }
    let family = Family { matched, slicing, settings, replication };
    let of_endpoints = family.endpoints(Bad::Unintended, &mut result.not_tested);
    result.add(of_endpoints, &settings.compare);

    let whole = Pair::whole(base, runs);
    let of_whole = |bad| SideCounts::without(&whole, &matched.ignored, bad, slicing, &settings.outcomes);
    match of_whole(Bad::Unintended) {
        Ok(counts) if counts.fewest() >= MIN_REQUESTS => {
            let expected = if pooled { None } else { family.share_of_mix(Bad::Unintended) };
            let judged = Indicator::ErrorShare.into();
            let cell = share::cell(judged, &counts, replication, expected, ERROR_WARN_LEVEL);
            result.add(vec![cell], &settings.compare);
        }
        Ok(counts) => result.skip(Indicator::ErrorShare, &too_few(counts.fewest(), "requests")),
        Err(missing) => result.skip(Indicator::ErrorShare, &missing),
    }

    let mut undeclared = family.endpoints(Bad::Undeclared4xx, &mut Vec::new());
    // Summaries rarely count statuses by endpoint: the whole run then stands for all of them.
    if undeclared.is_empty() {
        match of_whole(Bad::Undeclared4xx) {
            Ok(counts) if pooled => {
                let judged = Indicator::UndeclaredShare.into();
                undeclared.push(share::cell(judged, &counts, replication, None, ERROR_WARN_LEVEL));
            }
            Ok(_) => {
                result.skip(Indicator::UndeclaredShare, &Missing::message("missing-mix-moved"));
            }
            Err(missing) => result.skip(Indicator::UndeclaredShare, &missing),
        }
    }
    result.add(undeclared, &settings.compare);
    result.add(family.very_slow(latency), &settings.compare);

    result.checks((base, runs), replication, settings);
    result
}

/// Tests one share by its counts alone, run by run: `p` that there are more, and its mirror in `q_better`.
pub(super) fn undecided_share(
    judged: Judged,
    base: Vec<Counts>,
    runs: Vec<Counts>,
    replication: Replication,
    level: f64,
) -> Known<ErrorCell> {
    let counts = SideCounts::untrimmed(base, runs);
    match counts.fewest() {
        fewest if fewest < MIN_REQUESTS => Err(too_few(fewest, "samples")),
        _ => Ok(share::cell(judged, &counts, replication, None, level)),
    }
}

impl ErrorComparison {
    fn skip(&mut self, judged: impl Into<Judged>, why: &Missing) {
        self.not_tested.push(NotTested::new(judged, why.reason()));
    }

    /// Compares what checks failed.
    fn checks(&mut self, (base, runs): (&[Run], &[Run]), replication: Replication, settings: &Settings) {
        let mut checks = Vec::new();
        for check in &runs[0].checks {
            let judged = Judged::check(&check.path);
            match check_counts(base, runs, check) {
                Ok(counts) => checks.push(share::cell(judged, &counts, replication, None, ERROR_WARN_LEVEL)),
                Err(missing) => self.skip(judged, &missing),
            }
        }
        self.add(checks, &settings.compare);
    }

    /// Corrects one family for its size, says what each cell says, and keeps it.
    fn add(&mut self, mut family: Vec<ErrorCell>, settings: &CompareSettings) {
        let worse = fdr::benjamini_hochberg(&family.iter().map(|c| c.p).collect::<Vec<_>>());
        let better = fdr::benjamini_hochberg(&family.iter().map(|c| c.q_better).collect::<Vec<_>>());
        for ((cell, q), q_better) in family.iter_mut().zip(worse).zip(better) {
            cell.q = q;
            cell.q_better = q_better;
            let difference = cell.tested_difference();
            cell.change = if q < ERROR_WARN_LEVEL && difference >= settings.min_error_change {
                Change::Regression
            } else if q_better < ERROR_WARN_LEVEL && difference <= -settings.min_error_change {
                Change::Improvement
            } else {
                Change::Unchanged
            };
        }
        self.cells.append(&mut family);
    }
}

/// What the families by endpoint have in common.
struct Family<'a> {
    matched: &'a Matched<'a>,
    slicing: Option<&'a Slicing>,
    settings: &'a Settings,
    replication: Replication,
}

impl Family<'_> {
    fn named(&self) -> impl Iterator<Item = &Pair<'_>> {
        self.matched.pairs.iter().filter(|pair| !pair.is_whole())
    }

    fn counts(&self, pair: &Pair<'_>, bad: Bad) -> Known<SideCounts> {
        SideCounts::of(pair, bad, self.slicing, &self.settings.outcomes)
    }

    /// Tests every endpoint, and those that are too small for it together.
    fn endpoints(&self, bad: Bad, left_out: &mut Vec<NotTested>) -> Vec<ErrorCell> {
        let of = |subject: &Subject| Judged::of(subject, bad.indicator());
        let (mut large, mut small) = (Vec::new(), Vec::new());
        for pair in self.named() {
            match self.counts(pair, bad) {
                Ok(counts) if counts.fewest() >= MIN_REQUESTS => large.push((of(&pair.subject), counts)),
                Ok(counts) => small.push((of(&pair.subject), counts)),
                Err(missing) => left_out.push(NotTested::new(of(&pair.subject), missing.reason())),
            }
        }
        let (alone, counts): (Vec<Judged>, Vec<SideCounts>) = small.into_iter().unzip();
        match SideCounts::sum(&counts) {
            Some(together) if together.fewest() >= MIN_REQUESTS => {
                large.push((of(&Subject::SmallEndpoints), together));
            }
            Some(together) => {
                let why = too_few(together.fewest(), "requests");
                left_out.extend(alone.into_iter().map(|judged| NotTested::new(judged, why.reason())));
            }
            None => {}
        }
        self.test(&large)
    }

    /// Tests each at a level at which the family as a whole rarely warns of nothing.
    fn test(&self, each: &[(Judged, SideCounts)]) -> Vec<ErrorCell> {
        let level = ERROR_WARN_LEVEL / each.len().max(1) as f64;
        parallel::map(each, |(judged, counts)| {
            share::cell(judged.clone(), counts, self.replication, None, level)
        })
    }

    /// The share of bad requests that the base's endpoints would have in the candidate's mix: where the mix moved, the
    /// whole run is held against that.
    fn share_of_mix(&self, bad: Bad) -> Option<f64> {
        let (mut expected, mut requests) = (0.0, 0.0);
        for counts in self.named().filter_map(|pair| self.counts(pair, bad).ok()) {
            let run = counts.run_together().total as f64;
            let base = counts.base_together();
            expected += run * (base.bad as f64 + 0.5) / (base.total as f64 + 1.0);
            requests += run;
        }
        (requests > 0.0).then(|| expected / requests)
    }

    /// Counts the requests far beyond the base's slowest hundredth: p99 tells that there are slow ones, not how slow.
    fn very_slow(&self, latency: &LatencyComparison) -> Vec<ErrorCell> {
        let found: Vec<(Judged, SideCounts)> = latency
            .populations
            .iter()
            .filter_map(|sides| {
                let subject = &self.matched.pairs[sides.pair].subject;
                let p99 = sides.base_together.quantile(0.99)?;
                // What all endpoints share is told by the shared shift.
                let others = others_of(&latency.cells, subject).max(0.0).exp();
                let threshold = (VERY_SLOW * p99 * others).max(p99 + VERY_SLOW_MILLISECONDS);
                let threshold = match &sides.bounds {
                    // Above the highest bound nothing is told apart.
                    Some(bounds) => bounds.at_or_above(threshold)?,
                    None => threshold,
                };
                let judged = Judged::of(subject, Indicator::VerySlowShare);
                Some((judged, SideCounts::slower(sides, threshold)))
            })
            .collect();
        self.test(&found)
    }
}

/// What the others of an endpoint did at p95.
fn others_of(cells: &[LatencyCell], subject: &Subject) -> f64 {
    cells.iter().find(|c| c.subject == *subject && c.measure == Measure::P95).map_or(0.0, |cell| cell.others)
}

fn too_few(total: u64, what: &str) -> Missing {
    Missing::because(text!("missing-few", count = total, what = what, least = MIN_REQUESTS))
}

fn check_counts(base: &[Run], runs: &[Run], check: &Check) -> Known<SideCounts> {
    let of = |check: &Check| {
        let counts = Counts { bad: check.fails, total: check.runs() };
        if counts.total >= MIN_REQUESTS { Ok(counts) } else { Err(too_few(counts.total, "executions")) }
    };
    let side = |all: &[Run], lacking: Missing| -> Known<Vec<Counts>> {
        let same = |run| find_check(run, &runs[0], check).ok_or_else(|| lacking.clone());
        all.iter().map(|run| of(same(run)?)).collect()
    };
    let base = side(base, Missing::message("missing-base-check"))?;
    Ok(SideCounts::untrimmed(base, side(runs, Missing::message("missing-candidate-check"))?))
}

/// Finds a check by its path, or by its name where one side has no paths.
fn find_check<'a>(base: &'a Run, run: &Run, check: &Check) -> Option<&'a Check> {
    base.checks.iter().find(|c| c.path == check.path).or_else(|| {
        let mut same = base
            .checks
            .iter()
            .filter(|c| (c.path == c.name() || check.path == check.name()) && c.name() == check.name());
        // A name that several groups use is nobody's in particular, on either side.
        let unique_here = run.checks.iter().filter(|c| c.name() == check.name()).count() == 1;
        same.next().filter(|_| unique_here && same.next().is_none())
    })
}
