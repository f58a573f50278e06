//! Hand-made assessments for the tests of the renderers.
//!
//! The figures are those of recorded runs of a small shop (base against a slower `POST /api/orders`,
//! and a cart that answers 500 at times); the tests' statistics are made up to fit.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::model::check::{Check, Threshold};
use crate::model::comparison::{
    Change, Comparison, Counts, ErrorCell, ErrorFamily, Evidence, Interval, LatencyCell, LoadPair, Measure,
    NotTested, SharedShift, ThroughputCell, ValidityEffect, ValidityFinding, ValidityKind,
};
use crate::model::endpoint::Span;
use crate::model::figures::{LatencyFigures, RunFigures, TrafficFigures};
use crate::model::judgement::{
    Assessment, ErrorBudget, Finding, Rule, SloMeasurement, SloResult, SloStatus, Unit, Verdict,
};
use crate::model::latency::Population;
use crate::model::load::{Load, Workload};
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::run::{Meta, Window};
use crate::model::settings::CompareSettings;
use crate::model::slo::{Objective, Slo, SloScope};
use crate::model::source::{Format, Source};

/// An endpoint name that tries everything.
pub(super) const HOSTILE: &str =
    "GET /<script>alert(1)</script>|`x`\"'&\n[y](javascript:z) *b* _i_ {{ 7*7 }}";
/// An endpoint name that is too long for any column.
pub(super) const LONG: &str = "PATCH /api/v2/tenants/{tenantId}/warehouses/{warehouseId}/inventory-reservations/{reservationId}/line-items";

const QUANTILES: [f64; 5] = [0.5, 0.9, 0.95, 0.99, 0.999];

