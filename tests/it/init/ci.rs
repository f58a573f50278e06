//! The CI jobs: of which system, and what they hold.

use super::{Project, text};

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
            "k6 run --out json=run/points.json.gz --summary-export=run/summary.json load-test.js || [ $? -eq 99 ]",
            "perfreport record run -o run.json.gz --tag branch=",
            "perfreport compare \"@$BASELINE\" run.json.gz --allow-missing-baseline --save --out report",
            "perfreport baseline add \"$BASELINE\" run.json.gz || [ $? -eq 1 ]",
        ] {
            assert!(job_text.contains(command), "{job}: {command}");
        }
    }
}
