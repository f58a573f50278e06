//! An assessment with everything in it, for the tests of this module and of the renderers.

use crate::model::capacity::{Bound, Capacity, CapacityChange, Knee, LoadUnit, Ramp, RampPoint};
use crate::model::comparison::{Change, Interval, Measure, NotTested};
use crate::model::incident::{Incident, IncidentKind};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Assessment, Finding, Rule, Unit, Verdict};
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::settings::CompareSettings;
use crate::model::subject::Subject;
use crate::words::Text;

mod runs;
mod servers;
mod slos;
mod statistics;

/// An endpoint whose name attacks every format a report is written in.
pub(crate) const NASTY: &str =
    "GET /<script>alert('x')</script>|a`b`\"c\" & d\n\u{1b}[31mred\u{0}\u{85}\u{ffff}]]>\u{202e}";

fn missing<T>(reason: &'static str) -> Known<T> {
    Err(Missing::because(reason))
}

/// An interval from its ends.
fn between(low: f64, high: f64) -> Interval {
    Interval { low, high }
}

/// A FAIL with everything in it: findings of every kind, objectives met and missed, missing figures.
pub(crate) fn assessment() -> Assessment {
    Assessment {
        title: "shop <release & \"friends\">".into(),
        verdict: Verdict::Fail,
        summary: "POST /api/orders is slower: p95 83 ms → 111 ms.".into(),
        provisional: true,
        findings: findings(),
        improvements: vec![Finding {
            verdict: Verdict::Pass,
            change: Change::Improvement,
            size: Some(-0.21),
            interval: Some(between(-0.3, -0.12)),
            title: "GET /api/products is faster".into(),
            judged: Judged::latency(&Subject::endpoint("GET /api/products"), Measure::P95),
            ..regression()
        }],
        not_tested: vec![
            not_tested(Some("POST /api/coupons/{id}/issue"), "p99", "2 tail samples expected, 5 needed"),
            not_tested(Some(NASTY), "p50", "a | b\nand `c`"),
            not_tested(None, "throughput", "open model"),
        ],
        slos: slos::results(),
        metric_objectives: slos::on_servers(),
        servers: Ok(servers::diagnosis()),
        incidents: vec![Incident {
            start: 1_795_354_440,
            end: 1_795_354_460,
            endpoints: vec![Subject::endpoint("POST /api/orders"), Subject::endpoint(NASTY)],
            requests: 310,
            bad: 41,
            slow: 60,
            kind: IncidentKind::Errors,
            text: NASTY.into(),
        }],
        capacity: Some(capacity()),
        base: vec![runs::run("main.json", 41.2), runs::run("older.json", 40.1)],
        base_name: Some("@main".into()),
        run: runs::run("run.json", 44.1),
        more_runs: vec![runs::run("rerun.json", 45.0)],
        comparison: Ok(statistics::comparison()),
        notes: vec![
            Note::new("p99 is missing.").with_hint("Add `p(99)` to summaryTrendStats."),
            Note::new(NASTY),
        ],
        settings: CompareSettings { max_base_runs: 5, ..CompareSettings::default() },
        command: "perfreport compare @main 'run.json'".to_owned(),
        generator: "perfreport 0.1.0".to_owned(),
        report_url: None,
        links: Vec::new(),
    }
}

/// An assessment without a base, with as little in it as there can be.
pub(crate) fn smallest() -> Assessment {
    Assessment {
        title: Text::empty(),
        verdict: Verdict::None,
        summary: "nothing was judged".into(),
        provisional: false,
        findings: Vec::new(),
        improvements: Vec::new(),
        not_tested: Vec::new(),
        slos: Vec::new(),
        metric_objectives: Vec::new(),
        servers: missing("no metrics of the servers were given"),
        incidents: Vec::new(),
        capacity: None,
        base: Vec::new(),
        base_name: None,
        run: runs::unknown(),
        more_runs: Vec::new(),
        comparison: missing("there is no base"),
        notes: Vec::new(),
        settings: CompareSettings::default(),
        command: String::new(),
        generator: String::new(),
        report_url: None,
        links: Vec::new(),
    }
}

