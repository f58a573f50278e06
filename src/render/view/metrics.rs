//! The script's own metrics, and k6's that measure no HTTP request.

use serde::Serialize;

use crate::model::comparison::{Change, Interval};
use crate::model::indicator::Indicator;
use crate::model::judgement::{Assessment, Verdict};
use crate::model::latency::percent_of;
use crate::model::measure::Measure;
use crate::model::metric::{MetricKind, is_phase, sums_up_requests};
use crate::model::metric_cell::MetricCell;
use crate::model::metric_figures::MetricFigures;
use crate::model::quantity::{Count, PercentagePoints, RelativeChange, Share, in_unit, significant};

use super::figure::{ChangeText, written};
use super::text::{ChangeMark, DASH};
use crate::model::subject::Subject;
use crate::model::web_vital::{Rating, WebVital};
use crate::render::text::plain;
use crate::words::say;

/// The section on metrics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MetricSection {
    pub(crate) rows: Vec<MetricRow>,
    /// Those that say once more, or in parts, what the requests say.
    pub(crate) folded: Vec<MetricRow>,
    /// Says how many are not listed; empty where all are.
    pub(crate) rest: String,
}

/// One metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MetricRow {
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    /// The figures in the newest base run, empty without one.
    pub(crate) base: String,
    pub(crate) run: String,
    /// The main figure of the base and of the run, where there is room for no more.
    pub(crate) base_figure: String,
    pub(crate) run_figure: String,
    /// How far the main figure moved, and whether that is a finding; empty where nothing can be compared.
    pub(crate) change: ChangeText,
    /// The verdict on it, or that there is none.
    pub(crate) verdict: String,
    /// Where it stands among the findings, or behind them where it changed otherwise; absent where nothing is new.
    #[serde(skip)]
    pub(crate) news: Option<usize>,
}

/// Longer lists are not read: `verdict.json` holds them all.
const MOST_ROWS: usize = 200;

/// Builds the section.
pub(crate) fn metrics(assessment: &Assessment) -> MetricSection {
    let base = assessment.base.first();
    let row = |metric: &MetricFigures| {
        let change = cell_of(assessment, &metric.name).map(change_of);
        let has_changed = change.as_ref().is_some_and(|change| change.mark.is_finding());
        let before = base.and_then(|base| base.metrics.iter().find(|other| other.name == metric.name));
        MetricRow {
            name: plain(&metric.name),
            kind: metric.kind.map_or(DASH, MetricKind::name),
            base: match (base, before) {
                (None, _) => String::new(),
                (Some(_), None) => DASH.to_owned(),
                (Some(_), Some(before)) => figures(before),
            },
            run: figures(metric),
            base_figure: before
                .map_or_else(String::new, |before| main_text(before).unwrap_or_else(|| figures(before))),
            run_figure: main_text(metric).unwrap_or_else(|| figures(metric)),
            change: change.unwrap_or_else(|| ChangeText {
                mark: ChangeMark::metric(Change::Unchanged, 0.0),
                size: before.and_then(|before| moved(before, metric)).unwrap_or_default(),
                interval: String::new(),
            }),
            verdict: verdict(assessment, &metric.name),
            news: place(assessment, &metric.name).or(has_changed.then_some(usize::MAX)),
        }
    };
    let all = &assessment.run.metrics;
    let (folded, shown): (Vec<&MetricFigures>, Vec<&MetricFigures>) =
        all.iter().partition(|metric| !is_own(&metric.name));
    let rest = shown.len().saturating_sub(MOST_ROWS);
    MetricSection {
        rows: shown.into_iter().take(MOST_ROWS).map(row).collect(),
        folded: folded.into_iter().take(MOST_ROWS).map(row).collect(),
        rest: if rest == 0 { String::new() } else { say!("metric-rest", count = rest) },
    }
}

/// Tells whether a metric is neither the sum nor a part of what requests say.
pub(crate) fn is_own(name: &str) -> bool {
    !sums_up_requests(name) && !is_phase(name)
}

/// The place of the worst finding on a metric.
fn place(assessment: &Assessment, name: &str) -> Option<usize> {
    let subject = Subject::Metric(name.into());
    assessment.findings.iter().position(|finding| finding.judged.subject == subject)
}

