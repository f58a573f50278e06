//! Sloth's `prometheus/v1`, as a file and as a resource of Kubernetes.

use crate::config::error::Mistake;
use crate::config::value::{Link, ValueKind, hundredth, objective};
use crate::model::slo::{DEFAULT_WINDOW_DAYS, Slo};

use super::indicator::{Counted, Question, ratio, raw_ratio};
use super::yaml::Node;

/// How keys are spelt.
pub(super) struct Keys {
    errors: &'static str,
    total: &'static str,
    ratio: &'static str,
}

/// In a file.
pub(super) const FILE: Keys =
    Keys { errors: "error_query", total: "total_query", ratio: "error_ratio_query" };
/// In a `PrometheusServiceLevel`.
pub(super) const RESOURCE: Keys =
    Keys { errors: "errorQuery", total: "totalQuery", ratio: "errorRatioQuery" };

/// Reads each of `slos`.
pub(super) fn objectives(spec: Node, keys: &Keys) -> Vec<Result<Slo, Mistake>> {
    match spec.need("slos").and_then(Node::list) {
        Ok(slos) => slos.map(|slo| one(slo, keys)).collect(),
        Err(mistake) => vec![Err(mistake)],
    }
}

fn one(slo: Node, keys: &Keys) -> Result<Slo, Mistake> {
    let name = slo.need("name")?.string()?;
    let read = || {
        let target = slo.need("objective")?;
        let share = hundredth(&target.number()?.to_string()).unwrap_or_default();
        let share = objective(share).map_err(|what| target.mistake(&what))?;
        let question = question(slo.need("sli")?, keys)?;
        Ok(Slo {
            objective: question.objective(share),
            scope: question.scope,
            // Where Sloth is not told otherwise, on its command line.
            window_days: DEFAULT_WINDOW_DAYS,
            runbook: runbook(slo),
        })
    };
    read().map_err(|mistake: Mistake| mistake.about(&format!("SLO `{name}`")))
}

fn question(sli: Node, keys: &Keys) -> Result<Question, Mistake> {
    if let Some(events) = sli.get("events") {
        let (errors, total) = (events.need(keys.errors)?, events.need(keys.total)?);
        return ratio(Counted::Bad, errors.string()?, total.string()?).map_err(|what| errors.mistake(&what));
    }
    if let Some(raw) = sli.get("raw") {
        let query = raw.need(keys.ratio)?;
        return raw_ratio(Counted::Bad, query.string()?).map_err(|what| query.mistake(&what));
    }
    match sli.get("plugin") {
        Some(plugin) => Err(plugin.mistake(
            "a plugin writes the queries, and what it writes is not known here\nwrite them under `events`",
        )),
        None => Err(sli.mistake("the SLI has no queries\nunderstood: `events` and `raw`")),
    }
}

/// The runbook that the alerts link.
fn runbook(slo: Node) -> Option<String> {
    let annotations = slo.get("alerting")?.get("annotations")?;
    let link = ["runbook_url", "runbook"].into_iter().find_map(|key| annotations.get(key))?;
    Link::text(link.string().ok()?)?.ok()
}
