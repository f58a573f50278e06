//! Writes figures as OpenMetrics, so that a merge request of GitLab shows what each of them was before.
//!
//! GitLab cuts a line at `#`, in labels as well, and reads quotes as a shell does: a name that holds `#` would make the whole
//! file unreadable to it.

use std::fmt::Write;

use super::text::plain;
use crate::model::endpoint::Span;
use crate::model::figures::TrafficFigures;
use crate::model::judgement::Assessment;
use crate::model::run::Meta;
use crate::model::subject::Subject;

/// Endpoints with figures of their own, those with most requests; a merge request shows some hundred lines at most.
const ENDPOINTS: usize = 50;

/// The quantiles, as labels and as numbers.
const QUANTILES: [(&str, f64); 3] = [("0.5", 0.5), ("0.95", 0.95), ("0.99", 0.99)];

/// Writes the figures of the run and of its endpoints; what is not known is left out.
pub fn render(assessment: &Assessment) -> String {
    let run = &assessment.run;
    let mut endpoints: Vec<&TrafficFigures> = run.endpoints.iter().collect();
    endpoints.sort_by_key(|endpoint| std::cmp::Reverse(endpoint.requests.as_ref().copied().unwrap_or(0)));
    endpoints.truncate(ENDPOINTS);
    endpoints.sort_by(|a, b| a.subject.cmp(&b.subject));
    let mut out = String::new();
    families(&mut out, "run", "the run", &run.meta, &[&run.whole]);
    families(&mut out, "endpoint", "an endpoint", &run.meta, &endpoints);
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
    let name = plain(subject.key().unwrap_or_default())
        .replace('\\', r"\\")
        .replace('"', r#"\""#)
        .replace('#', "%23");
    let endpoint = (!name.is_empty()).then(|| format!("endpoint=\"{name}\""));
    let quantile = quantile.map(|quantile| format!("quantile=\"{quantile}\""));
    let labels: Vec<String> = endpoint.into_iter().chain(quantile).collect();
    if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) }
}

#[cfg(test)]
mod tests {
    use super::{ENDPOINTS, render};
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
        assert_eq!(render(&assessment), "# EOF\n");
        assessment.run.meta.window_duration = Ok(60.0);
        assert_eq!(lines(&render(&assessment)), ["perfreport_run_requests_per_second 1.5"]);
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
