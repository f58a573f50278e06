//! Patterns that no shell expanded: quoted, or on Windows.

use std::path::{Path, PathBuf};

use anyhow::Context;
use glob::{MatchOptions, Pattern};

use super::stored::Operand;
use crate::ingest::Input;

/// As a shell matches: a hidden file only where the pattern begins with its dot.
const AS_A_SHELL: MatchOptions =
    MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };

/// Expands `*`, `?` and `[…]` in the name of a file, sorted by name; what exists under that very name is itself.
pub(super) fn expand(input: Input) -> anyhow::Result<Vec<Input>> {
    match &input {
        Input::Path(path) => match files(path)? {
            Some(files) => Ok(files.into_iter().map(Input::Path).collect()),
            None => Ok(vec![input]),
        },
        Input::Stdin => Ok(vec![input]),
    }
}

/// Does the same to what may be a baseline, which is taken as it is.
pub(super) fn expand_operand(operand: Operand) -> anyhow::Result<Vec<Operand>> {
    match operand {
        Operand::Input(input) => Ok(expand(input)?.into_iter().map(Operand::Input).collect()),
        baseline @ Operand::Baseline(_) => Ok(vec![baseline]),
    }
}

/// The files behind a pattern; absent where it is none.
fn files(path: &Path) -> anyhow::Result<Option<Vec<PathBuf>>> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else { return Ok(None) };
    if !name.contains(['*', '?', '[']) || path.exists() {
        return Ok(None);
    }
    let pattern =
        Pattern::new(name).with_context(|| format!("`{}` is no pattern of files", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut found = Vec::new();
    let entries =
        listed.read_dir().with_context(|| format!("cannot list the folder of `{}`", path.display()))?;
    for entry in entries {
        let file = entry.with_context(|| format!("cannot list the folder of `{}`", path.display()))?;
        if file.file_name().to_str().is_some_and(|name| pattern.matches_with(name, AS_A_SHELL)) {
            found.push(folder.join(file.file_name()));
        }
    }
    found.sort();
    if found.is_empty() {
        anyhow::bail!("no file matches `{}`", path.display());
    }
    Ok(Some(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_the_files_that_match_it() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b2.json", "b1.json", "b10.json", ".b3.json", "run[1].json", "run1.json"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let expanded = |pattern: &str| {
            let inputs = expand(Input::Path(folder.path().join(pattern)))?;
            let name = |input: &Input| match input {
                Input::Path(path) => path.file_name().unwrap().to_str().unwrap().to_owned(),
                Input::Stdin => "-".to_owned(),
            };
            Ok::<_, anyhow::Error>(inputs.iter().map(name).collect::<Vec<_>>())
        };
        assert_eq!(expanded("b*.json").unwrap(), ["b1.json", "b10.json", "b2.json"]);
        assert_eq!(expanded("b?.json").unwrap(), ["b1.json", "b2.json"]);
        assert_eq!(expanded("b[2-9].json").unwrap(), ["b2.json"]);
        assert_eq!(expanded("run[1].json").unwrap(), ["run[1].json"], "it exists under that very name");
        assert_eq!(
            expanded("nothing.json").unwrap(),
            ["nothing.json"],
            "no pattern: reading says that it is missing"
        );
        assert!(expanded("c*.json").unwrap_err().to_string().contains("no file matches `"));
        assert!(expanded("b[.json").unwrap_err().to_string().contains("is no pattern"));
    }
}
