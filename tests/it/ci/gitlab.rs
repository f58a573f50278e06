//! Enough of GitLab CI to run our recipe: rules, one cache, one script.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::world::{Job, Outcome, Trigger, World, copy, pairs, text, yaml};
use crate::support::skip;

pub(super) fn pipeline(world: &World, job: &Job) -> Outcome {
    let load_test = &yaml("templates/ci/gitlab.yml")["load-test"];
    let (number, workspace) = world.checkout(job);
    let left = workspace.join("left");

    let started_by = match job.trigger {
        Trigger::Main => "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
        Trigger::PullRequest => "$CI_PIPELINE_SOURCE == \"merge_request_event\"",
    };
    let rules = load_test["rules"].as_vec().unwrap();
    let rule = rules.iter().find(|rule| rule["if"].as_str() == Some(started_by)).unwrap();
    let mut variables: Vec<_> = pairs(&load_test["variables"]).chain(pairs(&rule["variables"])).collect();
    let policy_variable = text(&load_test["cache"]["policy"]);
    let policy = &variables.iter().find(|(name, _)| *name == policy_variable[1..]).unwrap().1.clone();
    variables.push(("CI_COMMIT_SHA".to_owned(), format!("{number:040x}")));
    variables
        .push(("CI_COMMIT_REF_NAME".to_owned(), if job.is_main() { "main" } else { "faster" }.to_owned()));
    variables.extend(job.baseline.map(|name| ("BASELINE".to_owned(), name.to_owned())));

    let cache = world.kept().join(text(&load_test["cache"]["key"]));
    let store = workspace.join(text(&load_test["cache"]["paths"][0]));
    copy(&cache, &store);
    let lines: Vec<_> = load_test["script"].as_vec().unwrap().iter().map(text).collect();
    let (code, log) =
        world.shell(job, &["bash", "-eo", "pipefail", "-c"], &lines.join("\n"), &workspace, variables);
    if policy.contains("push") && (code == 0 || text(&load_test["cache"]["when"]) == "always") {
        copy(&store, &cache);
    }
    if code == 0 || text(&load_test["artifacts"]["when"]) == "always" {
        let path = text(&load_test["artifacts"]["paths"][0]);
        copy(&workspace.join(&path), &left.join(&path));
    }
    Outcome { code, log, left }
}

/// Fails where promtool has anything to say of metrics.
fn promtool_checks(metrics: &str) {
    let mut promtool = Command::new("promtool");
    let promtool = promtool.args(["check", "metrics"]).stdin(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = promtool.spawn() else {
        skip("promtool is not installed (apt-get install prometheus)");
        return;
    };
    child.stdin.take().unwrap().write_all(metrics.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{said}\n{metrics}");
}

#[test]
fn the_recipe_leaves_every_report_that_it_names() {
    let world = World::new();
    let job = |trigger, run: &str| Job::new(trigger, &format!("snapshots/shop/{run}.json.zst"));
    pipeline(&world, &job(Trigger::Main, "base-1"));
    let outcome = pipeline(&world, &job(Trigger::PullRequest, "orders-slower-30"));
    assert_eq!(outcome.code, 1, "{}", outcome.log);
    let recipe = yaml("templates/ci/gitlab.yml");
    let reports: Vec<_> = pairs(&recipe["load-test"]["artifacts"]["reports"]).collect();
    assert_eq!(reports.len(), 3);
    for (kind, path) in &reports {
        assert!(!outcome.text(path).is_empty(), "{kind}: {path}");
    }

    let found: Vec<Value> = serde_json::from_str(&outcome.text("report/codequality.json")).unwrap();
    let slower =
        |entry: &&Value| entry["severity"] == "critical" && entry["check_name"] == "perfreport/latency";
    let description = found.iter().find(slower).unwrap()["description"].as_str().unwrap();
    assert!(description.starts_with("POST /api/orders is slower: "), "{description}");
    for entry in &found {
        for key in ["description", "check_name", "fingerprint", "severity"] {
            assert!(entry[key].as_str().is_some_and(|text| !text.is_empty()), "{entry}");
        }
        assert!(entry["location"]["path"].is_string() && entry["location"]["lines"]["begin"].is_u64());
    }

    let metrics = outcome.text("report/metrics.txt");
    let p95 = r#"perfreport_endpoint_latency_seconds{endpoint="POST /api/orders",quantile="0.95"} "#;
    assert_eq!(metrics.matches(p95).count(), 1, "{metrics}");
    assert!(metrics.ends_with("\n# EOF\n"));
    promtool_checks(&metrics);
}
