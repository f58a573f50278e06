//! From bytes to runs, through the whole program, to everything that is written.

use std::path::Path;
use std::sync::Arc;

use perfreport::internals::classify::Classifier;
use perfreport::internals::ingest::{self, Input};
use perfreport::internals::{config, pipeline};

use super::generator::{self, Draw};
use super::invariants::{self, Look};

/// Makes base runs, a run and settings of some bytes and judges them; returns `verdict.json`, or nothing where the reading
/// refused one of the files, which may be.
pub(crate) fn drive(bytes: &[u8], folder: &Path, look: Look) -> Option<String> {
    let mut draw = Draw::new(bytes);
    let settings = config::parse(&generator::settings(&mut draw), "perfreport.toml").unwrap();
    let servers = folder.join("servers.json");
    std::fs::write(&servers, generator::servers(&mut draw)).unwrap();
    // The last is the one that is judged.
    let mut runs = Vec::new();
    for number in 0..1 + bytes.first().map_or(0, |first| first % 4) {
        let (ending, text) = generator::run(&mut draw);
        let path = folder.join(format!("run-{number}.{ending}"));
        std::fs::write(&path, text).unwrap();
        let read =
            ingest::read(&Input::Path(path.clone()), &Classifier::new(&settings), &settings, &Arc::default());
        std::fs::remove_file(path).unwrap();
        runs.push(read.ok()?);
    }
    let mut run = runs.pop()?;
    pipeline::attach(&mut run, &[Input::Path(servers)], &settings).ok()?;
    Some(invariants::judged(&runs, &run, &settings, look))
}
