//! What surrounds a pipeline: a stand-in for k6 that replays a recorded run, the program, and what outlives a job.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use yaml_rust2::{Yaml, YamlLoader};

use crate::support::{fixture, repository};

/// Writes what a run of k6 wrote to where it is asked for, and exits as k6 did.
const K6: &str = r#"#!/bin/sh
[ "$K6_EXIT" -eq 0 ] || [ "$K6_EXIT" -eq 99 ] || exit "$K6_EXIT"
for argument; do
  case "$argument" in
    json=*) cp "$K6_POINTS" "${argument#json=}" ;;
    --summary-export=*) [ -z "$K6_SUMMARY" ] || cp "$K6_SUMMARY" "${argument#--summary-export=}" ;;
  esac
done
exit "$K6_EXIT"
"#;

/// What starts a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A push to the main branch.
    Main,
    /// A pull request, or a merge request.
    PullRequest,
}

/// A job: what starts it, what k6 measures in it, and what the project is like.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) trigger: Trigger,
    points: PathBuf,
    summary: Option<PathBuf>,
    k6_exit: i32,
    /// Another baseline than the recipe's.
    pub(super) baseline: Option<&'static str>,
    config: &'static str,
}

impl Job {
    /// A job in which k6 writes these points, and nothing else; snapshots are points for that matter.
    pub(super) fn new(trigger: Trigger, points: &str) -> Self {
        Self { trigger, points: fixture(points), summary: None, k6_exit: 0, baseline: None, config: "" }
    }

    /// With the end-of-test summary of the run.
    pub(super) fn summary(self, summary: &str) -> Self {
        Self { summary: Some(fixture(summary)), ..self }
    }

    pub(super) fn k6_exit(self, k6_exit: i32) -> Self {
        Self { k6_exit, ..self }
    }

    pub(super) fn baseline(self, name: &'static str) -> Self {
        Self { baseline: Some(name), ..self }
    }

    /// With this `perfreport.toml` in the project.
    pub(super) fn config(self, config: &'static str) -> Self {
        Self { config, ..self }
    }

    pub(super) fn is_main(&self) -> bool {
        self.trigger == Trigger::Main
    }
}

/// What became of a job.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The exit code of the step that failed first, or 0.
    pub(super) code: i32,
    /// What its steps printed.
    pub(super) log: String,
    /// What it left for people to read: artifacts, step summary.
    pub(super) left: PathBuf,
}

impl Outcome {
    /// A file that was left; empty where there is none.
    pub(super) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.left.join(path)).unwrap_or_default()
    }
}

/// A CI system's memory, and its machines.
pub(super) struct World {
    folder: tempfile::TempDir,
    jobs: std::cell::Cell<usize>,
}

impl World {
    pub(super) fn new() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap(), jobs: 0.into() };
        for folder in ["bin", "kept"] {
            fs::create_dir(world.path(folder)).unwrap();
        }
        symlink(env!("CARGO_BIN_EXE_perfreport"), world.path("bin/perfreport")).unwrap();
        fs::write(world.path("bin/k6"), K6).unwrap();
        fs::set_permissions(world.path("bin/k6"), fs::Permissions::from_mode(0o755)).unwrap();
        world
    }

    pub(super) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// What the system keeps from job to job: caches, archives.
    pub(super) fn kept(&self) -> PathBuf {
        self.path("kept")
    }

    /// A fresh checkout of the project: the job's number, and the folder.
    pub(super) fn checkout(&self, job: &Job) -> (usize, PathBuf) {
        self.jobs.set(self.jobs.get() + 1);
        let workspace = self.path(&format!("job-{}", self.jobs.get()));
        fs::create_dir(&workspace).unwrap();
        fs::write(workspace.join("perfreport.toml"), job.config).unwrap();
        (self.jobs.get(), workspace)
    }

    /// Runs a script of a job in its workspace, and returns its exit code and what it printed.
    pub(super) fn shell(
        &self,
        job: &Job,
        shell: &[&str],
        script: &str,
        workspace: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> (i32, String) {
        // Without the history there is nothing to save.
        let script =
            if cfg!(feature = "history") { script.to_owned() } else { script.replace(" --save", "") };
        let system = std::env::var("PATH").unwrap();
        let output = Command::new(shell[0])
            .args(&shell[1..])
            .arg(&script)
            .current_dir(workspace)
            .env_clear()
            .env("PATH", format!("{}:{system}", self.path("bin").display()))
            .env("K6_POINTS", &job.points)
            .env("K6_SUMMARY", job.summary.as_deref().unwrap_or(Path::new("")))
            .env("K6_EXIT", job.k6_exit.to_string())
            .envs(variables)
            .output()
            .unwrap();
        let printed = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(printed).unwrap())
    }
}

/// Copies a folder, if it is there, in place of another.
pub(super) fn copy(from: &Path, to: &Path) {
    if !from.exists() {
        return;
    }
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A YAML file of the repository.
pub(super) fn yaml(path: &str) -> Yaml {
    let text = fs::read_to_string(repository().join(path)).unwrap();
    YamlLoader::load_from_str(&text).unwrap().remove(0)
}

/// The text of a scalar.
pub(super) fn text(value: &Yaml) -> String {
    match value {
        Yaml::String(text) | Yaml::Real(text) => text.clone(),
        Yaml::Integer(number) => number.to_string(),
        Yaml::Boolean(flag) => flag.to_string(),
        other => panic!("expected a text: {other:?}"),
    }
}

/// The pairs of a mapping, none where it is absent.
pub(super) fn pairs(value: &Yaml) -> impl Iterator<Item = (String, String)> {
    value.as_hash().into_iter().flatten().map(|(key, value)| (text(key), text(value)))
}
