//! What others say of our YAML and shell, and whether docs/ci.md shows what is tested.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::github::block;
use super::world::{text, yaml};
use crate::support::{program, python, repository};

fn succeeds(command: &mut Command) {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&said));
}

#[test]
fn the_page_shows_the_recipes() {
    let page = repository().join("docs/ci.md");
    let mut text = fs::read_to_string(&page).unwrap();
    for (language, file) in [("yaml", "github.yml"), ("yaml", "gitlab.yml"), ("groovy", "Jenkinsfile")] {
        let recipe = fs::read_to_string(repository().join("templates/ci").join(file)).unwrap();
        let head = recipe.lines().next().unwrap();
        let begin = text.find(&format!("```{language}\n{head}\n")).unwrap() + "```\n".len() + language.len();
        let end = begin + text[begin..].find("\n```").unwrap() + 1;
        if std::env::var_os("UPDATE_DOCS").is_some() {
            text.replace_range(begin..end, &recipe);
            fs::write(&page, &text).unwrap();
        }
        assert!(text[begin..].starts_with(&format!("{recipe}```")), "{file}: run UPDATE_DOCS=1 cargo test");
    }
}

#[test]
fn actionlint_has_nothing_to_say() {
    let Some(mut actionlint) = program("actionlint") else { return };
    succeeds(actionlint.arg("templates/ci/github.yml").args(workflows()).current_dir(repository()));
}

#[test]
fn actionlint_knows_the_action_as_the_readme_uses_it() {
    let Some(mut actionlint) = program("actionlint") else { return };
    let project = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = project.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".git/HEAD", "");
    write("action.yml", &fs::read_to_string(repository().join("action.yml")).unwrap());
    let readme = block("README.md", "- run: mkdir run");
    let steps: String = readme.lines().map(|line| format!("      {line}\n")).collect();
    let from = steps.find("OWNER/perfreport@").unwrap();
    let to = from + steps[from..].find('\n').unwrap();
    let steps = format!("{}./{}", &steps[..from], &steps[to..]);
    let job = "on: push\npermissions: {}\njobs:\n  load-test:\n    runs-on: ubuntu-latest\n    steps:\n";
    write(".github/workflows/load-test.yml", &format!("{job}{steps}"));
    succeeds(actionlint.current_dir(project.path()));
}

#[test]
fn shellcheck_has_nothing_to_say() {
    let Some(mut shellcheck) = program("shellcheck") else { return };
    let folder = tempfile::tempdir().unwrap();
    let jenkins = fs::read_to_string(repository().join("templates/ci/Jenkinsfile")).unwrap();
    let mut scripts: Vec<(&str, String)> =
        jenkins.split("'''").skip(1).step_by(2).map(|script| ("sh", script.to_owned())).collect();
    assert_eq!(scripts.len(), 2);
    let gitlab = yaml("templates/ci/gitlab.yml");
    let lines: Vec<_> = gitlab["load-test"]["script"].as_vec().unwrap().iter().map(text).collect();
    scripts.push(("sh", lines.join("\n")));
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_vec().unwrap();
    scripts.extend(steps.iter().filter_map(|step| Some(("bash", step["run"].as_str()?.to_owned()))));
    for (at, (shell, script)) in scripts.iter().enumerate() {
        let path = folder.path().join(at.to_string());
        fs::write(&path, format!("#!/bin/{shell} -e\n{script}\n")).unwrap();
        shellcheck.arg(path);
    }
    succeeds(shellcheck.args(["install.sh", "packaging/homebrew/fill"]).current_dir(repository()));
}

#[test]
fn the_recipes_and_the_action_fit_the_schemas() {
    let files = [
        ("vendor.gitlab-ci", "templates/ci/gitlab.yml"),
        ("vendor.github-workflows", "templates/ci/github.yml"),
    ];
    for (schema, file) in files {
        let Some(mut python) = python("check_jsonschema") else { return };
        let arguments = ["-m", "check_jsonschema", "--builtin-schema", schema, file];
        succeeds(python.args(arguments).current_dir(repository()));
    }
}

fn workflows() -> Vec<std::path::PathBuf> {
    let folder = Path::new(".github/workflows");
    let entries = fs::read_dir(repository().join(folder)).into_iter().flatten();
    entries.map(|entry| folder.join(entry.unwrap().file_name())).collect()
}
