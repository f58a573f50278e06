//! Counters that say something as a share only: of the time of all processors, of all periods of a scheduler.

use std::collections::BTreeMap;

use super::names::{Labels, Names};
use crate::model::series::role::{Part, Role};
use crate::model::series::unit::{SampleKind, SeriesUnit};
use crate::model::series::vocabulary::ShareOf;
use crate::model::series::{Sample, Series, Signal};
use crate::model::settings::PrometheusSettings;

/// Makes shares of the signals that are one of others, where those are there. What stays a limit of nothing else is left out.
pub(super) fn make(signals: &mut Vec<Signal>, settings: &PrometheusSettings) {
    let mut wholes: Vec<usize> = Vec::new();
    let mut made: Vec<(usize, Vec<Series>)> = Vec::new();
    for (at, signal) in signals.iter().enumerate().filter(|(_, signal)| signal.kind != SampleKind::Gauge) {
        let names = Names::of_signal(signal);
        let labels = signal.series.first().map(|series| series.labels.clone()).unwrap_or_default();
        let Some(share) = names.share(&labels, settings) else { continue };
        let is_whole = |(_, other): &(usize, &Signal)| {
            other.kind == signal.kind && share.of.iter().any(|metric| Names::of_signal(other).is_of(metric))
        };
        let whole: Vec<(usize, &Signal)> = signals.iter().enumerate().filter(is_whole).collect();
        let series = shares(signal, &whole.iter().map(|(_, signal)| *signal).collect::<Vec<_>>(), share);
        if !series.is_empty() {
            made.push((at, series));
            let is_limit =
                |signal: &Signal| matches!(signal.role, Role::Saturation { part: Part::Limit, .. });
            wholes.extend(whole.iter().filter(|(_, signal)| is_limit(signal)).map(|(at, _)| *at));
        }
    }
    for (at, series) in made {
        let signal = &mut signals[at];
        (signal.series, signal.unit, signal.kind) = (series, Ok(SeriesUnit::Ratio), SampleKind::Gauge);
    }
    let mut at = 0..;
    signals.retain(|_| at.next().is_none_or(|at| !wholes.contains(&at)));
}

/// What series rose by together, at each time.
type Sums = BTreeMap<i64, f64>;

/// The shares of one signal, a series for each set of labels that is left; none where there is nothing to divide by.
fn shares(signal: &Signal, whole: &[&Signal], share: &ShareOf) -> Vec<Series> {
    let counts = |series: &&Series| !share.leaves_out(&series.labels);
    // A series that two files hold counts once.
    let part: BTreeMap<&Labels, &Series> =
        signal.series.iter().filter(counts).map(|series| (&series.labels, series)).collect();
    let all: BTreeMap<_, &Series> = whole
        .iter()
        .flat_map(|signal| signal.series.iter().map(|series| ((&signal.metric, &series.labels), series)))
        .collect();
    let (part, all) =
        (sums(part.into_values(), signal.kind, share), sums(all.into_values(), signal.kind, share));
    let one = |(labels, part): (Labels, Sums)| {
        let all = all.get(&labels)?;
        // Where the whole is nothing but the part, what would make it less than all is not there.
        let is_part = part.iter().any(|(at, part)| all.get(at).is_some_and(|all| all != part));
        let samples: Vec<Sample> = part
            .into_iter()
            .filter_map(|(at, part)| {
                let all = all.get(&at).copied().filter(|all| *all > 0.0)?;
                Some(Sample { at, value: (part / all).clamp(0.0, 1.0) })
            })
            .collect();
        let is_there = is_part && !samples.is_empty();
        is_there.then(|| Series { labels, samples, histograms: Vec::new() })
    };
    part.into_iter().filter_map(one).collect()
}

