//! What the tests need of the samples of a metric.

use std::collections::BTreeMap;

use crate::model::comparison::Counts;
use crate::model::endpoint::{Span, Traffic};
use crate::model::latency::{Latency, Percentiles, Population};
use crate::model::metric::{Metric, Samples, Stated};
use crate::model::missing::{Known, Missing};
use crate::model::outcome::Outcome;
use crate::model::responses::Responses;
use crate::model::run::Run;
use crate::stats::hac::ASSUMED_OVERDISPERSION;

/// The samples of a trend as if they were the requests of an endpoint.
pub(super) fn traffic(metric: &Metric) -> Known<Traffic> {
    let none = || Missing::message("missing-metric-outcomes");
    let (requests, latency, responses) = match &metric.samples {
        Samples::Measured(measured) if measured.distribution.count() != measured.count => {
            return Err(Missing::message("missing-metric-negative"));
        }
        Samples::Measured(measured) => {
            let distribution = measured.distribution.clone();
            let responses = Responses { distribution: distribution.clone(), ..Responses::default() };
            let by_outcome = [(Outcome::Ok, responses)].into_iter().collect();
            (Ok(measured.count), Latency::Distribution(distribution), Ok(by_outcome))
        }
        Samples::Stated(stated) => {
            let count = stated.count.ok_or_else(|| Missing::message("missing-metric-uncounted"));
            (count.clone(), Latency::Percentiles(percentiles(stated, count)), Err(none()))
        }
    };
    Ok(Traffic {
        requests,
        outcomes: Err(none()),
        latency: Ok(latency),
        responses,
        left_out: BTreeMap::new(),
        error_codes: BTreeMap::new(),
        span: Span::Window,
    })
}

fn percentiles(stated: &Stated, count: Known<u64>) -> Percentiles {
    let known = |figure: Option<f64>| figure.ok_or_else(|| Missing::message("missing-metric-unstated"));
    Percentiles {
        count,
        min: known(stated.min),
        mean: known(stated.mean),
        max: known(stated.max),
        points: stated.points.clone(),
        population: Population::AllResponses,
        span: Span::WholeTest,
        of_all: None,
    }
}

/// The samples that a trend has at least where nobody counted them: sessions, of what each of them has once, else the
/// iterations. 0 where nothing tells.
pub(super) fn least_samples(name: &str, run: &Run) -> u64 {
    let sessions = run.metrics.get("ws_sessions").filter(|_| name.starts_with("ws_")).and_then(sum);
    let iterations = run.load.iterations.as_ref().ok().copied();
    sessions.map(|sessions| sessions as u64).or(iterations).unwrap_or(0)
}

/// How many samples of a rate were not 0, and how many there were.
pub(super) fn counts(metric: &Metric) -> Known<Counts> {
    let (non_zero, count) = match &metric.samples {
        Samples::Measured(measured) => (Some(measured.non_zero), Some(measured.count)),
        Samples::Stated(stated) => (stated.non_zero, stated.count),
    };
    let counts = non_zero.zip(count).map(|(bad, total)| Counts { bad, total });
    counts.ok_or_else(|| Missing::message("missing-metric-count"))
}

/// What a counter counted.
fn sum(metric: &Metric) -> Option<f64> {
    match &metric.samples {
        Samples::Measured(measured) => Some(measured.sum()),
        Samples::Stated(stated) => stated.sum,
    }
}

/// What a counter counts per second, and the squared error of its log: as if it counted one by one.
pub(super) fn per_second(metric: &Metric, run: &Run) -> Known<(f64, f64)> {
    let stated = match &metric.samples {
        Samples::Stated(stated) => stated.per_second,
        Samples::Measured(_) => None,
    };
    let counted = sum(metric).ok_or_else(|| Missing::message("missing-metric-sum"))?;
    let rate = match stated {
        Some(rate) => rate,
        None => counted / run.meta.window_duration.clone()?,
    };
    // As few as were added at once tell less than their sum.
    let events = match &metric.samples {
        Samples::Measured(measured) => counted.min(measured.count as f64),
        Samples::Stated(_) => counted,
    };
    if rate > 0.0 && rate.is_finite() && events > 0.0 {
        Ok((rate, ASSUMED_OVERDISPERSION / events))
    } else {
        Err(Missing::message("missing-metric-nothing"))
    }
}
