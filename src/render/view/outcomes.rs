//! How requests ended: shares by class, and statuses with their meaning.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::outcome::{Outcome, Outcomes};
use crate::model::quantity::{Count, Share};
use crate::render::chart::axis::Axis;
use crate::render::chart::kind::ChartKind;
use crate::render::chart::outcomes::{OutcomeBar, OutcomeChart, OutcomeRow};
use crate::render::chart::rows::Portion;
use crate::render::chart::theme::Ink;

use super::error_codes::{self, ErrorCodes};
use super::figure::{ChartRef, Charts, Footnotes, written};
use super::subject::Facts;
use super::text::DASH;
use crate::words::say;

/// The section on outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OutcomeSection {
    pub(crate) rows: Vec<OutcomeLine>,
    /// What the rest did: `6 endpoints had nothing but ok`.
    pub(crate) rest: String,
    pub(crate) statuses: Vec<StatusLine>,
    pub(crate) error_codes: ErrorCodes,
    pub(crate) legend: Vec<Legend>,
    pub(crate) chart: Option<ChartRef>,
    pub(crate) axis: Option<ChartRef>,
    pub(crate) notes: Footnotes,
}

/// One endpoint of which not every request ended in `ok`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OutcomeLine {
    pub(crate) name: String,
    pub(crate) whole: bool,
    pub(crate) plot: ChartRef,
    pub(crate) classes: Vec<ClassLine>,
}

/// One class of outcomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ClassLine {
    pub(crate) name: String,
    /// The stem of its colour's classes.
    pub(crate) ink: &'static str,
    /// `1 (0.14 %)`, empty without a base.
    pub(crate) base: String,
    pub(crate) run: String,
}

/// A class in the legend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Legend {
    pub(crate) name: String,
    pub(crate) ink: &'static str,
}

/// Requests with one HTTP status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StatusLine {
    pub(crate) status: u16,
    pub(crate) meaning: String,
    pub(crate) base: String,
    pub(crate) run: String,
}

/// A class as it is drawn; the last one is for sources that do not tell classes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Known(Outcome),
    Unclassed,
}

impl Class {
    /// Every class that is not `ok`.
    const ALL: [Self; 6] = [
        Self::Known(Outcome::Intended4xx),
        Self::Known(Outcome::Undeclared4xx),
        Self::Known(Outcome::ServerError),
        Self::Known(Outcome::Timeout),
        Self::Known(Outcome::TransportError),
        Self::Unclassed,
    ];

    /// Its colour, and the stem of the colour's classes.
    fn ink(self) -> (Ink, &'static str) {
        match self {
            Self::Known(Outcome::Ok | Outcome::Intended4xx) => (Ink::Intended4xx, "intended-4xx"),
            Self::Known(Outcome::Undeclared4xx) => (Ink::Undeclared4xx, "undeclared-4xx"),
            Self::Known(Outcome::ServerError) => (Ink::ServerError, "server-error"),
            Self::Known(Outcome::Timeout) => (Ink::Timeout, "timeout"),
            Self::Known(Outcome::TransportError) => (Ink::TransportError, "transport-error"),
            Self::Unclassed => (Ink::Unclassed, "unclassed"),
        }
    }

    fn name(self) -> String {
        match self {
            Self::Known(Outcome::Ok | Outcome::Intended4xx) => say!("class-intended-4xx"),
            Self::Known(Outcome::Undeclared4xx) => say!("class-undeclared-4xx"),
            Self::Known(Outcome::ServerError) => say!("class-server-error"),
            Self::Known(Outcome::Timeout) => say!("class-timeout"),
            Self::Known(Outcome::TransportError) => say!("class-transport-error"),
            Self::Unclassed => say!("class-unclassed"),
        }
    }

    /// How many requests of a side ended so. Errors that no class accounts for are the unclassed ones.
    fn count(self, outcomes: &Outcomes) -> u64 {
        match self {
            Self::Known(class) => outcomes.classes.get(&class).copied().unwrap_or(0),
            Self::Unclassed => {
                let told: u64 =
                    outcomes.classes.iter().filter(|(class, _)| class.is_bad()).map(|(_, count)| count).sum();
                outcomes.bad.saturating_sub(told)
            }
        }
    }
}