/// The finding of DESIGN.md: a latency regression.
pub(crate) fn regression() -> Finding {
    Finding {
        verdict: Verdict::Fail,
        change: Change::Regression,
        rule: Rule::Latency,
        judged: Judged::latency(&Subject::endpoint("POST /api/orders"), Measure::P95),
        base: Some(83.1),
        run: Some(111.2),
        unit: Some(Unit::Milliseconds),
        buckets: None,
        size: Some(0.338),
        interval: Some(between(0.24, 0.45)),
        p: Some(0.000_02),
        q: Some(0.0007),
        title: "POST /api/orders is slower".into(),
        text: "135 slow requests, 75 ± 13 expected".into(),
        context: None,
        advice: None,
    }
}

fn findings() -> Vec<Finding> {
    let bare = |verdict, rule, measure: &str, title: &str| Finding {
        verdict,
        rule,
        judged: Indicator::of_name(measure).into(),
        title: title.to_owned().into(),
        change: Change::Unchanged,
        base: None,
        run: None,
        unit: None,
        buckets: None,
        size: None,
        interval: None,
        p: None,
        q: None,
        text: format!("{title}, in a sentence.").into(),
        context: None,
        advice: None,
    };
    vec![
        regression(),
        Finding {
            judged: Judged::of(&Subject::endpoint(NASTY), Indicator::ErrorShare),
            unit: Some(Unit::Share),
            change: Change::Regression,
            base: Some(0.0),
            run: Some(0.012),
            buckets: None,
            size: Some(0.012),
            q: Some(f64::MIN_POSITIVE),
            ..bare(Verdict::Fail, Rule::Errors, "unintended error share", NASTY)
        },
        bare(Verdict::Fail, Rule::Slo, "http_req_failed: rate<0.01", "a k6 threshold was crossed"),
        Finding {
            unit: Some(Unit::PerSecond),
            change: Change::Regression,
            base: Some(301.0),
            run: Some(288.0),
            ..bare(Verdict::Warn, Rule::Throughput, "throughput", "fewer requests were completed")
        },
        Finding {
            judged: Judged::of(&Subject::endpoint("POST /api/login"), Indicator::UndeclaredShare),
            ..bare(Verdict::Warn, Rule::Undeclared4xx, "undeclared 4xx share", "undeclared 4xx rose")
        },
        bare(Verdict::Warn, Rule::Incident, "burst", "a burst of errors"),
        bare(Verdict::Inconclusive, Rule::SharedShift, "p95", "a shift of all endpoints was not excluded"),
        Finding {
            context: None,
            advice: Some("Offer the same load on both sides.".into()),
            ..bare(Verdict::Inconclusive, Rule::Validity, "offered load", "more load was offered")
        },
    ]
}

fn not_tested(endpoint: Option<&str>, measure: &str, reason: &'static str) -> NotTested {
    NotTested::new(Judged::of(&Subject::of_key(endpoint), Indicator::of_name(measure)), reason)
}

fn capacity() -> Capacity {
    let interval = Interval { low: 180.0, high: 205.5 };
    let knee = Knee { load: 192.5, interval, slope: 2.25, requests_per_second: 191.0 };
    let points = vec![RampPoint { load: 20.0, p95: 40.0 }, RampPoint { load: 250.0, p95: 81.5 }];
    let ramp = |level, knee| Ramp { points: points.clone(), level, knee };
    Capacity {
        unit: LoadUnit::RequestsPerSecond,
        run: ramp(Some(41.5), Some(knee)),
        base: vec![ramp(Some(40.5), None), ramp(None, None)],
        change: Some(CapacityChange {
            base: 250.0,
            run: 192.5,
            bound: Some(Bound::Base),
            log_change: -0.25,
            interval: Interval { low: -0.5, high: -0.125 },
            p: 0.001,
            change: Change::Regression,
        }),
    }
}
