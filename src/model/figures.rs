//! The numbers of a run that a report shows, drawn from a [`Run`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::absent::{Absent, with_reasons};
use super::bounds::{Bounds, Bucket};
use super::check::{Check, Threshold};
use super::distribution::Distribution;
use super::endpoint::{Span, Traffic};
use super::fine_timeline::{FineTimeline, MAX_FINE_ENDPOINT_MOMENTS, MAX_FINE_MOMENTS};
use super::latency::{Latency, OfAllResponses, Population, percent_of};
use super::load::Load;
use super::metric_figures::MetricFigures;
use super::missing::{Known, Missing};
use super::note::Note;
use super::outcome::Outcomes;
use super::responses::of_population;
use super::run::{Meta, Run};
use super::slices::Slots;
use super::subject::Subject;
use super::timeline::{MAX_ENDPOINT_MOMENTS, MAX_MOMENTS, Sources, Timeline};
use super::users::Users;
use crate::words::text;

/// The numbers of a run that a report shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RunFigures {
    /// Name, time, tool, files.
    pub meta: Meta,
    /// All requests of the judged window.
    pub whole: TrafficFigures,
    /// Completed requests per second of the judged window.
    pub rate: Known<f64>,
    /// By endpoint, in the run's order.
    pub endpoints: Vec<TrafficFigures>,
    /// What the load generator did.
    pub load: Load,
    /// Checks as k6 judged them.
    pub checks: Vec<Check>,
    /// Thresholds as k6 judged them.
    pub thresholds: Vec<Threshold>,
    /// The script's own metrics, and k6's that measure no HTTP request, sorted by name.
    pub metrics: Vec<MetricFigures>,
    /// What a reader should know of this run.
    pub notes: Vec<Note>,
}

/// The numbers of one endpoint, or of the whole run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(rename = "Endpoint"))]
#[serde(remote = "Self")]
pub struct TrafficFigures {
    /// The endpoint as shown, or the whole run.
    #[serde(rename = "name")]
    pub subject: Subject,
    /// Requests that ended.
    #[serde(with = "Absent::<u64>", skip_serializing_if = "Result::is_err")]
    pub requests: Known<u64>,
    /// How they ended.
    #[serde(with = "Absent::<Outcomes>", skip_serializing_if = "Result::is_err")]
    pub outcomes: Known<Outcomes>,
    /// How long they took.
    #[serde(with = "Absent::<LatencyFigures>", skip_serializing_if = "Result::is_err")]
    pub latency: Known<LatencyFigures>,
    /// What part of the test `requests` and `outcomes` speak of.
    pub span: Span,
    /// Requests by k6's error code, where the source tells.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub error_codes: BTreeMap<u32, u64>,
    /// The same over time; a summary does not tell.
    #[serde(with = "Absent::<Timeline>", skip_serializing_if = "Result::is_err")]
    pub timeline: Known<Timeline>,
}

with_reasons!(TrafficFigures { requests, outcomes, latency, timeline });

/// Latency, in milliseconds.
#[derive(Debug, Clone, PartialEq)]
pub struct LatencyFigures {
    /// Requests behind the figures.
    pub count: Known<u64>,
    /// Quantile (0..1, ascending) and latency: the points of the percentile curve.
    pub curve: Vec<(f64, f64)>,
    /// The longest.
    pub max: Known<f64>,
    /// Which responses they speak of.
    pub population: Population,
    /// What part of the test they speak of.
    pub span: Span,
    /// The same of all responses, where `population` is narrower and the source states both.
    pub of_all: Option<OfAllResponses>,
    /// The buckets that they are known to: between two bounds the curve is interpolated. Absent where every latency is known.
    pub bounds: Option<Bounds>,
}

impl LatencyFigures {
    /// The bucket that the quantile `q` (0..1) lies in, where it is too wide to be told as a number.
    pub fn wide_bucket(&self, q: f64) -> Option<Bucket> {
        let bucket = self.bounds.as_ref()?.bucket_of(self.quantile(q).ok()?);
        bucket.is_wide().then_some(bucket)
    }

    /// Returns the quantile `q` (0..1) in milliseconds, where the curve has that point.
    pub fn quantile(&self, q: f64) -> Known<f64> {
        if self.curve.is_empty() && self.count == Ok(0) {
            return Err(Missing::message("missing-no-latency"));
        }
        self.curve
            .iter()
            .find(|(stated, _)| (stated - q).abs() < 1e-9)
            .map(|&(_, latency)| latency)
            .ok_or_else(|| Missing::because(text!("missing-percentile", percent = percent_of(q))))
    }
}

/// The quantiles of a percentile curve: the body in steps, the tail in ever smaller ones.
const CURVE: [f64; 16] =
    [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.9975, 0.999, 0.9995, 0.9999, 0.99999];

/// Reads the percentile curve off a distribution; its tail ends where less than one request is beyond.
fn curve(distribution: &Distribution) -> Vec<(f64, f64)> {
    let n = distribution.count() as f64;
    let known: Vec<f64> = CURVE.into_iter().filter(|q| *q <= 0.99 || n * (1.0 - q) >= 1.0).collect();
    known.iter().copied().zip(distribution.quantiles(&known)).collect()
}

impl From<&Latency> for LatencyFigures {
    fn from(latency: &Latency) -> Self {
        match latency {
            Latency::Percentiles(percentiles) => Self {
                count: percentiles.count.clone(),
                curve: percentiles.points.clone(),
                max: percentiles.max.clone(),
                population: percentiles.population,
                span: percentiles.span,
                of_all: percentiles.of_all.clone(),
                bounds: None,
            },
            Latency::Distribution(distribution) => Self::of_distribution(distribution, latency.population()),
        }
    }
}

