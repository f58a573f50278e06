//! Rule `validity`, for what the configuration names and the run does not have: an objective, declared statuses or a
//! route that matches no endpoint was never applied.

use super::{Inputs, finding};
use crate::model::comparison::Change;
use crate::model::indicator::Indicator;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::nearest::nearest;
use crate::model::pattern::split_method;
use crate::model::run::Run;
use crate::model::slo::SloScope;
use crate::words::Text;

pub(super) fn findings(evidence: &Inputs<'_>) -> Vec<Finding> {
    let settings = evidence.settings;
    let run = evidence.run;
    let has = |pattern: &str| run.judged_endpoints().any(|endpoint| endpoint.id.matches(pattern));
    let mut found: Vec<Finding> = Vec::new();
    let mut tell = |what: &str, name: &str, effect: &str| {
        let told = unmatched(run, what, name, effect);
        if !found.iter().any(|other| other.title == told.title) {
            found.push(told);
        }
    };
    for slo in &settings.slos {
        if let SloScope::Endpoints(pattern) = &slo.scope
            && !has(pattern)
        {
            tell("objective", pattern, "It was not measured");
        }
    }
    for rule in settings.outcomes.intended.iter().filter(|rule| !has(&rule.endpoint)) {
        tell("rule for intended statuses", &rule.endpoint, "It was not applied");
    }
    for rule in settings.compare.endpoints.iter().filter(|rule| !has(&rule.endpoint)) {
        tell("rule of `[[compare.endpoint]]`", &rule.endpoint, "It was not applied");
    }
    for rule in settings.metrics.iter().filter(|rule| !run.metrics.keys().any(|name| rule.speaks_of(name))) {
        metric(run, &rule.name, &mut found);
    }
    let mut tell = |what: &str, name: &str, effect: &str| {
        let told = unmatched(run, what, name, effect);
        if !found.iter().any(|other| other.title == told.title) {
            found.push(told);
        }
    };
    for route in settings.endpoints.routes.iter().filter(|route| !has_route(run, route)) {
        tell("route", route, "It was not applied");
    }
    found
}

/// Says that a rule speaks of a metric that the run does not have.
fn metric(run: &Run, name: &str, found: &mut Vec<Finding>) {
    let title = Text::from(format!("A rule of `[[metric]]` matches no metric: {name}"));
    if found.iter().any(|other| other.title == title) {
        return;
    }
    let nearest = nearest(name, run.metrics.keys().map(String::as_str));
    let there = match nearest.as_slice() {
        [] => "the run has none of its own".to_owned(),
        several => format!("the nearest: {}", several.join(", ")),
    };
    found.push(Finding {
        change: Change::Unchanged,
        title,
        text: Text::from(format!("It was not applied: no metric of the run is called {name}; {there}.")),
        advice: Some(
            "Write the name as k6 does, with `*` for any text, or take the entry out of perfreport.toml."
                .to_owned(),
        )
        .map(Text::from),
        ..finding(
            Verdict::Warn,
            Rule::Validity,
            Indicator::validity(&format!("rule of `[[metric]]`: {name}")),
        )
    });
}

/// Tells whether an endpoint was named by a route, which stands behind the method and, where a run talks to several, the
/// host.
fn has_route(run: &Run, route: &str) -> bool {
    run.endpoints.iter().any(|endpoint| split_method(&endpoint.id.name).1.ends_with(route))
}

fn unmatched(run: &Run, what: &str, name: &str, effect: &str) -> Finding {
    let names: Vec<String> = run.judged_endpoints().map(|endpoint| endpoint.id.to_string()).collect();
    let nearest = nearest(name, names.iter().map(String::as_str));
    let there = match nearest.as_slice() {
        [] => "the run does not tell endpoints apart".to_owned(),
        [only] => format!("the nearest is {only}"),
        several => format!("the nearest are {}", several.join(", ")),
    };
    Finding {
        change: Change::Unchanged,
        title: Text::from(format!("A {what} matches no endpoint: {name}").replace("A objective", "An objective")),
        text: Text::from(format!("{effect}: no endpoint of the run is called {name}; {there}.")),
        advice: Some(
            "Write the name as the reports do, with `*` for any text, or remove the entry from perfreport.toml."
                .to_owned(),
        ).map(Text::from),
        ..finding(Verdict::Warn, Rule::Validity, Indicator::validity(&format!("{what}: {name}")))
    }
}
