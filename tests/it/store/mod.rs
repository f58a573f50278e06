//! The store as a user has it.
//!
//! * `baseline`: runs are added, compared with, guarded
//! * `concurrency`: many processes at once, and processes that are killed
//! * `git`: two branches that change one baseline
//! * `history`: runs are remembered; `versions`: files of before are read; `quarantine`: damaged ones are moved aside
//! * `duckdb`: the queries of the page; `engines`: other engines read the files
//! * `remote`: the same in a bucket, with the feature `remote`

mod baseline;
mod concurrency;
#[cfg(feature = "history")]
mod duckdb;
#[cfg(feature = "history")]
mod engines;
mod git;
mod history;
#[cfg(feature = "history")]
mod quarantine;
#[cfg(all(feature = "remote", feature = "history", unix))]
mod remote;
#[cfg(feature = "history")]
mod versions;

use std::path::Path;
use std::process::{Command, Output};

use crate::support::fixture;

pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perfreport"));
    command.args(args).current_dir(folder).env_remove("PERFREPORT_STORE").env("GITHUB_ACTOR", "ada");
    command
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

pub(crate) fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

pub(crate) fn succeeds(folder: &Path, args: &[&str]) -> String {
    let output = run(folder, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", text(&output));
    text(&output)
}

pub(crate) fn shop(run: &str) -> String {
    fixture("shop").join(run).join("handle-summary.json").to_str().unwrap().to_owned()
}