/// Sums up what series rose by, by the labels that are left.
fn sums<'a>(
    all: impl Iterator<Item = &'a Series>,
    kind: SampleKind,
    share: &ShareOf,
) -> BTreeMap<Labels, Sums> {
    let mut sums: BTreeMap<Labels, Sums> = BTreeMap::new();
    for series in all {
        let mut labels = series.labels.clone();
        labels.retain(|label, _| !share.summed_over.contains(label));
        let sums = sums.entry(labels).or_default();
        for sample in series.rates(kind) {
            *sums.entry(sample.at).or_default() += sample.value;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::make;
    use crate::model::series::role::{Part, Resource, Role, Vantage, WorseWhen};
    use crate::model::series::unit::{SampleKind, SeriesUnit};
    use crate::model::series::{Remarks, Sample, Series, Signal};
    use crate::model::settings::{PrometheusSettings, SignalRule};

    /// A counter that rises by so much each second.
    fn series(labels: &[(&str, &str)], per_second: f64) -> Series {
        let sample = |i: i64| Sample { at: i * 1_000_000, value: 5.0 + per_second * i as f64 };
        Series {
            labels: labels.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
            samples: (0..3).map(sample).collect(),
            histograms: Vec::new(),
        }
    }

    fn counter(metric: &str, part: Part, series: Vec<Series>) -> Signal {
        Signal {
            name: "export".to_owned(),
            metric: Some(metric.to_owned()),
            query: None,
            role: Role::Saturation { resource: Resource::Cpu, part },
            vantage: Vantage::Server,
            worse: WorseWhen::Higher,
            unit: Ok(SeriesUnit::Seconds),
            kind: SampleKind::Counter,
            quantile: None,
            series,
            remarks: Remarks::default(),
            source: String::new(),
        }
    }

    fn made(mut signals: Vec<Signal>) -> Vec<Signal> {
        make(&mut signals, &PrometheusSettings::default());
        signals
    }

    /// The labels of each series, joined, and its last value.
    fn values(signal: &Signal) -> Vec<(String, f64)> {
        let one = |series: &Series| {
            let labels: Vec<String> = series.labels.values().cloned().collect();
            (labels.join(" "), series.samples.last().unwrap().value)
        };
        signal.series.iter().map(one).collect()
    }

    #[test]
    fn the_processors_of_a_host_are_one_share() {
        // Two hosts; of the first's two processors one does nothing and one is busy for 0.9 s of each second.
        let cpu = |host, cpu, mode, rate| series(&[("cpu", cpu), ("instance", host), ("mode", mode)], rate);
        let all = vec![
            cpu("a", "0", "idle", 0.5),
            cpu("a", "0", "iowait", 0.5),
            cpu("a", "1", "idle", 0.1),
            cpu("a", "1", "system", 0.3),
            cpu("a", "1", "user", 0.6),
            cpu("b", "0", "idle", 0.75),
            cpu("b", "0", "steal", 0.25),
        ];
        let [signal] = &made(vec![counter("node_cpu_seconds_total", Part::Used, all)])[..] else { panic!() };
        assert_eq!((signal.unit.clone(), signal.kind), (Ok(SeriesUnit::Ratio), SampleKind::Gauge));
        let found = values(signal);
        let expected = [("a", 0.45), ("b", 0.25)];
        assert_eq!(found.len(), 2, "{found:?}");
        for ((labels, value), (host, share)) in found.iter().zip(expected) {
            assert!(labels == host && (value - share).abs() < 1e-9, "{found:?}");
        }
        // Made once, it stays.
        assert_eq!(made(vec![signal.clone()]), std::slice::from_ref(signal));
    }

    #[test]
    fn rates_by_mode_are_shares_as_well() {
        let modes = ["idle", "user"].map(|mode| series(&[("mode", mode)], 1.0));
        let query = Some("sum by (mode) (rate(node_cpu_seconds_total[1m]))".to_owned());
        let signal =
            Signal { query, metric: None, kind: SampleKind::Rate, ..counter("", Part::Used, modes.to_vec()) };
        // Both are 7 in the end.
        assert_eq!(values(&made(vec![signal])[0]), [(String::new(), 0.5)]);
    }

    #[test]
    fn what_lacks_the_rest_stays_what_it_is() {
        let alone = [
            counter("node_cpu_seconds_total", Part::Used, vec![series(&[("mode", "user")], 0.5)]),
            counter("node_cpu_seconds_total", Part::Used, vec![series(&[], 0.5)]),
            counter("node_cpu_seconds_total", Part::Used, vec![series(&[("mode", "idle")], 0.5)]),
            counter("container_cpu_cfs_throttled_periods_total", Part::Pending, vec![series(&[], 0.5)]),
            counter("container_cpu_cfs_periods_total", Part::Limit, vec![series(&[], 0.5)]),
        ];
        for signal in alone {
            assert_eq!(made(vec![signal.clone()]), [signal]);
        }
    }

    #[test]
    fn throttling_is_a_share_of_the_periods() {
        let of = |name: &str, rate| series(&[("pod", name)], rate);
        let throttled = vec![of("a", 3.0), of("b", 0.0), of("unlimited", 0.0)];
        let found = made(vec![
            counter("container_cpu_cfs_periods_total", Part::Limit, vec![of("a", 10.0), of("b", 10.0)]),
            counter("container_cpu_cfs_throttled_periods_total", Part::Pending, throttled),
        ]);
        let [share] = &found[..] else { panic!("the periods alone say nothing: {found:#?}") };
        assert_eq!(values(share), [("a".to_owned(), 0.3), ("b".to_owned(), 0.0)]);
    }

    #[test]
    fn retransmits_and_drops_are_shares_of_what_was_sent() {
        for (part, whole) in [
            ("node_netstat_Tcp_RetransSegs", "node_netstat_Tcp_OutSegs"),
            ("node_network_receive_drop_total", "node_network_receive_packets_total"),
            ("node_network_transmit_drop_total", "node_network_transmit_packets_total"),
        ] {
            let found = made(vec![
                counter(part, Part::Timeouts, vec![series(&[], 1.0)]),
                counter(whole, Part::Limit, vec![series(&[], 50.0)]),
            ]);
            assert_eq!(found.len(), 1, "{part}");
            assert_eq!(values(&found[0]), [(String::new(), 0.02)], "{part}");
        }
    }

    #[test]
    fn hosts_of_windows_and_of_opentelemetry_have_one_share_too() {
        for (metric, processor, mode) in [
            ("windows_cpu_time_total", "core", "mode"),
            ("system_cpu_time_seconds_total", "cpu", "state"),
            ("system_cpu_time_seconds_total", "cpu_logical_number", "cpu_mode"),
        ] {
            let modes = ["idle", "user"].map(|name| series(&[(processor, "0"), (mode, name)], 0.5));
            let found = made(vec![counter(metric, Part::Used, modes.to_vec())]);
            assert_eq!(values(&found[0]), [(String::new(), 0.5)], "{metric} by {mode}");
        }
    }

    #[test]
    fn rows_of_the_user_make_shares() {
        let rule = SignalRule {
            pattern: "cache_misses_total".to_owned(),
            role: Role::Saturation { resource: Resource::Other, part: Part::Used },
            unit: None,
            kind: None,
            worse: None,
            labels: Default::default(),
            share: Some(crate::model::series::vocabulary::ShareOf {
                of: vec!["cache_misses_total".to_owned(), "cache_hits_total".to_owned()],
                ..Default::default()
            }),
            vantage: None,
        };
        let settings = PrometheusSettings { signals: vec![rule], ..PrometheusSettings::default() };
        let mut signals = vec![
            counter("cache_hits_total", Part::Used, vec![series(&[], 9.0)]),
            counter("cache_misses_total", Part::Used, vec![series(&[], 1.0)]),
        ];
        make(&mut signals, &settings);
        assert_eq!(signals.len(), 2, "hits are no limit");
        assert_eq!(values(&signals[1]), [(String::new(), 0.1)]);
    }
}
