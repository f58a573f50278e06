//! Writes figures as OpenMetrics, so that a merge request of GitLab shows what each of them was before.
//!
//! GitLab cuts a line at `#`, in labels as well, and reads quotes as a shell does: a name that holds `#` would make the whole
//! file unreadable to it.

use std::fmt::Write;

use super::text::plain;
use super::view::metrics::{is_own, shown_percentiles};
use crate::model::endpoint::Span;
use crate::model::figures::TrafficFigures;
use crate::model::judgement::Assessment;
use crate::model::metric::MetricKind;
use crate::model::metric_figures::MetricFigures;
use crate::model::run::Meta;
use crate::model::subject::Subject;

/// Endpoints with figures of their own, those with most requests; a merge request shows some hundred lines at most.
const ENDPOINTS: usize = 50;

/// Metrics of the script with figures, the first by name.
const METRICS: usize = 50;

/// The quantiles, as labels and as numbers.
const QUANTILES: [(&str, f64); 3] = [("0.5", 0.5), ("0.95", 0.95), ("0.99", 0.99)];

/// Writes the figures of the run, of its endpoints and of the script's own metrics; what is not known is left out.
pub fn render(assessment: &Assessment) -> String {
    let run = &assessment.run;
    let mut endpoints: Vec<&TrafficFigures> = run.endpoints.iter().collect();
    endpoints.sort_by_key(|endpoint| std::cmp::Reverse(endpoint.requests.as_ref().copied().unwrap_or(0)));
    endpoints.truncate(ENDPOINTS);
    endpoints.sort_by(|a, b| a.subject.cmp(&b.subject));
    let mut out = String::new();
    families(&mut out, "run", "the run", &run.meta, &[&run.whole]);
    families(&mut out, "endpoint", "an endpoint", &run.meta, &endpoints);
    own_metrics(&mut out, &run.metrics);
    out.push_str("# EOF\n");
    out
}

/// Writes what is known of the whole run, or of each endpoint.
fn families(out: &mut String, of: &str, whose: &str, meta: &Meta, traffic: &[&TrafficFigures]) {
    let latencies = traffic.iter().flat_map(|traffic| {
        QUANTILES.iter().filter_map(move |(label, quantile)| {
            let milliseconds = traffic.latency.as_ref().ok()?.quantile(*quantile).ok()?;
            Some((labels(&traffic.subject, Some(label)), milliseconds / 1000.0))
        })
    });
    let latency = format!("perfreport_{of}_latency_seconds");
    family(out, &latency, "summary", &format!("Latency of the requests of {whose}."), latencies);

    let errors = traffic.iter().filter_map(|traffic| {
        Some((labels(&traffic.subject, None), traffic.outcomes.as_ref().ok()?.bad_share()?))
    });
    let ratio = format!("perfreport_{of}_unintended_errors_ratio");
    let help = format!("Share of the requests of {whose} that ended in an unintended error.");
    family(out, &ratio, "gauge", &help, errors);

    let rates = traffic.iter().filter_map(|traffic| {
        let seconds = match traffic.span {
            Span::Window => &meta.window_duration,
            Span::WholeTest => &meta.duration,
        };
        let (requests, seconds) = (traffic.requests.as_ref().ok()?, seconds.as_ref().ok()?);
        Some((labels(&traffic.subject, None), *requests as f64 / seconds))
    });
    let rate = format!("perfreport_{of}_requests_per_second");
    family(out, &rate, "gauge", &format!("Requests of {whose} that ended, per second."), rates);
}

