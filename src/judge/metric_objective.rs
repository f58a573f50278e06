//! Rule `slo`, for objectives on what servers measure: they were measured before, and are worded here.

use super::finding;
use crate::model::comparison::Change;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::metric_objective::{MetricMeasurement, MetricObjective, MetricObjectiveResult};
use crate::model::nearest::nearest;
use crate::model::quantity::WholeSeconds;
use crate::model::run::Run;
use crate::model::slo::SloStatus;
use crate::words::{Text, text};

/// Turns missed objectives into findings.
pub(super) fn findings(results: &[MetricObjectiveResult]) -> Vec<Finding> {
    results.iter().filter_map(missed).collect()
}

fn missed(result: &MetricObjectiveResult) -> Option<Finding> {
    let measured = result.measured.as_ref().ok()?;
    let (verdict, advice) = match measured.status {
        SloStatus::Met => return None,
        SloStatus::Missed => (Verdict::Fail, None),
        SloStatus::MissedUnsure => {
            let (seconds, window) =
                (WholeSeconds(measured.seconds_measured), WholeSeconds(measured.window_seconds));
            (Verdict::Warn, Some(text!("metric-objective-unsure", seconds = seconds, window = window)))
        }
    };
    Some(Finding {
        title: text!("metric-objective-missed", objective = result.title()),
        text: evidence(measured),
        advice,
        ..finding(verdict, Rule::Slo, result.judged())
    })
}

/// `It was 9, and 0 is the limit. …`
fn evidence(measured: &MetricMeasurement) -> Text {
    let (value, limit) = (measured.figure(measured.value), measured.figure(measured.limit));
    let level = match measured.base {
        Some(base) => {
            text!("metric-objective-was-in-base", value = value, limit = limit, base = measured.figure(base))
        }
        None => text!("metric-objective-was", value = value, limit = limit),
    };
    let (seconds, window) = (WholeSeconds(measured.seconds_missed), WholeSeconds(measured.window_seconds));
    let lasted = text!("metric-objective-lasted", seconds = seconds, window = window);
    let series = match measured.series_count {
        0 | 1 if measured.series.is_empty() => Text::empty(),
        0 | 1 => text!("metric-objective-series", series = &measured.series),
        all => text!(
            "metric-objective-worst-series",
            missed = measured.series_missed,
            all = all,
            series = &measured.series
        ),
    };
    Text::sentences([level, lasted, series])
}

/// Says that an objective names a metric, or labels, that the servers do not have.
pub(super) fn unmatched(objectives: &[MetricObjective], run: &Run) -> Vec<Finding> {
    let Some(metrics) = &run.servers else { return Vec::new() };
    let one = |objective: &MetricObjective| {
        let selector = &objective.selector;
        let series: Vec<_> = metrics
            .signals
            .iter()
            .filter(|signal| selector.names(signal))
            .flat_map(|signal| &signal.series)
            .collect();
        if series.iter().any(|series| selector.takes(&series.labels)) {
            return None;
        }
        let name = &selector.text;
        let text = if series.is_empty() {
            let names = metrics
                .signals
                .iter()
                .filter(|signal| !signal.series.is_empty())
                .map(|signal| signal.metric.as_deref().unwrap_or(&signal.name));
            match nearest(&selector.name, names).as_slice() {
                [] => text!("unmatched-server-metric-none", name = name),
                names => text!("unmatched-server-metric-nearest", name = name, names = names.join(", ")),
            }
        } else {
            /// More series than these are a list and no hint.
            const SHOWN: usize = 3;
            let labels = |labels: &std::collections::BTreeMap<String, String>| {
                let label = |(name, value): (&String, &String)| format!("{name}={value:?}");
                format!("{{{}}}", labels.iter().map(label).collect::<Vec<_>>().join(","))
            };
            let shown = Text::few(series.iter().map(|series| Text::written(labels(&series.labels))), SHOWN);
            text!("unmatched-server-labels", name = name, series = shown)
        };
        Some(Finding {
            change: Change::Unchanged,
            title: text!("unmatched-server-metric", name = name),
            text,
            advice: Some(text!("unmatched-server-metric-advice")),
            ..finding(
                Verdict::Warn,
                Rule::Validity,
                Indicator::validity(&format!("objective on a metric: {name}")),
            )
        })
    };
    objectives.iter().filter_map(one).collect()
}
