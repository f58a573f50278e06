//! A page for each objective: what its alerts mean, and what to do.

use sha2::{Digest, Sha256};

use crate::model::harmless::{markdown, plain};
use crate::model::settings::Settings;

use super::burn::BURNS;
use super::rules::objection;
use super::service::Service;
use super::text::{days, number, percent};
use super::watched::{RANGE, Watched, watched};

/// A page in Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunbookPage {
    /// The name of its file.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Writes a page for each objective that can be watched.
pub fn pages(settings: &Settings, service: &Service) -> Vec<RunbookPage> {
    let objectives = watched(settings, service).into_iter().filter_map(Result::ok);
    objectives
        .map(|objective| RunbookPage { file: file_name(&objective.id), text: page(&objective, service) })
        .collect()
}

/// The longest name of a file, without its ending; file systems take 255 bytes.
const LONGEST: usize = 120;

/// Names the page of an objective; a name that is cut stays apart from others by a digest.
fn file_name(id: &str) -> String {
    let Some(cut) = id.get(..LONGEST) else { return format!("{id}.md") };
    let digest = Sha256::digest(id);
    format!("{cut}-{:02x}{:02x}{:02x}{:02x}.md", digest[0], digest[1], digest[2], digest[3])
}

fn page(objective: &Watched, service: &Service) -> String {
    let Watched { id, subject, words, budget, window_days, requests, bad, .. } = objective;
    let subject = markdown(&plain(subject));
    let window = days(*window_days);
    let rows: String = BURNS
        .iter()
        .filter(|burn| objection(objective, **burn, None).is_none())
        .map(|burn| {
            format!(
                "| {} | {} and {} | {} | {} |\n",
                burn.severity.label(),
                burn.long.name,
                burn.short.name,
                percent(burn.rate(*window_days) * budget),
                number((burn.rate(*window_days) * 100.0).round() / 100.0)
            )
        })
        .collect();
    let rate = |ending, label| service.rate(ending, &objective.matchers, &by(objective, label), RANGE);
    let (by_status, by_instance) = (rate("count", &service.status), rate("count", "instance"));
    let quantile = format!("histogram_quantile({}, {})", number(1.0 - budget), rate("bucket", "le"));
    let latency = if objective.bound.is_some() {
        format!("How slow the requests at the edge of the objective are:\n\n```promql\n{quantile}\n```\n\n")
    } else {
        String::new()
    };
    let link = objective.runbook.as_ref().map_or_else(|| "…".to_owned(), |link| format!("<{link}>"));
    format!(
        "\
# {subject}: {words}

Alerts: `ErrorBudgetBurn` and `ObjectiveNotMeasured` with `slo=\"{id}\"`

## What it means

The objective is {words}, over {window}. {budget} of the requests may be bad; that is the error budget.
An alert fires where more than the share in the third column was bad in both windows.

| severity | windows | more bad requests than | burn rate |
|---|---|---|---|
{rows}
A page means: at this rate the budget is gone in hours or a few days. Look now. A ticket means: it will be gone before
the window ends. Look in working hours. `ObjectiveNotMeasured` means that a bucket or a label is missing in the metrics.

## Impact

Users get errors or wait too long ({subject}). What they cannot do meanwhile: …

## First looks

1. Since when? Compare with deployments, configuration changes, jobs and traffic of that time.
2. All endpoints, or this one? All instances, or one?
3. Errors, or slowness? Which status?
4. What is full: connection pools, threads, processors, memory, queues?
5. Does something that the service calls fail or take longer?

## Queries

The share of bad requests, as the alerts see it:

```promql
slo:bad_requests:ratio_rate1h{{slo=\"{id}\"}}
```

From the metrics themselves, bad requests and all requests per second:

```promql
{bad}
```

```promql
{requests}
```

By status, and by instance:

```promql
{by_status}
```

```promql
{by_instance}
```

{latency}## Mitigation

- [ ] Roll back the last change, or switch it off
- [ ] Restart or take out a single bad instance
- [ ] Scale out, if something is full and more instances help
- [ ] Shed load: rate limits, queues, a degraded mode
- [ ] Fail over, or cut off what fails behind the service
- [ ] Tell users and the teams that depend on it

Afterwards: a run of the load test against its baseline (`perfreport compare @main run.json`) shows that it is mended.

## Links

- Runbook: {link}
- Dashboard: …
- Logs and traces: …
- Owner and escalation: …
",
        budget = percent(*budget),
    )
}

/// Labels to add up by: those of the endpoint, and one more.
fn by(objective: &Watched, label: &str) -> String {
    let labels: Vec<&str> = objective.labels.iter().map(String::as_str).chain([label]).collect();
    labels.join(", ")
}
