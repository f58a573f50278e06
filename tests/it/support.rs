//! What several tests share.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU16, Ordering};

/// The repository.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file or folder below `fixtures/`.
pub(crate) fn fixture(path: &str) -> PathBuf {
    repository().join("fixtures").join(path)
}

/// The snapshot of a recorded run: `shop/base-1`.
pub(crate) fn snapshot(run: &str) -> PathBuf {
    fixture("snapshots").join(run).with_extension("json.zst")
}

/// The recorded runs that hold these files, sorted: those of `fixtures/`, and the others of the full set where it lies beside
/// the repository.
pub(crate) fn recordings(files: &[&str]) -> Vec<PathBuf> {
    let mut found = BTreeMap::new();
    for root in [fixture(""), repository().join("../shared/data")] {
        for folders in ["edge", "k6-versions/*", "shop/*"] {
            for folder in glob::glob(root.join(folders).to_str().unwrap()).unwrap().map(Result::unwrap) {
                if files.iter().all(|file| folder.join(file).exists()) {
                    let name = folder.strip_prefix(&root).unwrap().to_owned();
                    found.entry(name).or_insert(folder);
                }
            }
        }
    }
    found.into_values().collect()
}

/// Every file below a folder, by its path from there, and what is in it.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.is_file() {
                let bytes = std::fs::read(&path).unwrap();
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            }
        }
    }
    found
}

/// Compares a text with the one between two markers of a page; writes it with `UPDATE_DOCS=1`.
pub(crate) fn in_the_docs(page: &str, marker: &str, text: &str) {
    let path = repository().join(page);
    let docs = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (format!("<!-- {marker} -->\n"), format!("<!-- /{marker} -->"));
    let Some((before, rest)) = docs.split_once(&begin) else { panic!("{page} has no {begin}") };
    let Some((published, after)) = rest.split_once(&end) else { panic!("{page} has no {end}") };
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, format!("{before}{begin}{text}{end}{after}")).unwrap();
        return;
    }
    assert!(published == text, "{page} has another {marker}; write it with UPDATE_DOCS=1 cargo test\n{text}");
}

/// Says that a test is skipped for want of a program that is its oracle. In CI nothing may be missing.
pub(crate) fn skip(missing: &str) {
    assert!(std::env::var_os("CI").is_none(), "{missing}");
    eprintln!("skipped: {missing}");
}

/// Python with this module, or nothing where that is not installed and the test is skipped.
pub(crate) fn python(module: &str) -> Option<Command> {
    let there = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if there.is_ok_and(|output| output.status.success()) {
        return Some(Command::new("python3"));
    }
    skip(&format!("python3 with the module {module} is not installed"));
    None
}

/// A program, or nothing where it is not installed and the test is skipped.
#[cfg(unix)]
pub(crate) fn program(name: &str) -> Option<Command> {
    if Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some(Command::new(name));
    }
    skip(&format!("{name} is not installed"));
    None
}

/// A port for a program that is begun afterwards. The system gives out ports from 32,768 on to whoever asks for any, which
/// another test may do meanwhile: these lie below, and each is given once.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    loop {
        let offset = u32::from(NEXT.fetch_add(1, Ordering::Relaxed)) + std::process::id() * 16;
        let port = 18_000 + u16::try_from(offset % 14_000).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
