//! Everything that was computed from a pair of sides.

use serde::{Deserialize, Serialize};

use super::cells::{ErrorCell, LatencyCell};
use super::evidence::ShiftNoise;
use super::finding::{NotTested, Note, list};
use super::names::{Direction, Evidence, Measure};
use super::validity::{LoadPair, Validity, ValidityCheck};
use crate::model::comparison;
use crate::wire::missing::Reasons;

/// Everything that was computed from a pair of sides.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Comparison {
    /// How many base runs there are.
    base_runs: u64,
    /// How many candidate runs are judged together; absent where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    candidate_runs: Option<u64>,
    /// Whether each base run and the candidate run in its place were made one after the other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    paired: bool,
    /// From what kind of data latency was compared.
    evidence: Evidence,
    /// Latency by endpoint and quantile; tested cells only.
    latency: Vec<LatencyCell>,
    /// The shift that all endpoints share, by quantile.
    shared_shift: Vec<SharedShift>,
    /// Errors, undeclared 4xx and failed checks.
    errors: Vec<ErrorCell>,
    /// Completed requests per second.
    #[serde(skip_serializing_if = "Option::is_none")]
    throughput: Option<Throughput>,
    /// What was not tested.
    not_tested: Vec<NotTested>,
    /// In which ways the runs do not fit.
    validity: Vec<Validity>,
    /// Which checks of that were possible.
    validity_checks: Vec<ValidityCheck>,
    /// Load models of both sides.
    load: LoadPair,
    /// Endpoints that only one side has, and other remarks.
    notes: Vec<Note>,
    /// Why keys are absent.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

impl From<comparison::Comparison> for Comparison {
    fn from(comparison: comparison::Comparison) -> Self {
        let comparison::Comparison {
            base_runs,
            candidate_runs,
            paired,
            evidence,
            latency,
            shared,
            errors,
            throughput,
            not_tested,
            validity,
            validity_checks,
            load,
            notes,
        } = comparison;
        let mut missing = Reasons::default();
        Self {
            base_runs: base_runs as u64,
            candidate_runs: (candidate_runs != 1).then_some(candidate_runs as u64),
            paired,
            evidence: evidence.into(),
            latency: list(latency),
            shared_shift: list(shared),
            errors: list(errors),
            throughput: missing.split("throughput", throughput),
            not_tested: list(not_tested),
            validity: list(validity),
            validity_checks: list(validity_checks),
            load: load.into(),
            notes: list(notes),
            missing,
        }
    }
}

impl From<Comparison> for comparison::Comparison {
    fn from(comparison: Comparison) -> Self {
        let mut missing = comparison.missing;
        Self {
            base_runs: comparison.base_runs as usize,
            candidate_runs: comparison.candidate_runs.map_or(1, |runs| runs as usize),
            paired: comparison.paired,
            evidence: comparison.evidence.into(),
            latency: list(comparison.latency),
            shared: list(comparison.shared_shift),
            errors: list(comparison.errors),
            throughput: missing.join("throughput", comparison.throughput),
            not_tested: list(comparison.not_tested),
            validity: list(comparison.validity),
            validity_checks: list(comparison.validity_checks),
            load: comparison.load.into(),
            notes: list(comparison.notes),
        }
    }
}

/// The shift that all endpoints share, at one quantile.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct SharedShift {
    /// The quantile.
    measure: Measure,
    /// Endpoints behind it.
    endpoints: u64,
    /// G: weighted median of the endpoints' log changes.
    log_change: f64,
    /// 95 % interval of `log_change`: lower end, upper end.
    interval: [f64; 2],
    /// Upper end of the one-sided 95 % interval.
    upper: f64,
    /// Standard deviation of `log_change` where nothing changed.
    sd: f64,
    /// One-sided probability of a rise as large.
    p: f64,
    /// One-sided probability of a fall as large.
    p_faster: f64,
    /// The relative change that would be found (FAIL or WARN) with 80 % power.
    detectable: f64,
    /// What would bring `detectable` down to what a PASS asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<Remedy>,
    /// What `sd` was made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    noise: Option<ShiftNoise>,
    /// What the shift says.
    direction: Direction,
}

impl From<comparison::SharedShift> for SharedShift {
    fn from(shift: comparison::SharedShift) -> Self {
        let comparison::SharedShift {
            measure,
            endpoints,
            log_change,
            interval,
            upper,
            sd,
            p,
            p_faster,
            detectable,
            remedy,
            noise,
            change,
        } = shift;
        Self {
            measure: measure.into(),
            endpoints: endpoints as u64,
            log_change,
            interval: interval.into(),
            upper,
            sd,
            p,
            p_faster,
            detectable,
            remedy: remedy.map(Remedy::from),
            noise: noise.map(ShiftNoise::from),
            direction: change.into(),
        }
    }
}

impl From<SharedShift> for comparison::SharedShift {
    fn from(shift: SharedShift) -> Self {
        Self {
            measure: shift.measure.into(),
            endpoints: shift.endpoints as usize,
            log_change: shift.log_change,
            interval: shift.interval.into(),
            upper: shift.upper,
            sd: shift.sd,
            p: shift.p,
            p_faster: shift.p_faster,
            detectable: shift.detectable,
            remedy: shift.remedy.map(Into::into),
            noise: shift.noise.map(Into::into),
            change: shift.direction.into(),
        }
    }
}

/// Any one of these would let a comparison see what it could not.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Remedy {
    /// So many base runs instead, with as many requests as now.
    #[serde(skip_serializing_if = "Option::is_none")]
    base_runs: Option<u64>,
    /// So many candidate runs instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    candidate_runs: Option<u64>,
    /// So many base runs and so many candidate runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    runs_of_each: Option<u64>,
    /// So many times the requests, in every run.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests: Option<u32>,
}

impl From<comparison::Remedy> for Remedy {
    fn from(remedy: comparison::Remedy) -> Self {
        let comparison::Remedy { base_runs, candidate_runs, runs_of_each, requests } = remedy;
        let whole = |runs: Option<usize>| runs.map(|runs| runs as u64);
        Self {
            base_runs: whole(base_runs),
            candidate_runs: whole(candidate_runs),
            runs_of_each: whole(runs_of_each),
            requests,
        }
    }
}

impl From<Remedy> for comparison::Remedy {
    fn from(remedy: Remedy) -> Self {
        let whole = |runs: Option<u64>| runs.map(|runs| runs as usize);
        Self {
            base_runs: whole(remedy.base_runs),
            candidate_runs: whole(remedy.candidate_runs),
            runs_of_each: whole(remedy.runs_of_each),
            requests: remedy.requests,
        }
    }
}

/// Completed requests per second, closed model on both sides.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Throughput {
    /// Mean of the base runs, per second.
    base: f64,
    /// Candidate, per second.
    run: f64,
    /// Log of candidate over base.
    log_change: f64,
    /// 95 % interval of `log_change`: lower end, upper end.
    interval: [f64; 2],
    /// One-sided probability of a drop as large.
    p: f64,
    /// What the cell says.
    direction: Direction,
}

impl From<comparison::ThroughputCell> for Throughput {
    fn from(cell: comparison::ThroughputCell) -> Self {
        let comparison::ThroughputCell { base, run, log_change, interval, p, change } = cell;
        Self { base, run, log_change, interval: interval.into(), p, direction: change.into() }
    }
}

impl From<Throughput> for comparison::ThroughputCell {
    fn from(cell: Throughput) -> Self {
        let Throughput { base, run, log_change, interval, p, direction } = cell;
        Self { base, run, log_change, interval: interval.into(), p, change: direction.into() }
    }
}
