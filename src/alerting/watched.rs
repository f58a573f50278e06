//! An objective in PromQL, or why it cannot be one.

use crate::model::endpoint::EndpointId;
use crate::model::pattern::matches;
use crate::model::settings::Settings;
use crate::model::slo::{DEFAULT_WINDOW_DAYS, Objective, Slo, SloScope};

use super::service::Service;
use super::text::{days, latency, number, percent, quoted, rounded, slug};

/// An objective that Prometheus can watch.
#[derive(Debug, Clone)]
pub(super) struct Watched {
    /// What the label `slo` says, unique in the file.
    pub(super) id: String,
    /// Of what: `POST /api/orders`, or all requests.
    pub(super) subject: String,
    /// What is asked for.
    pub(super) objective: Objective,
    /// The same in words: `95 % of the requests within 500 ms`.
    pub(super) words: String,
    /// The share of requests that may be bad (0..1).
    pub(super) budget: f64,
    /// Over which the budget is counted.
    pub(super) window_days: f64,
    /// Selects its requests.
    pub(super) matchers: Vec<String>,
    /// Requests per second over five minutes.
    pub(super) requests: String,
    /// Those of them that are bad.
    pub(super) bad: String,
    /// Requests per second that cannot be judged, where something can be missing.
    pub(super) unmeasured: Option<String>,
    /// The bucket that a latency needs.
    pub(super) bound: Option<Bound>,
    /// The labels that tell its endpoints apart.
    pub(super) labels: Vec<String>,
    /// A link to what to do.
    pub(super) runbook: Option<String>,
    /// What of the objective the metrics cannot tell.
    pub(super) remarks: Vec<String>,
}

/// The bucket of a histogram whose bound is the latency of an objective.
#[derive(Debug, Clone)]
pub(super) struct Bound {
    /// In the unit of the histogram.
    pub(super) le: String,
    /// The metric, with its unit.
    pub(super) metric: String,
}

/// What rates are recorded over.
pub(super) const RANGE: &str = "[5m]";

/// Puts objectives into PromQL, in the order of the file, each with its position; or says why it cannot be done.
pub(super) fn watched(settings: &Settings, service: &Service) -> Vec<Result<Watched, String>> {
    let mut ids: Vec<String> = Vec::new();
    let all = settings.slos.iter().map(|slo| {
        let mut found = Watched::new(slo, settings, service)?;
        let same = |id: &String| ids.contains(id);
        if same(&found.id) {
            let numbered = (2..).map(|count| format!("{}-{count}", found.id));
            found.id = numbered.into_iter().find(|id| !same(id)).unwrap_or_default();
        }
        ids.push(found.id.clone());
        Ok(found)
    });
    all.collect()
}

impl Watched {
    fn new(slo: &Slo, settings: &Settings, service: &Service) -> Result<Self, String> {
        let (subject, matchers, labels) = match &slo.scope {
            SloScope::Whole => ("all requests".to_owned(), Vec::new(), Vec::new()),
            SloScope::Endpoints(pattern) => {
                let labels = service.endpoint_labels().into_iter().map(str::to_owned).collect();
                let matchers = service.endpoint(pattern).map_err(|reason| {
                    format!("{}, {}: {reason}", name(&slo.scope), described(&slo.objective))
                })?;
                (name(&slo.scope).to_owned(), matchers, labels)
            }
        };
        let (intended, remarks) = intended(&slo.scope, settings);
        let query = RequestQuery { service, matchers, by: labels.join(", ") };
        let requests = query.rate("count", &[]);
        let (bad, unmeasured, bound) = match &slo.objective {
            Objective::Success { .. } => {
                let failed = query.rate("count", &service.failures(&intended));
                let without_status = query.rate("count", &[format!("{}=\"\"", service.status)]);
                (format!("{failed} or 0 * {requests}"), Some(without_status), None)
            }
            Objective::Latency { within, .. } => {
                let (le, matcher) = bucket(*within, service)?;
                let fast = query.rate("bucket", std::slice::from_ref(&matcher));
                let failures = service.failures(&intended);
                let failed = query.rate("bucket", &[&[matcher], failures.as_slice()].concat());
                // Where the bucket is missing nothing is recorded: without it nobody knows.
                let bad = format!("clamp_min({requests} - {fast} + ({failed} or 0 * {fast}), 0)");
                let unit = if service.instrumentation.unit.milliseconds() == Some(1.0) {
                    "milliseconds"
                } else {
                    "seconds"
                };
                let metric = format!("{}_bucket ({unit})", service.instrumentation.metric);
                (bad, None, Some(Bound { le, metric }))
            }
        };
        // The id need not say what is usual.
        let window =
            if slo.window_days == DEFAULT_WINDOW_DAYS { String::new() } else { days(slo.window_days) };
        Ok(Self {
            id: slug(&format!("{} {} {window}", name(&slo.scope), measure(&slo.objective))),
            subject,
            objective: slo.objective.clone(),
            words: described(&slo.objective),
            budget: rounded(1.0 - slo.objective.share()),
            window_days: slo.window_days,
            matchers: query.matchers,
            requests,
            bad,
            unmeasured,
            bound,
            labels,
            runbook: slo.runbook.clone(),
            remarks,
        })
    }
}

