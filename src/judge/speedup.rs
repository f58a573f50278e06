//! Rule `validity`, for latency that is too good to be true: an empty answer looks like a fast one.

use super::{Inputs, finding};
use crate::model::comparison::{Change, Comparison, LatencyCell, Measure};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::judgement::{Finding, Rule, Verdict};
use crate::model::quantity::{Milliseconds, listed, significant};
use crate::model::subject::Subject;
use crate::words::{Text, text};

/// What one endpoint did.
struct Faster<'a> {
    subject: &'a Subject,
    /// How many times as fast at the measure at which it gained least.
    times: f64,
    /// p50 and p95, base and candidate, in milliseconds.
    figures: [(Measure, f64, f64); 2],
}

/// WARN for endpoints that became several times as fast in their body and in their tail alike. That errors rose
/// meanwhile is the affair of their own rule.
pub(super) fn findings(evidence: &Inputs<'_>) -> Option<Finding> {
    let comparison = evidence.comparison?;
    let least = evidence.settings.limits.implausible_speedup;
    // Every endpoint once: by its p50.
    let at_p50 = comparison.latency.iter().filter(|cell| cell.measure == Measure::P50);
    let mut faster: Vec<Faster<'_>> =
        at_p50.filter_map(|p50| measured(comparison, p50)).filter(|f| f.times >= least).collect();
    faster.sort_by(|a, b| b.times.total_cmp(&a.times));
    let first = faster.first()?;
    let [(p50, p50_base, p50_run), (p95, p95_base, p95_run)] = first.figures;
    let who = first.subject.title();
    let (title, more) = if faster.len() == 1 {
        (text!("speedup-one", who = &who, times = significant(first.times)), Text::empty())
    } else {
        let name =
            |f: &Faster<'_>| text!("speedup-name", name = f.subject.text(), times = significant(f.times));
        let names: Vec<Text> = faster.iter().map(name).collect();
        let title = text!("speedup-several", endpoints = faster.len(), least = least.to_string());
        (title, text!("speedup-together", names = listed(&names)))
    };
    let subject = if faster.len() == 1 { first.subject } else { &Subject::Whole };
    Some(Finding {
        change: Change::Unchanged,
        title,
        text: Text::sentences([
            text!(
                "speedup-text",
                who = who,
                body = p50.text(),
                body_base = Milliseconds(p50_base),
                body_run = Milliseconds(p50_run),
                tail = p95.text(),
                tail_base = Milliseconds(p95_base),
                tail_run = Milliseconds(p95_run),
                least = least.to_string()
            ),
            more,
        ]),
        advice: Some(text!("speedup-advice")),
        ..finding(Verdict::Warn, Rule::Validity, Judged::of(subject, Indicator::validity("plausibility")))
    })
}

fn measured<'a>(comparison: &'a Comparison, p50: &'a LatencyCell) -> Option<Faster<'a>> {
    let is_p95 = |cell: &&LatencyCell| cell.subject == p50.subject && cell.measure == Measure::P95;
    let p95 = comparison.latency.iter().find(is_p95)?;
    Some(Faster {
        subject: &p50.subject,
        times: (-p50.log_change).exp().min((-p95.log_change).exp()),
        figures: [p50, p95].map(|cell| (cell.measure, cell.base, cell.run)),
    })
}
