//! The test of a share: were more bad than should have been, when shares differ from run to run?

use super::counting::SideCounts;
use crate::compare::latency::Replication;
use crate::model::comparison::{Change, Counts, ErrorCell, Interval};
use crate::model::judged::Judged;
use crate::stats::noise::{Noise, Spread};
use crate::stats::power::{POWER, smallest_effect};
use crate::stats::proportion::{self, Share};
use crate::stats::share_test::{ExpectedCount, moved_share};

/// Run-to-run noise of a share before any is seen, in log odds, and how unsure that is.
const NOISE: f64 = 0.16;
const NOISE_SPREAD: f64 = 0.5;

/// What should have been: a share that noise moves in its log odds, so that it never passes 0 or 1.
struct Expectation {
    /// n₁.
    requests: f64,
    /// p₀.
    share: f64,
    phi: f64,
    /// Bad requests of all base runs, a half added.
    base_bad: f64,
    /// Log odds added by noise, and their probability.
    pieces: Vec<(f64, f64)>,
}

impl Expectation {
    /// The count, if noise adds `noise` to the log odds.
    fn count(&self, noise: f64) -> ExpectedCount {
        let share = moved_share(self.share, noise);
        let of_requests = self.requests * share * (1.0 - share);
        // The base's share is known no better than its own count.
        let variance = of_requests * self.phi
            + of_requests * of_requests * self.phi / (self.base_bad * (1.0 - self.share));
        ExpectedCount { requests: self.requests, share, variance }
    }

    /// An average over the noise that is possible, of what `of` says of a count.
    fn average(&self, of: impl Fn(&ExpectedCount) -> f64) -> f64 {
        self.pieces.iter().map(|(noise, weight)| weight * of(&self.count(*noise))).sum()
    }

    /// Whether that average of a probability is below `level`, looked at no longer than it takes to tell.
    fn is_below(&self, level: f64, of: impl Fn(&ExpectedCount) -> f64) -> bool {
        let (mut sum, mut rest) = (0.0, 1.0);
        for (noise, weight) in &self.pieces {
            sum += weight * of(&self.count(*noise));
            rest -= weight;
            if sum >= level || sum + rest < level {
                break;
            }
        }
        sum < level
    }
}

/// Tests one share, before it is corrected for the size of its family.
///
/// `expected_share` replaces the base's own, where the mix of endpoints says that another one is to be expected.
pub(super) fn cell(
    judged: Judged,
    counts: &SideCounts,
    replication: Replication,
    expected_share: Option<f64>,
    level: f64,
) -> ErrorCell {
    let (base, run) = (counts.base_together(), counts.run_together());
    let (tested_base, tested_run) = counts.trimmed.map_or((base, run), |trimmed| (trimmed.base, trimmed.run));
    let phi = counts.phi;
    let noise = learned(counts, replication);
    let own_share = (tested_base.bad as f64 + 0.5) / (tested_base.total as f64 + 1.0);
    let expectation = Expectation {
        requests: tested_run.total as f64,
        share: expected_share.unwrap_or(own_share).clamp(1e-9, 1.0 - 1e-9),
        phi,
        base_bad: tested_base.bad as f64 + 0.5,
        pieces: noise.pieces(replication.scale(), 0.0),
    };
    let observed = tested_run.bad as f64;
    let expected = expectation.requests * expectation.share;
    let variance =
        expectation.average(|count| (count.requests * count.share - expected).powi(2) + count.variance);
    let share = |counts: Counts| Share { bad: counts.bad as f64, total: counts.total as f64 };
    let bounds = proportion::difference(share(run), share(base), phi);
    ErrorCell {
        judged,
        base,
        run,
        trimmed: counts.trimmed,
        expected,
        sd: variance.sqrt(),
        phi,
        noise: noise.sd(),
        threshold: counts.threshold,
        interval: Interval { low: bounds.low, high: bounds.high },
        p: expectation.average(|count| count.upper_tail(observed)).clamp(0.0, 1.0),
        q: 1.0,
        q_better: expectation.average(|count| count.lower_tail(observed)).clamp(0.0, 1.0),
        detectable: detectable(&expectation, level),
        change: Change::Unchanged,
    }
}

/// Learns how far shares differ from run to run from the spread of their log odds; in pairs, of their differences.
fn learned(counts: &SideCounts, replication: Replication) -> Noise {
    let odds = |counts: &Counts| {
        let (bad, good) = (counts.bad as f64 + 0.5, counts.total.saturating_sub(counts.bad) as f64 + 0.5);
        ((bad / good).ln(), counts.total as f64 / (bad * good))
    };
    let of = |sides: &[Counts]| -> (Vec<f64>, f64) {
        let (logs, errors): (Vec<f64>, Vec<f64>) = sides.iter().map(odds).unzip();
        let error = errors.iter().sum::<f64>() / errors.len().max(1) as f64;
        (logs, error * counts.phi)
    };
    let ((base, base_error), (runs, run_error)) = (of(&counts.tested_base), of(&counts.tested_runs));
    let spread: Spread = replication.spread(&base, &runs, base_error, run_error);
    Noise::prior(NOISE, NOISE_SPREAD).learn(&spread)
}

/// Finds the smallest share of bad requests that is found with 80 % power at the cut-off `level`.
fn detectable(expectation: &Expectation, level: f64) -> f64 {
    let n = expectation.requests;
    let is_rare = |bad: f64| expectation.is_below(level, |count| count.upper_tail(bad));
    let usual = expectation.count(0.0);
    let (mut common, mut rare) = ((n * usual.share).floor(), n + 1.0);
    // In growing steps from what is usual, then halved: far fewer than halving all requests.
    let mut step = usual.variance.sqrt().ceil().max(1.0);
    while common + step <= n {
        if is_rare(common + step) {
            rare = common + step;
            break;
        }
        common += step;
        step *= 2.0;
    }
    while rare - common > 1.0 {
        let middle = f64::midpoint(common, rare).floor();
        if is_rare(middle) {
            rare = middle;
        } else {
            common = middle;
        }
    }
    if rare > n {
        return 1.0;
    }
    // A share of which at least four runs in five show as many.
    let found = |share: f64| {
        let variance = n * share * (1.0 - share) * expectation.phi;
        ExpectedCount { requests: n, share, variance }.upper_tail(rare)
    };
    smallest_effect(1.0 - 1e-9, POWER, found).unwrap_or(1.0)
}
