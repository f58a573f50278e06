//! Completed requests per second. In a closed model it is the shadow of latency; in an open one it is an input.

use super::latency::Replication;
use crate::model::comparison::{Change, Interval, ThroughputCell};
use crate::model::figures::rate;
use crate::model::missing::{Known, Missing};
use crate::model::run::Run;
use crate::model::settings::CompareSettings;
use crate::stats::noise::Noise;

/// Run-to-run noise of the log rate before any is seen, and how unsure that is. Users that wait between requests make
/// the rate steadier than the latency.
const NOISE: f64 = 0.025;
const NOISE_SPREAD: f64 = 0.6;
/// The level of a warning.
const WARN_LEVEL: f64 = 0.01;

/// Compares the mean completed rates of two closed models that were offered the same load.
pub(super) fn compare(
    base: &[Run],
    runs: &[Run],
    replication: Replication,
    settings: &CompareSettings,
) -> Known<ThroughputCell> {
    let logs = |all: &[Run]| -> Known<Vec<f64>> {
        let rates: Vec<f64> = all.iter().map(rate).collect::<Known<_>>()?;
        if rates.is_empty() || rates.iter().any(|rate| *rate <= 0.0) {
            return Err(Missing::message("missing-nothing-completed"));
        }
        Ok(rates.iter().map(|rate| rate.ln()).collect())
    };
    Ok(test(&logs(base)?, &logs(runs)?, 0.0, WARN_LEVEL, replication, settings))
}

/// Tests the logs of the rates of both sides; `error` is the squared counting error of the log rate of one run.
pub(super) fn test(
    base: &[f64],
    runs: &[f64],
    error: f64,
    level: f64,
    replication: Replication,
    settings: &CompareSettings,
) -> ThroughputCell {
    let mean = |logs: &[f64]| logs.iter().sum::<f64>() / logs.len() as f64;
    let log_change = mean(runs) - mean(base);
    let noise = Noise::prior(NOISE, NOISE_SPREAD).learn(&replication.spread(base, runs, error, error));
    let error = error * replication.scale();
    let tail = |x| noise.upper_tail(x, replication.scale(), error);
    let p = tail(-log_change);
    let reach = noise.quantile(0.025, replication.scale(), error);
    let least = -(-settings.min_throughput_drop).ln_1p();
    let change = if p < level && log_change <= -least {
        Change::Regression
    } else if tail(log_change) < level && log_change >= least {
        Change::Improvement
    } else {
        Change::Unchanged
    };
    ThroughputCell {
        base: mean(base).exp(),
        run: mean(runs).exp(),
        log_change,
        interval: Interval { low: log_change - reach, high: log_change + reach },
        p,
        change,
    }
}
