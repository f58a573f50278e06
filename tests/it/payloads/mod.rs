//! Texts of inputs stay texts, whatever is in them and wherever they are shown.
//!
//! * `corpus`: the payloads; `world`: inputs that hold one in every text; `commands`: what is done with them
//! * here: `parse.py` reads what comes out with the parsers of others; `browser`: Chromium opens it
//! * `secrets`: what must not come out at all

#[cfg(unix)]
mod browser;
mod commands;
mod corpus;
mod secrets;
mod world;

use corpus::{HARMLESS, PAYLOADS};

use crate::support::{python, repository};

/// How many payloads stand together where everything is done with them: a long name loses its middle.
const TOGETHER: usize = 6;

#[test]
#[ignore = "it starts some 500 processes, which takes minutes; run it by its name with --ignored"]
#[cfg(feature = "history")]
fn texts_stay_texts_to_every_parser() {
    if ["cmarkgfm", "prometheus_client", "yaml"].iter().any(|module| python(module).is_none()) {
        return;
    }
    let Some(mut python) = python("html5lib") else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, payload: &str, all: bool| {
        let below = folder.path().join(name);
        commands::run(&below, payload, all);
        below
    };
    let mut folders = vec![run("harmless", HARMLESS, true)];
    folders.extend(PAYLOADS.iter().map(|(name, payload)| run(name, payload, false)));
    folders.extend(PAYLOADS.chunks(TOGETHER).enumerate().map(|(number, some)| {
        let payloads: Vec<&str> = some.iter().map(|(_, payload)| *payload).collect();
        run(&format!("together-{number}"), &payloads.join(" "), true)
    }));
    let parsed = python.arg(repository().join("tests/it/payloads/parse.py")).args(folders).output().unwrap();
    assert!(parsed.status.success(), "{}", String::from_utf8_lossy(&parsed.stderr));
    let found = String::from_utf8_lossy(&parsed.stdout);
    assert!(found.trim().is_empty(), "{found}");
}
