//! The program as a process.

use std::process::Output;

use super::CONFIG;

fn run(folder: &std::path::Path, args: &[&str]) -> Output {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_perfreport"));
    command.args(args).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn shop() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("perfreport.toml"), CONFIG).unwrap();
    folder
}

#[test]
fn rules_go_to_standard_output_or_to_a_file_and_remarks_to_standard_error() {
    let folder = shop();
    let printed = run(folder.path(), &["rules", "--match", r#"{job="shop"}"#]);
    assert_eq!(printed.status.code(), Some(0), "{}", text(&printed.stderr));
    assert!(text(&printed.stderr).contains("note: left out: checkout"), "{}", text(&printed.stderr));
    let written = run(folder.path(), &["rules", "--match", r#"job="shop""#, "-o", "out/rules.yml"]);
    assert_eq!(text(&written.stdout), "rules  out/rules.yml\n");
    let file = std::fs::read_to_string(folder.path().join("out/rules.yml")).unwrap();
    assert_eq!(file, text(&printed.stdout), "the same bytes");
}

#[test]
fn runbooks_are_never_overwritten_unless_forced() {
    let folder = shop();
    let page = folder.path().join("runbooks/all-success.md");
    let write = |more: &[&str]| {
        let output =
            run(folder.path(), &[&["rules", "-o", "rules.yml", "--runbook", "runbooks"], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stderr)
    };
    write(&[]);
    assert_eq!(std::fs::read_dir(folder.path().join("runbooks")).unwrap().count(), 5);
    std::fs::write(&page, "what we learned").unwrap();
    std::fs::remove_file(folder.path().join("runbooks/all-p50.md")).unwrap();
    let said = write(&[]);
    assert!(said.contains("all-success.md is there already and stays"), "{said}");
    assert_eq!(std::fs::read_to_string(&page).unwrap(), "what we learned");
    assert!(folder.path().join("runbooks/all-p50.md").exists(), "what is missing is written");
    write(&["--force"]);
    assert!(std::fs::read_to_string(&page).unwrap().starts_with("# all requests: 99.9 %"));
}

#[test]
fn where_nothing_can_be_watched_the_reason_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let run = |config: &str, args: &[&str]| {
        std::fs::write(folder.path().join("perfreport.toml"), config).unwrap();
        let output = run(folder.path(), &[&["rules", "-o", "rules.yml"], args].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(!folder.path().join("rules.yml").exists());
        text(&output.stderr)
    };
    assert!(run("", &[]).contains("there are no objectives\nhint: "));
    let said = run("[[slo]]\nendpoint = 'GET /a'\np95 = '1s'\n", &["--family", "istio"]);
    assert!(
        said.contains("has no label for the route") && said.contains("no objective can be watched"),
        "{said}"
    );
    assert!(run("[[slo]]\np95 = '1s'\n", &["--family", "k6"]).contains("possible values: micrometer"));
    let said = run("[[slo]]\np95 = '1s'\n", &["--label", "route=status"]);
    assert!(said.contains("two of them are called the same"), "{said}");
    assert!(run("[[slo]]\np95 = '1s'\n", &["--match", "shop"]).contains("expected label matchers"));
    assert!(run("[[slo]]\np95 = '1s'\n", &["--retention", "15"]).contains("expected a duration"));
}

#[test]
fn dashboards_go_to_a_folder() {
    let folder = shop();
    let output = run(folder.path(), &["dashboard", "-o", "grafana"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "dashboard  grafana/api-red.json\ndashboard  grafana/overview.json\n");
    assert!(text(&output.stderr).contains("note: left out: checkout"), "{}", text(&output.stderr));
    assert!(folder.path().join("grafana/overview.json").exists());
}
