//! Endpoints that differ much from run to run.

use crate::model::history::HistoryMeasure;
use crate::model::review::Noisy;
use crate::model::settings::CompareSettings;

use super::change_points::SubjectAnalysis;
use super::scale;

/// Times the noise that verdicts take for granted, 10 % by default: two runs of one build then differ by 15 % every third time,
/// and no verdict on a pair of runs tells that from a change.
const NOISY: f64 = 3.0;

/// Finds series of p95 that differ that much within their levels, the noisiest first.
pub(super) fn noisy(analyses: &[SubjectAnalysis], settings: &CompareSettings) -> Vec<Noisy> {
    let most = NOISY * scale::prior_noise(settings);
    let mut found: Vec<Noisy> = analyses
        .iter()
        .flat_map(|analysis| analysis.series.iter().map(|series| (&analysis.subject, &series.trend)))
        .filter(|(_, trend)| trend.measure == HistoryMeasure::P95)
        .filter_map(|(subject, trend)| {
            let noise = trend.noise.filter(|noise| *noise > most)?;
            let runs = trend.values.len();
            Some(Noisy { subject: subject.clone(), measure: trend.measure, noise, runs })
        })
        .collect();
    found.sort_by(|one, other| other.noise.total_cmp(&one.noise));
    found
}