impl LatencyFigures {
    fn of_distribution(distribution: &Distribution, population: Population) -> Self {
        Self {
            count: Ok(distribution.count()),
            curve: curve(distribution),
            max: match distribution.bounds() {
                Some(_) => Err(Missing::message("missing-histogram-max")),
                None => distribution.max().ok_or(Missing::message("missing-no-latency")),
            },
            population,
            span: Span::Window,
            of_all: None,
            bounds: distribution.bounds().map(|bounds| (**bounds).clone()),
        }
    }

    /// Takes the latency of an endpoint or a run. Where no response belongs to the latency population, because all of
    /// them failed, it is that of the failed ones, with what it took to fail.
    fn of(traffic: &Traffic) -> Known<Self> {
        let latency = traffic.latency.as_ref().map_err(Clone::clone)?;
        let (Latency::Distribution(distribution), Ok(responses)) = (latency, &traffic.responses) else {
            return Ok(latency.into());
        };
        if !distribution.is_empty() || responses.is_empty() {
            return Ok(latency.into());
        }
        // k6 records 0 for a request that was never written.
        let all = of_population(responses, Population::AllResponses).distribution.without_zeros();
        if all.is_empty() {
            return Err(Missing::message("missing-never-written"));
        }
        Ok(Self::of_distribution(&all, Population::AllResponses))
    }
}

impl TrafficFigures {
    fn new(subject: Subject, traffic: &Traffic, timeline: Known<Timeline>) -> Self {
        Self {
            subject,
            requests: traffic.requests.clone(),
            outcomes: traffic.outcomes.clone(),
            latency: LatencyFigures::of(traffic),
            span: traffic.span,
            error_codes: traffic.error_codes.clone(),
            timeline,
        }
    }
}

/// Draws what happened over time in a whole run.
pub fn over_time(run: &Run) -> Known<Timeline> {
    timeline(&run.whole, run.users.as_ref().ok())
}

/// Draws what happened over time, with the virtual users where they are given.
fn timeline(traffic: &Traffic, users: Option<&Slots<Users>>) -> Known<Timeline> {
    let (max, max_fine) = match users {
        Some(_) => (MAX_MOMENTS, MAX_FINE_MOMENTS),
        None => (MAX_ENDPOINT_MOMENTS, MAX_FINE_ENDPOINT_MOMENTS),
    };
    let responses = traffic.responses.as_ref().map_err(Clone::clone)?;
    let mut timeline = Timeline::of(&Sources { responses, left_out: &traffic.left_out, users }, max)
        .ok_or_else(|| Missing::message("missing-no-request"))?;
    timeline.fine = FineTimeline::of(responses, &traffic.left_out, max_fine, timeline.width);
    Ok(timeline)
}

/// Returns the completed requests per second of the judged window.
pub fn rate(run: &Run) -> Known<f64> {
    let requests = run.whole.requests.clone()?;
    let seconds = run.meta.window_duration.clone()?;
    // A microsecond is the least that any source tells apart.
    if seconds >= 1e-6 { Ok(requests as f64 / seconds) } else { Err(Missing::message("missing-no-length")) }
}

impl From<&Run> for RunFigures {
    fn from(run: &Run) -> Self {
        Self::drawn(run, |_| true)
    }
}

/// Why an endpoint has no course over time.
const NOT_DRAWN: Missing = Missing::message("missing-not-drawn");

impl RunFigures {
    /// Whether any HTTP request was sent, as far as the source tells: a test may be of something else.
    pub fn has_requests(&self) -> bool {
        self.whole.requests != Ok(0) || !self.endpoints.is_empty()
    }

    /// The numbers of an endpoint, or of the whole run.
    pub fn of(&self, subject: &Subject) -> Option<&TrafficFigures> {
        std::iter::once(&self.whole).chain(&self.endpoints).find(|figures| figures.subject == *subject)
    }

    /// Takes the figures without what happened over time, for the reason that is given.
    pub fn without_timelines(run: &Run, reason: &Missing) -> Self {
        Self::with_timelines(run, |_, _, _| Err(reason.clone()))
    }

    /// Takes the figures with what happened over time, of the whole run and of the endpoints that are drawn.
    pub fn drawn(run: &Run, is_drawn: impl Fn(&Subject) -> bool) -> Self {
        Self::with_timelines(run, |subject, traffic, users| {
            if subject.is_whole() || is_drawn(subject) { timeline(traffic, users) } else { Err(NOT_DRAWN) }
        })
    }

    fn with_timelines(
        run: &Run,
        timeline: impl Fn(&Subject, &Traffic, Option<&Slots<Users>>) -> Known<Timeline>,
    ) -> Self {
        let users = run.users.as_ref().ok();
        let of = |subject: Subject, traffic, users| {
            let timeline = timeline(&subject, traffic, users);
            TrafficFigures::new(subject, traffic, timeline)
        };
        Self {
            meta: run.meta.clone(),
            whole: of(Subject::Whole, &run.whole, users),
            rate: rate(run),
            endpoints: run
                .judged_endpoints()
                .map(|endpoint| of((&endpoint.id).into(), &endpoint.traffic, None))
                .collect(),
            load: run.load.clone(),
            checks: run.checks.clone(),
            thresholds: run.thresholds.clone(),
            metrics: MetricFigures::of(run),
            notes: run.notes.clone(),
        }
    }
}

/// Finds the middle one of figures, such as those of base runs: of an even number the mean of both in the middle, and nothing
/// of none.
pub fn middle(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    let half = figures.len() / 2;
    let upper = *figures.get(half)?;
    Some(if figures.len() % 2 == 1 { upper } else { f64::midpoint(figures[half - 1], upper) })
}
