//! The same commands on a folder and on a bucket leave the same files and say the same.

use std::collections::BTreeMap;

use super::super::history::points;
use super::super::{command, text};
use super::{Place, server};
use crate::support::{contents, python, repository, snapshot};

/// Replaces the times at which a baseline was changed, and what its files are called.
fn without_times(files: BTreeMap<String, Vec<u8>>) -> Vec<(String, String)> {
    let file = |(name, bytes): (String, Vec<u8>)| {
        let Some((folder, _)) = name.rsplit_once('/').filter(|_| name.starts_with("baselines/")) else {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            return (name, digits);
        };
        let mut change: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        change["log"].as_array_mut().unwrap().iter_mut().for_each(|event| event["at"] = "then".into());
        change["runs"].as_array_mut().unwrap().iter_mut().for_each(|run| run["added"] = "then".into());
        (folder.to_owned(), change.to_string())
    };
    let mut files: Vec<(String, String)> = files.into_iter().map(file).collect();
    files.sort();
    files
}

#[test]
fn a_bucket_holds_and_says_what_a_folder_does() {
    let Some(server) = server() else { return };
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [local, remote] = folders.each_ref().map(tempfile::TempDir::path);
    let place = Place { folder: remote, prefix: "same/as/a-folder", port: server.port };
    let [one, two, three, slower] =
        ["base-1", "base-2", "base-3", "orders-slower-30"].map(|run| snapshot(&format!("shop/{run}")));
    let [one, two, three, slower] = [&one, &two, &three, &slower].map(|path| path.to_str().unwrap());
    let force = ["--force", "--why", "a test"];
    let commands: [&[&str]; 21] = [
        &["baseline", "list"],
        &["history"],
        &["baseline", "add", "main", one],
        &[&["baseline", "add", "main", two], &force[..]].concat(),
        &["baseline", "add", "main", one],
        &["baseline", "add", "main", slower],
        &["baseline", "promote", "main", "release/1.4"],
        &["compare", "@main", three, "--save", "--keep-runs", "--out", "report"],
        &["compare", "@main", slower, "--save", "--tag", "commit=abc", "--no-report"],
        &["compare", "@nothing", slower, "--no-report"],
        &["baseline", "calibrate", "main"],
        &["history", "--endpoint", "*", "--format", "csv"],
        &["review", "--since", "2026-11-01", "--until", "2026-11-30", "--out", "review"],
        &["postmortem", slower, "--base", "@main", "--out", "postmortem"],
        &["store", "verify"],
        &["store", "prune"],
        &["baseline", "remove", "main", "--run", "nothing"],
        &["baseline", "remove", "release/1.4"],
        &["baseline", "remove", "release/1.4"],
        &["store", "verify"],
        &["baseline", "list"],
    ];
    for args in commands {
        let here = command(local, args).output().unwrap();
        let there = place.run(args);
        let store = local.join(".perfreport").canonicalize().unwrap_or_else(|_| local.join(".perfreport"));
        let said = text(&here).replace(store.to_str().unwrap(), &place.address());
        assert_eq!(text(&there), said, "{args:?}");
        assert_eq!(there.status.code(), here.status.code(), "{args:?}");
    }
    let documents = |folder| -> BTreeMap<_, _> {
        let files = contents(folder).into_iter();
        files.filter(|(path, _)| !path.starts_with(".perfreport")).collect()
    };
    let (here, there) = (documents(local), documents(remote));
    assert!(here.len() >= 8);
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    for (path, bytes) in &here {
        let there = &there[path];
        assert!(bytes == there, "{} differs", path.display());
    }
    // Locks and what git should not see are for folders.
    let files = contents(&local.join(".perfreport")).into_iter();
    let files = files.map(|(path, bytes)| (path.to_str().unwrap().to_owned(), bytes));
    let files = files.filter(|(name, _)| name != "lock" && name != ".gitignore").collect();
    assert_eq!(without_times(place.objects()), without_times(files));
}

