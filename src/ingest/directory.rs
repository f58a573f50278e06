//! Which file of a directory is read: a directory holds one run, perhaps in several shapes.

use std::path::{Path, PathBuf};

use super::detect::{self, Detected};
use super::error::{IngestError, Problem};
use super::k6_summary::SummaryFile;
use super::open;
use crate::model::source::Format;

/// Endings of files that are looked at; what is inside decides.
const ENDINGS: [&str; 7] = [".json", ".ndjson", ".jsonl", ".csv", ".jtl", ".log", ".hgrm"];
/// What may follow an ending.
const PACKINGS: [&str; 3] = ["", ".gz", ".zst"];
/// More files than this are not listed in an error.
const FILES_LISTED: usize = 5;

/// What a directory holds of one run.
pub(super) struct Chosen {
    /// The file that is read.
    pub(super) main: Detected,
    /// The most telling summary beside points or a snapshot, for what only a summary holds.
    pub(super) summary: Option<SummaryFile>,
}

/// Chooses the one file that is of the most telling kind there is, in the order of [`Format::ALL`].
///
/// Files of other kinds are skipped. A summary that is broken is an error, since it may be the one that
/// was meant.
pub(super) fn choose(directory: &Path) -> Result<Chosen, IngestError> {
    let mut found: Vec<Detected> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for path in files(directory, &ENDINGS)? {
        match open::file(&path).and_then(detect::detect) {
            Ok(detected) => found.push(detected),
            Err(error) if is_broken_summary(&error.problem) => return Err(error),
            Err(error) => seen.push(format!("{}: {}", file_name(&path), error.problem)),
        }
    }
    let mut main = None;
    for format in Format::ALL {
        let (mut of_kind, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|detected| detected.format() == format);
        found = others;
        let wanted = match (&main, format) {
            (None, _) => true,
            (Some(main), format) => {
                format.is_summary() && !matches!(main, Detected::Summary(_) | Detected::ToolSummary(..))
            }
        };
        if !wanted || of_kind.is_empty() {
            continue;
        }
        if of_kind.len() > 1 {
            let files = of_kind.iter().map(|detected| file_name(Path::new(detected.name()))).collect();
            return Err(at(directory, Problem::SeveralOfOneKind { format, files }));
        }
        match (main.take(), of_kind.pop()) {
            (None, first) => main = first,
            (Some(main), Some(Detected::Summary(summary))) => {
                return Ok(Chosen { main, summary: Some(summary) });
            }
            (kept, _) => main = kept,
        }
    }
    if let Some(main) = main {
        return Ok(Chosen { main, summary: None });
    }
    if seen.is_empty() {
        let endings = ENDINGS.join(", ");
        let other = |path: &PathBuf| format!("{}: its name ends in none of {endings}", file_name(path));
        seen = files(directory, &[""])?.iter().map(other).collect();
    }
    let more = seen.len().saturating_sub(FILES_LISTED);
    seen.truncate(FILES_LISTED);
    if more > 0 {
        seen.push(format!("{more} more"));
    }
    Err(at(directory, Problem::NothingInDirectory { seen }))
}

/// Returns the files with one of some endings, packed or not, sorted, so that the same directory reads the same everywhere.
pub(super) fn files(directory: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, IngestError> {
    let io = |error| at(directory, Problem::Io(error));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(io)? {
        let path = entry.map_err(io)?.path();
        if path.is_file() && ends(&path, endings) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a file has one of some endings, packed or not; the empty one is that of all files.
pub(super) fn ends(path: &Path, endings: &[&str]) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    let ends = |ending: &&str| PACKINGS.iter().any(|packing| name.ends_with(&format!("{ending}{packing}")));
    endings.iter().any(ends)
}

fn is_broken_summary(problem: &Problem) -> bool {
    match problem {
        Problem::Io(_) | Problem::MissingKey { .. } => true,
        Problem::Truncated { key, .. } | Problem::Syntax { key, .. } => {
            ["metrics", "root_group", "results"].iter().any(|top| key.starts_with(top))
        }
        _ => false,
    }
}

/// Returns the name of a file without its folders.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn at(directory: &Path, problem: Problem) -> IngestError {
    IngestError::new(directory.display().to_string(), problem)
}
