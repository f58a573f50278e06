//! Which signals a run is made of: those that count requests by what they took, the most telling first.

use super::Counter;
use crate::model::request_labels::{class, endpoint};
use crate::model::series::Signal;
use crate::model::series::instrumentation::INSTRUMENTATIONS;
use crate::model::series::role::{Role, Vantage};
use crate::model::series::unit::SampleKind;

/// k6's latency of requests, whatever prefix and unit its exporter gave it.
pub(super) const K6_LATENCY: &str = "http_req_duration";

/// What a run is made of.
#[derive(Debug)]
pub(super) enum Chosen<'a> {
    /// Histograms of all requests.
    Histograms(Counter, &'a Signal),
    /// k6's trend stats: one signal for each percentile.
    Stats(Vec<&'a Signal>),
}

/// Takes what the client counted before what the servers did, and of either histograms first.
pub(super) fn of(signals: &[Signal]) -> Option<Chosen<'_>> {
    let of_k6 = signals.iter().filter(|signal| counts(signal) && is_k6s_latency(signal));
    if let Some(signal) = of_k6.min_by_key(|signal| rank(signal)) {
        return Some(Chosen::Histograms(Counter::K6, signal));
    }
    let stats: Vec<&Signal> = signals.iter().filter(|signal| stat(signal).is_some()).collect();
    if !stats.is_empty() {
        return Some(Chosen::Stats(stats));
    }
    of_servers(signals).map(|signal| Chosen::Histograms(Counter::Servers, signal))
}

/// The servers' histograms of requests.
pub(super) fn of_servers(signals: &[Signal]) -> Option<&Signal> {
    let is_wanted = |signal: &&Signal| counts(signal) && is_servers_latency(signal);
    signals.iter().filter(is_wanted).min_by_key(|signal| rank(signal))
}

/// Whether it has histograms that count, in a known unit.
fn counts(signal: &Signal) -> bool {
    (signal.has_buckets() || signal.has_native_histograms())
        && signal.kind != SampleKind::Gauge
        && unit(signal).is_some()
}

/// Milliseconds in the unit of a signal's latencies. k6's remote write has seconds, and its OpenTelemetry output milliseconds,
/// whether or not the name says so.
pub(super) fn unit(signal: &Signal) -> Option<f64> {
    match text(signal).split_once(K6_LATENCY) {
        Some((_, ending)) if ending.starts_with("_seconds") || stat(signal).is_some() => Some(1000.0),
        Some(_) => Some(1.0),
        None => signal.unit.as_ref().ok()?.milliseconds(),
    }
}

/// The metric, else the query, else what the signal is called.
pub(super) fn text(signal: &Signal) -> &str {
    signal.metric.as_deref().or(signal.query.as_deref()).unwrap_or(&signal.name)
}

/// The signals of one of k6's metrics, with the prefix that its exporter gave it.
pub(super) fn of_k6<'a>(signals: &'a [Signal], prefix: &str, name: &str) -> impl Iterator<Item = &'a Signal> {
    let wanted = format!("{prefix}{name}");
    let is_it = move |signal: &&Signal| {
        let is_wanted =
            |own: &str| own.replace('.', "_").trim_end_matches("_total").trim_end_matches("_bytes") == wanted;
        let own = [signal.metric.as_deref().unwrap_or(&signal.name)];
        let asked = signal.query.as_deref().filter(|_| signal.metric.is_none()).unwrap_or_default();
        own.into_iter().chain(asked.split(|c| !is_of_a_name(c))).any(is_wanted)
            && signal.series.iter().any(|series| !series.samples.is_empty())
    };
    signals.iter().filter(is_it)
}

fn is_of_a_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.')
}

/// What k6's exporter put before the names of its metrics.
pub(super) fn prefix(latency: &Signal) -> &str {
    let before = text(latency).split_once(K6_LATENCY).map_or("k6_", |(before, _)| before);
    before.rsplit(|c| !is_of_a_name(c)).next().unwrap_or(before)
}

fn is_k6s_latency(signal: &Signal) -> bool {
    // An aggregation that was saved under a name of its own, such as `k6_native_by_name`.
    let is_aggregated = signal.metric.is_none()
        && signal.query.is_none()
        && signal.vantage == Vantage::LoadGenerator
        && signal.role == Role::Latency;
    text(signal).contains(K6_LATENCY) || is_aggregated
}

fn is_servers_latency(signal: &Signal) -> bool {
    signal.vantage == Vantage::Server
        && signal.role == Role::Latency
        && (signal.series.iter().any(|series| endpoint(&series.labels).is_some())
            // Meshes and proxies know no route.
            || INSTRUMENTATIONS.iter().any(|row| text(signal).contains(row.metric)))
}

/// Counters tell when something was counted, rates smear; native buckets are narrower; and who tells the status tells more.
fn rank(signal: &Signal) -> (bool, bool, bool, bool) {
    let with = |is: &dyn Fn(&crate::model::series::Series) -> bool| signal.series.iter().any(is);
    (
        !with(&|series| endpoint(&series.labels).is_some()),
        signal.kind != SampleKind::Counter,
        !with(&|series| class(&series.labels).is_some()),
        !signal.has_native_histograms(),
    )
}

/// Whether it tells of k6's requests, or of the servers'.
pub(super) fn is_of(signal: &Signal, counter: Counter) -> bool {
    match counter {
        Counter::K6 => signal.vantage == Vantage::LoadGenerator || text(signal).contains("http_req"),
        Counter::Servers => signal.vantage == Vantage::Server,
    }
}

/// What one of k6's trend stats states of the latency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stat {
    Quantile(f64),
    Min,
    Mean,
    Max,
}

/// Reads the ending of `k6_http_req_duration_p99`.
pub(super) fn stat(signal: &Signal) -> Option<Stat> {
    let metric = signal.metric.as_deref()?;
    let (_, ending) = metric.split_once(K6_LATENCY)?;
    if signal.kind != SampleKind::Gauge || signal.series.is_empty() {
        return None;
    }
    match ending.strip_prefix('_')?.trim_end_matches("_seconds") {
        "min" => Some(Stat::Min),
        "avg" => Some(Stat::Mean),
        "med" => Some(Stat::Quantile(0.5)),
        "max" => Some(Stat::Max),
        percentile => {
            let digits = percentile.strip_prefix('p')?;
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            // `p5` is p(5), and `p999` p(99.9): k6 takes the point out.
            let digits = if digits.len() == 1 { format!("0{digits}") } else { digits.to_owned() };
            let quantile: f64 = format!("0.{digits}").parse().ok()?;
            (quantile > 0.0).then_some(Stat::Quantile(quantile))
        }
    }
}

/// Names what there is, for somebody whose exports hold no requests.
pub(super) fn found(signals: &[Signal]) -> Vec<String> {
    let mut titles: Vec<String> =
        signals.iter().filter(|signal| !signal.series.is_empty()).map(Signal::title).collect();
    titles.dedup();
    titles
}
