//! The tail: latency over percentile, all requests together and endpoint by endpoint.

use serde::Serialize;

use crate::model::figures::LatencyFigures;
use crate::model::judgement::{Assessment, SloResult};
use crate::model::latency::{Population, percent_of};
use crate::model::quantity::{LatencyScale, Milliseconds, NBSP};
use crate::model::slo::Objective;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::percentile_curve::{Curve, CurveChart};

use super::figure::{ChartRef, Charts};
use super::subject::Facts;
use crate::render::text::plain;
use crate::words::say;

/// The section on the tail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Tail {
    pub(crate) curves: Vec<TailCurve>,
    /// The most base runs in one of them.
    pub(crate) bases: usize,
    /// What is not shown, and why; empty where all is.
    pub(crate) rest: String,
}

/// One curve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TailCurve {
    pub(crate) name: String,
    pub(crate) chart: ChartRef,
}

/// Small multiples stop being small beyond three rows of three.
const MOST_CURVES: usize = 9;
/// One point is no curve.
const LEAST_POINTS: usize = 2;

/// Builds the section: all requests, then the endpoints in the order of the changes.
pub(crate) fn tail(assessment: &Assessment, subjects: &[Facts<'_>], charts: &mut Charts) -> Tail {
    let mut curves = Vec::new();
    let mut bases = 0;
    let (mut cut, mut none) = (0_usize, 0_usize);
    for (index, subject) in subjects.iter().enumerate() {
        let (run, base) = subject.curves();
        let Some(run) = run.filter(|run| run.curve.len() >= LEAST_POINTS) else {
            none += 1;
            continue;
        };
        if curves.len() == MOST_CURVES {
            cut += 1;
            continue;
        }
        bases = bases.max(base.len());
        let chart = add(assessment, subject, run, &base, (format!("tail-{index}"), true), charts);
        curves.push(TailCurve { name: subject.name.clone(), chart });
    }
    let mut rest = Vec::new();
    if cut > 0 {
        rest.push(say!("tail-cut", endpoints = cut));
    }
    if none > 0 && !curves.is_empty() {
        rest.push(say!("tail-unknown", rows = none));
    }
    Tail { curves, bases, rest: rest.join(" ") }
}

/// Adds the curve of one subject, under a name; whether the page explains it is said beside that.
pub(crate) fn add(
    assessment: &Assessment,
    subject: &Facts<'_>,
    run: &LatencyFigures,
    base: &[&LatencyFigures],
    (name, explained): (String, bool),
    charts: &mut Charts,
) -> ChartRef {
    let curve =
        |figures: &LatencyFigures| Curve { points: figures.curve.clone(), marked: !is_distribution(figures) };
    let chart = CurveChart {
        base: base.iter().map(|base| curve(base)).collect(),
        run: curve(run),
        limits: assessment.slos.iter().filter_map(|slo| limit(slo, subject)).collect(),
        explained,
    };
    let title = say!("tail-of", subject = &subject.name);
    charts.add(name, title, describe(&chart), ChartKind::Curve(chart))
}

/// Tells whether a curve was read off a distribution: then every quantile is known, and the points mean nothing.
pub(crate) fn is_distribution(figures: &LatencyFigures) -> bool {
    figures.population == Population::ExpectedAndTimeouts
}

/// Tells whether a quantile is worth a line of text: all that a summary states, of a distribution the usual ones.
pub(crate) fn is_told(q: f64, marked: bool) -> bool {
    marked || USUAL.iter().any(|usual| (usual - q).abs() < 1e-9)
}

/// The quantiles of a distribution that are written out.
const USUAL: [f64; 7] = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999];

/// Returns a latency objective that speaks of the subject.
pub(crate) fn limit(slo: &SloResult, subject: &Facts<'_>) -> Option<(String, f64)> {
    let Objective::Latency { within, .. } = slo.slo.objective else { return None };
    (slo.subject == *subject.subject && within.is_finite())
        .then(|| (say!("tail-limit", objective = plain(slo.title())), within))
}

fn describe(chart: &CurveChart) -> String {
    let points = |curve: &Curve| {
        let scale = LatencyScale::of(&curve.points.iter().map(|point| point.1).collect::<Vec<_>>());
        let texts: Vec<String> = curve
            .points
            .iter()
            .filter(|point| is_told(point.0, curve.marked))
            .map(|&(q, latency)| {
                format!("p{} {}{NBSP}{}", percent_of(q), scale.number(latency), scale.unit())
            })
            .collect();
        texts.join(", ")
    };
    let mut parts = vec![say!("tail-run", figures = points(&chart.run))];
    parts.extend(chart.base.iter().map(|base| say!("tail-base", figures = points(base))));
    let limits = chart.limits.iter();
    parts.extend(
        limits.map(|(text, latency)| say!("tail-limit-at", limit = text, latency = Milliseconds(*latency))),
    );
    parts.join(" ")
}