/// Writes the script's own metrics: percentiles of trends, shares of rates, counters per second, levels of gauges.
fn own_metrics(out: &mut String, metrics: &[MetricFigures]) {
    let shown: Vec<&MetricFigures> =
        metrics.iter().filter(|metric| is_own(&metric.name)).take(METRICS).collect();
    let times = shown.iter().filter_map(|metric| Some((*metric, in_seconds(metric)?)));
    let times = times.flat_map(|(metric, scale)| {
        values(metric).into_iter().map(move |(label, value)| (of_metric(metric, None, &label), value * scale))
    });
    family(out, "perfreport_metric_seconds", "gauge", "Times that the script measured.", times);

    let others = shown.iter().filter(|metric| in_seconds(metric).is_none()).flat_map(|metric| {
        let unit = metric.unit.as_deref();
        values(metric).into_iter().map(move |(label, value)| (of_metric(metric, unit, &label), value))
    });
    family(out, "perfreport_metric_value", "gauge", "Values that the script measured.", others);

    let shares = shown.iter().filter(|metric| metric.kind == Some(MetricKind::Rate));
    let shares = shares.filter_map(|metric| Some((of_metric(metric, None, &None), metric.share()?)));
    family(out, "perfreport_metric_ratio", "gauge", "Share of samples that were not 0.", shares);

    let rates = shown
        .iter()
        .filter_map(|metric| Some((of_metric(metric, metric.unit.as_deref(), &None), metric.per_second?)));
    family(out, "perfreport_metric_per_second", "gauge", "What the script counted, per second.", rates);
}

/// Seconds in the unit of a metric of times.
fn in_seconds(metric: &MetricFigures) -> Option<f64> {
    match metric.unit.as_deref()? {
        "ms" => Some(1e-3),
        "s" => Some(1.0),
        _ => None,
    }
}

/// The label that tells the values of a metric apart.
type Which = Option<(&'static str, String)>;

/// The values of a trend or a gauge; a rate is a share, and a counter counts per second.
fn values(metric: &MetricFigures) -> Vec<(Which, f64)> {
    match metric.kind {
        Some(MetricKind::Rate | MetricKind::Counter) => Vec::new(),
        Some(MetricKind::Gauge) => {
            let (least, most) = metric.extremes.unzip();
            let stats = [("last", metric.last), ("min", least), ("max", most)];
            let known = stats.into_iter().filter_map(|(stat, value)| Some((stat, value?)));
            known.map(|(stat, value)| (Some(("stat", stat.to_owned())), value)).collect()
        }
        Some(MetricKind::Trend) | None => {
            let known = shown_percentiles(metric).into_iter();
            known.map(|(q, value)| (Some(("quantile", q.to_string())), value)).collect()
        }
    }
}

/// Writes the name of a metric, its unit, and which of its values it is.
fn of_metric(metric: &MetricFigures, unit: Option<&str>, which: &Which) -> String {
    let which = which.as_ref().map(|(name, value)| (*name, value.as_str()));
    in_braces([Some(("metric", metric.name.as_str())), unit.map(|unit| ("unit", unit)), which])
}

/// Writes one metric; nothing where it has no samples.
fn family(
    out: &mut String,
    name: &str,
    kind: &str,
    help: &str,
    samples: impl Iterator<Item = (String, f64)>,
) {
    let mut samples = samples.filter(|(_, value)| value.is_finite()).peekable();
    if samples.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "# TYPE {name} {kind}\n# HELP {name} {help}");
    for (labels, value) in samples {
        let _ = writeln!(out, "{name}{labels} {}", rounded(value));
    }
}

/// Six significant digits: merge requests show a figure as it is written.
fn rounded(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// Writes the endpoint, where it is one, and the quantile.
fn labels(subject: &Subject, quantile: Option<&str>) -> String {
    let endpoint = subject.key().filter(|name| !plain(name).is_empty());
    in_braces([endpoint.map(|name| ("endpoint", name)), quantile.map(|quantile| ("quantile", quantile))])
}

/// Writes labels that are there.
fn in_braces<'a>(labels: impl IntoIterator<Item = Option<(&'a str, &'a str)>>) -> String {
    let label = |(name, value): (&str, &str)| {
        let value = plain(value).replace('\\', r"\\").replace('"', r#"\""#).replace('#', "%23");
        format!("{name}=\"{value}\"")
    };
    let labels: Vec<String> = labels.into_iter().flatten().map(label).collect();
    if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) }
}

#[cfg(test)]
mod tests {
    use super::{ENDPOINTS, MetricFigures, MetricKind, render};
    use crate::model::missing::Missing;
    use crate::model::subject::Subject;
    use crate::render::sample;
    use crate::wire::verdict::sample::assessment;

    fn lines(text: &str) -> Vec<&str> {
        text.lines().filter(|line| !line.starts_with('#')).collect()
    }

