//! Recording and alert rules for Prometheus.

use crate::model::settings::{Settings, Undeclared4xx};

use super::burn::{BURNS, Burn, BurnWindow};
use super::service::Service;
use super::text::{days, escape_template, number, percent};
use super::watched::{Watched, watched};

/// What rules are made from, besides the objectives.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The metrics of the service.
    pub service: Service,
    /// How many hours Prometheus keeps samples, where that is known.
    pub retention: Option<f64>,
}

/// Rules for all objectives of a configuration.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What the file says of itself.
    pub(super) head: Vec<String>,
    /// One for each objective that can be watched.
    pub(super) groups: Vec<Group>,
    /// What cannot be watched, and why; what a reader should know of the rest.
    pub remarks: Vec<String>,
}

/// The rules of one objective, which are evaluated in their order.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) name: String,
    /// What a reader should know of it.
    pub(super) comments: Vec<String>,
    pub(super) rules: Vec<PrometheusRule>,
}

/// A rule of either kind.
#[derive(Debug, Clone)]
pub(super) struct PrometheusRule {
    pub(super) kind: RuleKind,
    pub(super) name: String,
    pub(super) expr: String,
    /// How long an alert waits before it fires.
    pub(super) hold: Option<&'static str>,
    pub(super) labels: Vec<(&'static str, String)>,
    pub(super) annotations: Vec<(&'static str, String)>,
}

/// What a rule does with its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RuleKind {
    /// Keeps it as a series.
    Record,
    /// Fires for each series of it.
    Alert,
}

/// Requests per second, what all ratios are made from.
const REQUESTS: &str = "slo:requests:rate5m";
/// Those of them that are bad.
const BAD: &str = "slo:bad_requests:rate5m";
/// A bucket or a label that is missing is no incident of users.
const UNMEASURED_FOR: &str = "30m";

impl Rules {
    /// Turns the objectives of a configuration into rules.
    pub fn new(settings: &Settings, plan: &Plan) -> Self {
        let (mut groups, mut remarks) = (Vec::new(), Vec::new());
        for objective in watched(settings, &plan.service) {
            match objective {
                Ok(objective) => {
                    let (group, said) = Group::new(&objective, plan.retention);
                    remarks.extend(said.into_iter().map(|said| format!("{}: {said}", objective.id)));
                    groups.push(group);
                }
                Err(reason) => remarks.push(format!("left out: {reason}")),
            }
        }
        if settings.outcomes.undeclared_4xx == Undeclared4xx::Bad && !groups.is_empty() {
            remarks.push(
                "4xx are good here, although `undeclared_4xx` is \"bad\": a service does not know which its clients intend"
                    .to_owned(),
            );
        }
        if plan.service.selector.is_empty() && !groups.is_empty() {
            remarks.push(
                "the rules look at every service of this Prometheus that has these metrics: name yours with --match 'job=\"…\"'"
                    .to_owned(),
            );
        }
        Self { head: head(&plan.service), groups, remarks }
    }

