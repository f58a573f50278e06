//! What was computed for each endpoint: latency and error cells.

use serde::{Deserialize, Serialize};

use super::evidence::{TailCounts, Trimmed};
use super::names::{Direction, ErrorFamily, Measure};
use crate::model::comparison;

/// Latency of one endpoint at one quantile: candidate against base.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct LatencyCell {
    /// The endpoint, as shown.
    endpoint: String,
    /// The quantile.
    measure: Measure,
    /// Base latency in milliseconds.
    base: f64,
    /// Candidate latency in milliseconds.
    run: f64,
    /// d: log of candidate over base.
    log_change: f64,
    /// Where a rerun would land, in log units around `log_change`: lower end, upper end.
    interval: [f64; 2],
    /// The weighted median log change of the other endpoints.
    others: f64,
    /// r: what is left of `log_change` after the part that others share, at least 0, is taken off.
    excess: f64,
    /// Standard deviation of `excess` where nothing changed: noise and counting error together.
    sd: f64,
    /// The slow requests that were counted, where there are full distributions.
    #[serde(skip_serializing_if = "Option::is_none")]
    counts: Option<TailCounts>,
    /// One-sided probability of an `excess`, or of a count, as large.
    p: f64,
    /// `p` after Benjamini–Hochberg over all tested cells.
    q: f64,
    /// The mirrored test, for improvements, after Benjamini–Hochberg.
    q_faster: f64,
    /// The relative change that would be found (FAIL or WARN) with 80 % power.
    detectable: f64,
    /// Whether the host could not be told from the code: no other endpoint, and one run a side.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    alone: bool,
    /// What the cell says.
    direction: Direction,
}

impl From<comparison::LatencyCell> for LatencyCell {
    fn from(cell: comparison::LatencyCell) -> Self {
        let comparison::LatencyCell {
            endpoint,
            measure,
            base,
            run,
            log_change,
            interval,
            others,
            excess,
            sd,
            counts,
            p,
            q,
            q_faster,
            detectable,
            alone,
            change,
        } = cell;
        Self {
            endpoint,
            measure: measure.into(),
            base,
            run,
            log_change,
            interval: interval.into(),
            others,
            excess,
            sd,
            counts: counts.map(TailCounts::from),
            p,
            q,
            q_faster,
            detectable,
            alone,
            direction: change.into(),
        }
    }
}

impl From<LatencyCell> for comparison::LatencyCell {
    fn from(cell: LatencyCell) -> Self {
        Self {
            endpoint: cell.endpoint,
            measure: cell.measure.into(),
            base: cell.base,
            run: cell.run,
            log_change: cell.log_change,
            interval: cell.interval.into(),
            others: cell.others,
            excess: cell.excess,
            sd: cell.sd,
            counts: cell.counts.map(Into::into),
            p: cell.p,
            q: cell.q,
            q_faster: cell.q_faster,
            detectable: cell.detectable,
            alone: cell.alone,
            change: cell.direction.into(),
        }
    }
}

/// Bad requests (or checks) of one endpoint, of the whole run, or of one check.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct ErrorCell {
    /// Which errors.
    family: ErrorFamily,
    /// The endpoint or check; absent for the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// All base runs together.
    base: Counts,
    /// The candidate.
    run: Counts,
    /// What was tested in their place: the same without the worst slices of each run.
    #[serde(skip_serializing_if = "Option::is_none")]
    trimmed: Option<Trimmed>,
    /// Bad ones expected in the candidate.
    expected: f64,
    /// Standard deviation of that count.
    sd: f64,
    /// Overdispersion.
    phi: f64,
    /// Run-to-run noise of the share, a standard deviation of its log odds.
    #[serde(default)]
    noise: f64,
    /// From how many milliseconds on a request is bad, where that is what is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<f64>,
    /// 95 % interval of the difference of shares: lower end, upper end.
    interval: [f64; 2],
    /// One-sided probability of a count as large.
    p: f64,
    /// `p` after Benjamini–Hochberg over the family.
    q: f64,
    /// The mirrored test, for improvements, after Benjamini–Hochberg.
    q_better: f64,
    /// The smallest share of bad ones that would be found (FAIL or WARN) with 80 % power.
    #[serde(default)]
    detectable: f64,
    /// What the cell says.
    direction: Direction,
}

/// Bad out of all.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Counts {
    /// Bad ones.
    bad: u64,
    /// All.
    total: u64,
}

impl From<comparison::Counts> for Counts {
    fn from(counts: comparison::Counts) -> Self {
        let comparison::Counts { bad, total } = counts;
        Self { bad, total }
    }
}

impl From<Counts> for comparison::Counts {
    fn from(counts: Counts) -> Self {
        Self { bad: counts.bad, total: counts.total }
    }
}

impl From<comparison::ErrorCell> for ErrorCell {
    fn from(cell: comparison::ErrorCell) -> Self {
        let comparison::ErrorCell {
            family,
            subject,
            base,
            run,
            trimmed,
            expected,
            sd,
            phi,
            noise,
            threshold,
            interval,
            p,
            q,
            q_better,
            detectable,
            change,
        } = cell;
        Self {
            family: family.into(),
            subject,
            base: base.into(),
            run: run.into(),
            trimmed: trimmed.map(Trimmed::from),
            expected,
            sd,
            phi,
            noise,
            threshold,
            interval: interval.into(),
            p,
            q,
            q_better,
            detectable,
            direction: change.into(),
        }
    }
}

impl From<ErrorCell> for comparison::ErrorCell {
    fn from(cell: ErrorCell) -> Self {
        Self {
            family: cell.family.into(),
            subject: cell.subject,
            base: cell.base.into(),
            run: cell.run.into(),
            trimmed: cell.trimmed.map(Into::into),
            expected: cell.expected,
            sd: cell.sd,
            phi: cell.phi,
            noise: cell.noise,
            threshold: cell.threshold,
            interval: cell.interval.into(),
            p: cell.p,
            q: cell.q,
            q_better: cell.q_better,
            detectable: cell.detectable,
            change: cell.direction.into(),
        }
    }
}
