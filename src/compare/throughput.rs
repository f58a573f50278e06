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
            return Err(Missing::because("a run completed no request"));
        }
        Ok(rates.iter().map(|rate| rate.ln()).collect())
    };
    let (base, runs) = (logs(base)?, logs(runs)?);
    let mean = |logs: &[f64]| logs.iter().sum::<f64>() / logs.len() as f64;
    let log_change = mean(&runs) - mean(&base);
    let noise = Noise::prior(NOISE, NOISE_SPREAD).learn(&replication.spread(&base, &runs, 0.0, 0.0));
    let tail = |x| noise.upper_tail(x, replication.scale(), 0.0);
    let p = tail(-log_change);
    let reach = noise.quantile(0.025, replication.scale(), 0.0);
    let least = -(-settings.min_throughput_drop).ln_1p();
    let change = if p < WARN_LEVEL && log_change <= -least {
        Change::Regression
    } else if tail(log_change) < WARN_LEVEL && log_change >= least {
        Change::Improvement
    } else {
        Change::Unchanged
    };
    Ok(ThroughputCell {
        base: mean(&base).exp(),
        run: mean(&runs).exp(),
        log_change,
        interval: Interval { low: log_change - reach, high: log_change + reach },
        p,
        change,
    })
}
