//! Which requests a selector of a query counts.

use crate::model::series::instrumentation::Instrumentation;

use super::statuses::{self, Statuses};
use crate::config::promql::{Matcher, Selector};

/// The requests that a selector counts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Requests {
    /// The metric, without `_bucket`, `_count` and `_total`.
    pub(super) metric: String,
    /// The bound of the bucket, in the unit of the metric; absent where it counts all.
    pub(super) within: Option<f64>,
    /// The statuses that it leaves.
    pub(super) statuses: Statuses,
    /// The endpoint, as `[[slo]]` names it; absent where it counts those of all.
    pub(super) endpoint: Option<String>,
}

/// Labels with the route, beside those of the well-known instrumentations.
const ROUTES: [&str; 7] = ["route", "path", "handler", "uri", "http_route", "http_target", "url"];
/// Those with the method.
const METHODS: [&str; 4] = ["method", "http_method", "http_request_method", "verb"];
/// Those with the status.
const STATUSES: [&str; 6] = ["code", "status", "status_code", "http_status", "response_code", "http_code"];
/// Those that tell services and their copies apart, and not the requests of one service.
const SERVICES: [&str; 27] = [
    "app",
    "application",
    "cluster",
    "component",
    "container",
    "deployment",
    "destination_service",
    "destination_service_name",
    "destination_workload",
    "endpoint",
    "env",
    "environment",
    "exported_job",
    "exported_service",
    "host",
    "ingress",
    "instance",
    "job",
    "namespace",
    "node",
    "pod",
    "region",
    "reporter",
    "service",
    "service_name",
    "team",
    "zone",
];

/// What a matcher narrows.
enum Narrows {
    Route,
    Method,
    Status,
    Outcome,
    Bucket,
    Service,
}

fn narrows(matcher: &Matcher) -> Option<Narrows> {
    let label = matcher.label.as_str();
    let known = || Instrumentation::of_services().filter_map(|row| row.labels.as_ref());
    Some(match label {
        "le" => Narrows::Bucket,
        "outcome" => Narrows::Outcome,
        // Prometheus' operator calls a port so, and some services the route.
        "endpoint" if matcher.value.starts_with('/') => Narrows::Route,
        _ if ROUTES.contains(&label) || known().any(|row| row.route == Some(label)) => Narrows::Route,
        _ if METHODS.contains(&label) || known().any(|row| row.method == Some(label)) => Narrows::Method,
        _ if STATUSES.contains(&label) || known().any(|row| row.status == label) => Narrows::Status,
        _ if SERVICES.contains(&label) => Narrows::Service,
        _ => return None,
    })
}

impl Requests {
    /// Reads a selector.
    pub(super) fn of(selector: &Selector) -> Result<Self, String> {
        let metric = selector.metric.as_str();
        if metric.is_empty() {
            return Err("the query has a selector without a metric".to_owned());
        }
        let is_bucket = metric.ends_with("_bucket");
        let stem = ["_bucket", "_count", "_total"].iter().find_map(|ending| metric.strip_suffix(ending));
        let mut requests = Self {
            metric: stem.unwrap_or(metric).to_owned(),
            within: None,
            statuses: statuses::all(),
            endpoint: None,
        };
        let (mut route, mut method, mut bound) = (None, None, None);
        for matcher in &selector.matchers {
            match narrows(matcher) {
                Some(Narrows::Service) => {}
                Some(Narrows::Bucket) => bound = Some(bucket(matcher)?),
                Some(Narrows::Status) => {
                    requests.statuses = &requests.statuses & &statuses::of_code(matcher)?;
                }
                Some(Narrows::Outcome) => {
                    requests.statuses = &requests.statuses & &statuses::of_outcome(matcher)?;
                }
                Some(Narrows::Route) => one(&mut route, matcher, pattern(matcher)?)?,
                Some(Narrows::Method) => one(&mut method, matcher, exactly(matcher)?)?,
                None => {
                    return Err(format!(
                        "the label `{}` is no route, method or status: a load test cannot tell its requests apart by it\n\
                         labels of the service, such as job and namespace, may stay; leave others out",
                        matcher.label
                    ));
                }
            }
        }
        match (is_bucket, bound) {
            (true, Some(bound)) => requests.within = Some(bound).filter(|bound| bound.is_finite()),
            (true, None) => return Err(format!("`{metric}` has no bound: which bucket is meant, le=\"…\"?")),
            (false, Some(_)) => return Err(format!("`{metric}` has a matcher of `le`, and is no `_bucket`")),
            (false, None) => {}
        }
        let method = method.map(|method: String| method.to_ascii_uppercase());
        requests.endpoint = match (method, route) {
            (Some(method), route) => Some(format!("{method} {}", route.as_deref().unwrap_or("*"))),
            (None, route) => route,
        };
        Ok(requests)
    }
}

