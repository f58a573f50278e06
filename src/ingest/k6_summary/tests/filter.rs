//! The part of a summary that has some tags.

use serde_json::json;

use super::{TestLabeller, p95s};
use crate::ingest::error::Problem;
use crate::ingest::k6_summary::{SummaryFile, assemble, parse, shape};
use crate::model::endpoint::Span;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::model::source::{Format, Source};

fn read(tags: &[(&str, &str)]) -> Result<Run, Problem> {
    let text = json!({"root_group": {}, "metrics": {
        "http_reqs": {"count": 100, "rate": 10},
        "http_req_failed": {"passes": 50, "fails": 50},
        "http_req_duration": {"p(95)": 9},
        "http_reqs{phase:steady}": {"count": 60, "rate": 6},
        "http_req_failed{phase:steady}": {"passes": 3, "fails": 57},
        "http_req_duration{phase:steady}": {"p(95)": 5},
        "http_req_duration{phase:ramp}": {"p(95)": 7},
        "http_req_duration{name:a}": {"p(95)": 8},
        "http_req_duration{name:a,phase:steady}": {"p(95)": 4},
        "http_req_duration{name:b,region:eu}": {"p(95)": 3},
        "iterations": {"count": 100, "rate": 10},
        "checkout_time": {"p(95)": 20},
        "checkout_time{phase:steady}": {"p(95)": 10},
        "checkout_time{phase:ramp}": {"p(95)": 40},
        "checkout_time{region:eu,phase:steady}": {"p(95)": 11},
        "cart_size": {"p(95)": 3},
    }})
    .to_string();
    let file = SummaryFile { name: "t".to_owned(), bytes: 0, shape: shape::of(&text).unwrap(), text };
    let mut summary = parse(&file).unwrap();
    let mut settings = Settings::default();
    tags.iter().for_each(|(tag, value)| settings.window.tags.allow(*tag, *value));
    summary.keep(&settings.window.tags)?;
    let source = Source { name: "t".to_owned(), bytes: 0, format: Format::K6SummaryExport };
    Ok(assemble(&summary, "t".to_owned(), source, &TestLabeller, &settings))
}

#[test]
fn figures_with_the_tag_are_the_whole() {
    for tags in [&[("phase", "steady")][..], &[("phase", "steady"), ("phase", "absent")]] {
        let run = read(tags).unwrap();
        let metrics: Vec<&str> = run.metrics.keys().map(String::as_str).collect();
        assert_eq!(metrics, ["checkout_time", "checkout_time{region:eu}"]);
        assert_eq!((run.whole.requests, run.whole.span), (Ok(60), Span::Window));
        assert_eq!(run.whole.latency.unwrap().quantile(0.95), Ok(5.0));
        assert_eq!(run.whole.outcomes.unwrap().bad, 3);
        assert_eq!(run.load.iterations, Ok(100), "what the load generator did is that of the whole test");
        assert!(
            run.meta.window.text.contains("steady, as the file separates it"),
            "{}",
            run.meta.window.text
        );
        assert!(run.meta.window_duration.unwrap_err().reason().contains("not of phase="));
    }
    let run = read(&[("phase", "steady")]).unwrap();
    assert_eq!(p95s(&run), [("a".to_owned(), 4.0, Span::Window)]);
    assert_eq!(p95s(&read(&[]).unwrap()), [("a".to_owned(), 8.0, Span::WholeTest)]);
}

#[test]
fn what_the_file_does_not_hold_is_told_with_what_it_does() {
    for (tags, expected) in [
        (&[("phase", "peak")][..], "no request has phase=peak: there are phase (ramp, steady), region (eu)"),
        (&[("shop", "de")], "no request has shop=de: there are phase (ramp, steady), region (eu)"),
        (&[("region", "eu")], "no request has region=eu and nothing else: there are"),
        (
            &[("phase", "ramp"), ("phase", "steady")],
            "phase=ramp or steady: percentiles of a summary cannot be merged",
        ),
    ] {
        let error = read(tags).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
