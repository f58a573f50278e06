//! Runs made by hand, for the tests of the stages.

use std::collections::BTreeMap;

use super::check::{Check, Threshold};
use super::endpoint::{Endpoint, EndpointId, Span, Traffic};
use super::latency::{Latency, Percentiles, Population};
use super::load::Load;
use super::metric::MetricKind;
use super::metric_figures::MetricFigures;
use super::missing::Missing;
use super::origin::Origin;
use super::outcome::{Outcome, Outcomes};
use super::responses::{ByOutcome, latencies};
use super::run::{Meta, Run, Window};
use super::slices::{Absorb, Sketch};
use super::source::{Format, Source};

/// Starts a run without endpoints: a closed model with 10 users for 60 s.
pub(crate) fn run(name: &str) -> Run {
    Run {
        origin: Origin::default(),
        judged_span: Err(Missing::because("a summary does not tell")),
        metrics: BTreeMap::new(),
        users: Err(Missing::because("a summary does not tell")),
        meta: Meta {
            name: name.to_owned(),
            started: Err(Missing::because("the summary does not say when")),
            ended: Err(Missing::because("the summary does not say when")),
            duration: Ok(60.0),
            window_duration: Ok(60.0),
            window: Window { scenarios: Vec::new(), text: "the whole test".into(), ..Window::default() },
            tool: "k6".to_owned(),
            tool_version: Err(Missing::because("the summary does not name the k6 version")),
            script_hash: Err(Missing::because("the summary does not hold the script")),
            cut_short: false,
            unread_share: 0.0,
            tags: BTreeMap::new(),
            sources: vec![Source {
                name: format!("{name}.json"),
                bytes: 1000,
                format: Format::K6HandleSummary,
            }],
        },
        endpoints: Vec::new(),
        whole: traffic(0, [1.0; 4], 0),
        load: Load {
            peak_vus: Ok(10.0),
            max_vus: Ok(10.0),
            counted_over: Ok(60.0),
            iterations: Ok(1000),
            dropped_iterations: Err(Missing::because("the file has no dropped_iterations")),
            data_received: Ok(1_000_000),
            data_sent: Ok(100_000),
            phases: Vec::new(),
        },
        servers: None,
        checks: Vec::new(),
        thresholds: Vec::new(),
        notes: Vec::new(),
    }
}

/// Requests with p50, p90, p95 and p99 in milliseconds, `bad` of them unintended errors.
pub(crate) fn traffic(requests: u64, [p50, p90, p95, p99]: [f64; 4], bad: u64) -> Traffic {
    Traffic {
        requests: Ok(requests),
        outcomes: Ok(Outcomes { bad, good: requests.saturating_sub(bad), ..Outcomes::default() }),
        latency: Ok(Latency::Percentiles(Percentiles {
            count: Ok(requests),
            min: Ok(p50 / 4.0),
            mean: Ok(p50 * 1.2),
            max: Ok(p99 * 3.0),
            points: vec![(0.5, p50), (0.9, p90), (0.95, p95), (0.99, p99)],
            population: Population::AllResponses,
            span: Span::Window,
            of_all: None,
        })),
        responses: Err(Missing::because("a summary holds no single responses")),
        left_out: BTreeMap::new(),
        error_codes: BTreeMap::new(),
        span: Span::Window,
    }
}

impl Run {
    /// Adds an endpoint, and its requests to the whole.
    pub(crate) fn with_endpoint(
        mut self,
        name: &str,
        requests: u64,
        percentiles: [f64; 4],
        bad: u64,
    ) -> Self {
        self.endpoints.push(Endpoint {
            id: EndpointId::named(name),
            host: None,
            traffic: traffic(requests, percentiles, bad),
        });
        let all = self.whole.requests.clone().unwrap_or(0) + requests;
        let all_bad = self.whole.outcomes.as_ref().map_or(0, |o| o.bad) + bad;
        self.whole = traffic(all, percentiles, all_bad);
        self
    }

    /// Adds a check.
    pub(crate) fn with_check(mut self, path: &str, passes: u64, fails: u64) -> Self {
        self.checks.push(Check { path: path.to_owned(), passes, fails });
        self
    }

    /// Adds a k6 threshold.
    pub(crate) fn with_threshold(mut self, expression: &str, crossed: bool) -> Self {
        self.thresholds.push(Threshold {
            metric: "http_req_duration".to_owned(),
            expression: expression.to_owned(),
            crossed,
            no_samples: false,
            measured: None,
        });
        self
    }
}

