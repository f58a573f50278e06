//! The JSON of `locust --json-file`: counts by name, and how often each rounded latency was seen.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::run::{Figures, Part, Summary, length};
use crate::ingest::error::{Problem, shorten};
use crate::ingest::locate;
use crate::model::endpoint::EndpointId;
use crate::model::labeller::Labeller;
use crate::model::outcome::Outcomes;
use crate::model::source::Format;

/// The percentiles that are worked out, those of Locust's own table.
const PERCENTILES: [f64; 8] = [50.0, 66.0, 75.0, 80.0, 90.0, 95.0, 98.0, 99.0];

#[derive(Deserialize)]
#[serde(expecting = "an entry of Locust's statistics")]
struct Entry {
    name: String,
    #[serde(default)]
    method: String,
    /// Seconds since 1970.
    start_time: Option<f64>,
    last_request_timestamp: Option<f64>,
    num_requests: u64,
    num_failures: u64,
    total_response_time: f64,
    max_response_time: f64,
    min_response_time: Option<f64>,
    #[serde(default)]
    total_content_length: u64,
    /// How often each latency was seen, in milliseconds: two digits from 100 on.
    response_times: BTreeMap<String, u64>,
}

/// What is added up.
#[derive(Default, Clone)]
struct Sum {
    requests: u64,
    failures: u64,
    total: f64,
    longest: f64,
    shortest: Option<f64>,
    seen: Vec<(f64, u64)>,
}

/// Tells whether a text begins as statistics of Locust.
pub(super) fn begins(text: &str) -> bool {
    text.starts_with('[')
        && ["\"num_none_requests\"", "\"response_times\""].iter().all(|key| text.contains(key))
}

/// Reads the file.
pub(super) fn parse(text: &str, labeller: &dyn Labeller) -> Result<Summary, Problem> {
    let entries: Vec<Entry> = serde_json::from_str(text).map_err(|error| locate::problem(text, &error))?;
    let mut whole = Sum::default();
    let mut endpoints: BTreeMap<EndpointId, Sum> = BTreeMap::new();
    let mut bytes: u64 = 0;
    for entry in entries.iter().filter(|entry| entry.num_requests > 0) {
        let method = Some(&*entry.method).filter(|method| !method.is_empty());
        whole.add(entry)?;
        endpoints.entry(labeller.endpoint(method, &entry.name)).or_default().add(entry)?;
        bytes = bytes.saturating_add(entry.total_content_length);
    }
    if whole.requests == 0 {
        return Err(Problem::NoRequests { format: Format::LocustJson, lines: text.lines().count() as u64 });
    }
    let first = entries.iter().filter_map(|entry| time(entry.start_time)).min();
    let when = first.zip(entries.iter().filter_map(|entry| time(entry.last_request_timestamp)).max());
    let endpoints =
        endpoints.into_iter().map(|(id, sum)| Ok((id, sum.part()?))).collect::<Result<_, Problem>>()?;
    Ok(Summary {
        when,
        seconds: length(when.map(|(first, last)| (last - first).as_seconds_f64())),
        data_received: Ok(bytes),
        ..Summary::of(whole.part()?, endpoints)
    })
}

fn time(seconds: Option<f64>) -> Option<DateTime<Utc>> {
    let micros = seconds? * 1e6;
    (micros > 0.0 && micros < 1e18).then(|| DateTime::from_timestamp_micros(micros as i64))?
}

impl Sum {
    fn add(&mut self, entry: &Entry) -> Result<(), Problem> {
        let wrong = |key: &'static str, found: String, expected: &'static str| Problem::Value {
            key: format!("{}.{key}", shorten(&entry.name, 40)),
            found,
            expected,
        };
        if entry.num_failures > entry.num_requests {
            return Err(wrong(
                "num_failures",
                entry.num_failures.to_string(),
                "no more failures than requests",
            ));
        }
        for (latency, count) in &entry.response_times {
            let known = latency.parse().ok().filter(|latency: &f64| latency.is_finite() && *latency >= 0.0);
            let known = known.ok_or_else(|| {
                wrong("response_times", shorten(latency, 40), "a latency that is not negative")
            })?;
            self.seen.push((known, *count));
        }
        self.requests = self.requests.saturating_add(entry.num_requests);
        self.failures = self.failures.saturating_add(entry.num_failures);
        self.total += entry.total_response_time;
        self.longest = self.longest.max(entry.max_response_time);
        let shortest = [self.shortest, entry.min_response_time].into_iter().flatten();
        self.shortest = shortest.reduce(f64::min);
        Ok(())
    }

    fn part(mut self) -> Result<Part, Problem> {
        self.seen.sort_by(|a, b| a.0.total_cmp(&b.0));
        let timed = self.seen.iter().fold(0, |sum: u64, (_, count)| sum.saturating_add(*count));
        let mut figures = Figures::new("response_times", 1.0);
        for percent in PERCENTILES {
            let rank = (percent / 100.0 * timed as f64).ceil() as u64;
            let mut below: u64 = 0;
            let found = self.seen.iter().find(|(_, count)| {
                below = below.saturating_add(*count);
                below >= rank.max(1)
            });
            if let Some((latency, _)) = found {
                figures.take("percentile", Some(percent), *latency)?;
            }
        }
        if timed > 0 {
            figures.take("mean", None, self.total / timed as f64)?;
            figures.take("max", None, self.longest)?;
            if let Some(shortest) = self.shortest {
                figures.take("min", None, shortest)?;
            }
        }
        // Locust tells failures from successes, and not why they failed.
        let (bad, good) = (self.failures, self.requests - self.failures);
        let outcomes = Outcomes { bad, good, bad_may_hold_4xx: true, ..Outcomes::default() };
        Ok(Part::of(outcomes, figures.of(timed)))
    }
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn percentiles_are_those_of_the_counts() {
        let seen = vec![(30.0, 5), (10.0, 90), (200.0, 5)];
        let sum =
            Sum { requests: 100, failures: 2, total: 2050.0, longest: 204.0, shortest: Some(9.5), seen };
        let part = sum.part().unwrap();
        let latency = part.latency.unwrap();
        let at = |quantile: f64| latency.points.iter().find(|point| point.0 == quantile).unwrap().1;
        assert_eq!((at(0.5), at(0.9), at(0.95), at(0.99)), (10.0, 10.0, 30.0, 200.0));
        assert_eq!((latency.mean, latency.min, latency.max), (Ok(20.5), Ok(9.5), Ok(204.0)));
        assert_eq!((part.requests, part.outcomes.unwrap().bad), (100, 2));
    }
}
