//! Recorded exports: every one is read, and its figures agree with Prometheus' own and with the points of the same run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use perfreport::internals::classify::Classifier;
use perfreport::internals::diagnose::histogram::{Histogram, histograms};
use perfreport::internals::diagnose::server_red::server_red;
use perfreport::internals::ingest::{self, Input};
use perfreport::internals::stats::histogram::Estimate;
use perfreport::internals::wire;
use perfreport::model::latency::Latency;
use perfreport::model::run::Run;
use perfreport::model::series::role::{Part, Resource, Role, Vantage};
use perfreport::model::series::unit::{SampleKind, SeriesUnit};
use perfreport::model::series::{ServerMetrics, Signal};
use perfreport::model::server_red::ServerLatency;
use perfreport::model::settings::Settings;

use super::read;
use crate::support::{fixture, recordings, snapshot};

/// The folders with exports, sorted.
fn folders() -> Vec<PathBuf> {
    let found: Vec<PathBuf> =
        recordings(&["prometheus"]).into_iter().map(|run| run.join("prometheus")).collect();
    assert!(found.len() >= 6, "{found:?}");
    found
}

fn signal<'a>(metrics: &'a ServerMetrics, name: &str) -> &'a Signal {
    metrics.signals.iter().find(|signal| signal.name == name).unwrap()
}

fn run(folder: &Path) -> Run {
    let settings = Settings::default();
    let run = folder.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let points = Input::Path(snapshot(&format!("shop/{run}")));
    ingest::read(&points, &Classifier::new(&settings), &settings, &std::sync::Arc::default()).unwrap()
}

#[test]
fn every_recorded_export_is_read_and_its_role_is_known() {
    let pool = |part| Role::Saturation { resource: Resource::ConnectionPool, part };
    let used = |resource| Role::Saturation { resource, part: Part::Used };
    let pauses = Role::Saturation { resource: Resource::GarbageCollection, part: Part::Time };
    let count = Some(SeriesUnit::Count);
    let seconds = Some(SeriesUnit::Seconds);
    let (gauge, counter, rate) = (SampleKind::Gauge, SampleKind::Counter, SampleKind::Rate);
    let expected = [
        ("cpu", used(Resource::Cpu), Some(SeriesUnit::Ratio), gauge),
        ("gc_pause", pauses, seconds, rate),
        ("heap", used(Resource::Memory), Some(SeriesUnit::Bytes), gauge),
        ("hikari_active", pool(Part::Used), count, gauge),
        ("hikari_max", pool(Part::Limit), count, gauge),
        ("hikari_pending", pool(Part::Pending), count, gauge),
        ("k6_native", Role::Latency, seconds, counter),
        ("k6_native_by_name", Role::Latency, seconds, rate),
        ("k6_reqs", Role::Traffic, count, rate),
        ("kafka_inflight", used(Resource::Queue), count, gauge),
        ("raw_buckets", Role::Latency, seconds, counter),
        ("red_buckets", Role::Latency, seconds, rate),
        ("red_errors", Role::Errors, count, rate),
        ("red_p99", Role::Latency, seconds, gauge),
        ("red_rps", Role::Traffic, count, rate),
    ];
    for folder in folders() {
        let metrics = read(&folder).unwrap();
        let found: Vec<_> = metrics
            .signals
            .iter()
            .map(|signal| (signal.name.as_str(), signal.role, signal.unit.clone().ok(), signal.kind))
            .collect();
        assert_eq!(found, expected, "{}", folder.display());
        assert_eq!(metrics.notes, [], "{}", folder.display());
        assert_eq!(signal(&metrics, "red_p99").quantile, Some(0.99));
        for signal in &metrics.signals {
            assert!(signal.span().is_some(), "{} {}", folder.display(), signal.name);
            let is_client = signal.vantage == Vantage::LoadGenerator;
            assert_eq!(is_client, signal.name.starts_with("k6_"), "{}", signal.name);
        }
    }
}

