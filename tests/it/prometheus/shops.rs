//! The servers of other shops: what is named there, and what is not. `fixtures/README.md` says what each is.

use std::sync::Arc;

use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::model::diagnosis::{ConclusionKind, Diagnosis, Movement, ResourceUse};
use perfreport::model::missing::Known;
use perfreport::model::series::role::{Part, Resource, Role};
use perfreport::model::settings::Settings;

use super::read;
use crate::support::{fixture, snapshot};

/// A slow run of the recorded shop against a good one, with the servers of another shop.
fn diagnosis(case: &str) -> Diagnosis {
    let shop = |run: &str| Input::Path(snapshot(&format!("shop/{run}")));
    let mut request = Request::new(vec![shop("base-1")], shop("pool-exhausted"));
    let servers = |side: &str| vec![Input::Path(fixture("prometheus").join(case).join(side))];
    (request.base_servers, request.servers) = (servers("base"), servers("run"));
    pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap().servers.unwrap()
}

fn named(diagnosis: &Diagnosis) -> Vec<&str> {
    let together = |resource: &&ResourceUse| resource.movement == Movement::RoseTogether;
    diagnosis.resources.iter().filter(together).map(|resource| resource.title.as_str()).collect()
}

#[test]
fn idle_connections_and_a_heap_that_may_grow_are_not_blamed() {
    for case in ["nginx-waiting", "node-heap"] {
        let diagnosis = diagnosis(case);
        let [resource] = diagnosis.resources.as_slice() else { panic!("{:?}", diagnosis.resources) };
        assert_eq!(resource.movement, Movement::Level, "{case}: {}", resource.text);
        assert!(resource.fullness.is_err(), "{case}: {}", resource.text);
        assert_eq!(diagnosis.conclusions[0].kind, ConclusionKind::NothingMoved, "{case}");
    }
}

#[test]
fn replicas_at_new_addresses_are_the_same_workload() {
    let diagnosis = diagnosis("replicas-new-ips");
    assert_eq!(named(&diagnosis), ["process CPU (2 replicas)", "HikariCP pool H (2 replicas)"]);
    let pool = &diagnosis.resources[1];
    let of = |part: Part| pool.signals.iter().find(|signal| signal.part == part).unwrap();
    // Six wait at each of the two, and of the connections the fuller pool speaks.
    let (waiting, used) = (of(Part::Pending), of(Part::Used));
    assert_eq!(waiting.base.as_ref().unwrap().median, 0.0);
    assert!((11.0..13.0).contains(&waiting.run.median), "{:?}", waiting.run);
    assert!(used.run.highest < 10.0, "{:?}", used.run);
    let base: Vec<&Known<_>> =
        diagnosis.resources.iter().flat_map(|r| r.signals.iter().map(|s| &s.base)).collect();
    assert!(base.iter().all(|base| base.is_ok()));
}

#[test]
fn pods_of_another_build_are_the_same_deployment() {
    let diagnosis = diagnosis("pod-renamed");
    assert_eq!(named(&diagnosis), ["container memory shop app (2 replicas)"]);
    let [memory, cpu] = diagnosis.resources.as_slice() else { panic!("{:?}", diagnosis.resources) };
    assert!(memory.signals[0].moved.as_ref().unwrap() > &10.0);
    assert_eq!((cpu.resource, cpu.movement), (Resource::Cpu, Movement::Level));
}

#[test]
fn a_file_is_named_for_what_it_holds() {
    let metrics = read(&fixture("prometheus/stem")).unwrap();
    let waiting = Role::Saturation { resource: Resource::ConnectionPool, part: Part::Pending };
    assert_eq!(metrics.signals[0].role, waiting);
    assert_eq!(metrics.notes, []);
}

