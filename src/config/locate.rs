//! Finds and reads the file.

use std::path::{Path, PathBuf};

use crate::model::conflict;
use crate::model::settings::Settings;
use crate::model::whole_file;

use super::convert::settings;
use super::error::{ConfigError, Mistake};
use super::wire::Config;

/// The name of the configuration file.
pub const FILE_NAME: &str = "perfreport.toml";

/// The most that is read of a configuration, or of a file of objectives: 1 MB.
pub(super) const MOST_TEXT: u64 = 1 << 20;

/// Finds the configuration that holds for `start`: in that directory, else in the nearest one above it.
pub fn find(start: &Path) -> Option<PathBuf> {
    // A relative path such as "." has no parents to look in.
    let start = std::path::absolute(start).ok()?;
    start.ancestors().map(|directory| directory.join(FILE_NAME)).find(|path| path.is_file())
}

/// Reads the configuration in `path`.
///
/// # Errors
///
/// When the file cannot be read, is no TOML, or holds an unknown key or a bad value.
pub fn load(path: &Path) -> Result<Settings, ConfigError> {
    let text = whole_file::text(path, MOST_TEXT, "a configuration")
        .map_err(|source| ConfigError::Read { source })?;
    parse(&text, &path.display().to_string())
}

/// Reads a configuration from `text`; errors call the file `name`.
///
/// # Errors
///
/// When `text` is no TOML, or holds an unknown key or a bad value: the first one found.
pub fn parse(text: &str, name: &str) -> Result<Settings, ConfigError> {
    toml::from_str::<Config>(text)
        .map_err(|error| in_conflict(text, name).unwrap_or_else(|| Mistake::from_toml(&error)))
        .and_then(settings)
        .map_err(|problem| ConfigError::Invalid(Box::new(problem.locate(text, name))))
}

/// What is wrong with a file that git could not merge.
fn in_conflict(text: &str, name: &str) -> Option<Mistake> {
    let line = conflict::marked_line(text)?;
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let mistake = Mistake::new(start..start + 7, "the file has git's conflict markers");
    Some(mistake.hint(conflict::remedy(name)))
}