/// A service with six endpoints, all latencies times `factor`.
pub(crate) fn shop(name: &str, factor: f64) -> Run {
    [
        ("GET /a", 4000, 10.0),
        ("GET /b", 3000, 20.0),
        ("GET /c", 2000, 15.0),
        ("POST /d", 1500, 40.0),
        ("POST /e", 1000, 30.0),
        ("POST /f", 800, 25.0),
    ]
    .into_iter()
    .fold(run(name), |run, (endpoint, requests, median)| {
        run.with_endpoint(endpoint, requests, shape(median * factor), 0)
    })
}

/// Percentiles of a service with the given median.
pub(crate) fn shape(median: f64) -> [f64; 4] {
    [median, median * 1.8, median * 2.2, median * 4.0]
}

/// Replaces one endpoint of a run.
pub(crate) fn with_changed(mut run: Run, name: &str, requests: u64, percentiles: [f64; 4], bad: u64) -> Run {
    run.endpoints.retain(|endpoint| endpoint.id.name != name);
    run = run.with_endpoint(name, requests, percentiles, bad);
    run.endpoints.sort_by(|a, b| a.id.cmp(&b.id));
    run
}

/// A request of a run of raw points: the Unix second in which it ended, how, and after how many microseconds.
pub(crate) type Point = (i64, Outcome, u64);

/// Traffic of single responses.
pub(crate) fn points(requests: impl IntoIterator<Item = Point>) -> Traffic {
    let mut responses = ByOutcome::new();
    for (second, outcome, microseconds) in requests {
        let of_outcome = responses.entry(outcome).or_default();
        of_outcome.distribution.record(microseconds);
        let sketch = Sketch::from_indices(&mut [Sketch::index_of(microseconds)]);
        of_outcome.slices.absorb_at(second, &sketch);
    }
    of_responses(responses)
}

fn of_responses(responses: ByOutcome) -> Traffic {
    let classes: BTreeMap<Outcome, u64> =
        Outcome::ALL.map(|o| (o, responses.get(&o).map_or(0, |r| r.distribution.count()))).into();
    let all: u64 = classes.values().sum();
    let bad = classes.iter().filter(|(outcome, _)| outcome.is_bad()).map(|(_, count)| count).sum();
    Traffic {
        error_codes: BTreeMap::new(),
        left_out: BTreeMap::new(),
        requests: Ok(all),
        outcomes: Ok(Outcomes { bad, good: all - bad, classes, ..Outcomes::default() }),
        latency: Ok(Latency::Distribution(latencies(&responses))),
        responses: Ok(responses),
        span: Span::Window,
    }
}

impl Run {
    /// Adds an endpoint of raw points, and its requests to the whole.
    pub(crate) fn with_points(mut self, name: &str, requests: impl IntoIterator<Item = Point>) -> Self {
        let traffic = points(requests);
        let mut whole = self.whole.responses.unwrap_or_default();
        for (outcome, responses) in traffic.responses.iter().flatten() {
            whole.entry(*outcome).or_default().absorb(responses);
        }
        self.whole = of_responses(whole);
        self.endpoints.push(Endpoint { id: EndpointId::named(name), host: None, traffic });
        self
    }
}

/// A thousand latencies from 100 ms on with a Pareto tail of index 4, times `factor`, spread evenly over 25 s.
pub(crate) fn ladder(factor: f64) -> Vec<Point> {
    (0..1000)
        .map(|n| {
            let share = 1.0 - (f64::from(n) + 0.5) / 1000.0;
            (1_795_000_000 + i64::from(n % 25), Outcome::Ok, (factor * 1e5 * share.powf(-0.25)) as u64)
        })
        .collect()
}

/// A metric of each kind, and one of none under an odd name.
pub(crate) fn metrics(odd: &str) -> Vec<MetricFigures> {
    let metric = |name: &str, kind: Option<&str>, count: u64, quantiles| MetricFigures {
        name: name.to_owned(),
        kind: kind.and_then(MetricKind::of_name),
        count: Some(count),
        non_zero: Some(count * 19 / 20),
        sum: Some(12_345.678),

        extremes: (count > 0).then_some((-2.5, 40.0)),
        quantiles,
        ..MetricFigures::default()
    };
    vec![
        metric("cart_ok", Some("rate"), 200, None),
        metric("checkout_time", Some("trend"), 4, Some([12.5, 43.25, 80.0])),
        metric("coupons", Some("counter"), 7, None),
        metric("queue_len", Some("gauge"), 75, None),
        metric(odd, None, 0, None),
    ]
}
