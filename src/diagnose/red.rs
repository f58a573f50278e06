//! The servers' view of each endpoint beside the load generator's, as figures and over time.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::Axis;
use super::server_red::server_red;
use crate::model::diagnosis::{Course, EndpointRed, RedCourse};
use crate::model::endpoint::EndpointId;
use crate::model::request_labels;
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

/// A route without the names of its parameters.
#[derive(Debug, PartialEq, Eq)]
struct Route {
    method: Option<String>,
    segments: Vec<String>,
}

impl Route {
    fn of(id: &EndpointId) -> Self {
        let text = id.to_string();
        let (method, path) = match text.split_once(' ') {
            Some((method, path)) if method.chars().all(|c| c.is_ascii_uppercase()) => {
                (Some(method.to_owned()), path.trim())
            }
            _ => (id.method.clone(), text.as_str()),
        };
        let path = path.split('?').next().unwrap_or_default();
        Self { method, segments: segments(path).into_iter().map(segment).collect() }
    }
}

/// Splits a path at its slashes. One inside brackets belongs to the pattern of a parameter: `(?P<name>[^/]+)`.
fn segments(path: &str) -> Vec<&str> {
    let (mut found, mut depth, mut from) = (Vec::new(), 0_usize, 0);
    for (at, character) in path.char_indices() {
        match character {
            '(' | '[' | '{' | '<' => depth += 1,
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                found.push(&path[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&path[from..]);
    // Django's routes may be regular expressions: `^api/orders/$`.
    found
        .into_iter()
        .map(|part| part.trim_start_matches('^'))
        .filter(|part| !["", "$"].contains(part))
        .collect()
}

/// Takes the name off a parameter, as frameworks write them: `{id}`, `:id`, `<int:id>`, `[id]`, `(?P<id>…)`, `$id`, `#id`,
/// `*`, `*path`, `**`. Of anything else a fragment is cut off.
fn segment(segment: &str) -> String {
    if segment.starts_with([':', '{', '<', '[', '(', '$', '#', '*']) {
        return "{}".to_owned();
    }
    segment.split('#').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::Route;
    use crate::model::endpoint::EndpointId;

    #[test]
    fn a_route_is_the_same_whatever_its_parameters_are_called() {
        let named = |name: &str| Route::of(&EndpointId::named(name));
        let server =
            EndpointId { method: Some("GET".to_owned()), name: "/api/products/{productId}".to_owned() };
        assert_eq!(named("GET /api/products/:id/"), Route::of(&server));
        assert_ne!(named("GET /api/products"), Route::of(&server));
        for parameter in [
            "{id}",
            "{id:int}",
            "{id:[^/]+}",
            ":id",
            ":id(\\d+)",
            "<int:id>",
            "<id>",
            "[id]",
            "[...slug]",
            "*",
            "**",
            "*path",
            "$id",
            "#id",
            "#val",
            "(?P<pk>[^/.]+)",
        ] {
            assert_eq!(named(&format!("GET /api/products/{parameter}")), Route::of(&server), "{parameter}");
            assert_eq!(named(&format!("GET ^api/products/{parameter}/$")), Route::of(&server), "{parameter}");
        }
        assert_eq!(named("GET /api/products#top"), named("GET /api/products"));
        assert_eq!(named("/api/orders?x=1").method, None);
        assert_ne!(named("create order"), named("order"));
    }
}
