//! The keys of `[[slo]]` that ask for something on the servers: `metric` with `max` or `min`.

use std::ops::Range;

use regex_lite::Regex;
use toml::Spanned;

use crate::model::metric_objective::{
    LabelMatcher, MetricBound, MetricLimit, MetricObjective, MetricSelector, Statistic, Wanted,
};

use super::error::Mistake;
use super::promql::{Matcher, matchers};
use super::value::{Checked, ValueKind, hundredth, percent, seconds};

/// A metric with label matchers, as Prometheus writes it.
#[derive(Debug)]
pub(super) struct Selector;

impl ValueKind for Selector {
    type Value = MetricSelector;
    const EXPECTED: &'static str = "a metric such as \"hikaricp_connections_pending\"";

    fn text(text: &str) -> Option<Result<MetricSelector, String>> {
        Some(selector(text))
    }
}

fn selector(text: &str) -> Result<MetricSelector, String> {
    let (name, rest) = text.split_at(text.find('{').unwrap_or(text.len()));
    let name = name.trim().to_owned();
    if name.is_empty() {
        return Err(format!("expected {}", Selector::EXPECTED));
    }
    if name.contains(['(', '[', ' ', '"', '}']) {
        return Err(format!(
            "`{text}` is no metric\nwrite its name, with label matchers or without: \"node_load1{{job=\\\"shop\\\"}}\"; \
             what must be computed first is a query of `[[prometheus.queries]]`, whose name may stand here"
        ));
    }
    let matchers = if rest.is_empty() { Ok(Vec::new()) } else { matchers(rest) };
    let matchers = matchers.map_err(|problem| {
        format!("{problem}\nwrite label matchers as Prometheus does: \"{name}{{pool=\\\"main\\\"}}\"")
    })?;
    let matcher = |Matcher { label, operator, value }: Matcher| {
        let wanted = if operator.ends_with('~') {
            let pattern = Regex::new(&format!("^(?:{value})$"));
            Wanted::Like(pattern.map_err(|_| format!("`{value}` is no regular expression\nas in Prometheus, it is matched against the whole value"))?)
        } else {
            Wanted::Value(value)
        };
        Ok(LabelMatcher { label, wanted, negated: operator.starts_with('!') })
    };
    let matchers = matchers.into_iter().map(matcher).collect::<Result<_, String>>()?;
    Ok(MetricSelector { text: text.to_owned(), name, matchers })
}

/// A figure of a metric.
#[derive(Debug)]
pub(super) struct Limit;

impl ValueKind for Limit {
    type Value = MetricLimit;
    const EXPECTED: &'static str = "a number, a share such as \"80%\", or a duration such as \"200ms\"";

    fn text(text: &str) -> Option<Result<MetricLimit, String>> {
        Some(if text.ends_with('%') {
            percent(text, &["%"], "80%").map(MetricLimit::Share)
        } else if text.parse::<f64>().is_ok() {
            Err(format!(
                "`{text}` is a text\nwrite the number without quotation marks, or \"80%\", or \"200ms\""
            ))
        } else {
            seconds(text).map(|seconds| MetricLimit::Time(seconds * 1000.0))
        })
    }

    fn number(number: f64) -> Option<Result<MetricLimit, String>> {
        Some(Ok(MetricLimit::Own(number)))
    }
}

/// A figure of the samples of a test.
#[derive(Debug)]
pub(super) struct StatisticName;

impl ValueKind for StatisticName {
    type Value = Statistic;
    const EXPECTED: &'static str = "\"max\", \"min\", \"mean\", or a percentile such as \"p95\"";

    fn text(text: &str) -> Option<Result<Statistic, String>> {
        let quantile = || text.strip_prefix('p').and_then(hundredth).filter(|q| *q > 0.0 && *q < 1.0);
        Some(match text {
            "max" => Ok(Statistic::Max),
            "min" => Ok(Statistic::Min),
            "mean" | "avg" => Ok(Statistic::Mean),
            _ => quantile().map(Statistic::Quantile).ok_or_else(|| {
                format!("`{text}` is no figure of a metric's samples\nwrite {}", Self::EXPECTED)
            }),
        })
    }
}

/// What stands in a table of the keys that go with `metric`.
#[derive(Debug, Default)]
pub(super) struct MetricKeys {
    pub(super) metric: Option<Spanned<Checked<Selector>>>,
    pub(super) max: Option<Spanned<Checked<Limit>>>,
    pub(super) min: Option<Spanned<Checked<Limit>>>,
    pub(super) statistic: Option<Spanned<Checked<StatisticName>>>,
}

impl MetricKeys {
    /// Makes the objective, where there is one: `others` are the keys of the table that go with requests.
    pub(super) fn objective(
        self,
        table: Range<usize>,
        others: &[(&'static str, Range<usize>)],
    ) -> Result<Option<MetricObjective>, Mistake> {
        let Some(metric) = self.metric else {
            let max = self.max.map(|max| ("max", max.span()));
            let min = self.min.map(|min| ("min", min.span()));
            let statistic = self.statistic.map(|statistic| ("statistic", statistic.span()));
            return match max.or(min).or(statistic) {
                None => Ok(None),
                Some((key, span)) => Err(Mistake::new(span, format!("`{key}` goes with `metric`"))
                    .hint("write metric = \"hikaricp_connections_pending\" beside it, or take it out")),
            };
        };
        if let Some((key, span)) = others.first() {
            return Err(Mistake::new(span.clone(), format!("{key} does not go with `metric`"))
                .related(metric.span(), "the metric is here")
                .hint("an objective is about requests or about a metric of the servers: write two `[[slo]]` tables"));
        }
        let (is_most, limit) = match (self.max, self.min) {
            (Some(max), None) => (true, max.into_inner().0),
            (None, Some(min)) => (false, min.into_inner().0),
            (Some(max), Some(min)) => {
                let (first, second) = if max.span().start < min.span().start {
                    (max.span(), min.span())
                } else {
                    (min.span(), max.span())
                };
                return Err(Mistake::new(second, "an objective asks one question")
                    .related(first, "the first is here")
                    .hint("write a second `[[slo]]` table for the other"));
            }
            (None, None) => {
                return Err(Mistake::new(table, "`metric` needs a bound")
                    .hint("write max = 5, max = \"80%\" or min = 1 beside it"));
            }
        };
        let statistic = self.statistic.map(|statistic| statistic.into_inner().0);
        let default = if is_most { Statistic::Max } else { Statistic::Min };
        Ok(Some(MetricObjective {
            selector: metric.into_inner().0,
            statistic: statistic.unwrap_or(default),
            bound: MetricBound { is_most, limit },
        }))
    }
}
