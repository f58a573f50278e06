//! Rule `slo`: objectives by the count test, and what the run would do to their error budget.

use super::slo_slices::Slices;
use super::{Inputs, budget, finding};
use crate::model::bounds::{Bounds, NARROW};
use crate::model::comparison::Interval;
use crate::model::endpoint::Traffic;
use crate::model::judgement::{Finding, Rule, SloMeasurement, SloResult, Unit, Verdict};
use crate::model::latency::{Latency, Percentiles, Population, percent_of};
use crate::model::missing::{Known, Missing};
use crate::model::outcome::{Outcome, Outcomes};
use crate::model::quantity::{Count, Days, NBSP, Share, StatedLatency, significant};
use crate::model::responses::ByOutcome;
use crate::model::settings::OutcomeSettings;
use crate::model::slicing::VerdictSlices;
use crate::model::slo::{Objective, Slo, SloScope, SloStatus};
use crate::model::subject::Subject;
use crate::stats::{count_test, proportion};
use crate::words::{Text, text};

/// A miss with a smaller probability is beyond doubt.
const MISS_LEVEL: f64 = 0.05;

/// Measures every objective: once for the whole run, or once for each endpoint that matches.
pub(super) fn measure(evidence: &Inputs<'_>) -> Vec<SloResult> {
    let run = evidence.run;
    let slices = Slices { timeline: VerdictSlices::of(run), outcomes: &evidence.settings.outcomes };
    let mut results = Vec::new();
    for slo in &evidence.settings.slos {
        match &slo.scope {
            SloScope::Whole => {
                let base = evidence.base.first().map(|b| &b.whole);
                results.push(result(slo, Subject::Whole, Ok(&run.whole), base, &slices));
            }
            SloScope::Endpoints(pattern) => {
                let mut matching = run.judged_endpoints().filter(|e| e.id.matches(pattern)).peekable();
                if matching.peek().is_none() {
                    let missing = Missing::message("slo-no-endpoint");
                    results.push(result(slo, Subject::endpoint(pattern), Err(missing), None, &slices));
                }
                for endpoint in matching {
                    let subject = Subject::from(&endpoint.id);
                    let base = evidence.base.first().and_then(|b| b.traffic_of(&subject));
                    results.push(result(slo, subject, Ok(&endpoint.traffic), base, &slices));
                }
            }
        }
    }
    results
}

fn result(
    slo: &Slo,
    subject: Subject,
    run: Known<&Traffic>,
    base: Option<&Traffic>,
    slices: &Slices<'_>,
) -> SloResult {
    let text = match &slo.objective {
        Objective::Success { share } => format!("{} without unintended errors", stated(*share)),
        Objective::Latency { within, share } => {
            format!("{} within {}", stated(*share), StatedLatency(*within))
        }
    };
    let measured = run.and_then(|run| {
        let bad = bad_requests(&slo.objective, run, slices.outcomes)?;
        let base_good_share = base
            .and_then(|base| bad_requests(&slo.objective, base, slices.outcomes).ok())
            .filter(|bad| bad.is_exact() || bad.narrow)
            .map(|bad| 1.0 - bad.likely / bad.total as f64);
        let phi = slices.overdispersion(&slo.objective, run);
        let of = |requests, estimated| measurement(slo, requests, bad.total, estimated, phi, base_good_share);
        if bad.is_exact() {
            return Ok(of(bad.likely, bad.estimated));
        }
        // Whatever is true of the bucket that the objective lies in.
        match (of(bad.least, true), of(bad.most, true)) {
            (_, most) if most.status == SloStatus::Met => Ok(most),
            (least, _) if least.status == SloStatus::Missed => Ok(least),
            _ if bad.narrow => Ok(of(bad.likely, true)),
            (least, most) => Err(Missing::because(text!(
                "slo-no-bound",
                least = Share(1.0 - least.good_share),
                most = Share(1.0 - most.good_share),
                allowed = Share(1.0 - slo.objective.share())
            ))),
        }
    });
    SloResult { slo: slo.clone(), text, subject, measured }
}

