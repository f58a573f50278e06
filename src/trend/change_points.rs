//! Where figures changed their level.

use std::collections::BTreeMap;

use crate::model::history::HistoryMeasure;
use crate::model::parallel;
use crate::model::review::{ChangePoint, Level, Tracked, Trend, TrendSeries};
use crate::model::settings::CompareSettings;
use crate::stats::change_point::{LevelChange, MIN_LEVEL, level_changes, median, noise_within, spans};

use super::scale;
use super::series::{MEASURES, MeasureSeries, SubjectSeries};

/// Runs that a change of level takes at least.
pub(super) const MIN_RUNS: usize = 2 * MIN_LEVEL;

/// Probability that a review in which nothing changed shows any change point. Stricter than for a verdict: a review asks hundreds of
/// questions, nobody asked for any of them, and each answer sends somebody searching.
const LEVEL: f64 = 0.01;

/// The series of one endpoint, and what was found in them.
pub(super) struct SubjectAnalysis {
    pub(super) subject: Tracked,
    pub(super) series: Vec<Analysis>,
}

/// A series, and what was found in it.
pub(super) struct Analysis {
    pub(super) trend: TrendSeries,
    /// The noise of a value on that scale, never below what counting alone makes.
    pub(super) scaled_noise: f64,
    steps: Vec<RankedChange>,
}

impl Analysis {
    /// The values that have a place on the scale of the statistics, by run.
    pub(super) fn points(&self) -> Vec<SeriesPoint> {
        points(self.trend.measure, &self.trend.values)
    }
}

fn points(measure: HistoryMeasure, values: &[(usize, f64)]) -> Vec<SeriesPoint> {
    let point = |&(run, value): &(usize, f64)| {
        Some(SeriesPoint { run, value, scaled: scale::scaled(measure, value)? })
    };
    values.iter().filter_map(point).collect()
}

/// The value of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeriesPoint {
    pub(super) run: usize,
    /// In the measure's unit.
    pub(super) value: f64,
    /// On the scale of the statistics.
    pub(super) scaled: f64,
}

/// A change point, and what a review does not show of it.
#[derive(Debug, Clone)]
pub(super) struct RankedChange {
    pub(super) change: ChangePoint,
    /// How many times the smallest relevant change it is.
    pub(super) weight: f64,
    /// Whether the newest level is still worse, by enough to care about, than the one before the change.
    pub(super) is_still_worse: bool,
}

/// Looks for change points in every series.
///
/// The probability of each is multiplied by the number of series that are long enough (Bonferroni): with the correction for
/// the places in a series, a review of unchanged runs shows any with a probability below [`LEVEL`], as far as noise is normal. Benjamini and Hochberg's
/// would let more through only where much has changed, and then the largest changes are what is read.
pub(super) fn analyse(subjects: Vec<SubjectSeries>, settings: &CompareSettings) -> Vec<SubjectAnalysis> {
    let is_long = |series: &&MeasureSeries| series.values.len() >= MIN_RUNS;
    let questions = subjects.iter().flat_map(|subject| &subject.series).filter(is_long).count().max(1);
    let answers = parallel::map(&subjects, |SubjectSeries { subject, series }| {
        let series = MEASURES.into_iter().zip(series).filter(|(_, series)| !series.values.is_empty());
        let answer = |(measure, series)| Question { measure, questions, settings }.answer(subject, series);
        series.map(answer).collect::<Vec<Analysis>>()
    });
    // What may be long is moved, and not copied.
    let finished = |(subject, mut answers): (SubjectSeries, Vec<Analysis>)| {
        let series = subject.series.into_iter().filter(|series| !series.values.is_empty());
        for (answer, series) in answers.iter_mut().zip(series) {
            (answer.trend.values, answer.trend.objective) = (series.values, series.objective);
        }
        SubjectAnalysis { subject: subject.subject, series: answers }
    };
    subjects.into_iter().zip(answers).map(finished).collect()
}

