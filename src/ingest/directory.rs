//! Which file of a directory is read: a directory holds one run, perhaps in several shapes.

use std::path::{Path, PathBuf};

use super::detect::{self, Document};
use super::error::{IngestError, Problem};
use super::open;
use crate::model::source::Format;

/// Endings of files that are looked at; what is inside decides.
const ENDINGS: [&str; 3] = [".json", ".json.gz", ".json.zst"];
/// More files than this are not listed in an error.
const FILES_LISTED: usize = 5;

/// Reads the one file that is of the most telling kind there is, in the order of [`Format::ALL`].
///
/// Files of other kinds are skipped. A summary that is broken is an error, since it may be the one that
/// was meant.
pub(super) fn choose(directory: &Path) -> Result<Document, IngestError> {
    let mut found: Vec<Document> = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    for path in candidates(directory)? {
        match open::file(&path).and_then(detect::document) {
            Ok(document) => found.push(document),
            Err(error) if is_broken_summary(&error.problem) => return Err(error),
            Err(error) => seen.push(format!("{}: {}", file_name(&path), error.problem)),
        }
    }
    for format in Format::ALL {
        let mut of_kind: Vec<Document> = Vec::new();
        let mut others = Vec::new();
        for document in found {
            if document.format == format { &mut of_kind } else { &mut others }.push(document);
        }
        if of_kind.len() > 1 {
            let files = of_kind.iter().map(|document| file_name(Path::new(&document.name))).collect();
            return Err(at(directory, Problem::SeveralOfOneKind { format, files }));
        }
        if let Some(document) = of_kind.pop() {
            return Ok(document);
        }
        found = others;
    }
    let more = seen.len().saturating_sub(FILES_LISTED);
    seen.truncate(FILES_LISTED);
    if more > 0 {
        seen.push(format!("{more} more"));
    }
    Err(at(directory, Problem::NothingInDirectory { seen }))
}

/// Returns the files that may be summaries, sorted, so that the same directory reads the same everywhere.
fn candidates(directory: &Path) -> Result<Vec<PathBuf>, IngestError> {
    let io = |error| at(directory, Problem::Io(error));
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = file_name(&path).to_ascii_lowercase();
        if path.is_file() && ENDINGS.iter().any(|ending| name.ends_with(ending)) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
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

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn at(directory: &Path, problem: Problem) -> IngestError {
    IngestError::new(directory.display().to_string(), problem)
}
