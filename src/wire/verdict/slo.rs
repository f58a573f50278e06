//! Objectives against the run.

use serde::{Deserialize, Serialize};

use super::names::SloStatus;
use crate::model::judgement;
use crate::model::slo;
use crate::wire::missing::Reasons;

/// An objective against the run.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Slo {
    /// The objective in words.
    text: String,
    /// The endpoint it was measured on; absent for the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// What is asked for.
    objective: Objective,
    /// What was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    measured: Option<Measured>,
    /// Why there is no `measured`.
    #[serde(default, skip_serializing_if = "Reasons::is_empty")]
    missing: Reasons,
}

/// What an objective asks for, of which requests, over which window.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Objective {
    /// The share of requests that must be good (0..1).
    share: f64,
    /// The longest latency that is good, in milliseconds; absent where only success is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<f64>,
    /// The endpoints each of which must meet it, `*` standing for any text; absent for the whole run.
    #[serde(skip_serializing_if = "Option::is_none")]
    endpoints: Option<String>,
    /// The window over which the error budget is counted, in days.
    window_days: f64,
}

/// What was measured for an objective.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Measured {
    /// Requests that were not good.
    bad: f64,
    /// All requests.
    total: u64,
    /// Whether `bad` was read off a curve through percentiles and not counted.
    estimated: bool,
    /// The share of good requests (0..1).
    good_share: f64,
    /// 95 % interval of `good_share`: lower end, upper end.
    interval: [f64; 2],
    /// Probability of as many bad requests if the objective were just met.
    p: f64,
    /// Met or missed.
    status: SloStatus,
    /// How many requests would settle an unsure miss.
    #[serde(skip_serializing_if = "Option::is_none")]
    requests_to_settle: Option<u64>,
    /// The same objective measured on the base, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    base_good_share: Option<f64>,
    /// What this run would do to the error budget.
    budget: ErrorBudget,
}

/// What a run would do to an error budget if it went on.
#[derive(Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ErrorBudget {
    /// Observed error ratio ÷ (1 − objective); 1 spends the budget exactly.
    burn_rate: f64,
    /// Days until the budget of the window is spent at this rate; absent where nothing is spent.
    #[serde(skip_serializing_if = "Option::is_none")]
    lasts_days: Option<f64>,
    /// The window, in days.
    window_days: f64,
}

impl From<judgement::SloResult> for Slo {
    fn from(result: judgement::SloResult) -> Self {
        let judgement::SloResult { slo, text, endpoint, measured } = result;
        let mut missing = Reasons::default();
        let measured = missing.split("measured", measured);
        Self { text, endpoint, objective: slo.into(), measured, missing }
    }
}

impl From<Slo> for judgement::SloResult {
    fn from(slo: Slo) -> Self {
        let Slo { text, endpoint, objective, measured, mut missing } = slo;
        Self { slo: objective.into(), text, endpoint, measured: missing.join("measured", measured) }
    }
}

impl From<slo::Slo> for Objective {
    fn from(slo: slo::Slo) -> Self {
        let slo::Slo { scope, objective, window_days } = slo;
        let (share, within) = match objective {
            slo::Objective::Success { share } => (share, None),
            slo::Objective::Latency { within, share } => (share, Some(within)),
        };
        let endpoints = match scope {
            slo::SloScope::Whole => None,
            slo::SloScope::Endpoints(pattern) => Some(pattern),
        };
        Self { share, within, endpoints, window_days }
    }
}

impl From<Objective> for slo::Slo {
    fn from(objective: Objective) -> Self {
        let Objective { share, within, endpoints, window_days } = objective;
        Self {
            scope: endpoints.map_or(slo::SloScope::Whole, slo::SloScope::Endpoints),
            objective: match within {
                Some(within) => slo::Objective::Latency { within, share },
                None => slo::Objective::Success { share },
            },
            window_days,
        }
    }
}

impl From<judgement::SloMeasurement> for Measured {
    fn from(measurement: judgement::SloMeasurement) -> Self {
        let judgement::SloMeasurement {
            bad,
            total,
            estimated,
            good_share,
            interval,
            p,
            status,
            requests_to_settle,
            base_good_share,
            budget: judgement::ErrorBudget { burn_rate, lasts_days, window_days },
        } = measurement;
        Self {
            bad,
            total,
            estimated,
            good_share,
            interval: interval.into(),
            p,
            status: status.into(),
            requests_to_settle,
            base_good_share,
            budget: ErrorBudget { burn_rate, lasts_days, window_days },
        }
    }
}

impl From<Measured> for judgement::SloMeasurement {
    fn from(measured: Measured) -> Self {
        let ErrorBudget { burn_rate, lasts_days, window_days } = measured.budget;
        Self {
            bad: measured.bad,
            total: measured.total,
            estimated: measured.estimated,
            good_share: measured.good_share,
            interval: measured.interval.into(),
            p: measured.p,
            status: measured.status.into(),
            requests_to_settle: measured.requests_to_settle,
            base_good_share: measured.base_good_share,
            budget: judgement::ErrorBudget { burn_rate, lasts_days, window_days },
        }
    }
}
