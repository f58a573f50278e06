//! Recorded runs with what was done to the service: the servers' metrics name it, and nothing else.

use std::sync::Arc;

use perfreport::internals::ingest::Input;
use perfreport::internals::pipeline::{self, Request};
use perfreport::internals::wire;
use perfreport::model::diagnosis::{ConclusionKind, Diagnosis, Followed, Movement};
use perfreport::model::judgement::Assessment;
use perfreport::model::server_red::ServerLatency;
use perfreport::model::settings::Settings;

use crate::support::{fixture, snapshot};

/// Judges one recorded run against others, each with the metrics in its snapshot.
fn assess(base: &[&str], run: &str) -> Assessment {
    let request = Request::new(base.iter().map(|name| shop(name)).collect(), shop(run));
    pipeline::assess(request, &Settings::default(), &Arc::default()).unwrap()
}

fn shop(run: &str) -> Input {
    Input::Path(snapshot(&format!("shop/{run}")))
}

fn diagnosis(assessment: &Assessment) -> &Diagnosis {
    assessment.servers.as_ref().unwrap()
}

fn resources(assessment: &Assessment, movement: Movement) -> Vec<&str> {
    let resources = diagnosis(assessment).resources.iter();
    resources
        .filter(|resource| resource.movement == movement)
        .map(|resource| resource.title.as_str())
        .collect()
}

const POOL: &str = "HikariCP pool HikariPool-1";

#[test]
fn a_pool_without_free_connections_is_named_first_and_alone() {
    for base in ["base-1", "base-2"] {
        let assessment = assess(&[base], "pool-exhausted");
        assert_eq!(resources(&assessment, Movement::RoseTogether), [POOL]);
        let pool = &diagnosis(&assessment).resources[0];
        let fullness = pool.fullness.as_ref().unwrap();
        assert_eq!((pool.title.as_str(), fullness.limit), (POOL, 3.0));
        // The window is 65 s; two of 38 samples are below the limit.
        assert!((55.0..=65.0).contains(&fullness.seconds), "{fullness:?}");
        assert_eq!(fullness.base_seconds, Ok(0.0));
        let pending = &pool.signals[0];
        assert_eq!(pending.name, "hikaricp_connections_pending");
        assert_eq!((pending.run.median, pending.run.highest), (4.0, 9.0));
        let conclusion = &diagnosis(&assessment).conclusions[0];
        assert_eq!(conclusion.kind, ConclusionKind::RoseTogether);
        assert!(
            conclusion.text.english().starts_with("All endpoints became slower. Look first at HikariCP pool"),
            "{conclusion:?}"
        );
        assert!(conclusion.text.contains("full (limit 3) for"), "{conclusion:?}");
    }
}

#[test]
fn one_slow_endpoint_claims_no_saturation() {
    for base in ["base-1", "base-2"] {
        let assessment = assess(&[base], "orders-slower-30");
        for movement in [Movement::RoseTogether, Movement::Rose, Movement::Fell, Movement::Unknown] {
            assert_eq!(resources(&assessment, movement), [""; 0]);
        }
        let [conclusion] = diagnosis(&assessment).conclusions.as_slice() else { panic!() };
        assert_eq!(conclusion.kind, ConclusionKind::NothingMoved);
        assert!(
            conclusion.text.english().starts_with("POST /api/orders got worse, and no pool"),
            "{conclusion:?}"
        );
    }
}

#[test]
fn identical_runs_have_nothing_to_be_pointed_out() {
    for (base, run) in [("base-1", "base-2"), ("base-2", "base-1")] {
        let assessment = assess(&[base], run);
        let diagnosis = diagnosis(&assessment);
        assert_eq!(diagnosis.conclusions, []);
        assert!(diagnosis.resources.iter().all(|resource| resource.movement == Movement::Level));
        assert_eq!(diagnosis.clock.proposed, None);
    }
}

