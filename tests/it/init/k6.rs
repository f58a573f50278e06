//! The helper and the load test, run by node in k6's place.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::{Project, text};
use crate::support::{fixture, repository, skip};

/// Runs a script of this folder; nothing where node is missing.
fn node(script: &str, args: &[&str], folder: &Path) -> Option<Result<String, String>> {
    let script = repository().join("tests/it/init").join(script);
    let Ok(output) = Command::new("node").arg(script).args(args).current_dir(folder).output() else {
        skip("node is not installed");
        return None;
    };
    Some(if output.status.success() { Ok(text(&output)) } else { Err(text(&output)) })
}

/// A project with a load test and what stands for k6.
fn project_with_script(args: &[&str]) -> Project {
    let project = Project::new();
    project.init(&[&["--script"], args].concat());
    project.write("package.json", "{ \"type\": \"module\" }");
    for file in ["package.json", "index.js", "http.js"] {
        let text = std::fs::read_to_string(repository().join("tests/it/init/k6").join(file)).unwrap();
        project.write(&format!("node_modules/k6/{file}"), &text);
    }
    project
}

#[test]
fn the_helper_makes_options_and_keeps_a_summary_that_is_read() {
    let project = project_with_script(&[]);
    let recorded = fixture("shop/base-1/handle-summary.json");
    let recorded = recorded.to_str().unwrap();
    let Some(ran) = node("helper.mjs", &["perfreport.js", recorded, "."], project.folder.path()) else {
        return;
    };
    ran.unwrap_or_else(|error| panic!("{error}"));
    let check = |file: &str| project.run(&["check", file, "--name", "x", "--no-report"]);
    let (kept, original) = (check("summary.json"), check(recorded));
    assert_eq!(kept.status.code(), Some(0), "{}", text(&kept));
    assert_eq!(text(&kept), text(&original), "the summary that was kept is as good as the recorded one");
}

#[test]
fn the_load_test_asks_every_endpoint_of_the_run() {
    let points = fixture("shop/base-1/points.json.gz");
    let project = project_with_script(&["--from", points.to_str().unwrap()]);
    let run = |settings: &[&str]| {
        let args = [&["load-test.js", "400"], settings].concat();
        node("script.mjs", &args, project.folder.path())
    };
    let Some(ran) = run(&["VUS=3", "COUPONS_ISSUE_WRITE_PROB=0"]) else { return };
    let ran: Value = serde_json::from_str(&ran.unwrap()).unwrap();
    assert_eq!(ran["summary"], "function");
    let counts = &ran["counts"];
    // Four endpoints read, and one of them is a hot spot: where the service spent the most time.
    assert_eq!(counts["GET /api/products"], 400);
    assert_eq!(counts["GET /api/products/{id}"], 400);
    assert_eq!(counts["GET /api/orders"], 1200);
    let writes = counts["POST /api/cart/items"].as_u64().unwrap();
    assert!((5..120).contains(&writes), "one cycle in ten: {writes}");
    assert!(counts.get("POST /api/coupons/{id}/issue").is_none(), "{counts}");
    let urls = ran["urls"].as_array().unwrap();
    assert!(urls.contains(&Value::from("POST http://localhost:8080/api/cart/items")), "{urls:?}");
    assert!(!urls.iter().any(|url| url.as_str().unwrap().contains('{')), "ids are filled in: {urls:?}");

    let scenarios = &ran["options"]["scenarios"];
    assert_eq!(scenarios["measure"]["executor"], "constant-vus");
    assert_eq!(
        (&scenarios["measure"]["vus"], &scenarios["measure"]["startTime"]),
        (&3.into(), &"30s".into())
    );
    assert_eq!(scenarios["warmup"]["duration"], "30s");
    let thresholds = &ran["options"]["thresholds"];
    assert!(thresholds.get("http_reqs{name:POST /api/orders,scenario:measure}").is_some(), "{thresholds}");

    let open: Value = serde_json::from_str(&run(&["MODEL=open", "RATE=7"]).unwrap().unwrap()).unwrap();
    let measure = &open["options"]["scenarios"]["measure"];
    assert_eq!((&measure["executor"], &measure["rate"]), (&"constant-arrival-rate".into(), &7.into()));
    for (setting, complaint) in [("MODEL=other", "MODEL is other"), ("VUS=many", "VUS is many")] {
        let error = run(&[setting]).unwrap().unwrap_err();
        assert!(error.contains(complaint), "{error}");
    }
}
