//! `perfreport init`: which files it writes and leaves alone, and that they work.
//!
//! * here: files, folders, exit codes; `proposals`: what a run suggests
//! * `k6`: node runs the helper and the load test; `k6/`, `*.mjs`: what stands for k6 there
//! * `ci`: the CI jobs

mod ci;
mod k6;
mod proposals;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use perfreport::Settings;
use perfreport::load_settings;

/// A project's folder, which ends with the test.
struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn run(&self, args: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_perfreport"))
            .args(args)
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Runs `init` and returns what it printed.
    fn init(&self, args: &[&str]) -> String {
        let output = self.run(&[&["init"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output));
        text(&output)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn settings(&self) -> Settings {
        load_settings(&self.path("perfreport.toml")).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Every file, sorted.
    fn files(&self) -> Vec<String> {
        let pattern = self.path("**/*");
        let hidden = self.path(".github/**/*");
        [pattern, hidden]
            .iter()
            .flat_map(|pattern| glob::glob(pattern.to_str().unwrap()).unwrap().map(Result::unwrap))
            .filter(|path| path.is_file())
            .map(|path| relative(&path, self.folder.path()))
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect()
    }
}

fn relative(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn an_empty_folder_gets_settings_that_judge_nothing_and_a_helper() {
    let project = Project::new();
    let printed = project.init(&[]);
    assert_eq!(project.files(), ["perfreport.js", "perfreport.toml"]);
    assert_eq!(project.settings(), Settings::default(), "examples are comments");
    let settings = project.read("perfreport.toml");
    for word in ["objective", "intended status", "warm-up", "endpoint rule"] {
        assert!(settings.to_lowercase().contains(word), "{word} is explained");
    }
    assert!(printed.contains("wrote  perfreport.toml"), "{printed}");
    assert!(printed.contains("k6 run --out json=points.json.gz YOUR-SCRIPT.js"), "{printed}");
    assert!(printed.contains("perfreport check points.json.gz"), "{printed}");
}

/// The examples of the settings, with the comment signs taken off, are settings as well.
#[test]
fn the_examples_in_the_settings_are_valid() {
    let project = Project::new();
    project.init(&[]);
    let settings = project.read("perfreport.toml");
    let examples: Vec<&str> = settings
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| line.starts_with('[') || line.contains(" = "))
        .collect();
    project.write("perfreport.toml", &examples.join("\n"));
    let settings = project.settings();
    assert_eq!((settings.slos.len(), settings.outcomes.intended.len()), (2, 1));
    assert_eq!((settings.endpoints.routes.len(), settings.window.warm_up), (2, Some(30.0)));
}

#[test]
fn what_exists_is_named_and_left_alone_without_force() {
    let project = Project::new();
    project.write("perfreport.toml", "[window]\nwarm_up = \"7s\"\n");
    let printed = project.init(&[]);
    assert!(printed.contains("kept   perfreport.toml: it exists"), "{printed}");
    assert!(printed.contains("wrote  perfreport.js"), "{printed}");
    assert_eq!(project.settings().window.warm_up, Some(7.0));

    project.write("perfreport.js", "mine");
    let output = project.run(&["init"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("error: nothing was written: every file exists"), "{}", text(&output));
    assert!(text(&output).contains("perfreport.js: it exists, and --force overwrites it"));
    assert_eq!(project.read("perfreport.js"), "mine");

    let printed = project.init(&["--force"]);
    assert!(!printed.contains("kept"), "{printed}");
    assert_eq!(project.settings(), Settings::default());
    assert!(project.read("perfreport.js").contains("export function withPerfreport"));
}

#[test]
fn another_folder_is_made_where_it_is_missing() {
    let project = Project::new();
    let printed = project.init(&["load/tests", "--script"]);
    assert_eq!(
        project.files(),
        ["load/tests/load-test.js", "load/tests/perfreport.js", "load/tests/perfreport.toml"]
    );
    assert!(printed.contains("k6 run --out json=points.json.gz load-test.js"), "{printed}");

    project.write("file", "");
    let output = project.run(&["init", "file"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output));
    assert!(text(&output).contains("cannot write file/perfreport.toml"), "{}", text(&output));
}
