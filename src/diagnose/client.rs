//! What the load generator saw over time, in the slices of the servers' samples.

use super::axis::Axis;
use crate::model::diagnosis::{Course, Followed};
use crate::model::endpoint::Traffic;
use crate::model::run::Run;
use crate::model::subject::Subject;
use crate::model::timeline::{Moment, Sources, Timeline};

/// More slices than any axis has.
const ALL: usize = 1 << 20;

/// Something that became worse over time, which signals may follow.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Symptom {
    pub(super) what: Followed,
    pub(super) course: Course,
}

/// Lists what signals may follow: p95 and unintended errors of all requests, and p95 of the endpoints that are named.
/// Empty for a summary, which has no time line.
pub(super) fn symptoms(run: &Run, endpoints: &[Subject], axis: Axis) -> Vec<Symptom> {
    let mut symptoms = Vec::new();
    let mut add = |what, course: Option<Course>| {
        symptoms
            .extend(course.filter(|course| !course.points.is_empty()).map(|course| Symptom { what, course }));
    };
    let whole = timeline(&run.whole, axis);
    add(Followed::P95, whole.as_ref().map(|whole| course(whole, axis, |moment| moment.p95)));
    add(Followed::Errors, whole.as_ref().map(|whole| course(whole, axis, Moment::error_share)));
    for endpoint in run.endpoints.iter().filter(|endpoint| endpoints.contains(&(&endpoint.id).into())) {
        let own = timeline(&endpoint.traffic, axis).map(|own| course(&own, axis, |moment| moment.p95));
        add(Followed::EndpointP95(endpoint.id.to_string()), own);
    }
    symptoms
}

/// The requests per second of all requests.
pub(super) fn rate(run: &Run, axis: Axis) -> Course {
    let whole = timeline(&run.whole, axis);
    let per_second = |moment: &Moment| Some(moment.requests as f64 / axis.width() as f64);
    whole.map(|whole| course(&whole, axis, per_second)).unwrap_or_default()
}

fn timeline(traffic: &Traffic, axis: Axis) -> Option<Timeline> {
    let responses = traffic.responses.as_ref().ok()?;
    let sources = Sources { responses, left_out: &traffic.left_out, users: None };
    // An endpoint of few requests may have wider slices than the axis: it cannot be held against the samples.
    Timeline::no_finer(&sources, ALL, axis.width_log2).filter(|timeline| timeline.width == axis.width())
}

fn course(timeline: &Timeline, axis: Axis, figure: impl Fn(&Moment) -> Option<f64>) -> Course {
    let point = |moment: &Moment| Some((axis.since_window(moment.start), figure(moment)?));
    Course { width: timeline.width, points: timeline.moments.iter().filter_map(point).collect() }
}
