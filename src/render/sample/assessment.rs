//! The assessments.

use super::runs::{row_quantiles, run};
use super::statistics::{comparison, not_tested, slos};
use crate::model::check::Check;
use crate::model::comparison::{Change, Interval, Measure};
use crate::model::endpoint::Span;
use crate::model::figures::{LatencyFigures, TrafficFigures};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, Finding, Rule, Unit, Verdict};
use crate::model::latency::Population;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::outcome::Outcomes;
use crate::model::run::Window;
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;

/// FAIL for one endpoint, WARN for another's errors, an improvement, objectives of every status, a validity
/// finding, a missing p99, long and hostile names.
pub(in crate::render) fn compared() -> Assessment {
    let findings = vec![
        latency_finding(Measure::P95, 0.292, 0.0007, Verdict::Fail),
        latency_finding(Measure::P50, 0.2635, 0.0002, Verdict::Fail),
        latency_finding(Measure::P99, 0.341, 0.012, Verdict::Fail),
        Finding {
            verdict: Verdict::Fail,
            change: Change::Regression,
            rule: Rule::Slo,
            judged: Judged::of(
                &Subject::endpoint("POST /api/orders"),
                Indicator::Objective("99 % within 150 ms".into()),
            ),
            base: None,
            run: Some(0.9838),
            unit: Some(Unit::Share),
            buckets: None,
            size: None,
            interval: None,
            p: Some(0.004),
            q: None,
            title: "POST /api/orders misses its objective".into(),
            text: "About 24 of 1,490 requests were slower than 150 ms, 15 are allowed.".into(),
            context: None,
            advice: None,
        },
        Finding {
            verdict: Verdict::Warn,
            change: Change::Regression,
            rule: Rule::Errors,
            judged: Judged::of(&Subject::endpoint("POST /api/cart/items"), Indicator::ErrorShare),
            base: Some(1.0 / 697.0),
            run: Some(14.0 / 621.0),
            unit: Some(Unit::Share),
            buckets: None,
            size: Some(14.0 / 621.0 - 1.0 / 697.0),
            interval: Some(Interval { low: 0.009, high: 0.033 }),
            p: Some(0.003),
            q: Some(0.024),
            title: "POST /api/cart/items has more unintended errors".into(),
            text: "14 unintended errors, 1.3 ± 2.0 expected.".into(),
            context: None,
            advice: Some("All 14 were status 500.".into()),
        },
        Finding {
            verdict: Verdict::Warn,
            change: Change::Regression,
            rule: Rule::Slo,
            judged: Indicator::threshold("http_req_duration{scenario:measure}", "p(95)<45").into(),
            base: None,
            run: None,
            unit: None,
            buckets: None,
            size: None,
            interval: None,
            p: None,
            q: None,
            title: "k6 threshold crossed: http_req_duration{scenario:measure} p(95)<45".into(),
            text: "It was crossed in the base as well.".into(),
            context: None,
            advice: None,
        },
        Finding {
            verdict: Verdict::Inconclusive,
            change: Change::Regression,
            rule: Rule::Validity,
            judged: Indicator::validity("traffic mix").into(),
            base: None,
            run: None,
            unit: None,
            buckets: None,
            size: None,
            interval: None,
            p: None,
            q: None,
            title: "The traffic mix moved".into(),
            text: "7.1 % of the requests went to other endpoints than before.".into(),
            context: None,
            advice: Some("Endpoints are judged, figures of all requests are not.".into()),
        },
    ];
    let improvement = |measure: Measure, base: f64, run: f64, q: f64| Finding {
        verdict: Verdict::Pass,
        change: Change::Improvement,
        judged: Judged::latency(&Subject::endpoint("GET /api/products/popular"), measure),
        base: Some(base),
        run: Some(run),
        buckets: None,
        size: Some(run / base - 1.0),
        interval: Some(Interval { low: run / base - 1.08, high: run / base - 0.93 }),
        q: Some(q),
        title: "GET /api/products/popular is faster".into(),
        text: "The other 9 endpoints moved +1.2 %.".into(),
        ..latency_finding(measure, 0.0, q, Verdict::Pass)
    };
    Assessment {
        title: "shop".into(),
        verdict: Verdict::Fail,
        summary: "POST /api/orders is slower, and 3 more findings".into(),
        provisional: true,
        findings,
        improvements: vec![
            improvement(Measure::P95, 27.703, 21.88, 0.003),
            improvement(Measure::P50, 13.447, 10.71, 0.0004),
        ],
        not_tested: not_tested(),
        slos: slos(),
        metric_objectives: Vec::new(),
        incidents: Vec::new(),
        capacity: None,
        servers: Err(Missing::because("no metrics of the servers were given")),
        base: vec![run("base-1", 0)],
        base_name: Some("base-1".into()),
        run: run("orders-slower-30", 1),
        more_runs: Vec::new(),
        comparison: Ok(comparison()),
        notes: vec![
            Note::new("Endpoint GET /api/legacy is in the base only.")
                .with_hint("Was it removed, or renamed?"),
            Note::new("The summaries state no p99 for PATCH … line-items on the base side."),
        ],
        settings: CompareSettings::default(),
        command: "perfreport compare base-1/handle-summary.json orders-slower-30/handle-summary.json"
            .to_owned(),
        generator: "perfreport 0.1.0".to_owned(),
        report_url: None,
        links: Vec::new(),
    }
}

