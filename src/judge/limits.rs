//! Rule `errors`, for what no run may pass whatever its base did: most requests, or most checks, failed.
//!
//! The base is asked only whether that is new. Below the limits this rule speaks where no other does.

use super::errors::all_failed;
use super::{Inputs, finding};
use crate::model::comparison::Change;
use crate::model::endpoint::Traffic;
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, SloResult, Unit, Verdict};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::quantity::Share;
use crate::model::run::Run;
use crate::model::settings::Undeclared4xx;
use crate::model::slo::Objective;
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// Fewer requests than this, all of which failed, are an anecdote.
const MIN_REQUESTS: u64 = 5;

/// Requests that failed: unintended errors, and 4xx that nobody declared.
struct Failed {
    errors: u64,
    undeclared: u64,
    total: u64,
    /// Whether `errors` may hold 4xx.
    may_hold_4xx: bool,
}

impl Failed {
    fn of(traffic: &Traffic, rule: Undeclared4xx) -> Option<Self> {
        Self::of_outcomes(traffic.outcomes.as_ref().ok()?, rule)
    }

    fn of_outcomes(outcomes: &Outcomes, rule: Undeclared4xx) -> Option<Self> {
        let counted = outcomes.bad_may_hold_4xx || rule.counts_as_bad(Outcome::Undeclared4xx);
        let undeclared = *outcomes.classes.get(&Outcome::Undeclared4xx).unwrap_or(&0);
        let undeclared = if counted { 0 } else { undeclared };
        let failed = Self {
            errors: outcomes.bad,
            undeclared,
            total: outcomes.total(),
            may_hold_4xx: outcomes.bad_may_hold_4xx,
        };
        (failed.total > 0).then_some(failed)
    }

    fn count(&self) -> u64 {
        self.errors + self.undeclared
    }

    fn share(&self) -> f64 {
        self.count() as f64 / self.total as f64
    }

    /// Says `20 of 100 requests failed (20 %): 20 undeclared 4xx.`
    fn text(&self) -> Text {
        let kinds = match (self.errors, self.undeclared) {
            (_, 0) if self.may_hold_4xx => "either",
            (_, 0) => "errors",
            (0, _) => "undeclared",
            _ => "both",
        };
        text!(
            "failed-requests",
            failed = self.count(),
            total = self.total,
            share = Share(self.share()),
            kinds = kinds,
            errors = self.errors,
            undeclared = self.undeclared
        )
    }
}

/// Finds what is beyond the limits. `found` is what the other rules found of the same run.
pub(super) fn findings(evidence: &Inputs<'_>, slos: &[SloResult], found: &[Finding]) -> Vec<Finding> {
    let mut limits: Vec<Finding> = checks(evidence).into_iter().collect();
    match requests(evidence) {
        Some(most) if told(&most, found) => {}
        Some(most) => limits.insert(0, most),
        None => {
            let endpoints = endpoints(evidence, found);
            if endpoints.is_empty() {
                limits.extend(some_requests(evidence, slos));
            }
            limits.extend(endpoints);
        }
    }
    limits
}

/// Tells whether a rule says of the whole run what a limit would say, as gravely.
fn told(limit: &Finding, found: &[Finding]) -> bool {
    let of_whole = Judged::from(Indicator::ErrorShare);
    found.iter().any(|other| other.judged == of_whole && other.verdict >= limit.verdict)
}

/// FAIL where most requests failed; WARN where they did so in most base runs as well.
fn requests(evidence: &Inputs<'_>) -> Option<Finding> {
    let limit = evidence.settings.limits.max_error_share;
    let rule = evidence.settings.outcomes.undeclared_4xx;
    let of = |run: &Run| Failed::of(&run.whole, rule);
    let failed = of(evidence.run).filter(|failed| failed.count() > 0 && failed.share() >= limit)?;
    let before: Vec<f64> = evidence.base.iter().filter_map(of).map(|failed| failed.share()).collect();
    let (verdict, as_before) = verdict_and_base(&before, limit);
    let title = if failed.count() == failed.total {
        all_failed(&Subject::Whole, evidence.run)
    } else {
        text!("failed-most")
    };
    Some(Finding {
        base: mean(&before),
        run: Some(failed.share()),
        unit: Some(Unit::Share),
        title,
        text: Text::sentences([failed.text(), as_before, text!("failed-limit", limit = Share(limit))]),
        advice: Some(advice(&failed)),
        ..finding(verdict, Rule::Errors, Indicator::FailedRequests)
    })
}

fn advice(failed: &Failed) -> Text {
    if failed.undeclared > failed.errors {
        text!("failed-look-credentials")
    } else {
        text!("failed-look-service")
    }
}

