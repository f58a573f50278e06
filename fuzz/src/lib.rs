//! What the targets have in common: each takes bytes, and panics where something cannot be.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

use perfreport::Settings;
use perfreport::internals::classify::Classifier;
use perfreport::internals::ingest::{self, Input};
use perfreport::internals::store::Store;
use perfreport::internals::{config, pipeline};
use perfreport::model::run::Run;

#[path = "../../tests/it/wild/drive.rs"]
mod drive;
#[path = "../../tests/it/wild/generator.rs"]
mod generator;
#[path = "../../tests/it/wild/invariants.rs"]
mod invariants;

use invariants::Look;

/// A folder of this process, in memory where the system has such.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder for temporary files")
});

static SETTINGS: LazyLock<Settings> = LazyLock::new(Settings::default);

fn written(name: &str, data: &[u8]) -> PathBuf {
    let path = FOLDER.path().join(name);
    std::fs::write(&path, data).expect("the folder can be written to");
    path
}

/// Names that read like a number that is none would look like a fault of the reports.
fn names_a_number(data: &[u8]) -> bool {
    data.windows(3).any(|word| word.eq_ignore_ascii_case(b"nan") || word.eq_ignore_ascii_case(b"inf"))
}

fn read(data: &[u8]) -> Option<Run> {
    let input = Input::Path(written("input", data));
    ingest::read(&input, &Classifier::new(&SETTINGS), &SETTINGS, &Arc::default()).ok()
}

/// Any file of one load test: it is refused, or judged by itself and against itself.
pub fn run(data: &[u8]) {
    let Some(run) = read(data).filter(|_| !names_a_number(data)) else { return };
    let look = Look::at(data);
    let (alone, compared) = look.either(1);
    if alone {
        invariants::judged(&[], &run, &SETTINGS, look);
    }
    if compared {
        // By another name and time it is another run.
        let mut base = run.clone();
        base.meta.started = base.meta.started.map(|time| time - chrono::TimeDelta::hours(1));
        invariants::judged(&[base], &run, &SETTINGS, look);
    }
}

/// An answer of Prometheus, a bundle, or what other tools export of it.
pub fn servers(data: &[u8]) {
    static RUN: LazyLock<Run> = LazyLock::new(|| {
        read(include_bytes!("../../fixtures/grpc/mixed.ndjson.gz")).expect("a run of the fixtures")
    });
    let mut run = RUN.clone();
    let input = Input::Path(written("servers.json", data));
    if pipeline::attach(&mut run, &[input], &SETTINGS).is_ok() && !names_a_number(data) {
        invariants::judged(&[RUN.clone()], &run, &SETTINGS, Look::at(data));
    }
}

/// A `verdict.json`: it is refused, or every report is written of it.
pub fn verdict(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(assessment) = pipeline::reopen(text, "verdict.json") {
        invariants::everything(&assessment, Look::at(data));
    }
}

/// A file of a baseline; the first byte says which of its two forms.
pub fn store(data: &[u8]) {
    let Some((form, data)) = data.split_first() else { return };
    let root = FOLDER.path().join("store");
    let _ = std::fs::remove_dir_all(&root);
    let baselines = root.join("baselines");
    std::fs::create_dir_all(baselines.join("main")).expect("the folder can be written to");
    let file = if form % 2 == 0 { "main.json" } else { "main/00001-aa.json" };
    std::fs::write(baselines.join(file), data).expect("the folder can be written to");
    let store = Store::at(&root);
    let _ = store.verify();
    let _ = store.baselines();
    let _ = pipeline::baseline::usable(&store, "main", 10);
}

/// A file of the history, with a checksum that fits: what is looked at before its reader lays out room, and the reader.
#[cfg(feature = "history")]
pub fn history(data: &[u8]) {
    use perfreport::internals::tables::{self, Selection};
    use sha2::{Digest, Sha256};

    const FORMAT: &[u8] = b"perfreport/history@2 sha256=";
    const DIGITS: usize = 64;
    let mut data = data.to_vec();
    let format = data.windows(FORMAT.len()).rposition(|window| window == FORMAT);
    let place = format.map(|at| at + FORMAT.len()).filter(|start| start + DIGITS <= data.len());
    if let Some(start) = place {
        data[start..start + DIGITS].fill(b'0');
        let digest: String = Sha256::digest(&data).iter().map(|byte| format!("{byte:02x}")).collect();
        data[start..start + DIGITS].copy_from_slice(digest.as_bytes());
    }
    let _ = tables::decode(std::path::Path::new("history.parquet"), data, &Selection::default());
}

/// `perfreport.toml`, and objectives in YAML.
pub fn configuration(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = config::parse(text, "perfreport.toml").map_err(|error| error.to_string());
    }
    let _ =
        config::add_objectives(&written("slo.yml", data), &mut Vec::new()).map_err(|error| error.to_string());
}

/// Runs, a configuration and servers' metrics that are made of the bytes.
pub fn whole(data: &[u8]) {
    drive::drive(data, FOLDER.path(), Look::at(data));
}