/// The cell of a metric that says most: the surest change, else that of the figure that rows show.
fn cell_of<'a>(assessment: &'a Assessment, name: &str) -> Option<&'a MetricCell> {
    let comparison = assessment.comparison.as_ref().ok()?;
    let own = || comparison.metrics.iter().filter(|cell| cell.name() == name);
    let changed = own().filter(|cell| cell.change != Change::Unchanged);
    let surest = changed.min_by(|a, b| a.q.min(a.q_better).total_cmp(&b.q.min(b.q_better)));
    let at_p95 = |cell: &&MetricCell| cell.judged.indicator == Indicator::Latency(Measure::P95);
    surest.or_else(|| own().find(at_p95)).or_else(|| own().next())
}

fn change_of(cell: &MetricCell) -> ChangeText {
    let mark = match ChangeMark::metric(cell.change, cell.size) {
        mark if cell.is_judged || cell.change == Change::Unchanged => mark,
        mark => ChangeMark { class: "shared", ..mark },
    };
    match cell.log_change() {
        Some(change) => {
            let Interval { low, high } = cell.interval;
            ChangeText::log(mark, change, Interval { low: low.ln_1p(), high: high.ln_1p() })
        }
        None => ChangeText::points(mark, cell.size, cell.interval),
    }
}

/// The worst verdict of the findings on a metric; where there is none, whether anything was tested.
fn verdict(assessment: &Assessment, name: &str) -> String {
    let subject = Subject::Metric(name.into());
    let found = assessment.findings.iter().filter(|finding| finding.judged.subject == subject);
    if let Some(worst) = found.map(|finding| finding.verdict).max() {
        return worst.word().to_owned();
    }
    let Ok(comparison) = &assessment.comparison else { return String::new() };
    let cells = || comparison.metrics.iter().filter(|cell| cell.judged.subject == subject);
    match cells().next() {
        None if assessment.not_tested.iter().any(|entry| entry.judged.subject == subject) => {
            say!("changes-not-tested")
        }
        Some(_) if cells().any(|cell| cell.change == Change::Improvement) => say!("metric-improved"),
        Some(cell) if cell.is_judged => Verdict::Pass.word().to_owned(),
        _ => say!("metric-not-judged"),
    }
}

/// Writes a value in the unit of its metric.
fn value(value: f64, unit: Option<&str>) -> String {
    plain(in_unit(value, unit))
}

/// Says what a metric of its kind is asked: how much, which share, or how it spreads.
fn figures(metric: &MetricFigures) -> String {
    let unit = metric.unit.as_deref();
    let write = |figure: f64| value(figure, unit);
    let range = || {
        metric.extremes.map(|(least, most)| say!("metric-range", least = write(least), most = write(most)))
    };
    let spread = || {
        let shown = shown_percentiles(metric);
        let texts = shown.iter().map(|(q, figure)| format!("p{} {}", percent_of(*q), write(*figure)));
        let texts: Vec<String> = texts.collect();
        if texts.is_empty() { None } else { Some(texts.join(", ")) }
    };
    let told = match metric.kind {
        Some(MetricKind::Counter) => metric.sum.map(|sum| match metric.per_second {
            Some(rate) => format!("{} ({}/s)", write(sum), significant(rate)),
            None => write(sum),
        }),
        Some(MetricKind::Rate) => {
            let of = Count(metric.count.unwrap_or(0));
            metric.share().map(|share| say!("metric-share-of", share = Share(share), count = of))
        }
        Some(MetricKind::Gauge) => match (metric.last, range()) {
            (Some(last), Some(range)) => Some(format!("{} ({range})", write(last))),
            (Some(last), None) => Some(write(last)),
            (None, range) => range,
        },
        Some(MetricKind::Trend) | None => spread().or_else(range),
    };
    let rating = WebVital::of_metric(&metric.name).and_then(|vital| vital.rate(&metric.percentiles));
    let told = told.unwrap_or_else(|| DASH.to_owned());
    match rating.map(|(rating, ..)| rating) {
        None => told,
        Some(Rating::Good) => say!("metric-good", figures = told),
        Some(Rating::NeedsImprovement) => say!("metric-needs-improvement", figures = told),
        Some(Rating::Poor) => say!("metric-poor", figures = told),
    }
}

/// The main figure with its name: `p95 260 ms`.
fn main_text(metric: &MetricFigures) -> Option<String> {
    main_figure(metric).map(|(measure, figure)| match metric.kind {
        Some(MetricKind::Trend) => format!("{measure} {figure}"),
        _ => figure,
    })
}

