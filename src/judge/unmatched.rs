//! Rule `validity`, for what the configuration names and the run does not have: an objective, declared statuses or a
//! route that matches no endpoint was never applied.

use std::collections::BTreeSet;

use super::{Inputs, finding, metric_objective};
use crate::model::comparison::Change;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::metric_rule::MetricRule;
use crate::model::nearest::nearest;
use crate::model::pattern::split_method;
use crate::model::run::Run;
use crate::model::slo::SloScope;
use crate::words::text;

/// What names an endpoint in the configuration.
#[derive(Clone, Copy)]
enum Entry {
    Objective,
    Intended,
    Compare,
    Route,
}

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let settings = evidence.settings;
    let run = evidence.run;
    let has = |pattern: &str| run.judged_endpoints().any(|endpoint| endpoint.id.matches(pattern));
    let has_metric = |rule: &MetricRule| run.metrics.keys().any(|name| rule.speaks_of(name));
    let objectives = settings.slos.iter().filter_map(|slo| match &slo.scope {
        SloScope::Endpoints(pattern) => Some((Entry::Objective, pattern)),
        SloScope::Whole => None,
    });
    let intended = settings.outcomes.intended.iter().map(|rule| (Entry::Intended, &rule.endpoint));
    let compared = settings.compare.endpoints.iter().map(|rule| (Entry::Compare, &rule.endpoint));
    let named = objectives.chain(intended).chain(compared).filter(|(_, name)| !has(name));
    let metrics = settings.metrics.iter().filter(|rule| !has_metric(rule));
    let routes = settings.endpoints.routes.iter().filter(|route| !has_route(run, route));
    let mut found: Vec<Finding> = named.map(|(entry, name)| unmatched(run, entry, name)).collect();
    found.extend(metrics.map(|rule| metric(run, &rule.name)));
    found.extend(routes.map(|route| unmatched(run, Entry::Route, route)));
    found.extend(metric_objective::unmatched(&settings.metric_objectives, run));
    let mut told = BTreeSet::new();
    found.retain(|finding| told.insert(finding.title.english()));
    found
}

/// Says that a rule speaks of a metric that the run does not have.
fn metric(run: &Run, name: &str) -> Finding {
    let there = match nearest(name, run.metrics.keys().map(String::as_str)).as_slice() {
        [] => text!("unmatched-no-metrics"),
        several => text!("unmatched-nearest-metrics", names = several.join(", ")),
    };
    let rule = Indicator::validity(&format!("rule of `[[metric]]`: {name}"));
    Finding {
        change: Change::Unchanged,
        title: text!("unmatched-metric", name = name),
        text: text!("unmatched-metric-text", name = name, there = there),
        advice: Some(text!("unmatched-metric-advice")),
        ..finding(Verdict::Warn, Rule::Validity, rule)
    }
}

/// Tells whether an endpoint was named by a route, which stands behind the method and, where a run talks to several, the
/// host.
fn has_route(run: &Run, route: &str) -> bool {
    run.endpoints.iter().any(|endpoint| split_method(&endpoint.id.name).1.ends_with(route))
}

fn unmatched(run: &Run, entry: Entry, name: &str) -> Finding {
    let names: Vec<String> = run.judged_endpoints().map(|endpoint| endpoint.id.to_string()).collect();
    let there = match nearest(name, names.iter().map(String::as_str)).as_slice() {
        [] => text!("unmatched-no-endpoints"),
        some => text!("unmatched-nearest", count = some.len(), names = some.join(", ")),
    };
    let (what, title) = match entry {
        Entry::Objective => ("objective", text!("unmatched-objective", name = name)),
        Entry::Intended => ("rule for intended statuses", text!("unmatched-intended", name = name)),
        Entry::Compare => ("rule of `[[compare.endpoint]]`", text!("unmatched-compare", name = name)),
        Entry::Route => ("route", text!("unmatched-route", name = name)),
    };
    Finding {
        change: Change::Unchanged,
        title,
        text: match entry {
            Entry::Objective => text!("unmatched-not-measured", name = name, there = there),
            _ => text!("unmatched-not-applied", name = name, there = there),
        },
        advice: Some(text!("unmatched-advice")),
        ..finding(Verdict::Warn, Rule::Validity, Indicator::validity(&format!("{what}: {name}")))
    }
}
