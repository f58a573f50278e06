//! Enough of GitHub Actions to run our recipe and our action: steps, conditions, caches.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use yaml_rust2::{Yaml, YamlLoader};

use super::world::{Job, Outcome, World, copy, pairs, text, yaml};
use crate::support::repository;

/// The recipe of docs/ci.md.
pub(super) fn workflow(world: &World, job: &Job) -> Outcome {
    let load_test = &yaml("templates/ci/github.yml")["jobs"]["load-test"];
    let mut runner = Runner::new(world, job);
    runner.environment.extend(pairs(&load_test["env"]));
    if let Some(name) = job.baseline {
        runner.environment.insert("BASELINE".to_owned(), name.to_owned());
    }
    runner.steps(&load_test["steps"]);
    runner.finish()
}

/// The steps in the README: k6, and our action.
pub(super) fn action(world: &World, job: &Job) -> Outcome {
    let mut runner = Runner::new(world, job);
    let steps = block("README.md", "- run: mkdir run");
    runner.steps(&YamlLoader::load_from_str(&steps).unwrap()[0]);
    runner.finish()
}

/// The block of YAML on a page that begins like this.
pub(super) fn block(page: &str, beginning: &str) -> String {
    let page = fs::read_to_string(repository().join(page)).unwrap();
    let from = page.find(&format!("```yaml\n{beginning}")).unwrap() + "```yaml\n".len();
    page[from..].split("```").next().unwrap().to_owned()
}

struct Runner<'a> {
    world: &'a World,
    job: &'a Job,
    workspace: PathBuf,
    /// What expressions can name.
    context: BTreeMap<String, String>,
    environment: BTreeMap<String, String>,
    /// The exit code of the first step that failed, or 0.
    code: i32,
    log: String,
}

impl<'a> Runner<'a> {
    fn new(world: &'a World, job: &'a Job) -> Self {
        let (number, workspace) = world.checkout(job);
        let (git_ref, name, event) = if job.is_main() {
            ("refs/heads/main", "main", "push")
        } else {
            ("refs/pull/7/merge", "7/merge", "pull_request")
        };
        let owned = |(key, value): (&str, String)| (key.to_owned(), value);
        let context = [
            ("github.ref", git_ref.to_owned()),
            ("github.run_id", format!("{number:03}")),
            ("github.run_attempt", "1".to_owned()),
            ("github.job", "load-test".to_owned()),
            ("github.event.repository.default_branch", "main".to_owned()),
        ];
        let environment = [
            ("GITHUB_REF", git_ref.to_owned()),
            ("GITHUB_REF_NAME", name.to_owned()),
            ("GITHUB_EVENT_NAME", event.to_owned()),
            ("GITHUB_JOB", "load-test".to_owned()),
            ("GITHUB_RUN_ID", format!("{number:03}")),
            ("GITHUB_RUN_ATTEMPT", "1".to_owned()),
            ("GITHUB_SHA", format!("{number:040x}")),
            ("GITHUB_STEP_SUMMARY", workspace.join("left/summary.md").display().to_string()),
            ("GITHUB_OUTPUT", workspace.join("output").display().to_string()),
        ];
        fs::create_dir(workspace.join("left")).unwrap();
        Self {
            world,
            job,
            context: context.map(owned).into(),
            environment: environment.map(owned).into(),
            code: 0,
            log: String::new(),
            workspace,
        }
    }

    fn finish(self) -> Outcome {
        Outcome { code: self.code, log: self.log, left: self.workspace.join("left") }
    }

    fn steps(&mut self, steps: &Yaml) {
        for step in steps.as_vec().unwrap() {
            if !self.condition(step["if"].as_str().unwrap_or("success()")) {
                continue;
            }
            match step["uses"].as_str() {
                Some(action) => {
                    let with = pairs(&step["with"]).map(|(key, value)| (key, self.expand(&value))).collect();
                    self.uses(action, &with);
                }
                // It would download the program.
                None if step["name"].as_str() == Some("Install perfreport") => {}
                None => self.script(step),
            }
        }
    }