#[test]
fn a_blocked_publisher_rose_together_with_the_errors_of_its_window() {
    let assessment = assess(&["base-1"], "kafka-incident");
    assert_eq!(resources(&assessment, Movement::RoseTogether), ["Kafka producer queue"]);
    let in_flight = &diagnosis(&assessment).resources[0].signals[0];
    assert_eq!(in_flight.follows[0].what, Followed::Errors);
    assert!(in_flight.follows[0].correlation > 0.8, "{:?}", in_flight.follows);
    assert_eq!(in_flight.follows[0].lag_seconds, 0);
}

#[test]
fn a_full_pool_is_told_without_a_base() {
    let assessment = assess(&[], "pool-exhausted");
    let diagnosis = diagnosis(&assessment);
    assert_eq!(diagnosis.resources[0].title, POOL);
    assert_eq!(diagnosis.resources[0].movement, Movement::Unknown);
    let [conclusion] = diagnosis.conclusions.as_slice() else { panic!("{:?}", diagnosis.conclusions) };
    assert_eq!(conclusion.kind, ConclusionKind::NothingToExplain);
    assert!(conclusion.text.contains("full (limit 3)"), "{conclusion:?}");
}

#[test]
fn the_servers_see_what_the_client_sees_of_every_endpoint() {
    let assessment = assess(&["base-1"], "base-2");
    let endpoints = &diagnosis(&assessment).endpoints;
    assert_eq!(endpoints.len(), 8);
    for endpoint in endpoints {
        let name = endpoint.client.as_ref().unwrap();
        let client = assessment.run.of(name).unwrap();
        let p95 = client.latency.as_ref().unwrap().quantile(0.95).unwrap();
        let Ok(ServerLatency::At(server)) = endpoint.run.p95 else { panic!("{endpoint:?}") };
        // Both count the same requests; buckets of Micrometer are a tenth to a fifth wide.
        assert!((0.75..=1.15).contains(&(server / p95)), "{name}: {server} beside {p95}");
        let rate = endpoint.run.rate.clone().unwrap() / (*client.requests.as_ref().unwrap() as f64 / 65.0);
        assert!((0.9..=1.1).contains(&rate), "{name}: {rate}");
        assert!(endpoint.course.p95.points.len() >= 15 && endpoint.base_course.is_some());
    }
}

#[test]
fn a_clock_that_is_off_is_noticed() {
    let mut settings = Settings::default();
    // The clocks agree: taking 20 s too few off makes the servers' seem 20 s ahead.
    settings.prometheus.clock_offset = -20.0;
    let request = Request::new(Vec::new(), Input::Path(fixture("shop/base-1")));
    let assessment = pipeline::assess(request, &settings, &Arc::default()).unwrap();
    let clock = diagnosis(&assessment).clock;
    assert_eq!(clock.applied, -20.0);
    assert!(clock.proposed.is_some_and(|proposed| proposed.abs() <= 2.0), "{clock:?}");
    assert!(
        assessment.notes.iter().any(|note| note.text.contains("clock seems to be")),
        "{:?}",
        assessment.notes
    );
}

#[test]
fn a_snapshot_keeps_what_the_servers_measured() {
    let settings = Settings::default();
    let inputs = [Input::Path(fixture("shop/base-1"))];
    let run = pipeline::record(&inputs, &settings, &Arc::default()).unwrap();
    let text = wire::snapshot::to_json(&run).unwrap();
    assert!(text.len() < 1_000_000, "{}", text.len());
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &text).unwrap();
    let assess = |input: &Input| {
        let request = Request::new(Vec::new(), input.clone());
        pipeline::assess(request, &settings, &Arc::default()).unwrap().servers.unwrap()
    };
    let again = assess(&Input::Path(file.path().to_owned()));
    let before = assess(&inputs[0]);
    assert_eq!(again.resources, before.resources);
    assert_eq!(again.conclusions, before.conclusions);
    assert_eq!(again.endpoints, before.endpoints);
}
