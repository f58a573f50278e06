//! Enough of Jenkins to run our recipe: `sh` steps until one fails, copied artifacts, `post { always }`.

use std::fs;

use super::world::{Job, Outcome, World, copy};
use crate::support::repository;

pub(super) fn pipeline(world: &World, job: &Job) -> Outcome {
    let file = fs::read_to_string(repository().join("templates/ci/Jenkinsfile")).unwrap();
    let (stages, post) = file.split_once("  post {\n    always {").unwrap();
    let (number, workspace) = world.checkout(job);
    let branch = if job.is_main() { "main" } else { "PR-7" };
    let baseline = stages.split("BASELINE = '").nth(1).unwrap().split('\'').next().unwrap();
    let variables = [
        ("BRANCH_NAME".to_owned(), branch.to_owned()),
        ("GIT_COMMIT".to_owned(), format!("{number:040x}")),
        ("BASELINE".to_owned(), job.baseline.unwrap_or(baseline).to_owned()),
    ];

    let (mut code, mut log) = (0, String::new());
    for line in steps(stages) {
        match line {
            Step::Restore => copy(&world.kept().join("main/.perfreport"), &workspace.join(".perfreport")),
            Step::Shell(script) if code == 0 => {
                let (exit, printed) =
                    world.shell(job, &["sh", "-xec"], script, &workspace, variables.clone());
                code = exit;
                log.push_str(&printed);
            }
            Step::Shell(_) => {}
        }
    }

    // A ternary: the artifacts of main, then those of others.
    let artifacts = post.split("env.BRANCH_NAME == 'main' ? ").nth(1).unwrap();
    let patterns = artifacts.split('\'').nth(if job.is_main() { 1 } else { 3 }).unwrap();
    let left = workspace.join("left");
    for pattern in patterns.split(',') {
        let folder = pattern.strip_suffix("/**").unwrap();
        copy(&workspace.join(folder), &left.join(folder));
    }
    if left.exists() {
        copy(&left, &world.kept().join(branch));
    }
    Outcome { code, log, left }
}

enum Step<'a> {
    Restore,
    Shell(&'a str),
}

/// The steps in their order: what stands behind `sh`, and where artifacts are copied.
fn steps(stages: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut rest = stages;
    while let Some(at) = ["sh '", "copyArtifacts "].iter().filter_map(|word| rest.find(word)).min() {
        rest = &rest[at..];
        if let Some(script) = rest.strip_prefix("sh '") {
            let (quote, script) = script.strip_prefix("''").map_or(("'", script), |script| ("'''", script));
            let (script, after) = script.split_once(quote).unwrap();
            steps.push(Step::Shell(script));
            rest = after;
        } else {
            steps.push(Step::Restore);
            rest = &rest["copyArtifacts ".len()..];
        }
    }
    steps
}