/// One run of a plain script: no base, no endpoints, no p99, no objectives.
pub(in crate::render) fn checked() -> Assessment {
    let mut naive = run("naive-slower", 1);
    naive.endpoints.clear();
    naive.thresholds.clear();
    naive.checks = vec![Check { path: "cart 201".to_owned(), passes: 2446, fails: 22 }];
    naive.meta.window = Window { scenarios: Vec::new(), text: "the whole test".into(), ..Window::default() };
    naive.meta.started = Err(Missing::because("a summary does not tell when the test began"));
    naive.meta.window_duration = Ok(30.12);
    naive.rate = Ok(245.84);
    naive.whole = TrafficFigures {
        error_codes: Default::default(),
        timeline: Err(Missing::because("a summary holds no single responses")),
        subject: Subject::Whole,
        requests: Ok(7404),
        outcomes: Ok(Outcomes { bad: 77, good: 7327, bad_may_hold_4xx: true, ..Outcomes::default() }),
        latency: Ok(LatencyFigures {
            of_all: None,
            bounds: None,
            count: Ok(7327),
            curve: vec![(0.5, 10.865), (0.9, 56.794), (0.95, 73.063)],
            max: Ok(1123.129),
            population: Population::Expected,
            span: Span::WholeTest,
        }),
        span: Span::WholeTest,
    };
    Assessment {
        title: "naive-slower".into(),
        verdict: Verdict::None,
        summary: "Nothing was judged: there is no base, no objective and no threshold".into(),
        provisional: false,
        findings: Vec::new(),
        improvements: Vec::new(),
        not_tested: Vec::new(),
        slos: Vec::new(),
        metric_objectives: Vec::new(),
        incidents: Vec::new(),
        capacity: None,
        servers: Err(Missing::because("no metrics of the servers were given")),
        base: Vec::new(),
        base_name: None,
        run: naive,
        more_runs: Vec::new(),
        comparison: Err(Missing::because("no base was given")),
        notes: vec![
            Note::new("The summary tells no endpoints apart.")
                .with_hint("Set the `name` tag in the script, and a threshold per name."),
        ],
        settings: CompareSettings::default(),
        command: "perfreport check naive-slower/summary-export.json".to_owned(),
        generator: "perfreport 0.1.0".to_owned(),
        report_url: None,
        links: Vec::new(),
    }
}

/// The comparison with so many endpoints, and three base runs.
pub(in crate::render) fn many(endpoints: usize) -> Assessment {
    let mut assessment = compared();
    assessment.provisional = false;
    assessment.base = vec![run("base-1", 0), run("base-2", 0), run("base-3", 1)];
    let mut comparison = comparison();
    for number in 0..endpoints {
        let subject = Subject::endpoint(&format!("POST /api/orders/{number}"));
        for figures in assessment.base.iter_mut().chain([&mut assessment.run]) {
            let mut endpoint = figures.endpoints[6].clone();
            endpoint.subject = subject.clone();
            figures.endpoints.push(endpoint);
        }
        for measure in 0..Measure::ALL.len() {
            let mut cell = comparison.latency[measure].clone();
            cell.subject = subject.clone();
            comparison.latency.push(cell);
        }
    }
    assessment.comparison = Ok(comparison);
    assessment
}

fn latency_finding(measure: Measure, log_change: f64, q: f64, verdict: Verdict) -> Finding {
    let (base, run) = row_quantiles(6, measure.quantile().unwrap_or(0.5));
    Finding {
        verdict,
        change: Change::Regression,
        rule: Rule::Latency,
        judged: Judged::latency(&Subject::endpoint("POST /api/orders"), measure),
        base: Some(base),
        run: Some(run),
        unit: Some(Unit::Milliseconds),
        buckets: None,
        size: Some(log_change.exp_m1()),
        interval: Some(Interval { low: (log_change - 0.09).exp_m1(), high: (log_change + 0.09).exp_m1() }),
        p: Some(q / 10.0),
        q: Some(q),
        title: "POST /api/orders is slower".into(),
        text: "The other 9 endpoints moved +1.2 %: not the host.".into(),
        context: None,
        advice: None,
    }
}
