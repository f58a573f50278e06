//! What a run suggests: round, marked, and kept by the run itself.

use perfreport::model::slo::{Objective, SloScope};

use super::{Project, text};
use crate::support::{fixture, recordings, snapshot};

#[test]
fn objectives_statuses_and_endpoints_come_from_the_run() {
    let project = Project::new();
    let points = fixture("shop/base-1/points.json.gz");
    let printed = project.init(&["--from", points.to_str().unwrap()]);
    assert!(printed.contains(&format!("next   perfreport check {}", points.display())), "{printed}");

    let settings = project.settings();
    assert_eq!(settings.slos.len(), 9, "the whole run and eight endpoints");
    assert_eq!(settings.slos[0].objective, Objective::Success { share: 0.999 });
    let orders = SloScope::Endpoints("POST /api/orders".to_owned());
    let orders = settings.slos.iter().find(|slo| slo.scope == orders).unwrap();
    assert_eq!(orders.objective, Objective::Latency { within: 100.0, share: 0.95 });
    let intended: Vec<(&str, &[u16])> =
        settings.outcomes.intended.iter().map(|rule| (rule.endpoint.as_str(), &rule.statuses[..])).collect();
    assert_eq!(intended, [("GET /api/products/{id}", &[404][..]), ("POST /api/coupons/{id}/issue", &[422])]);
    let file = project.read("perfreport.toml");
    assert!(file.contains(&format!("PROPOSAL from one run, {}", points.display())), "{file}");
    assert!(file.contains("p95 = \"100ms\" # measured: 71.6 ms of 1,568 requests"), "{file}");

    let helper = project.read("perfreport.js");
    assert!(helper.contains("//       \"POST /api/coupons/{id}/issue\",\n"), "{helper}");
    assert!(helper.contains("//     \"POST /api/coupons/{id}/issue\": [422],\n"), "{helper}");
}

#[test]
fn urls_with_ids_become_routes() {
    let project = Project::new();
    project.init(&["--from", fixture("shop/naive-base/points.json.gz").to_str().unwrap()]);
    assert_eq!(project.settings().endpoints.routes, ["/api/products/{id}"]);
    assert!(project.read("perfreport.js").contains("\"GET /api/products/{id}\""));
}

#[test]
fn what_may_be_a_fault_is_only_written_as_a_comment() {
    let project = Project::new();
    project.init(&["--from", fixture("edge/points.json.gz").to_str().unwrap()]);
    let (settings, file) = (project.settings(), project.read("perfreport.toml"));
    assert!(settings.outcomes.intended.is_empty(), "{:?}", settings.outcomes.intended);
    assert!(file.contains("# status = [401, 429] # seen: 180 × 401, 180 × 429 in 540 requests"), "{file}");
    assert!(
        file.contains("# success = \"99%\" # left out, since the run does not keep it: 90 %"),
        "a tenth of the requests failed: {file}"
    );
    let hangs = "# \"GET 127.0.0.1:18081/hang\": no objective proposed, 6 requests are too few";
    assert!(file.contains(hangs), "{file}");
    assert!(file.contains("no objective proposed, 33 % of 540 requests failed"), "{file}");
}

/// The proposals of every recorded run are valid, apply to it, and are kept by it.
#[test]
fn every_run_keeps_its_own_proposals() {
    let mut runs = recordings(&["handle-summary.json"]);
    runs.extend(
        ["summary-export.json", "machine-readable-full.json"]
            .into_iter()
            .flat_map(|name| recordings(&[name]).into_iter().map(move |folder| folder.join(name))),
    );
    runs.extend(["shop/cart-500", "shop/kafka-incident", "library/a1", "library/r429"].map(snapshot));
    runs.push(fixture("cases/endpoint-only-400.ndjson"));
    runs.push(fixture("cases/err50.json"));
    for run in runs {
        let project = Project::new();
        let run = run.to_str().unwrap();
        project.init(&["--from", run, "--script"]);
        project.settings();
        let checked = project.run(&["check", run, "--no-report"]);
        let printed = text(&checked);
        assert!(matches!(checked.status.code(), Some(0 | 1 | 3)), "{run}: {printed}");
        for complaint in ["matches no endpoint", "misses its objective"] {
            assert!(!printed.contains(complaint), "{run}: {printed}\n{}", project.read("perfreport.toml"));
        }
    }
}

#[test]
fn names_stay_as_they_are_named_by_settings_that_are_kept() {
    let project = Project::new();
    project.write("perfreport.toml", "[endpoints]\nroutes = [\"/api/*\"]\n");
    let points = fixture("shop/naive-base/points.json.gz");
    project.init(&["--from", points.to_str().unwrap()]);
    assert!(project.read("perfreport.js").contains("\"GET /api/*\""));

    let output = project.run(&["init", "--from", "missing.json", "--force"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("missing.json"), "{}", text(&output));
    assert_eq!(project.settings().endpoints.routes, ["/api/*"], "nothing is written without the run");
}