#[test]
fn a_run_that_is_saved_again_is_there_once_and_months_are_joined() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "joined", port: server.port };
    let [one, two] = ["2026-01-03", "2026-01-20"].map(|day| points(folder.path(), day));
    let month = "history/year=2026/month=01";
    let check: &[&str] = &["check", &one, "--save", "--no-report"];
    place.succeeds(check);
    let first = place.names();
    assert_eq!(first.len(), 1);
    let id = first[0].strip_prefix(&format!("{month}/")).unwrap().strip_suffix(".parquet").unwrap();
    place.succeeds(check);
    assert_eq!(place.names(), first, "the same is not written again");
    place.succeeds(&["compare", &two, &one, "--save", "--no-report", "--inconclusive-ok"]);
    assert_eq!(place.names(), [format!("{month}/{id}_00002.parquet")]);
    place.succeeds(&["check", &two, "--save", "--no-report"]);

    let history = || place.succeeds(&["history", "--format", "csv"]);
    let before = history();
    let joined = [format!("{month}/month.parquet")];
    assert!(place.succeeds(&["store", "compact"]).contains("joined 1 month with 2 runs"));
    assert_eq!(place.names(), joined);
    assert_eq!(history(), before);
    assert!(place.succeeds(&["store", "compact"]).contains("joined 0 months"));
    place.succeeds(check);
    assert_ne!(history(), before, "what came later counts");
    let before = history();
    assert!(place.succeeds(&["store", "compact"]).contains("joined 1 month with 2 runs"));
    assert_eq!(place.names(), joined);
    assert_eq!(history(), before);
}

#[test]
fn another_engine_reads_the_same_prefix() {
    let Some(server) = server() else { return };
    let Some(mut python) = python("pyarrow.fs") else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "engines", port: server.port };
    let run = snapshot("shop/base-1");
    place.succeeds(&["check", run.to_str().unwrap(), "--save", "--no-report"]);
    let page = std::fs::read_to_string(repository().join("docs/history.md")).unwrap();
    let (_, block) = page.split_once("<!-- in a bucket -->\n```python\n").unwrap();
    let (block, _) = block.split_once("```").unwrap();
    let block = block.replace("'my-bucket/team/shop/history'", "'shop/engines/history'").replace(
        "S3FileSystem()",
        &format!("S3FileSystem(endpoint_override='127.0.0.1:{}', scheme='http')", server.port),
    );
    let output = python
        .args(["-c", &format!("{block}\nprint(found.column('value').to_pylist())")])
        .envs([("AWS_ACCESS_KEY_ID", "ada"), ("AWS_SECRET_ACCESS_KEY", "x"), ("AWS_REGION", "us-east-1")])
        .output()
        .unwrap();
    let found = text(&output);
    let found: Vec<f64> = serde_json::from_str(&found).unwrap_or_else(|_| panic!("{found}"));
    let args = ["history", "--endpoint", "POST /api/orders", "--measure", "p95", "--format", "json"];
    let ours: Vec<serde_json::Value> = serde_json::from_str(&place.succeeds(&args)).unwrap();
    let ours: Vec<f64> = ours
        .iter()
        .filter(|row| row["endpoint"] == "POST /api/orders" && row["measure"] == "p95")
        .map(|row| row["value"].as_f64().unwrap())
        .collect();
    assert_eq!(ours.len(), 1);
    assert_eq!(found, ours);
}

#[test]
fn damaged_objects_are_named_and_moved_aside() {
    let Some(server) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = Place { folder: folder.path(), prefix: "damaged", port: server.port };
    let run = snapshot("shop/base-1");
    place.succeeds(&["check", run.to_str().unwrap(), "--save", "--no-report"]);
    let whole = place.objects().pop_first().unwrap();
    let month = "history/year=2026/month=11";
    let cut = format!("{month}/00000000000000000000.parquet");
    super::put(server.port, &format!("damaged/{cut}"), &whole.1[..whole.1.len() / 2]);
    let said = text(&place.run(&["store", "verify"]));
    assert!(said.contains(&format!("{}/{cut}", place.address())), "{said}");
    assert!(place.succeeds(&["history"]).contains("base-1"));
    let moved = place.run(&["store", "verify", "--quarantine"]);
    assert_eq!(moved.status.code(), Some(0), "{}", text(&moved));
    assert_eq!(place.names(), [whole.0, format!("quarantine/{cut}")]);
    assert!(place.succeeds(&["store", "verify"]).contains("1 run in the history, 0 problems"));
}
