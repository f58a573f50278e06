//! What the user pointed at, and what the run is called after it.

use std::path::{Path, PathBuf};

/// Where a run is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file, or a directory that holds one run's files.
    Path(PathBuf),
}

impl From<PathBuf> for Input {
    /// Takes `-` for standard input.
    fn from(path: PathBuf) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::Path(path) }
    }
}

/// What is read from standard input is called so.
pub(super) const STDIN: &str = "stdin";

/// Names a run: by its file, or by the directory where the file's name says nothing.
///
/// A directory that was given as such names the run. `file` is the file that was read in the end.
pub(super) fn run_name(input: &Input, file: &str) -> String {
    let Input::Path(given) = input else {
        return STDIN.to_owned();
    };
    let file = Path::new(file);
    // `file` is text: a path that is not UTF-8 differs from it without being another file.
    if given.to_string_lossy() != file.to_string_lossy()
        && let Some(directory) = last_component(given)
    {
        return directory;
    }
    let stem = stem(file);
    if is_telling(&stem) {
        return stem;
    }
    file.parent().and_then(last_component).unwrap_or(stem)
}

/// Names what was read by its file: `-` is standard input.
pub(super) fn name_of(file: &str) -> String {
    if file == "-" { STDIN.to_owned() } else { stem(Path::new(file)) }
}

/// Returns the file's name without what says how it is stored.
pub(super) fn stem(file: &Path) -> String {
    let mut name = last_component(file).unwrap_or_default();
    for ending in [".gz", ".zst", ".json", ".ndjson", ".jsonl", ".csv", ".jtl", ".log", ".hgrm"] {
        if name.len() > ending.len() && name.to_ascii_lowercase().ends_with(ending) {
            name.truncate(name.len() - ending.len());
        }
    }
    name
}

pub(super) fn last_component(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}

/// Whether a file's name tells anything of the run, and not only what such files are called.
pub(super) fn is_telling(stem: &str) -> bool {
    const USUAL: &str = "k6 summary summaries handle handlesummary export machine readable full new points results \
                         result run output out report data raw end of test json";
    stem.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .any(|word| !USUAL.split_whitespace().any(|usual| usual.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(file: &str) -> String {
        run_name(&Input::Path(file.into()), file)
    }

    #[test]
    fn a_telling_file_name_wins() {
        assert_eq!(named("ci/release-42.json.gz"), "release-42");
        assert_eq!(named("before.json"), "before");
        assert_eq!(named("ci/summary-main.JSON.zst"), "summary-main");
        assert_eq!(named("ci/run1.json"), "run1");
        assert_eq!((named("ci/run1.log.gz"), named("run2.hgrm")), ("run1".to_owned(), "run2".to_owned()));
    }

    #[test]
    fn a_silent_file_name_gives_way_to_its_directory() {
        assert_eq!(named("shop/base-1/handle-summary.json"), "base-1");
        assert_eq!(named("base-1/machine-readable-full.json.gz"), "base-1");
        assert_eq!(named("nightly/k6.json"), "nightly");
        assert_eq!(named("summary.json"), "summary");
    }

    #[test]
    fn a_directory_names_its_run() {
        let input = Input::Path("runs/release-42".into());
        assert_eq!(run_name(&input, "runs/release-42/whatever.json"), "release-42");
        assert_eq!(run_name(&Input::Path(".".into()), "./handle-summary.json"), "handle-summary");
    }

    #[test]
    fn a_dash_is_standard_input() {
        assert_eq!(Input::from(PathBuf::from("-")), Input::Stdin);
        assert_eq!(run_name(&Input::Stdin, "-"), "stdin");
    }
}
