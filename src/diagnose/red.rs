//! The servers' view of each endpoint beside the load generator's, as figures and over time.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::Axis;
use super::server_red::server_red;
use crate::model::diagnosis::{Course, EndpointRed, RedCourse};
use crate::model::endpoint::EndpointId;
use crate::model::request_labels;
use crate::model::route::Route;
use crate::model::run::Run;
use crate::model::series::role::{Role, Vantage};
use crate::model::series::{Series, ServerMetrics, Signal};
use crate::model::server_red::{ServerLatency, ServerRed};
use crate::model::subject::Subject;

/// So many endpoints have their course; the others have their figures.
const WITH_COURSE: usize = 10;

/// One side: what was measured, and its axis.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) metrics: &'a ServerMetrics,
    pub(super) axis: Axis,
}

/// Reads the servers' view of each endpoint, the busiest first, and finds what the load generator calls it.
pub(super) fn endpoints(run: &Run, own: Side<'_>, base: Option<Side<'_>>) -> Vec<EndpointRed> {
    let mut found = server_red(own.metrics, own.axis.judged);
    found.sort_by(|a, b| rate(b).total_cmp(&rate(a)).then_with(|| a.endpoint.cmp(&b.endpoint)));
    let drawn: BTreeSet<&EndpointId> = found.iter().take(WITH_COURSE).map(|red| &red.endpoint).collect();
    let mut courses = courses(own, &drawn);
    let mut of_base: BTreeMap<EndpointId, ServerRed> = base
        .map(|base| server_red(base.metrics, base.axis.judged))
        .unwrap_or_default()
        .into_iter()
        .map(|red| (red.endpoint.clone(), red))
        .collect();
    let mut base_courses = base.map(|base| self::courses(base, &drawn)).unwrap_or_default();
    found
        .into_iter()
        .map(|red| EndpointRed {
            client: client(run, &red.endpoint),
            course: courses.remove(&red.endpoint).unwrap_or_default(),
            base: of_base.remove(&red.endpoint),
            base_course: base_courses.remove(&red.endpoint),
            run: red,
        })
        .collect()
}

fn rate(red: &ServerRed) -> f64 {
    red.rate.clone().unwrap_or(0.0)
}

/// Reads the course of some endpoints. A slice of two samples at least: one increase tells little of a tail.
fn courses(side: Side<'_>, endpoints: &BTreeSet<&EndpointId>) -> BTreeMap<EndpointId, RedCourse> {
    let axis = side.axis.no_finer(side.axis.width_log2 + 1);
    let metrics = only(side.metrics, endpoints);
    let mut courses: BTreeMap<EndpointId, RedCourse> = BTreeMap::new();
    for (start, span) in axis.slices() {
        for red in server_red(&metrics, span) {
            let course = courses.entry(red.endpoint.clone()).or_insert_with(|| RedCourse {
                rate: empty(axis),
                errors: empty(axis),
                p95: empty(axis),
            });
            course.rate.points.extend(red.rate.ok().map(|rate| (start, rate)));
            course.errors.points.extend(red.error_share.ok().map(|share| (start, share)));
            if let Ok(ServerLatency::At(milliseconds)) = red.p95 {
                course.p95.points.push((start, milliseconds));
            }
        }
    }
    courses
}

fn empty(axis: Axis) -> Course {
    Course { width: axis.width(), points: Vec::new() }
}

/// What was measured of some endpoints.
fn only(metrics: &ServerMetrics, endpoints: &BTreeSet<&EndpointId>) -> ServerMetrics {
    let of_requests = |signal: &&Signal| {
        signal.vantage == Vantage::Server
            && matches!(signal.role, Role::Traffic | Role::Errors | Role::Latency)
    };
    let is_wanted =
        |series: &&Series| request_labels::endpoint(&series.labels).is_some_and(|id| endpoints.contains(&id));
    let reduced = |signal: &Signal| Signal {
        name: signal.name.clone(),
        metric: signal.metric.clone(),
        query: None,
        role: signal.role,
        vantage: signal.vantage,
        worse: signal.worse,
        unit: signal.unit.clone(),
        kind: signal.kind,
        quantile: signal.quantile,
        series: signal.series.iter().filter(is_wanted).cloned().collect(),
        remarks: signal.remarks.clone(),
        source: signal.source.clone(),
    };
    ServerMetrics {
        signals: metrics.signals.iter().filter(of_requests).map(reduced).collect(),
        notes: Vec::new(),
    }
}

/// Finds what the load generator calls an endpoint of the servers: the same method and route, whatever the names of its
/// parameters; where it does not tell the method, the only endpoint of that route.
fn client(run: &Run, server: &EndpointId) -> Option<Subject> {
    let wanted = Route::of(server);
    let named =
        || run.judged_endpoints().map(|endpoint| (Route::of(&endpoint.id), Subject::from(&endpoint.id)));
    if let Some((_, name)) = named().find(|(route, _)| *route == wanted) {
        return Some(name);
    }
    let mut alike = named().filter(|(route, _)| {
        route.segments == wanted.segments && (route.method.is_none() || wanted.method.is_none())
    });
    let (_, name) = alike.next()?;
    alike.next().is_none().then_some(name)
}