fn measurement(
    slo: &Slo,
    bad: f64,
    total: u64,
    estimated: bool,
    phi: f64,
    base_good_share: Option<f64>,
) -> SloMeasurement {
    let n = total as f64;
    let allowed = 1.0 - slo.objective.share();
    let expected = n * allowed;
    let p = count_test::count_tail(bad, expected, expected * phi);
    let share = bad / n;
    // One bad request of 10,000 meets 99.99 %, whatever binary fractions make of it.
    let status = if bad <= expected * (1.0 + 1e-9) {
        SloStatus::Met
    } else if p < MISS_LEVEL {
        SloStatus::Missed
    } else {
        SloStatus::MissedUnsure
    };
    let bounds = proportion::wilson(bad, n, phi);
    SloMeasurement {
        bad,
        total,
        estimated,
        good_share: 1.0 - share,
        interval: Interval { low: 1.0 - bounds.high, high: 1.0 - bounds.low },
        p,
        status,
        requests_to_settle: (status == SloStatus::MissedUnsure)
            .then(|| count_test::growth_to_settle(bad, expected, phi, MISS_LEVEL))
            .flatten()
            .map(|times| rounded_up(n * times)),
        base_good_share,
        budget: budget::burn(share, slo.objective.share(), slo.window_days),
    }
}

/// Requests that miss an objective.
struct Bad {
    likely: f64,
    /// What there are at least and at most, where latencies are known to buckets alone; else the same.
    least: f64,
    most: f64,
    total: u64,
    /// Whether they were read off a curve.
    estimated: bool,
    /// Whether the bucket that the objective lies in is narrow.
    narrow: bool,
}

impl Bad {
    fn of(likely: f64, total: u64, estimated: bool) -> Self {
        Self { likely, least: likely, most: likely, total, estimated, narrow: false }
    }

    fn is_exact(&self) -> bool {
        self.most - self.least < 0.5
    }
}

/// Counts bad requests and all requests.
fn bad_requests(objective: &Objective, traffic: &Traffic, settings: &OutcomeSettings) -> Known<Bad> {
    let outcomes = traffic.outcomes.as_ref().map_err(Clone::clone);
    match objective {
        Objective::Success { .. } => {
            let outcomes = outcomes?;
            nonempty(outcomes.total())?;
            Ok(Bad::of(outcomes.bad as f64, outcomes.total(), false))
        }
        Objective::Latency { within, .. } => {
            match (traffic.latency.as_ref().map_err(Clone::clone)?, &traffic.responses) {
                (Latency::Percentiles(percentiles), _) => estimated(percentiles, *within, outcomes.ok()),
                (Latency::Distribution(_), Ok(responses)) => counted(responses, *within, outcomes?, settings),
                (Latency::Distribution(_), Err(missing)) => Err(missing.clone()),
            }
        }
    }
}

/// Counts failed requests, and those of the others that were slow.
fn counted(
    responses: &ByOutcome,
    within: f64,
    outcomes: &Outcomes,
    settings: &OutcomeSettings,
) -> Known<Bad> {
    let answered = || {
        let good = responses.iter().filter(|(outcome, _)| !settings.undeclared_4xx.counts_as_bad(**outcome));
        good.map(|(_, responses)| &responses.distribution)
    };
    let slower = |than: f64| answered().map(|d| d.count_above(than)).sum::<f64>() + outcomes.bad as f64;
    nonempty(outcomes.total())?;
    let exact = Bad::of(slower(within), outcomes.total(), false);
    let bounds = Bounds::of_all(answered().map(|d| (d.count(), d.bounds())));
    let Some(bounds) = bounds.filter(|bounds| !bounds.has(within)) else { return Ok(exact) };
    let bucket = bounds.bucket_of(within);
    let least = bucket.up_to.map_or(outcomes.bad as f64, slower);
    Ok(Bad { least, most: slower(bucket.above), narrow: bucket.width() <= NARROW, ..exact })
}

/// Reads the slow requests off the stated percentiles and puts the failed ones on top.
fn estimated(percentiles: &Percentiles, within: f64, outcomes: Option<&Outcomes>) -> Known<Bad> {
    let count = nonempty(percentiles.count.clone()?)?;
    let slow = slow_share(percentiles, within)? * count as f64;
    let (failed, total) = match (percentiles.population, outcomes) {
        (Population::Expected, Some(outcomes)) if outcomes.total() >= count => {
            (outcomes.bad, outcomes.total())
        }
        // Timeouts are among the slow ones already; server errors, as far as they are known, mostly are not.
        (Population::AllResponses, Some(outcomes)) => {
            (*outcomes.classes.get(&Outcome::ServerError).unwrap_or(&outcomes.bad), count)
        }
        _ => (0, count),
    };
    Ok(Bad::of((slow + failed as f64).min(total as f64), total, true))
}

