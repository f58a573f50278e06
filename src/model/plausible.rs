//! What a run cannot be, whatever its file says: a file that came from elsewhere is not trusted for being well-formed.

use super::bins::MOST_VALUES;
use super::endpoint::Traffic;
use super::latency::{Latency, Percentiles, first_fall};
use super::measured::Measured;
use super::metric::{Metric, Samples, Stated};
use super::missing::Known;
use super::outcome::Outcomes;
use super::responses::ByOutcome;
use super::run::Run;

/// Microseconds of the year 10000.
const YEAR_10000: i64 = 253_402_300_800_000_000;

/// A figure that no run can have, or that contradicts another one: where it is, and why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Impossible(String);

impl Impossible {
    /// Says in what the figure is.
    fn within(self, name: &str) -> Self {
        Self(format!("{name}: {}", self.0))
    }
}

/// Checks what the figures of a run say of one another.
///
/// # Errors
///
/// [`Impossible`] names the first figure that cannot be.
pub(crate) fn check(run: &Run) -> Result<(), Impossible> {
    let times =
        [("test_duration_seconds", &run.meta.duration), ("duration_seconds", &run.meta.window_duration)];
    times.into_iter().try_for_each(|(key, time)| of_size(key, time))?;
    if let Ok((start, end)) = run.judged_span
        && !(-YEAR_10000 < start && start <= end && end < YEAR_10000)
    {
        return refuse("judged_span", "it ends before it begins, or not in our time");
    }
    if let (Ok(started), Ok(ended)) = (&run.meta.started, &run.meta.ended)
        && started > ended
    {
        return refuse("ended", "the test ends before it starts");
    }
    of_size("unread_share", &Ok(run.meta.unread_share))?;
    of_size("window.warm_up_seconds", &Ok(run.meta.window.warm_up.unwrap_or_default()))?;
    if run.origin.reruns > MOST_VALUES {
        return refuse("reruns", "there are too many");
    }
    for endpoint in &run.endpoints {
        traffic(&endpoint.traffic).map_err(|error| error.within(&endpoint.id.to_string()))?;
    }
    traffic(&run.whole).map_err(|error| error.within("whole"))?;
    let load = &run.load;
    let figures = [
        ("peak_vus", &load.peak_vus),
        ("max_vus", &load.max_vus),
        ("counted_over_seconds", &load.counted_over),
    ];
    figures.into_iter().try_for_each(|(key, figure)| of_size(key, figure))?;
    load.phases.iter().try_for_each(|phase| of_size(&phase.name, &Ok(phase.p95)))?;
    let counts = [("iterations", &load.iterations), ("dropped_iterations", &load.dropped_iterations)];
    counts
        .into_iter()
        .try_for_each(|(key, count)| of_count(key, count.as_ref().copied().unwrap_or_default()))?;
    for check in &run.checks {
        of_count(&check.path, check.passes)?;
        of_count(&check.path, check.fails)?;
    }
    if let Ok(users) = &run.users {
        for (_, users) in users.iter() {
            of_count("users", users.samples)?;
            of_count("users", users.max)?;
            let in_order = users.seconds.is_none_or(|(first, last)| first <= last);
            if !in_order || u128::from(users.sum) > u128::from(users.samples) * u128::from(users.max) {
                return refuse("users", "their sum, their largest and their times contradict one another");
            }
        }
    }
    run.metrics.iter().try_for_each(|(name, metric)| samples(metric).map_err(|error| error.within(name)))
}

fn refuse(what: &str, why: &str) -> Result<(), Impossible> {
    Err(Impossible(format!("{what}: {why}")))
}

/// Durations, latencies and users.
fn of_size(what: &str, figure: &Known<f64>) -> Result<(), Impossible> {
    match figure {
        Ok(figure) if !(figure.is_finite() && *figure >= 0.0) => refuse(what, "it is below 0"),
        _ => Ok(()),
    }
}

fn of_count(what: &str, count: u64) -> Result<(), Impossible> {
    if count > MOST_VALUES { refuse(what, "no load test counts so many") } else { Ok(()) }
}

