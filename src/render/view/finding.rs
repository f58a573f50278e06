//! Findings, several measures of one endpoint under one headline.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::comparison::Interval;
use crate::model::judgement::{Finding, Rule, Unit};
use crate::model::quantity::{
    LatencyScale, NBSP, PerSecond, PercentagePoints, RelativeChange, Share, number,
};
use crate::model::subject::Subject;

use super::figure::{
    Spread, latency_pair, level_interval, log_interval, rate_pair, relation, share_interval, share_pair,
    written,
};
use super::subject::Facts;
use super::text::{ChangeMark, VerdictMark};
use crate::render::text::plain;
use crate::words::say;

/// Findings that are one piece of news.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FindingGroup {
    /// Where links find it: `finding-1`.
    pub(crate) id: String,
    /// The id of the row that holds all figures of the endpoint; empty where it speaks of no endpoint.
    pub(crate) row: String,
    pub(crate) verdict: VerdictMark,
    /// The direction, for improvements.
    pub(crate) mark: ChangeMark,
    pub(crate) title: String,
    pub(crate) lines: Vec<FindingLine>,
    /// Sentences of evidence, each once.
    pub(crate) texts: Vec<String>,
    pub(crate) advice: Vec<String>,
}

/// The figures of one measure; empty texts where a finding has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct FindingLine {
    /// `p95`.
    pub(crate) measure: String,
    /// `71.6 → 95.9 ms`.
    pub(crate) figures: String,
    /// `+34 %`.
    pub(crate) size: String,
    /// `[+24 … +45]`.
    pub(crate) interval: String,
    /// `q = 0.0007`.
    pub(crate) chance: String,
}

impl FindingLine {
    fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.size.is_empty()
    }
}

/// Groups findings in their order. `kind` begins their ids; the rows of `subjects` are what they link to.
pub(crate) fn groups(findings: &[Finding], kind: &str, subjects: &[Facts<'_>]) -> Vec<FindingGroup> {
    let rows: BTreeMap<&Subject, String> = subjects
        .iter()
        .filter(|facts| !facts.is_whole())
        .map(|facts| (facts.subject, facts.row_id()))
        .collect();
    let mut groups: Vec<FindingGroup> = Vec::new();
    let mut places = BTreeMap::new();
    for finding in findings {
        if let Some(key) = finding.group() {
            let place = *places.entry(key).or_insert(groups.len());
            if let Some(group) = groups.get_mut(place) {
                group.add(finding);
                continue;
            }
        }
        let id = format!("{kind}-{}", groups.len() + 1);
        let row = rows.get(&finding.judged.subject).cloned().unwrap_or_default();
        groups.push(FindingGroup::new(finding, id, row));
    }
    groups
}

impl FindingGroup {
    fn new(finding: &Finding, id: String, row: String) -> Self {
        let mark = match finding.rule {
            Rule::Throughput => ChangeMark::throughput(finding.change),
            Rule::Errors | Rule::Undeclared4xx => ChangeMark::errors(finding.change),
            Rule::Metric => ChangeMark::metric(finding.change, finding.size.unwrap_or_default()),
            _ => ChangeMark::latency(finding.change),
        };
        let mut group = Self {
            id,
            row,
            verdict: finding.verdict.into(),
            mark,
            title: plain(&finding.title),
            lines: Vec::new(),
            texts: Vec::new(),
            advice: Vec::new(),
        };
        group.add(finding);
        group
    }

    /// Says it in a sentence: the headline, and the figures or what else is known.
    pub(crate) fn sentence(&self) -> String {
        let figures = self.lines.iter().filter(|line| !line.figures.is_empty());
        let told = figures.map(|line| {
            let size = if line.size.is_empty() { String::new() } else { format!(" ({})", line.size) };
            format!("{} {}{size}", line.measure, line.figures)
        });
        let told: Vec<String> = told.collect();
        match self.texts.first() {
            Some(text) if told.is_empty() => format!("{}: {text}", self.title),
            _ if told.is_empty() => format!("{}.", self.title),
            _ => format!("{}: {}.", self.title, told.join(", ")),
        }
    }

    fn add(&mut self, finding: &Finding) {
        let line = line(finding);
        if !line.is_empty() {
            self.lines.push(line);
            // Findings come worst first; the measures of one endpoint are easier read in their own order.
            self.lines.sort_by(|a, b| a.measure.cmp(&b.measure));
        }
        let text = plain(finding.context.as_ref().unwrap_or(&finding.text));
        if !text.is_empty() && !self.texts.contains(&text) {
            self.texts.push(text);
        }
        if let Some(advice) = finding.advice.as_ref().map(plain)
            && !self.advice.contains(&advice)
        {
            self.advice.push(advice);
        }
    }
}

fn line(finding: &Finding) -> FindingLine {
    let unit = finding.unit;
    let figures = match (finding.base, finding.run, unit) {
        (Some(_), Some(_), Some(Unit::Milliseconds)) if let Some(buckets) = finding.buckets => {
            latency_pair(Spread::within(buckets.base), Spread::within(buckets.run))
        }
        (Some(base), Some(run), Some(Unit::Milliseconds)) => latency_pair(Spread::one(base), run),
        (Some(base), Some(run), Some(Unit::Share)) => share_pair(base, run),
        (Some(base), Some(run), Some(Unit::PerSecond)) => rate_pair(base, run),
        (Some(base), Some(run), Some(Unit::Own)) => format!("{} → {}", number(base), number(run)),
        (None, Some(run), Some(Unit::Milliseconds)) => {
            let scale = LatencyScale::of(&[run]);
            format!("{}{NBSP}{}", scale.number(run), scale.unit())
        }
        (None, Some(run), Some(Unit::Share)) => written(Share(run)),
        (None, Some(run), Some(Unit::PerSecond)) => PerSecond(run).to_string(),
        (None, Some(run), Some(Unit::Own)) => number(run),
        _ => String::new(),
    };
    let shares = unit == Some(Unit::Share);
    let size = finding.size.map_or_else(String::new, |size| {
        if shares { written(PercentagePoints(size)) } else { written(RelativeChange(size)) }
    });
    let interval = finding.interval.map_or_else(String::new, |interval| {
        if finding.rule == Rule::Slo {
            level_interval(finding.run.unwrap_or_default(), interval)
        } else if shares {
            share_interval(interval)
        } else {
            log_interval(Interval { low: interval.low.ln_1p(), high: interval.high.ln_1p() })
        }
    });
    let chance = match (finding.q, finding.p) {
        (Some(q), _) => format!("q{}", relation(q)),
        (None, Some(p)) => format!("p{}", relation(p)),
        (None, None) => String::new(),
    };
    // The title of a missed objective says what is measured.
    let measure = match finding.rule {
        Rule::Slo => say!("finding-good-requests"),
        // Nor is the metric named twice.
        Rule::Metric => plain(finding.judged.indicator.text()),
        _ => plain(finding.judged.text()),
    };
    FindingLine { measure, figures, size, interval, chance }
}