/// The change points from the run `first` on: for the worse first, the largest first.
pub(super) fn list(analyses: &[SubjectAnalysis], first: usize) -> Vec<RankedChange> {
    let mut steps: Vec<RankedChange> = analyses
        .iter()
        .flat_map(|analysis| &analysis.series)
        .flat_map(|series| &series.steps)
        .filter(|step| step.change.run >= first)
        .cloned()
        .collect();
    // A stable sort: where sizes tie, the order of the series stays.
    steps.sort_by(|one, other| {
        other.change.worse.cmp(&one.change.worse).then(other.weight.total_cmp(&one.weight))
    });
    steps
}

/// What is shown of each series.
pub(super) fn trends(analyses: Vec<SubjectAnalysis>) -> Vec<Trend> {
    analyses
        .into_iter()
        .filter(|analysis| !analysis.series.is_empty())
        .map(|SubjectAnalysis { subject, series }| Trend {
            subject,
            series: series.into_iter().map(|analysis| analysis.trend).collect(),
        })
        .collect()
}

/// What is asked of one series.
struct Question<'a> {
    measure: HistoryMeasure,
    questions: usize,
    settings: &'a CompareSettings,
}

impl Question<'_> {
    /// Says what is in a series; its values are still to be moved to the answer.
    fn answer(&self, subject: &Tracked, series: &MeasureSeries) -> Analysis {
        let measure = self.measure;
        let points = points(measure, &series.values);
        let values: Vec<f64> = points.iter().map(|point| point.scaled).collect();
        let floor = scale::floor(measure, values.len(), &series.requests, self.settings);
        let is_relevant = |before: f64, after: f64| {
            let change = scale::change(measure, scale::shown(measure, before), scale::shown(measure, after));
            scale::is_relevant(measure, change, self.settings)
        };
        let changes = level_changes(&values, floor, LEVEL / self.questions as f64, is_relevant);
        let firsts: Vec<usize> = changes.iter().map(|change| change.first).collect();
        let levels = levels(&points, &firsts);
        let scaled_noise = noise_within(&values, &firsts);
        let noise = if scale::is_share(measure) {
            noise_within(&points.iter().map(|point| point.value).collect::<Vec<f64>>(), &firsts)
        } else {
            scaled_noise
        };
        Analysis {
            steps: changes
                .iter()
                .zip(1..)
                .map(|(found, place)| self.step(subject, found, (points[found.first].run, place), &levels))
                .collect(),
            trend: TrendSeries { measure, values: Vec::new(), objective: Vec::new(), levels, noise },
            scaled_noise: scaled_noise.unwrap_or(floor).max(floor),
        }
    }

    /// Describes the change with a run to the level at `place`.
    fn step(
        &self,
        subject: &Tracked,
        found: &LevelChange,
        (run, place): (usize, usize),
        levels: &[Level],
    ) -> RankedChange {
        let measure = self.measure;
        let (before, after) = (levels[place - 1].value, levels[place].value);
        let change = scale::change(measure, before, after);
        let lasting = levels.last().map_or(0.0, |level| scale::change(measure, before, level.value));
        RankedChange {
            weight: scale::weight(measure, change, self.settings),
            is_still_worse: scale::is_worse(measure, change)
                && scale::is_worse(measure, lasting)
                && scale::is_relevant(measure, lasting, self.settings),
            change: ChangePoint {
                subject: subject.clone(),
                measure,
                run,
                before,
                after,
                change,
                worse: scale::is_worse(measure, change),
                q: (found.p * self.questions as f64).min(1.0),
            },
        }
    }
}

/// The levels that begin at `firsts`, and the one before.
fn levels(points: &[SeriesPoint], firsts: &[usize]) -> Vec<Level> {
    spans(firsts, points.len())
        .filter_map(|span| {
            let span = points.get(span)?;
            let value = median(span.iter().map(|point| point.value).collect());
            Some(Level { from: span.first()?.run, to: span.last()?.run, value })
        })
        .collect()
}

/// The steps of each run, the earliest run first.
pub(super) fn by_run<'a>(
    steps: impl Iterator<Item = &'a RankedChange>,
) -> BTreeMap<usize, Vec<&'a RankedChange>> {
    let mut runs: BTreeMap<usize, Vec<&RankedChange>> = BTreeMap::new();
    for step in steps {
        runs.entry(step.change.run).or_default().push(step);
    }
    runs
}
