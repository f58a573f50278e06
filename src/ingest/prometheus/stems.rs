//! What the name of a file says, where an aggregation has dropped the metric's: `red_p99`, `hikari_active`, `gc_pause`.

use super::meaning::{K6, Meaning};
use crate::model::series::role::{Part, Resource, Role, Vantage};
use crate::model::series::unit::{SampleKind, SeriesUnit};

/// Words that a name has, and what it then means.
struct Hint {
    /// All of them must be there; a word stands for those that begin with it, unless it ends with `.`.
    words: &'static [&'static str],
    role: Role,
    unit: Option<SeriesUnit>,
    kind: Option<SampleKind>,
}

const fn hint(words: &'static [&'static str], role: Role, unit: Option<SeriesUnit>) -> Hint {
    Hint { words, role, unit, kind: None }
}

const fn level(
    words: &'static [&'static str],
    resource: Resource,
    part: Part,
    unit: Option<SeriesUnit>,
) -> Hint {
    Hint { words, role: Role::Saturation { resource, part }, unit, kind: Some(SampleKind::Gauge) }
}

const COUNT: Option<SeriesUnit> = Some(SeriesUnit::Count);
const SECONDS: Option<SeriesUnit> = Some(SeriesUnit::Seconds);
const BYTES: Option<SeriesUnit> = Some(SeriesUnit::Bytes);

/// The first that fits counts. Times are taken to be seconds, the base unit of Prometheus.
const HINTS: &[Hint] = &[
    level(&["hikari", "active"], Resource::ConnectionPool, Part::Used, COUNT),
    level(&["hikari", "pending"], Resource::ConnectionPool, Part::Pending, COUNT),
    level(&["hikari", "idle"], Resource::ConnectionPool, Part::Idle, COUNT),
    level(&["hikari", "max."], Resource::ConnectionPool, Part::Limit, COUNT),
    hint(
        &["hikari", "timeout"],
        Role::Saturation { resource: Resource::ConnectionPool, part: Part::Timeouts },
        COUNT,
    ),
    level(&["pool", "active"], Resource::ConnectionPool, Part::Used, COUNT),
    level(&["pool", "in", "use"], Resource::ConnectionPool, Part::Used, COUNT),
    level(&["pool", "pending"], Resource::ConnectionPool, Part::Pending, COUNT),
    level(&["pool", "waiting"], Resource::ConnectionPool, Part::Pending, COUNT),
    level(&["pool", "idle"], Resource::ConnectionPool, Part::Idle, COUNT),
    level(&["pool", "max."], Resource::ConnectionPool, Part::Limit, COUNT),
    level(&["pool", "size"], Resource::ConnectionPool, Part::Limit, COUNT),
    hint(
        &["pool", "timeout"],
        Role::Saturation { resource: Resource::ConnectionPool, part: Part::Timeouts },
        COUNT,
    ),
    // A rate, or the counter itself: the samples tell.
    hint(&["gc."], Role::Saturation { resource: Resource::GarbageCollection, part: Part::Time }, SECONDS),
    level(&["heap", "max."], Resource::Memory, Part::Limit, BYTES),
    level(&["heap"], Resource::Memory, Part::Used, BYTES),
    level(&["memory"], Resource::Memory, Part::Used, BYTES),
    level(&["mem."], Resource::Memory, Part::Used, BYTES),
    level(&["rss."], Resource::Memory, Part::Used, BYTES),
    // A share or a number of processors: nobody knows.
    hint(&["cpu"], Role::Saturation { resource: Resource::Cpu, part: Part::Used }, None),
    level(&["inflight"], Resource::Queue, Part::Used, COUNT),
    level(&["in", "flight"], Resource::Queue, Part::Used, COUNT),
    level(&["lag."], Resource::Queue, Part::Pending, COUNT),
    level(&["queue"], Resource::Queue, Part::Pending, COUNT),
    level(&["threads"], Resource::Threads, Part::Used, COUNT),
    hint(&["error"], Role::Errors, COUNT),
    hint(&["fail"], Role::Errors, COUNT),
    hint(&["5xx."], Role::Errors, COUNT),
    hint(&["bucket"], Role::Latency, SECONDS),
    hint(&["latency"], Role::Latency, SECONDS),
    hint(&["duration"], Role::Latency, SECONDS),
    hint(&["k6.", "native"], Role::Latency, SECONDS),
    hint(&["rps."], Role::Traffic, COUNT),
    hint(&["qps."], Role::Traffic, COUNT),
    hint(&["reqs."], Role::Traffic, COUNT),
    hint(&["requests"], Role::Traffic, COUNT),
    hint(&["traffic"], Role::Traffic, COUNT),
    hint(&["throughput"], Role::Traffic, COUNT),
];

