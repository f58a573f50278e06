//! How often a baseline would raise a false alarm, and what it can see.

use super::baseline::{BaselineError, existing};
use crate::classify::Classifier;
use crate::compare;
use crate::ingest;
use crate::judge::{self, ReportHead};
use crate::model::comparison::{Comparison, Measure};
use crate::model::folding::Fold;
use crate::model::judgement::Verdict;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::store::Store;

/// Each run of a baseline against the others: all are good, so that whatever fails is a false alarm.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Each run, the newest first: its name, its verdict, and that in a sentence.
    pub trials: Vec<(String, Verdict, String)>,
    /// What run-to-run noise the newest run's comparison with the others reckons with.
    pub noise: Noise,
}

/// What a comparison reckons with, and what it could have seen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Noise {
    /// τ of one endpoint against the rest, by quantile, as a share; empty without full distributions.
    pub endpoint: Vec<(Measure, f64)>,
    /// The least and the largest change at p95 of one endpoint that would have been found, as shares.
    pub detectable: Option<(f64, f64)>,
    /// How far whole runs differ, as a share; absent where nothing was compared.
    pub whole: Option<f64>,
    /// The change at p95 of all endpoints that would have been found, as a share.
    pub detectable_shared: Option<f64>,
}

impl Calibration {
    /// How many trials ended in a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.trials.iter().filter(|trial| trial.1 == verdict).count()
    }

    /// The 95 % interval of the share of trials that end in a verdict (Wilson), lower end first.
    pub fn bounds(&self, verdict: Verdict) -> (f64, f64) {
        let bounds = compare::bounds_of_rate(self.count(verdict), self.trials.len());
        (bounds.low, bounds.high)
    }
}

/// Compares each run of a baseline with all others.
///
/// # Errors
///
/// Where the baseline does not exist or one of its runs cannot be read.
pub fn calibrate(store: &Store, name: &str, settings: &Settings) -> Result<Calibration, BaselineError> {
    let reading = store.read_lock();
    let baseline = existing(store, name)?;
    let mut runs: Vec<Run> = baseline.runs.iter().map(|run| store.run(&run.id)).collect::<Result<_, _>>()?;
    drop(reading);
    let labeller = Classifier::new(settings);
    runs.iter_mut().for_each(|run| ingest::follow(run, &labeller, settings));
    if let Some(fold) = Fold::of(runs.iter(), settings.endpoints.max) {
        runs.iter_mut().for_each(|run| fold.apply(run));
    }
    let mut calibration = Calibration { trials: Vec::new(), noise: Noise::default() };
    for index in 0..runs.len() {
        let run = runs.remove(index);
        if runs.is_empty() {
            break;
        }
        let one = std::slice::from_ref(&run);
        let comparison = compare::compare(&runs, one, false, settings);
        if index == 0 {
            calibration.noise = noise(&comparison);
        }
        let judged = judge::assess(&runs, one, Ok(comparison), settings, ReportHead::default());
        calibration.trials.push((run.meta.name.clone(), judged.verdict, judged.summary.english()));
        runs.insert(index, run);
    }
    Ok(calibration)
}

fn noise(comparison: &Comparison) -> Noise {
    let at = |measure| comparison.latency.iter().filter(move |cell| cell.measure == measure);
    let endpoint = Measure::ALL.into_iter().filter_map(|measure| {
        let counts = at(measure).find_map(|cell| cell.counts)?;
        Some((measure, counts.noise))
    });
    let sizes = || at(Measure::P95).map(|cell| cell.detectable);
    let shared = comparison.shared.iter().find(|shift| shift.measure == Measure::P95);
    Noise {
        endpoint: endpoint.collect(),
        detectable: sizes().reduce(f64::min).zip(sizes().reduce(f64::max)),
        whole: shared.and_then(|shift| shift.noise.as_ref()).map(|noise| noise.host),
        detectable_shared: shared.map(|shift| shift.detectable),
    }
}
