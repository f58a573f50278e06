//! The comparison as raw points would tell it: 75 s with ten of warm-up, a ramp, and an incident of 20 s.

use std::collections::BTreeMap;

use super::{compared, many, servers};
use crate::model::figures::{RunFigures, TrafficFigures};
use crate::model::incident::{Incident, IncidentKind};
use crate::model::judgement::{Assessment, SloResult};
use crate::model::latency::Population;
use crate::model::outcome::Outcome;
use crate::model::slo::Objective;
use crate::model::subject::Subject;
use crate::model::timeline::{Moment, Timeline};

pub(super) const SECONDS: i64 = 75;
pub(super) const WARM_UP: i64 = 10;
/// The incident of the candidate, in seconds since the test began.
pub(super) const INCIDENT: std::ops::Range<i64> = 38..58;
/// Unix times at which the two tests began, a little into a slice.
const BEGAN: [&str; 2] = ["2026-11-22T13:20:11.4Z", "2026-11-22T13:32:53.7Z"];
const BANDS: usize = 24;

/// How finely a run is told.
#[derive(Clone, Copy)]
pub(super) struct Grain {
    /// Seconds in a slice.
    pub(super) width: i64,
    pub(super) slices: i64,
    bands: usize,
}

/// The comparison of raw points, with slices of a second.
pub(in crate::render) fn timed() -> Assessment {
    let whole = Grain { width: 1, slices: SECONDS + 1, bands: BANDS };
    told(compared(), whole, Grain { width: 2, slices: SECONDS / 2 + 1, bands: 0 })
}

/// The same stretched to more than an hour, with as many slices and endpoints as a report shows.
pub(in crate::render) fn long() -> Assessment {
    let whole = Grain { width: 32, slices: 160, bands: BANDS };
    let mut long = told(many(10), whole, Grain { width: 128, slices: 40, bands: 0 });
    // As many resources and endpoints of the servers as a report draws, and more.
    if let Ok(servers) = &mut long.servers {
        servers.resources.extend(servers.resources.clone());
        while servers.endpoints.len() < 80 {
            servers.endpoints.extend(servers.endpoints.clone());
        }
    }
    long
}

fn told(mut assessment: Assessment, whole: Grain, endpoint: Grain) -> Assessment {
    let sides = assessment.base.iter_mut().map(|base| (base, 0)).chain([(&mut assessment.run, 1)]);
    for (figures, side) in sides {
        tell_time(figures, side, whole, endpoint);
    }
    // An objective on all requests, which the charts over time show.
    let mut objective = assessment.slos[0].clone();
    objective.subject = Subject::Whole;
    objective.slo.objective = Objective::Latency { within: 150.0, share: 0.95 };
    assessment.slos.push(SloResult { text: "95 % within 150 ms".to_owned(), ..objective });
    assessment.servers = Ok(servers::diagnosis(whole));
    let began = assessment.run.meta.started.as_ref().unwrap().timestamp();
    assessment.incidents = vec![Incident {
        start: began + INCIDENT.start,
        end: began + INCIDENT.end,
        endpoints: ["POST /api/orders", "POST /api/payments"].map(Subject::endpoint).to_vec(),
        requests: 4100,
        bad: 59,
        slow: 900,
        kind: IncidentKind::Errors,
        text: "From 13:33:31 to 13:33:51 UTC, 59 of 4,100 requests ended in unintended errors.".into(),
    }];
    assessment
}

fn tell_time(figures: &mut RunFigures, side: usize, whole: Grain, each: Grain) {
    figures.meta.started = Ok(BEGAN[side].parse().unwrap());
    let began = figures.meta.started.as_ref().unwrap().timestamp();
    figures.whole.timeline = Ok(timeline(began, side, 0, 300.0, whole));
    figures.whole.error_codes = if side == 0 {
        BTreeMap::from([(1404, 43), (1500, 1)])
    } else {
        BTreeMap::from([(1050, 9), (1212, 1), (1404, 49), (1500, 14)])
    };
    for (index, endpoint) in figures.endpoints.iter_mut().enumerate() {
        let rate = *endpoint.requests.as_ref().unwrap() as f64 / 65.0;
        endpoint.timeline = Ok(timeline(began, side, index as u64 + 1, rate, each));
    }
    for traffic in figures.endpoints.iter_mut().chain([&mut figures.whole]) {
        full_curve(traffic);
    }
}

