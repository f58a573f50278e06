//! What is done with a payload.

use std::path::Path;

use super::world;
use crate::store::{command, text};

/// What is done with every payload; the rest is done with several payloads at once.
const EACH: [&str; 9] = [
    "record",
    "record-base",
    "check",
    "check-github",
    "compare",
    "review",
    "postmortem",
    "history-csv",
    "rules",
];

/// Every command; what begins with `no-` cannot be done.
const COMMANDS: [(&str, &str); 40] = [
    ("record", "record points.ndjson -o snap.json {named}"),
    ("record-base", "record base.ndjson -o snap-base.json"),
    ("check", "check points.ndjson --prometheus prom.json --save --out check {named} {shown}"),
    ("check-github", "check run.json --github --out github {named} {shown}"),
    ("compare", "compare base.json run.json --save --out compare {named} {shown}"),
    (
        "compare-points",
        "compare snap-base.json snap.json --prometheus prom.json --base-prometheus prom.json --junit-warn failure --out points {shown}",
    ),
    ("csv", "check points.csv --prometheus scrape.txt --out csv {shown}"),
    ("vegeta", "check vegeta.ndjson --prometheus grafana.csv --out vegeta {shown}"),
    ("jmeter", "check results.jtl --out jmeter {shown}"),
    ("locust", "check locust_stats.csv --out locust {shown}"),
    ("locust-requests", "check requests.csv --out locust-requests {shown}"),
    ("oha", "check oha.json --out oha {shown}"),
    ("file", "check ./{file} --out file {shown}"),
    ("render", "render check/verdict.json --out again --title {word}"),
    ("add", "baseline add main snap-base.json --force --why {word} --by {word}"),
    ("add-run", "baseline add main snap.json --force --why {word} --by {word}"),
    ("list", "baseline list"),
    ("show", "baseline show main"),
    ("calibrate", "baseline calibrate main"),
    ("compare-baseline", "compare @main snap.json --save --no-report"),
    ("history", "history"),
    ("history-endpoints", "history --endpoint *"),
    ("history-csv", "history --endpoint * --format csv -o tables/history.csv"),
    ("history-json", "history --endpoint * --format json -o tables/history.json"),
    ("review", "review --since 2025-12-01 --out review --title {word}"),
    (
        "postmortem",
        "postmortem snap.json --base snap-base.json --prometheus prom.json --title {word} --status {word} --owner {word} --out postmortem",
    ),
    ("verify", "store verify"),
    ("rules", "rules -o rules/rules.yml --runbook runbooks --force"),
    ("dashboard", "dashboard -o dashboards"),
    ("sloth", "check run.json --slo sloth.yml --no-report"),
    ("init", "init --from points.ndjson --script --force --ci github"),
    ("no-answer", "check run.json --no-report --prometheus answer.json"),
    ("no-format", "check own.json --no-report"),
    ("no-json", "check ./{file}.broken --no-report"),
    ("no-setting", "check run.json --no-report --config ./{file}.toml"),
    ("no-baseline", "baseline show {word}"),
    ("no-file", "check ./{word}.none --no-report"),
    ("no-flag", "check run.json --{word}"),
    ("no-command", "{word}"),
    ("no-value", "compare {word} run.json --fail-on {word}"),
];
const NAMED: &str = "--name {word} --tag commit={word} --tag {tag}=x";
const SHOWN: &str = "--format html,md,json,junit,comment,codequality,metrics --title {word} --report-url https://ci.example/{tag}";

/// Gives the program the inputs of a new folder, and keeps what it says and writes in folders of that one.
pub(super) fn run(folder: &Path, payload: &str, all: bool) {
    run_with(folder, payload, payload, all);
}

/// The same with another payload in the names of the configuration, of files and of tags.
pub(super) fn run_with(folder: &Path, payload: &str, configured: &str, all: bool) {
    for below in [folder.to_owned(), folder.join("said"), folder.join("tables")] {
        std::fs::create_dir(below).unwrap();
    }
    world::write(folder, payload, configured);
    // A shell knows no zero byte.
    let word = payload.replace('\0', "");
    let file: String = configured.replace('\0', "").replace('/', "-").chars().take(60).collect();
    std::fs::copy(folder.join("points.ndjson"), folder.join(&file)).unwrap();
    std::fs::write(folder.join(format!("{file}.broken")), "{\"a\": nothing").unwrap();
    let wrong_key = format!("[window]\n{} = 1\n", serde_json::json!(word));
    std::fs::write(folder.join(format!("{file}.toml")), wrong_key).unwrap();
    let said = folder.join("said");
    for (name, line) in COMMANDS.into_iter().filter(|(name, _)| all || EACH.contains(name)) {
        let line = line.replace("{named}", NAMED).replace("{shown}", SHOWN);
        let words = line.split(' ').map(|arg| {
            arg.replace("{tag}", &configured.replace(['=', '\0'], ""))
                .replace("{word}", &word)
                .replace("{file}", &file)
        });
        let args: Vec<String> = words.collect();
        let mut command = command(folder, &args.iter().map(String::as_str).collect::<Vec<_>>());
        command.env("GITHUB_STEP_SUMMARY", said.join("summary.md"));
        command.env("GITHUB_OUTPUT", said.join("outputs.out"));
        let output = command.output().unwrap();
        let text = text(&output);
        assert!(!text.contains("panicked") && output.status.code().is_some(), "{name}: {text}");
        let is_done = output.status.code() != Some(2);
        assert_eq!(is_done, !name.starts_with("no-"), "{name}: {text}");
        std::fs::write(said.join(format!("{name}.term")), text).unwrap();
    }
}
