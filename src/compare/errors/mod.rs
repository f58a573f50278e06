//! Unintended errors, undeclared 4xx and failed checks: one overdispersed count test for all.
//!
//! * `counting`: bad requests and all, in full and without the worst slices of each run

mod counting;

use self::counting::{Bad, SideCounts, enough};
use super::matching::{Matched, Pair};
use super::slicing::Slicing;
use crate::model::check::Check;
use crate::model::comparison::{Change, Counts, ErrorCell, ErrorFamily, Interval, NotTested};
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::settings::{CompareSettings, Settings};
use crate::stats::count_moments::FailedCount;
use crate::stats::proportion::Share;
use crate::stats::{count_test, fdr, proportion};

/// The level of a warning, after correction.
const WARN_LEVEL: f64 = 0.05;

/// What the comparison of errors yields.
#[derive(Default)]
pub(super) struct ErrorComparison {
    pub(super) cells: Vec<ErrorCell>,
    pub(super) not_tested: Vec<NotTested>,
}

/// Compares every family of errors; `pooled` is false where the traffic mix moved.
pub(super) fn compare(
    base: &[Run],
    run: &Run,
    matched: &Matched<'_>,
    slicing: Option<&Slicing>,
    pooled: bool,
    settings: &Settings,
) -> ErrorComparison {
    let mut result = ErrorComparison::default();
    if base.is_empty() {
        return result;
    }
    let (outcomes, settings) = (&settings.outcomes, &settings.compare);
    let counts = |pair: &Pair<'_>, bad| SideCounts::of(pair, bad, slicing, outcomes);
    let named = || matched.pairs.iter().filter(|pair| !pair.pooled);
    let whole = Pair {
        name: String::new(),
        base: base.iter().map(|b| &b.whole).collect(),
        run: &run.whole,
        pooled: true,
    };

    let mut endpoints = Vec::new();
    for pair in named() {
        match counts(pair, Bad::Unintended) {
            Ok(counts) => endpoints.push(cell(ErrorFamily::Endpoint, Some(pair.name.clone()), &counts)),
            Err(missing) => result.skip(Some(&pair.name), "unintended errors", &missing),
        }
    }
    result.add(endpoints, settings);

    if !pooled {
        result.skip(None, "unintended errors", &Missing::because("the traffic mix moved"));
    } else {
        match counts(&whole, Bad::Unintended) {
            Ok(counts) => result.add(vec![cell(ErrorFamily::Whole, None, &counts)], settings),
            Err(missing) => result.skip(None, "unintended errors", &missing),
        }
    }

    let mut undeclared: Vec<ErrorCell> = named()
        .filter_map(|pair| Some((pair, counts(pair, Bad::Undeclared4xx).ok()?)))
        .map(|(pair, counts)| cell(ErrorFamily::Undeclared4xx, Some(pair.name.clone()), &counts))
        .collect();
    // Summaries rarely count statuses by endpoint: the whole run then stands for all of them.
    if undeclared.is_empty() {
        match counts(&whole, Bad::Undeclared4xx) {
            Ok(counts) if pooled => undeclared.push(cell(ErrorFamily::Undeclared4xx, None, &counts)),
            Ok(_) => result.skip(None, "undeclared 4xx", &Missing::because("the traffic mix moved")),
            Err(missing) => result.skip(None, "undeclared 4xx", &missing),
        }
    }
    result.add(undeclared, settings);

    let mut checks = Vec::new();
    for check in &run.checks {
        match check_counts(base, run, check) {
            Ok(counts) => checks.push(cell(ErrorFamily::Checks, Some(check.path.clone()), &counts)),
            Err(missing) => result.skip(None, &format!("check: {}", check.path), &missing),
        }
    }
    result.add(checks, settings);
    result
}

impl ErrorComparison {
    fn skip(&mut self, endpoint: Option<&str>, measure: &str, why: &Missing) {
        self.not_tested.push(NotTested {
            endpoint: endpoint.map(str::to_owned),
            measure: measure.to_owned(),
            reason: why.reason().to_owned(),
        });
    }

    /// Corrects one family for its size, says what each cell says, and keeps it.
    fn add(&mut self, mut family: Vec<ErrorCell>, settings: &CompareSettings) {
        let worse = fdr::benjamini_hochberg(&family.iter().map(|c| c.p).collect::<Vec<_>>());
        let better = fdr::benjamini_hochberg(&family.iter().map(|c| c.q_better).collect::<Vec<_>>());
        for ((cell, q), q_better) in family.iter_mut().zip(worse).zip(better) {
            cell.q = q;
            cell.q_better = q_better;
            cell.change = if q < WARN_LEVEL && cell.tested_difference() >= settings.min_error_change {
                Change::Regression
            } else if q_better < WARN_LEVEL && cell.tested_difference() <= -settings.min_error_change {
                Change::Improvement
            } else {
                Change::Unchanged
            };
        }
        self.cells.append(&mut family);
    }
}

fn check_counts(base: &[Run], run: &Run, check: &Check) -> Known<SideCounts> {
    let of =
        |check: &Check| enough(Counts { bad: check.fails, total: check.passes + check.fails }, "executions");
    let mut sides = Vec::new();
    for b in base {
        let same = find_check(b, run, check)
            .ok_or_else(|| Missing::because("a base run does not have this check"))?;
        sides.push(of(same)?);
    }
    Ok(SideCounts::untrimmed(sides, of(check)?))
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

fn cell(family: ErrorFamily, subject: Option<String>, counts: &SideCounts) -> ErrorCell {
    let (base, run) = (counts.base_together(), counts.run);
    let (tested_base, tested_run) = counts.trimmed.map_or((base, run), |trimmed| (trimmed.base, trimmed.run));
    let phi = counts.phi;
    let unchanged = FailedCount {
        requests: tested_run.total as f64,
        base_bad: tested_base.bad as f64,
        base_requests: tested_base.total as f64,
        overdispersion: phi,
        base_runs: counts.base.len(),
    };
    let (expected, variance) = unchanged.moments();
    let share = |counts: Counts| Share { bad: counts.bad as f64, total: counts.total as f64 };
    let bounds = proportion::difference(share(run), share(base), phi);
    ErrorCell {
        family,
        subject,
        base,
        run,
        trimmed: counts.trimmed,
        expected,
        sd: variance.sqrt(),
        phi,
        interval: Interval { low: bounds.low, high: bounds.high },
        p: count_test::count_tail(tested_run.bad as f64, expected, variance),
        q: 1.0,
        q_better: count_test::count_lower_tail(tested_run.bad as f64, expected, variance),
        change: Change::Unchanged,
    }
}