/// Gives a curve the sixteen points that a distribution has.
fn full_curve(traffic: &mut TrafficFigures) {
    let latency = traffic.latency.as_mut().unwrap();
    let known = latency.curve.clone();
    let at = |q: f64| {
        let position = |q: f64| -(1.0 - q).ln();
        let above = known.iter().position(|point| point.0 >= q).unwrap_or(known.len() - 1).max(1);
        let (a, b) = (known[above - 1], known[above]);
        let share = (position(q) - position(a.0)) / (position(b.0) - position(a.0));
        (a.1.ln() + share * (b.1.ln() - a.1.ln())).exp()
    };
    let quantiles = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.9975, 0.999];
    latency.curve = quantiles.map(|q| (q, at(q))).to_vec();
    latency.population = Population::ExpectedAndTimeouts;
}

/// A number between 0 and 1 that looks random and is always the same.
pub(super) fn noise(seed: u64) -> f64 {
    let mut x = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03;
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn timeline(began: i64, side: usize, endpoint: u64, rate: f64, grain: Grain) -> Timeline {
    let Grain { width, slices, bands } = grain;
    let upper: Vec<f64> = (1..=bands).map(|band| 3.0 * 1.28_f64.powi(band as i32)).collect();
    let first = began - began.rem_euclid(width);
    let moments = (0..slices)
        .map(|index| {
            let start = first + index * width;
            let at = index * SECONDS / (slices - 1);
            let seed = (side as u64) << 40 | endpoint << 20 | index as u64;
            let incident = side == 1 && INCIDENT.contains(&at);
            // A ramp over ten seconds, and slices that the start and the end of the test cut.
            let ramp = (at as f64 / 10.0).clamp(0.1, 1.0);
            let cut = if index == 0 {
                0.3
            } else if index == slices - 1 {
                0.4
            } else {
                1.0
            };
            let slowed = if incident { 0.72 } else { 1.0 };
            let requests = (rate * width as f64 * ramp * cut * slowed * (0.92 + 0.16 * noise(seed))) as u64;
            let cold = 1.0 + 2.5 * (-(at as f64) / 4.0).exp();
            let spread = if incident { 4.2 } else { 1.0 };
            let p50 = 11.0 * cold * (0.95 + 0.1 * noise(seed ^ 1)) * if incident { 1.25 } else { 1.0 };
            let p95 = p50 * 3.9 * (0.9 + 0.25 * noise(seed ^ 2)) * spread;
            let p99 = p95 * (1.5 + 0.5 * noise(seed ^ 3));
            let mut outcomes = BTreeMap::new();
            let mut count = |outcome, count: f64| {
                if count >= 1.0 && requests > 20 {
                    outcomes.insert(outcome, count as u64);
                }
            };
            count(Outcome::Intended4xx, 4.0 * noise(seed ^ 4));
            if incident {
                count(Outcome::ServerError, 5.0 * noise(seed ^ 5));
                count(Outcome::Timeout, 2.4 * noise(seed ^ 6));
            }
            count(Outcome::Undeclared4xx, 1.06 * noise(seed ^ 7));
            count(Outcome::TransportError, 1.03 * noise(seed ^ 8));
            let bad: u64 = outcomes.values().sum();
            outcomes.insert(Outcome::Ok, requests.saturating_sub(bad));
            Moment {
                start,
                judged: at >= WARM_UP,
                requests,
                outcomes,
                p50: Some(p50),
                p95: Some(p95),
                p99: Some(p99),
                users: (bands > 0).then_some((12.0 * ramp).round()),
                bands: upper
                    .iter()
                    .enumerate()
                    .map(|(band, upper)| {
                        let uneven = 0.7 + 0.6 * noise(seed ^ (band as u64 + 16) << 48);
                        (in_band(*upper, p50, p95, requests) * uneven).round() as u64
                    })
                    .collect(),
            }
        })
        .collect();
    Timeline { width, bands: upper, moments, fine: None }
}

/// Requests of a log-logistic distribution with this median and p95 between `upper` / 1.28 and `upper`.
fn in_band(upper: f64, p50: f64, p95: f64, requests: u64) -> f64 {
    let shape = 19.0_f64.ln() / (p95 / p50).ln();
    let below = |latency: f64| 1.0 / (1.0 + (latency / p50).powf(-shape));
    (below(upper) - below(upper / 1.28)) * requests as f64
}