    /// Tells whether no objective can be watched.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

fn head(service: &Service) -> Vec<String> {
    let labels: Vec<&str> = service.endpoint_labels().into_iter().chain([service.status.as_str()]).collect();
    vec![
        "Alerts on the objectives of perfreport.toml, written by `perfreport rules`: change that file and write this one again."
            .to_owned(),
        format!(
            "Metrics: {}, {}, with the labels {}.",
            service.instrumentation.title,
            service.instrumentation.metric,
            labels.join(", ")
        ),
    ]
}

impl Group {
    fn new(objective: &Watched, retention: Option<f64>) -> (Self, Vec<String>) {
        let (mut burns, mut remarks) = (Vec::new(), objective.remarks.clone());
        for burn in BURNS {
            match objection(objective, burn, retention) {
                None => burns.push(burn),
                Some(reason) => {
                    remarks.push(format!("no {} over {}: {reason}", burn.severity.label(), burn.long.name));
                }
            }
        }
        let mut windows: Vec<BurnWindow> = burns.iter().flat_map(|burn| [burn.short, burn.long]).collect();
        windows.sort_by(|a, b| a.hours.total_cmp(&b.hours));
        windows.dedup();
        let slo = || ("slo", escape_template(&objective.id));
        let record = |name: &str, expr: String| PrometheusRule {
            kind: RuleKind::Record,
            name: name.to_owned(),
            expr,
            hold: None,
            labels: vec![slo()],
            annotations: Vec::new(),
        };
        let rates = [(REQUESTS, &objective.requests), (BAD, &objective.bad)];
        let mut rules: Vec<PrometheusRule> = rates.map(|(name, expr)| record(name, expr.clone())).into();
        rules.extend(windows.into_iter().map(|window| record(&ratio(window), share(&objective.id, window))));
        rules.extend(burns.into_iter().map(|burn| alert(objective, burn)));
        rules.extend(unmeasured(objective));
        let group =
            Self { name: format!("slo-{}", objective.id), comments: comments(objective, &remarks), rules };
        (group, remarks)
    }
}

fn comments(objective: &Watched, remarks: &[String]) -> Vec<String> {
    let mut comments = vec![format!(
        "{}: {}, over {}. {} of the requests may be bad.",
        objective.subject,
        objective.words,
        days(objective.window_days),
        percent(objective.budget)
    )];
    comments.extend(
        objective.bound.iter().map(|bound| {
            format!("The service must export the bucket le=\"{}\" of {}.", bound.le, bound.metric)
        }),
    );
    comments.extend(remarks.iter().map(|remark| format!("Note: {remark}.")));
    comments
}

/// Why an objective cannot have an alert.
pub(super) fn objection(objective: &Watched, burn: Burn, retention: Option<f64>) -> Option<String> {
    let rate = burn.rate(objective.window_days);
    let most = rate * objective.budget;
    if burn.long.hours > objective.window_days * 24.0 {
        Some(format!("the window of the objective, {}, is shorter", days(objective.window_days)))
    } else if retention.is_some_and(|hours| hours < burn.long.hours) {
        Some("Prometheus does not keep samples for so long (--retention)".to_owned())
    } else if most >= 1.0 {
        Some(format!(
            "a burn rate of {} means {} bad requests, and there are no more than 100 %",
            number(rate),
            percent(most)
        ))
    } else {
        None
    }
}

fn ratio(window: BurnWindow) -> String {
    format!("slo:bad_requests:ratio_rate{}", window.name)
}

/// The share of bad requests in a window. Five-minute rates are added up, since raw series of many endpoints over three days
/// are more samples than a query may take. Without requests there is no share, so that nothing fires.
fn share(id: &str, window: BurnWindow) -> String {
    let slo = format!("{{slo=\"{id}\"}}");
    if window.name == "5m" {
        return format!("{BAD}{slo} / ({REQUESTS}{slo} > 0)");
    }
    let sum = |name: &str| format!("sum_over_time({name}{slo}[{}])", window.name);
    format!("{} / ({} > 0)", sum(BAD), sum(REQUESTS))
}

/// Where the requests of an alert went, as a template.
fn subject(objective: &Watched) -> String {
    if objective.labels.is_empty() {
        return objective.subject.clone();
    }
    let labels = objective.labels.iter().map(|label| format!("{{{{ $labels.{label} }}}}"));
    labels.collect::<Vec<_>>().join(" ")
}

fn alert(objective: &Watched, burn: Burn) -> PrometheusRule {
    let Burn { severity, long, short, .. } = burn;
    let rate = burn.rate(objective.window_days);
    let over = |window| {
        let slo = &objective.id;
        format!("{}{{slo=\"{slo}\"}} > {} * {}", ratio(window), number(rate), number(objective.budget))
    };
    let window = days(objective.window_days);
    let lasts = number((objective.window_days / rate * 10.0).round() / 10.0);
    let shown = number((rate * 100.0).round() / 100.0);
    let summary = format!(
        "{}: the error budget burns at {shown} times the sustainable rate, over {} and {}",
        subject(objective),
        long.name,
        short.name
    );
    let description = format!(
        "{{{{ $value | humanizePercentage }}}} of the requests in the last {} were bad, and it still goes on. The objective is {}; \
         {} may be bad over {window}. At a burn rate of {shown} the budget lasts {lasts} days.",
        long.name,
        escape_template(&objective.words),
        percent(objective.budget),
    );
    PrometheusRule {
        kind: RuleKind::Alert,
        name: "ErrorBudgetBurn".to_owned(),
        expr: format!("{} and {}", over(long), over(short)),
        hold: None,
        labels: vec![
            ("severity", severity.label().to_owned()),
            ("slo", escape_template(&objective.id)),
            ("long_window", long.name.to_owned()),
            ("short_window", short.name.to_owned()),
        ],
        annotations: annotations(objective, summary, description),
    }
}

/// An objective that nobody measures would be silent: a bucket that is not exported, a label of another name.
fn unmeasured(objective: &Watched) -> Option<PrometheusRule> {
    let slo = format!("{{slo=\"{}\"}}", objective.id);
    let (expr, what) = match (&objective.unmeasured, &objective.bound) {
        (Some(requests), _) => (format!("{requests} > 0"), "their metric has no status".to_owned()),
        (None, Some(bound)) => (
            format!("{REQUESTS}{slo} > 0 unless {BAD}{slo}"),
            format!("the bucket le=\"{}\" of {} is missing", bound.le, bound.metric),
        ),
        (None, None) => return None,
    };
    let summary = format!("{}: the objective is not measured", subject(objective));
    let description = format!(
        "There are requests, but {what}, so that no alert on this objective can fire: {}.",
        escape_template(&objective.words)
    );
    Some(PrometheusRule {
        kind: RuleKind::Alert,
        name: "ObjectiveNotMeasured".to_owned(),
        expr,
        hold: Some(UNMEASURED_FOR),
        labels: vec![("severity", "ticket".to_owned()), ("slo", escape_template(&objective.id))],
        annotations: annotations(objective, summary, description),
    })
}

fn annotations(objective: &Watched, summary: String, description: String) -> Vec<(&'static str, String)> {
    let link = objective.runbook.iter().map(|link| ("runbook_url", escape_template(link)));
    [("summary", summary), ("description", description)].into_iter().chain(link).collect()
}
