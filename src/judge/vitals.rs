//! Rule `metric`, for web vitals: one that is poor warns, whatever its base did.

use super::{Inputs, finding};
use crate::model::comparison::Change;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, Unit, Verdict};
use crate::model::latency::percent_of;
use crate::model::measure::Measure;
use crate::model::metric_figures::MetricFigures;
use crate::model::metric_rule::MetricRule;
use crate::model::quantity::in_unit;
use crate::model::run::Run;
use crate::model::web_vital::{Rating, WebVital};
use crate::words::{Arg, Text, text};

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let names = evidence.run.metrics.keys();
    let judged = names.filter(|name| !MetricRule::ignores(&evidence.settings.metrics, name));
    judged
        .filter_map(|name| {
            let vital = WebVital::of_metric(name)?;
            poor(vital, &MetricFigures::of_metric(evidence.run, name)?, evidence.base)
        })
        .collect()
}

/// A finding where a web vital is poor.
fn poor(vital: WebVital, metric: &MetricFigures, base: &[Run]) -> Option<Finding> {
    let (rating, q, value) = vital.rate(&metric.percentiles)?;
    if rating < Rating::Poor {
        return None;
    }
    let written = |value: f64| Arg::Quantity(in_unit(value, metric.unit.as_deref()));
    let rated = base.iter().filter_map(|run| {
        let same = MetricFigures::of_metric(run, &metric.name)?;
        Some(vital.rate(&same.percentiles)?.0)
    });
    let rated: Vec<Rating> = rated.collect();
    let as_before = match rated.iter().filter(|rating| **rating == Rating::Poor).count() {
        _ if rated.is_empty() => Text::empty(),
        poor => text!("vital-as-before", poor = poor, all = rated.len()),
    };
    Some(Finding {
        change: Change::Unchanged,
        run: Some(value),
        unit: Some(if metric.unit.as_deref() == Some("ms") { Unit::Milliseconds } else { Unit::Own }),
        title: text!("vital-poor", vital = vital.name, metric = &metric.name),
        text: Text::sentences([
            text!(
                "vital-text",
                percent = percent_of(q),
                value = written(value),
                good = written(vital.good),
                poor = written(vital.poor)
            ),
            as_before,
        ]),
        ..finding(
            Verdict::Warn,
            Rule::Metric,
            Judged::metric(&metric.name, Indicator::Latency(Measure::of_quantile(q))),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::metric::{Metric, MetricType, Samples, Stated};
    use crate::model::sample;
    use crate::model::settings::Settings;

    fn page(metric: &str, p75: f64) -> Run {
        let of = MetricType::known(metric).unwrap();
        let samples = Samples::Stated(Stated { points: vec![(0.75, p75)], ..Stated::default() });
        let mut run = sample::run("run");
        run.metrics.insert(metric.to_owned(), Metric { of, samples });
        run
    }

    fn found(run: &Run, base: &[Run], settings: &Settings) -> Vec<String> {
        let evidence = Inputs { comparison: None, base, run, settings, metric_objectives: &[] };
        let texts = findings(&evidence).into_iter();
        texts
            .map(|finding| format!("{} {}", finding.verdict, finding.text.to_string().replace('\u{a0}', " ")))
            .collect()
    }

    #[test]
    fn a_poor_web_vital_warns_and_a_good_one_says_nothing() {
        let settings = Settings::default();
        let none: [Run; 0] = [];
        let lcp = "browser_web_vital_lcp";
        assert!(found(&page(lcp, 3999.0), &none, &settings).is_empty());
        assert_eq!(
            found(&page(lcp, 4600.0), &none, &settings),
            ["WARN p75 was 4,600 ms; up to 2,500 ms is good, beyond 4,000 ms is poor."]
        );
        assert_eq!(
            found(&page("browser_web_vital_cls", 0.5), &[page("browser_web_vital_cls", 0.1)], &settings),
            [
                "WARN p75 was 0.500; up to 0.100 is good, beyond 0.250 is poor. It was poor in 0 of 1 base runs."
            ]
        );
        let ignored =
            MetricRule { name: "browser_*".to_owned(), ignore: Some(true), ..MetricRule::default() };
        let settings = Settings { metrics: vec![ignored], ..settings };
        assert!(found(&page(lcp, 9000.0), &none, &settings).is_empty());
    }
}
