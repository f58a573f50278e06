//! install.sh against a folder that stands for the releases.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};

use crate::support::{program, repository};

const ARCHIVE: &str = "perfreport-x86_64-unknown-linux-musl.tar.gz";

/// Releases, and a machine to install them on.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    /// A machine with one release, v1.2.3, or nothing where curl or sha256sum is missing.
    fn new() -> Option<Self> {
        program("curl")?;
        program("sha256sum")?;
        let machine = Self { folder: tempfile::tempdir().unwrap() };
        machine.script("bin/uname", "case $1 in -m) echo x86_64;; *) echo Linux;; esac");
        machine.script("perfreport", "echo perfreport 1.2.3");
        machine.sh(&format!(
            "mkdir -p latest download/v1.2.3 && cd download/v1.2.3 && tar -czf {ARCHIVE} -C ../.. perfreport &&
             sha256sum {ARCHIVE} > SHA256SUMS && ln -s ../download/v1.2.3 ../../latest/download"
        ));
        Some(machine)
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn script(&self, path: &str, script: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn sh(&self, script: &str) {
        let status = Command::new("sh").args(["-ec", script]).current_dir(self.folder.path()).status();
        assert!(status.unwrap().success(), "{script}");
    }

    fn install(&self, more: &[&str]) -> Output {
        Command::new("sh")
            .arg(repository().join("install.sh"))
            .args(["--from", &format!("file://{}", self.folder.path().display())])
            .args(["--to", self.path("to").to_str().unwrap()])
            .args(more)
            .env("PATH", format!("{}:{}", self.path("bin").display(), std::env::var("PATH").unwrap()))
            .output()
            .unwrap()
    }

    fn refuses(&self, more: &[&str], why: &str) {
        let output = self.install(more);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(why), "{said}");
        assert!(!self.path("to").exists(), "something was installed");
    }
}

#[test]
fn a_release_with_the_right_checksum_is_installed() {
    let Some(machine) = Machine::new() else { return };
    for more in [&[][..], &["--version", "1.2.3"], &["--version", "v1.2.3"]] {
        let output = machine.install(more);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8(output.stdout).unwrap().contains("(perfreport 1.2.3)"));
        let installed = Command::new(machine.path("to/perfreport")).output().unwrap();
        assert_eq!(installed.stdout, b"perfreport 1.2.3\n");
        fs::remove_dir_all(machine.path("to")).unwrap();
    }
}

#[test]
fn what_does_not_match_its_checksum_is_not_installed() {
    let Some(machine) = Machine::new() else { return };
    machine.script("perfreport", "echo something else");
    machine.sh(&format!("tar -czf latest/download/{ARCHIVE} perfreport"));
    machine.refuses(&[], "nothing was installed");
    machine.sh("echo > latest/download/SHA256SUMS");
    machine.refuses(&[], "SHA256SUMS does not name perfreport-x86_64");
}

#[test]
fn what_is_not_there_is_named() {
    let Some(machine) = Machine::new() else { return };
    machine.refuses(&["--version", "9.9.9"], "/download/v9.9.9/SHA256SUMS");
    machine.refuses(&["--slim"], "/latest/download/perfreport-slim-x86_64-unknown-linux-musl.tar.gz");
    machine.refuses(&["--from", ""], "give --from URL");
    machine.refuses(&["--typo"], "unknown option: --typo");
    machine.script("bin/uname", "echo Plan9");
    machine.refuses(&[], "no build for Plan9");
}

#[test]
fn the_formula_is_filled_in_with_what_a_release_makes() {
    let folder = tempfile::tempdir().unwrap();
    let workflow = fs::read_to_string(repository().join(".github/workflows/release.yml")).unwrap();
    let targets = workflow.split("- { target: ").skip(1).map(|rest| rest.split(',').next().unwrap());
    let sums: Vec<String> =
        targets.enumerate().map(|(at, target)| format!("{at:064}  perfreport-{target}.tar.gz\n")).collect();
    assert_eq!(sums.len(), 5);
    let fill = |sums: &[String]| {
        fs::write(folder.path().join("SHA256SUMS"), sums.concat()).unwrap();
        Command::new(repository().join("packaging/homebrew/fill"))
            .args(["1.2.3", "https://example.org/perfreport", "SHA256SUMS"])
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let output = fill(&sums);
    let formula = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && !formula.contains('@'), "{formula}");
    assert!(formula.contains(&format!("{:064}", 1)), "{formula}");
    assert!(!fill(&sums[1..]).status.success(), "a checksum is missing");
}
