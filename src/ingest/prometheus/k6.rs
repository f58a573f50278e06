//! k6's metrics under the prefix that its OpenTelemetry output was given, or under none.

use super::meaning::K6;
use super::names::{self, Labels, Names};
use crate::model::series::Signal;
use crate::model::series::role::Role;
use crate::model::settings::PrometheusSettings;

/// The metric that no other tool has: what stands before it stands before all of k6's.
const LATENCY: &str = "http_req_duration";

/// What stands before k6's metrics: nothing, or a prefix that somebody chose.
pub(super) struct Prefixes(Vec<String>);

impl Prefixes {
    /// Finds them by the metric that only k6 has.
    pub(super) fn of(signals: &[Signal]) -> Self {
        let before = |signal: &Signal| Some(plain(signal)?.split_once(LATENCY)?.0.to_owned());
        let mut all: Vec<String> = signals.iter().filter_map(before).filter(|before| before != K6).collect();
        all.sort();
        all.dedup();
        Self(all)
    }

    /// What k6's remote write calls a metric, where it is one of k6's own: some are anybody's by their names alone.
    pub(super) fn metric(&self, signal: &Signal) -> Option<String> {
        let own = plain(signal)?;
        let named = self.0.iter().filter_map(|prefix| Some(format!("{K6}{}", own.strip_prefix(prefix)?)));
        // No rule of a user speaks of that name.
        let nothing_said = PrometheusSettings::default();
        named.into_iter().find(|metric| names::is_known(&of_k6(signal, metric), &nothing_said))
    }

    /// Says of k6's metrics what they mean where nobody said it.
    pub(super) fn understand(&self, signals: &mut [Signal], settings: &PrometheusSettings) {
        for signal in signals.iter_mut().filter(|signal| signal.role == Role::Other) {
            let is_known = names::is_known(&Names::of_signal(signal), settings);
            let Some(metric) = self.metric(signal).filter(|_| !is_known) else { continue };
            let labels = signal.series.first().map_or_else(Labels::new, |series| series.labels.clone());
            let meaning = names::of(&of_k6(signal, &metric), &labels, settings);
            (signal.role, signal.vantage) = (meaning.role, meaning.vantage);
            signal.worse = meaning.worse.unwrap_or(meaning.role.worse());
            if let (Err(_), Some(unit)) = (&signal.unit, meaning.unit) {
                signal.unit = Ok(unit);
            }
        }
    }
}

/// A signal as if k6's remote write had written it.
fn of_k6<'a>(signal: &'a Signal, metric: &'a str) -> Names<'a> {
    Names { signal: &signal.name, metric: Some(metric), query: None, is_alone: false }
}

/// Its metric; OpenTelemetry's names with dots, as Prometheus' underscores.
fn plain(signal: &Signal) -> Option<String> {
    signal.metric.as_ref().map(|metric| metric.replace('.', "_"))
}
