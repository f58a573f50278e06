//! Keeps `docs/architecture.md` true: finds every path between the crate's modules and fails on an arrow outside the table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Module, and what it may import besides itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("stats", &[]),
    ("model", &[]),
    ("wire", &["model"]),
    ("tables", &["model"]),
    ("config", &["model"]),
    ("classify", &["model"]),
    ("ingest", &["model", "wire"]),
    ("fetch", &["model", "wire"]),
    ("render", &["model", "wire"]),
    ("compare", &["model", "stats"]),
    ("judge", &["model", "stats"]),
    ("trend", &["model", "stats"]),
    ("diagnose", &["model", "stats", "tables"]),
    ("store", &["model", "wire"]),
    (
        "pipeline",
        &[
            "model", "ingest", "fetch", "render", "compare", "judge", "trend", "diagnose", "classify",
            "store", "tables",
        ],
    ),
    // `ingest`, `fetch`, `judge` and `trend` for the types that `pipeline` takes: what to read or to ask for, and what a
    // document says about itself.
    (
        "cli",
        &["pipeline", "config", "store", "tables", "render", "model", "ingest", "fetch", "judge", "trend"],
    ),
];

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Module path of a file below `src`: `compare/latency/mod.rs` is `[compare, latency]`.
fn module_path(file: &Path) -> Vec<String> {
    let relative = file.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    let mut parts: Vec<String> =
        relative.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// Source text without comments, so that a doc link is not an import.
fn code(text: &str) -> String {
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The names that follow a path prefix: one identifier, or the heads of a `{…}` group.
fn heads(after: &str) -> Vec<String> {
    let identifier = |text: &str| {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    };
    let Some(group) = after.strip_prefix('{') else { return vec![identifier(after)] };
    let (mut depth, mut names, mut start) = (0, Vec::new(), 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(identifier(&group[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(identifier(&group[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    names
}

/// Top-level modules that a file names by `crate::…`, or by as many `super::` as it takes to get there.
fn imports(file: &Path) -> BTreeSet<String> {
    let text = code(&std::fs::read_to_string(file).unwrap());
    let mut found = BTreeSet::new();
    for (at, prefix) in text.match_indices("crate::") {
        // `$crate::` and the tail of `my_crate::` are something else.
        if !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            found.extend(heads(&text[at + prefix.len()..]));
        }
    }
    let depth = module_path(file).len();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("super::") {
        rest = &rest[at..];
        let mut climbs = 0;
        while let Some(tail) = rest.strip_prefix("super::") {
            climbs += 1;
            rest = tail;
        }
        if climbs >= depth {
            found.extend(heads(rest));
        }
    }
    found
}

#[test]
fn every_arrow_is_in_the_table() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in sources() {
        let path = module_path(&file);
        let Some(module) = path.first().filter(|name| !matches!(name.as_str(), "lib" | "main")) else {
            continue;
        };
        let Some(allowed) = arrows.get(module.as_str()) else {
            wrong.push(format!("module {module} is not in the table"));
            continue;
        };
        for target in imports(&file) {
            let is_module = arrows.contains_key(target.as_str());
            if is_module && target != *module && !allowed.contains(&target.as_str()) {
                wrong.push(format!("{} imports {target}", path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows outside the table:\n{}", wrong.join("\n"));
}

#[test]
fn the_detector_sees_each_way_to_write_an_arrow() {
    let names = |text: &str| heads(text.split_once("crate::").unwrap().1);
    assert_eq!(names("use crate::render::html;"), ["render"]);
    assert_eq!(names("use crate::{compare, model::{run, load}, stats};"), ["compare", "model", "stats"]);
    assert_eq!(names("fn f(x: &crate::judge::Frame) {}"), ["judge"]);
    assert_eq!(code("let a = 1; // crate::render"), "let a = 1; ");
}

#[test]
fn ureq_is_named_in_fetch_alone() {
    for file in sources() {
        let inside = module_path(&file).first().is_some_and(|module| module == "fetch");
        let text = code(&std::fs::read_to_string(&file).unwrap());
        assert!(inside || !text.contains("ureq"), "{} names ureq", file.display());
    }
}

#[test]
fn polars_is_named_in_tables_alone() {
    for file in sources() {
        let inside = module_path(&file).first().is_some_and(|module| module == "tables");
        let text = code(&std::fs::read_to_string(&file).unwrap());
        assert!(inside || !text.contains("polars"), "{} names polars", file.display());
    }
}