fn nonempty(total: u64) -> Known<u64> {
    if total > 0 { Ok(total) } else { Err(Missing::message("missing-no-request")) }
}

/// Reads the share of requests slower than `within` milliseconds off the stated percentiles.
///
/// Between two of them ln(1 − q) is taken as linear in ln latency; beyond the highest one the
/// longest latency closes the curve at one request.
fn slow_share(percentiles: &Percentiles, within: f64) -> Known<f64> {
    let n = percentiles.count.clone()? as f64;
    let mut curve: Vec<(f64, f64)> =
        percentiles.points.iter().map(|&(q, latency)| (1.0 - q, latency)).collect();
    if let Ok(max) = percentiles.max {
        if max <= within {
            return Ok(0.0);
        }
        curve.push((1.0 / n, max));
    }
    if let Ok(min) = percentiles.min {
        if min > within {
            return Ok(1.0);
        }
        curve.insert(0, (1.0 - 1.0 / n, min));
    }
    curve.retain(|&(share, latency)| share > 0.0 && latency > 0.0);
    curve.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let above = curve.iter().position(|&(_, latency)| latency > within);
    match above {
        Some(0) => Err(Missing::message("slo-too-fast")),
        None => Err(Missing::message("slo-too-slow")),
        Some(at) => {
            let ((share0, latency0), (share1, latency1)) = (curve[at - 1], curve[at]);
            let way = (within.ln() - latency0.ln()) / (latency1.ln() - latency0.ln());
            Ok((share0.ln() + way * (share1.ln() - share0.ln())).exp())
        }
    }
}

/// Turns missed objectives into findings.
pub(super) fn findings(results: &[SloResult]) -> Vec<Finding> {
    results.iter().filter_map(missed).collect()
}

fn missed(result: &SloResult) -> Option<Finding> {
    let measured = result.measured.as_ref().ok()?;
    let verdict = match measured.status {
        SloStatus::Met => return None,
        SloStatus::Missed => Verdict::Fail,
        SloStatus::MissedUnsure => Verdict::Warn,
    };
    let good = (measured.total as f64 - measured.bad).round().max(0.0) as u64;
    let (total, share) = (measured.total, Share(measured.good_share));
    let allowed = allowed(measured.total, result.slo.objective.share());
    let bad = requests(measured.bad);
    let counts = if measured.estimated {
        text!("slo-estimated", good = good, total = total, share = share, allowed = allowed, bad = bad)
    } else {
        text!("slo-counted", good = good, total = total, share = share, allowed = allowed, bad = bad)
    };
    let lasts = measured.budget.lasts_days.map_or(Text::empty(), |days| {
        text!("slo-budget", window = window_days(measured.budget.window_days), lasts = Days(days))
    });
    Some(Finding {
        base: measured.base_good_share,
        run: Some(measured.good_share),
        unit: Some(Unit::Share),
        interval: Some(measured.interval),
        p: Some(measured.p),
        title: text!("slo-missed", who = result.subject.title(), objective = result.title()),
        text: Text::sentences([counts, lasts]),
        advice: measured.requests_to_settle.map(|requests| text!("slo-unsure", requests = requests)),
        ..finding(verdict, Rule::Slo, result.judged())
    })
}

/// How many of `total` requests an objective allows to be bad: whole ones, since no part of a request fails.
fn allowed(total: u64, good_share: f64) -> u64 {
    // A share such as 0.999 is a little more or less than that.
    (total as f64 * (1.0 - good_share) + 1e-6).floor() as u64
}

/// Writes an objective's share as it was stated: `99.95 %`.
fn stated(share: f64) -> String {
    format!("{}{NBSP}%", percent_of(share))
}

/// Writes a number of requests: whole ones from ten on, where a tenth tells nothing.
fn requests(count: f64) -> String {
    if count >= 10.0 || count.fract() == 0.0 {
        Count(count.round() as u64).to_string()
    } else {
        significant(count)
    }
}

/// Rounds up to two digits: more would claim to know the noise of a run that has not been made.
fn rounded_up(requests: f64) -> u64 {
    let unit = 10.0_f64.powf((requests.max(1.0).log10().floor() - 1.0).max(0.0));
    ((requests / unit).ceil() * unit) as u64
}

/// Writes the days of a window: `30`, `0.5`.
fn window_days(days: f64) -> String {
    if days.fract() == 0.0 { format!("{days:.0}") } else { format!("{days:.1}") }
}
