//! Keeps `docs/architecture.md` true: finds every path between the crate's modules, and fails on an arrow outside its table
//! and on circles among the files of a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::support::repository;

/// Folders and files of tests, which may look at everything.
const TESTS: [&str; 3] = ["tests", "checks", "sample"];

/// Each module of `docs/architecture.md`, and what it may import besides itself.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let page = std::fs::read_to_string(repository().join("docs/architecture.md")).unwrap();
    let rows = page.lines().skip_while(|line| *line != "| module | job | may import |").skip(2);
    let quoted =
        |cell: &str| -> BTreeSet<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    rows.map_while(|row| {
        let cells: Vec<&str> = row.strip_prefix('|')?.split('|').collect();
        Some((quoted(cells[0]).pop_first().unwrap(), quoted(cells[2])))
    })
    .collect()
}

fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![repository().join("src")];
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
    let relative = file.strip_prefix(repository().join("src")).unwrap();
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

/// The paths that a text begins with: one, or those of a `{…}` group.
fn paths(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        return members(group).into_iter().flat_map(paths).collect();
    }
    let name: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    match text[name.len()..].strip_prefix("::") {
        Some(tail) => paths(tail).into_iter().map(|path| [vec![name.clone()], path].concat()).collect(),
        None => vec![vec![name]],
    }
}

/// What stands between commas, up to the brace that closes the group.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut found, mut start) = (0, Vec::new(), 0);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                found.push(&group[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// Paths that a file names by `crate::…` or `super::…`, from the crate's root on.
fn imports(file: &Path) -> BTreeSet<Vec<String>> {
    let text = code(&std::fs::read_to_string(file).unwrap());
    let mut found = BTreeSet::new();
    for (at, prefix) in text.match_indices("crate::") {
        // `$crate::` and the tail of `my_crate::` are something else.
        if !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$') {
            found.extend(paths(&text[at + prefix.len()..]));
        }
    }
    let module = module_path(file);
    let mut rest = text.as_str();
    while let Some(at) = rest.find("super::") {
        rest = &rest[at..];
        let mut here = module.as_slice();
        while let Some(tail) = rest.strip_prefix("super::") {
            here = here.split_last().map_or(here, |(_, above)| above);
            rest = tail;
        }
        found.extend(paths(rest).into_iter().map(|path| [here, &path].concat()));
    }
    found
}

#[test]
fn every_arrow_is_in_the_table() {
    let arrows = arrows();
    let mut wrong = Vec::new();
    for file in sources() {
        let path = module_path(&file);
        let Some(module) = path.first().filter(|name| !matches!(name.as_str(), "lib" | "main")) else {
            continue;
        };
        let Some(allowed) = arrows.get(module) else {
            wrong.push(format!("module {module} is not in the table"));
            continue;
        };
        for target in imports(&file).iter().filter_map(|target| target.first()) {
            if arrows.contains_key(target) && target != module && !allowed.contains(target) {
                wrong.push(format!("{} imports {target}", path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows outside the table:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_of_a_folder_import_each_other_in_a_circle() {
    // From each file or folder, by its path, to those beside it that something in it imports.
    let mut beside: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
    let files = sources().into_iter().map(|file| (module_path(&file), imports(&file)));
    let is_code = |path: &[String]| !path.iter().any(|part| TESTS.contains(&part.as_str()));
    for (from, targets) in files.filter(|(from, _)| is_code(from)) {
        for depth in 1..=from.len() {
            beside.entry(from[..depth].to_vec()).or_default();
        }
        for to in targets.iter().filter(|to| is_code(to)) {
            let shared = from.iter().zip(to.iter()).take_while(|(a, b)| a == b).count();
            if let (true, Some(to)) = (shared < from.len(), to.get(..=shared)) {
                beside.entry(from[..=shared].to_vec()).or_default().insert(to.to_vec());
            }
        }
    }
    let reached = |from: &Vec<String>| {
        let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(at) = open.pop() {
            open.extend(beside.get(at).into_iter().flatten().filter(|to| reached.insert((*to).clone())));
        }
        reached
    };
    let circles: Vec<String> =
        beside.keys().filter(|from| reached(from).contains(*from)).map(|from| from.join("::")).collect();
    assert!(circles.is_empty(), "modules on a circle of imports: {circles:#?}");
}

#[test]
fn the_detector_sees_each_way_to_write_an_arrow() {
    let names = |text: &str| {
        let paths = paths(text.split_once("crate::").unwrap().1);
        paths.iter().map(|path| path.join("::")).collect::<Vec<_>>()
    };
    assert_eq!(names("use crate::render::html;"), ["render::html"]);
    let group = "use crate::{compare, model::{run, load}, stats};";
    assert_eq!(names(group), ["compare", "model::run", "model::load", "stats"]);
    assert_eq!(names("fn f(x: &crate::judge::Frame) {}"), ["judge::Frame"]);
    assert_eq!(code("let a = 1; // crate::render"), "let a = 1; ");
}

#[test]
fn connections_are_opened_in_two_places_alone() {
    for file in sources() {
        let module = module_path(&file).join("::");
        let text = code(&std::fs::read_to_string(&file).unwrap());
        for (named, places) in [
            ("ureq", ["fetch", "store::bucket::client"]),
            ("object_store", ["store::bucket", "store::bucket"]),
            ("tokio", ["store::bucket", "store::bucket"]),
        ] {
            let inside = places.iter().any(|place| module.starts_with(place));
            assert!(inside || !text.contains(named), "{} names {named}", file.display());
        }
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