#[test]
fn quantiles_of_classic_buckets_are_those_of_prometheus() {
    let mut compared = 0;
    for folder in folders() {
        let metrics = read(&folder).unwrap();
        let p99 = signal(&metrics, "red_p99");
        let times: BTreeSet<i64> =
            p99.series.iter().flat_map(|series| series.samples.iter().map(|sample| sample.at)).collect();
        for at in times {
            let buckets: BTreeMap<_, _> =
                histograms(signal(&metrics, "red_buckets"), (at, at)).into_iter().collect();
            for series in &p99.series {
                let Some(sample) = series.samples.iter().find(|sample| sample.at == at) else { continue };
                let found = buckets[&series.labels].quantile(0.99).unwrap();
                // Prometheus answers with the highest bound where nothing is known beyond it.
                let (Estimate::At(found) | Estimate::Above(found)) = found;
                let place = format!("{} {at} {:?}", folder.display(), series.labels);
                assert!((found / sample.value - 1.0).abs() < 1e-9, "{place}: {found} and {}", sample.value);
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "only {compared} quantiles");
}

/// The client's native histograms by endpoint: expected responses of the judged scenario over the whole export.
fn expected_responses(signal: &Signal) -> BTreeMap<String, Histogram> {
    let mut by_name: BTreeMap<String, Histogram> = BTreeMap::new();
    for (labels, histogram) in histograms(signal, signal.span().unwrap()) {
        if labels["scenario"] != "measure" || labels["expected_response"] != "true" {
            continue;
        }
        match by_name.get_mut(&labels["name"]) {
            Some(sum) => assert!(sum.merge(&histogram)),
            None => drop(by_name.insert(labels["name"].clone(), histogram)),
        }
    }
    by_name
}

#[test]
fn native_histograms_of_k6_are_its_points() {
    // Schema 3: eight buckets from one power of two to the next.
    const BUCKET: f64 = 1.0 / 8.0;
    for folder in folders().into_iter().filter(|folder| !folder.to_string_lossy().contains("naive")) {
        let metrics = read(&folder).unwrap();
        let native = signal(&metrics, "k6_native");
        let (from, to) = native.span().unwrap();
        let seconds = (to - from) as f64 / 1e6;
        let by_name = expected_responses(native);
        let run = run(&folder);
        assert_eq!(by_name.len(), run.judged_endpoints().count());
        for endpoint in run.judged_endpoints() {
            let place = format!("{} {}", folder.display(), endpoint.id);
            let Ok(Latency::Distribution(points)) = &endpoint.traffic.latency else { panic!("{place}") };
            let histogram = &by_name[&endpoint.id.to_string()];
            let counted = histogram.per_second() * seconds;
            let timeouts = endpoint.traffic.outcomes.as_ref().unwrap().classes
                [&perfreport::model::outcome::Outcome::Timeout];
            let expected = points.count() - timeouts;
            assert!((counted - expected as f64).abs() < 1e-6, "{place}: {counted} of {expected}");
            if timeouts > 0 {
                continue;
            }
            for q in [0.5, 0.75, 0.9, 0.95, 0.99] {
                let Some(Estimate::At(seconds)) = histogram.quantile(q) else { panic!("{place}") };
                let exact = points.quantile(q).unwrap();
                let apart = (seconds * 1000.0 / exact).log2().abs();
                assert!(apart < BUCKET, "{place} p{}: {} and {exact} ms", q * 100.0, seconds * 1000.0);
            }
        }
    }
}

#[test]
fn the_servers_see_what_the_client_sees_a_little_faster() {
    for folder in folders().into_iter().filter(|folder| !folder.to_string_lossy().contains("naive")) {
        let metrics = read(&folder).unwrap();
        let run = run(&folder);
        let span = run.judged_span.clone().unwrap();
        let red = server_red(&metrics, span);
        let names: Vec<String> = red.iter().map(|red| red.endpoint.to_string()).collect();
        let client: BTreeMap<String, _> =
            run.judged_endpoints().map(|endpoint| (endpoint.id.to_string(), endpoint)).collect();
        assert_eq!(names, client.keys().cloned().collect::<Vec<_>>(), "{}", folder.display());
        for red in red {
            let endpoint = client[&red.endpoint.to_string()];
            let place = format!("{} {}", folder.display(), red.endpoint);
            let seconds = (span.1 - span.0) as f64 / 1e6;
            let rate = endpoint.traffic.requests.clone().unwrap() as f64 / seconds;
            let seen = red.rate.clone().unwrap();
            // Scrapes lag behind by seconds, in which the load still rises.
            assert!((seen / rate - 1.0).abs() < 0.15, "{place}: {seen} and {rate} per second");
            assert_eq!(
                red.latency_source.as_deref(),
                Some("raw_buckets (http_server_requests_seconds_bucket)")
            );
            for (q, found) in [(0.95, red.p95), (0.99, red.p99)] {
                let client = endpoint.traffic.latency.clone().unwrap().quantile(q).unwrap();
                let Ok(ServerLatency::At(server)) = found else { panic!("{place}: {found:?}") };
                // Buckets are wide: linear interpolation inside one may be off by half of it.
                assert!(
                    server < client * 1.25 && server > client * 0.4,
                    "{place} {q}: {server} and {client} ms"
                );
            }
            let share = red.error_share.unwrap();
            assert!(share < 0.01, "{place}: {share}");
        }
    }
}

#[test]
fn a_pool_that_is_too_small_has_waiting_connections() {
    let pending = |run: &str| -> f64 {
        let metrics = read(&fixture("shop").join(run).join("prometheus")).unwrap();
        let values: Vec<f64> =
            signal(&metrics, "hikari_pending").series[0].samples.iter().map(|sample| sample.value).collect();
        values.iter().sum::<f64>() / values.len() as f64
    };
    let (base, exhausted) = (pending("base-1"), pending("pool-exhausted"));
    assert!(base < 0.2 && exhausted > 1.0, "{base} and {exhausted}");
}

#[test]
fn a_bundle_of_a_recorded_run_is_the_same_run() {
    let metrics = read(&folders()[0]).unwrap();
    let target = tempfile::tempdir().unwrap();
    let path = target.path().join("prom.json");
    wire::prometheus::write(&metrics, std::fs::File::create(&path).unwrap()).unwrap();
    let mut bundled = read(&path).unwrap();
    assert_eq!(bundled.notes, metrics.notes);
    for (bundled, signal) in bundled.signals.iter_mut().zip(&metrics.signals) {
        assert!(bundled.source.ends_with("prom.json"));
        bundled.source.clone_from(&signal.source);
    }
    assert!(bundled.signals == metrics.signals);
}
