//! The script's own metrics, and k6's that measure no HTTP request, by the tests that the rest has: a trend like the latency
//! of a service of one endpoint, a rate like a share of errors, a counter per second like throughput.
//!
//! Each metric is tested by itself, since nothing says that they move together; all of them are corrected as one family. What
//! stands alone is as unsure as a whole run, and is told at the same level as the shift of all endpoints.

//!
//! * `sides`: one metric in every run, and its test by kind; `samples`: what the tests need of its samples
//! * `decision`: the correction for the number of metrics, and what a cell says

mod decision;
mod samples;
mod sides;

#[cfg(test)]
mod tests;

use self::decision::Test;
use self::sides::Sides;
use super::latency::{Replication, level_of_whole};
use crate::model::comparison::{NotTested, SharedShift};
use crate::model::indicator::Indicator;
use crate::model::judged::Judged;
use crate::model::measure::Measure;
use crate::model::metric::{MetricKind, Worse, is_phase, sums_up_requests};
use crate::model::metric_cell::MetricCell;
use crate::model::metric_rule::MetricRule;
use crate::model::missing::{Known, Missing};
use crate::model::note::Note;
use crate::model::quantity::listed;
use crate::model::run::Run;
use crate::model::settings::Settings;
use crate::words::text;

/// What the comparison of metrics yields.
#[derive(Default)]
pub(super) struct MetricComparison {
    pub(super) cells: Vec<MetricCell>,
    pub(super) not_tested: Vec<NotTested>,
    pub(super) notes: Vec<Note>,
}

/// Compares every metric that all runs have. `same_load` says why what is counted per second does not compare; `shared` is
/// what the latencies say of the host.
pub(super) fn compare(
    (base, runs): (&[Run], &[Run]),
    same_load: &Known<()>,
    shared: &[SharedShift],
    replication: Replication,
    settings: &Settings,
) -> MetricComparison {
    let mut found = MetricComparison::default();
    let host = shared.iter().filter_map(|shift| Some(shift.noise.as_ref()?.host)).fold(0.0, f64::max);
    let has_requests = base.iter().chain(runs).any(Run::has_requests);
    let level = level_of_whole(replication);
    let several = runs[0].metrics.len().max(1) as f64;
    let (mut tests, mut uncounted) = (Vec::new(), Vec::new());
    for name in runs[0].metrics.keys().filter(|name| !is_phase(name)) {
        let Some(sides) = Sides::of(name, (base, runs), settings) else { continue };
        if MetricRule::ignores(&settings.metrics, name) {
            found.skip(name, &sides, &Missing::message("missing-ignored-metric"));
            continue;
        }
        let is_named = settings.metrics.iter().any(|rule| rule.speaks_of(name));
        let is_judged = is_named || !(has_requests && sums_up_requests(name));
        let tested = match sides.kind {
            Some(MetricKind::Trend) => {
                if sides.is_uncounted() && is_judged {
                    uncounted.push(name.clone());
                }
                sides.trend(host, level / several, replication, &settings.compare)
            }
            Some(MetricKind::Rate) => sides.rate(replication, &settings.compare),
            // Of a counter nobody knows what is worse, nor whether it counts one by one, unless it is said.
            Some(MetricKind::Counter) if sides.worse != Worse::Either => {
                same_load.clone().and_then(|()| sides.counter(replication, &settings.compare))
            }
            Some(MetricKind::Counter | MetricKind::Gauge) => continue,
            None => Err(Missing::message("missing-metric-kind")),
        };
        match tested {
            Ok(cells) => tests.push(Test { is_judged, worse: sides.worse, cells }),
            Err(missing) if is_judged => found.skip(name, &sides, &missing),
            Err(_) => {}
        }
    }
    if !uncounted.is_empty() {
        found.notes.push(
            Note::new(text!("uncounted-metrics", names = listed(&uncounted)))
                .with_hint(text!("uncounted-hint")),
        );
    }
    found.cells = decision::decide(tests, level);
    found
}

impl MetricComparison {
    fn skip(&mut self, name: &str, sides: &Sides<'_>, why: &Missing) {
        let indicator = match sides.kind {
            Some(MetricKind::Rate) => Indicator::NonZeroShare,
            Some(MetricKind::Counter) => Indicator::PerSecond,
            Some(MetricKind::Trend | MetricKind::Gauge) | None => Indicator::Latency(Measure::P95),
        };
        self.not_tested.push(NotTested::new(Judged::metric(name, indicator), why.reason()));
    }
}