/// Name, requests and p50, p90, p95, p99, p99.9 of base and run, longest of both, bad requests of both.
type Row = (&'static str, [u64; 2], [[f64; 5]; 2], [f64; 2], [u64; 2]);

const ROWS: [Row; 10] = [
    (
        "GET /api/orders",
        [4448, 4318],
        [[16.494, 29.443, 36.654, 64.937, 152.712], [16.559, 29.753, 37.767, 69.56, 111.637]],
        [259.078, 206.255],
        [0, 0],
    ),
    (
        "GET /api/products",
        [4448, 4318],
        [[9.146, 14.116, 16.23, 26.431, 52.035], [9.258, 14.389, 16.887, 27.255, 66.214]],
        [122.42, 441.865],
        [0, 0],
    ),
    (
        "GET /api/products/popular",
        [1344, 1343],
        [[13.447, 23.778, 27.703, 48.18, 139.209], [10.71, 18.92, 21.88, 40.1, 80.513]],
        [184.538, 129.552],
        [0, 0],
    ),
    (
        "GET /api/products/{id}",
        [4448, 4318],
        [[6.041, 8.647, 9.686, 16.429, 30.727], [6.12, 9.012, 10.323, 18.633, 33.888]],
        [83.269, 58.795],
        [0, 0],
    ),
    (
        "POST /api/cart/items",
        [697, 621],
        [[9.864, 14.604, 16.517, 22.099, 32.215], [10.528, 15.882, 17.911, 33.635, 111.526]],
        [32.438, 145.426],
        [1, 14],
    ),
    (
        "POST /api/coupons/{id}/issue",
        [655, 656],
        [[11.298, 17.299, 20.146, 29.415, 83.409], [11.6, 18.061, 21.133, 32.118, 60.201]],
        [100.4, 85.551],
        [0, 0],
    ),
    (
        "POST /api/orders",
        [1568, 1490],
        [[29.769, 55.191, 71.577, 130.964, 187.628], [38.744, 73.22, 95.861, 184.202, 421.364]],
        [527.685, 491.737],
        [0, 0],
    ),
    (
        "POST /api/payments",
        [1568, 1490],
        [[36.416, 61.181, 73.042, 132.06, 273.406], [36.128, 60.927, 71.739, 141.361, 328.31]],
        [345.701, 373.806],
        [0, 0],
    ),
    (
        LONG,
        [320, 318],
        [[22.1, 31.0, 36.2, 61.0, 90.0], [22.4, 31.8, 36.0, 60.2, 94.0]],
        [95.0, 99.0],
        [0, 0],
    ),
    (HOSTILE, [310, 305], [[5.1, 7.2, 8.1, 12.4, 20.0], [5.0, 7.3, 8.3, 12.1, 22.0]], [22.0, 23.0], [0, 2]),
];

/// FAIL for one endpoint, WARN for another's errors, an improvement, objectives of every status, a validity
/// finding, a missing p99, long and hostile names.
pub(super) fn compared() -> Assessment {
    let findings = vec![
        latency_finding(Measure::P95, 0.292, 0.0007, Verdict::Fail),
        latency_finding(Measure::P50, 0.2635, 0.0002, Verdict::Fail),
        latency_finding(Measure::P99, 0.341, 0.012, Verdict::Fail),
        Finding {
            verdict: Verdict::Fail,
            change: Change::Regression,
            rule: Rule::Slo,
            endpoint: Some("POST /api/orders".to_owned()),
            measure: "99 % within 150 ms".to_owned(),
            base: None,
            run: Some(0.9838),
            unit: Some(Unit::Share),
            size: None,
            interval: None,
            p: Some(0.004),
            q: None,
            title: "POST /api/orders misses its objective".to_owned(),
            text: "About 24 of 1,490 requests were slower than 150 ms, 15 are allowed.".to_owned(),
            advice: None,
        },
        Finding {
            verdict: Verdict::Warn,
            change: Change::Regression,
            rule: Rule::Errors,
            endpoint: Some("POST /api/cart/items".to_owned()),
            measure: "unintended error share".to_owned(),
            base: Some(1.0 / 697.0),
            run: Some(14.0 / 621.0),
            unit: Some(Unit::Share),
            size: Some(14.0 / 621.0 - 1.0 / 697.0),
            interval: Some(Interval { low: 0.009, high: 0.033 }),
            p: Some(0.003),
            q: Some(0.024),
            title: "POST /api/cart/items has more unintended errors".to_owned(),
            text: "14 unintended errors, 1.3 ± 2.0 expected.".to_owned(),
            advice: Some("All 14 were status 500.".to_owned()),
        },
        Finding {
            verdict: Verdict::Warn,
            change: Change::Regression,
            rule: Rule::Slo,
            endpoint: None,
            measure: "http_req_duration{scenario:measure} p(95)<45".to_owned(),
            base: None,
            run: None,
            unit: None,
            size: None,
            interval: None,
            p: None,
            q: None,
            title: "k6 threshold crossed: http_req_duration{scenario:measure} p(95)<45".to_owned(),
            text: "It was crossed in the base as well.".to_owned(),
            advice: None,
        },
        Finding {
            verdict: Verdict::Inconclusive,
            change: Change::Regression,
            rule: Rule::Validity,
            endpoint: None,
            measure: "traffic mix".to_owned(),
            base: None,
            run: None,
            unit: None,
            size: None,
            interval: None,
            p: None,
            q: None,
            title: "The traffic mix moved".to_owned(),
            text: "7.1 % of the requests went to other endpoints than before.".to_owned(),
            advice: Some("Endpoints are judged, figures of all requests are not.".to_owned()),
        },
    ];
    let improvement = |measure: Measure, base: f64, run: f64, q: f64| Finding {
        verdict: Verdict::Pass,
        change: Change::Improvement,
        endpoint: Some("GET /api/products/popular".to_owned()),
        measure: measure.key().to_owned(),
        base: Some(base),
        run: Some(run),
        size: Some(run / base - 1.0),
        interval: Some(Interval { low: run / base - 1.08, high: run / base - 0.93 }),
        q: Some(q),
        title: "GET /api/products/popular is faster".to_owned(),
        text: "The other 9 endpoints moved +1.2 %.".to_owned(),
        ..latency_finding(measure, 0.0, q, Verdict::Pass)
    };
    Assessment {
        title: "shop".to_owned(),
        verdict: Verdict::Fail,
        summary: "POST /api/orders is slower, and 3 more findings".to_owned(),
        provisional: true,
        findings,
        improvements: vec![
            improvement(Measure::P95, 27.703, 21.88, 0.003),
            improvement(Measure::P50, 13.447, 10.71, 0.0004),
        ],
        not_tested: not_tested(),
        slos: slos(),
        base: vec![run("base-1", 0)],
        base_name: Some("base-1".to_owned()),
        run: run("orders-slower-30", 1),
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
    }
}

/// One run of a plain script: no base, no endpoints, no p99, no objectives.
pub(super) fn checked() -> Assessment {
    let mut naive = run("naive-slower", 1);
    naive.endpoints.clear();
    naive.thresholds.clear();
    naive.checks = vec![Check { path: "cart 201".to_owned(), passes: 2446, fails: 22 }];
    naive.meta.window = Window { scenarios: Vec::new(), text: "the whole test".to_owned() };
    naive.meta.started = Err(Missing::because("a summary does not tell when the test began"));
    naive.meta.window_duration = Ok(30.12);
    naive.rate = Ok(245.84);
    naive.whole = TrafficFigures {
        name: String::new(),
        requests: Ok(7404),
        outcomes: Ok(Outcomes { bad: 77, good: 7327, bad_may_hold_4xx: true, ..Outcomes::default() }),
        latency: Ok(LatencyFigures {
            count: Ok(7327),
            curve: vec![(0.5, 10.865), (0.9, 56.794), (0.95, 73.063)],
            max: Ok(1123.129),
            population: Population::Expected,
            span: Span::WholeTest,
        }),
        span: Span::WholeTest,
    };
    Assessment {
        title: "naive-slower".to_owned(),
        verdict: Verdict::None,
        summary: "Nothing was judged: there is no base, no objective and no threshold".to_owned(),
        provisional: false,
        findings: Vec::new(),
        improvements: Vec::new(),
        not_tested: Vec::new(),
        slos: Vec::new(),
        base: Vec::new(),
        base_name: None,
        run: naive,
        comparison: Err(Missing::because("no base was given")),
        notes: vec![
            Note::new("The summary tells no endpoints apart.")
                .with_hint("Set the `name` tag in the script, and a threshold per name."),
        ],
        settings: CompareSettings::default(),
        command: "perfreport check naive-slower/summary-export.json".to_owned(),
        generator: "perfreport 0.1.0".to_owned(),
    }
}

fn latency_finding(measure: Measure, log_change: f64, q: f64, verdict: Verdict) -> Finding {
    let (base, run) = row_quantiles(6, measure.quantile());
    Finding {
        verdict,
        change: Change::Regression,
        rule: Rule::Latency,
        endpoint: Some("POST /api/orders".to_owned()),
        measure: measure.key().to_owned(),
        base: Some(base),
        run: Some(run),
        unit: Some(Unit::Milliseconds),
        size: Some(log_change.exp_m1()),
        interval: Some(Interval { low: (log_change - 0.09).exp_m1(), high: (log_change + 0.09).exp_m1() }),
        p: Some(q / 10.0),
        q: Some(q),
        title: "POST /api/orders is slower".to_owned(),
        text: "The other 9 endpoints moved +1.2 %: not the host.".to_owned(),
        advice: None,
    }
}

fn row_quantiles(row: usize, q: f64) -> (f64, f64) {
    let index = QUANTILES.iter().position(|known| (known - q).abs() < 1e-9).unwrap();
    (ROWS[row].2[0][index], ROWS[row].2[1][index])
}

fn not_tested() -> Vec<NotTested> {
    let entry = |endpoint: Option<&str>, measure: &str, reason: &str| NotTested {
        endpoint: endpoint.map(str::to_owned),
        measure: measure.to_owned(),
        reason: reason.to_owned(),
    };
    vec![
        entry(Some(LONG), "p99", "318 requests, 500 needed; a run 1.6 × as long would do"),
        entry(Some(HOSTILE), "p99", "305 requests, 500 needed; a run 1.7 × as long would do"),
        entry(Some("GET /api/orders"), "p99", "the base states no p(99)"),
        entry(Some("GET /api/products"), "p99", "the base states no p(99)"),
        entry(None, "incidents", "a summary has no time line"),
    ]
}

fn slos() -> Vec<SloResult> {
    let slo = |endpoint: Option<&str>, text: &str, objective: Objective| SloResult {
        slo: Slo {
            scope: endpoint.map_or(SloScope::Whole, |name| SloScope::Endpoints(name.to_owned())),
            objective,
            window_days: 30.0,
        },
        text: text.to_owned(),
        endpoint: endpoint.map(str::to_owned),
        measured: Err(Missing::because("the summary states no percentile at or above 99 %")),
    };
    let measured = |bad: f64, total: u64, status, share: f64, settle, base| {
        let good_share = 1.0 - bad / total as f64;
        let half = 2.0 * bad.max(1.0).sqrt() / total as f64;
        let burn_rate = (1.0 - good_share) / (1.0 - share);
        Ok(SloMeasurement {
            bad,
            total,
            estimated: bad.fract() != 0.0,
            good_share,
            interval: Interval { low: good_share - half, high: (good_share + half).min(1.0) },
            p: if status == SloStatus::Missed { 0.004 } else { 0.19 },
            status,
            requests_to_settle: settle,
            base_good_share: base,
            budget: ErrorBudget {
                burn_rate,
                lasts_days: (burn_rate > 0.0).then(|| 30.0 / burn_rate),
                window_days: 30.0,
            },
        })
    };
    let within = |within: f64, share: f64| Objective::Latency { within, share };
    vec![
        SloResult {
            measured: measured(24.2, 1490, SloStatus::Missed, 0.99, None, Some(0.9925)),
            ..slo(Some("POST /api/orders"), "99 % within 150 ms", within(150.0, 0.99))
        },
        SloResult {
            measured: measured(17.6, 1490, SloStatus::MissedUnsure, 0.99, Some(5200), Some(0.9901)),
            ..slo(Some("POST /api/payments"), "99 % within 135 ms", within(135.0, 0.99))
        },
        SloResult {
            measured: measured(16.0, 19117, SloStatus::Met, 0.999, None, Some(0.99995)),
            ..slo(None, "99.9 % without unintended error", Objective::Success { share: 0.999 })
        },
        slo(Some("GET /api/products"), "99.5 % within 80 ms", within(80.0, 0.995)),
    ]
}

fn comparison() -> Comparison {
    let mut latency = Vec::new();
    for (index, row) in ROWS.iter().enumerate() {
        for measure in Measure::ALL {
            if measure == Measure::P99 && matches!(index, 0 | 1 | 8 | 9) {
                continue;
            }
            let (base, run) = row_quantiles(index, measure.quantile());
            let log_change = (run / base).ln();
            let half = if measure == Measure::P99 { 0.22 } else { 0.07 };
            let change = match index {
                6 => Change::Regression,
                2 if measure != Measure::P99 => Change::Improvement,
                _ => Change::Unchanged,
            };
            latency.push(LatencyCell {
                endpoint: row.0.to_owned(),
                measure,
                base,
                run,
                log_change,
                interval: Interval { low: log_change - half, high: log_change + half },
                others: 0.012,
                excess: log_change - 0.012,
                sd: half / 2.0,
                statistic: (log_change - 0.012) / (half / 2.0),
                df: 10.0,
                p: if index == 6 { 0.00008 } else { 0.4 },
                q: if index == 6 { 0.0007 } else { 0.72 },
                q_faster: if index == 2 { 0.003 } else { 0.9 },
                detectable: if index == 4 { 0.16 } else { 0.12 },
                change,
            });
        }
    }
    let errors = ROWS
        .iter()
        .map(|row| error_cell(ErrorFamily::Endpoint, Some(row.0), row.4, row.1))
        .chain([error_cell(ErrorFamily::Whole, None, [1, 16], [19176, 19117])])
        .collect();
    let shift = |measure, log_change: f64| SharedShift {
        measure,
        endpoints: 10,
        log_change,
        interval: Interval { low: log_change - 0.06, high: log_change + 0.06 },
        upper: log_change + 0.05,
        sd: 0.03,
        statistic: log_change / 0.03,
        df: 8.0,
        p: 0.35,
        p_faster: 0.65,
        detectable: 0.14,
        change: Change::Unchanged,
    };
    Comparison {
        base_runs: 1,
        evidence: Evidence::Percentiles,
        latency,
        shared: vec![shift(Measure::P50, 0.009), shift(Measure::P95, 0.012)],
        errors,
        throughput: Ok(ThroughputCell {
            base: 295.0,
            run: 294.1,
            log_change: -0.003,
            interval: Interval { low: -0.05, high: 0.045 },
            p: 0.44,
            change: Change::Unchanged,
        }),
        not_tested: not_tested(),
        validity: vec![ValidityFinding {
            kind: ValidityKind::TrafficMix,
            effect: ValidityEffect::WithholdPooled,
            text: "The traffic mix moved by 7.1 %: figures of all requests together are not judged."
                .to_owned(),
        }],
        validity_checks: vec![
            ("offered load".to_owned(), Ok("12 users on both sides".to_owned())),
            ("dropped iterations".to_owned(), Ok("none".to_owned())),
            ("traffic mix".to_owned(), Ok("moved by 7.1 %".to_owned())),
            ("script".to_owned(), Err(Missing::because("this kind of summary does not hold the script"))),
            (
                "k6 version".to_owned(),
                Err(Missing::because("this kind of summary does not hold the version")),
            ),
        ],
        load: LoadPair { base: Ok(Workload::Closed), run: Ok(Workload::Closed) },
        notes: Vec::new(),
    }
}

fn error_cell(family: ErrorFamily, subject: Option<&str>, bad: [u64; 2], total: [u64; 2]) -> ErrorCell {
    let counts = |side: usize| Counts { bad: bad[side], total: total[side] };
    let difference = counts(1).share() - counts(0).share();
    let worse = bad[1] > 10;
    ErrorCell {
        family,
        subject: subject.map(str::to_owned),
        base: counts(0),
        run: counts(1),
        expected: 1.34,
        sd: 2.0,
        phi: 1.5,
        interval: Interval { low: difference - 0.012, high: difference + 0.012 },
        p: if worse { 0.003 } else { 0.5 },
        q: if worse { 0.024 } else { 0.8 },
        q_better: 0.9,
        change: if worse { Change::Regression } else { Change::Unchanged },
    }
}

fn run(name: &str, side: usize) -> RunFigures {
    let endpoints = ROWS
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let mut curve: Vec<(f64, f64)> = QUANTILES.into_iter().zip(row.2[side]).collect();
            if side == 0 && index < 2 {
                curve.retain(|point| point.0 < 0.99);
            }
            TrafficFigures {
                name: row.0.to_owned(),
                requests: Ok(row.1[side]),
                outcomes: Ok(Outcomes {
                    bad: row.4[side],
                    good: row.1[side] - row.4[side],
                    ..Outcomes::default()
                }),
                latency: Ok(LatencyFigures {
                    count: Ok(row.1[side]),
                    curve,
                    max: Ok(row.3[side]),
                    population: Population::AllResponses,
                    span: Span::Window,
                }),
                span: Span::Window,
            }
        })
        .collect();
    let (total, bad) = ([19176, 19117][side], [1, 16][side]);
    let statuses = [
        BTreeMap::from([(0, 0), (404, 43), (409, 0), (422, 14), (500, 1)]),
        BTreeMap::from([(0, 2), (404, 49), (409, 12), (422, 15), (500, 14)]),
    ];
    let classes = [[57, 0, 1, 0, 0], [76, 0, 14, 1, 1]];
    RunFigures {
        meta: Meta {
            name: name.to_owned(),
            started: "2026-11-22T13:32:53Z".parse::<DateTime<Utc>>().map_err(|_| Missing::because("no time")),
            ended: Err(Missing::because("a summary does not tell when the test ended")),
            duration: Ok([75.178, 75.210][side]),
            window_duration: Ok(65.0),
            window: Window { scenarios: vec!["measure".to_owned()], text: "scenario measure".to_owned() },
            tool: "k6 2.2.0".to_owned(),
            tool_version: Ok("2.2.0".to_owned()),
            script_hash: Err(Missing::because("not in this file")),
            tags: BTreeMap::from([("commit".to_owned(), ["4f1c2aa", "9d0be71"][side].to_owned())]),
            sources: vec![Source {
                name: format!("{name}/handle-summary.json"),
                bytes: [15_204, 15_260][side],
                format: Format::K6HandleSummary,
            }],
        },
        whole: TrafficFigures {
            name: String::new(),
            requests: Ok(total),
            outcomes: Ok(Outcomes {
                bad,
                good: total - bad,
                classes: Outcome::ALL.into_iter().skip(1).zip(classes[side]).collect(),
                statuses: statuses[side].clone(),
                bad_may_hold_4xx: false,
            }),
            latency: Ok(LatencyFigures {
                count: Ok(total),
                curve: QUANTILES
                    .into_iter()
                    .zip(
                        [[11.152, 33.154, 43.747, 74.171, 158.57], [11.346, 36.208, 49.352, 80.783, 200.897]]
                            [side],
                    )
                    .collect(),
                max: Ok([527.685, 491.737][side]),
                population: Population::Expected,
                span: Span::Window,
            }),
            span: Span::Window,
        },
        rate: Ok([295.02, 294.11][side]),
        endpoints,
        load: Load {
            peak_vus: Ok(12.0),
            max_vus: Ok(12.0),
            iterations: Ok([4624, 4487][side]),
            dropped_iterations: Err(Missing::because("the file counts no dropped iterations")),
            data_received: Err(Missing::because("not in this file")),
            data_sent: Err(Missing::because("not in this file")),
            phases: vec![("blocked".to_owned(), 0.008), ("connecting".to_owned(), 0.0)],
        },
        checks: vec![
            Check { path: "browse::products 200".to_owned(), passes: 4487, fails: 0 },
            Check { path: "buy::<b>order</b> 201 | 409".to_owned(), passes: 1538, fails: 12 },
        ],
        thresholds: vec![
            Threshold {
                metric: "http_req_duration{scenario:measure}".to_owned(),
                expression: "p(95)<45".to_owned(),
                crossed: true,
            },
            Threshold {
                metric: "http_req_failed{scenario:measure}".to_owned(),
                expression: "rate<0.01".to_owned(),
                crossed: false,
            },
        ],
        notes: Vec::new(),
    }
}
