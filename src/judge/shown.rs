//! The figures that reports show: of so many endpoints only some have room in a table.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::comparison::{Change, Comparison};
use crate::model::figures::RunFigures;
use crate::model::folding::{Fold, REST};
use crate::model::judgement::Finding;
use crate::model::metric_rule::MetricRule;
use crate::model::note::Note;
use crate::model::parallel;
use crate::model::run::Run;
use crate::model::subject::Subject;

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
        let figures = |runs: &[Run], reason: &'static str| {
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
                if at == 0 { RunFigures::from(&*run) } else { RunFigures::without_timelines(&run, reason) }
            })
        };
        // Percentiles of a summary cannot be added up.
        let adds_up = runs.iter().any(|run| run.whole.responses.is_ok());
        let shown = if adds_up { format!("shown as one, \"{REST}\"") } else { "not shown".to_owned() };
        let labelled = |mut all: Vec<RunFigures>| {
            for run in &mut all {
                let seconds = run.meta.window_duration.as_ref().ok().copied();
                run.metrics.iter_mut().for_each(|metric| metric.label(rules, seconds));
            }
            all
        };
        Self {
            base: labelled(figures(base, "only the newest base run is drawn over time")),
            runs: labelled(figures(runs, "only the first candidate run is drawn over time")),
            note: fold.as_ref().map(|fold| {
                Note::new(format!(
                    "Each of {} endpoints was judged. The {} with the fewest requests that did not change are {shown} \
                     (`[endpoints] max`).",
                    fold.endpoints,
                    fold.folded.len()
                ))
            }),
        }
    }
}