/// Selects requests and adds them up by endpoint.
struct RequestQuery<'a> {
    service: &'a Service,
    matchers: Vec<String>,
    by: String,
}

impl RequestQuery<'_> {
    fn rate(&self, ending: &str, matchers: &[String]) -> String {
        self.service.rate(ending, &[&self.matchers, matchers].concat(), &self.by, RANGE)
    }
}

/// The bound of a bucket in the unit of the histogram, and its matcher: whole numbers are `1` in some exporters and `1.0` in
/// others, and in Prometheus 3.
fn bucket(milliseconds: f64, service: &Service) -> Result<(String, String), String> {
    let title = service.instrumentation.title;
    let unit = service.instrumentation.unit.milliseconds();
    let le = milliseconds / unit.ok_or_else(|| format!("{title} measures no time"))?;
    let matcher = if le.fract() == 0.0 {
        format!("le=~{}", quoted(&format!("{le}|{le}\\.0")))
    } else {
        format!("le={}", quoted(&le.to_string()))
    };
    Ok((le.to_string(), matcher))
}

fn name(scope: &SloScope) -> &str {
    match scope {
        SloScope::Whole => "all",
        SloScope::Endpoints(pattern) if pattern == "*" => "each endpoint",
        SloScope::Endpoints(pattern) => pattern,
    }
}

fn measure(objective: &Objective) -> String {
    match objective {
        Objective::Success { .. } => "success".to_owned(),
        Objective::Latency { share, .. } => format!("p{}", number(share * 100.0)),
    }
}

fn described(objective: &Objective) -> String {
    let share = percent(objective.share());
    match objective {
        Objective::Success { .. } => format!("{share} of the requests without a server error"),
        Objective::Latency { within, .. } => {
            format!("{share} of the requests within {} and without a server error", latency(*within))
        }
    }
}

/// The statuses of server errors that are intended for all of a scope, and what is said of those that are for a part of it.
fn intended(scope: &SloScope, settings: &Settings) -> (Vec<u16>, Vec<String>) {
    let (mut statuses, mut remarks) = (Vec::new(), Vec::new());
    for rule in &settings.outcomes.intended {
        let declared: Vec<u16> = rule.statuses.iter().copied().filter(|status| *status >= 500).collect();
        let (all, part) = match scope {
            SloScope::Whole => (rule.endpoint == "*", true),
            SloScope::Endpoints(name) => (
                rule.endpoint == "*" || EndpointId::named(name).matches(&rule.endpoint),
                matches(name, &rule.endpoint),
            ),
        };
        if all {
            statuses.extend(declared);
        } else if part && !declared.is_empty() {
            remarks.push(format!(
                "the intended status {} of {} counts as bad here: it is declared for a part of these requests",
                declared.iter().map(u16::to_string).collect::<Vec<_>>().join(", "),
                rule.endpoint
            ));
        }
    }
    statuses.sort_unstable();
    statuses.dedup();
    (statuses, remarks)
}
