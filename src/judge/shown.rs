//! The figures that reports show: of so many endpoints only some have room in a table.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::comparison::{Change, Comparison, LatencyCell};
use crate::model::figures::RunFigures;
use crate::model::folding::{Fold, REST};
use crate::model::judgement::Finding;
use crate::model::metric_rule::MetricRule;
use crate::model::missing::Missing;
use crate::model::note::Note;
use crate::model::parallel;
use crate::model::run::Run;
use crate::model::subject::Subject;
use crate::words::text;

/// The figures of both sides. Only the first run of each is drawn over time: the others would double the report for nothing.
pub(super) struct Shown {
    pub(super) base: Vec<RunFigures>,
    pub(super) runs: Vec<RunFigures>,
    /// What became of endpoints that have no room.
    pub(super) note: Option<Note>,
}

impl Shown {
    /// Takes the figures of every run; where there are more than `max` endpoints, of the largest and of those that changed.
    pub(super) fn of(
        (base, runs): (&[Run], &[Run]),
        comparison: Option<&Comparison>,
        findings: &[Finding],
        max: usize,
        rules: &[MetricRule],
    ) -> Self {
        let named = findings.iter().map(|finding| &finding.judged.subject);
        let slower =
            comparison.into_iter().flat_map(|found| &found.latency).filter(|c| c.change != Change::Unchanged);
        let failing =
            comparison.into_iter().flat_map(|found| &found.errors).filter(|c| c.change != Change::Unchanged);
        let keep: BTreeSet<&str> = named
            .chain(slower.map(|cell| &cell.subject))
            .chain(failing.map(|cell| &cell.judged.subject))
            .filter_map(Subject::key)
            .collect();
        let fold = Fold::of_tables(runs.iter().chain(base), max, &keep);
        let drawn = drawn(&runs[0], comparison, findings);
        let figures = |runs: &[Run], reason: Missing| {
            let indices: Vec<usize> = (0..runs.len()).collect();
            parallel::map(&indices, |&at| {
                let run = match &fold {
                    Some(fold) => {
                        let mut folded = runs[at].clone();
                        fold.apply(&mut folded);
                        Cow::Owned(folded)
                    }
                    None => Cow::Borrowed(&runs[at]),
                };
                if at == 0 {
                    RunFigures::drawn(&run, |subject| drawn.contains(subject))
                } else {
                    RunFigures::without_timelines(&run, &reason)
                }
            })
        };
        // Percentiles of a summary cannot be added up.
        let adds_up = runs.iter().any(|run| run.whole.responses.is_ok());
        let labelled = |mut all: Vec<RunFigures>| {
            for run in &mut all {
                let seconds = run.meta.window_duration.as_ref().ok().copied();
                run.metrics.iter_mut().for_each(|metric| metric.label(rules, seconds));
            }
            all
        };
        Self {
            base: labelled(figures(base, Missing::message("shown-newest-base"))),
            runs: labelled(figures(runs, Missing::message("shown-first-candidate"))),
            note: fold.as_ref().map(|fold| {
                let (endpoints, folded) = (fold.endpoints, fold.folded.len());
                Note::new(if adds_up {
                    text!("shown-as-one", endpoints = endpoints, folded = folded, rest = REST)
                } else {
                    text!("shown-not", endpoints = endpoints, folded = folded)
                })
            }),
        }
    }
}

/// Endpoints that are drawn over time where there are more. Reports have sections for half as many.
const MOST_DRAWN: usize = 40;

/// The endpoints that reports show first: those of findings in their order, then those that became slower, then as the
/// candidate has them.
fn drawn(run: &Run, comparison: Option<&Comparison>, findings: &[Finding]) -> BTreeSet<Subject> {
    let mut cells: Vec<&LatencyCell> = comparison.into_iter().flat_map(|found| &found.latency).collect();
    cells.sort_by(|a, b| b.for_the_worse().total_cmp(&a.for_the_worse()));
    let named = findings.iter().map(|finding| finding.judged.subject.row().clone());
    let slower = cells.iter().map(|cell| cell.subject.clone());
    let rest = run.judged_endpoints().map(|endpoint| Subject::from(&endpoint.id));
    let mut drawn = BTreeSet::new();
    for subject in named.chain(slower).chain(rest).filter(|subject| !subject.is_whole()) {
        if drawn.len() == MOST_DRAWN {
            break;
        }
        drawn.insert(subject);
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sample;

    #[test]
    fn of_many_endpoints_those_that_stand_out_are_drawn() {
        let with = |run: Run, n: i32| run.with_endpoint(&format!("GET /{n:02}"), 10, sample::shape(5.0), 0);
        let run = (0..60).fold(sample::run("many"), with);
        let shown = Shown::of((&[], std::slice::from_ref(&run)), None, &[], 200, &[]);
        let drawn = |figures: &&crate::model::figures::TrafficFigures| {
            figures.timeline.as_ref().is_err_and(|missing| missing.reason().contains("stand out"))
        };
        assert_eq!(shown.runs[0].endpoints.iter().filter(drawn).count(), 60 - MOST_DRAWN);
    }
}
