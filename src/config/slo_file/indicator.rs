//! What an indicator asks of a run: which requests are good, of which all.

use crate::model::slo::{Objective, SloScope};

use super::requests::Requests;
use super::statuses::{self, server_errors, words};
use crate::config::promql::{Expr, Selector, parse};

/// What a ratio counts above its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// Requests that are good.
    Good,
    /// Requests that are bad.
    Bad,
}

/// What is asked of a run, but for the share.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Question {
    /// To which requests it applies.
    pub(super) scope: SloScope,
    /// The longest latency that is good, in milliseconds; absent where errors alone are bad.
    pub(super) within: Option<f64>,
}

impl Question {
    /// Asks it with a share of good requests.
    pub(super) fn objective(&self, share: f64) -> Objective {
        self.within.map_or(Objective::Success { share }, |within| Objective::Latency { within, share })
    }
}

/// What is said of what cannot be understood.
const UNDERSTOOD: &str = "understood: a count of requests with code=~\"5..\" as errors, or the bucket le=\"0.5\" of a histogram, over the count of all";

/// Reads two queries, such as the errors and the total.
pub(super) fn ratio(counted: Counted, some: &str, total: &str) -> Result<Question, String> {
    question(counted, &parse(some)?, &parse(total)?)
}

/// Reads a query that divides them itself.
pub(super) fn raw_ratio(counted: Counted, query: &str) -> Result<Question, String> {
    match (&parse(query)?, counted) {
        (Expr::Binary { operator, left, right }, _) if operator == "/" => question(counted, left, right),
        (Expr::Binary { operator, left, right }, _) if operator == "-" && **left == Expr::Number(1.0) => {
            match &**right {
                Expr::Binary { operator, left, right } if operator == "/" => {
                    let other = if counted == Counted::Good { Counted::Bad } else { Counted::Good };
                    question(other, left, right)
                }
                _ => Err(no_ratio()),
            }
        }
        _ => Err(no_ratio()),
    }
}

fn no_ratio() -> String {
    format!("the query is no ratio, such as `sum(…) / sum(…)`\n{UNDERSTOOD}")
}

fn question(counted: Counted, some: &Expr, total: &Expr) -> Result<Question, String> {
    let total = terms(total)?;
    let [(1, total)] = total.as_slice() else {
        return Err(format!("the total is more than one count\n{UNDERSTOOD}"));
    };
    if total.within.is_some() {
        return Err("the total is a bucket, which does not count all requests\nwrite the `_count`".to_owned());
    }
    let some = terms(some)?;
    for (_, part) in &some {
        if part.metric != total.metric {
            return Err(format!(
                "`{}` and `{}` are two metrics: which requests both count cannot be told\n{UNDERSTOOD}",
                part.metric, total.metric
            ));
        }
        if part.endpoint != total.endpoint {
            let name =
                |endpoint: &Option<String>| endpoint.clone().unwrap_or_else(|| "all requests".to_owned());
            return Err(format!(
                "one query counts {}, and the other {}\nboth have to count the same, but for the errors or the bucket",
                name(&part.endpoint),
                name(&total.endpoint)
            ));
        }
    }
    let within = if some.iter().any(|(_, part)| part.within.is_some()) {
        Some(latency(counted, &some, total)?)
    } else {
        success(counted, &some, total)?;
        None
    };
    Ok(Question { scope: scope(&total.endpoint), within })
}

fn scope(endpoint: &Option<String>) -> SloScope {
    endpoint.clone().map_or(SloScope::Whole, SloScope::Endpoints)
}

/// Demands that server errors are what is bad, and nothing else.
fn success(counted: Counted, some: &[(i32, Requests)], total: &Requests) -> Result<(), String> {
    let left_out = &statuses::all() - &total.statuses;
    if !left_out.is_empty() {
        return Err(format!(
            "the total leaves out {}: here all requests count\nleave the status out of the total",
            words(&left_out)
        ));
    }
    let mut bad = statuses::Statuses::new();
    for status in statuses::all() {
        let times: i32 =
            some.iter().map(|(sign, part)| if part.statuses.contains(&status) { *sign } else { 0 }).sum();
        match (counted, times) {
            (Counted::Bad, 1) | (Counted::Good, 0) => _ = bad.insert(status),
            (Counted::Bad, 0) | (Counted::Good, 1) => {}
            _ => return Err(format!("the query counts requests with the status {status} {times} times")),
        }
    }
    let (more, less) = (&bad - &server_errors(), &server_errors() - &bad);
    if more.is_empty() && less.is_empty() {
        Ok(())
    } else if bad.is_empty() {
        Err(format!("no status is an error in this query\n{UNDERSTOOD}"))
    } else if more.is_empty() {
        Err(format!(
            "the query does not count {} as errors, and here every 5xx is one\nwrite code=~\"5..\", and declare what is meant under [[outcomes.intended]]",
            words(&less)
        ))
    } else {
        Err(format!(
            "the query counts {} as errors, and here only 5xx are\nwrite code=~\"5..\": 4xx that nobody declared are judged by themselves",
            words(&more)
        ))
    }
}

