//! Completed requests per second. In a closed model it is the shadow of latency; in an open one it is an input.

use super::mean;
use crate::model::comparison::{Change, Interval, ThroughputCell};
use crate::model::figures::rate;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::settings::CompareSettings;
use crate::stats::student;

/// Prior run-to-run standard deviation of the log rate, and what it is worth in degrees of freedom.
const PRIOR_SD: f64 = 0.02;
const PRIOR_WEIGHT: f64 = 8.0;
/// The level of a warning.
const WARN_LEVEL: f64 = 0.05;

/// Compares the mean completed rates of two closed models that were offered the same load.
pub(super) fn compare(base: &[Run], run: &Run, settings: &CompareSettings) -> Known<ThroughputCell> {
    let run_rate = rate(run)?;
    let base_rates: Vec<f64> = base.iter().map(rate).collect::<Known<_>>()?;
    if run_rate <= 0.0 || base_rates.iter().any(|rate| *rate <= 0.0) {
        return Err(Missing::because("a run completed no request"));
    }
    let logs: Vec<f64> = base_rates.iter().map(|rate| rate.ln()).collect();
    let base_log = mean(&logs).ok_or_else(|| Missing::because("there is no base run"))?;
    let k = base.len() as f64;
    let squares: f64 = logs.iter().map(|log| (log - base_log).powi(2)).sum();
    let df = PRIOR_WEIGHT + k - 1.0;
    let sd = ((PRIOR_WEIGHT * PRIOR_SD.powi(2) + squares) / df * (1.0 + 1.0 / k)).sqrt();
    let log_change = run_rate.ln() - base_log;
    let p = student::upper_tail(-log_change / sd, df);
    let reach = student::quantile(0.975, df) * sd;
    let least = -(-settings.min_throughput_drop).ln_1p();
    let change = if p < WARN_LEVEL && log_change <= -least {
        Change::Regression
    } else if student::upper_tail(log_change / sd, df) < WARN_LEVEL && log_change >= least {
        Change::Improvement
    } else {
        Change::Unchanged
    };
    Ok(ThroughputCell {
        base: base_log.exp(),
        run: run_rate,
        log_change,
        interval: Interval { low: log_change - reach, high: log_change + reach },
        p,
        change,
    })
}