fn traffic(traffic: &Traffic) -> Result<(), Impossible> {
    let requests = traffic.requests.as_ref().copied().unwrap_or_default();
    of_count("requests", requests)?;
    traffic.error_codes.values().try_for_each(|count| of_count("error_codes", *count))?;
    if let Ok(counts) = &traffic.outcomes {
        outcomes(counts)?;
    }
    if let Ok(Latency::Percentiles(stated)) = &traffic.latency {
        percentiles(stated)?;
    }
    match (&traffic.responses, &traffic.outcomes) {
        (Ok(responses), Ok(outcomes)) => one_by_one(responses, outcomes, requests),
        // Histograms of servers may be summed up over all statuses.
        (Ok(responses), Err(_)) if responses.values().all(|of| of.distribution.bounds().is_some()) => {
            let counted = responses.values().map(|of| of.distribution.count()).sum::<u64>();
            if counted == requests { Ok(()) } else { refuse("requests", "the responses are not as many") }
        }
        (Ok(_), Err(_)) => refuse("outcomes", "there are none, although there are responses"),
        (Err(_), _) => Ok(()),
    }
}

fn outcomes(outcomes: &Outcomes) -> Result<(), Impossible> {
    of_count("bad", outcomes.bad)?;
    of_count("good", outcomes.good)?;
    let all = outcomes.classes.values().chain(outcomes.statuses.values());
    all.copied().try_for_each(|count| of_count("outcomes", count))
}

/// Requests that are known one by one are counted four times, and each time the same.
fn one_by_one(responses: &ByOutcome, outcomes: &Outcomes, requests: u64) -> Result<(), Impossible> {
    let is_untold = outcomes.classes.is_empty();
    let sum: u64 = if is_untold {
        // A source that counts failed requests alone does not tell how they failed.
        responses.values().map(|of| of.distribution.count()).sum()
    } else {
        outcomes.classes.values().sum()
    };
    if requests != outcomes.total() || requests != sum {
        return refuse("requests", "they are not the sum of their outcomes");
    }
    if is_untold {
        return Ok(());
    }
    for (outcome, responses) in responses {
        let counted = outcomes.classes.get(outcome).copied().unwrap_or_default();
        let over_time: u64 = responses.slices.iter().map(|(_, sketch)| sketch.count()).sum();
        if responses.distribution.count() != counted || over_time != counted {
            return refuse(outcome.key(), "outcomes, histogram and slices count differently");
        }
    }
    Ok(())
}

fn percentiles(stated: &Percentiles) -> Result<(), Impossible> {
    of_count("count", stated.count.as_ref().copied().unwrap_or_default())?;
    [("min", &stated.min), ("mean", &stated.mean), ("max", &stated.max)]
        .into_iter()
        .try_for_each(|(key, figure)| of_size(key, figure))?;
    let ascend =
        stated.points.is_sorted_by(|low, high| low.0 < high.0) && first_fall(&stated.points).is_none();
    let shares = stated.points.iter().all(|(q, _)| (0.0..=1.0).contains(q));
    let curve = stated.of_all.iter().flat_map(|all| &all.points);
    curve.chain(&stated.points).try_for_each(|(_, latency)| of_size("percentiles", &Ok(*latency)))?;
    if ascend && shares { Ok(()) } else { refuse("percentiles", "they do not rise") }
}

fn samples(metric: &Metric) -> Result<(), Impossible> {
    match &metric.samples {
        Samples::Measured(measured) => self::measured(measured),
        Samples::Stated(stated) => self::stated(stated),
    }
}

/// A metric may be anything, but no quantile falls, and no rate passes more often than it was asked.
fn stated(stated: &Stated) -> Result<(), Impossible> {
    of_count("count", stated.count.unwrap_or_default())?;
    let shares = stated.points.iter().all(|(q, _)| (0.0..=1.0).contains(q));
    let ascend = stated.points.is_sorted_by(|low, high| low.0 < high.0 && low.1 <= high.1);
    let in_order = stated.min.zip(stated.max).is_none_or(|(min, max)| min <= max);
    let fits = stated.non_zero.zip(stated.count).is_none_or(|(non_zero, count)| non_zero <= count);
    if shares && ascend && in_order && fits {
        Ok(())
    } else {
        refuse("stated", "its figures contradict one another")
    }
}

fn measured(measured: &Measured) -> Result<(), Impossible> {
    of_count("count", measured.count)?;
    let fits = measured.non_zero <= measured.count && measured.distribution.count() <= measured.count;
    let in_order = measured.extremes.is_none_or(|(min, max)| min <= max);
    if fits && in_order {
        Ok(())
    } else {
        refuse("samples", "their counts or extremes contradict one another")
    }
}
