//! What is planted in every input comes out nowhere.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::commands;
use super::corpus::HARMLESS;

/// Where secrets stand, as they are written by those who do not think of it; `PLANTED` is the secret.
const PLACES: [(&str, &str); 10] = [
    ("query", "http://shop.example/a?token=PLANTED&user=PLANTED"),
    ("user", "https://user:PLANTED@shop.example/a"),
    ("fragment", "https://shop.example/cb#access_token=PLANTED"),
    ("parameter", "/a;sessionid=PLANTED/b"),
    ("header", "authorization=Bearer PLANTED"),
    ("spelled", "Authorization: Bearer PLANTED"),
    ("basic", "Authorization: Basic PLANTED"),
    ("key", "x-api-key: PLANTED"),
    ("token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJQTEFOVEVEIn0.PLANTED"),
    ("error", "Get \"http://shop.example/a?api_key=PLANTED\": dial tcp: password=PLANTED refused"),
];

/// What is said of a command line that is wrong.
const TYPED: [&str; 6] = ["no-baseline", "no-file", "no-setting", "no-flag", "no-value", "no-command"];

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// The content of a file, unpacked. Texts in Parquet files are packed, so that those are read by the program: the history.
fn content(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let mut unpacked = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(&*bytes).read_to_end(&mut unpacked).unwrap();
        return String::from_utf8_lossy(&unpacked).into_owned();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
#[cfg(feature = "history")]
fn secrets_come_out_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut found: Vec<String> = Vec::new();
    for (name, place) in PLACES {
        let below = folder.path().join(name);
        // Who writes a secret into the configuration has published it.
        commands::run_with(&below, place, HARMLESS, true);
        // What the caller wrote into a wrong command line is repeated to the caller.
        let is_typed = |path: &Path| TYPED.iter().any(|name| path.ends_with(format!("said/{name}.term")));
        for path in files(&below).into_iter().filter(|path| path.parent() != Some(&below) && !is_typed(path))
        {
            let content = content(&path);
            if let Some(at) = content.find("PLANTED") {
                let before: String =
                    content[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                found.push(format!("{}: {before}", path.strip_prefix(folder.path()).unwrap().display()));
            }
        }
        let kept = [below.join("snap.json"), below.join("snap-base.json")];
        found.extend(
            kept.iter()
                .filter(|path| content(path).contains("PLANTED"))
                .map(|path| path.display().to_string()),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
