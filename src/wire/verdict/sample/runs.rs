//! Runs: one of which everything is known, and one of which nothing is.

use chrono::{DateTime, Utc};

use super::{NASTY, missing};
use crate::model::check::{Check, Threshold};
use crate::model::endpoint::Span;
use crate::model::figures::{LatencyFigures, RunFigures, TrafficFigures};
use crate::model::latency::Population;
use crate::model::load::{Load, Phase};
use crate::model::missing::Known;
use crate::model::note::Note;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::run::{Meta, Window};
use crate::model::sample::metrics;
use crate::model::source::{Format, Source};
use crate::model::subject::Subject;

fn time(text: &str) -> Known<DateTime<Utc>> {
    Ok(text.parse().unwrap())
}

fn traffic(name: &str, requests: u64, p95: f64) -> TrafficFigures {
    TrafficFigures {
        error_codes: Default::default(),
        timeline: missing("a summary holds no single responses"),
        subject: Subject::of_key(Some(name).filter(|name| !name.is_empty())),
        requests: Ok(requests),
        outcomes: Ok(Outcomes {
            bad: 2,
            good: requests - 2,
            classes: Outcome::ALL.into_iter().zip([requests - 11, 9, 0, 1, 1, 0]).collect(),
            statuses: [(0, 1), (200, requests - 11), (404, 9), (503, 1)].into(),
            bad_may_hold_4xx: false,
        }),
        latency: Ok(LatencyFigures {
            of_all: None,
            bounds: None,
            count: Ok(requests - 1),
            curve: vec![(0.5, 11.2), (0.9, 34.0), (0.95, p95), (0.99, 74.2), (0.9999, 1.0 / 3.0 + 200.0)],
            max: Ok(509.0),
            population: Population::Expected,
            span: Span::Window,
        }),
        span: Span::Window,
    }
}

/// A run as points give it, with one endpoint as a summary has it.
pub(super) fn run(name: &str, p95: f64) -> RunFigures {
    RunFigures {
        meta: Meta {
            name: name.to_owned(),
            started: time("2025-11-14T10:02:03.123456789Z"),
            ended: time("2025-11-14T10:03:18Z"),
            duration: Ok(75.5),
            window_duration: Ok(65.0),
            window: Window {
                scenarios: vec!["measure".to_owned()],
                text: "scenario measure".into(),
                ..Window::default()
            },
            tool: "k6 2.2.0".to_owned(),
            tool_version: Ok("2.2.0".to_owned()),
            script_hash: missing("no script was named"),
            cut_short: false,
            unread_share: 0.0,
            tags: [("commit".to_owned(), "abc | `def`".to_owned()), (NASTY.to_owned(), String::new())].into(),
            // Those of the first version: the golden file stays as it is.
            sources: Format::ALL[..6]
                .iter()
                .map(|format| Source { name: name.to_owned(), bytes: 15_360, format: *format })
                .collect(),
        },
        whole: traffic("", 19_001, p95),
        rate: Ok(19_001.0 / 65.0),
        endpoints: vec![
            traffic("POST /api/orders", 1_489, p95 * 2.0),
            traffic(NASTY, 12, p95),
            summary_traffic("GET /health"),
        ],
        load: Load {
            peak_vus: Ok(50.0),
            max_vus: Ok(50.0),
            counted_over: Ok(65.0),
            iterations: Ok(2_400),
            dropped_iterations: missing("the summary holds no dropped_iterations"),
            data_received: Ok(u64::MAX),
            data_sent: Ok(0),
            phases: [("waiting", 40.2), ("blocked", 0.01)]
                .map(|(name, p95)| Phase { name: name.to_owned(), p95 })
                .into(),
        },
        checks: vec![Check { path: "orders::status is \"201\"".to_owned(), passes: 1_489, fails: 3 }],
        metrics: metrics(NASTY),
        thresholds: vec![
            threshold("http_req_duration{scenario:measure}", "p(95)<500", false),
            threshold("http_req_failed", "rate<0.01", true),
        ],
        notes: vec![Note::new("3 requests of setup() were left out.")],
    }
}

fn threshold(metric: &str, expression: &str, crossed: bool) -> Threshold {
    Threshold {
        metric: metric.to_owned(),
        expression: expression.to_owned(),
        crossed,
        no_samples: false,
        measured: None,
    }
}

/// An endpoint as a summary has it: classes are not told apart, few percentiles are stated.
fn summary_traffic(name: &str) -> TrafficFigures {
    TrafficFigures {
        error_codes: Default::default(),
        timeline: missing("a summary holds no single responses"),
        subject: Subject::of_key(Some(name).filter(|name| !name.is_empty())),
        requests: Ok(40),
        outcomes: Ok(Outcomes { bad: 4, good: 36, bad_may_hold_4xx: true, ..Outcomes::default() }),
        latency: Ok(LatencyFigures {
            of_all: None,
            bounds: None,
            count: missing("the summary counts no requests of this submetric"),
            curve: vec![(0.95, 3.25)],
            max: missing("the summary holds no max"),
            population: Population::AllResponses,
            span: Span::WholeTest,
        }),
        span: Span::WholeTest,
    }
}

/// A run of which nothing is known.
pub(super) fn unknown() -> RunFigures {
    RunFigures {
        meta: Meta {
            name: "-".to_owned(),
            started: missing("no start"),
            ended: missing("no end"),
            duration: missing("no duration"),
            window_duration: missing("no window"),
            window: Window { scenarios: Vec::new(), text: "the whole test".into(), ..Window::default() },
            tool: "k6".to_owned(),
            tool_version: missing("no version"),
            script_hash: missing("no script"),
            cut_short: false,
            unread_share: 0.0,
            tags: [].into(),
            sources: Vec::new(),
        },
        whole: TrafficFigures {
            error_codes: Default::default(),
            timeline: missing("a summary holds no single responses"),
            subject: Subject::Whole,
            requests: missing("no requests"),
            outcomes: missing("no outcomes"),
            latency: missing("no latency"),
            span: Span::WholeTest,
        },
        rate: missing("no rate"),
        endpoints: Vec::new(),
        load: Load {
            peak_vus: missing("no peak"),
            max_vus: missing("no max"),
            counted_over: missing("no length"),
            iterations: missing("no iterations"),
            dropped_iterations: missing("no dropped iterations"),
            data_received: missing("no data received"),
            data_sent: missing("no data sent"),
            phases: Vec::new(),
        },
        checks: Vec::new(),
        thresholds: Vec::new(),
        metrics: Vec::new(),
        notes: Vec::new(),
    }
}