    #[test]
    fn figures_become_metrics() {
        insta::assert_snapshot!(render(&sample::compared()));
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut assessment = assessment();
        assessment.run.whole.latency = Err(Missing::because("not known"));
        assessment.run.whole.outcomes = Err(Missing::because("not known"));
        assessment.run.whole.requests = Ok(90);
        assessment.run.meta.window_duration = Ok(0.0);
        assessment.run.endpoints.clear();
        assessment.run.metrics.clear();
        assert_eq!(render(&assessment), "# EOF\n");
        assessment.run.meta.window_duration = Ok(60.0);
        assert_eq!(lines(&render(&assessment)), ["perfreport_run_requests_per_second 1.5"]);
    }

    #[test]
    fn each_kind_of_metric_says_what_it_is_asked() {
        let metric = |name: &str, kind, unit: Option<&str>| MetricFigures {
            name: name.to_owned(),
            kind,
            unit: unit.map(str::to_owned),
            count: Some(200),
            non_zero: Some(190),
            per_second: (kind == Some(MetricKind::Counter)).then_some(2.5),
            extremes: Some((-2.0, 40.0)),
            percentiles: vec![(0.5, 12.5), (0.95, 80.0)],
            ..MetricFigures::default()
        };
        let mut assessment = assessment();
        assessment.run.metrics = vec![
            metric("cart_ok", Some(MetricKind::Rate), None),
            metric("checkout{step:\"pay#1\"}", Some(MetricKind::Trend), Some("ms")),
            metric("coupons", Some(MetricKind::Counter), None),
            metric("http_req_waiting", Some(MetricKind::Trend), Some("ms")),
            metric("iteration_duration", Some(MetricKind::Trend), Some("ms")),
            metric("queue", Some(MetricKind::Gauge), None),
            metric("size", Some(MetricKind::Trend), Some("kB")),
        ];
        let text = render(&assessment);
        let own: Vec<&str> =
            lines(&text).into_iter().filter(|line| line.starts_with("perfreport_metric")).collect();
        assert_eq!(
            own,
            [
                r#"perfreport_metric_seconds{metric="checkout{step:\"pay%231\"}",quantile="0.5"} 0.0125"#,
                r#"perfreport_metric_seconds{metric="checkout{step:\"pay%231\"}",quantile="0.95"} 0.08"#,
                r#"perfreport_metric_value{metric="queue",stat="min"} -2"#,
                r#"perfreport_metric_value{metric="queue",stat="max"} 40"#,
                r#"perfreport_metric_value{metric="size",unit="kB",quantile="0.5"} 12.5"#,
                r#"perfreport_metric_value{metric="size",unit="kB",quantile="0.95"} 80"#,
                r#"perfreport_metric_ratio{metric="cart_ok"} 0.95"#,
                r#"perfreport_metric_per_second{metric="coupons"} 2.5"#,
            ]
        );
    }

    #[test]
    fn a_name_cannot_end_a_line_or_a_label() {
        let mut assessment = assessment();
        assessment.run.endpoints.truncate(1);
        assessment.run.endpoints[0].subject = Subject::endpoint("GET \"/a#b\"\\\n");
        let text = render(&assessment);
        assert!(text.contains(r#"{endpoint="GET \"/a%23b\"\\\\n",quantile="0.95"} "#), "{text}");
        assert!(lines(&text).iter().all(|line| !line.contains('#')), "{text}");
    }

    #[test]
    fn the_endpoints_with_most_requests_are_there_by_name() {
        let mut assessment = assessment();
        let one = assessment.run.endpoints[0].clone();
        assessment.run.endpoints = (0..ENDPOINTS as u64 + 10)
            .map(|n| {
                let mut endpoint = one.clone();
                (endpoint.subject, endpoint.requests) = (Subject::endpoint(&format!("{n:03}")), Ok(n));
                endpoint
            })
            .collect();
        let text = render(&assessment);
        let rates: Vec<&str> = lines(&text)
            .into_iter()
            .filter(|line| line.starts_with("perfreport_endpoint_requests_per_second"))
            .collect();
        assert_eq!(rates.len(), ENDPOINTS);
        assert!(rates[0].contains("\"010\"") && rates.is_sorted(), "{rates:?}");
    }
}
