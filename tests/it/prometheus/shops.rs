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