/// Tells what a name means.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let vantage = if lower.starts_with(K6) { Vantage::LoadGenerator } else { Vantage::Server };
    if quantile(name).is_some() {
        let (unit, kind) = (SECONDS, Some(SampleKind::Gauge));
        return Some(Meaning { role: Role::Latency, unit, kind, vantage, worse: None });
    }
    let found = HINTS.iter().find(|hint| hint.words.iter().all(|word| has(&words, word)))?;
    Some(Meaning { role: found.role, unit: found.unit, kind: found.kind, vantage, worse: None })
}

/// Tells what a name means that has two words for it: what may be full, and what of it was measured.
pub(super) fn specific(name: &str) -> Option<Meaning> {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let found = HINTS.iter().find(|hint| hint.words.iter().all(|word| has(&words, word)))?;
    (found.words.len() > 1).then(|| meaning(name)).flatten()
}

fn has(words: &[&str], wanted: &str) -> bool {
    words.iter().any(|word| match wanted.strip_suffix('.') {
        Some(whole) => *word == whole,
        None => word.starts_with(wanted),
    })
}

/// Reads the quantile out of a name: `red_p99` is 0.99, `latency-p999` is 0.999.
pub(super) fn quantile(name: &str) -> Option<f64> {
    let lower = name.to_ascii_lowercase();
    words(&lower).find_map(|word| {
        let digits = word.strip_prefix('p')?;
        let is_percentile = (2..=5).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_percentile.then(|| format!("0.{digits}").parse().ok()).flatten()
    })
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{meaning, quantile};
    use crate::model::series::role::{Part, Resource, Role, Vantage};

    #[test]
    fn names_say_what_they_can() {
        let saturation = |resource, part| Role::Saturation { resource, part };
        let cases = [
            ("red_rps", Role::Traffic),
            ("red_errors", Role::Errors),
            ("red_buckets", Role::Latency),
            ("red_p99", Role::Latency),
            ("hikari_active", saturation(Resource::ConnectionPool, Part::Used)),
            ("db-pool-max", saturation(Resource::ConnectionPool, Part::Limit)),
            ("cpu", saturation(Resource::Cpu, Part::Used)),
            ("gc_pause", saturation(Resource::GarbageCollection, Part::Time)),
            ("kafka_inflight", saturation(Resource::Queue, Part::Used)),
            ("consumer.lag", saturation(Resource::Queue, Part::Pending)),
        ];
        for (name, role) in cases {
            assert_eq!(meaning(name).map(|meaning| meaning.role), Some(role), "{name}");
        }
        assert_eq!(meaning("flags"), None, "lag is a word of its own");
        assert_eq!(meaning("k6_native_by_name").unwrap().vantage, Vantage::LoadGenerator);
    }

    #[test]
    fn a_percentile_in_a_name_is_a_quantile() {
        assert_eq!(quantile("red_p99"), Some(0.99));
        assert_eq!(quantile("latency-P999"), Some(0.999));
        assert_eq!(quantile("p50"), Some(0.5));
        assert_eq!(quantile("p1"), None);
        assert_eq!(quantile("pool"), None);
    }
}
