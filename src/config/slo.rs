//! `[[slo]]`: objectives, whose percentile keys are open (`p95`, `p99.9`). Those on metrics of the servers are in
//! `metric_objective`.

use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use toml::Spanned;

use crate::model::metric_objective::MetricObjective;
use crate::model::slo::{self, DEFAULT_WINDOW_DAYS, Objective, SloScope};

use super::error::Mistake;
use super::metric_objective::MetricKeys;
#[cfg(test)]
use super::metric_objective::{Limit as MetricLimit, Selector, StatisticName};
use super::value::{Checked, GoodShare, Link, Name, PositiveDuration, ValueKind, hundredth};

const SECONDS_PER_DAY: f64 = 86_400.0;
/// Keys that are no percentile; `p95` stands for those in suggestions.
const KEYS: [&str; 11] = [
    "endpoint",
    "success",
    "latency",
    "objective",
    "window",
    "runbook",
    "p95",
    "metric",
    "max",
    "min",
    "statistic",
];

/// A service level objective. It has exactly one of "success", "latency" with "objective", a percentile such as "p95", and
/// "metric" with "max" or "min".
#[derive(Debug, Default)]
#[cfg_attr(
    test,
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields, extend("patternProperties" = {
        "^p[0-9]+(\\.[0-9]+)?$": {
            "description": "The longest latency that this percentile may have: p95 = \"500ms\" is the objective \
                            that 95 % of the requests are answered within 500 ms. p999 and \"p99.9\" are the same.",
            "type": "string",
            "examples": ["500ms", "1.5s"],
        }
    }))
)]
pub(super) struct Slo {
    /// The endpoints it applies to, each by itself. "*" stands for any text. Absent or "all": the whole run.
    #[cfg_attr(test, schemars(with = "Option<Checked<Name>>", extend("default" = "all")))]
    endpoint: Option<Spanned<Checked<Name>>>,
    /// The share of requests that must not end in an unintended error.
    #[cfg_attr(test, schemars(with = "Option<Checked<GoodShare>>"))]
    success: Option<Entry<GoodShare>>,
    /// The longest latency that is good; "objective" says for what share of the requests.
    #[cfg_attr(test, schemars(with = "Option<Checked<PositiveDuration>>"))]
    latency: Option<Entry<PositiveDuration>>,
    /// The share of requests that must be answered within "latency".
    #[cfg_attr(test, schemars(with = "Option<Checked<GoodShare>>"))]
    objective: Option<Entry<GoodShare>>,
    /// The window over which the error budget is counted.
    #[cfg_attr(test, schemars(with = "Option<Checked<PositiveDuration>>", extend("default" = "30d")))]
    window: Option<Spanned<Checked<PositiveDuration>>>,
    /// A link to what to do when it is missed: `perfreport rules` puts it into the alerts.
    #[cfg_attr(test, schemars(with = "Option<Checked<Link>>"))]
    runbook: Option<Spanned<Checked<Link>>>,
    #[cfg_attr(test, schemars(flatten, with = "DescribedMetric"))]
    on_servers: MetricKeys,
    #[cfg_attr(test, schemars(skip))]
    percentiles: Vec<Percentile>,
    #[cfg_attr(test, schemars(skip))]
    unknown: Vec<Spanned<String>>,
}

/// What the schema says of the keys of an objective on a metric.
#[cfg(test)]
#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "its keys are read by hand")]
struct DescribedMetric {
    /// A metric of the servers, with label matchers or without, or the name of a signal: each of its series is judged by
    /// itself. "*" stands for any text.
    metric: Option<Checked<Selector>>,
    /// The highest value that is good: in the unit of the metric, of a counter per second; or a share of its limit; or a time.
    max: Option<Checked<MetricLimit>>,
    /// The lowest value that is good.
    min: Option<Checked<MetricLimit>>,
    /// Which figure of a series' samples in the judged window is held against the bound. Absent: "max" for "max", "min" for
    /// "min".
    statistic: Option<Checked<StatisticName>>,
}

/// A value with the place of its key.
#[derive(Debug)]
struct Entry<K: ValueKind> {
    key: Range<usize>,
    value: K::Value,
}

/// `p95 = "500ms"`.
#[derive(Debug)]
struct Percentile {
    key: Range<usize>,
    share: f64,
    seconds: f64,
}

impl<'de> Deserialize<'de> for Slo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SloVisitor)
    }
}

struct SloVisitor;