#[test]
fn a_parameter_in_a_route_is_no_fragment() {
    let metrics = read(&fixture("prometheus/hashid")).unwrap();
    let span = metrics.span().unwrap();
    let red = perfreport::internals::diagnose::server_red::server_red(&metrics, span);
    let names: Vec<String> = red.iter().map(|red| red.endpoint.to_string()).collect();
    assert!(names.contains(&"GET /api/products/{id}".to_owned()), "{names:?}");
}

/// What a folder or a file of exports holds: metric or name, role, samples.
fn told(path: &str) -> (Vec<(String, Role, usize)>, Vec<String>) {
    let metrics = read(&fixture("prometheus/exports").join(path)).unwrap();
    let signals = metrics.signals.iter().map(|signal| {
        let samples = signal.series.iter().map(|series| series.samples.len()).sum();
        (signal.title(), signal.role, samples)
    });
    (signals.collect(), metrics.notes.into_iter().map(|note| note.text.english()).collect())
}

#[test]
fn exports_of_grafana_promtool_and_victoria_metrics_are_read() {
    let memory = |part| Role::Saturation { resource: Resource::Memory, part };
    let (signals, notes) = told("grafana-joined.csv");
    let heap =
        [("heap used".to_owned(), memory(Part::Used), 3), ("heap max".to_owned(), memory(Part::Limit), 3)];
    assert_eq!(signals, heap);
    assert_eq!(notes, ["Times in `grafana-joined.csv` have no zone, and are taken for UTC."]);

    let lag = Role::Saturation { resource: Resource::Cpu, part: Part::Pending };
    let (signals, notes) = told("vm_export");
    assert_eq!((signals[0].1, &notes[..]), (lag, &[][..]));
    assert_eq!(signals[0].0, "loop (nodejs_eventloop_lag_p99_seconds)");

    // The file's name says nothing of it, and that is told.
    let (signals, notes) = told("promtool.txt");
    assert_eq!(signals, [("promtool".to_owned(), Role::Other, 2)]);
    assert_eq!(notes, ["What `promtool` tells of a service is not known."]);
    assert_eq!(told("cpu.json").0[0].1, Role::Saturation { resource: Resource::Cpu, part: Part::Used });
}

#[test]
fn a_folder_of_several_kinds_is_read_and_what_is_left_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let exports = fixture("prometheus/exports");
    for name in ["cpu.json", "grafana-joined.csv", "promtool.txt"] {
        std::fs::copy(exports.join(name), folder.path().join(name)).unwrap();
    }
    // Two scrapes of one process: their names say when.
    for (at, value) in [(1_775_442_180, 5), (1_775_442_195, 9)] {
        write(
            &format!("scrape-{at}.prom"),
            &format!("# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total {value}\n"),
        );
    }
    write("README.md", "what this is");
    write("notes.txt", "nothing in particular");
    let metrics = read(folder.path()).unwrap();
    let notes: Vec<_> = metrics.notes.iter().map(|note| note.text.english()).collect();
    assert!(
        notes
            .iter()
            .any(|note| note == "`README.md` and `notes.txt` are no exports that are known, and left out."),
        "{notes:?}"
    );
    assert_eq!(metrics.signals.len(), 5);
    let cpu = metrics.signals.iter().find(|signal| signal.metric.is_some()).unwrap();
    let samples: Vec<_> =
        cpu.series[0].samples.iter().map(|sample| (sample.at / 1_000_000, sample.value)).collect();
    assert_eq!(samples, [(1_775_442_180, 5.0), (1_775_442_195, 9.0)]);
}

#[test]
fn what_is_no_export_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, words) in [
        ("board.json", r#"{"panels":[],"title":"shop"}"#, "this is a dashboard of Grafana"),
        ("otlp.json", r#"{"resourceMetrics":[]}"#, "this is OpenTelemetry's metrics"),
        ("k6.json", r#"{"metrics":{},"root_group":{}}"#, "this is a summary of k6"),
        ("other.csv", "a,b\n1,2\n", "expected JSON, found text"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.contains(words) && error.contains(name), "{error}");
    }
}