    fn script(&mut self, step: &Yaml) {
        let mut variables = self.environment.clone();
        variables.extend(pairs(&step["env"]).map(|(key, value)| (key, self.expand(&value))));
        let script = text(&step["run"]);
        assert!(!script.contains("${{"), "text of others in a script is code: {script}");
        let (code, printed) =
            self.world.shell(self.job, &["bash", "-ec"], &script, &self.workspace, variables);
        self.log.push_str(&printed);
        if self.code == 0 {
            self.code = code;
        }
        let output = fs::read_to_string(self.workspace.join("output")).unwrap_or_default();
        // Those of a step without an id cannot be named.
        for (key, value) in output.lines().filter_map(|line| line.split_once('=')) {
            if let Some(step) = step["id"].as_str() {
                self.context.insert(format!("steps.{step}.outputs.{key}"), value.to_owned());
            }
        }
        fs::remove_file(self.workspace.join("output")).ok();
    }

    fn uses(&mut self, action: &str, with: &BTreeMap<String, String>) {
        let cache = |key: &str| self.world.kept().join(key);
        match action.split('@').next().unwrap() {
            "OWNER/perfreport" => self.composite(with),
            "actions/checkout" | "grafana/setup-k6-action" => {}
            "actions/cache/restore" => {
                let prefix = with["restore-keys"].trim();
                let caches = fs::read_dir(self.world.kept()).unwrap().map(|entry| entry.unwrap().path());
                let newest = caches.filter(|path| file_name(path).starts_with(prefix)).max();
                let found = Some(cache(&with["key"])).filter(|path| path.exists()).or(newest);
                if let Some(found) = found {
                    copy(&found, &self.workspace.join(&with["path"]));
                }
            }
            "actions/cache/save" => {
                assert!(self.job.is_main(), "a pull request saves the store");
                let kept = cache(&with["key"]);
                assert!(!kept.exists(), "a cache cannot be changed: {}", with["key"]);
                copy(&self.workspace.join(&with["path"]), &kept);
            }
            "actions/upload-artifact" => {
                copy(&self.workspace.join(&with["path"]), &self.workspace.join("left").join(&with["path"]));
            }
            other => panic!("an action that nobody stands for: {other}"),
        }
    }

    /// The steps of action.yml.
    fn composite(&mut self, with: &BTreeMap<String, String>) {
        let action = yaml("action.yml");
        for (name, input) in action["inputs"].as_hash().unwrap() {
            let name = text(name);
            let baseline = self.job.baseline.filter(|_| name == "baseline").map(str::to_owned);
            let given = baseline.or_else(|| with.get(&name).cloned());
            self.context.insert(format!("inputs.{name}"), given.unwrap_or_else(|| text(&input["default"])));
        }
        self.steps(&action["runs"]["steps"]);
        for (name, output) in action["outputs"].as_hash().unwrap() {
            let value = self.expand(&text(&output["value"]));
            self.log.push_str(&format!("output {}={value}\n", text(name)));
        }
    }

    fn condition(&self, condition: &str) -> bool {
        condition.split("&&").map(str::trim).all(|term| match term {
            "always()" => true,
            "success()" => self.code == 0,
            _ => {
                let (left, right) = term.split_once(" == ").unwrap();
                self.value(left) == right.trim_matches('\'')
            }
        }) && (self.code == 0 || condition.contains("always()"))
    }

    /// A value of the context; the outputs of a step that did not set them are empty.
    fn value(&self, name: &str) -> &str {
        let value = self.context.get(name).map(String::as_str);
        value
            .or(name.starts_with("steps.").then_some(""))
            .unwrap_or_else(|| panic!("{name} is not known here"))
    }

    /// Puts in the values of `${{ … }}`.
    fn expand(&self, text: &str) -> String {
        let mut parts = text.split("${{");
        let mut expanded = parts.next().unwrap().to_owned();
        for part in parts {
            let (name, rest) = part.split_once("}}").unwrap();
            expanded.push_str(self.value(name.trim()));
            expanded.push_str(rest);
        }
        expanded
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}
