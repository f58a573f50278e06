//! Enough of GitLab CI to run our recipe: rules, one cache, one script.

use super::world::{Job, Outcome, Trigger, World, copy, pairs, text, yaml};

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
