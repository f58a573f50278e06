//! Unintended errors, undeclared 4xx and failed checks: one overdispersed count test for all.

use super::matching::{Matched, Pair};
use crate::model::check::Check;
use crate::model::comparison::{Change, Counts, ErrorCell, ErrorFamily, Interval, NotTested};
use crate::model::endpoint::Traffic;
use crate::model::missing::{Known, Missing};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::run::Run;
use crate::model::settings::CompareSettings;
use crate::stats::count_moments::FailedCount;
use crate::stats::proportion::Share;
use crate::stats::{count_test, fdr, proportion};

/// An error cell needs more requests than this in every run.
const MIN_REQUESTS: u64 = 30;
/// φ where there are no slices to learn it from: bursts make errors come together.
const PHI_WITHOUT_SLICES: f64 = 1.5;
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
    pooled: bool,
    settings: &CompareSettings,
) -> ErrorComparison {
    let mut result = ErrorComparison::default();
    if base.is_empty() {
        return result;
    }
    let named = || matched.pairs.iter().filter(|pair| !pair.pooled);
    let whole = Pair {
        name: String::new(),
        base: base.iter().map(|b| &b.whole).collect(),
        run: &run.whole,
        pooled: true,
    };

    let mut endpoints = Vec::new();
    for pair in named() {
        match counts(pair, bad) {
            Ok(counts) => endpoints.push(cell(ErrorFamily::Endpoint, Some(pair.name.clone()), &counts)),
            Err(missing) => result.skip(Some(&pair.name), "unintended errors", &missing),
        }
    }
    result.add(endpoints, settings);

    if !pooled {
        result.skip(None, "unintended errors", &Missing::because("the traffic mix moved"));
    } else {
        match counts(&whole, bad) {
            Ok(counts) => result.add(vec![cell(ErrorFamily::Whole, None, &counts)], settings),
            Err(missing) => result.skip(None, "unintended errors", &missing),
        }
    }

    let mut undeclared: Vec<ErrorCell> = named()
        .filter_map(|pair| Some((pair, counts(pair, undeclared_4xx).ok()?)))
        .map(|(pair, counts)| cell(ErrorFamily::Undeclared4xx, Some(pair.name.clone()), &counts))
        .collect();
    // Summaries rarely count statuses by endpoint: the whole run then stands for all of them.
    if undeclared.is_empty() {
        match counts(&whole, undeclared_4xx) {
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
            cell.change = if q < WARN_LEVEL && cell.difference() >= settings.min_error_change {
                Change::Regression
            } else if q_better < WARN_LEVEL && cell.difference() <= -settings.min_error_change {
                Change::Improvement
            } else {
                Change::Unchanged
            };
        }
        self.cells.append(&mut family);
    }
}

/// Bad ones and all, for each base run and for the candidate.
struct SideCounts {
    base: Vec<Counts>,
    run: Counts,
}

fn counts(pair: &Pair<'_>, count: impl Fn(&Outcomes) -> Known<u64>) -> Known<SideCounts> {
    let of = |traffic: &Traffic| {
        let outcomes = traffic.outcomes.as_ref().map_err(Clone::clone)?;
        enough(Counts { bad: count(outcomes)?, total: outcomes.total() }, "requests")
    };
    Ok(SideCounts { base: pair.base.iter().map(|t| of(t)).collect::<Known<_>>()?, run: of(pair.run)? })
}

fn bad(outcomes: &Outcomes) -> Known<u64> {
    Ok(outcomes.bad)
}

fn undeclared_4xx(outcomes: &Outcomes) -> Known<u64> {
    outcomes.classes.get(&Outcome::Undeclared4xx).copied().ok_or_else(|| {
        Missing::because("the file does not tell 4xx that nobody declared from other failures")
    })
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
    Ok(SideCounts { base: sides, run: of(check)? })
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

fn enough(counts: Counts, what: &str) -> Known<Counts> {
    if counts.total > MIN_REQUESTS {
        Ok(counts)
    } else {
        Err(Missing::because(format!("{} {what}; more than {MIN_REQUESTS} are needed", counts.total)))
    }
}

fn cell(family: ErrorFamily, subject: Option<String>, counts: &SideCounts) -> ErrorCell {
    let base = Counts {
        bad: counts.base.iter().map(|c| c.bad).sum(),
        total: counts.base.iter().map(|c| c.total).sum(),
    };
    let run = counts.run;
    let phi = PHI_WITHOUT_SLICES;
    let unchanged = FailedCount {
        requests: run.total as f64,
        base_bad: base.bad as f64,
        base_requests: base.total as f64,
        overdispersion: phi,
        base_runs: counts.base.len(),
    };
    let (expected, variance) = unchanged.moments(0.0);
    let share = |counts: Counts| Share { bad: counts.bad as f64, total: counts.total as f64 };
    let bounds = proportion::difference(share(run), share(base), phi);
    ErrorCell {
        family,
        subject,
        base,
        run,
        expected,
        sd: variance.sqrt(),
        phi,
        interval: Interval { low: bounds.low, high: bounds.high },
        p: count_test::count_tail(run.bad as f64, expected, variance),
        q: 1.0,
        q_better: count_test::count_lower_tail(run.bad as f64, expected, variance),
        change: Change::Unchanged,
    }
}