impl<'de> Visitor<'de> for SloVisitor {
    type Value = Slo;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table with an objective")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Slo, A::Error> {
        let mut slo = Slo::default();
        while let Some(key) = map.next_key::<Spanned<String>>()? {
            match key.get_ref().as_str() {
                "endpoint" => slo.endpoint = Some(map.next_value()?),
                "success" => slo.success = Some(entry(&key, &mut map)?),
                "latency" => slo.latency = Some(entry(&key, &mut map)?),
                "objective" => slo.objective = Some(entry(&key, &mut map)?),
                "window" => slo.window = Some(map.next_value()?),
                "runbook" => slo.runbook = Some(map.next_value()?),
                "metric" => slo.on_servers.metric = Some(map.next_value()?),
                "max" => slo.on_servers.max = Some(map.next_value()?),
                "min" => slo.on_servers.min = Some(map.next_value()?),
                "statistic" => slo.on_servers.statistic = Some(map.next_value()?),
                name if is_percentile(name) => {
                    let Limit { decimals, seconds } = map.next_value()?;
                    let name =
                        decimals.map_or_else(|| name.to_owned(), |decimals| format!("{name}.{decimals}"));
                    match percentile_share(&name) {
                        Some(share) => slo.percentiles.push(Percentile { key: key.span(), share, seconds }),
                        None => slo.unknown.push(key),
                    }
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    slo.unknown.push(key);
                }
            }
        }
        Ok(slo)
    }
}

fn entry<'de, K: ValueKind, A: MapAccess<'de>>(
    key: &Spanned<String>,
    map: &mut A,
) -> Result<Entry<K>, A::Error> {
    let Checked(value) = map.next_value::<Checked<K>>()?;
    Ok(Entry { key: key.span(), value })
}

/// The value of a percentile. Without quotation marks TOML reads `p99.9 = "1s"` as `p99 = { 9 = "1s" }`.
struct Limit {
    decimals: Option<String>,
    seconds: f64,
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LimitVisitor)
    }
}

struct LimitVisitor;