/// Keeps what a label says of the endpoint, once.
fn one(kept: &mut Option<String>, matcher: &Matcher, found: Option<String>) -> Result<(), String> {
    match (kept.as_ref(), found) {
        (Some(first), Some(second)) if *first != second => {
            Err(format!("`{}` narrows to `{second}` what is narrowed to `{first}` already", matcher.label))
        }
        (None, Some(found)) => {
            *kept = Some(found);
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The only value that a matcher leaves; absent where it leaves all that there are.
fn exactly(matcher: &Matcher) -> Result<Option<String>, String> {
    let Matcher { label, operator, value } = matcher;
    match (*operator, value.as_str()) {
        ("=~", ".*" | ".+") | ("!=", "") => Ok(None),
        ("=", value) if !value.is_empty() => Ok(Some(value.to_owned())),
        ("=~", value) if is_plain(value) => Ok(Some(value.to_owned())),
        _ => Err(format!(
            "`{label}{operator}\"{value}\"` is no single {label}\nwrite an objective for each, or leave it out"
        )),
    }
}

/// The same of routes, in which `.*` becomes `*`.
fn pattern(matcher: &Matcher) -> Result<Option<String>, String> {
    let parts: Vec<&str> = matcher.value.split(".*").collect();
    let whole = exactly(matcher);
    if whole.is_ok() || matcher.operator != "=~" {
        return whole;
    }
    let parts: Option<Vec<String>> = parts.into_iter().map(literal).collect();
    parts.map_or(whole, |parts| Ok(Some(parts.join("*"))))
}

/// A regular expression that matches one text alone, as that text.
fn literal(regex: &str) -> Option<String> {
    let (mut text, mut characters) = (String::new(), regex.chars());
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(char::is_ascii_punctuation)?),
            _ if is_plain(character.encode_utf8(&mut [0; 4])) => text.push(character),
            _ => return None,
        }
    }
    Some(text)
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(['\\', '.', '+', '*', '?', '(', ')', '[', ']', '{', '}', '|', '^', '$'])
}

/// The bound of a bucket: `0.5`, `+Inf`, or `1|1\.0`, since exporters write whole numbers either way.
fn bucket(matcher: &Matcher) -> Result<f64, String> {
    let Matcher { label, operator, value } = matcher;
    let bad = || format!("`{label}{operator}\"{value}\"` is no bound of a bucket, such as le=\"0.5\"");
    let bounds: Option<Vec<f64>> = match *operator {
        "=" => Some(vec![value.as_str()]),
        "=~" => Some(value.split('|').collect()),
        _ => None,
    }
    .and_then(|texts| {
        texts.iter().map(|text| text.replace("\\.", ".").replace("\\+", "+").parse().ok()).collect()
    });
    match bounds.ok_or_else(bad)?.as_slice() {
        [first, others @ ..] if *first > 0.0 && others.iter().all(|other| other == first) => Ok(*first),
        _ => Err(bad()),
    }
}
