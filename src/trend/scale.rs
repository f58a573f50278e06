//! The scale on which the noise of a figure does not depend on its size, and what is large enough to care about.

use crate::model::history::HistoryMeasure;
use crate::model::settings::CompareSettings;
use crate::stats::change_point::median;

/// Whether a figure is a share of requests; the others are latencies and rates.
pub(super) fn is_share(measure: HistoryMeasure) -> bool {
    matches!(measure, HistoryMeasure::ErrorShare | HistoryMeasure::Undeclared4xxShare)
}

/// Puts a value on the scale of the statistics: the logarithm, or 2·asin√p of a share, whose variance is 1/requests
/// whatever p is (Anscombe, "The transformation of Poisson, binomial and negative-binomial data", Biometrika 35, 1948). `None` where
/// it has no place there.
pub(super) fn scaled(measure: HistoryMeasure, value: f64) -> Option<f64> {
    if is_share(measure) {
        (0.0..=1.0).contains(&value).then(|| 2.0 * value.sqrt().asin())
    } else {
        (value > 0.0 && value.is_finite()).then(|| value.ln())
    }
}

/// Takes a value back from the scale of the statistics.
pub(super) fn shown(measure: HistoryMeasure, scaled: f64) -> f64 {
    if is_share(measure) { (scaled / 2.0).sin().powi(2) } else { scaled.exp() }
}

/// Relative change for latency and rates, difference for shares.
pub(super) fn change(measure: HistoryMeasure, before: f64, after: f64) -> f64 {
    if is_share(measure) { after - before } else { after / before - 1.0 }
}

/// The smallest change that is a finding.
fn smallest(measure: HistoryMeasure, settings: &CompareSettings) -> f64 {
    match measure {
        HistoryMeasure::ErrorShare | HistoryMeasure::Undeclared4xxShare => settings.min_error_change,
        HistoryMeasure::Rate | HistoryMeasure::Requests => settings.min_throughput_drop,
        _ => settings.min_latency_change,
    }
}

/// How many times the smallest change a change is: what makes changes of unlike figures comparable.
pub(super) fn weight(measure: HistoryMeasure, change: f64, settings: &CompareSettings) -> f64 {
    change.abs() / smallest(measure, settings).max(f64::EPSILON)
}

/// Whether a change is large enough to care about.
pub(super) fn is_relevant(measure: HistoryMeasure, change: f64, settings: &CompareSettings) -> bool {
    weight(measure, change, settings) >= 1.0
}

/// Whether a change is for the worse: less of a rate, more of anything else.
pub(super) fn is_worse(measure: HistoryMeasure, change: f64) -> bool {
    if matches!(measure, HistoryMeasure::Rate | HistoryMeasure::Requests) {
        change < 0.0
    } else {
        change > 0.0
    }
}

/// Runs that the prior noise counts for: two or three runs leave it in charge, fifty do not.
const PRIOR_RUNS: f64 = 8.0;
/// Least noise, 0.5 %: a few quiet runs do not prove that hosts never differ.
const MIN_NOISE: f64 = 0.005;

/// The least noise of one value that is believed, on the scale of the statistics.
///
/// A share of n requests has at least 1/√n; with unknown requests, what the smallest relevant share differs from none.
/// Latencies and rates have the prior run-to-run noise as far as the runs do not outweigh it, √(8/(8 + runs)), and 0.5 %
/// however many there are: a few quiet runs do not prove that hosts never differ.
pub(super) fn floor(
    measure: HistoryMeasure,
    runs: usize,
    requests: &[f64],
    settings: &CompareSettings,
) -> f64 {
    if is_share(measure) {
        let requests = median(requests.to_vec());
        return if requests > 0.0 {
            requests.sqrt().recip()
        } else {
            2.0 * settings.min_error_change.clamp(0.0, 1.0).sqrt().asin()
        };
    }
    let prior = if measure == HistoryMeasure::Rate { settings.tau_whole } else { prior_noise(settings) };
    (prior * (PRIOR_RUNS / (PRIOR_RUNS + runs as f64)).sqrt()).max(MIN_NOISE)
}

/// The run-to-run noise that verdicts take for granted: √(τ_G² + τ_E²).
pub(super) fn prior_noise(settings: &CompareSettings) -> f64 {
    settings.tau_whole.hypot(settings.tau_endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_taken_back() {
        for measure in super::super::series::MEASURES {
            for value in [0.001, 0.5, 1.0] {
                let there = scaled(measure, value).unwrap();
                assert!((shown(measure, there) - value).abs() < 1e-12, "{measure} {value}");
            }
        }
        assert_eq!(scaled(HistoryMeasure::ErrorShare, 0.0), Some(0.0));
        assert_eq!(scaled(HistoryMeasure::ErrorShare, 1.1), None);
        assert_eq!(scaled(HistoryMeasure::P95, 0.0), None);
    }

    #[test]
    fn noise_has_a_floor() {
        let settings = CompareSettings::default();
        let floor = |measure, runs, requests: &[f64]| floor(measure, runs, requests, &settings);
        assert_eq!(floor(HistoryMeasure::ErrorShare, 10, &[100.0, 10_000.0, 10_000.0]), 0.01);
        assert!((floor(HistoryMeasure::ErrorShare, 10, &[]) - 0.0633).abs() < 1e-4);
        assert!((floor(HistoryMeasure::P95, 8, &[]) - 0.040_311 * 0.5_f64.sqrt()).abs() < 1e-5);
        assert_eq!(floor(HistoryMeasure::Rate, 100_000, &[]), 0.005);
    }

    #[test]
    fn worse_is_slower_and_fewer() {
        assert!(is_worse(HistoryMeasure::P99, 0.1) && is_worse(HistoryMeasure::ErrorShare, 0.1));
        assert!(is_worse(HistoryMeasure::Rate, -0.1) && !is_worse(HistoryMeasure::Rate, 0.1));
    }
}