/// FAIL where most checks failed; WARN where they did so in most base runs as well.
fn checks(evidence: &Inputs<'_>) -> Option<Finding> {
    let limit = evidence.settings.limits.max_failed_checks;
    let share = |run: &Run| {
        let fails: u64 = run.checks.iter().map(|check| check.fails).sum();
        let ran: u64 = run.checks.iter().map(|check| check.fails + check.passes).sum();
        (ran > 0).then(|| (fails, ran, fails as f64 / ran as f64))
    };
    let (fails, ran, failed) =
        share(evidence.run).filter(|(fails, _, share)| *fails > 0 && *share >= limit)?;
    let before: Vec<f64> = evidence.base.iter().filter_map(share).map(|(_, _, share)| share).collect();
    let (verdict, as_before) = verdict_and_base(&before, limit);
    let text = text!("checks-failed", failed = fails, total = ran, share = Share(failed));
    Some(Finding {
        base: mean(&before),
        run: Some(failed),
        unit: Some(Unit::Share),
        title: if fails == ran { text!("checks-every") } else { text!("checks-nearly-every") },
        text: Text::sentences([text, as_before, text!("checks-limit", limit = Share(limit))]),
        ..finding(verdict, Rule::Errors, Indicator::FailedChecks)
    })
}

/// What is new fails; what most base runs did as well warns, as a k6 threshold does.
fn verdict_and_base(before: &[f64], limit: f64) -> (Verdict, Text) {
    let beyond = before.iter().filter(|share| **share >= limit).count();
    if 2 * beyond > before.len() {
        (Verdict::Warn, text!("failed-as-before", beyond = beyond, all = before.len()))
    } else {
        (Verdict::Fail, Text::empty())
    }
}

fn mean(shares: &[f64]) -> Option<f64> {
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
}

/// WARN for a share of failed requests that no comparison, objective or threshold judged.
fn some_requests(evidence: &Inputs<'_>, slos: &[SloResult]) -> Option<Finding> {
    let tested = evidence.comparison.is_some_and(|comparison| {
        comparison.errors.iter().any(|cell| cell.judged.indicator == Indicator::ErrorShare)
    });
    let asked =
        slos.iter().any(|slo| slo.measured.is_ok() && matches!(slo.slo.objective, Objective::Success { .. }));
    let by_k6 =
        evidence.run.thresholds.iter().any(|t| !t.no_samples && t.metric.starts_with("http_req_failed"));
    let failed = Failed::of(&evidence.run.whole, evidence.settings.outcomes.undeclared_4xx)?;
    let limits = &evidence.settings.limits;
    if tested || asked || by_k6 || failed.count() == 0 || failed.share() < limits.warn_error_share {
        return None;
    }
    Some(Finding {
        run: Some(failed.share()),
        unit: Some(Unit::Share),
        title: text!("failed-some", share = Share(failed.share())),
        text: Text::sentences([
            failed.text(),
            text!("failed-uncovered", least = Share(limits.warn_error_share)),
        ]),
        advice: Some(text!("failed-say-how-many")),
        ..finding(Verdict::Warn, Rule::Errors, Indicator::FailedRequests)
    })
}

/// WARN for endpoints without a single success, where the comparison does not say it and the base had some.
fn endpoints(evidence: &Inputs<'_>, found: &[Finding]) -> Vec<Finding> {
    let rule = evidence.settings.outcomes.undeclared_4xx;
    let without_success = |traffic: &Traffic| {
        Failed::of(traffic, rule).filter(|f| f.count() == f.total && f.total >= MIN_REQUESTS)
    };
    let mut warned = Vec::new();
    for endpoint in evidence.run.judged_endpoints() {
        let Some(failed) = without_success(&endpoint.traffic) else { continue };
        let subject = Subject::from(&endpoint.id);
        if evidence.settings.compare.ignores(&subject) {
            continue;
        }
        let said = found.iter().any(|f| {
            f.judged.subject == subject
                && f.change == Change::Regression
                && matches!(f.rule, Rule::Errors | Rule::Undeclared4xx)
        });
        let before = evidence.base.iter().filter_map(|b| b.judged_endpoints().find(|e| e.id == endpoint.id));
        let as_before = before.into_iter().any(|e| without_success(&e.traffic).is_some());
        if said || as_before {
            continue;
        }
        warned.push(Finding {
            run: Some(1.0),
            unit: Some(Unit::Share),
            title: all_failed(&subject, evidence.run),
            text: failed.text(),
            advice: Some(advice(&failed)),
            ..finding(Verdict::Warn, Rule::Errors, Judged::of(&subject, Indicator::FailedRequests))
        });
    }
    warned
}