/// The main figure of a metric in a word or two, and how it is called: `p95`, `share`, `per second`; nothing of a gauge.
pub(crate) fn main_figure(metric: &MetricFigures) -> Option<(String, String)> {
    let unit = metric.unit.as_deref();
    match metric.kind? {
        MetricKind::Trend => {
            let (q, figure) = *shown_percentiles(metric).iter().rev().find(|(q, _)| *q <= 0.95)?;
            Some((format!("p{}", percent_of(q)), value(figure, unit)))
        }
        MetricKind::Rate => Some((say!("metric-share"), written(Share(metric.share()?)))),
        MetricKind::Counter => {
            Some((say!("metric-per-second"), format!("{}/s", significant(metric.per_second?))))
        }
        MetricKind::Gauge => None,
    }
}

/// The percentiles that a row has room for: the median, p95 and p99, or those nearest to them.
pub(crate) fn shown_percentiles(metric: &MetricFigures) -> Vec<(f64, f64)> {
    let usual = metric.quantiles.map(|quantiles| [0.5, 0.95, 0.99].into_iter().zip(quantiles).collect());
    // Older files hold no other.
    let known =
        if metric.percentiles.is_empty() { usual.unwrap_or_default() } else { metric.percentiles.clone() };
    let nearest = |wanted: f64| {
        let distance = |q: f64| ((1.0 - q) / (1.0 - wanted)).ln().abs();
        known.iter().copied().min_by(|a, b| distance(a.0).total_cmp(&distance(b.0)))
    };
    let mut shown: Vec<(f64, f64)> = [0.5, 0.95, 0.99].into_iter().filter_map(nearest).collect();
    shown.dedup();
    shown
}

/// How far the main figure moved: p95 of a trend, the share of a rate, a counter per second. Nothing is said of a gauge.
fn moved(base: &MetricFigures, run: &MetricFigures) -> Option<String> {
    let relative = |before: f64, after: f64| {
        (before > 0.0 && after > 0.0).then(|| written(RelativeChange(after / before - 1.0)))
    };
    match run.kind.or(base.kind)? {
        MetricKind::Trend => {
            let of = |metric: &MetricFigures, wanted: f64| {
                metric.percentiles.iter().find(|(q, _)| (q - wanted).abs() < 1e-9).map(|(_, value)| *value)
            };
            let common = [0.95, 0.9, 0.99, 0.5].into_iter().find_map(|q| Some((of(base, q)?, of(run, q)?)));
            common.and_then(|(before, after)| relative(before, after))
        }
        MetricKind::Rate => Some(written(PercentagePoints(run.share()? - base.share()?))),
        MetricKind::Counter => relative(base.per_second?, run.per_second?),
        MetricKind::Gauge => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::quantity::NBSP;

    fn trend(percentiles: &[(f64, f64)]) -> MetricFigures {
        MetricFigures {
            kind: Some(MetricKind::Trend),
            unit: Some("ms".to_owned()),
            percentiles: percentiles.to_vec(),
            ..MetricFigures::default()
        }
    }

    #[test]
    fn each_kind_says_what_it_is_asked() {
        let written = |metric: MetricFigures| figures(&metric).replace(NBSP, " ");
        assert_eq!(written(trend(&[(0.5, 100.0), (0.9, 200.0), (0.95, 260.0)])), "p50 100 ms, p95 260 ms");
        assert_eq!(written(trend(&[])), DASH);
        let rate = MetricFigures {
            kind: Some(MetricKind::Rate),
            count: Some(20_000),
            non_zero: Some(180),
            ..MetricFigures::default()
        };
        assert_eq!(written(rate), "0.90 % of 20,000");
        let counter = MetricFigures {
            kind: Some(MetricKind::Counter),
            sum: Some(289.0),
            per_second: Some(35.72),
            ..MetricFigures::default()
        };
        assert_eq!(written(counter), "289 (35.7/s)");
        let gauge = MetricFigures {
            kind: Some(MetricKind::Gauge),
            last: Some(2.0),
            extremes: Some((0.0, 6.0)),
            ..MetricFigures::default()
        };
        assert_eq!(written(gauge), "2 (0 to 6)");
    }

    #[test]
    fn trends_are_compared_at_a_percentile_that_both_have() {
        let written = |base: &[(f64, f64)], run: &[(f64, f64)]| {
            moved(&trend(base), &trend(run)).map(|text| text.replace(NBSP, " "))
        };
        assert_eq!(written(&[(0.5, 10.0), (0.95, 20.0)], &[(0.95, 60.0)]).as_deref(), Some("+200 %"));
        assert_eq!(written(&[(0.5, 10.0)], &[(0.5, 5.0), (0.95, 60.0)]).as_deref(), Some("−50 %"));
        assert_eq!(written(&[(0.5, 10.0)], &[(0.95, 60.0)]), None);
        assert_eq!(written(&[(0.5, 0.0)], &[(0.5, 1.0)]), None);
    }
}
