//! The numbers of a run's metrics that a report shows, drawn from a [`Run`].

use serde::{Deserialize, Serialize};

use super::measured::Measured;
use super::metric::{Metric, MetricKind, Samples, Stated};
use super::metric_rule::MetricRule;
use super::run::Run;

/// The numbers of a metric of the script's own, or of one of k6's that measures no HTTP request, in its own unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename = "Metric")]
pub struct MetricFigures {
    /// Its name, with the tags of a submetric.
    pub name: String,
    /// What it collects, where the source says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<MetricKind>,
    /// The unit of its values: `ms` where k6 says that they are times, else what the configuration says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Samples; absent where a summary does not count them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// Samples that were not 0: what a rate passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub non_zero: Option<u64>,
    /// Sum of the samples: what a counter counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<f64>,
    /// What a counter counts per second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_second: Option<f64>,
    /// The last value of a gauge, where a summary states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<f64>,
    /// Smallest and largest sample; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extremes: Option<(f64, f64)>,
    /// Median, 95th and 99th percentile of every sample; absent where a sample was negative, where there is none, and where
    /// a summary states `percentiles`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantiles: Option<[f64; 3]>,
    /// Quantile (0..1, ascending) and value: those that a summary states, or the usual ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub percentiles: Vec<(f64, f64)>,
}

/// The quantiles that are taken of every sample.
const QUANTILES: [f64; 5] = [0.5, 0.75, 0.9, 0.95, 0.99];

impl MetricFigures {
    /// Takes the figures of every metric of a run, sorted by name.
    pub fn of(run: &Run) -> Vec<Self> {
        run.metrics.keys().filter_map(|name| Self::of_metric(run, name)).collect()
    }

    /// Takes the figures of one metric of a run; nothing where the run does not have it.
    pub fn of_metric(run: &Run, name: &str) -> Option<Self> {
        let seconds = run.meta.window_duration.as_ref().ok().copied().filter(|seconds| *seconds > 0.0);
        run.metrics.get(name).map(|metric| Self::new(name, metric, seconds))
    }

    fn new(name: &str, metric: &Metric, seconds: Option<f64>) -> Self {
        let figures = match &metric.samples {
            Samples::Measured(measured) => Self::of_samples(measured, metric.of.kind, seconds),
            Samples::Stated(stated) => Self::of_summary(stated),
        };
        Self {
            name: name.to_owned(),
            kind: metric.of.kind,
            unit: metric.of.is_time.then(|| "ms".to_owned()),
            ..figures
        }
    }

    fn of_samples(measured: &Measured, kind: Option<MetricKind>, seconds: Option<f64>) -> Self {
        let of_distribution = |qs: &[f64]| {
            let whole = measured.distribution.count() == measured.count;
            if whole { measured.distribution.quantiles(qs) } else { Vec::new() }
        };
        let sum = measured.sum();
        Self {
            count: Some(measured.count),
            non_zero: Some(measured.non_zero),
            sum: Some(sum),
            per_second: seconds.filter(|_| kind == Some(MetricKind::Counter)).map(|seconds| sum / seconds),
            extremes: measured.extremes,
            quantiles: of_distribution(&[0.5, 0.95, 0.99]).try_into().ok(),
            percentiles: QUANTILES.into_iter().zip(of_distribution(&QUANTILES)).collect(),
            ..Self::default()
        }
    }

    /// Adds the unit and the kind that the configuration says; `seconds` is the length of the judged window, where it is known.
    pub fn label(&mut self, rules: &[MetricRule], seconds: Option<f64>) {
        if let Some(unit) = MetricRule::first(rules, &self.name, |rule| rule.unit.clone()) {
            self.unit = Some(unit);
        }
        if let Some(kind) = MetricRule::first(rules, &self.name, |rule| rule.kind) {
            self.kind = Some(kind);
            let per_second = || Some(self.sum? / seconds.filter(|seconds| *seconds > 0.0)?);
            if kind == MetricKind::Counter && self.per_second.is_none() {
                self.per_second = per_second();
            }
        }
    }

    fn of_summary(stated: &Stated) -> Self {
        Self {
            count: stated.count,
            non_zero: stated.non_zero,
            sum: stated.sum,
            per_second: stated.per_second,
            last: stated.last,
            extremes: stated.min.zip(stated.max),
            percentiles: stated.points.clone(),
            ..Self::default()
        }
    }

    /// The share of samples that were not 0: what a rate is.
    pub fn share(&self) -> Option<f64> {
        let (non_zero, count) = (self.non_zero?, self.count?);
        (count > 0).then(|| non_zero as f64 / count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_says_what_a_file_does_not() {
        let rules = [MetricRule {
            name: "bytes".to_owned(),
            unit: Some("kB".to_owned()),
            kind: Some(MetricKind::Counter),
            ..MetricRule::default()
        }];
        let of = |name: &str| {
            let mut figures =
                MetricFigures { name: name.to_owned(), sum: Some(90.0), ..MetricFigures::default() };
            figures.label(&rules, Some(60.0));
            (figures.unit, figures.kind, figures.per_second)
        };
        assert_eq!(of("bytes"), (Some("kB".to_owned()), Some(MetricKind::Counter), Some(1.5)));
        assert_eq!(of("others"), (None, None, None));
    }
}
