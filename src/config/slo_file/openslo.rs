//! OpenSLO's `openslo/v1`: objects of the kind SLO, with the SLIs and data sources that they name.

use crate::config::error::Mistake;
use crate::config::value::{hundredth, objective};
use crate::model::slo::{DEFAULT_WINDOW_DAYS, Slo};

use super::indicator::{Counted, Question, ratio, raw_ratio, threshold};
use super::yaml::Node;

/// Reads the objectives of a document: none where it is of another kind.
pub(super) fn objectives(document: Node, all: &[Node]) -> Vec<Result<Slo, Mistake>> {
    let named = || Ok((document.need("kind")?.string()?, document.need("metadata")?.need("name")?.string()?));
    match named() {
        Ok(("SLO", name)) => {
            let about = |mistake: Mistake| mistake.about(&format!("SLO `{name}`"));
            match document.need("spec").and_then(|spec| of_spec(spec, all)) {
                Ok(found) => found.into_iter().map(|one| one.map_err(about)).collect(),
                Err(mistake) => vec![Err(about(mistake))],
            }
        }
        Ok(_) => Vec::new(),
        Err(mistake) => vec![Err(mistake)],
    }
}

fn of_spec(spec: Node, all: &[Node]) -> Result<Vec<Result<Slo, Mistake>>, Mistake> {
    if let Some(method) = spec.get("budgetingMethod").filter(|method| !method.is("Occurrences")) {
        return Err(
            method.mistake("slices of time are counted, and a load test counts requests\nwrite Occurrences")
        );
    }
    let window_days = spec.get("timeWindow").map_or(Ok(DEFAULT_WINDOW_DAYS), window)?;
    let indicator = indicator(spec, all)?;
    let objectives = spec.need("objectives")?;
    let found: Vec<_> = objectives
        .list()?
        .map(|wanted| {
            let share = share(wanted)?;
            let question = question(indicator, wanted, share, all)?;
            Ok(Slo {
                objective: question.objective(share),
                scope: question.scope,
                window_days,
                runbook: None,
            })
        })
        .collect();
    if found.is_empty() {
        return Err(objectives.mistake("there is no objective"));
    }
    Ok(found)
}

/// Months, quarters and years have the days that people count with.
const UNITS: [(char, f64); 7] =
    [('m', 1.0 / 1440.0), ('h', 1.0 / 24.0), ('d', 1.0), ('w', 7.0), ('M', 30.0), ('Q', 90.0), ('Y', 365.0)];

fn window(windows: Node) -> Result<f64, Mistake> {
    let windows: Vec<Node> = windows.list()?.collect();
    let [window] = windows.as_slice() else {
        return windows.get(1).map_or(Ok(DEFAULT_WINDOW_DAYS), |second| {
            Err(second.mistake("an objective has one time window"))
        });
    };
    let duration = window.need("duration")?;
    let text = duration.string()?;
    let days = UNITS.iter().find_map(|(unit, days)| {
        let count: u32 = text.strip_suffix(*unit)?.parse().ok()?;
        Some(f64::from(count) * days).filter(|days| *days > 0.0)
    });
    days.ok_or_else(|| {
        duration.mistake(&format!(
            "`{text}` is no duration\nwrite a whole number with m, h, d, w, M, Q or Y, such as 4w"
        ))
    })
}

/// The specification of the SLI, which stands there or in a document of its own.
fn indicator<'a>(spec: Node<'a>, all: &[Node<'a>]) -> Result<Node<'a>, Mistake> {
    if let Some(indicator) = spec.get("indicator") {
        return indicator.need("spec");
    }
    let reference =
        spec.need("indicatorRef").map_err(|_| spec.mistake_at_start("`indicator` is missing here"))?;
    let name = reference.string()?;
    object(all, "SLI", name)
        .ok_or_else(|| {
            reference.mistake(&format!(
                "there is no SLI `{name}` in this file\nput it there as a document of its own"
            ))
        })?
        .need("spec")
}

fn object<'a>(all: &[Node<'a>], kind: &str, name: &str) -> Option<Node<'a>> {
    all.iter().copied().find(|document| {
        document.get("kind").is_some_and(|own| own.is(kind))
            && document.get("metadata").and_then(|about| about.get("name")).is_some_and(|own| own.is(name))
    })
}