impl<'de> Visitor<'de> for LimitVisitor {
    type Value = Limit;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PositiveDuration::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Limit, E> {
        match PositiveDuration::text(text) {
            Some(seconds) => Ok(Limit { decimals: None, seconds: seconds.map_err(E::custom)? }),
            None => Err(E::custom(PositiveDuration::EXPECTED)),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Limit, E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Limit, E> {
        match PositiveDuration::number(number) {
            Some(Err(message)) => Err(E::custom(message)),
            _ => Err(E::custom(PositiveDuration::EXPECTED)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Limit, A::Error> {
        match map.next_entry::<String, Checked<PositiveDuration>>()? {
            Some((decimals, Checked(seconds))) if map.next_key::<IgnoredAny>()?.is_none() => {
                Ok(Limit { decimals: Some(decimals), seconds })
            }
            _ => Err(A::Error::custom("expected one percentile, such as `p99.9 = \"1s\"`")),
        }
    }
}

fn is_percentile(key: &str) -> bool {
    key.strip_prefix('p').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Reads `p95`, `p99.9` and its short form `p999` as a share.
fn percentile_share(key: &str) -> Option<f64> {
    let digits = key.strip_prefix('p')?;
    let decimal = if digits.len() > 2 && digits.starts_with('9') && !digits.contains('.') {
        format!("{}.{}", &digits.get(..2)?, digits.get(2..)?)
    } else {
        digits.to_owned()
    };
    hundredth(&decimal).filter(|share| *share > 0.0 && *share < 1.0)
}

/// What a file asks for: of requests, and of what servers measure.
pub(super) type Objectives = (Vec<slo::Slo>, Vec<MetricObjective>);

/// Turns the tables into objectives, in the order of the file.
pub(super) fn objectives(tables: Vec<Spanned<Slo>>) -> Result<Objectives, Mistake> {
    let mut of_requests: Vec<(slo::Slo, Range<usize>)> = Vec::new();
    let mut on_servers: Vec<(MetricObjective, Range<usize>)> = Vec::new();
    for table in tables {
        let span = table.span();
        let mut table = table.into_inner();
        table.check_keys()?;
        let keys = std::mem::take(&mut table.on_servers);
        let first = match keys.objective(span.clone(), &table.keys_of_requests())? {
            Some(objective) => add(&mut on_servers, (objective, span.clone()), is_same_question),
            None => add(&mut of_requests, (table.objective(span.clone())?, span.clone()), is_same),
        };
        if let Some(first) = first {
            return Err(
                Mistake::new(span, "this objective is there twice").related(first, "first given here")
            );
        }
    }
    let without_places =
        (of_requests.into_iter().map(|(slo, _)| slo), on_servers.into_iter().map(|(o, _)| o));
    Ok((without_places.0.collect(), without_places.1.collect()))
}

/// Adds an objective, or returns where the same one stands already.
fn add<T>(
    all: &mut Vec<(T, Range<usize>)>,
    objective: (T, Range<usize>),
    is_same: impl Fn(&T, &T) -> bool,
) -> Option<Range<usize>> {
    let first = all.iter().find(|(earlier, _)| is_same(earlier, &objective.0)).map(|(_, span)| span.clone());
    all.push(objective);
    first
}

/// Tells whether two objectives on metrics bound the same figure from the same side.
fn is_same_question(a: &MetricObjective, b: &MetricObjective) -> bool {
    a.selector == b.selector && a.statistic == b.statistic && a.bound.is_most == b.bound.is_most
}

/// Tells whether two objectives ask the same question, whatever answer they demand.
fn is_same(a: &slo::Slo, b: &slo::Slo) -> bool {
    let same_question = match (&a.objective, &b.objective) {
        (Objective::Success { .. }, Objective::Success { .. }) => true,
        (Objective::Latency { share: a, .. }, Objective::Latency { share: b, .. }) => a == b,
        _ => false,
    };
    a.scope == b.scope && a.window_days == b.window_days && same_question
}

impl Slo {
    fn check_keys(&self) -> Result<(), Mistake> {
        let unknown = self.unknown.first();
        unknown.map_or(Ok(()), |key| Err(Mistake::unknown("key", key.span(), key.get_ref(), &KEYS)))
    }

    /// The keys that say what requests must be like, with their places.
    fn keys_of_requests(&self) -> Vec<(&'static str, Range<usize>)> {
        let endpoint = self.endpoint.as_ref().map(|endpoint| ("`endpoint`", endpoint.span()));
        let window = self.window.as_ref().map(|window| ("`window`", window.span()));
        let runbook = self.runbook.as_ref().map(|runbook| ("`runbook`", runbook.span()));
        let success = self.success.as_ref().map(|entry| ("`success`", entry.key.clone()));
        let latency = self.latency.as_ref().map(|entry| ("`latency`", entry.key.clone()));
        let objective = self.objective.as_ref().map(|entry| ("`objective`", entry.key.clone()));
        let percentile = self.percentiles.first().map(|limit| ("a percentile", limit.key.clone()));
        let keys = [endpoint, success, latency, objective, percentile, window, runbook];
        keys.into_iter().flatten().collect()
    }

    fn objective(self, table: Range<usize>) -> Result<slo::Slo, Mistake> {
        let mut found: Vec<(Range<usize>, Option<Objective>)> = Vec::new();
        found.extend(self.success.map(|entry| (entry.key, Some(Objective::Success { share: entry.value }))));
        found.extend(self.percentiles.into_iter().map(|limit| {
            let objective = Objective::Latency { within: limit.seconds * 1000.0, share: limit.share };
            (limit.key, Some(objective))
        }));
        let share = self.objective.as_ref().map(|entry| entry.value);
        let latency_key = self.latency.as_ref().map(|entry| entry.key.clone());
        found.extend(self.latency.map(|entry| {
            let within = entry.value * 1000.0;
            (entry.key, share.map(|share| Objective::Latency { within, share }))
        }));
        found.sort_by_key(|(key, _)| key.start);

        let mut found = found.into_iter();
        let Some((key, objective)) = found.next() else {
            return Err(Mistake::new(table, "this table has no objective")
                .hint("write success = \"99.9%\", or p95 = \"500ms\", or latency = \"500ms\" with objective = \"99%\"; of a metric of the servers, metric = \"…\" with max or min"));
        };
        if let Some((second, _)) = found.next() {
            return Err(Mistake::new(second, "an objective asks one question")
                .related(key, "the first is here")
                .hint("write a second `[[slo]]` table for the other"));
        }
        if let (Some(entry), None) = (self.objective, latency_key) {
            return Err(Mistake::new(entry.key, "`objective` goes with `latency`")
                .hint("write latency = \"500ms\" beside it, or take it out"));
        }
        let objective = objective.ok_or_else(|| {
            Mistake::new(key, "`latency` needs an `objective`")
                .hint("write objective = \"99%\" beside it, or p99 instead of latency")
        })?;
        let scope = match self.endpoint.map(|name| name.into_inner().0) {
            Some(name) if name != "all" => SloScope::Endpoints(name),
            _ => SloScope::Whole,
        };
        let window_days =
            self.window.map_or(DEFAULT_WINDOW_DAYS, |window| window.into_inner().0 / SECONDS_PER_DAY);
        let runbook = self.runbook.map(|link| link.into_inner().0);
        Ok(slo::Slo { scope, objective, window_days, runbook })
    }
}
