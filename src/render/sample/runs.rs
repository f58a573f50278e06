//! The runs: real figures of a base and of a slower candidate.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::model::check::{Check, Threshold};
use crate::model::endpoint::Span;
use crate::model::figures::{LatencyFigures, RunFigures, TrafficFigures};
use crate::model::latency::Population;
use crate::model::load::{Load, Phase};
use crate::model::missing::Missing;
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::run::{Meta, Window};
use crate::model::sample::metrics;
use crate::model::source::{Format, Source};
use crate::model::subject::Subject;

/// An endpoint name that tries everything.
pub(super) const HOSTILE: &str =
    "GET /<script>alert(1)</script>|`x`\"'&\n[y](javascript:z) *b* _i_ {{ 7*7 }}";
/// An endpoint name that is too long for any column.
pub(super) const LONG: &str = "PATCH /api/v2/tenants/{tenantId}/warehouses/{warehouseId}/inventory-reservations/{reservationId}/line-items";

const QUANTILES: [f64; 5] = [0.5, 0.9, 0.95, 0.99, 0.999];

/// Name, requests and p50, p90, p95, p99, p99.9 of base and run, longest of both, bad requests of both.
pub(super) type Row = (&'static str, [u64; 2], [[f64; 5]; 2], [f64; 2], [u64; 2]);

pub(super) const ROWS: [Row; 10] = [
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

/// Base and run of a row at a quantile.
pub(super) fn row_quantiles(row: usize, q: f64) -> (f64, f64) {
    let index = QUANTILES.iter().position(|known| (known - q).abs() < 1e-9).unwrap();
    (ROWS[row].2[0][index], ROWS[row].2[1][index])
}

/// The figures of one run; side 0 is the base, side 1 the candidate.
pub(super) fn run(name: &str, side: usize) -> RunFigures {
    let endpoints = ROWS
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let mut curve: Vec<(f64, f64)> = QUANTILES.into_iter().zip(row.2[side]).collect();
            if side == 0 && index < 2 {
                curve.retain(|point| point.0 < 0.99);
            }
            TrafficFigures {
                error_codes: Default::default(),
                timeline: Err(Missing::because("a summary holds no single responses")),
                subject: Subject::endpoint(row.0),
                requests: Ok(row.1[side]),
                outcomes: Ok(Outcomes {
                    bad: row.4[side],
                    good: row.1[side] - row.4[side],
                    ..Outcomes::default()
                }),
                latency: Ok(LatencyFigures {
                    of_all: None,
                    bounds: None,
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
            window: Window {
                scenarios: vec!["measure".to_owned()],
                text: "scenario measure".into(),
                ..Window::default()
            },
            tool: "k6 2.2.0".to_owned(),
            tool_version: Ok("2.2.0".to_owned()),
            script_hash: Err(Missing::because("not in this file")),
            cut_short: false,
            unread_share: 0.0,
            tags: BTreeMap::from([("commit".to_owned(), ["4f1c2aa", "9d0be71"][side].to_owned())]),
            sources: vec![Source {
                name: format!("{name}/handle-summary.json"),
                bytes: [15_204, 15_260][side],
                format: Format::K6HandleSummary,
            }],
        },
        whole: TrafficFigures {
            error_codes: Default::default(),
            timeline: Err(Missing::because("a summary holds no single responses")),
            subject: Subject::Whole,
            requests: Ok(total),
            outcomes: Ok(Outcomes {
                bad,
                good: total - bad,
                classes: Outcome::ALL.into_iter().skip(1).zip(classes[side]).collect(),
                statuses: statuses[side].clone(),
                bad_may_hold_4xx: false,
            }),
            latency: Ok(LatencyFigures {
                of_all: None,
                bounds: None,
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
            counted_over: Ok(75.2),
            iterations: Ok([4624, 4487][side]),
            dropped_iterations: Err(Missing::because("the file counts no dropped iterations")),
            data_received: Err(Missing::because("not in this file")),
            data_sent: Err(Missing::because("not in this file")),
            phases: [("blocked", 0.008), ("connecting", 0.0)]
                .map(|(name, p95)| Phase { name: name.to_owned(), p95 })
                .into(),
        },
        checks: vec![
            Check { path: "browse::products 200".to_owned(), passes: 4487, fails: 0 },
            Check { path: "buy::<b>order</b> 201 | 409".to_owned(), passes: 1538, fails: 12 },
        ],
        metrics: metrics("odd | <b>"),
        thresholds: vec![
            Threshold {
                metric: "http_req_duration{scenario:measure}".to_owned(),
                expression: "p(95)<45".to_owned(),
                crossed: true,
                no_samples: false,
                measured: None,
            },
            Threshold {
                metric: "http_req_failed{scenario:measure}".to_owned(),
                expression: "rate<0.01".to_owned(),
                crossed: false,
                no_samples: false,
                measured: None,
            },
        ],
        notes: Vec::new(),
    }
}