fn share(wanted: Node) -> Result<f64, Mistake> {
    if let Some(own) = wanted.get("indicator").or_else(|| wanted.get("indicatorRef")) {
        return Err(own.mistake(
            "an objective with an indicator of its own is a part of a composite SLO\nwrite an SLO for each",
        ));
    }
    let (target, share) = match (wanted.get("target"), wanted.get("targetPercent")) {
        (Some(target), None) => (target, target.number()?),
        (None, Some(target)) => (target, hundredth(&target.number()?.to_string()).unwrap_or_default()),
        (Some(_), Some(second)) => {
            return Err(second.mistake("`target` and `targetPercent` say the same: leave one out"));
        }
        (None, None) => return Err(wanted.mistake_at_start("`target` is missing here")),
    };
    objective(share).map_err(|what| target.mistake(&what))
}

fn question(indicator: Node, wanted: Node, share: f64, all: &[Node]) -> Result<Question, Mistake> {
    if let Some(metric) = indicator.get("ratioMetric") {
        if let Some(raw) = metric.get("raw") {
            let (query, kind) = (query(raw, all)?, metric.need("rawType")?);
            let counted = match kind.string()? {
                "success" => Counted::Good,
                "failure" => Counted::Bad,
                _ => return Err(kind.mistake("expected success or failure")),
            };
            return raw_ratio(counted, query.string()?).map_err(|what| query.mistake(&what));
        }
        let (counted, some) = match (metric.get("good"), metric.get("bad")) {
            (Some(good), None) => (Counted::Good, good),
            (None, Some(bad)) => (Counted::Bad, bad),
            (Some(_), Some(bad)) => {
                return Err(bad.mistake_at_start("`good` and `bad` say the same: leave one out"));
            }
            (None, None) => return Err(metric.mistake_at_start("`good`, `bad` or `raw` is missing here")),
        };
        let (some, total) = (query(some, all)?, query(metric.need("total")?, all)?);
        return ratio(counted, some.string()?, total.string()?).map_err(|what| some.mistake(&what));
    }
    let metric = indicator
        .get("thresholdMetric")
        .ok_or_else(|| indicator.mistake_at_start("`ratioMetric` or `thresholdMetric` is missing here"))?;
    let (operator, limit) = (wanted.need("op")?, wanted.need("value")?);
    if !matches!(operator.string()?, "lte" | "lt") {
        return Err(operator.mistake("a latency is good below its limit\nwrite lte"));
    }
    let number = Some(limit.number()?).filter(|number| *number > 0.0);
    let number = number.ok_or_else(|| limit.mistake("expected a latency above 0"))?;
    let query = query(metric, all)?;
    let unit = metric.need("metricSource")?.need("spec")?.get("unit");
    let unit = unit.map(Node::string).transpose()?;
    threshold(query.string()?, number, share, unit).map_err(|what| query.mistake(&what))
}

/// The query of a metric, which Prometheus understands.
fn query<'a>(metric: Node<'a>, all: &[Node<'a>]) -> Result<Node<'a>, Mistake> {
    let source = metric.need("metricSource")?;
    let referred = || {
        let name = source.get("metricSourceRef")?.string().ok()?;
        object(all, "DataSource", name)?.get("spec")?.get("type")
    };
    if let Some(kind) = source.get("type").or_else(referred) {
        let name = kind.string()?;
        if !name.eq_ignore_ascii_case("prometheus") {
            return Err(kind.mistake(&format!(
                "the queries of {name} are not understood\nunderstood: those of Prometheus"
            )));
        }
    }
    source.need("spec")?.need("query")
}
