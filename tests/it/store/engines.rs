//! Other engines read the history, each as its own manual says: they filter, keep counts as integers, and find what we find.

use std::path::Path;
use std::process::{Command, Stdio};

use super::history::points;
use super::{command, shop, succeeds};
use crate::support::{python, repository};

/// What every engine is asked for: p95 of one endpoint.
const ENDPOINT: &str = "POST /api/orders";

/// An engine, whose block on the page says how it reads the history into `found`.
struct Engine {
    /// Its module in Python, which the block imports.
    module: &'static str,
    /// The modules that must be there.
    needs: &'static [&'static str],
    /// What makes `rows`, a list of dictionaries, and `types`, the types of columns by name, of `found`.
    told: &'static str,
    /// How it calls text and counts.
    types: [&'static str; 2],
}

const ENGINES: [Engine; 5] = [
    Engine {
        module: "pyarrow",
        needs: &["pyarrow"],
        told: "
rows = found.to_pylist()
types = {field.name: str(field.type) for field in found.schema}
",
        types: ["string", "int64"],
    },
    Engine {
        module: "pandas",
        needs: &["pandas", "pyarrow"],
        told: "
rows = found.to_dict('records')
types = {name: str(of) for name, of in found.dtypes.items()}
",
        types: ["str", "int64"],
    },
    Engine {
        module: "polars",
        needs: &["polars"],
        told: "
rows = found.to_dicts()
types = {name: str(of) for name, of in found.schema.items()}
",
        types: ["String", "Int64"],
    },
    Engine {
        module: "datafusion",
        needs: &["datafusion", "pyarrow"],
        told: "
rows = found.to_pylist()
types = {field.name: str(field.type).removesuffix('_view') for field in found.schema()}
",
        types: ["string", "int64"],
    },
    Engine {
        module: "pyspark",
        needs: &["pyspark"],
        told: "
rows = [row.asDict() for row in found.collect()]
types = dict(found.dtypes)
",
        types: ["string", "bigint"],
    },
];

const PRINT: &str = "
import json
columns = ['run', 'value', 'requests', 'branch', 'year']
rows = sorted([row[name] for name in columns] for row in rows)
print(json.dumps({'rows': rows, 'types': [types['run'], types['requests']]}))
";

/// The block of the page that imports a module.
fn block(module: &str) -> String {
    let page = std::fs::read_to_string(repository().join("docs/history.md")).unwrap();
    let mut blocks = page.split("```python\n").skip(1).map(|block| block.split("```").next().unwrap());
    let imports = [format!("import {module}"), format!("from {module}")];
    blocks.find(|block| imports.iter().any(|import| block.starts_with(import))).unwrap().to_owned()
}

/// A store with a joined month and runs of their own.
pub(super) fn remembered(folder: &Path) {
    for (n, run) in ["base-2", "base-3", "orders-slower-30"].iter().enumerate() {
        let tags = [format!("commit=c{n}"), "branch=main".to_owned(), "environment=staging".to_owned()];
        let base = shop("base-1");
        let candidate = shop(run);
        let mut args = vec!["compare", &base, &candidate, "--name", run, "--save", "--no-report"];
        args.extend(tags.iter().flat_map(|tag| ["--tag", tag]));
        args.extend(["--report-url", "https://ci.example/42"]);
        let status = command(folder, &args).output().unwrap();
        assert!(status.status.code().is_some_and(|code| code < 2));
    }
    for day in ["2026-01-03", "2026-01-20"] {
        succeeds(folder, &["check", &points(folder, day), "--save", "--no-report"]);
    }
    succeeds(folder, &["store", "compact"]);
}

/// Python where it has Spark and there is Java.
fn spark() -> Option<Command> {
    let has = |program: &str, args: &[&str]| {
        Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
    };
    if has("java", &["-version"]) && has("python3", &["-c", "import pyspark"]) {
        return Some(Command::new("python3"));
    }
    eprintln!("skipped: Java and the module pyspark are not installed");
    None
}

/// What an engine prints; nothing where it is not installed.
fn asked(folder: &Path, engine: &Engine) -> Option<serde_json::Value> {
    let mut python = match engine.module {
        // Three hundred megabytes and Java: never asked for.
        "pyspark" => spark()?,
        module => {
            let there = engine.needs.iter().map(|needed| python(needed)).collect::<Option<Vec<_>>>();
            there?.pop().unwrap_or_else(|| panic!("{module} needs nothing"))
        }
    };
    let script = [&block(engine.module), engine.told, PRINT].concat();
    let output = python.args(["-c", &script]).current_dir(folder).stderr(Stdio::piped()).output().unwrap();
    assert!(output.status.success(), "{}: {}", engine.module, String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn every_engine_finds_what_we_find() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    remembered(folder);
    let args = ["history", "--endpoint", ENDPOINT, "--measure", "p95", "--format", "json"];
    let ours: Vec<serde_json::Value> = serde_json::from_str(&succeeds(folder, &args)).unwrap();
    let mut expected: Vec<serde_json::Value> = ours
        .iter()
        .filter(|row| row["endpoint"] == ENDPOINT)
        .map(|row| serde_json::json!([row["run"], row["value"], row["requests"], row["branch"], 2026]))
        .collect();
    expected.sort_by_key(|row| row[0].as_str().unwrap().to_owned());
    assert_eq!(expected.len(), 3);
    assert!(expected.iter().all(|row| row[3] == "main"), "{expected:?}");
    for engine in &ENGINES {
        let Some(found) = asked(folder, engine) else { continue };
        assert_eq!(found["rows"], serde_json::json!(expected), "{}", engine.module);
        assert_eq!(found["types"], serde_json::json!(engine.types), "{}", engine.module);
    }
}