/// Reads the bound in milliseconds. What the query does with errors does not matter: here they are never within it.
fn latency(counted: Counted, some: &[(i32, Requests)], total: &Requests) -> Result<f64, String> {
    let bucket = match (counted, some) {
        (Counted::Good, [(1, bucket)]) => bucket,
        (Counted::Bad, [(1, all), (-1, bucket)]) if all == total => bucket,
        _ => {
            return Err(format!(
                "the query is neither the bucket of the good requests nor the total less that bucket\n{UNDERSTOOD}"
            ));
        }
    };
    let without_errors = &statuses::all() - &server_errors();
    if ![&statuses::all(), &without_errors, &total.statuses].contains(&&bucket.statuses)
        || ![statuses::all(), without_errors].contains(&total.statuses)
    {
        return Err(format!(
            "the query counts the statuses {} alone\nleave the status out, or write code!~\"5..\"",
            words(&(&bucket.statuses & &total.statuses))
        ));
    }
    let within = bucket.within.ok_or_else(|| "every request is within the bucket +Inf".to_owned())?;
    Ok(within * unit(&bucket.metric)?)
}

/// The unit of a metric by its name, in milliseconds.
fn unit(metric: &str) -> Result<f64, String> {
    [("_seconds", 1000.0), ("_milliseconds", 1.0), ("_ms", 1.0)]
        .iter()
        .find_map(|(ending, unit)| metric.ends_with(ending).then_some(*unit))
        .ok_or_else(|| format!("`{metric}` does not say whether it is in seconds or in milliseconds"))
}

/// Takes a sum of counts apart, each with its sign.
fn terms(expr: &Expr) -> Result<Vec<(i32, Requests)>, String> {
    match expr {
        Expr::Selector(selector) => Ok(vec![(1, Requests::of(selector)?)]),
        Expr::Call { name, by, arguments } => match (name.as_str(), arguments.as_slice()) {
            ("sum" | "rate" | "irate" | "increase", [of]) if by.is_empty() => terms(of),
            ("sum", [_]) => Err(format!(
                "the query has a figure for each {}, and an objective needs one for all\nleave out `by` and `without`",
                by.join(", ")
            )),
            _ => Err(format!("the function `{name}` counts no requests\n{UNDERSTOOD}")),
        },
        Expr::Binary { operator, left, right } => match operator.as_str() {
            // Zero where there are none.
            "or" if is_zero(right) => terms(left),
            "+" | "-" => {
                let sign = if operator == "+" { 1 } else { -1 };
                let right = terms(right)?.into_iter().map(|(own, part)| (own * sign, part));
                Ok(terms(left)?.into_iter().chain(right).collect())
            }
            _ => Err(format!("the operator `{operator}` is not understood in a count\n{UNDERSTOOD}")),
        },
        Expr::Number(number) => Err(format!("the number {number} counts no requests\n{UNDERSTOOD}")),
    }
}

fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::Number(number) => *number == 0.0,
        Expr::Call { name, arguments, .. } => name == "vector" && arguments.iter().all(is_zero),
        Expr::Binary { operator, left, right } => operator == "*" && (is_zero(left) || is_zero(right)),
        Expr::Selector(_) => false,
    }
}

/// Reads a query of latencies that are compared with `limit`. `share` of them have to be below it.
pub(super) fn threshold(
    query: &str,
    limit: f64,
    share: f64,
    unit_key: Option<&str>,
) -> Result<Question, String> {
    let moments = |quantile: f64| {
        let quantile = percent(quantile);
        format!(
            "the target counts moments at which p{quantile} is within {limit}, and a load test counts requests\n\
             write a ratioMetric of the bucket le=\"{limit}\" over the `_count`, or p{quantile} under [[slo]] in perfreport.toml"
        )
    };
    let requests = match &parse(query)? {
        Expr::Selector(selector) => {
            match selector.matchers.iter().find(|matcher| matcher.label == "quantile") {
                Some(quantile) => return Err(moments(quantile.value.parse().unwrap_or(share))),
                None => Requests::of(selector)?,
            }
        }
        Expr::Call { name, arguments, .. } if name == "histogram_quantile" => match arguments.as_slice() {
            // p95 within the limit is what 95 % of the requests within the limit is.
            [Expr::Number(quantile), of] if (quantile - share).abs() < 1e-9 => Requests::of(&histogram(of)?)?,
            [Expr::Number(quantile), _] => return Err(moments(*quantile)),
            _ => return Err(format!("`{name}` needs a number and a histogram")),
        },
        _ => {
            return Err(
                "the query is no latency of requests\nunderstood: a metric of latencies, or histogram_quantile of one"
                    .to_owned(),
            );
        }
    };
    let unit = match unit_key {
        None => unit(&requests.metric)?,
        Some("s" | "second" | "seconds") => 1000.0,
        Some("ms" | "millisecond" | "milliseconds") => 1.0,
        Some(other) => return Err(format!("the unit `{other}` is neither seconds nor milliseconds")),
    };
    Ok(Question { scope: scope(&requests.endpoint), within: Some(limit * unit) })
}

/// The buckets within sums and rates, as the metric without them.
fn histogram(expr: &Expr) -> Result<Selector, String> {
    match expr {
        Expr::Selector(Selector { metric, matchers }) => {
            let metric = metric.strip_suffix("_bucket").unwrap_or(metric).to_owned();
            Ok(Selector { metric, matchers: matchers.clone() })
        }
        Expr::Call { name, by, arguments } => match (name.as_str(), arguments.as_slice()) {
            ("sum" | "rate" | "irate" | "increase", [of]) if by.iter().all(|label| label == "le") => {
                histogram(of)
            }
            _ => Err(format!(
                "`{name}` in a histogram_quantile is not understood\nunderstood: sum by (le) (rate(…_bucket[5m]))"
            )),
        },
        _ => Err(
            "the histogram_quantile is not of one histogram\nunderstood: sum by (le) (rate(…_bucket[5m]))"
                .to_owned(),
        ),
    }
}

/// 0.95 as `95`, without what floating point adds.
fn percent(share: f64) -> String {
    ((share * 1e8).round() / 1e6).to_string()
}
