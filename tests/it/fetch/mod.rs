//! `perfreport fetch`: against a server of our own that answers what a test needs, and against a real Prometheus.

#[cfg(all(feature = "fetch", unix))]
mod certificates;
#[cfg(feature = "fetch")]
mod dialects;
#[cfg(all(feature = "fetch", target_os = "linux"))]
mod hostile;
#[cfg(feature = "fetch")]
mod parallel;
#[cfg(feature = "fetch")]
mod parts;
#[cfg(feature = "fetch")]
mod real;
#[cfg(feature = "fetch")]
mod refusals;
#[cfg(feature = "fetch")]
mod secrets;
#[cfg(feature = "fetch")]
mod server;
#[cfg(feature = "fetch")]
mod touched;
#[cfg(feature = "fetch")]
mod window;

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program in a folder, without the proxies and credentials of whoever runs the tests.
fn perfreport(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perfreport"));
    for (name, _) in std::env::vars() {
        let name_of_proxy = name.to_ascii_lowercase();
        if name_of_proxy.ends_with("_proxy") || name.starts_with("PERFREPORT_") {
            command.env_remove(name);
        }
    }
    command.args(args).current_dir(folder).envs(variables.iter().copied()).output().unwrap()
}

#[test]
#[cfg(not(feature = "fetch"))]
fn without_the_feature_it_says_which_is_missing() {
    let output = perfreport(Path::new("."), &["fetch", "--url", "http://127.0.0.1:1", "--start", "7d"], &[]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("without the cargo feature `fetch`"), "{text}");
}

/// What a run of `fetch` left behind.
#[cfg(feature = "fetch")]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
    /// The bundle, where there is one.
    bundle: Option<serde_json::Value>,
}

/// Fetches the query `a` (and what `args` add) from 1000 to 1060, every 10 seconds.
#[cfg(feature = "fetch")]
fn fetch(url: &str, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let time = ["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:40Z", "--step", "10s"];
    let query = ["--query", "a=sum(a_total)"];
    ask(url, &[&time[..], &query, args].concat(), variables)
}

/// Fetches what `args` say.
#[cfg(feature = "fetch")]
fn ask(url: &str, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    ask_in(folder.path(), url, args, variables)
}

/// The same in a folder that may have a configuration.
#[cfg(feature = "fetch")]
fn ask_in(folder: &Path, url: &str, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let retries: &[&str] = if args.contains(&"--retries") { &[] } else { &["--retries", "0"] };
    let output = perfreport(folder, &[&["fetch", "--url", url], retries, args].concat(), variables);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let bundle = std::fs::read(folder.join("prom.json")).ok();
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
        bundle: bundle.map(|bytes| serde_json::from_slice(&bytes).unwrap()),
    }
}