/// The colour and the name of an outcome that is not ok.
pub(crate) fn look(outcome: Outcome) -> (Ink, String) {
    let class = Class::Known(outcome);
    (class.ink().0, class.name())
}

/// More rows than this are not drawn; they are named by number.
const MOST_ROWS: usize = 25;

/// Builds the section.
pub(crate) fn outcomes(subjects: &[Facts<'_>], charts: &mut Charts) -> OutcomeSection {
    let mut notes = Footnotes::default();
    let sides: Vec<(&Facts<'_>, Outcomes, Option<Outcomes>)> = subjects
        .iter()
        .filter_map(|subject| Some((subject, subject.run_outcomes().ok()?.clone(), subject.base_outcomes())))
        .collect();
    let differs = |run: &Outcomes, base: Option<&Outcomes>| {
        Class::ALL.iter().any(|class| class.count(run) > 0 || base.is_some_and(|base| class.count(base) > 0))
    };
    let (shown, quiet): (Vec<_>, Vec<_>) =
        sides.iter().partition(|(_, run, base)| differs(run, base.as_ref()));
    if shown.iter().any(|(_, run, _)| run.bad_may_hold_4xx) {
        notes.number(say!("footnote-errors-may-hold-4xx"));
    }
    let most = shown
        .iter()
        .flat_map(|(_, run, base)| std::iter::once(run).chain(base))
        .map(|outcomes| bar("", outcomes).shares.iter().map(|share| share.1).sum::<f64>())
        .fold(0.0, f64::max);
    let axis = Axis::from_zero(most, 3, &say!("outcomes-axis"), "\u{a0}%");
    let classes: Vec<Class> = Class::ALL
        .into_iter()
        .filter(|class| {
            shown.iter().any(|(_, run, base)| {
                class.count(run) > 0 || base.as_ref().is_some_and(|base| class.count(base) > 0)
            })
        })
        .collect();
    let chart = |part, rows| {
        let classes = classes.iter().map(|class| (class.ink().0, class.name())).collect();
        ChartKind::Outcomes(OutcomeChart { part, axis: axis.clone(), classes, rows })
    };
    let mut all_rows = Vec::new();
    let mut rows = Vec::new();
    for (index, (subject, run, base)) in shown.iter().take(MOST_ROWS).enumerate() {
        let bars = base
            .iter()
            .map(|base| bar(&say!("side-base"), base))
            .chain([bar(&say!("side-run"), run)])
            .collect();
        let row = OutcomeRow { label: subject.name.clone(), bars };
        let classes = lines(run, base.as_ref());
        all_rows.push(row.clone());
        let plot = charts.add(
            format!("outcome-{index}"),
            say!("outcomes-of", subject = &subject.name),
            describe(&classes),
            chart(Portion::Row, vec![row]),
        );
        rows.push(OutcomeLine { name: subject.name.clone(), whole: subject.is_whole(), plot, classes });
    }
    let some = !rows.is_empty();
    let whole = some.then(|| {
        let description: Vec<String> =
            rows.iter().map(|row| format!("{}: {}", row.name, describe(&row.classes))).collect();
        charts.add(
            "outcomes".to_owned(),
            say!("outcomes-question"),
            description.join(" "),
            chart(Portion::Whole, all_rows),
        )
    });
    let axis_chart = some.then(|| {
        charts.add(
            "outcomes-axis".to_owned(),
            axis.title.clone(),
            String::new(),
            chart(Portion::Axis, Vec::new()),
        )
    });
    OutcomeSection {
        rest: rest(
            &quiet,
            shown.len().saturating_sub(MOST_ROWS),
            subjects.len() - sides.len(),
            some,
            some_untold(&sides),
        ),
        statuses: statuses(subjects.first()),
        error_codes: subjects.first().map(error_codes::error_codes).unwrap_or_default(),
        legend: classes.iter().map(|class| Legend { name: class.name(), ink: class.ink().1 }).collect(),
        rows,
        chart: whole,
        axis: axis_chart,
        notes,
    }
}

/// Whether the run had requests that were not ok of which the source does not tell the endpoint.
fn some_untold(sides: &[(&Facts<'_>, Outcomes, Option<Outcomes>)]) -> bool {
    let count = |whole: bool| -> u64 {
        let of = sides.iter().filter(|(subject, ..)| subject.is_whole() == whole);
        of.map(|(_, run, _)| Class::ALL.iter().map(|class| class.count(run)).sum::<u64>()).sum()
    };
    count(true) > count(false)
}

/// Says what became of the endpoints that have no row.
fn rest(
    quiet: &[&(&Facts<'_>, Outcomes, Option<Outcomes>)],
    cut: usize,
    unknown: usize,
    some: bool,
    some_untold: bool,
) -> String {
    let endpoints = quiet.iter().filter(|(subject, ..)| !subject.is_whole()).count();
    let mut parts = Vec::new();
    if !some && !quiet.is_empty() {
        parts.push(say!("outcomes-all-ok"));
    } else if endpoints > 0 && some_untold {
        parts.push(say!("outcomes-quiet-in-part", endpoints = endpoints));
    } else if endpoints > 0 {
        parts.push(say!("outcomes-quiet", endpoints = endpoints));
    }
    if cut > 0 {
        parts.push(say!("outcomes-cut", endpoints = cut));
    }
    if unknown > 0 {
        parts.push(say!("outcomes-unknown", rows = unknown));
    }
    parts.join(" ")
}

/// Makes a bar of the shares of all requests, in percent.
fn bar(name: &str, outcomes: &Outcomes) -> OutcomeBar {
    let total = outcomes.total().max(1) as f64;
    let shares = Class::ALL
        .into_iter()
        .map(|class| (class.ink().0, class.count(outcomes) as f64 / total * 100.0))
        .filter(|(_, share)| *share > 0.0)
        .collect();
    OutcomeBar { name: name.to_owned(), shares }
}

fn lines(run: &Outcomes, base: Option<&Outcomes>) -> Vec<ClassLine> {
    let side = |class: Class, outcomes: &Outcomes| {
        let count = class.count(outcomes);
        let share = count as f64 / outcomes.total().max(1) as f64;
        format!("{} ({})", Count(count), written(Share(share)))
    };
    Class::ALL
        .into_iter()
        .filter(|class| class.count(run) > 0 || base.is_some_and(|base| class.count(base) > 0))
        .map(|class| ClassLine {
            name: class.name(),
            ink: class.ink().1,
            base: base.map_or_else(String::new, |base| side(class, base)),
            run: side(class, run),
        })
        .collect()
}

fn describe(classes: &[ClassLine]) -> String {
    let parts: Vec<String> = classes
        .iter()
        .map(|class| {
            if class.base.is_empty() {
                format!("{} {}", class.name, class.run)
            } else {
                say!("class-sides", class = &class.name, base = &class.base, run = &class.run)
            }
        })
        .collect();
    format!("{}.", parts.join("; "))
}

/// Statuses of all requests together: base beside run, those that occur.
fn statuses(whole: Option<&Facts<'_>>) -> Vec<StatusLine> {
    let Some(whole) = whole else { return Vec::new() };
    let base = whole.base_outcomes();
    let run = whole.run_outcomes().ok();
    let known: BTreeSet<u16> = run
        .into_iter()
        .chain(&base)
        .flat_map(|outcomes| &outcomes.statuses)
        .filter(|(_, count)| **count > 0)
        .map(|(status, _)| *status)
        .collect();
    let side = |outcomes: Option<&Outcomes>, status: u16| match outcomes {
        None => DASH.to_owned(),
        Some(outcomes) => {
            outcomes.statuses.get(&status).map_or_else(|| DASH.to_owned(), |count| Count(*count).to_string())
        }
    };
    known
        .into_iter()
        .map(|status| StatusLine {
            status,
            meaning: meaning(status),
            base: if whole.base.is_empty() { String::new() } else { side(base.as_ref(), status) },
            run: side(run, status),
        })
        .collect()
}

/// Says what a status means; 0 is k6's for no answer. The names of RFC 9110 and its kin are the same in every language.
fn meaning(status: u16) -> String {
    let name = match status {
        0 => return say!("status-no-answer"),
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        425 => "Too Early",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => {
            return match status / 100 {
                1 => say!("status-1xx"),
                2 => say!("status-2xx"),
                3 => say!("status-3xx"),
                4 => say!("status-4xx"),
                5 => say!("status-5xx"),
                _ => say!("status-unknown"),
            };
        }
    };
    name.to_owned()
}
